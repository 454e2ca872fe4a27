/**
 * An application from a province's portal 网上申请, from the row that came in to the case it became. From the first moment it is in exactly
 * one of three states: a case (started), not yet one and visible to people with its clock (quarantined), or given back (failed).
 * The five working days of 行政许可法 art. 32 (4) run from the portal's receipt, whatever state it is in here.
 */
import { z } from 'zod';
import { itemCodeProblem, Mobile } from '../../contracts/identifiers.ts';
import { REFUSALS, isRefusalReason, refusal, type BothLanguages } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import { accept, call, ignore, refuse, reminder, takes, type Decision, type MessagesOf, type Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { provinceApplication } from './port.ts';

const moment = z.iso.datetime({ offset: true });
const Reason = z.object({ code: z.string(), field: z.string().nullable(), zh: z.string(), en: z.string() });
export type Reason = z.infer<typeof Reason>;
const Person = z.object({ subject: z.string(), name: z.string() });
const Contact = z.object({ name: z.string(), mobile: z.string() });

/** A file as it was looked at: kept by intake under its digest, or why intake does not take it. */
export const FileLookedAt = z.object({ fileId: z.string(), sha256: z.string().nullable(), problem: Reason.nullable() });
export type FileLookedAt = z.infer<typeof FileLookedAt>;

export const ApplicationRecord = z.object({
  status: z.enum(['quarantined', 'started', 'failed']),
  platform: z.string(),
  applicationId: z.string(),
  /** Null for a row that could not be read. */
  application: provinceApplication.nullable(),
  seenAt: moment,
  /** When the portal took it: the day the applicant's five working days run from. */
  submittedAt: moment,
  /** The last of those days, as intake's calendar tells it; null until told, or where the calendar does not reach. */
  noticeDue: z.iso.date().nullable(),
  /** It was still no case when the five days had passed. */
  overdueAt: moment.nullable(),
  /** Why it is no case; null once it is one. */
  reason: Reason.nullable(),
  files: z.array(FileLookedAt),
  /** It is being made a case at this moment. */
  taking: z.boolean(),
  itemCode: z.string().nullable(),
  assignedBy: Person.nullable(),
  /** Added by the person who found the item, where the portal gave none. */
  contact: Contact.nullable(),
  caseNumber: z.string().nullable(),
  receiptNumber: z.string().nullable(),
  /** What the platform has been told, and what it is being told. */
  answered: z.object({ kind: z.enum(['started', 'quarantined', 'failed']), at: moment }).nullable(),
  answering: z.boolean(),
  history: z.array(z.object({ at: moment, zh: z.string(), en: z.string(), by: Person.nullable() })),
});
export type ApplicationRecord = z.infer<typeof ApplicationRecord>;

/** One id for one application. A platform's numbers may be longer than a record's id. */
export const applicationKey = (platform: string, applicationId: string, digest: (text: string) => string): string => {
  const plain = `${platform}/${applicationId}`;
  return plain.length <= 96 ? plain : `${platform}/~${digest(applicationId).slice(0, 40)}`;
};

export const TakeApplication = z.object({ itemCode: z.string(), withoutFiles: z.boolean() });
export const Taken = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('case'), caseNumber: z.string(), receiptNumber: z.string(), files: z.array(FileLookedAt) }),
  z.object({ kind: z.literal('files-refused'), files: z.array(FileLookedAt) }),
]);
const TellPlatform = z.object({ kind: z.enum(['started', 'quarantined', 'failed']) });
const AskClock = z.object({ receivedOn: z.string() });

export const accepts = {
  'poll.application-found': takes(z.object({ platform: z.string(), application: provinceApplication }), () => ''),
  'poll.row-unreadable': takes(z.object({ platform: z.string(), applicationId: z.string(), field: z.string(), zh: z.string(), en: z.string() }), () => ''),
  'http.assign-item': takes(z.object({ itemCode: z.string(), withoutFiles: z.boolean(), contact: Contact.nullable() }), () => ''),
  'http.give-back': takes(z.object({ reason: z.string().trim().min(1).max(500) }), () => ''),
  'outcome.take-application': takes(outcomeOf(TakeApplication, Taken), () => ''),
  'outcome.tell-platform': takes(outcomeOf(TellPlatform, z.unknown()), () => ''),
  'outcome.ask-notice-clock': takes(outcomeOf(AskClock, z.object({ due: z.string().nullable() })), () => ''),
  'reminder.notice-overdue': takes(z.object({}).loose(), () => ''),
  'reminder.notice-clock': takes(z.object({}).loose(), () => ''),
} as const;
export type ApplicationMessage = MessagesOf<typeof accepts>;

export function decide(record: ApplicationRecord | undefined, message: ApplicationMessage, facts: { now: Date }): Decision<ApplicationRecord> {
  const at = facts.now.toISOString();
  if (message.type === 'poll.application-found') return record ? ignore('known') : found(message.data, at);
  if (message.type === 'poll.row-unreadable') return record ? ignore('known') : unreadable(message.data, at);
  if (!record) return message.actor ? refuse(refusal('not-found')) : ignore('not known');
  const by = message.actor ? { subject: message.actor.subject, name: message.actor.name } : null;

  switch (message.type) {
    case 'http.assign-item': {
      if (record.status !== 'quarantined' || !record.application) return refuse(refusal('wrong-state', { detail: stateWords(record) }));
      if (record.taking) return refuse(refusal('request-in-progress', { detail: stateWords(record) }));
      const { itemCode, withoutFiles, contact } = message.data;
      const wrong = itemCode.length === 12 ? { zh: '须为实施编码或业务办理项编码', en: 'an implementation or handling code is needed' } : itemCodeProblem(itemCode);
      if (wrong) return refuse(refusal('invalid-item-code', { field: 'itemCode', detail: wrong }));
      const next = note({ ...record, taking: true, itemCode, assignedBy: by, contact: contact ?? record.contact }, at, { zh: `指定事项 ${itemCode}${withoutFiles ? '，不收不合格的文件' : ''}`, en: `item ${itemCode} assigned${withoutFiles ? ', without the files that were refused' : ''}` }, by);
      return accept(next, [call('take-application', { itemCode, withoutFiles })], next);
    }
    case 'http.give-back': {
      if (record.status !== 'quarantined') return refuse(refusal('wrong-state', { detail: stateWords(record) }));
      if (record.taking) return refuse(refusal('request-in-progress', { detail: stateWords(record) }));
      const { reason } = message.data;
      const next = note({ ...record, status: 'failed', reason: { code: 'given-back', field: null, zh: reason, en: reason } }, at, { zh: `退回申请人：${reason}`, en: `given back to the applicant: ${reason}` }, by);
      return told(next, next);
    }
    case 'outcome.take-application': {
      if (record.status !== 'quarantined') return ignore('it has ended');
      const { outcome } = message.data;
      if (outcome.kind === 'done') {
        if (outcome.value.kind === 'files-refused') return quarantined({ ...record, files: outcome.value.files }, filesRefused, at);
        const { caseNumber, receiptNumber, files } = outcome.value;
        const next = note({ ...record, status: 'started', taking: false, reason: null, caseNumber, receiptNumber, files }, at, { zh: `成为办件 ${caseNumber}`, en: `became case ${caseNumber}` });
        return told(next);
      }
      if (outcome.kind !== 'refused') return quarantined(record, { code: outcome.kind, field: null, zh: `收件系统未能答复：${outcome.detail}`, en: `intake did not answer: ${outcome.detail}` }, at);
      const { reason, detail } = outcome;
      // Under the application's own code: said of the application, and not to somebody who typed it.
      if (reason === 'unknown-item' && record.assignedBy === null) return quarantined(record, noSuchCode(record.itemCode), at);
      const en = isRefusalReason(reason) ? REFUSALS[reason].en : detail;
      return quarantined(record, { code: reason, field: null, zh: detail || (isRefusalReason(reason) ? REFUSALS[reason].zh : reason), en }, at);
    }
    case 'outcome.tell-platform': {
      const { request, outcome } = message.data;
      const heard: ApplicationRecord = outcome.kind === 'done'
        ? { ...record, answering: false, answered: { kind: request.kind, at } }
        // The platform takes no such answer, and saying it again would change nothing: people see that it was not told.
        : note({ ...record, answering: false }, at, { zh: `平台未接受告知：${outcome.detail}`, en: `the platform took no answer: ${outcome.detail}` });
      if (outcome.kind !== 'done' && request.kind === answerOwed(record)) return accept(heard);
      return told(heard);
    }
    case 'outcome.ask-notice-clock': {
      const { outcome } = message.data;
      if (outcome.kind !== 'done' || outcome.value.due === null) return accept(record, [reminder('notice-clock', new Date(facts.now.getTime() + 86_400_000))]);
      const { due } = outcome.value;
      return accept({ ...record, noticeDue: due }, record.status === 'quarantined' ? [reminder('notice-overdue', new Date(Math.max(facts.now.getTime(), Date.parse(`${due}T16:00:00Z`))))] : []);
    }
    case 'reminder.notice-clock': {
      if (record.status !== 'quarantined' || record.noticeDue !== null) return ignore('no date is missing');
      return accept(record, [askClock(record)]);
    }
    case 'reminder.notice-overdue': {
      if (record.status !== 'quarantined' || record.overdueAt !== null) return ignore('something was said in time');
      return accept(note({ ...record, overdueAt: at }, at, { zh: '五个工作日内未告知，自收到之日起视为受理（行政许可法第三十二条）', en: 'nothing was said within five working days: it counts as accepted from its receipt (Administrative Licence Law art. 32)' }));
    }
  }
}

/** A new row: made a case where its own code says which item, else left to people with the reason. */
function found({ platform, application }: { platform: string; application: z.infer<typeof provinceApplication> }, at: string): Decision<ApplicationRecord> {
  // A portal whose clock runs ahead of ours gives nobody more time.
  const appliedAt = new Date(application.appliedAt).toISOString();
  const submittedAt = appliedAt < at ? appliedAt : at;
  const record = note({ ...empty, status: 'quarantined', platform, applicationId: application.id, application, seenAt: at, submittedAt, history: [] }, at, { zh: '网上申请到达', en: 'application came in' });
  const itemCode = application.item.handlingCode ?? application.item.taskCode;
  const unfit = unfitFor(application);
  if (unfit) return quarantined(record, unfit, at);
  if (itemCode === null || itemCode.length === 12 || itemCodeProblem(itemCode)) return quarantined(record, noSuchCode(itemCode), at);
  return accept({ ...record, taking: true, itemCode, reason: beingTaken }, [call('take-application', { itemCode, withoutFiles: false })]);
}

/** Nothing can be done with it here, and nobody but the platform can mend it. */
function unreadable({ platform, applicationId, field, zh, en }: { platform: string; applicationId: string; field: string } & BothLanguages, at: string): Decision<ApplicationRecord> {
  const reason: Reason = { code: 'unreadable', field, zh: `申请数据无法读取：${zh}`, en: `the application cannot be read: ${en}` };
  return told(note({ ...empty, status: 'failed', platform, applicationId, seenAt: at, submittedAt: at, reason, history: [] }, at, reason));
}

/** Left to people: the reason is kept, the platform is told that somebody is at it, and the clock is asked for. */
function quarantined(record: ApplicationRecord, reason: Reason, at: string): Decision<ApplicationRecord> {
  const next = note({ ...record, taking: false, reason }, at, { zh: `待人工处理：${reason.zh}`, en: `left to people: ${reason.en}` });
  const decision = told(next);
  return decision.kind === 'accept' && record.noticeDue === null && record.reason?.code !== reason.code ? { ...decision, outputs: [...decision.outputs, askClock(next)] } : decision;
}

/** What the platform ought to know by now; null while it is being found out. */
const answerOwed = (record: ApplicationRecord): 'started' | 'quarantined' | 'failed' | null => (record.taking ? null : record.status);

/** Tells the platform what it does not know yet. One answer at a time, so that an older one never arrives last. */
function told(record: ApplicationRecord, reply?: unknown): Decision<ApplicationRecord> {
  const kind = answerOwed(record);
  if (kind === null || record.answering || record.answered?.kind === kind) return accept(record, [], reply);
  return accept({ ...record, answering: true }, [call('tell-platform', { kind })], reply);
}
const askClock = (record: ApplicationRecord): Output => call('ask-notice-clock', { receivedOn: chinaDate(new Date(record.submittedAt)) });

/** What no item mends: an organisation has a credit code, a natural person a document of its own kind, and somebody must be reachable. Whether the item takes persons intake says. */
function unfitFor(application: z.infer<typeof provinceApplication>): Reason | null {
  const { kind, documentType } = application.applicant;
  if ((documentType === 'credit-code') === (kind === 'person')) return { code: 'applicant-document', field: 'applicant.documentType', zh: '申请人类型与证件不符：单位须有统一社会信用代码，自然人须有个人证件', en: 'kind of applicant and document do not fit: an organisation needs a credit code, a natural person a document of a person' };
  const { contact } = application;
  if (!contact?.mobile || !Mobile.safeParse(contact.mobile).success) return { code: 'contact-missing', field: 'contact.mobile', zh: '没有联系人或可用的手机号码', en: 'there is no contact with a mobile number that works' };
  return null;
}
const noSuchCode = (code: string | null): Reason => ({
  code: 'unknown-item', field: 'item', zh: code === null ? '申请没有写明事项编码' : '所填事项编码不是本园区可办的事项', en: code === null ? 'the application names no item code' : 'the item code it gives is no item of this zone',
});
const filesRefused: Reason = { code: 'files-refused', field: 'files', zh: '有文件不能收取，请查看各文件的原因', en: 'some files cannot be taken; each says why' };
const beingTaken: Reason = { code: 'being-taken', field: null, zh: '正在转为办件', en: 'being made a case' };
const empty = {
  application: null, noticeDue: null, overdueAt: null, reason: null, files: [], taking: false, itemCode: null, assignedBy: null, contact: null, caseNumber: null, receiptNumber: null, answered: null, answering: false,
} satisfies Partial<ApplicationRecord>;

function note(record: ApplicationRecord, at: string, { zh, en }: BothLanguages, by: z.infer<typeof Person> | null = null): ApplicationRecord {
  return { ...record, history: [...record.history, { at, zh, en, by }].slice(-200) };
}
function stateWords(record: ApplicationRecord): BothLanguages {
  if (record.taking) return { zh: '正在转为办件', en: 'it is being made a case' };
  return record.status === 'started' ? { zh: `已成为办件 ${record.caseNumber ?? ''}`, en: `it has become case ${record.caseNumber ?? ''}` } : record.status === 'failed' ? { zh: '已退回', en: 'it has been given back' } : { zh: '待处理', en: 'it is waiting' };
}
