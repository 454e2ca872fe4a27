/**
 * What a new hub begins with: people and posts from a file, entered once, while nobody is on record. Its passwords hold until
 * a person has one of its own. Without the file, and with the embedded provider, nobody can sign in: there are no built-in users.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Entry } from './administration.ts';
import { Person, Post } from './register.ts';
import { bothAway, dayWithoutAdministrator, departmentsAtOnce, holdersFault } from './roles.ts';
import { registerOf } from './store.ts';

const Bootstrap = z.strictObject({
  people: z.array(Person.omit({ version: true, active: true }).extend({ rights: Person.shape.rights.default([]),  password: z.string().min(12).optional(), mustChange: z.boolean().default(true) })).min(1),
  posts: z.array(Post.omit({ version: true, active: true })).min(1),
});

/** A password that holds until its owner has one of his own. */
export interface FirstPassword { password: string; mustChange: boolean }

export interface Beginning { entries: Entry[]; passwords: Map<string, FirstPassword> }

/** Reads and checks the file. Throws, naming what breaks a rule. */
export function readBootstrap(file: string, today: string): Beginning {
  const { people, posts } = Bootstrap.parse(JSON.parse(readFileSync(file, 'utf8')));
  const entries: Entry[] = [
    ...people.map(({ password: _password, mustChange: _mustChange, ...person }): Entry => ({ kind: 'person', id: person.subject, before: null, after: { ...person, active: true, version: 1 } })),
    ...posts.map((post): Entry => ({ kind: 'post', id: post.code, before: null, after: { ...post, active: true, version: 1 } })),
  ];
  const register = registerOf(entries);
  const unknown = posts.flatMap((post) => post.holders).find((holder) => !register.people.has(holder.subject));
  const faulty = posts.find((post) => holdersFault(post.holders));
  const split = [...register.people.values()].find((person) => departmentsAtOnce(register, person).length > 0);
  const fault = unknown ? `unknown holder ${unknown.subject}` : faulty ? `holders of ${faulty.code} overlap` : split ? `${split.subject} speaks for two departments`
    : bothAway(register, today) ? 'a post is empty' : dayWithoutAdministrator(register, today) ? 'nobody is administrator' : undefined;
  if (fault !== undefined) throw new Error(`bootstrap file: ${fault}`);
  return { entries, passwords: new Map(people.flatMap(({ subject, password, mustChange }) => (password === undefined ? [] : [[subject, { password, mustChange }] as const]))) };
}
