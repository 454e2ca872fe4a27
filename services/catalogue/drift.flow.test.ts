/** The drift watch over a real database: a province and a department that say otherwise, owners, explanations, and the end of it all. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock } from '../../infra/clock.ts';
import { openDatabase, type Database } from '../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { published } from './sample-records.ts';
import { service } from './service.ts';
import { heldBytes } from './spreadsheet/byte-source.ts';
import { tableRows } from './spreadsheet/table-file.ts';

const sample = z.object({ zone: z.object({ creditCode: z.string() }), delegations: z.array(z.looseObject({ documentNumber: z.string(), itemCodes: z.array(z.string()), validTo: z.string(), posts: z.looseObject({ a: z.string() }), department: z.looseObject({ creditCode: z.string(), name: z.string() }) })) })
  .parse(JSON.parse(readFileSync(new URL('sample/delegations.json', import.meta.url), 'utf8')));
const [document] = sample.delegations;
if (!document) throw new Error('the sample has no document');
const [one = '', two = ''] = document.itemCodes;
const body = document.department.creditCode;
const clock = manualClock(new Date('2026-11-20T09:00:00+08:00'));

let stage: Stage;
let database: Database;
let url: string;
let officer: Record<string, string>;
let keys = 0;
const ask = (method: 'get' | 'put' | 'post', where: string, data?: unknown, headers = officer): Promise<{ status: number; data: Record<string, unknown> }> =>
  axios.request({ method, url: `${url}${where}`, data, headers: { ...headers, ...(method === 'post' ? { 'idempotency-key': `key-of-this-test-${String(keys += 1)}` } : {}) }, validateStatus: () => true });
/** What a source says now, as an arrival would have written it. */
async function say(source: string, code: string, more: Parameters<typeof published>[2] = {}, stated: string[] | null = null): Promise<void> {
  const made = published(1, null, { catalogCode: code.slice(19, 31), taskCode: code.slice(0, 31), handlingCode: code, ...more });
  const content = JSON.stringify({ ...made, department: { ...made.department, code: code.slice(0, 18) } });
  const row = { version: 1, digest: createHash('sha256').update(content).digest('hex'), content, name: made.name, state: made.state, form: null, stated: stated && JSON.stringify(stated), upstream_digest: null, arrival: 'test', seen_at: clock.now(), changed_at: clock.now() };
  await database('source_items').insert({ source, code, ...row }).onConflict(['source', 'code']).merge();
}
async function compare(): Promise<unknown> {
  const started = await ask('post', '/drift-runs');
  expect(started.status).toBe(202);
  return eventually('the comparison ends', async () => z.array(z.looseObject({ id: z.string(), state: z.string() })).parse((await ask('get', '/drift-runs')).data['runs']).find((run) => run.id === started.data['id'] && run.state !== 'running'));
}
const Drifts = z.array(z.looseObject({ id: z.string(), field: z.string(), code: z.string(), standing: z.string(), ageDays: z.number(), owner: z.object({ side: z.string(), name: z.string(), post: z.string() }) }));
const drifts = async (query = '', headers = officer): Promise<z.infer<typeof Drifts>> => Drifts.parse((await ask('get', `/drifts${query}`, undefined, headers)).data['drifts']);

beforeAll(async () => {
  stage = await openStage();
  await stage.start(service, { HUB_PROVINCE_GATEWAY_URL: 'http://127.0.0.1:9', HUB_INTAKE_URL: 'http://127.0.0.1:9', HUB_ZONE_CREDIT_CODE: sample.zone.creditCode }, clock);
  url = await stage.urlOf('catalogue');
  officer = { authorization: `Bearer ${await stage.token('catalogue-officer')}` };
  database = openDatabase({ url: (await stage.environment('catalogue'))['HUB_DATABASE_URL'] ?? '', connections: 2 });
  const { documentNumber, ...words } = document;
  expect((await ask('put', `/delegations/${encodeURIComponent(documentNumber)}`, { ...words, itemCodes: [one, two] })).status).toBe(200);
  await eventually('the items are told', async () => Number((await database('items').count({ n: '*' }).first())?.['n']) === 2);
});
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
});

describe('the drift watch', () => {
  it('finds what the three say otherwise, each with an owner and an age', async () => {
    for (const code of [one, two]) await say('province', code);
    // The department has handed in the whole of its list.
    await database('department_lists').insert({ id: 'whole', status: 'proposed', version: 1, document: JSON.stringify({ complete: true, department: { creditCode: body } }), created_at: clock.now(), updated_at: clock.now() });
    await say(`department:${body}`, one, { promisedLimit: { amount: 9, unit: 'working-day' }, name: '不在所列之内' }, ['promisedLimit']);
    expect(await compare()).toMatchObject({ state: 'finished', counts: { items: 2, found: 3 } });
    const found = await drifts();
    expect(new Set(found.map((each) => `${each.code} ${each.field} ${each.owner.side}`))).toEqual(new Set([`${one} listed zone`, `${one} promisedLimit department`, `${two} listed department`]));
    expect(found.find((each) => each.field === 'promisedLimit')).toMatchObject({ owner: { name: document.department.name, post: document.posts.a }, ageDays: 0, standing: 'open' });
  });
  it('tells nothing twice, and closes by itself what all say the same again', async () => {
    expect(await compare()).toMatchObject({ counts: { found: 0, changed: 0, closed: 0 } });
    clock.advance(3 * 86_400_000);
    const [limit] = await drifts('?field=promisedLimit');
    expect(limit?.ageDays).toBe(3);
    await say(`department:${body}`, one, {}, ['promisedLimit']);
    expect(await compare()).toMatchObject({ counts: { closed: 1 } });
    expect(await ask('get', `/drifts/${limit?.id ?? ''}`)).toMatchObject({ data: { drift: { standing: 'closed', ageDays: 3 }, history: [{ what: 'closed' }, { what: 'found' }] } });
    expect(await ask('post', `/drifts/${limit?.id ?? ''}/standing`, { standing: 'explained', note: '晚了' })).toMatchObject({ status: 409 });
  });
  it('is explained, mended by a day, given to somebody else, all of it kept', async () => {
    const [first] = await drifts('?owner=zone');
    const id = first?.id ?? '';
    expect(await ask('post', `/drifts/${id}/standing`, { standing: 'being-mended' })).toMatchObject({ status: 400, data: { field: 'note' } });
    expect(await ask('post', `/drifts/${id}/standing`, { standing: 'being-mended', note: '下周发布', until: '2026-11-24' })).toMatchObject({ data: { standing: 'being-mended', overdue: false } });
    clock.advance(3 * 86_400_000);
    expect(await ask('post', `/drifts/${id}/owner`, { side: 'department', post: '法规科', note: '须先更新省级实施清单' })).toMatchObject({ data: { owner: { side: 'department', post: '法规科', name: document.department.name }, assigned: true, overdue: true } });
    await compare();
    expect(await ask('get', `/drifts/${id}`)).toMatchObject({ data: { drift: { owner: { post: '法规科' } }, history: [{ what: 'assigned', by: 'catalogue-officer' }, { what: 'being-mended', note: '下周发布' }, { what: 'found' }] } });
  });
  it('is reported by owner, field and age, also as a workbook offices can open', async () => {
    expect((await ask('get', '/drift-report')).data).toMatchObject({ items: 2, byAge: [{ age: 'week' }, { age: 'month' }, { age: 'quarter' }, { age: 'older' }] });
    const { data } = await axios.get<Buffer>(`${url}/drift-report.xlsx`, { headers: officer, responseType: 'arraybuffer' });
    const rows = await readSheet(Buffer.from(data));
    expect(rows[0]?.[0]).toBe('事项编码');
    expect(rows.slice(1).map((row) => row[0])).toEqual((await drifts()).map((each) => each.code));
  });
  it('shows a department its own only, and lets it explain them', async () => {
    const own = { authorization: `Bearer ${await stage.token('department-officer', { department: body })}` };
    const other = { authorization: `Bearer ${await stage.token('department-officer', { department: sample.delegations[1]?.department.creditCode ?? '' })}` };
    const [mine] = await drifts('', own);
    expect(mine).toBeDefined();
    expect(await drifts('', other)).toEqual([]);
    expect((await ask('get', `/drifts/${mine?.id ?? ''}`, undefined, other)).status).toBe(404);
    expect((await ask('post', `/drifts/${mine?.id ?? ''}/standing`, { standing: 'explained', note: '已报省厅' }, other)).status).toBe(404);
    expect((await ask('post', `/drifts/${mine?.id ?? ''}/standing`, { standing: 'explained', note: '已报省厅' }, own)).status).toBe(200);
    expect((await ask('get', '/drifts', undefined, {})).status).toBe(401);
  });
  it('compares by itself once in each span, whoever looks', async () => {
    clock.advance(2 * 86_400_000);
    await eventually('a comparison nobody asked for has ended', async () => z.array(z.looseObject({ startedBy: z.string().nullable(), state: z.string() })).parse((await ask('get', '/drift-runs')).data['runs']).some((run) => run.startedBy === null && run.state === 'finished'), 50_000);
  }, 60_000);
});

/** Rows of the sheet, read by other code than wrote them. */
async function readSheet(bytes: Buffer): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of tableRows(heldBytes(bytes))) rows.push(row.cells);
  return rows;
}
