/**
 * What a bank may ask in the zone-nontax dialect, field by field, and how its money and dates are read.
 * Promises: an ask is read wholly or refused naming the field; amounts become integer fen without ever being a float.
 */
import { z } from 'zod';
import type { RecordFields } from './document.ts';
import { read, unreadable } from './wire.ts';
import type { Reading } from './wire.ts';

/** Yuan with two decimals, as on the wire, to integer fen; null when it is not written so. */
export function fenOfYuan(yuan: string): number | null {
  // 13 digits of yuan stay inside the safe integers as fen.
  const match = /^(\d{1,13})\.(\d{2})$/.exec(yuan);
  return match ? Number(`${match[1]}${match[2]}`) : null;
}

/** Integer fen to yuan with two decimals. Throws on a negative or fractional amount: no bill has one. */
export function yuanOfFen(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError('an amount must be a whole, non-negative number of fen');
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A date the bank sent, yyyyMMdd or yyyy-MM-dd, as yyyy-MM-dd; null when it is no day of the calendar. */
export function dayOf(sent: string): string | null {
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(sent);
  if (!match) return null;
  const day = `${match[1]}-${match[3]}-${match[4]}`;
  const instant = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== day ? null : day;
}

const fen = z.string().transform((yuan, context) => {
  const amount = fenOfYuan(yuan);
  if (amount === null) context.addIssue({ code: 'custom', message: 'yuan with two decimals' });
  return amount ?? 0;
});
const day = z.string().transform((sent, context) => {
  const value = dayOf(sent);
  if (value === null) context.addIssue({ code: 'custom', message: 'yyyyMMdd' });
  return value ?? '';
});
const optionalDay = z.union([z.literal('').transform(() => null), day]).optional().default(null);
/** Absent, empty and zero all mean that the bank does not know the amount yet. */
const optionalFen = z.union([z.literal('').transform(() => 0), fen]).optional().default(0);
const optional = z.string().max(200).optional().default('');
const billNumber = z.string().regex(/^[0-9A-Za-z]{1,42}$/);

const Login = z.object({ user_code: z.string().min(1).max(64), password: z.string().max(128), new_password: optional });
const Query = z.object({ bill_no: billNumber, bill_money: optionalFen });
const Confirm = z.object({
  bill_no: billNumber,
  chr_id: optional,
  bill_money: fen,
  bank_indate: optionalDay,
  business_id: z.string().regex(/^[0-9A-Za-z_.-]{1,64}$/),
});
const Cancel = z.object({ bill_no: billNumber, chr_id: optional });
const Reconcile = z.object({ begin_date: day, end_date: day, bankmoney: fen, chr_id: optional, bill_no: optional });

/** 9905: a front-end signs on. */
export const readLogin = reader(Login);
/** 2401: what is owed under a pay code (bill_no). */
export const readQuery = reader(Query);
/** 2402: the bank has the money; `business_id` is its own serial, the same in every repetition. */
export const readConfirm = reader(Confirm);
/** 2409: the bank takes a payment of its own back on the same work date. */
export const readCancel = reader(Cancel);
/** 2425: the bank's total over a range of its work dates, both ends counted. */
export const readReconcile = reader(Reconcile);

function reader<Ask>(schema: z.ZodType<Ask>): (record: RecordFields) => Reading<Ask> {
  return (record) => {
    const ask = schema.safeParse(record);
    if (ask.success) return read(ask.data);
    const field = ask.error.issues[0]?.path.join('.') ?? '';
    return unreadable(`字段缺失或格式错误：${field}`, `A field is missing or malformed: ${field}`);
  };
}
