/*
 * Who signs, and the seals over it, placed as GB/T 9704-2012 §7.3.5.1 places them: the name stands centred above the date,
 * the seal upright over both, with name and date a little below its centre; several seals in one row, level, never touching.
 */
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
  const names = content.seals.map((seal, index) => index === count - 1
    ? { field: 'issuer.name', name: content.issuer.name }
    : { field: `seals.${index}.sealName`, name: sealOwner(seal.sealName) });
  // One size for all who sign: none may look more important than another.
  const style = SIZES.find(({ size, lines }) => names.every(({ name }) => sheet.linesOf(name, bold(size, colours), column - 3 * MM).length <= lines));
  if (!style) return names.toSorted((a, b) => b.name.length - a.name.length)[0]?.field ?? 'issuer.name';
  for (const [index, seal] of content.seals.entries()) {
    const last = index === count - 1;
    const { field = 'seals', name = '' } = names[index] ?? {};
    const middle = at.right - column * (count - index - 0.5);
    const nameStyle = bold(style.size, colours);
    const lines = balancedLines(sheet, name, nameStyle, column - 3 * MM);
    const leading = style.size * 1.4;
    const base = at.baseline - 8.2 * MM;
    lines.forEach((line, number) => sheet.line(line, nameStyle, middle, base - leading * (lines.length - 1 - number), 'middle', field));
    if (last)
      sheet.line(chineseDate(content.decision.decidedOn), { size: 12.5, weight: 'regular', colour: colours.text }, middle, at.baseline, 'middle', 'decision.decidedOn');
    // A little above the middle of name and date, so that both end up in the lower half of the impression.
    sheet.impression(seal.picture, middle, at.baseline - 9.5 * MM, `seals.${index}`);
  }
  return null;
}

/** The body a seal belongs to: its name without the words for the kind of seal. */
export function sealOwner(sealName: string): string {
  const owner = sealName.replace(/(?:行政审批(?:服务)?)?(?:专用|业务|电子)*(?:公章|印章|章)(?:[（(][^（）()]*[）)])?$/u, '');
  return owner === '' ? sealName : owner;
}
