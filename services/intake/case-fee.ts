/**
 * What a case is charged by registered standards 按标准计费: counted by fees before the acceptance, seen by the applicant, and kept with the case
 * line by line. Promises: what is charged later is what was counted then, by the same version; a quantity comes from where the item says
 * and from nowhere else; a relief stands only with its document. Pure.
 */
import { z } from 'zod';
import type { OfferedItem } from '../../contracts/catalogue/messages.ts';
import { WantedCharge, type CollectFee } from '../../contracts/fees/messages.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import type { Answers } from './form-answers.ts';

const coded = z.object({ code: z.string(), name: z.string() });
/** One charge as fees counted it. */
const CountedCharge = z.object({
  name: z.string(), standard: z.string(), amountInFen: z.number().int().nonnegative(), wanted: WantedCharge.required({ version: true }), basis: z.string(), revenueItem: coded, collectingUnit: coded,
  lines: z.array(z.object({ zh: z.string(), en: z.string(), amountInFen: z.number().int() })),
});
export type CountedCharge = z.infer<typeof CountedCharge>;
/** All of them, and who had them counted. */
export const CaseFee = z.object({ charges: z.array(CountedCharge), countedAt: z.iso.datetime({ offset: true }), by: z.string() });
export type CaseFee = z.infer<typeof CaseFee>;

/** What the clerk adds to one charge, by its name: the quantity where it is asked at the window, and a relief with its document. */
export const GivenFee = z.object({
  name: z.string(), measure: z.string().nullable(), relief: z.object({ code: z.string(), documentNumber: z.string().trim().max(60) }).nullable(),
});
export type GivenFee = z.infer<typeof GivenFee>;

type Charged = Pick<OfferedItem, 'feeTerms' | 'charges'>;
type Terms = NonNullable<OfferedItem['feeTerms']>;

/** What an item's standards are asked to count for this case, in the order of the item; or why that cannot be said. */
export function wantedOf({ feeTerms = [] }: Charged, answers: Answers, given: readonly GivenFee[]): WantedCharge[] | Refusal {
  const differs = (zh: string, en: string): Refusal => refusal('fee-terms-differ', { field: 'fee.given', detail: { zh, en } });
  const stranger = given.find(({ name }, at) => !feeTerms.some((term) => term.name === name) || given.findIndex((each) => each.name === name) < at);
  if (stranger) return differs(`“${stranger.name}”不在事项的收费之列，或写了两次`, `${stranger.name} is no charge of the item, or stands there twice`);
  const wanted: WantedCharge[] = [];
  for (const { name, standardCode, measure, reliefAllowed } of feeTerms) {
    const told = given.find((each) => each.name === name);
    if (measure?.from !== 'clerk' && told?.measure != null) return differs(`“${name}”的计费数量不在窗口填写`, `the quantity of ${name} is not told at the window`);
    if (!reliefAllowed && told?.relief != null) return differs(`“${name}”不允许减免`, `${name} knows no relief`);
    if (told?.relief?.documentNumber === '') return refusal('relief-document-missing', { field: 'fee.given' });
    const counted = measureOf(measure, answers) ?? told?.measure ?? null;
    if (measure !== null && counted === null) return differs(`缺“${name}”的计费数量`, `the quantity of ${name} is missing`);
    wanted.push({ standardCode, measure: counted, relief: told?.relief ?? null });
  }
  return wanted;
}
/** The quantity as far as it is known without asking; null where the clerk tells it, where the answer is missing, and for a fixed standard. */
export function measureOf(measure: Terms[number]['measure'], answers: Answers): string | null {
  return measure?.from === 'constant' ? measure.value : measure?.from === 'form' ? answers[measure.field] ?? null : null;
}

/** Why this counting is not that of the case as it stands: the item or its answers have changed since, or something was left out. */
export function countingRefusal(item: Charged, answers: Answers, fee: CaseFee | undefined): Refusal | null {
  const { feeTerms = [] } = item;
  if (feeTerms.length === 0) return null;
  if (!fee) return refusal('fee-uncounted');
  const wanted = wantedOf(item, answers, feeTerms.flatMap(({ name, measure }, at) => {
    const counted = fee.charges[at]?.wanted;
    return counted ? [{ name, measure: measure?.from === 'clerk' ? counted.measure : null, relief: counted.relief }] : [];
  }));
  if (!Array.isArray(wanted)) return wanted;
  const same = wanted.length === fee.charges.length && wanted.every((one, at) => { const counted = fee.charges[at]?.wanted; return one.standardCode === counted?.standardCode && one.measure === counted.measure; });
  return same ? null : refusal('amount-changed', { field: 'fee' });
}

/** What is charged in all: amounts of the item's own, and those counted. */
export const owedInFen = ({ charges }: Pick<OfferedItem, 'charges'>, fee: Pick<CaseFee, 'charges'> | undefined): number =>
  [...charges, ...fee?.charges ?? []].reduce((sum, { amountInFen }) => sum + amountInFen, 0);

/** The charges of the bill that fees is asked for. */
export function chargesOf({ charges }: Pick<OfferedItem, 'charges'>, fee: CaseFee | undefined): CollectFee['charges'] {
  return [...charges, ...(fee?.charges ?? []).map(({ name, standard, amountInFen, wanted }) => ({ name, standard, unitAmountInFen: amountInFen, quantity: 1, amountInFen, wanted }))];
}

/** A counting that would stand, for asking what may be done with a case before anybody has had it counted. */
export function supposedFee({ feeTerms = [] }: Charged, answers: Answers): CaseFee {
  return {
    countedAt: '2000-01-01T00:00:00.000Z', by: '', charges: feeTerms.map(({ name, standardCode, measure }) => ({
      name, standard: '-', amountInFen: 1, basis: '', revenueItem: { code: '', name: '' }, collectingUnit: { code: '', name: '' }, lines: [],
      wanted: { standardCode, measure: measureOf(measure, answers) ?? (measure === null ? null : '1'), relief: null, version: '2000-01-01' },
    })),
  };
}
