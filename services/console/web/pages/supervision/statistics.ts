/** One reading of the hall's statistics; the figures before stay on screen while those of another period are counted. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { components, operations } from '../../../../../contracts/intake/api.ts';
import { api, take } from '../../api.ts';
import type { Grouping } from './figure-address.ts';

export type Figures = components['schemas']['Figures'];
export type Statistics = operations['showStatistics']['responses']['200']['content']['application/json'];
export interface GroupRow { readonly key: string; readonly label: string; readonly figures: Figures }

export function useStatistics({ from, to }: { from: string; to: string }, by: Grouping): UseQueryResult<Statistics, Error> {
  return useQuery({
    queryKey: ['intake', 'statistics', { from, to, by }],
    queryFn: ({ signal }) => take(api.intake.GET('/statistics', { params: { query: { from, to, by } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** 0.9375 → `93.8%`; a whole number keeps no decimals. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;
