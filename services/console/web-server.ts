/**
 * The browsers' listener: who is signed in, what they may reach, and the pages themselves. Promise: no answer leaves without
 * the headers that keep others out of it, no act is taken on a cookie alone, and nothing a person sees is kept by a cache.
 */
import express, { type NextFunction, type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { z } from 'zod';
import type { ServiceName } from '../../contracts/envelope.ts';
import { refusal, type BothLanguages } from '../../contracts/refusals.ts';
import { freshSecret } from '../../infra/chance.ts';
import { chinaDate, type Clock } from '../../infra/clock.ts';
import { isDisconnected, type Database } from '../../infra/database.ts';
import { createServer } from '../../infra/http-server.ts';
import type { Log } from '../../infra/log.ts';
import { problem, problemOf, type Problem } from '../../infra/problem.ts';
import type { Live } from './live.ts';
import { openOperations } from './operations.ts';
import { addressed, passOn } from './proxy.ts';
import type { Person } from './register.ts';
import { effectiveOn, type Effective } from './roles.ts';
import type { Secrets } from '../../infra/secrets.ts';
import { cookieOf, dropCookie, flowCookie, giveCookie, safeReturn, sessionCookie } from './sign-in/cookies.ts';
import { callbackPath, endProviderSessions, openEmbeddedProvider, providerPath, type EmbeddedProvider } from './sign-in/embedded-provider.ts';
import type { HubTokens } from './sign-in/hub-tokens.ts';
import { errorPage, newPasswordPage, pageStyle, signInPage, signedOutPage, stylePath } from './sign-in/pages.ts';
import { weakness, type Passwords } from './sign-in/passwords.ts';
import { flowMs, openRelyingParty, type ProviderSettings } from './sign-in/relying-party.ts';
import { sameText, type Session, type Sessions } from './sign-in/sessions.ts';
import { openStaffPages } from './staff-pages.ts';
import type { RegisterStore } from './store.ts';

export interface WebOptions {
  settings: ProviderSettings & { webHost: string; webPort: number; webAssets?: string | undefined; trustedProxies: string[] };
  /** Where each service answers. */
  urlOf(service: ServiceName): string | undefined;
  clock: Clock; database: Database; log: Log; secrets: Secrets; register: RegisterStore; sessions: Sessions; passwords: Passwords; tokens: HubTokens; live: Live;
  /** The public's pages, mounted at `/`. */
  publicPages: express.Router;
}
export interface WebServer { port: number; url: string; stop(): Promise<void> }

interface SignedIn { session: Session; person: Person; effective: Effective }
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const SignInForm = z.object({ login: z.string().max(63).default(''), password: z.string().max(200).default(''), fresh: z.string().max(200).optional(), again: z.string().max(200).optional() });
const LogoutBody = z.object({ everywhere: z.boolean().default(false) });

export async function serveWeb(options: WebOptions): Promise<WebServer> {
  const { settings, clock, database, log, register, sessions, passwords, tokens, live } = options;
  const { publicUrl } = settings;
  const embedded = settings.oidcIssuer === undefined;
  const secure = publicUrl.protocol === 'https:';
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('case sensitive routing', true);
  app.set('trust proxy', settings.trustedProxies.length > 0 ? settings.trustedProxies : false);
  app.use(helmet({
    contentSecurityPolicy: false, frameguard: { action: 'deny' }, referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  }));
  app.use((_request, response, next) => {
    const nonce = freshSecret(18);
    response.locals['nonce'] = nonce;
    response.set({ 'content-security-policy': policy(nonce), 'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()', 'cache-control': 'no-store' });
    next();
  });

  let port = settings.webPort;
  const party = openRelyingParty(settings, options.secrets, () => port);
  let provider: Promise<EmbeddedProvider> | undefined;
  const theProvider = (): Promise<EmbeddedProvider> => (provider ??= openEmbeddedProvider({ publicUrl, database, clock, log, secrets: options.secrets, register }).catch((error: unknown) => { provider = undefined; throw error; }));
  const operations = openOperations();
  const staffPages = openStaffPages(settings.webAssets);

  /** Who sits behind a request: session, person and what he may do at this moment. */
  async function signedIn(request: Request, use = true): Promise<SignedIn | null> {
    const session = await sessions.find(cookieOf(request, sessionCookie), use);
    if (!session) return null;
    const all = await register.read();
    const person = all.people.get(session.subject);
    if (!person?.active) { await sessions.endAll(session.subject); return null; }
    return { session, person, effective: effectiveOn(all, person.subject, chinaDate(clock.now())) };
  }
  const sameOrigin = (request: Request): boolean => request.headers.origin === publicUrl.origin;
  /** An act is ours when the browser says that our page sent it and the page knows what no other page can read. */
  const isOurs = (request: Request, { csrf }: Session): boolean => sameOrigin(request) && sameText(request.get('x-hub-csrf') ?? '', csrf);
  const notSignedIn = (response: Response): void => send(response, problem(401, 'not-signed-in', '尚未登录或登录已失效，请重新登录', 'Not signed in, or the session has ended; sign in again'));
  const route = (work: (request: Request, response: Response) => Promise<void>) => (request: Request, response: Response, next: NextFunction): void => { work(request, response).catch(next); };

  app.get('/health', (_request, response) => { response.json({ ready: true }); });

  // --- Signing in ---------------------------------------------------------------------------------------------------
  const often = (limit: number, minutes: number, failedOnly = false): express.RequestHandler => rateLimit({
    limit, windowMs: minutes * 60_000, standardHeaders: 'draft-8', legacyHeaders: false, validate: { xForwardedForHeader: false, forwardedHeader: false }, skipSuccessfulRequests: failedOnly,
    handler: (_request, response) => { html(response, 429, errorPage({ zh: '尝试过于频繁，请稍后再试', en: 'Too many attempts; try again later' })); },
  });

  // A whole hall sits behind one address and signs in at nine.
  app.get('/login', often(600, 1), route(async (request, response) => {
    // At home the console has two names; cookies know only one.
    const host = request.headers.host ?? '';
    if (host !== publicUrl.host && /^(?:localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(host) && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(publicUrl.hostname)) { response.redirect(302, `${publicUrl.origin}${request.originalUrl}`); return; }
    const back = safeReturn(request.query['return'], '/staff/');
    try {
      const { location, flow } = await party.begin(back, clock.now().getTime());
      giveCookie(response, flowCookie, flow, flowMs / 1000);
      response.redirect(302, location);
    } catch (error) {
      log.warn({ error }, 'provider not available');
      html(response, 503, errorPage({ zh: '统一身份认证暂时无法访问，请稍后重试', en: 'The sign-in service cannot be reached now; try again shortly' }));
    }
  }));

  app.get(callbackPath, often(600, 1), route(async (request, response) => {
    const [, query = ''] = request.originalUrl.split(/(?=\?)/s);
    const flow = cookieOf(request, flowCookie);
    dropCookie(response, flowCookie);
    let found: Awaited<ReturnType<typeof party.finish>>;
    try { found = await party.finish(query, flow, clock.now().getTime()); } catch (error) {
      log.warn({ error }, 'sign-in not completed');
    }
    if (!found) { html(response, 400, errorPage({ zh: '登录未能完成或已超时，请重新登录', en: 'The sign-in was not completed in time; sign in again' })); return; }
    const { login, idToken, back } = found;
    const person = [...(await register.read()).people.values()].find((one) => one.login === login);
    if (!person?.active) { html(response, 403, errorPage({ zh: '该账号未在本系统登记或已停用，请联系系统管理员', en: 'This account is not on record here or is disabled; ask the administrator' })); return; }
    // Always a new session: one that somebody else may have planted is worth nothing.
    await sessions.end(cookieOf(request, sessionCookie));
    const { cookie } = await sessions.start(person.subject, idToken);
    giveCookie(response, sessionCookie, cookie);
    response.redirect(303, back);
  }));

  app.get('/favicon.ico', (_request, response) => { staffPages.icon(response); });
  app.get(stylePath, (_request, response) => { response.set('cache-control', 'public, max-age=3600').type('css').end(pageStyle); });
  if (embedded) {
    // Each beginning is written down for a quarter of an hour: it must not be free to begin without end.
    app.use(`${providerPath}/auth`, often(1_200, 1));
    app.use(providerPath, route(async (request, response) => { await (await theProvider()).handle(request, response); }));
    app.get('/sign-in/:uid', route(async (request, response) => {
      const pending = await (await theProvider()).pending(request, response);
      if (pending?.uid !== request.params['uid']) { html(response, 400, errorPage({ zh: '登录页面已过期，请重新登录', en: 'This sign-in page has lapsed; sign in again' })); return; }
      html(response, 200, signInPage({ action: request.path }));
    }));
    app.post('/sign-in/:uid', often(100, 5, true), express.urlencoded({ extended: false, limit: '4kb' }), route(async (request, response) => {
      const own = await theProvider();
      const pending = await own.pending(request, response);
      if (pending?.uid !== request.params['uid'] || !sameOrigin(request)) { html(response, 400, errorPage({ zh: '登录页面已过期，请重新登录', en: 'This sign-in page has lapsed; sign in again' })); return; }
      const form = SignInForm.safeParse(request.body);
      if (!form.success) { html(response, 400, signInPage({ action: request.path, fault: wrong })); return; }
      const login = form.data.login.trim().toLowerCase();
      const { password, fresh, again } = form.data;
      const person = [...(await register.read()).people.values()].find((one) => one.login === login && one.active);
      const tried = await passwords.tryOut(login, person?.subject, password, request.ip ?? '');
      const tryAgain = (status: number, fault?: BothLanguages): void => {
        html(response, status, fresh === undefined ? signInPage({ action: request.path, login, ...(fault ? { fault } : {}) }) : newPasswordPage({ action: request.path, login, ...(fault ? { fault } : {}) }));
      };
      if (tried.kind === 'locked') { tryAgain(403, refusal('account-locked')); return; }
      if (tried.kind === 'wrong' || !person) { tryAgain(401, wrong); return; }
      if (tried.mustChange) {
        if (fresh === undefined) { html(response, 200, newPasswordPage({ action: request.path, login })); return; }
        const weak = weakness(fresh, login);
        if (weak || fresh === password) { tryAgain(422, refusal('password-too-weak')); return; }
        if (fresh !== again) { tryAgain(422, { zh: '两次输入的新口令不一致', en: 'The two new passwords differ' }); return; }
        await passwords.set(person.subject, login, fresh, false);
      }
      await own.finish(request, response, person.subject);
    }));
  }
  app.get('/signed-out', (_request, response) => { html(response, 200, signedOutPage()); });

  // --- The session --------------------------------------------------------------------------------------------------
  app.get('/session', route(async (request, response) => {
    const who = await signedIn(request);
    if (!who) { notSignedIn(response); return; }
    const { person, session, effective } = who;
    response.json({
      person: { subject: person.subject, name: person.name, login: person.login }, roles: effective.roles, department: effective.department ?? null, window: effective.window ?? null,
      posts: effective.posts.map(({ code, name, role, as, acting, because }) => ({ code, name, role, as, acting, because })), rights: effective.rights, csrf: session.csrf, expiresAt: session.expiresAt.toISOString(),
    });
  }));

  app.post('/logout', express.json({ limit: '1kb' }), route(async (request, response) => {
    const session = await sessions.find(cookieOf(request, sessionCookie), false);
    if (!session) { dropCookie(response, sessionCookie); response.json({ location: null }); return; }
    if (!isOurs(request, session)) { send(response, problemOf(refusal('request-forged'))); return; }
    const { everywhere } = LogoutBody.parse(request.body ?? {});
    if (everywhere) await sessions.endAll(session.subject);
    else await sessions.end(cookieOf(request, sessionCookie));
    if (embedded) {
      await (await theProvider()).endSession(request, response);
      if (everywhere) await endProviderSessions(database, session.subject);
    }
    dropCookie(response, sessionCookie);
    // An outside provider's session can only be ended by the browser itself: the page goes there.
    const location = await party.endAddress(session.idToken).catch(() => undefined);
    response.json({ location: location ?? null });
  }));

  app.get('/live', route(async (request, response) => {
    const who = await signedIn(request, false);
    if (!who) { notSignedIn(response); return; }
    const may = ({ effective }: SignedIn): { caseNumbers: boolean } => ({ caseNumbers: effective.roles.some((role) => role !== 'department-officer') });
    const took = live.listen(response, who.person.subject, async () => { const still = await signedIn(request, false); return still ? may(still) : null; }, may(who).caseNumbers);
    if (!took) send(response, problemOf(refusal('too-many-requests')));
  }));

  // --- Services -----------------------------------------------------------------------------------------------------
  app.use('/api', route(async (request, response) => {
    const who = await signedIn(request);
    if (!who) { notSignedIn(response); return; }
    const at = addressed(request.url);
    const methods = at ? await operations.methodsOf(at.service, at.path) : new Set<string>();
    const baseUrl = at ? options.urlOf(at.service) : undefined;
    if (!at || methods.size === 0 || baseUrl === undefined) { send(response, problemOf(refusal('no-such-address'))); return; }
    const allow = [...methods, ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    if (request.method === 'OPTIONS') { response.set('allow', allow).status(204).end(); return; }
    if (!methods.has(request.method === 'HEAD' ? 'GET' : request.method)) { response.set('allow', allow); send(response, problem(405, 'no-such-address', '该地址不支持此操作', 'This address does not take that method')); return; }
    if (!safeMethods.has(request.method) && !isOurs(request, who.session)) { send(response, problemOf(refusal('request-forged'))); return; }
    // What a service gives may be shown in a frame of ours and can run nothing, whatever it is.
    response.set({ 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'self'; frame-ancestors 'self'", 'x-frame-options': 'SAMEORIGIN' });
    if (!safeMethods.has(request.method)) {
      response.on('finish', () => {
        if (response.statusCode < 300) live.tell(at.service, 'act-done', /^\/cases\/([0-9A-Z]{1,50})(?:\/|$)/.exec(at.path)?.[1] ?? '');
      });
    }
    passOn(request, response, { ...at, baseUrl, token: await tokens.of(who.person, who.effective) }, log);
  }));

  // --- Pages --------------------------------------------------------------------------------------------------------
  app.use('/assets', staffPages.assets);
  app.use('/staff', (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') { next(); return; }
    staffPages.entry(response, String(response.locals['nonce']));
  });
  app.use('/', options.publicPages);

  app.use((_request: Request, response: Response) => { send(response, problemOf(refusal('no-such-address'))); });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    if (response.headersSent) { response.destroy(); return; }
    send(response, problemFrom(error, request, log));
  });

  const server = createServer(app);
  // A slow sender must not hold a place for ever; uploads over a poor line take their time.
  server.headersTimeout = 15_000;
  server.requestTimeout = 180_000;
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(settings.webPort, settings.webHost, resolve); });
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : settings.webPort;
  return {
    port, url: publicUrl.origin,
    async stop() {
      await live.stop();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => { server.closeAllConnections(); }, 2_000);
        server.close(() => { clearTimeout(force); resolve(); });
      });
    },
  };
}

const wrong: BothLanguages = { zh: '登录名或口令不正确', en: 'The login or the password is wrong' };

/** What a page may load and who may frame it. Scripts come from our own files only, styles also from those that carry the nonce. */
const policy = (nonce: string): string => [
  "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'",
  "frame-src 'self' blob:", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

const html = (response: Response, status: number, page: string): void => { response.status(status).type('html').end(page); };
function send(response: Response, what: Problem): void {
  response.status(what.status).type('application/problem+json').set('cache-control', 'private, no-store').end(JSON.stringify(what));
}
const WithStatus = z.object({ status: z.number().int().min(400).max(499) });
function problemFrom(error: unknown, request: Request, log: Log): Problem {
  if (isDisconnected(error)) return problem(503, 'not-available', '数据库暂时无法访问，请稍后重试', 'The database cannot be reached; try again shortly');
  const given = WithStatus.safeParse(error);
  if (given.success) return given.data.status === 413 ? problemOf(refusal('body-too-large')) : problem(400, 'invalid-request', '请求格式有误', 'The request is malformed');
  if (error instanceof z.ZodError) return problem(400, 'invalid-request', '请求格式有误', 'The request is malformed');
  log.error({ error, method: request.method, path: request.route?.path }, 'request failed');
  return problem(500, 'defect', '系统故障，已记录；请稍后重试，仍不成功请联系集成运维', 'A fault of ours, recorded; try again later, then call the operator');
}
