/* Civil dates as Chinese official documents write them. Input is YYYY-MM-DD, already a date in China: no clock, no zone. */

/** `2026-03-08` → `2026年3月8日`: Arabic figures, no leading zeros (GB/T 9704-2012 §7.3.5.4: 月、日不编虚位). */
export function chineseDate(civilDate: string): string {
  const [year, month, day] = civilDate.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** The term of validity as a licence states it; `to` is the last day, null means without end. */
export function validity(from: string, to: string | null): string {
  return to === null ? `自${chineseDate(from)}起长期有效` : `${chineseDate(from)}至${chineseDate(to)}`;
}
