/** The published standards of charges, as everybody may read them, and which version of each counts today. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { components } from '../../../../contracts/fees/api.ts';
import { api, take } from '../api.ts';
import { today } from '../now.ts';
import { ProblemAlert } from './problem-alert.tsx';

export type StandardVersion = components['schemas']['StandardVersion'];

/** `trouble` is what to show when they cannot be read; until they are `read`, nothing is known of any of them, not even that it is gone. */
export function useStandards(): { inForce: StandardVersion[]; read: boolean; trouble: ReactNode } {
  const query = useQuery({ queryKey: ['fees', 'standards'], queryFn: ({ signal }) => take(api.fees.GET('/standards', { signal })) });
  const on = today();
  const inForce = (query.data?.standards ?? []).flatMap(({ versions, withdrawn }) => {
    const version = withdrawn && withdrawn.from <= on ? undefined : versions.findLast(({ validFrom }) => validFrom <= on);
    return version && (version.validTo === null || on <= version.validTo) ? [version] : [];
  });
  return { inForce, read: query.data !== undefined, trouble: query.error && <ProblemAlert error={query.error} retry={() => void query.refetch()} busy={query.isFetching} /> };
}
