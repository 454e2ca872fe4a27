/**
 * What a bank adapter may ask of the hub, whatever its wire looks like. Promises: `done` from `confirmPayment` means that
 * fees has committed the payment; an adapter tells the bank so only then. Whatever else comes back is told as it is:
 * `refused` by the rules, `unavailable` (surely not done) and `in-doubt` (may be done) make the bank ask again with the
 * same serial, which fees recognises.
 */
import type { RefusalReason } from '../../contracts/refusals.ts';
import type { Outcome } from '../../infra/outcome.ts';

/** What a bank must know of a bill before it takes money for it. */
export interface BillForBank {
  /** The case the bill belongs to; for our own records, banks never see it. */
  readonly caseNumber: string;
  /** 缴款码, in the form of the province. */
  readonly payCode: string;
  /** Integer fen; the sum of the lines. */
  readonly amountInFen: number;
  /** Name of who pays; personal data when it is a person: never into a log. */
  readonly payerName: string;
  /** 执收单位编码 of the department the money is for. */
  readonly departmentCode: string;
  /** One line for each charge, at least one. */
  readonly lines: readonly { readonly name: string; readonly amountInFen: number }[];
}

/** A payment that a bank says it has taken. */
export interface BankPayment {
  readonly bank: string;
  /** The bank's own serial; with the bank it names the payment, also in every repetition. */
  readonly serial: string;
  readonly payCode: string;
  readonly amountInFen: number;
  /** The bank's work date (yyyy-MM-dd): the day of its books, which may not be the day of the clock. */
  readonly workDate: string;
  /** The day the bank says the money came in; the work date when it does not say. */
  readonly collectedOn: string;
}

/** A payment that its bank takes back on the same work date (冲正). */
export interface BankCancellation {
  readonly bank: string;
  readonly payCode: string;
  readonly workDate: string;
  /** The serial of the payment that is taken back, where the dialect names it. */
  readonly serial?: string;
  /** What tells one cancellation from another of the same bill, 8 to 100 characters: the same key again changes nothing. */
  readonly key: string;
}

/** Money that is to go back to who paid a bill (退付): approved by two people, to be carried out by the bank that took the payment. */
export interface RefundForBank extends OfCase {
  readonly payCode: string;
  readonly refundNumber: string;
  readonly amountInFen: number;
  readonly payerName: string;
  readonly reason: string;
}

/** A refund the bank says it has carried out. */
export interface BankRefund {
  readonly bank: string;
  readonly payCode: string;
  readonly refundNumber: string;
  readonly amountInFen: number;
  /** The bank's own serial of the refund. */
  readonly serial: string;
  /** The bank's work date, where its message has one. */
  readonly workDate?: string;
}

/** What was done, and for which case. */
export interface OfCase {
  readonly caseNumber: string;
}

/** A bank's total over a range of its work dates, both ends counted (总额对账). */
export interface BankTotal {
  readonly bank: string;
  readonly from: string;
  readonly to: string;
  readonly amountInFen: number;
  /** Tells one comparison from the next, 8 to 100 characters: the same key again is answered the same. */
  readonly key: string;
}

/** The reasons a port may refuse with; each adapter has its own words and codes for them. */
export type BankRefusal = Extract<RefusalReason,
  | 'unknown-bill' | 'invalid-pay-code' | 'bill-void' | 'bill-overdue' | 'already-paid' | 'amount-differs' | 'serial-already-used'
  | 'payment-unknown' | 'wrong-state' | 'already-reconciled' | 'totals-differ' | 'refund-unknown'>;

/** What an adapter is given instead of fees itself. Never throws for anything that rules or networks do. */
export interface BankPort {
  /** The bill if it can be paid now; `already-paid` when it cannot be any more. */
  queryBill(ask: { readonly bank: string; readonly payCode: string }): Promise<Outcome<BillForBank>>;
  confirmPayment(payment: BankPayment): Promise<Outcome<OfCase>>;
  cancelPayment(cancellation: BankCancellation): Promise<Outcome<OfCase>>;
  /** `done` closes what was compared: those payments can no longer be cancelled. */
  reconcile(total: BankTotal): Promise<Outcome<null>>;
  /** The refund of a bill that this bank is to carry out; asking takes it as sent. */
  queryRefund(ask: { readonly bank: string; readonly payCode: string }): Promise<Outcome<RefundForBank>>;
  /** The same serial again is answered the same. */
  confirmRefund(refund: BankRefund): Promise<Outcome<OfCase>>;
}
