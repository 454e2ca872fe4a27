// The gateway on a real database and bus against the simulated carrier: each text once, whatever the carrier does and
// whoever is killed in between.
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../infra/clock.ts';
import type { RunningService } from '../../infra/runner.ts';
import { eventually, openStage } from '../../test/stage.ts';
import type { Stage } from '../../test/stage.ts';
import { startSimulator } from './adapters/cmpp2/simulator.ts';
import type { FaultPlan, Simulator } from './adapters/cmpp2/simulator.ts';
import { service } from './service.ts';

const account = { enterprise: '900001', secret: 'flow-secret', serviceCode: '10690000' };
let stage: Stage;
let carrier: Simulator;
let gateway: RunningService;
let bus: NatsConnection;
let token: string;
let serial = 0;
const reports = new Map<string, string[]>();

const settings = (): Record<string, string> => ({
  HUB_CARRIER_HOST: '127.0.0.1', HUB_CARRIER_PORT: String(carrier.port), HUB_CARRIER_ENTERPRISE: account.enterprise, HUB_CARRIER_SECRET: account.secret,
  HUB_CARRIER_SERVICE_CODE: account.serviceCode, HUB_CARRIER_RESPONSE_MS: '400', HUB_CARRIER_RECONNECT_MIN_MS: '50', HUB_CARRIER_RECONNECT_MAX_MS: '200',
  HUB_CARRIER_FLOW_PAUSE_MS: '50', HUB_REPORT_WAIT_MS: '2500', HUB_LINK_SETTLE_MS: '500', HUB_RESEND_TIMES: '3',
});

beforeAll(async () => {
  stage = await openStage();
  carrier = await startSimulator({ clock: systemClock, ...account, repeatMs: 300 });
  token = await stage.token('service', { subject: 'notify' });
  bus = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
  const stated = bus.subscribe('events.sms-gateway.text-reported');
  void (async () => {
    for await (const message of stated) {
      const { data }: { data: { textId: string; state: string } } = message.json();
      reports.set(data.textId, [...(reports.get(data.textId) ?? []), data.state]);
    }
  })();
  gateway = await stage.start(service, settings());
});
afterAll(async () => {
  await bus?.close();
  await stage?.close();
  await carrier?.stop();
});

async function ask(method: string, where: string, body?: unknown, bearer = token): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${gateway.url}${where}`, {
    method, headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Hands in texts, all different; gives their ids. */
async function send(count: number, words = '您的办件已受理'): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, async () => {
    serial += 1;
    const textId = `text-${serial}`;
    const taken = await ask('PUT', `/texts/${textId}`, { mobile: '13800000000', text: `【临港园区】${words}，编号${serial}。`, caseNumber: `C${serial}` });
    expect(taken.status).toBe(200);
    return textId;
  }));
}

const ended = (ids: readonly string[], state: string) =>
  eventually(`all ${state}`, async () => ids.every((id) => reports.get(id)?.at(-1) === state), 30_000);

describe('a text', () => {
  test('put once reaches the phone once and its report is stated once', async () => {
    const [id = ''] = await send(1);
    await ended([id], 'delivered');
    expect((await ask('GET', `/texts/${id}`)).body).toMatchObject({ state: 'delivered', mobile: '138****0000', parts: 1, code: 'DELIVRD' });
    expect(carrier.ledger().totals).toMatchObject({ onPhones: 1, duplicates: 0 });
    expect(reports.get(id)).toEqual(['delivered']);
  });

  test('put again is the same text; with other words, a bad number or no right it is refused', async () => {
    const body = { mobile: '13800000001', text: '【临港园区】一', caseNumber: 'C' };
    const answers = await Promise.all([1, 2, 3].map(() => ask('PUT', '/texts/again', body)));
    for (const answer of answers) expect(answer).toEqual({ status: 200, body: { textId: 'again', parts: 1 } });
    expect(await ask('PUT', '/texts/again', { ...body, text: '【临港园区】二' })).toMatchObject({ status: 422, body: { reason: 'idempotency-key-reused' } });
    expect(await ask('PUT', '/texts/bad', { ...body, mobile: '12' })).toMatchObject({ status: 400, body: { field: 'mobile' } });
    expect(await ask('PUT', '/texts/bad', body, await stage.token('window-clerk'))).toMatchObject({ status: 403 });
    expect(await ask('GET', '/texts/never')).toMatchObject({ status: 404, body: { reason: 'unknown-text' } });
    await ended(['again'], 'delivered');
    expect(carrier.ledger().texts.filter((text) => text.mobile === '13800000001')).toHaveLength(1);
  });

  test('of three parts is delivered when all three are', async () => {
    const [id = ''] = await send(1, '详'.repeat(150));
    await ended([id], 'delivered');
    expect((await ask('GET', `/texts/${id}`)).body).toMatchObject({ parts: 3 });
  });

  test('shows how its link stands', async () => {
    expect((await ask('GET', '/state', undefined, await stage.token('integrator'))).body).toMatchObject({
      adapter: 'cmpp2', phase: 'up', windowSize: 16, state: 'up', circuit: 'closed', target: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string, lastHour: { refused: expect.any(Number) as number },
    });
  });
});

describe('whatever the carrier does', () => {
  const mischief: readonly (readonly [string, FaultPlan])[] = [
    ['drops answers', { 'drop-answer': 3 }], ['cuts the connection', { 'cut-after-submit': 2 }], ['reports before it answers', { 'report-first': 3 }],
    ['reports twice', { 'report-twice': 5 }], ['says slow down', { 'flow-control': 4 }], ['reports in the 3.0 shape', { 'wide-report': 5 }],
    ['cuts its frames into pieces', { chopped: 40 }], ['reports that nothing is settled yet', { 'pending-report': 4 }],
    ['swallows a text without a word', { 'lose-submit': 1 }],
  ];
  test.each(mischief)('when it %s, every text arrives once', async (_what, faults) => {
    const before = carrier.ledger().totals;
    carrier.setFaults(faults);
    const ids = await send(12);
    await ended(ids, 'delivered');
    carrier.setFaults({});
    const after = carrier.ledger().totals;
    expect(after.onPhones - before.onPhones).toBe(12);
    expect(after.duplicates).toBe(0);
  });

  test('when it refuses, or the phone cannot be reached, the text has failed', async () => {
    carrier.setFaults({ refuse: 1 });
    const [refused = ''] = await send(1);
    await ended([refused], 'failed');
    expect((await ask('GET', `/texts/${refused}`)).body).toMatchObject({ state: 'failed', code: 'receiver-wrong' });
    carrier.setFaults({ 'failed-report': 1 });
    await ended(await send(1), 'failed');
    carrier.setFaults({});
  });

  test('when it never reports, the text is unknown and is not sent again', async () => {
    carrier.setFaults({ 'never-report': 1 });
    const before = carrier.ledger().totals.submits;
    const [id = ''] = await send(1);
    await ended([id], 'unknown');
    carrier.setFaults({});
    expect((await ask('GET', `/texts/${id}`)).body).toMatchObject({ state: 'unreported' });
    expect(carrier.ledger().totals.submits - before).toBe(1);
  });
});

describe('when the gateway', () => {
  test('stops in the middle of its work, another copy brings every text to its end, none twice', async () => {
    const before = carrier.ledger().totals;
    carrier.setFaults({ 'drop-answer': 5, 'slow-answer': 10 });
    const ids = await send(60);
    await gateway.stop();
    carrier.setFaults({});
    gateway = await stage.start(service, settings());
    await ended(ids, 'delivered');
    const after = carrier.ledger().totals;
    expect(after.onPhones - before.onPhones).toBe(60);
    expect(after.duplicates).toBe(0);
  });

  test('has no carrier to talk to, texts wait, and go when it is back', async () => {
    const { port, controlPort } = carrier;
    await carrier.stop();
    const ids = await send(5);
    expect((await ask('GET', `/texts/${ids[0] ?? ''}`)).body).toMatchObject({ state: 'waiting' });
    carrier = await startSimulator({ clock: systemClock, ...account, repeatMs: 300, port, controlPort });
    await ended(ids, 'delivered');
    expect(carrier.ledger().totals).toMatchObject({ onPhones: 5, duplicates: 0 });
  });
});
