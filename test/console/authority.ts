/**
 * Who may do what, asked from outside: every operation of every OpenAPI document, by everybody there is. The documents say
 * who may call; here each service is held to it, directly with bearer tokens and through the console with sessions. Ids in
 * the addresses are real where reading needs them (one case, its bill, seal, certificate) and unknown where something would
 * be changed, so that a walk leaves no trace.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { $RefParser } from '@apidevtools/json-schema-ref-parser';
import { SignJWT, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { serviceNames, type ServiceName } from '../../contracts/envelope.ts';
import { audience, roles, type Role } from '../../infra/identity.ts';
import { tokenIssuer } from '../../scripts/credentials.ts';
import { projectRoot } from '../../scripts/run-directory.ts';
import type { BrowserHall } from './hall.ts';

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;
const Parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: z.looseObject({}).optional() });
const Operation = z.object({ operationId: z.string(), 'x-roles': z.array(z.string()).min(1), parameters: z.array(Parameter).default([]) });
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** One operation of one service, ready to be asked for. */
export interface Door {
  service: ServiceName;
  operationId: string;
  method: string;
  /** With ids filled in. */
  path: string;
  roles: readonly string[];
  keyed: boolean;
}

/** Every operation of every document, the operations each service has beside its own included. */
export async function doors(known: Readonly<Record<string, string>>): Promise<Door[]> {
  const found: Door[] = [];
  const folders = readdirSync(path.join(projectRoot, 'contracts'));
  for (const service of serviceNames) {
    for (const folder of [service, 'operations'].filter((each) => folders.includes(each))) {
      const document = Document.parse(await $RefParser.dereference(path.join(projectRoot, 'contracts', folder, 'openapi.yaml')));
      for (const [pattern, item] of Object.entries(document.paths)) {
        const shared = z.array(Parameter).default([]).parse(item['parameters']);
        for (const method of methods) {
          if (item[method] === undefined) continue;
          const operation = Operation.parse(item[method]);
          const parameters = [...shared, ...operation.parameters];
          const reads = method === 'get';
          const at = pattern.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent((reads ? known[name] : undefined) ?? unknown[name] ?? 'unknown-1'));
          const query = parameters.filter((each) => each.in === 'query' && each.required).map((each) => `${each.name}=${encodeURIComponent(required[each.name] ?? 'x')}`).join('&');
          found.push({ service, operationId: operation.operationId, method: method.toUpperCase(), path: query === '' ? at : `${at}?${query}`, roles: operation['x-roles'], keyed: !reads });
        }
      }
    }
  }
  return found;
}

/** Ids of nothing, in the form each document wants. */
const unknown: Readonly<Record<string, string>> = {
  source: 'NOBANK', day: '2026-01-01', differenceId: 'x'.repeat(24),
  caseNumber: '00000000000000000X0000000000000000000000000', payCode: '99999999999999999999', sequence: '9', sha256: '0'.repeat(64), itemCode: '0'.repeat(31),
  standardCode: 'NONE', moneyId: 'NOBANK:NONE', refundNumber: 'NONE-01',
};
const required: Readonly<Record<string, string>> = { from: '2026-01-01', to: '2026-01-02', bank: 'NOBANK', since: '2026-01-01T00:00:00Z', by: 'state', groupedBy: 'day' };

/** What an answer said: status and the reason in its problem details. */
export interface Said { status: number; reason: string }

async function said(answer: Response): Promise<Said> {
  const body: unknown = (answer.headers.get('content-type') ?? '').includes('json') ? await answer.json() : (await answer.arrayBuffer(), {});
  const reason = z.object({ reason: z.string() }).safeParse(body);
  return { status: answer.status, reason: reason.success ? reason.data.reason : '' };
}

const bodyOf = (door: Door): RequestInit => (door.method === 'GET' ? {} : { body: '{}' });
let asked = 0;
const headersOf = (door: Door, more: Record<string, string>): Record<string, string> =>
  ({ ...(door.method === 'GET' ? {} : { 'content-type': 'application/json' }), ...(door.keyed ? { 'idempotency-key': `walk-${(asked += 1)}-${door.operationId}` } : {}), ...more });

/** Straight to the service, with or without a bearer token. */
export async function knock(hall: BrowserHall, door: Door, token?: string): Promise<Said> {
  return said(await fetch(`${hall.hub.url(door.service)}${door.path}`, { method: door.method, headers: headersOf(door, token === undefined ? {} : { authorization: `Bearer ${token}` }), ...bodyOf(door) }));
}

/** Through the console, as a browser with this session would. */
export async function knockThroughConsole(hall: BrowserHall, door: Door, session: { cookie?: string; csrf?: string; origin?: string }): Promise<Said> {
  const headers = headersOf(door, {
    ...(session.cookie === undefined ? {} : { cookie: session.cookie }), ...(session.csrf === undefined ? {} : { 'x-hub-csrf': session.csrf }), origin: session.origin ?? hall.url,
  });
  return said(await fetch(`${hall.url}/api/${door.service}${door.path}`, { method: door.method, headers, redirect: 'manual', ...bodyOf(door) }));
}

/** What is wrong with an answer for somebody who holds `role`, or undefined. */
export function wrongAnswer(door: Door, role: Role, answer: Said): string | undefined {
  const told = `${role} ${door.method} ${door.service}${door.path} → ${answer.status} ${answer.reason}`;
  // 404 is a fair answer about an unknown id, never about the address itself: the walk would see nothing.
  if (answer.status >= 500 || answer.reason === 'no-such-address') return told;
  if (door.roles.includes('public')) return answer.status === 401 || answer.reason === 'wrong-role' ? told : undefined;
  if (!door.roles.includes(role)) return answer.status === 403 && answer.reason === 'wrong-role' ? undefined : told;
  return answer.status === 401 || answer.reason === 'wrong-role' ? told : undefined;
}

/** Tokens that must open nothing: each with what is wrong about it. */
export async function falseTokens(hall: BrowserHall): Promise<[what: string, token: string][]> {
  const { privateKey } = await generateKeyPair('ES256');
  const { privateKey: foreignRsa } = await generateKeyPair('RS256');
  const claims = { name: 'x', roles: [...roles] };
  const make = (key: Parameters<SignJWT['sign']>[0], alg: string, change: (token: SignJWT) => SignJWT = (token) => token): Promise<string> =>
    change(new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).setSubject('mallory').setIssuer(tokenIssuer).setAudience(audience).setIssuedAt().setExpirationTime('1h')).sign(key);
  const own = await importJWK(z.looseObject({ kty: z.string() }).parse(JSON.parse(readFileSync(hall.hub.credentials.file('token-signing-key.json'), 'utf8'))) as JWK, 'ES256');
  const honest = await hall.hub.token('supervisor');
  const [header = '', payload = '', signature = ''] = honest.split('.');
  const opened = z.looseObject({}).parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  const grown = Buffer.from(JSON.stringify({ ...opened, roles: [...roles] })).toString('base64url');
  return [
    ['signed by somebody else', await make(privateKey, 'ES256')],
    ['signed by another kind of key', await make(foreignRsa, 'RS256')],
    ['without a signature', `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`],
    ['with roles added afterwards', `${header}.${grown}.${signature}`],
    ['expired', await make(own, 'ES256', (token) => token.setExpirationTime('1 minute ago'))],
    ['not valid yet', await make(own, 'ES256', (token) => token.setNotBefore('1h'))],
    ['for another audience', await make(own, 'ES256', (token) => token.setAudience('another-hub'))],
    ['of another issuer', await make(own, 'ES256', (token) => token.setIssuer('https://elsewhere.invalid'))],
    ['cut in half', honest.slice(0, honest.length / 2)],
  ];
}
