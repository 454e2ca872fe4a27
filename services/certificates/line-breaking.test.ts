import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from './line-breaking.ts';

/** Ideographs and full-width marks count two, the rest one. */
const measure = (piece: string): number => Array.from(piece).reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 2 : 1), 0);

describe('line breaking (避头尾)', () => {
  it('breaks between ideographs and keeps words and numbers whole', () => {
    expect(breakLines('年产20000吨Resin树脂', 10, measure)).toEqual(['年产20000', '吨Resin树', '脂']);
  });
  it('never begins a line with a closing mark nor ends one with an opening mark', () => {
    expect(breakLines('许可建设，新（一期）', 8, measure)).toEqual(['许可建', '设，新', '（一期）']);
  });
  it('keeps line breaks of the text and leaves room for an indent', () => {
    expect(breakLines('一二三四\n五六', 8, measure, 4)).toEqual(['一二', '三四', '五六']);
  });
  it('cuts a code that is wider than a whole line', () => {
    expect(breakLines('11430603MB1234567X', 6, measure)).toEqual(['114306', '03MB12', '34567X']);
  });
  it('loses no character and exceeds the width nowhere', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('云溪高新区，。、（）《》“”ABC12 -')), maxLength: 80 });
    fc.assert(fc.property(text, fc.integer({ min: 8, max: 40 }), (given, width) => {
      const lines = breakLines(given, width, measure);
      expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
    }));
  });
});
