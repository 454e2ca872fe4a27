/**
 * One synchronisation with the province, page by page: what has changed since the watermark of the last one, or a check of everything
 * by the province's own marks of content, which fetches only what differs. Each page is a repeatable call, so a crash costs at most one.
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

/** `seen`: rows that were moved; `checked`: marks compared in a full check. */
export const Counts = z.object({ checked: z.number().int().default(0), seen: z.number().int(), newVersions: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), notDelegated: z.number().int(), refused: z.number().int() });
export type Counts = z.infer<typeof Counts>;
export const noCounts: Counts = { checked: 0, seen: 0, newVersions: 0, changed: 0, unchanged: 0, notDelegated: 0, refused: 0 };

export const SynchronisationRecord = z.object({
  status: z.enum(['running', 'finished', 'failed']),
  id: z.string(),
  mode: z.enum(['full', 'changes']),
  startedAt: z.iso.datetime(),
  startedBy: z.string(),
  finishedAt: z.iso.datetime().nullable(),
  pages: z.number().int(),
  /** The watermark: where the next one goes on. */
  cursor: z.string().nullable(),
  counts: Counts,
  notTaken: z.array(NotTaken),
  failure: z.string().nullable(),
  /** The change set it opened; null while nothing differs. */
  changeSetId: z.string().nullable(),
  changes: ChangeCounts,
});
export type SynchronisationRecord = z.infer<typeof SynchronisationRecord>;

export const FetchPage = z.object({ cursor: z.string().nullable(), page: z.number().int(), changes: ChangeCounts, /** What was delegated from here on may be known already. */ since: z.iso.datetime().nullable().default(null) });
/** One page of a full check; `since`: what no page has named since then is published no longer. */
export const CheckPage = z.object({ cursor: z.string().nullable(), page: z.number().int(), changes: ChangeCounts, since: z.iso.datetime(), delegatedSince: z.iso.datetime().nullable() });
export const PageTaken = z.object({ counts: Counts, changes: ChangeCounts, changeSetId: z.string().nullable(), notTaken: z.array(NotTaken), cursor: z.string(), more: z.boolean() });
/** A synchronisation that failed leaves nothing behind that could be approved. */
export const AbandonChanges = z.object({ why: z.string() });
/** `unsupported`: the province has no marks of content; everything is fetched instead. */
export const PageChecked = z.union([z.object({ unsupported: z.literal(true) }), PageTaken]);

export const accepts = {
  'http.start-synchronisation': takes(z.object({ id: z.string(), mode: z.enum(['full', 'changes']), by: z.string() }), (data) => data.id),
  'outcome.fetch-page': takes(outcomeOf(FetchPage, PageTaken), () => ''),
  'outcome.check-page': takes(outcomeOf(CheckPage, PageChecked), () => ''),
  'outcome.abandon-changes': takes(outcomeOf(AbandonChanges, z.object({ changeSetId: z.string().nullable() })), () => ''),
};

export interface SynchronisationFacts {
  /** Number of one that is under way, if any. */
  running: string | null;
  /** Where the last finished one stopped. */
  watermark: string | null;
  /** When that one began: what was delegated since it has not looked at. */
  since: string | null;
}

export function decide(record: SynchronisationRecord | undefined, message: MessagesOf<typeof accepts>, facts: SynchronisationFacts & { now: Date }): Decision<SynchronisationRecord> {
  switch (message.type) {
    case 'http.start-synchronisation': {
      if (record) return ignore('started before', record);
      if (facts.running !== null) return refuse(refusal('request-in-progress', { detail: facts.running }));
      const { watermark, since } = facts;
      // Without a watermark there is nothing to count changes from, and nothing to check.
      const mode = message.data.mode === 'changes' && watermark !== null ? 'changes' : 'full';
      const startedAt = facts.now.toISOString();
      const next: SynchronisationRecord = {
        status: 'running', id: message.data.id, mode, startedAt, startedBy: message.data.by, finishedAt: null,
        pages: 0, cursor: watermark, counts: noCounts, notTaken: [], failure: null, changeSetId: null, changes: noChanges,
      };
      const first = mode === 'full' && watermark !== null
        ? call('check-page', { cursor: null, page: 1, changes: noChanges, since: startedAt, delegatedSince: since } satisfies z.input<typeof CheckPage>)
        : call('fetch-page', { cursor: watermark, page: 1, changes: noChanges, since } satisfies z.input<typeof FetchPage>);
      return accept(next, [first], next);
    }
    case 'outcome.fetch-page': {
      if (!record || record.status !== 'running') return ignore('not under way');
      const { outcome, request } = message.data;
      if (outcome.kind !== 'done') return failed(record, outcome, facts.now);
      const { value } = outcome;
      const next = { ...taken(record, value), cursor: value.cursor };
      if (value.more) return accept(next, [call('fetch-page', { cursor: value.cursor, page: request.page + 1, changes: next.changes, since: request.since })]);
      return accept({ ...next, status: 'finished', finishedAt: facts.now.toISOString() });
    }
    case 'outcome.check-page': {
      if (!record || record.status !== 'running') return ignore('not under way');
      const { outcome, request } = message.data;
      if (outcome.kind !== 'done') return failed(record, outcome, facts.now);
      const { value } = outcome;
      if ('unsupported' in value) return accept(record, [call('fetch-page', { cursor: null, page: 1, changes: noChanges, since: request.delegatedSince })]);
      const next = taken(record, value);
      if (value.more) return accept(next, [call('check-page', { ...request, cursor: value.cursor, page: request.page + 1, changes: next.changes })]);
      // The watermark stays: what changed while the marks were compared comes with the next changes.
      return accept({ ...next, status: 'finished', finishedAt: facts.now.toISOString() });
    }
    case 'outcome.abandon-changes': {
      const { outcome } = message.data;
      if (!record || outcome.kind !== 'done') return ignore('not abandoned');
      return accept({ ...record, changeSetId: outcome.value.changeSetId });
    }
  }
}

function failed(record: SynchronisationRecord, outcome: { kind: string; reason?: string; detail: string }, now: Date): Decision<SynchronisationRecord> {
  const failure = outcome.reason === undefined ? outcome.detail : `${outcome.reason} ${outcome.detail}`.trim();
  return accept({ ...record, status: 'failed', finishedAt: now.toISOString(), failure }, [call('abandon-changes', { why: failure.slice(0, 500) } satisfies z.input<typeof AbandonChanges>)]);
}

function taken(record: SynchronisationRecord, value: z.infer<typeof PageTaken>): SynchronisationRecord {
  return {
    ...record, pages: record.pages + 1, counts: counted(sum(record.counts, value.counts), record.changes, value.changes), changes: value.changes, changeSetId: value.changeSetId,
    notTaken: [...record.notTaken, ...value.notTaken].slice(0, notTakenKept),
  };
}

function sum(a: Counts, b: Counts): Counts {
  return {
    checked: a.checked + b.checked, seen: a.seen + b.seen, newVersions: a.newVersions + b.newVersions, changed: a.changed + b.changed,
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
