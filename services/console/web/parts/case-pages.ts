/** Pages of a list of cases. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { components } from '../../../../contracts/intake/api.ts';
import { api, take } from '../api.ts';
import type { CaseFilter } from './case-filter.ts';
import { useCursorPages } from './cursor-pages.ts';
import type { Paging } from './data-table.tsx';

export type CaseLine = components['schemas']['CaseLine'];
export interface CasePage { cases: CaseLine[]; next: string | null }

export function useCasePages(filter: CaseFilter, limit: number): { query: UseQueryResult<CasePage, Error>; paging: Paging } {
  return useCursorPages<CaseFilter, CasePage>(['intake', 'cases'], filter, limit, (page, signal) => take(api.intake.GET('/cases', { params: { query: page }, signal })));
}
