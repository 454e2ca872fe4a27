/*
 * 证书编号: division code 6 + year 4 + sequence of at least 6 digits, e.g. 4306032026000123. Digits only, so that it can stand in
 * the 证照标识 as its serial (GB/T 36904-2018). Given once and never again; a crash may leave a gap, which is no disorder:
 * nothing may be concluded from a number that was never issued.
 */

/** The series a sequence number is taken from; each year begins anew. */
export const numberSeries = (divisionCode: string, year: number): string => `certificate/${divisionCode}/${year}`;

/** The number for a place in its series, from 1. */
export function numberOf(divisionCode: string, year: number, sequence: number): string {
  return `${divisionCode}${year}${String(sequence).padStart(6, '0')}`;
}
