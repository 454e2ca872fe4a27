/**
 * The register of people, posts 岗位, their holders A/B, absences and rights: what it is made of. It is small (some hundred
 * lines), so it is always read whole, and every rule sees all of it.
 */
import { z } from 'zod';
import { roles as allRoles, type Role } from '../../infra/identity.ts';

/** Roles a post may have: those of staff. A citizen, a bank's teller and a service have no post in the hall. */
export const postRoles = allRoles.filter((role) => !['applicant', 'bank-teller', 'personal-data-reader', 'service'].includes(role));

/** A civil day in China, YYYY-MM-DD. */
export const Day = z.iso.date();
const Subject = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/);
const Code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const Version = z.number().int().min(1);
const Name = z.string().trim().min(1).max(60);

/** A right beside a post; it needs a reason on paper and an end. */
export const Right = z.object({ right: z.literal('personal-data-reader'), basis: z.string().trim().min(4).max(300), until: Day });
export type Right = z.infer<typeof Right>;

/** Somebody who may sign in. `subject` never changes and is what all services record; `login` is what is typed. */
export const Person = z.object({
  subject: Subject, login: z.string().regex(/^[a-z0-9][a-z0-9._@-]{1,62}$/), name: Name, active: z.boolean(), rights: z.array(Right).max(5), version: Version,
});
export type Person = z.infer<typeof Person>;

/** A or B of a post, from one day to another, both included; without an end until further notice. */
export const Holder = z.object({ letter: z.enum(['A', 'B']), subject: Subject, from: Day, to: Day.nullable() });
export type Holder = z.infer<typeof Holder>;

export const Post = z.object({
  code: Code, name: Name, role: z.custom<Role>((value) => typeof value === 'string' && postRoles.some((role) => role === value)),
  department: z.string().max(18).nullable(), window: z.string().max(40).nullable(), active: z.boolean(), holders: z.array(Holder).max(60), version: Version,
});
export type Post = z.infer<typeof Post>;

/** Days somebody is away, both included. */
export const Absence = z.object({ id: z.string().min(1).max(64), subject: Subject, from: Day, to: Day, reason: z.string().trim().max(200), version: Version });
export type Absence = z.infer<typeof Absence>;

export interface Register {
  readonly people: ReadonlyMap<string, Person>;
  readonly posts: ReadonlyMap<string, Post>;
  readonly absences: ReadonlyMap<string, Absence>;
}

/** What a register is empty of. */
export const emptyRegister: Register = { people: new Map(), posts: new Map(), absences: new Map() };
