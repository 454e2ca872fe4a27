/**
 * One day of one source, compared line by line, from the ledger and the files themselves each time it is asked: nothing that was found is
 * kept as truth. Both sides come as streams in the order of their keys, so that a million lines take no more memory than a thousand.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { textRows } from '../../../infra/bulk-load.ts';
import type { Database } from '../../../infra/database.ts';
import { judge, keysOf, verdicts, type Judged, type Ours, type Theirs, type Verdict } from './judge.ts';
import { filesOf, fiscalSource, inForce, type FileRow } from './statement-files.ts';

/** `waiting` 等待次日 (one-sided, and the next day has not been heard of) · `open` 待处理 · the rest as the task stands. */
export type Standing = 'waiting' | 'open' | 'taken' | 'resolved' | 'applying' | 'settled';
/** A line that differs. `id` is made of all that was found: when anything of it changes, it is another difference. */
export interface Difference extends Judged { id: string; standing: Standing }

export interface Totals { count: number; amountInFen: number }
export interface Comparison {
  hasStatement: boolean; ours: Totals; theirs: Totals; counts: Record<Verdict, number>;
  differences: Difference[]; next: string | null;
  waiting: number; open: number; settled: number;
  /** Digest of all this rests on and came to: whoever signs says which one he has seen. */
  basis: string;
}
export interface Wanted { source: string; day: string; now: Date; /** Of one key alone. */ key?: string; limit?: number; after?: string | undefined }

const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
const ourOccasions = "('paid', 'found', 'reversed', 'refunded', 'returned')";
const dayMs = 86_400_000;
/** The day so many days later. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** Compares a day. Reads both sides to their end; only differing lines are held, a page of them. */
export async function compare(database: Database, databaseUrl: string, wanted: Wanted): Promise<Comparison> {
  const { source, day, now, limit = 50, after } = wanted;
  const files = inForce(await filesOf(database, source, day));
  const bySerial = source !== fiscalSource && files.every((file) => file.has_serials);
  const neighbours = { before: inForce(await filesOf(database, source, dayAfter(day, -1))), after: inForce(await filesOf(database, source, dayAfter(day, 1))) };
  // Over midnight a payment may stand on the next day's file; when that one never comes, a day and a half more is enough.
  const waits = neighbours.after.length === 0 && now.getTime() < Date.parse(`${dayAfter(day, 3)}T00:00:00+08:00`);
  const found: Comparison = {
    hasStatement: files.length > 0, ours: { count: 0, amountInFen: 0 }, theirs: { count: 0, amountInFen: 0 }, counts: { matched: 0, 'theirs-only': 0, 'ours-only': 0, amount: 0, state: 0, duplicate: 0, date: 0, 'pay-code': 0 },
    differences: [], next: null, waiting: 0, open: 0, settled: 0, basis: '',
  };
  const basis = createHash('sha256');
  for (const file of files) basis.update(`${String(file.id)}\n`);
  let batch: Judged[] = [];
  const context = { database, source, day, bySerial, neighbours };
  const sort = async (): Promise<void> => {
    const looked = await explained(context, batch);
    batch = [];
    const ids = looked.map((one) => idOf(source, day, one));
    const states = await standings(database, ids);
    looked.forEach((one, at) => {
      found.counts[one.verdict] += 1;
      if (one.verdict === 'matched') return;
      const id = ids[at] ?? '';
      const oneSided = one.verdict === 'theirs-only' || one.verdict === 'ours-only';
      const standing: Standing = states.get(id) ?? (oneSided && waits ? 'waiting' : 'open');
      if (standing === 'waiting') found.waiting += 1; else if (standing === 'settled') found.settled += 1; else found.open += 1;
      basis.update(`${id}:${standing}\n`);
      if (after !== undefined && one.key <= after) return;
      if (found.differences.length < limit) found.differences.push({ ...one, id, standing });
      else found.next ??= found.differences.at(-1)?.key ?? null;
    });
  };
  for await (const { key, ours, theirs } of keysOf(ourMoves(databaseUrl, wanted, bySerial), theirLines(databaseUrl, files, wanted))) {
    const judged = judge(key, ours, theirs);
    if (judged.oursInFen) { found.ours.count += 1; found.ours.amountInFen += judged.oursInFen; }
    if (judged.theirsInFen) { found.theirs.count += 1; found.theirs.amountInFen += judged.theirsInFen; }
    if (judged.verdict === 'matched') { found.counts.matched += 1; continue; }
    batch.push(judged);
    if (batch.length >= 500) await sort();
  }
  await sort();
  found.basis = basis.update(JSON.stringify([found.ours, found.theirs, found.counts])).digest('hex');
  return found;
}

/** What the ledger says a bank holds of its day, or, for the fiscal record, what was paid of each bill on it. */
async function* ourMoves(databaseUrl: string, { source, day, key }: Wanted, bySerial: boolean): AsyncGenerator<Ours[]> {
  // What has no serial, or no pay code, lies under the empty key.
  const name = source !== fiscalSource && bySerial ? 'serial' : 'pay_code';
  const one = key === undefined ? '' : key === '' ? ` AND (${name} = ? OR ${name} IS NULL)` : ` AND ${name} = ?`;
  const [sql, bindings] = source === fiscalSource
    ? [`SELECT CONCAT_WS('\\t', pay_code, pay_code, CAST(credit_in_fen AS SIGNED) - CAST(debit_in_fen AS SIGNED)) FROM ledger_entries WHERE work_date = ? AND account = 'receivable' AND occasion IN ('paid', 'reversed') AND pay_code IS NOT NULL${one} ORDER BY pay_code`, [day]]
    : [`SELECT CONCAT_WS('\\t', COALESCE(${bySerial ? 'serial' : 'pay_code'}, ''), COALESCE(pay_code, ''), CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED)) FROM ledger_entries FORCE INDEX (by_bank_day)
        WHERE work_date = ? AND bank = ? AND account IN ('bank', 'fiscal') AND occasion IN ${ourOccasions}${one} ORDER BY ${bySerial ? 'serial' : 'pay_code'}`, [day, source]];
  for await (const rows of textRows(databaseUrl, sql, key === undefined ? bindings : [...bindings, key])) {
    yield rows.map((row) => { const [at = '', payCode = '', fen = '0'] = row.split('\t'); return { key: at, payCode, amountInFen: Number(fen) }; });
  }
}

/** The lines of the files in force. Of the fiscal record only what came in: refunds are settled between bank and payer. */
async function* theirLines(databaseUrl: string, files: readonly FileRow[], { source, key }: Wanted): AsyncGenerator<Theirs[]> {
  if (files.length === 0) return;
  const mixed = source !== fiscalSource && files.some((file) => !file.has_serials);
  const by = mixed ? 'pay_code' : 'matched_by';
  const bindings = [...files.map(({ id }) => id), ...(key === undefined ? [] : [key])];
  const sql = `SELECT CONCAT_WS('\\t', ${by}, pay_code, IF(kind = 'payment', 1, -1) * CAST(amount_in_fen AS SIGNED), kind, revenue_item, line, file) FROM statement_lines
    WHERE file IN (${files.map(() => '?').join(',')})${source === fiscalSource ? " AND kind <> 'refund'" : ''}${key === undefined ? '' : ` AND ${by} = ?`} ORDER BY ${by}`;
  for await (const rows of textRows(databaseUrl, sql, bindings)) {
    yield rows.map((row) => {
      const [at = '', payCode = '', fen = '0', kind = '', revenueItem = '', line = '0', file = '0'] = row.split('\t');
      return { key: at, payCode, amountInFen: Number(fen), kind, revenueItem, line: Number(line), file: Number(file) };
    });
  }
}

interface Looking { database: Database; source: string; day: string; bySerial: boolean; neighbours: { before: FileRow[]; after: FileRow[] } }

/** Looks for the other half of one-sided lines: on the days beside, or under another serial of the same bill. */
async function explained(looking: Looking, batch: readonly Judged[]): Promise<Judged[]> {
  const alone = (verdict: Verdict): Judged[] => batch.filter((one) => one.verdict === verdict);
  const [paid, stated] = [await paidElsewhere(looking, alone('theirs-only')), await statedBeside(looking, alone('ours-only'))];
  const isFiscal = looking.source === fiscalSource;
  return batch.map((one) => {
    if (one.verdict === 'theirs-only') {
      const same = paid.find((move) => (isFiscal || (looking.bySerial ? move.serial === one.key && move.bank === looking.source : move.payCode === one.key && move.bank === looking.source)) && move.payCode === one.payCode && move.workDate !== looking.day && move.fen === one.theirsInFen);
      // The fiscal platform confirms when it comes to it: another day of its own is no difference.
      if (same) return isFiscal ? { ...one, verdict: 'matched' } : { ...one, verdict: 'date', otherDay: same.workDate };
      return !isFiscal && paid.some((move) => move.payCode === one.payCode && move.serial !== one.key) ? { ...one, verdict: 'duplicate' } : one;
    }
    if (one.verdict === 'ours-only') {
      const day = stated.get(`${one.key}\u0000${String(one.oursInFen)}`);
      if (day !== undefined) return isFiscal ? { ...one, verdict: 'matched' } : { ...one, verdict: 'date', otherDay: day };
    }
    return one;
  });
}

const Move = z.object({ payCode: z.string(), serial: z.string().nullable().transform((serial) => serial ?? ''), bank: z.string().nullable(), workDate: z.string().nullable(), fen: number });

/** What was paid, on any day, of the bills that these lines name. */
async function paidElsewhere({ database, source }: Looking, lines: readonly Judged[]): Promise<z.infer<typeof Move>[]> {
  const payCodes = lines.flatMap(({ payCode }) => (payCode === '' ? [] : [payCode]));
  if (payCodes.length === 0) return [];
  const [accounts, sign] = source === fiscalSource ? ["('receivable')", -1] : ["('bank', 'fiscal')", 1];
  const rows: unknown = await database('ledger_entries').whereIn('pay_code', payCodes).whereRaw(`account IN ${accounts} AND occasion IN ${ourOccasions}`).groupBy('pay_code', 'serial', 'bank', 'work_date')
    .havingRaw('fen <> 0').select({ payCode: 'pay_code', serial: 'serial', bank: 'bank', workDate: 'work_date' }, database.raw(`? * SUM(CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED)) AS fen`, [sign]));
  return z.array(Move).parse(rows);
}

/** On which day beside this one a statement has these keys, by key and amount. */
async function statedBeside({ database, day, bySerial, neighbours }: Looking, lines: readonly Judged[]): Promise<Map<string, string>> {
  const files = [...neighbours.before, ...neighbours.after].filter((file) => file.has_serials === bySerial);
  if (files.length === 0 || lines.length === 0) return new Map();
  const rows = z.array(z.object({ key: z.string(), file: number, fen: number })).parse(await database('statement_lines').whereIn('file', files.map(({ id }) => id)).whereIn('matched_by', lines.map(({ key }) => key))
    .groupBy('matched_by', 'file').select({ key: 'matched_by', file: 'file' }, database.raw("SUM(IF(kind = 'payment', 1, -1) * CAST(amount_in_fen AS SIGNED)) AS fen")));
  return new Map(rows.map(({ key, file, fen }) => [`${key}\u0000${String(fen)}`, files.find(({ id }) => id === file)?.day ?? day]));
}

/** A date difference is one thing on two days: it bears one id on both, so that two signatures are enough. */
function idOf(source: string, day: string, { verdict, key, payCode, oursInFen, theirsInFen, otherDay, lines }: Judged): string {
  const days = [day, ...(otherDay === null ? [] : [otherDay])].sort();
  const facts = verdict === 'date' ? [source, days, verdict, key, oursInFen ?? theirsInFen] : [source, days, verdict, key, payCode, oursInFen, theirsInFen, verdict === 'duplicate' ? lines.length : 0];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 24);
}

async function standings(database: Database, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const rows = z.array(z.object({ id: z.string(), status: z.enum(['taken', 'resolved', 'applying', 'settled']) })).parse(await database('difference_tasks').whereIn('id', ids).select('id', 'status'));
  return new Map(rows.map(({ id, status }) => [id, status]));
}

export { verdicts };
