import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { illegalMove, type Decision } from '../../infra/machine.ts';
import { isIssued, refundable, type Bill } from './bill.ts';
import { decide, type BillFacts, type BillMessage } from './decide.ts';
import { divided, ledgerAccounts, posting, type Posting } from './ledger.ts';
import type { Standard } from './standard.ts';
import { billStates, unidentifiedMoneyStates } from './states.ts';
import * as unidentified from './unidentified-money.ts';

const now = new Date('2026-01-05T01:30:00Z');
const person = (subject: string): NonNullable<BillMessage['actor']> => ({ subject, roles: ['cashier'], name: '' });
const standard = (code: string, amountInFen: number, lateFee: Standard['lateFee'] = null): Standard => ({
  code, name: `费${code}`, words: '示例', basis: '示例〔2025〕1号', revenueItem: { code: `103${code}`, name: '项' }, collectingUnit: { code: `U${code}`, name: '示例局' },
  rule: { kind: 'fixed', amountInFen }, reliefs: [], lateFee, validFrom: '2025-01-01', validTo: null, reason: null,
});
const standards = new Map([['001', standard('001', 8_000)], ['002', standard('002', 1_501, { perDayPerMillion: 10_000, atMostPerMillion: 500_000, basis: '示例条例' })]]);

function send(bill: Bill | undefined, message: BillMessage, facts: BillFacts = {}): Decision<Bill> { return decide(bill, message, { now, ...facts }); }
function opened(key = 'window:1'): Bill {
  return accepted(send(undefined, { type: 'http.open-bill', id: 'm', actor: person('a'), data: {
    billKey: key, caseNumber: '', projectCode: '2601-430603-04-01-123456', payer: { name: '示例公司', creditCode: null }, dueBy: '2026-01-20T15:59:59Z',
    charges: [{ standardCode: '001', measure: null, relief: null }, { standardCode: '002', measure: null, relief: null }],
  } }, { payCode: '43060326300000000001', standards }));
}
function accepted(decision: Decision<Bill>): Bill {
  if (decision.kind !== 'accept') throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return decision.next;
}
const reason = (decision: Decision<unknown>): string => (decision.kind === 'refuse' ? decision.refusal.reason : decision.kind);
const pay = (bill: Bill, amountInFen = 9_501, on = '2026-01-06', serial = 'S1'): Decision<Bill> =>
  send(bill, { type: 'http.confirm-payment', id: 'm', data: { bank: 'BANKA', serial, amountInFen, workDate: on, collectedOn: on } });
const ask = (bill: Bill, amountInFen: number, refundableInFen: number, by = 'a', reconciled = true): Decision<Bill> =>
  send(bill, { type: 'http.request-refund', id: 'm', actor: person(by), data: { amountInFen, reason: '重复收费', refundableInFen } }, { reconciled });
const approve = (bill: Bill, amountInFen: number, by = 'b', number = '43060326300000000001-01'): Decision<Bill> =>
  send(bill, { type: 'http.approve-refund', id: 'm', actor: person(by), data: { number, amountInFen } });

describe('a bill over several charges', () => {
  it('is one sheet that divides by revenue item and unit in the ledger', () => {
    const bill = opened();
    expect(bill).toMatchObject({ status: 'issued', amountInFen: 9_501, origin: 'window', item: { name: '费001等 2 项' } });
    if (!isIssued(bill)) throw new Error();
    expect(bill.postings[0]?.lines.filter(({ account }) => account === 'assessed')).toMatchObject([{ revenueItem: '103001', creditInFen: 8_000 }, { revenueItem: '103002', collectingUnit: 'U002', creditInFen: 1_501 }]);
  });
  it('takes a late payment with the surcharge its standard has, and no other amount', () => {
    expect(reason(pay(opened(), 9_501, '2026-01-30'))).toBe('amount-differs');
    const bill = accepted(pay(opened(), 9_651, '2026-01-30'));
    expect(bill).toMatchObject({ status: 'paid', payment: { amountInFen: 9_651 } });
    const reversed = accepted(send(bill, { type: 'http.cancel-payment', id: 'm', data: { bank: 'BANKA', workDate: '2026-01-30' } }, { reconciled: false }));
    expect(balances([reversed])).toMatchObject({ receivable: 9_501, assessed: -9_501, bank: 0 });
  });
  it('is refused where no standard is in force, and where everything is exempt', () => {
    const data = { billKey: 'k', caseNumber: 'C', projectCode: null, payer: { name: '示例', creditCode: null }, dueBy: '2026-01-20T15:59:59Z', charges: [{ standardCode: '009', measure: null, relief: null }] };
    expect(send(undefined, { type: 'http.open-bill', id: 'm', data }, { payCode: '43060326300000000001', standards })).toMatchObject({ kind: 'refuse', refusal: { reason: 'amount-outside-standard', field: 'charges.0.standardCode' } });
  });
});

describe('a payment that is being given back', () => {
  it('leaves the book on the bank’s work date, where it says one: its file has it on that day, whenever we hear of it', () => {
    const number = '43060326300000000001-01';
    const sent = accepted(send(accepted(approve(accepted(ask(accepted(pay(opened())), 2_000, 9_501)), 2_000)), { type: 'http.send-refund', id: 'm', actor: person('a'), data: { number } }));
    const back = (more: object): unknown => { const bill = accepted(send(sent, { type: 'http.tell-refund', id: 'm', actor: person('a'), data: { number, bank: 'BANKA', outcome: 'refunded', serial: 'R1', note: '', ...more } })); return isIssued(bill) ? bill.postings.at(-1) : null; };
    expect([back({ workDate: '2026-01-04' }), back({})]).toMatchObject([{ occasion: 'refunded', workDate: '2026-01-04' }, { workDate: '2026-01-05' }]);
  });
  it('cannot be reversed as well, not even when its bank’s line gave it a name that no day has closed yet', () => {
    const cancel = (bill: Bill): string => reason(send(bill, { type: 'http.cancel-payment', id: 'm', data: { bank: 'BANKA', workDate: '2026-01-06' } }, { reconciled: false }));
    const asked = accepted(ask(accepted(pay(opened())), 2_000, 9_501));
    expect([cancel(asked), cancel(accepted(pay(opened())))]).toEqual(['already-reconciled', 'accept']);
  });
});

describe('a refund of what came through a payment channel', () => {
  const opening = accepted(send(opened(), { type: 'http.open-order', id: 'm', actor: person('a'), data: { offline: true } }, { orderMinutes: 30, today: '2026-01-05' }));
  const orderNumber = '43060326300000000001-C01';
  const open = accepted(send(opening, { type: 'outcome.open-order', id: 'm', data: { callId: 'c', request: { payCode: '43060326300000000001', orderNumber }, outcome: { kind: 'done', value: { channelOrder: 'PY1', payUrl: 'https://pay.example.org/1', expiresAt: '2026-01-05T02:00:00Z' } } } }));
  const throughChannel = accepted(pay(open, 9_501, '2026-01-05', 'PY1'));
  const asked = accepted(ask(throughChannel, 2_000, 9_501));
  const request = { payCode: '43060326300000000001', orderNumber, refundNumber: '43060326300000000001-01' };
  type Said = Extract<BillMessage, { type: 'outcome.refund-order' }>['data']['outcome'];
  const told = (bill: Bill, outcome: Said, at = now): Decision<Bill> => send(bill, { type: 'outcome.refund-order', id: 'm', data: { callId: 'c', request, outcome } }, { now: at } as BillFacts);
  const refundOf = (bill: Bill): unknown => (isIssued(bill) ? bill.refunds[0] : null);

  it('is sent there by itself once a second person has approved, and by nobody when the money came another way', () => {
    const decision = approve(asked, 2_000);
    expect(decision).toMatchObject({ kind: 'accept', outputs: [{ kind: 'call', name: 'refund-order', data: request }] });
    expect(refundOf(accepted(decision))).toMatchObject({ state: 'sent', sent: { by: 'payment-channel' } });
    const byBank = accepted(ask(accepted(pay(opened())), 2_000, 9_501));
    expect(approve(byBank, 2_000)).toMatchObject({ kind: 'accept', outputs: [] });
  });
  it('ends with the channel’s word, once, and the ledger with it', () => {
    const sent = accepted(approve(asked, 2_000));
    const done = accepted(told(sent, { kind: 'done', value: { state: 'refunded', serial: 'RF1', detail: '' } }));
    expect(refundOf(done)).toMatchObject({ state: 'refunded', result: { by: 'payment-channel', serial: 'RF1' } });
    expect(balances([done])).toMatchObject({ bank: 7_501, 'refund-payable': 0 });
    expect(told(done, { kind: 'done', value: { state: 'failed', serial: null, detail: '' } })).toMatchObject({ kind: 'ignore' });
    const failed = accepted(told(sent, { kind: 'done', value: { state: 'failed', serial: null, detail: '账户已注销' } }));
    expect(refundOf(failed)).toMatchObject({ state: 'failed', result: { note: '账户已注销' } });
    expect(balances([failed])).toMatchObject({ bank: 9_501, 'refund-payable': 0 });
  });
  it('is asked about again by its own number while nobody knows, and given up for no doubt', () => {
    let bill = accepted(approve(asked, 2_000));
    for (const outcome of [{ kind: 'done', value: { state: 'sent', serial: null, detail: '' } }, { kind: 'done', value: { state: 'unknown', serial: null, detail: '' } }, { kind: 'refused', reason: 'no-payment-channel', detail: '' }] satisfies Said[]) {
      const decision = told(bill, outcome);
      expect(decision).toMatchObject({ kind: 'accept', outputs: [{ kind: 'reminder', name: 'refund-unclear' }] });
      bill = accepted(decision);
      expect(refundOf(bill)).toMatchObject({ state: 'sent' });
      expect(send(bill, { type: 'reminder.refund-unclear', id: 'm', data: { number: request.refundNumber } })).toMatchObject({ kind: 'accept', outputs: [{ kind: 'call', name: 'refund-order', data: request }] });
    }
  });
});

describe('a refund', () => {
  const paid = accepted(pay(opened()));
  it('waits for the day to be reconciled: until then the bank reverses', () => { expect(reason(ask(paid, 100, 9_501, 'a', false))).toBe('not-reconciled-yet'); });
  it('is asked for by one person and approved by another, on the amount both have seen', () => {
    expect(reason(ask(paid, 100, 9_500))).toBe('amount-changed');
    expect(reason(ask(paid, 9_502, 9_501))).toBe('refund-exceeds-payment');
    const asked = accepted(ask(paid, 5_000, 9_501));
    expect(reason(approve(asked, 5_000, 'a'))).toBe('second-person-needed');
    expect(reason(approve(asked, 5_001))).toBe('amount-changed');
    expect(accepted(approve(asked, 5_000))).toMatchObject({ refunds: [{ state: 'approved', requested: { by: 'a' }, decided: { by: 'b' } }] });
    expect(reason(ask(asked, 5_000, 4_501))).toBe('refund-exceeds-payment');
  });
  it('goes back the way the money came, and fails without trace of money', () => {
    const tell = (bill: Bill, data: object): Decision<Bill> => send(bill, { type: 'http.tell-refund', id: 'm', actor: person('bank'), data: { number: '43060326300000000001-01', bank: 'BANKA', outcome: 'refunded', serial: 'R1', note: '', ...data } });
    const approved = accepted(approve(accepted(ask(paid, 5_000, 9_501)), 5_000));
    expect(reason(tell(approved, {}))).toBe('wrong-state');
    const sent = accepted(send(approved, { type: 'http.send-refund', id: 'm', actor: person('a'), data: { number: '43060326300000000001-01' } }));
    expect(reason(tell(sent, { bank: 'BANKB' }))).toBe('refund-route-differs');
    const failed = accepted(tell(sent, { outcome: 'failed', serial: null, note: '账户已销' }));
    expect(balances([failed])).toMatchObject({ assessed: -9_501, 'refund-payable': 0, bank: 9_501 });
    if (!isIssued(failed)) throw new Error();
    expect(refundable(failed)).toBe(9_501);
    const done = accepted(tell(sent, {}));
    expect(reason(tell(done, {}))).toBe('ignore');
    expect(reason(tell(done, { serial: 'R2' }))).toBe('wrong-state');
    expect(balances([done])).toMatchObject({ assessed: -4_501, 'refund-payable': 0, bank: 4_501 });
  });
});

describe('the ledger', () => {
  it('refuses a posting whose sides differ', () => { expect(() => posting('paid', {}, { account: 'bank', amountInFen: 2 }, { account: 'receivable', amountInFen: 1 })).toThrow(/differ by 1/); });
  it('divides to the fen, without remainder, each share within a fen of its part', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 ** 12 }), fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 8 }).filter((all) => all.some((one) => one > 0)), (amount, sizes) => {
      const shares = divided(amount, sizes.map((amountInFen) => ({ revenueItem: null, collectingUnit: null, amountInFen })));
      expect(shares.reduce((sum, share) => sum + share.amountInFen, 0)).toBe(amount);
      const whole = sizes.reduce((sum, size) => sum + size, 0);
      for (const [at, share] of shares.entries()) expect(Math.abs(share.amountInFen - (amount * (sizes[at] ?? 0)) / whole)).toBeLessThanOrEqual(1.001);
    }));
  });

  /** A walk over two bills and the money that found no bill; after each step the accounts must say what the records say. */
  type Step = { bill: 0 | 1; who: 'a' | 'b' } & (
    | { do: 'pay'; serial: number; on: 6 | 25 } | { do: 'cancel' } | { do: 'void' } | { do: 'reconcile' } | { do: 'ask'; part: number } | { do: 'approve' } | { do: 'reject' } | { do: 'send' }
    | { do: 'tell'; outcome: 'refunded' | 'failed' } | { do: 'find'; serial: number } | { do: 'claim' | 'return' | 'agree' | 'told' });
  const base = { bill: fc.constantFrom(0 as const, 1 as const), who: fc.constantFrom('a' as const, 'b' as const) };
  const only = <T extends Step['do']>(...names: T[]): fc.Arbitrary<{ bill: 0 | 1; who: 'a' | 'b'; do: T }> => fc.record({ ...base, do: fc.constantFrom(...names) });
  const steps = fc.oneof(
    { weight: 4, arbitrary: fc.record({ ...base, do: fc.constant('pay' as const), serial: fc.integer({ min: 1, max: 3 }), on: fc.constantFrom(6 as const, 25 as const) }) },
    { weight: 4, arbitrary: fc.record({ ...base, do: fc.constant('ask' as const), part: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 3, arbitrary: fc.record({ ...base, do: fc.constant('tell' as const), outcome: fc.constantFrom('refunded' as const, 'failed' as const) }) },
    { weight: 2, arbitrary: fc.record({ ...base, do: fc.constant('find' as const), serial: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 9, arbitrary: only('approve', 'send', 'reconcile', 'claim', 'agree', 'return', 'told') }, { weight: 2, arbitrary: only('cancel', 'void', 'reject') },
  ) as fc.Arbitrary<Step>;

  it('says at every moment what bills and unidentified money say, and never gives back more than came in', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.array(steps, { minLength: 40, maxLength: 120, size: 'max' }), (script) => {
      const bills: [Bill, Bill] = [opened('window:0'), opened('window:1')];
      let money: unidentified.UnidentifiedMoney | undefined;
      const closed = new Set<string>();
      for (const [at, step] of script.entries()) {
        const bill = bills[step.bill];
        if (!isIssued(bill)) throw new Error();
        const number = bill.refunds.at(-1)?.number ?? 'none';
        const actor = person(step.who);
        const id = `m${String(at)}`;
        const serialPaid = (serial: string): BillFacts => { const other = bills.find((one) => one.status === 'paid' && one.payment.serial === serial); return other && other.status === 'paid' ? { serialPaid: other.billKey } : {}; };
        const reconciled = bill.status === 'paid' && closed.has(bill.payment.serial);
        const owed = { 6: 9_501, 25: 9_576 };
        const give = (message: BillMessage, facts: BillFacts = {}): boolean => {
          const decision = send(bill, message, { reconciled, ...facts });
          if (decision.kind !== 'accept') return false;
          expect(illegalMove({ name: 'bills', states: billStates }, bill.status, decision.next.status)).toBeNull();
          bills[step.bill] = decision.next;
          return true;
        };
        const place = (message: Parameters<typeof unidentified.decide>[1]): void => {
          const decision = unidentified.decide(money, message, { now });
          if (decision.kind !== 'accept') return;
          expect(illegalMove({ name: 'money', states: unidentifiedMoneyStates }, money?.status, decision.next.status)).toBeNull();
          money = decision.next;
          for (const output of decision.outputs) {
            if (output.kind !== 'call') continue;
            const assigned = unidentified.Assign.parse(output.data);
            const done = give({ type: 'claim.payment-assigned', id: `${id}c`, data: assigned }, serialPaid(assigned.serial));
            const outcome = done ? { kind: 'done' as const, value: { payCode: assigned.payCode } } : { kind: 'refused' as const, reason: 'no', detail: '' };
            place({ type: 'outcome.assign-payment', id: `${id}o`, data: { callId: id, request: assigned, outcome } });
          }
        };
        const on = (day: number): string => `2026-01-${String(day).padStart(2, '0')}`;
        switch (step.do) {
          case 'pay': give({ type: 'http.confirm-payment', id, data: { bank: 'BANKA', serial: `S${String(step.serial)}`, amountInFen: owed[step.on], workDate: on(step.on), collectedOn: on(step.on) } }, serialPaid(`S${String(step.serial)}`)); break;
          case 'cancel': if (bill.status === 'paid') give({ type: 'http.cancel-payment', id, data: { bank: 'BANKA', workDate: bill.payment.workDate } }); break;
          case 'void': give({ type: 'http.void-bill', id, actor, data: { reason: '开错' } }); break;
          case 'reconcile': if (bill.status === 'paid') closed.add(bill.payment.serial); break;
          case 'ask': give({ type: 'http.request-refund', id, actor, data: { amountInFen: Math.ceil(9_501 / step.part), reason: '多收', refundableInFen: refundable(bill) } }); break;
          case 'approve': give({ type: 'http.approve-refund', id, actor, data: { number, amountInFen: bill.refunds.at(-1)?.amountInFen ?? 1 } }); break;
          case 'reject': give({ type: 'http.reject-refund', id, actor, data: { number, reason: '不符' } }); break;
          case 'send': give({ type: 'http.send-refund', id, actor, data: { number } }); break;
          case 'tell': give({ type: 'http.tell-refund', id, actor, data: { number, bank: 'BANKA', outcome: step.outcome, serial: `R${String(at)}`, note: '' } }); break;
          case 'find': place({ type: 'http.found-money', id, data: { bank: 'BANKA', serial: `U${String(step.serial)}`, amountInFen: 9_501, workDate: on(6), collectedOn: on(6), payCode: '', why: 'already-paid', toldBy: 'notice' } }); break;
          case 'claim': place({ type: 'http.propose-placing', id, actor, data: { kind: 'claim', payCode: bill.payCode, reason: '系该单' } }); break;
          case 'return': place({ type: 'http.propose-placing', id, actor, data: { kind: 'return', reason: '重复缴款' } }); break;
          case 'agree': place({ type: 'http.approve-placing', id, actor, data: { amountInFen: 9_501 } }); break;
          case 'told': place({ type: 'http.tell-return', id, actor, data: { outcome: 'returned', serial: 'B1', note: '' } }); break;
        }
        check(bills, money);
        for (const one of bills) { reached.add(one.status); if (isIssued(one)) one.refunds.forEach(({ state }) => reached.add(`refund ${state}`)); }
        if (money) reached.add(`money ${money.status}`);
      }
    }), { numRuns: 300, seed: 20_260_105 });
    // A walk that never gets anywhere proves nothing.
    expect([...reached].sort()).toEqual(expect.arrayContaining(['issued', 'money claimed', 'money found', 'money returned', 'money returning', 'paid', 'refund approved', 'refund failed', 'refund refunded', 'refund rejected', 'refund sent', 'reversed', 'void']));
  });
});

function check(bills: readonly Bill[], money: unidentified.UnidentifiedMoney | undefined): void {
  const expected = Object.fromEntries(ledgerAccounts.map((account) => [account, 0]));
  const add = (account: string, fen: number): void => { expected[account] = (expected[account] ?? 0) + fen; };
  for (const bill of bills) {
    if (!isIssued(bill) || bill.status === 'void') continue;
    if (bill.status !== 'paid') { add('receivable', bill.amountInFen); add('assessed', -bill.amountInFen); continue; }
    const paid = bill.payment.amountInFen;
    const back = (...states: string[]): number => bill.refunds.filter(({ state }) => states.includes(state)).reduce((sum, { amountInFen }) => sum + amountInFen, 0);
    expect(back('requested', 'approved', 'sent', 'refunded')).toBeLessThanOrEqual(paid);
    add('bank', paid - back('refunded'));
    add('refund-payable', -back('approved', 'sent'));
    add('assessed', -(paid - back('approved', 'sent', 'refunded')));
  }
  if (money && money.status !== 'claimed' && money.status !== 'returned') { add('bank', money.amountInFen); add('unidentified', -money.amountInFen); }
  expect(balances(bills, money)).toEqual(expected);
}

function balances(bills: readonly Bill[], money?: unidentified.UnidentifiedMoney): Record<string, number> {
  const held: Record<string, number> = Object.fromEntries(ledgerAccounts.map((account) => [account, 0]));
  const postings: Posting[] = [...bills.flatMap((bill) => (isIssued(bill) ? bill.postings : [])), ...(money?.postings ?? [])];
  for (const { lines } of postings) for (const line of lines) held[line.account] = (held[line.account] ?? 0) + line.debitInFen - line.creditInFen;
  return held;
}
