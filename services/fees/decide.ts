/**
 * What becomes of a bill, by rule and nothing else. Promises: only a bank's word makes it paid, at exactly its amount; one
 * payment at a time; the same serial again changes nothing; each payment and each reversal is stated once.
 */
import { z } from 'zod';
import { CollectFee } from '../../contracts/fees/messages.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { RefusalReason } from '../../contracts/refusals.ts';
import { accept, event, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf } from '../../infra/machine.ts';
import { refusesPayment } from './bill.ts';
import type { Bill, IssuedBill, Payment } from './bill.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A bank's word that it has taken money for a bill. */
export const ConfirmPayment = z.object({
  bank: z.string().min(1), serial: z.string().min(1), amountInFen: z.number().int().nonnegative(), workDate: day, collectedOn: day,
});
/** A bank's wish to take its payment back. */
export const CancelPayment = z.object({ bank: z.string().min(1), workDate: day });
/** A cashier's decision that nobody shall pay a bill any more. */
export const VoidBill = z.object({ reason: z.string().min(2) });

/** What comes over HTTP has its record named by the handler, which knows it from the pay code. */
const byHandler = (): string => '';

/** The messages of a bill. */
export const accepts = {
  'commands.fees.collect-fee': takes(CollectFee, (data) => data.billKey),
  'http.confirm-payment': takes(ConfirmPayment, byHandler),
  'http.cancel-payment': takes(CancelPayment, byHandler),
  'http.void-bill': takes(VoidBill, byHandler),
};
export type BillMessage = MessagesOf<typeof accepts>;

/** What the decision must know beside the bill. */
export interface BillFacts {
  /** A fresh pay code, for a bill that is to be issued. */
  payCode?: string;
  /** The bill that a bank's serial has paid already, if any. */
  serialPaid?: string;
  /** Whether the bill's payment has been reconciled with its bank. */
  reconciled?: boolean;
}

/** What a bank is answered, the same each time. */
interface PaymentReply { payCode: string; caseNumber: string; bank: string; serial: string; amountInFen: number }

export function decide(bill: Bill | undefined, message: BillMessage, facts: BillFacts & { now: Date }): Decision<Bill> {
  if (message.type === 'commands.fees.collect-fee') return collect(bill, message.data, facts);
  if (!bill || bill.status === 'rejected') return refuse(refusal('unknown-bill'));
  switch (message.type) {
    case 'http.confirm-payment': return confirm(bill, message.data, facts);
    case 'http.cancel-payment': return cancel(bill, message.data, facts);
    case 'http.void-bill': {
      if (bill.status === 'paid') return refuse(refusal('already-paid'));
      if (bill.status === 'void') return ignore('void already', { payCode: bill.payCode, state: 'void' });
      const voided = { by: message.actor?.subject ?? '', at: facts.now.toISOString(), reason: message.data.reason };
      return accept({ ...bill, status: 'void', voided }, [], { payCode: bill.payCode, state: 'void' });
    }
  }
}

function collect(bill: Bill | undefined, asked: CollectFee, facts: BillFacts & { now: Date }): Decision<Bill> {
  const { billKey, caseNumber } = asked;
  // The record's id is the bill key: a second case under one key would pay the first one's bill.
  if (bill && bill.caseNumber !== caseNumber) {
    const { reason, zh, en } = refusal('serial-already-used', { field: 'billKey' });
    return accept(bill, [event('events.fees.bill-refused', { caseNumber, billKey, reason, zh, en })]);
  }
  if (bill) return ignore('one bill per key');
  const broken = brokenCharge(asked);
  if (broken) {
    const { reason, zh, en } = refusal('amount-outside-standard', { field: broken });
    return accept({ status: 'rejected', billKey, caseNumber, reason }, [event('events.fees.bill-refused', { caseNumber, billKey, reason, zh, en })]);
  }
  if (facts.payCode === undefined) throw new Error('a bill cannot be issued without a pay code');
  const { payer, item, department, charges, dueBy } = asked;
  const amountInFen = charges.reduce((sum, charge) => sum + charge.amountInFen, 0);
  const next: Bill = {
    status: 'issued', billKey, caseNumber, payCode: facts.payCode, amountInFen, payer, item, department, charges,
    issuedAt: facts.now.toISOString(), dueBy, reversals: [],
  };
  return accept(next, [event('events.fees.bill-issued', { caseNumber, billKey, payCode: facts.payCode, amountInFen, dueBy })]);
}

/** The first charge that is not its standard's amount times its quantity, as a path; null when all are and the sum is money. */
function brokenCharge(asked: CollectFee): string | null {
  let sum = 0;
  for (const [at, charge] of asked.charges.entries()) {
    const amount = charge.unitAmountInFen * charge.quantity;
    if (!Number.isSafeInteger(amount) || amount !== charge.amountInFen) return `charges.${at}.amountInFen`;
    sum += amount;
  }
  // What a bank's field for an amount can hold: 13 digits of yuan.
  return sum > 0 && sum <= 999_999_999_999_999 ? null : 'charges';
}

function confirm(bill: IssuedBill, told: z.infer<typeof ConfirmPayment>, facts: BillFacts & { now: Date }): Decision<Bill> {
  const { bank, serial, amountInFen, workDate, collectedOn } = told;
  if (bill.status === 'paid' && isSame(bill.payment, told)) {
    return bill.payment.amountInFen === amountInFen ? ignore('the same payment again', paidReply(bill, bill.payment)) : no('amount-differs');
  }
  // A payment that was taken back is over: saying yes to a late repetition would let bank and hub disagree about it.
  if (bill.reversals.some((payment) => isSame(payment, told)) || (facts.serialPaid !== undefined && facts.serialPaid !== bill.billKey)) return no('serial-already-used');
  // By the bank's date, so that a payment taken in time and told late, after an outage of ours, still counts.
  const not = refusesPayment(bill, collectedOn);
  if (not) return no(not);
  if (amountInFen !== bill.amountInFen) return no('amount-differs');
  const payment: Payment = { bank, serial, amountInFen, workDate, collectedOn, settledAt: facts.now.toISOString() };
  const { caseNumber, billKey, payCode } = bill;
  return accept(
    { ...bill, status: 'paid', payment },
    [event('events.fees.payment-settled', { caseNumber, billKey, payCode, amountInFen, paidAt: payment.settledAt, bankSerial: serial })],
    paidReply(bill, payment),
  );
}

function cancel(bill: IssuedBill, asked: z.infer<typeof CancelPayment>, facts: BillFacts & { now: Date }): Decision<Bill> {
  const { bank, workDate } = asked;
  const last = bill.reversals.at(-1);
  if (bill.status === 'reversed' && last && last.bank === bank && last.workDate === workDate) return ignore('reversed already', reversedReply(bill, last));
  if (bill.status !== 'paid' || bill.payment.bank !== bank) return no('payment-unknown');
  if (bill.payment.workDate !== workDate) {
    return refuse(refusal('wrong-state', { field: 'workDate', detail: { zh: '冲正只限缴款当日（银行工作日），此后请走退付流程', en: 'a reversal is only for the work date of the payment; ask for a refund' } }));
  }
  if (facts.reconciled) return no('already-reconciled');
  const { payment, status: _paid, ...rest } = bill;
  const reversal = { ...payment, reversedAt: facts.now.toISOString() };
  const { caseNumber, billKey, payCode } = bill;
  return accept(
    { ...rest, status: 'reversed', reversals: [...bill.reversals, reversal] },
    [event('events.fees.payment-reversed', { caseNumber, billKey, payCode, amountInFen: payment.amountInFen, reversedAt: reversal.reversedAt, bankSerial: payment.serial })],
    reversedReply(bill, reversal),
  );
}

const no = (reason: RefusalReason): Decision<never> => refuse(refusal(reason));

function isSame(payment: Payment, told: { bank: string; serial: string }): boolean {
  return payment.bank === told.bank && payment.serial === told.serial;
}

function paidReply({ payCode, caseNumber }: IssuedBill, { bank, serial, amountInFen, settledAt }: Payment): PaymentReply & { settledAt: string } {
  return { payCode, caseNumber, bank, serial, amountInFen, settledAt };
}

function reversedReply({ payCode, caseNumber }: IssuedBill, { bank, serial, amountInFen, reversedAt }: Payment & { reversedAt: string }): PaymentReply & { reversedAt: string } {
  return { payCode, caseNumber, bank, serial, amountInFen, reversedAt };
}
