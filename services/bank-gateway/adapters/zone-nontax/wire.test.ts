import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { projectFile } from '../../../../infra/project-file.ts';
import { decodeText, encodeText } from '../../front-end/charset.ts';
import * as framing from '../../front-end/frame.ts';
import { parseProfile } from '../../front-end/profile.ts';
import type { Reading } from '../../front-end/reading.ts';

const file = projectFile('services', 'bank-gateway', 'adapters', 'zone-nontax', 'profile.json');
const spec = parseProfile(readFileSync(file, 'utf8'), file).frame;
interface Frame { type: string; src: string; des: string; time: string; auth: string; body: Buffer }
const HEADER_BYTES = 77;
const createSplitter = (max: number): framing.Splitter => framing.createSplitter(spec, max);
const encodeFrame = ({ body, ...fields }: Frame): Buffer => framing.encodeFrame(spec, fields, body);
function decodeFrame(bytes: Buffer): Reading<Frame> {
  const frame = framing.decodeFrame(spec, bytes);
  if (!frame.ok) return frame;
  const { type = '', src = '', des = '', time = '', auth = '' } = frame.value.fields;
  return { ok: true, value: { type, src, des, time, auth, body: frame.value.body } };
}
const encodeGbk = (text: string): Reading<Buffer> => encodeText(text, 'GBK');
const decodeGbk = (bytes: Buffer): Reading<string> => decodeText(bytes, 'GBK');

const query: Frame = {
  type: '2401', src: 'BANK01', des: 'ZONEHUB', time: '20260105093000', auth: 'abc', body: Buffer.from('<Root>\xd6\xd0</Root>', 'latin1'),
};

const word = fc.stringMatching(/^[!-~]{0,15}$/);
const frames: fc.Arbitrary<Frame> = fc.record({
  type: fc.stringMatching(/^\d{4}$/),
  src: word,
  des: word,
  time: fc.stringMatching(/^\d{14}$/),
  auth: fc.stringMatching(/^[!-~]{0,80}$/),
  body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

function cut(stream: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(stream.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

describe('a frame', () => {
  it('is written to the byte as the specification has it', () => {
    const bytes = encodeFrame(query);
    expect(bytes.toString('latin1')).toBe(
      `00000095  2401         BANK01        ZONEHUB202601050930000003${' '.repeat(15)}abc<Root>\xd6\xd0</Root>`,
    );
    expect(bytes.length).toBe(95);
  });

  it('reads back as it was written, whatever is in it', () => {
    fc.assert(fc.property(frames, (frame) => {
      expect(decodeFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
    }));
  });

  it('counts bytes, not characters', () => {
    const body = encodeGbk('<Root>园区</Root>');
    if (!body.ok) throw new Error('园区 is GBK');
    expect(encodeFrame({ ...query, auth: '', body: body.value }).toString('latin1', 0, 8)).toBe(String(HEADER_BYTES + 17).padStart(8, '0'));
  });

  it('is refused when its auth length, type, time or signed flag is wrong', () => {
    const good = encodeFrame(query).toString('latin1');
    const spoil = (at: number, text: string): boolean => decodeFrame(Buffer.from(good.slice(0, at) + text + good.slice(at + text.length), 'latin1')).ok;
    expect(spoil(59, '003')).toBe(true);
    expect(spoil(59, ' 3 ')).toBe(false);
    expect(spoil(59, '999')).toBe(false);
    expect(spoil(8, '  24x1')).toBe(false);
    expect(spoil(44, '2026-01-05 093')).toBe(false);
    expect(spoil(58, '1')).toBe(false);
  });
});

describe('the splitter', () => {
  it('finds the same frames however the network cut or joined them', () => {
    fc.assert(fc.property(fc.array(frames, { minLength: 1, maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (sent, sizes) => {
      const splitter = createSplitter(10_000);
      const found: unknown[] = [];
      for (const piece of cut(Buffer.concat(sent.map(encodeFrame)), sizes)) {
        splitter.push(piece);
        for (let next = splitter.next(); next; next = splitter.next()) found.push(next.ok ? decodeFrame(next.value) : next);
      }
      expect(found).toEqual(sent.map((value) => ({ ok: true, value })));
      expect(splitter.pendingBytes()).toBe(0);
    }));
  });

  it('takes byte by byte in linear time', () => {
    const splitter = createSplitter(70_000);
    const bytes = encodeFrame({ ...query, body: Buffer.alloc(60_000, 0x61) });
    for (const byte of bytes) splitter.push(Buffer.of(byte));
    expect(splitter.next()?.ok).toBe(true);
  });

  it('skips line feeds that a front-end puts between frames', () => {
    const splitter = createSplitter(10_000);
    splitter.push(Buffer.concat([encodeFrame(query), Buffer.from('\r\n'), encodeFrame(query), Buffer.from('\n')]));
    expect([splitter.next()?.ok, splitter.next()?.ok, splitter.next()]).toEqual([true, true, null]);
  });

  it('refuses what cannot be a length at once, and gives nothing afterwards', () => {
    for (const start of ['GET / HTTP/1.1', '95      ', '00000012', '00010001', '-0000095', '\x16\x03']) {
      const splitter = createSplitter(10_000);
      splitter.push(Buffer.from(start.padEnd(8), 'latin1'));
      const next = splitter.next();
      expect(next?.ok === false && next.fault.framing, start).toBe('lost');
      splitter.push(encodeFrame(query));
      expect(splitter.next()).toBe(null);
    }
  });

  it('never throws and never holds more than a frame and a read, on any bytes', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (chunks) => {
      const splitter = createSplitter(1_000);
      for (const chunk of chunks) {
        splitter.push(Buffer.from(chunk));
        for (let next = splitter.next(); next?.ok; next = splitter.next()) decodeFrame(next.value);
        expect(splitter.pendingBytes()).toBeLessThan(1_000);
      }
    }));
  });
});

describe('GBK', () => {
  it('carries every character GBK has, both ways', () => {
    const characters = fc.string({ unit: fc.integer({ min: 0x20, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)) });
    fc.assert(fc.property(characters, (text) => {
      const bytes = encodeGbk(text);
      if (bytes.ok) expect(decodeGbk(bytes.value)).toEqual({ ok: true, value: text });
      else expect(iconv.decode(iconv.encode(text, 'gbk'), 'gbk') !== text || /[\u0080\u20ac]/.test(text)).toBe(true);
    }));
    expect(encodeGbk('园区通·镕喆堃').ok).toBe(true);
  });

  it('refuses characters it cannot carry instead of writing a question mark', () => {
    for (const text of ['𠮷野', '㐂', '・', '😀', '€', '\ue5e5']) expect(encodeGbk(`公司${text}`).ok, text).toBe(false);
    expect(encodeGbk('really?')).toEqual({ ok: true, value: Buffer.from('really?') });
  });

  it('refuses half characters, lone lead bytes, 0x80, 0xff and GB18030 four-byte codes', () => {
    for (const hex of ['d6', 'd620', '80', 'ff', '81308130', '61d6', 'aaa1']) expect(decodeGbk(Buffer.from(hex, 'hex')).ok, hex).toBe(false);
  });
});
