import http from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SignJWT, generateKeyPair, importJWK } from 'jose';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock, systemClock, type ManualClock } from '../../infra/clock.ts';
import { openDatabase } from '../../infra/database.ts';
import { openIdentity, type Identity } from '../../infra/identity.ts';
import { openCookieJar, type CookieJar, type Got } from '../../test/cookie-jar.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { freePort } from '../../scripts/instances/ports.ts';
import { mostDrafts } from './drafts.ts';
import { service } from './service.ts';

const since = '2020-01-01';
const passwordOf = (login: string): string => `only-for-this-stage-${[...login].reverse().join('')}`;
const logins = ['clerk', 'deputy', 'keeper', 'keeper-2', 'officer', 'auditor'];
const hold = (letter: 'A' | 'B', subject: string): object => ({ letter, subject, from: since, to: null });
const beginning = {
  people: logins.map((login) => ({ subject: login, login, name: `某${login}`, password: passwordOf(login), mustChange: false })),
  posts: [
    { code: 'desk', name: '综合窗口', role: 'window-clerk', department: null, window: '1号窗口', holders: [hold('A', 'clerk'), hold('B', 'deputy')] },
    { code: 'keeper', name: '系统管理岗', role: 'administrator', department: null, window: null, holders: [hold('A', 'keeper'), hold('B', 'keeper-2')] },
    { code: 'officer', name: '专办岗', role: 'department-officer', department: '11533900990002020N', window: null, holders: [hold('A', 'officer')] },
    { code: 'auditor', name: '审计岗', role: 'auditor', department: null, window: null, holders: [hold('A', 'auditor')] },
  ],
};

/** A service of which only the outside is real: it records what reaches it. */
interface Stand { url: string; seen: { method: string; url: string; headers: http.IncomingHttpHeaders; bytes: number }[]; answer: (request: http.IncomingMessage, response: http.ServerResponse) => void; close(): void }
async function openStand(): Promise<Stand> {
  const stand: Stand = { url: '', seen: [], answer: (_request, response) => { response.setHeader('content-type', 'application/json'); response.end('{"ok":true}'); }, close: () => { server.closeAllConnections(); server.close(); } };
  const server = http.createServer((request, response) => {
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, bytes: 0 };
    stand.seen.push(seen);
    request.on('data', (chunk: Buffer) => { seen.bytes += chunk.length; });
    request.on('end', () => { stand.answer(request, response); });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  stand.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return stand;
}

let stage: Stage;
let clock: ManualClock;
let intake: Stand;
let base: string;
let identity: Identity;
let more: Record<string, string>;
const open = (): CookieJar => openCookieJar(base);
const signedIn = async (login: string): Promise<CookieJar> => {
  const jar = open();
  expect((await jar.signIn(login, passwordOf(login))).location).toBe('/staff/');
  return jar;
};
const reason = (got: Got): unknown => got.json()['reason'];

beforeAll(async () => {
  stage = await openStage();
  clock = manualClock(systemClock.now());
  intake = await openStand();
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const file = (name: string, text: string): string => { const at = path.join(stage.directory, name); writeFileSync(at, text); return at; };
  more = {
    HUB_WEB_PORT: String(port), HUB_PUBLIC_URL: base, HUB_SERVICE_URLS: JSON.stringify({ intake: intake.url, fees: 'http://127.0.0.1:9' }), HUB_TOKEN_KEY_FILE: stage.tokenKeyFile,
    HUB_TRUSTED_PROXIES: '127.0.0.1', HUB_CONSOLE_SECRET_FILE: file('console-secret', 'a secret of this stage, long enough to be one'), HUB_BOOTSTRAP_FILE: file('beginning.json', JSON.stringify(beginning)),
      };
  const environment = await stage.environment('console', more);
  identity = await openIdentity({ jwksFile: environment['HUB_JWKS_FILE'] ?? '', tokenIssuer: environment['HUB_TOKEN_ISSUER'] ?? '' }, clock);
  await stage.start(service, { ...more, HUB_LOG_LEVEL: 'error' }, clock);
});
afterAll(async () => { intake.close(); await stage.close(); });

describe('signing in', () => {
  it('goes through the provider and ends where it began, with one cookie no script can read', async () => {
    const jar = open();
    const got = await jar.signIn('clerk', passwordOf('clerk'), '/staff/cases?state=accepted');
    expect(got).toMatchObject({ status: 303, location: '/staff/cases?state=accepted' });
    const line = jar.setLines.find((one) => one.startsWith('__Host-hub='));
    for (const word of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(line).toContain(word);
    expect(line).not.toMatch(/Domain/i);
    expect(await jar.session()).toMatchObject({ person: { subject: 'clerk', name: '某clerk', login: 'clerk' }, roles: ['window-clerk'], window: '1号窗口', department: null, posts: [{ code: 'desk', as: 'A', acting: true }] });
    // Nothing of a token reaches the browser.
    expect([...jar.cookies.values()].join(' ') + got.text).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
  });
  it('tells a deputy which posts he holds and why he does not act', async () => {
    expect(await (await signedIn('deputy')).session()).toMatchObject({ roles: [], posts: [{ code: 'desk', as: 'B', acting: false, because: 'a-is-present' }] });
  });
  it('never sends anybody to another place afterwards', async () => {
    for (const elsewhere of ['//evil.example', 'https://evil.example/', '/\\evil.example', '/%09/evil.example/../..//x', 'javascript:alert(1)', '/login?return=/login', '/staff/\r\nx: y']) {
      const got = await open().signIn('clerk', passwordOf('clerk'), elsewhere);
      expect(got.location, elsewhere).toMatch(/^\/(?:staff\/$|%09|x)/);
    }
  });
  it('says the same for a wrong password and a login nobody has', async () => {
    const [wrong, nobody] = await Promise.all([open().signIn('auditor', 'not the password'), open().signIn('nobody-here', 'not the password')]);
    expect(wrong.status).toBe(401);
    const plain = (got: Got): string => got.text.replace(/action="[^"]*"/, '').replace(/value="[^"]*"/, '');
    expect(plain(nobody)).toBe(plain(wrong));
  });
  it('locks an account after five wrong tries, also for the right password, until time has passed', async () => {
    for (let tries = 0; tries < 5; tries += 1) await open().signIn('officer', 'not the password');
    const locked = await open().signIn('officer', passwordOf('officer'));
    expect(locked.status).toBe(403);
    expect(locked.text).toContain('锁定');
    clock.advance(16 * 60_000);
    expect((await open().signIn('officer', passwordOf('officer'))).status).toBe(303);
  });
  it('gives a new session each time: one planted before is worth nothing', async () => {
    const jar = open();
    await jar.signIn('clerk', passwordOf('clerk'));
    const planted = jar.cookies.get('__Host-hub') ?? '';
    await jar.signIn('clerk', passwordOf('clerk'));
    expect(jar.cookies.get('__Host-hub')).not.toBe(planted);
    const thief = open();
    thief.cookies.set('__Host-hub', planted);
    expect((await thief.ask('/session')).status).toBe(401);
  });
  it('takes no answer to a question it did not ask', async () => {
    const victim = open();
    expect((await victim.ask('/sign-in/callback?code=stolen&state=stolen')).status).toBe(400);
    await victim.ask('/login');
    expect((await victim.ask('/sign-in/callback?code=stolen&state=stolen&iss=x')).status).toBe(400);
    expect(victim.cookies.has('__Host-hub')).toBe(false);
  });
  it('refuses a sign-in posted from another site, and a form of another browser', async () => {
    const jar = open();
    const begun = await jar.ask('/login');
    const asked = await jar.ask(begun.location ?? '');
    const form = new URLSearchParams({ login: 'clerk', password: passwordOf('clerk') }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await jar.ask(asked.location ?? '', { method: 'POST', headers: { ...headers, origin: 'https://evil.example' }, body: form })).status).toBe(400);
    expect((await open().ask(new URL(asked.location ?? '', base).pathname, { method: 'POST', headers: { ...headers, origin: base }, body: form })).status).toBe(400);
  });
});

describe('a session', () => {
  it('ends at logout, and only by our own page', async () => {
    const jar = await signedIn('clerk');
    expect((await jar.ask('/logout', { method: 'POST', headers: { origin: base } })).status).toBe(403);
    expect((await jar.ask('/logout', { method: 'POST', headers: { origin: 'https://evil.example', 'x-hub-csrf': (await jar.session()).csrf } })).status).toBe(403);
    const cookie = jar.cookies.get('__Host-hub') ?? '';
    expect((await jar.act('POST', '/logout', { everywhere: false })).json()).toEqual({ location: null });
    jar.cookies.set('__Host-hub', cookie);
    expect((await jar.ask('/session')).status).toBe(401);
  });
  it('ends everywhere when that is asked for, and nobody else’s', async () => {
    const [here, there, other] = [await signedIn('clerk'), await signedIn('clerk'), await signedIn('auditor')];
    await here.act('POST', '/logout', { everywhere: true });
    expect((await there.ask('/session')).status).toBe(401);
    expect((await other.ask('/session')).status).toBe(200);
  });
  it('ends after half an hour without use, and after ten hours with it', async () => {
    const idle = await signedIn('clerk');
    clock.advance(31 * 60_000);
    expect((await idle.ask('/session')).status).toBe(401);
    const busy = await signedIn('clerk');
    for (let half = 0; half < 23; half += 1) { clock.advance(25 * 60_000); expect((await busy.ask('/session')).status).toBe(200); }
    clock.advance(26 * 60_000);
    expect((await busy.ask('/session')).status).toBe(401);
  });
  it('is not believed when the cookie is made up, doubled, or a token', async () => {
    const jar = await signedIn('clerk');
    const real = jar.cookies.get('__Host-hub') ?? '';
    const token = await stage.token('administrator');
    for (const cookie of [`__Host-hub=${'x'.repeat(43)}`, `__Host-hub=${real.slice(0, -1)}`, `__Host-hub=${real}; __Host-hub=${real}`, `__Host-hub=${token}`, '__Host-hub=']) {
      expect((await open().ask('/session', { headers: { cookie } })).status, cookie.slice(0, 30)).toBe(401);
    }
    expect((await open().ask('/api/intake/cases', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
  it('is kept as a digest only', async () => {
    const jar = await signedIn('clerk');
    const database = openDatabase({ url: (await stage.environment('console'))['HUB_DATABASE_URL'] ?? '', connections: 5 });
    const rows = JSON.stringify([await database('sessions').select('*'), await database('provider_records').select('*')]);
    await database.destroy();
    expect(rows).not.toContain(jar.cookies.get('__Host-hub'));
    // A token is two such words with a dot between; three letters alone come up in sealed bytes by chance.
    expect(rows).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
  });
});

describe('the way to the services', () => {
  it('goes under a token made for the person, without anything of the browser', async () => {
    const jar = await signedIn('clerk');
    intake.seen.length = 0;
    const got = await jar.ask('/api/intake/cases?limit=5', { headers: { 'x-forwarded-for': '1.2.3.4', authorization: 'Bearer stolen', 'x-hub-anything': '1', referer: 'x', connection: 'x-hop', 'x-hop': '1', 'x-file-name': 'a.pdf' } });
    expect(got.status).toBe(200);
    expect(got.headers['cache-control']).toBe('private, no-store');
    const [seen] = intake.seen;
    expect(seen).toMatchObject({ method: 'GET', url: '/cases?limit=5' });
    expect(Object.keys(seen?.headers ?? {}).toSorted()).toEqual(['authorization', 'connection', 'host', 'x-file-name']);
    const actor = await identity.verify((seen?.headers.authorization ?? '').replace('Bearer ', ''));
    expect(actor).toEqual({ subject: 'clerk', name: '某clerk', roles: ['window-clerk'], window: '1号窗口' });
  });
  it('is open for documented operations of people only, written plainly', async () => {
    const jar = await signedIn('clerk');
    intake.seen.length = 0;
    for (const address of ['/api/intake', '/api/intake/', '/api/intake/nowhere', '/api/intake/health', '/api/nobody/cases', '/api/intake/cases/', '/api/intake//cases', '/api/intake/./cases', '/api/intake/x/../cases', '/api/intake/%2e%2e/cases',
      '/api/intake/cases%2f1', '/api/intake/cases/a%5cb', '/api/intake/cases/%00', '/api/intake/CASES', '/api/intake\\cases', '/api/fees/bills/1/payments', '/api/intake/cases/%zz', '/api/../api/intake/cases']) {
      const got = await jar.ask(address);
      expect(got.status, address).toBeGreaterThanOrEqual(404);
      expect(got.status, address).toBeLessThan(406);
    }
    expect(intake.seen).toEqual([]);
    // What only services may do is not there for anybody.
    expect((await jar.act('POST', '/api/fees/bills/12345678901234567890/payments', {})).status).toBe(404);
    const asked = await jar.ask('/api/intake/cases', { method: 'OPTIONS' });
    expect(asked).toMatchObject({ status: 204 });
    expect(asked.headers.allow).toContain('POST');
    expect((await jar.ask('/api/intake/cases', { method: 'DELETE' })).status).toBe(405);
    const head = await jar.ask('/api/intake/cases', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, text: '' });
  });
  it('takes no act without the page’s own proof', async () => {
    const [jar, other] = [await signedIn('clerk'), await signedIn('deputy')];
    const { csrf } = await jar.session();
    intake.seen.length = 0;
    const tries: Record<string, string>[] = [{}, { origin: base }, { 'x-hub-csrf': csrf }, { origin: 'https://evil.example', 'x-hub-csrf': csrf }, { origin: 'null', 'x-hub-csrf': csrf }, { origin: base, 'x-hub-csrf': `${csrf}x` }, { origin: base, 'x-hub-csrf': (await other.session()).csrf }];
    for (const headers of tries) {
      const got = await jar.ask('/api/intake/materials', { method: 'POST', headers, body: 'x' });
      expect(got.status).toBe(403);
      expect(reason(got)).toBe('request-forged');
    }
    expect(intake.seen).toEqual([]);
    expect((await jar.ask('/api/intake/materials', { method: 'POST', headers: { origin: base, 'x-hub-csrf': csrf }, body: 'x' })).status).toBe(200);
  });
  it('lets large files through and stops larger ones, declared or not', async () => {
    const jar = await signedIn('clerk');
    const headers = { origin: base, 'x-hub-csrf': (await jar.session()).csrf, 'content-type': 'application/octet-stream' };
    intake.seen.length = 0;
    expect((await jar.ask('/api/intake/materials', { method: 'POST', headers, body: Buffer.alloc(24 * 1024 * 1024) })).status).toBe(200);
    expect(intake.seen[0]?.bytes).toBe(24 * 1024 * 1024);
    const tooLarge = await jar.ask('/api/intake/materials', { method: 'POST', headers: { ...headers, 'content-length': String(66 * 1024 * 1024) }, body: Buffer.alloc(1) }).catch(() => undefined);
    expect(tooLarge?.status).toBe(413);
    const { status } = await new Promise<{ status: number | undefined }>((resolve, reject) => {
      const asked = http.request(`${base}/api/intake/materials`, { method: 'POST', agent: false, headers: { ...headers, cookie: `__Host-hub=${jar.cookies.get('__Host-hub') ?? ''}` } }, (answer) => { answer.resume(); resolve({ status: answer.statusCode }); });
      // The console stops reading as soon as it is too much; the rest of the writing breaks.
      asked.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error); });
      for (let part = 0; part < 67; part += 1) asked.write(Buffer.alloc(1024 * 1024));
      asked.end();
    });
    expect(status).toBe(413);
  });
  it('brings answers back as they are, without what would undo our own headers', async () => {
    const jar = await signedIn('clerk');
    const before = intake.answer;
    intake.answer = (_request, response) => {
      response.writeHead(422, { 'content-type': 'application/problem+json', 'set-cookie': 'a=b', 'access-control-allow-origin': '*', 'content-security-policy': 'none', server: 'x', 'content-disposition': 'inline' });
      response.end('{"reason":"wrong-state","status":422}');
    };
    const got = await jar.ask('/api/intake/cases');
    intake.answer = before;
    expect(got).toMatchObject({ status: 422, text: '{"reason":"wrong-state","status":422}' });
    expect(got.headers['content-type']).toBe('application/problem+json');
    expect(got.headers['set-cookie']).toBeUndefined();
    expect(got.headers['access-control-allow-origin']).toBeUndefined();
    expect(got.headers['content-security-policy']).toContain("default-src 'none'");
    expect(got.headers['content-disposition']).toBe('inline');
  });
  it('names the service that does not answer, and does not call an unknown result a failure', async () => {
    const jar = await signedIn('clerk');
    const got = await jar.ask('/api/fees/bills?caseNumber=1');
    expect(got.status).toBe(503);
    expect(got.json()).toMatchObject({ reason: 'not-available', detail: expect.stringContaining('收费'), detailEn: expect.stringContaining('fees') });
    const before = intake.answer;
    intake.answer = (request) => { request.socket.destroy(); };
    const act = await jar.act('POST', '/api/intake/cases', {});
    expect(act.status).toBe(504);
    expect(reason(act)).toBe('in-doubt');
    intake.answer = (_request, response) => { response.writeHead(401); response.end(); };
    expect((await jar.ask('/api/intake/cases')).status).toBe(502);
    intake.answer = before;
  });
});

describe('the register', () => {
  it('is the administrator’s: others are refused, auditors read', async () => {
    const [keeper, clerk, auditor] = [await signedIn('keeper'), await signedIn('clerk'), await signedIn('auditor')];
    expect((await clerk.ask('/api/console/people')).status).toBe(403);
    expect((await auditor.ask('/api/console/people')).status).toBe(200);
    expect((await auditor.act('PUT', '/api/console/people/someone', { login: 'someone', name: '某人', active: true }, { 'if-match': '0' })).status).toBe(403);
    const made = await keeper.act('PUT', '/api/console/people/someone', { login: 'someone', name: '某人', active: true }, { 'if-match': '0' });
    expect(made.json()).toMatchObject({ subject: 'someone', version: 1 });
    expect((await keeper.act('PUT', '/api/console/people/someone', { login: 'someone', name: '某某', active: true }, { 'if-match': '0' })).status).toBe(412);
    expect((await keeper.act('PUT', '/api/console/people/someone', { login: 'someone', name: '某某', active: true }, { 'if-match': '"1"' })).json()).toMatchObject({ name: '某某', version: 2 });
    const history = (await auditor.ask('/api/console/history?kind=person&id=someone')).json();
    expect(history).toMatchObject({ history: [{ what: 'put-person', by: 'keeper', before: { name: '某人' }, after: { name: '某某' } }, { what: 'put-person', before: null }], before: null });
    expect((await clerk.ask('/api/console/history')).status).toBe(403);
  });
  it('gives a password once; its owner must change it, and the old sessions are over', async () => {
    const keeper = await signedIn('keeper');
    const { password } = (await keeper.act('PUT', '/api/console/people/someone/password')).json();
    const jar = open();
    const asked = await jar.signIn('someone', String(password));
    expect(asked).toMatchObject({ status: 200 });
    expect(asked.text).toContain('设置新口令');
    const action = /action="([^"]+)"/.exec(asked.text)?.[1] ?? '';
    const choose = (fresh: string, again: string): Promise<Got> => jar.ask(action, { method: 'POST', headers: { origin: base, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ login: 'someone', password: String(password), fresh, again }).toString() });
    expect((await choose('short', 'short')).status).toBe(422);
    expect((await choose('someone-is-in-here', 'someone-is-in-here')).status).toBe(422);
    expect((await choose('a long enough one', 'another long one')).status).toBe(422);
    expect((await choose('a long enough one', 'a long enough one')).status).toBe(303);
    expect((await open().signIn('someone', String(password))).status).toBe(401);
    const again = open();
    expect((await again.signIn('someone', 'a long enough one')).status).toBe(303);
    await keeper.act('PUT', '/api/console/people/someone/password');
    expect((await again.ask('/session')).status).toBe(401);
    expect(JSON.stringify((await keeper.ask('/api/console/history?kind=person&id=someone')).json())).not.toContain(String(password));
  });
  it('changes what somebody may do at his next request', async () => {
    const [keeper, deputy, clerk] = [await signedIn('keeper'), await signedIn('deputy'), await signedIn('clerk')];
    expect((await deputy.session()).roles).toEqual([]);
    const day = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await keeper.act('PUT', '/api/console/absences/absence-one', { subject: 'clerk', from: day, to: day, reason: '学习' })).status).toBe(200);
    expect((await deputy.session()).roles).toEqual(['window-clerk']);
    expect((await clerk.session()).roles).toEqual([]);
    expect((await keeper.act('PUT', '/api/console/absences/absence-two', { subject: 'deputy', from: day, to: day, reason: '' })).json()).toMatchObject({ reason: 'both-away' });
    intake.seen.length = 0;
    await deputy.ask('/api/intake/cases');
    expect((await identity.verify((intake.seen[0]?.headers.authorization ?? '').replace('Bearer ', '')))?.roles).toEqual(['window-clerk']);
    expect((await keeper.act('DELETE', '/api/console/absences/absence-one')).status).toBe(204);
    expect((await deputy.session()).roles).toEqual([]);
  });
  it('signs a disabled person out at once, and does not let in again', async () => {
    const [keeper, deputy] = [await signedIn('keeper'), await signedIn('deputy')];
    const put = (active: boolean, version: number): Promise<Got> => keeper.act('PUT', '/api/console/people/deputy', { login: 'deputy', name: '某deputy', active }, { 'if-match': String(version) });
    expect((await put(false, 1)).status).toBe(200);
    expect((await deputy.ask('/api/intake/cases')).status).toBe(401);
    expect((await open().signIn('deputy', passwordOf('deputy'))).status).toBe(401);
    expect((await put(true, 2)).status).toBe(200);
    expect((await deputy.ask('/session')).status).toBe(401);
  });
  it('explains who may do what on a day', async () => {
    const auditor = await signedIn('auditor');
    expect((await auditor.ask('/api/console/people/deputy/effective-roles?day=2026-05-05')).json()).toMatchObject({ day: '2026-05-05', roles: [], posts: [{ code: 'desk', because: 'a-is-present' }] });
    expect((await auditor.ask('/api/console/effective-roles')).json()).toMatchObject({ people: expect.arrayContaining([expect.objectContaining({ subject: 'clerk', roles: ['window-clerk'] })]) });
  });
  it('lets two administrators change one thing at the same time once', async () => {
    const [one, two] = [await signedIn('keeper'), await signedIn('keeper')];
    const all = (await one.ask('/api/console/people')).json()['people'];
    const version = Array.isArray(all) ? Number(all.find((person: { subject: string; version: number }) => person.subject === 'auditor')?.version) : 0;
    const answers = await Promise.all([one, two, one, two].map((jar, at) => jar.act('PUT', '/api/console/people/auditor', { login: 'auditor', name: `某${at}`, active: true }, { 'if-match': String(version) })));
    expect(answers.map((got) => got.status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
  });
});

describe('a draft', () => {
  it('is its owner’s alone, has a size, and goes after a week', async () => {
    const [clerk, officer] = [await signedIn('clerk'), await signedIn('officer')];
    expect((await clerk.act('PUT', '/api/console/drafts/intake.new', { content: { name: '张三', rows: [1, 2] } })).status).toBe(200);
    expect((await clerk.ask('/api/console/drafts/intake.new')).json()).toMatchObject({ content: { name: '张三', rows: [1, 2] } });
    expect((await officer.ask('/api/console/drafts/intake.new')).status).toBe(404);
    expect((await officer.ask('/api/console/drafts')).json()).toEqual({ drafts: [] });
    const large = await clerk.act('PUT', '/api/console/drafts/intake.large', { content: { text: 'x'.repeat(300 * 1024) } });
    expect(large.status).toBe(413);
    expect((await clerk.act('PUT', '/api/console/drafts/intake.other', { content: {} })).status).toBe(200);
    // As many as anybody needs, then no more; what is there is still kept anew.
    for (let n = 3; n <= mostDrafts; n += 1) expect((await clerk.act('PUT', `/api/console/drafts/many.${n}`, { content: {} })).status).toBe(200);
    expect((await clerk.act('PUT', '/api/console/drafts/many.more', { content: {} })).json()).toMatchObject({ reason: 'drafts-full' });
    expect((await clerk.act('PUT', '/api/console/drafts/many.3', { content: { again: true } })).status).toBe(200);
    expect((await clerk.act('DELETE', '/api/console/drafts/intake.other')).status).toBe(204);
    clock.advance(8 * 86_400_000);
    const later = await signedIn('clerk');
    expect((await later.ask('/api/console/drafts/intake.new')).status).toBe(404);
  });
});

describe('what happens meanwhile', () => {
  it('is told to whoever listens, without the case number to an officer, and to nobody without a session', async () => {
    const [clerk, officer] = [await signedIn('clerk'), await signedIn('officer')];
    expect((await open().ask('/live')).status).toBe(401);
    const listen = (jar: CookieJar): { heard: string; close(): void } => {
      const ear = { heard: '', close: () => { asked.destroy(); } };
      const asked = http.get(`${base}/live`, { agent: false, headers: { cookie: `__Host-hub=${jar.cookies.get('__Host-hub') ?? ''}` } }, (answer) => { answer.on('data', (chunk: Buffer) => { ear.heard += chunk.toString(); }); answer.on('error', () => undefined); });
      asked.on('error', () => undefined);
      return ear;
    };
    const ears = [listen(clerk), listen(officer)];
    const connection = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
    await eventually('both listen', async () => {
      connection.publish('events.intake.case-accepted', JSON.stringify({ specversion: '1.0', id: 'x', source: '/intake', type: 'events.intake.case-accepted', subject: 'CASE-1', time: '2026-01-01T00:00:00Z', datacontenttype: 'application/json', data: { secret: '张三' } }));
      await connection.flush();
      return ears.every((ear) => ear.heard.includes('event: changed'));
    });
    await connection.close();
    expect(ears[0]?.heard).toContain('data: {"service":"intake","event":"case-accepted","caseNumber":"CASE-1"}');
    expect(ears[1]?.heard).not.toContain('CASE-1');
    expect(ears.map((ear) => ear.heard).join('')).not.toContain('张三');
    for (const ear of ears) ear.close();
  });
});

describe('every answer', () => {
  it('carries the headers that keep others out, and no script without a file', async () => {
    const jar = await signedIn('clerk');
    for (const address of ['/login', '/session', '/staff/', '/signed-out', '/nowhere', '/oidc/auth', '/sign-in/xyz']) {
      const { headers } = await jar.ask(address);
      const policy = headers['content-security-policy'] ?? '';
      expect(policy.includes('script-src') ? policy : "script-src 'self';", address).toContain("script-src 'self';");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin' });
      expect(String(headers['cache-control']), address).toContain('no-store');
      expect(headers['x-powered-by']).toBeUndefined();
    }
    const page = await open().ask('/login').then((begun) => open().ask(begun.location ?? ''));
    expect(page.text).not.toMatch(/<script/);
  });
  it('says nothing of what was typed', async () => {
    const got = await open().signIn('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>');
    expect(got.text).not.toContain('<script>alert');
    expect(got.text).not.toContain('onerror');
  });
});

describe('somebody who tries and tries', () => {
  it('is stopped by the address he really has, whatever he says it is, and nobody else with him', async () => {
    const from = (address: string): Promise<Got> => open().ask('/sign-in/nothing', { method: 'POST', headers: { origin: base, 'x-forwarded-for': address } });
    for (let tries = 0; tries < 100; tries += 1) expect((await from(`198.51.100.${tries}, 203.0.113.9`)).status).toBe(400);
    expect((await from('198.51.100.200, 203.0.113.9')).status).toBe(429);
    expect((await from('203.0.113.10')).status).toBe(400);
  });
  it('locks an account for his own address long before he locks it for its owner', async () => {
    const from = (address: string, password: string): Promise<Got> => open().signIn('auditor', password, '/staff/', { 'x-forwarded-for': address });
    for (let tries = 0; tries < 5; tries += 1) await from('203.0.113.20', 'not the password');
    expect((await from('203.0.113.20', passwordOf('auditor'))).status).toBe(403);
    expect((await from('203.0.113.21', passwordOf('auditor'))).status).toBe(303);
  });
});

describe('tokens for the services', () => {
  it('are not believed when forged, late, for others, or by another key', async () => {
    const url = await stage.urlOf('console');
    const ask = async (token: string): Promise<number> => (await fetch(`${url}/people`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await ask(await stage.token('administrator'))).toBe(200);
    const key = await importJWK(JSON.parse(readFileSync(stage.tokenKeyFile, 'utf8')), 'ES256');
    const stranger = (await generateKeyPair('ES256', { extractable: true })).privateKey;
      const now = Math.floor(clock.now().getTime() / 1000);
    const make = (by: typeof key, more_: { issuer?: string; audience?: string; expires?: number; alg?: string }): Promise<string> =>
      new SignJWT({ name: '', roles: ['administrator'] }).setProtectedHeader({ alg: 'ES256', kid: 'stage' }).setSubject('keeper').setIssuer(more_.issuer ?? 'urn:zone-hub:stage').setAudience(more_.audience ?? 'zone-hub').setIssuedAt(now).setExpirationTime(more_.expires ?? now + 60).sign(by);
    expect(await ask(await make(key, {}))).toBe(200);
    expect(await ask(await make(stranger, {}))).toBe(401);
    expect(await ask(await make(key, { audience: 'console' }))).toBe(401);
    expect(await ask(await make(key, { issuer: `${base}/oidc` }))).toBe(401);
    expect(await ask(await make(key, { expires: now - 1 }))).toBe(401);
    const [, payload = ''] = (await make(key, {})).split('.');
    expect(await ask(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`)).toBe(401);
    expect(await ask(await stage.token('window-clerk'))).toBe(403);
  });
});
