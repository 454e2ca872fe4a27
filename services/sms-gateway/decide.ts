// What becomes of a text: taken, put on the wire part by part, reported. Pure. Promises: nothing is submitted again
// unless it surely did not go, or the carrier's whole time for reports has passed without a word; each final word
// is stated once; a report is matched by its extension digits even when the answer to its SUBMIT was lost.
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import { accept, call, event, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf, Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import type { Attempt, Part, Text } from './states.ts';

/** A text handed in over HTTP. */
export const TextToSend = z.object({ textId: z.string(), caseNumber: z.string(), mobile: z.string(), text: z.string() });

/** One part to be submitted; what the call carries. */
export const PartOrder = z.object({
  textId: z.string(),
  caseNumber: z.string(),
  mobile: z.string(),
  text: z.string(),
  extension: z.string(),
  /** From 1. */
  part: z.number().int().positive(),
  /** From 1: how often the text has gone out, this time included. */
  attempt: z.number().int().positive().default(1),
});
/** One part to be submitted. */
export type PartOrder = z.infer<typeof PartOrder>;

const Receipt = z.object({ carrierId: z.string() });

/** A status report, already assigned to a text by its extension digits. */
export const Report = z.object({
  textId: z.string(),
  extension: z.string(),
  carrierId: z.string(),
  verdict: z.enum(['delivered', 'failed', 'pending']),
  code: z.string(),
  doneAt: z.iso.datetime().nullable(),
});

/** An answer that came after its part had been given up as in doubt. */
export const LateAnswer = z.object({
  textId: z.string(),
  extension: z.string(),
  part: z.number().int().positive(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done'), value: Receipt }),
    z.object({ kind: z.literal('refused'), reason: z.string(), detail: z.string() }),
    z.object({ kind: z.literal('unavailable'), detail: z.string() }),
    z.object({ kind: z.literal('in-doubt'), detail: z.string() }),
  ]),
});

/** Every message a text takes. */
export const accepts = {
  'http.send-text': takes(TextToSend, (data) => data.textId),
  'outcome.submit': takes(outcomeOf(PartOrder, Receipt), (data) => data.request.textId),
  'carrier.reported': takes(Report, (data) => data.textId),
  'carrier.answered-late': takes(LateAnswer, (data) => data.textId),
  'sweep.report-overdue': takes(z.object({ textId: z.string() }), (data) => data.textId),
};
/** Any message a text takes. */
export type TextMessage = MessagesOf<typeof accepts>;

/** What a decision needs to know beyond the text itself. */
export interface Facts {
  now: Date;
  /** Fresh extension digits; present where a text may go out (again). */
  extension: string;
  /** Parts the text makes with this carrier. */
  partCount: number;
  /** For how long the link has been up and every report been taken, milliseconds; null when it is down. */
  linkUpMs: number | null;
  rules: Rules;
}

/** Settings of the rules. */
export interface Rules {
  /** The carrier's time for reports, milliseconds. */
  reportWaitMs: number;
  /** How often a text in doubt may go out again after that time; then a person decides. */
  resendTimes: number;
  /** How long the link must have been up before silence counts: reports held back come first. */
  linkSettleMs: number;
  /** Whether `text-sent` is stated too; nobody in the hub waits for it, and each event costs a publication. */
  stateSent: boolean;
}

/** Decides one message. */
export function decide(text: Text | undefined, message: TextMessage, facts: Facts): Decision<Text> {
  if (message.type === 'http.send-text') return take(text, message.data, facts);
  if (text === undefined) return ignore('no such text');
  switch (message.type) {
    case 'outcome.submit':
      return answered(text, message.data.request.extension, message.data.request.part, message.data.outcome, facts);
    case 'carrier.answered-late':
      return answeredLate(text, message.data, facts);
    case 'carrier.reported':
      return reported(text, message.data, facts);
    case 'sweep.report-overdue':
      return reportOverdue(text, facts);
    default: {
      const forgotten: never = message;
      return forgotten;
    }
  }
}

function take(text: Text | undefined, asked: z.infer<typeof TextToSend>, facts: Facts): Decision<Text> {
  const reply = { textId: asked.textId, parts: facts.partCount };
  if (text !== undefined) {
    const same = text.mobile === asked.mobile && text.text === asked.text && text.caseNumber === asked.caseNumber;
    return same ? ignore('known already', reply) : refuse(refusal('idempotency-key-reused', { field: 'textId' }));
  }
  // Half a surrogate pair cannot be encoded; the carrier would show a box, or refuse the whole text.
  if (/\p{Surrogate}/u.test(asked.text)) return refuse(refusal('invalid-request', { field: 'text' }));
  const attempt = newAttempt(facts);
  const next: Text = {
    ...asked, status: 'waiting', attempts: [attempt], code: null, sentAt: null, reportedAt: null, since: facts.now.toISOString(),
  };
  return accept(next, submissions(next, attempt), reply);
}

type Outcome = z.infer<typeof LateAnswer>['outcome'];

function answered(text: Text, extension: string, partNumber: number, outcome: Outcome, facts: Facts): Decision<Text> {
  const found = partOf(text, extension, partNumber);
  if (found === null) return ignore('no such part');
  const { attempt, part } = found;
  switch (outcome.kind) {
    case 'done': {
      const named = withAnswer(attempt, partNumber, outcome.value.carrierId);
      return named === attempt ? ignore('a report came first') : settle(text, named, facts);
    }
    case 'refused':
      if (part.state !== 'waiting' && part.state !== 'in-doubt') return ignore('a report came first');
      return settle(text, withPart(attempt, partNumber, { ...part, state: 'failed', code: outcome.reason }), facts);
    case 'in-doubt':
      if (part.state !== 'waiting') return ignore('a report came first');
      return settle(text, withPart(attempt, partNumber, { ...part, state: 'in-doubt' }), facts);
    case 'unavailable':
      return ignore('tried again by itself');
    default: {
      const forgotten: never = outcome;
      return forgotten;
    }
  }
}

function answeredLate(text: Text, late: z.infer<typeof LateAnswer>, facts: Facts): Decision<Text> {
  const found = partOf(text, late.extension, late.part);
  if (found === null) return ignore('no such part');
  if (late.outcome.kind !== 'unavailable') return answered(text, late.extension, late.part, late.outcome, facts);
  if (found.part.state !== 'in-doubt' || text.attempts.at(-1) !== found.attempt) return ignore('settled meanwhile');
  // Flow control after all: the carrier surely did not take it, so the same digits may be used.
  const attempt = withPart(found.attempt, late.part, { ...found.part, state: 'waiting' });
  const decision = settle(text, attempt, facts);
  if (decision.kind !== 'accept') return decision;
  return accept(decision.next, [...decision.outputs, submission(text, attempt, late.part)]);
}

function reported(text: Text, report: z.infer<typeof Report>, facts: Facts): Decision<Text> {
  const attempt = text.attempts.find((one) => one.extension === report.extension);
  if (attempt === undefined) return ignore('digits of no attempt');
  const known = attempt.parts.findIndex((part) => part.carrierId === report.carrierId);
  // Unknown Msg_Id: the answer was lost or is still under way. It belongs to a part that has no number yet.
  const index = known !== -1 ? known : firstUnnumbered(attempt);
  const part = attempt.parts[index];
  if (part === undefined) return ignore('report for a part we did not send');
  if (part.state === 'delivered' || (part.state === 'failed' && report.verdict !== 'delivered')) return ignore('reported already');
  const state = report.verdict === 'pending' ? 'taken' : report.verdict;
  const next: Part = { state, carrierId: report.carrierId, code: report.code };
  return settle(text, withPart(attempt, index + 1, next), facts, report.doneAt);
}

function reportOverdue(text: Text, facts: Facts): Decision<Text> {
  if (text.status !== 'in-doubt' && text.status !== 'submitted') return ignore(`already ${text.status}`);
  if (facts.now.getTime() - new Date(text.since).getTime() < facts.rules.reportWaitMs) return ignore('not overdue yet');
  // A carrier we could not hear had no chance to report: its silence says nothing yet. The sweep comes again.
  if (facts.linkUpMs === null || facts.linkUpMs < facts.rules.linkSettleMs) return ignore('the carrier cannot be heard yet');
  const since = facts.now.toISOString();
  if (text.status === 'submitted') {
    const next: Text = { ...text, status: 'unreported', since };
    return accept(next, [stated(next, 'unknown', 'NOREPORT', facts.now)]);
  }
  if (text.attempts.length > facts.rules.resendTimes) {
    const next: Text = { ...text, status: 'attention', since };
    return accept(next, [stated(next, 'unknown', 'INDOUBT', facts.now)]);
  }
  const again = newAttempt(facts);
  const next: Text = { ...text, status: 'waiting', attempts: [...text.attempts, again], since };
  return accept(next, submissions(next, again));
}

/** Puts a changed attempt into its text and draws the consequences: its state, and what is stated. */
function settle(text: Text, changed: Attempt, facts: Facts, doneAt: string | null = null): Decision<Text> {
  const attempts = text.attempts.map((one) => (one.extension === changed.extension ? changed : one));
  const status = statusOf(attempts, text.status);
  const now = facts.now.toISOString();
  const moved = status !== text.status;
  const code = changed.parts.find((part) => part.state === 'failed')?.code ?? changed.parts.at(-1)?.code ?? null;
  const isSent = text.sentAt !== null || changed.parts.every((part) => part.state === 'taken' || part.state === 'delivered');
  const isFinal = moved && (status === 'delivered' || status === 'failed');
  // The carrier's time has whole minutes only; one from before the attempt is no time at all.
  const reportedAt = doneAt !== null && doneAt > changed.startedAt ? doneAt : now;
  const next: Text = {
    ...text,
    attempts,
    status,
    code: code ?? text.code,
    sentAt: isSent ? (text.sentAt ?? now) : null,
    reportedAt: isFinal ? reportedAt : text.reportedAt,
    since: moved ? now : text.since,
  };
  const outputs: Output[] = [];
  if (facts.rules.stateSent && isSent && text.sentAt === null) outputs.push(event('events.sms-gateway.text-sent', { textId: text.textId, sentAt: now }));
  if (isFinal) outputs.push(stated(next, status, next.code ?? '', new Date(reportedAt)));
  return accept(next, outputs);
}

/** A text is delivered when all parts of one attempt are; otherwise the last attempt says how it stands. */
function statusOf(attempts: readonly Attempt[], before: Text['status']): Text['status'] {
  if (attempts.some((attempt) => attempt.parts.every((part) => part.state === 'delivered'))) return 'delivered';
  const states = new Set(attempts.at(-1)?.parts.map((part) => part.state));
  if (states.has('failed')) return 'failed';
  if (states.has('waiting')) return 'waiting';
  if (states.has('in-doubt')) return before === 'attention' ? 'attention' : 'in-doubt';
  // Some parts reported, others not: it stays given up until the last word is in.
  return before === 'unreported' ? 'unreported' : 'submitted';
}

function stated(text: Text, state: 'delivered' | 'failed' | 'unknown', code: string, at: Date): Output {
  return event('events.sms-gateway.text-reported', { textId: text.textId, state, code, reportedAt: at.toISOString() });
}

function newAttempt(facts: Facts): Attempt {
  return {
    extension: facts.extension,
    startedAt: facts.now.toISOString(),
    parts: Array.from({ length: facts.partCount }, (): Part => ({ state: 'waiting', carrierId: null, code: null })),
  };
}

function submissions(text: Text, attempt: Attempt): Output[] {
  return attempt.parts.map((_, index) => submission(text, attempt, index + 1));
}

function submission(text: Text, attempt: Attempt, part: number): Output {
  const order: PartOrder = {
    textId: text.textId, caseNumber: text.caseNumber, mobile: text.mobile, text: text.text, extension: attempt.extension, part,
    attempt: text.attempts.findIndex((one) => one.extension === attempt.extension) + 1,
  };
  return call('submit', order);
}

function partOf(text: Text, extension: string, partNumber: number): { attempt: Attempt; part: Part } | null {
  const attempt = text.attempts.find((one) => one.extension === extension);
  const part = attempt?.parts[partNumber - 1];
  return attempt === undefined || part === undefined ? null : { attempt, part };
}

function withPart(attempt: Attempt, partNumber: number, part: Part): Attempt {
  return { ...attempt, parts: attempt.parts.map((one, index) => (index === partNumber - 1 ? part : one)) };
}

function firstUnnumbered(attempt: Attempt): number {
  return attempt.parts.findIndex((part) => part.carrierId === null && part.state !== 'failed');
}

/** The answer names the part's number for sure. A report that came before may have been laid to the wrong part of a long
 * text: the two change places. */
function withAnswer(attempt: Attempt, partNumber: number, carrierId: string): Attempt {
  const part = attempt.parts[partNumber - 1];
  if (part === undefined || part.carrierId === carrierId) return attempt;
  const guessed = attempt.parts.findIndex((one) => one.carrierId === carrierId);
  if (guessed !== -1) {
    const theirs = attempt.parts[guessed] ?? part;
    return withPart(withPart(attempt, guessed + 1, part), partNumber, theirs);
  }
  const named = withPart(attempt, partNumber, { state: 'taken', carrierId, code: null });
  if (part.carrierId === null) return named;
  const free = firstUnnumbered(named);
  return free === -1 ? named : withPart(named, free + 1, part);
}
