/**
 * The clocks of a case 期限: which limits run or ran, from which day, what stopped them; each explained line by line from
 * deadline.ts. What a list shows as a light and what the case page explains come from here, so they cannot differ.
 */
import type { BothLanguages } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { CaseRecord } from './case.ts';
import { DEADLINE_DEFAULTS, LAW, dueDate, workingDaysBetween, type Limit, type Pause } from './deadline.ts';
import { specialNames } from './province-steps.ts';
import { ROUTES } from './route.ts';
import { decidedAt } from './turns.ts';
import { addDays, isWorked, type Day, type WorkingCalendar } from './working-days.ts';

export type Light = 'green' | 'yellow' | 'red';
export type ClockKind = 'notice' | 'acceptance' | 'statutory' | 'promised' | 'pre-examination' | 'countersign' | 'delivery';
export interface CaseClock {
  kind: ClockKind;
  name: BothLanguages;
  from: Day;
  due: Day | null;
  light: Light | null;
  /** Working days, negative once past; null when stopped or unknown. */
  daysLeft: number | null;
  standing: boolean;
  stoppedOn: Day | null;
  lines: { from: Day; to: Day; counted: number; zh: string; en: string }[];
}

/** The law asks for acceptance at once when everything has come in; the hall keeps to the same five days and says that it is by analogy. */
export const acceptanceAfterSupplement: Limit = {
  name: { zh: '补正后受理', en: 'acceptance after the supplement' }, amount: LAW.supplementNotice.amount, unit: 'working-day',
  basis: { zh: '比照行政许可法第三十二条掌握', en: 'Administrative Licence Law art. 32, by analogy' },
};
/** No law sets it: the department only looks at document and seal, so the hall and the departments agree on one working day. */
export const countersignLimit: Limit = {
  name: { zh: '部门会签', en: 'countersignature' }, amount: 1, unit: 'working-day',
  basis: { zh: '园区与部门的会签约定', en: 'the agreement of zone and department' },
};
const catalogue: BothLanguages = { zh: '事项目录', en: 'the catalogue of items' };
export const statutoryLimit = (record: CaseRecord): Limit => ({ ...record.item.statutoryLimit, name: { zh: '法定办结', en: 'statutory' }, basis: catalogue });
export const promisedLimit = (record: CaseRecord): Limit => ({ ...record.item.promisedLimit, name: { zh: '承诺办结', en: 'promised' }, basis: catalogue });
export const pausesOf = (record: CaseRecord): Pause[] => record.pauses.map((pause) => ({ from: pause.from, to: pause.to, reason: { zh: specialNames[pause.kind] ?? pause.kind, en: pause.kind } }));

const dayOf = (moment: string): Day => chinaDate(new Date(moment));
/** The day the clocks of the decision run from: of acceptance, or of receipt where nothing was said in time. */
export const acceptedOn = (record: CaseRecord): Day | undefined => (record.acceptedAt === null ? undefined : dayOf(record.acceptedAt));

interface Running { kind: ClockKind; limit: Limit; from: Day; pauses?: Pause[]; stoppedOn: Day | null }

function running(record: CaseRecord): Running[] {
  const all: Running[] = [];
  const ended = record.end && dayOf(record.end.at);
  const saidOn = record.supplement ? dayOf(record.supplement.noticeAt) : record.deemedAccepted ? null : acceptedOn(record) ?? ended ?? null;
  all.push({ kind: 'notice', limit: LAW.supplementNotice, from: dayOf(record.receivedAt), stoppedOn: saidOn });
  if (record.supplement?.suppliedAt) all.push({ kind: 'acceptance', limit: acceptanceAfterSupplement, from: dayOf(record.supplement.suppliedAt), stoppedOn: acceptedOn(record) ?? ended ?? null });
  const from = acceptedOn(record);
  if (from === undefined) return all;
  const decided = decidedAt(record);
  const stoppedOn = decided === null ? ended ?? null : dayOf(decided);
  const pauses = pausesOf(record);
  all.push({ kind: 'promised', limit: promisedLimit(record), from, pauses, stoppedOn }, { kind: 'statutory', limit: statutoryLimit(record), from, pauses, stoppedOn });
  const { preExamination } = ROUTES[record.item.delegation.form];
  if (preExamination) all.push({ kind: 'pre-examination', limit: preExamination, from, pauses, stoppedOn: record.decision ? dayOf(record.decision.at) : ended ?? null });
  // Each time the department was asked counts anew from that day.
  for (const asked of record.countersigns) all.push({ kind: 'countersign', limit: countersignLimit, from: dayOf(asked.askedAt), stoppedOn: asked.answer ? dayOf(asked.answer.at) : null });
  if (decided !== null) all.push({ kind: 'delivery', limit: LAW.delivery, from: dayOf(decided), stoppedOn: record.delivery ? dayOf(record.delivery.at) : null });
  return all;
}

/** Every clock the case has or had, as it looks on a day. */
export const clocksOf = (record: CaseRecord, calendar: WorkingCalendar, today: Day): CaseClock[] => running(record).map((one) => clockOf(one, calendar, today));

/** The clock of what was received on a day and is no case yet: everything missing must be told within it (行政许可法 art. 32 (4)). */
export const noticeClock = (receivedOn: Day, calendar: WorkingCalendar, today: Day): CaseClock => clockOf({ kind: 'notice', limit: LAW.supplementNotice, from: receivedOn, stoppedOn: null }, calendar, today);

function clockOf({ kind, limit, from, pauses = [], stoppedOn }: Running, calendar: WorkingCalendar, today: Day): CaseClock {
  const due = dueDate(calendar, from, limit, pauses);
  const shown = { kind, name: limit.name, from, stoppedOn };
  if (due.kind === 'refused') return { ...shown, due: null, light: null, daysLeft: null, standing: false, lines: [{ from, to: from, counted: 0, zh: due.refusal.zh, en: due.refusal.en }] };
  const lines = due.lines.map((line) => ({ from: line.from, to: line.to, counted: line.counted, zh: line.zh, en: line.en }));
  if (due.kind === 'standing') return { ...shown, due: null, light: null, daysLeft: null, standing: stoppedOn === null, lines };
  if (stoppedOn !== null) return { ...shown, due: due.on, light: stoppedOn > due.on ? 'red' : 'green', daysLeft: null, standing: false, lines };
  const left = workingDaysBetween(calendar, today, due.on);
  // Past is past, whether or not the calendar knows how far.
  return { ...shown, due: due.on, light: lightOn(due.on, today, yellowUntil(calendar, today)), daysLeft: typeof left === 'number' ? left : null, standing: false, lines };
}

/** The light of a due day: red once past, yellow up to and with the day `yellowUntil` gives. */
export function lightOn(due: Day | null, today: Day, yellow: Day): Light | null {
  if (due === null) return null;
  if (due < today) return 'red';
  return due <= yellow ? 'yellow' : 'green';
}

/** The last due day that is yellow today. One calculation serves a whole list. */
export function yellowUntil(calendar: WorkingCalendar, today: Day): Day {
  let left = 0;
  for (let day = today; ; ) {
    const next = addDays(day, 1);
    const kind = calendar.kindOf(next);
    if (typeof kind !== 'string') return day;
    if (isWorked(kind)) left += 1;
    if (left > DEADLINE_DEFAULTS.yellowDaysLeft) return day;
    day = next;
  }
}
