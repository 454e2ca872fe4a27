/**
 * What becomes of a bill, by rule and nothing else. Promises: no fee outside a standard; each move of money is a posting of the ledger; a bill
 * somebody has paid is never voided. What money does to it is decided in `settlement.ts`, how it stands with the fiscal platform in
 * `fiscal-standing.ts`, giving money back in `refund.ts`.
 */
import { z } from 'zod';
import { CollectFee } from '../../contracts/fees/messages.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { Refusal } from '../../contracts/refusals.ts';
import { accept, event, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf, Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { isIssued, isPaid, sharesOf } from './bill.ts';
import type { Bill, BillCharge, IssuedBill, UnpaidBill } from './bill.ts';
import { decideOrder, orderMessages, type OrderFacts, type OrderMessage } from './channel-order.ts';
import { decideFiscal, fiscalMessages, tellsNotice, voidsNotice, type FiscalMessage } from './fiscal-standing.ts';
import { posting } from './ledger.ts';
import { decideRefund, refundMessages, type RefundMessage } from './refund.ts';
import { bare, cancel, CancelPayment, confirm, ConfirmPayment, fiscalTeller, PlaceSurplus } from './settlement.ts';
import { assess, standardKey, Standard, Wanted } from './standard.ts';

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
  'outcome.place-surplus': takes(outcomeOf(PlaceSurplus, z.unknown()), byHandler),
  ...fiscalMessages,
  ...orderMessages,
  ...refundMessages,
};
export type BillMessage = MessagesOf<typeof accepts>;

/** What the decision must know beside the bill. */
export interface BillFacts extends Omit<OrderFacts, 'now'> {
  /** A fresh pay code, for a bill that is to be issued. */
  payCode?: string | Refusal;
  /** The standards in force today among those asked for. */
  standards?: ReadonlyMap<string, Standard>;
}

export function decide(bill: Bill | undefined, message: BillMessage, facts: BillFacts & { now: Date }): Decision<Bill> {
  if (message.type === 'commands.fees.collect-fee') return collect(bill, message.data, facts);
  if (message.type === 'http.open-bill') return open(bill, message.data, facts);
  if (!bill || !isIssued(bill)) return refuse(refusal('unknown-bill'));
  switch (message.type) {
    case 'http.confirm-payment': return confirm(bill, message.data, facts);
    case 'claim.payment-assigned': return confirm(bill, message.data, facts, { toldBy: message.data.bank === fiscalTeller ? 'fiscal' : 'bank', claimed: true, payerName: null });
    case 'outcome.place-surplus': return ignore('on the book of unidentified money');
    case 'http.cancel-payment': return cancel(bill, message.data, facts);
    case 'http.void-bill': {
      if (isPaid(bill)) return refuse(refusal('already-paid'));
      if (bill.status === 'void') return ignore('void already', { payCode: bill.payCode, state: 'void' });
      // An order that may still be paid, or a slip on its way, comes first.
      if (bill.status !== 'issued' && bill.status !== 'reversed') return refuse(refusal('payment-in-doubt'));
      const voided = { by: message.actor?.subject ?? '', at: facts.now.toISOString(), reason: message.data.reason };
      const written = posting('voided', {}, { account: 'assessed', shares: sharesOf(bill) }, { account: 'receivable', shares: sharesOf(bill) });
      const told = voidsNotice(bill);
      return accept<Bill>({ ...bare(bill), status: 'void', voided, fiscal: told.fiscal, postings: [...bill.postings, written] }, told.outputs, { payCode: bill.payCode, state: 'void' });
    }
    case 'http.request-refund': case 'http.approve-refund': case 'http.reject-refund': case 'http.send-refund': case 'http.tell-refund':
    case 'outcome.refund-order': case 'reminder.refund-unclear': return decideRefund(bill, message satisfies RefundMessage, facts);
    case 'http.confirm-fiscally': case 'http.take-receipt': case 'outcome.push-notice': case 'outcome.void-notice': case 'outcome.ask-fiscal': case 'outcome.take-receipt':
    case 'reminder.fiscal-silent': case 'reminder.receipt-in-doubt': return decideFiscal(bill, message satisfies FiscalMessage, facts);
    default: return decideOrder(bill, message satisfies OrderMessage, facts);
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
  if (sumOf(charges) === 0) return accept({ status: 'exempt', billKey, caseNumber, payer, item, department, charges, exemptedAt: facts.now.toISOString() });
  // Nobody could answer this order with anything better: it is parked, and put back when there are codes again.
  if (typeof facts.payCode === 'object') throw new Error(`${facts.payCode.zh} / ${facts.payCode.en}`);
  const { next, outputs } = issue({ billKey, caseNumber, payer, item, department, charges, dueBy, origin: 'case', projectCode: null }, facts.payCode, facts);
  return accept<Bill>(next, [event('events.fees.bill-issued', { caseNumber, billKey, payCode: next.payCode, amountInFen: next.amountInFen, dueBy }), ...outputs]);
}

function open(bill: Bill | undefined, asked: z.infer<typeof OpenBill>, facts: BillFacts & { now: Date }): Decision<Bill> {
  if (bill) return ignore('one bill per key', isIssued(bill) ? { payCode: bill.payCode } : null);
  const charges: BillCharge[] = [];
  for (const [at, wanted] of asked.charges.entries()) {
    const charge = chargeBy(facts.standards?.get(standardKey(wanted)), wanted);
    if ('reason' in charge) return refuse({ ...charge, field: `charges.${String(at)}${charge.field === undefined ? '' : `.${charge.field}`}` });
    charges.push(charge);
  }
  const [first] = charges;
  if (!first?.assessed) throw new Error('a bill at the window has charges by standards');
  if (sumOf(charges) === 0) return refuse(refusal('amount-outside-standard', { field: 'charges', detail: { zh: '各项均已免征，无需开具缴款单', en: 'everything is exempt: there is nothing to bill' } }));
  if (typeof facts.payCode === 'object') return refuse(facts.payCode);
  const { collectingUnit, code, name } = first.assessed.standard;
  const { billKey, caseNumber, projectCode, payer, dueBy } = asked;
  const { next, outputs } = issue({
    billKey, caseNumber, projectCode, payer, dueBy, charges, origin: 'window', department: collectingUnit,
    item: { code, name: charges.length === 1 ? name : `${name}等 ${String(charges.length)} 项` },
  }, facts.payCode, facts);
  return accept<Bill>(next, outputs, { payCode: next.payCode });
}

type Ordered = Pick<IssuedBill, 'billKey' | 'caseNumber' | 'origin' | 'projectCode' | 'payer' | 'item' | 'department' | 'charges' | 'dueBy'>;
function issue(ordered: Ordered, payCode: string | undefined, facts: BillFacts & { now: Date }): { next: UnpaidBill; outputs: Output[] } {
  if (payCode === undefined) throw new Error('a bill cannot be issued without a pay code');
  const bill: UnpaidBill = {
    status: 'issued', ...ordered, payCode, amountInFen: sumOf(ordered.charges), issuedAt: facts.now.toISOString(), reversals: [], refunds: [], surplus: [], orders: [], counterEntries: [], fiscal: null, postings: [],
  };
  const { fiscal, outputs } = tellsNotice(bill, facts.fiscalPlatform);
  return { outputs, next: { ...bill, fiscal, postings: [posting('issued', {}, { account: 'receivable', shares: sharesOf(bill) }, { account: 'assessed', shares: sharesOf(bill) })] } };
}

const sumOf = (charges: readonly { amountInFen: number }[]): number => charges.reduce((sum, { amountInFen }) => sum + amountInFen, 0);

/** The charges of an order from a case; a refusal for the first that is not its standard's amount, or when the sum is no money. */
function chargesOf(asked: CollectFee, facts: BillFacts): BillCharge[] | Refusal {
  const outside = (field: string): Refusal => refusal('amount-outside-standard', { field });
  const charges: BillCharge[] = [];
  for (const [at, { wanted, ...charge }] of asked.charges.entries()) {
    const amount = charge.unitAmountInFen * charge.quantity;
    if (!Number.isSafeInteger(amount) || amount !== charge.amountInFen) return outside(`charges.${String(at)}.amountInFen`);
    // Nothing is free without a standard that says so.
    if (wanted === undefined && amount === 0) return outside(`charges.${String(at)}.amountInFen`);
    if (wanted === undefined) { charges.push({ ...charge, assessed: null }); continue; }
    const counted = chargeBy(facts.standards?.get(standardKey(wanted)), wanted);
    if ('reason' in counted) return { ...counted, field: `charges.${String(at)}` };
    if (counted.amountInFen !== charge.amountInFen) return outside(`charges.${String(at)}.amountInFen`);
    charges.push(counted);
  }
  const sum = sumOf(charges);
  // What a bank's field for an amount can hold: 13 digits of yuan.
  return sum <= 999_999_999_999_999 ? charges : outside('charges');
}

/** One charge by a registered standard. */
export function chargeBy(standard: Standard | undefined, wanted: Wanted): BillCharge | Refusal {
  if (!standard) return refusal('amount-outside-standard', { field: 'standardCode', detail: { zh: '没有这项在用的收费标准', en: 'no such standard is in force' } });
  const counted = assess(standard, wanted);
  if ('reason' in counted) return counted;
  const { amountInFen, lines } = counted;
  return { name: standard.name, standard: standard.words, unitAmountInFen: amountInFen, quantity: 1, amountInFen, assessed: { standard, wanted, lines } };
}
