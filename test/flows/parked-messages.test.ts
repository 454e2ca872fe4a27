/** A message that moves money broke on us: who sees what of it, and how two people put it back. */
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../contracts/operations/api.ts';
import { freshId } from '../../infra/chance.ts';
import { openDatabase, type Database } from '../../infra/database.ts';
import type { Role } from '../../infra/identity.ts';
import { service as fees } from '../../services/fees/service.ts';
import { service as notify } from '../../services/notify/service.ts';
import { eventually, openStage, type Stage } from '../stage.ts';

type Story = components['schemas']['ParkedStory'];

let stage: Stage;
let connection: NatsConnection;
let database: Database;
let url: string;

beforeAll(async () => {
  stage = await openStage();
  const { user, password } = stage.nats.operator;
  connection = await connect({ servers: stage.nats.url, user, pass: password });
  url = (await stage.start(fees, { HUB_DIVISION_CODE: '430603' })).url;
  await stage.start(notify, { HUB_SMS_GATEWAY_URL: 'http://127.0.0.1:9', HUB_TEXT_SIGN: '示例' });
  database = openDatabase({ url: (await stage.environment('fees'))['HUB_DATABASE_URL'] ?? '', connections: 1 });
});
afterAll(async () => {
  await database?.destroy();
  await connection?.close();
  await stage?.close();
});

async function order(caseNumber: string, charges: unknown): Promise<string> {
  const id = freshId();
  await jetstream(connection).publish('commands.fees.collect-fee', JSON.stringify({
    specversion: '1.0', id, source: '/intake', type: 'commands.fees.collect-fee', subject: caseNumber, time: '2026-01-05T01:30:00.000Z', datacontenttype: 'application/json',
    data: {
      caseNumber, billKey: `${caseNumber}:1`, payer: { name: '张三丰', creditCode: null }, item: { code: '000129106000', name: '示例事项' }, department: { name: '示例局', code: '430603101' },
      dueBy: '2099-02-04T01:30:00.000Z', charges,
    },
  }), { msgID: id });
  return id;
}
const fee = [{ name: '工本费', standard: '示例标准', unitAmountInFen: 8_000, quantity: 1, amountInFen: 8_000 }];

async function ask(method: 'GET' | 'POST', where: string, subject: string, body?: object, role: Role = 'integrator'): Promise<{ status: number; body: Story & { parked: Story[]; next: string | null; reason: string; detail: string; result: string } }> {
  const response = await fetch(`${url}/operations/parked${where}`, {
    method, headers: { authorization: `Bearer ${await stage.token(role, { subject })}`, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() as never };
}
const parked = (id: string): Promise<Story> => eventually(`${id} is parked`, async () => { const { status, body } = await ask('GET', `/${id}`, 'a'); return status === 200 && body; });

describe('a parked message that moves money', () => {
  it('is shown with its story, without the name in it, to those who mend things and to nobody else', async () => {
    const id = await order('CASE-BROKEN', '不是清单');
    const story = await parked(id);
    expect(story).toMatchObject({
      type: 'commands.fees.collect-fee', caseNumber: 'CASE-BROKEN', state: 'waiting', twoPersons: true, proposal: null, history: [{ act: 'parked', by: '' }],
      target: { machine: 'bills', recordState: null, knownToInbox: false, readable: false },
    });
    expect(story.reason).toBe('不符合约定 breaks its contract: charges invalid_type');
    expect(story.firstFailedAt <= story.lastFailedAt).toBe(true);
    expect(JSON.stringify(story)).not.toContain('张三丰');
    expect(story.payload).toContain('张*丰');
    expect((await ask('GET', '?state=waiting', 'a')).body).toMatchObject({ parked: [{ id, preview: expect.stringContaining('CASE-BROKEN') as string }], next: null });
    for (const role of ['cashier', 'supervisor', 'administrator', 'service'] as const) expect((await ask('GET', `/${id}`, 'x', undefined, role)).status, role).toBe(403);
    expect((await ask('POST', `/${id}/put-back`, 'x', {}, 'auditor')).status).toBe(403);
    expect((await ask('GET', '/none-of-ours', 'a')).status).toBe(404);
  });

  it('is put back by a second person only, and fails again while it breaks its contract', async () => {
    const id = (await ask('GET', '?state=waiting', 'a')).body.parked[0]?.id ?? '';
    expect((await ask('POST', `/${id}/put-back`, 'a')).body).toMatchObject({ status: 409, reason: 'second-person-needed' });
    expect((await ask('POST', `/${id}/proposals`, 'a', { note: '已请开发核对 13800001234' })).body).toMatchObject({ state: 'proposed', proposal: { by: 'a' } });
    const own = (await ask('POST', `/${id}/put-back`, 'a', {})).body;
    expect(own.reason).toBe('second-person-needed');
    expect(own.detail).toMatch(/另一名集成运维/);
    expect((await ask('POST', `/${id}/proposals`, 'b', { note: '我也提出' })).body).toMatchObject({ reason: 'wrong-state' });
    expect((await ask('POST', `/${id}/put-back`, 'b', { note: '已核对' })).body).toMatchObject({ status: 409, reason: 'failed-again' });
    const story = (await ask('GET', `/${id}`, 'b')).body;
    expect(story.history.map(({ act, by }) => `${act} ${by}`)).toEqual(['parked ', 'proposed a', 'failed-again b']);
    expect(story.history[1]?.note).toBe('已请开发核对 138****1234');
  });

  it('once mended is taken, bills once, and keeps who proposed and who put it back', async () => {
    await database.raw("CREATE TRIGGER broken BEFORE INSERT ON bills FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'disk'");
    const id = await order('CASE-MENDED', fee);
    expect(await parked(id)).toMatchObject({ target: { readable: true, recordState: null, recordVersion: null } });
    await database.raw('DROP TRIGGER broken');
    await ask('POST', `/${id}/proposals`, 'a', { note: '磁盘已更换' });
    expect((await ask('POST', `/${id}/put-back`, 'b', {})).body).toEqual({ messageId: id, state: 'put-back', result: 'accepted' });
    expect((await ask('POST', `/${id}/put-back`, 'c', {})).body).toMatchObject({ reason: 'wrong-state' });
    expect((await ask('GET', `/${id}`, 'c')).body).toMatchObject({ state: 'put-back', putBackBy: 'b', target: { recordState: 'issued', recordVersion: 1, knownToInbox: true }, history: [{}, { by: 'a', note: '磁盘已更换' }, { act: 'put-back', by: 'b', result: 'accepted' }] });
    expect(await database('bills').where({ case_number: 'CASE-MENDED' }).select('status')).toEqual([{ status: 'issued' }]);
  });

  it('is listed page by page', async () => {
    const first = (await ask('GET', '?limit=1', 'a')).body;
    expect(first.parked).toHaveLength(1);
    const second = (await ask('GET', `?limit=1&cursor=${first.next ?? ''}`, 'a')).body;
    expect([...first.parked, ...second.parked].map(({ id }) => id)).toEqual((await ask('GET', '', 'a')).body.parked.map(({ id }) => id));
    expect(second.next).toBeNull();
  });
});

describe('a parked message that moves nothing of value', () => {
  it('needs one person only', async () => {
    const id = freshId();
    await jetstream(connection).publish('commands.notify.send-text', JSON.stringify({ specversion: '1.0', id, source: '/intake', type: 'commands.notify.send-text', subject: 'C', time: '2026-01-05T01:30:00.000Z', datacontenttype: 'application/json', data: {} }), { msgID: id });
    url = await stage.urlOf('notify');
    expect(await parked(id)).toMatchObject({ twoPersons: false });
    expect((await ask('POST', `/${id}/put-back`, 'a')).body).toMatchObject({ reason: 'failed-again' });
  });
});
