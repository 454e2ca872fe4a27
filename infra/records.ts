/**
 * Where machines keep their records: one table per machine, the record as one JSON document with state and version
 * beside it, and the columns that queries need, as the service's own migration declares them.
 */
import type { Knex } from 'knex';
import type { AnyMachine, MachineRecord } from './machine.ts';
import { rowsIn, rowsOf, type Statement, type Transaction } from './database.ts';

/**
 * `savedAt` in ms beside the version: a database that lost its last commits may give the same version to another record.
 * `lasting` is the text of the lasting parts as it is stored; undefined where there is none.
 */
export interface StoredRecord { record: MachineRecord; version: number; savedAt?: number; lasting?: string | undefined }

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
    lasting LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    KEY by_status (status)${generated.join('')}${filled.join('')}
  )`);
}

interface Loaded { id: string; version: number; updated_at: Date; document: unknown; lasting: unknown }

/** Records as last committed by this copy. The row's version, read under its lock, tells whether one still stands. */
const remembered = 400;
export type RecordMemory = Map<string, StoredRecord>;

/** To be called after the commit, never before: what was rolled back must not be remembered. */
export function remember(memory: RecordMemory, changes: readonly RecordChange[], now: Date): void {
  for (const { id, record, version, lasting } of changes) {
    memory.delete(id);
    memory.set(id, { record, version, savedAt: now.getTime(), lasting });
  }
  for (const id of memory.keys()) { if (memory.size <= remembered) break; memory.delete(id); }
}

/** Parses a document column: the drivers give an object or its text, depending on the server. */
export const documentOf = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

/** A record from its two columns: what changes with each step, and what lasts. */
export function recordOf(row: { document: unknown; lasting: unknown }): unknown {
  const document = documentOf(row.document);
  return row.lasting === null ? document : { ...Object(document), ...Object(documentOf(row.lasting)) };
}
/** The parts of a record as they are stored. */
function partsOf(m: AnyMachine, record: MachineRecord): { changing: string; lasting: string } {
  if (m.lasting.length === 0) return { changing: JSON.stringify(record), lasting: '' };
  const parts = Object.entries(record);
  return {
    changing: JSON.stringify(Object.fromEntries(parts.filter(([name]) => !m.lasting.includes(name)))),
    lasting: JSON.stringify(Object.fromEntries(parts.filter(([name]) => m.lasting.includes(name)))),
  };
}

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(',');

/** What locks and loads records, in the order of their ids so that two transactions never wait for each other in a circle. */
export function loadStatement(m: AnyMachine, ids: readonly string[], memory: RecordMemory): Statement {
  const known = ids.every((id) => memory.has(id));
  return { sql: `SELECT id, version, updated_at${known ? '' : ', document, lasting'} FROM \`${m.name}\` WHERE id IN (${marks(ids.length)}) ORDER BY id FOR UPDATE`, bindings: [...ids] };
}

/** Records from the rows that their statement gave: those that are remembered as they stand are not parsed again. */
export async function loadedRecords(tx: Transaction, m: AnyMachine, given: unknown, memory: RecordMemory): Promise<Map<string, StoredRecord>> {
  const rows = rowsIn<Loaded>(given);
  const stands = (row: Loaded): boolean => { const kept = memory.get(row.id); return kept?.version === Number(row.version) && kept.savedAt === new Date(row.updated_at).getTime(); };
  // The statement asked for versions alone, and another copy has changed some since.
  const stale = rows.filter((row) => row.document === undefined && !stands(row));
  if (stale.length > 0) {
    const fresh = await rowsOf<Loaded>(tx, `SELECT id, version, document, lasting FROM \`${m.name}\` WHERE id IN (${marks(stale.length)})`, stale.map((row) => row.id));
    for (const row of stale) Object.assign(row, fresh.find((each) => each.id === row.id));
  }
  return new Map(rows.map((row) => {
    const version = Number(row.version);
    const inMemory = memory.get(row.id);
    if (inMemory && stands(row)) return [row.id, inMemory];
    return [row.id, { record: m.record.parse(recordOf(row)) as MachineRecord, version, lasting: typeof row.lasting === 'string' ? row.lasting : undefined }];
  }));
}

/** `before` is the record as it was loaded; `lasting` the text of its lasting parts in the table, brought up to date by saving. */
export interface RecordChange { id: string; before?: MachineRecord | undefined; record: MachineRecord; version: number; isNew: boolean; lasting?: string | undefined }

/**
 * What writes all changes of one machine: one statement for new records, one for those whose lasting parts differ from what is
 * stored, one for the rest. A record that appeared meanwhile raises a duplicate-key error.
 */
export function recordStatements(m: AnyMachine, changes: readonly RecordChange[], now: Date): Statement[] {
  const groups: Record<'new' | 'whole' | 'changing', Row[]> = { new: [], whole: [], changing: [] };
  for (const change of changes) {
    const { id, record, version, isNew } = change;
    const { changing, lasting } = partsOf(m, record);
    const row: Row = { id, status: record.status, version, document: changing, created_at: now, updated_at: now, ...m.columns(record) };
    if (m.lasting.length === 0 || change.lasting === lasting) groups[isNew ? 'new' : 'changing'].push(row);
    else groups[isNew ? 'new' : 'whole'].push({ ...row, lasting });
    if (m.lasting.length > 0) change.lasting = lasting;
  }
  return [...writing(m, groups.new, true), ...writing(m, groups.whole, false), ...writing(m, groups.changing, false)];
}

type Row = Record<string, string | number | Date | null>;
function writing(m: AnyMachine, rows: readonly Row[], areNew: boolean): Statement[] {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return [];
  const kept = names.filter((name) => name !== 'id' && name !== 'created_at');
  return [{
    sql: `INSERT INTO \`${m.name}\` (${names.map((name) => `\`${name}\``).join(', ')}) VALUES ${rows.map(() => `(${names.map(() => '?').join(',')})`).join(',')}`
    + (areNew ? '' : ` ON DUPLICATE KEY UPDATE ${kept.map((name) => `\`${name}\` = VALUES(\`${name}\`)`).join(', ')}`),
    bindings: rows.flatMap((row) => names.map((name) => row[name] ?? null)),
  }];
}
