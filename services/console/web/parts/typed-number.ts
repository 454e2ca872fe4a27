/**
 * Amounts and quantities as people type them. Promise: what is read is exact, never a fraction of a computer; full-width digits and signs, and commas
 * between thousands, count as what they mean; anything else is no number.
 */

/** A plain number in units of its last place: `12.5` with two decimals is 1250. Undefined when it is none. */
export function typedDecimal(text: string, decimals: number): number | undefined {
  const found = new RegExp(`^(\\d{1,11})(?:\\.(\\d{0,${String(decimals)}}))?$`).exec(plain(text));
  return found ? Number(`${found[1] ?? ''}${(found[2] ?? '').padEnd(decimals, '0')}`) : undefined;
}

/** Yuan as whole fen. */
export const typedFen = (text: string): number | undefined => typedDecimal(text, 2);

/** Fen as one would type them: no commas, two places. */
export const yuanToType = (fen: number): string => `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;

/** A quantity that is charged for, as fees takes it: above zero, three decimals at most. */
export function typedMeasure(text: string): string | undefined {
  const written = plain(text);
  return /^\d{1,12}(\.\d{1,3})?$/.test(written) && Number(written) > 0 ? written : undefined;
}

const plain = (text: string): string => text.normalize('NFKC').trim().replaceAll(/(?<=\d),(?=\d{3})/g, '');
