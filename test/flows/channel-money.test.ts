/**
 * Money that goes back through the payment channel, over real fees, gateway and channel: a payment of today reversed by a cashier, a refund by
 * two people, with answers that get lost. What the channel's own books say is what counts.
 */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { components } from '../../contracts/fees/api.ts';
import { manualClock } from '../../infra/clock.ts';
import { freshId } from '../../infra/chance.ts';
import { service as gateway } from '../../services/bank-gateway/service.ts';
import { startAggregator, type Aggregator } from '../../services/bank-gateway/adapters/payment-aggregator/simulator.ts';
import { service as fees } from '../../services/fees/service.ts';
import { publishStandard } from '../published-standard.ts';
import { eventually, openStage, type Stage } from '../stage.ts';

type Bill = components['schemas']['Bill'];

let stage: Stage;
let feesUrl: string;
let far: Aggregator;
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));

async function ask<Body = Record<string, unknown>>(who: string, method: string, where: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${feesUrl}${where}`, { method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': freshId() }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Body };
}
const billOf = async (payCode: string): Promise<Bill> => (await ask<Bill>('lin', 'GET', `/bills/${payCode}`)).body;
const until = (what: string, payCode: string, is: (bill: Bill) => boolean): Promise<Bill> => eventually(what, async () => { const bill = await billOf(payCode); return is(bill) ? bill : null; });
/** A bill paid through an order a cashier opened. */
async function paid(): Promise<Bill> {
  const { payCode } = (await ask<Bill>('lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601-430603-04-01-123456', payer: { name: '示例公司', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-02-04T15:59:59Z' })).body;
  expect((await ask('lin', 'POST', `/bills/${payCode}/orders`, { offline: true })).status).toBe(200);
  const open = await until('the order is open', payCode, ({ orders }) => orders[0]?.state === 'open');
  await far.pay(open.orders[0]?.number ?? '');
  return until('the bill is paid', payCode, ({ state }) => state === 'paid');
}
const backAt = (bill: Bill): { fen: number; state: string }[] => [...far.books().refunds.values()].filter(({ order }) => order === bill.payment?.serial).map(({ fen, state }) => ({ fen, state }));
const reverse = (bill: Bill): Promise<{ status: number; body: Record<string, unknown> }> => ask('lin', 'POST', `/bills/${bill.payCode}/reversals`, { reason: '缴款人要求改用对公转账' });
const parity = async (): Promise<unknown> => (await ask('aud', 'GET', '/ledger/parity')).body;
async function reconcile(): Promise<void> {
  const { amountInFen } = (await ask<{ amountInFen: number }>('gateway', 'GET', '/payments/totals?bank=GZF&from=2026-01-05&to=2026-01-05')).body;
  expect(await ask('gateway', 'POST', '/reconciliations', { bank: 'GZF', from: '2026-01-05', to: '2026-01-05', amountInFen })).toMatchObject({ status: 200 });
}

beforeAll(async () => {
  stage = await openStage();
  for (const [name, role, subject] of [['lin', 'cashier', 'lin'], ['sun', 'supervisor', 'sun'], ['aud', 'auditor', 'aud'], ['gateway', 'service', 'bank-gateway']] as const) tokens.set(name, await stage.token(role, { subject }));
  const [hub, bank] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
  const pem = (name: string, key: typeof hub.privateKey): string => { const file = path.join(stage.directory, name); writeFileSync(file, key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' })); return file; };
  far = await startAggregator({ port: 0, privateKey: bank.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), hubKey: hub.publicKey.export({ type: 'spki', format: 'pem' }).toString(), systemId: 'ZONE01', noticeUrl: null, noticeEveryMs: null, clock });
  feesUrl = (await stage.start(fees, { HUB_DIVISION_CODE: '430603', HUB_PAYMENT_CHANNEL: 'aggregator', HUB_BANK_GATEWAY_URL: await stage.urlOf('bank-gateway') }, clock)).url;
  const { url } = await stage.start(gateway, {
    HUB_FEES_URL: feesUrl, HUB_FEES_TIMEOUT_MS: '3000', HUB_LISTENERS: JSON.stringify([{ profile: 'zone-nontax', port: 0, accounts: [{ bank: 'CCB', userCode: 'u', password: 'password-of-it' }], sessionKey: 'a session key of this test' }]),
    HUB_DAILY_FILES: JSON.stringify([{ feed: 'channel', source: 'GZF', profile: 'gzf0005', from: { by: 'channel' }, settleSeconds: 0, halfMinutes: 0 }]), HUB_DAILY_FILES_EVERY_SECONDS: '86400',
    HUB_PAYMENT_CHANNEL: JSON.stringify({ url: far.url, systemId: 'ZONE01', bank: 'GZF', privateKeyFile: pem('own.pem', hub.privateKey), peerKeyFile: pem('peer.pem', bank.publicKey), timeoutMs: 500, notices: { port: 0 } }),
  }, clock);
  far.listenTo(`http://${((await (await fetch(`${url}/health`)).json()) as { channelDoor: string }).channelDoor}`);
  const standard = { code: 'YL-02', name: '示例费', words: '定额', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '收入' }, collectingUnit: { code: '430603101', name: '示例局' }, rule: { kind: 'fixed', amountInFen: 8_005 }, reliefs: [], lateFee: null, validFrom: '2026-01-01' };
  await publishStandard(feesUrl, stage.token, standard);
}, 120_000);
afterAll(async () => { await far?.close(); await stage?.close(); });
beforeEach(() => { far.setFaults([]); });

describe('a payment of today that a cashier reverses', () => {
  it('goes back whole through the channel, once, and the bill may be paid again', async () => {
    const bill = await paid();
    expect(await reverse(bill)).toMatchObject({ status: 200 });
    const reversed = await until('it is reversed', bill.payCode, ({ state }) => state === 'reversed');
    expect(reversed).toMatchObject({ payment: null, reversals: [{ bank: 'GZF', serial: bill.payment?.serial, amountInFen: 8_005 }], orders: [{ state: 'reversed', takenBack: [{ state: 'done', asked: { by: 'lin' } }] }] });
    expect(backAt(bill)).toEqual([{ fen: 8_005, state: '4' }]);
    // A late repetition of the channel's notice is no money any more, on no book.
    expect(await ask('gateway', 'POST', '/unidentified-money', { bank: 'GZF', serial: bill.payment?.serial, payCode: bill.payCode, amountInFen: 8_005, workDate: '2026-01-05', collectedOn: '2026-01-05', why: 'serial-already-used' })).toMatchObject({ status: 409, body: { reason: 'serial-already-used' } });
    expect((await ask('lin', 'POST', `/bills/${bill.payCode}/orders`, { offline: true })).status).toBe(200);
    await until('another order is open', bill.payCode, ({ orders }) => orders[1]?.state === 'open');
    expect(await parity()).toMatchObject({ holds: true });
  });
  it.each(['timeout', 'drop-after', 'drop-before', 'bad-signature'] as const)('whose answer is lost (%s) is unconfirmed, asked again under its number, and goes back once', async (kind) => {
    const bill = await paid();
    far.setFaults([{ kind, call: 'refund', times: 1 }]);
    expect((await reverse(bill)).status).toBe(200);
    const unclear = await until('nobody knows', bill.payCode, ({ state }) => state === 'reversal-unconfirmed');
    expect(unclear.payment).not.toBeNull();
    expect((await ask<{ bills: Bill[] }>('lin', 'GET', '/bills?state=reversal-unconfirmed')).body.bills.map(({ payCode }) => payCode)).toContain(bill.payCode);
    // Nothing else may be begun on it meanwhile.
    expect((await ask('lin', 'POST', `/bills/${bill.payCode}/orders`, { offline: true })).status).toBe(409);
    clock.advance(60_000);
    await until('it is reversed', bill.payCode, ({ state }) => state === 'reversed');
    expect(backAt(bill)).toEqual([{ fen: 8_005, state: '4' }]);
  });
  it('that the channel refuses stays paid, with what the channel said', async () => {
    const bill = await paid();
    far.setFaults([{ kind: 'refund-fails', call: 'refund', times: 1 }]);
    expect((await reverse(bill)).status).toBe(200);
    const stands = await until('the channel has said no', bill.payCode, ({ orders }) => orders[0]?.takenBack[0]?.state === 'failed');
    expect(stands.state).toBe('paid');
    expect((await reverse(bill)).status).toBe(200);
    await until('it is reversed under another number', bill.payCode, ({ state, orders }) => state === 'reversed' && orders[0]?.takenBack[1]?.number.endsWith('-R02') === true);
    expect(backAt(bill).filter(({ state }) => state === '4')).toEqual([{ fen: 8_005, state: '4' }]);
  });
  it('begun before midnight is repeated after it; one of yesterday is refused with the way out', async () => {
    const [begun, late] = [await paid(), await paid()];
    clock.set(new Date('2026-01-05T15:59:50Z'));
    far.setFaults([{ kind: 'drop-before', call: 'refund' }]);
    expect((await reverse(begun)).status).toBe(200);
    await until('nobody knows', begun.payCode, ({ state }) => state === 'reversal-unconfirmed');
    clock.set(new Date('2026-01-05T16:30:00Z'));
    const refused = await reverse(late);
    expect(refused).toMatchObject({ status: 409, body: { reason: 'wrong-state', detail: expect.stringContaining('退付') as string } });
    far.setFaults([]);
    clock.advance(15 * 60_000);
    await until('it is reversed', begun.payCode, ({ state }) => state === 'reversed');
    expect(backAt(begun)).toEqual([{ fen: 8_005, state: '4' }]);
    expect(backAt(late)).toEqual([]);
    expect(await parity()).toMatchObject({ holds: true });
  });
});

describe('a refund through the channel', () => {
  const where = (bill: Bill): string => `/bills/${bill.payCode}/refunds`;
  const asked = async (bill: Bill, amountInFen: number, refundableInFen = 8_005): Promise<string> => {
    const answer = await ask<{ number: string }>('lin', 'POST', where(bill), { amountInFen, reason: '面积核减', refundableInFen });
    expect(answer).toMatchObject({ status: 200, body: { state: 'requested' } });
    return answer.body.number;
  };
  const approve = (bill: Bill, number: string, amountInFen: number, who = 'sun'): Promise<{ status: number; body: Record<string, unknown> }> => ask(who, 'POST', `${where(bill)}/${number}/approvals`, { amountInFen });
  const refundState = (bill: Bill, at = 0): string => bill.refunds[at]?.state ?? '';
  let bills: Bill[];
  beforeAll(async () => {
    clock.set(new Date('2026-01-05T10:00:00Z'));
    bills = [];
    for (let count = 0; count < 5; count += 1) bills.push(await paid());
    const [open] = bills;
    if (!open) throw new Error('no bill');
    expect(await ask('lin', 'POST', where(open), { amountInFen: 1_000, reason: '面积核减', refundableInFen: 8_005 })).toMatchObject({ status: 409, body: { reason: 'not-reconciled-yet' } });
    await reconcile();
    expect(await reverse(open)).toMatchObject({ status: 409, body: { reason: 'already-reconciled' } });
  });
  const bill = (at: number): Bill => { const one = bills[at]; if (!one) throw new Error('no bill'); return one; };

  it('is asked for by one, approved by another at the amount he saw, and given back by the channel by itself', async () => {
    const one = bill(0);
    const number = await asked(one, 6_000);
    expect(await approve(one, number, 6_000, 'lin')).toMatchObject({ status: 409, body: { reason: 'second-person-needed' } });
    expect(await approve(one, number, 5_999)).toMatchObject({ status: 412, body: { reason: 'amount-changed' } });
    expect(await approve(one, number, 6_000)).toMatchObject({ status: 200, body: { state: 'sent' } });
    await until('it is refunded', one.payCode, (now) => refundState(now) === 'refunded');
    expect(backAt(one)).toEqual([{ fen: 6_000, state: '4' }]);
    // Who looks at an old page is told, and no more than was paid ever goes back.
    expect(await ask('lin', 'POST', where(one), { amountInFen: 2_005, reason: '面积核减', refundableInFen: 8_005 })).toMatchObject({ status: 412, body: { reason: 'amount-changed' } });
    expect(await ask('lin', 'POST', where(one), { amountInFen: 2_006, reason: '面积核减', refundableInFen: 2_005 })).toMatchObject({ status: 422, body: { reason: 'refund-exceeds-payment' } });
    const rest = await asked(one, 2_005, 2_005);
    expect(await approve(one, rest, 2_005)).toMatchObject({ status: 200 });
    await until('the rest is refunded too', one.payCode, (now) => refundState(now, 1) === 'refunded');
    expect(backAt(one).reduce((sum, { fen }) => sum + fen, 0)).toBe(8_005);
    expect((await billOf(one.payCode)).refundableInFen).toBe(0);
  });
  it.each([['timeout', 1], ['drop-before', 2]] as const)('whose answer is lost (%s) is in doubt, asked about by its number, and given back once', async (kind, at) => {
    const one = bill(at);
    const number = await asked(one, 8_005);
    far.setFaults([{ kind, call: 'refund', times: 1 }]);
    expect(await approve(one, number, 8_005)).toMatchObject({ status: 200, body: { state: 'sent' } });
    await eventually('the channel was asked', async () => (kind === 'timeout' ? backAt(one).length === 1 : true));
    expect(refundState(await billOf(one.payCode))).toBe('sent');
    await eventually('it is refunded', async () => { clock.advance(30_000); return refundState(await billOf(one.payCode)) === 'refunded'; });
    expect(backAt(one)).toEqual([{ fen: 8_005, state: '4' }]);
  });
  it('that the channel could not carry out is told as failed, and may be asked for anew', async () => {
    const one = bill(3);
    const number = await asked(one, 8_005);
    far.setFaults([{ kind: 'refund-fails', call: 'refund', times: 1 }]);
    expect((await approve(one, number, 8_005)).status).toBe(200);
    const failed = await until('it has failed', one.payCode, (now) => refundState(now) === 'failed');
    expect(failed.refundableInFen).toBe(8_005);
    const again = await asked(one, 8_005);
    expect((await approve(one, again, 8_005)).status).toBe(200);
    await until('it is refunded', one.payCode, (now) => refundState(now, 1) === 'refunded');
    expect(backAt(one).filter(({ state }) => state === '4')).toEqual([{ fen: 8_005, state: '4' }]);
  });
  it('goes back the way the money came alone: no other bank may tell of it', async () => {
    const one = bill(4);
    const number = await asked(one, 1_000);
    far.setFaults([{ kind: 'drop-before', call: 'refund' }]);
    expect((await approve(one, number, 1_000)).status).toBe(200);
    expect(await ask('gateway', 'POST', `${where(one)}/${number}/results`, { bank: 'ICBC', outcome: 'refunded', serial: 'R1', note: '' })).toMatchObject({ status: 409, body: { reason: 'refund-route-differs' } });
    far.setFaults([]);
    await eventually('it is refunded', async () => { clock.advance(60_000); return refundState(await billOf(one.payCode)) === 'refunded'; });
    expect(backAt(one)).toEqual([{ fen: 1_000, state: '4' }]);
    expect(await parity()).toMatchObject({ holds: true });
  });
});

describe('the day as the channel states it', () => {
  it('has each reversal and each refund where our book has it, on the day it was made, also those over midnight', async () => {
    clock.set(new Date('2026-01-07T01:30:00Z'));
    for (const day of ['2026-01-05', '2026-01-06']) {
      expect(await far.announce(day.replaceAll('-', ''))).toBe('00');
      const { body } = await ask('lin', 'GET', `/day-closes/GZF/${day}`);
      expect(body, day).toMatchObject({ state: 'ready', differences: [], waiting: 0, open: 0 });
    }
    const stated = far.statementOf('20260105').split('\n').filter((line) => line.split('|')[3] === '2');
    expect(stated.length).toBeGreaterThan(9);
  });
});
