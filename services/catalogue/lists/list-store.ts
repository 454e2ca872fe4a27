/** Tables of lists: the file as it came, its rows with what was made of them, how far the reading is. */
import { z } from 'zod';
import { rowsOf, runChange, runChangeWithBytes, type Database } from '../../../infra/database.ts';
import { documentOf } from '../../../infra/records.ts';
import type { ByteSource } from '../spreadsheet/byte-source.ts';
import { ListRecord } from './department-list.ts';

const partBytes = 1024 * 1024;
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(',');

/** Writes a file as it arrives, a part at a time. The same list may be written again from its beginning. */
export function fileWriter(database: Database, listId: string): { write(piece: Buffer): Promise<void>; end(): Promise<void> } {
  let held: Buffer[] = [];
  let length = 0;
  let part = 0;
  const flush = async (): Promise<void> => {
    if (length === 0) return;
    await runChangeWithBytes(database, 'INSERT INTO list_files (list_id, part, bytes) VALUES (?,?,?) ON DUPLICATE KEY UPDATE bytes = VALUES(bytes)', [listId, part, Buffer.concat(held)]);
    part += 1;
    held = [];
    length = 0;
  };
  return {
    async write(piece) {
      for (let rest = piece; rest.length > 0;) {
        const taken = rest.subarray(0, partBytes - length);
        held.push(taken);
        rest = rest.subarray(taken.length);
        if ((length += taken.length) === partBytes) await flush();
      }
    },
    end: flush,
  };
}
/** A file that was not taken leaves nothing behind. */
export const dropFile = (database: Database, listId: string): Promise<void> => runChange(database, 'DELETE FROM list_files WHERE list_id = ?', [listId]);

/** The file of a list; the parts read last are kept, as archives are read back and forth. */
export function storedFile(database: Database, listId: string, size: number): ByteSource {
  const kept = new Map<number, Buffer>();
  async function partAt(part: number): Promise<Buffer> {
    const known = kept.get(part);
    if (known) return known;
    const [row] = await rowsOf<{ bytes: Buffer }>(database, 'SELECT bytes FROM list_files WHERE list_id = ? AND part = ?', [listId, part]);
    if (!row) throw new Error(`part ${String(part)} of list ${listId} is missing`);
    kept.set(part, row.bytes);
    for (const first of kept.keys()) { if (kept.size <= 4) break; kept.delete(first); }
    return row.bytes;
  }
  return {
    size,
    async read(offset, length) {
      const until = Math.min(offset + length, size);
      const pieces: Buffer[] = [];
      for (let at = offset; at < until;) {
        const bytes = await partAt(Math.floor(at / partBytes));
        const from = at % partBytes;
        const piece = bytes.subarray(from, Math.min(bytes.length, from + until - at));
        pieces.push(piece);
        at += piece.length;
        if (piece.length === 0) break;
      }
      return pieces.length === 1 ? pieces[0] ?? Buffer.alloc(0) : Buffer.concat(pieces);
    },
  };
}

export const rowStandings = ['good', 'broken', 'not-ours'] as const;
export type RowStanding = (typeof rowStandings)[number];
/** A row that was not taken, as it stood, with each reason where it applies. */
export const RowStory = z.object({
  sheet: z.string(), row: z.number().int(), lastRow: z.number().int(), code: z.string(), name: z.string(), cells: z.array(z.string()),
  problems: z.array(z.object({ column: z.string(), value: z.string(), zh: z.string(), en: z.string() })),
  nearest: z.array(z.object({ code: z.string(), name: z.string(), department: z.string(), zh: z.string(), en: z.string() })),
});
export type RowStory = z.infer<typeof RowStory>;
/** `content` holds what the item shall be; null with standing good: it is listed no longer. */
export interface StoredRow { number: number; standing: RowStanding; code: string | null; place: string; content: string | null; story: RowStory | null }

export async function writeRows(database: Database, listId: string, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return;
  await runChange(database, `INSERT INTO list_rows (list_id, number, standing, code, place, content, story) VALUES ${rows.map(() => `(${marks(7)})`).join(',')}
    ON DUPLICATE KEY UPDATE standing = VALUES(standing), code = VALUES(code), place = VALUES(place), content = VALUES(content), story = VALUES(story)`,
  rows.flatMap((row) => [listId, row.number, row.standing, row.code, row.place.slice(0, 160), row.content, row.story === null ? null : JSON.stringify(row.story)]));
}
export const clearRows = (database: Database, listId: string): Promise<void> => runChange(database, 'DELETE FROM list_rows WHERE list_id = ?', [listId]);

interface Row { number: number; standing: RowStanding; code: string | null; place: string; content: string | null; story: string | null }
/** Rows of one standing by number, after one. */
export async function rowsAfter(database: Database, listId: string, standing: RowStanding, after: number, limit: number): Promise<StoredRow[]> {
  const rows = await rowsOf<Row>(database, 'SELECT number, standing, code, place, content, story FROM list_rows WHERE list_id = ? AND standing = ? AND number > ? ORDER BY number LIMIT ?', [listId, standing, after, limit]);
  return rows.map((row) => ({ ...row, number: Number(row.number), story: row.story === null ? null : RowStory.parse(documentOf(row.story)) }));
}
/** What the good rows held is in the change set now; those that were not taken stay. */
export const forgetContents = (database: Database, listId: string, from: number, until: number): Promise<void> =>
  runChange(database, "UPDATE list_rows SET content = NULL WHERE list_id = ? AND standing = 'good' AND number > ? AND number <= ?", [listId, from, until]);

export async function noteProgress(database: Database, listId: string, progress: { read?: number; proposed?: number }, at: Date): Promise<void> {
  await runChange(database, `INSERT INTO list_progress (list_id, rows_read, rows_proposed, at) VALUES (?,?,?,?)
    ON DUPLICATE KEY UPDATE rows_read = ${progress.read === undefined ? 'rows_read' : 'VALUES(rows_read)'}, rows_proposed = ${progress.proposed === undefined ? 'rows_proposed' : 'VALUES(rows_proposed)'}, at = VALUES(at)`, [listId, progress.read ?? 0, progress.proposed ?? 0, at]);
}
export interface ListProgress { rowsRead: number; rowsProposed: number }
export async function progressOf(database: Database, ids: readonly string[]): Promise<Map<string, ListProgress>> {
  if (ids.length === 0) return new Map();
  const rows = await rowsOf<{ list_id: string; rows_read: number; rows_proposed: number }>(database, `SELECT list_id, rows_read, rows_proposed FROM list_progress WHERE list_id IN (${marks(ids.length)})`, [...ids]);
  return new Map(rows.map((row) => [row.list_id, { rowsRead: Number(row.rows_read), rowsProposed: Number(row.rows_proposed) }]));
}

export async function listById(database: Database, id: string): Promise<ListRecord | null> {
  const row: { document: unknown } | undefined = await database('department_lists').where({ id }).first('document');
  return row ? ListRecord.parse(documentOf(row.document)) : null;
}
