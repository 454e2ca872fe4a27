// Notify on a real database and bus; the SMS gateway is played by a server of the test's own that keeps its contract.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import type { RunningService } from '../../infra/runner.ts';
import { eventually, openStage } from '../../test/stage.ts';
import type { Stage } from '../../test/stage.ts';
import { service } from './service.ts';

interface Put { textId: string; mobile: string; text: string; caseNumber: string }

let stage: Stage;
let notify: RunningService;
let bus: NatsConnection;
let played: Server;
const puts: Put[] = [];
/** Answers the played gateway gives next; 200 when there are none. */
let answers: number[] = [];
const stated: { textKey: string; state: string }[] = [];
// Ten in the morning, China time.
const clock = manualClock(new Date('2026-03-02T02:00:00.000Z'));

async function publish(type: string, data: object, id = freshId()): Promise<void> {
  await jetstream(bus).publish(type, JSON.stringify({
    specversion: '1.0', id, source: `/${type.split('.')[1] === 'notify' ? 'intake' : 'sms-gateway'}`, type, subject: 'caseNumber' in data ? data.caseNumber : '', time: clock.now().toISOString(), datacontenttype: 'application/json', data,
  }));
}
const command = (caseNumber: string, more: object = {}) =>
  publish('commands.notify.send-text', { caseNumber, textKey: `${caseNumber}:accepted`, kind: 'accepted', mobile: '13800000000', variables: { item: '施工许可', receiptNumber: '0001' }, ...more });
const report = (textId: string, state: string) => publish('events.sms-gateway.text-reported', { textId, state, code: 'DELIVRD', reportedAt: '2026-03-02T02:00:05.000Z' });

async function ask(where: string, role: 'window-clerk' | 'reviewer' | 'bank-teller' = 'window-clerk'): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${notify.url}${where}`, { headers: { authorization: `Bearer ${await stage.token(role)}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const putsOf = (caseNumber: string) => puts.filter((put) => put.caseNumber === caseNumber);

beforeAll(async () => {
  stage = await openStage();
  played = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = answers.shift() ?? 200;
      const textId = decodeURIComponent((request.url ?? '').replace('/texts/', ''));
      if (status !== 503) puts.push({ textId, ...(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Omit<Put, 'textId'>) });
      if (status === 0) {
        request.socket.destroy();
        return;
      }
      response.writeHead(status, { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' });
      response.end(JSON.stringify(status === 200 ? { textId, parts: 1 } : { type: '/problems/x', title: '', titleEn: '', status, reason: status === 403 ? 'wrong-role' : 'invalid-mobile' }));
    });
  });
  const port = Number(new URL(await stage.urlOf('sms-gateway')).port);
  await new Promise<void>((resolve) => { played.listen(port, '127.0.0.1', resolve); });
  bus = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
  const events = bus.subscribe('events.notify.text-reported');
  void (async () => {
    for await (const message of events) stated.push(message.json<{ data: { textKey: string; state: string } }>().data);
  })();
  notify = await stage.start(service, { HUB_SMS_GATEWAY_URL: await stage.urlOf('sms-gateway'), HUB_TEXT_SIGN: '临港园区' }, clock);
});
afterAll(async () => {
  await bus?.close();
  await stage?.close();
  await new Promise((resolve) => { played.close(resolve); });
});

describe('a notice', () => {
  test('is handed over once, however often it is commanded, and its report is stated', async () => {
    await command('C1');
    await command('C1');
    await eventually('handed over', async () => (await ask('/texts/C1:accepted')).body['state'] === 'handed-over');
    await report('C1:accepted', 'delivered');
    await report('C1:accepted', 'delivered');
    await eventually('delivered', async () => (await ask('/texts/C1:accepted')).body['state'] === 'delivered');
    expect(putsOf('C1')).toEqual([{ textId: 'C1:accepted', mobile: '13800000000', text: '【临港园区】您的办件0001“施工许可”已受理。', caseNumber: 'C1' }]);
    // What is committed is published a moment later.
    await eventually('stated', async () => stated.some((one) => one.textKey === 'C1:accepted'));
    expect(stated.filter((one) => one.textKey === 'C1:accepted')).toHaveLength(1);
  });

  test('is listed with its case, the number plain for the window and masked for others, the password for nobody', async () => {
    await command('C2', { textKey: 'C2:received', kind: 'received', variables: { item: '施工许可', receiptNumber: '0002', queryPassword: '123456' } });
    await command('C2');
    const listed = await eventually('both listed', async () => {
      const { body } = await ask('/texts?caseNumber=C2');
      return Array.isArray(body['texts']) && body['texts'].length === 2 ? body['texts'] : undefined;
    });
    expect(listed).toMatchObject([{ mobile: '13800000000' }, { mobile: '13800000000' }]);
    expect(JSON.stringify(listed)).not.toContain('123456');
    expect((await ask('/texts/C2:received', 'reviewer')).body).toMatchObject({ mobile: '138****0000', words: '【临港园区】您申请的“施工许可”已收件，编号0002，查询密码******。' });
    await eventually('on its way', async () => putsOf('C2').some((put) => put.text.includes('123456')));
    expect((await ask('/texts/C2:received', 'bank-teller')).status).toBe(403);
    expect((await ask('/texts/none')).body).toMatchObject({ reason: 'unknown-text' });
  });

  test('is listed without a case too, by kind, state and day, and counted; an officer sees those of the own department', async () => {
    const mine = '11533900990002020N3530117014000012026030200001';
    await command(mine);
    await eventually('handed over', async () => (await ask(`/texts/${mine}:accepted`)).body['state'] === 'handed-over');
    const texts = async (query: string, role: 'supervisor' | 'department-officer' = 'supervisor', department?: string): Promise<{ caseNumber: string }[]> => {
      const answer = await fetch(`${notify.url}/texts?${query}`, { headers: { authorization: `Bearer ${await stage.token(role, department === undefined ? {} : { department })}` } });
      return ((await answer.json()) as { texts: { caseNumber: string }[] }).texts;
    };
    expect((await texts('kind=accepted&state=handed-over')).map((one) => one.caseNumber)).toContain(mine);
    expect((await texts('kind=received')).map((one) => one.caseNumber)).toEqual(['C2']);
    expect((await texts('')).length).toBeGreaterThan(2);
    expect(await texts('to=2026-01-01')).toEqual([]);
    expect((await texts('', 'department-officer', '11533900990002020N')).map((one) => one.caseNumber)).toEqual([mine]);
    for (const department of ['11533900990002012U', '%', undefined]) expect(await texts('', 'department-officer', department)).toEqual([]);
    const officer = await stage.token('department-officer', { department: '11533900990002012U' });
    expect((await fetch(`${notify.url}/texts/${mine}:accepted`, { headers: { authorization: `Bearer ${officer}` } })).status).toBe(404);
    // Reported straight up, the item is the higher authority's, and the case still the department's.
    await command('11530000990001132Q3530164001000012026030200001', { department: '11533900990002135W' });
    await eventually('the department is told', async () => (await texts('', 'department-officer', '11533900990002135W')).length === 1);
    expect(await texts('', 'department-officer', '11530000990001132Q')).toEqual([]);
    const counts = await fetch(`${notify.url}/text-counts`, { headers: { authorization: `Bearer ${await stage.token('supervisor')}` } });
    expect(((await counts.json()) as { counts: { state: string }[] }).counts.map((one) => one.state)).toContain('handed-over');
  });

  test('outlives a gateway that is away, breaks off or does not know us, and is still one text', async () => {
    for (const [caseNumber, status] of [['C3', 503], ['C4', 0]] as const) {
      answers = [status];
      await command(caseNumber);
      // The second try waits for its time by the clock.
      await eventually(`${caseNumber} handed over`, async () => {
        clock.advance(500);
        return (await ask(`/texts/${caseNumber}:accepted`)).body['state'] === 'handed-over';
      });
      expect(new Set(putsOf(caseNumber).map((put) => JSON.stringify(put))).size).toBe(1);
    }
  });

  test('refused by the gateway has failed, and that is stated', async () => {
    answers = [422];
    await command('C5');
    await eventually('stated', async () => stated.some((one) => one.textKey === 'C5:accepted' && one.state === 'failed'));
    expect((await ask('/texts/C5:accepted')).body).toMatchObject({ state: 'failed', reason: 'invalid-mobile' });
  });

  test('commanded at night goes out in the morning; what the law wants told goes at once', async () => {
    clock.set(new Date('2026-03-02T15:30:00.000Z'));
    await command('C6');
    await eventually('put off', async () => (await ask('/texts/C6:accepted')).body['state'] === 'scheduled');
    expect((await ask('/texts/C6:accepted')).body).toMatchObject({ dueAt: '2026-03-03T00:00:00.000Z' });
    await command('C7', { textKey: 'C7:supplement', kind: 'supplement' });
    await eventually('legal notice handed over', async () => putsOf('C7').length === 1);
    expect(putsOf('C6')).toEqual([]);
    clock.set(new Date('2026-03-03T00:00:01.000Z'));
    await eventually('handed over in the morning', async () => (await ask('/texts/C6:accepted')).body['state'] === 'handed-over');
    expect(putsOf('C6')).toHaveLength(1);
  });
});
