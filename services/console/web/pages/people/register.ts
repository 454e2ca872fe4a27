/** The register as this page reads it: people, posts, absences and what everybody may do today, read together. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { components } from '../../../../../contracts/console/api.ts';
import { api, take } from '../../api.ts';

type Schemas = components['schemas'];
export type Person = Schemas['Person'];
export type Post = Schemas['Post'];
export type PostRole = Schemas['PostRole'];
export type Holder = Schemas['Holder'];
export type Absence = Schemas['Absence'];
export type Effective = Schemas['EffectiveRoles'];
export type HistoryLine = Schemas['HistoryLine'];

export interface Register {
  readonly people: readonly Person[];
  readonly posts: readonly Post[];
  readonly absences: readonly Absence[];
  readonly today: string;
  /** What each may do today, as the console itself reckons it. */
  effectiveOf(subject: string): Effective | undefined;
  nameOf(subject: string): string;
}

export function useRegister(): UseQueryResult<Register, Error> {
  return useQuery({
    queryKey: ['console', 'register'],
    // Functions over what was read: nothing to compare piece by piece.
    structuralSharing: false,
    queryFn: async ({ signal }): Promise<Register> => {
      const [{ people }, { posts }, { absences }, effective] = await Promise.all([
        take(api.console.GET('/people', { signal })), take(api.console.GET('/posts', { signal })),
        take(api.console.GET('/absences', { signal })), take(api.console.GET('/effective-roles', { signal })),
      ]);
      const names = new Map(people.map((person) => [person.subject, person.name]));
      const today = new Map(effective.people.map((one) => [one.subject, one]));
      return { people, posts, absences, today: effective.day, effectiveOf: (subject) => today.get(subject), nameOf: (subject) => names.get(subject) ?? subject };
    },
  });
}

/** The version seen, for `If-Match`; 0 for what must not exist yet. */
export const guard = (version: number): { 'If-Match': string } => ({ 'If-Match': `"${version}"` });

/** Departments the delegation documents name: credit code and name. */
export function useDepartments(): UseQueryResult<readonly (readonly [code: string, name: string])[], Error> {
  return useQuery({
    queryKey: ['catalogue', 'departments'], staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const { delegations } = await take(api.catalogue.GET('/delegations', { signal }));
      return [...new Map(delegations.map(({ department }) => [department.creditCode, department.name]))].toSorted((a, b) => a[1].localeCompare(b[1], 'zh'));
    },
  });
}

/** Whether a span of days covers a day, and where it lies otherwise. */
export function spanOn(span: { readonly from: string; readonly to: string | null }, day: string): 'coming' | 'current' | 'over' {
  return day < span.from ? 'coming' : span.to !== null && span.to < day ? 'over' : 'current';
}
