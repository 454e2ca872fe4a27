import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../infra/clock.ts';
import { freshId } from '../../infra/chance.ts';
import type { RunningService } from '../../infra/runner.ts';
import { eventually, openStage, type Stage } from '../stage.ts';
import { service as fees } from '../../services/fees/service.ts';
import { service } from '../../services/bank-gateway/service.ts';
import { startAggregator, type Aggregator } from '../../services/bank-gateway/adapters/payment-aggregator/simulator.ts';
import { publishStandard } from '../published-standard.ts';

let stage: Stage;
let feesUrl: string;
let feesService: RunningService;
let gatewayUrl: string;
let far: Aggregator;
let door: string;
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
const feesSettings = { HUB_DIVISION_CODE: '430603' };

async function ask<Body = Record<string, unknown>>(url: string, who: string, method: string, where: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${url}${where}`, { method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': freshId() }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Body };
}
async function bill(): Promise<string> {
  return (await ask<{ payCode: string }>(feesUrl, 'lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601-430603-04-01-123456', payer: { name: '倈氏示例公司', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-02-04T15:59:59Z' })).body.payCode;
}
const stateOf = async (payCode: string): Promise<string> => (await ask<{ state: string }>(feesUrl, 'lin', 'GET', `/bills/${payCode}`)).body.state;
const order = (payCode: string, amountInFen = 8_005): object => ({ payCode, caseNumber: 'C-1', amountInFen, payer: '倈氏示例公司', expiresAt: '2026-01-06T12:00:00Z', offline: true, operator: 'lin', lines: [{ revenueItem: '103002', collectingUnit: '430603101', name: '示例费', amountInFen }] });
let orders = 0;
async function opened(payCode: string, amountInFen?: number): Promise<string> {
  const number = `${payCode}-${String((orders += 1))}`;
  expect(await ask(gatewayUrl, 'fees', 'PUT', `/orders/${number}`, order(payCode, amountInFen))).toMatchObject({ status: 200, body: { orderNumber: number } });
  return number;
}

beforeAll(async () => {
  stage = await openStage();
  for (const [name, role] of [['lin', 'cashier'], ['mei', 'catalogue-officer'], ['ops', 'integrator'], ['fees', 'service'], ['intake', 'service']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  const [hub, bank] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
  const folder = mkdtempSync(path.join(tmpdir(), 'channel-'));
  const pem = (name: string, key: typeof hub.privateKey): string => { const file = path.join(folder, name); writeFileSync(file, key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' })); return file; };
  far = await startAggregator({ port: 0, privateKey: bank.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), hubKey: hub.publicKey.export({ type: 'spki', format: 'pem' }).toString(), systemId: 'ZONE01', noticeUrl: null, noticeEveryMs: null, clock });
  feesService = await stage.start(fees, feesSettings, clock);
  feesUrl = feesService.url;
  gatewayUrl = (await stage.start(service, {
    HUB_FEES_URL: feesUrl, HUB_FEES_TIMEOUT_MS: '3000', HUB_LISTENERS: JSON.stringify([{ profile: 'zone-nontax', port: 0, accounts: [{ bank: 'CCB', userCode: 'u', password: 'password-of-it' }], sessionKey: 'a session key of this test' }]),
    HUB_DAILY_FILES: JSON.stringify([{ feed: 'channel', source: 'GZF', profile: 'gzf0005', from: { by: 'channel' }, settleSeconds: 0, halfMinutes: 0 }]), HUB_DAILY_FILES_EVERY_SECONDS: '86400',
    HUB_PAYMENT_CHANNEL: JSON.stringify({ url: far.url, systemId: 'ZONE01', bank: 'GZF', privateKeyFile: pem('own.pem', hub.privateKey), peerKeyFile: pem('peer.pem', bank.publicKey), timeoutMs: 1_000, notices: { port: 0 } }),
  }, clock)).url;
  door = ((await (await fetch(`${gatewayUrl}/health`)).json()) as { channelDoor: string }).channelDoor;
  far.listenTo(`http://${door}`);
  const standard = { code: 'YL-02', name: '示例费', words: '定额', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '收入' }, collectingUnit: { code: '430603101', name: '示例局' }, rule: { kind: 'fixed', amountInFen: 8_005 }, reliefs: [], lateFee: null, validFrom: '2026-01-01' };
  await publishStandard(feesUrl, stage.token, standard);
}, 120_000);
afterAll(async () => { await far?.close(); await stage?.close(); });

describe('a bill paid through the payment channel', () => {
  it('is paid when the notice is taken, and told again it is paid once', async () => {
    const payCode = await bill();
    const number = await opened(payCode);
    expect(await ask(gatewayUrl, 'fees', 'GET', `/orders/${number}`)).toMatchObject({ body: { state: 'pending', payment: null } });
    far.setFaults([{ kind: 'notice-twice' }]);
    const { order: serial } = await far.pay(number);
    far.setFaults([]);
    expect(await stateOf(payCode)).toMatch(/^paid|^confirmed/);
    expect(far.books().orders.get(serial)?.noticed).toBe(true);
    expect(await ask(gatewayUrl, 'lin', 'GET', `/orders/${number}`)).toMatchObject({ body: { state: 'paid', payment: { bank: 'GZF', serial, payCode, amountInFen: 8_005 } } });
    expect((await ask<{ payment: object }>(feesUrl, 'lin', 'GET', `/bills/${payCode}`)).body.payment).toMatchObject({ bank: 'GZF', serial });
    expect(await ask(gatewayUrl, 'fees', 'POST', `/orders/${number}/cancellations`)).toMatchObject({ status: 409, body: { reason: 'already-paid' } });
  });
  it('stays unpaid at a forged notice, which is refused and on record without a name', async () => {
    const payCode = await bill();
    const number = await opened(payCode);
    far.setFaults([{ kind: 'notice-forged' }, { kind: 'notice-lost' }]);
    const forged = await fetch(`http://${door}/notices/payment`, { method: 'POST', body: JSON.stringify({ Tprt_Mode: '1', Tprt_Parm: '00ff', Bsn_Data: 'AAAA' }) });
    expect(forged.status).toBe(200);
    await far.pay(number);
    expect(await stateOf(payCode)).toBe('issued');
    await eventually('the refusal is on record', async () => {
      const { body } = await ask<{ exchanges: { bank: string; operation: string; answer: string }[] }>(gatewayUrl, 'ops', 'GET', '/exchanges?outcome=refused');
      return body.exchanges.some(({ bank, operation, answer }) => bank === 'payment-aggregator/GZF' && operation === 'payment-notice' && answer.includes('signature'));
    });
    far.setFaults([]);
    expect(await far.deliver()).toBe(1);
    expect(await stateOf(payCode)).toMatch(/^paid|^confirmed/);
    expect(JSON.stringify((await ask(gatewayUrl, 'ops', 'GET', '/exchanges?limit=500')).body)).not.toContain('倈氏');
  });
  it('a second time by another order is money for two people to decide, never dropped', async () => {
    const payCode = await bill();
    const [first, second] = [await opened(payCode), await opened(payCode)];
    await far.pay(first);
    const { order: serial } = await far.pay(second);
    expect(far.books().orders.get(serial)?.noticed).toBe(true);
    expect((await ask<{ money: object[] }>(feesUrl, 'lin', 'GET', '/unidentified-money')).body.money).toContainEqual(expect.objectContaining({ bank: 'GZF', serial, payCode, amountInFen: 8_005, why: 'already-paid' }));
  });
  it('at another amount, or after it was voided, is money on that book too', async () => {
    const [other, gone] = [await bill(), await bill()];
    await far.pay(await opened(other, 8_000));
    const number = await opened(gone);
    expect((await ask(feesUrl, 'lin', 'POST', `/bills/${gone}/voidings`, { reason: '开错了单' })).status).toBe(200);
    await far.pay(number);
    const { body } = await ask<{ money: { payCode: string; why: string }[] }>(feesUrl, 'lin', 'GET', '/unidentified-money');
    expect(body.money.filter(({ payCode }) => [other, gone].includes(payCode)).map(({ why }) => why).toSorted()).toEqual(['amount-differs', 'bill-void']);
    expect([...far.books().orders.values()].every(({ paid, noticed }) => paid === null || noticed)).toBe(true);
  });
  it('is not taken as told while fees is away, and comes again', async () => {
    const payCode = await bill();
    const number = await opened(payCode);
    const port = new URL(feesUrl).port;
    await feesService.stop();
    const { order: serial } = await far.pay(number);
    expect(far.books().orders.get(serial)?.noticed).toBe(false);
    feesService = await stage.start(fees, { ...feesSettings, HUB_HTTP_PORT: port }, clock);
    expect(await far.deliver()).toBe(1);
    expect(await stateOf(payCode)).toMatch(/^paid|^confirmed/);
  });
});

describe('the statement of the payment channel', () => {
  const filesOf = async (): Promise<{ state: string; day: string }[]> => (await ask<{ files: { state: string; day: string }[] }>(gatewayUrl, 'ops', 'GET', '/daily-files?feed=channel')).body.files;
  it('is refused at another MD5 and at totals the channel has not signed, and taken line by line when it is true', async () => {
    clock.set(new Date('2026-01-06T01:30:00Z'));
    far.setFaults([{ kind: 'wrong-md5', call: 'statement', times: 1 }]);
    expect(await far.announce('20260105')).toBe('01');
    clock.advance(3_600_000);
    far.setFaults([{ kind: 'wrong-totals', call: 'statement' }]);
    expect(await far.announce('20260105')).toBe('01');
    expect((await filesOf()).filter(({ day }) => day === '2026-01-05').map(({ state }) => state)).not.toContain('delivered');
    clock.advance(3_600_000);
    far.setFaults([]);
    expect(await far.announce('20260105')).toBe('00');
    // Told twice it is the same.
    expect(await far.announce('20260105')).toBe('00');
    expect((await filesOf()).filter(({ state }) => state === 'delivered').map(({ day }) => day)).toContain('2026-01-05');
    const paid = [...far.books().orders.values()].filter((one) => one.paid);
    const { body } = await ask<{ exchanges: { operation: string; answer: string }[] }>(gatewayUrl, 'ops', 'GET', '/exchanges?limit=500');
    expect(body.exchanges.some(({ operation, answer }) => operation === 'daily-file' && answer.includes('"revision":1'))).toBe(true);
    expect(far.statementOf('20260105').split('\n').filter((line) => line.split('|')[3] === '1')).toHaveLength(paid.length);
  });
});

describe('who may move money through the channel', () => {
  it('is fees alone; others of the house and staff may at most look', async () => {
    expect(await ask(gatewayUrl, 'intake', 'PUT', '/orders/B-0001', order('43060326300000000001'))).toMatchObject({ status: 403, body: { reason: 'wrong-role' } });
    expect((await ask(gatewayUrl, 'lin', 'PUT', '/orders/B-0001', order('43060326300000000001'))).status).toBe(403);
    expect((await ask(gatewayUrl, 'intake', 'GET', '/orders/B-0001')).status).toBe(403);
    expect(await ask(gatewayUrl, 'ops', 'GET', '/orders/B-0001')).toMatchObject({ status: 200, body: { state: 'absent' } });
  });
  it('hears of a channel that is away, or did not answer, as what it is', async () => {
    far.setFaults([{ kind: 'busy', call: 'order', times: 1 }]);
    expect(await ask(gatewayUrl, 'fees', 'PUT', '/orders/B-0002', order('43060326300000000001'))).toMatchObject({ status: 503, body: { reason: 'channel-unavailable' } });
    far.setFaults([{ kind: 'drop-after', call: 'order', times: 1 }]);
    expect(await ask(gatewayUrl, 'fees', 'PUT', '/orders/B-0002', order('43060326300000000001'))).toMatchObject({ status: 504, body: { reason: 'channel-in-doubt' } });
    expect(await ask(gatewayUrl, 'fees', 'GET', '/orders/B-0002')).toMatchObject({ status: 200, body: { state: 'pending' } });
  });
});

describe('the statement of a day on which the channel gave money back', () => {
  it('is taken: its head counts payments and refunds apart, and was refused for that', async () => {
    const payCode = await bill();
    const number = await opened(payCode);
    await far.pay(number);
    far.handBack(number);
    const day = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    clock.advance(24 * 3_600_000);
    expect(far.statementOf(day.replaceAll('-', '')).split('\n')[0]).toMatch(/\|1\|80\.05$/);
    expect(await far.announce(day.replaceAll('-', ''))).toBe('00');
    expect((await ask<{ files: { name: string; lines: number }[] }>(feesUrl, 'lin', 'GET', `/statements/GZF/${day}/files`)).body.files[0]?.lines).toBeGreaterThanOrEqual(2);
  });
});
