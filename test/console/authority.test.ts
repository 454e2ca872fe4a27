/** Who is let in: every operation of every document asked by everybody there is, over the whole hub, directly and through the console. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { roles, type Role } from '../../infra/identity.ts';
import { openOffice, type CarriedCase } from '../../scripts/office.ts';
import { doors, falseTokens, knock, knockThroughConsole, wrongAnswer, type Door } from './authority.ts';
import { openBrowserHall, type BrowserHall } from './hall.ts';

describe('the console lets in only who may', () => {
  let hall: BrowserHall;
  /** One finished case of each delegation form: what is asked about is real. */
  let carried: CarriedCase[];
  let all: Door[];
  beforeAll(async () => {
    hall = await openBrowserHall();
    const office = await openOffice(hall.hub);
    carried = await Promise.all(office.applications().map((application) => office.carry(application, () => undefined)));
    const [first] = carried;
    const shown = first?.shown;
    all = await doors({
      caseNumber: shown?.caseNumber ?? '', payCode: shown?.bill?.payCode ?? '', sealCode: shown?.seals[0]?.sealCode ?? '', ledgerNumber: shown?.seals[0]?.ledgerNumber ?? '',
      number: shown?.certificate?.number ?? '', sha256: shown?.materials[0]?.sha256 ?? '', itemCode: shown?.item.code ?? '', sequence: '1', changeSetId: 'BG20260101-0001',
    });
  });

  afterAll(async () => { await hall?.close(); });

  it('knows every operation of every document', () => {
    expect(all.length).toBeGreaterThan(100);
  });
  it.each(roles.map((role) => [role]))('answers %s at every service as the documents say', async (role: Role) => {
    const token = await hall.hub.token(role);
    const wrong: string[] = [];
    for (const door of all) {
      const found = wrongAnswer(door, role, await knock(hall, door, token));
      if (found !== undefined) wrong.push(found);
    }
    expect(wrong).toEqual([]);
  });
  it('answers nobody without a token, and nobody with a false one', async () => {
    const wrong: string[] = [];
    const closed = all.filter((door) => !door.roles.includes('public'));
    for (const door of closed) {
      const answer = await knock(hall, door);
      if (answer.status !== 401) wrong.push(`${door.service} ${door.operationId} → ${answer.status}`);
    }
    for (const [what, token] of await falseTokens(hall)) {
      for (const door of closed) {
        const answer = await knock(hall, door, token);
        if (answer.status !== 401) wrong.push(`${what}: ${door.service} ${door.operationId} → ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
  it.each([['window-clerk-a', 'window-clerk'], ['reviewer-a', 'reviewer'], ['cashier-a', 'cashier'], ['integrator-a', 'integrator'], ['administrator-a', 'administrator']] as const)('gives %s through the console what the documents give, and nothing kept for services', async (login, role) => {
    const { cookie, csrf } = await session(login);
    const wrong: string[] = [];
    for (const door of all.filter((each) => each.operationId !== 'startSynchronisation')) {
      const answer = await knockThroughConsole(hall, door, { cookie, csrf });
      if (door.roles.every((each) => each === 'service')) {
        if (answer.status !== 404 && answer.status !== 405) wrong.push(`${door.method} ${door.service}${door.path} is for services → ${answer.status} ${answer.reason}`);
      } else {
        const found = wrongAnswer(door, role, answer);
        if (found !== undefined) wrong.push(found);
      }
    }
    expect(wrong).toEqual([]);
  });
  it('does nothing for a browser without a session, from another site, or without the word only our page knows', async () => {
    const { cookie, csrf } = await session('window-clerk-a');
    const closed = all.filter((door) => !door.roles.includes('public') && !door.roles.every((each) => each === 'service'));
    const wrong: string[] = [];
    const expectRefused = async (door: Door, what: string, status: number, given: Parameters<typeof knockThroughConsole>[2]): Promise<void> => {
      const answer = await knockThroughConsole(hall, door, given);
      if (answer.status !== status) wrong.push(`${what}: ${door.method} ${door.service}${door.path} → ${answer.status} ${answer.reason}`);
    };
    for (const door of closed) {
      await expectRefused(door, 'no session', 401, {});
      await expectRefused(door, 'an invented session', 401, { cookie: `__Host-hub=${'x'.repeat(43)}`, csrf });
      if (door.method === 'GET') continue;
      await expectRefused(door, 'another origin', 403, { cookie, csrf, origin: 'https://elsewhere.invalid' });
      await expectRefused(door, 'no word', 403, { cookie });
      await expectRefused(door, 'a wrong word', 403, { cookie, csrf: `${csrf.slice(0, -1)}${csrf.endsWith('A') ? 'B' : 'A'}` });
    }
    expect(wrong).toEqual([]);
  });
  it('shows an officer the cases of the own department and no other, whatever address is tried', async () => {
    const other = carried.find(({ shown }) => shown.form === 'forward')?.shown;
    const officers = hall.hub.endpoints.users.filter((user) => user.role === 'department-officer').map((user) => user.login);
    const answers = new Set<string>();
    for (const login of officers) {
      const { cookie } = await session(login);
      const paths = ['', '/letter', `/materials/${other?.materials[0]?.sha256 ?? ''}`];
      const statuses = await Promise.all(paths.map(async (end) => (await fetch(`${hall.url}/api/intake/cases/${other?.caseNumber ?? ''}${end}`, { headers: { cookie } })).status));
      answers.add(statuses.join(' '));
    }
    // Those of the case's own department see all of it, the others nothing, and a B holder whose A is there holds no post
    // today; all three are among the demo people.
    expect(answers).toEqual(new Set(['200 200 200', '404 404 404', '403 403 403']));
  });

  const sessions = new Map<string, Promise<{ cookie: string; csrf: string }>>();
  /** A signed-in browser's cookie and the word its pages send with changes. */
  function session(login: string): Promise<{ cookie: string; csrf: string }> {
    const known = sessions.get(login) ?? (async () => {
      const one = await hall.staff(login);
      const cookie = (await one.context.cookies()).filter((each) => each.name === '__Host-hub').map((each) => `${each.name}=${each.value}`).join('; ');
      const answer = z.object({ csrf: z.string() }).parse(await (await fetch(`${hall.url}/session`, { headers: { cookie } })).json());
      await one.leave();
      return { cookie, csrf: answer.csrf };
    })();
    sessions.set(login, known);
    return known;
  }
});
