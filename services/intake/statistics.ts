/**
 * How the hall does 效能统计: one pass over the lines of cases, grouped as asked. Days count in China; what was received,
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

/** Column of the group and the column its name is read from. By day means the day of receipt. */
const groups: Record<Grouping, { key: string; label: string }> = {
  item: { key: 'item_code', label: 'item_name' }, window: { key: 'hall_window', label: 'hall_window' }, person: { key: 'received_by', label: 'received_by_name' },
  department: { key: 'department', label: 'department_name' }, form: { key: 'form', label: 'form' }, day: { key: 'received_on', label: 'received_on' }, state: { key: 'status', label: 'status' },
};

const count = z.coerce.number();
const Row = z.object({
  group_key: z.string().nullable(), group_label: z.string().nullable(), received: count, accepted: count, closed: count, on_hand: count, overdue: count, in_time: count, late: count,
  worked: count, limits: count, timed: count, supplements: count, refusals: count, not_accepted: count, withdrawn: count,
});
type Row = z.infer<typeof Row>;

export async function statistics(database: Database, ask: { from: Day; to: Day; by: Grouping; today: Day }): Promise<{ groups: { key: string; label: string; figures: Figures }[]; total: Figures }> {
  const { from, to, by, today } = ask;
  const { key, label } = groups[by];
  const within = (column: string): string => `(${column} >= ? AND ${column} <= ?)`;
  const period = [from, to];
  const open = `(waiting_for <> 'nobody' AND received_on <= ?)`;
  // Cases that had ended before the period began have nothing to tell and are passed over.
  const rows = z.array(Row).parse(await rowsOf<unknown>(database, `
    SELECT ${key} AS group_key, MAX(${label}) AS group_label, SUM(${within('received_on')}) AS received, COALESCE(SUM(${within('accepted_on')}), 0) AS accepted,
      COALESCE(SUM(${within('decided_on')}), 0) AS closed, SUM(${open}) AS on_hand, SUM(${open} AND due < ?) AS overdue,
      COALESCE(SUM(${within('decided_on')} AND on_time = 1), 0) AS in_time, COALESCE(SUM(${within('decided_on')} AND on_time = 0), 0) AS late,
      COALESCE(SUM(IF(${within('decided_on')}, worked_days, 0)), 0) AS worked, COALESCE(SUM(IF(${within('decided_on')} AND worked_days IS NOT NULL, limit_days, 0)), 0) AS limits,
      COALESCE(SUM(${within('decided_on')} AND worked_days IS NOT NULL), 0) AS timed, SUM(${within('received_on')} AND supplemented = 1) AS supplements,
      COALESCE(SUM(${within('decided_on')} AND outcome = 'refused'), 0) AS refusals, COALESCE(SUM(${within('ended_on')} AND outcome = 'not-accepted'), 0) AS not_accepted,
      COALESCE(SUM(${within('ended_on')} AND outcome = 'withdrawn'), 0) AS withdrawn
    FROM ${caseLines} WHERE received_on <= ? AND (ended_on IS NULL OR ended_on >= ?) GROUP BY ${key}`,
  [...period, ...period, ...period, to, to, today, ...period, ...period, ...period, ...period, ...period, ...period, ...period, ...period, ...period, to, from]));
  const named = rows.map((row) => ({ key: row.group_key ?? '', label: labelOf(by, row), figures: figuresOf(row) }))
    .filter(({ figures }) => figures.received + figures.accepted + figures.closed + figures.onHand + figures.notAccepted + figures.withdrawn > 0);
  named.sort((a, b) => (by === 'day' ? (a.key < b.key ? -1 : 1) : b.figures.received - a.figures.received || (a.key < b.key ? -1 : 1)));
  return { groups: named, total: figuresOf(sumOf(rows)) };
}

function labelOf(by: Grouping, row: Row): string {
  if (by === 'form') return forms[row.group_key ?? ''] ?? '';
  if (by === 'state') return isStatus(row.group_key) ? stateNames[row.group_key].zh : row.group_key ?? '';
  return row.group_label ?? row.group_key ?? '';
}
const isStatus = (word: string | null): word is CaseStatus => word !== null && Object.hasOwn(stateNames, word);

function sumOf(rows: readonly Row[]): Row {
  const sum: Row = { group_key: null, group_label: null, received: 0, accepted: 0, closed: 0, on_hand: 0, overdue: 0, in_time: 0, late: 0, worked: 0, limits: 0, timed: 0, supplements: 0, refusals: 0, not_accepted: 0, withdrawn: 0 };
  for (const row of rows) for (const name of counted) sum[name] += row[name];
  return sum;
}
const counted = ['received', 'accepted', 'closed', 'on_hand', 'overdue', 'in_time', 'late', 'worked', 'limits', 'timed', 'supplements', 'refusals', 'not_accepted', 'withdrawn'] as const;

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

function figuresOf(row: Row): Figures {
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
