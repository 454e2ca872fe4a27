import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countParts, partsOf, readWords } from './long-text.ts';

describe('a text', () => {
  test('of 70 characters travels alone, of 71 in two parts', () => {
    expect(countParts('园'.repeat(70))).toBe(1);
    expect(countParts('园'.repeat(71))).toBe(2);
    expect(countParts('园'.repeat(134))).toBe(2);
    expect(countParts('园'.repeat(135))).toBe(3);
    const [alone] = partsOf('园', 9);
    expect(alone).toEqual({ number: 1, total: 1, hasHeader: false, content: Buffer.from([0x56, 0xed]) });
  });

  test('in parts carries the header 05 00 03 reference total number and at most 140 bytes a part', () => {
    const parts = partsOf('园'.repeat(100), 0x2a);
    expect(parts.map((part) => part.content.subarray(0, 6).toString('hex'))).toEqual(['0500032a0201', '0500032a0202']);
    expect(parts.map((part) => part.content.length)).toEqual([140, 6 + 66]);
  });

  test('never has a character outside the first plane cut in two', () => {
    const parts = partsOf(`${'园'.repeat(66)}𠮷${'区'.repeat(20)}`, 1);
    expect(parts[0]?.content.length).toBe(6 + 66 * 2);
    expect(readWords(8, true, parts[1]?.content ?? Buffer.alloc(0)).startsWith('𠮷')).toBe(true);
  });

  test('joined from its parts is the text again', () => {
    const anyText = fc.string({ unit: fc.constantFrom('园', '区', 'a', '𠮷', '😀', '，'), minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 255 }), (text, reference) => {
        const parts = partsOf(text, reference);
        expect(parts.map((part) => readWords(8, part.hasHeader, part.content)).join('')).toBe(text);
        expect(parts.length).toBe(countParts(text));
        for (const part of parts) {
          expect(part.content.length).toBeLessThanOrEqual(140);
          const words = readWords(8, part.hasHeader, part.content);
          expect(/\p{Surrogate}/u.test(words)).toBe(false);
        }
      }),
    );
  });
});

describe('words from a phone', () => {
  test('are read as ASCII, UCS2 and GB; anything else is left empty', () => {
    expect(readWords(0, false, Buffer.from('TD'))).toBe('TD');
    expect(readWords(8, false, Buffer.from([0x56, 0xed, 0x53]))).toBe('园');
    expect(readWords(15, false, Buffer.from([0xd4, 0xb0]))).toBe('园');
    expect(readWords(4, false, Buffer.from([1, 2, 3]))).toBe('');
  });
});
