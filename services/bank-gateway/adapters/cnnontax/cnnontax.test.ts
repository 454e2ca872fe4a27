import { connect } from 'node:net';
import { execFileSync } from 'node:child_process';
import fs, { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshId } from '../../../../infra/chance.ts';
import { manualClock } from '../../../../infra/clock.ts';
import { eventually, openStage, type Stage } from '../../../../test/stage.ts';
import { service } from '../../service.ts';
import { platformFaults, startFiscalPlatform, type Platform } from './simulator.ts';

let stage: Stage;
let platform: Platform;
let gateway: string;
let listenerPort: number;
let fees: { url: string; close(): Promise<void> };
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
const folder = mkdtempSync(join(tmpdir(), 'zh-fiscal-'));
const books = join(folder, 'books.ndjson');
/** The outsider: keys are made and signatures proven by it. */
const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
function keyFor(unit: string): string {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-pkeyopt', 'ec_param_enc:named_curve', '-out', `${unit}.pem`);
  return openssl('pkey', '-in', `${unit}.pem`, '-pubout', '-out', `${unit}-public.pem`) + readFileSync(join(folder, `${unit}-public.pem`), 'latin1');
}
/** The platform has another key of 430603103 on record than the hub signs with, and the hub has none of 430603104. */
const unitKeys = { 430603101: keyFor('430603101'), 430603103: keyFor('another-unit') };
keyFor('430603103');
writeFileSync(join(folder, 'units.json'), JSON.stringify({ units: { 430603101: { privateKeyFile: '430603101.pem' }, 430603103: { privateKeyFile: join(folder, '430603103.pem') } } }));
const token = 'a-token-both-sides-keep';
/** What stands in for fees: what it was told, and how it answers. */
const told: { payCode: string; serial: string; amountInFen: number }[] = [];
let feesSays: 'yes' | 'nothing' = 'yes';
const tokens = new Map<string, string>();

const sides = { token, node: 'F430603', unitNode: 'K4306030001', division: '430603' };
async function restartPlatform(port: number): Promise<Platform> {
  return startFiscalPlatform({ host: '127.0.0.1', port, hubPort: listenerPort, ...sides, booksFile: books, unitKeys, answerWaitMs: 3_000, againMs: 20, lateMs: 5_000, clock });
}

beforeAll(async () => {
  stage = await openStage();
  for (const role of ['service', 'cashier', 'integrator'] as const) tokens.set(role, await stage.token(role));
  // Fees by its address alone: the gateway asks it what the contract says and nothing else.
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString('utf8'); });
    request.on('end', () => {
      const payCode = /^\/bills\/(\w+)\/fiscal-confirmations$/.exec(request.url ?? '')?.[1];
      const say = (status: number, answer: object): void => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer)); };
      if (payCode === undefined) { say(404, { reason: 'no-such-address' }); return; }
      if (feesSays === 'nothing') { say(503, { reason: 'not-available' }); return; }
      const { serial, amountInFen } = JSON.parse(body) as { serial: string; amountInFen: number };
      if (amountInFen !== 8_005) { say(422, { reason: 'amount-differs', detail: '' }); return; }
      if (!told.some((one) => one.serial === serial)) told.push({ payCode, serial, amountInFen });
      say(200, { caseNumber: 'CASE-1' });
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', () => { resolve(); }); });
  const address = server.address();
  fees = { url: `http://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`, close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }) };
  const first = await startFiscalPlatform({ host: '127.0.0.1', port: 0, ...sides, booksFile: books, clock });
  const { port } = first;
  await first.stop();
  const link = { host: '127.0.0.1', port, token, node: 'K4306030001', fiscalNode: 'F430603', division: '430603', answerWithinMs: 500, burntAtMost: 2, unitKeysFile: join(folder, 'units.json'), listen: { port: 0, frameWaitMs: 400 } };
  const listeners = [{ profile: 'zone-nontax', port: 0, accounts: [{ bank: 'ICBC', userCode: 'ICBC', password: 'not a secret' }], sessionKey: 'a session key of this test' }];
  gateway = (await stage.start(service, { HUB_FEES_URL: fees.url, HUB_LISTENERS: JSON.stringify(listeners), HUB_FISCAL_LINK: JSON.stringify(link) }, clock)).url;
  const state = await ask('integrator', 'GET', '/state');
  listenerPort = (state.body as { listeners: { adapter: string; port: number }[] }).listeners.find(({ adapter }) => adapter === 'cnnontax')?.port ?? 0;
  platform = await restartPlatform(port);
}, 120_000);
afterAll(async () => { await platform?.stop(); await stage?.close(); await fees?.close(); rmSync(join(books, '..'), { recursive: true, force: true }); });

async function ask(who: string, method: string, where: string, body?: unknown): Promise<{ status: number; body: unknown; type: string }> {
  const response = await fetch(`${gateway}${where}`, { method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'GET' ? {} : { 'idempotency-key': freshId() }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: type.includes('json') ? await response.json() : Buffer.from(await response.arrayBuffer()) };
}
let codes = 0;
const freshPayCode = (): string => `43060326300000${String((codes += 1)).padStart(6, '0')}`;
const notice = (amountInFen = 8_005, name = '倈氏示例公司', unit = '430603101') => ({
  caseNumber: 'CASE-1', billedOn: '2026-01-05', collectingUnit: { code: unit, name: '示例局' }, payer: { name, creditCode: null }, amountInFen, principalInFen: amountInFen, lateFeeInFen: 0, memo: '',
  lines: [{ revenueItem: '103043211', name: '不动产登记费', amountInFen, unit: '件', quantity: 1, standard: '80 元/件' }],
});
const payment = (serial: string, amountInFen = 8_005) => ({ amountInFen, confirmedOn: '2026-01-05', confirmedAt: '09:30:00', serial, payMode: '51' });
async function billed(amountInFen = 8_005): Promise<string> {
  const payCode = freshPayCode();
  expect(await ask('service', 'PUT', `/fiscal/notices/${payCode}`, notice(amountInFen))).toMatchObject({ status: 200, body: { payUrl: expect.stringContaining(payCode) as string } });
  return payCode;
}

describe('a bill at the fiscal platform', () => {
  it('is there once however often it is told, with a name whose GBK bytes look like separators', async () => {
    const payCode = await billed();
    expect((await ask('service', 'PUT', `/fiscal/notices/${payCode}`, notice())).status).toBe(200);
    expect(platform.books().bills.filter((bill) => bill.payCode === payCode)).toEqual([expect.objectContaining({ payer: '倈氏示例公司', amount: '80.05', state: 'unpaid', info: '103043211|不动产登记费|80.05|件|1||80 元/件#' })]);
    expect(await ask('cashier', 'GET', `/fiscal/notices/${payCode}`)).toMatchObject({ status: 200, body: { state: 'unpaid', payment: null } });
  });
  it('is unknown to it before it was told, and void after it was voided', async () => {
    expect(await ask('cashier', 'GET', `/fiscal/notices/${freshPayCode()}`)).toMatchObject({ status: 404, body: { reason: 'unknown-bill' } });
    const payCode = await billed();
    expect(await ask('service', 'POST', `/fiscal/notices/${payCode}/voidings`, notice())).toMatchObject({ status: 200, body: { state: 'void' } });
    expect(await ask('cashier', 'GET', `/fiscal/notices/${payCode}`)).toMatchObject({ body: { state: 'void' } });
  });
  it('is refused with the platform’s own code, and a character the wire cannot carry is named, not replaced', async () => {
    platform.misbehave('8994', 'no-right');
    expect(await ask('service', 'PUT', `/fiscal/notices/${freshPayCode()}`, notice())).toMatchObject({ status: 409, body: { reason: 'upstream-refused', detail: expect.stringContaining('18012') as string } });
    expect(await ask('service', 'PUT', `/fiscal/notices/${freshPayCode()}`, notice(8_005, '𠮷野示例公司'))).toMatchObject({ status: 422, body: { reason: 'text-not-in-charset' } });
    expect(await ask('service', 'PUT', `/fiscal/notices/${freshPayCode()}`, { ...notice(), lateFeeInFen: 1 })).toMatchObject({ status: 422, body: { reason: 'amount-differs' } });
  });
  it.each(['byte-by-byte', 'trailing-newline', 'upper-mac', 'character-length', 'standalone', 'bare-voucher'] as const)('is understood in spite of %s', async (fault) => {
    const payCode = freshPayCode();
    platform.misbehave('8994', fault);
    expect((await ask('service', 'PUT', `/fiscal/notices/${payCode}`, notice())).status).toBe(200);
    platform.misbehave('8997', fault);
    expect(await ask('cashier', 'GET', `/fiscal/notices/${payCode}`)).toMatchObject({ status: 200, body: { state: 'unpaid' } });
  });
  it.each(['drop-answer', 'hang-up', 'late', 'bad-mac', 'wrong-ref'] as const)('is in doubt after %s, never refused', async (fault) => {
    platform.misbehave('8994', fault);
    expect(await ask('service', 'PUT', `/fiscal/notices/${freshPayCode()}`, notice())).toMatchObject({ status: 504, body: { reason: 'fiscal-in-doubt' } });
  });
  it('surely was not told to a platform that nobody can connect to', async () => {
    const { port } = platform;
    await platform.stop();
    expect(await ask('service', 'PUT', `/fiscal/notices/${freshPayCode()}`, notice())).toMatchObject({ status: 503, body: { reason: 'fiscal-unavailable' } });
    platform = await restartPlatform(port);
  });
});

describe('money that arrived', () => {
  it.each([undefined, ...platformFaults.filter((fault) => !['late', 'hang-up', 'wrong-ref', 'no-right', 'general-failure', 'never-tell', 'tell-later'].includes(fault))])('is told to fees once, and answered yes only then (%s)', async (fault) => {
    const payCode = await billed();
    if (fault) platform.misbehave('5996', fault);
    // A lie is told first, and the truth after it: fees is the one that compares amounts.
    expect(await platform.pay(payCode)).toMatchObject({ told: true, answer: '00000' });
    expect(told.filter((one) => one.payCode === payCode)).toEqual([expect.objectContaining({ amountInFen: 8_005 })]);
    expect(await ask('cashier', 'GET', `/fiscal/notices/${payCode}`)).toMatchObject({ body: { state: 'paid', payment: { amountInFen: 8_005, confirmedOn: '2026-01-05', confirmedAt: '09:30:00', payMode: '51' } } });
  });
  it('is told again while fees cannot be asked: silence, no yes and no no', async () => {
    const payCode = await billed();
    feesSays = 'nothing';
    expect(await platform.send(platform.frame({ payCode, amount: '80.05', serial: '9000000000000000000000000001', payer: '示例' }))).toBeNull();
    feesSays = 'yes';
    expect(await platform.pay(payCode)).toMatchObject({ told: true, answer: '00000' });
  });
  it('with a wrong MAC is refused, and fees never hears of it', async () => {
    const payCode = await billed();
    const answer = await platform.send(platform.frame({ payCode, amount: '80.05', serial: '9000000000000000000000000002', payer: '示例' }, 'bad-mac'));
    expect(Buffer.from(/<Voucher>([^<]*)</.exec(answer?.toString('latin1') ?? '')?.[1] ?? '', 'base64').toString('latin1')).toContain('<Result>99999</Result>');
    expect(told.some((one) => one.payCode === payCode)).toBe(false);
    await eventually('the refusal is on record', async () => ((await ask('integrator', 'GET', '/exchanges?outcome=refused&limit=1')).body as { exchanges: { answer: string }[] }).exchanges[0]?.answer.includes('The MAC is wrong'));
  });
  it('in a frame whose MAC is wrong sounds the alarm each time, says from where, and what is right does not', async () => {
    // The service's own log, as it leaves the process: the level of this stage keeps what a person must look at.
    const write = vi.spyOn(fs, 'write');
    const alarms = (): unknown[] => write.mock.calls.filter(([to]) => Number(to) === 2).flatMap(([, text]) => String(text).split('\n')).filter((line) => line.includes('MAC')).map((line) => JSON.parse(line) as unknown);
    try {
      const payCode = await billed();
      const frame = (fault?: 'bad-mac'): Buffer => platform.frame({ payCode, amount: '80.05', serial: '9000000000000000000000000004', payer: '示例' }, fault);
      for (let turn = 0; turn < 3; turn += 1) await platform.send(frame('bad-mac'));
      // One digit of it changed on the way, under the MAC of what was sent.
      const altered = frame();
      const digit = altered.indexOf('<WorkDate>') + '<WorkDate>'.length + 7;
      altered[digit] = (altered[digit] ?? 0) ^ 1;
      await platform.send(altered);
      await eventually('four alarms', () => Promise.resolve(alarms().length >= 4));
      expect(alarms()).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ level: 50, service: 'bank-gateway', msg: 'a frame with a wrong MAC in the name of the fiscal platform', peer: expect.stringContaining('127.0.0.1') as string })));
      expect(told.some((one) => one.payCode === payCode)).toBe(false);
      expect(await ask('cashier', 'GET', `/fiscal/notices/${payCode}`)).toMatchObject({ body: { state: 'unpaid' } });
      expect(await platform.pay(payCode)).toMatchObject({ told: true, answer: '00000' });
      expect(alarms()).toHaveLength(4);
      // Asked by us and answered with a wrong MAC: no answer at all, and an alarm of its own.
      platform.misbehave('8997', 'bad-mac');
      expect((await ask('cashier', 'GET', `/fiscal/notices/${payCode}`)).status).toBe(504);
      expect(alarms().slice(4)).toEqual([expect.objectContaining({ level: 50, msg: 'the fiscal platform answered with a wrong MAC', message: '8997', payCode })]);
    } finally { write.mockRestore(); }
  });
  it('may be spoiled in any way without hurting the next', async () => {
    const payCode = await billed();
    const good = platform.frame({ payCode, amount: '80.05', serial: '9000000000000000000000000003', payer: '示例' });
    for (const bad of [Buffer.from('not a frame at all'), good.subarray(0, 50), good.subarray(0, good.length - 10), Buffer.concat([Buffer.from('99999999'), good.subarray(8)]), Buffer.from(good).fill(0x20, 0, 8)]) await platform.send(bad);
    expect(told.some((one) => one.payCode === payCode)).toBe(false);
    // Connected and silent, or trickling: let go when its time is over.
    const silent = connect(listenerPort, '127.0.0.1');
    silent.on('error', () => undefined);
    await new Promise<void>((resolve) => { silent.on('close', () => { resolve(); }); silent.write('8'); });
    expect(await platform.pay(payCode)).toMatchObject({ told: true, answer: '00000' });
  });
});

describe('a receipt', () => {
  it('comes with number and check code, is the same when asked for again, and can be fetched as a file', async () => {
    const payCode = await billed();
    const { serial } = await platform.pay(payCode);
    const wanted = { notice: notice(), payment: payment(serial) };
    const receipt = await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted);
    expect(receipt).toMatchObject({ status: 200, body: { code: '43030126', number: expect.stringMatching(/^\d{10}$/) as string, checkCode: expect.stringMatching(/^\w{6}$/) as string } });
    expect((await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).body).toEqual(receipt.body);
    expect(platform.books().receipts.filter((one) => one.payCode === payCode)).toHaveLength(1);
    const document = await ask('cashier', 'GET', `/fiscal/receipts/${payCode}/document`);
    expect([document.status, document.type, (document.body as Buffer).toString('latin1', 0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
  });
  it('is not made before the money arrived, and its number is kept for when it has', async () => {
    const payCode = await billed();
    const wanted = { notice: notice(), payment: payment('1'.repeat(28)) };
    expect(await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).toMatchObject({ status: 409, body: { reason: 'upstream-refused' } });
    const numbers = platform.books().numbers.length;
    await platform.pay(payCode);
    expect((await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).status).toBe(200);
    expect(platform.books().numbers).toHaveLength(numbers);
  });
  it('whose number’s answer was lost burns that number in writing, and after two a person looks', async () => {
    const payCode = await billed();
    const { serial } = await platform.pay(payCode);
    const wanted = { notice: notice(), payment: payment(serial) };
    const put = () => ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted);
    platform.misbehave('8999', 'drop-answer');
    platform.misbehave('8999', 'drop-answer');
    expect((await put()).status).toBe(504);
    expect((await put()).status).toBe(504);
    expect(await put()).toMatchObject({ status: 409, body: { reason: 'receipt-number-in-doubt' } });
    const story = (await ask('cashier', 'GET', `/fiscal/receipts/${payCode}`)).body as { state: string; burnt: { messageId: string; released: unknown }[] };
    expect(story).toMatchObject({ state: 'none', burnt: [{ released: null }, { released: null }] });
    // What we wrote down is what the platform gave away: the two lists meet by the message that asked.
    const unused = platform.books().numbers.filter(({ used }) => !used).map(({ asked }) => asked);
    expect(unused).toEqual(expect.arrayContaining(story.burnt.map(({ messageId }) => messageId)));
    expect(await ask('cashier', 'POST', `/fiscal/receipts/${payCode}/releases`, { note: '已电话核实两个废号' })).toMatchObject({ status: 200, body: { released: 2 } });
    expect((await put()).status).toBe(200);
  });
  it.each(['drop-answer', 'late', 'bad-mac', 'hang-up'] as const)('whose making was answered with %s is asked about, never made twice', async (fault) => {
    const payCode = await billed();
    const { serial } = await platform.pay(payCode);
    const wanted = { notice: notice(), payment: payment(serial) };
    platform.misbehave('8981', fault);
    expect((await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).status).toBe(504);
    expect((await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).status).toBe(200);
    expect(platform.books().receipts.filter((one) => one.payCode === payCode)).toHaveLength(1);
  });
  it('asked for twice at once is still one', async () => {
    const payCode = await billed();
    const { serial } = await platform.pay(payCode);
    const wanted = { notice: notice(), payment: payment(serial) };
    const answers = await Promise.all([1, 2, 3].map(() => ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(platform.books().receipts.filter((one) => one.payCode === payCode)).toHaveLength(1);
  });
});

describe('the signature of the collecting unit', () => {
  async function paidOf(unit: string): Promise<{ payCode: string; wanted: object }> {
    const payCode = freshPayCode();
    expect((await ask('service', 'PUT', `/fiscal/notices/${payCode}`, notice(8_005, '示例公司', unit))).status).toBe(200);
    const { serial } = await platform.pay(payCode);
    return { payCode, wanted: { notice: notice(8_005, '示例公司', unit), payment: payment(serial) } };
  }
  it('stands under each receipt, and openssl proves it over the document that was sent', async () => {
    const { payCode, wanted } = await paidOf('430603101');
    expect((await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).status).toBe(200);
    const [document = '', signature = ''] = platform.books().receipts.find((one) => one.payCode === payCode)?.signed.split(' ') ?? [];
    const prove = (key: string, bytes: Buffer): string => {
      writeFileSync(join(folder, 'document.xml'), bytes);
      writeFileSync(join(folder, 'signature.der'), Buffer.from(signature, 'base64'));
      return openssl('pkeyutl', '-verify', '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678', '-pubin', '-inkey', key, '-in', 'document.xml', '-sigfile', 'signature.der');
    };
    const xml = Buffer.from(document, 'base64');
    expect(xml.toString('utf8')).toContain('<TotalAmount>80.05</TotalAmount>');
    expect(prove('430603101-public.pem', xml)).toContain('Verified Successfully');
    expect(() => prove('another-unit-public.pem', xml)).toThrow();
    xml[xml.length - 20] = (xml[xml.length - 20] ?? 0) ^ 1;
    expect(() => prove('430603101-public.pem', xml)).toThrow();
  });
  it('that the platform does not accept is told as that, with what to do; the number stays for when it is mended', async () => {
    const { payCode, wanted } = await paidOf('430603103');
    expect(await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).toMatchObject({ status: 409, body: { reason: 'unit-signature-refused', detail: expect.stringContaining('再次申请票据') as string } });
    expect(platform.books().receipts.some((one) => one.payCode === payCode)).toBe(false);
    const numbers = platform.books().numbers.length;
    const { port } = platform;
    await platform.stop();
    Object.assign(unitKeys, { 430603103: readFileSync(join(folder, '430603103-public.pem'), 'latin1') });
    platform = await restartPlatform(port);
    expect((await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).status).toBe(200);
    expect(platform.books().numbers).toHaveLength(numbers);
  });
  it('of a unit whose key nobody gave us is not made up: the unit is named', async () => {
    const { payCode, wanted } = await paidOf('430603104');
    expect(await ask('service', 'PUT', `/fiscal/receipts/${payCode}`, wanted)).toMatchObject({ status: 409, body: { reason: 'unit-key-missing', detail: expect.stringContaining('430603104') as string } });
  });
});

it('keeps no name of a payer in what it records', async () => {
  const { body } = await ask('integrator', 'GET', '/exchanges?limit=500');
  expect(JSON.stringify(body)).not.toContain('示例公司');
});
