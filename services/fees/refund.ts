/**
 * Giving money back 退付: one person asks, another approves, the order goes to the bank that took the money, and only that bank's word
 * ends it. Promises: never more than was paid, whatever is asked at once; nobody decides on an amount that has changed since he saw it;
 * money goes back the way it came, and where that is a payment channel the approved refund is carried out there by its own number. A same-day mistake is the bank's to reverse 冲正, and only until the day is reconciled; then this begins.
 */
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import { accept, call, event, ignore, refuse, reminder, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf, Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { isPaid, ofCase, paidOrder, refundable, takingBack, sharesOf, whereMoneyLies, type Bill, type ChannelOrder, type IssuedBill, type PaidBill, type Refund } from './bill.ts';
import { divided, posting, type Posting, type Share } from './ledger.ts';

const byHandler = (): string => '';
const seen = z.number().int().nonnegative();

export const RequestRefund = z.object({ amountInFen: z.number().int().positive(), reason: z.string().min(2), refundableInFen: seen });
export const ApproveRefund = z.object({ number: z.string(), amountInFen: z.number().int().positive() });
export const RejectRefund = z.object({ number: z.string(), reason: z.string().min(2) });
export const SendRefund = z.object({ number: z.string() });
export const TellRefund = z.object({ number: z.string(), bank: z.string(), outcome: z.enum(['refunded', 'failed']), serial: z.string().nullable(), note: z.string(), workDate: z.string().optional() });

/** What a payment channel is asked to give back, and what it says of it. */
export const RefundOrder = z.object({ payCode: z.string(), orderNumber: z.string(), refundNumber: z.string() });
export const RefundSaid = z.object({ state: z.enum(['absent', 'sent', 'refunded', 'failed', 'unknown']), serial: z.string().nullable(), detail: z.string() });

export const refundMessages = {
  'outcome.refund-order': takes(outcomeOf(RefundOrder, RefundSaid), byHandler),
  'reminder.refund-unclear': takes(z.object({ number: z.string() }), byHandler),
  'http.request-refund': takes(RequestRefund, byHandler),
  'http.approve-refund': takes(ApproveRefund, byHandler),
  'http.reject-refund': takes(RejectRefund, byHandler),
  'http.send-refund': takes(SendRefund, byHandler),
  'http.tell-refund': takes(TellRefund, byHandler),
};
export type RefundMessage = MessagesOf<typeof refundMessages>;

export function decideRefund(bill: IssuedBill, message: RefundMessage, facts: { reconciled?: boolean; now: Date }): Decision<Bill> {
  if (!isPaid(bill)) return refuse(refusal('payment-unknown'));
  const act = { by: 'actor' in message ? (message.actor?.subject ?? '') : '', at: facts.now.toISOString() };
  if (message.type === 'http.request-refund') {
    const { amountInFen, reason, refundableInFen } = message.data;
    if (takingBack(bill)) return refuse(refusal('payment-in-doubt'));
    if (!facts.reconciled) return refuse(refusal('not-reconciled-yet'));
    const left = refundable(bill);
    if (refundableInFen !== left) return refuse(refusal('amount-changed', { field: 'refundableInFen' }));
    if (amountInFen > left) return refuse(refusal('refund-exceeds-payment', { field: 'amountInFen' }));
    const refund: Refund = { number: `${bill.payCode}-${String(bill.refunds.length + 1).padStart(2, '0')}`, amountInFen, reason, state: 'requested', requested: act, decided: null, sent: null, result: null, rejection: null };
    return accept({ ...bill, refunds: [...bill.refunds, refund] }, [], refund);
  }
  const number = message.type === 'outcome.refund-order' ? message.data.request.refundNumber : message.data.number;
  const refund = bill.refunds.find((one) => one.number === number);
  if (!refund) return refuse(refusal('not-found'));
  const next = (change: Partial<Refund>, written: Posting[] = [], outputs: Parameters<typeof accept>[1] = []): Decision<Bill> => {
    const changed: Refund = { ...refund, ...change };
    return accept<Bill>({ ...bill, refunds: bill.refunds.map((one) => (one.number === number ? changed : one)), postings: [...bill.postings, ...written] }, outputs, changed);
  };
  const wrongState = (): Decision<Bill> => refuse(refusal('wrong-state', { field: 'number', detail: { zh: `该退付已是“${stateWords[refund.state]}”`, en: `the refund is ${refund.state}` } }));
  switch (message.type) {
    case 'http.approve-refund':
      if (refund.state !== 'requested') return refund.state === 'approved' && refund.decided?.by === act.by ? ignore('approved already', refund) : wrongState();
      if (refund.requested.by === act.by) return refuse(refusal('second-person-needed'));
      // Who approves says which amount he means; a screen that shows another one is out of date.
      if (message.data.amountInFen !== refund.amountInFen) return refuse(refusal('amount-changed', { field: 'amountInFen' }));
      return approved(bill, refund);
    case 'http.reject-refund':
      if (refund.state !== 'requested') return wrongState();
      if (refund.requested.by === act.by) return refuse(refusal('second-person-needed'));
      return next({ state: 'rejected', decided: act, rejection: message.data.reason });
    case 'http.send-refund':
      if (refund.state === 'sent') return ignore('sent already', refund);
      return refund.state === 'approved' ? next({ state: 'sent', sent: act }) : wrongState();
    case 'outcome.refund-order': {
      if (refund.state !== 'sent') return ignore('told already', refund);
      const { outcome } = message.data;
      if (outcome.kind === 'done' && outcome.value.state === 'refunded' && outcome.value.serial !== null) return ended('refunded', outcome.value.serial, '');
      if (outcome.kind === 'done' && outcome.value.state === 'failed') return ended('failed', null, outcome.value.detail);
      // The channel said no and has done nothing; the revenue stands again, and a cashier may ask anew.
      if (outcome.kind === 'refused' && noForGood.has(outcome.reason)) return ended('failed', null, `${outcome.reason} ${outcome.detail}`.trim().slice(0, 200));
      return accept<Bill>(bill, [askAgain(refund, facts.now)]);
    }
    case 'reminder.refund-unclear': {
      const order = paidOrder(bill);
      return refund.state === 'sent' && order ? accept<Bill>(bill, [giveBack(bill, order, number)]) : ignore('told already', refund);
    }
    case 'http.tell-refund': {
      const { bank, outcome, serial, note, workDate } = message.data;
      if (bank !== bill.payment.bank) return refuse(refusal('refund-route-differs', { field: 'bank' }));
      if (refund.state === outcome) return refund.result?.serial === serial ? ignore('told already', refund) : wrongState();
      if (refund.state !== 'sent') return wrongState();
      return ended(outcome, serial, note, workDate);
    }
  }
  /** What came through a channel's order goes back through it, at once and by itself; else somebody takes the order to the bank. */
  function approved(paid: PaidBill, one: Refund): Decision<Bill> {
    const order = paidOrder(paid);
    if (!order) return next({ state: 'approved', decided: act }, [owedBack(paid, one, true)]);
    return next({ state: 'sent', decided: act, sent: { by: channel, at: act.at } }, [owedBack(paid, one, true)], [giveBack(paid, order, number)]);
  }
  /** By the bank's work date, where it says one: its file has the refund on that day. */
  function ended(outcome: 'refunded' | 'failed', serial: string | null, note: string, workDate = chinaDate(facts.now)): Decision<Bill> {
    if (!isPaid(bill) || !refund) return ignore('told already');
    const { bank } = bill.payment;
    const told = { state: outcome, result: { ...act, by: act.by === '' ? channel : act.by, serial, note } };
    if (outcome === 'failed') return next(told, [owedBack(bill, refund, false)]);
    const { caseNumber, billKey, payCode } = bill;
    return next(
      told,
      [posting('refunded', { bank, workDate, serial }, { account: 'refund-payable', shares: owedTo(bill, refund) }, { account: whereMoneyLies(bill), amountInFen: refund.amountInFen })],
      ofCase(bill, () => event('events.fees.payment-refunded', { caseNumber, billKey, payCode, refundNumber: number, amountInFen: refund.amountInFen, refundedAt: act.at })),
    );
  }
}

/** Who carries out what nobody has to take to a bank. */
const channel = 'payment-channel';
/**
 * Refusals after which the channel has surely done nothing and never will; any other is asked again. That more would go back than came in is none of
 * them: we never ask for that, so it has gone back already, and the channel only has not said so yet.
 */
export const noForGood = new Set(['upstream-refused']);
const giveBack = ({ payCode }: PaidBill, { number }: ChannelOrder, refundNumber: string): Output => call('refund-order', { payCode, orderNumber: number, refundNumber });
/** Soon at first, then as long again as it has waited already, at most six hours. */
function askAgain(refund: Refund, now: Date): Output {
  const waitedMs = now.getTime() - Date.parse(refund.sent?.at ?? now.toISOString());
  return reminder('refund-unclear', new Date(now.getTime() + Math.min(6 * 3_600_000, Math.max(30_000, waitedMs))), { number: refund.number });
}

/** What is owed back comes off the revenue of each unit in proportion; a refund that failed puts it there again. */
function owedBack(bill: PaidBill, refund: Refund, owed: boolean): Posting {
  const shares = owedTo(bill, refund);
  const revenue = { account: 'assessed' as const, shares };
  const payable = { account: 'refund-payable' as const, shares };
  const at = { bank: bill.payment.bank };
  return owed ? posting('refund-approved', at, revenue, payable) : posting('refund-failed', at, payable, revenue);
}

const owedTo = (bill: PaidBill, { amountInFen }: Refund): Share[] => divided(amountInFen, sharesOf(bill));

const stateWords: Readonly<Record<Refund['state'], string>> = { requested: '待审核', approved: '已审核', sent: '已送银行', refunded: '已退', failed: '退付失败', rejected: '不予退付' };
