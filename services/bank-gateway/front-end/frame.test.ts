import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSplitter, decodeFrame, encodeFrame, FrameSpec, frameProblems } from './frame.ts';

/** The framings met in the field, as profiles write them. */
const met: Readonly<Record<string, unknown>> = {
  'zero-padded, counts itself, a field of varying length': { length: { width: 8, justify: 'right', pad: '0', counts: 'frame' }, header: [{ name: 'type', width: 6, justify: 'right' }, { name: 'authLength', width: 3, justify: 'right', pad: '0', pattern: '^\\d{3}$' }, { name: 'auth', width: { from: 'authLength' } }] },
  'left-justified with spaces, long header': { length: { width: 6, justify: 'left', counts: 'frame' }, header: [{ name: 'version', width: 3, value: '1.0', fixed: true }, { name: 'code', width: 7 }] },
  'right-justified zeros, does not count itself': { length: { width: 6, justify: 'right', pad: '0', counts: 'rest' }, header: [] },
  'counts the body alone, code behind it': { length: { width: 8, counts: 'body' }, header: [{ name: 'app', width: 8 }], trailer: [{ name: 'mac', width: 32 }] },
  'two binary bytes': { length: { width: 2, as: 'binary', counts: 'rest' }, header: [{ name: 'tpdu', width: 5 }] },
  'packed decimal': { length: { width: 2, as: 'bcd', counts: 'rest' }, header: [{ name: 'tpdu', width: 5 }] },
};
const word = fc.string({ unit: fc.constantFrom(...'0123456789ABCxyz'), minLength: 1, maxLength: 5 });

describe.each(Object.entries(met))('a frame: %s', (_name, written) => {
  const spec = FrameSpec.parse(written);
  const fieldsOf = (values: readonly string[]): Record<string, string> => Object.fromEntries([...spec.header, ...spec.trailer].map(({ name, value }, at) => [name, value ?? values[at % values.length] ?? '']));
  it('comes back as it was written, however the network cuts and joins', () => {
    expect(frameProblems(spec)).toEqual([]);
    fc.assert(fc.property(fc.array(fc.tuple(fc.array(word, { minLength: 1, maxLength: 4 }), fc.uint8Array({ maxLength: 300 })), { minLength: 1, maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), (messages, cuts) => {
      const stream = Buffer.concat(messages.map(([values, body]) => encodeFrame(spec, fieldsOf(values), Buffer.from(body))));
      const splitter = createSplitter(spec, 4_096);
      const found: { fields: object; body: Buffer }[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const size = cuts[turn % cuts.length] ?? 1;
        splitter.push(stream.subarray(at, at + size));
        at += size;
        for (let frame = splitter.next(); frame; frame = splitter.next()) {
          const decoded = frame.ok ? decodeFrame(spec, frame.value) : frame;
          if (!decoded.ok) throw new Error(decoded.fault.en);
          found.push(decoded.value);
        }
      }
      expect(splitter.pendingBytes()).toBe(0);
      expect(found.map(({ body }) => body.toString('hex'))).toEqual(messages.map(([, body]) => Buffer.from(body).toString('hex')));
      for (const [at, [values]] of messages.entries()) expect(found[at]?.fields).toMatchObject(Object.fromEntries(Object.entries(fieldsOf(values)).filter(([name]) => name !== 'authLength')));
    }), { numRuns: 60 });
  });
  it('is never larger in memory than it may be, and any bytes are an answer or a fault, never a crash', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (bytes) => {
      const splitter = createSplitter(spec, 256);
      splitter.push(Buffer.from(bytes));
      for (let frame = splitter.next(); frame; frame = splitter.next()) if (frame.ok) decodeFrame(spec, frame.value);
      expect(splitter.pendingBytes()).toBeLessThanOrEqual(600);
    }), { numRuns: 200 });
  });
});

describe('a length', () => {
  const spec = (length: object): FrameSpec => FrameSpec.parse({ length: { counts: 'frame', ...length }, header: [] });
  const first = (length: object, text: string): string => { const splitter = createSplitter(spec(length), 1_000); splitter.push(Buffer.from(text, 'latin1')); const frame = splitter.next(); return frame === null ? 'waits' : frame.ok ? 'frame' : 'lost'; };
  it('is refused at the first byte that cannot be one', () => {
    expect([first({ width: 6, justify: 'left' }, '12 '), first({ width: 6, justify: 'left' }, '8 x'), first({ width: 6, justify: 'left' }, ' 8'), first({ width: 6, justify: 'right', pad: '0' }, '0 8'), first({ width: 6, justify: 'right' }, '   8  ')]).toEqual(['waits', 'lost', 'lost', 'lost', 'lost']);
  });
  it('shorter than a header, or longer than agreed, ends the line', () => {
    expect([first({ width: 6, justify: 'right', pad: '0' }, '000003xxx'), first({ width: 6, justify: 'right', pad: '0' }, '999999')]).toEqual(['lost', 'lost']);
  });
  it('may be missing where a frame ends with the connection', () => {
    const splitter = createSplitter(FrameSpec.parse({ length: null, header: [] }), 1_000);
    splitter.push(Buffer.from('313|abc'));
    expect(splitter.next()).toBeNull();
    splitter.end();
    expect(splitter.next()).toMatchObject({ ok: true, value: Buffer.from('313|abc') });
  });
});

describe('a description of frames', () => {
  it('is refused with every error named', () => {
    expect(frameProblems(FrameSpec.parse({ length: { width: 3, as: 'binary', counts: 'rest' }, header: [{ name: 'auth', width: { from: 'nothing' } }, { name: 'a', width: 1, fixed: true }, { name: 'a', width: 1, pattern: '(' }] }))).toHaveLength(5);
  });
});
