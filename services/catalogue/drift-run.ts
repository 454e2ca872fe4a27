/** One comparison of all items with what province and departments say of them, page by page; each page may be done again without harm. */
import { z } from 'zod';
import { accept, call, ignore, refuse, takes, type Decision, type MessagesOf } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { refusal } from '../../contracts/refusals.ts';

export const RunCounts = z.object({ items: z.number().int(), found: z.number().int(), changed: z.number().int(), closed: z.number().int() });
export const DriftRunRecord = z.object({
  status: z.enum(['running', 'finished', 'failed']), id: z.string(), startedAt: z.iso.datetime(), startedBy: z.string().nullable(), finishedAt: z.iso.datetime().nullable(), counts: RunCounts, failure: z.string().nullable(),
});
export type DriftRunRecord = z.infer<typeof DriftRunRecord>;

export const ComparePage = z.object({ after: z.string() });
export const PageCompared = z.object({ counts: RunCounts, last: z.string(), more: z.boolean() });

export const accepts = {
  'watch.compare': takes(z.object({ id: z.string(), by: z.string().nullable() }), (data) => data.id),
  'outcome.compare-page': takes(outcomeOf(ComparePage, PageCompared), () => ''),
};

export function decide(record: DriftRunRecord | undefined, message: MessagesOf<typeof accepts>, { now, running }: { now: Date; running: string | null }): Decision<DriftRunRecord> {
  const at = now.toISOString();
  if (message.type === 'watch.compare') {
    if (record) return ignore('started before', record);
    if (running !== null) return refuse(refusal('request-in-progress', { detail: running }));
    const next: DriftRunRecord = { status: 'running', id: message.data.id, startedAt: at, startedBy: message.data.by, finishedAt: null, counts: { items: 0, found: 0, changed: 0, closed: 0 }, failure: null };
    return accept(next, [call('compare-page', { after: '' })], next);
  }
  if (!record || record.status !== 'running') return ignore('not under way');
  const { outcome } = message.data;
  if (outcome.kind !== 'done') return accept({ ...record, status: 'failed', finishedAt: at, failure: outcome.detail });
  const { counts, last, more } = outcome.value;
  const sum = { items: record.counts.items + counts.items, found: record.counts.found + counts.found, changed: record.counts.changed + counts.changed, closed: record.counts.closed + counts.closed };
  return more ? accept({ ...record, counts: sum }, [call('compare-page', { after: last })]) : accept({ ...record, status: 'finished', finishedAt: at, counts: sum });
}
