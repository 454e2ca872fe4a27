/**
 * An item of the zone: its published versions, none of which ever changes or overlaps another, and the documents that delegate
 * it. What applied on a day can be told for any day; what is offered at the window follows from the same rule.
 */
import { z } from 'zod';
import { FormField, type OfferedItem } from '../../contracts/catalogue/messages.ts';
import { basicCodeProblem, handlingCodeProblem, implementationCodeProblem } from './codes.ts';
import type { BothLanguages } from '../../contracts/refusals.ts';
import { dayAfter, dayBefore, type Day } from './civil-day.ts';
import { DelegationDocument, firstDayOf } from './delegation.ts';

const day = z.iso.date();
export type { Day } from './civil-day.ts';
const Coded = z.object({ list: z.string(), code: z.string(), meaning: z.string().nullable() });
const Limit = z.object({ amount: z.number().int().min(1), unit: z.enum(['working-day', 'calendar-day']) });

/** One version as the province published it. */
export const PublishedItem = z.object({
  catalogCode: z.string(), taskCode: z.string(), handlingCode: z.string().nullable(), name: z.string().min(1), version: z.number().int().min(1),
  state: z.enum(['in-use', 'suspended', 'cancelled']), effectiveOn: day.nullable(), cancelledOn: day.nullable(), type: Coded,
  department: z.object({ name: z.string().min(1), code: z.string(), nature: Coded }), exerciseLevel: Coded, powerSource: Coded, legalBasis: z.string(),
  statutoryLimit: Limit, promisedLimit: Limit, handlingType: Coded, handlingWord: z.enum(['immediate', 'promised', 'joint', 'reported', 'other']), servedKinds: z.array(Coded), conditions: z.string().nullable(),
  address: z.string().nullable(), openingHours: z.string().nullable(), telephone: z.string().nullable(), visits: z.number().int().nullable(),
  materials: z.array(z.object({
    name: z.string().min(1), required: z.boolean(), form: z.string().nullable(), copies: z.number().int().nullable(), source: z.string().nullable(), acceptanceStandard: z.string().nullable(),
  })),
  charges: z.array(z.object({
    name: z.string().min(1), standard: z.string().min(1), unitAmountInFen: z.number().int().min(0).nullable(), unit: z.string().nullable(), basis: z.string().nullable(), reliefAllowed: z.boolean(),
  })),
  result: z.object({ type: z.enum(['certificate', 'approval-document', 'other', 'none']), name: z.string().nullable() }),
  /** The zone's own form for the window; no other source has one. */
  formFields: z.array(FormField).default([]),
});
export type PublishedItem = z.infer<typeof PublishedItem>;

/** A document as it stands behind this item; a copy, so that the item alone can tell what applied on any day. */
export const ItemDelegation = DelegationDocument.omit({ itemCodes: true }).extend({
  /** The day from which the document no longer gives power, when that came before `validTo`. */
  endedOn: day.nullable(),
  endReason: z.enum(['suspended', 'terminated', 'taken-back']).nullable(),
  /** The days on which these words of the document stood: an amendment begins new words and leaves the earlier ones as they were. */
  appliesFrom: day.nullable().default(null),
  supersededOn: day.nullable().default(null),
});
export type ItemDelegation = z.infer<typeof ItemDelegation>;

export const withdrawalReasons = ['suspended', 'terminated', 'taken-back', 'delegation-ended'] as const;
export type WithdrawalReason = (typeof withdrawalReasons)[number];

/** One item and all that is known of it. */
export const ItemRecord = z.object({
  status: z.enum(['awaiting', 'offered', 'withdrawn']),
  /** 业务办理项编码 (33), or 实施编码 (31) where the item has no sub-items. */
  code: z.string(),
  versions: z.array(PublishedItem),
  delegations: z.array(ItemDelegation),
  /** By document number: the amendment last heard of; an older one that comes late is passed over. */
  amendments: z.record(z.string(), z.number().int()),
  /** Digest of what was offered last: nothing is offered twice in the same words. */
  offeredDigest: z.string().nullable(),
  /** How often the window has been told anything of this item. */
  tellings: z.number().int().default(0),
  withdrawnFor: z.enum(withdrawalReasons).nullable(),
  /** The next day on which anything changes by itself. */
  reviewOn: day.nullable(),
  /** Name and form as listed, cut to what a column holds; for finding only. */
  listedName: z.string().nullable(),
  form: z.string().nullable(),
});
export type ItemRecord = z.infer<typeof ItemRecord>;

export const codeOf = (item: Pick<PublishedItem, 'handlingCode' | 'taskCode'>): string => item.handlingCode ?? item.taskCode;

/** The first rule a published version breaks, with its field; undefined when it may be taken. */
export function publishedProblem(item: PublishedItem): ({ field: string } & BothLanguages) | undefined {
  const problems: [field: string, problem: BothLanguages | undefined][] = [
    ['catalogCode', basicCodeProblem(item.catalogCode)],
    ['taskCode', implementationCodeProblem(item.taskCode)],
    ['handlingCode', item.handlingCode === null ? undefined : handlingCodeProblem(item.handlingCode)],
  ];
  for (const [field, problem] of problems) if (problem) return { field, ...problem };
  if (item.taskCode.slice(19) !== item.catalogCode) return { field: 'taskCode', zh: '实施编码后 12 位与基本编码不一致', en: 'the implementation code does not end in the basic code' };
  if (item.taskCode.slice(0, 18) !== item.department.code) return { field: 'department.code', zh: '实施编码前 18 位与实施主体不一致', en: 'the implementation code does not begin with the code of the body' };
  if (item.handlingCode !== null && item.handlingCode.slice(0, 31) !== item.taskCode) return { field: 'handlingCode', zh: '业务办理项编码与实施编码不一致', en: 'the handling code does not begin with the implementation code' };
  if (item.effectiveOn !== null && item.cancelledOn !== null && item.cancelledOn < item.effectiveOn) return { field: 'cancelledOn', zh: '取消日期早于生效日期', en: 'it is cancelled before it takes effect' };
  // A fee that cannot be counted cannot be asked for, and leaving it out would ask for too little.
  const uncounted = item.charges.findIndex((charge) => charge.unitAmountInFen === null || charge.unitAmountInFen === 0);
  if (uncounted >= 0) return { field: `charges.${String(uncounted)}.unitAmountInFen`, zh: '收费标准没有可计算的单价', en: 'the charge has no unit amount to count with' };
  return undefined;
}

/** What may change in a published version: whether it is in use, and its last day. Everything else is its content. */
const contentOf = (item: PublishedItem): string => JSON.stringify({ ...item, state: null, cancelledOn: null });

export type Learned =
  | { readonly kind: 'new-version' | 'changed-standing'; readonly versions: PublishedItem[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly field: string } & BothLanguages;

/** First day of a version; a version without one applied before anybody kept count. */
const firstDay = (item: PublishedItem): Day => item.effectiveOn ?? '0001-01-01';

/** Adds a published version to those known. Versions are immutable and follow one another without overlap. */
export function learn(known: readonly PublishedItem[], item: PublishedItem): Learned {
  const problem = publishedProblem(item);
  if (problem) return { kind: 'refused', ...problem };
  const same = known.find((one) => one.version === item.version);
  if (same) {
    if (contentOf(same) !== contentOf(item)) return { kind: 'refused', field: 'version', zh: `版本 ${String(item.version)} 已发布，内容不得改动，应发布新版本`, en: `version ${String(item.version)} is published and may not change; publish a new one` };
    if (same.state === item.state && same.cancelledOn === item.cancelledOn) return { kind: 'unchanged' };
    return { kind: 'changed-standing', versions: known.map((one) => (one === same ? item : one)) };
  }
  const versions = [...known, item].toSorted((a, b) => a.version - b.version);
  for (const [index, later] of versions.entries()) {
    const earlier = versions[index - 1];
    if (!earlier) continue;
    if (firstDay(later) <= firstDay(earlier)) {
      return { kind: 'refused', field: 'effectiveOn', zh: `版本 ${String(later.version)} 的生效日期不晚于版本 ${String(earlier.version)}`, en: `version ${String(later.version)} does not take effect after version ${String(earlier.version)}` };
    }
    // Some provinces write the last day in force, others the first day out of it: one day together is neither's mistake.
    if (earlier.cancelledOn !== null && earlier.cancelledOn > firstDay(later)) {
      return { kind: 'refused', field: 'effectiveOn', zh: `版本 ${String(earlier.version)} 与版本 ${String(later.version)} 的有效期重叠`, en: `versions ${String(earlier.version)} and ${String(later.version)} overlap` };
    }
  }
  return { kind: 'new-version', versions };
}

/** A version and the days on which it applied. */
export type Span = { readonly item: PublishedItem; readonly from: Day | null; readonly to: Day | null };

/** All versions with their days; each ends the day before the next begins, or on its own last day. */
export function spansOf(versions: readonly PublishedItem[]): Span[] {
  return versions.map((item, index) => {
    const next = versions[index + 1];
    const beforeNext = next ? dayBefore(firstDay(next)) : null;
    return { item, from: item.effectiveOn, to: earlierOf(item.cancelledOn, beforeNext) };
  });
}

const earlierOf = (a: Day | null, b: Day | null): Day | null => (a === null || (b !== null && b < a) ? b : a);

/** The version in force on a day, or undefined. */
export function versionOn(versions: readonly PublishedItem[], on: Day): Span | undefined {
  return spansOf(versions).find((span) => (span.from === null || span.from <= on) && (span.to === null || on <= span.to));
}

/** Whether a document, in these words, gives power on a day. */
export const givesPower = (delegation: ItemDelegation, on: Day): boolean =>
  firstDayOf(delegation) <= on && on <= delegation.validTo && (delegation.endedOn === null || on < delegation.endedOn)
  && (delegation.appliesFrom === null || delegation.appliesFrom <= on) && (delegation.supersededOn === null || on < delegation.supersededOn);

/** The documents as they stand now, without their earlier words. */
export const standingWords = (delegations: readonly ItemDelegation[]): ItemDelegation[] => delegations.filter((one) => one.supersededOn === null);

/**
 * Adds what the register says of a document now. Words that have stood before stay with the days on which they did, so that a
 * suspension that ended, or a form that changed, is found again; words that never stood for a day are simply replaced.
 */
export function withWords(delegations: readonly ItemDelegation[], words: ItemDelegation): ItemDelegation[] {
  const { documentNumber, appliesFrom: from } = words;
  const earlier = from === null ? [] : delegations.filter((one) => one.documentNumber === documentNumber && laterOf(one.appliesFrom ?? '', firstDayOf(one)) < from);
  const others = delegations.filter((one) => one.documentNumber !== documentNumber);
  return [...others, ...earlier.map((one) => (one.supersededOn !== null || from === null ? one : { ...one, supersededOn: from })), words];
}

/** The document in force on a day, or undefined. Two can never stand for the same days. */
export const delegationOn = (delegations: readonly ItemDelegation[], on: Day): ItemDelegation | undefined =>
  delegations.find((one) => givesPower(one, on));

/** What the window should know of an item today. */
export type Standing =
  | { readonly kind: 'awaiting' }
  /** `reason` is set when it is known what the item would be, but no case may be taken. */
  | { readonly kind: 'known'; readonly offer: OfferedItem; readonly withdrawn: WithdrawalReason | null };

/**
 * Computes it. A document that is not yet valid is offered with its dates, so that the window can say from when; one that has
 * ended is withdrawn with the reason. When several documents lie on the register, today's counts, else the next, else the last.
 */
export function standingOn(record: Pick<ItemRecord, 'code' | 'versions' | 'delegations'>, today: Day): Standing {
  const standing = standingWords(record.delegations);
  const upcoming = standing.filter((one) => firstDayOf(one) > today && one.endedOn === null).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))[0];
  const latest = standing.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
  const delegation = delegationOn(record.delegations, today) ?? upcoming ?? latest;
  const current = versionOn(record.versions, today)?.item;
  const version = current ?? record.versions.at(-1);
  if (!version || !delegation) return { kind: 'awaiting' };
  return { kind: 'known', offer: offerOf(record.code, version, delegation), withdrawn: withdrawalOf(version, current !== undefined, delegation, today) };
}

function withdrawalOf(version: PublishedItem, inForce: boolean, delegation: ItemDelegation, today: Day): WithdrawalReason | null {
  if (version.state === 'cancelled' || (!inForce && version.cancelledOn !== null && version.cancelledOn < today)) return 'terminated';
  if (version.state === 'suspended') return 'suspended';
  if (delegation.endedOn !== null && delegation.endedOn <= today) return delegation.endReason ?? 'delegation-ended';
  return delegation.validTo < today ? 'delegation-ended' : null;
}

function offerOf(code: string, version: PublishedItem, delegation: ItemDelegation): OfferedItem {
  const named = (coded: PublishedItem['type']): OfferedItem['kind'] => ({ list: coded.list, code: coded.code, name: coded.meaning ?? coded.code });
  return {
    code, implementationCode: version.taskCode, basicCode: version.catalogCode, version: version.version, name: version.name,
    kind: named(version.type), handling: named(version.handlingType), department: { name: version.department.name, code: version.department.code },
    legalBasis: version.legalBasis, statutoryLimit: version.statutoryLimit, promisedLimit: version.promisedLimit,
    materials: version.materials.map(({ name, required }) => ({ name, required })),
    // One unit of each charge: how many units a case has is known at the window.
    charges: version.charges.map(({ name, standard, unitAmountInFen }) => ({ name, standard, unitAmountInFen: unitAmountInFen ?? 0, quantity: 1, amountInFen: unitAmountInFen ?? 0 })),
    result: { kind: version.result.type === 'certificate' ? 'licence' : 'document', name: version.result.name ?? '行政审批决定书' },
    formFields: version.formFields,
    delegation: {
      documentNumber: delegation.documentNumber, form: delegation.form, zone: delegation.zone, department: delegation.department,
      upstreamAuthority: delegation.upstreamAuthority, zoneSealCode: delegation.zoneSealCode, validFrom: firstDayOf(delegation),
      // A document that was ended early is valid no longer than that; one that is suspended may come back.
      validTo: delegation.endedOn !== null && delegation.endReason !== 'suspended' && delegation.endedOn <= delegation.validTo ? laterOf(dayBefore(delegation.endedOn), firstDayOf(delegation)) : delegation.validTo,
    },
  };
}
const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

/** The next day after today on which the standing may change by itself, or null. */
export function nextReview(record: Pick<ItemRecord, 'versions' | 'delegations'>, today: Day): Day | null {
  const days = [
    ...spansOf(record.versions).flatMap((span) => [span.from, span.to === null ? null : dayAfter(span.to)]),
    ...standingWords(record.delegations).flatMap((one) => [firstDayOf(one), dayAfter(one.validTo), one.endedOn]),
  ];
  return days.reduce<Day | null>((soonest, one) => (one !== null && one > today && (soonest === null || one < soonest) ? one : soonest), null);
}
