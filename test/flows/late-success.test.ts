/**
 * Money whose payment timed out and is a success in the next day's file: at a bank's window, unheard by the hub or heard with the answer lost, and at a payment channel that was sure of
 * nothing all day. Over real fees, gateway, teller program and channel. It is unknown at first and asked about, then found in the file, settled once; the days close; nothing counts twice.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../contracts/fees/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { startAggregator, type Aggregator } from '../../services/bank-gateway/adapters/payment-aggregator/simulator.ts';
import { writeReceipts } from '../../services/bank-gateway/adapters/yhsk/simulator.ts';
import { startTeller, type Teller, type TellerFault } from '../../services/bank-gateway/adapters/zone-nontax/simulator.ts';
import { service as gateway } from '../../services/bank-gateway/service.ts';
import { service as fees } from '../../services/fees/service.ts';
import { publishStandard } from '../published-standard.ts';
import { eventually, openStage, type Stage } from '../stage.ts';

type Schemas = components['schemas'];
type Bill = Schemas['Bill'];
let stage: Stage;
let teller: Teller;
let far: Aggregator;
let feesUrl: string;
let gatewayUrl: string;
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
const owed = 8_005;

async function ask<Body = Record<string, unknown>>(who: string, method: string, where: string, body?: unknown, url = feesUrl, key = freshId()): Promise<{ status: number; body: Body & { reason?: string } }> {
  const response = await fetch(`${url}${where}`, { method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': key }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Body & { reason?: string } };
}
const billOf = async (payCode: string): Promise<Bill> => (await ask<Bill>('lin', 'GET', `/bills/${payCode}`)).body;
const opened = async (): Promise<string> => (await ask<Bill>('lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601-430603-04-01-123456', payer: { name: '示例公司', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-02-04T15:59:59Z' })).body.payCode;
const day = async (source: string, on: string): Promise<Schemas['DayClose']> => (await ask<Schemas['DayClose']>('sun', 'GET', `/day-closes/${source}/${on}`)).body;
const close = async (source: string, on: string): Promise<{ status: number; body: { reason?: string } }> => ask('lin', 'POST', `/day-closes/${source}/${on}/closings`, { basis: (await day(source, on)).basis });
/** Two people look at a line and say what it is. */
async function settled(source: string, on: string, kind: 'book' | 'explain'): Promise<void> {
  const [difference] = (await day(source, on)).differences;
  const where = `/day-closes/${source}/${on}/differences/${difference?.id ?? ''}`;
  expect(await ask('lin', 'POST', `${where}/resolutions`, { key: difference?.key, kind, note: '已与银行核实：当日超时，次日文件为成功' })).toMatchObject({ status: 200 });
  expect(await ask('lin', 'POST', `${where}/countersignatures`, { agreed: true })).toMatchObject({ status: 409, body: { reason: 'second-person-needed' } });
  expect(await ask('sun', 'POST', `${where}/countersignatures`, { agreed: true })).toMatchObject({ status: 200 });
}
/** What the bank's program would write of a day, fetched twice over: the second time it is the same file. */
let written = 0;
async function filed(on: string): Promise<void> {
  const lines = teller.books().filter(({ state, workDate, inFileOf }) => (state === 'confirmed' || state === 'late') && (inFileOf ?? workDate) === on).map(({ payCode, amountInFen }) => ({ payCode, amountInFen }));
  for (const part of [1, 2]) {
    const { name, bytes } = writeReceipts({ bank: '105533902', division: '', day: on, part, lines });
    const file = path.join(stage.directory, 'out', name);
    writeFileSync(file, bytes);
    written += 1;
    utimesSync(file, 1_767_600_000 + written, 1_767_600_000 + written);
    const looked = await eventually('nobody else looks', async () => { const answer = await ask<{ result: string; files: { state: string }[] }>('ops', 'POST', '/daily-files/fetches', { feed: 'day' }, gatewayUrl); return answer.body.result === 'busy' ? null : answer.body; });
    expect(looked.files.map(({ state }) => state), JSON.stringify(looked)).toEqual([part === 1 ? 'delivered' : 'repeated']);
  }
}
/** All of a bank's money, on whatever book of ours. */
async function heldOf(bank: string, payCode: string): Promise<{ fen: number; unidentified: number }> {
  expect((await ask('aud', 'GET', '/ledger/parity')).body).toMatchObject({ holds: true });
  const { money } = (await ask<{ money: { bank: string; payCode: string; amountInFen: number; state: string }[] }>('lin', 'GET', '/unidentified-money?limit=200')).body;
  const { payment } = await billOf(payCode);
  return { fen: payment?.bank === bank ? payment.amountInFen : 0, unidentified: money.filter((one) => one.bank === bank && one.payCode === payCode).length };
}

beforeAll(async () => {
  stage = await openStage();
  mkdirSync(path.join(stage.directory, 'out'));
  for (const [name, role] of [['lin', 'cashier'], ['sun', 'supervisor'], ['aud', 'auditor'], ['ops', 'integrator']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  tokens.set('gateway', await stage.token('service', { subject: 'bank-gateway' }));
  const [hub, bank] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
  const pem = (name: string, key: typeof hub.privateKey): string => { const file = path.join(stage.directory, name); writeFileSync(file, key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' })); return file; };
  far = await startAggregator({ port: 0, privateKey: bank.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), hubKey: hub.publicKey.export({ type: 'spki', format: 'pem' }).toString(), systemId: 'ZONE01', noticeUrl: null, noticeEveryMs: null, clock });
  feesUrl = (await stage.start(fees, { HUB_DIVISION_CODE: '430603', HUB_PAYMENT_CHANNEL: 'aggregator', HUB_BANK_GATEWAY_URL: await stage.urlOf('bank-gateway') }, clock)).url;
  const often = { settleSeconds: 0, expectedBy: null };
  gatewayUrl = (await stage.start(gateway, {
    HUB_FEES_URL: feesUrl, HUB_LISTENERS: JSON.stringify([{ profile: 'zone-nontax', port: 0, accounts: [{ bank: 'ICBC', userCode: 'u', password: 'password-of-it' }], sessionKey: 'a session key of this test' }]), HUB_DAILY_FILES_EVERY_SECONDS: '86400',
    HUB_DAILY_FILES: JSON.stringify([{ feed: 'day', source: 'ICBC', profile: 'yhsk', from: { by: 'folder', folder: path.join(stage.directory, 'out') }, bankCode: '105533902', ...often }, { feed: 'channel', source: 'GZF', profile: 'gzf0005', from: { by: 'channel' }, ...often }]),
    HUB_PAYMENT_CHANNEL: JSON.stringify({ url: far.url, systemId: 'ZONE01', bank: 'GZF', privateKeyFile: pem('own.pem', hub.privateKey), peerKeyFile: pem('peer.pem', bank.publicKey), timeoutMs: 10_000, notices: { port: 0 } }),
  }, clock)).url;
  far.listenTo(`http://${((await (await fetch(`${gatewayUrl}/health`)).json()) as { channelDoor: string }).channelDoor}`);
  const port = (await ask<{ listeners: { port: number }[] }>('ops', 'GET', '/state', undefined, gatewayUrl)).body.listeners[0]?.port ?? 0;
  teller = startTeller({ host: '127.0.0.1', port, user: 'u', password: 'password-of-it', booksFile: path.join(stage.directory, 'teller.ndjson'), clock });
  await publishStandard(feesUrl, stage.token, { code: 'YL-02', name: '示例费', words: '定额', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '收入' }, collectingUnit: { code: '430603101', name: '示例局' }, rule: { kind: 'fixed', amountInFen: owed }, reliefs: [], lateFee: null, validFrom: '2026-01-01' });
}, 120_000);
afterAll(async () => { teller?.stop(); await far?.close(); await stage?.close(); });

describe('a payment at a bank’s window that timed out and is a success in the next day’s file', { timeout: 60_000 }, () => {
  const paidLate = async (fault: TellerFault): Promise<string> => {
    const payCode = await opened();
    expect(await teller.pay(payCode, fault)).toMatchObject({ state: 'late' });
    return payCode;
  };
  it('unheard by the hub, is unknown on its day, a line of the bank alone on the next, and booked once by two people, whoever tells it again', async () => {
    clock.set(new Date('2026-01-05T01:30:00Z'));
    const [punctual, late] = [await opened(), await paidLate('late-unheard')];
    expect(await teller.pay(punctual)).toMatchObject({ state: 'confirmed' });
    // The payer comes back and the window asks: nothing is known of it here, and nothing is made up.
    expect(await teller.query(late)).toMatchObject({ state: 'owed', amountInFen: owed });
    expect(await billOf(late)).toMatchObject({ state: 'issued', payment: null });
    // The day it timed out on closes without it: its file does not have it either.
    clock.set(new Date('2026-01-06T01:30:00Z'));
    await filed('2026-01-05');
    expect(await close('ICBC', '2026-01-05')).toMatchObject({ status: 200 });
    clock.set(new Date('2026-01-07T01:30:00Z'));
    await filed('2026-01-06');
    expect(await day('ICBC', '2026-01-06')).toMatchObject({ state: 'waiting', waiting: 1, counts: { 'theirs-only': 1 } });
    expect(await close('ICBC', '2026-01-06')).toMatchObject({ status: 409, body: { reason: 'lines-waiting' } });
    clock.set(new Date('2026-01-08T01:30:00Z'));
    await filed('2026-01-07');
    expect((await day('ICBC', '2026-01-06')).differences).toMatchObject([{ verdict: 'theirs-only', payCode: late, theirsInFen: owed, standing: 'open' }]);
    expect(await close('ICBC', '2026-01-06')).toMatchObject({ status: 409, body: { reason: 'lines-open' } });
    await settled('ICBC', '2026-01-06', 'book');
    await eventually('the bill is paid by the line', async () => (await billOf(late)).state === 'paid');
    expect(await close('ICBC', '2026-01-06')).toMatchObject({ status: 200 });
    // The bank's program wakes up and tells it under its own serial; so does its file, once more.
    for (let times = 0; times < 2; times += 1) expect(await teller.tellLate(late)).toMatchObject({ state: 'confirmed' });
    expect(await teller.query(late)).toMatchObject({ state: 'refused' });
    expect(await heldOf('ICBC', late)).toEqual({ fen: owed, unidentified: 0 });
    for (const on of ['2026-01-05', '2026-01-06']) expect(await day('ICBC', on), on).toMatchObject({ state: 'closed', open: 0, waiting: 0, ours: { count: 1, amountInFen: owed }, theirs: { count: 1, amountInFen: owed } });
    // Under yet another serial it is other money, and is not lost either.
    const other = { bank: 'ICBC', serial: 'OTHER-1', amountInFen: owed, workDate: '2026-01-07', collectedOn: '2026-01-07' };
    expect(await ask('gateway', 'POST', `/bills/${late}/payments`, other, feesUrl, 'payment:ICBC:OTHER-1')).toMatchObject({ status: 409, body: { reason: 'already-paid' } });
    // Its bank's own serial is spent, though the books have it under the name of the line: it pays no other bill.
    const again = { bank: 'ICBC', serial: String((await billOf(late)).payment?.serial), amountInFen: owed, workDate: '2026-01-07', collectedOn: '2026-01-07' };
    const next = await opened();
    expect(await ask('gateway', 'POST', `/bills/${next}/payments`, again, feesUrl, `payment:ICBC:${again.serial}`)).toMatchObject({ status: 422, body: { reason: 'idempotency-key-reused' } });
    expect(await billOf(next)).toMatchObject({ state: 'issued', payment: null });
    await eventually('it is on its own book', async () => (await heldOf('ICBC', late)).unidentified === 1);
  });
  it('heard by the hub though its answer was lost, is paid at once, a line of another day in the file, and never paid twice', async () => {
    clock.set(new Date('2026-01-12T01:30:00Z'));
    const late = await paidLate('late-heard');
    expect(await billOf(late)).toMatchObject({ state: 'paid', payment: { workDate: '2026-01-12', amountInFen: owed } });
    expect(await teller.query(late)).toMatchObject({ state: 'refused' });
    clock.set(new Date('2026-01-13T01:30:00Z'));
    await filed('2026-01-12');
    expect(await day('ICBC', '2026-01-12')).toMatchObject({ state: 'waiting', counts: { 'ours-only': 1 } });
    clock.set(new Date('2026-01-14T01:30:00Z'));
    await filed('2026-01-13');
    expect((await day('ICBC', '2026-01-12')).differences).toMatchObject([{ verdict: 'date', payCode: late, otherDay: '2026-01-13' }]);
    await settled('ICBC', '2026-01-12', 'explain');
    clock.set(new Date('2026-01-15T01:30:00Z'));
    await filed('2026-01-14');
    for (const on of ['2026-01-12', '2026-01-13']) {
      if ((await day('ICBC', on)).open > 0) await settled('ICBC', on, 'explain');
      expect(await close('ICBC', on), on).toMatchObject({ status: 200 });
    }
    expect(await teller.tellLate(late)).toMatchObject({ state: 'confirmed' });
    expect(await heldOf('ICBC', late)).toEqual({ fen: owed, unidentified: 0 });
  });
});

describe('an order at a payment channel that was sure of nothing all day and has it in the next day’s statement', { timeout: 60_000 }, () => {
  it('is asked about, stays in doubt over midnight, and is the bill’s one payment once the statement says so', async () => {
    clock.set(new Date('2026-01-19T01:30:00Z'));
    const payCode = await opened();
    expect((await ask('lin', 'POST', `/bills/${payCode}/orders`, { offline: true })).status).toBe(200);
    const number = await eventually('the order is open', async () => { const [order] = (await billOf(payCode)).orders; return order?.state === 'open' ? order.number : null; });
    far.setFaults([{ kind: 'late-success', call: 'pay', times: 1 }]);
    await far.pay(number);
    // Its time is over: asked, asked again, closing tried, nothing certain.
    await eventually('it is being reversed, without certainty', async () => { clock.advance(120_000); const { state, payment } = await billOf(payCode); expect(payment).toBeNull(); return state === 'reversal-unconfirmed' || state === 'in-doubt'; });
    expect(await far.deliver()).toBe(0);
    clock.set(new Date('2026-01-20T10:00:00Z'));
    expect(['reversal-unconfirmed', 'in-doubt', 'reversing']).toContain((await billOf(payCode)).state);
    // Nobody opens another order on it meanwhile, and no bank is told that it is owed.
    expect((await ask('lin', 'POST', `/bills/${payCode}/orders`, { offline: true })).status).toBe(409);
    clock.set(new Date('2026-01-21T01:30:00Z'));
    expect(await far.announce('20260120')).toBe('00');
    const paid = await eventually('the bill is paid', async () => { clock.advance(600_000); const bill = await billOf(payCode); return bill.payment ? bill : null; });
    expect(paid).toMatchObject({ state: 'paid', payment: { bank: 'GZF', amountInFen: owed } });
    await far.deliver();
    expect(await far.announce('20260120')).toBe('00');
    expect(await heldOf('GZF', payCode)).toEqual({ fen: owed, unidentified: 0 });
    expect(await day('GZF', '2026-01-20')).toMatchObject({ state: 'ready', counts: { matched: 1 }, differences: [], ours: { count: 1, amountInFen: owed } });
    expect(await close('GZF', '2026-01-20')).toMatchObject({ status: 200 });
  });
});
