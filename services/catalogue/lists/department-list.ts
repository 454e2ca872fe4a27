/**
 * Decides about one list a department handed in 部门清单: read row by row, its good rows proposed as one change set, its bad rows kept by
 * name. A file that may not be taken is refused whole, and then nothing of it is anywhere. Pure.
 */
import { z } from 'zod';
import { accept, call, ignore, refuse, takes, type Decision, type MessagesOf } from '../../../infra/machine.ts';
import { outcomeOf } from '../../../infra/outcome-message.ts';
import { refusal } from '../../../contracts/refusals.ts';
import { ChangeCounts, noChanges } from '../change-set.ts';

export const ListCounts = z.object({
  /** Rows below the head, items they speak of, and what became of these. */
  rows: z.number().int(), items: z.number().int(), good: z.number().int(), broken: z.number().int(), notOurs: z.number().int(),
  /** Items the list no longer names and that are proposed to be cancelled; only of a complete list. */
  removed: z.number().int(),
});
export type ListCounts = z.infer<typeof ListCounts>;
const nothingRead: ListCounts = { rows: 0, items: 0, good: 0, broken: 0, notOurs: 0, removed: 0 };

const Sheet = z.object({ name: z.string(), heads: z.array(z.string()), known: z.array(z.string()), unknown: z.array(z.string()) });

export const ListRecord = z.object({
  status: z.enum(['reading', 'proposing', 'proposed', 'unchanged', 'refused']),
  id: z.string(),
  title: z.string(),
  department: z.object({ creditCode: z.string(), name: z.string() }),
  /** 全量清单: what the department no longer lists is to be cancelled. */
  complete: z.boolean(),
  file: z.object({ name: z.string(), kind: z.enum(['xlsx', 'csv', 'rows']), bytes: z.number().int(), sha256: z.string() }),
  handedInAt: z.iso.datetime(),
  handedInBy: z.object({ subject: z.string(), name: z.string() }),
  finishedAt: z.iso.datetime().nullable(),
  counts: ListCounts,
  sheets: z.array(Sheet),
  skippedSheets: z.array(z.string()),
  /** Set when a complete list had rows nobody could tell the item of: then nothing counts as gone. */
  removalsWithheld: z.boolean(),
  refusal: z.object({ reason: z.string(), zh: z.string(), en: z.string() }).nullable(),
  changeSetId: z.string().nullable(),
  changes: ChangeCounts,
});
export type ListRecord = z.infer<typeof ListRecord>;

export const ReadOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), counts: ListCounts, sheets: z.array(Sheet), skippedSheets: z.array(z.string()), removalsWithheld: z.boolean() }),
  z.object({ kind: z.literal('refused'), reason: z.string(), zh: z.string(), en: z.string() }),
]);
export type ReadOutcome = z.infer<typeof ReadOutcome>;
export const ProposeRows = z.object({ after: z.number().int(), part: z.number().int(), changes: ChangeCounts });
export const RowsProposed = z.object({ changes: ChangeCounts, changeSetId: z.string().nullable(), next: z.number().int().nullable() });

export const accepts = {
  'http.hand-in-list': takes(ListRecord.pick({ id: true, title: true, department: true, complete: true, file: true, handedInBy: true }), (data) => data.id),
  'outcome.read-list': takes(outcomeOf(z.object({}), ReadOutcome), () => ''),
  'outcome.propose-rows': takes(outcomeOf(ProposeRows, RowsProposed), () => ''),
};

export function decide(record: ListRecord | undefined, message: MessagesOf<typeof accepts>, { now }: { now: Date }): Decision<ListRecord> {
  const at = now.toISOString();
  switch (message.type) {
    case 'http.hand-in-list': {
      const { file, department, complete } = message.data;
      if (record) {
        const same = record.file.sha256 === file.sha256 && record.department.creditCode === department.creditCode && record.complete === complete;
        return same ? ignore('handed in before', record) : refuse(refusal('document-differs', { field: 'listId', detail: { zh: '该编号已用于另一份清单', en: 'another list was handed in under this id' } }));
      }
      const next: ListRecord = {
        ...message.data, status: 'reading', handedInAt: at, finishedAt: null, counts: nothingRead, sheets: [], skippedSheets: [], removalsWithheld: false, refusal: null, changeSetId: null, changes: noChanges,
      };
      return accept(next, [call('read-list', {})], next);
    }
    case 'outcome.read-list': {
      if (!record || record.status !== 'reading') return ignore('not being read');
      const { outcome } = message.data;
      if (outcome.kind !== 'done') return ignore(`not read: ${outcome.kind}`);
      const { value } = outcome;
      if (value.kind === 'refused') return accept({ ...record, status: 'refused', finishedAt: at, refusal: { reason: value.reason, zh: value.zh, en: value.en } });
      const { counts, sheets, skippedSheets, removalsWithheld } = value;
      const next: ListRecord = { ...record, counts, sheets, skippedSheets, removalsWithheld };
      if (counts.good + counts.removed === 0) return accept({ ...next, status: 'unchanged', finishedAt: at });
      return accept({ ...next, status: 'proposing' }, [call('propose-rows', { after: 0, part: 0, changes: noChanges })]);
    }
    case 'outcome.propose-rows': {
      if (!record || record.status !== 'proposing') return ignore('not being proposed');
      const { outcome, request } = message.data;
      if (outcome.kind !== 'done') return ignore(`not proposed: ${outcome.kind}`);
      const { changes, changeSetId, next: after } = outcome.value;
      const next: ListRecord = { ...record, changes, changeSetId };
      if (after !== null) return accept(next, [call('propose-rows', { after, part: request.part + 1, changes })]);
      return accept({ ...next, status: changeSetId === null ? 'unchanged' : 'proposed', finishedAt: at });
    }
  }
}
