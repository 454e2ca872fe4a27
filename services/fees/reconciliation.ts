/**
 * Comparing a bank's total with ours over a range of its work dates (总额对账), and closing what agrees.
 * Promises: what is closed was compared in the same transaction, with those bills locked; a closed payment can no longer be
 * cancelled; the same request again is answered the same.
 */
import { refusal } from '../../contracts/refusals.ts';
import type { Refusal } from '../../contracts/refusals.ts';
import { isDuplicate, isTransient } from '../../infra/database.ts';
import type { Database, Transaction } from '../../infra/database.ts';

/** Payments of one bank whose work dates lie in a range, both ends counted; reversed ones are not payments any more. */
export interface Totals {
  bank: string;
  from: string;
  to: string;
  payments: number;
  amountInFen: number;
  /** How many of them are closed. */
  reconciled: number;
}

/** A bank's own total, as it was told to us. `id` and `hash` tell a repetition from a new request. */
export interface BankTotal {
  id: string;
  hash: string;
  bank: string;
  from: string;
  to: string;
  amountInFen: number;
}

interface PaymentRow { id: string; paid_serial: string; paid_in_fen: number | string; closed: string | null }

/** Our totals as they are now. */
export async function totalsOf(database: Database, bank: string, from: string, to: string): Promise<Totals> {
  return sumOf(bank, from, to, await paymentsOf(database, bank, from, to, false));
}

/** Compares and, when both agree, closes. Runs again by itself when the database asks for it. */
export async function reconcile(database: Database, told: BankTotal, now: Date): Promise<Totals | Refusal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction((transaction) => compare(transaction, told, now));
    } catch (error) {
      // A deadlock with a payment under way, or the same request on two copies at once: the next run sees what came of it.
      if ((!isTransient(error) && !isDuplicate(error)) || attempt >= 8) throw error;
    }
  }
}

async function compare(transaction: Transaction, told: BankTotal, now: Date): Promise<Totals | Refusal> {
  const { id, hash, bank, from, to, amountInFen } = told;
  const before: { request_hash: string; payments: number; amount_in_fen: number | string } | undefined =
    await transaction('reconciliations').where({ id }).first('request_hash', 'payments', 'amount_in_fen');
  if (before) {
    if (before.request_hash !== hash) return refusal('idempotency-key-reused');
    return { bank, from, to, payments: before.payments, amountInFen: Number(before.amount_in_fen), reconciled: before.payments };
  }
  // Locked: a cancellation either came before, and is not in the sum, or comes after, and finds its payment closed.
  const rows = await paymentsOf(transaction, bank, from, to, true);
  const ours = sumOf(bank, from, to, rows);
  if (ours.amountInFen !== amountInFen) return refusal('totals-differ');
  if (ours.payments > 0 && ours.reconciled === ours.payments) return refusal('already-reconciled');
  await transaction('reconciliations').insert({ id, bank, from_day: from, to_day: to, payments: ours.payments, amount_in_fen: ours.amountInFen, request_hash: hash, at: now });
  const open = rows.filter((row) => row.closed === null);
  if (open.length > 0) {
    await transaction.batchInsert('reconciled_payments', open.map((row) => ({ bank, serial: row.paid_serial, bill_key: row.id, reconciliation: id })), 500);
  }
  return { ...ours, reconciled: ours.payments };
}

async function paymentsOf(database: Database | Transaction, bank: string, from: string, to: string, lock: boolean): Promise<PaymentRow[]> {
  const query = database('bills as b')
    .leftJoin('reconciled_payments as r', (join) => join.on('r.bank', 'b.paid_bank').andOn('r.serial', 'b.paid_serial'))
    .where('b.paid_bank', bank).whereBetween('b.paid_on', [from, to])
    .orderBy('b.id').select('b.id', 'b.paid_serial', 'b.paid_in_fen', 'r.serial as closed');
  return lock ? await query.forUpdate() : await query;
}

function sumOf(bank: string, from: string, to: string, rows: readonly PaymentRow[]): Totals {
  return {
    bank, from, to, payments: rows.length, amountInFen: rows.reduce((sum, row) => sum + Number(row.paid_in_fen), 0),
    reconciled: rows.filter((row) => row.closed !== null).length,
  };
}
