/**
 * The document on which the zone's power over an item rests 授权书/委托书: who signed it, for which items, in which of the four
 * forms, from when until when, and which two posts answer for it. Facts of the document and of nothing else.
 */
import { z } from 'zod';
import { creditCodeProblem, divisionCodeProblem, itemCodeProblem } from '../../contracts/identifiers.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import { Countersign, subParkKey, type FormField } from '../../contracts/catalogue/messages.ts';
import { DelegationForm } from '../../contracts/seal/messages.ts';
import { dayBefore, lastOfMonths } from './civil-day.ts';

const day = z.iso.date();
const Body = z.object({ name: z.string().min(1).max(100), creditCode: z.string() });

export const delegationStandings = ['in-force', 'suspended', 'terminated', 'taken-back'] as const;
export const DelegationStanding = z.enum(delegationStandings);
export type DelegationStanding = z.infer<typeof DelegationStanding>;

/** A document as it is registered. */
export const DelegationDocument = z.object({
  documentNumber: z.string().min(1).max(60),
  /** 授权书 for powers exercised in one's own name or prepared for others; 委托书 for those exercised in the department's name. */
  kind: z.enum(['授权书', '委托书']),
  form: DelegationForm,
  department: Body.extend({ sealCode: z.string().min(1).max(40) }),
  /** Only for 审批直报: the higher authority that decides. */
  upstreamAuthority: Body.nullable(),
  zone: Body.extend({ divisionCode: z.string() }),
  /** Sub-parks 园中园 it is limited to; empty: the whole zone. */
  subParks: z.array(z.string().min(1).max(100)).max(50),
  zoneSealCode: z.string().min(1).max(40),
  /** Whether the department's seal follows the zone's by itself or its officer confirms each document; documents registered before there was a choice had none. */
  countersign: Countersign.default('standing'),
  itemCodes: z.array(z.string()).min(1).max(1000),
  signedOn: day,
  validFrom: day,
  /** Last day of validity. */
  validTo: day,
  /** Last day of the trial period 试行期, six months unless the paper says otherwise; the form may change from that day on. */
  trialEndsOn: day,
  /** 交接日: from this day the zone takes cases in; what the department took in before stays there. Null: from the first day. */
  handOverOn: day.nullable().default(null),
  /** A/B 角: B can do all that A can; named as posts, never as persons. */
  posts: z.object({ a: z.string().min(1).max(100), b: z.string().min(1).max(100) }),
  standing: DelegationStanding,
});
export type DelegationDocument = z.infer<typeof DelegationDocument>;

/** 湘政办发〔2020〕49号: six months on trial; never beyond the document itself. */
export function usualTrialEnd(validFrom: string, validTo: string): string {
  const usual = lastOfMonths(validFrom, 6);
  return usual < validTo ? usual : validTo;
}

/** The first day on which the zone may take a case in under the document. */
export const firstDayOf = (document: Pick<DelegationDocument, 'validFrom' | 'handOverOn'>): string => document.handOverOn ?? document.validFrom;

/**
 * A document limited to sub-parks gives no power over what lies elsewhere. The window asks where the project lies, as it asks whatever else
 * the item's form wants to know: only these places can be answered, and without an answer no case is accepted.
 */
export function subParkQuestion({ subParks, documentNumber }: Pick<DelegationDocument, 'subParks' | 'documentNumber'>): FormField[] {
  if (subParks.length === 0) return [];
  return [{ key: subParkKey, labelZh: '项目所在园区', labelEn: 'Sub-park of the project', kind: 'choice', options: subParks, required: true, helpZh: `${documentNumber} 只适用于所列园区，项目在别处的本窗口无权受理` }];
}

/** Why a document cannot be registered, or undefined. `zoneCreditCode` is the zone this hub serves. */
export function documentRefusal(document: DelegationDocument, zoneCreditCode: string): Refusal | undefined {
  const codes: [field: string, code: string][] = [
    ['department.creditCode', document.department.creditCode], ['zone.creditCode', document.zone.creditCode],
    ...(document.upstreamAuthority ? [['upstreamAuthority.creditCode', document.upstreamAuthority.creditCode] as [string, string]] : []),
  ];
  for (const [field, code] of codes) {
    const wrong = creditCodeProblem(code);
    if (wrong) return refusal('invalid-credit-code', { field, detail: wrong });
  }
  const division = divisionCodeProblem(document.zone.divisionCode);
  if (division) return refusal('invalid-division-code', { field: 'zone.divisionCode', detail: division });
  if (document.zone.creditCode !== zoneCreditCode) {
    return refusal('delegation-not-covering', { field: 'zone.creditCode', detail: { zh: '文书授予的不是本园区', en: 'the document is for another zone' } });
  }
  const seen = new Set<string>();
  for (const [index, code] of document.itemCodes.entries()) {
    const field = `itemCodes.${String(index)}`;
    const wrong = itemCodeProblem(code) ?? (code.length === 12 ? { zh: '应为 31 或 33 位', en: 'it should have 31 or 33 characters' } : undefined);
    if (wrong) return refusal('invalid-item-code', { field, detail: wrong });
    if (seen.has(code)) return refusal('invalid-item-code', { field, detail: { zh: '事项重复列出', en: 'the item is listed twice' } });
    seen.add(code);
  }
  const order = (field: string, zh: string, en: string): Refusal => refusal('invalid-request', { field, detail: { zh, en } });
  if (document.validTo < document.validFrom) return order('validTo', '有效期止早于有效期起', 'the last day lies before the first');
  if (document.signedOn > document.validFrom) return order('signedOn', '签署日期晚于生效日期', 'it was signed after it takes effect');
  if (document.trialEndsOn < document.validFrom || document.trialEndsOn > document.validTo) return order('trialEndsOn', '试行期应在有效期内', 'the trial period lies outside the validity');
  if (document.handOverOn !== null && (document.handOverOn < document.validFrom || document.handOverOn > document.validTo)) return order('handOverOn', '交接日应在有效期内', 'the hand-over lies outside the validity');
  if (new Set(document.subParks).size < document.subParks.length) return order('subParks', '分园重复列出', 'a sub-park is listed twice');
  if (document.posts.a === document.posts.b) return order('posts.b', 'A、B 角不得为同一岗位', 'the A and B posts must differ');
  // 行政许可法第二十四条: only an entrustment is exercised in the department's name, and it has its own kind of document.
  if ((document.kind === '委托书') !== (document.form === 'entrusted')) return order('kind', '委托行使用委托书，其他形式用授权书', '委托书 is for the entrusted form and for no other');
  if ((document.form === 'direct-report') !== (document.upstreamAuthority !== null)) {
    return order('upstreamAuthority', '仅审批直报须写明上级决定机关', 'the higher authority is named under direct report and nowhere else');
  }
  if (document.countersign === 'officer' && document.form !== 'entrusted' && document.form !== 'direct-report') {
    return order('countersign', '仅委托行使、审批直报由部门见章盖章', 'only under entrustment and direct report does the department seal on sight');
  }
  return undefined;
}

/** What decides on which days a document stands. `endedOn`: from when it no longer does, or will no longer. */
type Standing = Pick<DelegationDocument, 'validFrom' | 'validTo' | 'standing'> & { readonly endedOn?: string | null };

/** The last day on which the document may give power; undefined when it is over and nobody knows since when. A suspended one may come back. */
function lastDayOf({ standing, endedOn = null, validTo }: Standing): string | undefined {
  if (standing === 'in-force' || standing === 'suspended') return validTo;
  if (endedOn === null) return undefined;
  return endedOn <= validTo ? dayBefore(endedOn) : validTo;
}

/** A document standing for the same item on the same days would leave open which form decides the route. */
export function overlaps(one: Standing, other: Standing): boolean {
  const [last, otherLast] = [lastDayOf(one), lastDayOf(other)];
  return last !== undefined && otherLast !== undefined && one.validFrom <= otherLast && other.validFrom <= last;
}
