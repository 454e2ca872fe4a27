/** Civil days as YYYY-MM-DD: what lies before, after and between them. Pure; a day of the calendar knows no time zone. */

export type Day = string;

const dayMs = 86_400_000;
const shifted = (on: Day, days: number): Day => new Date(Date.parse(`${on}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
export const dayBefore = (on: Day): Day => shifted(on, -1);
export const dayAfter = (on: Day): Day => shifted(on, 1);

/** Days from one to the other, negative when the other lies before it. */
export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** The last day of a span of whole months that begins on a day: 2026-01-01 and six months is 2026-06-30. */
export function lastOfMonths(from: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  // A month without that date ends the span on its own last day.
  return new Date(Date.UTC(year, month - 1 + months, date > lastOfMonth ? lastOfMonth : date - 1)).toISOString().slice(0, 10);
}
