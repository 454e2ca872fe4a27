/**
 * The working-day calendar 工作日历: which days count when a law says "日" and means working days (行政许可法第八十二条).
 * Weekends rest unless the State Council's yearly notice makes them workdays; its holidays rest on weekdays too.
 * A year whose notice is not loaded has no answer: the caller gets the refusal `calendar-unknown`, never a guess.
 */
import { z } from 'zod';
import { refusal, type Refusal } from '../../contracts/refusals.ts';

/** A civil date in China, `YYYY-MM-DD`. */
export type Day = string;

const MonthDay = z.string().regex(/^\d{2}-\d{2}$/);

/** The notice of one year as a file under `calendar/`; checked against itself, so a typing error cannot load. */
export const YearNotice = z
  .object({
    year: z.int().min(2000).max(2999),
    /** Title of the notice of the State Council's General Office 国务院办公厅. */
    notice: z.string().min(1),
    /** Mondays to Fridays that rest, `MM-DD`. */
    weekdaysOff: z.array(MonthDay),
    /** Saturdays and Sundays worked instead 调休上班, `MM-DD`. */
    weekendWorkdays: z.array(MonthDay),
    /** How many working days the year has: a check sum over the whole file. */
    workingDays: z.int(),
  })
  .superRefine((notice, context) => {
    const complain = (message: string): void => { context.addIssue({ code: 'custom', message }); };
    const seen = new Set<string>();
    for (const [list, shouldBeWeekend] of [[notice.weekdaysOff, false], [notice.weekendWorkdays, true]] as const) {
      for (const monthDay of list) {
        const day = `${notice.year}-${monthDay}`;
        if (!isDay(day)) complain(`${day} 不是日历上的日期 / is no day of the calendar`);
        else if (isWeekend(day) !== shouldBeWeekend) complain(`${day} 列错了清单（周末与平日）/ stands in the wrong list`);
        if (seen.has(monthDay)) complain(`${day} 重复 / stands there twice`);
        seen.add(monthDay);
      }
    }
    const counted = countWorkingDays(notice);
    if (counted !== notice.workingDays) {
      complain(`${notice.year} 年应有 ${notice.workingDays} 个工作日，清单得出 ${counted} 个 / the lists give ${counted} working days`);
    }
  });
export type YearNotice = z.infer<typeof YearNotice>;

/** What one day is. */
export type DayKind =
  | 'working'
  /** A Saturday or Sunday worked instead of another day 调休上班. */
  | 'make-up'
  | 'weekend'
  /** A weekday that rests by the notice 法定节假日及调休. */
  | 'holiday';

/** Answers about days of the years it was given; make one with `workingCalendar`. */
export interface WorkingCalendar {
  /** The years that may be asked about, ascending. */
  readonly years: readonly number[];
  /** What a day is, or the refusal `calendar-unknown` naming the year. Throws on what is no date (a defect). */
  kindOf(day: Day): DayKind | Refusal;
}

/** A calendar over the given notices; a later notice of the same year replaces the earlier (notices get amended). */
export function workingCalendar(notices: readonly YearNotice[]): WorkingCalendar {
  const byYear = new Map(notices.map((notice) => [notice.year, { off: new Set(notice.weekdaysOff), on: new Set(notice.weekendWorkdays) }]));
  return {
    years: [...byYear.keys()].toSorted((a, b) => a - b),
    kindOf(day) {
      if (!isDay(day)) throw new RangeError(`not a day: ${day} / 不是日期`);
      const year = byYear.get(Number(day.slice(0, 4)));
      if (!year) return refusal('calendar-unknown', { detail: day.slice(0, 4) });
      const monthDay = day.slice(5);
      if (isWeekend(day)) return year.on.has(monthDay) ? 'make-up' : 'weekend';
      return year.off.has(monthDay) ? 'holiday' : 'working';
    },
  };
}

/** Whether people work on a day of this kind. */
export function isWorked(kind: DayKind): boolean {
  return kind === 'working' || kind === 'make-up';
}

/** The day a number of calendar days later (or earlier, when negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whether the text is a civil date `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function isWeekend(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

function countWorkingDays(notice: { year: number; weekdaysOff: string[]; weekendWorkdays: string[] }): number {
  let weekdays = 0;
  for (let day = `${notice.year}-01-01`; day.startsWith(String(notice.year)); day = addDays(day, 1)) {
    if (!isWeekend(day)) weekdays += 1;
  }
  return weekdays - new Set(notice.weekdaysOff).size + new Set(notice.weekendWorkdays).size;
}
