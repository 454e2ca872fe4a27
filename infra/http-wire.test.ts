/** Holds the wire adapter to the codes that tell "never left" from "may have arrived", and to axios's own reading of answers. */
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import axios, { AxiosError } from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overPools } from './http-wire.ts';

const agent = new http.Agent({ keepAlive: true });
const sockets = new Set<number | undefined>();
const server = http.createServer((request, response) => {
  sockets.add(request.socket.remotePort);
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
    switch (request.url) {
      case '/mirror': response.setHeader('content-type', 'application/json').end(JSON.stringify({ method: request.method, type: request.headers['content-type'], length: request.headers['content-length'], body: Buffer.concat(parts).toString('utf8') })); break;
      case '/bytes': response.end(Buffer.from([0, 255, 128])); break;
      case '/moved': response.writeHead(302, { location: '/mirror' }).end(); break;
      case '/cut': response.writeHead(200, { 'content-length': '100' }).write('half'); setImmediate(() => { request.socket.destroy(); }); break;
      case '/long': response.end('x'.repeat(2_000)); break;
      default: break; // never answered
    }
  });
});
let base = '';
const client = axios.create({ adapter: overPools({ http: agent, https: new https.Agent() }), validateStatus: () => true, maxContentLength: 1_000 });
const codeOf = async (call: Promise<unknown>): Promise<string | undefined> => call.then(() => 'answered', (error: unknown) => (error instanceof AxiosError ? error.code : 'not of axios'));

beforeAll(async () => { await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }); base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; });
afterAll(() => { agent.destroy(); server.closeAllConnections(); server.close(); });

describe('a request on a kept connection', () => {
  it('sends JSON with its length in bytes and reads JSON', async () => {
    const answer = await client.request<unknown>({ method: 'put', url: `${base}/mirror`, data: { name: '园区' } });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ method: 'PUT', type: 'application/json', length: String(Buffer.byteLength('{"name":"园区"}')), body: '{"name":"园区"}' });
  });
  it('reads bytes as they are, and answers of other kinds as answers', async () => {
    expect((await client.get<Buffer>(`${base}/bytes`, { responseType: 'arraybuffer' })).data).toEqual(Buffer.from([0, 255, 128]));
    expect((await client.get(`${base}/moved`)).status).toBe(302);
  });
  it('uses the connection again', async () => {
    sockets.clear();
    for (let i = 0; i < 5; i += 1) await client.get(`${base}/mirror`);
    expect(sockets.size).toBe(1);
  });
  it('says by its code how it failed', async () => {
    expect(await codeOf(client.get('http://127.0.0.1:1/'))).toBe('ECONNREFUSED');
    expect(await codeOf(client.get(`${base}/never`, { timeout: 50 }))).toBe('ECONNABORTED');
    expect(await codeOf(client.get(`${base}/never`, { signal: AbortSignal.timeout(50) }))).toBe('ERR_CANCELED');
    expect(await codeOf(client.get(`${base}/cut`))).toMatch(/ECONNRESET|ERR_BAD_RESPONSE/);
    expect(await codeOf(client.get(`${base}/long`))).toBe('ERR_BAD_RESPONSE');
  });
});
