/*
 * The two weights every certificate is set in: Noto Serif SC Regular and Bold (SIL Open Font License), from npm.
 * Opened once for the process. What the font cannot draw is found here, before a page is begun: a certificate with a
 * blank box where a name has a rare character is worse than none.
 */
import { createRequire } from 'node:module';
import { Typeface } from './typeface.ts';

export interface Fonts {
  readonly regular: Typeface;
  readonly bold: Typeface;
}

export type Weight = keyof Fonts;

/** Opens both weights (0.8 MB of memory). Throws TypefaceError when the package is missing or damaged. */
export function openFonts(): Fonts {
  const packages = createRequire(import.meta.url);
  const open = (folder: string, name: string): Typeface =>
    new Typeface(packages.resolve(`@expo-google-fonts/noto-serif-sc/${folder}/NotoSerifSC_${folder}.ttf`), name);
  return { regular: open('400Regular', 'NotoSerifSC-Regular'), bold: open('700Bold', 'NotoSerifSC-Bold') };
}

/**
 * The first character of `text` that no certificate can show, as `U+XXXX`, or null when all can be drawn.
 * Control and private-use characters count as not drawable even if a font has a picture for them: what they look like is
 * nowhere agreed (GB 18030 maps its user-defined areas to private use).
 */
export function undrawable(fonts: Fonts, text: string): string | null {
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const agreed = !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u.test(character);
    if (!agreed || !fonts.regular.covers(codePoint) || !fonts.bold.covers(codePoint))
      return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return null;
}
