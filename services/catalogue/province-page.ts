/**
 * One page of the province's items taken into the catalogue as a part of one change set, or one page of its marks of content compared
 * with what was taken before. May be done again at any time: the same page makes the same entries.
 */
import type { z } from 'zod';
import type { components } from '../../contracts/province-gateway/api.ts';
import type { Outcome } from '../../infra/outcome.ts';
import type { ProposedEntry, Proposed } from './proposal.ts';
import { codeOf, PublishedItem, publishedProblem } from './published-item.ts';
import type { SourceItem } from './source-items.ts';
import { noCounts, notTakenKept, type Counts, type PageTaken } from './synchronisation.ts';

type Schemas = components['schemas'];
type Taken = z.infer<typeof PageTaken>;

export interface Surroundings {
  /** Which of these codes are items of this zone. */
  delegatedAmong(codes: readonly string[]): Promise<Set<string>>;
  /** Notes what the province says now. */
  note(items: readonly SourceItem[]): Promise<void>;
  /** What the province has said before of items that were delegated only since; asked for with the last page. */
  delegatedSince(): AsyncIterable<ProposedEntry>;
  /** Adds the page's entries to the change set of this synchronisation; `last` proposes it. */
  propose(entries: AsyncIterable<ProposedEntry>, last: boolean): Promise<Proposed>;
}
export interface CheckSurroundings extends Surroundings {
  /** The marks under which these items were taken. */
  known(codes: readonly string[]): Promise<Map<string, { version: number; digest: string | null }>>;
  /** One item as published now. */
  fetch(code: string): Promise<Outcome<Schemas['Item']>>;
  /** Notes that the province still publishes them. */
  seen(codes: readonly string[]): Promise<void>;
  /** What no page has named; asked for with the last page, when all have been seen. */
  gone(): AsyncIterable<string>;
}

/** Items fetched at once in a full check. */
const fetchedTogether = 8;

export async function takePage(page: Schemas['ItemPage'], catalogue: Surroundings): Promise<Taken> {
  const counts: Counts = { ...noCounts, seen: page.items.length + page.unreadable.length, refused: page.unreadable.length };
  const notTaken: Taken['notTaken'] = page.unreadable.map(({ code, field, zh, en }) => ({ code, version: null, field, zh, en }));
  return finish(await entriesOf(page.items, counts, notTaken, catalogue), counts, notTaken, page, catalogue);
}

export async function checkPage(page: { digests: readonly { code: string; version: number; digest: string }[]; cursor: string; more: boolean }, catalogue: CheckSurroundings): Promise<Taken> {
  const counts: Counts = { ...noCounts, checked: page.digests.length };
  const notTaken: Taken['notTaken'] = [];
  const codes = page.digests.map((one) => one.code);
  const known = await catalogue.known(codes);
  const differing = page.digests.filter(({ code, version, digest }) => { const before = known.get(code); return before?.version !== version || before.digest !== digest; });
  counts.unchanged = page.digests.length - differing.length;
  const items: Schemas['Item'][] = [];
  for (let at = 0; at < differing.length; at += fetchedTogether) {
    await Promise.all(differing.slice(at, at + fetchedTogether).map(async ({ code, version }) => {
      const item = await catalogue.fetch(code);
      counts.seen += 1;
      if (item.kind === 'done') { items.push(item.value); return; }
      // What cannot be fetched is named; a province that is away altogether fails the next page.
      counts.refused += 1;
      notTaken.push({ code, version, field: '', zh: `省级平台未给出内容：${item.detail}`, en: `the province did not give its content: ${item.detail}` });
    }));
  }
  const entries = await entriesOf(items, counts, notTaken, catalogue);
  await catalogue.seen(codes);
  return finish(page.more ? entries : following(entries, catalogue.gone()), counts, notTaken, page, catalogue);
}

/** What the page says of items of this zone. */
async function entriesOf(given: readonly Schemas['Item'][], counts: Counts, notTaken: Taken['notTaken'], catalogue: Surroundings): Promise<ProposedEntry[]> {
  const items = given.map((one) => ({ item: PublishedItem.parse(one), digest: one.digest ?? null }));
  const ours = await catalogue.delegatedAmong([...new Set(items.map(({ item }) => codeOf(item)))]);
  const entries: ProposedEntry[] = [];
  const sound: SourceItem[] = [];
  for (const { item, digest } of items) {
    const code = codeOf(item);
    const broken = publishedProblem(item);
    if (!broken && code.length <= 33) sound.push({ code, item, upstreamDigest: digest, stated: null, form: null });
    if (!ours.has(code) && broken && /code/i.test(broken.field)) {
      // A mistyped code may well be one of ours: it is shown, not passed over as somebody else's.
      counts.refused += 1;
      notTaken.push({ code, version: item.version, ...broken });
    } else if (ours.has(code)) entries.push({ code, after: item });
    else counts.notDelegated += 1;
  }
  await catalogue.note(sound);
  return entries;
}

async function finish(entries: Iterable<ProposedEntry> | AsyncIterable<ProposedEntry>, counts: Counts, notTaken: Taken['notTaken'], page: { cursor: string; more: boolean }, catalogue: Surroundings): Promise<Taken> {
  const all = async function* (): AsyncIterable<ProposedEntry> {
    yield* entries;
    if (!page.more) yield* catalogue.delegatedSince();
  };
  const proposed = await catalogue.propose(all(), !page.more);
  notTaken.push(...proposed.refused.map(({ code, version, field, zh, en }) => ({ code, version, field, zh, en })));
  return { counts, changes: proposed.counts, changeSetId: proposed.changeSetId, notTaken: notTaken.slice(0, notTakenKept), cursor: page.cursor, more: page.more };
}

async function* following(entries: readonly ProposedEntry[], gone: AsyncIterable<string>): AsyncIterable<ProposedEntry> {
  yield* entries;
  for await (const code of gone) yield { code, after: null };
}
