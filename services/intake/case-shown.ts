/**
 * A case as people see it: whole for staff, but for numbers that identify a person; as a line of a list; the least of it
 * for the public; and what is printed on the receipt.
 */
import { z } from 'zod';
import type { components, operations } from '../../contracts/intake/api.ts';
import type { AnswerOf } from '../../infra/http-client.ts';
import { maskCitizenNumber, maskMobile, maskName } from '../../infra/mask.ts';
import type { CaseAction } from './actions.ts';
import { noDue } from './case-line.ts';
import type { LineFound, Lights } from './case-list.ts';
import { measureOf, owedInFen, type CaseFee } from './case-fee.ts';
import type { CaseRecord } from './case.ts';
import { lightOn, type CaseClock } from './clocks.ts';
import { lackingOf } from './decide.ts';
import { shownAnswers } from './form-answers.ts';
import { specialNames } from './province-steps.ts';
import { ROUTES } from './route.ts';
import { caseStates, type CaseStatus } from './states.ts';
import { publicStep, stepInEnglish } from './step-words.ts';
import { turnOf, turns, waitingSince } from './turns.ts';

type Schemas = components['schemas'];
type Shown<K extends keyof operations> = AnswerOf<operations[K]>;

const personOf = (record: CaseRecord, subject: string): Schemas['Person'] => ({ subject, name: record.people[subject] ?? subject });
const isState = (word: string): word is CaseStatus => word !== 'none' && Object.hasOwn(caseStates, word);
const Form = z.enum(['direct', 'entrusted', 'forward', 'direct-report']);
/** A natural person's number is no more shown than a contact's. */
function shownApplicant({ applicant }: CaseRecord): Schemas['ShownApplicant'] {
  const { person } = applicant;
  return { name: applicant.name, creditCode: applicant.creditCode, person: person && { documentType: person.documentType, documentNumber: maskCitizenNumber(person.documentNumber) } };
}
const PauseKind = z.enum(['hearing', 'inspection', 'expert-review', 'quarantine', 'appraisal']);
const procedures = { 'hearing': 'hearing', 'inspection': 'inspection', 'expert-review': 'expert review', 'quarantine': 'quarantine', 'appraisal': 'appraisal' } as const;

const unitOf = (item: CaseRecord['item'], key: string): string | null => item.formFields.find((field) => field.key === key)?.unit ?? null;

/** What a case is charged, explained line by line: amounts of the item's own beside those counted by standards. */
export function shownFee({ item, people }: CaseRecord, fee: CaseFee): Schemas['CountedFee'] {
  return {
    amountInFen: owedInFen(item, fee), countedAt: fee.countedAt, by: { subject: fee.by, name: people[fee.by] ?? fee.by },
    charges: [
      ...item.charges.map(({ name, standard, amountInFen }) => ({ name, standard, amountInFen, assessed: null })),
      ...fee.charges.map(({ name, standard, amountInFen, wanted: { standardCode, measure, relief, version }, basis, revenueItem, collectingUnit, lines }) => ({ name, standard, amountInFen, assessed: { standardCode, validFrom: version, measure, relief, basis, revenueItem, collectingUnit, lines } })),
    ],
  };
}

export function shownCase(record: CaseRecord, clocks: readonly CaseClock[], actions: readonly CaseAction[]): Shown<'showCase'> {
  const by = (subject: string): Schemas['Person'] => personOf(record, subject);
  const { item } = record;
  return {
    caseNumber: record.caseNumber, receiptNumber: record.receiptNumber, state: record.status,
    item: { code: item.code, name: item.name, version: item.version, department: item.department.name, materials: item.materials, formFields: item.formFields, statutoryLimit: item.statutoryLimit, promisedLimit: item.promisedLimit },
    form: item.delegation.form, route: routeOf(item), projectName: record.projectName, applicant: shownApplicant(record),
    contact: { name: maskName(record.contact.name), citizenNumber: record.contact.citizenNumber === null ? null : maskCitizenNumber(record.contact.citizenNumber), mobile: maskMobile(record.contact.mobile) },
    materials: record.materials, answers: shownAnswers(item.formFields, record.answers), lacking: record.acceptedAt === null ? lackingOf(record) : [], origin: record.origin, receivedAt: record.receivedAt, receivedBy: by(record.receivedBy), window: record.window,
    acceptedAt: record.acceptedAt, acceptedBy: record.acceptedBy === null ? null : by(record.acceptedBy), deemedAccepted: record.deemedAccepted,
    supplement: record.supplement,
    pauses: record.pauses.map((pause) => { const kind = PauseKind.parse(pause.kind); const { sequence: _sequence, ...told } = pause; return { ...told, kind, name: { zh: specialNames[kind] ?? kind, en: procedures[kind] } }; }),
    review: record.review && { ...record.review, by: by(record.review.by) },
    due: record.due, clocks: [...clocks], waitingFor: turnOf(record), waitingSince: waitingSince(record),
    decision: record.decision && { ...record.decision, by: by(record.decision.by) },
    upstream: record.upstream && { result: record.upstream.result, documentNumber: record.upstream.documentNumber, authority: record.upstream.authority, at: record.upstream.at, note: record.upstream.note },
    ...(item.feeTerms ? { feeTerms: item.feeTerms.map((term) => ({ ...term, known: measureOf(term.measure, record.answers), unit: term.measure?.from === 'form' ? unitOf(item, term.measure.field) : null })) } : {}),
    ...(record.fee ? { fee: shownFee(record, record.fee) } : {}),
    bill: record.bill && { payCode: record.bill.payCode, amountInFen: record.bill.amountInFen, state: record.bill.state, dueBy: record.bill.dueBy, paidAt: record.bill.paidAt },
    seals: record.sealings.flatMap((sealing) => sealing.used.map((used) => ({ purpose: sealing.purpose, ...used }))),
    sealsVoid: record.sealings.flatMap((sealing) => sealing.void.map((used) => ({ purpose: sealing.purpose, ...used }))),
    countersigns: record.countersigns.map(({ answer, ...asked }) => ({ ...asked, answer: answer && { ...answer, by: by(answer.by) } })),
    certificate: record.certificate && { number: record.certificate.number, licenceId: record.certificate.licenceId, sha256: record.certificate.document.sha256, issuedAt: record.certificate.issuedAt },
    letter: record.letter && { name: record.letter.name, sha256: record.letter.sha256 },
    delivery: record.delivery && { at: record.delivery.at, by: by(record.delivery.by), recipient: maskName(record.delivery.recipient), method: record.delivery.method },
    end: record.end && { at: record.end.at, by: by(record.end.by), reason: record.end.reason },
    province: { owed: record.province.owed.map((step) => step.kind), held: record.province.held.map((step) => step.kind), acknowledged: record.province.acknowledged },
    ratings: record.ratings.map((rating) => ({ ...rating, by: rating.by === '' ? null : by(rating.by) })),
    attention: record.attention,
    steps: record.steps.map((step) => ({ at: step.at, service: step.service, what: step.what, whatEn: stepInEnglish(step.what), by: by(step.by) })),
    actions: [...actions],
  };
}

/** The way this case goes, for whoever draws it: nobody outside keeps a second copy of the table. */
function routeOf(item: CaseRecord['item']): Schemas['Route'] {
  const { decider, reportedUp, seals, says, sealsOnSight } = ROUTES[item.delegation.form];
  return { decider, reportedUp, charged: item.charges.length > 0 || item.feeTerms !== undefined, countersign: sealsOnSight ? item.delegation.countersign : null, seals: { opinion: [...seals.opinion], decision: [...seals.decision], certificate: [...seals.certificate] }, says };
}

export function shownLine(line: LineFound, { today, yellowUntil }: Lights): Schemas['CaseLine'] {
  if (!isState(line.status)) throw new Error(`no state of a case: ${line.status}`);
  const due = line.due === noDue ? null : line.due;
  return {
    caseNumber: line.id, receiptNumber: line.receipt_number, state: line.status, item: line.item_name, itemCode: line.item_code, form: Form.parse(line.form), department: line.department,
    projectName: line.project_name, applicant: line.applicant, receivedAt: line.received_at, receivedBy: { subject: line.received_by, name: line.received_by_name ?? line.received_by },
    window: line.hall_window, waitingFor: line.waiting_for, waitingSince: line.waiting_since, due, light: lightOn(due, today, yellowUntil),
    attention: line.attention_zh === null ? null : { zh: line.attention_zh, en: line.attention_en ?? '' },
  };
}

/** 好差评: of a closed case, and once more (评价次数). */
export const mayRate = (record: Pick<CaseRecord, 'status' | 'ratings'>): boolean => record.status === 'closed' && record.ratings.length < 2;

/** For the public page: no name of a person, nothing that went on inside. */
export function shownProgress(record: CaseRecord, clocks: readonly CaseClock[]): Shown<'queryProgress'> {
  const promised = clocks.find((clock) => clock.kind === 'promised' && clock.stoppedOn === null);
  const { bill, item } = record;
  const { zh, en } = turns[turnOf(record)];
  return {
    state: record.status, item: item.name, form: item.delegation.form, department: item.delegation.department.name, receivedAt: record.receivedAt, waitingFor: { zh, en },
    due: promised?.due ?? null, light: promised?.light ?? null,
    bill: bill?.payCode && (bill.state === 'issued' || bill.state === 'paid') ? { payCode: bill.payCode, amountInFen: bill.amountInFen, state: bill.state, dueBy: bill.dueBy } : null,
    certificateNumber: record.certificate?.issuedAt ? record.certificate.number : null,
    ratings: record.ratings.length, mayRate: mayRate(record),
    steps: record.steps.flatMap((step) => { const said = publicStep(step.what); return said ? [{ at: step.at, ...said }] : []; }),
  };
}

export function shownReceipt(record: CaseRecord, queryPassword: string): Shown<'showReceipt'> {
  const { item } = record;
  return {
    caseNumber: record.caseNumber, receiptNumber: record.receiptNumber, queryPassword, item: { code: item.code, name: item.name }, form: item.delegation.form,
    zone: item.delegation.zone.name, department: item.delegation.department.name, projectName: record.projectName, applicant: shownApplicant(record),
    contact: { name: maskName(record.contact.name), citizenNumber: record.contact.citizenNumber === null ? null : maskCitizenNumber(record.contact.citizenNumber), mobile: maskMobile(record.contact.mobile) },
    materials: record.materials.map(({ name, kind }) => ({ name, kind })), answers: shownAnswers(item.formFields, record.answers), missing: lackingOf(record), receivedAt: record.receivedAt, receivedBy: personOf(record, record.receivedBy),
    window: record.window, noticeDue: record.noticeDue, acceptedAt: record.acceptedAt, due: record.due, statutoryLimit: item.statutoryLimit, promisedLimit: item.promisedLimit,
  };
}
