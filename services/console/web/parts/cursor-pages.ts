/**
 * Pages of a list known by cursors only: forward by what the service gave, back by what was kept. Promise: a changed
 * filter begins at the first page, and the page before stays on screen until the next one has come.
 */
import { keepPreviousData, useQuery, type Query, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Paging } from './data-table.tsx';

/** What asks for a page: the filter, and the cursor of every page but the first. */
export type PageAsk<Filter> = Filter & { limit: number; cursor?: string };

const askedEveryMs = 2_000;

/**
 * `ask` fetches one page; `service` and `what` name the list for live changes. `refetchMs`: how often it is asked again, for what no service
 * tells of; `underWay`: whether something on the page is still being done, which is asked about until it is.
 */
export function useCursorPages<Filter extends object, Page extends { next: string | null }>(
  [service, what]: readonly [service: string, what: string], filter: Filter, limit: number,
  ask: (page: PageAsk<Filter>, signal: AbortSignal) => Promise<Page>, { refetchMs, underWay }: { readonly refetchMs?: number; readonly underWay?: (page: Page) => boolean } = {},
): { query: UseQueryResult<Page, Error>; paging: Paging } {
  const about = JSON.stringify(filter);
  const [trail, setTrail] = useState<{ about: string; cursors: readonly string[] }>({ about, cursors: [] });
  const cursors = trail.about === about ? trail.cursors : [];
  const cursor = cursors.at(-1);
  const page: PageAsk<Filter> = { ...filter, limit, ...(cursor === undefined ? {} : { cursor }) };
  const query = useQuery({
    queryKey: [service, what, page],
    queryFn: ({ signal }) => ask(page, signal),
    placeholderData: keepPreviousData,
    ...(refetchMs === undefined ? {} : { refetchInterval: refetchMs }),
    ...(underWay === undefined ? {} : { refetchInterval: ({ state: { data, error } }: Query<Page>) => (error || (data && underWay(data)) ? askedEveryMs : false) }),
  });
  const next = query.isPlaceholderData ? null : query.data?.next ?? null;
  return {
    query,
    paging: {
      page: cursors.length + 1,
      next: next === null ? undefined : () => setTrail({ about, cursors: [...cursors, next] }),
      previous: cursors.length === 0 ? undefined : () => setTrail({ about, cursors: cursors.slice(0, -1) }),
    },
  };
}
