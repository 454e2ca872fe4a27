/** Amounts as files write them, as integer fen. Promise: what is not surely an amount is null, never a rounded one. */

/** `80.0`, `80.00`, `80`, `000000000080.00` and ` 80.00` are 8000 fen of yuan; of fen `8000` or `000000000008000`. */
export function fenOf(text: string, unit: 'yuan' | 'fen'): number | null {
  const match = (unit === 'yuan' ? /^\s*(-?)(\d{1,13})(?:\.(\d{1,2})0*)?\s*$/ : /^\s*(-?)(\d{1,15})\s*$/).exec(text);
  if (!match) return null;
  const [, sign = '', whole = '0', part = ''] = match;
  const fen = unit === 'yuan' ? Number(whole) * 100 + Number(part.padEnd(2, '0')) : Number(whole);
  return Number.isSafeInteger(fen) ? (sign === '-' && fen !== 0 ? -fen : fen) : null;
}
