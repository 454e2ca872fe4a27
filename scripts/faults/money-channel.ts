// The payment channel's part in the scenario `money`: orders opened by a cashier and paid by telephone, while the channel loses answers and notices,
// repeats them, forges, lies about what is paid, and dies. Promise: whoever stands here only does what a cashier, a payer and the
// channel's own people can do; the channel's book is read, never changed but by a payment or a refund of theirs.
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import { elapsedMs } from '../../infra/clock.ts';
import type { Client } from '../../infra/http-client.ts';
import type { Hub } from '../hub.ts';
import { Refused, untilAnswered, type Patience } from '../traffic/persistence.ts';
import { controlOf } from './control.ts';
import type { BankEntry, GivenBack } from './money-comparison.ts';

/** The bank code its payments are told under, as the sample zone has it. */
export const channelBank = 'YLPAY';

/** What the channel does wrong while bills are paid: every n-th exchange a fault fits. */
const troubles = [
  { kind: 'timeout', call: 'result', every: 61 }, { kind: 'timeout', call: 'order', every: 43 }, { kind: 'drop-before', call: 'order', every: 29 }, { kind: 'drop-after', call: 'order', every: 19 }, { kind: 'drop-after', call: 'close', every: 6 },
  { kind: 'drop-after', call: 'refund', every: 3 }, { kind: 'status-500', call: 'order', every: 31 }, { kind: 'status-500', call: 'close', every: 11 }, { kind: 'html', call: 'result', every: 23 }, { kind: 'bad-signature', call: 'order', every: 37 },
  { kind: 'bad-signature', call: 'close', every: 13 }, { kind: 'bad-key', call: 'result', every: 29 }, { kind: 'old-answer', call: 'result', every: 19 }, { kind: 'busy', call: 'order', every: 17 }, { kind: 'busy', call: 'refund', every: 4 },
  { kind: 'uncertain', every: 7 }, { kind: 'lie-unpaid', every: 5 }, { kind: 'lie-paid', every: 11 }, { kind: 'notice-lost', every: 3 }, { kind: 'notice-twice', every: 4 }, { kind: 'notice-forged', every: 5 }, { kind: 'notice-early', every: 9 }, { kind: 'refund-fails', every: 5 },
].map((one) => ({ times: 1_000_000, ...one }));

const text = z.string();
const Books = z.object({
  orders: z.array(z.object({ order: text, number: text, fen: z.number(), lines: z.array(z.object({ ours: text })), closed: z.boolean(), paid: z.object({ day: text }).nullable(), noticed: z.boolean() })),
  refunds: z.array(z.object({ journal: text, order: text, serial: text, fen: z.number(), state: text })), struck: z.record(text, z.number()),
});
type Books = z.infer<typeof Books>;
const payCodeOf = (order: Books['orders'][number] | undefined): string => order?.lines[0]?.ours.split('-')[0] ?? '';
/** Given back by the channel's own people, at our cashier's word. */
const byHand = ({ journal }: { journal: string }): boolean => journal.startsWith('HAND-');

export interface ChannelSide {
  /** Its faults, again after each of its deaths; `none` lets it behave. */
  misbehave(none?: boolean): Promise<void>;
  /** The cashier asks for a QR until there is one; undefined when the bill is paid meanwhile or patience ends. */
  show(payCode: string): Promise<string | undefined>;
  /** The payer pays; false when the order cannot be paid any more. */
  pay(orderNumber: string): Promise<boolean>;
  /** The cashier takes the order back; what was paid meanwhile counts. */
  takeBack(payCode: string, withinMs?: number): Promise<void>;
  /** The channel's own people give a whole payment back; its refund's serial. */
  handBack(channelOrder: string): Promise<string>;
  /** Tells the hub that a day's statement lies ready, with a fault of it or none; what it was answered. */
  announce(day: string, fault?: string): Promise<string>;
  /** Payments in its book, and those of them the hub was told of and took. */
  entries(): Promise<{ all: BankEntry[]; taken: BankEntry[] }>;
  /** What it gave back by itself on our order. */
  refunds(): Promise<GivenBack[]>;
  struck(): Promise<Record<string, number>>;
}

export function channelSide(hub: Hub, { fees, patience, interrupted }: { fees: Client<FeesPaths>; patience: Patience; interrupted: AbortSignal }): ChannelSide {
  const control = controlOf(hub.control('payment-aggregator'), { who: 'the payment channel', interrupted });
  const books = (): Promise<Books> => control.done('/books', Books);
  const billOf = (payCode: string) => untilAnswered('showBill', () => fees.call('get', '/bills/{payCode}', { path: { payCode } }), patience);
  let asked = 0;
  return {
    async misbehave(none = false) { await control.heard('/faults', { faults: none ? [] : troubles }); },
    async show(payCode) {
      const until = elapsedMs() + 240_000;
      while (elapsedMs() < until && !interrupted.aborted) {
        const bill = await billOf(payCode);
        const order = bill.orders.at(-1);
        if (bill.payment) return undefined;
        if (order?.state === 'open' && order.payUrl !== null) return order.number;
        if (bill.state === 'issued' || bill.state === 'reversed') {
          asked += 1;
          const key = `order-${payCode}-${String(asked)}`;
          await untilAnswered('openOrder', () => fees.call('post', '/bills/{payCode}/orders', { path: { payCode }, body: { offline: asked % 2 === 0 }, key }), patience).catch((error: unknown) => { if (!(error instanceof Refused)) throw error; });
        }
        await delay(150);
      }
      return undefined;
    },
    async pay(orderNumber) {
      for (;;) {
        const answer = await control.heard('/pay', { orderNumber });
        if (answer.status === 200) return true;
        // Paid just before it died, or not to be paid any more: its book says which.
        const order = (await books()).orders.find(({ number }) => number === orderNumber);
        if (!order || order.paid !== null) return order !== undefined;
        if (order.closed || interrupted.aborted) return false;
        await delay(200);
      }
    },
    async takeBack(payCode, withinMs = 0) {
      await untilAnswered('takeBack', () => fees.call('post', '/bills/{payCode}/reversals', { path: { payCode }, body: { reason: '缴款人改用其他方式' }, key: `back-${payCode}` }), patience).catch((error: unknown) => { if (!(error instanceof Refused)) throw error; });
      for (const until = elapsedMs() + withinMs; elapsedMs() < until && !interrupted.aborted; await delay(200)) if (!['reversing', 'reversal-unconfirmed', 'in-doubt', 'paying'].includes((await billOf(payCode)).state)) return;
    },
    async handBack(channelOrder) {
      const answer = await control.heard('/hand-back', { orderNumber: channelOrder });
      return z.object({ serial: text }).parse(answer.data).serial;
    },
    async announce(day, fault) {
      await control.heard('/faults', { faults: fault === undefined ? [] : [{ kind: fault, call: 'statement', times: 1 }] });
      return z.object({ answer: text }).parse((await control.heard('/announce', { day })).data).answer;
    },
    async entries() {
      const { orders, refunds } = await books();
      const all = orders.filter(({ paid }) => paid !== null).map((order) => ({
        order, entry: { bank: channelBank, serial: order.order, payCode: payCodeOf(order), amountInFen: order.fen, state: refunds.some((one) => byHand(one) && one.order === order.order) ? 'gone' as const : 'stands' as const },
      }));
      return { all: all.map(({ entry }) => entry), taken: all.filter(({ order }) => order.noticed).map(({ entry }) => entry) };
    },
    async refunds() {
      const { orders, refunds } = await books();
      return refunds.filter((one) => !byHand(one) && one.state === '4').map((one) => ({ bank: channelBank, payCode: payCodeOf(orders.find(({ order }) => order === one.order)), serial: one.serial, amountInFen: one.fen }));
    },
    async struck() { return (await books()).struck; },
  };
}
