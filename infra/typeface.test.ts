import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { openFonts, undrawable } from './fonts.ts';
import { Typeface, TypefaceError } from './typeface.ts';

const fonts = openFonts();

describe('the typeface read glyph by glyph', () => {
  it('agrees with fontkit on widths and outlines of a subset', () => {
    const face = fonts.regular;
    const subset = face.createSubset();
    const text = '云溪高新技术产业开发区Ag1（，。㎡䶮';
    const run = face.layout(text);
    const numbers = run.glyphs.map((glyph) => subset.includeGlyph(glyph.id));
    expect(numbers).toEqual(Array.from(text, (_character, index) => index + 1));
    expect(subset.includeGlyph(run.glyphs[0]?.id ?? 0)).toBe(1);
    const own = create(subset.encode());
    if (!('getGlyph' in own)) throw new Error('not a single font');
    run.glyphs.forEach((glyph, index) => {
      const copied = own.getGlyph(index + 1);
      expect(copied.advanceWidth).toBe(glyph.advanceWidth);
      expect(copied.path.commands.length, text[index]).toBeGreaterThan(3);
    });
  });

  it('measures text as the sum of its advances', () => {
    expect(fonts.bold.widthOf('云溪', 10)).toBeCloseTo(20, 5);
    expect(fonts.bold.widthOf('', 10)).toBe(0);
  });

  it('knows what it cannot draw', () => {
    expect(undrawable(fonts, '云溪（AZ09）㎡〇')).toBeNull();
    expect(undrawable(fonts, '云\u{20BB7}')).toBe('U+20BB7');
    expect(undrawable(fonts, 'ئۇيغۇر')).toBe('U+0626');
    expect(undrawable(fonts, 'a\u200Bb')).toBe('U+200B');
  });

  it('says which file is no font instead of printing boxes later', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'typeface-'));
    const file = path.join(directory, 'broken.ttf');
    writeFileSync(file, Buffer.alloc(64));
    try {
      expect(() => new Typeface(file, 'Broken')).toThrow(TypefaceError);
      expect(() => new Typeface(file, 'Broken')).toThrow(/font file unusable: .*broken\.ttf/);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('keeps less than 3 MB for both weights, where the files have 29', () => {
    const before = process.memoryUsage().arrayBuffers;
    const opened = openFonts();
    expect(opened.bold.widthOf('云溪', 10)).toBeGreaterThan(0);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(3_000_000);
  });
});
