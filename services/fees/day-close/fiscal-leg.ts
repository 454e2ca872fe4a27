/**
 * The third book of a day: what the fiscal platform itself says has arrived, by pay code. Promises: every pay code of a day is held against all the
 * platform ever said of it; what agrees is passed over in streams, so that only what may differ is looked up, some hundreds at a time.
 */
import { z } from 'zod';
import { textRows } from '../../../infra/bulk-load.ts';
import { daysAfter } from '../../../infra/civil-days.ts';
import type { Database } from '../../../infra/database.ts';
import { fiscalTeller } from '../settlement.ts';
import { judgeFiscal, keysOf, type Confirmable, type Verdict } from './judge.ts';
import { fileRows, fiscalSource, inForce, type FileRow } from './statement-files.ts';

const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
/** Before a key of this leg: no serial and no pay code has this sign, and it comes after all of them. */
export const fiscalKey = '~';
/** Money that came in under a pay code; what went back later is settled between bank and payer, and no affair of this record. */
const cameIn = "('paid', 'reversed', 'found')";

/** The platform's record as a day needs it. */
export interface FiscalRecord {
  /** Whether anything was heard of this day, or of one after it: then what is missing is missing. */
  heard: boolean;
  /** What is on one side alone may still come with the next day's record. */
  waits: boolean;
  /** Files in force of the day, and of all days a payment of it may stand on. */
  own: FileRow[]; all: FileRow[];
}

/** A week before, for what the platform was told first; a month after, for what came late. */
export async function fiscalRecordOf(database: Database, day: string, now: Date): Promise<FiscalRecord> {
  const rows = fileRows(await database('statement_files').where({ source: fiscalSource }).whereBetween('day', [daysAfter(day, -7), daysAfter(day, 31)]).orderBy(['day', 'file_id', 'revision']));
  const days = new Map<string, FileRow[]>();
  for (const row of rows) days.set(row.day, [...(days.get(row.day) ?? []), row]);
  const all = [...days.values()].flatMap((files) => inForce(files));
  const later = all.some((file) => file.day > day);
  return {
    heard: all.some((file) => file.day === day || (file.day > day && file.day <= daysAfter(day, 7))), own: all.filter((file) => file.day === day), all,
    waits: !later && now.getTime() < Date.parse(`${daysAfter(day, 3)}T00:00:00+08:00`),
  };
}

/** Everything known of one pay code. */
export interface Standing extends Confirmable {
  payCode: string;
  /** Banks that hold or held money under it; the platform's own page is none. */
  banks: string[];
  fiscal: (Confirmable['fiscal'][number] & { file: number; line: number })[];
}

const Told = z.object({ pay_code: z.string(), bank: z.string().nullable(), paid: number, found: number });
const Said = z.object({ pay_code: z.string(), file: number, line: number, kind: z.string(), revenue_item: z.string(), collecting_unit: z.string(), fen: number });

/** Asks about keys of some files a part at a time: of too many pairs the database would rather read the files whole. */
export async function inParts<T>(keys: readonly string[], files: number, ask: (some: readonly string[]) => Promise<T[]>): Promise<T[]> {
  const size = Math.max(20, Math.floor(8_000 / Math.max(1, files)));
  const found: T[] = [];
  for (let at = 0; at < keys.length; at += size) found.push(...await ask(keys.slice(at, at + size)));
  return found;
}

/** What our books and the record in force say of these pay codes, over all days and banks. */
export async function standingOf(database: Database, record: FiscalRecord, payCodes: readonly string[]): Promise<Map<string, Standing>> {
  const found = new Map<string, Standing>(payCodes.map((payCode) => [payCode, { payCode, paidInFen: 0, foundInFen: 0, known: false, banks: [], fiscal: [] }]));
  if (payCodes.length === 0) return found;
  const told = z.array(Told).parse(await database('ledger_entries').whereIn('pay_code', payCodes).whereRaw(`account IN ('bank', 'fiscal') AND occasion IN ${cameIn}`).groupBy('pay_code', 'bank')
    .select('pay_code', 'bank', database.raw("SUM(IF(occasion = 'found', 0, CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED))) AS paid"), database.raw("SUM(IF(occasion = 'found', CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED), 0)) AS found")));
  for (const { pay_code: payCode, bank, paid, found: spare } of told) {
    const one = found.get(payCode);
    if (!one) continue;
    one.known = true;
    one.paidInFen += paid;
    one.foundInFen += spare;
    if (bank !== null && bank !== fiscalTeller) one.banks.push(bank);
  }
  if (record.all.length === 0) return found;
  const files = record.all.map(({ id }) => id);
  const said = await inParts(payCodes, files.length, async (some) => z.array(Said).parse(await database.fromRaw('statement_lines FORCE INDEX (PRIMARY)').whereIn('file', files).whereIn('matched_by', some).whereNot({ kind: 'refund' }).orderBy(['file', 'line'])
    .select({ pay_code: 'matched_by' }, 'file', 'line', 'kind', 'revenue_item', 'collecting_unit', database.raw("IF(kind = 'payment', 1, -1) * CAST(amount_in_fen AS SIGNED) AS fen"))));
  for (const { pay_code: payCode, file, line, kind, revenue_item: revenueItem, collecting_unit: collectingUnit, fen } of said) found.get(payCode)?.fiscal.push({ file, line, kind, revenueItem, collectingUnit, amountInFen: fen });
  return found;
}
/** What the record comes to for a pay code; null where it says nothing. */
export const fiscalSum = ({ fiscal }: Pick<Standing, 'fiscal'>): number | null => (fiscal.length === 0 ? null : fiscal.reduce((sum, { amountInFen }) => sum + amountInFen, 0));

/** What the record comes to for a day of a source, as its comparison adds it up. */
export async function fiscalTotalOf(database: Database, databaseUrl: string, record: FiscalRecord, wanted: Wanted): Promise<{ count: number; amountInFen: number }> {
  const total = { count: 0, amountInFen: 0 };
  for await (const confirmed of confirmedLines(database, databaseUrl, record, wanted)) {
    for (const { fiscalInFen } of confirmed) if (fiscalInFen !== 0) { total.count += 1; total.amountInFen += fiscalInFen; }
  }
  return total;
}

/** A pay code of the day, judged; `mine` when money came in under it at this bank on this day. */
export interface Confirmed { payCode: string; mine: boolean; verdict: Verdict | null; standing: Standing | null; fiscalInFen: number; oursInFen: number }
interface Wanted { source: string; day: string; payCode?: string }

interface Move { key: string; found: boolean; fen: number }
interface Line { key: string; fen: number }
/** Walks a day's pay codes, ours and the record's, a few hundred at a time. Of a bank's day those are left out that are another bank's to explain. */
export async function* confirmedLines(database: Database, databaseUrl: string, record: FiscalRecord, wanted: Wanted): AsyncGenerator<Confirmed[]> {
  let ready: Confirmed[] = [];
  let unsure: { payCode: string; mine: boolean; paid: number }[] = [];
  const look = async (): Promise<void> => {
    const standing = await standingOf(database, record, unsure.map(({ payCode }) => payCode));
    for (const { payCode, mine, paid } of unsure) {
      const one = standing.get(payCode);
      if (!one) continue;
      // Somebody else's: where another bank has the money, its day explains it; and what was taken back here and paid there, there.
      if (!mine && wanted.source !== fiscalSource && one.banks.length > 0 && !one.banks.includes(wanted.source)) continue;
      const verdict = judgeFiscal(one);
      if (mine && paid === 0 && one.paidInFen !== 0) continue;
      if (verdict === null && !mine && wanted.source !== fiscalSource) continue;
      ready.push({ payCode, mine, verdict, standing: one, fiscalInFen: fiscalSum(one) ?? 0, oursInFen: one.paidInFen });
    }
    unsure = [];
  };
  for await (const { key, ours, theirs } of keysOf(movesBy(databaseUrl, wanted), linesOf(databaseUrl, record.own, wanted))) {
    const paid = ours.reduce((sum, { found, fen }) => (found ? sum : sum + fen), 0);
    const fiscal = theirs.reduce((sum, { fen }) => sum + fen, 0);
    if (ours.length > 0 && theirs.length === 1 && paid === fiscal) ready.push({ payCode: key, mine: true, verdict: null, standing: null, fiscalInFen: fiscal, oursInFen: paid });
    else unsure.push({ payCode: key, mine: ours.length > 0, paid });
    if (unsure.length >= 500) await look();
    if (ready.length >= 500) { yield ready; ready = []; }
  }
  await look();
  if (ready.length > 0) yield ready;
}

async function* movesBy(databaseUrl: string, { source, day, payCode }: Wanted): AsyncGenerator<Move[]> {
  const isFiscal = source === fiscalSource;
  const sql = `SELECT CONCAT_WS('\\t', pay_code, IF(occasion = 'found', 1, 0), CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED)) FROM ledger_entries ${payCode === undefined ? 'FORCE INDEX (by_bank_day) ' : ''}
    WHERE work_date = ?${isFiscal ? '' : ' AND bank = ?'} AND account IN ('bank', 'fiscal') AND occasion IN ${cameIn} AND pay_code <> ''${payCode === undefined ? '' : ' AND pay_code = ?'} ORDER BY pay_code`;
  for await (const rows of textRows(databaseUrl, sql, [day, ...(isFiscal ? [] : [source]), ...(payCode === undefined ? [] : [payCode])])) {
    yield rows.map((row) => { const [key = '', found = '0', fen = '0'] = row.split('\t'); return { key, found: found === '1', fen: Number(fen) }; });
  }
}
async function* linesOf(databaseUrl: string, files: readonly FileRow[], { payCode }: Wanted): AsyncGenerator<Line[]> {
  if (files.length === 0) return;
  const sql = `SELECT CONCAT_WS('\\t', matched_by, IF(kind = 'payment', 1, -1) * CAST(amount_in_fen AS SIGNED)) FROM statement_lines
    WHERE file IN (${files.map(() => '?').join(',')}) AND kind <> 'refund'${payCode === undefined ? '' : ' AND matched_by = ?'} ORDER BY matched_by`;
  for await (const rows of textRows(databaseUrl, sql, [...files.map(({ id }) => id), ...(payCode === undefined ? [] : [payCode])])) {
    yield rows.map((row) => { const [key = '', fen = '0'] = row.split('\t'); return { key, fen: Number(fen) }; });
  }
}
