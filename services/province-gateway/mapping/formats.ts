/**
 * Moments and days as provinces write them: Chinese civil time without an offset, to the second. Writing never fails; reading gives
 * null for what is no moment or day, so that a caller can name the field instead of guessing.
 */
export const MOMENT_FORMATS = ['yyyy-MM-dd HH:mm:ss', 'yyyyMMddHHmmss', 'yyyyMMddTHHmmss', 'yyyy-MM-ddTHH:mm:ss', 'yyyy/MM/dd HH:mm:ss'] as const;
export const DAY_FORMATS = ['yyyy-MM-dd', 'yyyyMMdd', 'yyyy/MM/dd'] as const;
export type MomentFormat = (typeof MOMENT_FORMATS)[number];
export type DayFormat = (typeof DAY_FORMATS)[number];

/** Chinese civil time; provinces write no offset. */
const CHINA_OFFSET_MS = 8 * 3_600_000;
const MOMENT = /^(\d{4})[-/]?(\d\d)[-/]?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)$/;

/** A moment with offset, as the province writes it in Chinese civil time, to the second. */
export function writeMoment(iso: string, format: MomentFormat): string {
  const civil = new Date(Date.parse(iso) + CHINA_OFFSET_MS).toISOString();
  const day = civil.slice(0, 10);
  const time = civil.slice(11, 19);
  switch (format) {
    case 'yyyyMMddHHmmss': return `${day}${time}`.replaceAll(/\D/g, '');
    case 'yyyyMMddTHHmmss': return `${day.replaceAll('-', '')}T${time.replaceAll(':', '')}`;
    case 'yyyy-MM-ddTHH:mm:ss': return `${day}T${time}`;
    case 'yyyy/MM/dd HH:mm:ss': return `${day.replaceAll('-', '/')} ${time}`;
    case 'yyyy-MM-dd HH:mm:ss': return `${day} ${time}`;
  }
}

/** The province's moment with its offset; null when it is none. */
export function readMoment(written: string, format: MomentFormat): string | null {
  const parts = MOMENT.exec(written);
  if (!parts) return null;
  const iso = `${parts.slice(1, 4).join('-')}T${parts.slice(4, 7).join(':')}+08:00`;
  // Written back it must be the same: this holds the format to the letter and turns down dates no calendar has.
  return Number.isNaN(Date.parse(iso)) || writeMoment(iso, format) !== written ? null : iso;
}

/** A day as the province writes it. */
export function writeDay(day: string, format: DayFormat): string {
  return format === 'yyyyMMdd' ? day.replaceAll('-', '') : format === 'yyyy/MM/dd' ? day.replaceAll('-', '/') : day;
}

/** The province's day as YYYY-MM-DD; null when it is none. A time behind the day is dropped. */
export function readDay(written: string, format: DayFormat): string | null {
  const pattern = { yyyyMMdd: /^(\d{4})(\d\d)(\d\d)(?:T?\d{6})?$/, 'yyyy/MM/dd': /^(\d{4})\/(\d\d)\/(\d\d)(?:[ T].*)?$/, 'yyyy-MM-dd': /^(\d{4})-(\d\d)-(\d\d)(?:[ T].*)?$/ }[format];
  const parts = pattern.exec(written);
  if (!parts) return null;
  const day = parts.slice(1, 4).join('-');
  const back = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(back.getTime()) || back.toISOString().slice(0, 10) !== day ? null : day;
}
