import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../contracts/refusals.ts';
import type { CollectFee } from '../../contracts/fees/messages.ts';
import { illegalMove } from '../../infra/machine.ts';
import type { Decision } from '../../infra/machine.ts';
import type { Bill } from './bill.ts';
import { decide } from './decide.ts';
import type { BillFacts, BillMessage } from './decide.ts';
import { remedyOf } from './fiscal-standing.ts';
import type { Standard } from './standard.ts';
import { billStates } from './states.ts';

const now = new Date('2026-01-05T01:30:00Z');
const today = '2026-01-05';
const payCode = '43060326300000000001';

const order: CollectFee = {
  caseNumber: 'C1', billKey: 'C1:1', payer: { name: '湖南示例新材料有限公司', creditCode: null }, item: { code: '000129106000', name: '示例事项' },
  department: { name: '示例局', code: '430603101' }, dueBy: '2026-02-04T01:30:00.000Z',
  charges: [
    { name: '不动产登记费', standard: '示例标准', unitAmountInFen: 8_000, quantity: 1, amountInFen: 8_000 },
    { name: '工本费', standard: '示例标准', unitAmountInFen: 500, quantity: 3, amountInFen: 1_500 },
  ],
};

function collect(changes: Partial<CollectFee> = {}, bill?: Bill): Decision<Bill> {
  return decide(bill, { type: 'commands.fees.collect-fee', id: 'm', data: { ...order, ...changes } }, { now, payCode });
}
function pay(bill: Bill | undefined, changes: object = {}, facts: BillFacts = {}): Decision<Bill> {
  const data = { bank: 'BANKA', serial: 'S1', amountInFen: 9_500, workDate: today, collectedOn: today, ...changes };
  return decide(bill, { type: 'http.confirm-payment', id: 'm', data }, { now, ...facts });
}
function cancel(bill: Bill, changes: object = {}, facts: BillFacts = {}): Decision<Bill> {
  return decide(bill, { type: 'http.cancel-payment', id: 'm', data: { bank: 'BANKA', workDate: today, ...changes } }, { now, ...facts });
}
function accepted(decision: Decision<Bill>): Bill {
  if (decision.kind !== 'accept') throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return decision.next;
}
/** Why it was said no: by refusal, or with the money put onto the book of unidentified money. */
function reason(decision: Decision<Bill>): string {
  if (decision.kind === 'refuse') return decision.refusal.reason;
  const { reply } = decision.kind === 'wait' ? { reply: null } : decision;
  return typeof reply === 'object' && reply !== null && 'refused' in reply ? String(reply.refused) : decision.kind;
}
const said = (decision: Decision<Bill>): string[] => (decision.kind === 'accept' ? decision.outputs.map((output) => ('type' in output ? output.type : output.name)) : []);

const issued = accepted(collect());
const paid = accepted(pay(issued));

describe('a bill', () => {
  it('is issued over the sum of its charges and stated once', () => {
    const decision = collect();
    expect(issued).toMatchObject({ status: 'issued', payCode, amountInFen: 9_500 });
    expect(said(decision)).toEqual(['events.fees.bill-issued']);
    expect(reason(collect({}, issued))).toBe('ignore');
  });

  it.each([
    ['an amount that is not unit times quantity', [{ name: 'a', standard: 'b', unitAmountInFen: 500, quantity: 3, amountInFen: 1_499 }]],
    ['a product beyond exact numbers', [{ name: 'a', standard: 'b', unitAmountInFen: Number.MAX_SAFE_INTEGER, quantity: 2, amountInFen: 2 }]],
    ['a sum no bank can write', [{ name: 'a', standard: 'b', unitAmountInFen: 1_000_000_000_000_000, quantity: 1, amountInFen: 1_000_000_000_000_000 }]],
  ])('is refused for %s, and intake hears so', (_what, charges) => {
    const decision = collect({ charges });
    expect(accepted(decision)).toMatchObject({ status: 'rejected', reason: 'amount-outside-standard' });
    expect(said(decision)).toEqual(['events.fees.bill-refused']);
    expect(reason(pay(accepted(decision)))).toBe('unknown-bill');
  });

  describe('by a registered standard', () => {
    const version = (validFrom: string, amountInFen: number): Standard => ({
      code: 'YL-01', name: '占道费', words: '每平方米', basis: '示例〔2025〕1号', revenueItem: { code: '103001', name: '收入' }, collectingUnit: { code: '430603101', name: '示例局' }, rule: { kind: 'per-unit', unit: '平方米', unitAmountInFen: amountInFen, wholeUnits: false },
      reliefs: [{ code: 'exempt', name: '全额免征', basis: '示例〔2025〕2号', effect: { kind: 'exempt' } }], lateFee: null, validFrom, validTo: null, reason: null,
    });
    // What the register answers: today's under the code alone, each version under its first day.
    const standards = new Map([['YL-01', version('2026-01-01', 200)], ['YL-01 2025-01-01', version('2025-01-01', 100)], ['YL-01 2026-01-01', version('2026-01-01', 200)]]);
    const ask = (amountInFen: number, more: object = {}): Decision<Bill> => decide(undefined, { type: 'commands.fees.collect-fee', id: 'm', data: { ...order, charges: [{ name: '占道费', standard: '每平方米', unitAmountInFen: amountInFen, quantity: 1, amountInFen, wanted: { standardCode: 'YL-01', measure: '40', relief: null, ...more } }] } }, { now, payCode, standards });

    it('is counted by the version the case was accepted under, though another has followed it', () => {
      expect(accepted(ask(4_000, { version: '2025-01-01' }))).toMatchObject({ status: 'issued', amountInFen: 4_000, charges: [{ assessed: { standard: { validFrom: '2025-01-01' }, lines: [{ amountInFen: 4_000 }] } }] });
      expect(accepted(ask(4_000))).toMatchObject({ status: 'rejected', reason: 'amount-outside-standard' });
      expect(accepted(ask(8_000))).toMatchObject({ status: 'issued', amountInFen: 8_000 });
      expect(accepted(ask(4_000, { version: '2024-01-01' }))).toMatchObject({ status: 'rejected' });
    });
    it('is kept with its reckoning where everything is exempt, and asks nobody for money', () => {
      const decision = ask(0, { relief: { code: 'exempt', documentNumber: '证〔2026〕1号' } });
      expect(accepted(decision)).toMatchObject({ status: 'exempt', charges: [{ amountInFen: 0, assessed: { lines: [{ amountInFen: 8_000 }, { amountInFen: -8_000 }] } }] });
      expect(said(decision)).toEqual([]);
      expect(reason(pay(accepted(decision), { amountInFen: 0 }))).toBe('unknown-bill');
      // Nothing is free without a standard that says so.
      expect(accepted(collect({ charges: [{ name: 'a', standard: 'b', unitAmountInFen: 0, quantity: 1, amountInFen: 0 }] }))).toMatchObject({ status: 'rejected' });
    });
  });

  it('never serves two cases', () => {
    const decision = collect({ caseNumber: 'C2' }, issued);
    expect(said(decision)).toEqual(['events.fees.bill-refused']);
    expect(accepted(decision)).toEqual(issued);
  });

  it('is paid at exactly its amount, with the bank’s date kept apart from our time', () => {
    expect(said(pay(issued))).toEqual(['events.fees.payment-settled']);
    const late = accepted(pay(issued, { workDate: '2026-01-04', collectedOn: '2026-01-03' }));
    expect(late).toMatchObject({ status: 'paid', payment: { workDate: '2026-01-04', collectedOn: '2026-01-03', settledAt: now.toISOString() } });
    for (const amountInFen of [9_499, 9_501, 0]) expect(reason(pay(issued, { amountInFen }))).toBe('amount-differs');
  });

  it('is paid once: the same serial changes nothing, another is refused', () => {
    const again = pay(paid);
    expect(again).toMatchObject({ kind: 'ignore', reply: { serial: 'S1', settledAt: now.toISOString() } });
    expect(reason(pay(paid, { serial: 'S2' }))).toBe('already-paid');
    expect(reason(pay(paid, { bank: 'BANKB' }))).toBe('already-paid');
    expect(reason(pay(paid, { amountInFen: 1 }))).toBe('amount-differs');
    expect(reason(pay(issued, {}, { serialPaid: 'C9:1' }))).toBe('serial-already-used');
  });

  it('keeps what it cannot take: told once, told again the same, and never taken later under the same serial', () => {
    const second = pay(paid, { bank: 'BANKB', serial: 'S2' });
    expect(said(second)).toEqual(['place-surplus']);
    const kept = accepted(second);
    expect(kept).toMatchObject({ status: 'paid', payment: { bank: 'BANKA' }, surplus: [{ bank: 'BANKB', serial: 'S2', why: 'already-paid' }] });
    expect(said(pay(kept, { bank: 'BANKB', serial: 'S2' }))).toEqual([]);
    const open = accepted(cancel(kept));
    expect(reason(pay(open, { bank: 'BANKB', serial: 'S2' }))).toBe('already-paid');
    expect(accepted(pay(open, { bank: 'BANKB', serial: 'S3' }))).toMatchObject({ status: 'paid', payment: { serial: 'S3' } });
    const late = pay(issued, { collectedOn: '2026-02-05' });
    expect([reason(late), said(late)]).toEqual(['bill-overdue', ['place-surplus']]);
  });

  it('is not paid after its last day, by the bank’s date and not by ours', () => {
    expect(reason(pay(issued, { collectedOn: '2026-02-05' }))).toBe('bill-overdue');
    const told = decide(issued, { type: 'http.confirm-payment', id: 'm', data: { bank: 'BANKA', serial: 'S1', amountInFen: 9_500, workDate: '2026-02-04', collectedOn: '2026-02-04' } }, { now: new Date('2026-02-06T00:00:00Z') });
    expect(told.kind).toBe('accept');
  });

  it('gives its payment back to the same bank on the same work date, before it is reconciled', () => {
    expect(reason(cancel(issued))).toBe('payment-unknown');
    expect(reason(cancel(paid, { bank: 'BANKB' }))).toBe('payment-unknown');
    expect(reason(cancel(paid, { workDate: '2026-01-06' }))).toBe('wrong-state');
    expect(reason(cancel(paid, {}, { reconciled: true }))).toBe('already-reconciled');
    const decision = cancel(paid);
    expect(said(decision)).toEqual(['events.fees.payment-reversed']);
    const reversed = accepted(decision);
    expect(reversed).toMatchObject({ status: 'reversed', reversals: [{ serial: 'S1' }] });
    expect(reversed).not.toHaveProperty('payment');
    expect(reason(cancel(reversed))).toBe('ignore');
    expect(reason(cancel(reversed, { bank: 'BANKB' }))).toBe('payment-unknown');
  });

  it('can be paid again after that, but not by the serial that was taken back', () => {
    const reversed = accepted(cancel(paid));
    expect(reason(pay(reversed))).toBe('serial-already-used');
    expect(said(pay(reversed, { serial: 'S2' }))).toEqual(['events.fees.payment-settled']);
  });

  it('is voided by a cashier only while nobody has paid', () => {
    const voiding: BillMessage = { type: 'http.void-bill', id: 'm', data: { reason: '开错' }, actor: { subject: 'cashier-a', roles: ['cashier'], name: '' } };
    expect(reason(decide(paid, voiding, { now }))).toBe('already-paid');
    const empty = accepted(decide(issued, voiding, { now }));
    expect(empty).toMatchObject({ status: 'void', voided: { by: 'cashier-a' } });
    expect(reason(pay(empty))).toBe('bill-void');
    expect(reason(decide(empty, voiding, { now }))).toBe('ignore');
  });
});

describe('the fiscal platform’s word', () => {
  const arrive = (bill: Bill, changes: object = {}, facts: BillFacts = {}): Decision<Bill> =>
    decide(bill, { type: 'http.confirm-fiscally', id: 'm', data: { serial: 'S1', amountInFen: 9_500, confirmedOn: today, confirmedAt: '09:31:00', payMode: '51', payerName: null, ...changes } }, { now, ...facts });
  const platform = { fiscalPlatform: true };
  const receipt = { code: '43010126', number: '0000000001', checkCode: 'a1b2c3', issuedAt: now.toISOString() };
  const taken = (bill: Bill, outcome: object): Decision<Bill> => decide(bill, { type: 'outcome.take-receipt', id: 'm', data: { callId: 'c', request: { payCode }, outcome: outcome as never } }, { now, ...platform });

  it('moves the money into the fiscal account, and asks for a receipt where there is a platform', () => {
    expect(accepted(arrive(paid))).toMatchObject({ status: 'confirmed', confirmation: { serial: 'S1' }, fiscal: null });
    const decision = arrive(paid, {}, platform);
    expect(said(decision)).toEqual(['take-receipt']);
    const confirmed = accepted(decision);
    expect(confirmed).toMatchObject({ status: 'confirmed', fiscal: { receipt: 'asked' } });
    if (confirmed.status !== 'confirmed') throw new Error();
    expect(confirmed.postings.at(-1)).toMatchObject({ occasion: 'confirmed', lines: [{ account: 'fiscal', debitInFen: 9_500 }, { account: 'bank', creditInFen: 9_500 }] });
    expect(reason(arrive(confirmed))).toBe('ignore');
    expect(reason(cancel(confirmed))).toBe('wrong-state');
  });
  it('is believed only when amount, payer and date agree', () => {
    expect(reason(arrive(paid, { amountInFen: 9_501 }))).toBe('amount-differs');
    expect(reason(arrive(paid, { serial: 'F9', confirmedOn: '2026-01-03' }))).toBe('wrong-state');
    expect(accepted(arrive(paid, { serial: 'F9', confirmedOn: '2026-01-07' }))).toMatchObject({ status: 'confirmed' });
    const confirmed = accepted(arrive(paid));
    expect(reason(arrive(confirmed, { serial: 'F9' }))).toBe('already-paid');
    if (!('payment' in paid)) throw new Error('it is paid');
    const named: Bill = { ...paid, payment: { ...paid.payment, payerName: '甲公司' } };
    expect(accepted(arrive(named, { serial: 'F9', payerName: '甲公司' }))).toMatchObject({ status: 'confirmed', surplus: [] });
    // Another payer's money is another payment, as large and as early as it may be.
    expect(accepted(arrive(named, { serial: 'F9', payerName: '乙公司' }))).toMatchObject({ status: 'paid', surplus: [{ bank: 'FISCAL', serial: 'F9', why: 'already-paid' }] });
  });
  it('settles a bill no bank has told of, and the bank’s own word makes it no second payment', () => {
    const decision = arrive(issued, { serial: 'F1' }, platform);
    expect(said(decision)).toEqual(['events.fees.payment-settled', 'take-receipt']);
    const confirmed = accepted(decision);
    expect(confirmed).toMatchObject({ status: 'confirmed', payment: { bank: 'FISCAL', serial: 'F1', toldBy: 'fiscal' } });
    const told = accepted(pay(confirmed, { bank: 'BANKB', serial: 'B7' }));
    expect(told).toMatchObject({ status: 'confirmed', payment: { bank: 'BANKB', serial: 'B7', toldBy: 'bank' }, surplus: [] });
    expect(reason(pay(told, { bank: 'BANKB', serial: 'B7' }))).toBe('ignore');
    expect(reason(pay(told, { bank: 'BANKC', serial: 'C1' }))).toBe('already-paid');
  });
  it('counts a second payment once, whoever tells of it first', () => {
    const confirmed = accepted(arrive(paid));
    const byBank = accepted(pay(confirmed, { bank: 'BANKB', serial: 'S2' }));
    expect(accepted(arrive(byBank, { serial: 'F2' }))).toMatchObject({ surplus: [{ bank: 'BANKB', alsoTold: 'FISCAL:F2' }] });
    const byPlatform = accepted(arrive(confirmed, { serial: 'F2' }));
    const both = pay(byPlatform, { bank: 'BANKB', serial: 'S2' });
    expect([reason(both), said(both)]).toEqual(['already-paid', []]);
    expect(accepted(both)).toMatchObject({ surplus: [{ bank: 'FISCAL', serial: 'F2', alsoTold: 'BANKB:S2' }] });
  });
  it('is followed by the receipt the platform numbers, stated once; a lost answer waits and is asked about', () => {
    const confirmed = accepted(arrive(paid, {}, platform));
    const doubted = taken(confirmed, { kind: 'in-doubt', detail: 'no answer' });
    expect(said(doubted)).toEqual(['receipt-in-doubt']);
    expect(accepted(doubted)).toMatchObject({ status: 'confirmed', fiscal: { receipt: 'in-doubt' } });
    expect(said(decide(accepted(doubted), { type: 'reminder.receipt-in-doubt', id: 'm', data: null }, { now, ...platform }))).toEqual(['take-receipt']);
    expect(accepted(taken(confirmed, { kind: 'refused', reason: 'receipt-number-in-doubt', detail: '' }))).toMatchObject({ status: 'confirmed', fiscal: { receipt: 'refused', why: 'receipt-number-in-doubt' } });
    const done = taken(confirmed, { kind: 'done', value: receipt });
    expect(said(done)).toEqual(['events.fees.receipt-issued']);
    expect(accepted(done)).toMatchObject({ status: 'receipted', receipt });
    expect(reason(taken(accepted(done), { kind: 'done', value: receipt }))).toBe('ignore');
  });
  it('that was refused for a reason of ours says what to do, in both languages; a platform’s own words stand by themselves', () => {
    const confirmed = accepted(arrive(paid, {}, platform));
    const mended = accepted(taken(confirmed, { kind: 'refused', reason: 'unit-key-missing', detail: '430603104' }));
    if (mended.status !== 'confirmed' || !mended.fiscal) throw new Error();
    expect(remedyOf(mended.fiscal)).toMatchObject({ zh: expect.stringContaining('请管理员把密钥加入单位密钥清单'), en: expect.stringContaining('restart the bank gateway') });
    expect([remedyOf({ ...mended.fiscal, why: 'upstream-refused：18012' }), remedyOf({ ...mended.fiscal, why: '没有权限' }), remedyOf({ ...mended.fiscal, receipt: 'asked' })]).toEqual([null, null, null]);
  });
  it('comes with a receipt in the end also where the platform had refused the bill: it is told of the bill again, and its yes asks for the receipt', () => {
    const confirmed = accepted(arrive(paid, {}, platform));
    const refused = accepted(taken(confirmed, { kind: 'refused', reason: 'upstream-refused', detail: '99999' }));
    if (refused.status !== 'confirmed' || !refused.fiscal) throw new Error();
    const unknown: Bill = { ...refused, fiscal: { ...refused.fiscal, notice: 'refused' } };
    const again = decide(unknown, { type: 'http.take-receipt', id: 'm', data: {} }, { now, ...platform });
    expect(said(again)).toEqual(['push-notice']);
    expect(reason(decide(accepted(again), { type: 'http.take-receipt', id: 'm2', data: {} }, { now, ...platform }))).toBe('ignore');
    const pushed = (outcome: object): Decision<Bill> => decide(accepted(again), { type: 'outcome.push-notice', id: 'm', data: { callId: 'c', request: { payCode }, outcome: outcome as never } }, { now, ...platform });
    expect(said(pushed({ kind: 'done', value: { payUrl: null } }))).toEqual(['take-receipt']);
    expect(accepted(pushed({ kind: 'refused', reason: 'upstream-refused', detail: '99999' }))).toMatchObject({ status: 'confirmed', fiscal: { notice: 'refused', receipt: 'refused' } });
  });
  it('is asked for when it stays away, and a bill voided meanwhile is told void', () => {
    const told = collect({}, undefined);
    expect(said(told)).toEqual(['events.fees.bill-issued']);
    const asked = decide(undefined, { type: 'commands.fees.collect-fee', id: 'm', data: order }, { now, payCode, ...platform });
    expect(said(asked)).toEqual(['events.fees.bill-issued', 'push-notice']);
    const settled = pay(accepted(asked), {}, platform);
    expect(said(settled)).toEqual(['events.fees.payment-settled', 'fiscal-silent']);
    expect(said(decide(accepted(settled), { type: 'reminder.fiscal-silent', id: 'm', data: null }, { now, ...platform }))).toEqual(['ask-fiscal']);
    const empty = accepted(decide(accepted(asked), { type: 'http.void-bill', id: 'm', data: { reason: '开错' } }, { now, ...platform }));
    const pushed = decide(empty, { type: 'outcome.push-notice', id: 'm', data: { callId: 'c', request: { payCode }, outcome: { kind: 'done', value: { payUrl: null } } } }, { now, ...platform });
    expect(said(pushed)).toEqual(['void-notice']);
  });
});

describe('money, whatever the order of messages', () => {
  type Step =
    | { do: 'issue'; bill: number }
    | { do: 'void'; bill: number }
    | { do: 'pay'; bill: number; bank: string; serial: number; short: boolean; day: number }
    | { do: 'cancel'; bill: number; bank: string; day: number }
    | { do: 'reconcile'; bank: string };
  const bill = fc.integer({ min: 0, max: 2 });
  const bank = fc.constantFrom('BANKA', 'BANKB');
  const dayOfMonth = fc.integer({ min: 5, max: 6 });
  const steps: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('issue' as const), bill }),
    { arbitrary: fc.record({ do: fc.constant('pay' as const), bill, bank, serial: fc.integer({ min: 1, max: 4 }), short: fc.boolean(), day: dayOfMonth }), weight: 6 },
    { arbitrary: fc.record({ do: fc.constant('cancel' as const), bill, bank, day: dayOfMonth }), weight: 3 },
    fc.record({ do: fc.constant('void' as const), bill }),
    fc.record({ do: fc.constant('reconcile' as const), bank }),
  );

  it('is counted once, by fees, by who listens and by the banks alike', () => {
    fc.assert(fc.property(fc.array(steps, { maxLength: 60 }), (script) => {
      const bills = new Map<string, Bill>();
      const closed = new Set<string>();
      const heard = new Map<string, number>();
      const settledSerials: string[] = [];
      // What each bank believes: told yes and not taken back. The hub must never believe otherwise.
      const believed = new Map<string, string>();

      for (const [at, step] of script.entries()) {
        if (step.do === 'reconcile') {
          for (const one of bills.values()) if (one.status === 'paid' && one.payment.bank === step.bank) closed.add(`${one.payment.bank}/${one.payment.serial}`);
          continue;
        }
        const key = `C${step.bill}:1`;
        const record = bills.get(key);
        const id = `m${at}`;
        let message: BillMessage;
        let facts: BillFacts = {};
        if (step.do === 'issue') {
          message = { type: 'commands.fees.collect-fee', id, data: { ...order, caseNumber: `C${step.bill}`, billKey: key } };
          facts = { payCode: `43060326300${String(at + 1).padStart(9, '0')}` };
        } else if (step.do === 'void') message = { type: 'http.void-bill', id, data: { reason: '开错' } };
        else if (step.do === 'pay') {
          const serial = `S${step.serial}`;
          const day = `2026-01-0${step.day}`;
          message = { type: 'http.confirm-payment', id, data: { bank: step.bank, serial, amountInFen: step.short ? 9_499 : 9_500, workDate: day, collectedOn: day } };
          const elsewhere = [...bills].find(([, one]) => one.status === 'paid' && one.payment.bank === step.bank && one.payment.serial === serial)?.[0];
          facts = elsewhere === undefined ? {} : { serialPaid: elsewhere };
        } else {
          message = { type: 'http.cancel-payment', id, data: { bank: step.bank, workDate: `2026-01-0${step.day}` } };
          facts = record?.status === 'paid' ? { reconciled: closed.has(`${record.payment.bank}/${record.payment.serial}`) } : {};
        }

        const decision = decide(record, message, { now, ...facts });
        if (decision.kind === 'accept') {
          expect(illegalMove({ name: 'bills', states: billStates }, record?.status, decision.next.status)).toBe(null);
          bills.set(key, decision.next);
          for (const output of decision.outputs) {
            if (output.kind !== 'event') continue;
            const change = output.type === 'events.fees.payment-settled' ? 1 : output.type === 'events.fees.payment-reversed' ? -1 : 0;
            heard.set(key, (heard.get(key) ?? 0) + change);
            if (change === 1 && decision.next.status === 'paid') settledSerials.push(`${key}/${decision.next.payment.bank}/${decision.next.payment.serial}`);
          }
        }
        if (['accept', 'ignore'].includes(reason(decision))) {
          if (step.do === 'pay') believed.set(key, `${step.bank}/S${step.serial}`);
          if (step.do === 'cancel') believed.delete(key);
        }
      }

      for (const [key, one] of bills) {
        const here = one.status === 'paid' ? `${one.payment.bank}/${one.payment.serial}` : undefined;
        expect(heard.get(key) ?? 0, key).toBe(here === undefined ? 0 : 1);
        expect(believed.get(key), key).toBe(here);
        if (one.status === 'paid') expect(one.payment.amountInFen).toBe(one.amountInFen);
      }
      // A serial pays a bill once in its life, and two bills never at the same time.
      expect(new Set(settledSerials).size).toBe(settledSerials.length);
      const paying = [...bills.values()].flatMap((one) => (one.status === 'paid' ? [`${one.payment.bank}/${one.payment.serial}`] : []));
      expect(new Set(paying).size).toBe(paying.length);
      for (const payment of closed) expect(paying).toContain(payment);
    }), { numRuns: 500 });
  });
});

const standard: Standard = {
  code: 'S-1', name: '示例费', words: '示例标准', rule: { kind: 'fixed', amountInFen: 8_000 }, revenueItem: { code: '103043211', name: '示例' }, collectingUnit: { code: '430603101', name: '示例局' }, basis: '示例文件', validFrom: '2026-01-01', validTo: null, reason: null, reliefs: [], lateFee: null,
};

describe('a bill when the pay codes are used up', () => {
  const payCode = refusal('pay-codes-used-up');

  it('is refused at the window with what to do, and an order of a case is parked until there are codes again', () => {
    const charge = { standardCode: 'S-1', measure: null, relief: null };
    const standards = new Map<string, Standard>([['S-1', standard]]);
    const opening: BillMessage = { type: 'http.open-bill', id: 'm', data: { billKey: 'window:1', caseNumber: 'C1', projectCode: null, payer: { name: '甲', creditCode: null }, charges: [charge], dueBy: '2026-02-04T01:30:00.000Z' } };
    expect(reason(decide(undefined, opening, { now, payCode, standards }))).toBe('pay-codes-used-up');
    expect(() => decide(undefined, { type: 'commands.fees.collect-fee', id: 'm', data: order }, { now, payCode })).toThrow('HUB_PAY_CODE_PROFILE');
  });
});

describe('money collected late in the evening of the last day', () => {
  const confirming = (bill: Bill, confirmedOn: string, amountInFen = 9_500): Decision<Bill> =>
    decide(bill, { type: 'http.confirm-fiscally', id: 'f', data: { serial: 'F1', amountInFen, confirmedOn, confirmedAt: '00:10:00', payMode: '51', payerName: null } }, { now, fiscalPlatform: true });

  it('is one payment when the platform tells of it first and under the next date, not unidentified money beside the bank’s own word', () => {
    const arrived = accepted(confirming(issued, '2026-02-05'));
    expect(arrived).toMatchObject({ status: 'confirmed', payment: { collectedOn: '2026-02-04', workDate: '2026-02-05' }, surplus: [] });
    expect(accepted(pay(arrived, { collectedOn: '2026-02-04', workDate: '2026-02-04' }))).toMatchObject({ payment: { bank: 'BANKA', serial: 'S1' }, surplus: [] });
  });

  it('is no excuse two days later, nor for another amount', () => {
    expect(reason(confirming(issued, '2026-02-06'))).toBe('bill-overdue');
    expect(reason(confirming(issued, '2026-02-05', 9_499))).toBe('bill-overdue');
  });
});
