/**
 * The calls of a bill to the payment channel, through the bank gateway. Promises: an order is opened only while its bill still waits for it
 * and its time has not run out; asked about and closed by its own number, as often as need be.
 */
import type { paths } from '../../contracts/bank-gateway/api.ts';
import type { Clock } from '../../infra/clock.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { Client } from '../../infra/http-client.ts';
import type { Call } from '../../infra/machine.ts';
import { refused, type Outcome } from '../../infra/outcome.ts';
import type { Context } from '../../infra/runner.ts';
import { z } from 'zod';
import { belonging, isPaid, owedOn, takingBack, type ChannelOrder, type IssuedBill } from './bill.ts';
import { mended } from './fiscal-calls.ts';
import { RefundOrder } from './refund.ts';
import { billByPayCode } from './store.ts';

const Asked = z.object({ payCode: z.string(), orderNumber: z.string() });

type WantedOrder = paths['/orders/{orderNumber}']['put']['requestBody']['content']['application/json'];

export function orderCalls({ database, log, clock }: Pick<Context<object>, 'database' | 'log'> & { clock: Clock }, gateway: Client<paths>): Record<string, Call> {
  const ofOrder = (repeatable: boolean, perform: (bill: IssuedBill, order: ChannelOrder) => Promise<Outcome>): Call => ({
    repeatable, target: 'payment-channel', timeoutMs: 45_000,
    async perform(data) {
      const { payCode, orderNumber } = Asked.parse(data);
      const bill = await billByPayCode(database, payCode);
      const order = bill?.orders.find(({ number }) => number === orderNumber);
      return bill && order ? mended(await perform(bill, order), log) : refused('unknown-bill', '');
    },
  });
  return {
    // A lost answer is asked about, not repeated: somebody may be paying it.
    'open-order': ofOrder(false, async (bill, order) => {
      if (order.state !== 'opening' || Date.parse(order.expiresAt) <= clock.now().getTime()) return refused('wrong-state', 'withdrawn, or its time ran out before it could be opened');
      return gateway.call('put', '/orders/{orderNumber}', { path: { orderNumber: order.number }, body: wantedOf(bill, order, chinaDate(new Date(order.opened.at))) });
    }),
    'ask-order': ofOrder(true, (_bill, order) => gateway.call('get', '/orders/{orderNumber}', { path: { orderNumber: order.number } })),
    // The gateway asks about a refund before it sends it, and the channel knows it by its number: asked again, it is the same one.
    'refund-order': {
      repeatable: true, target: 'payment-channel', timeoutMs: 45_000,
      async perform(data) {
        const { payCode, orderNumber, refundNumber } = RefundOrder.parse(data);
        const bill = await billByPayCode(database, payCode);
        const refund = bill?.refunds.find(({ number }) => number === refundNumber);
        if (!bill || !refund) return refused('refund-unknown', '');
        return mended(await gateway.call('put', '/orders/{orderNumber}/refunds/{refundNumber}', { path: { orderNumber, refundNumber }, body: { amountInFen: refund.amountInFen, caseNumber: bill.caseNumber === '' ? null : bill.caseNumber } }), log);
      },
    },
    // Known to the channel by its number too: asked again, nothing goes back twice. Not repeated in silence: until it is certain, people see that it is not.
    'take-back-order': {
      repeatable: false, target: 'payment-channel', timeoutMs: 45_000,
      async perform(data) {
        const { payCode, orderNumber, refundNumber } = RefundOrder.parse(data);
        const bill = await billByPayCode(database, payCode);
        if (!bill || !isPaid(bill) || takingBack(bill)?.number !== refundNumber) return refused('refund-unknown', '');
        return mended(await gateway.call('put', '/orders/{orderNumber}/refunds/{refundNumber}', { path: { orderNumber, refundNumber }, body: { amountInFen: bill.payment.amountInFen, caseNumber: bill.caseNumber === '' ? null : bill.caseNumber } }), log);
      },
    },
    'close-order': ofOrder(false, (_bill, order) => gateway.call('post', '/orders/{orderNumber}/cancellations', { path: { orderNumber: order.number }, key: `close:${order.number}:${String(order.tries)}` })),
  };
}

function wantedOf(bill: IssuedBill, order: ChannelOrder, on: string): WantedOrder {
  const unitOf = (at: number): { revenueItem: string; collectingUnit: string } => {
    const charge = bill.charges[at];
    const { revenueItem, collectingUnit } = charge ? belonging(bill, charge) : { revenueItem: null, collectingUnit: null };
    // A charge by an item's own price has no revenue item of a standard; the item itself says what it is for.
    return { revenueItem: (revenueItem ?? bill.item.code).slice(0, 42), collectingUnit: (collectingUnit ?? bill.department.code).slice(0, 42) };
  };
  return {
    payCode: bill.payCode, caseNumber: bill.caseNumber === '' ? null : bill.caseNumber, amountInFen: order.amountInFen, payer: bill.payer.name, expiresAt: order.expiresAt, offline: order.offline,
    operator: order.offline ? (order.opened.by.slice(0, 32) || null) : null,
    lines: [
      ...bill.charges.map(({ name, amountInFen }, at) => ({ ...unitOf(at), name, amountInFen })),
      ...owedOn(bill, on).lateFees.map(({ charge, line }) => ({ ...unitOf(charge), name: '滞纳金', amountInFen: line.amountInFen })),
    ].filter(({ amountInFen }) => amountInFen > 0),
  };
}
