/**
 * `/api/<service>/…`: what the screens ask of the services, passed on under a token made for the person who asks. Promise:
 * bodies flow through without being kept, problem details come back as they are, and what a browser says about itself
 * (cookies, addresses, tokens) stays here.
 */
import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { Transform } from 'node:stream';
import type { Request, Response } from 'express';
import { serviceNames, type ServiceName } from '../../contracts/envelope.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { Log } from '../../infra/log.ts';
import { problem, problemOf, type Problem } from '../../infra/problem.ts';
import { plainPath } from './operations.ts';

/** The largest any operation takes (a department's list); each service holds its own operations to less. */
const bodyLimit = 64 * 1024 * 1024;
/** How long a service may stay silent; an upload or download that moves on is not silence. */
const patienceMs = 30_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 128, scheduling: 'lifo' });
const passedOn = new Set(['accept', 'accept-language', 'content-type', 'content-length', 'idempotency-key', 'if-match', 'if-none-match', 'range']);
const passedBack = new Set(['content-type', 'content-length', 'content-disposition', 'content-range', 'accept-ranges', 'etag', 'location', 'retry-after', 'last-modified']);
const ours = /^x-(?:hub|forwarded|real|csrf|original|http)\b/;

/** What services are called in a sentence. */
const called: Record<ServiceName, { zh: string; en: string }> = {
  intake: { zh: '收件办件', en: 'intake' }, catalogue: { zh: '事项目录', en: 'catalogue' }, fees: { zh: '收费', en: 'fees' }, seal: { zh: '用印', en: 'seal' },
  certificates: { zh: '制证', en: 'certificates' }, notify: { zh: '短信通知', en: 'notify' }, 'province-gateway': { zh: '省级平台网关', en: 'province gateway' },
  'bank-gateway': { zh: '银行网关', en: 'bank gateway' }, 'sms-gateway': { zh: '短信网关', en: 'SMS gateway' }, console: { zh: '操作台', en: 'console' },
};

/** The service and path an address below `/api` means; undefined when it means none. */
export function addressed(url: string): { service: ServiceName; path: string; query: string } | undefined {
  const [whole = '', query] = url.split(/\?(.*)/s);
  const [, name = '', rest = ''] = /^\/([a-z-]+)(\/.*)$/.exec(whole) ?? [];
  const service = serviceNames.find((known) => known === name);
  const path = plainPath(rest);
  return service && path !== undefined ? { service, path, query: query === undefined ? '' : `?${query}` } : undefined;
}

export interface Passing { service: ServiceName; path: string; query: string; baseUrl: string; token: string }

/**
 * Headers for a service: a few of the browser's, never its cookies. A length goes on only with the body it measures, and a body
 * never without its frame: either would make the rest of this request the beginning of the next person's on the kept connection.
 */
export function headersFor(given: IncomingHttpHeaders, token: string, withBody: boolean): OutgoingHttpHeaders {
  // What the sender calls a matter between him and us ends here (RFC 9110, 7.6.1).
  const between = new Set((given.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !between.has(name) && (passedOn.has(name) || (name.startsWith('x-') && !ours.test(name))) && (withBody || !name.startsWith('content-'))));
  // Node frames a body of unknown length by itself for POST and PUT, not for DELETE.
  const comes = given['content-length'] !== undefined || given['transfer-encoding'] !== undefined;
  return { ...own, ...(withBody && comes && own['content-length'] === undefined ? { 'transfer-encoding': 'chunked' } : {}), authorization: `Bearer ${token}` };
}

/** Passes one request on. The caller has seen to who may ask. */
export function passOn(request: Request, response: Response, passing: Passing, log: Log, again = false): void {
  const { service, path, query, baseUrl, token } = passing;
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > bodyLimit) { refuse(request, response, problemOf(refusal('body-too-large'))); return; }
  const target = new URL(baseUrl);
  const changes = !['GET', 'HEAD'].includes(request.method);
  // Who asked has gone while it was seen to who he is.
  if (response.destroyed) return;
  let finished = false;
  const fail = (what: Problem): void => {
    if (finished) return;
    finished = true;
    if (response.headersSent) response.destroy();
    else refuse(request, response, what);
  };
  const asked = http.request({ agent: again ? false : agent, host: target.hostname, port: target.port, method: request.method === 'HEAD' ? 'GET' : request.method, path: `${path}${query}`, headers: headersFor(request.headers, token, changes), timeout: patienceMs }, (answer) => {
    if (finished) { answer.destroy(); return; }
    // Our own token was not believed: nothing the person could mend by signing in again.
    if (answer.statusCode === 401) { answer.resume(); log.error({ target: service }, 'a service does not believe the console'); fail(problem(502, 'not-available', `${called[service].zh}暂时无法办理：服务间凭证未通过，请联系集成运维`, `${called[service].en} cannot serve now: it does not accept the console's token; call the operator`)); return; }
    finished = true;
    const back = Object.entries(answer.headers).filter(([name]) => passedBack.has(name));
    response.status(answer.statusCode ?? 502).set({ ...Object.fromEntries(back.map(([name, value]) => [name, String(value)])), 'cache-control': 'private, no-store' });
    if (request.method === 'HEAD') { answer.resume(); response.end(); return; }
    answer.on('error', () => { response.destroy(); });
    answer.pipe(response);
  });
  asked.on('timeout', () => { asked.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })); });
  asked.on('error', (error: NodeJS.ErrnoException) => {
    // A service may close its kept connections just as one is used again; a reading is simply asked once more, on a new one: the next
    // kept connection may be as dead as this. Not when it was the browser that went away.
    if (!finished && !again && !changes && !response.destroyed && asked.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) { finished = true; passOn(request, response, passing, log, true); return; }
    if (!finished) log.warn({ target: service, code: error.code }, 'a service did not answer');
    fail(notAnswered(service, error.code ?? '', changes));
  });
  response.on('close', () => { if (!response.writableFinished) asked.destroy(); });
  let passed = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > bodyLimit) { asked.destroy(); fail(problemOf(refusal('body-too-large'))); done(); return; }
      done(null, chunk);
    },
  });
  if (changes) request.pipe(meter).pipe(asked);
  else asked.end();
}

/** What to tell when a service gave no answer. Once a change may have reached it, nobody knows whether it was made. */
export function notAnswered(service: ServiceName, code: string, changes: boolean): Problem {
  const { zh, en } = called[service];
  const reached = !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code);
  if (changes && reached) return problem(504, 'in-doubt', `${zh}服务没有答复，结果未知；请稍后用原操作重试，不会重复办理`, `The ${en} service did not answer and the result is unknown; repeat the same act later, it is not done twice`);
  return problem(503, 'not-available', `${zh}服务暂时无法访问，请稍后重试；已填写的内容不会丢失`, `The ${en} service cannot be reached now; try again shortly, nothing typed is lost`);
}

function refuse(request: Request, response: Response, what: Problem): void {
  // The rest of a refused body is not read: the connection ends with the answer.
  if (!request.complete) response.set('connection', 'close');
  response.status(what.status).type('application/problem+json').set('cache-control', 'private, no-store').end(JSON.stringify(what));
}
