/**
 * How a change set takes effect and how it is undone: item by item, a page of entries at a time. Each page is a repeatable call: an item
 * takes one entry once, and what became of it is noted beside the entry, so that a crash costs at most one page.
 */
import { derivedId } from '../../infra/chance.ts';
import type { Database } from '../../infra/database.ts';
import type { z } from 'zod';
import type { EntriesApplied } from './change-set.ts';
import { entriesAfter, settleEntries, type Entry, type Settled } from './change-set-entries.ts';
import { Told } from './decide.ts';
import type { Day } from './civil-day.ts';

export interface EffectSurroundings { database: Database; now(): Date; tellItem(type: string, code: string, data: object, messageId: string): Promise<unknown> }
type Applied = z.infer<typeof EntriesApplied>;

const pageSize = 200;

/** Publishes the next page of approved entries. */
export function applyEntries(surroundings: EffectSurroundings, changeSetId: string, effectiveOn: Day, after: number): Promise<Applied> {
  return eachEntry(surroundings, changeSetId, ['proposed', 'applied', 'not-taken'], after, async ({ code, version, publishings, document, status, number }) => {
    if (status !== 'proposed') return undefined;
    const told = Told.parse(await surroundings.tellItem('changes.publish', code, { changeSetId, publishings, effectiveOn, after: document.after }, derivedId('catalogue/publish', `${changeSetId}/${code}`, version)));
    return settledAs(number, 'applied', told);
  });
}

/** Publishes again what applied before, for the next page of entries. */
export function undoEntries(surroundings: EffectSurroundings, changeSetId: string, on: Day, after: number): Promise<Applied> {
  return eachEntry(surroundings, changeSetId, ['applied', 'undone'], after, async ({ code, status, number }) => {
    if (status !== 'applied') return undefined;
    // Several versions of one item in one set are undone together: the later entry finds it done.
    const told = Told.parse(await surroundings.tellItem('changes.undo', code, { changeSetId, on }, derivedId('catalogue/undo', `${changeSetId}/${code}`, 0)));
    return settledAs(number, 'undone', told);
  });
}

function settledAs(number: number, status: 'applied' | 'undone', told: Told): Settled {
  if (told.kind === 'not-taken') return { number, status: 'not-taken', publishing: null, result: { version: null, edition: null, from: null, trouble: { field: told.field, zh: told.zh, en: told.en } } };
  return { number, status, publishing: told.publishing, result: { version: told.version, edition: told.edition, from: told.from, trouble: null } };
}

async function eachEntry({ database, now }: EffectSurroundings, changeSetId: string, among: readonly string[], after: number, work: (entry: Entry) => Promise<Settled | undefined>): Promise<Applied> {
  const page = await entriesAfter(database, changeSetId, { after, limit: pageSize });
  const lines = new Map<string, Entry[]>();
  for (const entry of page.filter((one) => among.includes(one.status))) lines.set(entry.code, [...(lines.get(entry.code) ?? []), entry]);
  const settled: Settled[] = [];
  let notTaken = among.includes('not-taken') ? page.filter((one) => one.status === 'not-taken').length : 0;
  let done = page.filter((one) => one.status === among[1]).length;
  // Versions of one item in their order, items beside each other: together they share commits.
  await Promise.all([...lines.values()].map(async (entries) => {
    for (const entry of entries.toSorted((a, b) => a.version - b.version)) {
      const one = await work(entry);
      if (!one) continue;
      settled.push(one);
      if (one.status === 'not-taken') notTaken += 1;
      else done += 1;
    }
  }));
  await settleEntries(database, changeSetId, settled, now());
  return { done, notTaken, next: page.length < pageSize ? null : page.at(-1)?.number ?? null };
}
