/** The contract at the door: neither a request nor an answer that breaks the document passes, whatever the handler does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveHttp, type Handler, type HttpServer } from './http-server.ts';
import { openLog } from './log.ts';

const answer = { description: 'x', content: { 'application/json': { schema: { type: 'object', required: ['count'], additionalProperties: false, properties: { count: { type: 'integer' } } } } } };
const document = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: { '/things': { get: {
  operationId: 'things', 'x-roles': ['public'], parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }], responses: { 200: answer },
} } } };

it('an answer that breaks the contract never leaves, and a request that breaks it never arrives', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-contract-'));
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const given: unknown[] = [{ count: 1 }, { count: 'one' }, { count: 1, password: 'x' }];
  const server = await serveHttp({
    documents: [{ file, handlers: { things: () => Promise.resolve({ status: 200, body: given.shift() }) } }], identity: { verify: () => Promise.resolve(null) },
    log: openLog('contract-test', 'fatal'), host: '127.0.0.1', port: 0, health: () => Promise.resolve({}),
  });
  const ask = async (query = ''): Promise<unknown> => { const said = await fetch(`${server.url}/things${query}`); return [said.status, await said.text()]; };
  try {
    for (const broken of ['?limit=many', '?unknown=1']) expect(await ask(broken)).toEqual([400, expect.stringContaining('invalid-request')]);
    expect(given).toHaveLength(3);
    expect(await ask('?limit=2')).toEqual([200, '{"count":1}']);
    for (const _broken of [1, 2]) expect(await ask()).toEqual([500, expect.stringContaining('"defect"')]);
  } finally { await server.stop(); rmSync(folder, { recursive: true }); }
});

describe('finding an operation', () => {
  const parameter = (name: string, schema: object = { type: 'string' }): object => ({ name, in: 'path', required: true, schema });
  const told = { description: 'x', content: { 'application/json': { schema: { type: 'object' } } } };
  const operation = (operationId: string, more: object = {}): object => ({ operationId, 'x-roles': ['clerk'], responses: { 200: told, '4XX': told }, ...more });
  const paths = {
    '/bills/{payCode}': { get: operation('bill', { parameters: [parameter('payCode')] }) },
    '/bills/newest': { get: operation('newest') },
    '/bills/{payCode}/lines/{number}': { get: operation('line', { parameters: [parameter('payCode'), parameter('number', { type: 'integer' })] }), post: operation('add', { 'x-roles': ['keeper'], parameters: [parameter('payCode'), parameter('number')] }) },
  };
  let server: HttpServer;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-finding-'));
    const [file, other] = [join(folder, 'openapi.json'), join(folder, 'other.json')];
    writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths }));
    writeFileSync(other, JSON.stringify({ openapi: '3.1.0', info: { title: 'y', version: '1' }, paths: { '/work': { get: operation('work') } } }));
    const say = (name: string): Handler => (asked) => Promise.resolve({ status: 200, body: { name, ...asked.params, by: asked.actor.subject } });
    server = await serveHttp({
      documents: [{ file, handlers: { bill: say('bill'), newest: say('newest'), line: say('line'), add: say('add') } }, { file: other, handlers: { work: say('work') } }],
      identity: { verify: (token) => Promise.resolve(token === 'nobody' ? null : { subject: token, name: '', roles: ['clerk'] }) },
      log: openLog('contract-test', 'fatal'), host: '127.0.0.1', port: 0, health: () => Promise.resolve({}),
    });
  });
  afterAll(async () => { await server.stop(); rmSync(folder, { recursive: true }); });
  const ask = async (path: string, method = 'GET', token = 'li'): Promise<{ status: number; body: Record<string, unknown> }> => {
    const said = await fetch(`${server.url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    return { status: said.status, body: (await said.json()) as Record<string, unknown> };
  };

  it('takes each path for what it is, the first time and every other time, also a name that could be a number', async () => {
    for (const _time of [1, 2]) {
      expect((await ask('/bills/7')).body).toEqual({ name: 'bill', payCode: '7', by: 'li' });
      expect((await ask('/bills/newest')).body).toEqual({ name: 'newest', by: 'li' });
      expect((await ask('/bills/a%2Fb%20c/lines/07')).body).toEqual({ name: 'line', payCode: 'a/b c', number: '7', by: 'li' });
      expect((await ask('/work')).body).toEqual({ name: 'work', by: 'li' });
      expect((await ask('/bills/7', 'GET', 'wang')).body).toMatchObject({ by: 'wang' });
      expect(await ask('/bills/7/lines/many')).toMatchObject({ status: 400, body: { reason: 'invalid-request' } });
    }
  });

  it('lets nobody in by another spelling, another method, or without the right', async () => {
    for (const path of ['/Bills/7', '/bills/7/', '/bills//', '/bills', '/work/7', '//work', '/bills/7/lines']) expect((await ask(path)).status, path).toBe(404);
    for (const method of ['POST', 'DELETE', 'OPTIONS']) expect((await ask('/bills/7', method)).status, method).toBe(405);
    expect((await ask('/bills/%E0%A4%A')).status).toBe(400);
    expect(await ask('/bills/7/lines/1', 'POST')).toMatchObject({ status: 403, body: { reason: 'wrong-role' } });
    expect((await ask('/bills/7', 'GET', 'nobody')).status).toBe(401);
    expect((await fetch(`${server.url}/work`)).status).toBe(401);
  });
});
