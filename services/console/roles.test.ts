import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideChange, type Change } from './administration.ts';
import { emptyRegister, type Absence, type Holder, type Person, type Post, type Register } from './register.ts';
import { bothAway, dayAfter, dayWithoutAdministrator, departmentsAtOnce, effectiveOn, holdersFault, isAway } from './roles.ts';

const today = '2026-03-02';
const person = (subject: string, more: Partial<Person> = {}): Person => ({ subject, login: subject, name: '某人', active: true, rights: [], version: 1, ...more });
const hold = (letter: 'A' | 'B', subject: string, from = '2026-01-01', to: string | null = null): Holder => ({ letter, subject, from, to });
const post = (code: string, role: Post['role'], holders: Holder[], more: Partial<Post> = {}): Post => ({ code, name: '某岗', role, department: null, window: null, active: true, holders, version: 1, ...more });
const away = (subject: string, from: string, to: string, id = `${subject}-${from}`): Absence => ({ id, subject, from, to, reason: '', version: 1 });
const register = (people: Person[], posts: Post[], absences: Absence[] = []): Register => ({
  people: new Map(people.map((one) => [one.subject, one])), posts: new Map(posts.map((one) => [one.code, one])), absences: new Map(absences.map((one) => [one.id, one])),
});
const hall = (...absences: Absence[]): Register => register(
  [person('anna'), person('bert'), person('root'), person('second')],
  [post('desk', 'reviewer', [hold('A', 'anna'), hold('B', 'bert')]), post('keeper', 'administrator', [hold('A', 'root'), hold('B', 'second')])], absences);

describe('a post with A and B', () => {
  it('is acted in by A, and B knows why not', () => {
    expect(effectiveOn(hall(), 'anna', today).roles).toEqual(['reviewer']);
    expect(effectiveOn(hall(), 'bert', today)).toMatchObject({ roles: [], posts: [{ as: 'B', acting: false, because: 'a-is-present' }] });
  });
  it('is acted in by B on exactly the days A is away', () => {
    const all = hall(away('anna', '2026-03-02', '2026-03-03'));
    const acting = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map((day) => effectiveOn(all, 'bert', day).roles.length);
    expect(acting).toEqual([0, 1, 1, 0]);
    expect(effectiveOn(all, 'anna', today)).toMatchObject({ roles: [], posts: [{ because: 'away' }] });
  });
  it('is acted in by B when A has left or is disabled', () => {
    expect(effectiveOn(register([person('bert')], [post('desk', 'reviewer', [hold('A', 'anna', '2026-01-01', '2026-02-28'), hold('B', 'bert')])]), 'bert', today).posts[0]).toMatchObject({ acting: true, because: 'there-is-no-a' });
    expect(effectiveOn(register([person('anna', { active: false }), person('bert')], [post('desk', 'reviewer', [hold('A', 'anna'), hold('B', 'bert')])]), 'bert', today).roles).toEqual(['reviewer']);
  });
  it('gives nothing to who is disabled, gone, not there yet, or whose post is closed', () => {
    expect(effectiveOn(register([person('anna', { active: false })], [post('desk', 'reviewer', [hold('A', 'anna')])]), 'anna', today).roles).toEqual([]);
    expect(effectiveOn(register([person('anna')], [post('desk', 'reviewer', [hold('A', 'anna', '2026-03-03')])]), 'anna', today).posts).toEqual([]);
    expect(effectiveOn(register([person('anna')], [post('desk', 'reviewer', [hold('A', 'anna')], { active: false })]), 'anna', today).posts[0]).toMatchObject({ acting: false, because: 'post-closed' });
    expect(effectiveOn(hall(), 'nobody', today)).toMatchObject({ roles: [], posts: [] });
  });
  it('says the department and the window of the posts that are acted in, and of no other', () => {
    const all = register([person('anna')], [post('a', 'department-officer', [hold('A', 'anna')], { department: 'D1' }), post('b', 'window-clerk', [hold('A', 'anna', '2026-01-01', '2026-01-31')], { window: '2号窗口' })]);
    expect(effectiveOn(all, 'anna', today)).toMatchObject({ department: 'D1', window: undefined });
  });
  it('carries the right to plain data only beside a post, until its last day', () => {
    const rights: Person['rights'] = [{ right: 'personal-data-reader', basis: '纪检核查第 3 号', until: '2026-03-02' }];
    const all = register([person('anna', { rights })], [post('desk', 'auditor', [hold('A', 'anna', '2026-01-01', '2026-03-10')])]);
    expect(effectiveOn(all, 'anna', '2026-03-02').roles).toEqual(['auditor', 'personal-data-reader']);
    expect(effectiveOn(all, 'anna', '2026-03-03').roles).toEqual(['auditor']);
    expect(effectiveOn(all, 'anna', '2026-03-11').roles).toEqual([]);
  });
});

describe('a change of the register', () => {
  const decide = (all: Register, change: Change, expected: number | null = 1, by = 'root'): string => {
    const decided = decideChange(all, change, expected, by, today);
    return decided.kind === 'refused' ? decided.refusal.reason : 'accepted';
  };
  it('never lets both be away', () => {
    const all = hall(away('anna', '2026-03-05', '2026-03-10'));
    expect(decide(all, { kind: 'add-absence', absence: { id: 'absence-1', subject: 'bert', from: '2026-03-10', to: '2026-03-12', reason: '' } })).toBe('both-away');
    expect(decide(all, { kind: 'add-absence', absence: { id: 'absence-1', subject: 'bert', from: '2026-03-11', to: '2026-03-12', reason: '' } })).toBe('accepted');
  });
  it('does not make somebody away the deputy of somebody away', () => {
    const all = register([person('anna'), person('bert'), person('root')], [post('desk', 'reviewer', [hold('A', 'anna')]), post('keeper', 'administrator', [hold('A', 'root')])], [away('anna', '2026-03-05', '2026-03-10'), away('bert', '2026-03-01', '2026-03-06')]);
    expect(decide(all, { kind: 'put-holders', code: 'desk', holders: [hold('A', 'anna'), hold('B', 'bert')] })).toBe('both-away');
    expect(decide(all, { kind: 'put-holders', code: 'desk', holders: [hold('A', 'anna'), hold('B', 'bert', '2026-03-07')] })).toBe('accepted');
  });
  it('keeps an administrator who can act, today and on every later day', () => {
    expect(decide(hall(), { kind: 'put-person', subject: 'second', login: 'second', name: '某人', active: false })).toBe('accepted');
    const alone = register([person('root'), person('anna')], [post('keeper', 'administrator', [hold('A', 'root')])]);
    expect(decide(alone, { kind: 'put-person', subject: 'root', login: 'root', name: '某人', active: false })).toBe('last-administrator');
    expect(decide(alone, { kind: 'put-post', code: 'keeper', name: '某岗', role: 'administrator', department: null, window: null, active: false })).toBe('last-administrator');
    expect(decide(alone, { kind: 'put-holders', code: 'keeper', holders: [hold('A', 'root', '2026-01-01', '2026-12-31')] }, 1, 'anna')).toBe('last-administrator');
    expect(decide(alone, { kind: 'add-absence', absence: { id: 'absence-1', subject: 'root', from: '2026-05-01', to: '2026-05-05', reason: '' } })).toBe('last-administrator');
  });
  it('lets nobody give himself a post or a right', () => {
    expect(decide(hall(), { kind: 'put-holders', code: 'desk', holders: [hold('A', 'root'), hold('B', 'bert')] })).toBe('own-post');
    expect(decide(hall(), { kind: 'put-right', subject: 'root', right: { right: 'personal-data-reader', basis: '核查第 3 号', until: '2026-12-31' } })).toBe('own-post');
    expect(decide(hall(), { kind: 'put-holders', code: 'keeper', holders: [hold('A', 'second'), hold('B', 'anna')] })).toBe('own-post');
  });
  it('is refused to who has not seen the last version', () => {
    expect(decide(hall(), { kind: 'put-person', subject: 'anna', login: 'anna', name: '某人', active: true }, 2)).toBe('stale-version');
    expect(decide(hall(), { kind: 'put-person', subject: 'anna', login: 'anna', name: '某人', active: true }, null)).toBe('stale-version');
    expect(decide(hall(), { kind: 'put-person', subject: 'new', login: 'anna', name: '某人', active: true }, null)).toBe('login-taken');
  });
  it('does not change what a post is under its holders', () => {
    expect(decide(hall(), { kind: 'put-post', code: 'desk', name: '某岗', role: 'approver', department: null, window: null, active: true })).toBe('post-in-use');
  });
  it('lets nobody speak for two departments at once', () => {
    const all = register([person('root'), person('anna')], [post('keeper', 'administrator', [hold('A', 'root')]), post('one', 'department-officer', [hold('A', 'anna', '2026-01-01', '2026-06-30')], { department: 'D1' }), post('two', 'department-officer', [], { department: 'D2' })]);
    expect(decide(all, { kind: 'put-holders', code: 'two', holders: [hold('A', 'anna', '2026-06-30')] })).toBe('one-department');
    expect(decide(all, { kind: 'put-holders', code: 'two', holders: [hold('A', 'anna', '2026-07-01')] })).toBe('accepted');
  });
  it('is the same when an absence is told twice', () => {
    const all = hall(away('anna', '2026-03-05', '2026-03-10', 'absence-1'));
    expect(decide(all, { kind: 'add-absence', absence: { id: 'absence-1', subject: 'anna', from: '2026-03-05', to: '2026-03-10', reason: '' } }, null)).toBe('accepted');
    expect(decide(all, { kind: 'add-absence', absence: { id: 'absence-1', subject: 'anna', from: '2026-03-05', to: '2026-03-11', reason: '' } }, null)).toBe('stale-version');
  });
});

describe('after any sequence of changes', () => {
  const people = ['anna', 'bert', 'cara', 'root'];
  const dayIn = fc.integer({ min: 0, max: 40 }).map((days) => { let day = today; for (let i = 0; i < days; i += 1) day = dayAfter(day); return day; });
  const holder = fc.record({ letter: fc.constantFrom<'A' | 'B'>('A', 'B'), subject: fc.constantFrom(...people), from: dayIn, to: fc.option(dayIn) });
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ kind: fc.constant('put-person' as const), subject: fc.constantFrom(...people), login: fc.constantFrom(...people), name: fc.constant('某人'), active: fc.boolean() }),
    fc.record({ kind: fc.constant('put-holders' as const), code: fc.constantFrom('desk', 'keeper', 'one', 'two'), holders: fc.array(holder, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('add-absence' as const), absence: fc.record({ id: fc.uuid(), subject: fc.constantFrom(...people), from: dayIn, to: dayIn, reason: fc.constant('') }) }),
    fc.record({ kind: fc.constant('put-post' as const), code: fc.constantFrom('desk', 'keeper'), name: fc.constant('某岗'), role: fc.constantFrom<Post['role']>('reviewer', 'administrator'), department: fc.constant(null), window: fc.constant(null), active: fc.boolean() }),
  );
  const beginning = register(people.map((name) => person(name)), [
    post('desk', 'reviewer', [hold('A', 'anna'), hold('B', 'bert')]), post('keeper', 'administrator', [hold('A', 'root'), hold('B', 'cara')]),
    post('one', 'department-officer', [], { department: 'D1' }), post('two', 'department-officer', [], { department: 'D2' }),
  ]);
  const after = (changes: readonly { change: Change; by: string }[]): Register => changes.reduce((all, { change: wanted, by }) => {
    const version = wanted.kind === 'put-person' ? all.people.get(wanted.subject)?.version : 'code' in wanted ? all.posts.get(wanted.code)?.version : undefined;
    const decided = decideChange(all, wanted, version ?? null, by, today);
    return decided.kind === 'accepted' ? decided.next : all;
  }, beginning);
  const sequences = fc.array(fc.record({ change, by: fc.constantFrom(...people) }), { maxLength: 25 });
  const days = (): string[] => { const list = [today]; for (let i = 0; i < 45; i += 1) list.push(dayAfter(list.at(-1) ?? today)); return list; };

  it('A and B never act in one post on the same day, and never are both away', () => {
    fc.assert(fc.property(sequences, (changes) => {
      const all = after(changes);
      for (const day of days()) {
        for (const { code, holders } of all.posts.values()) {
          const acting = [...all.people.keys()].flatMap((subject) => effectiveOn(all, subject, day).posts.filter((held) => held.code === code && held.acting));
          expect(acting.length).toBeLessThanOrEqual(1);
          if (acting[0]?.as === 'B') {
            const a = holders.find((one) => one.letter === 'A' && one.from <= day && (one.to === null || day <= one.to));
            expect(!a || !all.people.get(a.subject)?.active || isAway(all, a.subject, day)).toBe(true);
          }
        }
      }
      expect(bothAway(all, today)).toBeUndefined();
    }), { numRuns: 150 });
  });
  it('somebody can act as administrator on every day', () => {
    fc.assert(fc.property(sequences, (changes) => {
      const all = after(changes);
      for (const day of days()) expect([...all.people.keys()].some((subject) => effectiveOn(all, subject, day).roles.includes('administrator'))).toBe(true);
      expect(dayWithoutAdministrator(all, today)).toBeUndefined();
    }), { numRuns: 150 });
  });
  it('each letter has one holder at a time, nobody is both, logins differ, nobody speaks for two departments', () => {
    fc.assert(fc.property(sequences, (changes) => {
      const all = after(changes);
      for (const one of all.posts.values()) expect(holdersFault(one.holders)).toBeUndefined();
      expect(new Set([...all.people.values()].map((one) => one.login)).size).toBe(all.people.size);
      for (const one of all.people.values()) expect(departmentsAtOnce(all, one)).toEqual([]);
    }), { numRuns: 150 });
  });
  it('an empty register has nobody in any role', () => {
    expect(effectiveOn(emptyRegister, 'root', today).roles).toEqual([]);
    expect(dayWithoutAdministrator(emptyRegister, today)).toBe(today);
  });
});
