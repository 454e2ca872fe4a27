/** Bills with a fiscal platform and a payment channel behind a stand-in gateway; on a real database and bus. */
import { createServer, type Server } from 'node:http';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../contracts/fees/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { publishStandard } from '../../test/published-standard.ts';
import { service } from './service.ts';

type Schemas = components['schemas'];
type Answer<Body = Record<string, unknown>> = { status: number; body: Body };

let stage: Stage;
let connection: NatsConnection;
let platform: Server;
let url: string;
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
const asked: { method: string; path: string; body: Record<string, unknown> }[] = [];
/** What the stand-in says of a path next, before its usual answer. */
const faults = new Map<string, { status: number; body: unknown }[]>();
const heard: { type: string; payCode: string }[] = [];
let numbers = 0;
/** What the channel has taken for an order, once somebody has paid it. */
const paidOrders = new Map<string, object>();
function orderAnswer(method: string, path: string): object {
  const number = path.split('/')[2] ?? '';
  const payment = paidOrders.get(number) ?? null;
  if (method === 'PUT') return { orderNumber: number, channelOrder: `CH-${number}`, payUrl: `https://pay.example/${number}`, expiresAt: new Date(clock.now().getTime() + 900_000).toISOString() };
  return { orderNumber: number, state: payment ? 'paid' : method === 'POST' ? 'closed' : 'pending', channelOrder: `CH-${number}`, refundedInFen: 0, payment };
}

beforeAll(async () => {
  stage = await openStage();
  platform = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const path = request.url ?? '';
      const text = Buffer.concat(chunks).toString('utf8');
      asked.push({ method: request.method ?? '', path, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> });
      if (path.endsWith('/document')) { response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7 as the platform made it'); return; }
      const fault = faults.get(path)?.shift();
      const usual = path.startsWith('/orders/') ? orderAnswer(request.method ?? '', path) : path.startsWith('/fiscal/receipts/') ? { code: '43010126', number: String(numbers += 1).padStart(10, '0'), checkCode: 'a1B2c3', issuedAt: clock.now().toISOString() }
        : request.method === 'GET' ? { payCode: path.split('/')[3], state: 'paid', payment: { amountInFen: 3_000, confirmedOn: '2026-01-05', confirmedAt: '09:40:00', serial: 'ASKED1', payMode: '51' } }
          : path.endsWith('/voidings') ? { payCode: path.split('/')[3], state: 'void' } : { payUrl: 'https://pay.example/1' };
      response.writeHead(fault?.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(fault?.body ?? usual));
    });
  });
  // A connection closed for idleness while it is used again would look like a lost answer.
  platform.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => { platform.listen(0, '127.0.0.1', resolve); });
  const address = platform.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const { user, password } = stage.nats.operator;
  connection = await connect({ servers: stage.nats.url, user, pass: password });
  const events = connection.subscribe('events.fees.>');
  void (async () => { for await (const message of events) { const { type, data }: { type: string; data: { payCode: string } } = message.json(); heard.push({ type: type.replace('events.fees.', ''), payCode: data.payCode }); } })();
  const running = await stage.start(service, { HUB_DIVISION_CODE: '430603', HUB_FISCAL_PLATFORM: 'stand-in', HUB_PAYMENT_CHANNEL: 'stand-in', HUB_COUNTER_CHECK_MS: '100', HUB_BANK_GATEWAY_URL: `http://127.0.0.1:${String(address.port)}` }, clock);
  url = running.url;
  tokens.set('gateway', await stage.token('service', { subject: 'bank-gateway' }));
  for (const [name, role] of [['lin', 'cashier'], ['sun', 'supervisor'], ['mei', 'catalogue-officer'], ['other', 'service']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  await publishStandard(url, stage.token, {
    code: 'YL-02', name: '示例费', words: '每件 30 元', basis: '示例〔2025〕1号', revenueItem: { code: '103001', name: '示例收入' }, collectingUnit: { code: '430601', name: '示例局' },
    rule: { kind: 'fixed', amountInFen: 3_000 }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
  });
});
afterAll(async () => {
  await connection?.close();
  await stage?.close();
  platform?.close();
});

async function ask<Body = Record<string, unknown>>(who: string, method: string, where: string, body?: unknown, key = freshId()): Promise<Answer<Body>> {
  const response = await fetch(`${url}${where}`, {
    method, headers: { ...(who === '' ? {} : { authorization: `Bearer ${tokens.get(who) ?? ''}` }), ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': key }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}
const bill = async (): Promise<Schemas['Bill']> => (await ask<Schemas['Bill']>('lin', 'POST', '/bills', {
  caseNumber: '43060300000000000000000000000020260105000001', projectCode: null, payer: { name: '张三丰', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-02-04T15:59:59Z',
})).body;
const show = async (payCode: string): Promise<Schemas['Bill']> => (await ask<Schemas['Bill']>('lin', 'GET', `/bills/${payCode}`)).body;
const pay = (payCode: string, serial: string, bank = 'BANKA'): Promise<Answer> =>
  ask('gateway', 'POST', `/bills/${payCode}/payments`, { bank, serial, amountInFen: 3_000, workDate: '2026-01-05', collectedOn: '2026-01-05' }, `payment:${bank}:${serial}`);
const confirm = (payCode: string, serial: string, more: object = {}, who = 'gateway'): Promise<Answer> =>
  ask(who, 'POST', `/bills/${payCode}/fiscal-confirmations`, { confirmedOn: '2026-01-05', confirmedAt: '09:31:05', amountInFen: 3_000, serial, payMode: '51', ...more });
const parity = async (): Promise<Schemas['Parity']> => (await ask<Schemas['Parity']>('sun', 'GET', '/ledger/parity')).body;
const inState = (payCode: string, state: Schemas['Bill']['state']): Promise<Schemas['Bill']> => eventually(`the bill is ${state}`, async () => { const one = await show(payCode); return one.state === state && one; });

describe('a bill where a fiscal platform is connected', () => {
  it('is told to the platform, paid by the bank’s word, confirmed by the platform’s, and then has a receipt anybody can check', async () => {
    const id = freshId();
    await jetstream(connection).publish('commands.fees.collect-fee', JSON.stringify({
      specversion: '1.0', id, source: '/intake', type: 'commands.fees.collect-fee', subject: 'C1', time: clock.now().toISOString(), datacontenttype: 'application/json',
      data: {
        caseNumber: 'C1', billKey: 'C1:1', payer: { name: '张三丰', creditCode: null }, item: { code: '000129106000', name: '示例事项' }, department: { name: '示例局', code: '430601' }, dueBy: '2026-02-04T01:30:00.000Z',
        charges: [{ name: '示例费', standard: '每件 30 元', unitAmountInFen: 3_000, quantity: 1, amountInFen: 3_000, wanted: { standardCode: 'YL-02', measure: null, relief: null } }],
      },
    }), { msgID: id });
    const payCode = await eventually('the bill is stated', async () => heard.find(({ type }) => type === 'bill-issued')?.payCode);
    await eventually('the notice has arrived', async () => (await show(payCode)).fiscal?.notice === 'told');
    expect(asked.find(({ path }) => path === `/fiscal/notices/${payCode}`)?.body).toMatchObject({ amountInFen: 3_000, collectingUnit: { code: '430601' }, lines: [{ revenueItem: '103001', amountInFen: 3_000 }] });
    expect((await pay(payCode, 'A1')).status).toBe(200);
    expect(await show(payCode)).toMatchObject({ state: 'paid', receipt: null, confirmation: null, fiscal: { payUrl: 'https://pay.example/1' } });
    expect((await ask('lin', 'POST', `/bills/${payCode}/receipts`)).body).toMatchObject({ reason: 'not-confirmed-yet' });
    expect((await confirm(payCode, 'A1', {}, 'other')).status).toBe(403);
    expect((await confirm(payCode, 'A1', { amountInFen: 2_999 })).body).toMatchObject({ status: 422, reason: 'amount-differs' });
    for (let told = 0; told < 2; told += 1) expect(await confirm(payCode, 'A1')).toMatchObject({ status: 200, body: { payCode, serial: 'A1', amountInFen: 3_000 } });
    const receipted = await inState(payCode, 'receipted');
    expect(receipted).toMatchObject({ payment: { bank: 'BANKA', serial: 'A1', toldBy: 'bank' }, confirmation: { serial: 'A1', confirmedOn: '2026-01-05' }, receipt: { code: '43010126' } });
    const { code, number, checkCode } = receipted.receipt ?? { code: '', number: '', checkCode: '' };
    expect(await ask('', 'GET', `/receipts/check?code=${code}&number=${number}&checkCode=${checkCode}`)).toMatchObject({ status: 200, body: { genuine: true, receipt: { number, amountInFen: 3_000, payerName: '张*丰', item: '示例事项' } } });
    for (const wrong of [`code=${code}&number=${number}&checkCode=a1B2c4`, `code=${code}&number=9999999999&checkCode=${checkCode}`]) expect((await ask('', 'GET', `/receipts/check?${wrong}`)).body).toEqual({ genuine: false, receipt: null });
    await eventually('the receipt is stated', async () => heard.some((fact) => fact.type === 'receipt-issued' && fact.payCode === payCode));
    expect(heard.filter((fact) => fact.payCode === payCode).map(({ type }) => type)).toEqual(['bill-issued', 'payment-settled', 'receipt-issued']);
    expect(asked.filter(({ path }) => path === `/fiscal/receipts/${payCode}`)).toHaveLength(1);
    expect((await ask('gateway', 'POST', `/bills/${payCode}/cancellations`, { bank: 'BANKA', workDate: '2026-01-05' })).body).toMatchObject({ reason: 'wrong-state' });
    expect(await parity()).toMatchObject({ holds: true, accounts: expect.arrayContaining([{ account: 'fiscal', balanceInFen: 3_000, expectedInFen: 3_000 }, { account: 'bank', balanceInFen: 0, expectedInFen: 0 }]) as unknown });
  });

  it('is settled by the platform when no bank has told of it, and the bank’s later word is the same payment', async () => {
    const { payCode } = await bill();
    expect((await confirm(payCode, 'F1')).status).toBe(200);
    expect(await inState(payCode, 'receipted')).toMatchObject({ payment: { bank: 'FISCAL', serial: 'F1', toldBy: 'fiscal' } });
    expect((await pay(payCode, 'B1', 'BANKB')).status).toBe(200);
    expect(await show(payCode)).toMatchObject({ state: 'receipted', payment: { bank: 'BANKB', serial: 'B1', toldBy: 'bank' }, surplus: [] });
    expect(await parity()).toMatchObject({ holds: true });
    const { body } = await ask('sun', 'GET', '/statements?from=2026-01-05&to=2026-01-05&groupedBy=bank');
    expect(body['rows']).toContainEqual(expect.objectContaining({ key: 'BANKB', paidInFen: 3_000 }));
    expect(body['rows']).not.toContainEqual(expect.objectContaining({ key: 'FISCAL' }));
  });

  it('puts a second bank’s payment and one after voiding onto the book of unidentified money by itself; a bank may take its own back', async () => {
    const { payCode } = await bill();
    await pay(payCode, 'A2');
    for (let told = 0; told < 2; told += 1) expect((await pay(payCode, 'B2', 'BANKB')).body).toMatchObject({ status: 409, reason: 'already-paid' });
    const money = (id: string): Promise<Schemas['UnidentifiedMoney']> => eventually(`${id} is on the book`, async () => ((await ask('sun', 'GET', '/unidentified-money')).body['money'] as Schemas['UnidentifiedMoney'][]).find((one) => one.id === id));
    expect(await money('BANKB:B2')).toMatchObject({ state: 'found', amountInFen: 3_000, payCode, why: 'already-paid', toldBy: 'notice' });
    expect((await show(payCode)).surplus).toMatchObject([{ bank: 'BANKB', serial: 'B2' }]);
    expect(await parity()).toMatchObject({ holds: true });
    for (let told = 0; told < 2; told += 1) expect(await ask('gateway', 'POST', `/bills/${payCode}/cancellations`, { bank: 'BANKB', workDate: '2026-01-05', serial: 'B2' })).toMatchObject({ status: 200, body: { serial: 'B2', amountInFen: 3_000 } });
    expect(await money('BANKB:B2')).toMatchObject({ state: 'returned', returned: { by: 'BANKB' } });
    expect(await show(payCode)).toMatchObject({ state: 'paid', payment: { serial: 'A2' } });

    const other = await bill();
    expect((await ask('lin', 'POST', `/bills/${other.payCode}/voidings`, { reason: '开错' })).status).toBe(200);
    await eventually('the platform has heard of it', async () => (await show(other.payCode)).fiscal?.notice === 'voided');
    expect((await pay(other.payCode, 'A3')).body).toMatchObject({ reason: 'bill-void' });
    expect(await money('BANKA:A3')).toMatchObject({ why: 'bill-void' });
    expect((await confirm(other.payCode, 'F4')).body).toMatchObject({ reason: 'bill-void' });
    expect(await parity()).toMatchObject({ holds: true });
  });

  it('waits with a receipt whose answer was lost, asks the gateway a minute later, and lets a person ask again after a no', async () => {
    const { payCode } = await bill();
    faults.set(`/fiscal/receipts/${payCode}`, [{ status: 504, body: { reason: 'in-doubt' } }, { status: 409, body: { reason: 'receipt-number-in-doubt', detail: '' } }]);
    await pay(payCode, 'A5');
    await confirm(payCode, 'A5');
    await eventually('it is in doubt', async () => (await show(payCode)).fiscal?.receipt === 'in-doubt');
    clock.advance(61_000);
    await eventually('the gateway says no', async () => (await show(payCode)).fiscal?.receipt === 'refused');
    expect(await show(payCode)).toMatchObject({ state: 'confirmed', fiscal: { why: 'receipt-number-in-doubt' } });
    expect((await ask('lin', 'POST', `/bills/${payCode}/receipts`)).body).toMatchObject({ state: 'asked' });
    await inState(payCode, 'receipted');
  });

  it('asks the platform about a payment it has kept silent about', async () => {
    const { payCode } = await bill();
    await pay(payCode, 'A6');
    clock.advance(31 * 60_000);
    expect(await inState(payCode, 'receipted')).toMatchObject({ confirmation: { serial: 'ASKED1' } });
    expect(await parity()).toMatchObject({ holds: true });
  });
});

describe('a bill where a payment channel is connected', () => {
  const open = (payCode: string): Promise<Answer<Schemas['Bill']>> => ask<Schemas['Bill']>('lin', 'POST', `/bills/${payCode}/orders`, { offline: true });
  const shownQr = (payCode: string): Promise<Schemas['ChannelOrder']> => eventually('the QR is there', async () => (await show(payCode)).orders.findLast(({ payUrl }) => payUrl !== null));
  const channelMoney = (serial: string): object => ({ bank: 'CHANNEL', serial, payCode: '', amountInFen: 3_000, workDate: '2026-01-05', collectedOn: '2026-01-05', paidAt: clock.now().toISOString(), way: '4' });

  it('shows the order’s QR, is told of its payment, and finds a payment whose notice was lost by asking', async () => {
    const { payCode } = await bill();
    const first = await open(payCode);
    expect(first).toMatchObject({ status: 200, body: { state: 'paying', orders: [{ number: `${payCode}-C01` }] } });
    expect((await open(payCode)).body.orders).toHaveLength(1);
    expect(await shownQr(payCode)).toMatchObject({ state: 'open', payUrl: `https://pay.example/${payCode}-C01` });
    expect(asked.find(({ path }) => path === `/orders/${payCode}-C01`)?.body).toMatchObject({ payCode, amountInFen: 3_000, offline: true, operator: 'lin', lines: [{ revenueItem: '103001', collectingUnit: '430601', amountInFen: 3_000 }] });
    paidOrders.set(`${payCode}-C01`, channelMoney('N1'));
    clock.advance(16 * 60_000);
    const paid = await eventually('it is paid', async () => { const one = await show(payCode); return one.payment && one; });
    expect(paid).toMatchObject({ payment: { bank: 'CHANNEL', serial: 'N1' }, orders: [{ state: 'paid' }] });
  });
  it('is not paid by asking with money people have put on the book of unidentified money meanwhile', async () => {
    const { payCode } = await bill();
    await open(payCode);
    await shownQr(payCode);
    paidOrders.set(`${payCode}-C01`, channelMoney('N3'));
    expect((await ask('lin', 'POST', '/unidentified-money', { bank: 'CHANNEL', serial: 'N3', amountInFen: 3_000, workDate: '2026-01-05', collectedOn: '2026-01-05', payCode: '', why: 'unknown-bill' })).status).toBe(200);
    clock.advance(16 * 60_000);
    const found = await eventually('the order is over', async () => { const one = await show(payCode); return one.orders[0]?.state === 'paid' && one; });
    expect(found).toMatchObject({ payment: null, orders: [{ why: 'serial-already-used' }] });
  });
  it('closes an order nobody paid, repeats the closing until it is certain, and may be paid again', async () => {
    const { payCode } = await bill();
    await open(payCode);
    await shownQr(payCode);
    faults.set(`/orders/${payCode}-C01/cancellations`, [{ status: 504, body: { reason: 'in-doubt' } }]);
    clock.advance(16 * 60_000);
    await inState(payCode, 'reversal-unconfirmed');
    expect(await show(payCode)).toMatchObject({ refusesPayment: 'payment-in-doubt' });
    clock.advance(16_000);
    await inState(payCode, 'reversed');
    expect((await open(payCode)).body).toMatchObject({ state: 'paying', orders: [{ state: 'reversed' }, { number: `${payCode}-C02` }] });
    await shownQr(payCode);
    expect((await ask('lin', 'POST', `/bills/${payCode}/reversals`, { reason: '改到银行缴' })).status).toBe(200);
    await inState(payCode, 'reversed');
  });
  it('takes a bank’s money while an order is open, and puts the channel’s onto the book of unidentified money', async () => {
    const { payCode } = await bill();
    await open(payCode);
    await shownQr(payCode);
    paidOrders.set(`${payCode}-C01`, channelMoney('N2'));
    expect((await pay(payCode, 'A7')).status).toBe(200);
    const both = await eventually('both are known', async () => { const one = await show(payCode); return one.surplus.length === 1 && one; });
    expect(both).toMatchObject({ payment: { bank: 'BANKA', serial: 'A7' }, surplus: [{ bank: 'CHANNEL', serial: 'N2', why: 'already-paid' }], orders: [{ state: 'paid' }] });
    expect(await eventually('the book balances', async () => { const book = await parity(); return book.holds && book; })).toMatchObject({ holds: true });
  });
});

describe('paper about a bill', () => {
  const paper = async (where: string): Promise<{ status: number; kind: string | null; type: string | null; text: string }> => {
    const response = await fetch(`${url}${where}`, { headers: { authorization: `Bearer ${tokens.get('lin') ?? ''}` } });
    return { status: response.status, kind: response.headers.get('x-document'), type: response.headers.get('content-type'), text: Buffer.from(await response.arrayBuffer()).toString('latin1') };
  };
  it('is a notice to pay, then a slip that is no receipt, then the receipt as the platform made it', async () => {
    const { payCode } = await bill();
    expect(await paper(`/bills/${payCode}/notice`)).toMatchObject({ status: 200, type: 'application/pdf', text: expect.stringMatching(/^%PDF-1\.7/) as unknown });
    expect(await paper(`/bills/${payCode}/receipt`)).toMatchObject({ status: 404 });
    await pay(payCode, 'A8');
    expect(await paper(`/bills/${payCode}/receipt`)).toMatchObject({ status: 200, kind: 'slip', type: 'application/pdf' });
    await confirm(payCode, 'A8');
    await inState(payCode, 'receipted');
    expect(await paper(`/bills/${payCode}/receipt`)).toMatchObject({ status: 200, kind: 'receipt', text: '%PDF-1.7 as the platform made it' });
  });
});

describe('a slip a cashier enters', () => {
  it('waits until a line of the bank’s file bears it out', async () => {
    const { payCode } = await bill();
    const slip = { kind: 'cash', terminal: 'GT03', receiptNumber: '778', bank: 'BANKA', amountInFen: 3_000, collectedOn: '2026-01-05' };
    expect((await ask('lin', 'POST', `/bills/${payCode}/counter-entries`, slip)).body).toMatchObject({ state: 'paying', counterEntries: [{ state: 'waiting', entered: { by: 'lin' } }] });
    const line = ['1', 'payment', payCode, 'FILE1', '3000', '2026-01-05', '2026-01-05', '', '', ''].join('\t');
    const query = new URLSearchParams({ name: 'day.txt', sha256: 'a'.repeat(64), count: '1', amountInFen: '3000' });
    const response = await fetch(`${url}/statements/BANKA/2026-01-05/files/day?${query.toString()}`, { method: 'PUT', headers: { authorization: `Bearer ${tokens.get('gateway') ?? ''}`, 'content-type': 'application/octet-stream' }, body: `${line}\n` });
    expect([response.status, await response.text()]).toEqual([200, expect.any(String)]);
    const paid = await eventually('the file has borne it out', async () => { const one = await show(payCode); return one.payment && one; });
    expect(paid).toMatchObject({ state: 'paid', payment: { bank: 'BANKA', serial: 'FILE1', toldBy: 'file' }, counterEntries: [{ state: 'confirmed' }] });
  });
  it('is not borne out by a payment its bank reversed, nor by a file its bank took back', async () => {
    const { payCode } = await bill();
    const slip = { kind: 'cash', terminal: 'GT03', receiptNumber: '779', bank: 'BANKA', amountInFen: 3_000, collectedOn: '2026-01-05' };
    const deliver = async (id: string, digest: string, lines: readonly [kind: string, serial: string][], of = payCode): Promise<number> => {
      const fen = lines.reduce((sum, [kind]) => sum + (kind === 'payment' ? 3_000 : -3_000), 0);
      const query = new URLSearchParams({ name: `${id}.txt`, sha256: digest.repeat(64), count: String(lines.length), amountInFen: String(fen) });
      const body = lines.map(([kind, serial], at) => `${[String(at + 1), kind, of, serial, '3000', '2026-01-05', '2026-01-05', '', '', ''].join('\t')}\n`).join('');
      return (await fetch(`${url}/statements/BANKA/2026-01-05/files/${id}?${query.toString()}`, { method: 'PUT', headers: { authorization: `Bearer ${tokens.get('gateway') ?? ''}`, 'content-type': 'application/octet-stream' }, body })).status;
    };
    expect(await deliver('taken-back', 'b', [['payment', 'WRONG1']])).toBe(200);
    expect(await deliver('taken-back', 'c', [])).toBe(200);
    expect(await deliver('reversed', 'd', [['payment', 'UNDONE1'], ['reversal', 'UNDONE1']])).toBe(200);
    expect((await ask('lin', 'POST', `/bills/${payCode}/counter-entries`, slip)).body).toMatchObject({ state: 'paying' });
    // A slip entered after it, and borne out by a file: whatever was to be found for the first has been found by then.
    const { payCode: later } = await bill();
    expect(await deliver('later', 'f', [['payment', 'LATER1']], later)).toBe(200);
    await ask('lin', 'POST', `/bills/${later}/counter-entries`, { ...slip, receiptNumber: '780' });
    await eventually('the later slip is borne out', async () => (await show(later)).payment);
    expect(await show(payCode)).toMatchObject({ state: 'paying', payment: null });
    expect(await deliver('paid', 'e', [['payment', 'REAL1']])).toBe(200);
    expect(await eventually('the file has borne it out', async () => { const one = await show(payCode); return one.payment && one; })).toMatchObject({ payment: { serial: 'REAL1' }, counterEntries: [{ state: 'confirmed' }] });
  });
});
