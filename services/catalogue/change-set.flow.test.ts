import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock } from '../../infra/clock.ts';
import { openDatabase, type Database } from '../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { servePages, type PageServer } from './sample-pages.ts';
import { service } from './service.ts';

const Sample = z.object({ zone: z.object({ creditCode: z.string() }), delegations: z.array(z.looseObject({ documentNumber: z.string(), validTo: z.string(), itemCodes: z.array(z.string()) })) });
const sample = Sample.parse(JSON.parse(readFileSync(new URL('sample/delegations.json', import.meta.url), 'utf8')));
const document = sample.delegations.find((one) => one.validTo > '2027-12-31' && one.itemCodes.length >= 3);
if (!document) throw new Error('the sample has no such document');
const [one = '', two = '', three = '', four = ''] = document.itemCodes;
const clock = manualClock(new Date('2026-11-20T09:00:00+08:00'));

interface Answer { status: number; data: Record<string, unknown> }
let stage: Stage;
let gateway: PageServer;
let intake: Server;
let database: Database;
let url: string;
const openCases: unknown[] = [];
const officers: Record<'first' | 'second' | 'third', Record<string, string>> = { first: {}, second: {}, third: {} };
let serial = 0;
function ask(who: keyof typeof officers | null, method: 'get' | 'put' | 'post', where: string, data?: unknown): Promise<Answer> {
  serial += 1;
  return axios.request({ method, url: `${url}${where}`, data, headers: who ? { ...officers[who], ...(method === 'post' ? { 'idempotency-key': `change-set-${String(serial)}` } : {}) } : {}, validateStatus: () => true });
}
async function synchronise(mode: 'full' | 'changes' = 'changes'): Promise<string | null> {
  clock.set(new Date(clock.now().getTime() + 1_000));
  const started = await ask('first', 'post', '/synchronisations', { mode });
  const finished = await eventually('the synchronisation ends', async () => {
    const { data } = await ask('first', 'get', `/synchronisations/${String(started.data['id'])}`);
    return data['state'] !== 'running' && data;
  });
  return z.string().nullable().parse(finished['changeSetId']);
}
const show = async (id: string, who: keyof typeof officers = 'second'): Promise<Record<string, unknown>> => (await ask(who, 'get', `/change-sets/${id}`)).data;
const act = async (who: keyof typeof officers, id: string, what: 'approval' | 'rejection' | 'undoing', more: object = {}): Promise<Answer> =>
  ask(who, 'post', `/change-sets/${id}/${what}`, { revision: (await show(id))['revision'], ...(what === 'approval' ? {} : { reason: '试验' }), ...more });
const until = (id: string, state: string): Promise<Record<string, unknown>> => eventually(`${id} is ${state}`, async () => { const data = await show(id); return data['state'] === state && data; });
const Item = z.looseObject({ name: z.string(), version: z.number(), materials: z.array(z.looseObject({ name: z.string(), required: z.boolean() })) });
async function itemOn(code: string, on = ''): Promise<{ item: z.infer<typeof Item>; edition: number; condition: string }> {
  return z.looseObject({ item: Item, edition: z.number(), condition: z.string() }).parse((await ask(null, 'get', `/items/${code}${on === '' ? '' : `?on=${on}`}`)).data);
}
async function edit(who: keyof typeof officers, code: string, change: (item: z.infer<typeof Item>) => object): Promise<Answer> {
  const { item, edition } = await itemOn(code);
  return ask(who, 'post', `/items/${code}/edits`, { version: item.version, edition, item: { ...item, ...change(item) }, reason: '园区修改' });
}
const paper = { required: true, form: '原件', copies: 1, source: null, acceptanceStandard: null, kind: null, pageFormat: null, sourceNote: null, basis: null, fillingNote: null, blankForm: null, sample: null };
const offered = async (code: string): Promise<Record<string, unknown>[]> => {
  const rows: { envelope: unknown }[] = await database('outbox').where({ type: 'events.catalogue.item-offered' }).orderBy('position').select('envelope');
  return rows.map(({ envelope }) => z.object({ data: z.object({ item: z.looseObject({ code: z.string() }) }) }).parse(typeof envelope === 'string' ? JSON.parse(envelope) : envelope).data.item).filter((item) => item.code === code);
};

beforeAll(async () => {
  stage = await openStage();
  gateway = await servePages(document.itemCodes);
  intake = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://intake').searchParams.get('itemCodes')?.split(',') ?? [];
    const cases = openCases.filter((each) => asked.includes(z.looseObject({ itemCode: z.string() }).parse(each).itemCode));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ cases, more: false }));
  });
  await new Promise<void>((resolve) => { intake.listen(0, '127.0.0.1', resolve); });
  const address = intake.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await stage.start(service, { HUB_PROVINCE_GATEWAY_URL: gateway.url, HUB_INTAKE_URL: `http://127.0.0.1:${String(port)}`, HUB_ZONE_CREDIT_CODE: sample.zone.creditCode }, clock);
  url = await stage.urlOf('catalogue');
  for (const who of ['first', 'second', 'third'] as const) officers[who] = { authorization: `Bearer ${await stage.token('catalogue-officer', { subject: `officer-${who}`, name: who })}` };
  database = openDatabase({ url: (await stage.environment('catalogue'))['HUB_DATABASE_URL'] ?? '', connections: 2 });
  const { documentNumber, ...body } = document;
  expect((await ask('first', 'put', `/delegations/${encodeURIComponent(documentNumber)}`, body)).status).toBe(200);
  await eventually('all items are told', async () => Number((await database('items').count({ n: '*' }).first())?.['n']) === document.itemCodes.length);
});
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
  await gateway?.close();
  await new Promise((resolve) => { intake.close(resolve); });
});

describe('what the province sends', () => {
  it('waits for an officer, and is published when one approves it', async () => {
    const id = await synchronise() ?? '';
    expect(await show(id)).toMatchObject({ state: 'proposed', source: 'province', counts: { added: document.itemCodes.length }, actions: ['approve', 'reject'] });
    expect((await ask(null, 'get', `/items/${one}`)).data).toMatchObject({ item: null, condition: 'not-yet' });
    expect((await act('first', id, 'approval')).status).toBe(200);
    expect(await until(id, 'in-force')).toMatchObject({ progress: { done: document.itemCodes.length, notTaken: 0 }, actions: ['undo'] });
    expect(await itemOn(one)).toMatchObject({ edition: 1, condition: 'in-use' });
  });
  it('is shown difference by difference with its weight on the applicant, and rejected changes nothing', async () => {
    gateway.publish(two, 2, '2026-11-01', { name: '示例事项 1', promisedLimit: { amount: 8, unit: 'working-day' }, materials: [{ ...paper, name: '承诺书' }] });
    const id = await synchronise() ?? '';
    const { data } = await ask('second', 'get', `/change-sets/${id}/entries`);
    expect(data).toMatchObject({ next: null, entries: [{ code: two, kind: 'changed', before: { version: 1, edition: 1 }, heavier: 2, differences: expect.arrayContaining([
      expect.objectContaining({ field: 'materials', change: 'lost', what: '申请表' }), expect.objectContaining({ field: 'materials', change: 'gained', what: '承诺书' }), expect.objectContaining({ field: 'promisedLimit', after: '8 个工作日', burden: 'heavier' }),
    ]) }] });
    expect((await act('second', id, 'rejection')).status).toBe(200);
    expect(await show(id)).toMatchObject({ state: 'rejected', rejected: { note: '试验' }, actions: ['propose-again'] });
    expect((await itemOn(two)).item.version).toBe(1);
  });
  it('takes the place of what it has proposed of the same items before', async () => {
    gateway.publish(three, 2, '2026-11-01', { name: '甲' });
    const older = await synchronise() ?? '';
    gateway.publish(three, 3, '2026-11-02', { name: '乙' });
    const newer = await synchronise() ?? '';
    expect(newer).not.toBe(older);
    expect(await until(older, 'replaced')).toMatchObject({ replacedBy: newer, actions: [] });
    expect((await act('second', older, 'approval')).data).toMatchObject({ reason: 'wrong-state' });
    await act('second', newer, 'rejection');
  });
});

describe('an edit of the zone', () => {
  it('is never approved by who proposed it, and is an edition of the version', async () => {
    const { status, data } = await edit('first', one, (item) => ({ telephone: '0730-8000000', materials: [...item.materials, { ...paper, name: '承诺书' }] }));
    expect(status).toBe(201);
    const id = String(data['id']);
    expect(data).toMatchObject({ source: 'zone', state: 'proposed', proposedBy: { subject: 'officer-first' }, counts: { changed: 1 }, heavier: 1, withheld: [{ action: 'approve' }] });
    expect((await act('first', id, 'approval')).data).toMatchObject({ reason: 'second-person-needed' });
    expect((await act('second', id, 'approval')).status).toBe(200);
    await until(id, 'in-force');
    expect(await itemOn(one)).toMatchObject({ edition: 2, item: { version: 1, telephone: '0730-8000000' } });
    expect((await offered(one)).at(-1)).toMatchObject({ version: 1, edition: 2 });
  });
  it('is refused on content that is no longer there, with nothing different, and with a form that makes no sense', async () => {
    const { item } = await itemOn(one);
    const stale = await ask('second', 'post', `/items/${one}/edits`, { version: 1, edition: 1, item, reason: '迟到的修改' });
    expect(stale).toMatchObject({ status: 409, data: { reason: 'version-conflict', field: 'edition' } });
    expect((await edit('second', one, () => ({}))).data).toMatchObject({ reason: 'invalid-request', field: 'item' });
    const field = { key: 'area', labelZh: '面积', labelEn: 'Area', kind: 'number', required: true };
    expect((await edit('second', one, () => ({ formFields: [field, field] }))).data).toMatchObject({ reason: 'invalid-request', field: 'item.formFields.1.key' });
    expect((await edit('second', one, () => ({ formFields: [{ ...field, kind: 'choice' }] }))).data).toMatchObject({ field: 'item.formFields.0.options' });
  });
  it('survives what the province says again', async () => {
    // What was rejected is the province's to say anew; the drift watch shows it until then.
    expect(await synchronise('full')).toBeNull();
    expect(await itemOn(one)).toMatchObject({ edition: 2 });
  });
  it('is approved for a day, comes into force on that day by itself, and may be called off before', async () => {
    const planned = String((await edit('first', one, () => ({ name: '明年的名称' }))).data['id']);
    expect((await act('second', planned, 'approval', { effectiveOn: '2026-11-19' })).data).toMatchObject({ reason: 'invalid-request', field: 'effectiveOn' });
    expect((await act('second', planned, 'approval', { effectiveOn: '2026-12-01' })).data).toMatchObject({ state: 'approved', effectiveOn: '2026-12-01' });
    const calledOff = String((await edit('first', two, () => ({ name: '作罢的名称' }))).data['id']);
    await act('second', calledOff, 'approval', { effectiveOn: '2026-12-01' });
    expect((await act('third', calledOff, 'rejection')).data).toMatchObject({ state: 'rejected' });
    clock.set(new Date('2026-11-30T23:59:00+08:00'));
    expect(await show(planned)).toMatchObject({ state: 'approved' });
    clock.set(new Date('2026-12-01T00:00:10+08:00'));
    await until(planned, 'in-force');
    expect((await itemOn(one, '2026-11-30')).item.name).not.toBe('明年的名称');
    expect(await itemOn(one)).toMatchObject({ edition: 3, item: { name: '明年的名称' } });
    expect((await itemOn(two)).item.name).not.toBe('作罢的名称');
  });
  it('is undone in one step by another than approved it: the former content is an edition of its own, and past days keep their answer', async () => {
    const { data } = await ask('second', 'get', '/change-sets?state=in-force&source=zone');
    const [latest] = z.array(z.object({ id: z.string() })).parse(data['changeSets']);
    const id = latest?.id ?? '';
    expect((await act('second', id, 'undoing')).data).toMatchObject({ reason: 'second-person-needed' });
    clock.set(new Date('2026-12-05T09:00:00+08:00'));
    expect((await act('third', id, 'undoing')).data).toMatchObject({ state: 'undoing' });
    await until(id, 'undone');
    expect(await itemOn(one)).toMatchObject({ edition: 4, item: { telephone: '0730-8000000' } });
    expect((await itemOn(one)).item.name).not.toBe('明年的名称');
    expect((await itemOn(one, '2026-12-04')).item.name).toBe('明年的名称');
    expect((await offered(one)).at(-1)).toMatchObject({ version: 1, edition: 4 });
    const { data: listed } = await ask(null, 'get', `/items/${one}/versions`);
    expect(listed['versions']).toMatchObject([{ edition: 4, inForce: true }, { edition: 3, to: '2026-12-04', changes: [{ field: 'name' }] }, { edition: 2 }, { edition: 1, changes: [] }]);
  });
});

describe('two officers at once', () => {
  it('do not approve past each other: a change set read in another revision is refused', async () => {
    const id = String((await edit('first', two, () => ({ telephone: '0730-8111111' }))).data['id']);
    const answers = await Promise.all([act('second', id, 'approval'), act('third', id, 'rejection')]);
    expect(answers.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
  it('are told when an item was published otherwise meanwhile, and compare again', async () => {
    const earlier = String((await edit('first', three, () => ({ telephone: '0730-1' }))).data['id']);
    gateway.publish(three, 4, '2026-11-03', { name: '丙', telephone: '0730-2' });
    const province = await synchronise() ?? '';
    await act('second', province, 'approval');
    await until(province, 'in-force');
    const refused = await act('second', earlier, 'approval');
    expect(refused).toMatchObject({ status: 409, data: { reason: 'version-conflict', field: three } });
    expect(await show(earlier)).toMatchObject({ actions: ['compare', 'reject'] });
    expect((await ask('second', 'post', `/change-sets/${earlier}/comparison`)).data).toMatchObject({ state: 'proposed', counts: { changed: 1 } });
    expect((await ask('second', 'get', `/change-sets/${earlier}/entries`)).data).toMatchObject({ entries: [{ before: { version: 4 }, differences: expect.arrayContaining([expect.objectContaining({ field: 'telephone', before: '0730-2', after: '0730-1' })]) }] });
    expect((await act('second', earlier, 'approval')).status).toBe(200);
    await until(earlier, 'in-force');
    expect(await itemOn(three)).toMatchObject({ edition: 2, item: { version: 4, telephone: '0730-1' } });
    expect((await act('third', province, 'undoing')).data).toMatchObject({ reason: 'wrong-state', field: three });
  });
  it('need the post of a catalogue officer', async () => {
    const clerk = { authorization: `Bearer ${await stage.token('integrator')}` };
    const { status } = await axios.post(`${url}/change-sets/BG1/approval`, { revision: 1 }, { headers: { ...clerk, 'idempotency-key': 'not-my-business' }, validateStatus: () => true });
    expect(status).toBe(403);
    expect((await ask(null, 'get', '/change-sets')).status).toBe(401);
    expect((await ask('first', 'get', '/change-sets/BG1')).status).toBe(404);
  });
});

describe('a dry run', () => {
  it('tells accepted cases, which go on as they are, from those that would lose or lack a material', async () => {
    const { item } = await itemOn(two);
    const [asked = ''] = item.materials.map((each) => each.name);
    const pinned = { itemCode: two, version: 1, edition: 1, receivedAt: '2026-11-19T01:00:00Z', handedIn: [asked] };
    openCases.push({ ...pinned, caseNumber: 'A', state: 'accepted', acceptedAt: '2026-11-19T02:00:00Z' }, { ...pinned, caseNumber: 'B', state: 'received', acceptedAt: null }, { ...pinned, caseNumber: 'C', state: 'received', acceptedAt: null, handedIn: ['承诺书'] });
    const id = String((await edit('first', two, () => ({ materials: [{ ...paper, name: '承诺书' }] }))).data['id']);
    expect((await ask('second', 'get', `/change-sets/${id}/dry-run`)).data).toMatchObject({
      items: 1, open: 3, pinned: 1, affected: 2, losing: 1, lacking: 1, stopped: 0, more: false,
      cases: [{ caseNumber: 'B', loses: [asked], lacks: ['承诺书'] }, { caseNumber: 'C', loses: [], lacks: [] }, { caseNumber: 'A', pinned: true, loses: [], lacks: [] }],
    });
  });
  it('says so when intake cannot be asked', async () => {
    const { data } = await ask('first', 'get', '/change-sets?state=proposed');
    const [open] = z.array(z.object({ id: z.string() })).parse(data['changeSets']);
    await new Promise((resolve) => { intake.close(resolve); intake.closeAllConnections(); });
    expect((await ask('second', 'get', `/change-sets/${open?.id ?? ''}/dry-run`)).status).toBe(503);
  });
});

describe('what was rejected', () => {
  let rejected = '';
  it('is not brought again by the source, and is proposed again by a person for another to approve', async () => {
    gateway.publish(four, 2, '2026-11-04', { name: '丁' });
    rejected = await synchronise() ?? '';
    await act('second', rejected, 'rejection');
    expect(await synchronise()).toBeNull();
    expect(await show(rejected)).toMatchObject({ state: 'rejected', actions: ['propose-again'], proposedAgainAs: null });
    const again = await ask('second', 'post', `/change-sets/${rejected}/renewal`, { reason: '驳回有误，重新提出' });
    expect(again).toMatchObject({ status: 201, data: { state: 'proposed', source: 'province', title: '驳回有误，重新提出', proposedBy: { name: 'second' }, arrival: { kind: 'change-set', id: rejected }, counts: { changed: 1 } } });
    const id = String(again.data['id']);
    expect(await show(rejected)).toMatchObject({ actions: [], proposedAgainAs: id });
    // A second officer who asks for the same is shown the same.
    expect((await ask('third', 'post', `/change-sets/${rejected}/renewal`, { reason: '再来' })).data).toMatchObject({ id });
    expect((await act('second', id, 'approval')).data).toMatchObject({ reason: 'second-person-needed' });
    expect((await act('first', id, 'approval')).status).toBe(200);
    await until(id, 'in-force');
    expect((await itemOn(four)).item).toMatchObject({ version: 2, name: '丁' });
    expect((await ask('third', 'post', `/change-sets/${id}/renewal`, { reason: '再来' })).data).toMatchObject({ reason: 'wrong-state' });
  });
  it('gives way to a newer version of the source, which is compared with what is published', async () => {
    gateway.publish(four, 3, '2026-11-05', { name: '戊' });
    const third = await synchronise() ?? '';
    await act('second', third, 'rejection');
    gateway.publish(four, 4, '2026-11-06', { name: '己' });
    const newer = await synchronise() ?? '';
    expect((await ask('second', 'get', `/change-sets/${newer}/entries`)).data).toMatchObject({ entries: [{ code: four, before: { version: 2 }, version: 4, differences: expect.arrayContaining([expect.objectContaining({ before: '丁', after: '己' })]) }] });
    // The earlier version waits behind nobody: the newer one of the same source counts.
    expect((await ask('third', 'post', `/change-sets/${third}/renewal`, { reason: '旧版本' })).data).toMatchObject({ reason: 'wrong-state' });
    expect((await act('second', newer, 'approval')).status).toBe(200);
    await until(newer, 'in-force');
    expect((await itemOn(four)).item).toMatchObject({ version: 4, name: '己' });
  });
});

describe('a synchronisation that breaks off', () => {
  it('leaves a change set that says so, approves as little as it proposes, and the next brings all of it', async () => {
    for (let n = 0; n < 30; n += 1) gateway.publish(four, 5 + n, `2026-11-${String(7 + Math.floor(n / 3)).padStart(2, '0')}`, { name: `第${String(n)}` });
    gateway.breakOff(true);
    const broken = await synchronise() ?? '';
    expect(await until(broken, 'abandoned')).toMatchObject({ actions: [], withheld: [], abandoned: { why: expect.stringContaining('catalogue-gone') } });
    expect((await act('second', broken, 'approval')).status).toBe(409);
    expect((await ask('second', 'get', '/change-sets?state=abandoned')).data).toMatchObject({ changeSets: [{ id: broken }] });
    expect((await ask('second', 'get', '/synchronisations')).data).toMatchObject({ synchronisations: expect.arrayContaining([expect.objectContaining({ state: 'failed', changeSetId: broken })]) });
    gateway.breakOff(false);
    const whole = await synchronise() ?? '';
    expect(whole).not.toBe(broken);
    expect(await show(whole)).toMatchObject({ state: 'proposed' });
  });
});
