/**
 * What money does to a bill: a bank's word, the fiscal platform's word, and a bank taking its payment back. Promises: one payment at a
 * time, at exactly what is owed that day; the same money told twice, by one party or by both, is counted once; money the bill cannot
 * take is never dropped: it goes onto the book of unidentified money in the same decision that refuses it.
 */
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import type { RefusalReason } from '../../contracts/refusals.ts';
import { daysAfter, daysBetween } from '../../infra/civil-days.ts';
import { accept, call, event, ignore, refuse, reminder } from '../../infra/machine.ts';
import type { Decision, Output } from '../../infra/machine.ts';
import { belonging, bookName, confirmationOf, isPaid, ofCase, owedOn, refundable, refusesPayment, sharesOf, takingBack, whereMoneyLies } from './bill.ts';
import type { Bill, ChannelOrder, Confirmation, IssuedBill, PaidBill, Payment, Surplus, UnpaidBill } from './bill.ts';
import { posting, type Posting, type Share } from './ledger.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A bank's word that it has taken money for a bill. */
export const ConfirmPayment = z.object({
  bank: z.string().min(1), serial: z.string().min(1), amountInFen: z.number().int().nonnegative(), workDate: day, collectedOn: day,
});
/** A bank's wish to take its payment back. */
export const CancelPayment = z.object({ bank: z.string().min(1), workDate: day, serial: z.string().optional() });
/** The fiscal platform's word that the money has arrived 到账确认. */
export const ConfirmFiscally = z.object({
  serial: z.string().min(1), amountInFen: z.number().int().positive(), confirmedOn: day, confirmedAt: z.string(), payMode: z.string(), payerName: z.string().nullable().default(null),
});
/** Money for the book of unidentified money. */
export const PlaceSurplus = z.object({ bank: z.string(), serial: z.string(), amountInFen: z.number().int().positive(), workDate: day, collectedOn: day, payCode: z.string(), why: z.string() });

/** The name under which the fiscal platform tells of money no bank has told of: paid by the platform's own page. */
export const fiscalTeller = 'FISCAL';
/** How long a paid bill waits for the platform's word before it is asked: it tells within minutes when all is well. */
const fiscalSilenceMs = 30 * 60_000;

/** What the rules of money need to know. */
export interface SettlementFacts {
  /** The bill that a bank's serial has paid already, if any. */
  serialPaid?: string;
  /** Whether this money lies, or lay, on the book of unidentified money under its bank's serial. */
  unidentified?: boolean;
  /** Whether the bill's payment has been reconciled with its bank. */
  reconciled?: boolean;
  /** Whether a fiscal platform is connected. */
  fiscalPlatform?: boolean;
  now: Date;
}

export const no = (reason: RefusalReason): Decision<never> => refuse(refusal(reason));

type Told = z.infer<typeof ConfirmPayment>;
/** `keeps`: who told has the money already and hears no answer, so that a no would leave it on no book at all. */
interface Source { toldBy: Payment['toldBy']; claimed: boolean; payerName: string | null; keeps?: boolean }
export const fromBank: Source = { toldBy: 'bank', claimed: false, payerName: null };

/** What every issued bill has, without its state and what belongs to that. */
export function bare(bill: IssuedBill): Omit<UnpaidBill, 'status'> {
  const { status: _status, ...rest } = bill;
  const { payment: _payment, confirmation: _confirmation, receipt: _receipt, voided: _voided, ...bare } = { payment: null, confirmation: null, receipt: null, voided: null, ...rest };
  return bare;
}

/** A bank tells of money it has taken. */
export function confirm(bill: IssuedBill, told: Told, facts: SettlementFacts, source: Source = fromBank): Decision<Bill> {
  if (isPaid(bill) && isSame(bill.payment, told)) {
    return bill.payment.amountInFen === told.amountInFen ? ignore('the same payment again', paidReply(bill, bill.payment)) : no('amount-differs');
  }
  if (isPaid(bill) && bill.payment.bank === told.bank && bill.payment.bookedAs === told.serial && bill.payment.amountInFen === told.amountInFen) return ignore('the same payment again', paidReply(bill, bill.payment));
  const known = surplusOf(bill, told);
  // Two people may give it to this very bill after all, when what had paid it went back: then it is taken, or refused with the reason.
  if (known && !source.claimed) return ignore('on the book of unidentified money', { refused: known.why });
  // A payment that was taken back is over: saying yes to a late repetition would let bank and hub disagree about it.
  if (bill.reversals.some((payment) => isSame(payment, told) || (payment.bank === told.bank && payment.bookedAs === told.serial)) || (facts.serialPaid !== undefined && facts.serialPaid !== bill.billKey)) return no('serial-already-used');
  // Two people booked it from a line of the bank's file that bore no serial, before the bank told of it: the same money, from now on under the bank's own name.
  if (isPaid(bill) && isOfLine(bill) && !source.claimed && !facts.unidentified && bill.payment.bank === told.bank && isAlike(bill.payment, told) && !isLineName(told, bill)) {
    const payment: Payment = { ...bill.payment, serial: told.serial, bookedAs: bill.payment.serial };
    return accept<Bill>({ ...bill, payment }, [], paidReply(bill, payment));
  }
  // The platform was faster than the bank, or a cashier entered its slip: the same money under the bank's own name.
  if (isPaid(bill) && (bill.payment.toldBy === 'fiscal' || (bill.payment.toldBy === 'counter' && bill.payment.bank === told.bank)) && !bill.payment.claimed && !source.claimed && isAlike(bill.payment, told)) return takenOver(bill, told, source);
  // By the bank's date, so that a payment taken in time and told late, after an outage of ours, still counts.
  const not = refusesPayment(bill, told.collectedOn);
  if (not) return source.claimed || told.amountInFen === 0 ? no(not) : spare(bill, told, not, facts);
  if (told.amountInFen !== owedOn(bill, told.collectedOn).amountInFen) return source.keeps && told.amountInFen > 0 ? spare(bill, told, 'amount-differs', facts) : no('amount-differs');
  // Two people have put it there, or its bank has had it back: from there it comes to a bill by two people only, or it would count twice.
  if (facts.unidentified && !source.claimed) return no('serial-already-used');
  const payment: Payment = { ...pick(told), settledAt: facts.now.toISOString(), toldBy: source.toldBy, claimed: source.claimed, payerName: source.payerName, bookedAs: null };
  const settled = settle(bill, payment, source.claimed ? 'unidentified' : 'bank');
  // What the platform itself found lies in the fiscal account already.
  const arrived = source.claimed && payment.bank === fiscalTeller ? { serial: payment.serial, confirmedOn: payment.collectedOn, confirmedAt: '', payMode: '', payerName: null, at: payment.settledAt } : null;
  const waits: Output[] = facts.fiscalPlatform && !arrived ? [reminder('fiscal-silent', new Date(facts.now.getTime() + fiscalSilenceMs))] : [];
  const next = { ...bare(bill), ...settled.change, payment };
  const asked = arrived ? asksReceipt({ ...next, status: 'confirmed', confirmation: arrived }, facts) : { next: { ...next, status: 'paid' as const }, outputs: waits };
  return accept<Bill>(asked.next, [...settled.outputs, ...asked.outputs], paidReply(bill, payment));
}

/** The fiscal platform tells that money has arrived. */
export function confirmFiscally(bill: IssuedBill, told: z.infer<typeof ConfirmFiscally>, facts: SettlementFacts): Decision<Bill> {
  const { serial, amountInFen, confirmedOn, confirmedAt, payMode, payerName } = told;
  const money: Told = { bank: fiscalTeller, serial, amountInFen, workDate: confirmedOn, collectedOn: confirmedOn };
  const confirmation: Confirmation = { serial, confirmedOn, confirmedAt, payMode, payerName, at: facts.now.toISOString() };
  const known = surplusOf(bill, money);
  if (known) return ignore('on the book of unidentified money', { refused: known.why });
  // Told again of what has gone back since: no new money.
  if (bill.reversals.some(({ confirmedAs }) => confirmedAs === serial)) return ignore('it has gone back since', confirmedReply(bill, confirmation));
  const before = confirmationOf(bill);
  if (before?.serial === serial) return isPaid(bill) && bill.payment.amountInFen === amountInFen ? ignore('confirmed already', confirmedReply(bill, before)) : no('amount-differs');
  if (before) return spare(bill, money, 'already-paid', facts);
  if (isPaid(bill)) {
    const { payment } = bill;
    const isNamed = payment.serial === serial;
    // A second payment whose bank has told of it, confirmed before the first.
    if (!isNamed && bill.surplus.some((one) => one.serial === serial && one.alsoTold === null)) return spare(bill, money, 'already-paid', facts);
    if (payment.amountInFen !== amountInFen) return no('amount-differs');
    // Believed only when nothing speaks against it: another payer's money is another payment.
    if (!isNamed && payment.payerName !== null && payerName !== null && payment.payerName !== payerName) return spare(bill, money, 'already-paid', facts);
    if (daysBetween(payment.collectedOn, confirmedOn) < -1) return refuse(refusal('wrong-state', { field: 'confirmedOn', detail: { zh: '到账日期早于缴款日期', en: 'confirmed before it was paid' } }));
    return arrive(bill, confirmation, [], [], facts);
  }
  if (facts.serialPaid !== undefined && facts.serialPaid !== bill.billKey) return no('serial-already-used');
  // What was collected on the last day may arrive under the date of the next: on the book of unidentified money it would stand beside the bank's own word of it.
  const collectedOn = [confirmedOn, daysAfter(confirmedOn, -1)].find((on) => refusesPayment(bill, on) === null && owedOn(bill, on).amountInFen === amountInFen) ?? confirmedOn;
  const not = refusesPayment(bill, collectedOn);
  if (not) return spare(bill, money, not, facts);
  if (amountInFen !== owedOn(bill, collectedOn).amountInFen) return spare(bill, money, 'amount-differs', facts);
  const payment: Payment = { ...money, collectedOn, settledAt: facts.now.toISOString(), toldBy: 'fiscal', claimed: false, payerName, bookedAs: null };
  const settled = settle(bill, payment, 'bank');
  return arrive({ ...bare(bill), ...settled.change, status: 'paid', payment }, confirmation, [], settled.outputs, facts);
}

/** The money is in the fiscal account; now a receipt may be asked for. */
function arrive(bill: PaidBill, confirmation: Confirmation, written: readonly Posting[], said: readonly Output[], facts: SettlementFacts): Decision<Bill> {
  const { payment } = bill;
  const isGoing = takingBack(bill) !== undefined;
  const given = bill.refunds.reduce((sum, { state, amountInFen }) => (state === 'refunded' ? sum + amountInFen : sum), 0);
  const amountInFen = payment.amountInFen - given;
  const moved = amountInFen > 0 ? [posting('confirmed', { bank: payment.bank, workDate: confirmation.confirmedOn, serial: confirmation.serial }, { account: 'fiscal', amountInFen }, { account: 'bank', amountInFen })] : [];
  const next: ConfirmedBill = { ...bare(bill), status: 'confirmed', payment, confirmation, postings: [...bill.postings, ...written, ...moved] };
  // No receipt for money that may be on its way back: it is asked for when that has come to nothing.
  const asked = isGoing ? { next, outputs: [] } : asksReceipt(next, facts);
  return accept<Bill>(asked.next, [...said, ...asked.outputs], confirmedReply(bill, confirmation));
}

type ConfirmedBill = Extract<IssuedBill, { status: 'confirmed' }>;
/** Asks for the receipt of a confirmed bill, where there is a platform that gives one. */
export function asksReceipt(bill: ConfirmedBill, { fiscalPlatform }: Pick<SettlementFacts, 'fiscalPlatform'>): { next: ConfirmedBill; outputs: Output[] } {
  if (!fiscalPlatform) return { next: bill, outputs: [] };
  const fiscal = bill.fiscal ?? { notice: 'told' as const, payUrl: null, receipt: 'none' as const, why: null };
  return { next: { ...bill, fiscal: { ...fiscal, receipt: 'asked', why: null } }, outputs: [call('take-receipt', { payCode: bill.payCode })] };
}

function settle(bill: IssuedBill, payment: Payment, from: 'bank' | 'unidentified'): { change: Pick<IssuedBill, 'postings' | 'orders' | 'counterEntries'>; outputs: Output[] } {
  const { bank, serial, amountInFen, workDate } = payment;
  const { caseNumber, billKey, payCode } = bill;
  const late = lateShares(bill, payment);
  const written: Posting[] = [
    ...(late.length > 0 ? [posting('late-fee', { bank, workDate }, { account: 'receivable', shares: late }, { account: 'assessed', shares: late })] : []),
    posting('paid', { bank, workDate, serial }, { account: from, amountInFen }, { account: 'receivable', shares: [...sharesOf(bill), ...late] }),
  ];
  // Which order it was, and whether another can still be paid, the channel is asked: two payments of one bill must not slip through.
  const open = bill.orders.filter(({ state }) => state === 'open');
  return {
    change: {
      postings: [...bill.postings, ...written], orders: bill.orders.map((one) => (one.state === 'open' ? { ...one, state: 'asking', tries: 0 } : one)),
      counterEntries: payment.toldBy === 'counter' ? bill.counterEntries : entriesSettled(bill, payment),
    },
    outputs: [...open.map((order) => orderCall('ask-order', bill, order)), ...ofCase(bill, () => event('events.fees.payment-settled', { caseNumber, billKey, payCode, amountInFen, paidAt: payment.settledAt, bankSerial: serial }))],
  };
}

/** A slip entered by hand is borne out by money of its amount at its bank; another's money is another payment. */
function entriesSettled(bill: IssuedBill, { bank, amountInFen }: Pick<Payment, 'bank' | 'amountInFen'>): IssuedBill['counterEntries'] {
  const at = bill.counterEntries.findIndex((one) => one.state === 'waiting' && one.bank === bank && one.amountInFen === amountInFen);
  return bill.counterEntries.map((one, place) => (place === at ? { ...one, state: 'confirmed' } : one));
}

/** A call about an order; the order is known by its own number, now and in every repetition. */
export const orderCall = (name: 'open-order' | 'ask-order' | 'close-order', { payCode }: Pick<IssuedBill, 'payCode'>, { number }: Pick<ChannelOrder, 'number'>): Output => call(name, { payCode, orderNumber: number });

/** The state of a bill nobody has paid or voided: what its latest order says, and whether an entered slip waits. */
export function unpaidState({ orders, counterEntries, reversals }: Pick<IssuedBill, 'orders' | 'counterEntries' | 'reversals'>): UnpaidBill['status'] {
  const states = orders.map(({ state }) => state);
  if (states.includes('unconfirmed')) return 'reversal-unconfirmed';
  if (states.includes('closing')) return 'reversing';
  if (states.includes('asking')) return 'in-doubt';
  if (states.includes('open') || states.includes('opening') || counterEntries.some(({ state }) => state === 'waiting')) return 'paying';
  return reversals.length > 0 || states.at(-1) === 'reversed' ? 'reversed' : 'issued';
}

/** A payment the platform told of first, or a cashier entered, goes over to the bank that took it; the book says so by entries of its own. */
function takenOver(bill: PaidBill, told: Told, { toldBy }: Source): Decision<Bill> {
  const { payment } = bill;
  const shares = [...sharesOf(bill), ...lateShares(bill, payment)];
  const next: Payment = { ...payment, ...pick(told), collectedOn: payment.collectedOn, toldBy };
  const written = [
    posting('paid', { bank: payment.bank, workDate: payment.workDate, serial: payment.serial }, { account: 'receivable', shares }, { account: 'bank', amountInFen: payment.amountInFen }),
    posting('paid', { bank: next.bank, workDate: next.workDate, serial: next.serial }, { account: 'bank', amountInFen: payment.amountInFen }, { account: 'receivable', shares }),
  ];
  return accept<Bill>({ ...bill, payment: next, counterEntries: entriesSettled(bill, next), postings: [...bill.postings, ...written] }, [], paidReply(bill, next));
}

/** Money the bill cannot take: refused, and in the same breath put onto the book of unidentified money. */
function spare(bill: IssuedBill, told: Told, why: Surplus['why'], { now }: SettlementFacts): Decision<Bill> {
  const other = bill.surplus.find((one) => one.alsoTold === null && (one.bank === fiscalTeller) !== (told.bank === fiscalTeller) && (one.serial === told.serial || isAlike(one, told)));
  // Bank and platform have both told of it: one money, one entry.
  if (other) {
    const surplus = bill.surplus.map((one) => (one === other ? { ...one, alsoTold: moneyName(told) } : one));
    return accept<Bill>({ ...bill, surplus }, [], { refused: other.why });
  }
  const one: Surplus = { ...pick(told), why, at: now.toISOString(), alsoTold: null };
  return accept<Bill>({ ...bill, surplus: [...bill.surplus, one] }, [call('place-surplus', { ...pick(told), payCode: bill.payCode, why })], { refused: why });
}

/** A bank takes its payment back 冲正. */
export function cancel(bill: IssuedBill, asked: z.infer<typeof CancelPayment>, facts: SettlementFacts): Decision<Bill> {
  const { bank, workDate } = asked;
  const last = bill.reversals.at(-1);
  if (!isPaid(bill) && last && last.bank === bank && last.workDate === workDate && (asked.serial === undefined || asked.serial === last.serial)) return ignore('reversed already', reversedReply(bill, last));
  if (!isPaid(bill) || bill.payment.bank !== bank || bill.payment.claimed || (asked.serial !== undefined && asked.serial !== bill.payment.serial && asked.serial !== bill.payment.bookedAs)) return no('payment-unknown');
  if (bill.payment.workDate !== workDate) {
    return refuse(refusal('wrong-state', { field: 'workDate', detail: { zh: '冲正只限缴款当日（银行工作日），此后请走退付流程', en: 'a reversal is only for the work date of the payment; ask for a refund' } }));
  }
  // The money has left the bank for the fiscal account: only a refund brings it back.
  if (bill.status !== 'paid') return refuse(refusal('wrong-state', { detail: { zh: '财政已确认到账，不能冲正，请走退付流程', en: 'the fiscal platform has confirmed it; ask for a refund' } }));
  // Money on its way back, or back already, must not go back a second time.
  if (takingBack(bill)) return no('payment-in-doubt');
  if (facts.reconciled || refundable(bill) !== bill.payment.amountInFen) return no('already-reconciled');
  return reverse(bill, facts.now);
}

/** The payment is gone, as if it had not been; the bill may be paid again. `as`: under which serial and day its bank's file will have it. */
export function reverse(bill: PaidBill, now: Date, as: { serial: string; workDate: string } = { serial: bookName(bill.payment), workDate: bill.payment.workDate }): Decision<Bill> {
  const { payment } = bill;
  const { bank } = payment;
  const { workDate, serial } = as;
  const reversal = { ...payment, reversedAt: now.toISOString(), confirmedAs: confirmationOf(bill)?.serial ?? null };
  const { caseNumber, billKey, payCode } = bill;
  const late = lateShares(bill, payment);
  const written: Posting[] = [
    posting('reversed', { bank, workDate, serial }, { account: 'receivable', shares: [...sharesOf(bill), ...late] }, { account: whereMoneyLies(bill), amountInFen: payment.amountInFen }),
    // Who pays again later owes the surcharge of that day, not of this one.
    ...(late.length > 0 ? [posting('late-fee', { bank, workDate }, { account: 'assessed', shares: late }, { account: 'receivable', shares: late })] : []),
  ];
  return accept<Bill>(
    { ...bare(bill), status: unpaidState({ ...bill, reversals: [reversal] }), reversals: [...bill.reversals, reversal], postings: [...bill.postings, ...written] },
    ofCase(bill, () => event('events.fees.payment-reversed', { caseNumber, billKey, payCode, amountInFen: payment.amountInFen, reversedAt: reversal.reversedAt, bankSerial: payment.serial })),
    reversedReply(bill, reversal),
  );
}

/** The money that bank may mean when it takes back what the bill never took. */
export function surplusToTakeBack(bill: IssuedBill, { bank, workDate, serial }: z.infer<typeof CancelPayment>): Surplus | undefined {
  return bill.surplus.findLast((one) => one.bank === bank && one.workDate === workDate && one.alsoTold === null && (serial === undefined || serial === one.serial));
}

/** What of a payment was surcharge, by the charge it belongs to. */
function lateShares(bill: IssuedBill, { collectedOn }: Payment): Share[] {
  return owedOn(bill, collectedOn).lateFees.flatMap(({ charge, line }) => {
    const of = bill.charges[charge];
    return of ? [{ ...belonging(bill, of), amountInFen: line.amountInFen }] : [];
  });
}

type Named = { bank: string; serial: string };
const moneyName = ({ bank, serial }: Named): string => `${bank}:${serial}`;
/** A name of ours for money whose file has no serials: the day of the file and the pay code. */
const isLineName = ({ serial }: { serial: string }, { payCode }: Pick<IssuedBill, 'payCode'>): boolean => /^\d{4}-\d{2}-\d{2}-/.test(serial) && serial.slice(11) === payCode;
const isOfLine = (bill: PaidBill): boolean => (bill.payment.toldBy === 'bank' || bill.payment.toldBy === 'file') && !bill.payment.claimed && bill.payment.bookedAs === null && isLineName(bill.payment, bill);
const isSame = (payment: Named, told: Named): boolean => payment.bank === told.bank && payment.serial === told.serial;
const surplusOf = (bill: IssuedBill, told: Named): Surplus | undefined => bill.surplus.find((one) => isSame(one, told) || one.alsoTold === moneyName(told));
/** Same amount, and days that may be one: bank and platform change theirs at different hours. */
const isAlike = (one: { amountInFen: number; collectedOn: string }, other: { amountInFen: number; collectedOn: string }): boolean =>
  one.amountInFen === other.amountInFen && Math.abs(daysBetween(one.collectedOn, other.collectedOn)) <= 1;
const pick = ({ bank, serial, amountInFen, workDate, collectedOn }: Told): Told => ({ bank, serial, amountInFen, workDate, collectedOn });

/** What a bank is answered, the same each time. */
interface PaymentReply { payCode: string; caseNumber: string; bank: string; serial: string; amountInFen: number }
function paidReply({ payCode, caseNumber }: IssuedBill, { bank, serial, amountInFen, settledAt }: Payment): PaymentReply & { settledAt: string } {
  return { payCode, caseNumber, bank, serial, amountInFen, settledAt };
}
function reversedReply({ payCode, caseNumber }: IssuedBill, { bank, serial, amountInFen, reversedAt }: Payment & { reversedAt: string }): PaymentReply & { reversedAt: string } {
  return { payCode, caseNumber, bank, serial, amountInFen, reversedAt };
}
function confirmedReply({ payCode, caseNumber, ...bill }: IssuedBill, { serial, at }: Confirmation): { payCode: string; caseNumber: string; serial: string; amountInFen: number; confirmedAt: string } {
  return { payCode, caseNumber, serial, amountInFen: 'payment' in bill ? bill.payment.amountInFen : bill.amountInFen, confirmedAt: at };
}
