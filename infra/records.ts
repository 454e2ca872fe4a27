/**
 * Where machines keep their records: one table per machine, the record as one JSON document with state and version
 * beside it. Columns that queries need are generated from the document by the service's own migration.
 */
import type { Knex } from 'knex';
import type { AnyMachine, MachineRecord } from './machine.ts';
import type { Transaction } from './database.ts';

export interface StoredRecord { record: MachineRecord; version: number }

/** Creates a machine's table. `columns` adds generated columns: name → [type, JSON path], each indexed. */
export async function createRecordTable(database: Knex, name: string, columns: Record<string, readonly [type: string, path: string]> = {}): Promise<void> {
  const generated = Object.entries(columns).map(([column, [type, path]]) =>
    `, \`${column}\` ${type} GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(document, '${path}'))) STORED, KEY \`by_${column}\` (\`${column}\`)`);
  await database.raw(`CREATE TABLE \`${name}\` (
    id VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    status VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    version INT UNSIGNED NOT NULL,
    document JSON NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    KEY by_status (status, updated_at)${generated.join('')}
  )`);
}

interface Row { id: string; version: number; document: unknown }

/** Parses a document column: the drivers give an object or its text, depending on the server. */
export const documentOf = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

/** Loads and locks records, in the order of their ids so that two transactions never wait for each other in a circle. */
export async function loadRecords(tx: Transaction, m: AnyMachine, ids: readonly string[]): Promise<Map<string, StoredRecord>> {
  const rows: Row[] = await tx(m.name).whereIn('id', [...ids]).orderBy('id').forUpdate().select('id', 'version', 'document');
  return new Map(rows.map((row) => [row.id, { record: m.record.parse(documentOf(row.document)) as MachineRecord, version: Number(row.version) }]));
}

export interface RecordChange { id: string; record: MachineRecord; version: number; isNew: boolean }

/** Writes all changes of one machine in at most two statements. A record that appeared meanwhile raises a duplicate-key error. */
export async function saveRecords(tx: Transaction, m: AnyMachine, changes: readonly RecordChange[], now: Date): Promise<void> {
  for (const isNew of [true, false]) {
    const some = changes.filter((change) => change.isNew === isNew);
    if (some.length === 0) continue;
    const values = some.flatMap((c) => [c.id, c.record.status, c.version, JSON.stringify(c.record), now, now]);
    await tx.raw(
      `INSERT INTO \`${m.name}\` (id, status, version, document, created_at, updated_at) VALUES ${some.map(() => '(?,?,?,?,?,?)').join(',')}`
      + (isNew ? '' : ' ON DUPLICATE KEY UPDATE status = VALUES(status), version = VALUES(version), document = VALUES(document), updated_at = VALUES(updated_at)'),
      values,
    );
  }
}
