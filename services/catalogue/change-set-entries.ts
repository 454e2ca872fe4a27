/**
 * The entries of change sets: one row per item and version, numbered in the order of arrival. A set may hold a hundred thousand, so
 * they are never together in memory: read by number, a page at a time.
 */
import { z } from 'zod';
import { affectedBy, rowsOf, runChange, type Database, type Transaction } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { entryKinds, type EntryKind, type Source } from './comparison.ts';
import { ItemCondition, PublishedItem } from './published-item.ts';

export const entryStatuses = ['proposed', 'superseded', 'refused', 'settled', 'applied', 'not-taken', 'undone'] as const;
export const EntryStatus = z.enum(entryStatuses);
export type EntryStatus = z.infer<typeof EntryStatus>;

const Difference = z.object({
  field: z.string(), zh: z.string(), en: z.string(), change: z.enum(['gained', 'lost', 'changed']), what: z.string().nullable(), before: z.string().nullable(), after: z.string().nullable(),
  burden: z.enum(['heavier', 'lighter', 'none']),
});
const Trouble = z.object({ field: z.string(), zh: z.string(), en: z.string() });
/** What an entry holds beside its columns. `row` is where it stood in what was handed in. */
export const EntryDocument = z.object({
  before: z.object({ version: z.number().int(), edition: z.number().int(), state: ItemCondition }).nullable(), beforeItem: PublishedItem.nullable(), after: PublishedItem.nullable(),
  differences: z.array(Difference), refused: Trouble.nullable(), row: z.string().nullable(),
});
export type EntryDocument = z.infer<typeof EntryDocument>;
/** What became of it when the set took effect. */
export const EntryResult = z.object({ version: z.number().int().nullable(), edition: z.number().int().nullable(), from: z.string().nullable(), trouble: Trouble.nullable() });
export type EntryResult = z.infer<typeof EntryResult>;

export interface Entry {
  changeSetId: string; number: number; code: string; version: number; kind: EntryKind | 'refused'; status: EntryStatus; name: string; afterDigest: string; publishings: number; heavier: number;
  document: EntryDocument; result: EntryResult | null;
}
interface Row { change_set_id: string; number: number; code: string; version: number; kind: string; status: string; name: string; after_digest: string; publishings: number; heavier: number; document: unknown; result: unknown }
const entryOf = (row: Row): Entry => ({
  changeSetId: row.change_set_id, number: Number(row.number), code: row.code, version: Number(row.version), kind: z.enum([...entryKinds, 'refused']).parse(row.kind), status: EntryStatus.parse(row.status), name: row.name,
  afterDigest: row.after_digest, publishings: Number(row.publishings), heavier: Number(row.heavier), document: EntryDocument.parse(documentOf(row.document)), result: row.result === null ? null : EntryResult.parse(documentOf(row.result)),
});
const columns = ['change_set_id', 'number', 'code', 'version', 'kind', 'status', 'name', 'after_digest', 'publishings', 'heavier', 'document', 'result'] as const;
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(',');

/** Writes entries; the same item and version of one set is written over, so that an arrival may be told again. */
export async function writeEntries(on: Database | Transaction, source: Source, entries: readonly Omit<Entry, 'result'>[]): Promise<void> {
  if (entries.length === 0) return;
  await runChange(on, `INSERT INTO change_set_entries (change_set_id, number, code, version, source, kind, status, name, after_digest, publishings, heavier, document) VALUES ${entries.map(() => `(${marks(12)})`).join(',')}
    ON DUPLICATE KEY UPDATE kind = VALUES(kind), status = VALUES(status), name = VALUES(name), after_digest = VALUES(after_digest), publishings = VALUES(publishings), heavier = VALUES(heavier), document = VALUES(document)`,
  entries.flatMap((one) => [one.changeSetId, one.number, one.code, one.version, source, one.kind, one.status, one.name, one.afterDigest, one.publishings, one.heavier, JSON.stringify(one.document)]));
}

export interface EntryFilter { status?: string | undefined; kind?: string | undefined; burden?: string | undefined; q?: string | undefined; after: number; limit: number }
/** Entries of a set by number, after one. */
export async function entriesAfter(database: Database, changeSetId: string, filter: EntryFilter): Promise<Entry[]> {
  const query = database('change_set_entries').where({ change_set_id: changeSetId }).andWhere('number', '>', filter.after).orderBy('number').limit(filter.limit);
  if (filter.status !== undefined) void query.where({ status: filter.status });
  if (filter.kind !== undefined) void query.where({ kind: filter.kind });
  if (filter.burden !== undefined) void query.where('heavier', '>', 0);
  const { q } = filter;
  if (q !== undefined) void query.where((either) => { void either.where('name', 'like', `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`).orWhere('code', 'like', `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`); });
  const rows: Row[] = await query.select(...columns);
  return rows.map(entryOf);
}

/** The entries of one set for these items, by code. */
export async function entriesOf(database: Database, changeSetId: string, codes: readonly string[]): Promise<Entry[]> {
  if (codes.length === 0) return [];
  const rows: Row[] = await database('change_set_entries').where({ change_set_id: changeSetId }).whereIn('code', [...codes]).orderBy('version').select(...columns);
  return rows.map(entryOf);
}

/** Digests of what this source has proposed of these items in sets that still wait, other than one. */
export async function proposedElsewhere(database: Database, source: Source, except: string, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const rows = await rowsOf<{ code: string; version: number; after_digest: string }>(database, `SELECT e.code, e.version, e.after_digest FROM change_set_entries e JOIN change_sets s ON s.id = e.change_set_id
    WHERE e.code IN (${marks(codes.length)}) AND e.status = 'proposed' AND e.source = ? AND e.change_set_id <> ? AND s.status IN ('proposed', 'approved', 'applying')`, [...codes, source, except]);
  return new Set(rows.map((row) => `${row.code}/${String(row.version)}/${row.after_digest}`));
}

/** Those of these items of which this source has proposed anything that still waits. */
export async function waitingOf(database: Database, source: Source, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const rows = await rowsOf<{ code: string }>(database, `SELECT DISTINCT e.code FROM change_set_entries e JOIN change_sets s ON s.id = e.change_set_id
    WHERE e.code IN (${marks(codes.length)}) AND e.status = 'proposed' AND e.source = ? AND s.status IN ('proposed', 'approved', 'applying')`, [...codes, source]);
  return new Set(rows.map((row) => row.code));
}

/**
 * Lets new entries take the place of what the same source has proposed of the same items before; resolves with the sets concerned and how
 * many entries of each have been replaced by now. Locks those sets, so that none is approved meanwhile.
 */
export async function supersede(database: Database, source: Source, by: string, codes: readonly string[]): Promise<{ changeSetId: string; superseded: number }[]> {
  if (codes.length === 0) return [];
  return database.transaction(async (tx) => {
    const holders = await rowsOf<{ change_set_id: string }>(tx, `SELECT DISTINCT change_set_id FROM change_set_entries WHERE code IN (${marks(codes.length)}) AND status = 'proposed' AND source = ? AND change_set_id <> ? ORDER BY change_set_id`, [...codes, source, by]);
    if (holders.length === 0) return [];
    const ids = holders.map((row) => row.change_set_id);
    const standing = await rowsOf<{ id: string }>(tx, `SELECT id FROM change_sets WHERE id IN (${marks(ids.length)}) AND status = 'proposed' ORDER BY id FOR UPDATE`, ids);
    if (standing.length === 0) return [];
    const held = standing.map((row) => row.id);
    await affectedBy(tx, `UPDATE change_set_entries SET status = 'superseded' WHERE change_set_id IN (${marks(held.length)}) AND status = 'proposed' AND code IN (${marks(codes.length)})`, [...held, ...codes]);
    const counts = await rowsOf<{ change_set_id: string; n: number }>(tx, `SELECT change_set_id, COUNT(*) AS n FROM change_set_entries WHERE change_set_id IN (${marks(held.length)}) AND status = 'superseded' GROUP BY change_set_id`, held);
    return counts.map((row) => ({ changeSetId: row.change_set_id, superseded: Number(row.n) }));
  });
}

/** Entries of each kind and status of one set. */
export async function countsOf(on: Database | Transaction, changeSetId: string): Promise<{ kind: string; status: string; n: number; heavier: number }[]> {
  const rows = await rowsOf<{ kind: string; status: string; n: number; heavier: number }>(on, 'SELECT kind, status, COUNT(*) AS n, SUM(heavier > 0) AS heavier FROM change_set_entries WHERE change_set_id = ? GROUP BY kind, status', [changeSetId]);
  return rows.map((row) => ({ ...row, n: Number(row.n), heavier: Number(row.heavier) }));
}

/** How many entries wait, and one whose item was published otherwise since the set was compared with it. */
export async function standingOfEntries(transaction: Database | Transaction, changeSetId: string): Promise<{ open: number; outdated: string | null }> {
  const [counted] = await rowsOf<{ n: number }>(transaction, "SELECT COUNT(*) AS n FROM change_set_entries WHERE change_set_id = ? AND status = 'proposed'", [changeSetId]);
  const [other] = await rowsOf<{ code: string }>(transaction, `SELECT e.code FROM change_set_entries e JOIN items i ON i.id = e.code
    WHERE e.change_set_id = ? AND e.status = 'proposed' AND i.publishings <> e.publishings LIMIT 1`, [changeSetId]);
  return { open: Number(counted?.n ?? 0), outdated: other?.code ?? null };
}

/** A later set that has changed one of the items this one changed. */
export async function builtUpon(transaction: Database | Transaction, changeSetId: string): Promise<{ changeSetId: string; code: string } | null> {
  const [row] = await rowsOf<{ change_set_id: string; code: string }>(transaction, `SELECT later.change_set_id, later.code FROM change_set_entries own JOIN change_set_entries later
    ON later.code = own.code AND later.status = 'applied' AND later.change_set_id <> own.change_set_id AND later.publishing > own.publishing
    WHERE own.change_set_id = ? AND own.status = 'applied' LIMIT 1`, [changeSetId]);
  return row ? { changeSetId: row.change_set_id, code: row.code } : null;
}

/** What became of an entry; `publishing` counts what was published of the item, so that it is known which set came later. */
export interface Settled { number: number; status: EntryStatus; result: EntryResult | null; publishing: number | null }
/** Notes what became of entries. */
export async function settleEntries(database: Database, changeSetId: string, settled: readonly Settled[], at: Date): Promise<void> {
  if (settled.length === 0) return;
  await database.transaction(async (tx) => {
    for (const { number, status, result, publishing } of settled) {
      await runChange(tx, `UPDATE change_set_entries SET status = ?, settled_at = ?${result ? ', result = ?, publishing = ?' : ''} WHERE change_set_id = ? AND number = ?`, [status, at, ...(result ? [JSON.stringify(result), publishing] : []), changeSetId, number]);
    }
  });
}
