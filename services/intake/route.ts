/**
 * The route of a case 办件路径: who decides, whose seals in which order, whether it is reported up and what follows.
 * It depends on nothing but the form in which the item is delegated to the zone (湘政办发〔2020〕49号: 直接赋权, 委托行使,
 * 服务前移, 审批直报), so the whole of it is one table; everything else in the service asks this table.
 */
import type { OfferedItem } from '../../contracts/catalogue/messages.ts';
import { refusal, type BothLanguages, type Refusal } from '../../contracts/refusals.ts';
import type { DelegationForm, UseSeal } from '../../contracts/seal/messages.ts';
import { LAW, type Limit } from './deadline.ts';
import type { Day } from './working-days.ts';

export type Delegation = OfferedItem['delegation'];
/** What a sealed document is for; the seal service asks for it with every use. */
export type SealPurpose = UseSeal['purpose'];
/** Whose seal it is: the zone's 行政审批服务专用章 or the department's. */
export type SealHolder = 'zone' | 'department';

export interface Route {
  readonly form: DelegationForm;
  /** The role that decides here; under 审批直报 it gives the opinion of the pre-examination. */
  readonly decider: 'approver' | 'department-officer';
  /** In whose name the decision stands and who bears the liability. */
  readonly inNameOf: 'zone' | 'department' | 'higher-authority';
  /** Who stands on the certificate as its issuer. */
  readonly issuer: SealHolder;
  /** Seals on each document, in the order they are placed; an empty list means that no such document is made here. */
  readonly seals: Readonly<Record<SealPurpose, readonly SealHolder[]>>;
  /** Whether the decision itself is lawful only while the document of delegation is valid, not just the acceptance. */
  readonly decidedOnlyWhileDelegated: boolean;
  /** Whether the case goes up to a higher authority and waits for its decision. */
  readonly reportedUp: boolean;
  /** The zone's own limit before it reports up, beside the limits of the item. */
  readonly preExamination: Limit | null;
  /** Whether the closed case goes on the monthly list to the department 按月备案. */
  readonly filedMonthly: boolean;
  /** Whether the department puts its seal on sight of the zone's 见章盖章, by standing authorisation or by its officer. */
  readonly sealsOnSight: boolean;
  /** The form's Chinese name and the rule behind the row. */
  readonly says: BothLanguages;
}

export const ROUTES: Readonly<Record<DelegationForm, Route>> = {
  // The zone decides in its own name and bears the liability; external effect of its own seal; filed monthly.
  'direct': {
    form: 'direct', decider: 'approver', inNameOf: 'zone', issuer: 'zone',
    seals: { opinion: [], decision: ['zone'], certificate: ['zone'] },
    decidedOnlyWhileDelegated: false, reportedUp: false, preExamination: null, filedMonthly: true, sealsOnSight: false,
    says: { zh: '直接赋权：园区以自己名义决定，盖园区行政审批服务专用章，按月备案', en: 'direct grant: the zone decides in its own name under its own seal, filed monthly' },
  },
  // 行政许可法第二十四条: power is exercised in the department's name, within the entrustment and while it lasts;
  // the department seals on sight of the zone's seal (见章盖章) without a second review.
  'entrusted': {
    form: 'entrusted', decider: 'approver', inNameOf: 'department', issuer: 'department',
    seals: { opinion: [], decision: ['zone', 'department'], certificate: ['zone', 'department'] },
    decidedOnlyWhileDelegated: true, reportedUp: false, preExamination: null, filedMonthly: true, sealsOnSight: true,
    says: { zh: '委托行使：委托书有效期内园区以部门名义决定，先盖园区章，部门见章盖章，按月备案', en: 'entrusted: while entrusted the zone decides in the name of the department; zone seal, then department seal; filed monthly' },
  },
  // The zone receives, leads and delivers; the department's named officer decides through the green channel.
  'forward': {
    form: 'forward', decider: 'department-officer', inNameOf: 'department', issuer: 'department',
    seals: { opinion: [], decision: ['department'], certificate: ['department'] },
    decidedOnlyWhileDelegated: false, reportedUp: false, preExamination: null, filedMonthly: false, sealsOnSight: false,
    says: { zh: '服务前移：园区领办，部门专办员决定，盖部门章', en: 'service moved forward: the zone leads, the department officer decides under the department seal' },
  },
  // 行政许可法第四十三条: the lower authority examines within 20 days of acceptance and reports the opinion with all
  // materials; nothing may be asked for again. The certificate carries the department's seal on the strength of the
  // decision from above until the higher authority's own electronic seal arrives (docs/decisions).
  'direct-report': {
    form: 'direct-report', decider: 'approver', inNameOf: 'higher-authority', issuer: 'department',
    seals: { opinion: ['zone', 'department'], decision: [], certificate: ['department'] },
    decidedOnlyWhileDelegated: false, reportedUp: true, preExamination: LAW.preExamination, filedMonthly: false, sealsOnSight: true,
    says: { zh: '审批直报：园区审查盖章，部门见章盖章，上报上级决定，结果由园区送达', en: 'direct report: the zone examines and seals, the department seals, the higher authority decides, the zone delivers' },
  },
};

/** The codes of the seals a document needs, in the order of placing them. */
export function sealCodes(delegation: Delegation, purpose: SealPurpose): string[] {
  const code: Record<SealHolder, string> = { zone: delegation.zoneSealCode, department: delegation.department.sealCode };
  return ROUTES[delegation.form].seals[purpose].map((holder) => code[holder]);
}

/** Whether the department's officer confirms before the department's seal is placed on this document: where both seals are, and the document of delegation wants it. */
export function officerCountersigns(delegation: Delegation, purpose: SealPurpose): boolean {
  // The certificate says what the countersigned decision says; it follows under the same confirmation.
  return delegation.countersign === 'officer' && ROUTES[delegation.form].sealsOnSight && purpose !== 'certificate';
}

/** Why this person may not confirm for the department or return the document, or undefined: an officer of that department, and a third person. */
export function countersigningRefusal(delegation: Delegation, who: { readonly by: string; readonly roles: readonly string[]; readonly department?: string | undefined; readonly others: readonly string[] }): Refusal | undefined {
  if (!who.roles.includes('department-officer')) return refusal('wrong-role', { detail: ROUTES[delegation.form].says });
  if (who.department !== delegation.department.creditCode) return refusal('wrong-department');
  return who.others.includes(who.by) ? refusal('same-person') : undefined;
}

/** Why the zone has no power over the item on a day, or undefined: both ends of the validity count as valid. */
export function delegationRefusal(delegation: Delegation, on: Day): Refusal | undefined {
  if (on < delegation.validFrom) return refusal('delegation-not-yet-valid', { detail: delegation.validFrom });
  if (on > delegation.validTo) return refusal('delegation-expired', { detail: delegation.validTo });
  return undefined;
}

/** Whether whoever acts does so as officer of another department, with the posts that open the act: such a person does nothing here. */
export function otherDepartment(delegation: Delegation, actor: { readonly roles: readonly string[]; readonly department?: string }): boolean {
  return actor.roles.length > 0 && actor.roles.every((role) => role === 'department-officer') && actor.department !== delegation.department.creditCode;
}

/** Who wants to decide, and when. Accounts are those of staff. */
export interface Deciding {
  readonly by: string;
  readonly roles: readonly string[];
  /** Credit code of the decider's department, as the token tells it; asked of a department officer only. */
  readonly department?: string | undefined;
  readonly reviewedBy: string;
  readonly on: Day;
}

/**
 * Why this person may not decide this case today, or undefined. Asked in this order: the post, the department, one
 * reviews and another approves (一审一核), the entrustment is still valid.
 */
export function decidingRefusal(delegation: Delegation, deciding: Deciding): Refusal | undefined {
  const route = ROUTES[delegation.form];
  if (!deciding.roles.includes(route.decider)) return refusal('wrong-role', { detail: route.says });
  if (route.decider === 'department-officer' && deciding.department !== delegation.department.creditCode) return refusal('wrong-department');
  if (deciding.by === deciding.reviewedBy) return refusal('same-person');
  // Other forms keep what was accepted in time: 承接前已受理的继续办理 (广州 2024); an entrustment ends with its date.
  if (route.decidedOnlyWhileDelegated) return delegationRefusal(delegation, deciding.on);
  return undefined;
}
