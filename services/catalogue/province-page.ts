/**
 * One page of the province's items taken into the catalogue. May be done again at any time: an item is told the same version once,
 * and the count of a repeated page is the count of the first time.
 */
import { createHash } from 'node:crypto';
import type { components } from '../../contracts/province-gateway/api.ts';
import { derivedId } from '../../infra/chance.ts';
import { Seen } from './decide.ts';
import { codeOf, PublishedItem, publishedProblem } from './item.ts';
import { noCounts, notTakenKept, type Counts, type PageTaken } from './synchronisation.ts';
import type { z } from 'zod';

type ItemPage = components['schemas']['ItemPage'];
type Taken = z.infer<typeof PageTaken>;

export interface Surroundings {
  /** Which of these codes are items of this zone. */
  delegatedAmong(codes: readonly string[]): Promise<Set<string>>;
  /** Tells one item of one version; resolves with what it made of it, after the commit. */
  tellItem(code: string, item: PublishedItem, messageId: string): Promise<unknown>;
}

/** `callId` names the call this page was fetched by; it makes the ids of what the items are told. */
export async function takePage(page: ItemPage, callId: string, catalogue: Surroundings): Promise<Taken> {
  const counts: Counts = { ...noCounts, seen: page.items.length + page.unreadable.length, refused: page.unreadable.length };
  const notTaken: Taken['notTaken'] = page.unreadable.map(({ code, field, zh, en }) => ({ code, version: null, field, zh, en }));
  const items = page.items.map((item) => PublishedItem.parse(item));
  const ours = await catalogue.delegatedAmong([...new Set(items.map(codeOf))]);
  // In the province's order for each item: a later version must not arrive before the one it follows.
  const lines = new Map<string, PublishedItem[]>();
  for (const item of items) {
    const code = codeOf(item);
    const broken = ours.has(code) ? undefined : publishedProblem(item);
    if (broken && /code/i.test(broken.field)) {
      // A mistyped code may well be one of ours: it is shown, not passed over as somebody else's.
      counts.refused += 1;
      notTaken.push({ code, version: item.version, ...broken });
    } else if (!ours.has(code)) counts.notDelegated += 1;
    else lines.set(code, [...(lines.get(code) ?? []), item]);
  }
  await Promise.all([...lines].map(async ([code, versions]) => {
    for (const item of versions) {
      const digest = createHash('sha256').update(JSON.stringify(item)).digest('hex');
      const seen = Seen.parse(await catalogue.tellItem(code, item, derivedId('catalogue/items', `${callId}/${code}/${digest}`, item.version)));
      switch (seen.kind) {
        case 'new-version': counts.newVersions += 1; break;
        case 'changed-standing': counts.changed += 1; break;
        case 'unchanged': counts.unchanged += 1; break;
        case 'not-delegated': counts.notDelegated += 1; break;
        case 'refused':
          counts.refused += 1;
          notTaken.push({ code, version: item.version, field: seen.field ?? '', zh: seen.zh ?? '', en: seen.en ?? '' });
          break;
      }
    }
  }));
  return { counts, notTaken: notTaken.slice(0, notTakenKept), cursor: page.cursor, more: page.more };
}
