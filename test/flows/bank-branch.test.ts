import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../infra/clock.ts';
import { freshId } from '../../infra/chance.ts';
import { projectFile } from '../../infra/project-file.ts';
import { eventually, openStage, type Stage } from '../stage.ts';
import { service as fees } from '../../services/fees/service.ts';
import { service } from '../../services/bank-gateway/service.ts';
import { branchFaults, openBranch, type Branch, type Payment } from '../../services/bank-gateway/adapters/ccb-117/simulator.ts';
import { publishStandard } from '../published-standard.ts';

let stage: Stage;
let feesUrl: string;
let gatewayUrl: string;
let port: number;
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));

async function ask<Body = Record<string, unknown>>(url: string, who: string, method: string, where: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${url}${where}`, { method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': freshId() }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Body };
}
async function bill(payer = '倈氏示例公司'): Promise<string> {
  const made = await ask<{ payCode: string }>(feesUrl, 'lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601-430603-04-01-123456', payer: { name: payer, creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-02-04T15:59:59Z' });
  return made.body.payCode;
}
const stateOf = async (payCode: string): Promise<string> => (await ask<{ state: string }>(feesUrl, 'lin', 'GET', `/bills/${payCode}`)).body.state;
const isPayment = (told: object): told is Payment => 'payCode' in told;

beforeAll(async () => {
  stage = await openStage();
  for (const [name, role] of [['lin', 'cashier'], ['sun', 'supervisor'], ['mei', 'catalogue-officer'], ['ops', 'integrator']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  const accounts = [{ bank: 'CCB', userCode: 'ZH01', addresses: ['127.0.0.1'] }, { bank: 'CCBX', userCode: 'ZH09', addresses: ['127.0.0.9'] }];
  feesUrl = (await stage.start(fees, { HUB_DIVISION_CODE: '430603' }, clock)).url;
  gatewayUrl = (await stage.start(service, { HUB_FEES_URL: feesUrl, HUB_LISTENERS: JSON.stringify([{ profile: 'ccb-117', port: 0, accounts, sessionKey: 'a session key of this test', connectionsMax: 12_000, idleMs: 60_000 }]) }, clock)).url;
  port = (await ask<{ listeners: { port: number }[] }>(gatewayUrl, 'ops', 'GET', '/state')).body.listeners[0]?.port ?? 0;
  const standard = { code: 'YL-02', name: '示例费', words: '定额', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '收入' }, collectingUnit: { code: '430603101', name: '示例局' }, rule: { kind: 'fixed', amountInFen: 8_005 }, reliefs: [], lateFee: null, validFrom: '2026-01-01' };
  await publishStandard(feesUrl, stage.token, standard);
}, 120_000);
afterAll(async () => { await stage?.close(); });

const branch = (user = 'ZH01', workDate = '20260105'): Branch => openBranch({ host: '127.0.0.1', port, user, workDate });

describe('a bank of 117-byte frames', () => {
  it('asks for a bill, pays it in two steps, and is answered to the field', async () => {
    const payCode = await bill();
    const asked = await branch().query(payCode);
    expect(asked).toMatchObject({ result: '0000', code: '2010', mac: true });
    // The payer's first character is 82 7C in GBK, and 7C is the separator.
    expect([asked.fields.length, asked.fields[2], asked.fields[4], asked.fields[16]]).toEqual([24, payCode, '80.05', '倈氏示例公司']);
    const told = await branch().pay(payCode);
    expect(told).toMatchObject({ state: 'paid' });
    expect(await stateOf(payCode)).toBe('paid');
  });
  it('may tell 2012 as often as it likes, or first', async () => {
    const one = branch();
    const payment = await one.pay(await bill(), 'no-arrival');
    if (!isPayment(payment)) throw new Error();
    for (let told = 0; told < 2; told += 1) expect(await one.arrive(payment)).toMatchObject({ result: '0000', mac: true });
    const payCode = await bill();
    expect(await one.arrive({ payCode, serial: 'ZH01FIRST', amount: '80.05', state: 'asked' })).toMatchObject({ result: '0000' });
    expect(await stateOf(payCode)).toBe('paid');
  });
  it.each(branchFaults.filter((fault) => fault !== 'no-arrival'))('ends with one payment in spite of %s', async (fault) => {
    const payCode = await bill();
    const told = await branch().pay(payCode, fault);
    expect(told).toMatchObject({ state: 'paid' });
    expect(await stateOf(payCode)).toBe('paid');
  });
  it('is refused with a wrong MAC, alarmed, and nothing of it is done', async () => {
    const payCode = await bill();
    const told = await branch().send('2011', ['2026', '430603', 'FORGED1', '', '', payCode, '', '80.05', '', '', 'CCB', '', '20260105', '20260105', '0', '', '0301', '0.00', ''], 'bad-mac');
    expect(told).toMatchObject({ result: '2000', mac: true });
    expect(told.text.trimEnd()).toBe('校验码不符');
    expect(await stateOf(payCode)).toBe('issued');
    const { body } = await ask<{ exchanges: { outcome: string; answer: string }[] }>(gatewayUrl, 'ops', 'GET', '/exchanges?outcome=refused');
    expect(body.exchanges[0]?.answer).toContain('The MAC is wrong');
  });
  it('is nobody when its name is unknown, or when it speaks from another address than agreed', async () => {
    const payCode = await bill();
    for (const user of ['NOBODY', 'ZH09']) expect(await branch(user).query(payCode)).toMatchObject({ result: '2000' });
  });
  it('hears each refusal with its own code, and words filled up to 34 bytes', async () => {
    const one = branch();
    const payCode = await bill();
    const payment = await one.pay(payCode);
    if (!isPayment(payment)) throw new Error();
    const again = await one.query(payCode);
    expect(again).toMatchObject({ result: '0001' });
    expect(Buffer.byteLength(again.text, 'latin1')).toBeGreaterThan(20);
    expect(await one.send('2011', ['2026', '430603', 'OTHER1', '', '', payCode, '', '80.05', '', '', 'CCB', '', '20260105', '20260105', '0', '', '0301', '0.00', ''])).toMatchObject({ result: '0001' });
    expect(await one.query('43060326309999999999')).toMatchObject({ result: '1100' });
    expect(await one.reverse({ ...payment, serial: 'NEVER' })).toMatchObject({ result: '0001' });
    expect(await one.reverse(payment, '20260106')).toMatchObject({ result: '1100' });
    expect(await one.send('2099', [])).toMatchObject({ result: '2001' });
    expect(await one.send('2010', ['2026', '430603'])).toMatchObject({ result: '2001' });
    expect(await one.reverse(payment)).toMatchObject({ result: '0000' });
    expect(await stateOf(payCode)).toBe('reversed');
  });
});

describe('a day of the bank', () => {
  it('is closed by totals with their details, and what must go back afterwards goes back by refund', async () => {
    clock.set(new Date('2026-01-06T01:30:00Z'));
    const one = branch('ZH01', '20260106');
    const [first, second] = [await bill(), await bill()];
    const [paid] = [await one.pay(first), await one.pay(second)];
    if (!isPayment(paid)) throw new Error();
    expect(await one.reconcile('20260106', { total: '1.00', details: [] })).toMatchObject({ result: '2001' });
    expect(await one.reconcile('20260106', { total: '80.05', details: [`${paid.serial},${first},80.05`] })).toMatchObject({ result: '4050' });
    expect(await one.reconcile()).toMatchObject({ result: '0000' });
    expect(await one.reconcile()).toMatchObject({ result: '4040' });
    expect(await one.reverse(paid)).toMatchObject({ result: '4010' });

    expect(await one.refunds(first)).toMatchObject({ result: '1100' });
    const asked = await ask<{ number: string }>(feesUrl, 'lin', 'POST', `/bills/${first}/refunds`, { amountInFen: 3_005, reason: '面积核减', refundableInFen: 8_005 });
    await ask(feesUrl, 'sun', 'POST', `/bills/${first}/refunds/${asked.body.number}/approvals`, { amountInFen: 3_005 });
    const found = await one.refunds(first);
    expect([found.result, ...found.fields.slice(0, 3)]).toEqual(['0000', asked.body.number, first, '30.05']);
    expect(await one.refund(first, asked.body.number, '30.04', 'RF1')).toMatchObject({ result: '4001' });
    for (let told = 0; told < 2; told += 1) expect(await one.refund(first, asked.body.number, '30.05', 'RF1')).toMatchObject({ result: '0000' });
    expect((await ask<{ refunds: object[]; refundableInFen: number }>(feesUrl, 'lin', 'GET', `/bills/${first}`)).body).toMatchObject({ refunds: [{ state: 'refunded', result: { serial: 'RF1' } }], refundableInFen: 5_000 });
    expect((await ask(feesUrl, 'sun', 'GET', '/ledger/parity')).body).toMatchObject({ holds: true });
  });
});

describe('many lines at once', () => {
  it('that say nothing cost little and keep nobody waiting', async () => {
    const before = process.memoryUsage().rss;
    const idle: ReturnType<typeof connect>[] = [];
    // In waves: a kernel drops the hand-shake of what does not fit its queue, and a line that never speaks would not notice.
    // Both ends live in this process, and the usual limit of open files is 1024.
    while (idle.length < 400) {
      idle.push(...await Promise.all(Array.from({ length: 200 }, () => new Promise<ReturnType<typeof connect>>((resolve, reject) => { const socket = connect(port, '127.0.0.1', () => { resolve(socket); }); socket.on('error', reject); }))));
    }
    try {
      await eventually('the gateway holds them', async () => ((await ask<{ listeners: { connections: number }[] }>(gatewayUrl, 'ops', 'GET', '/state')).body.listeners[0]?.connections ?? 0) >= 400);
      expect(await branch().query(await bill())).toMatchObject({ result: '0000' });
      expect((process.memoryUsage().rss - before) / 400).toBeLessThan(200_000);
    } finally { for (const socket of idle) socket.destroy(); }
  });
});

describe('the profile', () => {
  it('names no code: what differs between banks is in it', () => {
    const text = readFileSync(projectFile('services', 'bank-gateway', 'adapters', 'ccb-117', 'profile.json'), 'utf8');
    expect(text).toContain('"2031"');
  });
});
