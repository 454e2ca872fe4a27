/**
 * The lists beside the records: one narrow row for each record, in a table of its own, so that searching and counting
 * never read a document. Written in the transaction that changes the record, and only when the row itself changes.
 */
import { runChange, type Database, type Statement, type Transaction } from './database.ts';
import type { AnyMachine, LineRow } from './machine.ts';
import type { RecordChange } from './records.ts';

/** What writes the rows that differ from what they were: one statement or none. */
export function lineStatements(m: AnyMachine, changes: readonly RecordChange[]): Statement[] {
  const { line } = m;
  if (!line) return [];
  const rows: { id: string; row: LineRow }[] = [];
  for (const { id, before, record } of changes) {
    const row = line.of(record);
    if (before === undefined || !isSame(line.of(before), row)) rows.push({ id, row });
  }
  return statementsFor(line.table, rows);
}

/** Writes rows whatever stands there; also for filling a new list from records that exist. */
export async function writeLines(tx: Database | Transaction, table: string, rows: readonly { id: string; row: LineRow }[]): Promise<void> {
  for (const { sql, bindings } of statementsFor(table, rows)) await runChange(tx, sql, bindings);
}

function statementsFor(table: string, rows: readonly { id: string; row: LineRow }[]): Statement[] {
  const names = Object.keys(rows[0]?.row ?? {});
  if (names.length === 0) return [];
  const bindings = rows.flatMap(({ id, row }) => [id, ...names.map((name) => row[name] ?? null)]);
  return [{
    sql: `INSERT INTO \`${table}\` (id${names.map((name) => `, \`${name}\``).join('')}) VALUES ${rows.map(() => `(?${',?'.repeat(names.length)})`).join(',')}`
    + ` ON DUPLICATE KEY UPDATE ${names.map((name) => `\`${name}\` = VALUES(\`${name}\`)`).join(', ')}`,
    bindings,
  }];
}

function isSame(a: LineRow, b: LineRow): boolean {
  for (const name in b) if (a[name] !== b[name]) return false;
  return true;
}
