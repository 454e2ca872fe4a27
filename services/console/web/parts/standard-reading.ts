/** The published standards of charges, as everybody may read them, and which version of each counts today. */
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../contracts/fees/api.ts';
import { api, take } from '../api.ts';
import { today } from '../now.ts';

export type StandardVersion = components['schemas']['StandardVersion'];

export function useStandards(): { inForce: StandardVersion[]; error: Error | null; busy: boolean; again(): void } {
  const query = useQuery({ queryKey: ['fees', 'standards'], queryFn: ({ signal }) => take(api.fees.GET('/standards', { signal })) });
  const on = today();
  const inForce = (query.data?.standards ?? []).flatMap(({ versions, withdrawn }) => {
    const version = withdrawn && withdrawn.from <= on ? undefined : versions.findLast(({ validFrom }) => validFrom <= on);
    return version && (version.validTo === null || on <= version.validTo) ? [version] : [];
  });
  return { inForce, error: query.error, busy: query.isFetching, again: () => void query.refetch() };
}
