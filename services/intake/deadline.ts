/**
 * Due dates 期限: when a limit ends, explained line by line so that anyone can check it with a wall calendar.
 * The day a period starts is not counted (民法典第二百零一条); days are working days (行政许可法第八十二条); a period in
 * calendar days that ends on a day off ends on the next working day (民法典第二百零三条); special procedures stop the
 * clock (行政许可法第四十五条). Where the calendar does not reach, there is a refusal and never a date.
 */
import type { BothLanguages, Refusal } from '../../contracts/refusals.ts';
import { addDays, isWorked, type Day, type DayKind, type WorkingCalendar } from './working-days.ts';

/** A limit to be kept; `name` and `basis` appear in the explanation. */
export interface Limit {
  readonly name: BothLanguages;
  readonly amount: number;
  readonly unit: 'working-day' | 'calendar-day';
  /** The article or promise it rests on. */
  readonly basis: BothLanguages;
}

function articleLimit(zh: string, en: string, amount: number, article: string, number: number): Limit {
  return {
    name: { zh, en }, amount, unit: 'working-day',
    basis: { zh: `行政许可法第${article}条`, en: `Administrative Licence Law art. ${number}` },
  };
}

/** The limits of 行政许可法, in working days (art. 82). An item's own limits stand in its catalogue entry. */
export const LAW = {
  /** One complete notice of everything missing; when it is not given in time the case counts as accepted on receipt. */
  supplementNotice: articleLimit('一次性告知补正', 'notice of everything missing', 5, '三十二', 32),
  decision: articleLimit('作出决定', 'decision', 20, '四十二', 42),
  /** Added to `decision` with the approval of the head of the authority. */
  decisionExtension: articleLimit('延长决定期限', 'extension of the decision', 10, '四十二', 42),
  jointDecision: articleLimit('联合办理决定', 'joint decision', 45, '四十二', 42),
  jointExtension: articleLimit('延长联合办理期限', 'extension of the joint decision', 15, '四十二', 42),
  /** 审批直报: the zone examines before it reports up. */
  preExamination: articleLimit('下级审查', 'pre-examination before reporting up', 20, '四十三', 43),
  delivery: articleLimit('颁发、送达证件', 'delivery of the certificate', 10, '四十四', 44),
} as const;

/** A time that does not count 特别程序: hearing, inspection, appraisal, expert review. */
export interface Pause {
  readonly from: Day;
  /** Null while it lasts: then there is no due date yet. */
  readonly to: Day | null;
  readonly reason: BothLanguages;
}

/** What differs from place to place; the defaults are those of the product. */
export interface DeadlineSettings {
  /** Whether the day a pause ends is also left out. Its first day always is. */
  readonly pauseLastDayLeftOut: boolean;
  /** Yellow 黄灯 once no more than this many working days are left. */
  readonly yellowDaysLeft: number;
  /** Red 红灯 once more than this many working days have passed since the due date. */
  readonly redDaysPast: number;
}

/** No source fixes the thresholds nationally: yellow on the last day but one, red on the first day past. */
export const DEADLINE_DEFAULTS: DeadlineSettings = { pauseLastDayLeftOut: false, yellowDaysLeft: 1, redDaysPast: 0 };

/** One line of the explanation: days in a row that are treated alike. */
export interface DeadlineLine extends BothLanguages {
  readonly kind: 'start' | 'counted' | 'make-up' | 'weekend' | 'holiday' | 'paused' | 'moved' | 'due' | 'standing';
  readonly from: Day;
  readonly to: Day;
  /** How many days of the limit have been counted by the end of this line. */
  readonly counted: number;
}

export type DueDate =
  | { readonly kind: 'due'; readonly on: Day; readonly lines: readonly DeadlineLine[] }
  /** The clock stands in a pause that has no end yet; how many days were counted before it. */
  | { readonly kind: 'standing'; readonly since: Day; readonly counted: number; readonly lines: readonly DeadlineLine[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** When a limit that starts on `from` ends; overlapping pauses count once. Throws on an amount that is no whole number ≥ 1. */
export function dueDate(
  calendar: WorkingCalendar, from: Day, limit: Limit, pauses: readonly Pause[] = [], settings: DeadlineSettings = DEADLINE_DEFAULTS,
): DueDate {
  if (!Number.isSafeInteger(limit.amount) || limit.amount < 1) throw new RangeError(`limit of ${limit.amount} days / 期限天数错误`);
  const lines = new Lines();
  lines.add('start', from, 0, {
    zh: `起算日，当日不计入（民法典第二百零一条）；${limit.name.zh}期限 ${limit.amount} ${limit.unit === 'working-day' ? '个工作日' : '个自然日'}，依据${limit.basis.zh}`,
    en: `start, not counted itself (Civil Code art. 201); ${limit.name.en}: ${limit.amount} ${limit.unit === 'working-day' ? 'working' : 'calendar'} days by ${limit.basis.en}`,
  });
  let counted = 0;
  let day = from;
  while (counted < limit.amount) {
    day = addDays(day, 1);
    const pause = pauses.find((each) => covers(each, day, settings));
    if (pause) {
      if (lastsForever(day, pauses, settings)) {
        lines.add('standing', day, counted, { zh: `${pause.reason.zh}，尚未结束，期限暂停`, en: `${pause.reason.en}, not ended: the clock stands` });
        return { kind: 'standing', since: day, counted, lines: lines.all };
      }
      lines.add('paused', day, counted, {
        zh: `${pause.reason.zh}，不计入（行政许可法第四十五条；起日不计，止日${settings.pauseLastDayLeftOut ? '不计' : '计入'}）`,
        en: `${pause.reason.en}, not counted (Administrative Licence Law art. 45; first day left out, last day ${settings.pauseLastDayLeftOut ? 'left out' : 'counted'})`,
      });
      continue;
    }
    if (limit.unit === 'calendar-day') {
      counted += 1;
      lines.add('counted', day, counted, { zh: '自然日，计入', en: 'calendar days, counted' });
      continue;
    }
    const kind = calendar.kindOf(day);
    if (typeof kind !== 'string') return { kind: 'refused', refusal: kind };
    if (isWorked(kind)) counted += 1;
    lines.add(kind === 'working' ? 'counted' : kind, day, counted, SAID[kind]);
  }
  for (;;) {
    const kind = calendar.kindOf(day);
    if (typeof kind !== 'string') return { kind: 'refused', refusal: kind };
    if (isWorked(kind)) break;
    day = addDays(day, 1);
    lines.add('moved', day, counted, { zh: '末日休息，顺延（民法典第二百零三条）', en: 'the last day is a day off: moved on (Civil Code art. 203)' });
  }
  lines.add('due', day, counted, { zh: '期限届满，下班前有效', en: 'due by the close of business' });
  return { kind: 'due', on: day, lines: lines.all };
}

/** What each kind of day means for a count of working days. */
const SAID: Record<DayKind, BothLanguages> = {
  'working': { zh: '工作日，计入', en: 'working days, counted' },
  'make-up': { zh: '调休上班，计入', en: 'make-up workday, counted' },
  'weekend': { zh: '周末，不计入', en: 'weekend, not counted' },
  'holiday': { zh: '法定节假日或调休放假，不计入', en: 'public holiday, not counted' },
};

function covers(pause: Pause, day: Day, settings: DeadlineSettings): boolean {
  if (day < pause.from) return false;
  return pause.to === null || day < pause.to || (settings.pauseLastDayLeftOut && day === pause.to);
}

/** Whether from this day on an open pause covers every day: directly, or after other pauses without a gap. */
function lastsForever(day: Day, pauses: readonly Pause[], settings: DeadlineSettings): boolean {
  let at = day;
  for (;;) {
    const here = pauses.filter((pause) => covers(pause, at, settings));
    if (here.some((pause) => pause.to === null)) return true;
    if (here.length === 0) return false;
    at = addDays(at, 1);
  }
}

/** Collects the explanation, joining days in a row that are said the same way. */
class Lines {
  readonly all: DeadlineLine[] = [];

  add(kind: DeadlineLine['kind'], day: Day, counted: number, { zh, en }: BothLanguages): void {
    const last = this.all.at(-1);
    if (last && last.kind === kind && last.zh === zh && addDays(last.to, 1) === day) {
      this.all[this.all.length - 1] = { ...last, to: day, counted };
    } else this.all.push({ kind, from: day, to: day, counted, zh, en });
  }
}

/**
 * Working days from one day to another, the first not counted: what is left when `to` lies ahead, negative once past.
 * The refusal `calendar-unknown` when the calendar does not reach.
 */
export function workingDaysBetween(calendar: WorkingCalendar, from: Day, to: Day): number | Refusal {
  if (to < from) {
    const past = workingDaysBetween(calendar, to, from);
    return typeof past === 'number' ? 0 - past : past;
  }
  let count = 0;
  for (let day = from; day < to;) {
    day = addDays(day, 1);
    const kind = calendar.kindOf(day);
    if (typeof kind !== 'string') return kind;
    if (isWorked(kind)) count += 1;
  }
  return count;
}

/**
 * Days of a limit used from one day to another, the first not counted and pauses left out: what `dueDate` counts, told for a
 * step that has been done. The refusal `calendar-unknown` when the calendar does not reach.
 */
export function daysUsed(
  calendar: WorkingCalendar, from: Day, to: Day, unit: Limit['unit'], pauses: readonly Pause[] = [], settings: DeadlineSettings = DEADLINE_DEFAULTS,
): number | Refusal {
  let used = 0;
  for (let day = from; day < to;) {
    day = addDays(day, 1);
    const kind = unit === 'calendar-day' ? 'working' : calendar.kindOf(day);
    if (typeof kind !== 'string') return kind;
    if (isWorked(kind) && !pauses.some((pause) => covers(pause, day, settings))) used += 1;
  }
  return used;
}

/** How a due date looks today: `standing` while its clock is stopped. */
export type Light = 'green' | 'yellow' | 'red' | 'standing';

/** The light 红黄灯 of a due date on a day; for a step already done, give the day it was done. */
export function lightOf(calendar: WorkingCalendar, due: DueDate, today: Day, settings: DeadlineSettings = DEADLINE_DEFAULTS): Light | Refusal {
  if (due.kind === 'refused') return due.refusal;
  if (due.kind === 'standing') return 'standing';
  const left = workingDaysBetween(calendar, today, due.on);
  if (typeof left !== 'number') return left;
  // Past on a day off no working day has gone by yet, and with the default threshold it is red nevertheless.
  if (today > due.on && (settings.redDaysPast === 0 || -left > settings.redDaysPast)) return 'red';
  return left <= settings.yellowDaysLeft ? 'yellow' : 'green';
}
