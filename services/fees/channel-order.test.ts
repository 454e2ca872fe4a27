/** Orders at a channel and entered slips, rule by rule. */
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../infra/machine.ts';
import { isIssued, stateShown, type Bill, type IssuedBill } from './bill.ts';
import { decide, type BillFacts, type BillMessage } from './decide.ts';

const now = new Date('2026-01-05T01:30:00Z');
const payCode = '43060326300000000001';
const rules: BillFacts = { payCode, orderMinutes: 15, today: '2026-01-05' };
const cashier = { subject: 'lin', roles: ['cashier'], name: '' };
let ids = 0;
const send = (bill: Bill | undefined, type: BillMessage['type'], data: unknown, facts: BillFacts & { at?: Date } = {}): Decision<Bill> =>
  decide(bill, { type, id: `m${String(ids += 1)}`, data, actor: cashier } as BillMessage, { now: facts.at ?? now, ...rules, ...facts });
function accepted(decision: Decision<Bill>): IssuedBill {
  if (decision.kind !== 'accept' || !isIssued(decision.next)) throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return decision.next;
}
const said = (decision: Decision<Bill>): string[] => (decision.kind === 'accept' ? decision.outputs.map((output) => ('type' in output ? output.type : output.name)) : []);
const reason = (decision: Decision<Bill>): string => (decision.kind === 'refuse' ? decision.refusal.reason : decision.kind);

const issued = accepted(send(undefined, 'commands.fees.collect-fee', {
  caseNumber: 'C1', billKey: 'C1:1', payer: { name: '示例公司', creditCode: null }, item: { code: '000129106000', name: '示例事项' }, department: { name: '示例局', code: '430603101' }, dueBy: '2026-02-04T01:30:00.000Z',
  charges: [{ name: '示例费', standard: '示例标准', unitAmountInFen: 3_000, quantity: 1, amountInFen: 3_000 }],
}));
const orderNumber = `${payCode}-C01`;
const outcome = (bill: Bill, name: 'open-order' | 'ask-order' | 'close-order', told: object, facts: BillFacts & { at?: Date } = {}): Decision<Bill> => send(bill, `outcome.${name}`, { callId: 'c', request: { payCode, orderNumber }, outcome: told }, facts);
const done = (value: object): object => ({ kind: 'done', value });
const money = (serial = 'P1', bank = 'CHANNEL'): object => ({ bank, serial, amountInFen: 3_000, workDate: '2026-01-05', collectedOn: '2026-01-05' });
const opening = accepted(send(issued, 'http.open-order', { offline: true }));
const paying = accepted(outcome(opening, 'open-order', done({ channelOrder: 'CH1', payUrl: 'https://pay.example/q', expiresAt: '2026-01-05T01:45:00Z' })));
const late = new Date('2026-01-05T01:46:00Z');
const doubted = accepted(send(paying, 'reminder.order-due', { orderNumber }, { at: late }));

describe('money two people give to a bill', () => {
  const claim = (bill: Bill): Decision<Bill> => send(bill, 'claim.payment-assigned', money('S2', 'BANKB'));
  const twice = accepted(send(accepted(send(issued, 'http.confirm-payment', money('A1', 'BANKA'))), 'http.confirm-payment', money('S2', 'BANKB')));
  it('pays the very bill it was once too much for, when what had paid it has gone back: it was called claimed and paid nothing', () => {
    const open = accepted(send(twice, 'http.cancel-payment', { bank: 'BANKA', workDate: '2026-01-05' }, { reconciled: false }));
    const paid = claim(open);
    expect(said(paid)).toContain('events.fees.payment-settled');
    expect(accepted(paid)).toMatchObject({ status: 'paid', payment: { bank: 'BANKB', serial: 'S2', claimed: true } });
    expect(reason(claim(accepted(paid)))).toBe('ignore');
  });
  it('is refused with the reason while the bill is paid, so that it is placed elsewhere', () => {
    expect(reason(claim(twice))).toBe('already-paid');
  });
});

describe('an order at a channel', () => {
  it('makes the bill one that is being paid; a second is not opened while it lives', () => {
    expect(opening).toMatchObject({ status: 'paying', orders: [{ number: orderNumber, state: 'opening', amountInFen: 3_000, expiresAt: '2026-01-05T01:45:00.000Z' }] });
    expect(said(send(issued, 'http.open-order', { offline: true }))).toEqual(['open-order', 'order-due']);
    expect(paying).toMatchObject({ status: 'paying', orders: [{ state: 'open', payUrl: 'https://pay.example/q' }] });
    expect(send(paying, 'http.open-order', { offline: true })).toMatchObject({ kind: 'ignore', reply: { orderNumber } });
    expect(reason(send(paying, 'http.void-bill', { reason: '开错' }))).toBe('payment-in-doubt');
    expect(reason(send(issued, 'http.open-order', { offline: true }, { orderMinutes: null }))).toBe('not-configured');
  });
  it('whose opening got no answer is asked about, never opened again blindly', () => {
    const lost = outcome(opening, 'open-order', { kind: 'in-doubt', detail: 'timeout' });
    expect([said(lost), accepted(lost).status]).toEqual([['ask-order'], 'in-doubt']);
    const no = accepted(outcome(opening, 'open-order', { kind: 'refused', reason: 'amount-differs', detail: '' }));
    expect(no).toMatchObject({ status: 'issued', orders: [{ state: 'refused', why: 'amount-differs' }] });
  });
  it('whose opening got no answer and that was paid all the same is known by the channel’s number from then on: its refund goes back through the channel, not to a person', () => {
    const lost = accepted(outcome(opening, 'open-order', { kind: 'in-doubt', detail: 'timeout' }));
    const found = accepted(outcome(lost, 'ask-order', done({ state: 'paid', payment: money('CH9') })));
    expect(found).toMatchObject({ status: 'paid', orders: [{ state: 'paid', channelOrder: 'CH9' }] });
    // Its notice came first: the order is known by the same number.
    const told = accepted(send(lost, 'http.confirm-payment', money('CH9')));
    const asked = accepted(outcome(told, 'ask-order', done({ state: 'paid', payment: money('CH9') })));
    for (const bill of [found, asked]) {
      const wanted = accepted(send(bill, 'http.request-refund', { amountInFen: 1_000, reason: '多缴', refundableInFen: 3_000 }, { reconciled: true }));
      const approved = decide(wanted, { type: 'http.approve-refund', id: 'approve', data: { number: `${payCode}-01`, amountInFen: 1_000 }, actor: { ...cashier, subject: 'mei' } } as BillMessage, { now, ...rules });
      expect([said(approved), accepted(approved).refunds[0]?.state]).toEqual([['refund-order'], 'sent']);
    }
  });
  it('whose time is over is in doubt: asked by its own number, then closed by it', () => {
    expect(doubted).toMatchObject({ status: 'in-doubt', orders: [{ state: 'asking' }] });
    const closing = outcome(doubted, 'ask-order', done({ state: 'pending', payment: null }), { at: late });
    expect([said(closing), accepted(closing).status]).toEqual([['close-order'], 'reversing']);
    const closed = accepted(outcome(accepted(closing), 'close-order', done({})));
    expect(closed).toMatchObject({ status: 'reversed', orders: [{ state: 'reversed' }] });
    expect(accepted(send(closed, 'http.open-order', { offline: true }))).toMatchObject({ status: 'paying', orders: [{}, { number: `${payCode}-C02` }] });
    expect(accepted(outcome(doubted, 'ask-order', done({ state: 'closed', payment: null })))).toMatchObject({ status: 'issued', orders: [{ state: 'closed' }] });
  });
  it('of which the channel itself is not sure is asked three times, then closed; closing is repeated until it is certain', () => {
    let bill = doubted;
    for (let ask = 1; ask < 3; ask += 1) {
      const decision = outcome(bill, 'ask-order', done({ state: 'unknown', payment: null }), { at: late });
      expect(said(decision)).toEqual(['order-unclear']);
      bill = accepted(decision);
      expect(said(send(bill, 'reminder.order-unclear', { orderNumber }))).toEqual(['ask-order']);
    }
    const closing = outcome(bill, 'ask-order', done({ state: 'absent', payment: null }), { at: late });
    expect(said(closing)).toEqual(['close-order']);
    bill = accepted(closing);
    for (let day = 5; day < 9; day += 1) {
      const at = new Date(`2026-01-0${String(day)}T15:59:59Z`);
      const lost = outcome(bill, 'close-order', { kind: 'in-doubt', detail: 'timeout' }, { at });
      expect([said(lost), accepted(lost).status]).toEqual([['order-unclear'], 'reversal-unconfirmed']);
      bill = accepted(lost);
      const again = send(bill, 'reminder.order-unclear', { orderNumber }, { at });
      expect(said(again)).toEqual(['close-order']);
      bill = accepted(again);
    }
    expect(accepted(outcome(bill, 'close-order', done({})))).toMatchObject({ status: 'reversed' });
  });
  it('that was paid after all settles the bill by the channel’s word, also when closing finds it out', () => {
    const settled = outcome(doubted, 'ask-order', done({ state: 'paid', payment: money() }));
    expect(said(settled)).toEqual(['events.fees.payment-settled']);
    expect(accepted(settled)).toMatchObject({ status: 'paid', payment: { bank: 'CHANNEL', serial: 'P1' }, orders: [{ state: 'paid' }] });
    const closing = accepted(outcome(doubted, 'ask-order', done({ state: 'pending', payment: null }), { at: late }));
    const told = outcome(closing, 'close-order', { kind: 'refused', reason: 'already-paid', detail: '' });
    expect([said(told), accepted(told).status]).toEqual([['ask-order'], 'in-doubt']);
  });
  it('does not stand in the way of money a bank has taken: the bill is paid, and the order asked about and closed', () => {
    for (const bill of [paying, doubted]) {
      const paid = accepted(send(bill, 'http.confirm-payment', money('B1', 'BANKB')));
      expect(paid).toMatchObject({ status: 'paid', payment: { bank: 'BANKB' }, orders: [{ state: 'asking' }] });
      const closing = accepted(outcome(paid, 'ask-order', done({ state: 'pending', payment: null })));
      expect(closing).toMatchObject({ status: 'paid', orders: [{ state: 'closing' }] });
      const both = outcome(paid, 'ask-order', done({ state: 'paid', payment: money() }));
      expect(said(both)).toEqual(['place-surplus']);
      expect(accepted(both)).toMatchObject({ status: 'paid', payment: { bank: 'BANKB' }, surplus: [{ bank: 'CHANNEL', serial: 'P1' }], orders: [{ state: 'paid' }] });
    }
    const own = accepted(send(paying, 'http.confirm-payment', money()));
    expect(accepted(outcome(own, 'ask-order', done({ state: 'paid', payment: money() })))).toMatchObject({ status: 'paid', surplus: [], orders: [{ state: 'paid' }] });
  });
  it('that took another amount than is owed by then puts the money onto the book of unidentified money: the channel hears no answer', () => {
    const decision = outcome(doubted, 'ask-order', done({ state: 'paid', payment: { ...money(), amountInFen: 2_900 } }));
    expect(said(decision)).toEqual(['place-surplus']);
    expect(accepted(decision)).toMatchObject({ surplus: [{ bank: 'CHANNEL', serial: 'P1', amountInFen: 2_900, why: 'amount-differs' }], orders: [{ state: 'paid' }] });
    expect(reason(send(issued, 'http.confirm-payment', { ...money(), amountInFen: 2_900 }))).toBe('amount-differs');
  });
  it('that the channel keeps open longer than was wished is asked about again when that time is over', () => {
    const longer = accepted(outcome(opening, 'open-order', done({ channelOrder: 'CH1', payUrl: 'https://pay.example/q', expiresAt: '2026-01-05T02:15:00Z' })));
    const asked = accepted(send(longer, 'reminder.order-due', { orderNumber }, { at: late }));
    const open = outcome(asked, 'ask-order', done({ state: 'pending', payment: null }), { at: late });
    expect(accepted(open)).toMatchObject({ status: 'paying', orders: [{ state: 'open' }] });
    expect(open).toMatchObject({ outputs: [{ kind: 'reminder', name: 'order-due', dueAt: new Date('2026-01-05T02:15:30Z') }] });
  });
  it('is closed when a cashier takes it back', () => {
    const taken = send(paying, 'http.take-back', { reason: '改用转账' });
    expect([said(taken), accepted(taken).status]).toEqual([['close-order'], 'reversing']);
    expect(reason(send(issued, 'http.take-back', { reason: '改用转账' }))).toBe('wrong-state');
  });
});

describe('a payment through the channel that a cashier takes back', () => {
  const paid = accepted(send(paying, 'http.confirm-payment', money('CH1')));
  const back = (bill: Bill, told: object, facts: BillFacts & { at?: Date } = {}): Decision<Bill> => send(bill, 'outcome.take-back-order', { callId: 'c', request: { payCode, orderNumber, refundNumber: `${orderNumber}-R01` }, outcome: told }, facts);
  const asked = accepted(send(paid, 'http.take-back', { reason: '多缴一次' }));
  const gone = done({ state: 'refunded', serial: 'RF1', detail: '' });
  it('is asked of the channel under one number, and counts as paid until the channel has said that it went back', () => {
    expect(send(paid, 'http.take-back', { reason: '多缴一次' })).toMatchObject({ outputs: [{ kind: 'call', name: 'take-back-order', data: { orderNumber, refundNumber: `${orderNumber}-R01` } }], reply: { state: 'reversing' } });
    expect([asked.status, stateShown(asked)]).toEqual(['paid', 'reversing']);
    expect(reason(send(asked, 'http.take-back', { reason: '多缴一次' }))).toBe('ignore');
    expect(reason(send(asked, 'http.open-order', { offline: true }))).toBe('already-paid');
    expect(reason(send(asked, 'http.request-refund', { amountInFen: 1, reason: '多缴', refundableInFen: 3_000 }, { reconciled: true }))).toBe('payment-in-doubt');
    const reversed = back(asked, gone);
    expect(said(reversed)).toEqual(['events.fees.payment-reversed']);
    expect(accepted(reversed)).toMatchObject({ status: 'reversed', reversals: [{ bank: 'CHANNEL', serial: 'CH1' }], orders: [{ state: 'reversed', takenBack: [{ state: 'done', reason: '多缴一次', asked: { by: 'lin' } }] }] });
    // As the channel's statement has it: a line of its own.
    expect(accepted(reversed).postings.at(-1)).toMatchObject({ occasion: 'reversed', serial: 'RF1', workDate: '2026-01-05' });
    expect(reason(back(accepted(reversed), gone))).toBe('ignore');
    expect(accepted(send(accepted(reversed), 'http.open-order', { offline: true }))).toMatchObject({ status: 'paying' });
  });
  it('is possible on the channel’s day it was paid alone, before it is reconciled and before the fiscal platform has confirmed it; afterwards only a refund', () => {
    expect(reason(send(paid, 'http.take-back', { reason: '多缴一次' }, { reconciled: true }))).toBe('already-reconciled');
    expect(send(paid, 'http.take-back', { reason: '多缴一次' }, { today: '2026-01-06', at: new Date('2026-01-05T16:00:00Z') })).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state', zh: expect.stringContaining('当日') as string } });
    const confirmed = accepted(send(paid, 'http.confirm-fiscally', { serial: 'F1', amountInFen: 3_000, confirmedOn: '2026-01-05', confirmedAt: '09:40:00', payMode: '51', payerName: null }));
    expect(send(confirmed, 'http.take-back', { reason: '多缴一次' })).toMatchObject({ kind: 'refuse', refusal: { zh: expect.stringContaining('到账') as string } });
    const byBank = accepted(send(issued, 'http.confirm-payment', money('B1', 'BANKB')));
    expect(reason(send(byBank, 'http.take-back', { reason: '多缴一次' }))).toBe('wrong-state');
  });
  it('without a certain answer is unconfirmed, and asked again under its number until it is certain, over midnight too', () => {
    let bill = asked;
    for (let night = 5; night < 9; night += 1) {
      const at = new Date(`2026-01-0${String(night)}T15:59:59Z`);
      const lost = back(bill, night % 2 === 0 ? { kind: 'in-doubt', detail: 'timeout' } : done({ state: 'sent', serial: null, detail: '' }), { at });
      expect([said(lost), stateShown(accepted(lost))]).toEqual([['take-back-unclear'], 'reversal-unconfirmed']);
      bill = accepted(lost);
      expect(send(bill, 'reminder.take-back-unclear', { orderNumber, refundNumber: `${orderNumber}-R01` }, { at })).toMatchObject({ outputs: [{ name: 'take-back-order', data: { refundNumber: `${orderNumber}-R01` } }] });
    }
    expect(accepted(back(bill, gone, { at: new Date('2026-01-09T01:00:00Z') }))).toMatchObject({ status: 'reversed' });
  });
  it('is never called failed because more would go back than came in: it has gone back, and the channel only has not said so', () => {
    const exceeds = back(asked, { kind: 'refused', reason: 'refund-exceeds-payment', detail: '' });
    expect([said(exceeds), stateShown(accepted(exceeds))]).toEqual([['take-back-unclear'], 'reversal-unconfirmed']);
    expect(accepted(back(accepted(exceeds), gone))).toMatchObject({ status: 'reversed' });
  });
  it('that the channel will not give back stays paid, says why, and may be asked under a new number', () => {
    const no = accepted(back(asked, done({ state: 'failed', serial: null, detail: '余额不足' })));
    expect([no.status, stateShown(no), no.orders[0]?.takenBack]).toMatchObject(['paid', 'paid', [{ state: 'failed', why: '余额不足' }]]);
    expect(send(no, 'http.take-back', { reason: '再试' })).toMatchObject({ outputs: [{ data: { refundNumber: `${orderNumber}-R02` } }] });
    // An answer about the attempt before is none about this one.
    expect(reason(back(accepted(send(no, 'http.take-back', { reason: '再试' })), gone))).toBe('ignore');
  });
  it('which the fiscal platform confirms meanwhile has no receipt asked for until it is known, and leaves the account it lies in', () => {
    const platform = { fiscalPlatform: true };
    const confirmed = send(asked, 'http.confirm-fiscally', { serial: 'F1', amountInFen: 3_000, confirmedOn: '2026-01-05', confirmedAt: '09:40:00', payMode: '51', payerName: null }, platform);
    expect([said(confirmed), stateShown(accepted(confirmed))]).toEqual([[], 'reversing']);
    expect(reason(send(accepted(confirmed), 'http.take-receipt', {}, platform))).toBe('payment-in-doubt');
    expect(said(back(accepted(confirmed), done({ state: 'failed', serial: null, detail: '余额不足' }), platform))).toEqual(['take-receipt']);
    const reversed = accepted(back(accepted(confirmed), gone, platform));
    expect(reversed.status).toBe('reversed');
    expect(reversed.postings.at(-1)?.lines).toContainEqual(expect.objectContaining({ account: 'fiscal', creditInFen: 3_000 }));
  });
});

describe('a slip a cashier enters', () => {
  const slip = { kind: 'pos', terminal: 'T01', receiptNumber: '000123', bank: 'BANKA', amountInFen: 3_000, collectedOn: '2026-01-05' };
  const entered = accepted(send(issued, 'http.enter-counter-payment', slip));
  it('is no money until the bank’s file bears it out', () => {
    expect(entered).toMatchObject({ status: 'paying', counterEntries: [{ state: 'waiting', entered: { by: 'lin' } }] });
    expect(entered.postings).toHaveLength(1);
    expect(reason(send(entered, 'http.enter-counter-payment', slip))).toBe('ignore');
    expect(reason(send(entered, 'http.enter-counter-payment', { ...slip, receiptNumber: '9' }))).toBe('payment-in-doubt');
    for (const [change, why] of [[{ amountInFen: 2_999 }, 'amount-differs'], [{ collectedOn: '2026-01-06' }, 'invalid-request']] as const) expect(reason(send(issued, 'http.enter-counter-payment', { ...slip, ...change }))).toBe(why);
    expect(reason(send(entered, 'file.confirm-payment', { ...money('L1', 'BANKA'), amountInFen: 2_999 }))).toBe('payment-unknown');
    const paid = send(entered, 'file.confirm-payment', money('L1', 'BANKA'));
    expect(said(paid)).toEqual(['events.fees.payment-settled']);
    expect(accepted(paid)).toMatchObject({ status: 'paid', payment: { serial: 'L1', toldBy: 'file' }, counterEntries: [{ state: 'confirmed' }] });
    expect(reason(send(accepted(paid), 'file.confirm-payment', money('L1', 'BANKA')))).toBe('ignore');
    expect(reason(send(issued, 'file.confirm-payment', money('L1', 'BANKA')))).toBe('payment-unknown');
  });
  it('may be withdrawn, and then the bill is as before', () => {
    expect(accepted(send(entered, 'http.take-back', { reason: '录错' }))).toMatchObject({ status: 'issued', counterEntries: [{ state: 'withdrawn' }] });
  });
  it('is not borne out by another bank’s money or the platform’s word: its own bank’s line still counts, as the second payment or as the same', () => {
    const other = accepted(send(entered, 'http.confirm-payment', money('B1', 'BANKB')));
    expect(other).toMatchObject({ status: 'paid', payment: { bank: 'BANKB' }, counterEntries: [{ state: 'waiting' }] });
    expect(accepted(send(other, 'file.confirm-payment', money('L1', 'BANKA')))).toMatchObject({ payment: { bank: 'BANKB' }, surplus: [{ bank: 'BANKA', serial: 'L1', why: 'already-paid' }] });
    expect(accepted(send(other, 'http.take-back', { reason: '录错银行' }))).toMatchObject({ status: 'paid', counterEntries: [{ state: 'withdrawn' }] });
    const arrived = accepted(send(entered, 'http.confirm-fiscally', { serial: 'F1', amountInFen: 3_000, confirmedOn: '2026-01-05', confirmedAt: '09:31:00', payMode: '51', payerName: null }));
    expect(accepted(send(arrived, 'file.confirm-payment', money('L1', 'BANKA')))).toMatchObject({ status: 'confirmed', payment: { bank: 'BANKA', serial: 'L1' }, surplus: [], counterEntries: [{ state: 'confirmed' }] });
    const atOnce = accepted(send(issued, 'http.enter-counter-payment', slip, { counterSettles: true }));
    expect(accepted(send(atOnce, 'http.confirm-payment', money('B1', 'BANKB')))).toMatchObject({ payment: { bank: 'BANKA' }, surplus: [{ bank: 'BANKB', serial: 'B1' }] });
  });
  it('pays one bill, also where it settles at once', () => {
    expect(reason(send(issued, 'http.enter-counter-payment', slip, { counterSettles: true, serialPaid: 'C9:1' }))).toBe('serial-already-used');
  });
  it('lets the case go on at once where the zone has set it so, and takes the bank’s serial from the file', () => {
    const decision = send(issued, 'http.enter-counter-payment', slip, { counterSettles: true });
    expect(said(decision)).toEqual(['events.fees.payment-settled']);
    const paid = accepted(decision);
    expect(paid).toMatchObject({ status: 'paid', payment: { serial: 'POS-T01-000123', toldBy: 'counter' }, counterEntries: [{ state: 'waiting' }] });
    const borneOut = accepted(send(paid, 'file.confirm-payment', money('L1', 'BANKA')));
    expect(borneOut).toMatchObject({ status: 'paid', payment: { serial: 'L1', toldBy: 'file' }, counterEntries: [{ state: 'confirmed' }] });
    expect(reason(send(borneOut, 'file.confirm-payment', money('L1', 'BANKA')))).toBe('ignore');
  });
});
