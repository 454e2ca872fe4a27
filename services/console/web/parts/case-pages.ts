/**
 * Pages of a list of cases, known by cursors only: forward by what the service gave, back by what was kept. Promise: a
 * changed filter begins at the first page, and the page before stays on screen until the next one has come.
 */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../contracts/intake/api.ts';
import { api, take } from '../api.ts';
import type { CaseFilter } from './case-filter.ts';
import type { Paging } from './data-table.tsx';

export type CaseLine = components['schemas']['CaseLine'];
export interface CasePage { cases: CaseLine[]; next: string | null }

export function useCasePages(filter: CaseFilter, limit: number, enabled = true): { query: UseQueryResult<CasePage, Error>; paging: Paging } {
  const about = JSON.stringify(filter);
  const [trail, setTrail] = useState<{ about: string; cursors: readonly string[] }>({ about, cursors: [] });
  const cursors = trail.about === about ? trail.cursors : [];
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: ['intake', 'cases', { ...filter, limit, ...(cursor === undefined ? {} : { cursor }) }],
    queryFn: ({ signal }) => take(api.intake.GET('/cases', { params: { query: { ...filter, limit, ...(cursor === undefined ? {} : { cursor }) } }, signal })),
    placeholderData: keepPreviousData,
    enabled,
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
