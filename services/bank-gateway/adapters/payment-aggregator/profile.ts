/**
 * In what one aggregator differs from the next: addresses of its calls, how amounts are written, its codes, and the names of those fields that no
 * specification at hand gives (`fields`, `statement`). Promises: everything wrong is named, with its place, before anything is sent.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SettingsError } from '../../../../infra/config.ts';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/);
const path = z.string().regex(/^\/[\w./-]{0,120}$/);
const call = z.strictObject({ path, version: z.string().min(1).max(4) });

const Profile = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{2,40}$/),
  /** How amounts are written: yuan with two decimals, or fen. */
  amounts: z.enum(['yuan', 'fen']),
  /** Py_Chnl_Cd: where the money is taken (4 大厅收银台). */
  payChannel: z.string().min(1).max(4),
  /** Rqs_Py_Tp: 0 the channel's own cashier page, 1 the content of a QR. */
  payRequest: z.enum(['0', '1']),
  /** Longest Fee_Itm_Cd and RvPyUnt_Cd. */
  lineCodes: z.number().int().min(1).max(100),
  calls: z.strictObject({
    order: call, result: call,
    /** Null where the channel cannot close an order: it runs out by itself. */
    close: call.nullable(),
    refund: call, refundResult: call, statement: call,
  }),
  /** `unnamed`: what becomes of a signed notice that does not say for whom it is. A channel that serves many zones with one key must say. */
  notices: z.strictObject({ payment: path, statement: path, unnamed: z.enum(['refused', 'taken']).default('refused') }),
  /** These three stand outside the signature of an answer. */
  reply: z.strictObject({ status: name, code: name, words: name, ok: z.string().min(1) }),
  /** What a failure code means where it is no plain refusal. `busy`: surely not done. */
  failures: z.record(z.string(), z.enum(['absent', 'exists', 'paid', 'busy'])),
  fields: z.strictObject({
    /** Null: the payer's name is not sent. */
    payer: name.nullable(),
    accountingDay: name, paidAt: name, refundedAmount: name, ourSubOrder: name, subOrders: name, subOrderAmount: name, subOrderRefunded: name,
    refundState: name, refundSerial: name, originalJournal: name,
  }),
  payStates: z.record(z.string(), z.enum(['pending', 'paid', 'failed', 'unknown'])),
  /** `as-payment`: what the payment state says, the order being settled in the channel's books. */
  orderStates: z.record(z.string(), z.enum(['pending', 'paid', 'failed', 'unknown', 'closed', 'refunding', 'refunded', 'partly-refunded', 'as-payment'])),
  refundStates: z.record(z.string(), z.enum(['sent', 'refunded', 'failed', 'unknown'])),
  ways: z.record(z.string(), z.string().min(1).max(40)),
  statement: z.strictObject({ paymentCount: name, paymentAmount: name, refundCount: name, refundAmount: name, fileUrl: name, fileName: name, fileMd5: name.nullable() }),
});
export type Profile = z.infer<typeof Profile>;

/** Reads a profile. Throws a `SettingsError` that names each error. */
export function readProfile(file: string): Profile {
  let given: unknown;
  try { given = JSON.parse(readFileSync(file, 'utf8')); } catch { throw new SettingsError(`HUB_PAYMENT_CHANNEL.profile: 文件不存在或不是 JSON the file is missing or no JSON: ${file}`); }
  const read = Profile.safeParse(given);
  if (read.success) return read.data;
  throw new SettingsError(read.error.issues.map((issue) => `${file}: ${issue.path.join('.') || '(profile)'}: 不合要求 is wrong: ${issue.message}`).join('\n'));
}
