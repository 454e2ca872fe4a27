/** The HTTP of giving money back: asked for, approved by a second person, sent, and told by the bank that took it. */
import type { components } from '../../contracts/fees/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { Asked, Handlers } from '../../infra/http-server.ts';
import { pagingOf } from '../../infra/paging.ts';
import type { Context } from '../../infra/runner.ts';
import { z } from 'zod';
import { ApproveRefund, RejectRefund, RequestRefund, SendRefund, TellRefund } from './refund.ts';
import type { Submitted } from './http.ts';
import { pageOfRefunds } from './store.ts';

const Query = z.object({ state: z.string().optional() });

export function refundHandlers({ database }: Context<object>, submit: (asked: Asked, type: string, data: unknown, ask: unknown) => Promise<Submitted>, isBank: (asked: Asked) => boolean): Handlers {
  const give = async (asked: Asked, type: string, told: unknown): Promise<Submitted['answer']> => (await submit(asked, type, told, told)).answer;
  const withNumber = (asked: Asked): object => ({ ...Object(asked.body), number: asked.params['refundNumber'] ?? '' });
  /** `service` is a role all services share: only those that speak for banks may tell of money. */
  const isStranger = (asked: Asked): boolean => asked.actor.roles.includes('service') && !isBank(asked);

  return {
    requestRefund: (asked) => give(asked, 'http.request-refund', RequestRefund.parse(asked.body)),
    approveRefund: (asked) => give(asked, 'http.approve-refund', ApproveRefund.parse(withNumber(asked))),
    rejectRefund: (asked) => give(asked, 'http.reject-refund', RejectRefund.parse(withNumber(asked))),
    sendRefund: async (asked) => (isStranger(asked) ? { refusal: refusal('refund-unknown') } : give(asked, 'http.send-refund', SendRefund.parse(withNumber(asked)))),
    async tellRefund(asked) {
      if (isStranger(asked)) return { refusal: refusal('wrong-role') };
      const told = TellRefund.parse(withNumber(asked));
      if (told.outcome === 'refunded' && told.serial === null) return { refusal: refusal('invalid-request', { field: 'serial', detail: { zh: '已退付须填银行流水号', en: 'a refund has the bank’s serial' } }) };
      // Told again on the bank's next work date, it is the same refund.
      const { workDate: _workDate, ...same } = told;
      return (await submit(asked, 'http.tell-refund', told, same)).answer;
    },

    async listRefunds(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const { bills, next } = await pageOfRefunds(database, Query.parse(asked.query).state, paging);
      const refunds: components['schemas']['ListedRefund'][] = bills.flatMap(({ payCode, caseNumber, payment, refunds: all }) =>
        all.slice(-1).map((refund) => ({ payCode, caseNumber, bank: payment.bank, paidInFen: payment.amountInFen, ...refund })));
      return { status: 200, body: { refunds, next } };
    },
  };
}
