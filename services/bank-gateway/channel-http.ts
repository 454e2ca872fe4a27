/** The HTTP of a payment channel: orders and refunds as fees asks for them, and as staff may look at them. */
import { z } from 'zod';
import { isRefusalReason, refusal } from '../../contracts/refusals.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { Outcome } from '../../infra/outcome.ts';
import { problem, problemOf } from '../../infra/problem.ts';
import { noChannel } from './channel.ts';
import type { PaymentChannel } from './channel-port.ts';

const amount = z.number().int().positive();
const OpenOrder = z.object({
  payCode: z.string(), caseNumber: z.string().nullable(), amountInFen: amount, payer: z.string(), expiresAt: z.iso.datetime({ offset: true }), offline: z.boolean(), operator: z.string().nullable(),
  lines: z.array(z.object({ revenueItem: z.string(), collectingUnit: z.string(), name: z.string(), amountInFen: amount })).min(1),
});
const Refund = z.object({ amountInFen: amount, caseNumber: z.string().nullable() });

/** The handlers; `callers` are the token subjects that may move money here: all services share one role. */
export function channelHandlers(channel: () => PaymentChannel | null, callers: ReadonlySet<string>): Handlers {
  async function through(asked: Asked, moves: boolean, call: (channel: PaymentChannel) => Promise<Outcome<unknown>>): Promise<Answer> {
    const isService = asked.openedBy.length > 0 && asked.openedBy.every((role) => role === 'service');
    const one = channel();
    if (!one) return answerOf(noChannel());
    if ((moves || isService) && !callers.has(asked.actor.subject)) return { refusal: refusal('wrong-role') };
    return answerOf(await call(one));
  }
  const order = (asked: Asked): string => asked.params['orderNumber'] ?? '';
  const refund = (asked: Asked): { orderNumber: string; refundNumber: string } => ({ orderNumber: order(asked), refundNumber: asked.params['refundNumber'] ?? '' });
  return {
    openOrder: (asked) => through(asked, true, (one) => {
      const wanted = OpenOrder.parse(asked.body);
      return one.open({ ...wanted, orderNumber: order(asked), expiresAt: new Date(wanted.expiresAt) });
    }),
    showOrder: (asked) => through(asked, false, (one) => one.show(order(asked))),
    cancelOrder: (asked) => through(asked, true, (one) => one.cancel(order(asked))),
    refundOrder: (asked) => through(asked, true, (one) => one.refund({ ...refund(asked), ...Refund.parse(asked.body) })),
    showOrderRefund: (asked) => through(asked, false, (one) => one.showRefund(refund(asked))),
  };
}

/** Each outcome as the contract wants it; details carry codes and numbers only. */
export function answerOf(outcome: Outcome<unknown>): Answer {
  switch (outcome.kind) {
    case 'done': return { status: 200, body: outcome.value };
    case 'refused': return { problem: problemOf(refusal(isRefusalReason(outcome.reason) ? outcome.reason : 'upstream-refused', { detail: outcome.detail })) };
    case 'unavailable': return { problem: problem(503, 'channel-unavailable', `支付渠道暂时无法办理，确定没有生效，请稍后重试：${outcome.detail}`, `The payment channel is not available; nothing happened there, try again later: ${outcome.detail}`) };
    case 'in-doubt': return { problem: problem(504, 'channel-in-doubt', `支付渠道是否已收到不能确定，请先查询再决定：${outcome.detail}`, `It is not known whether the payment channel has it: ask before doing anything: ${outcome.detail}`) };
  }
}
