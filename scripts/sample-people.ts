// The people and posts of the demonstration, none of them real: what the console of a new run directory begins with. Each has
// a password made for that run directory. Where a rule wants a second person there are two posts held crosswise, each deputy
// of the other; the chief representative and the first department show a plain A with a B who acts when A is away.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { freshSecret } from '../infra/chance.ts';
import type { Role } from '../infra/identity.ts';
import type { Credentials } from './credentials.ts';
import { projectRoot, writePrivate } from './run-directory.ts';

/** Somebody who can sign in to the demonstration. */
export interface SampleUser {
  role: Role;
  login: string;
  password: string;
  name: string;
}
interface SamplePost {
  code: string;
  name: string;
  role: Role;
  department: string | null;
  window: string | null;
  holders: { letter: 'A' | 'B'; subject: string; from: string; to: null }[];
}

const since = '2026-01-01';
const numerals = ['甲', '乙', '丙'];
/** Posts of the hall: role, name, how many people; `crosswise` gives each of two people a post of his own. */
const posts: { role: Role; name: string; kind: 'one' | 'pair' | 'crosswise' | 'windows' }[] = [
  { role: 'window-clerk', name: '综合窗口', kind: 'windows' },
  { role: 'reviewer', name: '审核岗', kind: 'crosswise' },
  { role: 'approver', name: '首席代表', kind: 'pair' },
  { role: 'seal-keeper', name: '印章保管岗', kind: 'pair' },
  { role: 'cashier', name: '收费岗', kind: 'pair' },
  { role: 'print-clerk', name: '制证岗', kind: 'crosswise' },
  { role: 'catalogue-officer', name: '事项管理岗', kind: 'crosswise' },
  { role: 'supervisor', name: '效能监察岗', kind: 'pair' },
  { role: 'integrator', name: '集成运维岗', kind: 'crosswise' },
  { role: 'auditor', name: '审计岗', kind: 'one' },
  { role: 'administrator', name: '系统管理岗', kind: 'crosswise' },
];
const titles: Partial<Record<Role, string>> = {
  'window-clerk': '窗口', reviewer: '审核', approver: '首席代表', 'seal-keeper': '印章保管人', cashier: '收费员', 'print-clerk': '制证员',
  'catalogue-officer': '事项管理员', supervisor: '效能监察员', integrator: '集成运维', auditor: '审计', administrator: '系统管理员',
};
const letters = ['a', 'b'];
/** Who may see personal data plain in the demonstration. */
const plainReader = 'auditor-a';
const right = { right: 'personal-data-reader', basis: '演示：个人信息保护抽查授权书第 1 号', until: '2027-12-31' };

const Sample = z.object({ delegations: z.array(z.object({ form: z.string(), department: z.object({ name: z.string(), creditCode: z.string() }) })) });

/** Writes the console's bootstrap file into the secrets of the run directory. */
export function samplePeople(credentials: Credentials): { file: string; users: SampleUser[] } {
  const users: SampleUser[] = [];
  const made: SamplePost[] = [];
  const person = (role: Role, login: string, name: string): string => {
    users.push({ role, login, name, password: credentials.secret(`password-${login}`, typeable) });
    return login;
  };
  const hold = (letter: 'A' | 'B', subject: string): SamplePost['holders'][number] => ({ letter, subject, from: since, to: null });
  for (const { role, name, kind } of posts) {
    const [first = '', second = ''] = letters.slice(0, kind === 'one' ? 1 : 2).map((letter, index) => person(role, `${role}-${letter}`, `${titles[role] ?? ''}${numerals[index] ?? ''}（演示）`));
    const post = (number: string, window: string | null, ...holders: SamplePost['holders']): void => {
      made.push({ code: `${role}${number}`, name: `${name}${number === '' ? '' : number.slice(1)}`, role, department: null, window, holders });
    };
    if (kind === 'one') post('', null, hold('A', first));
    else if (kind === 'pair') post('', null, hold('A', first), hold('B', second));
    else {
      post('-1', kind === 'windows' ? '1号窗口' : null, hold('A', first), hold('B', second));
      post('-2', kind === 'windows' ? '2号窗口' : null, hold('A', second), hold('B', first));
    }
  }
  for (const [index, { name, creditCode }] of departments().entries()) {
    const number = index === 0 ? '' : `-${index + 1}`;
    const short = name.replace(/^云岭市/, '');
    const a = person('department-officer', `department-officer${number}-a`, `${short}专办员甲（演示）`);
    const b = index === 0 ? person('department-officer', 'department-officer-b', `${short}专办员乙（演示）`) : undefined;
    made.push({
      code: `department-officer${number}`, name: `${short}专办岗`, role: 'department-officer', department: creditCode, window: null,
      holders: [hold('A', a), ...(b === undefined ? [] : [hold('B', b)])],
    });
  }
  const file = credentials.file('console-beginning.json');
  writePrivate(file, `${JSON.stringify({ people: users.map(({ login, name, password }) => ({ subject: login, login, name, password, mustChange: false, rights: login === plainReader ? [right] : [] })), posts: made }, null, 2)}\n`);
  const reader = users.find((user) => user.login === plainReader);
  return { file, users: [...users, ...(reader === undefined ? [] : [{ ...reader, role: 'personal-data-reader' as const }])] };
}

/**
 * What a real console begins with: two administrators, each deputy of the other, because nobody gives a post to himself. Their
 * passwords stand in the file and must be changed at the first sign-in.
 */
export function firstAdministrators(credentials: Credentials): void {
  const people = letters.map((letter, index) => ({ subject: `administrator-${letter}`, login: `administrator-${letter}`, name: `系统管理员${numerals[index] ?? ''}`, password: typeable(), mustChange: true }));
  const hold = (letter: 'A' | 'B', index: number): SamplePost['holders'][number] => ({ letter, subject: people[index]?.subject ?? '', from: since, to: null });
  const both = [[0, 1], [1, 0]].map(([a = 0, b = 0], index): SamplePost => ({ code: `administrator-${index + 1}`, name: `系统管理岗${index + 1}`, role: 'administrator', department: null, window: null, holders: [hold('A', a), hold('B', b)] }));
  writePrivate(credentials.file('console-beginning.json'), `${JSON.stringify({ people, posts: both }, null, 2)}\n`);
}

/** The departments of the sample, those whose officers decide in the zone (服务前移) first. */
function departments(): { name: string; creditCode: string }[] {
  const { delegations } = Sample.parse(JSON.parse(readFileSync(join(projectRoot, 'services', 'catalogue', 'sample', 'delegations.json'), 'utf8')));
  const forward = [...delegations.filter((each) => each.form === 'forward'), ...delegations.filter((each) => each.form !== 'forward')];
  return [...new Map(forward.map(({ department }) => [department.creditCode, department])).values()];
}

/** Twelve small letters and digits, for typing. */
const typeable = (): string => freshSecret(48).toLowerCase().replaceAll(/[^a-km-z2-9]/g, '').slice(0, 12).replaceAll(/(.{4})(?=.)/g, '$1-');
