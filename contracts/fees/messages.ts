/** What fees takes and states on the bus. Amounts are integer fen (分). */
import { z } from 'zod';
import { PayCode } from '../identifiers.ts';

const caseNumber = z.string().min(1).max(50);

/** What a registered standard is asked to count: a measure with at most three decimals, and a relief with the document that proves it. */
export const WantedCharge = z.object({
  standardCode: z.string().min(1).max(30),
  measure: z.string().max(20).nullable(),
  relief: z.object({ code: z.string(), documentNumber: z.string() }).nullable(),
  /** First day of the version it is counted by: that under which the case was accepted. */
  version: z.iso.date().optional(),
});
export type WantedCharge = z.infer<typeof WantedCharge>;

/** One charge of a published standard: quantity × unit amount, in fen. */
export const Charge = z.object({
  name: z.string().min(1),
  /** The published standard the charge rests on; no fee is taken outside one. */
  standard: z.string().min(1),
  unitAmountInFen: z.number().int().positive(),
  quantity: z.number().int().positive(),
  amountInFen: z.number().int().positive(),
});
export type Charge = z.infer<typeof Charge>;

export const CollectFee = z.object({
  caseNumber,
  /** One bill per key, ever. */
  billKey: z.string().min(1).max(64),
  payer: z.object({ name: z.string().min(1), creditCode: z.string().nullable() }),
  item: z.object({ code: z.string(), name: z.string() }),
  department: z.object({ name: z.string(), code: z.string() }),
  /** With `wanted`, fees counts by its registered standard and takes no other amount; nothing only where the standard exempts. */
  charges: z.array(Charge.extend({ unitAmountInFen: z.number().int().nonnegative(), amountInFen: z.number().int().nonnegative(), wanted: WantedCharge.optional() })).min(1),
  dueBy: z.iso.datetime({ offset: true }),
});
export type CollectFee = z.infer<typeof CollectFee>;

export const BillIssued = z.object({
  caseNumber, billKey: z.string(), payCode: PayCode, amountInFen: z.number().int().positive(), dueBy: z.iso.datetime({ offset: true }),
});
export const PaymentSettled = z.object({
  caseNumber, billKey: z.string(), payCode: PayCode, amountInFen: z.number().int().positive(),
  paidAt: z.iso.datetime({ offset: true }), bankSerial: z.string(),
});
export const PaymentReversed = z.object({
  caseNumber, billKey: z.string(), payCode: PayCode, amountInFen: z.number().int().positive(),
  reversedAt: z.iso.datetime({ offset: true }), bankSerial: z.string(),
});
/** Money of a settled payment went back to who paid it, in part or whole. */
export const PaymentRefunded = z.object({
  caseNumber, billKey: z.string(), payCode: PayCode, refundNumber: z.string(), amountInFen: z.number().int().positive(), refundedAt: z.iso.datetime({ offset: true }),
});
/** The fiscal platform has issued the receipt 财政电子票据; its check code is not for the bus. */
export const ReceiptIssued = z.object({
  caseNumber, billKey: z.string(), payCode: PayCode, receiptCode: z.string(), receiptNumber: z.string(), issuedAt: z.iso.datetime({ offset: true }),
});
export const BillRefused = z.object({ caseNumber, billKey: z.string(), reason: z.string(), zh: z.string(), en: z.string() });

export const commands = { 'commands.fees.collect-fee': CollectFee };
export const events = {
  'events.fees.bill-issued': BillIssued,
  'events.fees.payment-settled': PaymentSettled,
  'events.fees.payment-reversed': PaymentReversed,
  'events.fees.payment-refunded': PaymentRefunded,
  'events.fees.receipt-issued': ReceiptIssued,
  'events.fees.bill-refused': BillRefused,
};
