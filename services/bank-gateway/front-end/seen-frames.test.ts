import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { projectFile } from '../../../infra/project-file.ts';
import { encodeFrame } from './frame.ts';
import { parseProfile, type Profile } from './profile.ts';
import { seenFrames } from './seen-frames.ts';

const at = new Date('2026-01-05T01:30:00Z');
function profileOf(name: string): Profile {
  const file = projectFile('services', 'bank-gateway', 'adapters', name, 'profile.json');
  return parseProfile(readFileSync(file, 'utf8'), file);
}
const ccb = profileOf('ccb-117');
const bytes = (profile: Profile, fields: Record<string, string>, text: string): Buffer => encodeFrame(profile.frame, { time: '20260105093000', ...fields }, iconv.encode(text, 'gb18030'));
const headerOf = (profile: Profile): string => profile.code.at.header ?? '';

describe('the frames an integrator sees', () => {
  it('are named field by field, with persons, accounts and secrets hidden', () => {
    const frames = seenFrames(ccb);
    const names = ccb.asks.find(({ code }) => code === '2011')?.fields ?? [];
    const values = names.map((name, place) => (name === ccb.asks.find(({ code }) => code === '2011')?.takes['payCode']?.field ? '43060326300000000001' : place === names.length - 1 ? '欧阳示例' : place === 0 ? '6222020000001234567' : ''));
    frames.saw({ at, peer: '127.0.0.1', tookMs: 3, ask: { ok: true, value: bytes(ccb, { [headerOf(ccb)]: '2011' }, values.join('|')) }, answer: bytes(ccb, { [headerOf(ccb)]: '2011' }, '张三丰缴款成功') });
    const [one] = frames.list(0, 10);
    const text = JSON.stringify(one);
    expect(one?.ask).toMatchObject({ code: '2011', fault: null });
    expect(one?.ask.body.find(({ value }) => value === '43060326300000000001')).toMatchObject({ masked: false });
    expect(text).not.toContain('欧阳示例');
    expect(text).not.toContain('6222020000001234567');
    expect(one?.ask.body.map(({ name }) => name)).toEqual(names);
  });
  it('hide a password and the code a bank was given', () => {
    const zone = profileOf('zone-nontax');
    const login = zone.asks.find(({ means }) => means === 'login');
    if (!login || zone.body.format !== 'xml') throw new Error();
    const { root, head, path, record } = zone.body;
    const inside = `<${record}><${login.takes['user']?.field ?? ''}>u1</${login.takes['user']?.field ?? ''}><${login.takes['password']?.field ?? ''}>open-sesame</${login.takes['password']?.field ?? ''}></${record}>`;
    const xml = `<${root}><${head}></${head}>${path.map((one) => `<${one}>`).join('')}${inside}${path.toReversed().map((one) => `</${one}>`).join('')}</${root}>`;
    const identity = zone.identity.header;
    const frames = seenFrames(zone);
    const frame = bytes(zone, { [headerOf(zone)]: login.code, [identity]: 'ACCREDIT' }, xml);
    frames.saw({ at, peer: '', tookMs: 1, ask: { ok: true, value: frame }, answer: frame });
    // Under a code that nobody knows it is the same secret.
    frames.saw({ at, peer: '', tookMs: 1, ask: { ok: true, value: bytes(zone, { [headerOf(zone)]: '9904', [identity]: 'ACCREDIT' }, xml) }, answer: frame });
    const text = JSON.stringify(frames.list(0, 2));
    expect(text).toContain('"u1"');
    expect(text).not.toMatch(/open-sesame|ACCREDIT/);
  });
  it('say what could not be read, come newest first, and never more than are kept', () => {
    const frames = seenFrames(ccb);
    for (let turn = 0; turn < 250; turn += 1) frames.saw({ at, peer: '', tookMs: 0, ask: { ok: false, fault: { zh: '太长', en: 'too long', framing: 'lost' } }, answer: Buffer.from('short') });
    expect(frames.list(0, 500)).toHaveLength(200);
    expect(frames.list(0, 2).map(({ sequence }) => sequence)).toEqual([250, 249]);
    expect(frames.list(248, 50).map(({ sequence }) => sequence)).toEqual([250, 249]);
    expect(frames.list(0, 1)[0]?.ask.fault).toMatchObject({ en: 'too long' });
    expect(frames.list(0, 1)[0]?.answer.fault).not.toBe(null);
    const large = seenFrames(ccb);
    for (let turn = 0; turn < 40; turn += 1) large.saw({ at, peer: '', tookMs: 0, ask: { ok: true, value: Buffer.alloc(60_000) }, answer: Buffer.alloc(10) });
    expect(large.list(0, 100).length).toBeLessThan(20);
  });
});
