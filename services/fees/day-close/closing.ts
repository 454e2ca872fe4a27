/**
 * Closing a day of one source, and of the fiscal record beside it where there is one. Promises: what is closed is what was compared, with those bills locked; a day with a line that waits or is not
 * settled by two people does not close; a payment of a closed day cannot be cancelled any more. A file that comes later opens nothing by
 * itself: the day then shows what differs, and is closed anew.
 */
import { z } from 'zod';
import { refusal, type Refusal } from '../../../contracts/refusals.ts';
import { isDuplicate, isTransient, type Database, type Transaction } from '../../../infra/database.ts';
import { compare, type Comparison } from './compare.ts';
import { fiscalSource } from './statement-files.ts';

const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
const Row = z.object({ source: z.string(), day: z.string(), number, basis: z.string(), our_count: number, our_fen: number, their_count: number, their_fen: number, fiscal_count: number.nullable(), fiscal_fen: number.nullable(), differences: number, closed_by: z.string(), closed_at: z.coerce.date() });
export type Closing = z.infer<typeof Row>;

/** All closings between two days, the latest of a day last. */
export async function closingsOf(database: Database, from: string, to: string, source?: string): Promise<Closing[]> {
  const query = database('day_closings').whereBetween('day', [from, to]).orderBy(['day', 'source', 'number']);
  if (source !== undefined) void query.where({ source });
  return z.array(Row).parse(await query);
}

/** The ledger of the day grew while it was being closed. */
class Moved extends Error { override name = 'Moved'; }

export interface Wish { source: string; day: string; basis: string; by: string; threeWay: boolean }

/** Closes, or says why not. `now` is the moment of closing. */
export async function close(database: Database, databaseUrl: string, { source, day, basis, by, threeWay }: Wish, now: Date): Promise<Comparison | Refusal> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await moves(database, source, day);
    const found = await compare(database, databaseUrl, { source, day, now, limit: 1, threeWay });
    if (!found.hasStatement) return refusal('statement-missing');
    if (found.threeWay && !found.hasRecord) return refusal('record-missing');
    if (found.basis !== basis) return refusal('day-changed', { field: 'basis' });
    if (found.waiting > 0) return refusal('lines-waiting', { detail: { zh: `${String(found.waiting)} 笔单边待次日文件`, en: `${String(found.waiting)} one-sided lines wait for the next day` } });
    if (found.open > 0) return refusal('lines-open', { detail: { zh: `${String(found.open)} 笔未处理完`, en: `${String(found.open)} lines are not settled` } });
    try {
      const closed = await database.transaction(async (transaction) => {
        // A payment or a cancellation of this day is either in what was compared, or waits here and finds the day closed.
        if (source !== fiscalSource) await transaction.raw('SELECT COUNT(*) FROM bills FORCE INDEX (bank_days) WHERE paid_bank = ? AND paid_on = ? FOR UPDATE', [source, day]);
        if ((await moves(transaction, source, day)) !== before) return false;
        const last = z.object({ number, basis: z.string() }).optional().parse(await transaction('day_closings').where({ source, day }).orderBy('number', 'desc').first('number', 'basis'));
        // The same wish, asked again while its first asking was still under way elsewhere: the day is closed on what was seen, once.
        if (last?.basis === basis) return true;
        await transaction('day_closings').insert({
          source, day, number: (last?.number ?? 0) + 1, basis, our_count: found.ours.count, our_fen: found.ours.amountInFen, their_count: found.theirs.count, their_fen: found.theirs.amountInFen,
          ...(found.threeWay ? { fiscal_count: found.fiscal.count, fiscal_fen: found.fiscal.amountInFen } : {}),
          differences: found.settled, closed_by: by, closed_at: now,
        });
        if (source !== fiscalSource) {
          await transaction.raw(`INSERT INTO reconciled_payments (bank, serial, bill_key, reconciliation) SELECT b.paid_bank, b.paid_serial, b.id, ? FROM bills b
            LEFT JOIN reconciled_payments r ON r.bank = b.paid_bank AND r.serial = b.paid_serial WHERE b.paid_bank = ? AND b.paid_on = ? AND r.serial IS NULL`, [`day:${day}`, source, day]);
        }
        // Once more, after the last look at the bills: a payment that came between was not compared, and nothing of this may stand.
        if ((await moves(transaction, source, day)) !== before) throw new Moved();
        return true;
      });
      if (closed) return found;
    } catch (error) { if (!(error instanceof Moved) && ((!isTransient(error) && !isDuplicate(error)) || attempt >= 5)) throw error; }
    // Something moved while it was compared: what the person has seen is no longer what stands, unless it cancels out.
    if (attempt >= 5) return refusal('day-changed', { field: 'basis' });
  }
}

/** How much of the ledger there is for a day; it only ever grows. */
async function moves(on: Database | Transaction, source: string, day: string): Promise<number> {
  const query = on('ledger_entries').where({ work_date: day });
  if (source !== fiscalSource) void query.where({ bank: source });
  return z.object({ n: number }).parse(await query.count({ n: '*' }).first()).n;
}

const Sum = z.object({ source: z.string(), day: z.string(), count: number, fen: number });
/** What the ledger holds of each bank and day, from its index alone. A payment and its reversal cancel each other. */
export async function ourDays(database: Database, from: string, to: string): Promise<z.infer<typeof Sum>[]> {
  const rows = await database.raw<[unknown]>(`SELECT bank AS source, work_date AS day, COUNT(*) AS count, SUM(fen) AS fen FROM (
    SELECT bank, work_date, serial, SUM(CAST(debit_in_fen AS SIGNED) - CAST(credit_in_fen AS SIGNED)) AS fen FROM ledger_entries
    WHERE work_date BETWEEN ? AND ? AND bank IS NOT NULL AND account IN ('bank', 'fiscal') AND occasion IN ('paid', 'found', 'reversed', 'refunded', 'returned') GROUP BY work_date, bank, serial HAVING fen <> 0) AS m
    GROUP BY work_date, bank ORDER BY work_date, bank`, [from, to]);
  return z.array(Sum).parse(rows[0]);
}
