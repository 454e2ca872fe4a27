/**
 * What becomes of a step that was handed over, decided without waiting: when it may be sent, what each end of a push or an inquiry means,
 * when it is tried again. In order per case; what is in doubt is asked about and never repeated blindly; a newer revision takes the
 * place of one that never left.
 */
import type { Outcome } from '../../infra/outcome.ts';
import type { DeliveryRules } from './delivery-rules.ts';
import type { Acknowledgement, ProvinceStep, StepKind } from './port.ts';
import { outgoingStates } from './states.ts';

export type OutgoingState = Exclude<keyof typeof outgoingStates, 'none'>;

/** A step in the outgoing ledger, without its content. */
export interface Outgoing {
  readonly platform: string;
  readonly caseNumber: string;
  readonly sequence: number;
  readonly kind: StepKind;
  /** Under which the province is told of it; a healing that corrects raises it. */
  readonly revision: number;
  /** Under which it was handed over: whoever hands over counts for itself and knows nothing of healings. */
  readonly given: number;
  /** Of the content; the same step has the same. */
  readonly digest: string;
  readonly state: OutgoingState;
  /** How often it was sent. Zero: nobody outside has ever seen this revision. */
  readonly attempts: number;
  /** How often it was refused, for the rule that sends some refusals again. */
  readonly refusals: number;
  readonly dueAt: Date;
  readonly receipt: string;
  readonly outcome: string;
  readonly detail: string;
}

/** What the rules of a platform say about taking a step. */
export interface Taker { readonly name: string; readonly carries: ReadonlySet<StepKind>; readonly delivery: DeliveryRules; /** Nothing waits and nobody sleeps: it may be sent at once. */ readonly open: boolean }

export type Taking =
  /** The province has it: the same answer again. */
  | { readonly kind: 'known'; readonly row: Outgoing }
  /** It is written down and goes when its turn comes. */
  | { readonly kind: 'held'; readonly row: Outgoing; readonly write: 'insert' | 'replace' | null; readonly step: ProvinceStep }
  /** It is written down and goes now. */
  | { readonly kind: 'send'; readonly row: Outgoing; readonly write: 'insert' | 'replace'; readonly step: ProvinceStep }
  /** Nothing is written: to be handed over again shortly. */
  | { readonly kind: 'later'; readonly detail: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly detail: string };

/** Until its content comes: an open 特别程序 that the province wants to hear of only when it has ended. */
const NOT_YET = new Date('9999-12-31T00:00:00Z');
const settled = (row: Pick<Outgoing, 'state'>): boolean => row.state === 'acknowledged' || row.state === 'not-carried';
export const isSettled = settled;

/** What is told of an open 特别程序, by the platform's rule; null is nothing until it ends. */
export function toldNow(step: ProvinceStep, rules: Pick<DeliveryRules, 'openSpecial'>): ProvinceStep | null {
  if (step.kind !== 'special' || step.endedAt !== null || rules.openSpecial === 'open') return step;
  return rules.openSpecial === 'planned-end' && step.plannedEnd !== null ? { ...step, endedAt: step.plannedEnd } : null;
}

/** Takes a step into the ledger. `ofCase` is everything of this case that was taken before. */
export function take(step: ProvinceStep, digest: string, ofCase: readonly Outgoing[], taker: Taker, now: Date): Taking {
  const earlier = ofCase.find((row) => row.sequence === step.sequence);
  const fresh: Outgoing = {
    platform: taker.name, caseNumber: step.caseNumber, sequence: step.sequence, kind: step.kind, revision: step.revision, given: step.revision, digest, state: 'waiting', attempts: 0, refusals: 0,
    dueAt: now, receipt: earlier?.receipt ?? '', outcome: '', detail: '',
  };
  if (!earlier) {
    if (!taker.carries.has(step.kind)) return { kind: 'held', row: { ...fresh, state: 'not-carried' }, write: 'insert', step };
    return goes(fresh, 'insert', step, ofCase, taker);
  }
  if (earlier.state === 'not-carried') return { kind: 'known', row: earlier };
  if (earlier.kind !== step.kind) return { kind: 'refused', reason: 'step-differs', detail: `${earlier.kind}, ${step.kind}` };
  const told = Math.max(step.revision, earlier.revision);
  if (earlier.digest === digest && earlier.given >= step.revision) {
    if (earlier.state === 'acknowledged') return { kind: 'known', row: earlier };
    // Somebody has dealt with what was refused and hands it over again.
    if (earlier.state === 'refused') return goes({ ...fresh, revision: earlier.revision, given: earlier.given }, 'replace', step, ofCase, taker);
    return { kind: 'held', row: earlier, write: null, step };
  }
  if (step.revision < earlier.given) return { kind: 'refused', reason: 'step-differs', detail: `${String(earlier.given)} > ${String(step.revision)}` };
  // Refused: what the province does not have may be another under the same revision only after a refusal.
  if (earlier.state === 'refused') return goes({ ...fresh, revision: told }, 'replace', step, ofCase, taker);
  if (step.revision === earlier.given) return { kind: 'refused', reason: 'step-differs', detail: `revision ${String(step.revision)}` };
  // What waits is certainly not there in this revision: the newer takes its place.
  if (earlier.state === 'waiting') return goes({ ...fresh, revision: told }, 'replace', step, ofCase, taker);
  // The province has or may have the older one.
  if (!taker.delivery.corrections) return { kind: 'refused', reason: 'not-supported', detail: `revision ${String(step.revision)}` };
  if (earlier.state !== 'acknowledged') return { kind: 'later', detail: `the revision before it is ${earlier.state}` };
  return goes({ ...fresh, revision: Math.max(step.revision, earlier.revision + 1) }, 'replace', step, ofCase, taker);
}

function goes(row: Outgoing, write: 'insert' | 'replace', step: ProvinceStep, ofCase: readonly Outgoing[], taker: Taker): Taking {
  const told = toldNow(step, taker.delivery);
  if (told === null) return { kind: 'held', row: { ...row, dueAt: NOT_YET }, write, step };
  const first = ofCase.every((other) => other.sequence >= row.sequence || settled(other));
  if (!first || !taker.open) return { kind: 'held', row, write, step };
  return { kind: 'send', row: { ...row, state: 'sending', attempts: 1 }, write, step };
}

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** The row after a push has ended. */
export function afterPush(row: Outgoing, outcome: Outcome<Acknowledgement>, rules: DeliveryRules, now: Date): Outgoing {
  switch (outcome.kind) {
    case 'done': return acknowledgedBy(row, outcome.value, rules, now);
    case 'refused': return refusedBy(row, outcome.reason, outcome.detail, rules, now);
    case 'unavailable': {
      const waits = rules.againAfterMs;
      const ms = outcome.retryAfterMs ?? waits[Math.min(row.attempts - 1, waits.length - 1)] ?? 60_000;
      return { ...row, state: 'waiting', dueAt: after(now, ms), outcome: 'unavailable', detail: outcome.detail };
    }
    case 'in-doubt': return { ...row, state: 'doubtful', dueAt: after(now, rules.inquireAfterMs), outcome: 'in-doubt', detail: outcome.detail };
  }
}

/** The row after the province was asked about it. */
export function afterInquiry(row: Outgoing, outcome: Outcome<Acknowledgement>, rules: DeliveryRules, now: Date): Outgoing {
  switch (outcome.kind) {
    case 'done': return acknowledgedBy(row, outcome.value, rules, now);
    case 'refused':
      // It certainly is not there, so it may go again.
      if (outcome.reason === 'not-found') return { ...row, state: 'waiting', dueAt: now, outcome: 'not-found', detail: outcome.detail };
      return refusedBy(row, outcome.reason, outcome.detail, rules, now);
    case 'unavailable':
    case 'in-doubt':
      return { ...row, state: row.state === 'awaiting' ? 'awaiting' : 'doubtful', dueAt: after(now, Math.max(rules.awaitEveryMs, 1_000)), outcome: row.outcome || outcome.kind, detail: outcome.detail };
  }
}

function acknowledgedBy(row: Outgoing, value: Acknowledgement, rules: DeliveryRules, now: Date): Outgoing {
  if (value.awaiting === true) return { ...row, state: 'awaiting', dueAt: after(now, rules.awaitEveryMs), receipt: value.receipt || row.receipt, outcome: 'awaiting', detail: '' };
  return { ...row, state: 'acknowledged', dueAt: now, receipt: value.receipt || row.receipt, refusals: 0, outcome: 'done', detail: '' };
}

function refusedBy(row: Outgoing, reason: string, detail: string, rules: DeliveryRules, now: Date): Outgoing {
  const rule = rules.refusedAgain[reason];
  const refusals = row.refusals + 1;
  if (rule && refusals <= rule.times) return { ...row, state: 'waiting', refusals, dueAt: after(now, rule.afterMs), outcome: reason, detail };
  return { ...row, state: 'refused', refusals, dueAt: now, outcome: reason, detail };
}

/** The process that was sending it died before it knew the answer: it may have happened. */
export const afterLapse = (row: Outgoing, now: Date): Outgoing => ({ ...row, state: 'doubtful', dueAt: now, outcome: 'in-doubt', detail: 'the copy that sent it died before it knew the answer' });

/** Sent again because the province lacks it although it acknowledged it: asked about first, never blindly. */
export const sendAgain = (row: Outgoing, now: Date): Outgoing => ({ ...row, state: 'doubtful', attempts: Math.max(1, row.attempts), dueAt: now, outcome: 'missing', detail: '' });
/** Our word counts: the same content as a correction. */
export const correct = (row: Outgoing, now: Date): Outgoing => ({ ...row, state: 'waiting', revision: row.revision + 1, attempts: 0, dueAt: now, outcome: 'correction', detail: '' });
