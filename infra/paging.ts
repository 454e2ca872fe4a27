/**
 * Lists that go on: a page is asked for by a cursor that holds the keys of the last row seen, so that no page is skipped or
 * shown twice while rows are added, and the thousandth page costs what the first one does.
 */
import { z } from 'zod';
import { refusal, type Refusal } from '../contracts/refusals.ts';
import type { Database } from './database.ts';

/** Keys of the last row of the page before: what it is ordered by, and its id. */
export interface Place { at: string; id: string }
export interface Paging { limit: number; after: Place | null }

/** What is ordered by number alone has no time. A time no calendar has would be an error of the database's. */
const Keys = z.tuple([z.union([z.literal(''), z.iso.datetime({ offset: true })]), z.string().max(200)]);

/** Reads `cursor` and `limit` of a query; a cursor we never gave is refused. */
export function pagingOf(query: Record<string, unknown>, usual = 50): Paging | Refusal {
  const limit = Number(query['limit'] ?? usual);
  if (typeof query['cursor'] !== 'string') return { limit, after: null };
  const place = placeIn(query['cursor']);
  return place ? { limit, after: place } : refusal('invalid-request', { field: 'query.cursor', detail: { zh: '请使用上一页给出的游标', en: 'use the cursor the page before gave' } });
}
function placeIn(cursor: string): Place | null {
  try {
    const [at, id] = Keys.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch { return null; }
}

/** One page of rows asked for with one more than the limit, and the cursor of the next; null after the last. */
export function pageOf<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => Place): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: page, next: null };
  const { at, id } = placeOf(last);
  return { rows: page, next: Buffer.from(JSON.stringify([at, id])).toString('base64url') };
}

export type Order = 'asc' | 'desc';
/** Rows of a record table by the time they were made. */
interface RecordRow { id: string; created_at: Date; document: unknown }

/**
 * Orders a query on a record table by `created_at` and id, and begins after the cursor. Takes `created_at`, id and document;
 * the table must have an index on `created_at`.
 */
export async function recordPage(query: ReturnType<Database>, paging: Paging, order: Order): Promise<{ rows: RecordRow[]; next: string | null }> {
  const { after, limit } = paging;
  if (after) {
    const at = new Date(after.at);
    // Both servers use the index for this form and not for a comparison of pairs.
    void query.where('created_at', order === 'asc' ? '>=' : '<=', at)
      .andWhere((one) => { void one.where('created_at', order === 'asc' ? '>' : '<', at).orWhere('id', order === 'asc' ? '>' : '<', after.id); });
  }
  const rows: RecordRow[] = await query.orderBy([{ column: 'created_at', order }, { column: 'id', order }]).limit(limit + 1).select('id', 'created_at', 'document');
  return pageOf(rows, limit, (row) => ({ at: new Date(row.created_at).toISOString(), id: row.id }));
}

/** Midnight in China at which a day (yyyy-MM-dd) begins, or null when the calendar has no such day. */
export function beginningOf(day: string): Date | null {
  return z.iso.date().safeParse(day).success ? new Date(`${day}T00:00:00+08:00`) : null;
}

/** Reads `from` and `to` (days in China, both counted) as moments, the second exclusive. */
export function daysAsked(query: Record<string, unknown>): { from?: Date; until?: Date } | Refusal {
  const span: { from?: Date; until?: Date } = {};
  for (const name of ['from', 'to'] as const) {
    const day = query[name];
    if (typeof day !== 'string') continue;
    const begins = beginningOf(day);
    if (!begins) return refusal('invalid-request', { field: `query.${name}`, detail: { zh: '没有这一天', en: 'there is no such day' } });
    if (name === 'from') span.from = begins;
    else span.until = new Date(begins.getTime() + 86_400_000);
  }
  return span;
}

/** Narrows a query on a record table to records made within the span. */
export function madeWithin(query: ReturnType<Database>, span: { from?: Date; until?: Date }): void {
  if (span.from) void query.where('created_at', '>=', span.from);
  if (span.until) void query.where('created_at', '<', span.until);
}

/** A text as a pattern that finds it anywhere in a column. */
export const anywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
