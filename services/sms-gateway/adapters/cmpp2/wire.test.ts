// The codec against sizes and bytes that were computed without it (layout of CMPP 2.0; vectors by a separate program).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FrameSplitter,
  authenticatorGateway,
  authenticatorSource,
  connectTimestamp,
  decode,
  encode,
  messageIdFromHex,
  messageIdHex,
  readStatusReport,
  writeStatusReport,
} from './wire.ts';
import type { CmppMessage, Submit } from './wire.ts';

const submit: Submit = {
  command: 'submit',
  sequence: 0xffffffff,
  partTotal: 1,
  partNumber: 1,
  wantsReport: true,
  serviceId: 'SVC001',
  feeUserType: 2,
  feeType: '01',
  feeCode: '000000',
  hasHeader: false,
  format: 8,
  sourceAddress: '900001',
  sourceId: '1069000000000042',
  receiver: '13800000000',
  content: Buffer.from('园区政务办件已受理，请', 'utf16le').swap16(),
};

describe('frames of known bytes', () => {
  test('a login in January keeps the leading zero of the month in its hash', () => {
    const authenticator = authenticatorSource('900001', 'shared-secret', 102030405);
    expect(authenticator.toString('hex')).toBe('a6e25b6c45f48fdcb93cd17d434fe53a');
    expect(
      encode({ command: 'connect', sequence: 7, sourceAddress: '900001', authenticator, version: 0x20, timestamp: 102030405 }).toString('hex'),
    ).toBe('000000270000000100000007393030303031a6e25b6c45f48fdcb93cd17d434fe53a200614dc45');
    expect(authenticatorGateway(0, authenticator, 'shared-secret', 1).toString('hex')).toBe('7b3f81c3220f8ef843e1378c748ec801');
    expect(authenticatorGateway(0, authenticator, 'shared-secret', 4).toString('hex')).toBe('bc20add2d16844d582d71e06304ea20a');
  });

  test('a submit of 22 bytes to one receiver is 181 bytes, each where the layout says', () => {
    const frame = encode(submit);
    expect(frame.length).toBe(181);
    expect(frame.toString('hex')).toBe(
      '000000b500000004ffffffff0000000000000000010101005356433030310000000002000000000000000000000000000000000000000000000008393030303031303130303030303000000000000000000000000000000000000000000000000000000000000000000000313036393030303030303030303034320000000000013133383030303030303030000000000000000000001656ed533a653f52a1529e4ef65df253d77406ff0c8bf70000000000000000',
    );
  });

  test('bodies have the sizes of the layout', () => {
    const size = (message: CmppMessage) => encode(message).length - 12;
    expect(size({ command: 'connect-answer', sequence: 1, status: 0, authenticator: Buffer.alloc(16), version: 0x20 })).toBe(18);
    expect(size({ command: 'submit-answer', sequence: 1, messageId: 1n, result: 0 })).toBe(9);
    expect(size({ command: 'deliver-answer', sequence: 1, messageId: 1n, result: 0 })).toBe(9);
    expect(size({ command: 'active-test', sequence: 1 })).toBe(0);
    expect(size({ command: 'active-test-answer', sequence: 1 })).toBe(1);
    expect(size({ command: 'terminate', sequence: 1 })).toBe(0);
    const report = writeStatusReport({ messageId: 1n, stat: 'DELIVRD', submittedAt: '', doneAt: '', receiver: '', smscSequence: 0 });
    const deliver: CmppMessage = {
      command: 'deliver', sequence: 1, messageId: 1n, destinationId: '', serviceId: '', hasHeader: false, format: 0, source: '', isReport: true, content: report,
    };
    expect(report.length).toBe(60);
    expect(encode(deliver).length).toBe(145);
  });

  test('the login time is the carrier’s local time, whatever the zone of our machine', () => {
    expect(connectTimestamp(new Date('2026-01-01T16:04:05Z'))).toBe(102000405);
    expect(connectTimestamp(new Date('2026-12-31T15:59:59Z'))).toBe(1231235959);
  });
});

describe('a report', () => {
  const report = { messageId: 0xfedcba9876543210n, stat: 'MA:0001', submittedAt: '2601020304', doneAt: '2601020305', receiver: '13800000000', smscSequence: 9 };

  test('of 71 bytes on a 2.0 link is read in the 3.0 shape', () => {
    const narrow = writeStatusReport(report);
    const wide = Buffer.concat([narrow.subarray(0, 56), Buffer.alloc(11), narrow.subarray(56)]);
    expect(wide.length).toBe(71);
    expect(readStatusReport(wide)).toEqual(report);
    expect(readStatusReport(narrow)).toEqual(report);
  });

  test('of any other length is not a report', () => {
    expect(readStatusReport(Buffer.alloc(61))).toBeNull();
    expect(readStatusReport(Buffer.alloc(0))).toBeNull();
  });
});

describe('a number of the carrier', () => {
  test('above 2^53 survives as hex digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 0xffffffffffffffffn }), (id) => {
        expect(messageIdHex(id)).toMatch(/^[0-9a-f]{16}$/);
        expect(messageIdFromHex(messageIdHex(id))).toBe(id);
      }),
    );
  });
});

const word = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789ABCxyz:'.split('')), maxLength: max });
const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const byte = fc.integer({ min: 0, max: 255 });
const number64 = fc.bigInt({ min: 0n, max: 0xffffffffffffffffn });
const content = (max: number) => fc.uint8Array({ maxLength: max }).map((data) => Buffer.from(data));
const hash = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((data) => Buffer.from(data));

const anyMessage: fc.Arbitrary<CmppMessage> = fc.oneof(
  fc.record({ command: fc.constant('connect' as const), sequence: uint32, sourceAddress: word(6), authenticator: hash, version: byte, timestamp: uint32 }),
  fc.record({ command: fc.constant('connect-answer' as const), sequence: uint32, status: byte, authenticator: hash, version: byte }),
  fc.record({
    command: fc.constant('submit' as const), sequence: uint32, partTotal: byte, partNumber: byte, wantsReport: fc.boolean(), serviceId: word(10), feeUserType: byte,
    feeType: word(2), feeCode: word(6), hasHeader: fc.boolean(), format: byte, sourceAddress: word(6), sourceId: word(21), receiver: word(21), content: content(140),
  }),
  fc.record({ command: fc.constant('submit-answer' as const), sequence: uint32, messageId: number64, result: byte }),
  fc.record({
    command: fc.constant('deliver' as const), sequence: uint32, messageId: number64, destinationId: word(21), serviceId: word(10), hasHeader: fc.boolean(), format: byte,
    source: word(21), isReport: fc.boolean(), content: content(160),
  }),
  fc.record({ command: fc.constant('deliver-answer' as const), sequence: uint32, messageId: number64, result: byte }),
  fc.record({ command: fc.constantFrom('active-test' as const, 'active-test-answer' as const, 'terminate' as const, 'terminate-answer' as const), sequence: uint32 }),
);

describe('any message', () => {
  test('decodes to what was encoded', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(decode(encode(message))).toEqual({ ok: true, message });
      }),
    );
  });

  test('comes out of the stream whole, however the reads were cut', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (messages, cuts) => {
        const stream = Buffer.concat(messages.map(encode));
        const splitter = new FrameSplitter();
        const seen: CmppMessage[] = [];
        let from = 0;
        for (let turn = 0; from < stream.length; turn += 1) {
          const width = cuts[turn % cuts.length] ?? 1;
          const split = splitter.push(stream.subarray(from, from + width));
          from += width;
          expect(split.fault).toBeNull();
          for (const frame of split.frames) {
            const reading = decode(frame);
            if (reading.ok) seen.push(reading.message);
          }
        }
        expect(seen).toEqual(messages);
      }),
    );
  });

  test('cut short or stretched becomes a fault, never an exception', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(200), fc.uint8Array({ maxLength: 30 }), (message, keep, extra) => {
        const whole = encode(message);
        const bent = Buffer.concat([whole.subarray(0, Math.max(12, Math.min(keep, whole.length))), extra]);
        bent.writeUInt32BE(bent.length, 0);
        const reading = decode(bent);
        if (!reading.ok) expect(reading.fault).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });

  test('made of random bytes does not break the reader', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const reading = decode(Buffer.from(noise));
        expect(typeof reading.ok).toBe('boolean');
      }),
    );
  });
});

describe('the splitter', () => {
  test('refuses a length below the header and one above the limit', () => {
    expect(new FrameSplitter().push(Buffer.from([0, 0, 0, 11])).fault).toBe('frame-too-short');
    expect(new FrameSplitter(4096).push(Buffer.from([0, 0, 0x10, 1])).fault).toBe('frame-too-long');
    expect(new FrameSplitter().push(Buffer.from('GET / HTTP/1.1\r\n')).fault).toBe('frame-too-long');
  });
});

describe('a field', () => {
  test('that does not fit is the caller’s defect and says so without repeating the text', () => {
    expect(() => encode({ ...submit, receiver: '1'.repeat(22) })).toThrow(RangeError);
    expect(() => encode({ ...submit, sourceId: '园区' })).toThrow(/field of 21 bytes/);
  });

  test('with a content length that disagrees is a fault', () => {
    const frame = encode(submit);
    frame.writeUInt8(23, 150);
    expect(decode(frame)).toMatchObject({ ok: false, fault: 'submit-content-length' });
  });

  test('of an answer in the 3.0 shape is read all the same', () => {
    const wide = Buffer.alloc(24);
    wide.writeUInt32BE(24, 0);
    wide.writeUInt32BE(0x80000004, 4);
    wide.writeUInt32BE(5, 8);
    wide.writeBigUInt64BE(77n, 12);
    wide.writeUInt32BE(8, 20);
    expect(decode(wide)).toEqual({ ok: true, message: { command: 'submit-answer', sequence: 5, messageId: 77n, result: 8 } });
  });
});
