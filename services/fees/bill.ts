/**
 * A bill 缴款单 as fees keeps it: what is owed by which standard, under which pay code, what banks have paid, taken back and refunded.
 * Money is integer fen; the bank's work date is kept beside our own time, never derived from it.
 */
import { z } from 'zod';
import { daysBetween } from '../../infra/civil-days.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { Output } from '../../infra/machine.ts';
import { Posting, type Share } from './ledger.ts';
import { Line, lateFeeOf, Standard, Wanted, yuan } from './standard.ts';

const fen = z.number().int().positive();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const moment = z.iso.datetime({ offset: true });

/** One charge of a bill. `assessed` is there when a registered standard was counted; the version counted by stays with it for ever. */
export const BillCharge = z.object({
  name: z.string().min(1),
  standard: z.string().min(1),
  unitAmountInFen: z.number().int().nonnegative(),
  quantity: z.number().int().positive(),
  amountInFen: z.number().int().nonnegative(),
  assessed: z.object({ standard: Standard, wanted: Wanted, lines: z.array(Line) }).nullable().default(null),
});
export type BillCharge = z.infer<typeof BillCharge>;

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
  /** It was money nobody could place, until two people gave it to this bill. */
  claimed: z.boolean().default(false),
  /** Who said so: the bank, or the fiscal platform alone (paid by its own QR code, or the bank's word was lost). */
  toldBy: z.enum(['bank', 'fiscal', 'file', 'counter']).default('bank'),
  /** Who paid, where the channel says so. */
  payerName: z.string().nullable().default(null),
  /** What it was called when it was booked from a line without a serial, before its bank told of it; ledger and day still call it so. */
  bookedAs: z.string().nullable().default(null),
});
export type Payment = z.infer<typeof Payment>;
/** Its name on the books. */
export const bookName = ({ serial, bookedAs }: Pick<Payment, 'serial' | 'bookedAs'>): string => bookedAs ?? serial;

/** The fiscal platform's word that the money has arrived 到账确认: only then may a receipt be asked for. */
export const Confirmation = z.object({
  serial: z.string(), confirmedOn: day, confirmedAt: z.string(), payMode: z.string(), payerName: z.string().nullable(),
  /** When we committed it. */
  at: moment,
});
export type Confirmation = z.infer<typeof Confirmation>;

/** A fiscal electronic receipt 财政电子票据: the platform numbers it, and code, number and check code together prove it. */
export const Receipt = z.object({ code: z.string(), number: z.string(), checkCode: z.string(), issuedAt: moment });
export type Receipt = z.infer<typeof Receipt>;

/** Money told for this bill that it could not take; it stands on the book of unidentified money under its bank and serial. */
export const Surplus = z.object({
  bank: z.string(), serial: z.string(), amountInFen: fen, workDate: day, collectedOn: day, why: z.enum(['already-paid', 'bill-void', 'bill-overdue', 'amount-differs']), at: moment,
  /** The other party's name for the same money, once both have told of it. */
  alsoTold: z.string().nullable().default(null),
});
export type Surplus = z.infer<typeof Surplus>;

const who = z.object({ by: z.string(), at: moment });
/**
 * A paid order taken back 冲正, on the day it was paid: asked 冲正中 · unconfirmed 冲正未确认 (asked again until it is certain) · done 已冲正 ·
 * failed 未冲正 (the money stands). `number` names it at the channel, so that asking twice gives back once.
 */
export const TakenBack = z.object({ number: z.string(), state: z.enum(['asked', 'unconfirmed', 'done', 'failed']), asked: who, reason: z.string(), tries: z.number().int(), why: z.string().nullable() });
export type TakenBack = z.infer<typeof TakenBack>;

/**
 * An order at a payment channel: opening 下单中 · open 待付 · asking 查询中 (its fate is unknown) · closing 关闭中 · unconfirmed 关闭未确认 (asked
 * again until it is certain) · paid 已付 · closed 已失效 · reversed 已撤销 · refused 未开成.
 */
export const ChannelOrder = z.object({
  number: z.string(), state: z.enum(['opening', 'open', 'asking', 'closing', 'unconfirmed', 'paid', 'closed', 'reversed', 'refused']), amountInFen: fen,
  opened: who, openedOn: day, expiresAt: moment, offline: z.boolean(), channelOrder: z.string().nullable(), payUrl: z.string().nullable(),
  /** How often it was asked about, or asked to be closed. */
  tries: z.number().int(), why: z.string().nullable(),
  /** Attempts to take back what was paid by it, in order. */
  takenBack: z.array(TakenBack).default([]),
});
export type ChannelOrder = z.infer<typeof ChannelOrder>;

/** A slip a cashier has entered: waiting 待核 (for the bank's file) · confirmed 已核 · withdrawn 已撤回. */
export const CounterEntry = z.object({
  kind: z.enum(['pos', 'cash']), terminal: z.string(), receiptNumber: z.string(), bank: z.string(), amountInFen: fen, collectedOn: day,
  state: z.enum(['waiting', 'confirmed', 'withdrawn']), entered: who, why: z.string().nullable(),
});
export type CounterEntry = z.infer<typeof CounterEntry>;

/** How the bill stands with the fiscal platform, where one is connected. */
export const Fiscal = z.object({
  notice: z.enum(['asked', 'told', 'refused', 'voiding', 'voided', 'void-refused']),
  /** Where the payer may pay by the platform's own page. */
  payUrl: z.string().nullable().default(null),
  receipt: z.enum(['none', 'asked', 'in-doubt', 'refused']).default('none'),
  /** What was said when it said no, or why nobody knows. */
  why: z.string().nullable().default(null),
});
export type Fiscal = z.infer<typeof Fiscal>;

const act = z.object({ by: z.string(), at: moment });
/** Money given back 退付: asked for by one person, approved by another, sent to the bank that took it, and told by it. */
export const Refund = z.object({
  number: z.string(),
  amountInFen: fen,
  reason: z.string(),
  state: z.enum(['requested', 'approved', 'sent', 'refunded', 'failed', 'rejected']),
  requested: act,
  decided: act.nullable(),
  sent: act.nullable(),
  /** What the bank told of it. */
  result: z.object({ by: z.string(), at: moment, serial: z.string().nullable(), note: z.string() }).nullable(),
  /** Why somebody would not approve it. */
  rejection: z.string().nullable(),
});
export type Refund = z.infer<typeof Refund>;

/** What every bill has once it was issued. */
const issued = {
  billKey: z.string(),
  caseNumber: z.string(),
  /** Asked for by intake for a case, or made at the cashier's window for a case or a project. */
  origin: z.enum(['case', 'window']).default('case'),
  /** 投资项目代码, for a bill over several fees of one project. */
  projectCode: z.string().nullable().default(null),
  payCode: z.string(),
  amountInFen: fen,
  payer: z.object({ name: z.string(), creditCode: z.string().nullable() }),
  item: z.object({ code: z.string(), name: z.string() }),
  department: z.object({ name: z.string(), code: z.string() }),
  charges: z.array(BillCharge),
  issuedAt: moment,
  dueBy: moment,
  /** Payments that their bank took back, in order. */
  reversals: z.array(Payment.extend({ reversedAt: moment, /** The fiscal platform's serial for it, where that had confirmed it before it went back. */ confirmedAs: z.string().nullable().default(null) })),
  refunds: z.array(Refund).default([]),
  surplus: z.array(Surplus).default([]),
  orders: z.array(ChannelOrder).default([]),
  counterEntries: z.array(CounterEntry).default([]),
  fiscal: Fiscal.nullable().default(null),
  /** All this bill has written into the ledger, in order. */
  postings: z.array(Posting).default([]),
};

/** The states of a bill no money stands on and nobody has voided. */
export const openStates = ['issued', 'paying', 'in-doubt', 'reversing', 'reversal-unconfirmed', 'reversed'] as const;
/** In these, a payment may be under way that nobody knows the end of: no bank is sent to collect another. */
const doubtful: readonly string[] = ['in-doubt', 'reversing', 'reversal-unconfirmed'];

/** A bill that was issued; it has a payment once a bank or the fiscal platform has said so, and keeps it until it is reversed. */
export const IssuedBill = z.discriminatedUnion('status', [
  z.object({ ...issued, status: z.enum(openStates) }),
  z.object({ ...issued, status: z.literal('paid'), payment: Payment }),
  z.object({ ...issued, status: z.literal('confirmed'), payment: Payment, confirmation: Confirmation }),
  z.object({ ...issued, status: z.literal('receipted'), payment: Payment, confirmation: Confirmation, receipt: Receipt }),
  z.object({ ...issued, status: z.literal('void'), voided: z.object({ by: z.string(), at: moment, reason: z.string() }) }),
]);
export type IssuedBill = z.infer<typeof IssuedBill>;
export type UnpaidBill = Extract<IssuedBill, { status: (typeof openStates)[number] }>;
export type PaidBill = Extract<IssuedBill, { payment: Payment }>;

/** Everything a case was charged is exempt 免缴: what was counted is kept, there is nothing to pay and no pay code. */
export const ExemptBill = z.object({
  status: z.literal('exempt'), billKey: z.string(), caseNumber: z.string(), payer: issued.payer, item: issued.item, department: issued.department, charges: issued.charges, exemptedAt: moment,
});
export type ExemptBill = z.infer<typeof ExemptBill>;

/** A bill, or the note that nothing is to be paid, or that one was asked for which the published standard does not allow. */
export const Bill = z.discriminatedUnion('status', [
  ...IssuedBill.options,
  ExemptBill,
  z.object({ status: z.literal('rejected'), billKey: z.string(), caseNumber: z.string(), reason: z.string() }),
]);
export type Bill = z.infer<typeof Bill>;
/** Whether it ever had a pay code. */
export const isIssued = (bill: Bill): bill is IssuedBill => bill.status !== 'rejected' && bill.status !== 'exempt';

/** Whether money stands on the bill. */
export const isPaid = (bill: IssuedBill): bill is PaidBill => 'payment' in bill;
/** The fiscal platform's word on it, if it was given. */
export const confirmationOf = (bill: IssuedBill): Confirmation | null => ('confirmation' in bill ? bill.confirmation : null);
export const receiptOf = (bill: IssuedBill): Receipt | null => (bill.status === 'receipted' ? bill.receipt : null);
/** Where the money of a bill lies: at the bank until the fiscal platform has confirmed its arrival. */
export const whereMoneyLies = (bill: PaidBill): 'bank' | 'fiscal' => (confirmationOf(bill) ? 'fiscal' : 'bank');

/** The order the payment came through: the channel tells its payments under the order's own number. */
export const paidOrder = (bill: PaidBill): ChannelOrder | undefined => bill.orders.find(({ channelOrder }) => channelOrder !== null && channelOrder === bill.payment.serial);
const isUnderWay = ({ state }: TakenBack): boolean => state === 'asked' || state === 'unconfirmed';
/** The attempt to take the payment back whose end nobody knows yet; until then the bill counts as paid, and no receipt is asked for. */
export const takingBack = (bill: IssuedBill): TakenBack | undefined => bill.orders.flatMap(({ takenBack }) => takenBack).find(isUnderWay);
/** The state people see: a payment being taken back is neither here nor there. */
export function stateShown(bill: IssuedBill): IssuedBill['status'] {
  const back = isPaid(bill) ? takingBack(bill) : undefined;
  return back ? (back.state === 'asked' ? 'reversing' : 'reversal-unconfirmed') : bill.status;
}

/** Why a bill takes no payment on a day (yyyy-MM-dd), or null when it does. Where a standard has a late fee, a late payment is taken with it. */
export function refusesPayment(bill: IssuedBill, on: string): 'already-paid' | 'bill-void' | 'bill-overdue' | null {
  if (isPaid(bill)) return 'already-paid';
  if (bill.status === 'void') return 'bill-void';
  return daysLate(bill, on) > 0 && !bill.charges.some(({ assessed }) => assessed?.standard.lateFee) ? 'bill-overdue' : null;
}

/** Why a bank that asks is sent away: as above, and while it is not known whether the bill is being paid. Money already taken is believed all the same. */
export const refusesAsking = (bill: IssuedBill, on: string): ReturnType<typeof refusesPayment> | 'payment-in-doubt' => refusesPayment(bill, on) ?? (doubtful.includes(bill.status) ? 'payment-in-doubt' : null);

/** What must be paid on a day: the bill, and the surcharge of each standard that has one when its last day is past. */
export function owedOn(bill: IssuedBill, on: string): { amountInFen: number; lateFees: { charge: number; line: Line }[] } {
  const late = daysLate(bill, on);
  const lateFees = bill.charges.flatMap(({ assessed, amountInFen }, charge) => {
    const line = assessed ? lateFeeOf(assessed.standard, amountInFen, late) : null;
    return line && line.amountInFen > 0 ? [{ charge, line }] : [];
  });
  return { amountInFen: lateFees.reduce((sum, { line }) => sum + line.amountInFen, bill.amountInFen), lateFees };
}

function daysLate(bill: IssuedBill, on: string): number {
  return daysBetween(chinaDate(new Date(bill.dueBy)), on);
}

/** How the bill divides by 收入项目 and 执收单位: what each unit is settled with. A charge without a registered standard is its department's. */
export function sharesOf(bill: IssuedBill): Share[] {
  return bill.charges.map((charge) => ({ ...belonging(bill, charge), amountInFen: charge.amountInFen }));
}
/** To which revenue item and collecting unit a charge belongs. */
export function belonging(bill: Pick<IssuedBill, 'department'>, { assessed }: BillCharge): Omit<Share, 'amountInFen'> {
  return assessed ? { revenueItem: assessed.standard.revenueItem.code, collectingUnit: assessed.standard.collectingUnit.code } : { revenueItem: null, collectingUnit: bill.department.code };
}

/** What of a payment has been given back or is on its way back; what is left may be asked for. */
export function refundable(bill: IssuedBill): number {
  if (!isPaid(bill)) return 0;
  const bound = bill.refunds.filter(({ state }) => state !== 'failed' && state !== 'rejected');
  return bound.reduce((left, { amountInFen }) => left - amountInFen, bill.payment.amountInFen);
}

/** Only a bill that a case asked for is told to it. */
export const ofCase = (bill: IssuedBill, say: () => Output): Output[] => (bill.origin === 'case' ? [say()] : []);

/** How a charge comes about, for whoever asks: 80.00 元 × 2 ＝ 160.00 元. */
export function explained(charge: BillCharge): { zh: string; en: string } {
  if (charge.assessed) return { zh: charge.assessed.lines.map(({ zh }) => zh).join('；'), en: charge.assessed.lines.map(({ en }) => en).join('; ') };
  const [unit, sum] = [yuan(charge.unitAmountInFen), yuan(charge.amountInFen)];
  const count = String(charge.quantity);
  return { zh: `${unit} 元 × ${count} ＝ ${sum} 元`, en: `CNY ${unit} × ${count} = CNY ${sum}` };
}
