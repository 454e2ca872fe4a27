/**
 * The register of published standards 收费标准: each in versions that follow one another by their first day and never change. Promises:
 * nothing is published or withdrawn by one person; a version in force is superseded, never altered, and not for days that are past; who,
 * when and why stay for ever. A bill counts by the version in force on the day it is made and keeps a copy of it.
 */
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import { accept, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf } from '../../infra/machine.ts';
import { Standard, standardProblem } from './standard.ts';

const act = z.object({ by: z.string(), at: z.iso.datetime({ offset: true }) });
const Withdrawal = z.object({ from: z.iso.date(), reason: z.string().trim().min(2).max(200) });
/** What one officer wants, until a second has said yes or no. */
const Proposal = z.object({
  number: z.number().int().positive(), proposed: act,
  what: z.discriminatedUnion('kind', [z.object({ kind: z.literal('publish'), standard: Standard }), Withdrawal.extend({ kind: z.literal('withdraw') })]),
});
const HistoryLine = act.extend({
  name: z.string(), act: z.enum(['proposed', 'approved', 'rejected']), kind: z.enum(['publish', 'withdraw']),
  /** First day of the version, or of the withdrawal. */
  from: z.iso.date(), note: z.string().nullable(),
});
export const RegisteredStandard = z.object({
  status: z.enum(['proposed', 'published', 'rejected', 'withdrawn']),
  code: z.string(),
  /** Oldest first; none before the first was approved. */
  versions: z.array(Standard.extend({ published: act })),
  /** From this day on nothing may be charged by it. */
  withdrawn: act.extend({ from: z.iso.date(), reason: z.string() }).nullable(),
  proposal: Proposal.nullable().default(null),
  history: z.array(HistoryLine).default([]),
});
export type RegisteredStandard = z.infer<typeof RegisteredStandard>;

export const accepts = {
  'http.publish-standard': takes(Standard, (data) => data.code),
  'http.withdraw-standard': takes(Withdrawal, () => ''),
  'http.decide-proposal': takes(z.object({ number: z.number().int(), decision: z.enum(['approve', 'reject']), note: z.string().trim().max(200) }), () => ''),
};
type Message = MessagesOf<typeof accepts>;

export function decide(registered: RegisteredStandard | undefined, message: Message, { now }: { now: Date }): Decision<RegisteredStandard> {
  const today = chinaDate(now);
  const by = message.actor?.subject ?? '';
  const act = { by, at: now.toISOString() };
  const line = (what: z.infer<typeof Proposal>['what'], done: 'proposed' | 'approved' | 'rejected', note: string | null): z.infer<typeof HistoryLine> => ({
    ...act, name: message.actor?.name || by, act: done, kind: what.kind, from: what.kind === 'publish' ? what.standard.validFrom : what.from, note: note === '' ? null : note,
  });
  const propose = (before: RegisteredStandard, what: z.infer<typeof Proposal>['what'], why: string | null): Decision<RegisteredStandard> => {
    if (before.proposal) return isSame(before.proposal.what, Proposal.shape.what.parse(what)) ? ignore('proposed before in the same words', kept(before)) : refuse(refusal('proposal-open'));
    const number = before.history.filter((each) => each.act === 'proposed').length + 1;
    const next: RegisteredStandard = { ...before, status: before.versions.length === 0 ? 'proposed' : before.status, proposal: { number, proposed: act, what }, history: [...before.history, line(what, 'proposed', why)] };
    return accept(next, [], kept(next));
  };
  switch (message.type) {
    case 'http.publish-standard': {
      const standard = message.data;
      const before = registered ?? { status: 'proposed' as const, code: standard.code, versions: [], withdrawn: null, proposal: null, history: [] };
      const last = before.versions.at(-1);
      if (last && isSame(Standard.parse(last), standard)) return ignore('published before in the same words', kept(before));
      const problem = standardProblem(standard) ?? publishingRefusal(before, standard, today);
      return problem ? refuse(problem) : propose(before, { kind: 'publish', standard }, standard.reason);
    }
    case 'http.withdraw-standard': {
      if (!registered || registered.versions.length === 0) return refuse(refusal('not-found'));
      const problem = withdrawingRefusal(registered, message.data.from, today);
      return problem ? refuse(problem) : propose(registered, { kind: 'withdraw', ...message.data }, message.data.reason);
    }
    case 'http.decide-proposal': {
      const { number, decision, note } = message.data;
      if (!registered) return refuse(refusal('not-found'));
      const { proposal } = registered;
      if (proposal?.number !== number) return refuse(refusal('proposal-gone'));
      const { what, proposed } = proposal;
      if (decision === 'reject') {
        // Whoever proposed it may take it back; nobody else's yes is needed for nothing to happen.
        if (note.length < 2) return refuse(refusal('reason-missing', { field: 'note' }));
        const next: RegisteredStandard = { ...registered, status: registered.versions.length === 0 ? 'rejected' : registered.status, proposal: null, history: [...registered.history, line(what, 'rejected', note)] };
        return accept(next, [], kept(next));
      }
      if (proposed.by === by) return refuse(refusal('second-person-needed'));
      const problem = what.kind === 'publish' ? publishingRefusal(registered, what.standard, today) : withdrawingRefusal(registered, what.from, today);
      if (problem) return refuse(problem);
      const decided = { ...registered, proposal: null, history: [...registered.history, line(what, 'approved', note)] };
      const next: RegisteredStandard = what.kind === 'publish'
        ? { ...decided, status: 'published', versions: [...registered.versions, { ...what.standard, published: act }] }
        : { ...decided, status: 'withdrawn', withdrawn: { ...act, from: what.from, reason: what.reason } };
      return accept(next, [], kept(next));
    }
    default: {
      const never: never = message;
      return never;
    }
  }
}

/** Why a version cannot follow those there are; said when it is proposed, and again when it is approved. */
function publishingRefusal({ versions, withdrawn }: RegisteredStandard, standard: Standard, today: string): ReturnType<typeof refusal> | null {
  if (withdrawn) return refusal('wrong-state', { detail: { zh: '该收费标准已废止，请使用新的编码', en: 'the standard was withdrawn; publish it under another code' } });
  const last = versions.at(-1);
  if (!last) return null;
  if (standard.validFrom <= last.validFrom) return refusal('standard-version-fixed', { field: 'validFrom' });
  // What counted on days that are past has counted: bills were made by it.
  if (standard.validFrom < today) return refusal('standard-version-fixed', { field: 'validFrom', detail: { zh: `新版的起始日不能早于今天（${today}）`, en: `the next version begins today (${today}) or later` } });
  if (standard.reason === null || standard.reason.trim().length < 2) return refusal('reason-missing', { field: 'reason' });
  return null;
}
function withdrawingRefusal({ withdrawn }: RegisteredStandard, from: string, today: string): ReturnType<typeof refusal> | null {
  if (withdrawn) return refusal('wrong-state', { detail: { zh: '该收费标准已废止', en: 'the standard was withdrawn before' } });
  return from < today ? refusal('invalid-request', { field: 'from', detail: { zh: '废止日不能早于今天：此前的缴款单已按标准开具', en: 'not before today: bills have been made by it until now' } }) : null;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The version to count by on a day (yyyy-MM-dd); null before the first, after its last day, and after the withdrawal. */
export function inForceOn({ versions, withdrawn }: RegisteredStandard, on: string): Standard | null {
  if (withdrawn !== null && on >= withdrawn.from) return null;
  const version = versions.findLast(({ validFrom }) => validFrom <= on);
  return version && (version.validTo === null || on <= version.validTo) ? Standard.parse(version) : null;
}
/** A version by its first day, whatever has followed it. */
export function versionFrom({ versions }: RegisteredStandard, validFrom: string): Standard | null {
  const version = versions.find((one) => one.validFrom === validFrom);
  return version ? Standard.parse(version) : null;
}

/** As everybody may read it; null for one that was never published. */
export function shown({ status, code, versions, withdrawn }: RegisteredStandard): { code: string; state: 'published' | 'withdrawn'; versions: RegisteredStandard['versions']; withdrawn: RegisteredStandard['withdrawn'] } | null {
  return status === 'published' || status === 'withdrawn' ? { code, state: status, versions, withdrawn } : null;
}
/** As those see it who keep the register. */
export function kept({ status, ...registered }: RegisteredStandard): Omit<RegisteredStandard, 'status'> & { state: RegisteredStandard['status'] } {
  return { state: status, ...registered };
}
