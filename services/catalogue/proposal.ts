/**
 * How anything new about the items comes in: `proposeChanges` compares what a source says with what the zone has published, a batch at a
 * time, and opens one change set with the real differences. Told again of the same arrival it finds the same change set.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { derivedId, freshId } from '../../infra/chance.ts';
import { chinaDate, type Clock } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import type { Serials } from '../../infra/serials.ts';
import { arrivalKeyOf, ChangeSetRecord, noChanges, type ChangeCounts } from './change-set.ts';
import { entriesAfter, entriesOf, proposedElsewhere, supersede, waitingOf, writeEntries, type Entry } from './change-set-entries.ts';
import { compare, type Compared, type Source } from './comparison.ts';
import type { PublishedItem } from './published-item.ts';
import { changeSetByArrival, historiesOf } from './store.ts';
import { noHistory, publish, type History } from './timeline.ts';

/** One line of an arrival; `after` null: the source lists the item no longer. `row` says where it stood in what was handed in. */
export interface ProposedEntry { code: string; after: PublishedItem | null; row?: string }
export interface Proposal {
  source: Source;
  title: string;
  /** Who proposes; for what the province sends, the synchronisation itself, so that any officer may approve it. */
  proposedBy: { subject: string; name: string };
  /** What brought it; the same arrival makes one change set. */
  arrival: { kind: string; id: string };
  entries: AsyncIterable<ProposedEntry>;
  /** For an arrival that comes in parts, each told in a call of its own: which part, and whether it is the last. The set is proposed with the last. */
  part?: { index: number; last: boolean; before: ChangeCounts };
}
/** Something that may not be taken, and why. */
export interface RefusedEntry { code: string; version: number | null; row: string | null; field: string; zh: string; en: string }
/** `changeSetId` is null when nothing differs. At most 200 of the refused are named; all are counted. */
export interface Proposed { changeSetId: string | null; counts: ChangeCounts; refused: RefusedEntry[] }

export interface ProposalSurroundings {
  database: Database; clock: Clock; serials: Serials;
  /** Tells the machine of change sets; resolves with its reply, after the commit. */
  tell(type: string, changeSetId: string, data: object, messageId: string): Promise<unknown>;
}

const batchSize = 200;
const namedAtMost = 200;
/** Numbers of entries kept for each part of an arrival. */
const entriesPerPart = 200_000;

export async function proposeChanges(surroundings: ProposalSurroundings, proposal: Proposal): Promise<Proposed> {
  const { database, clock, serials, tell } = surroundings;
  const { source, title, proposedBy, arrival } = proposal;
  const known = await changeSetByArrival(database, arrivalKeyOf(source, arrival));
  if (known && known.status !== 'collecting') return { changeSetId: known.id, counts: known.counts, refused: [] };
  let changeSetId = known?.id ?? null;
  const part = proposal.part ?? { index: 0, last: true, before: noChanges };
  let number = part.index * entriesPerPart;
  // Somebody died while this part was being collected: it is collected again from its beginning.
  if (known) await database('change_set_entries').where({ change_set_id: known.id }).andWhere('number', '>', number).delete();
  const cause = derivedId('catalogue/change-sets', arrivalKeyOf(source, arrival), 0);
  async function opened(): Promise<string> {
    if (changeSetId !== null) return changeSetId;
    const day = chinaDate(clock.now()).replaceAll('-', '');
    const id = `BG${day}-${String(await serials.next(`change-set/${day}`)).padStart(4, '0')}`;
    await tell('changes.open', id, { id, source, title: title.slice(0, 200), arrival, proposedBy }, `${cause}-open`);
    changeSetId = id;
    return id;
  }
  const counts = { ...part.before };
  const refused: RefusedEntry[] = [];
  for await (const batch of batchesOf(proposal.entries, batchSize)) {
    const today = chinaDate(clock.now());
    const codes = [...new Set(batch.map((entry) => entry.code))];
    const histories = await historiesOf(database, codes);
    // What this arrival has said before of the same item counts as published: a later version is compared with it.
    if (changeSetId !== null) for (const earlier of await entriesOf(database, changeSetId, codes)) if (!batch.some((one) => one.code === earlier.code && one.after?.version === earlier.version)) foresee(histories, earlier.code, earlier.document.after, today);
    const written: Omit<Entry, 'result'>[] = [];
    const elsewhere = await proposedElsewhere(database, source, changeSetId ?? '', codes);
    const place = (code: string, version: number, rest: Omit<Entry, 'result' | 'changeSetId' | 'number' | 'code' | 'version'>): void => { written.push({ changeSetId: '', number: (number += 1), code, version, ...rest }); };
    for (const { code, after, row } of batch) {
      const history = histories.get(code);
      if (!history) { counts.notDelegated += 1; continue; }
      const compared = compare(history, after, source, today);
      if (compared.kind === 'unchanged') { counts.unchanged += 1; continue; }
      const version = after?.version ?? 0;
      if (compared.kind === 'refused') {
        counts.refused += 1;
        const { field, zh, en } = compared;
        if (refused.length < namedAtMost) refused.push({ code, version: after?.version ?? null, row: row ?? null, field, zh, en });
        place(code, version, { kind: 'refused', status: 'refused', name: (after?.name ?? code).slice(0, 190), afterDigest: digestOf(after), publishings: history.publishings, heavier: 0,
          document: { before: null, beforeItem: null, after, differences: [], refused: { field, zh, en }, row: row ?? null } });
        continue;
      }
      const entry = entryOf(compared, history, row ?? null);
      if (elsewhere.has(`${code}/${String(entry.version)}/${entry.afterDigest}`)) { counts.alreadyProposed += 1; continue; }
      counts[compared.kind] += 1;
      place(code, entry.version, entry);
      foresee(histories, code, compared.after, today);
    }
    if (written.length === 0) continue;
    const id = await opened();
    await writeEntries(database, source, written.map((one) => ({ ...one, changeSetId: id })));
  }
  if (changeSetId === null || !part.last) return { changeSetId, counts, refused };
  const replaced = new Map<string, number>();
  for (let after = 0; ;) {
    const page = await entriesAfter(database, changeSetId, { after, limit: batchSize, status: 'proposed' });
    for (const { changeSetId: older, superseded } of await supersede(database, source, changeSetId, [...new Set(page.map((one) => one.code))])) replaced.set(older, superseded);
    if (page.length < batchSize) break;
    after = page.at(-1)?.number ?? after;
  }
  await tell('changes.submit', changeSetId, { id: changeSetId, counts }, `${cause}-submit`);
  for (const [older, superseded] of replaced) await tell('changes.superseded', older, { id: older, by: changeSetId, superseded }, derivedId('catalogue/superseded', `${changeSetId}/${older}`, superseded));
  return { changeSetId, counts, refused };
}

type Known = History & { publishings: number };
/** Counts as published what is proposed, so that the next version of the same item in this arrival is compared with it. */
function foresee(histories: Map<string, Known>, code: string, after: PublishedItem | null, today: string): void {
  const history = histories.get(code);
  if (!history) return;
  const published = publish(history, { after, effectiveOn: today, changeSetId: 'proposed', at: '1970-01-01T00:00:00.000Z' });
  if (!('kind' in published)) histories.set(code, { publications: published.publications, timeline: published.timeline, publishings: history.publishings });
}

function entryOf(compared: Exclude<Compared, { kind: 'unchanged' | 'refused' }>, history: Known, row: string | null): Omit<Entry, 'result' | 'changeSetId' | 'number' | 'code'> {
  const { kind, before, beforeEdition, after, differences } = compared;
  return {
    kind, status: 'proposed', version: after?.version ?? 0, name: (after ?? before)?.name.slice(0, 190) ?? '', afterDigest: digestOf(after), publishings: history.publishings,
    heavier: differences.filter((one) => one.burden === 'heavier').length,
    document: { before: before && beforeEdition !== null ? { version: before.version, edition: beforeEdition, state: before.state } : null, beforeItem: before, after, differences, refused: null, row },
  };
}
const digestOf = (item: PublishedItem | null): string => createHash('sha256').update(JSON.stringify(item)).digest('hex');

/** Compares the waiting entries of a proposed set again with what the zone has published meanwhile; the set is then another revision. */
export async function compareAgain({ database, clock, tell }: ProposalSurroundings, changeSet: ChangeSetRecord): Promise<unknown> {
  const source = changeSet.source as Source;
  const counts = { ...changeSet.counts, added: 0, changed: 0, removed: 0, state: 0 };
  for (let after = 0; ;) {
    const today = chinaDate(clock.now());
    const rows = await database('change_set_entries').where({ change_set_id: changeSet.id }).andWhere('number', '>', after).whereIn('status', ['proposed', 'settled', 'refused']).orderBy('number').limit(batchSize).select('number', 'code');
    const page = z.array(z.object({ number: z.number(), code: z.string() })).parse(rows);
    if (page.length === 0) break;
    after = page.at(-1)?.number ?? after;
    const numbers = new Set(page.map((row) => row.number));
    const codes = [...new Set(page.map((row) => row.code))];
    const histories = await historiesOf(database, codes);
    const written: Omit<Entry, 'result'>[] = [];
    for (const entry of await entriesOf(database, changeSet.id, codes)) {
      if (entry.status === 'superseded') continue;
      const history = histories.get(entry.code) ?? { ...noHistory, publishings: 0 };
      const compared = compare(history, entry.document.after, source, today);
      foresee(histories, entry.code, entry.document.after, today);
      if (!numbers.has(entry.number)) continue;
      const { changeSetId, number, code, version } = entry;
      if (compared.kind === 'unchanged') written.push({ ...entry, status: 'settled', publishings: history.publishings });
      else if (compared.kind === 'refused') written.push({ ...entry, kind: 'refused', status: 'refused', publishings: history.publishings, document: { ...entry.document, differences: [], refused: { field: compared.field, zh: compared.zh, en: compared.en } } });
      else {
        counts[compared.kind] += 1;
        written.push({ ...entryOf(compared, history, entry.document.row), changeSetId, number, code, version });
      }
    }
    await writeEntries(database, source, written);
  }
  counts.refused = Number((await database('change_set_entries').where({ change_set_id: changeSet.id, status: 'refused' }).count({ n: '*' }).first())?.['n'] ?? 0);
  return tell('changes.compared', changeSet.id, { id: changeSet.id, counts }, freshId());
}

/**
 * Proposes once more what was rejected, as a change set of its own: nothing else would bring it again, for the source has said it and
 * says nothing new. What the same source has proposed since of an item counts, not the earlier.
 */
export function proposeAgain(surroundings: ProposalSurroundings, rejected: ChangeSetRecord, { reason, by }: { reason: string; by: Proposal['proposedBy'] }): Promise<Proposed> {
  const { database } = surroundings;
  const source = rejected.source as Source;
  async function* entries(): AsyncIterable<ProposedEntry> {
    for (let after = 0; ;) {
      const page = await entriesAfter(database, rejected.id, { after, limit: batchSize, status: 'proposed' });
      const waiting = await waitingOf(database, source, [...new Set(page.map((one) => one.code))]);
      for (const { code, document } of page) if (!waiting.has(code)) yield { code, after: document.after, ...(document.row === null ? {} : { row: document.row }) };
      if (page.length < batchSize) return;
      after = page.at(-1)?.number ?? after;
    }
  }
  return proposeChanges(surroundings, { source, title: reason, proposedBy: by, arrival: proposedAgain(rejected.id), entries: entries() });
}
/** The arrival of what was rejected and is proposed again: once for each change set. */
export const proposedAgain = (changeSetId: string): { kind: string; id: string } => ({ kind: 'change-set', id: changeSetId });

/** Gathers an endless row into batches; no more than one batch is in memory. */
async function* batchesOf<T>(entries: AsyncIterable<T>, size: number): AsyncIterable<T[]> {
  let batch: T[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length >= size) { yield batch; batch = []; }
  }
  if (batch.length > 0) yield batch;
}
