/**
 * How the profile lays steps out in tables, and how a talk with the database is told of: what adapter, records and inbound share.
 */
import type { Outcome } from '../../../../infra/outcome.ts';
import { STEP_KINDS, type StepKind } from '../../port.ts';
import type { Reply } from './database.ts';
import type { Profile } from './profile.ts';

/** What is asked, told to whoever keeps the talks: never a value. */
export type Talk = {
  readonly operation: string;
  readonly caseNumber: string;
  readonly request: string;
  /** True for an answer that is no news: asked every second, it would bury what is. */
  readonly noNews?: (value: unknown) => boolean;
};
/** Asks the database and tells of it; a question that got no answer is unavailable. */
export type Asking = <Value>(talk: Talk, ask: () => Promise<Reply<Value>>) => Promise<Outcome<Value>>;

/** A name in backticks; profiles allow letters, digits, _ and one dot between schema and table. */
export const quoted = (name: string): string => name.split('.').map((part) => `\`${part}\``).join('.');

/** Each kind with its table. Kinds that share one stand once, under the first. */
export function placesOf(profile: Profile): { kind: StepKind; table: string; errors: string | null; columns: NonNullable<Profile['steps'][StepKind]> }[] {
  const seen = new Set<string>();
  return STEP_KINDS.flatMap((kind) => {
    const [place, columns] = [profile.tables[kind], profile.steps[kind]];
    if (!place || !columns || seen.has(place.table)) return [];
    seen.add(place.table);
    return [{ kind, table: place.table, errors: place.errors, columns }];
  });
}

/** The column of the batch number; null where the profile makes none. */
export const batchColumn = (profile: Profile, kind: StepKind): string | null => Object.entries(profile.steps[kind] ?? {}).find(([, column]) => column.made === 'batch')?.[0] ?? null;

/** The column that tells the revision of a row of this kind; null where nothing does. */
export const revisionColumn = (profile: Profile, kind: StepKind): string | null => profile.row.revision ?? batchColumn(profile, kind);
