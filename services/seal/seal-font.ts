// The typeface of seals: Noto Serif SC Bold (SIL Open Font License), from npm, read for its outlines only. Seals are
// traditionally cut in 宋体 of one weight; a character the typeface lacks is refused, never left out.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create } from 'fontkit';
import { GlyphMissingError } from './picture.ts';
import type { GlyphSource } from './picture.ts';

/** Opens the seal's typeface (Noto Serif SC Bold, OFL): 15 MB, so ask once, draw, and let go. */
export function openSealFont(): GlyphSource {
  const file = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf');
  const font = create(readFileSync(file));
  if (!('glyphForCodePoint' in font)) throw new Error(`不是单一字体文件 not a single font: ${file}`);
  const em = font.unitsPerEm;
  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (!font.hasGlyphForCodePoint(code)) throw new GlyphMissingError(character);
    const glyph = font.glyphForCodePoint(code);
    // An ideograph's em box reaches from 0.88 above to 0.12 below the baseline; other characters are centred in theirs.
    const [left, below] = [glyph.advanceWidth / 2, 0.38 * em];
    return glyph.path.commands.map(({ command, args }) => {
      const points: [number, number][] = [];
      for (let index = 0; index + 1 < args.length; index += 2) points.push([((args[index] ?? 0) - left) / em, ((args[index + 1] ?? 0) - below) / em]);
      return { command, points };
    });
  };
}
