/**
 * One page of the province's items taken into the catalogue as a part of one change set. May be done again at any time: the same page
 * makes the same entries.
 */
import type { components } from '../../contracts/province-gateway/api.ts';
import type { ProposedEntry, Proposed } from './proposal.ts';
import { codeOf, PublishedItem, publishedProblem } from './published-item.ts';
import { noCounts, notTakenKept, type Counts, type PageTaken } from './synchronisation.ts';
import type { z } from 'zod';

type ItemPage = components['schemas']['ItemPage'];
type Taken = z.infer<typeof PageTaken>;

export interface Surroundings {
  /** Which of these codes are items of this zone. */
  delegatedAmong(codes: readonly string[]): Promise<Set<string>>;
  /** Adds the page's entries to the change set of this synchronisation; `last` proposes it. */
  propose(entries: AsyncIterable<ProposedEntry>, last: boolean): Promise<Proposed>;
}

export async function takePage(page: ItemPage, catalogue: Surroundings): Promise<Taken> {
  const counts: Counts = { ...noCounts, seen: page.items.length + page.unreadable.length, refused: page.unreadable.length };
  const notTaken: Taken['notTaken'] = page.unreadable.map(({ code, field, zh, en }) => ({ code, version: null, field, zh, en }));
  const items = page.items.map((item) => PublishedItem.parse(item));
  const ours = await catalogue.delegatedAmong([...new Set(items.map(codeOf))]);
  const entries: ProposedEntry[] = [];
  for (const item of items) {
    const code = codeOf(item);
    const broken = ours.has(code) ? undefined : publishedProblem(item);
    if (broken && /code/i.test(broken.field)) {
      // A mistyped code may well be one of ours: it is shown, not passed over as somebody else's.
      counts.refused += 1;
      notTaken.push({ code, version: item.version, ...broken });
    } else if (ours.has(code)) entries.push({ code, after: item });
    else counts.notDelegated += 1;
  }
  const proposed = await catalogue.propose(eachOf(entries), !page.more);
  notTaken.push(...proposed.refused.map(({ code, version, field, zh, en }) => ({ code, version, field, zh, en })));
  return { counts, changes: proposed.counts, changeSetId: proposed.changeSetId, notTaken: notTaken.slice(0, notTakenKept), cursor: page.cursor, more: page.more };
}

async function* eachOf<T>(list: readonly T[]): AsyncIterable<T> { yield* await Promise.resolve(list); }
