/** What a bank's line may do to us: everything here is sent by programs that mean no good, and another bank must not notice. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freshId } from '../../../infra/chance.ts';
import { elapsedMs, manualClock } from '../../../infra/clock.ts';
import { projectFile } from '../../../infra/project-file.ts';
import type { BankPort } from '../port.ts';
import type { Exchange } from '../exchange.ts';
import { startFrontEnd, type BankListener, type FrontEndSettings } from './listener.ts';
import { macOf } from './mac.ts';
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
const payAt = async (bank: Bank, serial: string): Promise<boolean> => (await talk(bank.listener.port, [examplePay(serial)], 1, exampleLength)).includes('<Result>0000</Result>');
/** Resident bytes once what nobody holds any more was let go. */
async function residentBytes(): Promise<number> {
  globalThis.gc?.();
  await new Promise((resolve) => { setImmediate(resolve); });
  return process.memoryUsage().rss;
}

describe('bytes that come in any pieces', () => {
  it('are answered the same in every shipped dialect: whole, split anywhere, byte by byte, or joined to what follows', async () => {
    const [zone, ccb, example] = [await open('zone-nontax'), await open('ccb-117'), await open('example-bank')];
    const auth = /<accredit_code>(\w+)</.exec((await talk(zone.listener.port, [zoneFrame('9905', '', '<user_code>a</user_code><password>pa</password>')], 1)).toString('latin1'))?.[1] ?? '';
    const ask: { name: string; port: number; one: Buffer; many: number; length: (bytes: Buffer) => number }[] = [
      { name: 'zone-nontax', port: zone.listener.port, one: zoneFrame('2401', auth, `<bill_no>${payCode}</bill_no>`), many: 3, length: (bytes) => Number(bytes.toString('latin1', 0, 8)) },
      // One exchange a connection: what follows the first frame is nobody's.
      { name: 'ccb-117', port: ccb.listener.port, one: ccbFrame('2010', ['2026', '430603', payCode, '', '0301']), many: 1, length: (bytes) => Number(bytes.toString('latin1', 0, 6)) },
      { name: 'example-bank', port: example.listener.port, one: exampleFrame('Q01', `<PayCode>${payCode}</PayCode>`), many: 3, length: exampleLength },
    ];
    // Message ids and times differ from answer to answer; all else may not.
    const plain = (bytes: Buffer): string => iconv.decode(bytes, 'gb18030').replaceAll(/<(?:msgId|Id)>[^<]*<|[0-9A-F]{16}(?=<\?xml)/g, '<>');
    for (const { name, port, one, many, length } of ask) {
      const whole = plain(await talk(port, [one], 1, length));
      expect(whole, name).toContain('示例公司');
      expect(plain(await talk(port, Array.from(one, (byte) => Buffer.of(byte)), 1, length)), `${name}, byte by byte`).toBe(whole);
      expect(plain(await talk(port, [Buffer.concat([one, one, one])], many, length)), `${name}, joined`).toBe(whole.repeat(many));
      await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: one.length - 1 }), { minLength: 1, maxLength: 6 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), one.length];
        expect(plain(await talk(port, at.slice(1).map((end, n) => one.subarray(at[n], end)), 1, length)), name).toBe(whole);
      }), { numRuns: 15 });
    }
  });
});

describe('a forged frame', () => {
  it('is refused, alarmed and never processed, in every dialect that has a MAC, however often it is tried', async () => {
    const [ccb, example] = [await open('ccb-117'), await open('example-bank')];
    const tries = 50;
    for (let n = 0; n < tries; n += 1) {
      const wrong = createHash('md5').update(String(n)).digest('hex');
      expect((await talk(ccb.listener.port, [ccbPay(`F${String(n)}`, wrong)], 1, (bytes) => Number(bytes.toString('latin1', 0, 6)))).toString('latin1', 27, 31)).toBe('2000');
      expect((await talk(example.listener.port, [examplePay(`F${String(n)}`, wrong.slice(0, 16))], 1, exampleLength)).toString('latin1')).toContain('<Result>2000</Result>');
    }
    for (const bank of [ccb, example]) {
      expect(bank.told).toEqual([]);
      expect(bank.alarms).toHaveLength(tries);
      expect(bank.alarms[0]).toMatch(/a frame with a wrong MAC from 127\.0\.0\.1/);
      expect(bank.seen.map(({ outcome, bank: by }) => `${outcome} ${String(by)}`)).toEqual(Array.from({ length: tries }, () => 'refused null'));
    }
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
  it('is refused at its announcement: what is poured behind it is not kept, and another bank is served meanwhile', async () => {
    const [zone, other] = [await open('zone-nontax'), await open('example-bank')];
    const before = await residentBytes();
    const sockets: Socket[] = [];
    const junk = Buffer.alloc(262_144, 0x41);
    const refused: string[] = [];
    for (let n = 0; n < 50; n += 1) {
      const socket = connect({ port: zone.listener.port, host: '127.0.0.1' });
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => refused.push(iconv.decode(bytes, 'gbk')));
      socket.write('99999999');
      // 50 × 4 MB: held, it would be two hundred megabytes.
      for (let part = 0; part < 16; part += 1) socket.write(junk);
    }
    try {
      expect(await payAt(other, 'WHILE')).toBe(true);
      await vi.waitFor(() => { expect(zone.listener.state().connections).toBe(0); }, { timeout: 20_000 });
      for (const socket of sockets) socket.destroy();
      expect(refused).toHaveLength(50);
      for (const text of refused) expect(text).toMatch(/<dataType>9910<.*<result>2001<.*65536/);
      expect((await residentBytes()) - before).toBeLessThan(120 * 2 ** 20);
    } finally { for (const socket of sockets) socket.destroy(); }
  });
});

describe('a reader that does not read', () => {
  it('is asked nothing more of than fits on the line: its asks are left unread, its answers are not piled up, and after its time it is let go', async () => {
    const [slow, other] = [await open('example-bank', { idleMs: 1_500 }), await open('example-bank')];
    const query = exampleFrame('Q01', `<PayCode>${payCode}</PayCode>`);
    const batch = Buffer.concat(Array.from({ length: 500 }, () => query));
    const before = await residentBytes();
    const socket = connect({ port: slow.listener.port, host: '127.0.0.1' });
    stops.push(() => { socket.destroy(); });
    socket.on('error', () => undefined);
    socket.pause();
    // Some 130 MB of asks, were they all taken.
    let offered = 0;
    const pour = (): void => { while (offered < 1_000 && socket.write(batch)) offered += 1; };
    socket.on('drain', pour);
    pour();
    await vi.waitFor(() => { expect(slow.seen.length).toBeGreaterThan(0); }, { timeout: 10_000 });
    await vi.waitFor(() => { expect(slow.listener.state().connections).toBe(0); }, { timeout: 30_000, interval: 50 });
    // What both kernels hold for one line, and no more, was answered before it stood still.
    expect(slow.seen.length).toBeLessThan(60_000);
    expect(offered).toBeLessThan(200);
    expect((await residentBytes()) - before).toBeLessThan(150 * 2 ** 20);
    expect(await payAt(other, 'WHILE')).toBe(true);
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
    const answer = iconv.decode(await talk(bank.listener.port, [ccbFrame('2010', ['2026', '430603', payCode, '', '0301'])], 1, (bytes) => Number(bytes.toString('latin1', 0, 6))), 'gbk');
    expect(answer).toContain('缴款单含有银行接口无法表示的字');
    expect(answer).not.toContain('?');
  });
});
