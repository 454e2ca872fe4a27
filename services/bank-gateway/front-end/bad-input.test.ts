/**
 * What a line may do to us: everything here is sent by programs that mean no good, and another bank must not notice. Each hardship comes over every
 * listener there is: three shipped banks and the fiscal platform's, which is a program of its own.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../../infra/chance.ts';
import { elapsedMs, manualClock } from '../../../infra/clock.ts';
import { projectFile } from '../../../infra/project-file.ts';
import type { BankPort } from '../port.ts';
import type { Exchange } from '../exchange.ts';
import { FiscalLinkJson, openFiscalLink } from '../fiscal-link.ts';
import { startFrontEnd, type BankListener, type FrontEndSettings } from './listener.ts';
import { macOf } from './mac.ts';
import { payCodeFormOf } from '../pay-code-room.ts';
import { parseProfile } from './profile.ts';

const payCode = '43060326300000000001';
const secret = '0123456789abcdeffedcba9876543210';
const now = new Date('2026-01-05T01:30:00Z');
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop(); });

interface Bank { listener: BankListener; told: string[]; alarms: string[]; seen: Exchange[] }
const accounts: Readonly<Record<string, FrontEndSettings['accounts'][number]>> = {
  'zone-nontax': { bank: 'ZONE', userCode: 'a', password: 'pa' },
  'ccb-117': { bank: 'CCB', userCode: 'ZH01', password: '', addresses: ['127.0.0.1'] },
  'example-bank': { bank: 'EXAMPLE', userCode: 'EXAMPLE', password: '', macSecret: secret },
};
async function open(dialect: keyof typeof accounts, changes: Partial<FrontEndSettings> = {}, payerName = '示例公司'): Promise<Bank> {
  const [told, alarms, seen]: [string[], string[], Exchange[]] = [[], [], []];
  const no = { kind: 'refused', reason: 'unknown-bill', detail: '' } as const;
  const port: BankPort = {
    queryBill: async (ask) => { await new Promise((resolve) => { setImmediate(resolve); }); return ask.payCode === payCode ? { kind: 'done', value: { caseNumber: 'C1', payCode, amountInFen: 8_005, payerName, departmentCode: '430603101', lines: [{ name: '示例费', amountInFen: 8_005 }] } } : no; },
    confirmPayment: (payment) => { told.push(payment.serial); return Promise.resolve({ kind: 'done', value: { caseNumber: 'C1' } }); },
    cancelPayment: () => Promise.resolve(no), reconcile: () => Promise.resolve(no), queryRefund: () => Promise.resolve(no), confirmRefund: () => Promise.resolve(no),
  };
  const file = projectFile('services', 'bank-gateway', 'adapters', dialect, 'profile.json');
  const account = accounts[dialect];
  const listener = await startFrontEnd({
    profile: parseProfile(readFileSync(file, 'utf8'), file), host: '127.0.0.1', port: 0, node: 'ZONEHUB', accounts: account ? [account] : [], sessionKey: 'k'.repeat(16), sessionSeconds: 600,
    answerWithinMs: 5_000, connectionsMax: 12_000, frameBytesMax: 65_536, frameWaitMs: 20_000, idleMs: 60_000, ...changes,
  }, { port, clock: manualClock(now), freshId, witness: (exchange) => seen.push(exchange), alarm: (what) => alarms.push(what) });
  stops.push(() => listener.stop());
  return { listener, told, alarms, seen };
}

/** Frames as a bank's own program writes them, by hand from the three specifications. */
function zoneFrame(type: string, auth: string, record: string): Buffer {
  const body = iconv.encode(`<?xml version="1.0" encoding="GBK"?><Root><Head><src>BANK01</src><des>ZONEHUB</des><dataType>${type}</dataType><msgId>m-1</msgId><msgRef></msgRef><workDate>20260105</workDate></Head><Body><Object><Record>${record}</Record></Object></Body></Root>`, 'gbk');
  const rest = `  ${type}${'BANK01'.padStart(15)}${'ZONEHUB'.padStart(15)}202601050930000${String(auth.length).padStart(3, '0')}${' '.repeat(15)}${auth}`;
  return Buffer.concat([Buffer.from(String(8 + rest.length + body.length).padStart(8, '0') + rest), body]);
}
function ccbFrame(code: string, fields: string[], mac?: string): Buffer {
  const body = iconv.encode(fields.join('|'), 'gbk');
  const right = createHash('md5').update(body).update('20260105').update('ZH01').digest('hex');
  const left = (text: string, size: number): string => text.padEnd(size);
  return Buffer.concat([Buffer.from(left(String(117 + body.length), 6) + '1.0' + left('S1', 18) + left('', 4) + left(code, 7) + left('B', 9) + left('T', 12) + left('ZH01', 6) + left('FSJZ', 6) + '20260105093000' + (mac ?? right)), body]);
}
function exampleFrame(code: string, row: string, mac?: string): Buffer {
  const body = iconv.encode(`<Message><Head><Code>${code}</Code><Id>1</Id></Head><Body><Row>${row}</Row></Body></Message>`, 'gb18030');
  const rest = Buffer.concat([Buffer.from('EXAMPLE '), Buffer.from(mac ?? macOf('x9.19', body, secret).toUpperCase()), body]);
  return Buffer.concat([Buffer.from(String(rest.length).padStart(6, '0')), rest]);
}
const ccbPay = (serial: string, mac?: string): Buffer => ccbFrame('2011', ['2026', '430603', serial, '', '', payCode, '', '80.05', '', '', 'CCB', '', '20260105', '20260105', '0', '', '0301', '0.00', ''], mac);
const examplePay = (serial: string, mac?: string): Buffer => exampleFrame('P01', `<PayCode>${payCode}</PayCode><Amount>8005</Amount><Serial>${serial}</Serial><WorkDate>20260105</WorkDate>`, mac);

/** Sends the pieces one after the other and gives all bytes that came back, until the hub hangs up or so many frames have come. */
function talk(port: number, pieces: readonly Buffer[], frames = Number.POSITIVE_INFINITY, lengthOf = (bytes: Buffer): number => Number(bytes.toString('latin1', 0, 8))): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => { void send(); });
    let held = Buffer.alloc(0);
    const done = (): void => { socket.destroy(); resolve(held); };
    async function send(): Promise<void> { for (const piece of pieces) { socket.write(piece); if (pieces.length > 1) await new Promise((next) => { setImmediate(next); }); } }
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      let [at, count] = [0, 0];
      while (held.length - at >= 8 && held.length - at >= lengthOf(held.subarray(at))) { at += lengthOf(held.subarray(at)); count += 1; }
      if (count >= frames) done();
    });
    socket.on('end', done);
    socket.on('error', reject);
  });
}
const exampleLength = (bytes: Buffer): number => 6 + Number(bytes.toString('latin1', 0, 6));
const ccbLength = (bytes: Buffer): number => Number(bytes.toString('latin1', 0, 6));
const zoneLength = (bytes: Buffer): number => Number(bytes.toString('latin1', 0, 8));
const token = 'a-token-both-sides-keep';
/** The platform tells of money that has arrived. */
function fiscalFrame(serial: string, mac?: string): Buffer {
  const voucher = [['CfmDate', '20260105'], ['CfmTime', '093000'], ['PayCode', payCode], ['Amt', '80.05'], ['PayMode', '51'], ['TraNoBus', serial], ['PayerName', '示例公司']].map(([name = '', value = '']) => `<${name}>${value}</${name}>`).join('');
  const head = `<APP>CNNONTAX</APP><VER>1.0</VER><SRC>F430603</SRC><DES>K4306030001</DES><MsgNo>5996</MsgNo><MsgID>m-1</MsgID><MsgRef></MsgRef><WorkDate>20260105</WorkDate><Reserve></Reserve>`;
  const xml = iconv.encode(`<?xml version="1.0" encoding="GBK"?><CFX><HEAD>${head}</HEAD><MSG><MOF><VoucherCount>1</VoucherCount><VoucherBody AdmDivCode="430603" StYear="2026" VtCode="5301" VoucherNo="1"><Voucher>${iconv.encode(`<Voucher>${voucher}</Voucher>`, 'gbk').toString('base64')}</Voucher></VoucherBody></MOF></MSG></CFX>`, 'gbk');
  const right = createHash('sha256').update(token).update(xml).digest('hex');
  return Buffer.concat([Buffer.from(`${String(87 + xml.length).padEnd(8)}CNNONTAX1.05996`), xml, Buffer.from(mac ?? right)]);
}
/** What stands inside the platform's answers. */
const insideFiscal = (bytes: Buffer): string => iconv.decode(Buffer.from(/<Voucher>([^<]*)</.exec(bytes.toString('latin1'))?.[1] ?? '', 'base64'), 'gbk');

/** A listener of ours under hardship, whatever is spoken on it. */
interface Listening {
  readonly port: number;
  connections(): number;
  /** How many asks were taken up. */
  taken(): number;
  told: readonly string[]; alarms: readonly string[];
}
interface Limits { idleMs?: number; frameWaitMs?: number; connectionsMax?: number }
interface Spoken {
  readonly name: string;
  open(limits?: Limits): Promise<Listening>;
  /** A good ask, and a payment; known to be answered well by what is in the answer. */
  ask(at: Listening): Promise<Buffer>;
  readonly answered: string;
  length(bytes: Buffer): number;
  read(bytes: Buffer): string;
  /** The beginning of a frame larger than any may be, and what is said of it. */
  readonly tooLarge: string; readonly refusal: RegExp;
  /** Frames answered on one line before it is closed. */
  readonly onALine: number;
}
const readGb = (bytes: Buffer): string => iconv.decode(bytes, 'gb18030');
async function bankAt(dialect: keyof typeof accounts, limits: Limits = {}): Promise<Listening> {
  const { listener, told, alarms, seen } = await open(dialect, limits);
  return { port: listener.port, connections: () => listener.state().connections, taken: () => seen.length, told, alarms };
}
async function platformAt({ idleMs, frameWaitMs = idleMs ?? 20_000, connectionsMax = 2_000 }: Limits = {}): Promise<Listening> {
  const [told, alarms]: [string[], string[]] = [[], []];
  let taken = 0;
  // Without the unit's signature, which what we send bears and what we hear does not.
  const profile = z.looseObject({ signature: z.unknown() }).parse(JSON.parse(readFileSync(projectFile('services', 'bank-gateway', 'adapters', 'cnnontax', 'profile.json'), 'utf8')));
  const folder = mkdtempSync(join(tmpdir(), 'zh-line-'));
  stops.push(() => { rmSync(folder, { recursive: true }); });
  writeFileSync(join(folder, 'profile.json'), JSON.stringify({ ...profile, signature: null }));
  const { listener } = await openFiscalLink(
    FiscalLinkJson.parse(JSON.stringify({ profile: join(folder, 'profile.json'), host: '127.0.0.1', port: 9, token, node: 'K4306030001', fiscalNode: 'F430603', division: '430603', listen: { port: 0, frameBytesMax: 65_536, frameWaitMs, connectionsMax } })),
    { payCodes: payCodeFormOf('division-year-30'), confirmed: ({ serial }) => { told.push(serial); return Promise.resolve({ kind: 'done', value: { caseNumber: 'C1' } }); }, now: () => now, freshId, witness: () => { taken += 1; }, alarm: (what) => alarms.push(what) },
  );
  if (!listener) throw new Error('not listening');
  stops.push(() => listener.stop());
  return { port: listener.port, connections: () => listener.state().connections, taken: () => taken, told, alarms };
}
const zoneAuth = async (port: number): Promise<string> => /<accredit_code>(\w+)</.exec((await talk(port, [zoneFrame('9905', '', '<user_code>a</user_code><password>pa</password>')], 1)).toString('latin1'))?.[1] ?? '';
const spoken: readonly Spoken[] = [
  { name: 'zone-nontax', open: (limits) => bankAt('zone-nontax', limits), ask: async ({ port }) => zoneFrame('2401', await zoneAuth(port), `<bill_no>${payCode}</bill_no>`), answered: '示例公司', length: zoneLength, read: readGb, tooLarge: '99999999', refusal: /<dataType>9910<.*<result>2001<.*65536/, onALine: 3 },
  // One exchange a connection: what follows the first frame is nobody's.
  { name: 'ccb-117', open: (limits) => bankAt('ccb-117', limits), ask: () => Promise.resolve(ccbFrame('2010', ['2026', '430603', payCode, '', '0301'])), answered: '示例公司', length: ccbLength, read: readGb, tooLarge: '999999', refusal: /^.{27}2001.*65536/, onALine: 1 },
  { name: 'example-bank', open: (limits) => bankAt('example-bank', limits), ask: () => Promise.resolve(exampleFrame('Q01', `<PayCode>${payCode}</PayCode>`)), answered: '示例公司', length: exampleLength, read: readGb, tooLarge: '999999', refusal: /<Result>2001<.*65536/, onALine: 3 },
  { name: 'cnnontax', open: platformAt, ask: () => Promise.resolve(fiscalFrame('T1')), answered: '<Result>00000<', length: zoneLength, read: insideFiscal, tooLarge: '99999999', refusal: /<Result>99999<.*65536/, onALine: 1 },
];
/** Whether an ask is answered well, now. */
const serves = async (one: Spoken, at: Listening): Promise<boolean> => one.read(await talk(at.port, [await one.ask(at)], 1, one.length)).includes(one.answered);
const payAt = async (bank: Bank, serial: string): Promise<boolean> => (await talk(bank.listener.port, [examplePay(serial)], 1, exampleLength)).includes('<Result>0000</Result>');
/** Resident bytes once what nobody holds any more was let go. */
async function residentBytes(): Promise<number> {
  globalThis.gc?.();
  await new Promise((resolve) => { setImmediate(resolve); });
  return process.memoryUsage().rss;
}

describe('bytes that come in any pieces', () => {
  it.each(spoken)('are answered the same by $name: whole, split anywhere, byte by byte, or joined to what follows', async (one) => {
    const at = await one.open();
    const ask = await one.ask(at);
    // Message ids, the digests over them and times differ from answer to answer; all else may not.
    const plain = (bytes: Buffer): string => readGb(bytes).replaceAll(/<(?:msgId|Id|MsgID)>[^<]*<|VoucherNo="[^"]*"|[0-9A-F]{16}(?=<\?xml)|(?<=<\/CFX>)[0-9a-f]{64}/g, '<>');
    const first = await talk(at.port, [ask], 1, one.length);
    const whole = plain(first);
    expect(one.read(first)).toContain(one.answered);
    expect(plain(await talk(at.port, Array.from(ask, (byte) => Buffer.of(byte)), 1, one.length)), 'byte by byte').toBe(whole);
    expect(plain(await talk(at.port, [Buffer.concat([ask, ask, ask])], one.onALine, one.length)), 'joined').toBe(whole.repeat(one.onALine));
    await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: ask.length - 1 }), { minLength: 1, maxLength: 6 }), async (cuts) => {
      const places = [0, ...cuts.toSorted((x, y) => x - y), ask.length];
      expect(plain(await talk(at.port, places.slice(1).map((end, n) => ask.subarray(places[n], end)), 1, one.length))).toBe(whole);
    }), { numRuns: 15 });
  });
});

describe('a forged frame', () => {
  it('is refused, alarmed and never processed, in every dialect that has a MAC, however often it is tried', async () => {
    const [ccb, example, platform] = [await open('ccb-117'), await open('example-bank'), await platformAt()];
    const tries = 50;
    for (let n = 0; n < tries; n += 1) {
      const wrong = createHash('md5').update(String(n)).digest('hex');
      expect((await talk(ccb.listener.port, [ccbPay(`F${String(n)}`, wrong)], 1, ccbLength)).toString('latin1', 27, 31)).toBe('2000');
      expect((await talk(example.listener.port, [examplePay(`F${String(n)}`, wrong.slice(0, 16))], 1, exampleLength)).toString('latin1')).toContain('<Result>2000</Result>');
      expect(insideFiscal(await talk(platform.port, [fiscalFrame(`F${String(n)}`, wrong + wrong)], 1, zoneLength))).toContain('<Result>99999</Result>');
    }
    expect([platform.told, platform.alarms.length, platform.alarms[0]]).toEqual([[], tries, 'a frame with a wrong MAC in the name of the fiscal platform']);
    for (const bank of [ccb, example]) {
      expect(bank.told).toEqual([]);
      expect(bank.alarms).toHaveLength(tries);
      expect(bank.alarms[0]).toMatch(/a frame with a wrong MAC from 127\.0\.0\.1/);
      expect(bank.seen.map(({ outcome, bank: by }) => `${outcome} ${String(by)}`)).toEqual(Array.from({ length: tries }, () => 'refused null'));
    }
  });
  it('in the name of a bank nobody knows is refused and alarmed like any other, though there is no key to prove it with', async () => {
    const example = await open('example-bank');
    const bytes = Buffer.from(examplePay('NOBODY'));
    bytes.write('NOBODY  ', 6, 'latin1');
    const answer = await talk(example.listener.port, [bytes], 1, exampleLength);
    expect(answer.toString('latin1')).toContain('<Result>2000</Result>');
    expect(answer.toString('latin1', 14, 30)).toBe('0'.repeat(16));
    expect([example.told, example.alarms.map((what) => what.replace(/ from .*/, ''))]).toEqual([[], ['example-bank: a frame with a wrong MAC']]);
  });
  it('is told from a right one by any single bit of body or MAC', async () => {
    const example = await open('example-bank');
    const right = examplePay('BIT');
    const from = 6 + 8;
    await fc.assert(fc.asyncProperty(fc.integer({ min: from, max: right.length - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const bytes = Buffer.from(right);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      // A letter in the other case is the same MAC: deployed systems disagree about it.
      fc.pre(bytes.toString('latin1', from, from + 16).toUpperCase() !== right.toString('latin1', from, from + 16) || at >= from + 16);
      await talk(example.listener.port, [bytes], 1, exampleLength);
      expect(example.told).toEqual([]);
    }), { numRuns: 60 });
    expect(await payAt(example, 'BIT')).toBe(true);
    expect(example.told).toEqual(['BIT']);
  });
});

describe('a frame that is too large', () => {
  it.each(spoken)('is refused by $name at its announcement: what is poured behind it is not kept, and another bank is served meanwhile', async (one) => {
    const [at, other] = [await one.open({ idleMs: 20_000, frameWaitMs: 3_000 }), await open('example-bank')];
    const before = await residentBytes();
    const sockets: Socket[] = [];
    const junk = Buffer.alloc(262_144, 0x41);
    const refused = new Map<number, Buffer>();
    for (let n = 0; n < 50; n += 1) {
      const socket = connect({ port: at.port, host: '127.0.0.1' });
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => { refused.set(n, Buffer.concat([refused.get(n) ?? Buffer.alloc(0), bytes])); });
      socket.write(one.tooLarge);
      // 50 × 4 MB: held, it would be two hundred megabytes.
      for (let part = 0; part < 16; part += 1) socket.write(junk);
    }
    try {
      expect(await payAt(other, 'WHILE')).toBe(true);
      await vi.waitFor(() => { expect(refused.size).toBe(50); }, { timeout: 20_000 });
      await vi.waitFor(() => { expect(at.connections()).toBe(0); }, { timeout: 20_000 });
      for (const bytes of refused.values()) expect(one.read(bytes)).toMatch(one.refusal);
      expect(at.told).toEqual([]);
      expect((await residentBytes()) - before).toBeLessThan(120 * 2 ** 20);
      expect(await serves(one, at)).toBe(true);
    } finally { for (const socket of sockets) socket.destroy(); }
  });
});

describe('a reader that does not read', () => {
  it.each(spoken)('is asked nothing more of by $name than fits on the line: its asks are left unread, its answers are not piled up, and after its time it is let go', async (one) => {
    const [slow, other] = [await one.open({ idleMs: 1_500 }), await open('example-bank')];
    const ask = await one.ask(slow);
    const batch = Buffer.concat(Array.from({ length: 500 }, () => ask));
    const before = await residentBytes();
    // Where a line is good for one answer, it takes many lines to be a burden.
    const lines = one.onALine > 1 ? 1 : 100;
    const [limit, base] = [Math.ceil(1_000 / lines), slow.taken()];
    const offered: number[] = [];
    for (let n = 0; n < lines; n += 1) {
      const socket = connect({ port: slow.port, host: '127.0.0.1' });
      stops.push(() => { socket.destroy(); });
      socket.on('error', () => undefined);
      socket.pause();
      // Some hundred and more megabytes of asks, were they all taken.
      offered[n] = 0;
      const pour = (): void => { while ((offered[n] ?? 0) < limit && socket.write(batch)) offered[n] = (offered[n] ?? 0) + 1; };
      socket.on('drain', pour);
      pour();
    }
    await vi.waitFor(() => { expect(slow.taken()).toBeGreaterThan(base); }, { timeout: 10_000 });
    expect(await payAt(other, 'WHILE')).toBe(true);
    await vi.waitFor(() => { expect(slow.connections()).toBe(0); }, { timeout: 30_000, interval: 50 });
    // What both kernels hold for one line, and no more, was answered before it stood still.
    if (one.onALine === 1) expect(slow.taken() - base).toBe(lines);
    else { expect(slow.taken() - base).toBeLessThan(60_000); expect(offered[0]).toBeLessThan(200); }
    expect((await residentBytes()) - before).toBeLessThan(150 * 2 ** 20);
    expect(await serves(one, slow)).toBe(true);
  });
});

/** Files this process may have open: both ends of a line never lie in one process here, but ten thousand still must fit. */
const openFiles = Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 0);
/** So many lines to one port from a process of their own, held until it ends; each may begin with some bytes. */
async function idleLines(port: number, count: number, first = ''): Promise<void> {
  const program = `const { connect } = require('node:net'); let open = 0; const [port, count, first] = [${String(port)}, ${String(count)}, ${JSON.stringify(first)}];
    const one = () => new Promise((resolve) => { const socket = connect(port, '127.0.0.1', () => { open += 1; if (first) socket.write(first); resolve(); }); socket.on('error', () => setTimeout(() => one().then(resolve), 50)); });
    (async () => { for (let from = 0; from < count; from += 200) await Promise.all(Array.from({ length: Math.min(200, count - from) }, one)); process.stdout.write('open ' + open); })(); process.stdin.resume(); process.stdin.on('end', () => process.exit());`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  stops.push(() => new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); child.kill('SIGKILL'); }));
  await new Promise<void>((resolve, reject) => { child.stdout.once('data', () => { resolve(); }); child.once('exit', () => { reject(new Error('the idle lines ended')); }); });
}

describe('lines that say nothing', () => {
  it('or half of something, by the hundred, leave every listener its others: each is served as before, and all are let go after their time', async () => {
    await Promise.all(spoken.map(async (one) => {
      const at = await one.open({ idleMs: 6_000, frameWaitMs: 6_000 });
      expect(await serves(one, at), one.name).toBe(true);
      const half = (await one.ask(at)).toString('latin1', 0, 40);
      await Promise.all([idleLines(at.port, 200), idleLines(at.port, 200, half)]);
      await vi.waitFor(() => { expect(at.connections(), one.name).toBe(400); }, { timeout: 4_000 });
      for (let n = 0; n < 5; n += 1) expect(await serves(one, at), one.name).toBe(true);
      await vi.waitFor(() => { expect(at.connections(), one.name).toBe(0); }, { timeout: 20_000, interval: 100 });
      expect(await serves(one, at), one.name).toBe(true);
    }));
  });
});

describe('ten thousand lines that say nothing', () => {
  it.skipIf(openFiles < 12_000)('take bounded memory; the bank they belong to and another one are served as before; all are let go after their time', async () => {
    const [crowded, other] = [await open('example-bank', { idleMs: 30_000, frameWaitMs: 30_000 }), await open('example-bank')];
    expect(await payAt(crowded, 'BEFORE')).toBe(true);
    const before = await residentBytes();
    await Promise.all([idleLines(crowded.listener.port, 5_000), idleLines(crowded.listener.port, 5_000, '000200EXAMPLE half a frame')]);
    await vi.waitFor(() => { expect(crowded.listener.state().connections).toBe(10_000); }, { timeout: 20_000 });
    const each = ((await residentBytes()) - before) / 10_000;
    expect(each).toBeLessThan(32_768);
    for (const bank of [crowded, other]) {
      const started = elapsedMs();
      for (let n = 0; n < 20; n += 1) expect(await payAt(bank, `S${String(n)}`)).toBe(true);
      expect((elapsedMs() - started) / 20).toBeLessThan(500);
    }
    expect(crowded.told).toHaveLength(21);
    await vi.waitFor(() => { expect(crowded.listener.state().connections).toBe(0); }, { timeout: 60_000, interval: 200 });
  }, 180_000);

  it.skipIf(openFiles < 12_000)('and one more than may be are turned away without hurting those that stand', async () => {
    const crowded = await open('example-bank', { connectionsMax: 500 });
    const standing = connect({ port: crowded.listener.port, host: '127.0.0.1' });
    stops.push(() => { standing.destroy(); });
    await vi.waitFor(() => { expect(crowded.listener.state().connections).toBe(1); });
    await idleLines(crowded.listener.port, 800);
    await vi.waitFor(() => { expect(crowded.listener.state()).toMatchObject({ connections: 500 }); expect(crowded.listener.state().refusedConnections).toBeGreaterThan(0); });
    const answered = new Promise<string>((resolve) => { standing.once('data', (bytes) => { resolve(bytes.toString('latin1')); }); });
    standing.write(examplePay('STANDING'));
    expect(await answered).toContain('<Result>0000</Result>');
  });
});

describe('a payer whose name has rare characters', () => {
  // 𠮷 and 𬭩 lie beyond the first plane, 㐂 䶮 in extension A, 龦 was given its place in GB 18030 late; 〇 and · stand in real names.
  const name = '𠮷田䶮㐂𬭩龦〇·买买提';
  it('reaches a bank of GB 18030 character for character', async () => {
    const bank = await open('example-bank', {}, name);
    const answer = await talk(bank.listener.port, [exampleFrame('Q01', `<PayCode>${payCode}</PayCode>`)], 1, exampleLength);
    expect(new TextDecoder('gb18030').decode(answer)).toContain(`<Payer>${name}</Payer>`);
  });
  it('is refused by name to a bank of GBK, never shown as question marks', async () => {
    const bank = await open('ccb-117', {}, name);
    const answer = iconv.decode(await talk(bank.listener.port, [ccbFrame('2010', ['2026', '430603', payCode, '', '0301'])], 1, ccbLength), 'gbk');
    expect(answer).toContain('缴款单含有银行接口无法表示的字');
    expect(answer).not.toContain('?');
  });
});
