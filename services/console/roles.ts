/**
 * Who may act in which role on a day, and why (A/B 角): A acts; B acts while A is away or there is no A; both are never
 * away together. Pure: the same register and day always give the same answer, and every answer can be explained.
 */
import type { Role } from '../../infra/identity.ts';
import type { Absence, Holder, Person, Post, Register } from './register.ts';

/** Why a holder acts, or does not. */
export type Because = 'holder' | 'a-is-away' | 'there-is-no-a' | 'a-is-present' | 'away' | 'post-closed' | 'person-disabled';

/** One post of a person on a day. */
export interface PostHeld { code: string; name: string; role: Role; as: 'A' | 'B'; acting: boolean; because: Because; department: string | null; window: string | null }

/** What a person may do on a day. */
export interface Effective {
  subject: string;
  roles: Role[];
  department: string | undefined;
  window: string | undefined;
  posts: PostHeld[];
  rights: { right: 'personal-data-reader'; until: string }[];
}

const covers = (span: { from: string; to: string | null }, day: string): boolean => span.from <= day && (span.to === null || day <= span.to);
const overlap = (a: { from: string; to: string | null }, b: { from: string; to: string | null }): boolean => (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);

/** Whether somebody is away on a day. */
export const isAway = (register: Register, subject: string, day: string): boolean =>
  [...register.absences.values()].some((absence) => absence.subject === subject && covers(absence, day));

const isActive = (register: Register, subject: string): boolean => register.people.get(subject)?.active ?? false;

/** The holder of a letter on a day, whether there or not. */
const holderOn = (post: Post, letter: Holder['letter'], day: string): Holder | undefined => post.holders.find((holder) => holder.letter === letter && covers(holder, day));

function acts(register: Register, post: Post, holder: Holder, day: string): { acting: boolean; because: Because } {
  if (!isActive(register, holder.subject)) return { acting: false, because: 'person-disabled' };
  if (!post.active) return { acting: false, because: 'post-closed' };
  if (isAway(register, holder.subject, day)) return { acting: false, because: 'away' };
  if (holder.letter === 'A') return { acting: true, because: 'holder' };
  const a = holderOn(post, 'A', day);
  // A disabled account can do nothing: for the post there is no A.
  if (!a || !isActive(register, a.subject)) return { acting: true, because: 'there-is-no-a' };
  return isAway(register, a.subject, day) ? { acting: true, because: 'a-is-away' } : { acting: false, because: 'a-is-present' };
}

/** Everything a person may do on a day, with the reason for each post. An unknown or disabled person may do nothing. */
export function effectiveOn(register: Register, subject: string, day: string): Effective {
  const posts = [...register.posts.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1)).flatMap((post) =>
    post.holders.filter((holder) => holder.subject === subject && covers(holder, day)).map((holder): PostHeld => ({
      code: post.code, name: post.name, role: post.role, as: holder.letter, department: post.department, window: post.window, ...acts(register, post, holder, day),
    })));
  const acting = posts.filter((post) => post.acting);
  const person = register.people.get(subject);
  const rights = person?.active ? person.rights.filter((right) => day <= right.until).map(({ right, until }) => ({ right, until })) : [];
  // A right stands beside a post: who acts in none today sees nothing, plain or masked.
  const roles = new Set<Role>([...acting.map((post) => post.role), ...(acting.length > 0 ? rights.map(({ right }) => right) : [])]);
  return {
    subject, roles: [...roles], posts, rights,
    department: acting.find((post) => post.role === 'department-officer')?.department ?? undefined,
    window: acting.find((post) => post.window !== null)?.window ?? undefined,
  };
}

/** Days on which anything about a role begins or has just ended, from `today` on: between them nothing changes. */
function turningDays(register: Register, role: Role, today: string): string[] {
  const spans = [...[...register.posts.values()].filter((post) => post.role === role).flatMap((post) => post.holders), ...register.absences.values()];
  const days = spans.flatMap((span) => [span.from, ...(span.to === null ? [] : [dayAfter(span.to)])]);
  return [...new Set([today, ...days.filter((day) => day > today)])];
}

/** The next civil day. */
export const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The first day from `today` on when nobody could act as administrator; undefined when somebody always can. */
export function dayWithoutAdministrator(register: Register, today: string): string | undefined {
  const people = [...register.people.keys()];
  return turningDays(register, 'administrator', today).toSorted().find((day) => !people.some((subject) => effectiveOn(register, subject, day).roles.includes('administrator')));
}

/** What is wrong with the holders of a post: two of one letter at a time, or one person as both. */
export function holdersFault(holders: readonly Holder[]): { kind: 'backwards' | 'overlap' | 'same-person'; holder: Holder } | undefined {
  for (const [index, holder] of holders.entries()) {
    if (holder.to !== null && holder.to < holder.from) return { kind: 'backwards', holder };
    for (const other of holders.slice(0, index)) {
      if (!overlap(holder, other)) continue;
      if (holder.letter === other.letter) return { kind: 'overlap', holder };
      if (holder.subject === other.subject) return { kind: 'same-person', holder };
    }
  }
  return undefined;
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (...days: (string | null)[]): string | null => days.reduce<string | null>((least, day) => (least === null || (day !== null && day < least) ? day ?? least : least), null);

/** A post and a day from `today` on when its A and its B are both away, if any. */
export function bothAway(register: Register, today: string): { post: string; day: string } | undefined {
  const absences = [...register.absences.values()];
  const away = (subject: string): Absence[] => absences.filter((absence) => absence.subject === subject);
  for (const post of register.posts.values()) {
    if (!post.active) continue;
    for (const a of post.holders.filter((holder) => holder.letter === 'A')) {
      for (const b of post.holders.filter((holder) => holder.letter === 'B')) {
        for (const absenceA of away(a.subject)) {
          for (const absenceB of away(b.subject)) {
            const from = [a.from, b.from, absenceA.from, absenceB.from, today].reduce(later);
            const to = earlier(a.to, b.to, absenceA.to, absenceB.to);
            if (to === null || from <= to) return { post: post.code, day: from };
          }
        }
      }
    }
  }
  return undefined;
}

/** Departments a person would speak for at the same time, when they are more than one: a token names one. */
export function departmentsAtOnce(register: Register, person: Pick<Person, 'subject'>): string[] {
  const held = [...register.posts.values()].filter((post) => post.active && post.role === 'department-officer')
    .flatMap((post) => post.holders.filter((holder) => holder.subject === person.subject).map((holder) => ({ department: post.department ?? '', holder })));
  const clash = held.find((one) => held.some((other) => other.department !== one.department && overlap(one.holder, other.holder)));
  return clash ? [...new Set(held.map(({ department }) => department))] : [];
}
