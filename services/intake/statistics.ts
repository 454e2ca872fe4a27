/**
 * How the hall does 效能统计, counted from the lines of cases and grouped as asked. Days are days in China; what was received,
 * accepted and decided within the period each counts by its own day; on hand and overdue are as of now.
 */
import { z } from 'zod';
import { rowsOf, type Database } from '../../infra/database.ts';
import type { components } from '../../contracts/intake/api.ts';
import { caseLines } from './case-line.ts';
import { stateNames, type CaseStatus } from './states.ts';
import type { Day } from './working-days.ts';

export type Figures = components['schemas']['Figures'];
export type Grouping = 'item' | 'window' | 'person' | 'department' | 'form' | 'day' | 'state';

const forms: Record<string, string> = { 'direct': '直接赋权', 'entrusted': '委托行使', 'forward': '服务前移', 'direct-report': '审批直报' };

/** Column of the group and the column its name is read from. */
const groups: Record<Exclude<Grouping, 'day'>, { key: string; label: string }> = {
  item: { key: 'item_code', label: 'item_name' }, window: { key: 'hall_window', label: 'hall_window' }, person: { key: 'received_by', label: 'received_by_name' },
  department: { key: 'department', label: 'department_name' }, form: { key: 'form', label: 'form' }, state: { key: 'status', label: 'status' },
};

/**
 * What is counted, and on which day of a case it counts: a case is received on one day and decided on another. `when` is the
 * further condition, `add` the number added up instead of counting.
 */
const measures: Readonly<Record<Measure, { on: (typeof days)[number]; when?: string; add?: string; everSince?: true }>> = {
  received: { on: 'received_on' }, supplements: { on: 'received_on', when: 'supplemented = 1' },
  on_hand: { on: 'received_on', when: "waiting_for <> 'nobody'", everSince: true }, overdue: { on: 'received_on', when: "waiting_for <> 'nobody' AND due < ?", everSince: true },
  accepted: { on: 'accepted_on' },
  closed: { on: 'decided_on' }, in_time: { on: 'decided_on', when: 'on_time = 1' }, late: { on: 'decided_on', when: 'on_time = 0' }, timed: { on: 'decided_on', when: 'worked_days IS NOT NULL' },
  worked: { on: 'decided_on', when: 'worked_days IS NOT NULL', add: 'worked_days' }, limits: { on: 'decided_on', when: 'worked_days IS NOT NULL', add: 'limit_days' }, refusals: { on: 'decided_on', when: "outcome = 'refused'" },
  not_accepted: { on: 'ended_on', when: "outcome = 'not-accepted'" }, withdrawn: { on: 'ended_on', when: "outcome = 'withdrawn'" },
};
const all = ['received', 'supplements', 'on_hand', 'overdue', 'accepted', 'closed', 'in_time', 'late', 'timed', 'worked', 'limits', 'refusals', 'not_accepted', 'withdrawn'] as const;
type Measure = (typeof all)[number];
const days = ['received_on', 'accepted_on', 'decided_on', 'ended_on'] as const;

/** A measure over the rows for which a condition holds as well. */
function counted(name: Measure, within?: string): string {
  const { when, add } = measures[name];
  const conditions = [within, when].filter((condition) => condition !== undefined).join(' AND ') || 'TRUE';
  return add === undefined ? `COUNT(CASE WHEN ${conditions} THEN 1 END) AS ${name}` : `COALESCE(SUM(CASE WHEN ${conditions} THEN ${add} END), 0) AS ${name}`;
}

const Keys = z.object({ group_key: z.string().nullable(), group_label: z.string().nullable() });
const Sums = z.record(z.string(), z.coerce.number());
interface Row { key: string; label: string | null; sums: Record<Measure, number> }
const nothing = (): Row['sums'] => ({ received: 0, supplements: 0, on_hand: 0, overdue: 0, accepted: 0, closed: 0, in_time: 0, late: 0, timed: 0, worked: 0, limits: 0, refusals: 0, not_accepted: 0, withdrawn: 0 });

export interface StatisticsAsked { from: Day; to: Day; by: Grouping; today: Day }

export async function statistics(database: Database, ask: StatisticsAsked): Promise<{ groups: { key: string; label: string; figures: Figures }[]; total: Figures }> {
  const { by } = ask;
  const rows = by === 'day' ? await countByDay(database, ask) : await countBy(database, ask, groups[by]);
  const told = rows.map((row) => ({ key: row.key, label: labelOf(by, row), figures: figuresOf(row.sums) }))
    .filter(({ figures }) => figures.received + figures.accepted + figures.closed + figures.onHand + figures.notAccepted + figures.withdrawn > 0);
  told.sort((a, b) => (by === 'day' ? 0 : b.figures.received - a.figures.received) || (a.key < b.key ? -1 : 1));
  const total = nothing();
  for (const row of rows) for (const name of all) total[name] += row.sums[name];
  return { groups: told, total: figuresOf(total) };
}

/** One pass: each measure within the period by its own day; on hand and overdue of all that came in by its end. */
async function countBy(database: Database, { from, to, today }: StatisticsAsked, { key, label }: { key: string; label: string }): Promise<Row[]> {
  const values: Day[] = [];
  const sums = all.map((name) => {
    const { on, everSince } = measures[name];
    values.push(...(everSince ? [to] : [from, to]), ...(name === 'overdue' ? [today] : []));
    return counted(name, everSince ? `${on} <= ?` : `${on} >= ? AND ${on} <= ?`);
  });
  // What had ended before the period began has nothing to tell.
  const sql = `SELECT ${key} AS group_key, MAX(${label}) AS group_label, ${sums.join(', ')} FROM ${caseLines} WHERE received_on <= ? AND (ended_on IS NULL OR ended_on >= ?) GROUP BY ${key}`;
  return readRows(await rowsOf<object>(database, sql, [...values, to, from]));
}

/** By day each measure stands on its own day, so one pass for each kind of day; on hand are those received on it. */
async function countByDay(database: Database, { from, to, today }: StatisticsAsked): Promise<Row[]> {
  const found = await Promise.all(days.map(async (day) => {
    const names = all.filter((name) => measures[name].on === day);
    const sums = names.map((name) => counted(name));
    const rows = await rowsOf<object>(database, `SELECT ${day} AS group_key, NULL AS group_label, ${sums.join(', ')} FROM ${caseLines} WHERE ${day} >= ? AND ${day} <= ? GROUP BY ${day}`,
      [...(names.includes('overdue') ? [today] : []), from, to]);
    return readRows(rows);
  }));
  const merged = new Map<string, Row>();
  for (const row of found.flat()) {
    const known = merged.get(row.key) ?? { key: row.key, label: null, sums: nothing() };
    for (const name of all) known.sums[name] += row.sums[name];
    merged.set(row.key, known);
  }
  return [...merged.values()];
}

function readRows(rows: readonly object[]): Row[] {
  return rows.map((row) => {
    const { group_key: key, group_label: label } = Keys.parse(row);
    const given = Sums.parse(Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('group_'))));
    return { key: key ?? '', label, sums: { ...nothing(), ...given } };
  });
}

function labelOf(by: Grouping, row: Row): string {
  if (by === 'form') return forms[row.key] ?? row.key;
  if (by === 'state') return isStatus(row.key) ? stateNames[row.key].zh : row.key;
  return row.label ?? row.key;
}
const isStatus = (word: string): word is CaseStatus => Object.hasOwn(stateNames, word);

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

function figuresOf(row: Row['sums']): Figures {
  const judged = row.in_time + row.late;
  return {
    received: row.received, accepted: row.accepted, closed: row.closed, onHand: row.on_hand, overdue: row.overdue, onTime: row.in_time, late: row.late,
    onTimeShare: judged === 0 ? null : rounded(row.in_time / judged, 4),
    workedDays: row.timed === 0 ? null : rounded(row.worked / row.timed, 2), limitDays: row.timed === 0 ? null : rounded(row.limits / row.timed, 2),
    // Saved against the statutory limit 压缩比; never below nothing, an overrun is told by `late`.
    compression: row.limits === 0 ? null : rounded(Math.max(0, 1 - row.worked / row.limits), 4),
    supplements: row.supplements, refusals: row.refusals, notAccepted: row.not_accepted, withdrawn: row.withdrawn,
  };
}
