/**
 * A bill 缴款单 as fees keeps it: what is owed, under which pay code, and what its bank has paid and taken back.
 * Money is integer fen; the bank's work date is kept beside our own time, never derived from it.
 */
import { z } from 'zod';
import { Charge } from '../../contracts/fees/messages.ts';
import { chinaDate } from '../../infra/clock.ts';

const fen = z.number().int().positive();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const moment = z.iso.datetime({ offset: true });

/** One payment by a bank; bank and serial name it for ever. */
export const Payment = z.object({
  bank: z.string(),
  serial: z.string(),
  amountInFen: fen,
  /** The day of the bank's books (yyyy-MM-dd): cancelling and reconciling go by it, not by our clock. */
  workDate: day,
  /** The day the bank says the money came in. */
  collectedOn: day,
  /** When we committed it. */
  settledAt: moment,
});
export type Payment = z.infer<typeof Payment>;

/** What every bill has once it was issued. */
const issued = {
  billKey: z.string(),
  caseNumber: z.string(),
  payCode: z.string(),
  amountInFen: fen,
  payer: z.object({ name: z.string(), creditCode: z.string().nullable() }),
  item: z.object({ code: z.string(), name: z.string() }),
  department: z.object({ name: z.string(), code: z.string() }),
  charges: z.array(Charge),
  issuedAt: moment,
  dueBy: moment,
  /** Payments that their bank took back, in order. */
  reversals: z.array(Payment.extend({ reversedAt: moment })),
};

/** A bill that was issued; it has a payment exactly while it is paid. */
export const IssuedBill = z.discriminatedUnion('status', [
  z.object({ ...issued, status: z.literal('issued') }),
  z.object({ ...issued, status: z.literal('paid'), payment: Payment }),
  z.object({ ...issued, status: z.literal('reversed') }),
  z.object({ ...issued, status: z.literal('void'), voided: z.object({ by: z.string(), at: moment, reason: z.string() }) }),
]);
export type IssuedBill = z.infer<typeof IssuedBill>;

/** A bill, or the note that one was asked for which the published standard does not allow. */
export const Bill = z.discriminatedUnion('status', [
  ...IssuedBill.options,
  z.object({ status: z.literal('rejected'), billKey: z.string(), caseNumber: z.string(), reason: z.string() }),
]);
export type Bill = z.infer<typeof Bill>;

/** Why a bill takes no payment on a day (yyyy-MM-dd), or null when it does. */
export function refusesPayment(bill: IssuedBill, on: string): 'already-paid' | 'bill-void' | 'bill-overdue' | null {
  if (bill.status === 'paid') return 'already-paid';
  if (bill.status === 'void') return 'bill-void';
  return on > chinaDate(new Date(bill.dueBy)) ? 'bill-overdue' : null;
}

/** How a charge comes about, for whoever asks: 80.00 元 × 2 ＝ 160.00 元. */
export function explained(charge: Charge): { zh: string; en: string } {
  const [unit, sum] = [yuan(charge.unitAmountInFen), yuan(charge.amountInFen)];
  const count = String(charge.quantity);
  return { zh: `${unit} 元 × ${count} ＝ ${sum} 元`, en: `CNY ${unit} × ${count} = CNY ${sum}` };
}
const yuan = (fen: number): string => `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;
