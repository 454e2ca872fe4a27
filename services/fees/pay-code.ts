/**
 * How this zone writes its pay codes 缴款码: 20 digits, division 6 + year 2 + `30` + serial of the year.
 * No check digit is known nationally; a province that has one in the last place is a setting, not another program.
 */
import { composePayCode, DIVISION_YEAR_SERIAL } from '../../contracts/identifiers.ts';

/** Check digit in position 20: none (the serial has 10 digits), or ISO 7064 MOD 11,10 (the serial has 9). */
export const payCodeCheckDigits = ['none', 'mod-11-10'] as const;
export type PayCodeCheckDigit = (typeof payCodeCheckDigits)[number];

/** The series serial numbers of pay codes are taken from: one for each division and year. */
export function payCodeSeries(divisionCode: string, year: number): string {
  return `pay-code/${divisionCode}/${year}`;
}

/** The pay code of a serial. Throws when the year's serials are used up: better no bill than a number used twice. */
export function payCodeOf(divisionCode: string, year: number, serial: number, checkDigit: PayCodeCheckDigit): string {
  if (checkDigit === 'none') return composePayCode(divisionCode, year, serial);
  if (!Number.isSafeInteger(serial) || serial < 1 || serial > 999_999_999) throw new RangeError('pay code: the serials of the year are used up / 本年缴款码流水号已用完');
  const body = composePayCode(divisionCode, year, serial * 10).slice(0, 19);
  return body + mod1110(body);
}

/** Whether a text is a pay code of this zone's form. */
export function isPayCode(text: string, checkDigit: PayCodeCheckDigit): boolean {
  return DIVISION_YEAR_SERIAL.pattern.test(text) && (checkDigit === 'none' || mod1110(text.slice(0, 19)) === text[19]);
}

/** ISO 7064 MOD 11,10: one check digit for a string of digits. */
function mod1110(body: string): string {
  let product = 10;
  for (const digit of body) {
    const sum = (product + Number(digit)) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return String((11 - product) % 10);
}
