/**
 * The files that say what a bank or the fiscal authority holds of a day. Promises: a file stands whole or not at all; told again it changes
 * nothing, also when an older revision is told after a newer one; a revision takes the place of the one before, which stays readable.
 */
import { z } from 'zod';
import type { components } from '../../../contracts/fees/api.ts';
import { refusal, type Refusal } from '../../../contracts/refusals.ts';
import { inBulk } from '../../../infra/bulk-load.ts';
import { isDuplicate, isTransient, type Database } from '../../../infra/database.ts';
import { columns, rowsIn, StatementWrong, type Summary } from './statement-line.ts';

/** The source that is no bank: the fiscal authority. It numbers confirmations itself, so its lines are known by their pay codes. */
export const fiscalSource = 'fiscal';

export type StatementFile = components['schemas']['StatementFile'];

/** What the gateway says of a file before its lines: what they must come to. */
export interface Head { source: string; day: string; fileId: string; name: string; sha256: string; count: number; amountInFen: number; by: string }

const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
const Row = z.object({
  id: number, source: z.string(), day: z.string(), file_id: z.string(), revision: number, name: z.string(), sha256: z.string(), line_count: number, amount_in_fen: number, content: z.string(),
  has_serials: number.transform((value) => value === 1), received_at: z.coerce.date(),
});
export type FileRow = z.infer<typeof Row>;
export const fileRows = (rows: unknown): FileRow[] => z.array(Row).parse(rows);

/** Takes a file in. Gives what is now known of it, or why it was not taken. The stream is not read when the file is known. */
export async function deliver(database: Database, databaseUrl: string, head: Head, stream: AsyncIterable<Buffer>, now: Date): Promise<{ file: StatementFile; repeated: boolean } | Refusal> {
  const { source, day, fileId } = head;
  const known = await knownRevision(database, head);
  if (known) return { file: await shownFile(database, known), repeated: true };
  const summary: Summary = { lines: 0, amountInFen: 0, content: '', hasSerials: true };
  try {
    await inBulk(databaseUrl, async (transaction) => {
      // Taken first: a second copy of the same delivery waits here, and then finds the revision taken.
      const [{ last }] = z.tuple([z.object({ last: number.nullable() })]).parse(await transaction.rows('SELECT MAX(revision) AS last FROM statement_files WHERE source = ? AND day = ? AND file_id = ?', [source, day, fileId]));
      const inserted = z.object({ insertId: z.number() }).parse(await transaction.rows(
        'INSERT INTO statement_files (source, day, file_id, revision, name, sha256, line_count, amount_in_fen, content, has_serials, delivered_by, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [source, day, fileId, (last ?? 0) + 1, head.name, head.sha256, head.count, head.amountInFen, '', 1, head.by, now.toISOString().slice(0, 23).replace('T', ' ')]));
      const taken = await transaction.load('statement_lines', columns, rowsIn(stream, day, source === fiscalSource ? 'pay-code' : 'serial', summary), { file: inserted.insertId });
      if (summary.lines !== head.count || summary.amountInFen !== head.amountInFen) {
        throw new StatementWrong(refusal('statement-incomplete', { detail: { zh: `应有 ${String(head.count)} 行共 ${String(head.amountInFen)} 分，实收 ${String(summary.lines)} 行共 ${String(summary.amountInFen)} 分`, en: `${String(head.count)} lines of ${String(head.amountInFen)} fen were announced, ${String(summary.lines)} lines of ${String(summary.amountInFen)} fen came` } }));
      }
      if (taken !== summary.lines) {
        const lost = String(summary.lines - taken);
        throw new StatementWrong(refusal('statement-line-wrong', { field: 'lines.line', detail: { zh: `有 ${lost} 行的行号与流水号（或缴款码）与前面的行相同`, en: `${lost} lines have the number and the serial (or pay code) of an earlier one` } }));
      }
      await transaction.rows('UPDATE statement_files SET content = ?, has_serials = ? WHERE id = ?', [summary.content, summary.hasSerials ? 1 : 0, inserted.insertId]);
    });
  } catch (error) {
    if (error instanceof StatementWrong) return error.refusal;
    // Somebody else delivered the same file meanwhile; its stream cannot be read twice, so only the outcome is looked at.
    if (!isDuplicate(error) && !isTransient(error)) throw error;
    const theirs = await knownRevision(database, head);
    if (!theirs) return refusal('statement-busy');
    return { file: await shownFile(database, theirs), repeated: true };
  }
  const taken = await knownRevision(database, head);
  if (!taken) throw new Error('statements: a file that was loaded is not there');
  return { file: await shownFile(database, taken), repeated: false };
}

/** Any revision with these bytes: an old one told again does not come back into force. */
async function knownRevision(database: Database, { source, day, fileId, sha256 }: Head): Promise<FileRow | undefined> {
  const found: unknown = await database('statement_files').where({ source, day, file_id: fileId, sha256 }).orderBy('revision', 'desc').first();
  return found === undefined ? undefined : Row.parse(found);
}

/** All files of a source's day, revisions included, in the order they are counted in. */
export async function filesOf(database: Database, source: string, day: string): Promise<FileRow[]> {
  return z.array(Row).parse(await database('statement_files').where({ source, day }).orderBy(['file_id', 'revision']));
}

/** Files in force of all banks from a day on, those of one bank and day together. */
export async function bankFilesSince(database: Database, day: string): Promise<{ source: string; day: string; files: FileRow[] }[]> {
  const days = new Map<string, FileRow[]>();
  for (const file of z.array(Row).parse(await database('statement_files').where('day', '>=', day).whereNot({ source: fiscalSource }))) {
    const key = `${file.source}\n${file.day}`;
    days.set(key, [...(days.get(key) ?? []), file]);
  }
  return [...days.values()].flatMap((files) => { const [first] = files; return first ? [{ source: first.source, day: first.day, files: inForce(files) }] : []; });
}

/** What stands of a list of files: the last revision of each, and of several with the same lines only one. */
export function inForce(files: readonly FileRow[]): FileRow[] {
  const last = new Map<string, FileRow>();
  for (const file of files) if ((last.get(file.file_id)?.revision ?? 0) < file.revision) last.set(file.file_id, file);
  const counted = new Map<string, FileRow>();
  for (const file of [...last.values()].sort((a, b) => (a.file_id < b.file_id ? -1 : 1))) if (!counted.has(file.content)) counted.set(file.content, file);
  return [...counted.values()];
}

async function shownFile(database: Database, file: FileRow): Promise<StatementFile> {
  return shown(file, await filesOf(database, file.source, file.day));
}

/** A file as the contract shows it, among all of its day. */
export function shown(file: FileRow, all: readonly FileRow[]): StatementFile {
  const counted = inForce(all);
  const last = all.every((other) => other.file_id !== file.file_id || other.revision <= file.revision);
  const same = last ? counted.find((other) => other.content === file.content && other.id !== file.id) : undefined;
  return {
    source: file.source, day: file.day, fileId: file.file_id, revision: file.revision, name: file.name, sha256: file.sha256, lines: file.line_count, amountInFen: file.amount_in_fen,
    state: !last ? 'superseded' : same ? 'same-as-another' : 'counted', sameAs: same?.file_id ?? null, receivedAt: file.received_at.toISOString(),
  };
}
