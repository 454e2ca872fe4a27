/** How banks write money and dates, and what they become here: integer fen, yyyy-MM-dd. No amount is ever a float. */
import { z } from 'zod';

/** `yuan`: two decimals; `yuan-loose`: any number of decimals up to two, as some front-ends send `80.0`; `fen`: whole fen, zeros in front allowed. */
export const formats = ['text', 'yuan', 'yuan-loose', 'fen', 'day'] as const;
export type Format = (typeof formats)[number];

/** Yuan to integer fen; null when it is not written so. 13 digits of yuan stay inside the safe integers as fen. */
export function fenOf(written: string, format: 'yuan' | 'yuan-loose' | 'fen'): number | null {
  const shape = { yuan: /^(\d{1,13})\.(\d{2})$/, 'yuan-loose': /^(\d{1,13})(?:\.(\d{1,2}))?$/, fen: /^(\d{1,15})$/ }[format];
  const match = shape.exec(written);
  if (!match) return null;
  return format === 'fen' ? Number(match[1]) : Number(`${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`);
}

/** Integer fen to yuan with two decimals. Throws on a negative or fractional amount: no bill has one. */
export function yuanOfFen(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError('an amount must be a whole, non-negative number of fen');
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const calendarDay = z.iso.date();

/** A date the bank sent, yyyyMMdd or yyyy-MM-dd, as yyyy-MM-dd; null when it is no day of the calendar. */
export function dayOf(sent: string): string | null {
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(sent);
  if (!match) return null;
  const day = `${match[1] ?? ''}-${match[3] ?? ''}-${match[4] ?? ''}`;
  return calendarDay.safeParse(day).success ? day : null;
}
