/**
 * Serves one OpenAPI document: for each operation the caller's role is checked, the request and the response are held
 * against the document, and one handler is called by its operationId. Nothing reaches a handler that the document forbids.
 */
import http from 'node:http';
import { createHash } from 'node:crypto';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { middleware as openApiValidator } from 'express-openapi-validator';
import helmet from 'helmet';
import { $RefParser } from '@apidevtools/json-schema-ref-parser';
import { z } from 'zod';
import { refusal as refusalFor, type Refusal } from '../contracts/refusals.ts';
import { isDisconnected } from './database.ts';
import type { Identity } from './identity.ts';
import type { Log } from './log.ts';
import type { Actor } from './machine.ts';
import { problem, problemOf, type Problem } from './problem.ts';

/** A request as a handler sees it: already held against the contract. */
export interface Asked {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  /** Raw bytes for uploads. */
  bytes: Buffer;
  /** The body as it arrives, where the document says `x-streamed`: for files no service holds whole. Ends with an error beyond its limit. */
  stream: AsyncIterable<Buffer>;
  header(name: string): string | undefined;
  actor: Actor;
  /** Those of the actor's posts that open this operation; none when it is public. */
  openedBy: readonly string[];
  /** From the Idempotency-Key: the id under which the inbox knows this command. Undefined when the operation needs none. */
  messageId: string | undefined;
  /** Digest of what was asked; the same key with another digest is refused. */
  requestHash: string;
  /** Those of the actor's posts that open another operation of the same document: to tell a screen what may be asked next. */
  rolesFor(operationId: string): readonly string[];
}
export type Answer =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { status: number; bytes: Buffer; mediaType: string; headers?: Record<string, string> }
  | { refusal: Refusal }
  | { problem: Problem };
export type Handler = (asked: Asked) => Promise<Answer>;
export type Handlers = Record<string, Handler>;

const Operation = z.object({ operationId: z.string(), 'x-roles': z.array(z.string()).min(1), 'x-streamed': z.object({ largestBytes: z.number().int() }).optional(), requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional() });
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;
const bodyLimit = 25 * 1024 * 1024;

const nobody: Actor = { subject: 'public', name: '', roles: [] };

/** Digest of a request's content, whatever the order of its keys. */
export function contentHash(...parts: unknown[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(Buffer.isBuffer(part) ? part : canonical(part)).update('\n');
  return hash.digest('hex');
}
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The id under which the inbox knows what an actor asked of an operation under a key. */
export const messageIdOf = (actor: Actor, operationId: string, key: string): string => createHash('sha256').update(`${actor.subject}\n${operationId}\n${key}`).digest('base64url').slice(0, 40);

/**
 * The department an actor is confined to who may call this as department officer only; null when another post opens it.
 * An officer without a department is confined to none ('').
 */
export function confinedTo({ actor, openedBy }: Pick<Asked, 'actor' | 'openedBy'>): string | null {
  return openedBy.length > 0 && openedBy.every((role) => role === 'department-officer') ? actor.department ?? '' : null;
}

export interface HttpServer { port: number; url: string; stop(): Promise<void> }

export async function serveHttp(options: {
  documents: readonly { file: string; handlers: Handlers }[]; identity: Identity; log: Log; host: string; port: number; health(): Promise<object>;
}): Promise<HttpServer> {
  const { identity, log } = options;
  const app = express();
  const parseJson = express.json({ limit: '1mb' });
  const parseBytes = express.raw({ type: () => true, limit: bodyLimit });
  const fallbacks: RequestHandler[] = [];
  app.disable('x-powered-by');
  app.disable('etag');
  // Express forgets the difference by default, the contract does not: a path in other letters would reach a handler unchecked.
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.use(helmet());
  app.get('/health', (_request, response, next) => {
    options.health().then((state) => { response.json(state); }, () => {
      send(response, problem(503, 'not-ready', '服务未就绪，请稍后重试', 'The service is not ready; try again later'));
    }).catch(next);
  });

  const routes: Route[] = [];
  for (const { file, handlers } of options.documents) {
    // Resolved here and whole: the validator does not follow references between files to their end.
    const resolved: unknown = await $RefParser.dereference(file);
    const document = Document.parse(resolved);
    const own: Route[] = [];
    const opens = new Map<string, readonly string[]>();
    // Only this document's paths: another document mounted beside it has its own guard.
    const [, describe, , checkRequest, checkAnswer, more] = openApiValidator({
      apiSpec: resolved as Parameters<typeof openApiValidator>[0]['apiSpec'], validateRequests: { allowUnknownQueryParameters: false }, validateResponses: true, validateSecurity: false, validateApiSpec: false,
      ignorePaths: (path: string) => !own.some(({ pattern }) => pattern.test(path)), fileUploader: false, formats: {},
    });
    // Its steps by their places: parameters of express, which of its operations it is, security, what was asked, what is answered.
    if (!describe || !checkRequest || !checkAnswer || more) throw new Error('the validator has other steps than it had');
    for (const [path, item] of Object.entries(document.paths)) {
      for (const method of methods) {
        if (item[method] === undefined) continue;
        const operation = Operation.parse(item[method]);
        const handler = handlers[operation.operationId];
        if (!handler) throw new Error(`${file}: no handler for operation ${operation.operationId}`);
        opens.set(operation.operationId, operation['x-roles']);
        const takesBytes = Object.keys(operation.requestBody?.content ?? {}).some((type) => type !== 'application/json');
        const route: Route = {
          method: method.toUpperCase(), path, names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name), pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
          operation, handler, opens, described: null, steps: [],
        };
        // Bodies are read only when it is known who sends them; files only where the document takes files.
        route.steps.push(admit, parseJson, ...(takesBytes && !operation['x-streamed'] ? [parseBytes] : []), described(route, describe), checkRequest, checkAnswer, handled);
        own.push(route);
      }
    }
    const missing = Object.keys(handlers).filter((id) => !own.some((route) => route.operation.operationId === id));
    if (missing.length > 0) throw new Error(`${file}: handlers without an operation: ${missing.join(', ')}`);
    routes.push(...own);
    // What no route takes: another method than the document has for the path is told so.
    fallbacks.push(describe);
  }

  const find = finder(routes);
  app.use((request: Request, response: Response, next: NextFunction) => {
    const way = find(request.method, request.path);
    if (!way) { next(); return; }
    ways.set(request, { ...way, actor: nobody });
    pass(way.route.steps, request, response, next);
  });
  for (const fallback of fallbacks) app.use(fallback);

  /** Who asks, and whether the document opens the operation to him. */
  function admit(request: Request, response: Response, next: NextFunction): void {
    const way = wayOf(request);
    const roles = way.route.operation['x-roles'];
    if (roles.includes('public')) { next(); return; }
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!token) { send(response, problem(401, 'not-signed-in', '请先登录：缺少有效的访问令牌', 'Sign in first: a valid bearer token is missing')); return; }
    identity.verify(token).then((actor) => {
      if (!actor) { send(response, problem(401, 'not-signed-in', '访问令牌无效或已过期，请重新登录', 'The bearer token is invalid or has expired; sign in again')); return; }
      if (!actor.roles.some((role) => roles.includes(role))) { send(response, problemOf(refusalFor('wrong-role'))); return; }
      way.actor = actor;
      next();
    }).catch(next);
  }

  function handled(request: Request, response: Response, next: NextFunction): void { answer(wayOf(request), request, response).catch(next); }

  async function answer({ route, actor }: Way, request: Request, response: Response): Promise<void> {
    // As the validator read them: a number is one, however many zeros it came with.
    const params = Object.fromEntries(route.names.map((name) => [name, String(request.params[name])]));
    const key = request.header('idempotency-key');
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const asked: Asked = {
      params, query: { ...request.query }, body: request.body, bytes, stream: bodyOf(request, route.operation['x-streamed']?.largestBytes ?? 0), header: (name) => request.header(name), actor,
      openedBy: actor.roles.filter((role) => route.operation['x-roles'].includes(role)),
      messageId: key === undefined ? undefined : messageIdOf(actor, route.operation.operationId, key),
      rolesFor: (operationId) => actor.roles.filter((role) => route.opens.get(operationId)?.includes(role)),
      requestHash: route.method !== 'GET' ? contentHash(params, bytes.length > 0 ? bytes : request.body) : '',
    };
    const given = await route.handler(asked);
    // What was not read of a body is not read any more: the connection ends with the answer.
    if (route.operation['x-streamed'] && !request.complete) response.set('connection', 'close');
    if ('refusal' in given) { send(response, problemOf(given.refusal)); return; }
    if ('problem' in given) { send(response, given.problem); return; }
    response.status(given.status).set(given.headers ?? {});
    if ('bytes' in given) { response.type(given.mediaType).end(given.bytes); return; }
    if (given.body === undefined) { response.end(); return; }
    response.json(given.body);
  }

  app.use((_request: Request, response: Response) => { send(response, problem(404, 'no-such-address', '没有这个地址', 'There is nothing at this address')); });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    if (response.headersSent) { response.end(); return; }
    send(response, problemFrom(error, request, log));
  });

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(options.port, options.host, resolve); });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    port, url: `http://${options.host}:${port}`,
    async stop() {
      server.closeIdleConnections();
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => { server.closeAllConnections(); }, 3_000);
        server.close(() => { clearTimeout(force); resolve(); });
      });
    },
  };
}

/** One operation: how it is found, and the steps a request for it passes. */
interface Route {
  method: string; path: string; pattern: RegExp; names: readonly string[];
  operation: z.infer<typeof Operation>; handler: Handler; opens: ReadonlyMap<string, readonly string[]>;
  /** What the validator knows of it, once it was asked for. */
  described: object | null;
  steps: RequestHandler[];
}
interface Way { route: Route; params: Record<string, string>; actor: Actor }
const ways = new WeakMap<Request, Way>();
const wayOf = (request: Request): Way => ways.get(request) ?? fail('a request without a way');
function fail(what: string): never { throw new Error(what); }

/**
 * Finds the operation of a request at once: by method, number of segments and the first of them, then by pattern. Express and the
 * validator would each try every path of every document in turn, and the validator would compile each path anew for it.
 */
function finder(routes: readonly Route[]): (method: string, path: string) => { route: Route; params: Record<string, string> } | null {
  const keyOf = (method: string, path: string): string => { const segments = path.split('/'); return `${method} ${String(segments.length)} ${segments[1] ?? ''}`; };
  const shelves = new Map<string, Route[]>();
  for (const route of routes) {
    const key = keyOf(route.method, route.path);
    // A name in full goes before one that could be any; no path of ours begins with a parameter.
    shelves.set(key, [...(shelves.get(key) ?? []), route].sort((a, b) => a.names.length - b.names.length));
  }
  return (method, path) => {
    for (const route of shelves.get(keyOf(method, path)) ?? []) {
      const match = route.pattern.exec(path);
      if (match) return { route, params: Object.fromEntries(route.names.map((name, at) => [name, decodedPart(match[at + 1] ?? '')])) };
    }
    return null;
  };
}

function decodedPart(text: string): string {
  try { return decodeURIComponent(text); } catch { throw Object.assign(new Error('a part of the path is not encoded right'), { status: 400 }); }
}

/** One step after the other, as express does within a router. */
function pass(steps: readonly RequestHandler[], request: Request, response: Response, done: NextFunction): void {
  let at = 0;
  const next = (error?: unknown): void => {
    const step = error === undefined ? steps[at++] : undefined;
    if (!step) { done(error); return; }
    try { void step(request, response, next); } catch (thrown) { done(thrown); }
  };
  next();
}

/** Has the validator look an operation up the first time, and reminds it of what it found every other time. */
function described(route: Route, describe: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const pathParams = { ...wayOf(request).params };
    if (route.described) { Object.assign(request, { openapi: { ...route.described, pathParams }, params: pathParams }); next(); return; }
    void describe(request, response, (error?: unknown) => {
      if (error === undefined) route.described = 'openapi' in request && typeof request.openapi === 'object' ? request.openapi : null;
      next(error);
    });
  };
}

/** The body was longer than the operation takes; told as `body-too-large`. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
  readonly status = 413;
}

async function* bodyOf(request: Request, largestBytes: number): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) continue;
    if ((read += piece.length) > largestBytes) throw new BodyTooLarge();
    yield piece;
  }
}

function send(response: Response, what: Problem): void {
  response.status(what.status).type('application/problem+json').end(JSON.stringify(what));
}

const Invalid = z.object({ status: z.number(), errors: z.array(z.object({ path: z.string().optional(), message: z.string().optional() })).optional() });

/** What is told of an ask that failed for no reason of its own; also for one of several that came in one request. */
export function problemOfFailure(error: unknown, { method, path }: { method: string; path: string }, log: Log): Problem {
  if (isDisconnected(error)) {
    log.warn({ error, path }, 'database not reachable');
    if (method === 'GET') return problem(503, 'not-available', '数据库暂时无法访问，请稍后重试', 'The database cannot be reached; try again shortly');
    // The connection may have gone while the commit was under way: only the same key tells what became of it.
    return problem(504, 'in-doubt', '数据库连接中断，结果未知，请用同一个键重试', 'The connection to the database broke and the result is unknown; repeat with the same key');
  }
  log.error({ error, method, path }, 'request failed');
  return problem(500, 'defect', '系统故障，已记录；请稍后重试，仍不成功请联系集成运维', 'A fault of ours, recorded; try again later, then call the operator');
}

function problemFrom(error: unknown, request: Request, log: Log): Problem {
  const invalid = Invalid.safeParse(error);
  if (!isDisconnected(error) && invalid.success && invalid.data.status >= 400 && invalid.data.status < 500) {
    // Paths and rules only: the validator never repeats the value, so nobody's data comes back.
    const errors = (invalid.data.errors ?? []).map((e) => ({ field: (e.path ?? '').replace(/^\/(body|params|query|headers)\/?/, (_m, part: string) => (part === 'body' ? '' : `${part}/`)).replaceAll('/', '.'), zh: `不符合接口约定（${e.message ?? ''}）`, en: e.message ?? '' }));
    const [first] = errors;
    const status = invalid.data.status === 404 || invalid.data.status === 405 || invalid.data.status === 413 || invalid.data.status === 415 ? invalid.data.status : 400;
    if (status === 413) return problemOf(refusalFor('body-too-large'));
    return problem(status, 'invalid-request',
      first ? `请求不符合接口约定：${first.field || '请求'}：${first.en}` : '请求不符合接口约定，请对照接口文档', first ? `The request breaks the contract: ${first.field || 'request'}: ${first.en}` : 'The request breaks the contract; compare it with the OpenAPI document',
      { ...(first?.field ? { field: first.field } : {}), errors });
  }
  return problemOfFailure(error, { method: request.method, path: ways.get(request)?.route.path ?? '' }, log);
}

/**
 * An HTTP server whose requests are born with Express's prototypes. Express 5 otherwise changes the prototype of every
 * request and response, which on Node 20 and 22 costs three to five times the work of answering.
 */
export function createServer(app: express.Express): http.Server {
  class AppRequest extends http.IncomingMessage {}
  class AppResponse extends http.ServerResponse {}
  Object.defineProperties(AppRequest.prototype, Object.getOwnPropertyDescriptors(express.request));
  Object.defineProperties(AppResponse.prototype, Object.getOwnPropertyDescriptors(express.response));
  for (const prototype of [AppRequest.prototype, AppResponse.prototype]) Object.defineProperty(prototype, 'app', { value: app, writable: true, configurable: true });
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return http.createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse }, app);
}
