/**
 * Where machines keep their records: one table per machine, the record as one JSON document with state and version
 * beside it. Columns that queries need are generated from the document by the service's own migration.
 */
import type { Knex } from 'knex';
import type { AnyMachine, MachineRecord } from './machine.ts';
import { rowsOf, runChange, type Transaction } from './database.ts';

/** `savedAt` in ms beside the version: a database that lost its last commits may give the same version to another record. */
export interface StoredRecord { record: MachineRecord; version: number; savedAt?: number }

/**
 * Creates a machine's table. `columns` adds generated columns: name → [type, JSON path], each indexed. `written` adds
 * columns that the machine itself fills (its `columns`): for large records, which the server would else parse at each change.
 */
export async function createRecordTable(database: Knex, name: string, columns: Record<string, readonly [type: string, path: string]> = {}, written: Record<string, string> = {}): Promise<void> {
  const filled = Object.entries(written).map(([column, type]) => `, \`${column}\` ${type}, KEY \`by_${column}\` (\`${column}\`)`);
  const generated = Object.entries(columns).map(([column, [type, path]]) =>
    `, \`${column}\` ${type} GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(document, '${path}'))) STORED, KEY \`by_${column}\` (\`${column}\`)`);
  await database.raw(`CREATE TABLE \`${name}\` (
    id VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    status VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    version INT UNSIGNED NOT NULL,
    document LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    KEY by_status (status, updated_at)${generated.join('')}${filled.join('')}
  )`);
}

interface Row { id: string; version: number; updated_at: Date; document: unknown }

/** Records as last committed by this copy. The row's version, read under its lock, tells whether one still stands. */
const remembered = 400;
export type RecordMemory = Map<string, StoredRecord>;

/** To be called after the commit, never before: what was rolled back must not be remembered. */
export function remember(memory: RecordMemory, changes: readonly RecordChange[], now: Date): void {
  for (const { id, record, version } of changes) {
    memory.delete(id);
    memory.set(id, { record, version, savedAt: now.getTime() });
  }
  for (const id of memory.keys()) { if (memory.size <= remembered) break; memory.delete(id); }
}

/** Parses a document column: the drivers give an object or its text, depending on the server. */
export const documentOf = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

/** Loads and locks records, in the order of their ids so that two transactions never wait for each other in a circle. */
export async function loadRecords(tx: Transaction, m: AnyMachine, ids: readonly string[], memory: RecordMemory): Promise<Map<string, StoredRecord>> {
  const marks = (count: number): string => Array.from({ length: count }, () => '?').join(',');
  const known = ids.every((id) => memory.has(id));
  const rows = await rowsOf<Row>(tx, `SELECT id, version, updated_at${known ? '' : ', document'} FROM \`${m.name}\` WHERE id IN (${marks(ids.length)}) ORDER BY id FOR UPDATE`, [...ids]);
  const stands = (row: Row): boolean => { const kept = memory.get(row.id); return kept?.version === Number(row.version) && kept.savedAt === new Date(row.updated_at).getTime(); };
  const stale = known ? rows.filter((row) => !stands(row)) : [];
  if (stale.length > 0) {
    const fresh = await rowsOf<Row>(tx, `SELECT id, version, document FROM \`${m.name}\` WHERE id IN (${marks(stale.length)})`, stale.map((row) => row.id));
    for (const row of stale) row.document = fresh.find((each) => each.id === row.id)?.document;
  }
  return new Map(rows.map((row) => {
    const version = Number(row.version);
    const inMemory = memory.get(row.id);
    if (inMemory && stands(row)) return [row.id, inMemory];
    return [row.id, { record: m.record.parse(documentOf(row.document)) as MachineRecord, version }];
  }));
}

/** `before` is the record as it was loaded. */
export interface RecordChange { id: string; before?: MachineRecord | undefined; record: MachineRecord; version: number; isNew: boolean }

/** Writes all changes of one machine in at most two statements. A record that appeared meanwhile raises a duplicate-key error. */
export async function saveRecords(tx: Transaction, m: AnyMachine, changes: readonly RecordChange[], now: Date): Promise<void> {
  for (const isNew of [true, false]) {
    const some = changes.filter((change) => change.isNew === isNew);
    if (some.length === 0) continue;
    const more = some.map((c) => m.columns(c.record));
    const names = Object.keys(more[0] ?? {});
    const values = some.flatMap((c, i) => [c.id, c.record.status, c.version, JSON.stringify(c.record), now, now, ...names.map((name) => more[i]?.[name] ?? null)]);
    await runChange(tx,
      `INSERT INTO \`${m.name}\` (id, status, version, document, created_at, updated_at${names.map((name) => `, \`${name}\``).join('')}) VALUES ${some.map(() => `(?,?,?,?,?,?${',?'.repeat(names.length)})`).join(',')}`
      + (isNew ? '' : ' ON DUPLICATE KEY UPDATE status = VALUES(status), version = VALUES(version), document = VALUES(document), updated_at = VALUES(updated_at)' + names.map((name) => `, \`${name}\` = VALUES(\`${name}\`)`).join('')),
      values,
    );
  }
}
