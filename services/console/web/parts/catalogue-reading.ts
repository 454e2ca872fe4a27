/** Delegation documents as pages read them. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { components } from '../../../../contracts/catalogue/api.ts';
import { api, take } from '../api.ts';

export type Delegation = components['schemas']['RegisteredDelegation'];

export type Register = { readonly delegations: readonly Delegation[]; readonly expiryAhead: components['schemas']['ExpiryAhead'] };

/** The whole register, with the days ahead from which an end is shown. */
export function useRegister(): UseQueryResult<Register, Error> {
  return useQuery({ queryKey: ['catalogue', 'delegations'], queryFn: ({ signal }) => take(api.catalogue.GET('/delegations', { signal })) });
}

export function useDelegations(): UseQueryResult<readonly Delegation[], Error> {
  return useQuery({ queryKey: ['catalogue', 'delegations'], queryFn: ({ signal }) => take(api.catalogue.GET('/delegations', { signal })), select: (register) => register.delegations });
}
