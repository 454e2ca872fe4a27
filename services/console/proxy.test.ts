import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../../infra/http-server.ts';
import { openLog } from '../../infra/log.ts';
import { passOn } from './proxy.ts';

const portOf = (server: http.Server): number => { const address = server.address() as AddressInfo; return address.port; };
const listening = (server: http.Server): Promise<void> => new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });

/** Sends bytes as they are and gives the answer until the connection ends or `enough` stands in it. */
function raw(port: number, text: string, enough: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (part) => { got += part.toString('latin1'); if (enough.test(got)) { socket.destroy(); resolve(got); } });
    socket.on('end', () => { resolve(got); });
    socket.on('error', reject);
  });
}

describe('a request passed on', () => {
  const reached: string[] = [];
  let held: ((path: string) => void) | undefined;
  const service = http.createServer((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    if (request.url === '/held') { held?.(request.url); return; }
    let body = '';
    request.on('data', (part: Buffer) => { body += part.toString(); });
    request.on('end', () => { response.end(`answered ${String(request.url)} [${body}]`); });
    // As a service does that needs no body: it answers at once and the rest is read past.
    if (request.method === 'GET') response.end(`answered ${String(request.url)} []`);
  });
  const app = express();
  const log = openLog('console', 'silent');
  app.use((request, response) => { passOn(request, response, { service: 'intake', path: request.path, query: '', baseUrl: `http://127.0.0.1:${portOf(service)}`, token: 't' }, log); });
  const web = createServer(app);
  beforeAll(async () => { await listening(service); await listening(web); });
  afterAll(() => { for (const server of [web, service]) { server.closeAllConnections(); server.close(); } });

  it('leaves nothing behind for the next one: a length without its body swallowed the request of another person', async () => {
    await raw(portOf(web), `GET /first HTTP/1.1\r\nhost: h\r\ncontent-length: 40\r\nconnection: close\r\n\r\n${'x'.repeat(40)}`, /answered/);
    for (const path of ['/second', '/third']) expect(await raw(portOf(web), `GET ${path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n`, /answered/)).toContain(`answered ${path} []`);
  });
  it('keeps its body within it: that of a DELETE in chunks reached the service as a request of its own', async () => {
    const inner = 'GET /smuggled HTTP/1.1\r\nhost: h\r\n\r\n';
    const answer = await raw(portOf(web), `DELETE /draft HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`, /answered[^]*\]/);
    expect(answer).toContain('answered /draft [GET /smuggled');
    expect(reached).not.toContain('GET /smuggled');
  });
  it('is not asked a second time when it was the browser that went away', async () => {
    await raw(portOf(web), 'GET /warm HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n', /answered/);
    const arrived = new Promise<void>((resolve) => { held = () => { resolve(); }; });
    const browser = net.connect(portOf(web), '127.0.0.1', () => browser.write('GET /held HTTP/1.1\r\nhost: h\r\n\r\n'));
    await arrived;
    const again = new Promise<string>((resolve) => { held = () => { resolve('asked again'); }; });
    const gone = new Promise<string>((resolve) => { browser.once('close', () => { resolve('gone'); }); });
    browser.destroy();
    await gone;
    // Whatever was begun for it is begun before this one is answered.
    for (let i = 0; i < 5; i += 1) await raw(portOf(web), 'GET /after HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n', /answered/);
    expect(await Promise.race([again, Promise.resolve('not asked again')])).toBe('not asked again');
    expect(reached.filter((what) => what === 'GET /held')).toHaveLength(1);
  });
  it('is answered although every connection that was kept has died: asked again on a second dead one, a page told of a service that could not be reached', async () => {
    const served = new Map<net.Socket, number>();
    let together: (() => void)[] = [];
    // Answers each connection once and hangs up on it when it is used again.
    const forgetful = http.createServer((request, response) => {
      const times = (served.get(request.socket) ?? 0) + 1;
      served.set(request.socket, times);
      if (times > 1) { request.socket.destroy(); return; }
      if (request.url !== '/both') { response.end(`answered ${String(request.url)}`); return; }
      together.push(() => { response.end('answered /both'); });
      if (together.length === 2) { for (const go of together) go(); together = []; }
    });
    const other = express();
    other.use((request, response) => { passOn(request, response, { service: 'fees', path: request.path, query: '', baseUrl: `http://127.0.0.1:${portOf(forgetful)}`, token: 't' }, log); });
    const front = createServer(other);
    await listening(forgetful);
    await listening(front);
    const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${portOf(front)}${path}`)).text();
    try {
      // Two at once leave two connections kept.
      await Promise.all([get('/both'), get('/both')]);
      expect(served.size).toBe(2);
      expect(await get('/later')).toBe('answered /later');
      expect(served.size).toBe(3);
    } finally { for (const server of [front, forgetful]) { server.closeAllConnections(); server.close(); } }
  });
});
