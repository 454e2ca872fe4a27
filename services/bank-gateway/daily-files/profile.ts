/**
 * The profile of a daily file: everything in which two banks' end-of-day files differ, as data: what they are called, in which
 * characters, how lines and fields are told apart, where head and end state their sums, what each field means, in which unit amounts
 * stand. Checked when it is loaded, with every error named at once; a new dialect is a profile, no code.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectFile } from '../../../infra/project-file.ts';

/** A place in a line: its position from 0, or the name of its column where the file has a line of names. */
const Place = z.union([z.number().int().min(0).max(200), z.string().min(1).max(40)]);
export type Place = z.infer<typeof Place>;

export const lineKinds = ['payment', 'refund', 'reversal'] as const;
export type LineKind = (typeof lineKinds)[number];

/** What a head, a section's head or the end may say. */
const Sums = z.strictObject({
  bank: Place.optional(), account: Place.optional(), day: Place.optional(),
  /** How many lines follow: of the payments where `refundCount` is given too, else of all. */
  count: Place.optional(), refundCount: Place.optional(),
  /** Their sum: of the payments where `refunds` is given too, else payments less what went back. */
  amount: Place.optional(), refunds: Place.optional(),
  collectingUnit: Place.optional(),
});
export type Sums = z.infer<typeof Sums>;

/** What a line may say. */
const Row = z.strictObject({
  /** Needed of every dialect but one of totals. */
  payCode: Place.optional(), amount: Place.optional(), serial: Place.optional(), collectedOn: Place.optional(), workDate: Place.optional(),
  collectingUnit: Place.optional(), revenueItem: Place.optional(), payerName: Place.optional(),
  /** Why the other side could not take the line; problem lists only. */
  reason: Place.optional(),
  /** How many payments the line stands for; totals only. */
  count: Place.optional(),
});
export type Row = z.infer<typeof Row>;

const Shape = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{2,40}$/), title: z.string().min(2).max(120),
  /** `payments`: what the bank took and gave back, for fees. `problems`: lines the other side could not take, for people. `totals`: sums of the files of a day, to check those by. */
  carries: z.enum(['payments', 'problems', 'totals']),
  /** Names of the profiles whose files of a day these totals are the sums of. */
  totalsOf: z.array(z.string().regex(/^[a-z0-9-]{2,40}$/)).max(10).default([]),
  /** The name: letters as they are, {bank}, {day} yyyyMMdd, {division} six digits, {time} HHmmss, {part} digits; {bank:9} says how long. */
  file: z.string().min(5).max(120),
  /** Endings of what is still being written. */
  unfinished: z.array(z.string().regex(/^\.[A-Za-z0-9]{1,12}$/)).default(['.tmp', '.part', '.filepart', '.writing']),
  /** Ending of the small file that states the MD5 of a file, where the other side writes one. */
  digestFile: z.string().regex(/^\.[A-Za-z0-9]{1,8}$/).nullable().default(null),
  charset: z.enum(['gbk', 'gb18030', 'utf-8']),
  lines: z.strictObject({
    /** Behind each line. None of its characters may be part of a Chinese one: files are cut into lines before they are decoded. */
    end: z.string().min(1).max(4).refine((end) => [...end].every((sign) => sign.charCodeAt(0) < 0x30), 'signs below the digits only: higher ones are halves of Chinese characters'),
    /** Between fields; looked for in decoded text only. */
    separator: z.string().min(1).max(4),
    /** How many fields a line has. */
    fields: z.number().int().min(1).max(200),
    /** Each line ends with a separator. */
    closed: z.boolean().default(false),
    /** Stands before each field, so that a spreadsheet takes it for text. */
    prefix: z.string().length(1).nullable().default(null),
    /** Around fields that may hold the separator. */
    quote: z.string().length(1).nullable().default(null),
  }),
  head: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('none') }),
    z.strictObject({ is: z.literal('line'), says: Sums, fields: z.number().int().min(1).max(50) }),
    /** So many bytes before the first line; parts in order, a text must stand there as it is, `length` counts the bytes behind the head. */
    z.strictObject({ is: z.literal('fixed'), parts: z.array(z.strictObject({ is: z.enum(['text', 'length', 'division', 'day']), width: z.number().int().min(1).max(30), text: z.string().optional() })).min(1) }),
    /** The first line names the columns. */
    z.strictObject({ is: z.literal('columns') }),
  ]),
  /** Groups of lines, each under a head of its own. */
  sections: z.strictObject({ fields: z.number().int().min(1).max(50), says: Sums }).nullable().default(null),
  /** Lines behind the last one that state sums; `line` counts them from 0. */
  end: z.strictObject({ lines: z.number().int().min(1).max(5), line: z.number().int().min(0).max(4), says: Sums }).nullable().default(null),
  row: Row,
  amounts: z.enum(['yuan', 'fen']).default('yuan'),
  /** What an amount below zero is; `refused` where the dialect has none. */
  negative: z.enum(['refund', 'reversal', 'refused']).default('refused'),
  /** Where a field says what kind of line it is; what differs for a kind stands beside it. */
  kinds: z.strictObject({ field: Place, values: z.record(z.string(), z.strictObject({ kind: z.enum([...lineKinds, 'skipped']), amount: Place.optional(), serial: Place.optional() })) }).nullable().default(null),
  /** `bill`: a bill has one line for each item, and what it was paid is their sum. */
  oneLineFor: z.enum(['payment', 'item']).default('payment'),
});
export type DailyProfile = z.infer<typeof Shape> & { readonly namePattern: RegExp };

/** A profile that cannot be used; the message names every error. */
export class DailyProfileError extends Error {
  override name = 'DailyProfileError';
}

/** Reads a profile's text. Throws a DailyProfileError. */
export function parseDailyProfile(text: string, file: string): DailyProfile {
  let json: unknown;
  try { json = JSON.parse(text); } catch { throw new DailyProfileError(`${file}: 不是合法的 JSON · not valid JSON`); }
  const parsed = Shape.safeParse(json);
  if (!parsed.success) throw new DailyProfileError(parsed.error.issues.map((issue) => `${file}: ${issue.path.join('.') || '-'}: ${issue.message}`).join('\n'));
  const profile = parsed.data;
  const problems = [...placeProblems(profile), ...nameProblems(profile.file)];
  if (problems.length > 0) throw new DailyProfileError(problems.map((problem) => `${file}: ${problem}`).join('\n'));
  return { ...profile, namePattern: namePatternOf(profile.file) };
}

/** A profile that comes along, by its name, or one of your own, by its path. */
export function loadDailyProfile(nameOrFile: string): DailyProfile {
  const file = /^[a-z0-9-]+$/.test(nameOrFile) ? projectFile('services', 'bank-gateway', 'adapters', nameOrFile, 'profile.json') : nameOrFile;
  let text: string;
  try { text = readFileSync(file, 'utf8'); } catch { throw new DailyProfileError(`${file}: 文件不存在 the file is missing`); }
  return parseDailyProfile(text, file);
}

function placeProblems(profile: z.infer<typeof Shape>): string[] {
  const named = profile.head.is === 'columns';
  const found: string[] = [];
  const check = (what: string, place: Place | undefined, fields: number): void => {
    if (place === undefined) return;
    if (typeof place === 'string' && !named) found.push(`${what}: 没有列名行，请用位置 there is no line of column names, use a position`);
    if (typeof place === 'number' && place >= fields) found.push(`${what}: 位置超出字段数 the position is beyond the fields (${String(fields)})`);
  };
  for (const [fact, place] of Object.entries(profile.row)) check(`row.${fact}`, place, profile.lines.fields);
  if (profile.head.is === 'line') for (const [fact, place] of Object.entries(profile.head.says)) check(`head.${fact}`, place, profile.head.fields);
  for (const [fact, place] of Object.entries(profile.sections?.says ?? {})) check(`sections.${fact}`, place, profile.sections?.fields ?? 0);
  if (profile.sections && profile.sections.says.count === undefined) found.push('sections.says.count: 分段须说明行数 a section must say how many lines it has');
  // Sums behind the lines may stand under names of their own: positions only.
  for (const [fact, place] of Object.entries(profile.end?.says ?? {})) if (typeof place === 'string') found.push(`end.${fact}: 请用位置 use a position`);
  if (profile.end && profile.end.line >= profile.end.lines) found.push('end.line: 超出行数 beyond its lines');
  if (profile.kinds) check('kinds.field', profile.kinds.field, profile.lines.fields);
  const amountOfEachKind = profile.kinds !== null && Object.values(profile.kinds.values).every(({ kind, amount }) => kind === 'skipped' || amount !== undefined);
  if (profile.carries !== 'totals' && profile.row.payCode === undefined) found.push('row.payCode: 缺少缴款码 a pay code is missing');
  if (profile.carries === 'totals') {
    if (profile.row.count === undefined || profile.row.amount === undefined) found.push('row: 汇总须有笔数与金额 totals need count and amount');
    if (profile.totalsOf.length === 0) found.push('totalsOf: 须写明汇总哪些文件 say which files these are the totals of');
    if (profile.sections !== null || profile.kinds !== null) found.push('sections, kinds: 汇总文件没有 a file of totals has none');
  } else if (profile.totalsOf.length > 0 || profile.row.count !== undefined) found.push('totalsOf, row.count: 只用于汇总 for totals only');
  if (profile.carries === 'payments' && profile.row.amount === undefined && !amountOfEachKind) found.push('row.amount: 缺少金额 an amount is missing');
  if (profile.carries === 'problems' && profile.row.reason === undefined) found.push('row.reason: 缺少原因 a reason is missing');
  return found;
}

const nameParts: Readonly<Record<string, (width: number | undefined) => string>> = {
  bank: (width) => `(?<bank>[A-Za-z0-9]${width === undefined ? '+?' : `{${String(width)}}`})`,
  day: () => String.raw`(?<day>\d{8})`,
  division: () => String.raw`(?<division>\d{6})`,
  time: () => String.raw`\d{6}`,
  part: (width) => String.raw`\d${width === undefined ? '+' : `{${String(width)}}`}`,
};
function nameProblems(file: string): string[] {
  const parts = [...file.matchAll(/\{([^}]*)\}/g)].map(([, part = '']) => part);
  return [
    ...parts.filter((part) => !Object.hasOwn(nameParts, part.split(':')[0] ?? '')).map((part) => `file: 没有这种成分 there is no such part: {${part}}`),
    ...(parts.filter((part) => part === 'day').length === 1 ? [] : ['file: 须有且只有一个 {day} exactly one {day} is needed']),
  ];
}
/** The whole name and nothing else; letters count as they are. */
function namePatternOf(file: string): RegExp {
  const pattern = file.split(/(\{[^}]*\})/).map((piece) => {
    const [, part = '', width] = /^\{(\w+)(?::(\d+))?\}$/.exec(piece) ?? [];
    return nameParts[part]?.(width === undefined ? undefined : Number(width)) ?? piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${pattern.join('')}$`);
}

/** `20261122` as `2026-11-22`; null when the calendar has no such day. Longer forms with a time behind are read for their day. */
export function dayOf(text: string): string | null {
  const match = /^(\d{4})[-/]?(\d{2})[-/]?(\d{2})(?:\D.*|\d{6})?$/.exec(text.trim());
  if (!match) return null;
  const day = `${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}`;
  return z.iso.date().safeParse(day).success ? day : null;
}

/** What a file's name says, or null when the name is none of this profile's. */
export function nameSays(profile: DailyProfile, name: string): { day: string; bank: string | null; division: string | null } | null {
  const groups = profile.namePattern.exec(name)?.groups;
  const day = groups === undefined ? null : dayOf(groups['day'] ?? '');
  return day === null ? null : { day, bank: groups?.['bank'] ?? null, division: groups?.['division'] ?? null };
}
