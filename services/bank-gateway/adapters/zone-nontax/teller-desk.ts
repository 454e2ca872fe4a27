/**
 * A small HTTP desk in front of the simulated bank, for demonstrations: whoever plays the payer posts a pay code here.
 * `POST /payments {payCode, fault?}`, `POST /cancellations {payCode}`, `POST /reconciliations {date}`,
 * `POST /misbehaviours {payCode, fault}`, `POST /settlements {}`, `GET /books`. On loopback, without tokens: never part of the product's surface.
 */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { startTeller, tellerFaults } from './simulator.ts';
import type { Teller, TellerSettings } from './simulator.ts';

/** A teller program with its desk. */
export interface TellerDesk {
  readonly url: string;
  readonly teller: Teller;
  stop(): Promise<void>;
}

const payCode = z.string().min(1).max(42);
const Payment = z.object({ payCode, fault: z.enum(tellerFaults).optional() });
const Cancellation = z.object({ payCode });
const Reconciliation = z.object({ date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) });
const Misbehaviour = z.object({ payCode, fault: z.enum(['wrong-length', 'bad-gbk', 'wrong-token', 'coalesced']) });

/** Starts both; `deskPort` 0 takes any free port. */
export async function startTellerDesk(settings: TellerSettings, deskPort = 0): Promise<TellerDesk> {
  const teller = startTeller(settings);

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const path = `${request.method} ${request.url}`;
    if (path === 'GET /books') return { status: 200, body: { payments: teller.books() } };
    const asked = await bodyOf(request);
    switch (path) {
      case 'POST /payments': {
        const { payCode: code, fault } = Payment.parse(asked);
        return { status: 200, body: await teller.pay(code, fault) };
      }
      case 'POST /cancellations': return { status: 200, body: await teller.cancel(Cancellation.parse(asked).payCode) };
      case 'POST /reconciliations': return { status: 200, body: await teller.reconcile(Reconciliation.parse(asked).date) };
      case 'POST /misbehaviours': {
        const { payCode: code, fault } = Misbehaviour.parse(asked);
        return { status: 200, body: await teller.misbehave(fault, code) };
      }
      case 'POST /settlements': return { status: 200, body: { stillOpen: await teller.settle() } };
      default: return { status: 404, body: { zh: '没有这个操作', en: 'no such operation' } };
    }
  }

  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => ({
        status: error instanceof z.ZodError || error instanceof SyntaxError ? 400 : 500,
        body: { zh: '请求有误或模拟银行出错', en: error instanceof Error ? error.message : 'failed' },
      }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify(body));
      }, () => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deskPort, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    teller,
    async stop() {
      teller.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > 10_000) throw new SyntaxError('body too large');
    chunks.push(piece);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
}
