/** What banks ask and tell at the same moment goes to fees together; each is answered for itself, and what broke one request is never told to a bank as a no. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { paths } from '../../contracts/fees/api.ts';
import { openClient } from '../../infra/http-client.ts';
import { feesPort } from './fees-port.ts';
import type { BankPayment, BankPort } from './port.ts';

const Payments = z.object({ payments: z.array(z.object({ serial: z.string(), payCode: z.string() })) });
let server: http.Server;
let port: BankPort;
/** Requests as they came: method, path, body. */
const asked: { path: string; body: unknown; key: string | undefined }[] = [];
let answer: (path: string, body: unknown) => { status: number; body: unknown } | 'nothing';

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const body: unknown = text === '' ? null : JSON.parse(text);
      const path = request.url ?? '';
      asked.push({ path, body, key: request.headers['idempotency-key']?.toString() });
      const said = answer(path, body);
      if (said === 'nothing') { request.socket.destroy(); return; }
      response.writeHead(said.status, { 'content-type': 'application/json' }).end(JSON.stringify(said.body));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  port = feesPort(openClient<paths>(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, () => Promise.resolve('token'), 2_000), () => undefined);
});
afterAll(() => { server.closeAllConnections(); server.close(); });
beforeEach(() => { asked.length = 0; });

const payCodeOf = (at: number): string => String(at).padStart(20, '4');
const payment = (at: number, serial = `S${String(at)}`): BankPayment => ({ bank: 'BANKA', serial, payCode: payCodeOf(at), amountInFen: 8_000, workDate: '2026-01-05', collectedOn: '2026-01-05' });
const settledOf = (serial: string): object => ({ settled: { payCode: payCodeOf(1), caseNumber: `case of ${serial}`, bank: 'BANKA', serial, amountInFen: 8_000, settledAt: '2026-01-05T01:30:00Z' }, problem: null });
const problemOf = (status: number, reason: string): object => ({ type: `/problems/${reason}`, title: 'x', titleEn: 'x', status, reason });

describe('the port to fees', () => {
  it('tells of payments of the same moment in one request, and gives each its own answer', async () => {
    answer = (_path, body) => ({ status: 200, body: { answers: Payments.parse(body).payments.map(({ serial }, at) => (at === 1 ? { settled: null, problem: problemOf(409, 'already-paid') } : at === 2 ? { settled: null, problem: problemOf(500, 'defect') } : settledOf(serial))) } });
    const outcomes = await Promise.all([1, 2, 3, 4].map((at) => port.confirmPayment(payment(at))));
    expect(asked.map(({ path }) => path)).toEqual(['/window/payments']);
    expect(outcomes).toMatchObject([{ kind: 'done', value: { caseNumber: 'case of S1' } }, { kind: 'refused', reason: 'already-paid' }, { kind: 'in-doubt' }, { kind: 'done', value: { caseNumber: 'case of S4' } }]);
  });

  it('tells of each alone, under its own key, when one of them had the request refused', async () => {
    answer = (path, body) => (path === '/window/payments' ? { status: 400, body: problemOf(400, 'invalid-request') }
      : path.includes(payCodeOf(2)) ? { status: 400, body: problemOf(400, 'invalid-request') } : { status: 200, body: { ...Object(body), caseNumber: 'C' } });
    const outcomes = await Promise.all([1, 2, 3].map((at) => port.confirmPayment(payment(at))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'in-doubt', 'done']);
    expect(new Set(asked.slice(1).map(({ key }) => key))).toEqual(new Set(['payment:BANKA:S1', 'payment:BANKA:S2', 'payment:BANKA:S3']));
  });

  it('a connection lost in the middle leaves every payment of the group unknown, and none is told again by itself', async () => {
    answer = () => 'nothing';
    const outcomes = await Promise.all([1, 2].map((at) => port.confirmPayment(payment(at))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['in-doubt', 'in-doubt']);
    expect(asked).toHaveLength(1);
  });

  it('an answer too short is unknown to all of its group', async () => {
    answer = () => ({ status: 200, body: { answers: [settledOf('S1')] } });
    expect((await Promise.allSettled([1, 2].map((at) => port.confirmPayment(payment(at))))).map((one) => (one.status === 'fulfilled' ? one.value.kind : 'failed'))).toEqual(['in-doubt', 'in-doubt']);
  });

  it('asks about bills of the same moment in one request', async () => {
    const bill = (payCode: string, refusesPayment: string | null): object => ({ bill: { payCode, caseNumber: 'C', state: 'issued', refusesPayment, owedInFen: 8_000, payerName: '示例公司', departmentCode: '000', lines: [{ name: '费', amountInFen: 8_000 }] }, problem: null });
    answer = () => ({ status: 200, body: { answers: [bill(payCodeOf(1), null), { bill: null, problem: problemOf(404, 'unknown-bill') }, bill(payCodeOf(3), 'payment-in-doubt')] } });
    const outcomes = await Promise.all([1, 2, 3].map((at) => port.queryBill({ bank: 'BANKA', payCode: payCodeOf(at) })));
    expect(asked.map(({ path }) => decodeURIComponent(path))).toEqual([`/window/bills?payCodes=${[1, 2, 3].map(payCodeOf).join(',')}`]);
    expect(outcomes).toMatchObject([{ kind: 'done', value: { amountInFen: 8_000, payerName: '示例公司' } }, { kind: 'refused', reason: 'unknown-bill' }, { kind: 'refused', reason: 'wrong-state' }]);
  });
});
