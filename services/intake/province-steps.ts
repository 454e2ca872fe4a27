/**
 * What the province is told of a case, in the order it wants: accept, process, special, report, result. One step at a
 * time: the next leaves when the one before has been acknowledged, so an outage never changes their order.
 */
import { call, type Output } from '../../infra/machine.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { CaseRecord, OwedStep } from './case.ts';
import { committeeOf, decidingBody } from './decision-letter.ts';

const chinaMoment = (moment: string): string => new Date(new Date(moment).getTime() + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00');

/** Puts a step behind those still owed; returns the record and the call, if nothing is under way. */
export function owe(record: CaseRecord, kind: OwedStep['kind'], content: Record<string, unknown>): { record: CaseRecord; outputs: Output[] } {
  const sequence = record.province.last + 1;
  const next = { ...record, province: { ...record.province, last: sequence, owed: [...record.province.owed, { sequence, kind, content }] } };
  return pushNext(next);
}

/** Asks for the first owed step when none is under way. */
export function pushNext(record: CaseRecord): { record: CaseRecord; outputs: Output[] } {
  const [first] = record.province.owed;
  if (!first || record.province.asked) return { record, outputs: [] };
  return {
    record: { ...record, province: { ...record.province, asked: true } },
    outputs: [call('push-step', { caseNumber: record.caseNumber, sequence: first.sequence, step: { kind: first.kind, ...first.content } })],
  };
}

/** The province has the first owed step. */
export function acknowledged(record: CaseRecord, sequence: number, at: string): { record: CaseRecord; outputs: Output[] } {
  const first = record.province.owed.find((step) => step.sequence === sequence);
  if (!first) return { record, outputs: [] };
  return pushNext({
    ...record,
    province: {
      ...record.province, asked: false, doubt: null, owed: record.province.owed.filter((step) => step.sequence !== sequence),
      acknowledged: [...record.province.acknowledged, { sequence, kind: first.kind, at }],
    },
  });
}

export function acceptStep(record: CaseRecord): Record<string, unknown> {
  const { item } = record;
  const zone = item.delegation.zone;
  return {
    item: { catalogCode: item.basicCode, taskCode: item.implementationCode, handlingCode: item.code.length === 33 ? item.code : null, name: item.name, version: item.version },
    summary: `关于${record.applicant.name}的${item.name}`, applySource: record.origin ? 'online' : 'window',
    applicant: { kind: 'company', name: record.applicant.name, documentType: 'credit-code', documentNumber: record.applicant.creditCode, legalRepresentative: null },
    contact: { name: record.contact.name, mobile: record.contact.mobile }, address: null,
    appliedAt: chinaMoment(record.origin?.appliedAt ?? record.receivedAt), acceptedAt: chinaMoment(record.acceptedAt ?? record.receivedAt), acceptanceNumber: record.receiptNumber,
    promisedOn: record.due.promised, handlingType: item.delegation.form === 'direct-report' ? 'reported' : 'promised',
    organisation: { name: committeeOf(zone.name), code: zone.creditCode }, handledBy: record.acceptedBy,
  };
}

export function processStep(stepName: string, action: 'passed' | 'returned', at: string, by: string, opinion: string): Record<string, unknown> {
  return { stepName, action, startedAt: chinaMoment(at), endedAt: chinaMoment(at), handledBy: by, opinion: opinion || (action === 'passed' ? '同意' : '不同意'), remark: null };
}

/** Special procedures are told when they end: the province's table wants an end. */
export function specialStep(pause: CaseRecord['pauses'][number], result: string, by: string): Record<string, unknown> {
  return {
    specialKind: specialKinds[pause.kind] ?? 'other', name: specialNames[pause.kind] ?? '特别程序', startedAt: chinaMoment(pause.startedAt), reason: pause.reason,
    endedAt: chinaMoment(pause.endedAt ?? pause.startedAt), result, explanation: null, handledBy: by,
  };
}
const specialKinds: Record<string, string> = { hearing: 'hearing', inspection: 'verification', 'expert-review': 'other', quarantine: 'verification', appraisal: 'verification' };
/** The procedures of 行政许可法 art. 45 whose time does not count. */
export const specialNames: Record<string, string> = { hearing: '听证', inspection: '检验检测', 'expert-review': '专家评审', quarantine: '检疫', appraisal: '鉴定' };

export function reportStep(record: CaseRecord, at: string): Record<string, unknown> {
  const authority = record.item.delegation.upstreamAuthority;
  return {
    authority: { name: authority?.name ?? record.item.department.name, code: authority?.creditCode ?? record.item.delegation.department.creditCode },
    reportedAt: chinaMoment(at), opinion: record.decision?.note ? `同意上报。${record.decision.note}` : '同意上报', handledBy: record.decision?.by ?? '',
  };
}

export function resultStep(record: CaseRecord, result: 'granted' | 'refused' | 'not-accepted' | 'withdrawn', at: string, by: string, explanation: string | null): Record<string, unknown> {
  return {
    result, decidedAt: chinaMoment(at), explanation,
    certificate: result === 'granted' && record.certificate ? { name: record.item.result.name, number: record.certificate.number, validTo: record.decision?.validTo ?? null } : null,
    posted: record.delivery?.method === 'post', handledBy: by,
  };
}

/** Issuer as it stands on the certificate. Under 审批直报 the higher authority decided; the licence number needs an issuer with a code. */
export function issuerOf(record: CaseRecord): { name: string; creditCode: string } {
  const upstream = record.item.delegation.upstreamAuthority;
  return record.item.delegation.form === 'direct-report' && upstream ? upstream : decidingBody(record);
}
export const decidedOn = (record: CaseRecord): string => chinaDate(new Date(record.upstream?.at ?? record.decision?.at ?? record.receivedAt));
