// Carries one application from the window to the closed case, by different people, over the HTTP APIs and the bank's
// window alone. Promise: each step has one Idempotency-Key and is asked with it until it is answered, however often
// something dies meanwhile; a walk never throws, it says how far it came and why it went no further.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { freshId } from '../../infra/chance.ts';
import { elapsedMs } from '../../infra/clock.ts';
import type { Outcome } from '../../infra/outcome.ts';
import { sampleAnswers } from '../sample-answers.ts';
import { samplePaper } from '../sample-papers.ts';
import type { Application } from './applications.ts';
import type { Hall, ShownCase } from './hall.ts';
import { Refused, untilAnswered, type Patience } from './persistence.ts';

/** What one walk came to. */
export interface Walked {
  application: Application;
  /** Null when not even the registration was answered. */
  caseNumber: string | null;
  receiptNumber: string | null;
  /** `attention`: the case waits for a person and says why. `stuck`: nobody knows why. */
  end: 'closed' | 'attention' | 'refused' | 'stuck';
  /** Empty when closed. */
  why: string;
  /** The case as last seen. */
  shown: ShownCase | null;
  /** How often a request had to be repeated. */
  repeats: number;
  /** Milliseconds from the first request to the end. */
  tookMs: number;
}

/** How a walk behaves. */
export interface WalkOptions {
  /** How long one step may take to be answered, and the case to move on by itself. */
  stuckAfterMs?: number;
  /** Pause between two looks at a case that is under way elsewhere. */
  lookEveryMs?: number;
  signal?: AbortSignal;
  /** Waited for before each act of a person: for holding the traffic back until something else has caught up. */
  pace?: () => Promise<void>;
  /** Told at each milestone that has been reached. */
  onMilestone?: () => void;
}

/** How many milestones a case has: for telling how far many of them are. */
export const milestonesOf = (application: Application): number => (application.item.feeInFen > 0 ? 7 : 6);

/** Walks one case. */
export async function walkCase(hall: Hall, application: Application, options: WalkOptions = {}): Promise<Walked> {
  const { stuckAfterMs = 120_000, lookEveryMs = 150, signal, onMilestone } = options;
  const started = elapsedMs();
  const walked: Walked = { application, caseNumber: null, receiptNumber: null, end: 'stuck', why: '', shown: null, repeats: 0, tookMs: 0 };
  const patience: Patience = { withinMs: stuckAfterMs, ...(signal ? { signal } : {}), onRepeat: () => { walked.repeats += 1; } };
  try {
    await walk();
  } catch (error) {
    walked.end = error instanceof Refused ? 'refused' : 'stuck';
    walked.why = error instanceof Error ? error.message : String(error);
  }
  walked.tookMs = elapsedMs() - started;
  return walked;

  async function walk(): Promise<void> {
    const { item, projectName, applicant, contact } = application;
    const paper = samplePaper(`Sample paper of ${contact.mobile} ${createHash('sha256').update(projectName).digest('hex')}`);
    // Kept once by its digest: repeating an upload needs no key.
    const { sha256 } = await untilAnswered('uploadMaterial', () => hall.clerk.call('post', '/materials', { body: paper, headers: { 'x-file-name': encodeURIComponent('申请材料.pdf') } }), patience);
    const materials = item.materials.filter((material) => material.required).map(({ name }) => ({ name, sha256 }));
    const registered = await act('registerCase', (key) => hall.clerk.call('post', '/cases', { key, body: { itemCode: item.code, projectName, applicant, contact, materials, answers: sampleAnswers(item.formFields) } }));
    const { caseNumber } = registered;
    walked.caseNumber = caseNumber;
    walked.receiptNumber = registered.receiptNumber;
    const path = { caseNumber };
    await act('acceptCase', (key) => hall.clerk.call('post', '/cases/{caseNumber}/acceptance', { path, key, body: { decision: 'accept', reason: '' } }));
    await act('reviewCase', (key) => hall.reviewer.call('post', '/cases/{caseNumber}/review', { path, key, body: { opinion: 'agree', note: '材料齐全，符合法定条件' } }));
    const decider = application.form === 'forward' ? await hall.officer(application.departmentCode) : hall.approver;
    await act('decideCase', (key) => decider.call('post', '/cases/{caseNumber}/decision', { path, key, body: { decision: 'granted', note: '准予许可', validTo: null } }));

    let paid = false;
    let delivered = false;
    let lastSeen = '';
    let since = elapsedMs();
    for (;;) {
      const shown = await untilAnswered('showCase', () => hall.clerk.call('get', '/cases/{caseNumber}', { path }), patience);
      walked.shown = shown;
      if (shown.attention !== null) {
        walked.end = 'attention';
        walked.why = `${shown.attention.reason}: ${shown.attention.zh} ${shown.attention.en}`;
        return;
      }
      if (shown.state === 'closed' && shown.province.owed.length === 0 && (shown.province.held ?? []).length === 0) {
        onMilestone?.();
        walked.end = 'closed';
        return;
      }
      const seen = `${shown.state} ${shown.steps.length} ${shown.province.acknowledged.length}`;
      if (seen !== lastSeen) {
        lastSeen = seen;
        since = elapsedMs();
      }
      const payCode = shown.state === 'awaiting-payment' && shown.bill?.state === 'issued' ? shown.bill.payCode : null;
      if (payCode !== null && !paid) {
        paid = await pay(payCode);
        if (paid) onMilestone?.();
        since = elapsedMs();
        continue;
      }
      if (shown.state === 'ready' && !delivered) {
        await act('deliverResult', (key) => hall.clerk.call('post', '/cases/{caseNumber}/delivery', { path, key, body: { recipient: contact.name, method: 'window' } }));
        delivered = true;
        since = elapsedMs();
        continue;
      }
      if (elapsedMs() - since > stuckAfterMs) throw new Error(`停在 stuck at ${lastSeen}`);
      if (signal?.aborted === true) throw new Error('已中断 interrupted');
      await delay(lookEveryMs);
    }
  }

  /** One act of a person: the same key however often it has to be repeated. */
  async function act<T>(what: string, call: (key: string) => Promise<Outcome<T>>): Promise<T> {
    const key = freshId();
    await options.pace?.();
    const answer = await untilAnswered(what, () => call(key), patience);
    onMilestone?.();
    return answer;
  }

  /** True when the bank has the money and was answered. Anything else is looked at again: the bill may have been paid before the teller died. */
  async function pay(payCode: string): Promise<boolean> {
    const payment = await untilAnswered('payAtBank', () => hall.payAtBank(payCode), patience);
    if (payment.state === 'confirmed') return true;
    walked.repeats += 1;
    await delay(300);
    return false;
  }
}
