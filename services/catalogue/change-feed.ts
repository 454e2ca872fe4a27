/**
 * Everything published that has changed, in one order that never changes, so that whoever follows may say how far he has read.
 * The order is made from the outbox, under one lock: positions of the outbox are given before their commit, and a reader that
 * goes by them would pass over what commits late.
 */
import { z } from 'zod';
import { rowsOf, runChange, type Database } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';

/** Events of the catalogue that stand in the feed. Offers are for the window alone. */
export const followed = { 'events.catalogue.item-changed': 'item-changed', 'events.catalogue.delegation-changed': 'delegation-changed', 'events.catalogue.delegation-expiring': 'delegation-expiring' } as const;
export const changeKinds = Object.values(followed);
export type ChangeKind = (typeof changeKinds)[number];

/** One line of the feed; `data` is what the event said. */
export interface Change { readonly position: number; readonly kind: ChangeKind; readonly subject: string; readonly at: Date; readonly data: Readonly<Record<string, unknown>> }

const atOnce = 500;
/** So far behind the last place is looked again: an event that committed late has a place before others that did not. */
const lookBack = 2_000;

const Told = z.object({ time: z.string(), data: z.looseObject({ itemCode: z.string().optional(), documentNumber: z.string().nullable().optional() }) });

/** Puts events that are not in the feed yet behind its end; returns how many. To be repeated until it returns 0. */
export async function orderEvents(database: Database): Promise<number> {
  return database.transaction(async (tx) => {
    const [place] = await rowsOf<{ outbox_position: number }>(tx, 'SELECT outbox_position FROM feed_place WHERE one = 1 FOR UPDATE', []);
    const last = Number(place?.outbox_position ?? 0);
    const types = Object.keys(followed);
    const rows = await rowsOf<{ position: number; id: string; type: string; envelope: unknown }>(tx,
      `SELECT o.position, o.id, o.type, o.envelope FROM outbox o LEFT JOIN changes c ON c.event_id = o.id
       WHERE o.position > ? AND o.type IN (${types.map(() => '?').join(',')}) AND c.event_id IS NULL ORDER BY o.position LIMIT ${String(atOnce)}`,
      [Math.max(0, last - lookBack), ...types]);
    if (rows.length === 0) return 0;
    await runChange(tx, `INSERT INTO changes (event_id, kind, subject, at, data) VALUES ${rows.map(() => '(?,?,?,?,?)').join(',')}`, rows.flatMap((row) => {
      const { time, data } = Told.parse(documentOf(row.envelope));
      return [row.id, kindOf(row.type), data.itemCode ?? data.documentNumber ?? '', new Date(time), JSON.stringify(data)];
    }));
    await runChange(tx, 'UPDATE feed_place SET outbox_position = GREATEST(outbox_position, ?) WHERE one = 1', [Number(rows.at(-1)?.position ?? last)]);
    return rows.length;
  });
}
const isFollowed = (type: string): type is keyof typeof followed => Object.hasOwn(followed, type);
function kindOf(type: string): ChangeKind {
  if (!isFollowed(type)) throw new Error(`${type} does not stand in the feed`);
  return followed[type];
}

/** The newest outbox position there is, to know cheaply whether there is anything to put in order. */
export async function newestEvent(database: Database): Promise<number> {
  const [row] = await rowsOf<{ newest: number | null }>(database, 'SELECT MAX(position) AS newest FROM outbox', []);
  return Number(row?.newest ?? 0);
}

/** The last position of the feed; 0 when it is empty. */
export async function endOfFeed(database: Database): Promise<number> {
  const [row] = await rowsOf<{ newest: number | null }>(database, 'SELECT MAX(position) AS newest FROM changes', []);
  return Number(row?.newest ?? 0);
}

/** How many changes lie behind a position. */
export async function changesBehind(database: Database, position: number): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(database, 'SELECT COUNT(*) AS n FROM changes WHERE position > ?', [position]);
  return Number(row?.n ?? 0);
}

/** What somebody wants to hear of; nothing named means everything. */
export interface Interest { readonly departments: readonly string[]; readonly kinds: readonly string[] }

/** Changes after a position, in order. `reached` is how far was looked, also where nothing of interest lay. */
export async function changesAfter(database: Database, after: number, interest: Interest, limit: number, until = Number.MAX_SAFE_INTEGER): Promise<{ changes: Change[]; reached: number; more: boolean }> {
  const kinds = interest.kinds.length > 0 ? interest.kinds : changeKinds;
  let reached = after;
  const found: Change[] = [];
  for (;;) {
    const rows = await rowsOf<{ position: number; kind: string; subject: string; at: Date; data: unknown }>(database,
      `SELECT position, kind, subject, at, data FROM changes WHERE position > ? AND position <= ? ORDER BY position LIMIT ${String(atOnce)}`, [reached, until]);
    for (const row of rows) {
      const kind = changeKinds.find((one) => one === row.kind);
      const data = z.record(z.string(), z.unknown()).parse(documentOf(row.data));
      if (kind !== undefined && kinds.includes(kind) && concerns(data, interest.departments)) {
        if (found.length === limit) return { changes: found, reached, more: true };
        found.push({ position: Number(row.position), kind, subject: row.subject, at: new Date(row.at), data });
      }
      reached = Number(row.position);
    }
    if (rows.length < atOnce) return { changes: found, reached, more: false };
  }
}

const Concerned = z.object({ departments: z.array(z.string()) });
function concerns(data: unknown, departments: readonly string[]): boolean {
  if (departments.length === 0) return true;
  const named = Concerned.safeParse(data);
  return named.success && named.data.departments.some((code) => departments.includes(code));
}

/** A line of the feed as the API and the webhook show it. */
export const shownChange = ({ position, kind, subject, at, data }: Change): { position: string; kind: ChangeKind; subject: string; at: string; data: Readonly<Record<string, unknown>> } =>
  ({ position: String(position), kind, subject, at: at.toISOString(), data });
