import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../contracts/fees/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { eventually, openStage } from '../../test/stage.ts';
import type { Stage } from '../../test/stage.ts';
import { service } from './service.ts';

type Bill = components['schemas']['Bill'];

let stage: Stage;
let connection: NatsConnection;
/** Two copies on one database, as a province would run them. */
let urls: string[];
let gateway: string;
const heard: { type: string; billKey: string; payCode: string; bankSerial?: string }[] = [];
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
let cases = 0;

beforeAll(async () => {
  stage = await openStage();
  const { user, password } = stage.nats.operator;
  connection = await connect({ servers: stage.nats.url, user, pass: password });
  const events = connection.subscribe('events.fees.>');
  void (async () => {
    for await (const message of events) {
      const { type, data }: { type: string; data: { billKey: string; payCode: string; bankSerial?: string } } = message.json();
      heard.push({ type: type.replace('events.fees.', ''), ...data });
    }
  })();
  const first = await stage.start(service, { HUB_DIVISION_CODE: '430603' }, clock);
  const second = await stage.start(service, { HUB_DIVISION_CODE: '430603', HUB_HTTP_PORT: '0' }, clock);
  urls = [first.url, second.url];
  gateway = await stage.token('service', { subject: 'bank-gateway' });
});
afterAll(async () => {
  await connection?.close();
  await stage?.close();
});

async function ask(method: string, where: string, options: { token?: string; body?: unknown; key?: string; copy?: number } = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${urls[options.copy ?? 0]}${where}`, {
    method, headers: {
      authorization: `Bearer ${options.token ?? gateway}`,
      ...(options.body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': options.key ?? freshId() }),
    }, ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function sendOrder(caseNumber: string, charges: readonly number[] = [8_000], id = freshId()): Promise<void> {
  await jetstream(connection).publish('commands.fees.collect-fee', JSON.stringify({
    specversion: '1.0', id, source: '/intake', type: 'commands.fees.collect-fee', subject: caseNumber, time: clock.now().toISOString(), datacontenttype: 'application/json',
    data: {
      caseNumber, billKey: `${caseNumber}:1`, payer: { name: '湖南示例新材料有限公司', creditCode: null }, item: { code: '000129106000', name: '示例事项' },
      department: { name: '示例局', code: '430603101' }, dueBy: '2026-02-04T01:30:00.000Z',
      charges: charges.map((amountInFen, at) => ({ name: `费${at}`, standard: '示例标准', unitAmountInFen: amountInFen, quantity: 1, amountInFen })),
    },
  }), { msgID: id });
}

/** A fresh bill over the charges. */
async function bill(charges?: readonly number[]): Promise<{ payCode: string; caseNumber: string }> {
  cases += 1;
  const caseNumber = `4306030000000000000000000000000202601050${String(cases).padStart(5, '0')}`;
  await sendOrder(caseNumber, charges);
  const payCode = await eventually('the bill is stated', async () => heard.find((fact) => fact.type === 'bill-issued' && fact.billKey === `${caseNumber}:1`)?.payCode);
  return { payCode, caseNumber };
}

function pay(payCode: string, serial: string, changes: Record<string, unknown> & { copy?: number; token?: string } = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const { copy, token, ...rest } = changes;
  const body = { bank: 'BANKA', serial, amountInFen: 8_000, workDate: '2026-01-05', collectedOn: '2026-01-05', ...rest };
  return ask('POST', `/bills/${payCode}/payments`, { body, key: `payment:${body.bank}:${serial}`, ...(copy === undefined ? {} : { copy }), ...(token ? { token } : {}) });
}
const cancel = (payCode: string, workDate = '2026-01-05', bank = 'BANKA', key = freshId()): Promise<{ status: number; body: Record<string, unknown> }> => ask('POST', `/bills/${payCode}/cancellations`, { body: { bank, workDate }, key });
const settledFor = (payCode: string): string[] => heard.filter((fact) => fact.payCode === payCode && fact.type === 'payment-settled').map((fact) => fact.bankSerial ?? '');

describe('fees on a real database and bus', () => {
  it('issues one bill for one order, however often it is told, and shows it', async () => {
    const { payCode, caseNumber } = await bill([8_000, 115]);
    await sendOrder(caseNumber, [8_000, 115]);
    expect(payCode).toMatch(/^430603263000000\d{5}$/);
    const { status, body } = await ask('GET', `/bills/${payCode}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ payCode, caseNumber, state: 'issued', refusesPayment: null, amountInFen: 8_115, payment: null, reversals: [] });
    await eventually('both orders are noted', async () => (await ask('GET', `/bills?caseNumber=${caseNumber}`, { copy: 1 })).body['bills'] as Bill[]);
    expect(((await ask('GET', `/bills?caseNumber=${caseNumber}`)).body['bills'] as Bill[]).map((one) => one.payCode)).toEqual([payCode]);
  });

  it('believes nobody but the bank gateway', async () => {
    const { payCode } = await bill();
    for (const role of ['cashier', 'bank-teller', 'approver', 'integrator'] as const) {
      expect((await pay(payCode, 'N1', { token: await stage.token(role) })).status, role).toBe(403);
    }
    for (const subject of ['intake', 'notify']) {
      expect((await pay(payCode, 'N1', { token: await stage.token('service', { subject }) })).body, subject).toMatchObject({ status: 403, reason: 'wrong-role' });
    }
    expect((await pay(payCode, 'N1', { token: 'nonsense' })).status).toBe(401);
    expect((await ask('GET', `/bills/${payCode}`)).body).toMatchObject({ state: 'issued' });
  });

  it('settles a payment once, states it once, and answers a repetition the same, also on the next work date', async () => {
    const { payCode } = await bill();
    const first = await pay(payCode, 'P1');
    expect(first).toMatchObject({ status: 200, body: { payCode, bank: 'BANKA', serial: 'P1', amountInFen: 8_000 } });
    expect((await pay(payCode, 'P1', { copy: 1 })).body).toEqual(first.body);
    expect((await pay(payCode, 'P1', { workDate: '2026-01-06', collectedOn: '2026-01-06' })).body).toEqual(first.body);
    expect(await pay(payCode, 'P2')).toMatchObject({ status: 409, body: { reason: 'already-paid' } });
    expect(await pay(payCode, 'P1', { bank: 'BANKB' })).toMatchObject({ status: 409, body: { reason: 'already-paid' } });
    await eventually('the payment is stated', async () => settledFor(payCode).length > 0);
    expect(settledFor(payCode)).toEqual(['P1']);
  });

  it('refuses a wrong amount, an unknown bill, a key that is not the payment’s, and a serial that paid another bill', async () => {
    const { payCode } = await bill();
    const other = await bill();
    expect(await pay(payCode, 'Q1', { amountInFen: 7_999 })).toMatchObject({ status: 422, body: { reason: 'amount-differs' } });
    expect(await pay('43060326309999999999', 'Q1')).toMatchObject({ status: 404, body: { reason: 'unknown-bill' } });
    const body = { bank: 'BANKA', serial: 'Q1', amountInFen: 8_000, workDate: '2026-01-05', collectedOn: '2026-01-05' };
    expect(await ask('POST', `/bills/${payCode}/payments`, { body })).toMatchObject({ status: 400, body: { reason: 'idempotency-key-invalid' } });
    expect((await pay(payCode, 'Q1')).status).toBe(200);
    expect((await pay(other.payCode, 'Q1')).status).toBe(422);
    await cancel(payCode);
    expect((await pay(other.payCode, 'Q1')).status).toBe(422);
    expect((await ask('GET', `/bills/${other.payCode}`)).body).toMatchObject({ state: 'issued' });
  });

  it('takes exactly one of two payments at the same moment, on two copies, again and again', async () => {
    const bills = await Promise.all(Array.from({ length: 20 }, () => bill()));
    const answers = await Promise.all(bills.flatMap(({ payCode }, at) => [
      pay(payCode, `R${at}a`, { copy: 0 }), pay(payCode, `R${at}b`, { copy: 1 }), pay(payCode, `R${at}c`, { copy: at % 2, bank: 'BANKB' }),
    ]));
    for (const [at, { payCode }] of bills.entries()) {
      const three = answers.slice(at * 3, at * 3 + 3);
      const winners = three.filter((answer) => answer.status === 200);
      expect(winners).toHaveLength(1);
      for (const loser of three) if (loser.status !== 200) expect(loser.body).toMatchObject({ status: 409, reason: 'already-paid' });
      await eventually('it is stated', async () => settledFor(payCode).length > 0);
      expect(settledFor(payCode)).toEqual([winners[0]?.body['serial']]);
    }
  });

  it('lets one serial pay one of two bills at the same moment', async () => {
    const [a, b] = [await bill(), await bill()];
    const answers = await Promise.all([pay(a.payCode, 'SAME', { copy: 0 }), pay(b.payCode, 'SAME', { copy: 1 })]);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.find((answer) => answer.status !== 200)?.status).toBeGreaterThanOrEqual(409);
  });

  describe('told of several payments at once', () => {
    interface Told { settled: Record<string, unknown> | null; problem: { status: number; reason: string } | null }
    const payment = (payCode: string, serial: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({ payCode, bank: 'BANKA', serial, amountInFen: 8_000, workDate: '2026-01-05', collectedOn: '2026-01-05', ...changes });
    const tellAll = async (payments: readonly unknown[], options: { copy?: number; token?: string } = {}): Promise<Told[]> => {
      const { status, body } = await ask('POST', '/window/payments', { body: { payments }, ...options });
      expect(status).toBe(200);
      return body['answers'] as Told[];
    };

    it('decides and answers each for itself: one refused spoils nothing', async () => {
      const [a, b, c] = [await bill(), await bill(), await bill([8_000, 115])];
      const answers = await tellAll([
        payment(a.payCode, 'G1'), payment(a.payCode, 'G2'), payment('43060326309999999999', 'G3'), payment(b.payCode, 'G4', { amountInFen: 7_999 }),
        payment(b.payCode, 'G5'), payment(c.payCode, 'G5', { amountInFen: 8_115 }), payment(c.payCode, 'G6', { amountInFen: 8_115, bank: 'BANKB' }),
      ]);
      expect(answers.map(({ settled, problem }) => settled?.['serial'] ?? problem?.reason)).toEqual(['G1', 'already-paid', 'unknown-bill', 'amount-differs', 'G5', 'idempotency-key-reused', 'G6']);
      expect((await ask('GET', `/bills/${a.payCode}`)).body).toMatchObject({ state: 'paid', payment: { serial: 'G1' }, surplus: [{ serial: 'G2', why: 'already-paid' }] });
      expect((await ask('GET', `/bills/${c.payCode}`)).body).toMatchObject({ state: 'paid', payment: { bank: 'BANKB', serial: 'G6' } });
      await eventually('they are stated', async () => settledFor(a.payCode).length + settledFor(b.payCode).length + settledFor(c.payCode).length === 3);
    });

    it('settles a payment once, alone or among others, on either copy, and says the same each time', async () => {
      const [a, b] = [await bill(), await bill()];
      const alone = await pay(a.payCode, 'H1');
      const answers = await tellAll([payment(b.payCode, 'H2'), payment(a.payCode, 'H1', { workDate: '2026-01-06' }), payment(b.payCode, 'H2')], { copy: 1 });
      expect(answers[1]).toEqual({ settled: alone.body, problem: null });
      expect(answers[2]).toEqual(answers[0]);
      expect((await pay(b.payCode, 'H2')).body).toEqual(answers[0]?.settled);
      await cancel(b.payCode);
      expect((await tellAll([payment(b.payCode, 'H2')]))[0]?.problem).toMatchObject({ status: 409, reason: 'serial-already-used' });
    });

    it('takes exactly one of two for one bill when two copies are told of many in opposite order', async () => {
      const bills = await Promise.all(Array.from({ length: 12 }, () => bill()));
      const [ours, theirs] = await Promise.all([
        tellAll(bills.map(({ payCode }, at) => payment(payCode, `I${String(at)}a`))), tellAll(bills.toReversed().map(({ payCode }, at) => payment(payCode, `I${String(11 - at)}b`)), { copy: 1 }),
      ]);
      for (const [at] of bills.entries()) expect([ours[at], theirs[11 - at]].filter((one) => one?.settled).length, String(at)).toBe(1);
    });

    it('believes nobody but the bank gateway, and holds each to the contract', async () => {
      const { payCode } = await bill();
      expect((await ask('POST', '/window/payments', { body: { payments: [payment(payCode, 'J1')] }, token: await stage.token('service', { subject: 'intake' }) })).body).toMatchObject({ status: 403, reason: 'wrong-role' });
      expect((await ask('POST', '/window/payments', { body: { payments: [payment(payCode, 'J1')] }, token: await stage.token('cashier') })).status).toBe(403);
      for (const broken of [{ serial: 'bad serial' }, { amountInFen: 80.5 }, { workDate: '20260105' }]) expect((await ask('POST', '/window/payments', { body: { payments: [payment(payCode, 'J1', broken)] } })).status).toBe(400);
      expect((await ask('GET', `/bills/${payCode}`)).body).toMatchObject({ state: 'issued' });
    });

    it('is asked about several bills at once and answers in their order', async () => {
      const [a, b] = [await bill([8_000, 115]), await bill()];
      await pay(b.payCode, 'K1');
      const { body } = await ask('GET', `/window/bills?payCodes=${encodeURIComponent([b.payCode, '43060326309999999999', a.payCode, b.payCode].join(','))}`);
      expect(body['answers']).toMatchObject([
        { bill: { payCode: b.payCode, state: 'paid', refusesPayment: 'already-paid' } }, { bill: null, problem: { reason: 'unknown-bill' } },
        { bill: { payCode: a.payCode, caseNumber: a.caseNumber, refusesPayment: null, owedInFen: 8_115, payerName: '湖南示例新材料有限公司', departmentCode: '430603101', lines: [{ name: '费0', amountInFen: 8_000 }, { name: '费1', amountInFen: 115 }] } },
        { bill: { payCode: b.payCode } },
      ]);
      expect((await ask('GET', '/window/bills?payCodes=1%2C%2C2')).status).toBe(400);
    });
  });

  it('reverses for the same bank and work date, once, and takes a new serial afterwards', async () => {
    const { payCode } = await bill();
    await pay(payCode, 'V1');
    expect((await cancel(payCode, '2026-01-05', 'BANKB')).body).toMatchObject({ status: 404, reason: 'payment-unknown' });
    expect((await cancel(payCode, '2026-01-06')).body).toMatchObject({ status: 409, reason: 'wrong-state' });
    expect(await cancel(payCode, '2026-01-05', 'BANKA', 'reversal-1')).toMatchObject({ status: 200, body: { serial: 'V1' } });
    expect(await cancel(payCode, '2026-01-05', 'BANKA', 'reversal-1')).toMatchObject({ status: 200, body: { serial: 'V1' } });
    expect((await cancel(payCode)).status).toBe(200);
    // The first confirmation, told again late: it was settled once, and is no longer.
    expect((await pay(payCode, 'V1')).body).toMatchObject({ status: 409, reason: 'serial-already-used' });
    expect((await pay(payCode, 'V2')).status).toBe(200);
    // The first reversal, told again late, must neither take the new payment back nor be told that it did.
    expect((await cancel(payCode, '2026-01-05', 'BANKA', 'reversal-1')).body).toMatchObject({ status: 409, reason: 'wrong-state' });
    await eventually('all is stated', async () => settledFor(payCode).length === 2);
    expect(heard.filter((fact) => fact.payCode === payCode).map((fact) => `${fact.type} ${fact.bankSerial ?? ''}`.trim())).toEqual(['bill-issued', 'payment-settled V1', 'payment-reversed V1', 'payment-settled V2']);
  });

  it('compares totals by the bank’s work date, closes what agrees, and then refuses to reverse', async () => {
    const [a, b, c] = [await bill(), await bill(), await bill()];
    const day = { workDate: '2025-12-31', collectedOn: '2025-12-31' };
    await pay(a.payCode, 'T1', day);
    await pay(b.payCode, 'T2', day);
    await pay(c.payCode, 'T3', { workDate: '2026-01-01', collectedOn: '2026-01-01' });
    const range = { bank: 'BANKA', from: '2025-12-31', to: '2025-12-31' };
    const reconcile = (amountInFen: number, key: string): Promise<{ status: number; body: Record<string, unknown> }> => ask('POST', '/reconciliations', { body: { ...range, amountInFen }, key });
    expect((await ask('GET', '/payments/totals?bank=BANKA&from=2025-12-31&to=2025-12-31')).body).toEqual({ ...range, payments: 2, amountInFen: 16_000, reconciled: 0 });
    expect((await reconcile(16_001, 'reconcile-1')).body).toMatchObject({ reason: 'totals-differ' });
    expect((await reconcile(16_000, 'reconcile-2')).body).toEqual({ ...range, payments: 2, amountInFen: 16_000, reconciled: 2 });
    expect((await reconcile(16_000, 'reconcile-2')).status).toBe(200);
    expect((await reconcile(16_000, 'reconcile-3')).body).toMatchObject({ status: 409, reason: 'already-reconciled' });
    expect((await cancel(a.payCode, '2025-12-31')).body).toMatchObject({ status: 409, reason: 'already-reconciled' });
    expect((await cancel(c.payCode, '2026-01-01')).status).toBe(200);
    expect((await ask('POST', '/reconciliations', { body: { ...range, amountInFen: 16_000 }, token: await stage.token('service', { subject: 'intake' }) })).status).toBe(403);
  });

  it('agrees with itself when reversals and reconciliations meet', async () => {
    const bills = await Promise.all(Array.from({ length: 8 }, () => bill()));
    await Promise.all(bills.map(({ payCode }, at) => pay(payCode, `X${at}`, { bank: 'BANKX', workDate: '2026-01-02', collectedOn: '2026-01-02' })));
    await Promise.all([
      ...bills.slice(0, 4).map(({ payCode }) => cancel(payCode, '2026-01-02', 'BANKX')),
      ...[8, 7, 6, 5, 4].map((count, at) => ask('POST', '/reconciliations', { body: { bank: 'BANKX', from: '2026-01-02', to: '2026-01-02', amountInFen: count * 8_000 }, copy: at % 2 })),
    ]);
    const { body: after } = await ask('GET', '/payments/totals?bank=BANKX&from=2026-01-02&to=2026-01-02');
    const paid = (await Promise.all(bills.map(({ payCode }) => ask('GET', `/bills/${payCode}`)))).filter((answer) => answer.body['state'] === 'paid').length;
    expect(after['payments']).toBe(paid);
    expect([0, paid]).toContain(after['reconciled']);
  });

  it('lets a cashier void a bill nobody has paid, and takes no money for it', async () => {
    const { payCode } = await bill();
    const cashier = await stage.token('cashier', { subject: 'cashier-a' });
    expect((await ask('POST', `/bills/${payCode}/voidings`, { body: { reason: '收费项目开错' } })).status).toBe(403);
    expect((await ask('POST', `/bills/${payCode}/voidings`, { body: { reason: '收费项目开错' }, token: cashier })).body).toEqual({ payCode, state: 'void' });
    expect((await pay(payCode, 'W1')).body).toMatchObject({ status: 409, reason: 'bill-void' });
    expect((await ask('GET', `/bills/${payCode}`)).body).toMatchObject({ refusesPayment: 'bill-void' });
  });

  it('lists bills newest first, page by page, found by number or payer, and says how each amount comes about', async () => {
    const cashier = await stage.token('cashier', { subject: 'cashier-a' });
    const list = async (query: string, token = cashier): Promise<{ bills: Bill[]; next: string | null; reason?: string }> => (await ask('GET', `/bills?${query}`, { token })).body as never;
    const made = [await bill([8_000, 115]), await bill(), await bill()];
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: { bills: Bill[]; next: string | null } = await list(`limit=4${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...page.bills.map((one) => one.payCode));
      next = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    for (const { payCode } of made) expect(seen).toContain(payCode);
    const [first] = made;
    const found = (await list(`q=${first?.payCode.slice(4)}`)).bills;
    expect(found).toMatchObject([{ payCode: first?.payCode, charges: [{ explained: { zh: '80.00 元 × 1 ＝ 80.00 元' } }, { explained: { en: 'CNY 1.15 × 1 = CNY 1.15' } }], paidAt: null, voided: null }]);
    expect((await list(`q=${first?.caseNumber.slice(-14)}`)).bills.map((one) => one.payCode)).toContain(first?.payCode);
    expect((await list(`q=${encodeURIComponent('新材料')}&limit=2`)).bills).toHaveLength(2);
    // Who may not see a person's name may not guess at it either.
    expect((await list(`q=${encodeURIComponent('新材料')}`, await stage.token('supervisor'))).bills).toEqual([]);
    expect((await list('state=void')).bills.every((one) => one.state === 'void')).toBe(true);
    expect((await list('from=2026-01-05&to=2026-01-05&limit=1')).bills).toHaveLength(1);
    expect((await list('to=2026-01-04')).bills).toEqual([]);
    expect((await list('from=2026-02-30')).reason).toBe('invalid-request');
    expect((await list('cursor=none-of-ours')).reason).toBe('invalid-request');
  });

  it('shows a payer who is a person masked to those who need not know', async () => {
    cases += 1;
    const caseNumber = `4306030000000000000000000000000202601050${String(cases).padStart(5, '0')}`;
    await sendOrder(caseNumber);
    await eventually('issued', async () => heard.find((fact) => fact.billKey === `${caseNumber}:1`));
    const payer = async (role: 'supervisor' | 'cashier'): Promise<string | undefined> => ((await ask('GET', `/bills?caseNumber=${caseNumber}`, { token: await stage.token(role) })).body['bills'] as Bill[])[0]?.payer.name;
    expect(await payer('cashier')).toBe('湖南示例新材料有限公司');
    expect(await payer('supervisor')).toBe('湖*********司');
  });

  it('adds payments up by bank and day', async () => {
    const bills = await Promise.all([bill(), bill(), bill()]);
    await Promise.all(bills.map(({ payCode }, at) => pay(payCode, `D${at}`, { bank: at < 2 ? 'BANKD' : 'BANKE', workDate: '2025-11-12', collectedOn: '2025-11-12' })));
    const supervisor = await stage.token('supervisor');
    expect((await ask('GET', '/payments/days?from=2025-11-11&to=2025-11-13', { token: supervisor })).body).toEqual({ days: [
      { day: '2025-11-12', bank: 'BANKD', payments: 2, amountInFen: 16_000, reconciled: 0 }, { day: '2025-11-12', bank: 'BANKE', payments: 1, amountInFen: 8_000, reconciled: 0 },
    ] });
    expect((await ask('GET', '/payments/days?from=2024-01-01&to=2026-01-01', { token: supervisor })).body).toMatchObject({ status: 400, reason: 'invalid-request' });
  });

  it('holds requests to the contract', async () => {
    const { payCode } = await bill();
    expect((await pay(payCode, 'bad serial')).status).toBe(400);
    expect((await pay(payCode, 'Y1', { amountInFen: 80.5 })).status).toBe(400);
    expect((await pay(payCode, 'Y1', { workDate: '20260105' })).status).toBe(400);
    expect((await ask('GET', '/payments/totals?bank=BANKA&from=2026-01-01')).status).toBe(400);
  });
});
