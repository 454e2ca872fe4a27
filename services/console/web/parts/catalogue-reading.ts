/** Delegation documents as pages read them. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { components } from '../../../../contracts/catalogue/api.ts';
import { api, take } from '../api.ts';

export type Delegation = components['schemas']['RegisteredDelegation'];

export function useDelegations(): UseQueryResult<readonly Delegation[], Error> {
  return useQuery({ queryKey: ['catalogue', 'delegations'], queryFn: async ({ signal }) => (await take(api.catalogue.GET('/delegations', { signal }))).delegations });
}
