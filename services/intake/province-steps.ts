/**
 * What the province is told of a case, in the order it wants: accept, process, special, report, result, then materials and rating. One step
 * at a time: the next is handed over when the gateway has taken the one before. What it could not tell at once it holds, in order, and says
 * later how that ended. Each step says where its fields came from.
 */
import { call, type Output } from '../../infra/machine.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { CaseRecord, OwedStep } from './case.ts';
import { committeeOf, decidingBody } from './decision-letter.ts';

const chinaMoment = (moment: string): string => new Date(new Date(moment).getTime() + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00');

/** Puts a step behind those still owed; returns the record and the call, if nothing is under way. `again` corrects the step told under that number. */
export function owe(record: CaseRecord, kind: OwedStep['kind'], content: Record<string, unknown>, again?: { sequence: number; revision: number }): { record: CaseRecord; outputs: Output[] } {
  const sequence = again?.sequence ?? record.province.last + 1;
  const step: OwedStep = { sequence, kind, revision: again?.revision ?? 1, content };
  return pushNext({ ...record, province: { ...record.province, last: Math.max(record.province.last, sequence), owed: [...record.province.owed, step] } });
}

/** Asks for the first owed step when none is under way. */
export function pushNext(record: CaseRecord): { record: CaseRecord; outputs: Output[] } {
  const [first] = record.province.owed;
  if (!first || record.province.asked) return { record, outputs: [] };
  return {
    record: { ...record, province: { ...record.province, asked: true } },
    outputs: [call('push-step', { caseNumber: record.caseNumber, sequence: first.sequence, step: { kind: first.kind, revision: first.revision, ...first.content } })],
  };
}

/** The gateway has taken the first owed step and tells the province when it can: the next may be handed over. */
export function held(record: CaseRecord, sequence: number, revision: number): { record: CaseRecord; outputs: Output[] } {
  const first = record.province.owed.find((step) => step.sequence === sequence && step.revision === revision);
  if (!first) return { record, outputs: [] };
  return pushNext({
    ...record,
    province: {
      ...record.province, asked: false, doubt: null, owed: record.province.owed.filter((step) => step !== first),
      held: [...record.province.held.filter((step) => step.sequence !== sequence), first],
    },
  });
}

/** The province has a step: the one handed over last, or (`later`) one the gateway held. An older revision than the one held says nothing of it. */
export function acknowledged(record: CaseRecord, sequence: number, revision: number, at: string, later: boolean): { record: CaseRecord; outputs: Output[] } {
  const { province } = record;
  const first = later ? undefined : province.owed.find((step) => step.sequence === sequence && step.revision === revision);
  const kept = later ? province.held.find((step) => step.sequence === sequence && step.revision <= revision) : undefined;
  const found = first ?? kept;
  if (!found) return { record, outputs: [] };
  const next = {
    ...province, held: province.held.filter((step) => step.sequence !== sequence || step.revision > revision),
    acknowledged: [...province.acknowledged.filter((step) => step.sequence !== sequence), { sequence, kind: found.kind, at }],
  };
  return first ? pushNext({ ...record, province: { ...next, asked: false, doubt: null, owed: province.owed.filter((step) => step !== first) } }) : { record: { ...record, province: next }, outputs: [] };
}

/** What the gateway held and the province refused is owed again, first; nothing is handed over until a person has dealt with it. */
export function refusedLater(record: CaseRecord, sequence: number): CaseRecord {
  const { province } = record;
  const kept = province.held.find((step) => step.sequence === sequence);
  return kept ? { ...record, province: { ...province, asked: true, held: province.held.filter((step) => step !== kept), owed: [kept, ...province.owed] } } : record;
}

/** Whether the province has what closes the case. */
export const resultTold = (record: CaseRecord): boolean => record.province.acknowledged.some((step) => step.kind === 'result');

/** What the people of the window typed in comes from their hands; what came with an online application or the catalogue does not. */
const applicantFrom = (record: CaseRecord): 'case' | 'typed' => (record.origin ? 'case' : 'typed');

export function acceptStep(record: CaseRecord): Record<string, unknown> {
  const { item } = record;
  const zone = item.delegation.zone;
  return {
    item: { catalogCode: item.basicCode, taskCode: item.implementationCode, handlingCode: item.code.length === 33 ? item.code : null, name: item.name, version: item.version },
    summary: `关于${record.applicant.name}的${item.name}`, applySource: record.origin ? 'online' : 'window',
    applicant: record.applicant.person
      ? { kind: 'person', name: record.applicant.name, ...record.applicant.person, legalRepresentative: null }
      : { kind: 'company', name: record.applicant.name, documentType: 'credit-code', documentNumber: record.applicant.creditCode, legalRepresentative: null },
    contact: { name: record.contact.name, mobile: record.contact.mobile }, address: record.answers['location'] ?? null,
    appliedAt: chinaMoment(record.origin?.appliedAt ?? record.receivedAt), acceptedAt: chinaMoment(record.acceptedAt ?? record.receivedAt), acceptanceNumber: record.receiptNumber,
    promisedOn: record.due.promised, handlingType: item.delegation.form === 'direct-report' ? 'reported' : 'promised',
    organisation: { name: committeeOf(zone.name), code: zone.creditCode }, handledBy: record.acceptedBy,
    route: { form: item.delegation.form, department: item.delegation.department.creditCode },
    provenance: { '*': 'case', 'item': 'item', 'organisation': 'item', 'handlingType': 'item', 'applicant': applicantFrom(record), 'contact': applicantFrom(record) },
  };
}

export function processStep(stepName: string, action: 'passed' | 'returned', at: string, by: string, opinion: string): Record<string, unknown> {
  return { stepName, action, startedAt: chinaMoment(at), endedAt: chinaMoment(at), handledBy: by, opinion: opinion || (action === 'passed' ? '同意' : '不同意'), remark: null, provenance: { '*': 'case', 'opinion': opinion ? 'typed' : 'case' } };
}

/** A special procedure, told when it begins and again, as a correction, when it has ended; what a province hears of an open one is its profile's rule. */
export function specialStep(pause: CaseRecord['pauses'][number], result: string, by: string): Record<string, unknown> {
  return {
    specialKind: specialKinds[pause.kind] ?? 'other', name: specialNames[pause.kind] ?? '特别程序', startedAt: chinaMoment(pause.startedAt), reason: pause.reason,
    endedAt: pause.endedAt === null ? null : chinaMoment(pause.endedAt), plannedEnd: pause.until === null ? null : `${pause.until}T17:00:00+08:00`, result: result || null, explanation: null, handledBy: by,
    provenance: { '*': 'case', 'reason': 'typed', 'result': 'typed' },
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
    provenance: { '*': 'case', 'authority': 'item', 'opinion': record.decision?.note ? 'typed' : 'case' },
  };
}

export function resultStep(record: CaseRecord, result: 'granted' | 'refused' | 'not-accepted' | 'withdrawn', at: string, by: string, explanation: string | null): Record<string, unknown> {
  return {
    result, decidedAt: chinaMoment(at), explanation,
    certificate: result === 'granted' && record.certificate ? { name: record.item.result.name, number: record.certificate.number, validTo: record.decision?.validTo ?? null } : null,
    posted: record.delivery?.method === 'post', handledBy: by,
    ...(record.delivery ? { collection: { recipient: record.delivery.recipient.slice(0, 100), method: record.delivery.method, at: chinaMoment(record.delivery.at) } } : {}),
    provenance: { '*': 'case', 'explanation': 'typed', 'certificate': 'licence', 'collection.recipient': 'typed' },
  };
}

/** The materials of the case as they lie in the hub: handed in as files, named as the item names them. */
export function materialStep(record: CaseRecord, by: string): Record<string, unknown> {
  return {
    materials: record.materials.map((material) => ({ name: material.name, form: 'electronic', copies: 1, attachment: `${material.name.slice(0, 190)}.${material.kind}` })),
    receivedAt: chinaMoment(record.supplement?.suppliedAt ?? record.receivedAt), handledBy: by, provenance: { '*': 'case', 'materials.name': 'item' },
  };
}

/** What the applicant said. Recorded by a clerk it was typed; said by the applicant it came with the case. */
export function evaluationStep(rating: CaseRecord['ratings'][number], times: number): Record<string, unknown> {
  return {
    satisfaction: rating.satisfaction, channel: rating.channel, times, details: rating.details, words: rating.words || null, ratedBy: null, ratedAt: chinaMoment(rating.at),
    provenance: { '*': rating.by === '' ? 'case' : 'typed', 'times': 'case', 'ratedAt': 'case' },
  };
}

/** Issuer as it stands on the certificate. Under 审批直报 the higher authority decided; the licence number needs an issuer with a code. */
export function issuerOf(record: CaseRecord): { name: string; creditCode: string } {
  const upstream = record.item.delegation.upstreamAuthority;
  return record.item.delegation.form === 'direct-report' && upstream ? upstream : decidingBody(record);
}
export const decidedOn = (record: CaseRecord): string => chinaDate(new Date(record.upstream?.at ?? record.decision?.at ?? record.receivedAt));
