import net from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { createServer } from '../../infra/http-server.ts';
import { openLog } from '../../infra/log.ts';
import { openLive } from './live.ts';

it('a window closed before it was known who it belongs to does not stay among the listeners', async () => {
  const live = openLive({ natsUrl: 'nats://127.0.0.1:9', natsUser: '', natsPassword: '' }, openLog('console', 'silent'));
  const app = express();
  const listened = new Promise<number>((resolve) => {
    app.get('/live', (_request, response) => {
      response.on('close', () => {
        expect(live.listen(response, 'clerk', () => Promise.resolve({ caseNumbers: true }), true)).toBe(true);
        resolve(live.listeners());
      });
      window.destroy();
    });
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  const window = net.connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1', () => window.write('GET /live HTTP/1.1\r\nhost: h\r\n\r\n'));
  try { expect(await listened).toBe(0); } finally { await live.stop(); server.close(); }
});
