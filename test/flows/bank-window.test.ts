// The money from socket to database: a bank's teller program, the bank gateway and fees on a real bus and database.
import path from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from '../../infra/chance.ts';
import { chinaDate, systemClock } from '../../infra/clock.ts';
import type { RunningService } from '../../infra/runner.ts';
import { eventually, openStage } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { service as fees } from '../../services/fees/service.ts';
import { startTeller } from '../../services/bank-gateway/adapters/zone-nontax/simulator.ts';
import type { Teller, TellerSettings } from '../../services/bank-gateway/adapters/zone-nontax/simulator.ts';
import { service } from '../../services/bank-gateway/service.ts';

let stage: Stage;
let connection: NatsConnection;
let running: RunningService;
let feesRunning: RunningService;
let port: number;
let cases = 0;
const payCodes = new Map<string, string>();
const settled = new Map<string, number>();
const tellers: Teller[] = [];
const today = chinaDate(systemClock.now());

const accounts = [{ bank: 'BANKA', userCode: 'bank-a', password: 'password-a' }, { bank: 'BANKB', userCode: 'bank-b', password: 'password-b' }];
const listeners = (listenPort: number): string => JSON.stringify([{ profile: 'zone-nontax', port: listenPort, accounts, sessionKey: 'a session key of this test', answerWithinMs: 2_000 }]);

async function get(where: string, role: 'integrator' | 'window-clerk' = 'integrator'): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${running.url}${where}`, { headers: { authorization: `Bearer ${await stage.token(role)}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

beforeAll(async () => {
  stage = await openStage();
  const { user, password } = stage.nats.operator;
  connection = await connect({ servers: stage.nats.url, user, pass: password });
  const events = connection.subscribe('events.fees.>');
  void (async () => {
    for await (const message of events) {
      const { type, data }: { type: string; data: { caseNumber: string; payCode: string } } = message.json();
      if (type === 'events.fees.bill-issued') payCodes.set(data.caseNumber, data.payCode);
      if (type === 'events.fees.payment-settled') settled.set(data.payCode, (settled.get(data.payCode) ?? 0) + 1);
    }
  })();
  feesRunning = await stage.start(fees, { HUB_DIVISION_CODE: '430603' });
  running = await stage.start(service, { HUB_FEES_URL: await stage.urlOf('fees'), HUB_LISTENERS: listeners(0) });
  port = ((await get('/state')).body['listeners'] as { port: number }[])[0]?.port ?? 0;
});
afterAll(async () => {
  for (const teller of tellers) teller.stop();
  await connection?.close();
  await stage?.close();
});

function teller(changes: Partial<TellerSettings> = {}): Teller {
  const one = startTeller({ host: '127.0.0.1', port, user: 'bank-a', password: 'password-a', booksFile: path.join(stage.directory, `books-${tellers.length}.jsonl`), teller: `T${tellers.length}`, ...changes });
  tellers.push(one);
  return one;
}

async function bill(payer = '湖南示例新材料有限公司', charges = [8_000, 115]): Promise<{ payCode: string; caseNumber: string }> {
  cases += 1;
  const caseNumber = `43060300000000000000000000000002026010501${String(cases).padStart(5, '0')}`;
  const id = freshId();
  await jetstream(connection).publish('commands.fees.collect-fee', JSON.stringify({
    specversion: '1.0', id, source: '/intake', type: 'commands.fees.collect-fee', subject: caseNumber, time: systemClock.now().toISOString(), datacontenttype: 'application/json',
    data: {
      caseNumber, billKey: `${caseNumber}:1`, payer: { name: payer, creditCode: null }, item: { code: '000129106000', name: '示例事项' },
      department: { name: '示例局', code: '430603101' }, dueBy: new Date(systemClock.now().getTime() + 86_400_000).toISOString(),
      charges: charges.map((amountInFen, at) => ({ name: `费${at}`, standard: '示例标准', unitAmountInFen: amountInFen, quantity: 1, amountInFen })),
    },
  }), { msgID: id });
  return { caseNumber, payCode: await eventually('the bill is stated', async () => payCodes.get(caseNumber)) };
}

async function stateOf(payCode: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${await stage.urlOf('fees')}/bills/${payCode}`, { headers: { authorization: `Bearer ${await stage.token('cashier')}` } });
  return (await response.json()) as Record<string, unknown>;
}

describe('a bank window and the hub, from socket to database', () => {
  it('carry a bill from query to payment, reversal, payment again and agreed totals', async () => {
    const bank = teller({ user: 'bank-b', password: 'password-b' });
    const { payCode } = await bill();
    expect(await bank.query(payCode)).toMatchObject({ state: 'owed', amountInFen: 8_115, lines: 2, payer: '湖南示例新材料有限公司' });
    expect(await bank.pay(payCode)).toMatchObject({ state: 'confirmed' });
    const [first] = bank.books();
    expect(await stateOf(payCode)).toMatchObject({ state: 'paid', payment: { bank: 'BANKB', serial: first?.serial, workDate: today, amountInFen: 8_115 } });
    expect(await bank.query(payCode)).toEqual({ state: 'refused', code: '0001', words: '已缴款' });
    expect(await bank.cancel(payCode)).toMatchObject({ state: 'cancelled' });
    expect(await bank.pay(payCode)).toMatchObject({ state: 'confirmed' });
    expect(await bank.reconcile(today)).toMatchObject({ agreed: true, code: '0000', amountInFen: 8_115, payments: 1 });
    expect(await bank.reconcile(today)).toMatchObject({ agreed: true, code: '4040' });
    expect(await bank.cancel(payCode)).toMatchObject({ state: 'refused', code: '4010' });
    await eventually('both payments are stated', async () => settled.get(payCode) === 2);
  });

  it.each(['wrong-length', 'bad-gbk', 'wrong-token', 'coalesced', 'split', 'byte-by-byte', 'drop', 'two-tellers'] as const)('end with one payment in spite of %s', async (fault) => {
    const bank = teller();
    const { payCode } = await bill();
    expect(await bank.pay(payCode, fault)).toMatchObject({ state: 'confirmed' });
    const confirmed = bank.books().filter((payment) => payment.state === 'confirmed');
    expect(confirmed).toHaveLength(1);
    expect(await stateOf(payCode)).toMatchObject({ state: 'paid', payment: { serial: confirmed[0]?.serial } });
    await eventually('it is stated', async () => settled.get(payCode));
    expect(settled.get(payCode)).toBe(1);
  });

  it('take one of two payments by two banks at the same moment', async () => {
    const [a, b] = [teller(), teller({ user: 'bank-b', password: 'password-b' })];
    const bills = await Promise.all(Array.from({ length: 10 }, () => bill()));
    await Promise.all(bills.flatMap(({ payCode }) => [a.pay(payCode), b.pay(payCode)]));
    const confirmed = [...a.books(), ...b.books()].filter((payment) => payment.state === 'confirmed').map((payment) => payment.payCode);
    expect(confirmed.toSorted()).toEqual(bills.map(({ payCode }) => payCode).toSorted());
  });

  it('lose nothing when fees dies in between: the bank is told 9000 and asks again with the same serial', async () => {
    const bank = teller({ answerWaitMs: 3_000 });
    const { payCode } = await bill();
    await bank.query(payCode);
    await feesRunning.stop();
    const paying = bank.pay(payCode);
    await eventually('the bank was told to ask again', async () => ((await get('/exchanges?limit=5')).body['exchanges'] as { answer: string }[]).some((row) => row.answer.includes('"result":"9000"')));
    feesRunning = await stage.start(fees, { HUB_DIVISION_CODE: '430603' });
    expect(await paying).toMatchObject({ state: 'confirmed' });
    await eventually('it is stated', async () => settled.get(payCode));
    expect(settled.get(payCode)).toBe(1);
  });

  it('carry on after the gateway was restarted: the bank’s code still holds', async () => {
    const bank = teller();
    const { payCode } = await bill();
    await bank.query(payCode);
    await running.stop();
    running = await stage.start(service, { HUB_FEES_URL: await stage.urlOf('fees'), HUB_LISTENERS: listeners(port) });
    expect(await bank.pay(payCode)).toMatchObject({ state: 'confirmed' });
  });

  it('hear at once when the payer’s name cannot be written in GBK', async () => {
    const { payCode } = await bill('𠮷野公司');
    expect(await teller().query(payCode)).toMatchObject({ state: 'refused', code: '1100' });
  });

  it('agree on the totals of the day', async () => {
    const books = tellers.flatMap((one) => one.books()).filter((payment) => payment.state === 'confirmed');
    const response = await Promise.all(['BANKA', 'BANKB'].map(async (bank) => (await fetch(`${await stage.urlOf('fees')}/payments/totals?bank=${bank}&from=${today}&to=${today}`, { headers: { authorization: `Bearer ${await stage.token('auditor')}` } })).json() as Promise<{ amountInFen: number; payments: number }>));
    expect(response.reduce((sum, total) => sum + total.payments, 0)).toBe(books.length);
    expect(response.reduce((sum, total) => sum + total.amountInFen, 0)).toBe(books.reduce((sum, payment) => sum + payment.amountInFen, 0));
  });
});

describe('the operator', () => {
  it('sees the listeners and the banks on them', async () => {
    expect((await get('/state')).body).toMatchObject({ listeners: [{ adapter: 'zone-nontax', port, banks: [{ bank: 'BANKA' }, { bank: 'BANKB' }] }], adapter: 'zone-nontax', target: `127.0.0.1:${port}`, circuit: null, lastHour: { done: expect.any(Number) as number } });
    expect((await get('/state', 'window-clerk')).status).toBe(403);
  });

  it('sees what was said, without names, accounts or passwords', async () => {
    const { payCode, caseNumber } = await bill('张三');
    const bank = teller();
    await bank.pay(payCode);
    await bank.misbehave('bad-gbk', payCode);
    const rows = await eventually('the exchanges are kept', async () => {
      const { body } = await get(`/exchanges?caseNumber=${caseNumber}`);
      const found = body['exchanges'] as Record<string, unknown>[];
      return found.length >= 2 && found;
    });
    expect(rows[0]).toMatchObject({ bank: 'zone-nontax/BANKA', operation: '2402', outcome: 'done', request: JSON.stringify({ payCode, serial: bank.books()[0]?.serial }) });
    const all = await eventually('the bad frame is kept', async () => {
      const text = JSON.stringify((await get('/exchanges?limit=500')).body);
      return text.includes('GBK') && text;
    });
    expect(all).not.toMatch(/张三|password-|开发区支行/);
  });
});
