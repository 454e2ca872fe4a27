import { readFileSync } from 'node:fs';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock } from '../../infra/clock.ts';
import { openDatabase, type Database } from '../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { servePages, type PageServer } from './sample-pages.ts';
import { service } from './service.ts';

const sample = z.object({ zone: z.object({ creditCode: z.string() }), demo: z.array(z.object({ withFee: z.string() })), delegations: z.array(z.looseObject({ documentNumber: z.string(), form: z.string(), validTo: z.string(), itemCodes: z.array(z.string()) })) })
  .parse(JSON.parse(readFileSync(new URL('sample/delegations.json', import.meta.url), 'utf8')));
const codes = sample.delegations.flatMap((one) => one.itemCodes);
const clock = manualClock(new Date('2026-11-20T09:00:00+08:00'));

let stage: Stage;
let gateway: PageServer;
let database: Database;
let url: string;
let officer: Record<string, string>;
let second: Record<string, string>;
const ask = (method: 'get' | 'put' | 'post', where: string, data?: unknown, headers: Record<string, string> = officer): Promise<{ status: number; data: Record<string, unknown> }> =>
  axios.request({ method, url: `${url}${where}`, data, headers, validateStatus: () => true });
const put = (document: (typeof sample.delegations)[number], more = {}): ReturnType<typeof ask> => {
  const { documentNumber, ...body } = document;
  return ask('put', `/delegations/${encodeURIComponent(documentNumber)}`, { ...body, ...more });
};
let serial = 0;
async function synchronise(mode: 'full' | 'changes'): Promise<Record<string, unknown>> {
  serial += 1;
  const started = await ask('post', '/synchronisations', { mode }, { ...officer, 'idempotency-key': `synchronisation-${String(serial)}` });
  expect(started.status).toBe(202);
  return eventually('the synchronisation ends', async () => {
    const { data } = await ask('get', `/synchronisations/${String(started.data['id'])}`);
    return data['state'] !== 'running' && data;
  });
}
/** The second officer approves the change set; resolves when it is in force. */
async function approve(changeSetId: unknown, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const where = `/change-sets/${String(changeSetId)}`;
  const { data: { revision } } = await ask('get', where, undefined, second);
  serial += 1;
  const approved = await ask('post', `${where}/approval`, { revision, ...more }, { ...second, 'idempotency-key': `approval-${String(serial)}` });
  expect(approved.status, JSON.stringify(approved.data)).toBe(200);
  return eventually('it is in force or scheduled', async () => {
    const { data } = await ask('get', where, undefined, second);
    return (data['state'] === 'in-force' || data['state'] === 'approved') && data;
  });
}
const told = async (type: string): Promise<Record<string, unknown>[]> => {
  const rows: { envelope: unknown }[] = await database('outbox').where({ type: `events.catalogue.${type}` }).orderBy('position').select('envelope');
  return rows.map(({ envelope }) => z.object({ data: z.record(z.string(), z.unknown()) }).parse(typeof envelope === 'string' ? JSON.parse(envelope) : envelope).data);
};

beforeAll(async () => {
  stage = await openStage();
  gateway = await servePages(codes);
  await stage.start(service, { HUB_PROVINCE_GATEWAY_URL: gateway.url, HUB_INTAKE_URL: 'http://127.0.0.1:9', HUB_ZONE_CREDIT_CODE: sample.zone.creditCode, HUB_EXPIRY_AHEAD_DAYS: '800,30' }, clock);
  url = await stage.urlOf('catalogue');
  officer = { authorization: `Bearer ${await stage.token('catalogue-officer')}` };
  second = { authorization: `Bearer ${await stage.token('catalogue-officer', { subject: 'officer-b', name: '乙' })}` };
  database = openDatabase({ url: (await stage.environment('catalogue'))['HUB_DATABASE_URL'] ?? '', connections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
  await gateway?.close();
});

describe('the catalogue of a zone', () => {
  it('registers the documents; every item awaits the province', async () => {
    const answers = await Promise.all(sample.delegations.map((one) => put(one)));
    expect(answers.map((one) => one.status)).toEqual(sample.delegations.map(() => 200));
    await eventually('all items are told', async () => Number((await database('items').count({ n: '*' }).first())?.['n']) === codes.length);
    expect(await ask('get', `/items/${codes[0] ?? ''}`, undefined, {})).toMatchObject({ status: 200, data: { state: 'awaiting', item: null, delegation: { form: 'direct' } } });
    await eventually('the register knows', async () => {
      const { data } = await ask('get', '/delegations');
      return z.array(z.object({ itemsTold: z.boolean() })).parse(data['delegations']).every((one) => one.itemsTold);
    });
  });
  it('takes its items from the province and offers each once, the expired ones with their withdrawal', async () => {
    const first = await synchronise('changes');
    expect(first).toMatchObject({ state: 'finished', mode: 'full', counts: { seen: codes.length + 3, newVersions: codes.length, notDelegated: 1, refused: 2 }, notTaken: [{ field: 'version' }, { field: 'taskCode' }] });
    expect(await told('item-offered')).toHaveLength(0);
    expect(await approve(first['changeSetId'])).toMatchObject({ counts: { added: codes.length }, progress: { done: codes.length, notTaken: 0 } });
    const expired = sample.delegations.filter((one) => one.validTo < '2026-11-20').flatMap((one) => one.itemCodes);
    expect(await told('item-offered')).toHaveLength(codes.length);
    expect((await told('item-withdrawn')).map((one) => one['itemCode'])).toEqual(expect.arrayContaining(expired));
    const withFee = sample.demo[0]?.withFee ?? '';
    expect((await told('item-offered')).find((one) => z.object({ code: z.string() }).parse(one['item']).code === withFee)).toMatchObject({ item: { version: 1, delegation: { form: 'direct', zoneSealCode: 'YL-KFQ-01' } } });
  });
  it('suggests the offered items nearest to a code or name it does not know', async () => {
    const withFee = sample.demo[0]?.withFee ?? '';
    const nearest = await ask('get', `/nearest-items?limit=2&name=${encodeURIComponent('不知名的事项')}&code=${withFee.slice(19, 31)}`);
    expect(nearest).toMatchObject({ status: 200, data: { items: expect.arrayContaining([expect.objectContaining({ code: withFee, form: 'direct', score: expect.any(Number) as number })]) as unknown[] } });
    expect((await ask('get', '/nearest-items?name=x', undefined, {})).status).toBe(401);
  });
  it('sees only what has changed the next time, and tells nothing twice', async () => {
    const before = (await told('item-offered')).length;
    gateway.publish(codes[0] ?? '', 2, '2026-11-01');
    const news = await synchronise('changes');
    expect(news).toMatchObject({ mode: 'changes', counts: { seen: 1, newVersions: 1 } });
    expect(await synchronise('full')).toMatchObject({ changeSetId: null, counts: { newVersions: 0, unchanged: codes.length + 1 } });
    await approve(news['changeSetId']);
    expect(await synchronise('full')).toMatchObject({ mode: 'full', counts: { newVersions: 0, unchanged: codes.length + 1 } });
    expect(await told('item-offered')).toHaveLength(before + 1);
  });
  it('answers what applied on any day', async () => {
    const code = codes[0] ?? '';
    expect(await ask('get', `/items/${code}?on=2026-11-19`, undefined, {})).toMatchObject({ data: { item: { version: 1 }, condition: 'in-use', edition: 1, to: '2026-11-19' } });
    expect(await ask('get', `/items/${code}?on=2026-11-20`, undefined, {})).toMatchObject({ data: { item: { version: 2 }, to: null } });
    expect(await ask('get', `/items/${code}?on=2020-01-01`, undefined, {})).toMatchObject({ data: { item: null, condition: 'not-yet' } });
    expect(await ask('get', `/items/${code}?on=2025-06-01`, undefined, {})).toMatchObject({ data: { item: { version: 1 }, delegation: null } });
    expect(await ask('get', `/items/${code}?on=2025-02-30`, undefined, {})).toMatchObject({ status: 400 });
    expect((await ask('get', `/items/${code.slice(0, 31)}99`, undefined, {})).status).toBe(404);
  });
  it('lists by form, by words and page by page', async () => {
    const first = await ask('get', '/items?form=forward&limit=10', undefined, {});
    const items = z.array(z.object({ code: z.string(), form: z.string() })).parse(first.data['items']);
    expect(items).toHaveLength(10);
    expect(first.data['more']).toBe(true);
    expect(await ask('get', `/items?form=forward&limit=10&after=${items.at(-1)?.code ?? ''}`, undefined, {})).toMatchObject({ data: { more: false } });
    expect(z.array(z.unknown()).parse((await ask('get', `/items?q=${encodeURIComponent('事项')}&limit=200`, undefined, {})).data['items'])).toHaveLength(codes.length);
    expect((await ask('get', `/items?q=${encodeURIComponent('100%')}`, undefined, {})).data['items']).toEqual([]);
  });
  it('counts what it lists and goes on where a page ended', async () => {
    const all: string[] = [];
    for (let cursor = ''; ;) {
      const { data } = await ask('get', `/items?limit=40${cursor === '' ? '' : `&cursor=${cursor}`}`, undefined, {});
      expect(data['total']).toBe(codes.length);
      all.push(...z.array(z.object({ code: z.string() })).parse(data['items']).map((one) => one.code));
      const next = z.string().nullable().parse(data['next']);
      if (next === null) break;
      cursor = next;
    }
    expect(all).toEqual(codes.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(await ask('get', `/items?q=${codes[3] ?? ''}`, undefined, {})).toMatchObject({ data: { total: 1, items: [{ code: codes[3] }] } });
  });
  it('tells the versions of an item, newest first, with what each changed', async () => {
    const { data } = await ask('get', `/items/${codes[0] ?? ''}/versions`, undefined, {});
    expect(data).toMatchObject({ code: codes[0], versions: [{ version: 2, edition: 1, from: '2026-11-20', inForce: true }, { version: 1, to: '2026-11-19', inForce: false, changes: [] }] });
    expect((await ask('get', `/items/${(codes[0] ?? '').slice(0, 31)}99/versions`, undefined, {})).status).toBe(404);
  });
  it('tells how many days a document has left', async () => {
    const documents = z.array(z.object({ documentNumber: z.string(), validTo: z.string(), daysLeft: z.number().nullable() })).parse((await ask('get', '/delegations', undefined, {})).data['delegations']);
    for (const { validTo, daysLeft } of documents) expect(daysLeft === null).toBe(validTo < '2026-11-20');
    expect(documents.find((one) => one.validTo === '2028-12-31')?.daysLeft).toBe(772);
  });
  it('shows how near an end is by the thresholds of the zone', async () => {
    const { data } = await ask('get', '/delegations');
    expect(data['expiryAhead']).toEqual({ soonDays: 800, urgentDays: 30 });
    const lights = z.array(z.object({ validTo: z.string(), light: z.string().nullable() })).parse(data['delegations']);
    expect(lights.find((one) => one.validTo === '2028-12-31')?.light).toBe('yellow');
    expect(lights.find((one) => one.validTo < '2026-11-20')?.light).toBeNull();
  });
  it('keeps the signed paper by its content, tells it in the history, and gives it to staff only', async () => {
    const number = encodeURIComponent(sample.delegations[2]?.documentNumber ?? '');
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const send = (bytes: Buffer, name: string, headers = officer): Promise<{ status: number; data: Record<string, unknown> }> =>
      ask('post', `/delegations/${number}/files`, bytes, { ...headers, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) });
    const kept = await send(png, '授权书原件.png');
    expect(kept).toMatchObject({ status: 201, data: { files: [{ name: '授权书原件.png', kind: 'png', bytes: png.length }] } });
    expect((await send(png, '又一次.png')).data['files']).toHaveLength(1);
    expect(await send(png, '授权书.pdf')).toMatchObject({ status: 415, data: { reason: 'file-disguised' } });
    expect(await ask('post', `/delegations/${encodeURIComponent('没有〔2020〕1号')}/files`, png, { ...officer, 'content-type': 'application/octet-stream' })).toMatchObject({ status: 404 });
    const [{ sha256 }] = z.array(z.object({ sha256: z.string() })).min(1).parse(kept.data['files']) as [{ sha256: string }];
    const shown = await axios.get<Buffer>(`${url}/delegations/${number}/files/${sha256}`, { headers: officer, responseType: 'arraybuffer' });
    expect(Buffer.from(shown.data).equals(png)).toBe(true);
    expect((await ask('get', `/delegations/${number}/files/${sha256}`, undefined, {})).status).toBe(401);
    expect((await ask('get', `/delegations/${encodeURIComponent(sample.delegations[3]?.documentNumber ?? '')}/files/${sha256}`)).status).toBe(404);
    expect(await ask('get', `/delegations/${number}/history`, undefined, {})).toMatchObject({ data: { lines: [{ what: 'file-added' }, { what: 'registered', by: 'catalogue-officer' }] } });
  });
  it('stops during a suspension, goes on after it, and still tells of the days within it', async () => {
    const [, , document] = sample.delegations;
    if (!document) throw new Error('the sample has no third document');
    const code = document.itemCodes[0] ?? '';
    const state = async (): Promise<unknown> => (await ask('get', `/items/${code}`, undefined, {})).data['state'];
    expect(await put(document, { standing: 'suspended', reason: '部门来函暂停实施' })).toMatchObject({ status: 200, data: { standing: 'suspended', endedOn: '2026-11-20' } });
    await eventually('it is withdrawn', async () => (await state()) === 'withdrawn');
    clock.set(new Date('2026-11-27T09:00:00+08:00'));
    expect(await put(document)).toMatchObject({ data: { standing: 'in-force', suspensions: [{ from: '2026-11-20', to: '2026-11-27' }] } });
    await eventually('it is offered again', async () => (await state()) === 'offered');
    const on = async (day: string): Promise<unknown> => (await ask('get', `/items/${code}?on=${day}`, undefined, {})).data['delegation'];
    expect(await on('2026-11-19')).toMatchObject({ documentNumber: document.documentNumber, standing: 'in-force' });
    expect([await on('2026-11-20'), await on('2026-11-26')]).toEqual([null, null]);
    expect(await on('2026-11-27')).toMatchObject({ appliesFrom: '2026-11-27' });
    const listed = async (day: string): Promise<unknown[]> => z.array(z.object({ documentNumber: z.string() })).parse((await ask('get', `/delegations?on=${day}`, undefined, {})).data['delegations']).filter((one) => one.documentNumber === document.documentNumber);
    expect([(await listed('2026-11-19')).length, (await listed('2026-11-26')).length, (await listed('2026-11-27')).length]).toEqual([1, 0, 1]);
  });
  it('ends on the day it was ordered for, by itself', async () => {
    const [, , , document] = sample.delegations;
    if (!document) throw new Error('the sample has no fourth document');
    const code = document.itemCodes[0] ?? '';
    expect(await put(document, { standing: 'terminated', standingFrom: '2026-12-10' })).toMatchObject({ data: { standing: 'in-force', upcoming: { standing: 'terminated', on: '2026-12-10' } } });
    await eventually('the window knows its last day', async () => (await told('item-offered')).some((one) => z.object({ code: z.string(), delegation: z.object({ validTo: z.string() }) }).parse(one['item']).delegation.validTo === '2026-12-09'));
    expect((await ask('get', `/items/${code}`, undefined, {})).data['state']).toBe('offered');
    clock.set(new Date('2026-12-10T00:01:00+08:00'));
    await eventually('it has ended', async () => (await ask('get', `/items/${code}`, undefined, {})).data['state'] === 'withdrawn');
    await eventually('the register says so', async () => (await ask('get', `/delegations/${encodeURIComponent(document.documentNumber)}`, undefined, {})).data['standing'] === 'terminated');
  });
  it('withdraws the items of a document that is taken back', async () => {
    const [document] = sample.delegations;
    if (!document) throw new Error('the sample has no document');
    const before = (await told('item-withdrawn')).length;
    expect(await put(document, { standing: 'taken-back' })).toMatchObject({ status: 200, data: { standing: 'taken-back', endedOn: '2026-12-10' } });
    await eventually('its items are withdrawn', async () => (await told('item-withdrawn')).length === before + document.itemCodes.length);
    expect(await put(document)).toMatchObject({ status: 409, data: { reason: 'wrong-state', field: 'standing' } });
  });
  it('withdraws by itself on the day a document ends', async () => {
    clock.set(new Date('2029-01-01T00:01:00+08:00'));
    await eventually('expired documents are noticed', async () => (await told('item-withdrawn')).filter((one) => one['reason'] === 'delegation-ended').length > 20);
  });
  it('is changed by catalogue officers only, and refuses a broken document naming the field', async () => {
    const [, document] = sample.delegations;
    if (!document) throw new Error('the sample has no document');
    expect((await ask('post', '/synchronisations', {}, { authorization: `Bearer ${await stage.token('window-clerk')}`, 'idempotency-key': 'not-my-business' })).status).toBe(403);
    expect((await ask('get', '/synchronisations', undefined, {})).status).toBe(401);
    expect(await put(document, { validTo: '2020-01-01' })).toMatchObject({ status: 400, data: { reason: 'invalid-request', field: 'validTo' } });
    expect(await put(document, { itemCodes: ['x'] })).toMatchObject({ status: 400 });
    expect(await put({ ...document, documentNumber: '云岭授〔2026〕99号' })).toMatchObject({ status: 409, data: { reason: 'wrong-state' } });
  });
});
