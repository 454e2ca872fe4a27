/**
 * All in which two sites of the CNNONTAX dialect differ, in one JSON file: character set, codes of messages, fields with their limits, where
 * each fact stands in an answer. Promise: everything wrong is named at the start, and the service does not start with it.
 */
import { z } from 'zod';
import { charsets } from '../../front-end/charset.ts';

/** What we know of a bill and may write into a message. */
export const factNames = [
  'division', 'payCode', 'billedOn', 'unitCode', 'unitName', 'payer', 'payerCreditCode', 'mobile', 'amount', 'principal', 'lateFee', 'standing', 'payInfo', 'memo',
  'accountType', 'accountName', 'account', 'accountBank', 'accountBankNumber', 'receiptType', 'receiptTypeName', 'receiptCode', 'receiptNumber', 'invoice',
] as const;
export type FactName = (typeof factNames)[number];

const element = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
/** One element of what we send: a fact of ours, or the same words each time. `max`: characters; what may be left out and is too long is left out. */
const Field = z.strictObject({ name: element, from: z.enum(factNames).optional(), value: z.string().max(200).optional(), max: z.number().int().min(1), must: z.boolean().default(false) });
const code = z.string().regex(/^\d{4}$/);
const result = z.string().regex(/^\d{5}$/);
const Ask = z.strictObject({
  code, answers: z.array(code).min(1), fields: z.array(Field).min(1).max(80),
  /** Results that mean: the platform has no such thing. */
  unknownBill: z.array(result).default([]),
  takes: z.record(z.string(), element).default({}),
  /** How the platform says that the unit's signature is wrong: by a result, or by a word in its `Information`; codes are not agreed on anywhere. */
  signatureRefused: z.strictObject({ results: z.array(result).default([]), words: z.array(z.string().min(1).max(20)).default([]) }).optional(),
});

export const Profile = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{2,40}$/),
  about: z.string().max(500).default(''),
  charset: z.enum(charsets),
  application: z.string().regex(/^[\x21-\x7e]{1,8}$/),
  version: z.string().regex(/^[\x21-\x7e]{3}$/),
  /** How we write a MAC; it is read in either. */
  macLetters: z.enum(['lower', 'upper']),
  /** How the voucher goes out; either is read. */
  voucherForm: z.enum(['base64', 'bare']),
  voucherType: z.string().regex(/^\d{4}$/),
  results: z.strictObject({ done: result, failed: result, words: z.record(result, z.string()) }),
  payInfo: z.strictObject({ between: z.string().length(1), end: z.string().length(1) }),
  receipt: z.strictObject({ typeCode: z.string().regex(/^\d{4}$/), typeName: z.string().min(1).max(100), numberPattern: z.string(), tag: z.string().max(10), specimen: z.string().max(40) }),
  /** The unit's signature under what it wants a receipt made of (SM2 with SM3); null where the platform signs for it. */
  signature: z.strictObject({
    /** What is signed: the document itself, or the base64 text it travels in. */
    over: z.enum(['xml', 'base64']),
    /** DER of r and s, or the two one after the other, 32 bytes each. */
    shape: z.enum(['der', 'r-s']),
    /** How signature and key are written. */
    written: z.enum(['base64', 'hex']),
    /** Who signs, as it enters Z (GM/T 0009 has 1234567812345678 where nothing else was agreed). */
    userId: z.string().regex(/^[\x21-\x7e]{1,100}$/),
    /** `Key_Info`: the public point, the whole SubjectPublicKeyInfo, or the name under which the platform keeps the key. */
    keyInfo: z.enum(['point', 'spki', 'name']),
    /** `Time`: yyyyMMddHHmmss, or with signs between. */
    time: z.enum(['digits', 'spaced']),
  }).nullable(),
  messages: z.strictObject({ push: Ask, standing: Ask, number: Ask, issue: Ask, receipt: Ask, confirmation: z.strictObject({ code, answer: code, takes: z.record(z.string(), element) }) }),
});
export type Profile = z.infer<typeof Profile>;
export type Ask = z.infer<typeof Ask>;

/** What each message must tell us; its place is the profile's. */
const needed: Readonly<Record<'standing' | 'receipt' | 'confirmation', readonly string[]>> = {
  standing: ['standing', 'amount', 'day', 'time', 'serial', 'payMode'],
  receipt: ['code', 'number', 'checkCode', 'day', 'time', 'file'],
  confirmation: ['payCode', 'amount', 'day', 'time', 'serial', 'payMode', 'payer'],
};

function problemsOf(profile: Profile): string[] {
  const problems: string[] = [];
  const { confirmation, ...asks } = profile.messages;
  for (const [name, { fields }] of Object.entries(asks)) {
    const seen = new Set<string>();
    for (const [at, field] of fields.entries()) {
      const where = `messages.${name}.fields.${String(at)} (${field.name})`;
      if (seen.has(field.name)) problems.push(`${where}: 重复 stands there twice`);
      seen.add(field.name);
      if ((field.from === undefined) === (field.value === undefined)) problems.push(`${where}: from 与 value 须有且只有一个 exactly one of from and value`);
    }
  }
  for (const [name, { takes }] of [['standing', asks.standing], ['receipt', asks.receipt], ['confirmation', confirmation]] as const) {
    for (const fact of needed[name]) if (takes[fact] === undefined) problems.push(`messages.${name}.takes: 缺少 “${fact}” is missing`);
    for (const fact of Object.keys(takes)) if (!needed[name].includes(fact)) problems.push(`messages.${name}.takes: 没有用到 “${fact}” is used by nobody`);
  }
  try { new RegExp(profile.receipt.numberPattern, 'u'); } catch { problems.push('receipt.numberPattern: 不是正则表达式 not a regular expression'); }
  return problems;
}

/** The profile in a file's text. Throws a `FiscalProfileError` with every error named. */
export function parseFiscalProfile(text: string, file: string): Profile {
  let json: unknown;
  try { json = JSON.parse(text); } catch { throw new FiscalProfileError(file, ['不是 JSON not JSON']); }
  const parsed = Profile.safeParse(json);
  if (!parsed.success) throw new FiscalProfileError(file, parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  const problems = problemsOf(parsed.data);
  if (problems.length > 0) throw new FiscalProfileError(file, problems);
  return parsed.data;
}

export class FiscalProfileError extends Error {
  constructor(file: string, problems: readonly string[]) {
    super(`财政平台配置有误 the profile of a fiscal platform is wrong: ${file}\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}
