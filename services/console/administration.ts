/**
 * Changes to the register of people and posts: each is decided against the whole register, so that two changes that are each
 * harmless cannot together leave a post empty or the hall without an administrator. Pure; nothing is written here.
 */
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import type { Absence, Holder, Person, Post, Register, Right } from './register.ts';
import { bothAway, dayWithoutAdministrator, departmentsAtOnce, holdersFault } from './roles.ts';

/** What an administrator may ask for. */
export type Change =
  | { kind: 'put-person'; subject: string; login: string; name: string; active: boolean }
  | { kind: 'put-post'; code: string; name: string; role: Post['role']; department: string | null; window: string | null; active: boolean }
  | { kind: 'put-holders'; code: string; holders: Holder[] }
  | { kind: 'put-right'; subject: string; right: Right }
  | { kind: 'drop-right'; subject: string; right: Right['right'] }
  | { kind: 'add-absence'; absence: Omit<Absence, 'version'> }
  | { kind: 'drop-absence'; id: string };

/** The version the asker has seen; null when the thing must not exist yet. */
export type Expected = number | null;

/** One thing of the register as it was and as it becomes; null where it did not or does no longer exist. */
export interface Entry { kind: 'person' | 'post' | 'absence'; id: string; before: Person | Post | Absence | null; after: Person | Post | Absence | null }
export type Decided = { kind: 'accepted'; next: Register; entry: Entry } | { kind: 'refused'; refusal: Refusal };

const no = (given: Refusal): Decided => ({ kind: 'refused', refusal: given });

/** Decides one change asked by `by` on a civil day; a change that changes nothing is refused as little as any other. */
export function decideChange(register: Register, change: Change, expected: Expected, by: string, today: string): Decided {
  switch (change.kind) {
    case 'put-person': {
      const before = register.people.get(change.subject);
      if (stale(before, expected)) return no(refusal('stale-version'));
      const { subject, login, name, active } = change;
      if ([...register.people.values()].some((other) => other.login === login && other.subject !== subject)) return no(refusal('login-taken', { field: 'login' }));
      return held(register, { kind: 'person', id: subject, before: before ?? null, after: { subject, login, name, active, rights: before?.rights ?? [], version: next(before) } }, today);
    }
    case 'put-post': {
      const before = register.posts.get(change.code);
      if (stale(before, expected)) return no(refusal('stale-version'));
      const { kind: _kind, ...given } = change;
      if (change.role === 'department-officer' && !change.department) return no(refusal('field-missing', { field: 'department' }));
      // The holders of a post answer for what it was when they took it; another role or department is another post.
      if (before && before.holders.length > 0 && (before.role !== change.role || before.department !== change.department)) return no(refusal('post-in-use', { field: 'role' }));
      return held(register, { kind: 'post', id: change.code, before: before ?? null, after: { ...given, holders: before?.holders ?? [], version: next(before) } }, today);
    }
    case 'put-holders': {
      const before = register.posts.get(change.code);
      if (!before) return no(refusal('unknown-post'));
      if (stale(before, expected)) return no(refusal('stale-version'));
      const unknown = change.holders.find((holder) => !register.people.has(holder.subject));
      if (unknown) return no(refusal('unknown-person', { field: 'holders', detail: unknown.subject }));
      const fault = holdersFault(change.holders);
      if (fault?.kind === 'backwards') return no(refusal('dates-backwards', { field: 'holders' }));
      if (fault) return no(refusal('holders-overlap', { field: 'holders', detail: `${fault.holder.letter} ${fault.holder.subject}` }));
      if (!same(before.holders.filter((holder) => holder.subject === by), change.holders.filter((holder) => holder.subject === by))) return no(refusal('own-post', { field: 'holders' }));
      return held(register, { kind: 'post', id: change.code, before, after: { ...before, holders: change.holders, version: next(before) } }, today);
    }
    case 'put-right':
    case 'drop-right': {
      const before = register.people.get(change.subject);
      if (!before) return no(refusal('unknown-person'));
      if (stale(before, expected)) return no(refusal('stale-version'));
      if (change.subject === by) return no(refusal('own-post'));
      const name = change.kind === 'put-right' ? change.right.right : change.right;
      if (change.kind === 'put-right' && change.right.until < today) return no(refusal('dates-backwards', { field: 'until' }));
      const rights = [...before.rights.filter((right) => right.right !== name), ...(change.kind === 'put-right' ? [change.right] : [])];
      return held(register, { kind: 'person', id: change.subject, before, after: { ...before, rights, version: next(before) } }, today);
    }
    case 'add-absence': {
      const { absence } = change;
      if (!register.people.has(absence.subject)) return no(refusal('unknown-person'));
      const before = register.absences.get(absence.id);
      // Told again after a lost answer, it is the same absence; anything else under its id is somebody else's.
      if (before) return sameAbsence(before, absence) ? { kind: 'accepted', next: register, entry: { kind: 'absence', id: absence.id, before, after: before } } : no(refusal('stale-version'));
      if (absence.to < absence.from) return no(refusal('dates-backwards', { field: 'to' }));
      return held(register, { kind: 'absence', id: absence.id, before: null, after: { ...absence, version: 1 } }, today);
    }
    case 'drop-absence': {
      const before = register.absences.get(change.id);
      if (!before) return no(refusal('not-found'));
      return held(register, { kind: 'absence', id: change.id, before, after: null }, today);
    }
  }
}

const next = (before: { version: number } | undefined): number => (before?.version ?? 0) + 1;
const stale = (before: { version: number } | undefined, expected: Expected): boolean => (before?.version ?? null) !== expected;
const same = (a: readonly Holder[], b: readonly Holder[]): boolean =>
  JSON.stringify(a.map(({ letter, from, to }) => [letter, from, to])) === JSON.stringify(b.map(({ letter, from, to }) => [letter, from, to]));

const sameAbsence = (a: Omit<Absence, 'version'>, b: Omit<Absence, 'version'>): boolean => a.subject === b.subject && a.from === b.from && a.to === b.to && a.reason === b.reason;

/** The change carried out on paper, and every rule that spans the register held against the result. */
function held(register: Register, entry: Entry, today: string): Decided {
  const result = applied(register, entry);
  const empty = bothAway(result, today);
  // What stood before this change is not this change's fault, and must not stand in its way.
  if (empty && !bothAway(register, today)) return no(refusal('both-away', { detail: { zh: `${empty.post}，${empty.day}`, en: `${empty.post}, ${empty.day}` } }));
  for (const person of result.people.values()) {
    const departments = departmentsAtOnce(result, person);
    if (departments.length > 0) return no(refusal('one-department', { field: 'holders', detail: departments.join(' ') }));
  }
  const day = dayWithoutAdministrator(result, today);
  if (day !== undefined && dayWithoutAdministrator(register, today) === undefined) return no(refusal('last-administrator', { detail: day }));
  return { kind: 'accepted', next: result, entry };
}

/** The register after an entry. */
export function applied(register: Register, { kind, id, after }: Entry): Register {
  const put = <T>(map: ReadonlyMap<string, T>, value: T | null): Map<string, T> => {
    const copy = new Map(map);
    if (value === null) copy.delete(id);
    else copy.set(id, value);
    return copy;
  };
  switch (kind) {
    case 'person': return { ...register, people: put(register.people, after as Person | null) };
    case 'post': return { ...register, posts: put(register.posts, after as Post | null) };
    case 'absence': return { ...register, absences: put(register.absences, after as Absence | null) };
  }
}
