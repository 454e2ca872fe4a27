import http from 'node:http';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { Adapter, AdapterPayload, KoaContextWithOIDC } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../scripts/instances/ports.ts';
import { openCookieJar, type CookieJar, type Got } from '../../../test/cookie-jar.ts';
import { openStage, type Stage } from '../../../test/stage.ts';
import { service } from '../service.ts';

/** A provider of somebody else: another process's in life, another address here. It lets in whoever `account` says. */
let account = 'emp-001';
let claims: Record<string, unknown> = {};
let stage: Stage;
let provider: http.Server;
let issuer: string;
let base: string;

function memory(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return (model) => {
    const key = (id: string): string => `${model}/${id}`;
    return {
      async upsert(id, payload) { kept.set(key(id), payload); },
      async find(id) { return kept.get(key(id)); },
      async findByUid(uid) { return [...kept.values()].find((payload) => payload.uid === uid); },
      async findByUserCode() { return undefined; },
      async consume(id) { const payload = kept.get(key(id)); if (payload) payload.consumed = 1; },
      async destroy(id) { kept.delete(key(id)); },
      async revokeByGrantId() { kept.clear(); },
    };
  };
}

beforeAll(async () => {
  stage = await openStage();
  const [port, web] = [await freePort(), await freePort()];
  issuer = `http://127.0.0.1:${port}`;
  base = `http://127.0.0.1:${web}`;
  const { Provider } = await import('oidc-provider/lib/provider.js');
  const pair = await generateKeyPair('RS256', { extractable: true });
  const outside = new Provider(issuer, {
    adapter: memory(),
    clients: [{ client_id: 'hall', client_secret: 'a secret the two share', redirect_uris: [`${base}/sign-in/callback`], post_logout_redirect_uris: [`${base}/signed-out`], response_types: ['code'], grant_types: ['authorization_code'] }],
    jwks: { keys: [{ ...(await exportJWK(pair.privateKey)), alg: 'RS256', use: 'sig', kid: 'outside' }] },
    cookies: { keys: ['a key of the outside provider'] },
    claims: { openid: ['sub', 'employee_login'] }, conformIdTokenClaims: false, pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, userinfo: { enabled: false } },
    interactions: { url: (_ctx: KoaContextWithOIDC, interaction: { uid: string }) => `/let-in/${interaction.uid}` },
    ttl: { Session: 3600, Interaction: 600, Grant: 3600, AuthorizationCode: 60, AccessToken: 300, IdToken: 300 },
    findAccount: (_ctx: KoaContextWithOIDC, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...claims }) }),
    async loadExistingGrant(ctx: KoaContextWithOIDC) {
      const grant = new ctx.oidc.provider.Grant({ clientId: 'hall', accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const answer = outside.callback();
  provider = http.createServer((request, response) => {
    if (request.url?.startsWith('/let-in/')) void outside.interactionFinished(request, response, { login: { accountId: account } }, { mergeWithLastSubmission: false });
    else void answer(request, response);
  });
  await new Promise<void>((resolve) => { provider.listen(port, '127.0.0.1', resolve); });
  const file = (name: string, text: string): string => { const at = path.join(stage.directory, name); writeFileSync(at, text); return at; };
  const hold = (subject: string): object => ({ letter: 'A', subject, from: '2020-01-01', to: null });
  await stage.start(service, {
    HUB_WEB_PORT: String(web), HUB_PUBLIC_URL: base, HUB_SERVICE_URLS: '{}', HUB_TOKEN_KEY_FILE: stage.tokenKeyFile, HUB_CONSOLE_SECRET_FILE: file('secret', 'a secret of this stage, long enough to be one'),
    HUB_BOOTSTRAP_FILE: file('beginning.json', JSON.stringify({
      people: [{ subject: 'clerk', login: 'zhangwei', name: '某甲' }, { subject: 'keeper', login: 'liufang', name: '某乙' }],
      posts: [{ code: 'desk', name: '窗口', role: 'window-clerk', department: null, window: null, holders: [hold('clerk')] }, { code: 'keeper', name: '管理', role: 'administrator', department: null, window: null, holders: [hold('keeper')] }],
    })),
    HUB_OIDC_ISSUER: issuer, HUB_OIDC_CLIENT_ID: 'hall', HUB_OIDC_CLIENT_SECRET_FILE: file('client-secret', 'a secret the two share\n'), HUB_OIDC_LOGIN_CLAIM: 'employee_login',
    HUB_LOG_LEVEL: 'error',
  });
});
afterAll(async () => { provider.closeAllConnections(); provider.close(); await stage.close(); });

/** Walks the redirects of both sides, each with the cookies it gave. */
async function signIn(jar: CookieJar, outside: CookieJar, change: (callback: URL) => URL = (callback) => callback): Promise<Got> {
  let got = await jar.ask('/login?return=/staff/cases');
  for (let step = 0; step < 8 && got.location !== undefined; step += 1) {
    let next = new URL(got.location, got.headers['location']?.startsWith('/') ? issuer : base);
    if (next.origin === base) {
      next = change(next);
      return jar.ask(next.href);
    }
    got = await outside.ask(next.href);
  }
  return got;
}
const jars = (): [CookieJar, CookieJar] => [openCookieJar(base), openCookieJar(issuer)];

describe('with an outside provider', () => {
  it('signs in who is known by the claim that names the login, with the roles of our own register', async () => {
    claims = { employee_login: 'zhangwei', roles: ['administrator'] };
    const [jar, outside] = jars();
    expect(await signIn(jar, outside)).toMatchObject({ status: 303, location: '/staff/cases' });
    expect(await jar.session()).toMatchObject({ person: { subject: 'clerk', login: 'zhangwei' }, roles: ['window-clerk'] });
  });
  it('lets nobody in whom the register does not know, whatever the provider says', async () => {
    for (const told of [{ employee_login: 'stranger' }, { preferred_username: 'zhangwei' }, { employee_login: ['zhangwei'] }, {}]) {
      claims = told;
      const [jar, outside] = jars();
      const got = await signIn(jar, outside);
      expect(got.status).toBeGreaterThanOrEqual(400);
      expect(jar.cookies.has('__Host-hub')).toBe(false);
    }
  });
  it('believes no answer with another state, issuer or code, nor one brought by another browser', async () => {
    claims = { employee_login: 'zhangwei' };
    for (const [name, value] of [['state', 'another'], ['iss', 'http://evil.example'], ['code', 'another']] as const) {
      const [jar, outside] = jars();
      expect((await signIn(jar, outside, (callback) => { callback.searchParams.set(name, value); return callback; })).status, name).toBe(400);
    }
    const [jar, outside] = jars();
    const stolen: string[] = [];
    await signIn(jar, outside, (callback) => { stolen.push(callback.href); return new URL('/signed-out', base); });
    expect((await openCookieJar(base).ask(stolen[0] ?? '')).status).toBe(400);
  });
  it('sends the browser to end the provider’s session too', async () => {
    claims = { employee_login: 'zhangwei' };
    const [jar, outside] = jars();
    await signIn(jar, outside);
    const { location } = (await jar.act('POST', '/logout', { everywhere: false })).json();
    const end = new URL(String(location));
    expect(end.origin).toBe(issuer);
    expect(end.searchParams.get('post_logout_redirect_uri')).toBe(`${base}/signed-out`);
    expect(end.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
    expect((await outside.ask(end.href)).status).toBe(200);
  });
  it('keeps no passwords: neither its own page nor the ways to set one are there', async () => {
    claims = { employee_login: 'liufang' };
    account = 'emp-002';
    const [jar, outside] = jars();
    await signIn(jar, outside);
    expect((await jar.act('PUT', '/api/console/people/clerk/password')).json()).toMatchObject({ reason: 'wrong-state' });
    expect((await jar.act('PUT', '/api/console/own-password', { password: 'x', fresh: 'a new long password' })).json()).toMatchObject({ reason: 'wrong-state' });
    for (const address of ['/oidc/.well-known/openid-configuration', '/oidc/auth', '/sign-in/abc']) expect((await jar.ask(address)).status, address).toBe(404);
  });
  it('says so when the provider is away', async () => {
    provider.closeAllConnections();
    await new Promise((resolve) => { provider.close(resolve); });
    // Its description is remembered; what it must do itself is not possible.
    const got = await openCookieJar(base).ask('/login');
    expect([302, 503]).toContain(got.status);
  });
});
