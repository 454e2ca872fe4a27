/**
 * A book beside the records that is only ever added to, such as a ledger: each record lists all rows it has caused, in order,
 * and those that were not there before are written in the transaction that changes the record. A row is known by its record
 * and its place in that list, so that it can be neither written twice nor changed.
 */
import type { Statement } from './database.ts';
import type { AnyMachine, LineRow } from './machine.ts';
import type { RecordChange } from './records.ts';

/** What writes the rows that are new: one statement or none. Throws when a record forgot or changed a row that was written: books are not rewritten. */
export function journalStatements(m: AnyMachine, changes: readonly RecordChange[], now: Date): Statement[] {
  const { journal } = m;
  if (!journal) return [];
  const rows: { id: string; at: number; row: LineRow }[] = [];
  for (const { id, before, record } of changes) {
    const written = before === undefined ? [] : journal.of(before);
    const all = journal.of(record);
    if (JSON.stringify(all.slice(0, written.length)) !== JSON.stringify(written)) throw new Error(`${journal.table}: ${m.name} ${id} changed rows that were written`);
    all.slice(written.length).forEach((row, place) => rows.push({ id, at: written.length + place + 1, row }));
  }
  const names = Object.keys(rows[0]?.row ?? {});
  if (names.length === 0) return [];
  return [{
    sql: `INSERT INTO \`${journal.table}\` (record_id, place, written_at${names.map((name) => `, \`${name}\``).join('')}) VALUES ${rows.map(() => `(?,?,?${',?'.repeat(names.length)})`).join(',')}`,
    bindings: rows.flatMap(({ id, at, row }) => [id, at, now, ...names.map((name) => row[name] ?? null)]),
  }];
}
