/**
 * What becomes of a bill, by rule and nothing else. Promises: only a bank's word makes it paid, at exactly what is owed that day; one
 * payment at a time; the same serial again changes nothing; no fee outside a standard; each move of money is a posting of the ledger.
 * Giving money back is decided in `refund.ts`.
 */
import { z } from 'zod';
import { CollectFee } from '../../contracts/fees/messages.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { Refusal, RefusalReason } from '../../contracts/refusals.ts';
import { accept, event, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf } from '../../infra/machine.ts';
import { belonging, ofCase, owedOn, refusesPayment, sharesOf } from './bill.ts';
import type { Bill, BillCharge, IssuedBill, Payment } from './bill.ts';
import { posting, type Posting, type Share } from './ledger.ts';
import { decideRefund, refundMessages, type RefundMessage } from './refund.ts';
import { assess, Standard, Wanted } from './standard.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A bank's word that it has taken money for a bill. */
export const ConfirmPayment = z.object({
  bank: z.string().min(1), serial: z.string().min(1), amountInFen: z.number().int().nonnegative(), workDate: day, collectedOn: day,
});
/** A bank's wish to take its payment back. */
export const CancelPayment = z.object({ bank: z.string().min(1), workDate: day, serial: z.string().optional() });
/** A cashier's decision that nobody shall pay a bill any more. */
export const VoidBill = z.object({ reason: z.string().min(2) });
/** A bill made at the window: several charges of one case or project on one sheet (一票制), each by its standard. */
export const OpenBill = z.object({
  billKey: z.string().min(1).max(64), caseNumber: z.string().max(50), projectCode: z.string().min(1).max(24).nullable(),
  payer: z.object({ name: z.string().min(1), creditCode: z.string().nullable() }), charges: z.array(Wanted).min(1).max(100), dueBy: z.iso.datetime({ offset: true }),
});
/** Money nobody could place, given to this bill by two people. */
export const AssignPayment = ConfirmPayment.extend({ payCode: z.string() });

/** What comes over HTTP has its record named by the handler, which knows it from the pay code. */
const byHandler = (): string => '';

/** The messages of a bill. */
export const accepts = {
  'commands.fees.collect-fee': takes(CollectFee, (data) => data.billKey),
  'http.open-bill': takes(OpenBill, (data) => data.billKey),
  'http.confirm-payment': takes(ConfirmPayment, byHandler),
  'http.cancel-payment': takes(CancelPayment, byHandler),
  'http.void-bill': takes(VoidBill, byHandler),
  'claim.payment-assigned': takes(AssignPayment, byHandler),
  ...refundMessages,
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
  /** The standards in force today among those asked for. */
  standards?: ReadonlyMap<string, Standard>;
}

/** What a bank is answered, the same each time. */
interface PaymentReply { payCode: string; caseNumber: string; bank: string; serial: string; amountInFen: number }

export function decide(bill: Bill | undefined, message: BillMessage, facts: BillFacts & { now: Date }): Decision<Bill> {
  if (message.type === 'commands.fees.collect-fee') return collect(bill, message.data, facts);
  if (message.type === 'http.open-bill') return open(bill, message.data, facts);
  if (!bill || bill.status === 'rejected') return refuse(refusal('unknown-bill'));
  switch (message.type) {
    case 'http.confirm-payment': return confirm(bill, message.data, facts);
    case 'claim.payment-assigned': return confirm(bill, message.data, facts, true);
    case 'http.cancel-payment': return cancel(bill, message.data, facts);
    case 'http.void-bill': {
      if (bill.status === 'paid') return refuse(refusal('already-paid'));
      if (bill.status === 'void') return ignore('void already', { payCode: bill.payCode, state: 'void' });
      const voided = { by: message.actor?.subject ?? '', at: facts.now.toISOString(), reason: message.data.reason };
      const written = posting('voided', {}, { account: 'assessed', shares: sharesOf(bill) }, { account: 'receivable', shares: sharesOf(bill) });
      return accept({ ...bill, status: 'void', voided, postings: [...bill.postings, written] }, [], { payCode: bill.payCode, state: 'void' });
    }
    default: return decideRefund(bill, message satisfies RefundMessage, facts);
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
  const charges = chargesOf(asked, facts);
  if (!Array.isArray(charges)) {
    const { reason, zh, en } = charges;
    return accept({ status: 'rejected', billKey, caseNumber, reason }, [event('events.fees.bill-refused', { caseNumber, billKey, reason, zh, en })]);
  }
  const { payer, item, department, dueBy } = asked;
  const next = issue({ billKey, caseNumber, payer, item, department, charges, dueBy, origin: 'case', projectCode: null }, facts);
  return accept(next, [event('events.fees.bill-issued', { caseNumber, billKey, payCode: next.payCode, amountInFen: next.amountInFen, dueBy })]);
}

function open(bill: Bill | undefined, asked: z.infer<typeof OpenBill>, facts: BillFacts & { now: Date }): Decision<Bill> {
  if (bill) return ignore('one bill per key', bill.status === 'rejected' ? null : { payCode: bill.payCode });
  const charges: BillCharge[] = [];
  for (const [at, wanted] of asked.charges.entries()) {
    const charge = chargeBy(facts.standards?.get(wanted.standardCode), wanted);
    if ('reason' in charge) return refuse({ ...charge, field: `charges.${String(at)}${charge.field === undefined ? '' : `.${charge.field}`}` });
    charges.push(charge);
  }
  const [first] = charges;
  if (!first?.assessed) throw new Error('a bill at the window has charges by standards');
  if (sumOf(charges) === 0) return refuse(refusal('amount-outside-standard', { field: 'charges', detail: { zh: '各项均已免征，无需开具缴款单', en: 'everything is exempt: there is nothing to bill' } }));
  const { collectingUnit, code, name } = first.assessed.standard;
  const { billKey, caseNumber, projectCode, payer, dueBy } = asked;
  const next = issue({
    billKey, caseNumber, projectCode, payer, dueBy, charges, origin: 'window', department: collectingUnit,
    item: { code, name: charges.length === 1 ? name : `${name}等 ${String(charges.length)} 项` },
  }, facts);
  return accept(next, [], { payCode: next.payCode });
}

type Ordered = Pick<IssuedBill, 'billKey' | 'caseNumber' | 'origin' | 'projectCode' | 'payer' | 'item' | 'department' | 'charges' | 'dueBy'>;
function issue(ordered: Ordered, facts: BillFacts & { now: Date }): Extract<Bill, { status: 'issued' }> {
  if (facts.payCode === undefined) throw new Error('a bill cannot be issued without a pay code');
  const bill: Extract<Bill, { status: 'issued' }> = {
    status: 'issued', ...ordered, payCode: facts.payCode, amountInFen: sumOf(ordered.charges), issuedAt: facts.now.toISOString(), reversals: [], refunds: [], postings: [],
  };
  return { ...bill, postings: [posting('issued', {}, { account: 'receivable', shares: sharesOf(bill) }, { account: 'assessed', shares: sharesOf(bill) })] };
}

const sumOf = (charges: readonly { amountInFen: number }[]): number => charges.reduce((sum, { amountInFen }) => sum + amountInFen, 0);

/** The charges of an order from a case; a refusal for the first that is not its standard's amount, or when the sum is no money. */
function chargesOf(asked: CollectFee, facts: BillFacts): BillCharge[] | Refusal {
  const outside = (field: string): Refusal => refusal('amount-outside-standard', { field });
  const charges: BillCharge[] = [];
  for (const [at, { wanted, ...charge }] of asked.charges.entries()) {
    const amount = charge.unitAmountInFen * charge.quantity;
    if (!Number.isSafeInteger(amount) || amount !== charge.amountInFen) return outside(`charges.${String(at)}.amountInFen`);
    if (wanted === undefined) { charges.push({ ...charge, assessed: null }); continue; }
    const counted = chargeBy(facts.standards?.get(wanted.standardCode), wanted);
    if ('reason' in counted) return { ...counted, field: `charges.${String(at)}` };
    if (counted.amountInFen !== charge.amountInFen) return outside(`charges.${String(at)}.amountInFen`);
    charges.push(counted);
  }
  const sum = sumOf(charges);
  // What a bank's field for an amount can hold: 13 digits of yuan.
  return sum > 0 && sum <= 999_999_999_999_999 ? charges : outside('charges');
}

/** One charge by a registered standard. */
export function chargeBy(standard: Standard | undefined, wanted: Wanted): BillCharge | Refusal {
  if (!standard) return refusal('amount-outside-standard', { field: 'standardCode', detail: { zh: '没有这项在用的收费标准', en: 'no such standard is in force' } });
  const counted = assess(standard, wanted);
  if ('reason' in counted) return counted;
  const { amountInFen, lines } = counted;
  return { name: standard.name, standard: standard.words, unitAmountInFen: amountInFen, quantity: 1, amountInFen, assessed: { standard, wanted, lines } };
}

function confirm(bill: IssuedBill, told: z.infer<typeof ConfirmPayment>, facts: BillFacts & { now: Date }, claimed = false): Decision<Bill> {
  const { bank, serial, amountInFen, workDate, collectedOn } = told;
  if (bill.status === 'paid' && isSame(bill.payment, told)) {
    return bill.payment.amountInFen === amountInFen ? ignore('the same payment again', paidReply(bill, bill.payment)) : no('amount-differs');
  }
  // A payment that was taken back is over: saying yes to a late repetition would let bank and hub disagree about it.
  if (bill.reversals.some((payment) => isSame(payment, told)) || (facts.serialPaid !== undefined && facts.serialPaid !== bill.billKey)) return no('serial-already-used');
  // By the bank's date, so that a payment taken in time and told late, after an outage of ours, still counts.
  const not = refusesPayment(bill, collectedOn);
  if (not) return no(not);
  if (amountInFen !== owedOn(bill, collectedOn).amountInFen) return no('amount-differs');
  const payment: Payment = { bank, serial, amountInFen, workDate, collectedOn, settledAt: facts.now.toISOString(), claimed };
  const { caseNumber, billKey, payCode } = bill;
  const late = lateShares(bill, payment);
  const written: Posting[] = [
    ...(late.length > 0 ? [posting('late-fee', { bank, workDate }, { account: 'receivable', shares: late }, { account: 'assessed', shares: late })] : []),
    posting('paid', { bank, workDate, serial }, { account: claimed ? 'unidentified' : 'bank', amountInFen }, { account: 'receivable', shares: [...sharesOf(bill), ...late] }),
  ];
  return accept(
    { ...bill, status: 'paid', payment, postings: [...bill.postings, ...written] },
    ofCase(bill, () => event('events.fees.payment-settled', { caseNumber, billKey, payCode, amountInFen, paidAt: payment.settledAt, bankSerial: serial })),
    paidReply(bill, payment),
  );
}

function cancel(bill: IssuedBill, asked: z.infer<typeof CancelPayment>, facts: BillFacts & { now: Date }): Decision<Bill> {
  const { bank, workDate } = asked;
  const last = bill.reversals.at(-1);
  if (bill.status === 'reversed' && last && last.bank === bank && last.workDate === workDate && (asked.serial === undefined || asked.serial === last.serial)) return ignore('reversed already', reversedReply(bill, last));
  if (bill.status !== 'paid' || bill.payment.bank !== bank || bill.payment.claimed || (asked.serial !== undefined && asked.serial !== bill.payment.serial)) return no('payment-unknown');
  if (bill.payment.workDate !== workDate) {
    return refuse(refusal('wrong-state', { field: 'workDate', detail: { zh: '冲正只限缴款当日（银行工作日），此后请走退付流程', en: 'a reversal is only for the work date of the payment; ask for a refund' } }));
  }
  if (facts.reconciled) return no('already-reconciled');
  const { payment, status: _paid, ...rest } = bill;
  const reversal = { ...payment, reversedAt: facts.now.toISOString() };
  const { caseNumber, billKey, payCode } = bill;
  const late = lateShares(bill, payment);
  const written: Posting[] = [
    posting('reversed', { bank, workDate, serial: payment.serial }, { account: 'receivable', shares: [...sharesOf(bill), ...late] }, { account: 'bank', amountInFen: payment.amountInFen }),
    // Who pays again later owes the surcharge of that day, not of this one.
    ...(late.length > 0 ? [posting('late-fee', { bank, workDate }, { account: 'assessed', shares: late }, { account: 'receivable', shares: late })] : []),
  ];
  return accept(
    { ...rest, status: 'reversed', reversals: [...bill.reversals, reversal], postings: [...bill.postings, ...written] },
    ofCase(bill, () => event('events.fees.payment-reversed', { caseNumber, billKey, payCode, amountInFen: payment.amountInFen, reversedAt: reversal.reversedAt, bankSerial: payment.serial })),
    reversedReply(bill, reversal),
  );
}

/** What of a payment was surcharge, by the charge it belongs to. */
function lateShares(bill: IssuedBill, { collectedOn }: Payment): Share[] {
  return owedOn(bill, collectedOn).lateFees.flatMap(({ charge, line }) => {
    const of = bill.charges[charge];
    return of ? [{ ...belonging(bill, of), amountInFen: line.amountInFen }] : [];
  });
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
