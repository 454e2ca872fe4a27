/**
 * Typed axios clients made from the OpenAPI types: path, parameters, body and answer are those of the contract.
 * How a call ended is told as an Outcome, so that "no answer" is never taken for "no".
 */
import http from 'node:http';
import https from 'node:https';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { overPools } from './http-wire.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from './outcome.ts';

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';
type OperationAt<P, K extends keyof P, M extends Method> = P[K] extends Record<M, infer O> ? O : never;
type PathsWith<P, M extends Method> = { [K in keyof P & string]: P[K] extends Record<M, infer O> ? (O extends undefined ? never : K) : never }[keyof P & string];
type Part<O, N extends string> = O extends { parameters: infer Q } ? (Q extends { [K in N]?: infer V } ? V : never) : never;
type JsonOf<R> = R extends { content: { 'application/json': infer J } } ? J : R extends { content: Record<string, unknown> } ? Buffer : undefined;
/** The body of the success answer of an operation. */
export type AnswerOf<O> = O extends { responses: infer R } ? { [S in keyof R]: S extends 200 | 201 | 202 ? JsonOf<R[S]> : never }[keyof R] : never;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer J } } } ? J : O extends { requestBody?: infer R } ? OptionalBody<NonNullable<R>> : undefined;
type OptionalBody<R> = [R] extends [never] ? Buffer | undefined : R extends { content: { 'application/json': infer J } } ? J | undefined : Buffer | undefined;

export interface Ask<O> {
  path?: Part<O, 'path'>;
  query?: Part<O, 'query'>;
  body?: BodyOf<O>;
  /** A body too large to be held: sent as it is read; say its kind in `headers`. */
  stream?: Readable;
  /** Idempotency-Key: the same key never does a thing twice. */
  key?: string;
  headers?: Record<string, string>;
  timeoutMs?: number;
  /** For answers that are not JSON. */
  binary?: boolean;
}

export interface Client<P> {
  call<M extends Method, K extends PathsWith<P, M>>(method: M, path: K, ask?: Ask<OperationAt<P, K, M>>): Promise<Outcome<NonNullable<AnswerOf<OperationAt<P, K, M>>>>>;
}

/** One pool of kept-alive connections for all calls of this process. */
const pooled = { keepAlive: true, maxSockets: 128, scheduling: 'lifo' } as const;
const adapter = overPools({ http: new http.Agent(pooled), https: new https.Agent(pooled) });

/**
 * A client for the API `P` (the `paths` of a generated contract). `token` gives the bearer token anew for each call.
 * Contract types are believed for answers because the server enforces the same document on what it sends.
 */
export function openClient<P>(baseUrl: string, token: () => Promise<string>, timeoutMs = 5_000): Client<P> {
  const instance: AxiosInstance = axios.create({ adapter, timeout: timeoutMs, validateStatus: () => true, maxContentLength: 32 * 1024 * 1024 });
  const base = baseUrl.replace(/\/+$/, '');
  return {
    async call(method, path, ask = {}) {
      const values = new Map(Object.entries(ask.path ?? {}).map(([name, value]) => [name, typeof value === 'string' || typeof value === 'number' ? String(value) : '']));
      const url = path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(values.get(name) ?? ''));
      let response: AxiosResponse<unknown>;
      let bearer: string;
      try { bearer = await token(); } catch (error) { return unavailable(`token not readable: ${error instanceof Error ? error.name : 'error'}`); }
      try {
        response = await instance.request<unknown>({
          method, url: `${base}${url}${queryOf(ask.query)}`, data: ask.stream ?? ask.body, ...(ask.timeoutMs ? { timeout: ask.timeoutMs } : {}), ...(ask.binary ? { responseType: 'arraybuffer' } : {}),
          headers: { authorization: `Bearer ${bearer}`, ...(Buffer.isBuffer(ask.body) ? { 'content-type': 'application/octet-stream' } : {}), ...(ask.key ? { 'idempotency-key': ask.key } : {}), ...ask.headers },
        });
      } catch (error) { return failureOf(error); }
      if (response.status < 300) return done(response.data as NonNullable<AnswerOf<OperationAt<P, typeof path, typeof method>>>);
      const { reason, detail } = problemIn(response.data);
      return outcomeOfProblem(response.status, reason, detail);
    },
  };
}

/** What a problem says of what was asked: surely not done, refused by the rules, or perhaps done. */
export function outcomeOfProblem(status: number, reason: string, detail: string): Outcome<never> {
  // Nobody on the other side has looked at it: not signed in, not our post, no such address, wrong kind of body.
  // A 415 with a reason of its own is an answer: a file was looked at and is none that is taken.
  const wrongKind = status === 415 && ['unknown', 'invalid-request', 'unsupported-media-type'].includes(reason);
  const notLookedAt = status < 400 || [401, 405, 429, 503].includes(status) || wrongKind || reason === 'wrong-role' || reason === 'no-such-address';
  if (notLookedAt) return unavailable(`${status} ${reason}`);
  return status >= 500 ? inDoubt(`${status} ${reason}`) : refused(reason, detail);
}

/** What is undefined is not asked for; a list is its name repeated. */
function queryOf(query: unknown): string {
  if (typeof query !== 'object' || query === null) return '';
  const text = new URLSearchParams(Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).filter((each) => each !== undefined && each !== null).map((each): [string, string] => [name, String(each)]))).toString();
  return text === '' ? '' : `?${text}`;
}

function problemIn(data: unknown): { reason: string; detail: string } {
  const body: unknown = Buffer.isBuffer(data) ? safely(() => JSON.parse(data.toString('utf8'))) : typeof data === 'string' ? safely(() => JSON.parse(data)) : data;
  if (typeof body === 'object' && body !== null && 'reason' in body) {
    return { reason: String(body.reason), detail: 'detail' in body ? String(body.detail) : '' };
  }
  return { reason: 'unknown', detail: '' };
}
function safely(read: () => unknown): unknown { try { return read(); } catch { return undefined; } }

const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A failed connection never reached the other side; anything later may have. */
export function failureOf(error: unknown): Outcome<never> {
  const code = axios.isAxiosError(error) ? error.code ?? '' : '';
  if (neverLeft.has(code)) return unavailable(code);
  return inDoubt(code || (error instanceof Error ? error.name : 'unknown failure'));
}

/** Reads a token file at each call, at most once a second: tokens are renewed by replacing the file. */
export function tokenFrom(file: string, nowMs: () => number): () => Promise<string> {
  let cached: { token: string; readAt: number } | undefined;
  return async () => {
    const at = nowMs();
    if (!cached || at - cached.readAt > 1_000) cached = { token: (await readFile(file, 'utf8')).trim(), readAt: at };
    return cached.token;
  };
}
