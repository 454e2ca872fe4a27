import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, Server } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../../infra/chance.ts';
import { manualClock } from '../../../infra/clock.ts';
import type { Outcome } from '../../../infra/outcome.ts';
import { projectFile } from '../../../infra/project-file.ts';
import type { BankPort } from '../port.ts';
import { Listeners, profilesOf } from '../listeners.ts';
import { frontEndRooms, payCodeFormOf, roomProblems } from '../pay-code-room.ts';
import { startFrontEnd } from './listener.ts';
import { macOf } from './mac.ts';
import { parseProfile, ProfileError } from './profile.ts';

const folder = projectFile('services', 'bank-gateway', 'adapters');
const fileOf = (name: string): string => projectFile('services', 'bank-gateway', 'adapters', name, 'profile.json');
const textOf = (name: string): string => readFileSync(fileOf(name), 'utf8');
const stops: (() => Promise<void>)[] = [];
afterEach(async () => { for (const stop of stops.splice(0)) await stop(); });

const refused: Outcome<never> = { kind: 'refused', reason: 'unknown-bill', detail: '' };
const asked: string[] = [];
const port: BankPort = {
  queryBill: ({ payCode }) => Promise.resolve({ kind: 'done', value: { caseNumber: 'C1', payCode, amountInFen: 8_005, payerName: '𠮷野示例公司', departmentCode: '430603101', lines: [{ name: '示例费', amountInFen: 8_005 }] } }),
  confirmPayment: (payment) => { asked.push(JSON.stringify(payment)); return Promise.resolve({ kind: 'done', value: { caseNumber: 'C1' } }); },
  cancelPayment: () => Promise.resolve(refused), reconcile: () => Promise.resolve(refused), queryRefund: () => Promise.resolve(refused), confirmRefund: () => Promise.resolve(refused),
};

describe('the profiles that come along', () => {
  // Beside front-ends, the folder has the dialects of the fiscal platform, of daily files and of the aggregator: each has its own reader and its own tests.
  const speaksFrames = (name: string): boolean => existsSync(fileOf(name)) && Object.hasOwn(z.record(z.string(), z.unknown()).parse(JSON.parse(textOf(name))), 'asks');
  const frontEnds = readdirSync(folder).filter(speaksFrames);
  it('are those three', () => { expect(frontEnds.toSorted()).toEqual(['ccb-117', 'example-bank', 'zone-nontax']); });
  it.each(frontEnds)('%s can be used', (name) => { expect(parseProfile(textOf(name), name).name).toBe(name); });
});

describe('what stands for a character the set lacks', () => {
  const withRule = (unwritable: object): string => JSON.stringify({ ...z.record(z.string(), z.unknown()).parse(JSON.parse(textOf('ccb-117'))), unwritable });
  it('is a sign that can itself be written, no question mark, no separator', () => {
    expect(parseProfile(withRule({ by: 'sign', sign: '■' }), 'own').unwritable).toEqual({ by: 'sign', sign: '■' });
    for (const sign of ['?', '？', ' ', '■■', '𠮷', '|']) expect(() => parseProfile(withRule({ by: 'sign', sign }), 'own'), sign).toThrow(ProfileError);
    expect(parseProfile(textOf('ccb-117'), 'ccb-117').unwritable).toEqual({ by: 'refuse' });
  });
});

describe('a new bank', () => {
  const secret = '0123456789abcdeffedcba9876543210';
  /** What the bank's own program would send: written by hand from its specification. */
  const frame = (xml: string): Buffer => {
    const body = Buffer.from(xml, 'utf8');
    const rest = Buffer.concat([Buffer.from('NEWBANK '), Buffer.from(macOf('x9.19', body, secret).toUpperCase()), body]);
    return Buffer.concat([Buffer.from(String(rest.length).padStart(6, '0')), rest]);
  };
  const answerOf = (to: number, bytes: Buffer): Promise<string> => new Promise((resolve, reject) => {
    const socket = connect(to, '127.0.0.1', () => { socket.write(bytes); });
    let held = Buffer.alloc(0);
    socket.on('data', (chunk) => { held = Buffer.concat([held, chunk]); if (held.length >= 6 && held.length >= 6 + Number(held.toString('latin1', 0, 6))) { resolve(held.subarray(30).toString('utf8')); socket.destroy(); } });
    socket.on('error', reject);
  });

  it('is a copy of the example with its own words, and no code', async () => {
    const text = textOf('example-bank').replaceAll('example-bank', 'new-bank').replaceAll('GB18030', 'UTF-8').replaceAll('"Q01"', '"CX"').replaceAll('"P01"', '"JF"').replaceAll('"PayCode"', '"JKM"').replaceAll('"Amount"', '"JE"');
    const profile = parseProfile(text, 'new-bank.json');
    const listener = await startFrontEnd({
      profile, host: '127.0.0.1', port: 0, node: 'ZONEHUB', accounts: [{ bank: 'NEW', userCode: 'NEWBANK', password: '', macSecret: secret }], sessionKey: 'k'.repeat(16), sessionSeconds: 600,
      answerWithinMs: 2_000, connectionsMax: 5, frameBytesMax: 65_536, frameWaitMs: 2_000, idleMs: 5_000,
    }, { port, clock: manualClock(new Date('2026-01-05T01:30:00Z')), freshId, witness: () => undefined, alarm: () => undefined });
    stops.push(() => listener.stop());
    const head = (code: string): string => `<Head><Code>${code}</Code><Id>1</Id></Head>`;
    const found = await answerOf(listener.port, frame(`<Message>${head('CX')}<Body><Row><JKM>43060326300000000001</JKM></Row></Body></Message>`));
    expect(found).toContain('<Result>0000</Result>');
    expect(found).toContain('<JE>8005</JE><Payer>𠮷野示例公司</Payer>');
    expect(await answerOf(listener.port, frame(`<Message>${head('JF')}<Body><Row><JKM>43060326300000000001</JKM><JE>8005</JE><Serial>N1</Serial><WorkDate>20260105</WorkDate></Row></Body></Message>`))).toContain('<Result>0000</Result>');
    expect(asked).toEqual([JSON.stringify({ bank: 'NEW', serial: 'N1', payCode: '43060326300000000001', amountInFen: 8_005, workDate: '2026-01-05', collectedOn: '2026-01-05' })]);
    const forged = frame(`<Message>${head('JF')}<Body><Row><JKM>43060326300000000001</JKM><JE>8005</JE><Serial>N2</Serial><WorkDate>20260105</WorkDate></Row></Body></Message>`);
    forged[forged.length - 60] = 0x39;
    expect(await answerOf(listener.port, forged)).toContain('<Result>2000</Result>');
    expect(asked).toHaveLength(1);
  });
});

describe('a listener', () => {
  it('outlives a connection that the system cannot accept, and says so', async () => {
    const alarms: string[] = [];
    // What node says when no file is left to open for a new connection comes as an error of the server.
    const servers: Server[] = [];
    const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function capture(this: Server, ...given: unknown[]) { servers.push(this); listen.mockRestore(); return Reflect.apply(Server.prototype.listen, this, given) as Server; });
    const listener = await startFrontEnd({
      profile: parseProfile(textOf('example-bank'), 'example-bank'), host: '127.0.0.1', port: 0, node: 'ZONEHUB', accounts: [], sessionKey: 'k'.repeat(16), sessionSeconds: 600,
      answerWithinMs: 2_000, connectionsMax: 5, frameBytesMax: 65_536, frameWaitMs: 2_000, idleMs: 5_000,
    }, { port, clock: manualClock(new Date('2026-01-05T01:30:00Z')), freshId, witness: () => undefined, alarm: (what) => alarms.push(what) });
    stops.push(() => listener.stop());
    expect(servers).toHaveLength(1);
    servers[0]?.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
    expect(alarms).toEqual(['example-bank: the listener failed']);
  });
});

describe('a profile that cannot be used', () => {
  const problems = (change: (text: string) => string, name = 'ccb-117'): string => {
    try { parseProfile(change(textOf(name)), name); return ''; } catch (error) { if (error instanceof ProfileError) return error.message; throw error; }
  };
  it('is refused with every error named at once, and where it is', () => {
    const message = problems((text) => text.replace('"header": "user"}}', '"header": "usr"}}').replace('{"by": "name", "header": "user"}', '{"by": "name", "header": "usr"}').replaceAll('"acctdate", "as": "day"', '"acctday", "as": "day"').replace('"code": "2012"', '"code": "2011"').replace('"amount", "as": "yuan-loose"}', '"amount", "as": "text"}'));
    for (const part of ['identity.header', 'takes.workDate', '交易码重复', 'amount.as']) expect(message).toContain(part);
  });
  it.each([
    ['a fact is missing', (text: string) => text.replace('"payCode": {"field": "no"', '"payCodes": {"field": "no"'), 'payCode'],
    ['a source exists in another answer only', (text: string) => text.replace('"from": "row-id"', '"from": "refund-number"'), 'refund-number'],
    ['it is no JSON', () => '{', 'JSON'],
    ['a word is misspelt', (text: string) => text.replace('"md5"', '"md6"'), 'mac.algorithm'],
  ])('when %s', (_what, change, part) => { expect(problems(change)).toContain(part); });
  it('never crashes the reader, whatever is taken out of it', () => {
    const whole = z.record(z.string(), z.unknown()).parse(JSON.parse(textOf('zone-nontax')));
    fc.assert(fc.property(fc.subarray(Object.keys(whole).filter((name) => name !== 'head'), { minLength: 1 }), (left) => {
      expect(problems(() => JSON.stringify(Object.fromEntries(Object.entries(whole).filter(([name]) => !left.includes(name)))))).not.toBe('');
    }), { numRuns: 30 });
  });
  it('is named where a field is too narrow for the zone’s pay codes: nothing is ever cut', () => {
    const narrow = parseProfile(textOf('ccb-117').replaceAll('{"field": "no", "pattern": "^[0-9A-Za-z]{1,42}$"}', '{"field": "no", "max": 20}'), 'narrow.json');
    expect(roomProblems('HUB_LISTENERS.0', frontEndRooms(narrow), payCodeFormOf('division-year-30'))).toEqual([]);
    expect(roomProblems('HUB_LISTENERS.0', frontEndRooms(narrow), payCodeFormOf('division-unit-year-30-digits'))[0]).toMatch(/HUB_LISTENERS\.0: 字段 2010 no 只有 20 位.*30.*agree on a wider field/s);
    const framed = parseProfile(textOf('ccb-117').replaceAll('"payCode": {"field": "no", "pattern": "^[0-9A-Za-z]{1,42}$"}', '"payCode": {"header": "serial"}'), 'framed.json');
    expect(frontEndRooms(framed)[0]).toEqual({ field: '2010 serial', width: 18 });
  });
  it('keeps the service from starting, as does a bank that anybody could speak for', () => {
    const listeners = (more: object): unknown => Listeners.parse(JSON.stringify([{ profile: 'ccb-117', port: 0, sessionKey: 'k'.repeat(16), accounts: [{ bank: 'CCB', userCode: 'ZH01' }], ...more }]));
    const start = (more: object): string => { try { profilesOf(listeners(more) as ReturnType<typeof Listeners.parse>, payCodeFormOf('division-year-30')); return ''; } catch (error) { return error instanceof Error ? error.message : ''; } };
    expect(start({})).toContain('addresses');
    expect(start({ accounts: [{ bank: 'CCB', userCode: 'ZH01', addresses: ['10.1.1.1'] }] })).toBe('');
    expect(start({ profile: 'nowhere' })).toContain('文件不存在');
    expect(start({ profile: 'example-bank' })).toContain('macSecret');
    expect(start({ profile: 'zone-nontax' })).toContain('password');
  });
});
