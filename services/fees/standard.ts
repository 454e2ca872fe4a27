/**
 * Published standards of charges 收费标准, and what they make of a measure: fixed, by unit, in tiers, a percentage, or a range of which
 * the lowest is taken; with relief only against a document. Promises: each amount is explained line by line and the lines add up to it;
 * money is integer fen and counted exactly; whatever a standard does not foresee is refused, never rounded into place.
 */
import { z } from 'zod';
import { refusal, type Refusal } from '../../contracts/refusals.ts';

const fen = z.number().int().nonnegative().max(99_999_999_999_999);
/** Parts of a million: 5 % is 50 000. */
const perMillion = z.number().int().positive().max(1_000_000);
/** A quantity as people write it, at most three decimals; kept as text so that nothing is lost on the way. */
export const Measure = z.string().regex(/^\d{1,12}(\.\d{1,3})?$/);

const Named = z.object({ code: z.string().min(1).max(30), name: z.string().min(1).max(100) });

/** How a standard counts. `wholeUnits`: a unit begun counts as a whole one (不足一单位按一单位计). */
export const Rule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), amountInFen: fen.positive() }),
  z.object({ kind: z.literal('per-unit'), unit: z.string().min(1).max(20), unitAmountInFen: fen.positive(), wholeUnits: z.boolean() }),
  z.object({ kind: z.literal('range'), unit: z.string().min(1).max(20), lowestInFen: fen.positive(), highestInFen: fen.positive(), wholeUnits: z.boolean() }),
  z.object({
    kind: z.literal('tiers'), unit: z.string().min(1).max(20), wholeUnits: z.boolean(),
    /** `each-part`: what lies within a tier is counted by it (分段累计); `whole`: all of it by the tier it falls into (全额). */
    mode: z.enum(['each-part', 'whole']),
    tiers: z.array(z.object({ upTo: Measure.nullable(), unitAmountInFen: fen })).min(2).max(20),
  }),
  z.object({
    kind: z.literal('percentage'), of: z.string().min(1).max(40),
    /** Of a sum in yuan, part by part (差额定率累进). */
    tiers: z.array(z.object({ upTo: Measure.nullable(), perMillion })).min(1).max(20),
    atLeastInFen: fen.nullable(), atMostInFen: fen.positive().nullable(),
  }),
]);
export type Rule = z.infer<typeof Rule>;

/** A relief 减免 the standard itself foresees; never a favour. */
export const Relief = z.object({
  code: z.string().regex(/^[a-z0-9-]{1,30}$/), name: z.string().min(1).max(100),
  /** The rule that grants it, such as 财税〔2014〕101号. */
  basis: z.string().min(1).max(200),
  effect: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('exempt') }),
    /** What is still to be paid, in parts of a million. */
    z.object({ kind: z.literal('part'), stillPerMillion: perMillion.max(999_999) }),
    z.object({ kind: z.literal('less'), amountInFen: fen.positive() }),
  ]),
});

/** Surcharge for paying late 滞纳金, where a standard says so: simple, by the day, never above the cap. */
export const LateFee = z.object({ perDayPerMillion: perMillion, atMostPerMillion: z.number().int().positive().max(1_000_000), basis: z.string().min(1).max(200) });

/** One version of a standard as it was published; it never changes, the next one follows it. */
export const Standard = z.object({
  code: z.string().regex(/^[0-9A-Z-]{3,30}$/),
  name: z.string().min(1).max(100),
  /** The standard in words, as it hangs on the wall. */
  words: z.string().min(1).max(500),
  /** The document that fixes it. */
  basis: z.string().min(1).max(300),
  /** 收入项目: what the money is in the fiscal books. */
  revenueItem: Named,
  /** 执收单位: for whom it is collected. */
  collectingUnit: Named,
  rule: Rule,
  reliefs: z.array(Relief).max(20),
  lateFee: LateFee.nullable(),
  validFrom: z.iso.date(),
  /** Its last day, where it was fixed for a time (试行期); null until it is superseded or withdrawn. */
  validTo: z.iso.date().nullable().default(null),
  /** Why this version follows the one before. */
  reason: z.string().max(200).nullable().default(null),
});
export type Standard = z.infer<typeof Standard>;

/** What a charge is asked for: a standard, the measure it counts, and a relief with the document that proves it. */
export const Wanted = z.object({
  standardCode: Standard.shape.code,
  measure: Measure.nullable(),
  relief: z.object({ code: Relief.shape.code, documentNumber: z.string().trim().max(60) }).nullable(),
  /** First day of the version to count by; that of today when left out. A case names the one it was accepted under. */
  version: z.iso.date().optional(),
});
export type Wanted = z.infer<typeof Wanted>;
/** How a charge names the version it wants: by its code the one of the day, by code and first day that one. */
export const standardKey = ({ standardCode, version }: { standardCode: string; version?: string | undefined }): string => (version === undefined ? standardCode : `${standardCode} ${version}`);

/** One step of the sum, as somebody at the window would write it down; `amountInFen` may be negative for what is taken off. */
export const Line = z.object({ zh: z.string(), en: z.string(), amountInFen: z.number().int() });
export type Line = z.infer<typeof Line>;
export interface Assessed { lines: Line[]; amountInFen: number }

/** What is wrong with a standard that somebody wants to publish; null when it can be counted by. */
export function standardProblem(standard: Standard): Refusal | null {
  const { rule } = standard;
  const wrong = (field: string, zh: string, en: string): Refusal => refusal('invalid-request', { field, detail: { zh, en } });
  if (rule.kind === 'range' && rule.lowestInFen > rule.highestInFen) return wrong('rule.lowestInFen', '下限高于上限', 'the lowest lies above the highest');
  if (rule.kind === 'tiers' || rule.kind === 'percentage') {
    let before = -1n;
    for (const [at, { upTo }] of rule.tiers.entries()) {
      const isLast = at === rule.tiers.length - 1;
      if (isLast !== (upTo === null)) return wrong(`rule.tiers.${String(at)}.upTo`, '只有最后一档没有上限', 'only the last tier is open, and it must be');
      if (upTo !== null) {
        if (thousandths(upTo) <= before || thousandths(upTo) === 0n) return wrong(`rule.tiers.${String(at)}.upTo`, '各档上限须逐档升高', 'the tiers must rise');
        before = thousandths(upTo);
      }
    }
  }
  if (rule.kind === 'percentage' && rule.atLeastInFen !== null && rule.atMostInFen !== null && rule.atLeastInFen > rule.atMostInFen) return wrong('rule.atLeastInFen', '最低额高于最高额', 'the least lies above the most');
  if (standard.validTo !== null && standard.validTo < standard.validFrom) return wrong('validTo', '截止日早于起始日', 'its last day lies before its first');
  const codes = standard.reliefs.map(({ code }) => code);
  const twice = codes.findIndex((code, at) => codes.indexOf(code) !== at);
  return twice < 0 ? null : wrong(`reliefs.${String(twice)}.code`, '减免代码重复', 'a relief stands there twice');
}

/** The amount a standard makes of what is wanted, line by line; or why it cannot be charged so. */
export function assess(standard: Standard, { measure, relief }: Wanted): Assessed | Refusal {
  const outside = (field: string, zh: string, en: string): Refusal => refusal('amount-outside-standard', { field, detail: { zh, en } });
  const { rule } = standard;
  if (rule.kind === 'fixed' && measure !== null) return outside('measure', '定额收费不计数量', 'a fixed charge has no quantity');
  if (rule.kind !== 'fixed' && (measure === null || thousandths(measure) === 0n)) return outside('measure', '须填写计费数量，且大于零', 'the quantity charged for is missing or nothing');
  const lines = linesOf(rule, measure ?? '');
  if (relief !== null) {
    const known = standard.reliefs.find(({ code }) => code === relief.code);
    if (!known) return outside('relief.code', '该收费标准没有这项减免', 'the standard knows no such relief');
    if (relief.documentNumber === '') return refusal('relief-document-missing', { field: 'relief.documentNumber' });
    const taken = takenOff(known.effect, sumOf(lines));
    lines.push({ zh: `${known.name}（${known.basis}，${relief.documentNumber}）减 ${yuan(taken)} 元`, en: `${known.name} (${known.basis}, ${relief.documentNumber}): less CNY ${yuan(taken)}`, amountInFen: -taken });
  }
  const amountInFen = sumOf(lines);
  // What a bank's field for an amount can hold: 13 digits of yuan.
  if (!Number.isSafeInteger(amountInFen) || amountInFen > 999_999_999_999_999) return outside('measure', '金额超出可计范围', 'the amount is beyond what can be written');
  return { lines, amountInFen };
}

/** The surcharge for a charge paid `daysLate` days after its last day, with its line; null where the standard has none or nothing is late. */
export function lateFeeOf(standard: Standard, amountInFen: number, daysLate: number): Line | null {
  const { lateFee } = standard;
  if (lateFee === null || daysLate <= 0 || amountInFen === 0) return null;
  const byDays = (BigInt(amountInFen) * BigInt(lateFee.perDayPerMillion) * BigInt(daysLate)) / 1_000_000n;
  const cap = (BigInt(amountInFen) * BigInt(lateFee.atMostPerMillion)) / 1_000_000n;
  const fee = Number(byDays < cap ? byDays : cap);
  const rate = percent(lateFee.perDayPerMillion);
  const capped = byDays > cap ? { zh: `，以本金 ${percent(lateFee.atMostPerMillion)} 为限`, en: `, at most ${percent(lateFee.atMostPerMillion)}` } : { zh: '', en: '' };
  return {
    zh: `滞纳金 ${yuan(amountInFen)} 元 × ${rate} × ${String(daysLate)} 天${capped.zh} ＝ ${yuan(fee)} 元（${lateFee.basis}）`,
    en: `late fee CNY ${yuan(amountInFen)} × ${rate} × ${String(daysLate)} days${capped.en} = CNY ${yuan(fee)} (${lateFee.basis})`, amountInFen: fee,
  };
}

/** Three decimals as a whole number, exactly. */
function thousandths(measure: string): bigint {
  const [whole = '0', part = ''] = measure.split('.');
  return BigInt(whole) * 1000n + BigInt(part.padEnd(3, '0'));
}
const written = (thousandth: bigint): string => {
  const part = String(thousandth % 1000n).padStart(3, '0').replace(/0+$/, '');
  return `${String(thousandth / 1000n)}${part === '' ? '' : `.${part}`}`;
};
/** A unit begun counts as a whole one where the standard says so. */
const counted = (measure: bigint, wholeUnits: boolean): bigint => (wholeUnits ? ((measure + 999n) / 1000n) * 1000n : measure);
/** Fractions of a fen are dropped: never more is taken than the standard gives. */
const times = (unitAmountInFen: number, measure: bigint): number => Number((BigInt(unitAmountInFen) * measure) / 1000n);
const sumOf = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.amountInFen, 0);

function linesOf(rule: Rule, measure: string): Line[] {
  switch (rule.kind) {
    case 'fixed': return [{ zh: `定额 ${yuan(rule.amountInFen)} 元`, en: `fixed CNY ${yuan(rule.amountInFen)}`, amountInFen: rule.amountInFen }];
    case 'per-unit': return [unitLine(rule.unit, rule.unitAmountInFen, counted(thousandths(measure), rule.wholeUnits))];
    case 'range': {
      const line = unitLine(rule.unit, rule.lowestInFen, counted(thousandths(measure), rule.wholeUnits));
      const span = `${yuan(rule.lowestInFen)}—${yuan(rule.highestInFen)}`;
      return [{ ...line, zh: `标准 ${span} 元，按下限：${line.zh}`, en: `standard CNY ${span}, the lowest is taken: ${line.en}` }];
    }
    case 'tiers': {
      const amount = counted(thousandths(measure), rule.wholeUnits);
      if (rule.mode === 'each-part') return partsOf(rule.tiers, amount).map(({ tier, part }) => unitLine(rule.unit, tier.unitAmountInFen, part));
      const tier = rule.tiers.find(({ upTo }) => upTo === null || amount <= thousandths(upTo));
      return tier ? [unitLine(rule.unit, tier.unitAmountInFen, amount)] : [];
    }
    case 'percentage': {
      const lines = partsOf(rule.tiers, thousandths(measure)).map(({ tier, part }): Line => {
        // Thousandths of a yuan times parts of a million, in fen.
        const amountInFen = Number((part * BigInt(tier.perMillion)) / 10_000_000n);
        return { zh: `${rule.of} ${written(part)} 元 × ${percent(tier.perMillion)} ＝ ${yuan(amountInFen)} 元`, en: `CNY ${written(part)} × ${percent(tier.perMillion)} = CNY ${yuan(amountInFen)}`, amountInFen };
      });
      const sum = sumOf(lines);
      if (rule.atLeastInFen !== null && sum < rule.atLeastInFen) lines.push({ zh: `不足最低额，按 ${yuan(rule.atLeastInFen)} 元计`, en: `raised to the least, CNY ${yuan(rule.atLeastInFen)}`, amountInFen: rule.atLeastInFen - sum });
      if (rule.atMostInFen !== null && sum > rule.atMostInFen) lines.push({ zh: `超过最高额，按 ${yuan(rule.atMostInFen)} 元计`, en: `cut to the most, CNY ${yuan(rule.atMostInFen)}`, amountInFen: rule.atMostInFen - sum });
      return lines;
    }
  }
}

/** What of an amount lies in each tier, lowest first. */
function partsOf<T extends { upTo: string | null }>(tiers: readonly T[], amount: bigint): { tier: T; part: bigint }[] {
  const parts: { tier: T; part: bigint }[] = [];
  let below = 0n;
  for (const tier of tiers) {
    const top = tier.upTo === null || thousandths(tier.upTo) > amount ? amount : thousandths(tier.upTo);
    if (top > below) parts.push({ tier, part: top - below });
    below = top;
  }
  return parts;
}

function unitLine(unit: string, unitAmountInFen: number, measure: bigint): Line {
  const amountInFen = times(unitAmountInFen, measure);
  const [each, count, sum] = [yuan(unitAmountInFen), written(measure), yuan(amountInFen)];
  return { zh: `${each} 元/${unit} × ${count} ${unit} ＝ ${sum} 元`, en: `CNY ${each} × ${count} ${unit} = CNY ${sum}`, amountInFen };
}

function takenOff(effect: z.infer<typeof Relief>['effect'], sum: number): number {
  switch (effect.kind) {
    case 'exempt': return sum;
    // What is still to be paid is rounded down, so that the relief is never less than granted.
    case 'part': return sum - Number((BigInt(sum) * BigInt(effect.stillPerMillion)) / 1_000_000n);
    case 'less': return Math.min(sum, effect.amountInFen);
  }
}

/** Integer fen as yuan with two decimals. */
export const yuan = (fenAmount: number): string => {
  const [sign, size] = [fenAmount < 0 ? '-' : '', Math.abs(fenAmount)];
  return `${sign}${String(Math.floor(size / 100))}.${String(size % 100).padStart(2, '0')}`;
};
/** Parts of a million as a percentage without superfluous zeros: 50 000 is 5%. */
const percent = (millionths: number): string => `${String(Math.floor(millionths / 10_000))}${millionths % 10_000 === 0 ? '' : `.${String(millionths % 10_000).padStart(4, '0').replace(/0+$/, '')}`}%`;
