/**
 * The console's own API: one handler an operation. Everything here is already held against contracts/console/openapi.yaml;
 * who may call is said there, what may be changed in administration.ts.
 */
import { z } from 'zod';
import type { operations } from '../../contracts/console/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import { chinaDate, type Clock } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import type { AnswerOf } from '../../infra/http-client.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { Change, Expected } from './administration.ts';
import type { Drafts } from './drafts.ts';
import { Absence, Day, Holder, Person, Post, Right } from './register.ts';
import { effectiveOn, type Effective } from './roles.ts';
import { endProviderSessions } from './sign-in/embedded-provider.ts';
import { weakness, type Passwords } from './sign-in/passwords.ts';
import type { Sessions } from './sign-in/sessions.ts';
import type { RegisterStore } from './store.ts';

type Shown<K extends keyof operations> = AnswerOf<operations[K]>;

const PersonBody = Person.pick({ login: true, name: true, active: true });
const PostBody = Post.pick({ name: true, role: true, department: true, window: true, active: true });
const HoldersBody = z.object({ holders: z.array(Holder) });
const RightBody = Right.pick({ basis: true, until: true });
const AbsenceBody = Absence.pick({ subject: true, from: true, to: true, reason: true });
const OwnPassword = z.object({ password: z.string(), fresh: z.string() });
const DraftBody = z.object({ content: z.record(z.string(), z.unknown()) });

/** What the console's API is made of. `ownPasswords`: whether passwords are kept here at all. */
export interface Desk {
  register: RegisterStore; drafts: Drafts; passwords: Passwords; sessions: Sessions; database: Database; clock: Clock; ownPasswords: boolean;
}

export function handlersOf({ register, drafts, passwords, sessions, database, clock, ownPasswords }: Desk): Handlers {
  const today = (): string => chinaDate(clock.now());
  const day = (asked: Asked): string => Day.catch(today()).parse(asked.query['day']);
  /** The version in If-Match; 0 stands for a thing that must not exist yet. */
  const expected = (asked: Asked): Expected => Number((asked.header('if-match') ?? '0').replaceAll('"', '')) || null;
  const subjectOf = (asked: Asked): string => asked.params['subject'] ?? '';

  async function change(asked: Asked, wanted: Change): Promise<Answer> {
    const decided = await register.change(wanted, expected(asked), asked.actor);
    if (decided.kind === 'refused') return { refusal: decided.refusal };
    return decided.entry.after === null ? { status: 204 } : { status: 200, body: decided.entry.after };
  }
  const signOut = async (subject: string): Promise<void> => { await sessions.endAll(subject); await endProviderSessions(database, subject); };

  return {
    async listPeople() {
      const body: Shown<'listPeople'> = { people: [...(await register.read()).people.values()].toSorted(by((person) => person.login)) };
      return { status: 200, body };
    },
    putPerson: (asked) => change(asked, { kind: 'put-person', subject: subjectOf(asked), ...PersonBody.parse(asked.body) }),
    giveRight: (asked) => change(asked, { kind: 'put-right', subject: subjectOf(asked), right: { right: 'personal-data-reader', ...RightBody.parse(asked.body) } }),
    takeRight: (asked) => change(asked, { kind: 'drop-right', subject: subjectOf(asked), right: 'personal-data-reader' }),
    async resetPassword(asked) {
      if (!ownPasswords) return { refusal: refusal('wrong-state', { detail: { zh: '口令由外部统一身份认证管理', en: 'passwords are kept by the outside provider' } }) };
      const person = (await register.read()).people.get(subjectOf(asked));
      if (!person) return { refusal: refusal('unknown-person') };
      const password = passwords.fresh();
      await passwords.set(person.subject, person.login, password, true);
      await signOut(person.subject);
      await register.note('password-reset', person.subject, asked.actor);
      const body: Shown<'resetPassword'> = { subject: person.subject, password };
      return { status: 200, body, headers: { 'cache-control': 'no-store' } };
    },
    async endSessions(asked) {
      const person = (await register.read()).people.get(subjectOf(asked));
      if (!person) return { refusal: refusal('unknown-person') };
      await signOut(person.subject);
      await register.note('sessions-ended', person.subject, asked.actor);
      return { status: 204 };
    },
    async changeOwnPassword(asked) {
      if (!ownPasswords) return { refusal: refusal('wrong-state', { detail: { zh: '口令由外部统一身份认证管理', en: 'passwords are kept by the outside provider' } }) };
      const { password, fresh } = OwnPassword.parse(asked.body);
      const person = (await register.read()).people.get(asked.actor.subject);
      if (!person?.active) return { refusal: refusal('unknown-person') };
      if (weakness(fresh, person.login) || fresh === password) return { refusal: refusal('password-too-weak', { field: 'fresh' }) };
      const tried = await passwords.tryOut(person.login, person.subject, password, 'own');
      if (tried.kind === 'locked') return { refusal: refusal('account-locked') };
      if (tried.kind === 'wrong') return { refusal: refusal('password-differs', { field: 'password' }) };
      await passwords.set(person.subject, person.login, fresh, false);
      await register.note('password-changed', person.subject, asked.actor);
      return { status: 204 };
    },
    async showEffectiveRoles(asked) {
      const all = await register.read();
      const person = all.people.get(subjectOf(asked));
      if (!person) return { refusal: refusal('unknown-person') };
      return { status: 200, body: shown(effectiveOn(all, person.subject, day(asked)), day(asked)) };
    },
    async listEffectiveRoles(asked) {
      const all = await register.read();
      const body: Shown<'listEffectiveRoles'> = { day: day(asked), people: [...all.people.keys()].toSorted().map((subject) => shown(effectiveOn(all, subject, day(asked)), day(asked))) };
      return { status: 200, body };
    },
    async listPosts() {
      return { status: 200, body: { posts: [...(await register.read()).posts.values()].toSorted(by((post) => post.code)) } };
    },
    putPost: (asked) => change(asked, { kind: 'put-post', code: asked.params['code'] ?? '', ...PostBody.parse(asked.body) }),
    putHolders: (asked) => change(asked, { kind: 'put-holders', code: asked.params['code'] ?? '', holders: HoldersBody.parse(asked.body).holders }),
    async listAbsences(asked) {
      const { subject } = asked.query;
      const absences = [...(await register.read()).absences.values()].filter((absence) => subject === undefined || absence.subject === subject).toSorted((a, b) => (a.from > b.from ? -1 : 1));
      const body: Shown<'listAbsences'> = { absences };
      return { status: 200, body };
    },
    addAbsence: (asked) => change(asked, { kind: 'add-absence', absence: { id: asked.params['absenceId'] ?? '', ...AbsenceBody.parse(asked.body) } }),
    dropAbsence: (asked) => change(asked, { kind: 'drop-absence', id: asked.params['absenceId'] ?? '' }),
    async listHistory(asked) {
      const { kind, id, before } = asked.query;
      const limit = Number(asked.query['limit'] ?? 50);
      const lines = await register.history({ limit: limit + 1, ...(typeof kind === 'string' ? { kind } : {}), ...(typeof id === 'string' ? { id } : {}), ...(before === undefined ? {} : { before: Number(before) }) });
      const page = lines.slice(0, limit);
      return { status: 200, body: { history: page.map((line) => ({ ...line, at: line.at.toISOString() })), before: lines.length > limit ? page.at(-1)?.position ?? null : null } };
    },

    async listDrafts(asked) {
      const body: Shown<'listDrafts'> = { drafts: (await drafts.list(asked.actor.subject)).map(({ key, savedAt }) => ({ key, savedAt: savedAt.toISOString() })) };
      return { status: 200, body };
    },
    async showDraft(asked) {
      const key = asked.params['draftKey'] ?? '';
      const draft = await drafts.read(asked.actor.subject, key);
      if (!draft) return { refusal: refusal('unknown-draft') };
      const body: Shown<'showDraft'> = { key, savedAt: draft.savedAt.toISOString(), content: draft.content };
      return { status: 200, body };
    },
    async saveDraft(asked) {
      const key = asked.params['draftKey'] ?? '';
      const savedAt = await drafts.save(asked.actor.subject, key, DraftBody.parse(asked.body).content);
      if (savedAt === 'too-large') return { refusal: refusal('draft-too-large') };
      if (savedAt === 'too-many') return { refusal: refusal('drafts-full') };
      const body: Shown<'saveDraft'> = { key, savedAt: savedAt.toISOString() };
      return { status: 200, body };
    },
    async dropDraft(asked) {
      await drafts.drop(asked.actor.subject, asked.params['draftKey'] ?? '');
      return { status: 204 };
    },
  };
}

const by = <T>(key: (one: T) => string) => (a: T, b: T): number => (key(a) < key(b) ? -1 : 1);

function shown(effective: Effective, day: string): Shown<'showEffectiveRoles'> {
  const { subject, roles, department, window, posts, rights } = effective;
  return {
    subject, day, roles, department: department ?? null, window: window ?? null, rights,
    posts: posts.map(({ role, ...post }) => ({ ...post, role: PostRoleOf.parse(role) })),
  };
}
/** Roles a post can have, as the contract names them. */
const PostRoleOf = z.enum(['window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'cashier', 'print-clerk', 'catalogue-officer', 'supervisor', 'integrator', 'auditor', 'administrator']);
