/**
 * Typed clients of all services, through the console: `await take(api.intake.GET('/cases/{caseNumber}', …))`.
 * Promise: what is not a success is thrown as `Problem` or `Unreachable`; a call that meets an ended session waits for
 * the sign-in and then goes on by itself, with the same body and the same Idempotency-Key.
 */
import createClient from 'openapi-fetch';
import type { paths as BankGatewayPaths } from '../../../contracts/bank-gateway/api.ts';
import type { paths as CataloguePaths } from '../../../contracts/catalogue/api.ts';
import type { paths as CertificatesPaths } from '../../../contracts/certificates/api.ts';
import type { paths as ConsolePaths } from '../../../contracts/console/api.ts';
import type { paths as FeesPaths } from '../../../contracts/fees/api.ts';
import type { paths as IntakePaths } from '../../../contracts/intake/api.ts';
import type { paths as NotifyPaths } from '../../../contracts/notify/api.ts';
import type { paths as OperationsPaths } from '../../../contracts/operations/api.ts';
import type { paths as ProvinceGatewayPaths } from '../../../contracts/province-gateway/api.ts';
import type { paths as SealPaths } from '../../../contracts/seal/api.ts';
import type { paths as SmsGatewayPaths } from '../../../contracts/sms-gateway/api.ts';
import { connection } from './connection.ts';
import { problemOf, Unreachable } from './problem.ts';
import { signIn } from './sign-in.ts';
import { frameTexts } from './texts/frame.ts';

/** A reading or an act answers within this, or nobody is there; uploads have their own patience (`sendBytes`). */
const patienceMs = 20_000;
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The token an act carries; while the session has ended there is none, and the act waits for the next one. */
async function actToken(): Promise<string> {
  if (signIn.now().kind === 'ended') await signIn.renewed();
  return signIn.csrf();
}

/** Whether an act was turned away only because this tab still had the token of a session that another tab has followed by a new one. */
async function newerToken(refused: Response, sent: string): Promise<boolean> {
  if (refused.status !== 403 || (await problemOf(refused.clone(), { zh: '', en: '' })).reason !== 'request-forged') return false;
  await signIn.ask();
  return signIn.csrf() !== sent;
}

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const token = safe.has(request.method) ? undefined : await actToken();
  if (token !== undefined) request.headers.set('X-Hub-Csrf', token);
  let response: Response;
  try {
    response = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(patienceMs)]) });
  } catch (error) {
    // The page itself gave up: that is no outage.
    if (request.signal.aborted) throw error;
    connection.lost();
    throw new Unreachable(error);
  }
  connection.back();
  if (response.status === 401) {
    await signIn.renewed();
    return send(again);
  }
  if (token !== undefined && await newerToken(response, token)) return send(again);
  if (!response.ok) throw await problemOf(response, { zh: frameTexts.failed[0], en: frameTexts.failed[1] });
  return response;
}

const at = (service: string): { baseUrl: string; fetch: (request: Request) => Promise<Response> } => ({ baseUrl: `${location.origin}/api/${service}`, fetch: send });

export const api = {
  intake: createClient<IntakePaths>(at('intake')),
  catalogue: createClient<CataloguePaths>(at('catalogue')),
  fees: createClient<FeesPaths>(at('fees')),
  seal: createClient<SealPaths>(at('seal')),
  certificates: createClient<CertificatesPaths>(at('certificates')),
  notify: createClient<NotifyPaths>(at('notify')),
  provinceGateway: createClient<ProvinceGatewayPaths>(at('province-gateway')),
  bankGateway: createClient<BankGatewayPaths>(at('bank-gateway')),
  console: createClient<ConsolePaths>(at('console')),
  smsGateway: createClient<SmsGatewayPaths>(at('sms-gateway')),
};

/** What every service answers about its own running: work owed, parked messages, exchanges with the outside. */
export const operationsOf = (service: string): ReturnType<typeof createClient<OperationsPaths>> => createClient<OperationsPaths>(at(service));

/** The body of a successful answer; everything else has been thrown by then. */
export async function take<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data } = await call;
  // Services check their own answers against the contract these types are made from.
  return data as T;
}

/** Address of a document a page shows or downloads by itself (image, PDF); the session's cookie opens it. */
export const documentAddress = (service: string, path: string): string => `/api/${service}${path}`;

/** Fetches a document whole, with the same manners as `api`. */
export async function takeBytes(service: string, path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await send(new Request(new URL(documentAddress(service, path), location.origin), signal ? { signal } : {}));
  return response.blob();
}

/** Uploads bytes with progress from 0 to 1, as XMLHttpRequest alone can tell it; resolves to the parsed answer. */
export async function sendBytes(service: string, path: string, body: Blob, options: { method?: 'POST' | 'PUT'; headers?: Record<string, string>; progress?: (share: number) => void; signal?: AbortSignal } = {}): Promise<unknown> {
  const token = await actToken();
  const response = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(options.method ?? 'POST', documentAddress(service, path));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-Hub-Csrf', token);
    for (const [name, value] of Object.entries(options.headers ?? {})) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) options.progress?.(event.loaded / event.total);
    });
    request.addEventListener('load', () => resolve(new Response(request.responseText || null, { status: request.status })));
    request.addEventListener('error', () => {
      connection.lost();
      reject(new Unreachable('upload'));
    });
    request.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
  if (response.status === 401) {
    await signIn.renewed();
    return sendBytes(service, path, body, options);
  }
  if (await newerToken(response, token)) return sendBytes(service, path, body, options);
  if (!response.ok) throw await problemOf(response, { zh: frameTexts.failed[0], en: frameTexts.failed[1] });
  return response.json();
}
