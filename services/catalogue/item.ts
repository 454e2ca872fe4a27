/**
 * An item of the zone: its published versions, none of which ever changes or overlaps another, and the documents that delegate
 * it. What applied on a day can be told for any day; what is offered at the window follows from the same rule.
 */
import { z } from 'zod';
import type { OfferedItem } from '../../contracts/catalogue/messages.ts';
import { dayAfter, dayBefore, type Day } from './civil-day.ts';
import { DelegationDocument, firstDayOf, subParkQuestion } from './delegation.ts';
import { Publication, Segment, type PublishedItem } from './published-item.ts';
import { spanOn, spansOf, type Span } from './timeline.ts';

const day = z.iso.date();

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
  publications: z.array(Publication),
  /** In the order in which it was written; what is written later holds where both speak of a day. */
  timeline: z.array(Segment),
  /** Length of the timeline: tells whoever compared with this item that it is no longer the same. */
  publishings: z.number().int(),
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
  /** Name, body and form as listed, cut to what a column holds; for finding only. */
  listedName: z.string().nullable(),
  listedDepartment: z.string().nullable(),
  form: z.string().nullable(),
});
export type ItemRecord = z.infer<typeof ItemRecord>;

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
export function standingOn(record: Pick<ItemRecord, 'code' | 'publications' | 'timeline' | 'delegations'>, today: Day): Standing {
  const standing = standingWords(record.delegations);
  const upcoming = standing.filter((one) => firstDayOf(one) > today && one.endedOn === null).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))[0];
  const latest = standing.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
  const delegation = delegationOn(record.delegations, today) ?? upcoming ?? latest;
  const span = spanOn(record, today) ?? spansOf(record)[0];
  if (!span || !delegation) return { kind: 'awaiting' };
  return { kind: 'known', offer: offerOf(record.code, span, delegation), withdrawn: withdrawalOf(span, delegation, today) };
}

function withdrawalOf({ state }: Span, delegation: ItemDelegation, today: Day): WithdrawalReason | null {
  if (state === 'cancelled') return 'terminated';
  if (state === 'suspended') return 'suspended';
  if (delegation.endedOn !== null && delegation.endedOn <= today) return delegation.endReason ?? 'delegation-ended';
  return delegation.validTo < today ? 'delegation-ended' : null;
}

function offerOf(code: string, { item: version, edition }: Span, delegation: ItemDelegation): OfferedItem {
  const named = (coded: PublishedItem['type']): OfferedItem['kind'] => ({ list: coded.list, code: coded.code, name: coded.meaning ?? coded.code });
  return {
    code, implementationCode: version.taskCode, basicCode: version.catalogCode, version: version.version, edition, name: version.name,
    kind: named(version.type), handling: named(version.handlingType), department: { name: version.department.name, code: version.department.code },
    legalBasis: version.legalBasis, statutoryLimit: version.statutoryLimit, promisedLimit: version.promisedLimit,
    materials: version.materials.map(({ name, required }) => ({ name, required })),
    // One unit of each charge: how many units a case has is known at the window.
    charges: version.charges.flatMap(({ name, standard, standardCode, unitAmountInFen }) => (standardCode === undefined ? [{ name, standard, unitAmountInFen: unitAmountInFen ?? 0, quantity: 1, amountInFen: unitAmountInFen ?? 0 }] : [])),
    ...termsOf(version.charges),
    result: { kind: version.result.type === 'certificate' ? 'licence' : 'document', name: version.result.name ?? '行政审批决定书' },
    formFields: [...subParkQuestion(delegation), ...version.formFields],
    // 1 is 自然人 in every list known; the word counts where a list says it.
    servesPersons: version.servedKinds.some(({ code, meaning }) => (meaning === null ? code === '1' : /自然人|个人|公民/.test(meaning))),
    delegation: {
      documentNumber: delegation.documentNumber, form: delegation.form, zone: delegation.zone, department: delegation.department,
      upstreamAuthority: delegation.upstreamAuthority, zoneSealCode: delegation.zoneSealCode, countersign: delegation.countersign, validFrom: firstDayOf(delegation),
      // A document that was ended early is valid no longer than that; one that is suspended may come back.
      validTo: delegation.endedOn !== null && delegation.endReason !== 'suspended' && delegation.endedOn <= delegation.validTo ? laterOf(dayBefore(delegation.endedOn), firstDayOf(delegation)) : delegation.validTo,
    },
  };
}
const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);
/** The charges that a registered standard counts; nothing at all where there are none. */
function termsOf(charges: PublishedItem['charges']): Pick<OfferedItem, 'feeTerms'> {
  const feeTerms = charges.flatMap(({ name, standardCode, measure, reliefAllowed }) => (standardCode === undefined ? [] : [{ name, standardCode, measure: measure ?? null, reliefAllowed }]));
  return feeTerms.length === 0 ? {} : { feeTerms };
}

/** The next day after today on which the standing may change by itself, or null. */
export function nextReview(record: Pick<ItemRecord, 'publications' | 'timeline' | 'delegations'>, today: Day): Day | null {
  const days = [
    ...spansOf(record).flatMap((span) => [span.from, span.to === null ? null : dayAfter(span.to)]),
    ...standingWords(record.delegations).flatMap((one) => [firstDayOf(one), dayAfter(one.validTo), one.endedOn]),
  ];
  return days.reduce<Day | null>((soonest, one) => (one !== null && one > today && (soonest === null || one < soonest) ? one : soonest), null);
}
