/*
 * Who signs, and the seals over it, placed as GB/T 9704-2012 §7.3.5.1 places them: the name stands centred above the date,
 * the seal upright over both, with name and date a little below its centre; several seals in one row, level, never touching.
 */
import { signatoriesOf } from './certificate-content.ts';
import type { CertificateContent } from './certificate-content.ts';
import { chineseDate } from './chinese-date.ts';
import { MM } from './page.ts';
import { balancedLines } from './sheet.ts';
import type { Sheet, Style } from './sheet.ts';

export interface SignatureColours {
  readonly text: string;
}

/** Clear space between two impressions. */
const BETWEEN_SEALS = 6 * MM;

/** One line while it is well readable, two lines before it gets small. */
const SIZES = [
  { size: 13, lines: 1 }, { size: 12, lines: 1 }, { size: 11, lines: 1 }, { size: 12, lines: 2 }, { size: 11, lines: 2 }, { size: 10, lines: 2 }, { size: 9, lines: 2 },
];
const bold = (size: number, colours: SignatureColours): Style => ({ size, weight: 'bold', colour: colours.text });

/**
 * Sets the signatures so that the block ends at `right` and the date stands on `baseline`; not wider than `width`.
 * Returns null, or the field that does not fit.
 */
export function signatureBlock(
  sheet: Sheet, content: CertificateContent, at: { right: number; baseline: number; width: number }, colours: SignatureColours,
): string | null {
  const count = content.seals.length;
  const column = Math.min(at.width / count, 92 * MM);
  const sealWide = Math.max(0, ...content.seals.map((seal) => seal.picture.widthMm * MM));
  if (sealWide + BETWEEN_SEALS > column) return 'seals';
  const signatories = signatoriesOf(content);
  // One size for all who sign: none may look more important than another.
  const style = SIZES.find(({ size, lines }) => signatories.every(({ name }) => sheet.linesOf(name, bold(size, colours), column - 3 * MM).length <= lines));
  if (!style) return signatories.toSorted((a, b) => b.name.length - a.name.length)[0]?.field ?? 'issuer.name';
  for (const [index, { field, name, picture }] of signatories.entries()) {
    const last = index === count - 1;
    const middle = at.right - column * (count - index - 0.5);
    const nameStyle = bold(style.size, colours);
    const lines = balancedLines(sheet, name, nameStyle, column - 3 * MM);
    const leading = style.size * 1.4;
    const base = at.baseline - 8.2 * MM;
    lines.forEach((line, number) => sheet.line(line, nameStyle, middle, base - leading * (lines.length - 1 - number), 'middle', field));
    if (last)
      sheet.line(chineseDate(content.decision.decidedOn), { size: 12.5, weight: 'regular', colour: colours.text }, middle, at.baseline, 'middle', 'decision.decidedOn');
    // A little above the middle of name and date, so that both end up in the lower half of the impression.
    sheet.impression(picture, middle, at.baseline - 8.8 * MM, `seals.${index}`);
  }
  return null;
}
