/** A delegation document as it is typed: from what is on record, what is missing, and what is sent. Pure. */
import type { components } from '../../../../../contracts/catalogue/api.ts';
import type { Delegation } from '../../parts/catalogue-reading.ts';
import { delegationKinds } from '../../texts/catalogue.ts';

type Sent = components['schemas']['Delegation'];
export interface TypedDelegation {
  documentNumber: string; kind: Sent['kind']; form: Sent['form']; standing: NonNullable<Sent['standing']>;
  departmentName: string; departmentCode: string; departmentSeal: string; upstreamName: string; upstreamCode: string;
  zoneName: string; zoneCode: string; division: string; zoneSeal: string; countersign: NonNullable<Sent['countersign']>; subParks: string;
  signedOn: string; validFrom: string; validTo: string; trialEndsOn: string; handOverOn: string; standingFrom: string; reason: string; postA: string; postB: string; itemCodes: string;
}
export type TypedField = keyof TypedDelegation;

/** `amends` fills in everything; `like` only the zone, which is the same on every document of a zone. */
export function typedFrom({ amends, like }: { amends?: Delegation | undefined; like?: Delegation | undefined }): TypedDelegation {
  const zone = amends ?? like;
  return {
    documentNumber: amends?.documentNumber ?? '', kind: amends?.kind ?? delegationKinds[0], form: amends?.form ?? 'direct', standing: amends?.upcoming?.standing ?? amends?.standing ?? 'in-force',
    departmentName: amends?.department.name ?? '', departmentCode: amends?.department.creditCode ?? '', departmentSeal: amends?.department.sealCode ?? '',
    upstreamName: amends?.upstreamAuthority?.name ?? '', upstreamCode: amends?.upstreamAuthority?.creditCode ?? '',
    zoneName: zone?.zone.name ?? '', zoneCode: zone?.zone.creditCode ?? '', division: zone?.zone.divisionCode ?? '', zoneSeal: zone?.zoneSealCode ?? '', countersign: amends?.countersign ?? 'standing', subParks: (amends?.subParks ?? []).join('\n'),
    signedOn: amends?.signedOn ?? '', validFrom: amends?.validFrom ?? '', validTo: amends?.validTo ?? '', trialEndsOn: amends?.trialEndsOn ?? '', handOverOn: amends?.handOverOn ?? '', standingFrom: amends?.upcoming?.on ?? '', reason: '',
    postA: amends?.posts.a ?? '', postB: amends?.posts.b ?? '', itemCodes: (amends?.itemCodes ?? []).join('\n'),
  };
}

const linesOf = (text: string): string[] => text.split(/[\s,，;；、]+/).filter((line) => line !== '');
export const itemCodesOf = (typed: TypedDelegation): string[] => linesOf(typed.itemCodes.toUpperCase());

export type TypedFault = { readonly word: 'unfilled' | 'daysWrong' | 'upstreamNeeded' } | { readonly word: 'lengthWrong'; readonly length: number } | { readonly word: 'itemWrong'; readonly line: number; readonly code: string };

/** What is plainly not filled in; whether it is right the catalogue decides. */
export function faultsOf(typed: TypedDelegation): Partial<Record<TypedField, TypedFault>> {
  const faults: Partial<Record<TypedField, TypedFault>> = {};
  for (const field of ['documentNumber', 'departmentName', 'departmentCode', 'departmentSeal', 'zoneName', 'zoneCode', 'division', 'zoneSeal', 'signedOn', 'validFrom', 'validTo', 'postA', 'postB'] as const) {
    if (typed[field].trim() === '') faults[field] = { word: 'unfilled' };
  }
  for (const [field, length] of [['departmentCode', 18], ['zoneCode', 18], ['division', 6]] as const) {
    if (!faults[field] && typed[field].trim().length !== length) faults[field] = { word: 'lengthWrong', length };
  }
  if (typed.form === 'direct-report') {
    if (typed.upstreamName.trim() === '') faults.upstreamName = { word: 'upstreamNeeded' };
    if (typed.upstreamCode.trim().length !== 18) faults.upstreamCode = { word: 'lengthWrong', length: 18 };
  }
  if (!faults.validTo && !faults.validFrom && typed.validTo < typed.validFrom) faults.validTo = { word: 'daysWrong' };
  const codes = itemCodesOf(typed);
  const wrong = codes.findIndex((code) => code.length < 31 || code.length > 33);
  if (codes.length === 0) faults.itemCodes = { word: 'unfilled' };
  else if (wrong >= 0) faults.itemCodes = { word: 'itemWrong', line: wrong + 1, code: codes[wrong] ?? '' };
  return faults;
}

/** Where the department puts its seal on sight of the zone's there is a choice of how. */
export const sealsOnSight = (form: Sent['form']): boolean => form === 'entrusted' || form === 'direct-report';

export function sentOf(typed: TypedDelegation): Sent {
  const body = (name: string, creditCode: string): { name: string; creditCode: string } => ({ name: name.trim(), creditCode: creditCode.trim().toUpperCase() });
  return {
    kind: typed.kind, form: typed.form, standing: typed.standing,
    department: { ...body(typed.departmentName, typed.departmentCode), sealCode: typed.departmentSeal.trim() },
    upstreamAuthority: typed.form === 'direct-report' ? body(typed.upstreamName, typed.upstreamCode) : null,
    zone: { ...body(typed.zoneName, typed.zoneCode), divisionCode: typed.division.trim() }, zoneSealCode: typed.zoneSeal.trim(), subParks: typed.subParks.split('\n').map((line) => line.trim()).filter((line) => line !== ''),
    itemCodes: itemCodesOf(typed), signedOn: typed.signedOn, validFrom: typed.validFrom, validTo: typed.validTo, ...(typed.trialEndsOn === '' ? {} : { trialEndsOn: typed.trialEndsOn }), handOverOn: typed.handOverOn === '' ? null : typed.handOverOn,
    standingFrom: typed.standing === 'in-force' || typed.standingFrom === '' ? null : typed.standingFrom, reason: typed.reason.trim() === '' ? null : typed.reason.trim(), posts: { a: typed.postA.trim(), b: typed.postB.trim() },
  };
}
