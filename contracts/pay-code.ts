/**
 * How a province writes its pay codes 缴款码, as a file: lengths, pattern, parts in order, check character. Promises: whatever is wrong with
 * a file is named with its place and the remedy when it is loaded; a code that was made reads back into its parts; a check that would let a
 * mistyped character pass is not accepted; a sequence that is used up is said to be so and never begins anew. Pure: whoever uses it reads the file.
 */
import { z } from 'zod';
import { hybridCheckCharacter } from './identifiers.ts';
import type { BothLanguages } from './refusals.ts';

/** Bounds of any province's pay code, in characters: what interfaces, columns and files have room for (bill_no is [1,42] in the widest dialect). */
export const payCodeBounds = { shortest: 8, longest: 42 } as const;

const width = (least: number, most: number): z.ZodNumber => z.int().min(least).max(most);
const Part = z.discriminatedUnion('is', [
  /** 区划: the first digits of the zone's division code. */
  z.strictObject({ is: z.literal('division'), width: z.union([z.literal(2), z.literal(4), z.literal(6)]) }),
  /** 执收单位编码, as the province gave it to the zone. */
  z.strictObject({ is: z.literal('unit'), width: width(1, 30) }),
  /** The year in China the bill was made in; the sequence begins anew with it. */
  z.strictObject({ is: z.literal('year'), width: z.union([z.literal(2), z.literal(4)]) }),
  /** The day in China, yyMMdd or yyyyMMdd; the sequence begins anew with it. */
  z.strictObject({ is: z.literal('day'), width: z.union([z.literal(6), z.literal(8)]) }),
  z.strictObject({ is: z.literal('fixed'), text: z.string().min(1).max(20) }),
  /** 流水号, filled up with zeros; in digits, or in all the characters of the alphabet. */
  z.strictObject({ is: z.literal('sequence'), width: width(3, 15), in: z.enum(['digits', 'alphabet']).default('digits') }),
  /** 校验位. */
  z.strictObject({ is: z.literal('check') }),
]);
type Part = z.infer<typeof Part>;

/** Positions a check character is made over, counted from 1, both ends included; all but its own when left out. */
const over = z.strictObject({ from: width(1, payCodeBounds.longest), to: width(1, payCodeBounds.longest) }).optional();
const Check = z.discriminatedUnion('algorithm', [
  /** No national rule is known, and 江苏 has none. */
  z.strictObject({ algorithm: z.literal('none') }),
  /** GB/T 17710-2008 (ISO/IEC 7064:2003) MOD 11,10: digits. */
  z.strictObject({ algorithm: z.literal('mod-11-10'), over }),
  /** GB/T 17710-2008 (ISO/IEC 7064:2003) MOD 37,36: digits and capitals. */
  z.strictObject({ algorithm: z.literal('mod-37-36'), over }),
  /** ISO/IEC 7812-1 Annex B (Luhn): digits. */
  z.strictObject({ algorithm: z.literal('luhn'), over }),
  /**
   * Σ weight × value, by a modulus, gives the place of the check character in `characters`; weights stand from left to right. So are made
   * GB 11714-1997 (weights 3 7 9 10 5 8 4 2, `0X987654321`) and ISO 7064 MOD 11-2 as in GB 11643-1999 (weights 7 9 10 5 8 4 2 1 6 3 …, `10X98765432`).
   */
  z.strictObject({ algorithm: z.literal('weighted-mod'), over, weights: z.array(z.int().min(1).max(999)).min(1).max(payCodeBounds.longest), modulus: width(2, 97), characters: z.string().min(2).max(97) }),
]);
type Check = z.infer<typeof Check>;

export const PayCodeProfile = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{2,40}$/),
  title: z.string().min(2).max(160),
  /** Where this form is known from: a document of the province, a bank's interface. */
  source: z.string().min(2).max(300),
  alphabet: z.enum(['digits', 'digits-and-capitals']),
  /** Every length a code of this province may have; ours have the sum of the parts. */
  lengths: z.array(width(payCodeBounds.shortest, payCodeBounds.longest)).min(1).max(6),
  /** A regular expression for the whole code. */
  pattern: z.string().min(1).max(300),
  parts: z.array(Part).min(1).max(12),
  check: Check.default({ algorithm: 'none' }),
});
export type PayCodeProfile = z.infer<typeof PayCodeProfile>;

/** A profile that cannot be used; the message names the file, every place and what to do about it. */
export class PayCodeProfileError extends Error {
  override name = 'PayCodeProfileError';
  constructor(file: string, problems: readonly string[]) {
    super(`缴款码配置有误 the profile of pay codes is wrong: ${file}\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** The sequence of its year (or day) is at its end: a code more would be one given before. */
export class PayCodesUsedUp extends RangeError {
  override name = 'PayCodesUsedUp';
}

/** What is put into a code beside the sequence. `on`: the day in China, yyyy-MM-dd. */
export interface PayCodeMaker { readonly division: string; readonly unit: string }
/** One part of a code as it was read. */
export interface ReadPart { readonly is: Part['is']; readonly text: string; /** Of a sequence. */ readonly number: number | null }

/** Whether a text can be a code of this form: `mistyped` when only its check character says no. */
export type PayCodeVerdict = 'fits' | 'mistyped' | 'foreign';

/** A profile, ready to make codes and to read them. */
export interface PayCodeForm {
  readonly profile: PayCodeProfile;
  /** Characters of a code we make. */
  readonly length: number;
  /** The highest number of a sequence. */
  readonly last: number;
  /** The series its numbers are taken from: whatever stands in the code and changes the meaning of the number. */
  seriesOf(maker: PayCodeMaker, on: string): string;
  /** Throws `PayCodesUsedUp` beyond `last`, and a RangeError for a maker whose values do not fit. */
  make(maker: PayCodeMaker, on: string, sequence: number): string;
  /** The parts of a code of our own length; undefined when it does not fit. */
  read(code: string): readonly ReadPart[] | undefined;
  verdict(code: string): PayCodeVerdict;
  /** What a code looks like, for people. */
  readonly words: BothLanguages;
}

const widthOf = (part: Part): number => (part.is === 'fixed' ? part.text.length : part.is === 'check' ? 1 : part.width);
const radixOf = ({ alphabet }: PayCodeProfile): 10 | 36 => (alphabet === 'digits' ? 10 : 36);
const characters = { digits: /^[0-9]+$/, 'digits-and-capitals': /^[0-9A-Z]+$/ } as const;
const valueOf = (character: string): number => Number.parseInt(character, 36);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** The profile in a file's text. Throws `PayCodeProfileError` with every error named. */
export function parsePayCodeProfile(text: string, file: string): PayCodeProfile {
  let json: unknown;
  try { json = JSON.parse(text); } catch (error) { throw new PayCodeProfileError(file, [`不是 JSON：请对照随附的示例改正 not JSON, compare it with an example that comes along: ${error instanceof Error ? error.message : ''}`]); }
  const parsed = PayCodeProfile.safeParse(json);
  if (!parsed.success) throw new PayCodeProfileError(file, parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(file)'}: ${message}`));
  const problems = problemsOf(parsed.data);
  if (problems.length > 0) throw new PayCodeProfileError(file, problems);
  return parsed.data;
}

/** What is wrong with a profile as a whole, each with its place and the remedy. */
function problemsOf(profile: PayCodeProfile): string[] {
  const { parts, check, lengths, alphabet } = profile;
  const problems: string[] = [];
  const of = (kind: Part['is']): Part[] => parts.filter(({ is }) => is === kind);
  const length = sum(parts.map(widthOf));
  if (!lengths.includes(length)) problems.push(`lengths: 各部分合计 ${String(length)} 位，请写入 lengths 或改正宽度 the parts add up to ${String(length)}: put it into lengths or mend a width`);
  if (of('sequence').length !== 1) problems.push('parts: 须有且只有一个 sequence（流水号），否则无法保证不重复 exactly one sequence is needed, or codes would repeat');
  if (of('year').length + of('day').length > 1) problems.push('parts: year 与 day 只能有一个，流水号按它重新起算 one year or day at most: the sequence begins anew with it');
  for (const kind of ['division', 'unit'] as const) if (of(kind).length > 1) problems.push(`parts: ${kind} 只能有一个 at most one ${kind}`);
  for (const [at, part] of parts.entries()) {
    if (part.is === 'fixed' && !characters[alphabet].test(part.text)) problems.push(`parts.${String(at)}.text: “${part.text}” 超出 alphabet，请改字符或改 alphabet has characters beyond the alphabet: change the one or the other`);
    if (part.is === 'sequence' && part.in === 'alphabet' && part.width > 10) problems.push(`parts.${String(at)}.width: 字母数字流水号最多 10 位 a sequence in letters has at most 10 characters`);
  }
  try { new RegExp(profile.pattern, 'u'); } catch { problems.push('pattern: 不是正则表达式；可先写 ^[0-9]+$ not a regular expression; ^[0-9]+$ is one'); }
  if (check.algorithm === 'none') {
    if (of('check').length > 0) problems.push('check: 编码含校验位，请写明 algorithm the code has a check character: say by which algorithm');
    return problems;
  }
  if (of('check').length !== 1) return [...problems, 'parts: 写明了校验算法，须有且只有一个 check exactly one check is needed, for there is an algorithm'];
  const own = sum(parts.slice(0, parts.findIndex(({ is }) => is === 'check')).map(widthOf)) + 1;
  const { from, to } = check.over ?? { from: 1, to: length };
  if (from > to || to > length) problems.push(`check.over: 须在 1 至 ${String(length)} 之间且 from ≤ to must lie within 1 to ${String(length)}, from ≤ to`);
  else if (check.over && own >= from && own <= to) problems.push(`check.over: 第 ${String(own)} 位是校验位本身，不能计入 position ${String(own)} is the check character itself, leave it out`);
  const needed = check.algorithm === 'mod-37-36' ? 'digits-and-capitals' : check.algorithm === 'weighted-mod' ? null : 'digits';
  if (needed !== null && alphabet !== needed) problems.push(`check.algorithm: ${check.algorithm} 用于 alphabet ${needed}，请改用${needed === 'digits' ? ' mod-37-36' : ' mod-11-10'} is for the alphabet ${needed}: take ${needed === 'digits' ? 'mod-37-36' : 'mod-11-10'}`);
  if (check.algorithm === 'weighted-mod') problems.push(...weightProblems(check, profile, to - from + 1 - (check.over ? 0 : 1), own - 1));
  return problems;
}

/** How many characters may stand at each position, from left to right. */
const radixesOf = (profile: PayCodeProfile): number[] => profile.parts.flatMap((part) => {
  const plain = part.is === 'division' || part.is === 'year' || part.is === 'day' || (part.is === 'sequence' && part.in === 'digits') || (part.is === 'fixed' && characters.digits.test(part.text));
  return Array.from({ length: widthOf(part) }, () => (plain ? 10 : radixOf(profile)));
});

function weightProblems(check: Extract<Check, { algorithm: 'weighted-mod' }>, profile: PayCodeProfile, covered: number, own: number): string[] {
  const problems: string[] = [];
  const { weights, modulus } = check;
  if (weights.length !== covered) problems.push(`check.weights: 覆盖 ${String(covered)} 位，须有 ${String(covered)} 个权重，现有 ${String(weights.length)} 个 ${String(covered)} positions are covered: give as many weights, not ${String(weights.length)}`);
  if (check.characters.length !== modulus || new Set(check.characters).size !== modulus) problems.push(`check.characters: 须有 ${String(modulus)} 个互不相同的字符，第 n 个对应余数 n must be ${String(modulus)} different characters, the n-th for the remainder n`);
  if (!characters[profile.alphabet].test(check.characters)) problems.push('check.characters: 超出 alphabet（如 X 须用 digits-and-capitals）goes beyond the alphabet (an X needs digits-and-capitals)');
  // Two values of one position that differ by d are told apart when weight × d is no multiple of the modulus. What is no digit where only digits stand, the pattern tells.
  const radixes = radixesOf(profile).filter((_, at) => at !== own && (!check.over || (at + 1 >= check.over.from && at + 1 <= check.over.to)));
  const blind = weights.findIndex((weight, at) => Array.from({ length: (radixes[at] ?? 10) - 1 }, (_, less) => less + 1).some((difference) => (weight * difference) % modulus === 0));
  if (blind >= 0) problems.push(`check.weights.${String(blind)}: 该位输错一个字符会查不出来，请改用与模数互质的权重，或更大的质数模（数字用 11，字母改用 mod-37-36）a mistyped character there would pass: take a weight prime to the modulus, or a larger prime modulus (11 for digits; for letters take mod-37-36)`);
  return problems;
}

/** The check character over what it covers. */
function checkOf(check: Exclude<Check, { algorithm: 'none' }>, covered: string): string {
  switch (check.algorithm) {
    case 'mod-11-10': return hybridCheckCharacter(covered, 10);
    case 'mod-37-36': return hybridCheckCharacter(covered, 36);
    case 'luhn': {
      const doubled = [...covered].toReversed().map((digit, at) => (at % 2 === 0 ? Number(digit) * 2 : Number(digit))).map((one) => (one > 9 ? one - 9 : one));
      return String((10 - (sum(doubled) % 10)) % 10);
    }
    case 'weighted-mod': return check.characters[sum([...covered].map((character, at) => valueOf(character) * (check.weights[at] ?? 0))) % check.modulus] ?? '';
  }
}

/** Makes a profile ready for use. */
export function payCodeForm(profile: PayCodeProfile): PayCodeForm {
  const { parts, check } = profile;
  const length = sum(parts.map(widthOf));
  const pattern = new RegExp(`^(?:${profile.pattern})$`, 'u');
  const starts = parts.map((_, at) => sum(parts.slice(0, at).map(widthOf)));
  const checkAt = starts[parts.findIndex(({ is }) => is === 'check')] ?? -1;
  const sequencePart = parts.find((part) => part.is === 'sequence');
  const radix = sequencePart?.in === 'alphabet' ? radixOf(profile) : 10;
  const last = radix ** (sequencePart?.width ?? 0) - 1;

  function covered(code: string): string {
    const { from, to } = (check.algorithm === 'none' ? undefined : check.over) ?? { from: 1, to: length };
    return [...code].filter((_, at) => at !== checkAt && at + 1 >= from && at + 1 <= to).join('');
  }
  const textOf = (part: Part, { division, unit }: PayCodeMaker, on: string, sequence: number): string => {
    switch (part.is) {
      case 'division': return division.slice(0, part.width);
      case 'unit': return unit;
      case 'year': return on.slice(4 - part.width, 4);
      case 'day': return on.replaceAll('-', '').slice(8 - part.width);
      case 'fixed': return part.text;
      case 'sequence': return sequence.toString(radix).toUpperCase().padStart(part.width, '0');
      case 'check': return '0';
    }
  };
  const isChecked = (code: string): boolean => check.algorithm === 'none' || checkOf(check, covered(code)) === code[checkAt];

  function verdict(code: string): PayCodeVerdict {
    if (!profile.lengths.includes(code.length) || !characters[profile.alphabet].test(code)) return 'foreign';
    if (code.length === length && !isChecked(code)) return 'mistyped';
    return pattern.test(code) ? 'fits' : 'foreign';
  }

  const lengths = profile.lengths.toSorted((one, other) => one - other);
  const [zh, en] = profile.alphabet === 'digits' ? ['数字', 'digits'] : ['数字或大写字母', 'digits or capitals'];
  return {
    profile, length, last, verdict,
    words: { zh: `${lengths.join('、')} 位${zh}${check.algorithm === 'none' ? '' : '，含校验位'}`, en: `${lengths.join(' or ')} ${en}${check.algorithm === 'none' ? '' : ', a check character among them'}` },
    seriesOf(maker, on) {
      // A name of its own for whatever begins the sequence anew; the year in full, for two digits come round again.
      const of = (part: Part): string[] => (part.is === 'division' || part.is === 'unit' ? [textOf(part, maker, on, 0)] : part.is === 'year' ? [on.slice(0, 4)] : part.is === 'day' ? [on] : []);
      return ['pay-code', ...parts.flatMap(of)].join('/');
    },
    make(maker, on, sequence) {
      if (!Number.isSafeInteger(sequence) || sequence < 1) throw new RangeError(`pay code: ${String(sequence)} is no number of a sequence`);
      if (sequence > last) throw new PayCodesUsedUp(`缴款码流水号已用完（最大 ${String(last)}），请更换流水号更宽的缴款码配置 the sequence of pay codes is used up (${String(last)}): take a profile with a wider one`);
      const texts = parts.map((part) => textOf(part, maker, on, sequence));
      const wrong = parts.findIndex((part, at) => texts[at]?.length !== widthOf(part) || !characters[profile.alphabet].test(texts[at]));
      if (wrong >= 0) throw new RangeError(`parts.${String(wrong)} (${parts[wrong]?.is ?? ''}): “${texts[wrong] ?? ''}” 须为 ${String(parts[wrong] ? widthOf(parts[wrong]) : 0)} 位，请改正取值或宽度 does not have the width and the characters of the profile: mend the value or the profile`);
      const body = texts.join('');
      const code = check.algorithm === 'none' ? body : body.slice(0, checkAt) + checkOf(check, covered(body)) + body.slice(checkAt + 1);
      if (verdict(code) !== 'fits') throw new RangeError(`pattern: 与本区取值生成的编码 ${code} 不符，请改正 pattern does not match the code ${code} made with the zone's own values: mend the pattern`);
      return code;
    },
    read(code) {
      if (code.length !== length || verdict(code) !== 'fits') return undefined;
      const read = parts.map((part, at): ReadPart => {
        const text = code.slice(starts[at], (starts[at] ?? 0) + widthOf(part));
        return { is: part.is, text, number: part.is === 'sequence' ? Number.parseInt(text, radix) : null };
      });
      return parts.some((part, at) => part.is === 'fixed' && part.text !== read[at]?.text) || read.some(({ number }) => Number.isNaN(number)) ? undefined : read;
    },
  };
}
