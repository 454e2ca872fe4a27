/**
 * Decides about one change set 变更单: what a source brings is proposed, a second person approves it for a day or rejects it, on the
 * day it takes effect item by item, and in one step it is undone. Nothing is published without one. Pure.
 */
import { z } from 'zod';
import { chinaDate } from '../../infra/clock.ts';
import { accept, call, ignore, refuse, reminder, takes, type Decision, type MessagesOf } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { refusal, type BothLanguages } from '../../contracts/refusals.ts';
import type { Day } from './civil-day.ts';

export const ChangeCounts = z.object({
  added: z.number().int(), changed: z.number().int(), removed: z.number().int(), state: z.number().int(),
  /** Not taken because a rule forbids it; what the zone has in the same words; what no document delegates; what waits for approval already. */
  refused: z.number().int(), unchanged: z.number().int(), notDelegated: z.number().int(), alreadyProposed: z.number().int(),
});
export type ChangeCounts = z.infer<typeof ChangeCounts>;
export const noChanges: ChangeCounts = { added: 0, changed: 0, removed: 0, state: 0, refused: 0, unchanged: 0, notDelegated: 0, alreadyProposed: 0 };
export const proposedIn = ({ added, changed, removed, state }: ChangeCounts): number => added + changed + removed + state;

const Person = z.object({ subject: z.string(), name: z.string() });
const Act = Person.extend({ at: z.iso.datetime(), note: z.string() });
const Progress = z.object({ done: z.number().int(), notTaken: z.number().int() });

export const ChangeSetRecord = z.object({
  status: z.enum(['collecting', 'proposed', 'approved', 'applying', 'in-force', 'undoing', 'undone', 'rejected', 'replaced', 'abandoned']),
  /** 变更单号. */
  id: z.string(),
  source: z.string(),
  title: z.string(),
  arrival: z.object({ kind: z.string(), id: z.string() }),
  /** `source/kind/id`: one arrival makes one change set, however often it is told. */
  arrivalKey: z.string(),
  proposedBy: Person,
  proposedAt: z.iso.datetime(),
  counts: ChangeCounts,
  /** Counts what has changed in it since it was proposed: who approves says which one was read. */
  revision: z.number().int(),
  /** Entries that a later change set of the same source has taken the place of. */
  superseded: z.number().int(),
  replacedBy: z.string().nullable(),
  effectiveOn: z.iso.date().nullable(),
  approved: Act.nullable(),
  rejected: Act.nullable(),
  undone: Act.nullable(),
  /** Why the arrival broke off while it was being collected. */
  abandoned: z.object({ at: z.iso.datetime(), why: z.string() }).nullable().default(null),
  inForceSince: z.iso.datetime().nullable(),
  progress: Progress,
  undoing: Progress,
});
export type ChangeSetRecord = z.infer<typeof ChangeSetRecord>;

export const ApplyEntries = z.object({ after: z.number().int() });
export const EntriesApplied = z.object({ done: z.number().int(), notTaken: z.number().int(), next: z.number().int().nullable() });

export const accepts = {
  'changes.open': takes(ChangeSetRecord.pick({ id: true, source: true, title: true, arrival: true, proposedBy: true }), (data) => data.id),
  'changes.submit': takes(z.object({ id: z.string(), counts: ChangeCounts }), (data) => data.id),
  /** The arrival broke off: what it brought so far is proposed to nobody. */
  'changes.abandon': takes(z.object({ id: z.string(), why: z.string() }), (data) => data.id),
  /** A later arrival of the same source has taken the place of entries. */
  'changes.superseded': takes(z.object({ id: z.string(), by: z.string(), superseded: z.number().int() }), (data) => data.id),
  /** Compared again with what the zone has published meanwhile. */
  'changes.compared': takes(z.object({ id: z.string(), counts: ChangeCounts }), (data) => data.id),
  'http.approve-change-set': takes(z.object({ revision: z.number().int(), effectiveOn: z.iso.date().nullable(), note: z.string() }), () => ''),
  'http.reject-change-set': takes(z.object({ revision: z.number().int(), reason: z.string() }), () => ''),
  'http.undo-change-set': takes(z.object({ revision: z.number().int(), reason: z.string() }), () => ''),
  'reminder.take-effect': takes(z.object({}), () => ''),
  'outcome.apply-entries': takes(outcomeOf(ApplyEntries, EntriesApplied), () => ''),
  'outcome.undo-entries': takes(outcomeOf(ApplyEntries, EntriesApplied), () => ''),
};
export type ChangeSetMessage = MessagesOf<typeof accepts>;

export interface ChangeSetFacts {
  /** Entries that still wait in this set. */
  open: number;
  /** An item that was published otherwise since this set was compared with it, if any. */
  outdated: string | null;
  /** A later change set that has changed one of the same items since, if any. */
  builtUpon: { changeSetId: string; code: string } | null;
}
export const noFacts: ChangeSetFacts = { open: 0, outdated: null, builtUpon: null };

/** No change is planned further ahead: what a source says of later years will be said again. */
const furthestDays = 731;

export function decide(record: ChangeSetRecord | undefined, message: ChangeSetMessage, facts: ChangeSetFacts & { now: Date }): Decision<ChangeSetRecord> {
  const { now } = facts;
  const at = now.toISOString();
  const today = chinaDate(now);
  if (message.type === 'changes.open') {
    if (record) return ignore('opened before', record);
    const { arrival, ...rest } = message.data;
    const next: ChangeSetRecord = {
      ...rest, arrival, arrivalKey: arrivalKeyOf(rest.source, arrival), status: 'collecting', proposedAt: at, counts: noChanges, revision: 1, superseded: 0, replacedBy: null,
      effectiveOn: null, approved: null, rejected: null, undone: null, abandoned: null, inForceSince: null, progress: { done: 0, notTaken: 0 }, undoing: { done: 0, notTaken: 0 },
    };
    return accept(next, [], next);
  }
  if (!record) return message.actor ? refuse(refusal('not-found')) : ignore('the change set is not known');
  switch (message.type) {
    case 'changes.submit': {
      if (record.status !== 'collecting') return ignore('submitted before', record);
      const next: ChangeSetRecord = { ...record, status: 'proposed', counts: message.data.counts, proposedAt: at };
      if (proposedIn(next.counts) > 0) return accept(next, [], next);
      return accept({ ...next, status: 'rejected', rejected: { subject: 'hub', name: '', at, note: '各条均不可采纳 · none of its entries may be taken' } });
    }
    case 'changes.abandon':
      if (record.status !== 'collecting') return ignore('no longer collected', record);
      return accept({ ...record, status: 'abandoned', abandoned: { at, why: message.data.why.slice(0, 500) } });
    case 'changes.superseded': {
      if (record.status !== 'proposed') return ignore('no longer proposed');
      const superseded = Math.max(record.superseded, message.data.superseded);
      const next = { ...record, superseded, revision: record.revision + 1 };
      return accept(superseded < proposedIn(record.counts) ? next : { ...next, status: 'replaced', replacedBy: message.data.by });
    }
    case 'changes.compared':
      if (record.status !== 'proposed') return ignore('no longer proposed', record);
      return settledAfterComparing({ ...record, counts: message.data.counts, superseded: 0, revision: record.revision + 1 }, at);
    case 'http.approve-change-set': {
      const { revision, effectiveOn, note } = message.data;
      if (record.status !== 'proposed') return refuse(wrongState('只有待批准的变更单可以批准', 'only a proposed change set can be approved'));
      if (message.actor?.subject === record.proposedBy.subject) return refuse(refusal('second-person-needed', { detail: { zh: '提出变更的人不得批准', en: 'who proposed a change may not approve it' } }));
      if (revision !== record.revision || facts.open !== proposedIn(record.counts) - record.superseded) return refuse(refusal('version-conflict', { field: 'revision' }));
      if (facts.outdated !== null) {
        return refuse(refusal('version-conflict', { field: facts.outdated, detail: { zh: `提出之后事项 ${facts.outdated} 已有变更，请先重新比对`, en: `item ${facts.outdated} was published anew since; compare again first` } }));
      }
      const on = effectiveOn ?? today;
      if (on < today) return refuse(refusal('invalid-request', { field: 'effectiveOn', detail: { zh: '生效日期不得早于今天', en: 'it cannot take effect before today' } }));
      if (on > dayLater(today, furthestDays)) return refuse(refusal('invalid-request', { field: 'effectiveOn', detail: { zh: '生效日期不得晚于两年', en: 'no change is planned more than two years ahead' } }));
      const next: ChangeSetRecord = { ...record, status: 'approved', effectiveOn: on, approved: { ...personOf(message), at, note }, revision: record.revision + 1 };
      if (on > today) return accept(next, [reminder('take-effect', midnight(on))], next);
      return applying(next);
    }
    case 'http.reject-change-set': {
      const { revision, reason } = message.data;
      if (record.status !== 'proposed' && record.status !== 'approved') return refuse(wrongState('只有尚未生效的变更单可以驳回', 'only a change set that is not yet in force can be rejected'));
      if (revision !== record.revision) return refuse(refusal('version-conflict', { field: 'revision' }));
      const next: ChangeSetRecord = { ...record, status: 'rejected', rejected: { ...personOf(message), at, note: reason }, revision: record.revision + 1 };
      return accept(next, [], next);
    }
    case 'http.undo-change-set': {
      const { revision, reason } = message.data;
      if (record.status !== 'in-force') return refuse(wrongState('只有已生效的变更单可以撤销', 'only a change set in force can be undone'));
      if (message.actor?.subject === record.approved?.subject) return refuse(refusal('second-person-needed', { detail: { zh: '批准变更的人不得单独撤销，须由另一人撤销', en: 'who approved a change may not undo it; another person does' } }));
      if (revision !== record.revision) return refuse(refusal('version-conflict', { field: 'revision' }));
      const { builtUpon } = facts;
      if (builtUpon) {
        const { code, changeSetId } = builtUpon;
        return refuse(refusal('wrong-state', { field: code, detail: { zh: `事项 ${code} 之后又经 ${changeSetId} 变更，须先撤销该变更单`, en: `item ${code} was changed again by ${changeSetId}; undo that one first` } }));
      }
      const next: ChangeSetRecord = { ...record, status: 'undoing', undone: { ...personOf(message), at, note: reason }, undoing: { done: 0, notTaken: 0 }, revision: record.revision + 1 };
      return accept(next, [call('undo-entries', { after: 0 })], next);
    }
    case 'reminder.take-effect':
      return record.status === 'approved' && record.effectiveOn !== null && record.effectiveOn <= today ? applying(record) : ignore('not scheduled for today');
    case 'outcome.apply-entries': {
      const { outcome } = message.data;
      if (record.status !== 'applying') return ignore('not being applied');
      if (outcome.kind !== 'done') return ignore(`not applied: ${outcome.kind}`);
      const { value } = outcome;
      const next = { ...record, progress: { done: record.progress.done + value.done, notTaken: record.progress.notTaken + value.notTaken } };
      if (value.next !== null) return accept(next, [call('apply-entries', { after: value.next })]);
      return accept({ ...next, status: 'in-force', inForceSince: at, revision: next.revision + 1 });
    }
    case 'outcome.undo-entries': {
      const { outcome } = message.data;
      if (record.status !== 'undoing') return ignore('not being undone');
      if (outcome.kind !== 'done') return ignore(`not undone: ${outcome.kind}`);
      const { value } = outcome;
      const next = { ...record, undoing: { done: record.undoing.done + value.done, notTaken: record.undoing.notTaken + value.notTaken } };
      if (value.next !== null) return accept(next, [call('undo-entries', { after: value.next })]);
      return accept({ ...next, status: 'undone', revision: next.revision + 1 });
    }
  }
}

export const arrivalKeyOf = (source: string, arrival: { kind: string; id: string }): string => `${source}/${arrival.kind}/${arrival.id}`;
const personOf = ({ actor }: ChangeSetMessage): z.infer<typeof Person> => ({ subject: actor?.subject ?? '', name: actor?.name ?? '' });
const wrongState = (zh: string, en: string): ReturnType<typeof refusal> => refusal('wrong-state', { field: 'state', detail: { zh, en } satisfies BothLanguages });
const dayLater = (day: Day, days: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** Just after midnight in China, when the day has surely begun for everybody. */
const midnight = (day: Day): Date => new Date(Date.parse(`${day}T00:00:05+08:00`));

function applying(record: ChangeSetRecord): Decision<ChangeSetRecord> {
  const next: ChangeSetRecord = { ...record, status: 'applying', progress: { done: 0, notTaken: 0 } };
  return accept(next, [call('apply-entries', { after: 0 })], next);
}

function settledAfterComparing(record: ChangeSetRecord, at: string): Decision<ChangeSetRecord> {
  if (proposedIn(record.counts) > 0) return accept(record, [], record);
  const next: ChangeSetRecord = { ...record, status: 'replaced', rejected: { subject: 'hub', name: '', at, note: '与已发布内容一致 · nothing differs any more' } };
  return accept(next, [], next);
}
