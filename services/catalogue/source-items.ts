/**
 * What each source says now of each item: the province, every department of its own powers. The zone's own column of a comparison is
 * what it has published. Written by arrivals, read by whoever compares.
 */
import { createHash } from 'node:crypto';
import { rowsOf, runChange, type Database } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { PublishedItem } from './published-item.ts';

/** One item as its source says it. `stated`: fields a list really spoke of, null for all; `form`: delegation form it gives, if any. */
export interface SourceItem { code: string; item: PublishedItem; upstreamDigest: string | null; stated: readonly string[] | null; form: string | null }

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(',');
const digestOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Notes what a source says; of two versions of one item the later counts. May be told again. */
export async function noteSourceItems(database: Database, source: string, arrival: string, items: readonly SourceItem[], at: Date): Promise<void> {
  if (items.length === 0) return;
  const latest = new Map<string, SourceItem>();
  for (const one of items) if ((latest.get(one.code)?.item.version ?? 0) <= one.item.version) latest.set(one.code, one);
  const rows = [...latest.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const newer = (column: string): string => `${column} = IF(VALUES(version) >= version, VALUES(${column}), ${column})`;
  // The server assigns from left to right: what depends on the old digest and version stands before they change.
  await runChange(database, `INSERT INTO source_items (source, code, version, digest, content, name, state, form, stated, upstream_digest, arrival, seen_at, changed_at)
    VALUES ${rows.map(() => `(${marks(13)})`).join(',')}
    ON DUPLICATE KEY UPDATE changed_at = IF(VALUES(version) >= version AND digest <> VALUES(digest), VALUES(changed_at), changed_at), seen_at = VALUES(seen_at), arrival = VALUES(arrival),
    ${['content', 'digest', 'name', 'state', 'form', 'stated', 'upstream_digest', 'version'].map(newer).join(', ')}`,
  rows.flatMap(({ code, item, upstreamDigest, stated, form }) => {
    const content = JSON.stringify(item);
    return [source, code, item.version, digestOf(content), content, item.name.slice(0, 190), item.state, form, stated === null ? null : JSON.stringify(stated), upstreamDigest, arrival, at, at];
  }));
}

/** A source lists these items no longer. */
export async function dropSourceItems(database: Database, source: string, codes: readonly string[]): Promise<void> {
  if (codes.length > 0) await runChange(database, `DELETE FROM source_items WHERE source = ? AND code IN (${marks(codes.length)})`, [source, ...codes]);
}

/** The source's own marks of these items; those seen by an arrival that never ended do not count. */
export async function upstreamDigestsOf(database: Database, source: string, codes: readonly string[], unended: readonly string[]): Promise<Map<string, { version: number; digest: string | null }>> {
  if (codes.length === 0) return new Map();
  const rows = await rowsOf<{ code: string; version: number; upstream_digest: string | null; arrival: string }>(database, `SELECT code, version, upstream_digest, arrival FROM source_items WHERE source = ? AND code IN (${marks(codes.length)})`, [source, ...codes]);
  const lost = new Set(unended);
  return new Map(rows.filter((row) => !lost.has(row.arrival)).map((row) => [row.code, { version: Number(row.version), digest: row.upstream_digest }]));
}

/** Synchronisations that never ended: what they noted was perhaps never proposed. */
export async function unendedSynchronisations(database: Database, except: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(database, "SELECT id FROM synchronisations WHERE status <> 'finished' AND id <> ?", [except]);
  return rows.map((row) => row.id);
}

/** What the province said before this arrival of items that were delegated from `since` on and have not been published. */
export async function* saidOfNewlyDelegated(database: Database, arrival: string, since: Date): AsyncGenerator<{ code: string; item: PublishedItem }> {
  for (let after = ''; ;) {
    const rows = await rowsOf<{ code: string; content: unknown }>(database, `SELECT s.code, s.content FROM items i JOIN source_items s ON s.source = 'province' AND s.code = i.id
      WHERE i.status = 'awaiting' AND i.created_at >= ? AND s.arrival <> ? AND i.id > ? ORDER BY i.id LIMIT 200`, [since, arrival, after]);
    for (const row of rows) yield { code: row.code, item: PublishedItem.parse(documentOf(row.content)) };
    const last = rows.at(-1);
    if (!last || rows.length < 200) return;
    after = last.code;
  }
}

/** Notes that a source still says what it said; `arrival` stays, it tells since when. */
export async function noteSeen(database: Database, source: string, codes: readonly string[], at: Date): Promise<void> {
  if (codes.length > 0) await runChange(database, `UPDATE source_items SET seen_at = ? WHERE source = ? AND code IN (${marks(codes.length)})`, [at, source, ...codes]);
}

/** Items a source has not named since a moment. */
export async function* unseenSince(database: Database, source: string, since: Date): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const rows = await rowsOf<{ code: string }>(database, 'SELECT code FROM source_items WHERE source = ? AND seen_at < ? AND code > ? ORDER BY code LIMIT 500', [source, since, after]);
    for (const row of rows) yield row.code;
    const last = rows.at(-1);
    if (!last || rows.length < 500) return;
    after = last.code;
  }
}
/** A source has not named them since: it says nothing of them any more. */
export const dropUnseen = (database: Database, source: string, since: Date): Promise<void> => runChange(database, 'DELETE FROM source_items WHERE source = ? AND seen_at < ?', [source, since]);
