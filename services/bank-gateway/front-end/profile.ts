/**
 * The profile of a bank's front-end: everything in which two banks that call us over TCP differ, as data: frames, MAC, character set,
 * how a bank is known, what each transaction says and is answered, and the result codes with the words a teller reads. Validated when it
 * is loaded, with every error named at once: a gateway with a wrong profile does not start. A new bank is a profile, no code.
 */
import { XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { BodySpec } from './body.ts';
import { charsets, encodeText, Unwritable } from './charset.ts';
import { FrameSpec, frameProblems } from './frame.ts';
import { macAlgorithms } from './mac.ts';
import { formats } from './values.ts';

/** Our reasons to say no, which a profile gives codes and words for. */
export const refusalReasons = [
  'unknown-bill', 'bill-void', 'bill-overdue', 'already-paid', 'amount-differs', 'serial-already-used', 'payment-unknown', 'wrong-state', 'already-reconciled', 'totals-differ', 'refund-unknown',
] as const;

/** Where a value of an ask stands: in a record's field (for a delimited body: one of the ask's own names), the XML head, or the frame's header. */
const Place = z.strictObject({
  field: z.string().optional(), head: z.string().optional(), header: z.string().optional(),
  as: z.enum(formats).default('text'),
  /** May be absent or empty. */
  optional: z.boolean().default(false),
  pattern: z.string().optional(),
  /** Where the field has no more room than so many characters. */
  max: z.number().int().min(1).max(200).optional(),
});
export type Place = z.infer<typeof Place>;

/** What may be written into an answer, by its name here. */
export const sources = [
  'node', 'code', 'ask-code', 'fresh-id', 'ask-id', 'today', 'now', 'result', 'words', 'accredit-code', 'pay-code', 'row-id', 'amount', 'payer', 'department', 'line-amount', 'line-name', 'line-count',
  'refund-number', 'refund-amount', 'refund-reason',
] as const;
export type Source = (typeof sources)[number];
/** Sources that exist only in the answer to some asks. */
const onlyIn: Partial<Record<Source, readonly string[]>> = {
  'accredit-code': ['login'], 'pay-code': ['query', 'confirm', 'cancel', 'refund-query', 'refund-confirm'], 'row-id': ['query', 'confirm', 'cancel'], amount: ['query'], payer: ['query', 'refund-query'], department: ['query'],
  'line-amount': ['query'], 'line-name': ['query'], 'line-count': ['query'], 'refund-number': ['refund-query', 'refund-confirm'], 'refund-amount': ['refund-query', 'refund-confirm'], 'refund-reason': ['refund-query'],
};

const Written = z.strictObject({
  name: z.string().min(1),
  from: z.enum(sources).optional(),
  value: z.string().optional(),
  /** Given back as it was asked. */
  ask: z.string().optional(), header: z.string().optional(),
  as: z.enum(['text', 'yuan', 'fen', 'day8', 'day10']).default('text'),
  max: z.number().int().min(1).max(200).optional(),
});
export type Written = z.infer<typeof Written>;

const Result = z.tuple([z.string().min(1).max(10), z.string().min(1).max(60)]);
export type Result = z.infer<typeof Result>;
const Refusals = z.partialRecord(z.enum(refusalReasons), Result);

/** What each kind of ask must tell us. `?` = a profile may do without. */
export const facts = {
  login: ['user', 'password', 'newPassword?'],
  query: ['payCode', 'amount?', 'workDate?'],
  confirm: ['payCode', 'amount', 'serial', 'workDate?', 'collectedOn?', 'rowId?'],
  cancel: ['payCode', 'workDate', 'serial?', 'rowId?'],
  reconcile: ['from', 'to', 'amount', 'count?'],
  'refund-query': ['payCode'],
  'refund-confirm': ['payCode', 'refundNumber', 'amount', 'serial'],
} as const;
export type Means = keyof typeof facts;
const means = z.enum(['login', 'query', 'confirm', 'cancel', 'reconcile', 'refund-query', 'refund-confirm']);

const Ask = z.strictObject({
  code: z.string().min(1).max(20), means,
  /** Names of a delimited body's fields, in order. */
  fields: z.array(z.string()).max(80).default([]),
  /** Groups that follow the fields of a delimited body, one a payment; their amounts must add up to the total asked about. */
  rest: z.strictObject({ separator: z.string().length(1), fields: z.array(z.string()).min(1).max(10), amount: z.string(), as: z.enum(['yuan', 'yuan-loose', 'fen']) }).nullable().default(null),
  takes: z.record(z.string(), Place),
  /** Fields that must be empty: what the ask could say with them is not supported. */
  empty: z.array(z.string()).default([]),
  answer: z.strictObject({
    code: z.string().max(20).optional(),
    /** One record for each line of the bill, where a query is answered so. */
    each: z.enum(['line']).optional(),
    record: z.array(Written).max(80), result: Result,
  }),
  /** Codes of this ask that differ from the profile's own. */
  refusals: Refusals.default({}),
});
export type Ask = z.infer<typeof Ask>;

/** How a refusal is told: under which code, with which record; a delimited body carries the words alone. */
const Told = z.strictObject({ code: z.string().max(20).optional(), record: z.array(Written).max(20).default([]) });

export const Profile = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/), title: z.string().min(1),
  frame: FrameSpec, charset: z.enum(charsets), body: BodySpec,
  /** What becomes of a character the set lacks, in a payer's name above all: the answer is refused unless the bank agreed to something else. */
  unwritable: Unwritable.default({ by: 'refuse' }),
  /** The frame's header and the XML head of what we send. */
  header: z.array(Written).max(60), head: z.array(Written).max(30).default([]),
  /** Where the transaction code stands; `also`: a second place that must say the same; `last`: only so many characters at its end count. */
  code: z.strictObject({ at: Place, also: Place.nullable().default(null), last: z.number().int().min(1).max(20).nullable().default(null) }),
  askId: Place.nullable(),
  /** How a bank is known: by a code it was given at sign-on, or by the name in its header. */
  identity: z.discriminatedUnion('by', [z.strictObject({ by: z.literal('login'), header: z.string() }), z.strictObject({ by: z.literal('name'), header: z.string() })]),
  mac: z.strictObject({
    field: z.string(), algorithm: z.enum(macAlgorithms), letters: z.enum(['lower', 'upper']),
    /** What it is made over, in order: the body's bytes, a header field (whole, or its first characters), the bank's secret. */
    over: z.array(z.strictObject({ part: z.enum(['body', 'header', 'secret']), name: z.string().optional(), first: z.number().int().min(1).optional() })).min(1),
  }).nullable(),
  /** The server hangs up after each answer. */
  oneAnswer: z.boolean().default(false),
  asks: z.array(Ask).min(1).max(40),
  refused: Told, technical: Told,
  results: z.strictObject({ badLogin: Result, badIdentity: Result, badMac: Result, unreadable: Result, unsupported: Result, unknown: Result, unwritable: Result, passwordKept: Result }),
  refusals: z.record(z.enum(refusalReasons), Result),
  /** What a teller reads of a pay code whose check character is wrong; the code of the answer is the one of an unknown bill. */
  mistyped: z.string().min(1).max(60).default('缴款码输入有误，请逐位核对'),
});
export type Profile = z.infer<typeof Profile>;

/** Every reason why a profile cannot be used, with the place; empty when it can. */
export function profileProblems(profile: Profile): string[] {
  const problems = frameProblems(profile.frame);
  if (profile.unwritable.by === 'sign' && !encodeText(profile.unwritable.sign, profile.charset).ok) problems.push(`unwritable.sign: ${profile.charset} 没有这个字符 the character set lacks this sign itself`);
  if (profile.unwritable.by !== 'refuse' && profile.body.format === 'delimited' && (profile.unwritable.by === 'sign' ? profile.unwritable.sign : '[U+]').includes(profile.body.separator)) problems.push('unwritable: 与分隔符相同 holds the separator');
  const headers = new Set([...profile.frame.header, ...profile.frame.trailer].map(({ name }) => name));
  const isXml = profile.body.format === 'xml';
  const header = (name: string, where: string): void => { if (!headers.has(name)) problems.push(`${where}: 报文头没有字段 the frame has no field “${name}”`); };
  const place = (at: Place, where: string, names: ReadonlySet<string> | null): void => {
    if ([at.field, at.head, at.header].filter((one) => one !== undefined).length !== 1) problems.push(`${where}: field、head、header 须且只能写一个 exactly one of field, head, header`);
    if (at.header !== undefined) header(at.header, where);
    if (at.head !== undefined && !isXml) problems.push(`${where}: 只有 XML 报文有 head only an XML body has a head`);
    if (at.field !== undefined && names !== null && !names.has(at.field)) problems.push(`${where}: fields 中没有 “${at.field}” is not among fields`);
    try { if (at.pattern !== undefined) new RegExp(at.pattern, 'u'); } catch { problems.push(`${where}.pattern: 不是正则表达式 not a regular expression`); }
  };
  const written = (all: readonly Written[], where: string, kind: Means | null, names: ReadonlySet<string> | null): void => {
    for (const [at, one] of all.entries()) {
      const here = `${where}.${String(at)} (${one.name})`;
      if ([one.from, one.value, one.ask, one.header].filter((each) => each !== undefined).length !== 1) problems.push(`${here}: from、value、ask、header 须且只能写一个 exactly one of from, value, ask, header`);
      if (one.header !== undefined) header(one.header, here);
      if (one.ask !== undefined && names !== null && !names.has(one.ask)) problems.push(`${here}: fields 中没有 “${one.ask}” is not among fields`);
      const only = one.from === undefined ? undefined : onlyIn[one.from];
      if (only && (kind === null || !only.includes(kind))) problems.push(`${here}: “${one.from ?? ''}” 只在 ${only.join('、')} 的答复中才有 exists only in the answer to ${only.join(', ')}`);
    }
  };
  place(profile.code.at, 'code.at', null);
  if (profile.code.also) place(profile.code.also, 'code.also', null);
  if (profile.askId) place(profile.askId, 'askId', null);
  header(profile.identity.header, 'identity.header');
  written(profile.header, 'header', null, null);
  for (const [at, { name }] of profile.header.entries()) header(name, `header.${String(at)}.name`);
  if (!isXml && profile.head.length > 0) problems.push('head: 只有 XML 报文有 head only an XML body has a head');
  written(profile.head, 'head', null, null);
  if (profile.body.format === 'xml' && profile.body.tail !== '' && XMLValidator.validate(`<t>${profile.body.tail}</t>`) !== true) problems.push('body.tail: 不是合法的 XML not well-formed XML');
  if (profile.mac) {
    header(profile.mac.field, 'mac.field');
    for (const [at, { part, name }] of profile.mac.over.entries()) {
      if ((part === 'header') !== (name !== undefined)) problems.push(`mac.over.${String(at)}: 只有 header 须写 name a name belongs to a header, and only there`);
      if (name !== undefined) header(name, `mac.over.${String(at)}.name`);
    }
  }
  const seen = new Set<string>();
  for (const [at, ask] of profile.asks.entries()) {
    const here = `asks.${String(at)} (${ask.code})`;
    if (seen.has(ask.code)) problems.push(`${here}.code: 交易码重复 the code stands there twice`);
    seen.add(ask.code);
    const names = isXml ? null : new Set(ask.fields);
    const known = facts[ask.means].map((name) => name.replace('?', ''));
    for (const name of facts[ask.means]) if (!name.endsWith('?') && ask.takes[name] === undefined) problems.push(`${here}.takes: 缺少 “${name}” is missing`);
    for (const [name, where] of Object.entries(ask.takes)) {
      if (!known.includes(name)) problems.push(`${here}.takes: ${ask.means} 没有 “${name}” knows nothing of it`);
      place(where, `${here}.takes.${name}`, names);
      const needed = name === 'amount' ? 'money' : /^(?:workDate|collectedOn|from|to)$/.test(name) ? 'day' : 'text';
      const given = where.as === 'day' ? 'day' : where.as === 'text' ? 'text' : 'money';
      if (needed !== given) problems.push(`${here}.takes.${name}.as: 须为 ${{ money: 'yuan、yuan-loose 或 fen', day: 'day', text: 'text' }[needed]}`);
    }
    if (ask.means === 'confirm' && !ask.takes['workDate'] && !ask.takes['collectedOn']) problems.push(`${here}.takes: workDate、collectedOn 至少一项 one of them is needed`);
    if (isXml && (ask.fields.length > 0 || ask.rest)) problems.push(`${here}.fields: XML 报文不用 an XML body has none`);
    if (ask.rest && !ask.rest.fields.includes(ask.rest.amount)) problems.push(`${here}.rest.amount: 不在 rest.fields 中 is not among rest.fields`);
    if (ask.answer.each !== undefined && (ask.means !== 'query' || !isXml)) problems.push(`${here}.answer.each: 只用于 XML 报文的 query only in the answer to a query in XML`);
    for (const name of ask.empty) if (names && !names.has(name)) problems.push(`${here}.empty: fields 中没有 “${name}” is not among fields`);
    written(ask.answer.record, `${here}.answer.record`, ask.means, names);
  }
  if (profile.identity.by === 'login' && !profile.asks.some(({ means: kind }) => kind === 'login')) problems.push('identity: 没有 login 交易 there is no ask that signs on');
  written(profile.refused.record, 'refused.record', null, null);
  written(profile.technical.record, 'technical.record', null, null);
  return problems;
}

/** The profile in a file's text. Throws `ProfileError` with every error named. */
export function parseProfile(text: string, file: string): Profile {
  let json: unknown;
  try { json = JSON.parse(text); } catch { throw new ProfileError(file, ['不是 JSON not JSON']); }
  const parsed = Profile.safeParse(json);
  if (!parsed.success) throw new ProfileError(file, parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  const problems = profileProblems(parsed.data);
  if (problems.length > 0) throw new ProfileError(file, problems);
  return parsed.data;
}

export class ProfileError extends Error {
  constructor(file: string, problems: readonly string[]) {
    super(`银行前置配置有误 the profile of a bank's front-end is wrong: ${file}\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}
