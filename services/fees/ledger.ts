/**
 * The double-entry book 复式账 of what is owed, paid and given back. The hub holds no money: the accounts say where it is. Every posting
 * balances by construction, nothing is ever changed, and a correction is a posting of its own. Amounts are integer fen.
 */
import { z } from 'zod';
import type { LineRow } from '../../infra/machine.ts';

/** 应缴款 · 应收非税收入 · 银行待划转 · 财政专户 · 应退款 · 不明款 */
export const ledgerAccounts = ['receivable', 'assessed', 'bank', 'fiscal', 'refund-payable', 'unidentified'] as const;
export const occasions = ['issued', 'voided', 'late-fee', 'paid', 'confirmed', 'reversed', 'refund-approved', 'refunded', 'refund-failed', 'found', 'claimed', 'returned'] as const;

const fen = z.number().int().positive();
const LedgerLine = z.object({
  account: z.enum(ledgerAccounts),
  debitInFen: z.number().int().nonnegative(),
  creditInFen: z.number().int().nonnegative(),
  /** 收入项目 and 执收单位 the amount belongs to, where it is known: what settlement is split by. */
  revenueItem: z.string().nullable(),
  collectingUnit: z.string().nullable(),
});
/** `serial` is the bank's own number of the move; a reversal bears that of the payment it takes back. */
export const Posting = z.object({ occasion: z.enum(occasions), bank: z.string().nullable(), workDate: z.string().nullable(), serial: z.string().nullable().default(null), lines: z.array(LedgerLine).min(2) });
export type Posting = z.infer<typeof Posting>;

/** A share of an amount, by what it is and for whom it is collected. */
export interface Share { revenueItem: string | null; collectingUnit: string | null; amountInFen: number }
type Account = (typeof ledgerAccounts)[number];
type Side = { account: Account; amountInFen: number } | { account: Account; shares: readonly Share[] };

/** One posting from its two sides. Throws when they differ: that is a broken program, and nothing may be committed on it. */
export function posting(occasion: Posting['occasion'], at: { bank?: string; workDate?: string; serial?: string | null }, debit: Side, credit: Side): Posting {
  const lines = [...written(debit, true), ...written(credit, false)];
  const sum = lines.reduce((difference, line) => difference + line.debitInFen - line.creditInFen, 0);
  if (sum !== 0) throw new Error(`ledger: the sides of "${occasion}" differ by ${String(sum)} fen`);
  return { occasion, bank: at.bank ?? null, workDate: at.workDate ?? null, serial: at.serial ?? null, lines };
}

function written(side: Side, isDebit: boolean): Posting['lines'] {
  const line = (account: Account, amount: number, share: Partial<Share>): Posting['lines'][number] => ({
    account, debitInFen: isDebit ? fen.parse(amount) : 0, creditInFen: isDebit ? 0 : fen.parse(amount), revenueItem: share.revenueItem ?? null, collectingUnit: share.collectingUnit ?? null,
  });
  return 'shares' in side ? side.shares.filter(({ amountInFen }) => amountInFen > 0).map((share) => line(side.account, share.amountInFen, share)) : [line(side.account, side.amountInFen, {})];
}

/** A pay code as a bank or a person wrote it may be anything; the book is compared by it, line by line and in its order. */
const plain = (payCode: string): string => payCode.replaceAll(/[^0-9A-Za-z]/g, '');

/** The rows of the ledger that postings make, in order. */
export function ledgerRows(postings: readonly Posting[], payCode: string | null): LineRow[] {
  return postings.flatMap(({ occasion, bank, workDate, serial, lines }, at) => lines.map((line): LineRow => ({
    posting: at + 1, occasion, account: line.account, debit_in_fen: line.debitInFen, credit_in_fen: line.creditInFen, pay_code: payCode === null ? null : plain(payCode), bank, work_date: workDate, serial,
    revenue_item: line.revenueItem, collecting_unit: line.collectingUnit,
  })));
}

/**
 * Divides an amount over shares in their proportion, to the fen and without a remainder: what is left over by rounding goes to the
 * largest parts cut off. The same shares and amount always divide the same.
 */
export function divided(amountInFen: number, shares: readonly Share[]): Share[] {
  const whole = BigInt(shares.reduce((sum, share) => sum + share.amountInFen, 0));
  if (whole === 0n) throw new Error('ledger: nothing to divide by');
  const parts = shares.map((share, at) => {
    const exact = BigInt(amountInFen) * BigInt(share.amountInFen);
    return { at, share, amount: Number(exact / whole), rest: exact % whole };
  });
  let left = amountInFen - parts.reduce((sum, { amount }) => sum + amount, 0);
  for (const part of [...parts].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1))) {
    if (left === 0) break;
    part.amount += 1;
    left -= 1;
  }
  return parts.map(({ share, amount }) => ({ ...share, amountInFen: amount }));
}
