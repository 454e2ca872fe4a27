/** Proposes the good rows of a list, a part at a time: each part may be told again, and all of them make one change set. */
import { documentOf } from '../../../infra/records.ts';
import type { z } from 'zod';
import { proposeChanges, type ProposalSurroundings, type ProposedEntry } from '../proposal.ts';
import { PublishedItem } from '../published-item.ts';
import { dropSourceItems, noteSourceItems, type SourceItem } from '../source-items.ts';
import type { ListRecord, ProposeRows, RowsProposed } from './department-list.ts';
import { forgetContents, noteProgress, rowsAfter } from './list-store.ts';
import { RowContent } from './reading.ts';

const partRows = 1_000;

export async function proposeRows(list: ListRecord, { after, part, changes }: z.infer<typeof ProposeRows>, surroundings: ProposalSurroundings): Promise<z.infer<typeof RowsProposed>> {
  const { database, clock } = surroundings;
  // What earlier parts held stands in the change set.
  await forgetContents(database, list.id, 0, after);
  const rows = await rowsAfter(database, list.id, 'good', after, partRows + 1);
  const page = rows.slice(0, partRows);
  const source = `department:${list.department.creditCode}` as const;
  const said: SourceItem[] = [];
  const gone: string[] = [];
  const entries: ProposedEntry[] = page.flatMap(({ code, content, place }): ProposedEntry[] => {
    if (code === null) return [];
    if (content === null) { gone.push(code); return [{ code, after: null, row: place }]; }
    const { item, stated, form } = RowContent.parse(documentOf(content));
    const parsed = PublishedItem.parse(item);
    said.push({ code, item: parsed, upstreamDigest: null, stated, form });
    return [{ code, after: parsed, row: place }];
  });
  for (let at = 0; at < said.length; at += 200) await noteSourceItems(database, source, list.id, said.slice(at, at + 200), clock.now());
  await dropSourceItems(database, source, gone);
  const last = rows.length <= partRows;
  const proposed = await proposeChanges(surroundings, {
    source, title: list.title, proposedBy: list.handedInBy, arrival: { kind: 'department-list', id: list.id }, entries: eachOf(entries), part: { index: part, last, before: changes },
  });
  await noteProgress(database, list.id, { proposed: page.at(-1)?.number ?? after }, clock.now());
  return { changes: proposed.counts, changeSetId: proposed.changeSetId, next: last ? null : page.at(-1)?.number ?? null };
}

async function* eachOf<T>(list: readonly T[]): AsyncIterable<T> { yield* await Promise.resolve(list); }
