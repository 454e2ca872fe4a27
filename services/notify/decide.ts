// What becomes of a notice: rendered, put off to permitted hours, handed to the SMS gateway, reported. Pure. Promises:
// one text per key, ever, whatever is asked again; every notice ends in a stated word, failure included.
import { z } from 'zod';
import { SendText } from '../../contracts/notify/messages.ts';
import { TextReportedByCarrier } from '../../contracts/sms-gateway/messages.ts';
import { accept, call, event, ignore, reminder, takes, wait } from '../../infra/machine.ts';
import type { Decision, MessagesOf, Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { nextPermitted } from './permitted-hours.ts';
import type { PermittedHours } from './permitted-hours.ts';
import type { Notice } from './states.ts';
import { TEMPLATES, render } from './templates.ts';

/** What is handed to the SMS gateway. */
export const HandOver = z.object({ textKey: z.string(), mobile: z.string(), text: z.string(), caseNumber: z.string() });
/** What is handed to the SMS gateway. */
export type HandOver = z.infer<typeof HandOver>;

/** Every message a notice takes. */
export const accepts = {
  'commands.notify.send-text': takes(SendText, (data) => data.textKey),
  'outcome.hand-over': takes(outcomeOf(HandOver, z.unknown()), (data) => data.request.textKey),
  'reminder.permitted-hours': takes(z.object({}), () => ''),
  'events.sms-gateway.text-reported': takes(TextReportedByCarrier, (data) => data.textId),
};
/** Any message a notice takes. */
export type NoticeMessage = MessagesOf<typeof accepts>;

/** Settings of the rules. */
export interface Rules {
  /** The registered sign, without brackets. */
  sign: string;
  hours: PermittedHours;
  /** Whether what the law wants told goes out at any hour. */
  legalNoticesAnyHour: boolean;
}

/** What a decision needs to know beyond the notice itself. */
export interface Facts {
  now: Date;
  rules: Rules;
}

/** Decides one message. */
export function decide(notice: Notice | undefined, message: NoticeMessage, facts: Facts): Decision<Notice> {
  switch (message.type) {
    case 'commands.notify.send-text':
      return notice === undefined ? ask(message.data, facts) : ignore('one text per key, ever');
    case 'reminder.permitted-hours':
      return notice?.status === 'scheduled' ? accept({ ...notice, status: 'handing-over' }, [handOver(notice)]) : ignore('not put off');
    case 'outcome.hand-over':
      return notice === undefined ? ignore('no such notice') : handedOver(notice, message.data.outcome, facts.now);
    case 'events.sms-gateway.text-reported':
      return reported(notice, message.data);
    default: {
      const forgotten: never = message;
      return forgotten;
    }
  }
}

function ask(asked: z.infer<typeof SendText>, facts: Facts): Decision<Notice> {
  const { sign, hours, legalNoticesAnyHour } = facts.rules;
  const base = {
    textKey: asked.textKey, caseNumber: asked.caseNumber, kind: asked.kind, ...(asked.department === undefined ? {} : { department: asked.department }), mobile: asked.mobile,
    askedAt: facts.now.toISOString(), dueAt: null, reportedAt: null, reason: null,
  };
  // The receipt number is what people know; without it the last digits of the case number (day and serial) will do.
  const rendered = render(asked.kind, { receiptNumber: asked.caseNumber.slice(-14), ...asked.variables }, sign);
  if (rendered === null) {
    const failed: Notice = { ...base, status: 'failed', words: '', shown: '', reason: 'text-unfit', reportedAt: facts.now.toISOString() };
    return accept(failed, [stated(failed, 'failed', facts.now.toISOString())]);
  }
  const dueAt = TEMPLATES[asked.kind].isLegalNotice && legalNoticesAnyHour ? facts.now : nextPermitted(facts.now, hours);
  if (dueAt > facts.now) {
    const scheduled: Notice = { ...base, ...rendered, status: 'scheduled', dueAt: dueAt.toISOString() };
    return accept(scheduled, [reminder('permitted-hours', dueAt)]);
  }
  const next: Notice = { ...base, ...rendered, status: 'handing-over' };
  return accept(next, [handOver(next)]);
}

function handedOver(
  notice: Notice, outcome: { kind: 'done' } | { kind: 'refused'; reason: string } | { kind: 'in-doubt' }, now: Date,
): Decision<Notice> {
  if (notice.status !== 'handing-over') return ignore('a report came first');
  if (outcome.kind !== 'refused') return accept({ ...notice, status: 'handed-over' });
  const failed: Notice = { ...notice, status: 'failed', reason: outcome.reason.slice(0, 100), reportedAt: now.toISOString() };
  return accept(failed, [stated(failed, 'failed', now.toISOString())]);
}

function reported(notice: Notice | undefined, report: z.infer<typeof TextReportedByCarrier>): Decision<Notice> {
  // Not one of ours: the gateway may serve others too.
  if (notice === undefined) return ignore('no such notice');
  if (notice.status === 'scheduled') return wait('reported before it was handed over');
  if (notice.status === report.state || notice.status === 'delivered') return ignore('reported already');
  if (notice.status === 'failed' && report.state !== 'delivered') return ignore('failed already');
  const next: Notice = {
    ...notice, status: report.state, reportedAt: report.reportedAt, reason: report.state === 'delivered' ? null : report.code.slice(0, 100),
  };
  return accept(next, [stated(next, report.state, report.reportedAt)]);
}

function handOver(notice: Notice): Output {
  const order: HandOver = { textKey: notice.textKey, mobile: notice.mobile, text: notice.words, caseNumber: notice.caseNumber };
  return call('hand-over', order);
}

function stated(notice: Notice, state: 'delivered' | 'failed' | 'unknown', reportedAt: string): Output {
  return event('events.notify.text-reported', { caseNumber: notice.caseNumber, textKey: notice.textKey, kind: notice.kind, state, reportedAt });
}
