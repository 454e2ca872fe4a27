/**
 * Paying a bill by a channel's order (a QR at the cashier's, 聚合支付), and payments a cashier enters from a slip. Promises: a timeout is
 * unknown: the order is asked about by its own number, then closed by that number, and closing is repeated until it is certain, over
 * midnight too; no second order while one may still be paid; nothing a cashier types counts as money before the bank's file says so,
 * unless the zone has set it otherwise.
 */
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import { daysBetween } from '../../infra/civil-days.ts';
import { chinaDate } from '../../infra/clock.ts';
import { accept, call, ignore, refuse, reminder, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf, Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { isPaid, openStates, owedOn, paidOrder, refundable, refusesPayment, takingBack } from './bill.ts';
import type { Bill, ChannelOrder, CounterEntry, IssuedBill, PaidBill, TakenBack } from './bill.ts';
import { noForGood, RefundOrder, RefundSaid } from './refund.ts';
import { asksReceipt, bare, confirm, ConfirmPayment, fromBank, orderCall, reverse, unpaidState, type SettlementFacts } from './settlement.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const byHandler = (): string => '';

/** A cashier's wish for an order at the channel. */
export const OpenOrder = z.object({ offline: z.boolean() });
/** A slip a cashier has in hand: POS 刷卡 or cash 现金 taken at the bank's counter. */
export const EnterCounterPayment = z.object({ kind: z.enum(['pos', 'cash']), terminal: z.string().min(1), receiptNumber: z.string().min(1), bank: z.string(), amountInFen: z.number().int().positive(), collectedOn: day });
/** A cashier's decision that an open order or an entered slip shall not count. */
export const TakeBack = z.object({ reason: z.string().min(2) });

const OrderAsked = z.object({ payCode: z.string(), orderNumber: z.string() });
const Opened = z.object({ channelOrder: z.string(), payUrl: z.string().nullable(), expiresAt: z.iso.datetime({ offset: true }) });
const Paid = ConfirmPayment;
/** What a channel says of an order. */
export const OrderShown = z.object({ state: z.enum(['absent', 'pending', 'paid', 'failed', 'unknown', 'closed', 'refunding', 'refunded', 'partly-refunded']), payment: Paid.nullable() });

export const orderMessages = {
  'http.open-order': takes(OpenOrder, byHandler),
  'http.enter-counter-payment': takes(EnterCounterPayment, byHandler),
  'http.take-back': takes(TakeBack, byHandler),
  'file.confirm-payment': takes(ConfirmPayment, byHandler),
  'outcome.open-order': takes(outcomeOf(OrderAsked, Opened), byHandler),
  'outcome.ask-order': takes(outcomeOf(OrderAsked, OrderShown), byHandler),
  'outcome.close-order': takes(outcomeOf(OrderAsked, z.unknown()), byHandler),
  'outcome.take-back-order': takes(outcomeOf(RefundOrder, RefundSaid), byHandler),
  'reminder.take-back-unclear': takes(z.object({ orderNumber: z.string(), refundNumber: z.string() }), byHandler),
  'reminder.order-due': takes(z.object({ orderNumber: z.string() }), byHandler),
  'reminder.order-unclear': takes(z.object({ orderNumber: z.string() }), byHandler),
};
export type OrderMessage = MessagesOf<typeof orderMessages>;

export interface OrderFacts extends SettlementFacts {
  /** How long an order may be paid, or null when no channel is connected. */
  orderMinutes?: number | null;
  /** Whether an entered slip settles the bill at once. */
  counterSettles?: boolean;
  /** Today at the window, yyyy-MM-dd. */
  today?: string;
}

/** How often an order is asked about before it is closed instead. */
const asksMax = 3;
/** A moment of grace: a payment made in the last second is still on its way to the channel's books. */
const graceMs = 30_000;
const againMs = (tries: number): number => Math.min(10 * 60_000, 15_000 * 2 ** Math.min(tries, 6));

export function decideOrder(bill: IssuedBill, message: OrderMessage, facts: OrderFacts): Decision<Bill> {
  const act = { by: 'actor' in message ? (message.actor?.subject ?? '') : '', at: facts.now.toISOString() };
  const today = facts.today ?? chinaDate(facts.now);
  /** The bill with one order changed, in the state that follows from it. */
  const ordered = (number: string, change: Partial<ChannelOrder>, outputs: readonly Output[] = [], reply?: unknown): Decision<Bill> =>
    accept<Bill>(standing({ ...bill, orders: bill.orders.map((one) => (one.number === number ? { ...one, ...change } : one)) }), outputs, reply);
  switch (message.type) {
    case 'http.open-order': {
      const open = bill.orders.at(-1);
      if (open && (open.state === 'opening' || open.state === 'open') && !isPaid(bill) && Date.parse(open.expiresAt) > facts.now.getTime()) return ignore('there is an open order', { orderNumber: open.number });
      const not = notNow(bill, today);
      if (not) return not;
      if (typeof facts.orderMinutes !== 'number') return refuse(refusal('not-configured'));
      const expiresAt = new Date(facts.now.getTime() + facts.orderMinutes * 60_000);
      const order: ChannelOrder = {
        number: `${bill.payCode}-C${String(bill.orders.length + 1).padStart(2, '0')}`, state: 'opening', takenBack: [], amountInFen: owedOn(bill, today).amountInFen, opened: act, openedOn: today, expiresAt: expiresAt.toISOString(),
        offline: message.data.offline, channelOrder: null, payUrl: null, tries: 0, why: null,
      };
      return accept<Bill>(standing({ ...bill, orders: [...bill.orders, order] }), [orderCall('open-order', bill, order), due(order.number, expiresAt)], { orderNumber: order.number });
    }
    case 'http.enter-counter-payment': return enter(bill, message.data, act, facts);
    case 'http.take-back': {
      const waiting = bill.counterEntries.some(({ state }) => state === 'waiting');
      if (isPaid(bill) && !waiting && paidOrder(bill)) return takeBackPaid(bill, { reason: message.data.reason, act, today }, facts);
      // Paid by other money than a slip's, a slip that no bank will bear out may still be withdrawn.
      if (isPaid(bill) && (bill.payment.toldBy === 'counter' || !waiting)) return refuse(refusal('wrong-state', { detail: { zh: '已缴款的由原银行当日冲正，或走退付流程', en: 'what is paid is reversed by its bank the same day, or refunded' } }));
      const closing = isPaid(bill) ? [] : bill.orders.filter(isOpen);
      if (closing.length === 0 && !waiting) return bill.status === 'reversing' || bill.status === 'reversal-unconfirmed' ? ignore('being closed', { payCode: bill.payCode, state: bill.status }) : refuse(refusal('wrong-state', { detail: { zh: '没有待付的订单或待核的录入', en: 'there is neither an open order nor an entry that waits' } }));
      const next = standing({
        ...bill, orders: bill.orders.map((one) => (closing.includes(one) ? { ...one, state: 'closing' as const, why: message.data.reason } : one)),
        counterEntries: bill.counterEntries.map((one) => (one.state === 'waiting' ? { ...one, state: 'withdrawn' as const, why: message.data.reason } : one)),
      });
      return accept<Bill>(next, closing.map((order) => orderCall('close-order', bill, order)), { payCode: bill.payCode, state: next.status });
    }
    case 'file.confirm-payment': {
      const { data } = message;
      const expected = bill.counterEntries.some(({ state, amountInFen, collectedOn }) => state === 'waiting' && amountInFen === data.amountInFen && Math.abs(daysBetween(collectedOn, data.collectedOn)) <= 3);
      const isKnown = isPaid(bill) && (bill.payment.toldBy === 'counter' || (bill.payment.bank === data.bank && bill.payment.serial === data.serial));
      if (!expected && !isKnown) return refuse(refusal('payment-unknown'));
      return confirm(bill, data, facts, { toldBy: 'file', claimed: false, payerName: null });
    }
    default: break;
  }
  if (message.type === 'outcome.take-back-order' || message.type === 'reminder.take-back-unclear') return goOnTakingBack(bill, message, facts);
  const number = 'request' in message.data ? message.data.request.orderNumber : message.data.orderNumber;
  const order = bill.orders.find((one) => one.number === number);
  if (!order) return ignore('no such order');
  const ask = (change: Partial<ChannelOrder> = {}): Decision<Bill> => ordered(number, { state: 'asking', ...change }, [orderCall('ask-order', bill, order)]);
  const close = (change: Partial<ChannelOrder> = {}): Decision<Bill> => ordered(number, { state: 'closing', tries: 0, ...change }, [orderCall('close-order', bill, order)]);
  const unclear = (change: Partial<ChannelOrder>): Decision<Bill> =>
    ordered(number, { ...change, tries: order.tries + 1 }, [reminder('order-unclear', new Date(facts.now.getTime() + againMs(order.tries)), { orderNumber: number })]);
  switch (message.type) {
    case 'outcome.open-order': {
      const { outcome } = message.data;
      if (outcome.kind === 'done') {
        const { channelOrder, payUrl, expiresAt } = outcome.value;
        const known = { channelOrder, payUrl, expiresAt };
        if (order.state !== 'opening') return ordered(number, known);
        // The channel has it and will not say where to pay: nobody can, so it is closed.
        return payUrl === null ? close(known) : ordered(number, { ...known, state: 'open' });
      }
      if (order.state !== 'opening') return ignore('asked about already');
      return outcome.kind === 'refused' ? ordered(number, { state: 'refused', why: said(outcome) }) : ask({ why: outcome.detail.slice(0, 200) });
    }
    case 'reminder.order-due': {
      if (order.state === 'open') return ask({ tries: 0 });
      // Still on its way out: it is asked about once that is over.
      return order.state === 'opening' ? accept<Bill>(bill, [due(number, new Date(facts.now.getTime() + graceMs))]) : ignore('seen to already');
    }
    case 'reminder.order-unclear':
      if (order.state === 'asking') return ordered(number, {}, [orderCall('ask-order', bill, order)]);
      // Repeated until it is certain, however long that takes.
      return order.state === 'unconfirmed' ? ordered(number, {}, [orderCall('close-order', bill, order)]) : ignore('settled meanwhile');
    case 'outcome.ask-order': {
      if (order.state !== 'asking') return ignore('not asked about any more');
      const { outcome } = message.data;
      const again = (): Decision<Bill> => (order.tries + 1 < asksMax ? unclear({}) : close());
      if (outcome.kind !== 'done') return again();
      const { state, payment } = outcome.value;
      if (payment) {
        // Where the answer to its opening was lost, this is the first word of its number there: without it money could not go back through the channel.
        const paid = { state: 'paid' as const, channelOrder: order.channelOrder ?? payment.serial };
        const known = standing({ ...bill, orders: bill.orders.map((one) => (one.number === number ? { ...one, ...paid } : one)) });
        const decision = confirm(known, payment, facts, { ...fromBank, keeps: true });
        // It was told of before, or a person must look at it: the order itself is over either way.
        return decision.kind === 'accept' ? decision : ordered(number, { ...paid, why: decision.kind === 'refuse' ? decision.refusal.reason : null });
      }
      if (state === 'failed' || state === 'closed') return ordered(number, { state: 'closed' });
      if (state === 'pending') return order.payUrl !== null && !isPaid(bill) && Date.parse(order.expiresAt) > facts.now.getTime() ? ordered(number, { state: 'open' }, [due(number, new Date(order.expiresAt))]) : close();
      return again();
    }
    case 'outcome.close-order': {
      if (order.state !== 'closing' && order.state !== 'unconfirmed') return ignore('closed already');
      const { outcome } = message.data;
      if (outcome.kind === 'done') return ordered(number, { state: 'reversed' });
      if (outcome.kind === 'refused' && outcome.reason === 'already-paid') return ask({ tries: 0 });
      return unclear({ state: 'unconfirmed', why: outcome.kind === 'refused' ? said(outcome) : outcome.detail.slice(0, 200) });
    }
  }
}

/** What a slip is known by until its bank's serial is. */
export const slipSerial = ({ kind, terminal, receiptNumber }: z.infer<typeof EnterCounterPayment>): string => `${kind === 'pos' ? 'POS' : 'CASH'}-${terminal}-${receiptNumber}`;

/**
 * A payment through the channel is taken back: whole, on the day it was paid, before that day is reconciled; afterwards money goes back by a
 * refund with two people. No call of these channels is known for it but the one that gives money back, so that is the call.
 */
function takeBackPaid(bill: PaidBill, { reason, act, today }: { reason: string; act: { by: string; at: string }; today: string }, facts: OrderFacts): Decision<Bill> {
  const order = paidOrder(bill);
  const no = (zh: string, en: string): Decision<Bill> => refuse(refusal('wrong-state', { detail: { zh, en } }));
  if (!order) return refuse(refusal('payment-unknown'));
  if (takingBack(bill)) return ignore('being taken back', { payCode: bill.payCode, state: 'reversing' });
  if (bill.status !== 'paid') return no('财政已确认到账，不能冲正，请走退付流程', 'the fiscal platform has confirmed it; ask for a refund');
  if (facts.reconciled || refundable(bill) !== bill.payment.amountInFen) return refuse(refusal('already-reconciled'));
  if (bill.payment.workDate !== today) return no('冲正只限缴款当日（渠道账务日），此后请走退付流程', 'a payment is only taken back on the channel’s day it was paid; ask for a refund');
  const back: TakenBack = { number: `${order.number}-R${String(order.takenBack.length + 1).padStart(2, '0')}`, state: 'asked', asked: act, reason, tries: 0, why: null };
  const next = { ...bill, orders: bill.orders.map((one) => (one === order ? { ...one, takenBack: [...one.takenBack, back] } : one)) };
  return accept<Bill>(next, [giveBack(bill, order.number, back)], { payCode: bill.payCode, state: 'reversing' });
}

/** What the channel says of it; repeated under the same number until that is certain, over midnight too. */
function goOnTakingBack(bill: IssuedBill, message: Extract<OrderMessage, { type: 'outcome.take-back-order' | 'reminder.take-back-unclear' }>, facts: OrderFacts): Decision<Bill> {
  const { orderNumber, refundNumber } = message.type === 'outcome.take-back-order' ? message.data.request : message.data;
  const order = bill.orders.find((one) => one.number === orderNumber);
  const back = takingBack(bill);
  if (!order || back?.number !== refundNumber || !isPaid(bill)) return ignore('settled meanwhile');
  const changed = (change: Partial<TakenBack>, ofOrder: Partial<ChannelOrder> = {}): ChannelOrder[] =>
    bill.orders.map((one) => (one === order ? { ...one, ...ofOrder, takenBack: one.takenBack.map((attempt) => (attempt === back ? { ...attempt, ...change } : attempt)) } : one));
  if (message.type === 'reminder.take-back-unclear') return accept<Bill>(bill, [giveBack(bill, orderNumber, back)]);
  const { outcome } = message.data;
  if (outcome.kind === 'done' && outcome.value.state === 'refunded' && outcome.value.serial !== null) {
    // The channel's statement has it as a line of its own, under its own serial and on its own day.
    return reverse({ ...bill, orders: changed({ state: 'done', why: null }, { state: 'reversed' }) }, facts.now, { serial: outcome.value.serial, workDate: chinaDate(facts.now) });
  }
  const why = outcome.kind === 'done' && outcome.value.state === 'failed' ? outcome.value.detail : outcome.kind === 'refused' && noForGood.has(outcome.reason) ? said(outcome) : null;
  if (why !== null) {
    const stands = { ...bill, orders: changed({ state: 'failed', why: why.slice(0, 200) }) };
    // The platform's word came meanwhile: the receipt has waited for this.
    const asked = stands.status === 'confirmed' ? asksReceipt(stands, facts) : { next: stands, outputs: [] };
    return accept<Bill>(asked.next, asked.outputs);
  }
  const detail = outcome.kind === 'done' ? outcome.value.detail : outcome.kind === 'refused' ? said(outcome) : outcome.detail;
  const again = reminder('take-back-unclear', new Date(facts.now.getTime() + againMs(back.tries)), { orderNumber, refundNumber });
  return accept<Bill>({ ...bill, orders: changed({ state: 'unconfirmed', tries: back.tries + 1, why: detail.slice(0, 200) }) }, [again]);
}

const giveBack = ({ payCode }: IssuedBill, orderNumber: string, { number }: TakenBack): Output => call('take-back-order', { payCode, orderNumber, refundNumber: number });

/** A slip entered by hand: the bill waits for the bank's file, or goes on at once where the zone has set it so. */
function enter(bill: IssuedBill, told: z.infer<typeof EnterCounterPayment>, act: { by: string; at: string }, facts: OrderFacts): Decision<Bill> {
  const { terminal, receiptNumber, bank, amountInFen, collectedOn } = told;
  const same = bill.counterEntries.find((one) => one.state !== 'withdrawn' && one.terminal === terminal && one.receiptNumber === receiptNumber && one.bank === bank);
  if (same) return same.amountInFen === amountInFen ? ignore('entered already', { payCode: bill.payCode, state: bill.status }) : refuse(refusal('amount-differs', { field: 'amountInFen' }));
  const not = notNow(bill, collectedOn);
  if (not) return not;
  if (collectedOn > (facts.today ?? collectedOn)) return refuse(refusal('invalid-request', { field: 'collectedOn', detail: { zh: '收款日期晚于今天', en: 'that day has not come yet' } }));
  if (amountInFen !== owedOn(bill, collectedOn).amountInFen) return refuse(refusal('amount-differs', { field: 'amountInFen' }));
  const entry: CounterEntry = { ...told, state: 'waiting', entered: act, why: null };
  const entered = standing({ ...bill, counterEntries: [...bill.counterEntries, entry] });
  if (!facts.counterSettles) return accept<Bill>(entered, [], { payCode: bill.payCode, state: entered.status });
  const decision = confirm(entered, { bank, serial: slipSerial(told), amountInFen, workDate: collectedOn, collectedOn }, facts, { toldBy: 'counter', claimed: false, payerName: null });
  return decision.kind === 'accept' ? { ...decision, reply: { payCode: bill.payCode, state: decision.next.status } } : decision;
}

/** Why nothing new may be begun on a bill, or null. */
function notNow(bill: IssuedBill, on: string): Decision<Bill> | null {
  const not = refusesPayment(bill, on);
  if (not) return refuse(refusal(not));
  if (bill.status === 'issued' || bill.status === 'reversed') return null;
  return refuse(refusal('payment-in-doubt'));
}

/** The bill in the state its orders and entries put it in; what is paid or void stays so. */
export function standing(bill: IssuedBill): IssuedBill {
  return openStates.some((state) => state === bill.status) ? { ...bare(bill), status: unpaidState(bill) } : bill;
}

const isOpen = ({ state }: ChannelOrder): boolean => state === 'opening' || state === 'open' || state === 'asking';
const due = (orderNumber: string, at: Date): Output => reminder('order-due', new Date(at.getTime() + graceMs), { orderNumber });
const said = ({ reason, detail }: { reason: string; detail: string }): string => (detail === '' ? reason : `${reason}：${detail}`).slice(0, 200);
