/** The contract at the door: neither a request nor an answer that breaks the document passes, whatever the handler does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serveHttp } from './http-server.ts';
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
