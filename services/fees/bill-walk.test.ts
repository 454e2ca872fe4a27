/**
 * Random walks over one bill: two banks, a channel's order, the fiscal platform, a cashier's slip, the bank's file, reversals, refunds before and after
 * the platform's confirmation, payments after the last day with a late fee, and every message delivered again as after a crash. After each step
 * the book says what the bill says, a late payment is what its standard makes of its day, and no money told of is lost.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { illegalMove, type Decision } from '../../infra/machine.ts';
import { confirmationOf, isIssued, isPaid, owedOn, refundable, stateShown, takingBack, type Bill, type IssuedBill } from './bill.ts';
import { decide, type BillFacts, type BillMessage } from './decide.ts';
import { ledgerAccounts, type Posting } from './ledger.ts';
import { fiscalTeller, PlaceSurplus } from './settlement.ts';
import type { Standard } from './standard.ts';
import { billStates } from './states.ts';
import * as unidentified from './unidentified-money.ts';

const payCode = '43060326300000000001';
const owed = 3_000;
const start = Date.parse('2026-01-05T01:30:00Z');
const day = '2026-01-05';
const order = {
  caseNumber: 'C1', billKey: 'C1:1', payer: { name: '示例公司', creditCode: null }, item: { code: '000129106000', name: '示例事项' }, department: { name: '示例局', code: '430603101' }, dueBy: '2026-02-04T01:30:00.000Z',
  charges: [{ name: '示例费', standard: '示例标准', unitAmountInFen: owed, quantity: 1, amountInFen: owed }],
};
/** A standard with a late fee: 1 % a day, at most half of the charge. */
const withLateFee: Standard = {
  code: 'L-1', name: '示例费', words: '示例标准', rule: { kind: 'fixed', amountInFen: owed }, revenueItem: { code: '103043211', name: '示例' }, collectingUnit: order.department, basis: '示例文件', validFrom: '2026-01-01', validTo: null, reason: null, reliefs: [],
  lateFee: { perDayPerMillion: 10_000, atMostPerMillion: 500_000, basis: '示例条例第十条' },
};
/** The days money comes in: long before the last day, on it, and one and two days after it. */
const days = [day, '2026-02-04', '2026-02-05', '2026-02-06'] as const;

type Step =
  | { do: 'pay'; bank: 'BANKA' | 'BANKB' | 'CHANNEL'; serial: number; on: number; asked: number } | { do: 'cancel'; bank: 'BANKA' | 'BANKB' } | { do: 'arrive'; serial: number; on: number; asked: number } | { do: 'order' | 'opened' | 'lost' | 'due' | 'unclear' | 'take-back' | 'slip' | 'void' | 'reconcile' | 'receipt' | 'no-receipt' }
  | { do: 'shown'; state: 'pending' | 'paid' | 'unknown' | 'closed' } | { do: 'went-back'; how: 'done' | 'in-doubt' | 'failed' } | { do: 'closed'; how: 'done' | 'in-doubt' | 'already-paid' } | { do: 'file'; serial: number; on: number; asked: number } | { do: 'ask' | 'ask-rest' | 'approve' | 'send' | 'refunded'; who: 'a' | 'b' };
const only = <T extends string>(...names: T[]): fc.Arbitrary<{ do: T }> => fc.record({ do: fc.constantFrom(...names) });
const serial = fc.integer({ min: 1, max: 3 });
const who = fc.constantFrom('a' as const, 'b' as const);
/** The day money came in, and the day whose amount it is: mostly the same. */
const on = fc.constantFrom(0, 0, 0, 0, 1, 2, 3);
const paidOn = fc.oneof({ weight: 6, arbitrary: on.map((at) => ({ on: at, asked: at })) }, { weight: 1, arbitrary: fc.record({ on, asked: on }) });
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.record({ do: fc.constant('pay' as const), bank: fc.constantFrom('BANKA' as const, 'BANKB' as const, 'CHANNEL' as const), serial }), paidOn).map(([one, when]) => ({ ...one, ...when })) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), bank: fc.constantFrom('BANKA' as const, 'BANKB' as const) }) },
  { weight: 4, arbitrary: fc.tuple(fc.record({ do: fc.constantFrom('arrive' as const, 'file' as const), serial }), paidOn).map(([one, when]) => ({ ...one, ...when })) },
  { weight: 8, arbitrary: only('order', 'order', 'opened', 'opened', 'lost', 'due', 'due', 'unclear', 'take-back', 'take-back', 'slip', 'void', 'reconcile', 'receipt', 'no-receipt') },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('shown' as const), state: fc.constantFrom('pending' as const, 'paid' as const, 'unknown' as const, 'closed' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('closed' as const), how: fc.constantFrom('done' as const, 'in-doubt' as const, 'already-paid' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('went-back' as const), how: fc.constantFrom('done' as const, 'done' as const, 'in-doubt' as const, 'failed' as const) }) }, { weight: 3, arbitrary: only('take-back') },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('ask' as const, 'ask-rest' as const, 'approve' as const, 'send' as const, 'refunded' as const), who }) },
);

const anything = fc.array(steps, { minLength: 20, maxLength: 80, size: 'max' });
/** Some begin where chance seldom comes: paid through the channel's order, and being taken back. */
const paidByOrder: Step[] = [{ do: 'order' }, { do: 'opened' }, { do: 'pay', bank: 'CHANNEL', serial: 1, on: 0, asked: 0 }, { do: 'take-back' }];
/** Paid and reconciled, and money is given back before the platform has spoken. */
const givenBackFirst = (when: number, asks: 'ask' | 'ask-rest'): Step[] => [{ do: 'pay', bank: 'BANKA', serial: 1, on: when, asked: when }, { do: 'reconcile' }, { do: asks, who: 'a' }, { do: 'approve', who: 'b' }, { do: 'send', who: 'a' }, { do: 'refunded', who: 'a' }];
const refundedFirst = fc.tuple(on, fc.constantFrom('ask' as const, 'ask-rest' as const), anything).map(([when, asks, rest]) => [...givenBackFirst(when, asks), ...rest]);
const scripts = fc.oneof({ weight: 4, arbitrary: anything }, { weight: 1, arbitrary: anything.map((rest) => [...paidByOrder, ...rest]) }, { weight: 1, arbitrary: refundedFirst });

describe('a bill, whatever happens to it in whatever order, and told twice', { timeout: 240_000 }, () => {
  it('loses no money, counts none twice, and its book says so', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(scripts, fc.boolean(), (script, late) => {
      let at = start;
      let bill = issued(late);
      let refundedBefore = false;
      const money = new Map<string, unidentified.UnidentifiedMoney>();
      const told = new Set<string>();
      let reconciled = false;
      const deliver = (message: BillMessage): Decision<Bill> => {
        const facts: BillFacts & { now: Date } = { now: new Date(at), fiscalPlatform: true, orderMinutes: 15, today: day, reconciled };
        const decision = decide(bill, message, facts);
        if (decision.kind === 'accept') {
          if (!isIssued(decision.next)) throw new Error('rejected');
          expect(illegalMove({ name: 'bills', states: billStates }, bill.status, decision.next.status)).toBeNull();
          expect(decision.next.postings.slice(0, bill.postings.length)).toEqual(bill.postings);
          bill = decision.next;
          for (const output of decision.outputs) {
            if (output.kind !== 'call' || output.name !== 'place-surplus') continue;
            const found = PlaceSurplus.parse(output.data);
            const placed = unidentified.decide(money.get(unidentified.moneyId(found)), { type: 'http.found-money', id: 'f', data: unidentified.foundMoney(found) }, { now: new Date(at) });
            if (placed.kind === 'accept') money.set(unidentified.moneyId(found), placed.next);
          }
        }
        return decision;
      };
      for (const [place, step] of script.entries()) {
        at += 60_000;
        const message = messageOf(step, bill, `m${String(place)}`);
        if (step.do === 'reconcile') reconciled = isPaid(bill);
        if (!message) continue;
        const decision = deliver(message);
        // What a bank heard a yes or a kept no for is money the hub must know of from now on.
        if ((step.do === 'pay' || step.do === 'file') && decision.kind !== 'refuse') told.add(`${step.do === 'file' ? 'BANKA' : step.bank}:S${String(step.serial)}`);
        if (step.do === 'arrive' && decision.kind !== 'refuse') told.add(`${fiscalTeller}:S${String(step.serial)}`);
        if (!isPaid(bill)) reconciled = false;
        // As after a crash: the same message once more moves no money.
        const before = JSON.stringify([bill.postings, [...money.keys()]]);
        if (message.type !== 'http.request-refund') deliver({ ...message, id: `${message.id}again` });
        expect(JSON.stringify([bill.postings, [...money.keys()]])).toBe(before);
        check(bill, money, told);
        const given = bill.refunds.reduce((sum, { state, amountInFen }) => (state === 'refunded' ? sum + amountInFen : sum), 0);
        if (isPaid(bill) && bill.payment.amountInFen > owed) { reached.add('paid late'); reached.add(`paid late, ${bill.status}`); }
        if (bill.reversals.some(({ amountInFen }) => amountInFen > owed)) reached.add('paid late and reversed');
        if (isPaid(bill) && confirmationOf(bill) === null && given > 0) { refundedBefore = true; reached.add(bill.payment.amountInFen > owed ? 'late fee given back unconfirmed' : 'given back unconfirmed'); }
        if (refundedBefore && confirmationOf(bill) !== null && isPaid(bill)) reached.add(given === bill.payment.amountInFen ? 'confirmed, all of it given back' : 'confirmed, part of it given back');
        reached.add(bill.status);
        if (isPaid(bill) && stateShown(bill) !== bill.status) reached.add(`paid, ${stateShown(bill)}`);
        for (const { state } of bill.orders.flatMap(({ takenBack }) => takenBack)) reached.add(`taken back ${state}`);
        for (const one of bill.orders) reached.add(`order ${one.state}`);
        if (money.size > 0) reached.add('surplus');
        if (bill.refunds.some(({ state }) => state === 'refunded')) reached.add('refunded');
      }
    }), { numRuns: 700, seed: 20_260_105 });
    expect([...reached].sort()).toEqual(expect.arrayContaining(['confirmed', 'in-doubt', 'confirmed, all of it given back', 'confirmed, part of it given back', 'given back unconfirmed', 'issued', 'late fee given back unconfirmed', 'order closed', 'order paid', 'order reversed', 'order unconfirmed', 'paid', 'paid late', 'paid late and reversed', 'paid late, confirmed', 'paid late, receipted', 'paid, reversal-unconfirmed', 'paid, reversing', 'paying', 'receipted', 'refunded', 'reversal-unconfirmed', 'reversed', 'reversing', 'surplus', 'taken back done', 'taken back failed', 'taken back unconfirmed', 'void']));
  });
});

function issued(late: boolean): IssuedBill {
  const data = late ? { ...order, charges: order.charges.map((charge) => ({ ...charge, wanted: { standardCode: withLateFee.code, measure: null, relief: null } })) } : order;
  const decision = decide(undefined, { type: 'commands.fees.collect-fee', id: 'm', data }, { now: new Date(start), payCode, fiscalPlatform: true, standards: new Map([[withLateFee.code, withLateFee]]) });
  if (decision.kind !== 'accept' || !isIssued(decision.next)) throw new Error('not issued');
  return decision.next;
}

function messageOf(step: Step, bill: IssuedBill, id: string): BillMessage | null {
  const actor = { subject: 'who' in step ? step.who : 'lin', roles: ['cashier'], name: '' };
  const orderNumber = bill.orders.at(-1)?.number ?? 'none';
  const outcome = (value: object): { callId: string; request: { payCode: string; orderNumber: string }; outcome: never } => ({ callId: 'c', request: { payCode, orderNumber }, outcome: value as never });
  const dayAt = (place: number): string => days[place] ?? day;
  const amountOn = (place: number): number => owedOn(bill, dayAt(place)).amountInFen;
  const taken = (bank: string, number: number, when = { on: 0, asked: 0 }): { bank: string; serial: string; amountInFen: number; workDate: string; collectedOn: string } => ({ bank, serial: `S${String(number)}`, amountInFen: amountOn(when.asked), workDate: dayAt(when.on), collectedOn: dayAt(when.on) });
  const refund = bill.refunds.at(-1);
  switch (step.do) {
    case 'pay': return { type: 'http.confirm-payment', id, data: taken(step.bank, step.serial, step) };
    case 'file': return { type: 'file.confirm-payment', id, data: taken('BANKA', step.serial, step) };
    case 'cancel': return { type: 'http.cancel-payment', id, data: { bank: step.bank, workDate: isPaid(bill) ? bill.payment.workDate : (bill.reversals.at(-1)?.workDate ?? day) } };
    case 'arrive': return { type: 'http.confirm-fiscally', id, data: { serial: `S${String(step.serial)}`, amountInFen: amountOn(step.asked), confirmedOn: dayAt(step.on), confirmedAt: '09:31:00', payMode: '51', payerName: null } };
    case 'receipt': return { type: 'outcome.take-receipt', id, data: { callId: 'c', request: { payCode }, outcome: { kind: 'done', value: { code: '43010126', number: '0000000001', checkCode: 'a1b2c3', issuedAt: new Date(start).toISOString() } } } };
    case 'no-receipt': return { type: 'outcome.take-receipt', id, data: { callId: 'c', request: { payCode }, outcome: { kind: 'in-doubt', detail: '' } } };
    case 'order': return { type: 'http.open-order', id, actor, data: { offline: true } };
    case 'opened': return { type: 'outcome.open-order', id, data: outcome({ kind: 'done', value: { channelOrder: 'S1', payUrl: 'https://pay.example/q', expiresAt: new Date(start + 900_000).toISOString() } }) };
    case 'lost': return { type: 'outcome.open-order', id, data: outcome({ kind: 'in-doubt', detail: '' }) };
    case 'due': return { type: 'reminder.order-due', id, data: { orderNumber } };
    case 'unclear': return { type: 'reminder.order-unclear', id, data: { orderNumber } };
    case 'shown': return { type: 'outcome.ask-order', id, data: outcome({ kind: 'done', value: { state: step.state, payment: step.state === 'paid' ? taken('CHANNEL', 1) : null } }) };
    case 'closed': return { type: 'outcome.close-order', id, data: outcome(step.how === 'done' ? { kind: 'done', value: {} } : step.how === 'in-doubt' ? { kind: 'in-doubt', detail: '' } : { kind: 'refused', reason: 'already-paid', detail: '' }) };
    case 'went-back': {
      const going = bill.orders.find(({ takenBack }) => takenBack.some(({ number }) => number === takingBack(bill)?.number));
      const value = step.how === 'done' ? { state: 'refunded' as const, serial: 'RF', detail: '' } : { state: 'failed' as const, serial: null, detail: '余额不足' };
      return going ? { type: 'outcome.take-back-order', id, data: { callId: 'c', request: { payCode, orderNumber: going.number, refundNumber: takingBack(bill)?.number ?? '' }, outcome: step.how === 'in-doubt' ? { kind: 'in-doubt', detail: '' } : { kind: 'done', value } } } : null;
    }
    case 'take-back': return { type: 'http.take-back', id, actor, data: { reason: '改用转账' } };
    case 'slip': return { type: 'http.enter-counter-payment', id, actor, data: { kind: 'pos', terminal: 'T1', receiptNumber: '1', bank: 'BANKA', amountInFen: owed, collectedOn: day } };
    case 'void': return { type: 'http.void-bill', id, actor, data: { reason: '开错' } };
    case 'ask-rest': return { type: 'http.request-refund', id, actor, data: { amountInFen: Math.max(refundable(bill), 1), reason: '全额退付', refundableInFen: refundable(bill) } };
    case 'ask': return { type: 'http.request-refund', id, actor, data: { amountInFen: 1_000, reason: '多收', refundableInFen: refundable(bill) } };
    case 'approve': return refund ? { type: 'http.approve-refund', id, actor, data: { number: refund.number, amountInFen: refund.amountInFen } } : null;
    case 'send': return refund ? { type: 'http.send-refund', id, actor, data: { number: refund.number } } : null;
    case 'refunded': return refund && isPaid(bill) ? { type: 'http.tell-refund', id, actor, data: { number: refund.number, bank: bill.payment.bank, outcome: 'refunded', serial: `R${refund.number}`, note: '' } } : null;
    case 'reconcile': return null;
  }
}

function check(bill: IssuedBill, money: ReadonlyMap<string, unidentified.UnidentifiedMoney>, told: ReadonlySet<string>): void {
  const held: Record<string, number> = Object.fromEntries(ledgerAccounts.map((account) => [account, 0]));
  const postings: Posting[] = [...bill.postings, ...[...money.values()].flatMap((one) => one.postings)];
  for (const { lines } of postings) for (const line of lines) held[line.account] = (held[line.account] ?? 0) + line.debitInFen - line.creditInFen;
  const back = (...states: string[]): number => bill.refunds.reduce((sum, { state, amountInFen }) => (states.includes(state) ? sum + amountInFen : sum), 0);
  const paid = isPaid(bill) ? bill.payment.amountInFen : 0;
  expect(back('requested', 'approved', 'sent', 'refunded')).toBeLessThanOrEqual(paid);
  // A late payment is what the standard makes of the day it came in on, whatever was told since.
  if (isPaid(bill)) expect(bill.payment.amountInFen).toBe(owedOn(bill, bill.payment.collectedOn).amountInFen);
  const arrived = confirmationOf(bill) !== null;
  const spare = (fiscal: boolean): number => [...money.values()].reduce((sum, one) => ((one.bank === fiscalTeller) === fiscal ? sum + one.amountInFen : sum), 0);
  const left = paid - back('refunded');
  const due = bill.status === 'void' || isPaid(bill) ? 0 : bill.amountInFen;
  expect(held).toEqual({
    receivable: due, bank: (arrived ? 0 : left) + spare(false), fiscal: (arrived ? left : 0) + spare(true), 'refund-payable': 0 - back('approved', 'sent'), unidentified: 0 - spare(false) - spare(true),
    assessed: 0 - due - paid + back('approved', 'sent', 'refunded'),
  });
  // Each surplus is one entry on the book of unidentified money; each money told of is somewhere.
  expect([...money.keys()].sort()).toEqual(bill.surplus.map((one) => unidentified.moneyId(one)).sort());
  const names = [
    ...(isPaid(bill) ? [bill.payment] : []), ...bill.reversals, ...bill.surplus,
  ].map((one) => unidentified.moneyId(one));
  const confirmedAs = confirmationOf(bill);
  const known = new Set([...names, ...bill.surplus.flatMap(({ alsoTold }) => alsoTold ?? []), ...(confirmedAs ? [`${fiscalTeller}:${confirmedAs.serial}`] : []), ...bill.reversals.flatMap((one) => (one.confirmedAs === null ? [] : [`${fiscalTeller}:${one.confirmedAs}`]))]);
  for (const one of told) expect([...known]).toContain(one);
}
