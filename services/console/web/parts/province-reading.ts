/** What is read of the province's platforms by more than one page. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { components } from '../../../../contracts/province-gateway/api.ts';
import { api, take } from '../api.ts';

export type Platform = components['schemas']['Platform'];
export type Divergence = components['schemas']['Divergence'];
export type LedgerStep = components['schemas']['LedgerStep'];
export type LedgerStepWhole = components['schemas']['LedgerStepWhole'];
export type Outage = components['schemas']['Outage'];

/** Platforms come and go without an event for every change. */
const askEveryMs = 5_000;

export const usePlatforms = (): UseQueryResult<Platform[], Error> => useQuery({
  queryKey: ['province-gateway', 'platforms'], refetchInterval: askEveryMs,
  queryFn: async ({ signal }) => (await take(api.provinceGateway.GET('/platforms', { signal }))).platforms,
});
