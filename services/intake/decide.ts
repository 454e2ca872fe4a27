/**
 * The whole life of a case in one place: read it from top to bottom and you have walked from the window to the
 * certificate. Pure: what it needs to know beyond the case and the message is gathered before (service.ts).
 */
import { z } from 'zod';
import { events, type CommandData } from '../../contracts/messages.ts';
import { subParkKey, type OfferedItem } from '../../contracts/catalogue/messages.ts';
import { citizenNumberProblem, creditCodeProblem } from '../../contracts/identifiers.ts';
import { refusal, type Meanwhile, type Refusal, type RefusalReason } from '../../contracts/refusals.ts';
import type { TextKind } from '../../contracts/notify/messages.ts';
import { chinaDate } from '../../infra/clock.ts';
import {
  accept, call, command, event, ignore, refuse, reminder, takes, wait, type Decision, type MessagesOf, type Output,
} from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { CaseFee, chargesOf, countingRefusal, owedInFen } from './case-fee.ts';
import { Applicant, CHANNELS, FiledMaterial, ReturnGround, SATISFACTION, type CaseRecord } from './case.ts';
import { decisionLetter } from './decision-letter.ts';
import { acceptanceAfterSupplement, acceptedOn, countersignLimit, pausesOf, promisedLimit, statutoryLimit } from './clocks.ts';
import { LAW, daysUsed, dueDate, type Limit } from './deadline.ts';
import {
  acceptStep, acknowledged, decidedOn, evaluationStep, held, issuerOf, materialStep, owe, processStep, pushNext, refusedLater, reportStep, resultStep, resultTold, specialNames, specialStep,
} from './province-steps.ts';
import { isRefusal, printedAnswers, takenAnswers, unanswered } from './form-answers.ts';
import { byWhatApplies, unplaced, versionChange } from './pinned-item.ts';
import { ROUTES, countersigningRefusal, decidingRefusal, delegationRefusal, officerCountersigns, otherDepartment, sealCodes, type SealPurpose } from './route.ts';
import { endStates, stateNames, type CaseStatus } from './states.ts';
import { stepInEnglish } from './step-words.ts';
import { decidedAt } from './turns.ts';
import type { WorkingCalendar } from './working-days.ts';

const words = (longest: number) => z.string().trim().min(1).max(longest);
const PushStep = z.object({ caseNumber: z.string(), sequence: z.number().int(), step: z.record(z.string(), z.unknown()) });
const InquireStep = z.object({ caseNumber: z.string(), sequence: z.number().int(), revision: z.number().int().default(1) });
const Revised = z.object({ revision: z.number().int().default(1) }).loose();
const revisionOf = (stepPushed: Record<string, unknown>): number => Revised.parse(stepPushed).revision;

export const RegisterCase = z.object({
  itemCode: z.string(), projectName: words(200),
  applicant: Applicant,
  contact: z.object({ name: words(50), citizenNumber: z.string().nullable(), mobile: z.string() }),
  materials: z.array(z.object({ name: z.string(), sha256: z.string() })),
  answers: z.record(z.string(), z.string()).default({}),
});
/** The registration with the numbers given to it; `origin` for an application that came in through a platform. */
const NumberedCase = RegisterCase.extend({
  numbers: z.object({ caseNumber: z.string(), receiptNumber: z.string() }),
  origin: z.object({ platform: z.string(), applicationId: z.string(), appliedAt: z.iso.datetime({ offset: true }) }).nullable().default(null),
});

/** The fee as fees has just counted it, and the amount that was seen; left out where nothing is counted by standards. */
const Counted = z.object({ counted: CaseFee.optional(), seenInFen: z.number().int().optional() });

/** Longer than a push may be under way between the gateway and the province. */
const inquireAfterMs = 6_000;

/** Everything a case takes: the window's and the departments' commands, what the capabilities state, what calls bring, what time brings. */
export const accepts = {
  'http.register': takes(NumberedCase, () => ''),
  'http.ask-supplement': takes(z.object({ missing: z.array(words(200)).min(1) }), () => ''),
  'http.supply': takes(z.object({ materials: z.array(z.object({ name: z.string(), sha256: z.string() })).default([]), answers: z.record(z.string(), z.string()).default({}) }), () => ''),
  'http.accept': takes(z.object({ decision: z.enum(['accept', 'refuse']), reason: z.string(), ...Counted.shape }), () => ''),
  'http.set-fee': takes(Counted, () => ''),
  'http.suspend': takes(z.object({ kind: z.enum(['hearing', 'inspection', 'expert-review', 'quarantine', 'appraisal']), reason: words(500), until: z.iso.date().nullable().default(null) }), () => ''),
  'http.resume': takes(z.object({ result: words(500) }), () => ''),
  'http.review': takes(z.object({ opinion: z.enum(['agree', 'disagree']), note: z.string() }), () => ''),
  'http.decide': takes(z.object({ decision: z.enum(['granted', 'refused']), note: z.string(), validTo: z.iso.date().nullable() }), () => ''),
  'http.countersign': takes(z.object({ answer: z.enum(['confirm', 'return']), documentSha256: z.string(), ground: ReturnGround.nullable(), reason: z.string() }), () => ''),
  'http.present-again': takes(z.object({ correction: words(500), note: z.string().nullable() }), () => ''),
  'http.deliver': takes(z.object({ recipient: words(50), method: z.enum(['window', 'post']) }), () => ''),
  'http.withdraw': takes(z.object({ reason: words(500) }), () => ''),
  'http.rate': takes(z.object({ satisfaction: z.enum(SATISFACTION), channel: z.enum(CHANNELS), details: z.array(z.string().regex(/^\d{3}$/)).max(20), words: z.string().trim().max(1000) }), () => ''),
  'http.resolve-attention': takes(z.object({ note: words(500) }), () => ''),
  'events.fees.bill-issued': takes(events['events.fees.bill-issued'], (d) => d.caseNumber),
  'events.fees.payment-settled': takes(events['events.fees.payment-settled'], (d) => d.caseNumber),
  'events.fees.payment-reversed': takes(events['events.fees.payment-reversed'], (d) => d.caseNumber),
  'events.fees.payment-refunded': takes(events['events.fees.payment-refunded'], (d) => d.caseNumber),
  'events.fees.bill-refused': takes(events['events.fees.bill-refused'], (d) => d.caseNumber),
  'events.seal.seal-used': takes(events['events.seal.seal-used'], (d) => d.caseNumber),
  'events.seal.seal-refused': takes(events['events.seal.seal-refused'], (d) => d.caseNumber),
  'events.certificates.certificate-drafted': takes(events['events.certificates.certificate-drafted'], (d) => d.caseNumber),
  'events.certificates.certificate-issued': takes(events['events.certificates.certificate-issued'], (d) => d.caseNumber),
  'events.certificates.certificate-refused': takes(events['events.certificates.certificate-refused'], (d) => d.caseNumber),
  'events.province-gateway.upstream-decided': takes(events['events.province-gateway.upstream-decided'], (d) => d.caseNumber),
  'events.province-gateway.step-acknowledged': takes(events['events.province-gateway.step-acknowledged'], (d) => d.caseNumber),
  'events.province-gateway.step-refused': takes(events['events.province-gateway.step-refused'], (d) => d.caseNumber),
  'events.province-gateway.step-corrected': takes(events['events.province-gateway.step-corrected'], (d) => d.caseNumber),
  'outcome.push-step': takes(outcomeOf(PushStep, z.object({ held: z.boolean() })), (d) => d.request.caseNumber),
  'outcome.inquire-step': takes(outcomeOf(InquireStep, z.object({ known: z.boolean(), held: z.boolean().default(false) })), (d) => d.request.caseNumber),
  'reminder.deemed-acceptance': takes(z.object({}).loose(), () => ''),
  'reminder.calendar': takes(z.object({}).loose(), () => ''),
} as const;
export type CaseMessage = MessagesOf<typeof accepts>;

/** What the decision needs to know beyond the case: gathered in the same transaction. */
export interface Facts {
  now: Date;
  calendar: WorkingCalendar;
  /** The item as offered now, for whatever comes before the acceptance; and the uploaded files by digest. */
  item?: OfferedItem | undefined;
  /** Why the item is offered no longer. */
  withdrawn?: string | null;
  files?: ReadonlyMap<string, z.infer<typeof FiledMaterial>['kind']>;
  /** For a decision. */
  documentNumber?: string;
}

export function decide(record: CaseRecord | undefined, message: CaseMessage, facts: Facts): Decision<CaseRecord> {
  const decision = decideOn(record, message, facts);
  if (decision.kind !== 'accept' || !message.actor?.name || decision.next.people[message.actor.subject] === message.actor.name) return decision;
  return { ...decision, next: { ...decision.next, people: { ...decision.next.people, [message.actor.subject]: message.actor.name } } };
}

function decideOn(record: CaseRecord | undefined, message: CaseMessage, facts: Facts): Decision<CaseRecord> {
  const at = facts.now.toISOString();
  const today = chinaDate(facts.now);
  if (message.type === 'http.register') return register(message, facts, at, today);
  if (!record) return message.actor ? refuse(refusal('unknown-case')) : wait('the case is not known yet');
  const by = message.actor?.subject ?? '';
  // Another department's officer is told no more than a stranger: not even that the case exists.
  if (message.actor && otherDepartment(record.item.delegation, message.actor)) return refuse(refusal('unknown-case'));

  switch (message.type) {
    case 'http.ask-supplement': {
      if (record.status !== 'received') return refuse(record.supplement ? refusal('already-supplemented', { meanwhile: lastStep(record) }) : wrongState(record));
      // 一次性告知: everything missing in one notice (行政许可法 art. 32 (4)).
      const next = step({ ...upToDate(record, facts, at), status: 'supplementing', noticeDue: null, supplement: { missing: message.data.missing, noticeAt: at, suppliedAt: null } }, at, '一次性告知补正', by);
      return accept(next, [text(next, 'supplement', { missing: message.data.missing.join('、').slice(0, 120) })], shown(next));
    }
    case 'http.supply': {
      // Asked for, or brought by the applicant unasked before anything was said: the window takes it in until acceptance.
      if (record.status !== 'supplementing' && record.status !== 'received') return refuse(wrongState(record));
      if (message.data.materials.length === 0 && Object.keys(message.data.answers).length === 0) return refuse(refusal('invalid-request', { field: 'materials' }));
      const filed = fileMaterials(message.data.materials, facts);
      if (!Array.isArray(filed)) return refuse(filed);
      // Between notice and what was asked for, the case goes by what it was told.
      const current = record.status === 'received' ? upToDate(record, facts, at) : record;
      const answered = takenAnswers(current.item.formFields, message.data.answers);
      if (isRefusal(answered)) return refuse(answered);
      const answers = { ...current.answers, ...answered };
      const materials = [...record.materials.filter((old) => !filed.some((fresh) => fresh.name === old.name)), ...filed];
      // Unasked, the days of the notice run on from receipt.
      if (record.status === 'received') {
        const more = step({ ...current, materials, answers }, at, filed.length > 0 ? '申请人补交材料' : '更正表单填写', by);
        return accept(more, [], shown(more));
      }
      const noticeDue = lastDay(facts.calendar, today, acceptanceAfterSupplement);
      const next = step({ ...record, status: 'received', noticeDue, materials, answers, supplement: record.supplement ? { ...record.supplement, suppliedAt: at } : null }, at, '收到补正材料', by);
      return accept(next, noticeDue === null ? [askCalendarAgain(facts.now)] : [], shown(next));
    }
    case 'http.accept': {
      if (record.status !== 'received') return refuse(wrongState(record));
      if (message.data.decision === 'refuse') {
        if (!message.data.reason.trim()) return refuse(refusal('reason-missing', { field: 'reason' }));
        const next = step({ ...record, status: 'not-accepted', end: { at, by, reason: message.data.reason } }, at, '不予受理', by);
        return accept(next, [text(next, 'not-accepted', { reason: message.data.reason.slice(0, 80) }), closed(next, 'not-accepted', at)], shown(next));
      }
      const current = upToDate(record, facts, at);
      const missing = missingMaterials(current);
      if (missing.length > 0) return refuse(refusal('materials-missing', { field: 'materials', detail: missing.join('、') }));
      const [open] = unanswered(current.item.formFields, current.answers);
      if (open) return refuse(refusal('answer-missing', { field: `answers.${open.key}`, detail: { zh: open.labelZh, en: open.labelEn } }));
      const uncounted = countedRefusal(current, message.data);
      if (uncounted) return refuse(uncounted);
      return acceptCase(withFee(current, message.data.counted), facts, at, today, by, false);
    }
    case 'http.set-fee': {
      // Accepted because nothing was said in time: nobody had it counted, and it is not decided before somebody has.
      if (!record.item.feeTerms || record.fee || !['accepted', 'suspended', 'reviewed'].includes(record.status)) return refuse(wrongState(record));
      const uncounted = countedRefusal(record, message.data);
      if (uncounted) return refuse(uncounted);
      const next = step(withFee(record, message.data.counted), at, '核定费用', by);
      return accept(next, [], shown(next));
    }
    case 'reminder.deemed-acceptance':
      // 逾期不告知的，自收到申请材料之日起即为受理 (行政许可法 art. 32 (4)).
      if (record.status !== 'received' || record.supplement) return ignore('something was said in time');
      return acceptCase(record, facts, at, chinaDate(new Date(record.receivedAt)), '', true);

    case 'reminder.calendar': {
      // The notice for the year may have been loaded meanwhile.
      if (record.status === 'received') {
        if (record.supplement) {
          const on = lastDay(facts.calendar, chinaDate(new Date(record.supplement.suppliedAt ?? at)), acceptanceAfterSupplement);
          return accept({ ...record, noticeDue: on }, on === null ? [askCalendarAgain(facts.now)] : []);
        }
        const on = lastDay(facts.calendar, chinaDate(new Date(record.receivedAt)), LAW.supplementNotice);
        return accept({ ...record, noticeDue: on }, [on === null ? askCalendarAgain(facts.now) : reminder('deemed-acceptance', new Date(Math.max(facts.now.getTime(), endOf(on))))]);
      }
      const decidedOnDay = decidedAt(record);
      if (decidedOnDay !== null && record.deliveryDue === null && !endStates.includes(record.status)) return finallyDecided(record, facts, decidedOnDay, accept(record));
      if (record.due.calendarMissing === null || record.decision) return ignore('no date is missing');
      const dated = withDueDates(record, facts.calendar, record.deemedAccepted ? chinaDate(new Date(record.receivedAt)) : undefined);
      return accept(dated, dated.due.calendarMissing === null ? [] : [askCalendarAgain(facts.now)]);
    }

    case 'http.suspend': {
      if (record.status !== 'accepted') return refuse(wrongState(record));
      const pause = { kind: message.data.kind, reason: message.data.reason, from: today, startedAt: at, to: null, endedAt: null, sequence: record.province.last + 1, until: message.data.until };
      const next = step(withDueDates({ ...record, status: 'suspended', pauses: [...record.pauses, pause] }, facts.calendar), at, `特别程序开始：${specialNames[pause.kind] ?? pause.kind}`, by);
      const told = owe(next, 'special', specialStep(pause, '', by));
      return accept(told.record, told.outputs, shown(told.record));
    }
    case 'http.resume': {
      const open = record.pauses.find((pause) => pause.to === null);
      if (record.status !== 'suspended' || !open) return refuse(wrongState(record));
      const ended = { ...open, to: today, endedAt: at };
      const resumed = withDueDates({ ...record, status: 'accepted', pauses: record.pauses.map((pause) => (pause === open ? ended : pause)) }, facts.calendar);
      const told = owe(step(resumed, at, `特别程序结束：${specialNames[open.kind] ?? open.kind}`, by), 'special', specialStep(ended, message.data.result, by), correctionOf(open));
      return accept(told.record, told.outputs, shown(told.record));
    }
    case 'http.review': {
      if (record.status !== 'accepted') return refuse(wrongState(record));
      const { opinion, note } = message.data;
      if (opinion === 'disagree' && !note.trim()) return refuse(refusal('reason-missing', { field: 'note' }));
      const reviewed = step({ ...record, status: 'reviewed', review: { by, at, opinion, note } }, at, opinion === 'agree' ? '审查：同意' : '审查：不同意', by);
      const told = owe(reviewed, 'process', processStep('审查', opinion === 'agree' ? 'passed' : 'returned', at, by, note));
      return accept(told.record, told.outputs, shown(told.record));
    }
    case 'http.decide': return decideCase(record, message, facts, at, today, by);

    case 'events.fees.bill-issued': {
      if (!record.bill || record.bill.billKey !== message.data.billKey) return wait('this bill has not been asked for');
      if (record.bill.state !== 'asked') return ignore('bill known');
      const { payCode, amountInFen } = message.data;
      const next = step({ ...record, bill: { ...record.bill, state: 'issued', payCode, amountInFen, dueBy: message.data.dueBy } }, at, '缴款单已开具', '', 'fees');
      return accept(next, [text(next, 'fee-due', { payCode, amount: (amountInFen / 100).toFixed(2) })]);
    }
    case 'events.fees.payment-settled': {
      if (!record.bill || record.bill.billKey !== message.data.billKey) return wait('this bill has not been asked for');
      if (record.bill.state === 'asked') return wait('the bill has not been stated yet');
      // The bus keeps no order: a payment that followed a reversal may be heard of before the reversal.
      if (record.bill.state === 'paid') return record.bill.bankSerial === message.data.bankSerial ? ignore('already paid') : wait('an earlier payment has not been reversed yet');
      const paid = step({ ...record, bill: { ...record.bill, state: 'paid', paidAt: message.data.paidAt, bankSerial: message.data.bankSerial } }, at, '缴款到账', '', 'fees');
      const paidText = text(paid, 'paid', { amount: (message.data.amountInFen / 100).toFixed(2) });
      if (paid.status !== 'awaiting-payment') {
        const settled: CaseRecord = { ...paid, attention: paid.attention?.reason === 'payment-reversed' ? null : paid.attention };
        return accept(settled.status === 'certificate-sealing' ? { ...settled, ...issueIfSealed(settled).change } : settled, [paidText, ...issueIfSealed(settled).outputs]);
      }
      return afterPayment(paid, at, [paidText]);
    }
    case 'events.fees.payment-reversed': {
      if (record.bill?.state !== 'paid' || record.bill.bankSerial !== message.data.bankSerial) return wait('this payment has not been stated yet');
      const unpaid = step({ ...record, bill: { ...record.bill, state: 'issued', paidAt: null, bankSerial: null } }, at, '缴款已冲正', '', 'fees');
      // Same-day reversal at the bank: what is under way goes on, but no certificate is issued and nothing handed over until the fee is settled again.
      return accept(needsPerson(unpaid, refusal('fee-not-settled'), at, 'payment-reversed'));
    }
    case 'events.fees.payment-refunded': {
      if (!record.bill || record.bill.billKey !== message.data.billKey) return wait('this bill has not been asked for');
      if (record.bill.state !== 'paid') return wait('the payment has not been stated yet');
      // Giving money back is decided by two people of the cashier's; what it means for the case is theirs to tell, not the bus's.
      return accept(step(record, at, `缴款已退付：${(message.data.amountInFen / 100).toFixed(2)} 元`, '', 'fees'));
    }
    case 'events.fees.bill-refused':
      if (record.bill?.billKey !== message.data.billKey) return ignore('another bill has been asked for');
      return accept(needsPerson(step({ ...record, bill: { ...record.bill, state: 'refused' } }, at, '开单被拒', '', 'fees'), { reason: 'invalid-request', status: 422, zh: message.data.zh, en: message.data.en }, at, message.data.reason));

    case 'events.seal.seal-used': return sealUsed(record, message.data, facts, at);
    case 'events.seal.seal-refused':
      return accept(needsPerson(step(record, at, '用印被拒', '', 'seal'), { reason: 'seal-outside-grant', status: 409, zh: message.data.zh, en: message.data.en }, at, message.data.reason));

    case 'events.certificates.certificate-drafted': {
      if (record.certificate) return ignore('draft known');
      if (record.status !== 'certificate-drafting') return wait('no certificate has been asked for');
      const { number, licenceId, document } = message.data;
      const drafted: CaseRecord = step({ ...record, status: 'certificate-sealing', certificate: { number, licenceId, document, issuedAt: null } }, at, '证照已制作，待用印', '', 'certificates');
      return startSealing(drafted, 'certificate', at, []);
    }
    case 'events.certificates.certificate-issued': {
      if (!record.certificate) return wait('the draft is not known yet');
      if (record.certificate.issuedAt) return ignore('already issued');
      const next = step({ ...record, status: 'ready', certificate: { ...record.certificate, issuedAt: message.data.issuedAt } }, at, '证照已签发，可领取', '', 'certificates');
      return accept(next, [text(next, 'ready', { certificate: record.item.result.name })]);
    }
    case 'events.certificates.certificate-refused':
      return accept(needsPerson(step(record, at, '制证被拒', '', 'certificates'), { reason: 'glyph-missing', status: 422, zh: message.data.zh, en: message.data.en }, at, message.data.reason));

    case 'events.province-gateway.upstream-decided': {
      if (record.upstream) return ignore('decision from above known');
      if (record.status !== 'reported-up') return wait('the case has not been reported up yet');
      const { decision: result, documentNumber, authority, decidedAt: decidedAbove, note } = message.data;
      const decided = step({ ...record, upstream: { result, documentNumber, authority, at: decidedAbove, note } }, at, result === 'granted' ? '上级决定：准予' : '上级决定：不予许可', '', 'province-gateway');
      if (result === 'refused') {
        // The higher authority's own letter is handed over; there is no certificate.
        const refusedAbove: CaseRecord = { ...decided, status: 'ready' };
        return finallyDecided(refusedAbove, facts, decidedAbove, accept(refusedAbove, [text(refusedAbove, 'refused', {})]));
      }
      return finallyDecided(decided, facts, decidedAbove, granted(decided, at, [text(decided, 'decided', {})]));
    }

    case 'http.countersign': return countersign(record, message, at, by);
    case 'http.present-again': return presentAgain(record, message, at, by);
    case 'http.deliver': {
      if (record.status !== 'ready') return refuse(wrongState(record));
      if (record.attention) return refuse(refusal('step-not-approved', { detail: { zh: record.attention.zh, en: record.attention.en } }));
      if (isOwed(record)) return refuse(refusal('fee-not-settled'));
      const isGranted = finalResult(record) === 'granted';
      // 没有证照不得办结（假办结）。
      if (isGranted && !record.certificate?.issuedAt) return refuse(refusal('certificate-missing'));
      const delivered = step({ ...record, status: 'delivered', delivery: { at, by, recipient: message.data.recipient, method: message.data.method } }, at, '送达', by);
      const told = withMaterials(owe(delivered, 'result', resultStep(delivered, isGranted ? 'granted' : 'refused', at, by, isGranted ? null : (record.upstream?.note || record.decision?.note || '不符合法定条件'))), by);
      return accept(told.record, [...told.outputs, text(told.record, 'delivered', {})], shown(told.record));
    }
    case 'http.withdraw': {
      if (!['received', 'supplementing', 'accepted', 'suspended', 'reviewed', 'countersign-returned'].includes(record.status)) return refuse(wrongState(record));
      const next = step({ ...record, status: 'withdrawn', end: { at, by, reason: message.data.reason } }, at, '申请人撤回', by);
      const outputs = [text(next, 'withdrawn', {}), closed(next, 'withdrawn', at)];
      if (!record.acceptedAt) return accept(next, outputs, shown(next));
      const open = record.pauses.find((pause) => pause.to === null);
      const ended = open ? owe(next, 'special', specialStep({ ...open, to: today, endedAt: at }, '申请人撤回', by), correctionOf(open)) : { record: next, outputs: [] };
      const result = owe(ended.record, 'result', resultStep(next, 'withdrawn', at, by, message.data.reason));
      const told = withMaterials({ record: result.record, outputs: [...ended.outputs, ...result.outputs] }, by);
      return accept(told.record, [...outputs, ...told.outputs], shown(told.record));
    }
    case 'http.rate': {
      // One rating of a finished case and, once more, a second one (评价次数); it is the applicant's word, so nothing here makes one up.
      if (record.status !== 'closed') return refuse(wrongState(record));
      const { satisfaction, channel, details } = message.data;
      // Pressed twice, or once more because no answer came: said once, and the second rating stays to be given.
      const last = record.ratings.at(-1);
      if (!message.actor && last?.satisfaction === satisfaction && last.words === message.data.words && last.details.join() === details.join()) return ignore('said already', shown(record));
      if (record.ratings.length >= 2) return refuse(refusal('already-rated'));
      // 差评必须勾选详情或填写文字评价 (好差评 interface).
      if (satisfaction.endsWith('dissatisfied') && details.length === 0 && message.data.words === '') return refuse(refusal('rating-unexplained', { field: 'words' }));
      const rating = { satisfaction, channel, details, words: message.data.words, at, by };
      const rated = step({ ...record, ratings: [...record.ratings, rating] }, at, record.ratings.length === 0 ? '好差评：首次评价' : '好差评：再次评价', by);
      const told = owe(rated, 'evaluation', evaluationStep(rating, rated.ratings.length));
      return accept(told.record, told.outputs, shown(told.record));
    }
    case 'http.resolve-attention': {
      if (!record.attention) return refuse(wrongState(record));
      const cleared = step({ ...record, attention: null }, at, `事项已处理：${message.data.note.slice(0, 60)}`, by);
      const resumed = resume(cleared, at);
      return accept(resumed.record, resumed.outputs, shown(resumed.record));
    }

    case 'outcome.push-step': {
      const { outcome, request } = message.data;
      const revision = revisionOf(request.step);
      if (outcome.kind === 'done') return outcome.value.held ? gatewayHas(record, request.sequence, revision) : provinceHas(record, request.sequence, revision, at, false);
      if (outcome.kind === 'in-doubt') {
        // Not at once: the push may still be on its way, and an answer "not there" would then be true for a moment only.
        return accept({ ...record, province: { ...record.province, doubt: request.sequence } }, [call('inquire-step', { caseNumber: record.caseNumber, sequence: request.sequence, revision }, new Date(facts.now.getTime() + inquireAfterMs))]);
      }
      return accept(refusedAbove(record, at, outcome));
    }
    case 'events.province-gateway.step-acknowledged': return provinceHas(record, message.data.sequence, message.data.revision, at, true);
    case 'events.province-gateway.step-refused':
      if (!record.province.held.some((each) => each.sequence === message.data.sequence)) return ignore('the step is not held');
      return accept(refusedAbove(refusedLater(record, message.data.sequence), at, message.data));
    case 'events.province-gateway.step-corrected':
      return accept(step(record, at, `以省级平台为准：${message.data.field}`.slice(0, 120), '', 'province-gateway'));

    case 'outcome.inquire-step': {
      const { outcome, request } = message.data;
      if (outcome.kind === 'done' && outcome.value.known) return outcome.value.held ? gatewayHas(record, request.sequence, request.revision) : provinceHas(record, request.sequence, request.revision, at, false);
      if (outcome.kind === 'done') {
        const again = pushNext({ ...record, province: { ...record.province, asked: false, doubt: null } });
        return accept(again.record, again.outputs);
      }
      if (outcome.kind === 'in-doubt') return accept(record, [call('inquire-step', request, new Date(facts.now.getTime() + 2_000))]);
      return accept(needsPerson(record, { reason: 'upstream-refused', status: 409, zh: outcome.detail, en: outcome.reason }, at, 'upstream-refused'));
    }
    default: {
      const never: never = message;
      return never;
    }
  }
}

// --- the steps, in the order of a case -----------------------------------------------------------------------------

function register(message: Extract<CaseMessage, { type: 'http.register' }>, facts: Facts, at: string, today: string): Decision<CaseRecord> {
  const { data, actor } = message;
  const { item } = facts;
  const { numbers } = data;
  if (!item) return refuse(refusal(withdrawnReasons[facts.withdrawn ?? ''] ?? 'unknown-item', { field: 'itemCode' }));
  const outside = delegationRefusal(item.delegation, today);
  if (outside) return refuse({ ...outside, field: 'itemCode' });
  const wrongApplicant = applicantRefusal(data.applicant, item.servesPersons);
  if (wrongApplicant) return refuse(wrongApplicant);
  const badNumber = data.contact.citizenNumber === null ? undefined : citizenNumberProblem(data.contact.citizenNumber.toUpperCase());
  if (badNumber) return refuse(refusal('invalid-citizen-number', { field: 'contact.citizenNumber', detail: badNumber }));
  const filed = fileMaterials(data.materials, facts);
  if (!Array.isArray(filed)) return refuse(filed);
  const answers = takenAnswers(item.formFields, data.answers);
  if (isRefusal(answers)) return refuse(answers);
  const by = actor?.subject ?? '';
  // The portal's receipt of the materials is the authority's: the five days run from there, however long it took to reach a window.
  const receivedAt = data.origin && data.origin.appliedAt < at ? data.origin.appliedAt : at;
  const record: CaseRecord = step({
    caseNumber: numbers.caseNumber, receiptNumber: numbers.receiptNumber, status: 'received', origin: data.origin,
    item, projectName: data.projectName, applicant: { ...data.applicant, person: data.applicant.person && { ...data.applicant.person, documentNumber: data.applicant.person.documentNumber.toUpperCase() } }, contact: { ...data.contact, citizenNumber: data.contact.citizenNumber?.toUpperCase() ?? null }, materials: filed, answers,
    receivedAt, receivedBy: by, window: actor?.window ?? null, people: {}, noticeDue: lastDay(facts.calendar, chinaDate(new Date(receivedAt)), LAW.supplementNotice), supplement: null, acceptedAt: null, acceptedBy: null, deemedAccepted: false,
    due: { statutory: null, promised: null, calendarMissing: null }, pauses: [], review: null, decision: null, workedDays: null, deliveryDue: null, upstream: null, letter: null, bill: null, sealings: [], countersigns: [],
    certificate: null, delivery: null, end: null, province: { last: 0, owed: [], asked: false, doubt: null, held: [], acknowledged: [] }, ratings: [], attention: null, steps: [],
  }, at, data.origin ? '网上申请收件' : '收件', by);
  const outputs: Output[] = [text(record, 'received', {})];
  // Without next year's calendar nobody can say when: no reminder, and the receipt says so.
  outputs.push(record.noticeDue === null ? askCalendarAgain(facts.now) : reminder('deemed-acceptance', new Date(Math.max(facts.now.getTime(), endOf(record.noticeDue)))));
  return accept(record, outputs, { ...shown(record), receiptNumber: record.receiptNumber, missing: lackingOf(record), noticeDue: record.noticeDue });
}

/** The case by what applies now; what has changed since receipt is told in it. */
function upToDate(record: CaseRecord, facts: Facts, at: string): CaseRecord {
  const current = byWhatApplies(record, facts.item);
  const change = versionChange(record, current);
  return change === null ? current : step(current, at, change, '', 'catalogue');
}

/** 居民身份证 and 临时居民身份证 carry the citizen number. */
const CITIZEN_DOCUMENTS = new Set(['111', '112']);
/** An organisation has a credit code, a natural person a document; nobody both. */
function applicantRefusal({ creditCode, person }: CaseRecord['applicant'], servesPersons: boolean): Refusal | undefined {
  if ((creditCode === null) === (person === null)) return refusal('invalid-request', { field: 'applicant.creditCode' });
  if (creditCode !== null) {
    const badCode = creditCodeProblem(creditCode);
    return badCode && refusal('invalid-credit-code', { field: 'applicant.creditCode', detail: badCode });
  }
  if (!servesPersons) return refusal('applicant-not-served', { field: 'applicant.person' });
  const badNumber = person && CITIZEN_DOCUMENTS.has(person.documentType) ? citizenNumberProblem(person.documentNumber.toUpperCase()) : undefined;
  return badNumber && refusal('invalid-citizen-number', { field: 'applicant.person.documentNumber', detail: badNumber });
}

/** Why a case cannot be charged what was counted; null where it can, or nothing is counted by standards. */
function countedRefusal({ item, answers }: CaseRecord, { counted, seenInFen }: z.infer<typeof Counted>): Refusal | null {
  const outdated = countingRefusal(item, answers, counted);
  if (outdated) return outdated;
  // What the applicant was told is what is charged.
  return counted && item.feeTerms && owedInFen(item, counted) !== seenInFen ? refusal('amount-changed', { field: 'fee.amountInFen' }) : null;
}
const withFee = (record: CaseRecord, counted: CaseFee | undefined): CaseRecord => (counted && record.item.feeTerms ? { ...record, fee: counted } : record);

function acceptCase(record: CaseRecord, facts: Facts, at: string, from: string, by: string, deemed: boolean): Decision<CaseRecord> {
  // Acceptance stops when the delegation has ended; the case was received while it lasted, so it is told to a person, not lost.
  // A power that was suspended, ended or taken back meanwhile takes no new case either, whatever the days on the document say.
  const stopped = withdrawnReasons[facts.withdrawn ?? ''];
  const outside = delegationRefusal(record.item.delegation, chinaDate(facts.now)) ?? (stopped === undefined ? null : refusal(stopped, { field: 'itemCode' }))
    // Silence gives no power over what lies outside the sub-parks the document names.
    ?? (unplaced(record) ? refusal('answer-missing', { field: `answers.${subParkKey}` }) : null);
  if (outside) return deemed ? accept(needsPerson(record, outside, at, outside.reason)) : refuse(outside);
  const acceptedAt = deemed ? record.receivedAt : at;
  const dated = withDueDates({ ...record, status: 'accepted', acceptedAt, acceptedBy: by, deemedAccepted: deemed }, facts.calendar, from);
  const told = owe(step(dated, at, deemed ? '逾期未告知，视为受理' : '受理', by), 'accept', acceptStep(dated));
  const calendar = told.record.due.calendarMissing === null ? [] : [askCalendarAgain(facts.now)];
  return accept(told.record, [...told.outputs, ...calendar, text(told.record, 'accepted', { due: told.record.due.promised ?? '' })], shown(told.record));
}

function decideCase(record: CaseRecord, message: Extract<CaseMessage, { type: 'http.decide' }>, facts: Facts, at: string, today: string, by: string): Decision<CaseRecord> {
  if (record.decision) return refuse(refusal('already-decided', { meanwhile: lastStep(record) }));
  if (record.status !== 'reviewed' || !record.review) return refuse(wrongState(record));
  const notThisOne = decidingRefusal(record.item.delegation, { by, roles: message.actor?.roles ?? [], department: message.actor?.department, reviewedBy: record.review.by, on: today });
  if (notThisOne) return refuse(notThisOne);
  const { decision: result, note, validTo } = message.data;
  if (result === 'granted' && record.item.feeTerms && !record.fee) return refuse(refusal('fee-uncounted'));
  if (result === 'refused' && !note.trim()) return refuse(refusal('reason-missing', { field: 'note' }));
  const route = ROUTES[record.item.delegation.form];
  const decided: CaseRecord = { ...record, decision: { result, by, at, note, documentNumber: facts.documentNumber ?? '', validTo } };
  const told = owe(step(decided, at, result === 'granted' ? (route.reportedUp ? '初审：同意上报' : '决定：准予许可') : '决定：不予许可', by), 'process',
    processStep(route.reportedUp ? '初审' : '决定', result === 'granted' ? 'passed' : 'returned', at, by, note));
  let next = told.record;
  const outputs = [...told.outputs];
  if (route.reportedUp && result === 'granted') {
    next = { ...next, letter: decisionLetter(next, 'opinion'), status: 'opinion-sealing' };
    return startSealing(next, 'opinion', at, outputs, shown(next));
  }
  next = { ...next, letter: decisionLetter(next, 'decision') };
  outputs.push(text(next, result === 'granted' ? 'decided' : 'refused', {}));
  const final = result === 'refused' ? startSealing({ ...next, status: 'decision-sealing' }, 'decision', at, outputs, shown(next)) : granted(next, at, outputs, true);
  return finallyDecided(next, facts, at, final);
}

/** From the final decision on the clock of the hand-over runs, and how long the decision took is known for ever. */
function finallyDecided(record: CaseRecord, facts: Facts, decided: string, decision: Decision<CaseRecord>): Decision<CaseRecord> {
  if (decision.kind !== 'accept') return decision;
  const on = chinaDate(new Date(decided));
  const from = acceptedOn(record);
  const used = from === undefined ? null : daysUsed(facts.calendar, from, on, record.item.statutoryLimit.unit, pausesOf(record));
  const deliveryDue = lastDay(facts.calendar, on, LAW.delivery);
  return {
    ...decision, next: { ...decision.next, workedDays: typeof used === 'number' ? used : null, deliveryDue },
    outputs: deliveryDue === null ? [...decision.outputs, askCalendarAgain(facts.now)] : decision.outputs,
  };
}

/** Granted, here or above: first the fee, then the seal, then the certificate. */
function granted(record: CaseRecord, at: string, outputs: readonly Output[], reply = false): Decision<CaseRecord> {
  if (chargesOf(record.item, record.fee).length === 0) return afterPayment(record, at, outputs, reply);
  const next = withBill({ ...record, status: 'awaiting-payment' }, 1);
  if (next.bill?.amountInFen === 0) {
    // Exempt from everything: fees keeps the reckoning, nobody waits for money.
    const free = step({ ...record, bill: { ...next.bill, state: 'exempt' } }, at, '全部减免，无需缴费', '');
    return afterPayment(free, at, [...outputs, feeOrder(free, at)], reply);
  }
  return accept(next, [...outputs, feeOrder(next, at)], reply ? shown(next) : undefined);
}

const isOwed = ({ bill }: CaseRecord): boolean => bill !== null && bill.state !== 'paid' && bill.state !== 'exempt';

/** The n-th bill asked for: a refused one is never asked for again under its key. */
function withBill(record: CaseRecord, n: number): CaseRecord {
  const amountInFen = owedInFen(record.item, record.fee);
  return { ...record, bill: { billKey: `${record.caseNumber}:${n}`, payCode: null, amountInFen, state: 'asked', paidAt: null, bankSerial: null, dueBy: null } };
}

function feeOrder(record: CaseRecord, at: string): Output {
  return command('commands.fees.collect-fee', {
    caseNumber: record.caseNumber, billKey: record.bill?.billKey ?? '', payer: { name: record.applicant.name, creditCode: record.applicant.creditCode }, item: { code: record.item.code, name: record.item.name }, department: record.item.department, charges: chargesOf(record.item, record.fee),
    // A notice to pay stands for thirty days; nothing in law fixes it, fees may lengthen it.
    dueBy: new Date(Date.parse(at) + 30 * 86_400_000).toISOString(),
  });
}

function afterPayment(record: CaseRecord, at: string, outputs: readonly Output[], reply = false): Decision<CaseRecord> {
  if (ROUTES[record.item.delegation.form].seals.decision.length === 0) return draft(record, outputs);
  const next: CaseRecord = { ...record, status: 'decision-sealing' };
  return startSealing(next, 'decision', at, outputs, reply ? shown(next) : undefined);
}

/** Asks for the first seal of a document; the others follow one by one, each on the strength of the one before. */
function startSealing(record: CaseRecord, purpose: SealPurpose, _at: string, outputs: readonly Output[], reply?: unknown): Decision<CaseRecord> {
  const waiting = sealCodes(record.item.delegation, record.decision?.result === 'refused' && purpose === 'decision' && ROUTES[record.item.delegation.form].reportedUp ? 'opinion' : purpose);
  const before = record.sealings.find((s) => s.purpose === purpose);
  const sealing = { purpose, waiting, used: [], round: (before?.round ?? 0) + 1, void: [...before?.void ?? [], ...before?.used ?? []] };
  const next: CaseRecord = { ...record, sealings: [...record.sealings.filter((s) => s.purpose !== purpose), sealing] };
  return accept(next, [...outputs, ...askForSeal(next, purpose)], reply);
}

function askForSeal(record: CaseRecord, purpose: SealPurpose): Output[] {
  const sealing = record.sealings.find((s) => s.purpose === purpose);
  const [sealCode] = sealing?.waiting ?? [];
  const document = purpose === 'certificate' ? record.certificate?.document : record.letter;
  if (!sealing || !sealCode || !document || !record.decision || !record.review) return [];
  const { name, mediaType, sha256, sm3, bytes } = document;
  const { documentNumber, form, validFrom, validTo, department } = record.item.delegation;
  return [command('commands.seal.use-seal', {
    caseNumber: record.caseNumber, useKey: useKey(record, sealing), sealCode, purpose, document: { name, mediaType, sha256, sm3, bytes },
    item: { code: record.item.code, name: record.item.name }, delegation: { documentNumber, form, validFrom, validTo, department: department.creditCode },
    step: { name: '决定', decidedBy: record.decision.by, reviewedBy: record.review.by, approvedAt: record.decision.at, acceptedAt: record.acceptedAt ?? record.receivedAt, ...countersignedFor(record, sealCode) },
  })];
}
/** One use per key, ever: a document that was returned and put right is sealed under keys of its own. */
const useKey = (record: CaseRecord, sealing: CaseRecord['sealings'][number]): string =>
  `${record.caseNumber}:${sealing.purpose}:${sealing.round > 1 ? `r${sealing.round}:` : ''}${sealing.used.length + 1}`;

/** Who confirmed for the department, told with each use of its seal. */
function countersignedFor(record: CaseRecord, sealCode: string): { countersigned?: { countersignedBy: string; department: string; countersignedAt: string } } {
  const { department } = record.item.delegation;
  const answer = record.countersigns.at(-1)?.answer;
  return sealCode === department.sealCode && answer?.kind === 'confirmed' ? { countersigned: { countersignedBy: answer.by, department: department.creditCode, countersignedAt: answer.at } } : {};
}

/** The zone's seal is on the document; before the department's is placed its officer is asked. */
function askToCountersign(record: CaseRecord, purpose: 'opinion' | 'decision', facts: Facts, at: string): Decision<CaseRecord> {
  const due = lastDay(facts.calendar, chinaDate(facts.now), countersignLimit);
  const asked = { purpose, documentSha256: record.letter?.sha256 ?? '', askedAt: at, due, answer: null };
  return accept(step({ ...record, status: 'countersigning', countersigns: [...record.countersigns, asked] }, at, '送部门会签', ''));
}

/**
 * 会签（见章盖章）: the officer confirms that document, zone seal and authority are in order, or says which is not. There is no second
 * review of the substance (湘政办发〔2020〕49号): what is right in these three may not be returned.
 */
function countersign(record: CaseRecord, message: Extract<CaseMessage, { type: 'http.countersign' }>, at: string, by: string): Decision<CaseRecord> {
  const asked = record.countersigns.at(-1);
  if (record.status !== 'countersigning' || !asked) return refuse(wrongState(record));
  const notThisOne = countersigningRefusal(record.item.delegation, { by, roles: message.actor?.roles ?? [], department: message.actor?.department, others: [record.decision?.by ?? '', record.review?.by ?? ''] });
  if (notThisOne) return refuse(notThisOne);
  const { answer, documentSha256, ground, reason } = message.data;
  // What is confirmed is what was seen.
  if (documentSha256 !== asked.documentSha256) return refuse(refusal('document-differs', { field: 'documentSha256' }));
  if (answer === 'return' && ground === null) return refuse(refusal('return-ground-missing', { field: 'ground' }));
  if (answer === 'return' && !reason.trim()) return refuse(refusal('reason-missing', { field: 'reason' }));
  const answered = { ...asked, answer: { kind: answer === 'confirm' ? 'confirmed' as const : 'returned' as const, ground: answer === 'return' ? ground : null, reason: reason.trim(), by, at } };
  const told: CaseRecord = { ...record, countersigns: [...record.countersigns.slice(0, -1), answered] };
  if (answer === 'return') {
    const returned = step({ ...told, status: 'countersign-returned' }, at, `部门会签退回：${reason.trim().slice(0, 60)}`, by);
    return accept(returned, [], shown(returned));
  }
  const next = step({ ...told, status: asked.purpose === 'opinion' ? 'opinion-sealing' : 'decision-sealing' }, at, '部门会签：见章盖章', by);
  return accept(next, askForSeal(next, asked.purpose), shown(next));
}

/** The zone has put right what the department returned: the document is written anew, sealed anew, and goes to the officer once more. The decision itself stands. */
function presentAgain(record: CaseRecord, message: Extract<CaseMessage, { type: 'http.present-again' }>, at: string, by: string): Decision<CaseRecord> {
  const asked = record.countersigns.at(-1);
  if (record.status !== 'countersign-returned' || !asked || !record.decision || !record.review) return refuse(wrongState(record));
  // Whoever may decide may correct; the power was there on the day of the decision, which stands.
  const notThisOne = decidingRefusal(record.item.delegation, { by, roles: message.actor?.roles ?? [], department: message.actor?.department, reviewedBy: record.review.by, on: chinaDate(new Date(record.decision.at)) });
  if (notThisOne) return refuse(notThisOne);
  const { correction, note } = message.data;
  // A refusal keeps a reason, whatever is corrected in it.
  if (note !== null && !note.trim() && record.decision.result === 'refused') return refuse(refusal('reason-missing', { field: 'note' }));
  const corrected: CaseRecord = { ...record, decision: { ...record.decision, note: note ?? record.decision.note }, status: asked.purpose === 'opinion' ? 'opinion-sealing' : 'decision-sealing' };
  const next = step({ ...corrected, letter: decisionLetter(corrected, asked.purpose) }, at, `更正后重新送签：${correction.slice(0, 60)}`, by);
  return startSealing(next, asked.purpose, at, [], shown(next));
}

function sealUsed(record: CaseRecord, used: z.infer<(typeof events)['events.seal.seal-used']>, facts: Facts, at: string): Decision<CaseRecord> {
  const sealing = record.sealings.find((s) => used.useKey === useKey(record, s));
  if (!sealing) {
    const earlier = record.sealings.some((s) => [...s.used, ...s.void].some((u) => u.ledgerNumber === used.ledgerNumber));
    return earlier ? ignore('use known') : wait('this seal has not been asked for');
  }
  const { ledgerNumber, sealCode, sealName, documentSha256 } = used;
  const now = { ...sealing, waiting: sealing.waiting.slice(1), used: [...sealing.used, { ledgerNumber, sealCode, sealName, documentSha256 }] };
  const next = step({ ...record, sealings: record.sealings.map((s) => (s === sealing ? now : s)) }, at, `用印：${sealName}`, '', 'seal');
  if (now.waiting.length > 0) {
    const { delegation } = record.item;
    return sealing.purpose !== 'certificate' && now.waiting[0] === delegation.department.sealCode && officerCountersigns(delegation, sealing.purpose)
      ? askToCountersign(next, sealing.purpose, facts, at) : accept(next, askForSeal(next, sealing.purpose));
  }
  switch (sealing.purpose) {
    case 'opinion': {
      const told = owe(step({ ...next, status: 'reported-up' }, at, '上报', ''), 'report', reportStep(next, at));
      return accept(told.record, told.outputs);
    }
    case 'decision':
      // A refusal is handed over as a letter; a grant goes on to the certificate.
      return record.decision?.result === 'refused' ? accept({ ...next, status: 'ready' }, [text(next, 'ready', { certificate: '不予行政许可决定书' })]) : draft(next, []);
    case 'certificate': {
      // While a payment stands reversed the certificate stays a draft: issued, the public page would call it genuine.
      const { change, outputs } = issueIfSealed(next);
      return accept({ ...next, ...change }, outputs);
    }
    default: { const never: never = sealing.purpose; return never; }
  }
}

/** Orders the certificate to be issued once every seal is on it and nothing is owed. */
function issueIfSealed(record: CaseRecord): { change: Partial<Pick<CaseRecord, 'status'>>; outputs: Output[] } {
  const sealing = record.sealings.find((s) => s.purpose === 'certificate');
  const owed = isOwed(record);
  if (!['certificate-sealing', 'certificate-issuing'].includes(record.status) || !sealing || sealing.waiting.length > 0 || owed) return { change: {}, outputs: [] };
  return {
    change: { status: 'certificate-issuing' },
    outputs: [command('commands.certificates.issue-certificate', { caseNumber: record.caseNumber, certificateKey: record.caseNumber, signatures: sealing.used })],
  };
}

function draft(record: CaseRecord, outputs: readonly Output[]): Decision<CaseRecord> {
  return accept({ ...record, status: 'certificate-drafting' }, [...outputs, draftOrder(record)]);
}

function draftOrder(record: CaseRecord): Output {
  const { item, decision, upstream } = record;
  const names = new Map([[item.delegation.zoneSealCode, item.delegation.zone.name], [item.delegation.department.sealCode, item.delegation.department.name]]);
  const order: CommandData<'commands.certificates.draft-certificate'> = {
    caseNumber: record.caseNumber, certificateKey: record.caseNumber, department: item.delegation.department.creditCode, template: item.result.kind, title: item.result.name, holder: { name: record.applicant.name, creditCode: record.applicant.creditCode ?? '' },
    item: { code: item.code, name: item.name }, issuer: issuerOf(record),
    decision: { documentNumber: upstream?.documentNumber ?? decision?.documentNumber ?? '', decidedOn: decidedOn(record), summary: record.projectName },
    validFrom: decidedOn(record), validTo: decision?.validTo ?? null,
    seals: sealCodes(item.delegation, 'certificate').map((sealCode) => ({ sealCode, sealName: names.get(sealCode) ?? sealCode })),
    facts: [{ label: '项目名称', value: record.projectName }, ...printedAnswers(item.formFields, record.answers).slice(0, printedAtMost), { label: '许可依据', value: item.legalBasis }],
  };
  return command('commands.certificates.draft-certificate', order);
}

/** As many answers as a certificate has room for beside what every one of them says. */
const printedAtMost = 4;

function provinceHas(record: CaseRecord, sequence: number, revision: number, at: string, later: boolean): Decision<CaseRecord> {
  const told = acknowledged(record, sequence, revision, at, later);
  // An event may come before the answer that the step is held; it comes again when that is known.
  if (told.record === record) return later && record.province.owed.some((each) => each.sequence === sequence && each.revision <= revision) ? wait('the hand-over is not known to have ended') : ignore('step known');
  if (told.record.status !== 'delivered' || !resultTold(told.record)) return accept(told.record, told.outputs);
  const next = step({ ...told.record, status: 'closed', end: { at, by: record.delivery?.by ?? '', reason: '' } }, at, '办结', '');
  return accept(next, [...told.outputs, closed(next, 'delivered', at)]);
}

function gatewayHas(record: CaseRecord, sequence: number, revision: number): Decision<CaseRecord> {
  const told = held(record, sequence, revision);
  return told.record === record ? ignore('step known') : accept(told.record, told.outputs);
}

/** The province said no: a person looks, and nothing of this case is handed over meanwhile. */
function refusedAbove(record: CaseRecord, at: string, why: { reason: string; detail: string }): CaseRecord {
  return needsPerson(step(record, at, '省级平台拒收', '', 'province-gateway'), { reason: 'upstream-refused', status: 409, zh: `省级平台拒收：${why.detail}`.slice(0, 300), en: `refused by the province: ${why.reason}` }, at, 'upstream-refused');
}

function withMaterials(told: { record: CaseRecord; outputs: Output[] }, by: string): { record: CaseRecord; outputs: Output[] } {
  if (told.record.materials.length === 0) return told;
  const more = owe(told.record, 'material', materialStep(told.record, by));
  return { record: more.record, outputs: [...told.outputs, ...more.outputs] };
}
const correctionOf = (pause: CaseRecord['pauses'][number]): { sequence: number; revision: number } | undefined => (pause.sequence === null ? undefined : { sequence: pause.sequence, revision: 2 });

/** What waited for a person goes on where it stopped: whatever the state waits for is asked for once more; all of it is known by key. */
function resume(record: CaseRecord, at: string): { record: CaseRecord; outputs: Output[] } {
  const { doubt } = record.province;
  // A step in doubt is asked about, whoever says that all is well now.
  const pushed = doubt !== null
    ? { record, outputs: [call('inquire-step', { caseNumber: record.caseNumber, sequence: doubt, revision: record.province.owed.find((each) => each.sequence === doubt)?.revision ?? 1 })] }
    : pushNext({ ...record, province: { ...record.province, asked: false } });
  let next = pushed.record;
  const outputs = [...pushed.outputs];
  const sealing = next.sealings.find((s) => s.waiting.length > 0);
  // What the department's officer has not confirmed is not sealed by anybody's going on.
  if (sealing && next.status !== 'countersigning' && next.status !== 'countersign-returned') outputs.push(...askForSeal(next, sealing.purpose));
  if (next.status === 'awaiting-payment' && next.bill?.state === 'refused') {
    next = withBill(next, Number(next.bill.billKey.split(':')[1] ?? '1') + 1);
    outputs.push(feeOrder(next, at));
  }
  if (next.status === 'certificate-drafting') outputs.push(draftOrder(next));
  outputs.push(...issueIfSealed(next).outputs);
  return { record: { ...next, ...issueIfSealed(next).change }, outputs };
}

const withdrawnReasons: Record<string, RefusalReason> = { 'suspended': 'item-suspended', 'terminated': 'item-terminated', 'taken-back': 'item-not-delegated', 'delegation-ended': 'delegation-expired' };

const askCalendarAgain = (now: Date): Output => reminder('calendar', new Date(now.getTime() + 86_400_000));

// --- words used above ----------------------------------------------------------------------------------------------

function step(record: CaseRecord, at: string, what: string, by: string, service = 'intake'): CaseRecord {
  return { ...record, steps: [...record.steps, { at, service, what, by }] };
}
function needsPerson(record: CaseRecord, why: Pick<Refusal, 'zh' | 'en'> & Partial<Refusal>, at: string, reason: string): CaseRecord {
  return { ...record, attention: { reason, zh: why.zh, en: why.en, at } };
}
/** Too late or too early: what the case has come to meanwhile, by whom and when, so that a second clerk is told and need not look. */
function wrongState(record: CaseRecord): Refusal {
  const last = lastStep(record);
  const { zh, en } = stateNames[record.status];
  return refusal('wrong-state', { detail: { zh: `当前${zh}，最近一步“${last.zh}”`, en: `now ${en}; last step: ${last.en}` }, meanwhile: last });
}
function lastStep(record: CaseRecord): Meanwhile {
  const last = record.steps.at(-1);
  const by = last?.by ?? '';
  return { state: record.status, zh: last?.what ?? '', en: stepInEnglish(last?.what ?? ''), by, name: record.people[by] ?? by, at: last?.at ?? record.receivedAt };
}
/** Required materials nobody has handed in. */
export const missingMaterials = (record: CaseRecord): string[] => record.item.materials.filter((m) => m.required && !record.materials.some((filed) => filed.name === m.name)).map((m) => m.name);
/** Everything that keeps the case from being accepted, for the one notice. */
export const lackingOf = (record: CaseRecord): string[] => [...missingMaterials(record), ...unanswered(record.item.formFields, record.answers).map((field) => field.labelZh)];
/** The last day of a limit, or null where the calendar does not reach. */
function lastDay(calendar: WorkingCalendar, from: string, limit: Limit): string | null {
  const due = dueDate(calendar, from, limit);
  return due.kind === 'due' ? due.on : null;
}
/** The first moment after a day in China, in ms. */
const endOf = (day: string): number => Date.parse(`${day}T16:00:00Z`);
const closed = (record: CaseRecord, end: 'delivered' | 'not-accepted' | 'withdrawn', at: string): Output => event('events.intake.case-closed', { caseNumber: record.caseNumber, end, closedAt: at });
const finalResult = (record: CaseRecord): 'granted' | 'refused' => (record.decision?.result === 'refused' ? 'refused' : record.upstream?.result ?? record.decision?.result ?? 'refused');

/** One text for each step, ever: the key is the step. */
function text(record: CaseRecord, kind: TextKind, variables: Record<string, string>): Output {
  return command('commands.notify.send-text', {
    caseNumber: record.caseNumber, textKey: `${record.caseNumber}:${kind}`, kind, department: record.item.delegation.department.creditCode, mobile: record.contact.mobile,
    variables: { item: record.item.name, zone: record.item.delegation.zone.name, receiptNumber: record.receiptNumber, ...variables },
  });
}

function fileMaterials(given: readonly { name: string; sha256: string }[], facts: Facts): z.infer<typeof FiledMaterial>[] | Refusal {
  const filed: z.infer<typeof FiledMaterial>[] = [];
  for (const [index, material] of given.entries()) {
    const kind = facts.files?.get(material.sha256);
    if (!kind) return refusal('unknown-file', { field: `materials.${index}.sha256` });
    filed.push({ name: material.name, sha256: material.sha256, kind });
  }
  return filed;
}

/** Computes both due days from the day of acceptance. Where the calendar does not reach, there is no date, and the case says which year is missing. */
function withDueDates(record: CaseRecord, calendar: WorkingCalendar, acceptedFrom?: string): CaseRecord {
  const from = acceptedFrom ?? acceptedOn(record);
  if (!from) return record;
  const pauses = pausesOf(record);
  let calendarMissing: string | null = null;
  const day = (limit: Limit): string | null => {
    const due = dueDate(calendar, from, limit, pauses);
    if (due.kind === 'refused') calendarMissing = due.refusal.zh;
    return due.kind === 'due' ? due.on : null;
  };
  const statutory = day(statutoryLimit(record));
  const promised = day(promisedLimit(record));
  return { ...record, due: { statutory, promised, calendarMissing } };
}

/** What a command answers: enough to go on with. */
export const shown = (record: CaseRecord): { caseNumber: string; state: CaseStatus; due: CaseRecord['due'] } => ({ caseNumber: record.caseNumber, state: record.status, due: record.due });
