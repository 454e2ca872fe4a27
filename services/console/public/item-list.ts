/**
 * The items the public may search: the whole list of the catalogue, asked for in its own pages and kept for a minute, so that
 * searching, choosing a department and paging ask nothing more of it, however many people look.
 */
import type { components, paths } from '../../../contracts/catalogue/api.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Client } from '../../../infra/http-client.ts';
import { done, type Outcome } from '../../../infra/outcome.ts';

export type ListedItem = components['schemas']['ListedItem'];
export type DelegationForm = components['schemas']['DelegationForm'];
export interface ItemQuery { words: string; department: string; form: DelegationForm | ''; page: number }
export interface ItemPage { items: ListedItem[]; count: number; page: number; pages: number; departments: string[]; empty: boolean }

const keptMs = 60_000;
const askedAtOnce = 200;
/** No zone has been granted a tenth of this; it bounds what a broken catalogue could make us hold. */
const mostPages = 50;
export const itemsOnAPage = 20;

export function openItemList(catalogue: Client<paths>, clock: Clock): { find(query: ItemQuery): Promise<Outcome<ItemPage>> } {
  let kept: { items: ListedItem[]; at: number } | undefined;
  let asking: Promise<Outcome<ListedItem[]>> | undefined;

  async function ask(): Promise<Outcome<ListedItem[]>> {
    const items: ListedItem[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const after = items.at(-1)?.code;
      const answer = await catalogue.call('get', '/items', { query: { state: 'offered', limit: askedAtOnce, ...(after === undefined ? {} : { after }) } });
      if (answer.kind !== 'done') return answer;
      items.push(...answer.value.items);
      if (!answer.value.more || answer.value.items.length === 0) break;
    }
    kept = { items, at: clock.now().getTime() };
    return done(items);
  }

  return {
    async find(query) {
      if (kept && clock.now().getTime() - kept.at < keptMs) return done(pageOf(kept.items, query));
      // Many may come at once when the minute is over: one of them asks for all.
      asking ??= ask().finally(() => { asking = undefined; });
      const answer = await asking;
      return answer.kind === 'done' ? done(pageOf(answer.value, query)) : answer;
    },
  };
}

/** One page of what matches: every word stands in the name or the code. Pure. */
export function pageOf(items: readonly ListedItem[], query: ItemQuery): ItemPage {
  const offered = items.filter((item) => item.state === 'offered');
  const words = query.words.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean);
  const matching = offered.filter((item) =>
    words.every((word) => (item.name ?? '').toLowerCase().includes(word) || item.code.toLowerCase().startsWith(word))
    && (query.department === '' || item.department === query.department) && (query.form === '' || item.form === query.form));
  const pages = Math.max(1, Math.ceil(matching.length / itemsOnAPage));
  const page = Math.min(Math.max(1, query.page), pages);
  return {
    items: matching.slice((page - 1) * itemsOnAPage, page * itemsOnAPage), count: matching.length, page, pages, empty: offered.length === 0,
    departments: [...new Set(offered.flatMap((item) => (item.department === null ? [] : [item.department])))].toSorted((a, b) => a.localeCompare(b, 'zh')),
  };
}
