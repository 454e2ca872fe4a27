/**
 * A difference as a task 差异任务: somebody owns it, says how it came about and what is done, and another person signs that. Promises: two
 * different people, always; what is to be booked is booked only after both; a task is of exactly one difference, and is void for any other.
 */
import { z } from 'zod';
import { refusal } from '../../../contracts/refusals.ts';
import { accept, call, ignore, refuse, takes } from '../../../infra/machine.ts';
import type { Decision, MessagesOf } from '../../../infra/machine.ts';
import { outcomeOf } from '../../../infra/outcome-message.ts';
import { fiscalKey } from './fiscal-leg.ts';
import { books, verdicts } from './judge.ts';
import { moneyNameOf } from './statement-line.ts';

/** 入账 (their money is this bill's) · 登记不明款 · 说明 (nothing moves). */
export const resolutionKinds = ['book', 'unidentified', 'explain'] as const;

const act = z.object({ by: z.string(), at: z.iso.datetime({ offset: true }) });
/** What was found; `line` is the line of the statement that may be booked. */
export const Facts = z.object({
  id: z.string(), source: z.string(), day: z.string(), verdict: z.enum(verdicts), key: z.string(), payCode: z.string(), oursInFen: z.number().int().nullable(), theirsInFen: z.number().int().nullable(), otherDay: z.string().nullable(),
  fiscalInFen: z.number().int().nullable().default(null), differs: z.array(z.enum(books)).default(['bank']),
  line: z.object({ serial: z.string(), payCode: z.string(), amountInFen: z.number().int(), workDate: z.string(), collectedOn: z.string() }).nullable(),
});
export type Facts = z.infer<typeof Facts>;

export const Task = Facts.extend({
  status: z.enum(['taken', 'resolved', 'applying', 'settled']),
  owner: act.nullable(),
  resolution: act.extend({ kind: z.enum(resolutionKinds), note: z.string() }).nullable(),
  countersigned: act.nullable(),
  /** Why it came back: the second person's words, or what the bill said. */
  setBack: z.string().nullable(),
  history: z.array(act.extend({ act: z.enum(['taken', 'resolved', 'sent-back', 'countersigned', 'set-back', 'settled']), note: z.string() })),
});
export type Task = z.infer<typeof Task>;

export const Applied = z.object({ kind: z.enum(['book', 'unidentified']), facts: Facts });
export const accepts = {
  'http.take-difference': takes(Facts, ({ id }) => id),
  'http.resolve-difference': takes(z.object({ facts: Facts, kind: z.enum(resolutionKinds), note: z.string().min(2) }), ({ facts }) => facts.id),
  'http.countersign-difference': takes(z.object({ id: z.string() }), ({ id }) => id),
  'http.send-back-difference': takes(z.object({ id: z.string(), reason: z.string().min(2) }), ({ id }) => id),
  'outcome.apply-resolution': takes(outcomeOf(Applied, z.unknown()), (): string => ''),
};

export function decide(task: Task | undefined, message: MessagesOf<typeof accepts>, { now }: { now: Date }): Decision<Task> {
  const by = 'actor' in message ? (message.actor?.subject ?? '') : '';
  const done = { by, at: now.toISOString() };
  const next = (of: Task, change: Partial<Task>, what: Task['history'][number]['act'], note: string, outputs: Parameters<typeof accept>[1] = []): Decision<Task> => {
    const changed: Task = { ...of, ...change, history: [...of.history, { ...done, act: what, note }] };
    return accept(changed, outputs, changed);
  };
  const wrongState = (): Decision<Task> => refuse(refusal('wrong-state', task ? { detail: { zh: `该差异目前为“${words[task.status]}”`, en: `the difference is ${task.status}` } } : {}));
  switch (message.type) {
    case 'http.take-difference': {
      if (task && task.status !== 'taken') return wrongState();
      if (task?.owner?.by === by) return ignore('taken already', task);
      return next(task ?? fresh(message.data), { owner: done }, 'taken', '');
    }
    case 'http.resolve-difference': {
      const { facts, kind, note } = message.data;
      if (task && task.status !== 'taken') return wrongState();
      // Who owns it may be away; whoever resolves it owns it from then on.
      if (!resolutionsFor(facts).includes(kind)) return refuse(refusal('resolution-not-fitting', { field: 'kind' }));
      return next(task ?? fresh(facts), { status: 'resolved', owner: task?.owner ?? done, resolution: { ...done, kind, note }, setBack: null }, 'resolved', note);
    }
    case 'http.countersign-difference': {
      if (task?.status !== 'resolved' || !task.resolution) return wrongState();
      if (task.resolution.by === by) return refuse(refusal('second-person-needed'));
      const { kind } = task.resolution;
      if (kind === 'explain') return next(task, { status: 'settled', countersigned: done }, 'countersigned', '');
      const { id, source, day, verdict, key, payCode, oursInFen, theirsInFen, otherDay, fiscalInFen, differs, line } = task;
      const facts: Facts = { id, source, day, verdict, key, payCode, oursInFen, theirsInFen, otherDay, fiscalInFen, differs, line };
      return next(task, { status: 'applying', countersigned: done }, 'countersigned', '', [call('apply-resolution', { kind, facts })]);
    }
    case 'http.send-back-difference': {
      if (task?.status !== 'resolved' || !task.resolution) return wrongState();
      if (task.resolution.by === by) return refuse(refusal('second-person-needed'));
      return next(task, { status: 'taken', resolution: null, setBack: message.data.reason }, 'sent-back', message.data.reason);
    }
    case 'outcome.apply-resolution': {
      if (task?.status !== 'applying') return ignore('not being applied');
      const { outcome } = message.data;
      if (outcome.kind === 'done') return next(task, { status: 'settled' }, 'settled', '');
      const why = outcome.kind === 'refused' ? outcome.reason : outcome.detail;
      return next(task, { status: 'taken', resolution: null, countersigned: null, setBack: why }, 'set-back', why);
    }
  }
}

const fresh = (facts: Facts): Task => ({ ...facts, status: 'taken', owner: null, resolution: null, countersigned: null, setBack: null, history: [] });
/** Only money they hold and we do not can be put on our books. One serial is one money: said twice, it is for the bank to correct; only where lines have no serials can the second be another. */
const bookable = ({ source, key, day, verdict, payCode, oursInFen, line }: Facts): boolean =>
  source !== 'fiscal' && !key.startsWith(fiscalKey) && line !== null && line.amountInFen > 0 && (verdict === 'theirs-only' || (verdict === 'duplicate' && (oursInFen === null || line.serial === moneyNameOf({ serial: '', payCode }, day))));
/** Money the platform alone has: booked when the platform, asked again, says it is paid. */
export const isToldByPlatformAlone = ({ key, verdict, oursInFen, payCode }: Pick<Facts, 'key' | 'verdict' | 'oursInFen' | 'payCode'>): boolean => key.startsWith(fiscalKey) && payCode !== '' && (oursInFen ?? 0) === 0 && (verdict === 'confirmed-alone' || verdict === 'state');
/** What may be done about a difference, the most natural first; whatever it is, it may be explained. */
export function resolutionsFor(facts: Facts): readonly (typeof resolutionKinds)[number][] {
  if (isToldByPlatformAlone(facts)) return ['book', 'explain'];
  if (!bookable(facts)) return ['explain'];
  return facts.payCode === '' ? ['unidentified', 'explain'] : resolutionKinds;
}
const words: Readonly<Record<Task['status'], string>> = { taken: '已认领', resolved: '待复核', applying: '入账中', settled: '已处理' };
