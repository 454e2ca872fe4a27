/**
 * Searching and counting the lines of cases: pages by keyset, so that page one thousand costs what page one costs and no
 * case of the same millisecond is passed over; never a document. What an actor may see is a condition of each query.
 */
import { z } from 'zod';
import { rowsOf, type Database } from '../../infra/database.ts';
import { caseLines, noDue, searchable } from './case-line.ts';
import { isTurn, type Turn } from './turns.ts';
import type { Day } from './working-days.ts';
import type { Light } from './clocks.ts';

type Value = string | number;
interface Condition { sql: string; values: Value[] }

/** A line as it is read back. */
const Row = z.object({
  id: z.string(), receipt_number: z.string(), status: z.string(), waiting_for: z.string().refine(isTurn), waiting_since: z.string(), due: z.string(), received_at: z.string(),
  item_code: z.string(), item_name: z.string(), form: z.string(), department: z.string(), project_name: z.string(), applicant: z.string(), hall_window: z.string().nullable(),
  received_by: z.string(), received_by_name: z.string().nullable(), attention_zh: z.string().nullable(), attention_en: z.string().nullable(),
});
export type LineFound = z.infer<typeof Row>;
const columns = Object.keys(Row.shape).join(', ');

export interface CaseFilter {
  q?: string | undefined;
  states?: readonly string[] | undefined;
  itemCode?: string | undefined;
  form?: string | undefined;
  turns?: readonly Turn[] | undefined;
  /** An act and the account that did it. */
  mine?: { act: 'received' | 'accepted' | 'reviewed' | 'decided' | 'any'; by: string } | undefined;
  window?: string | undefined;
  receivedBy?: string | undefined;
  /** Credit codes; all must hold: the one asked for and the only one an officer may see. */
  departments: readonly string[];
  receivedFrom?: Day | undefined;
  receivedTo?: Day | undefined;
  decidedFrom?: Day | undefined;
  decidedTo?: Day | undefined;
  /** Decided by the promised day, or after it. */
  onTime?: boolean | undefined;
  light?: Light | undefined;
  attention?: boolean | undefined;
  open?: boolean | undefined;
  /** Cases this account has reviewed are left out: whoever reviewed does not decide. */
  notReviewedBy?: string | undefined;
}
/** What today means for lights. */
export interface Lights { today: Day; yellowUntil: Day }
export type ListOrder = 'due' | 'received';

/** A whole number of a case or a receipt, as it is printed or scanned. */
const wholeNumber = /^(?:\d{15}|[0-9A-Z]{40,50})$/;
/** Where a page ended. */
const Mark = z.tuple([z.enum(['due', 'received']), z.string().max(40), z.string().max(96)]);

function conditionsOf(filter: CaseFilter, lights: Lights, order: ListOrder): { conditions: Condition[]; reads: 'order' | 'names' | 'all' } {
  const conditions: Condition[] = [];
  const add = (sql: string, ...values: Value[]): void => { conditions.push({ sql, values }); };
  const among = (column: string, values: readonly string[]): void => { add(`${column} IN (${values.map(() => '?').join(',')})`, ...values); };
  const q = filter.q?.trim();
  const isNumber = q !== undefined && wholeNumber.test(q.toUpperCase());
  if (q && isNumber) add(q.length === 15 ? 'receipt_number = ?' : 'id = ?', q.toUpperCase());
  else if (q) {
    add('INSTR(names, ?) > 0', searchable(q));
  }
  if (filter.states) among('status', filter.states);
  if (filter.itemCode) add('item_code = ?', filter.itemCode);
  if (filter.form) add('form = ?', filter.form);
  if (filter.turns) among('waiting_for', filter.turns);
  if (filter.open) add("waiting_for <> 'nobody'");
  if (filter.mine) {
    const { act, by } = filter.mine;
    const acts = act === 'any' ? ['received', 'accepted', 'reviewed', 'decided'] : [act];
    add(`(${acts.map((each) => `${each}_by = ?`).join(' OR ')})`, ...acts.map(() => by));
  }
  if (filter.window !== undefined) add('hall_window = ?', filter.window);
  if (filter.receivedBy !== undefined) add('received_by = ?', filter.receivedBy);
  for (const department of filter.departments) add('department = ?', department);
  if (filter.receivedFrom) add('received_on >= ?', filter.receivedFrom);
  if (filter.receivedTo) add('received_on <= ?', filter.receivedTo);
  if (filter.decidedFrom) add('decided_on >= ?', filter.decidedFrom);
  if (filter.decidedTo) add('decided_on <= ?', filter.decidedTo);
  if (filter.onTime !== undefined) add('on_time = ?', Number(filter.onTime));
  if (filter.light === 'red') add('due < ?', lights.today);
  if (filter.light === 'yellow') add('due >= ? AND due <= ?', lights.today, lights.yellowUntil);
  if (filter.light === 'green') add('due > ? AND due < ?', lights.yellowUntil, noDue);
  if (filter.attention) add('attention_at IS NOT NULL');
  if (filter.notReviewedBy !== undefined) add('(reviewed_by IS NULL OR reviewed_by <> ?)', filter.notReviewedBy);
  // The index in the order of the list serves these; a match for anything else may stand in its last row or in none.
  const served = order === 'due' ? ['turns', 'departments', 'light', 'open', 'notReviewedBy'] : ['receivedFrom', 'receivedTo', 'open'];
  const asked = Object.entries(filter).filter(([name, value]) => value !== undefined && (value !== false || name === 'onTime') && !(Array.isArray(value) && value.length === 0) && !served.includes(name));
  // A name, newest first, is found in the list of names alone.
  const named = q !== undefined && q !== '' && !isNumber && order === 'received' && asked.every(([name]) => name === 'q' || name === 'departments');
  return { conditions, reads: named && !filter.open && !filter.receivedFrom && !filter.receivedTo ? 'names' : !isNumber && asked.length > 0 ? 'all' : 'order' };
}

export interface CasePage { lines: LineFound[]; next: string | null }

/** One page; null when the cursor is none of ours or belongs to another order. */
export async function listCaseLines(database: Database, filter: CaseFilter, lights: Lights, page: { order: ListOrder; cursor?: string | undefined; limit: number }): Promise<CasePage | null> {
  const { sql, values } = pageQuery(filter, lights, page) ?? {};
  if (sql === undefined || values === undefined) return null;
  const rows = z.array(Row).parse(await rowsOf<unknown>(database, sql, values));
  const last = rows[page.limit - 1];
  const next = rows.length > page.limit && last ? Buffer.from(JSON.stringify([page.order, page.order === 'due' ? last.due : last.received_at, last.id])).toString('base64url') : null;
  return { lines: rows.slice(0, page.limit), next };
}

const indexFor = { order: '', names: ' FORCE INDEX (by_names)', all: ' IGNORE INDEX FOR ORDER BY (by_received, by_due, by_names)' } as const;

/** The query of a page, one row longer than the page: so it is known whether another follows. */
export function pageQuery(filter: CaseFilter, lights: Lights, page: { order: ListOrder; cursor?: string | undefined; limit: number }): { sql: string; values: Value[] } | null {
  const { conditions, reads } = conditionsOf(filter, lights, page.order);
  const column = page.order === 'due' ? 'due' : 'received_at';
  const [after, way] = page.order === 'due' ? ['>', 'ASC'] : ['<', 'DESC'];
  if (page.cursor !== undefined) {
    const mark = markOf(page.cursor);
    if (mark?.[0] !== page.order) return null;
    // In this form the servers make two ranges of the index of it: no tie, however long, is read again.
    conditions.push({ sql: `((${column} = ? AND id ${after} ?) OR ${column} ${after} ?)`, values: [mark[1], mark[2], mark[1]] });
  }
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map((c) => c.sql).join(' AND ')}`;
  return {
    // Reading the narrow table through once is bounded; walking an index and fetching row by row until enough match is not.
    // Only the ids are sorted; what is shown is fetched for one page.
    sql: `SELECT ${columns} FROM ${caseLines} JOIN (SELECT id AS found FROM ${caseLines}${indexFor[reads]}${where}`
      + ` ORDER BY ${column} ${way}, id ${way} LIMIT ${page.limit + 1}) page ON id = found ORDER BY ${column} ${way}, id ${way}`,
    values: conditions.flatMap((c) => c.values),
  };
}

function markOf(cursor: string): z.infer<typeof Mark> | undefined {
  try { return Mark.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))); } catch { return undefined; }
}

export interface TurnCount { waitingFor: Turn; green: number; yellow: number; red: number; none: number; total: number }
const Count = z.object({ waiting_for: z.string().refine(isTurn), red: z.coerce.number(), yellow: z.coerce.number(), none: z.coerce.number(), total: z.coerce.number() });

/** Cases on hand by turn and light; read from an index alone. */
export async function countTurns(database: Database, department: string | undefined, lights: Lights): Promise<TurnCount[]> {
  const only = department === undefined ? '' : 'department = ? AND ';
  const rows = await rowsOf<unknown>(database,
    `SELECT waiting_for, SUM(due < ?) AS red, SUM(due >= ? AND due <= ?) AS yellow, SUM(due = ?) AS none, COUNT(*) AS total
     FROM ${caseLines} WHERE ${only}waiting_for <> 'nobody' GROUP BY waiting_for`,
    [lights.today, lights.today, lights.yellowUntil, noDue, ...(department === undefined ? [] : [department])]);
  return z.array(Count).parse(rows).map(({ waiting_for: waitingFor, red, yellow, none, total }) => ({ waitingFor, red, yellow, none, total, green: total - red - yellow - none }));
}

export async function countAttention(database: Database, department: string | undefined): Promise<number> {
  const rows = await rowsOf<{ n: number }>(database,
    `SELECT COUNT(*) AS n FROM ${caseLines} WHERE ${department === undefined ? '' : 'department = ? AND '}waiting_for <> 'nobody' AND attention_at IS NOT NULL`, department === undefined ? [] : [department]);
  return Number(rows[0]?.n ?? 0);
}
