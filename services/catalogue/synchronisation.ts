/**
 * One synchronisation with the province, page by page. Each page is a repeatable call: it reads the gateway and tells every item,
 * and both may be done again without harm, so a crash costs at most one page.
 */
import { z } from 'zod';
import { accept, call, ignore, refuse, takes, type Decision, type MessagesOf } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { refusal } from '../../contracts/refusals.ts';
import { ChangeCounts, noChanges } from './change-set.ts';

/** A version that was not taken, and why; for the catalogue officer to take up with the province. */
export const NotTaken = z.object({ code: z.string().nullable(), version: z.number().int().nullable(), field: z.string(), zh: z.string(), en: z.string() });
/** The catalogue keeps this many of them by name; all are counted. */
export const notTakenKept = 200;

export const Counts = z.object({ seen: z.number().int(), newVersions: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), notDelegated: z.number().int(), refused: z.number().int() });
export type Counts = z.infer<typeof Counts>;
export const noCounts: Counts = { seen: 0, newVersions: 0, changed: 0, unchanged: 0, notDelegated: 0, refused: 0 };

export const SynchronisationRecord = z.object({
  status: z.enum(['running', 'finished', 'failed']),
  id: z.string(),
  mode: z.enum(['full', 'changes']),
  startedAt: z.iso.datetime(),
  startedBy: z.string(),
  finishedAt: z.iso.datetime().nullable(),
  pages: z.number().int(),
  cursor: z.string().nullable(),
  counts: Counts,
  notTaken: z.array(NotTaken),
  failure: z.string().nullable(),
  /** The change set it opened; null while nothing differs. */
  changeSetId: z.string().nullable(),
  changes: ChangeCounts,
});
export type SynchronisationRecord = z.infer<typeof SynchronisationRecord>;

export const FetchPage = z.object({ cursor: z.string().nullable(), page: z.number().int(), changes: ChangeCounts });
export const PageTaken = z.object({ counts: Counts, changes: ChangeCounts, changeSetId: z.string().nullable(), notTaken: z.array(NotTaken), cursor: z.string(), more: z.boolean() });

export const accepts = {
  'http.start-synchronisation': takes(z.object({ id: z.string(), mode: z.enum(['full', 'changes']), by: z.string() }), (data) => data.id),
  'outcome.fetch-page': takes(outcomeOf(FetchPage, PageTaken), () => ''),
};

export interface SynchronisationFacts {
  /** Number of one that is under way, if any. */
  running: string | null;
  /** Where the last finished one stopped, when everything delegated since has been seen. */
  watermark: string | null;
}

export function decide(record: SynchronisationRecord | undefined, message: MessagesOf<typeof accepts>, facts: SynchronisationFacts & { now: Date }): Decision<SynchronisationRecord> {
  switch (message.type) {
    case 'http.start-synchronisation': {
      if (record) return ignore('started before', record);
      if (facts.running !== null) return refuse(refusal('request-in-progress', { detail: facts.running }));
      // Without a watermark there is nothing to count changes from.
      const mode = message.data.mode === 'changes' && facts.watermark !== null ? 'changes' : 'full';
      const cursor = mode === 'changes' ? facts.watermark : null;
      const next: SynchronisationRecord = {
        status: 'running', id: message.data.id, mode, startedAt: facts.now.toISOString(), startedBy: message.data.by, finishedAt: null,
        pages: 0, cursor, counts: noCounts, notTaken: [], failure: null, changeSetId: null, changes: noChanges,
      };
      return accept(next, [call('fetch-page', { cursor, page: 1, changes: noChanges })], next);
    }
    case 'outcome.fetch-page': {
      if (!record || record.status !== 'running') return ignore('not under way');
      const { outcome } = message.data;
      if (outcome.kind !== 'done') {
        const failure = outcome.kind === 'refused' ? `${outcome.reason} ${outcome.detail}`.trim() : outcome.detail;
        return accept({ ...record, status: 'failed', finishedAt: facts.now.toISOString(), failure });
      }
      const { value } = outcome;
      const next: SynchronisationRecord = {
        ...record, pages: record.pages + 1, cursor: value.cursor, counts: counted(sum(record.counts, value.counts), record.changes, value.changes), changes: value.changes, changeSetId: value.changeSetId,
        notTaken: [...record.notTaken, ...value.notTaken].slice(0, notTakenKept),
      };
      if (value.more) return accept(next, [call('fetch-page', { cursor: value.cursor, page: next.pages + 1, changes: next.changes })]);
      return accept({ ...next, status: 'finished', finishedAt: facts.now.toISOString() });
    }
  }
}

function sum(a: Counts, b: Counts): Counts {
  return {
    seen: a.seen + b.seen, newVersions: a.newVersions + b.newVersions, changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged, notDelegated: a.notDelegated + b.notDelegated, refused: a.refused + b.refused,
  };
}

/** Adds what a page has brought into the change set. */
function counted(counts: Counts, before: ChangeCounts, after: ChangeCounts): Counts {
  const more = (field: keyof ChangeCounts): number => after[field] - before[field];
  return {
    ...counts, newVersions: counts.newVersions + more('added') + more('changed'), changed: counts.changed + more('state') + more('removed'),
    unchanged: counts.unchanged + more('unchanged') + more('alreadyProposed'), notDelegated: counts.notDelegated + more('notDelegated'), refused: counts.refused + more('refused'),
  };
}
