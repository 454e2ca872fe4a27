import axios from 'axios';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { composeCreditCode } from '../../../contracts/identifiers.ts';
import { manualClock } from '../../../infra/clock.ts';
import { openDatabase, type Database } from '../../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../../test/stage.ts';
import { servePages, type PageServer } from '../sample-pages.ts';
import { DelegationDocument } from '../delegation.ts';
import { body, delegation, zone } from '../sample-records.ts';
import { service } from '../service.ts';
import { rowsInPlace, workbookOf } from '../spreadsheet/sample-workbook.ts';

const clock = manualClock(new Date('2026-11-20T09:00:00+08:00'));
/** Forty items of one department, two of another. */
const other = composeCreditCode('11533900', '99000210') ?? '';
const own = Array.from({ length: 40 }, (_unused, at) => `${body}3530117${String(at + 1).padStart(3, '0')}00001`);
const foreign = Array.from({ length: 2 }, (_unused, at) => `${other}3530115${String(at + 1).padStart(3, '0')}00001`);
const nameOf = (code: string): string => `示例事项 ${String([...own, ...foreign].indexOf(code))}`;

let stage: Stage;
let gateway: PageServer;
let database: Database;
let url: string;
let officer: Record<string, string>;
let second: Record<string, string>;
let serial = 0;
const ask = (method: 'get' | 'put' | 'post', where: string, data?: unknown, headers: Record<string, string> = officer): Promise<{ status: number; data: Record<string, unknown> }> =>
  axios.request({ method, url: `${url}${where}`, data, headers, validateStatus: () => true, maxBodyLength: Infinity });

const List = z.looseObject({ id: z.string(), state: z.string(), counts: z.looseObject({ rows: z.number(), items: z.number(), good: z.number(), broken: z.number(), notOurs: z.number(), removed: z.number() }), changeSetId: z.string().nullable(), refusal: z.looseObject({ reason: z.string() }).nullable() });
type List = z.infer<typeof List>;
const ended = async (id: string): Promise<List> => eventually('the list has been read', async () => {
  const list = List.parse((await ask('get', `/department-lists/${id}`)).data);
  return !['reading', 'proposing'].includes(list.state) && list;
}, 120_000);
const newId = (): string => `list-${String((serial += 1)).padStart(8, '0')}`;
async function handIn(bytes: Buffer, more = '', headers = officer): Promise<List> {
  const id = newId();
  const answer = await ask('put', `/department-lists/${id}/file?department=${body}&departmentName=${encodeURIComponent('云岭市住房和城乡建设局')}${more}`, bytes, { ...headers, 'content-type': 'application/octet-stream' });
  expect(answer.status, JSON.stringify(answer.data)).toBe(202);
  return ended(id);
}
const Row = z.looseObject({ place: z.string(), row: z.number(), cells: z.array(z.string()), problems: z.array(z.looseObject({ column: z.string(), zh: z.string() })), nearest: z.array(z.looseObject({ code: z.string() })) });
const notTaken = async (id: string, standing = 'broken'): Promise<z.infer<typeof Row>[]> => z.array(Row).parse((await ask('get', `/department-lists/${id}/rows?standing=${standing}&limit=200`)).data['rows']);
const entriesOf = async (changeSetId: string | null): Promise<Record<string, unknown>[]> => z.array(z.record(z.string(), z.unknown())).parse((await ask('get', `/change-sets/${String(changeSetId)}/entries?limit=200`)).data['entries']);

async function synchronise(mode: 'full' | 'changes'): Promise<Record<string, unknown>> {
  serial += 1;
  const started = await ask('post', '/synchronisations', { mode }, { ...officer, 'idempotency-key': `synchronisation-${String(serial)}` });
  return eventually('the synchronisation ends', async () => {
    const { data } = await ask('get', `/synchronisations/${String(started.data['id'])}`);
    return data['state'] !== 'running' && data;
  });
}
async function approve(changeSetId: unknown): Promise<void> {
  const where = `/change-sets/${String(changeSetId)}`;
  const { data: { revision } } = await ask('get', where, undefined, second);
  serial += 1;
  const approved = await ask('post', `${where}/approval`, { revision }, { ...second, 'idempotency-key': `approval-${String(serial)}` });
  expect(approved.status, JSON.stringify(approved.data)).toBe(200);
  await eventually('it is in force', async () => (await ask('get', where, undefined, second)).data['state'] === 'in-force');
}
/** A document as it is registered, without its items. */
function documentOf(documentNumber: string): { documentNumber: string; document: object } {
  const { documentNumber: _number, ...document } = DelegationDocument.omit({ itemCodes: true }).parse(delegation(documentNumber, '2026-01-01', '2028-12-31', { trialEndsOn: '2026-06-30' }));
  return { documentNumber, document };
}
const workbook = (rows: readonly (readonly string[])[]): Buffer => workbookOf({ sheets: [{ name: '清单', inside: `<sheetData>${rowsInPlace(rows)}</sheetData>` }] });
const heads = ['序号', '业务办理项编码', '事项名称', '承诺办结时限', '申请材料'];

beforeAll(async () => {
  stage = await openStage();
  gateway = await servePages([...own, ...foreign]);
  await stage.start(service, { HUB_PROVINCE_GATEWAY_URL: gateway.url, HUB_ZONE_CREDIT_CODE: zone, HUB_INTAKE_URL: gateway.url }, clock);
  url = await stage.urlOf('catalogue');
  officer = { authorization: `Bearer ${await stage.token('catalogue-officer', { name: '甲' })}` };
  second = { authorization: `Bearer ${await stage.token('catalogue-officer', { subject: 'officer-b', name: '乙' })}` };
  database = openDatabase({ url: (await stage.environment('catalogue'))['HUB_DATABASE_URL'] ?? '', connections: 2 });
  const { documentNumber, document } = documentOf('云岭授〔2026〕1号');
  const answer = await ask('put', `/delegations/${encodeURIComponent(documentNumber)}`, { ...document, itemCodes: [...own, ...foreign.slice(0, 1)] });
  expect(answer.status, JSON.stringify(answer.data)).toBe(200);
  await eventually('all items are told', async () => Number((await database('items').count({ n: '*' }).first())?.['n']) === own.length + 1);
  const first = await synchronise('full');
  await approve(first['changeSetId']);
});
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
  await gateway?.close();
});

describe('the province as a source', () => {
  it('is moved whole once, then only what changed, and nothing when nothing did', async () => {
    const before = { ...gateway.asked };
    gateway.publish(own[0] ?? '', 2, '2026-12-01');
    expect(await synchronise('changes')).toMatchObject({ mode: 'changes', counts: { seen: 1, newVersions: 1 } });
    expect(gateway.asked.rows - before.rows).toBe(1);
    expect(await synchronise('changes')).toMatchObject({ counts: { seen: 0 }, changeSetId: null });
  });
  it('is checked whole by its marks of content, and only what differs is fetched', async () => {
    const before = { ...gateway.asked };
    expect(await synchronise('full')).toMatchObject({ counts: { checked: own.length + 4, seen: 1 }, changeSetId: null });
    gateway.publish(own[1] ?? '', 2, '2026-12-01');
    expect(await synchronise('full')).toMatchObject({ counts: { newVersions: 1 } });
    expect(gateway.asked.rows).toBe(before.rows);
    expect(gateway.asked.single - before.single).toBeLessThanOrEqual(3);
  });
  it('that changes a published version in silence is found by its mark, and refused', async () => {
    gateway.alter(own[2] ?? '', { conditions: '悄悄改了' });
    expect(await synchronise('full')).toMatchObject({ notTaken: expect.arrayContaining([expect.objectContaining({ code: own[2], field: 'version' })]) as unknown });
  });
  it('that publishes an item no longer has it proposed to be cancelled', async () => {
    gateway.withdraw(own[39] ?? '');
    clock.advance(60_000);
    const done = await synchronise('full');
    expect(await entriesOf(String(done['changeSetId']))).toEqual(expect.arrayContaining([expect.objectContaining({ code: own[39], kind: 'removed' })]));
  });
  it('brings what it said before as soon as an item is delegated, without moving it again', async () => {
    const before = { ...gateway.asked };
    const { documentNumber, document } = documentOf('云岭授〔2026〕2号');
    expect((await ask('put', `/delegations/${encodeURIComponent(documentNumber)}`, { ...document, itemCodes: foreign.slice(1) })).status).toBe(200);
    await eventually('the item is told', async () => (await database('items').where({ id: foreign[1] ?? '' }).first()) !== undefined);
    const done = await synchronise('changes');
    expect(await entriesOf(String(done['changeSetId']))).toEqual([expect.objectContaining({ code: foreign[1], kind: 'added' })]);
    expect(gateway.asked.rows).toBe(before.rows + 1);
  });
});

describe('a list of a department', () => {
  it('becomes a change set of what it really changes, each bad row named with row, column and reason', async () => {
    const rows = [['云岭市住房和城乡建设局赋权事项清单'], heads,
      ['1', own[3] ?? '', nameOf(own[3] ?? ''), '３个工作日', '1.申请表（原件1份）；2.图纸（非必要）'],
      ['2', '', `　${nameOf(own[4] ?? '')} `, '4', ''],
      ['3', own[5] ?? '', nameOf(own[5] ?? ''), '5个工作日', '申请表'],
      ['4', own[6] ?? '', nameOf(own[6] ?? ''), '三十个工作日', ''],
      ['5', `${(own[7] ?? '').slice(0, 32)}9`, nameOf(own[7] ?? ''), '3', ''],
      ['6', foreign[0] ?? '', nameOf(foreign[0] ?? ''), '3', ''],
      ['7', '', '示例事顶 十一', '3', ''],
      ['8', own[3] ?? '', nameOf(own[3] ?? ''), '2', ''],
      ['9', `${body}353011790000001`, '别处的权力', '3', '']];
    const list = await handIn(workbook(rows), `&title=${encodeURIComponent('住建局 2026 年清单')}`);
    expect(list).toMatchObject({ state: 'proposed', title: '住建局 2026 年清单', counts: { rows: 9, items: 9, good: 3, broken: 5, notOurs: 1 } });
    const bad = await notTaken(list.id);
    expect(bad.map(({ row, problems }) => [row, problems[0]?.column, problems[0]?.zh])).toEqual([
      [6, 'D 承诺办结时限', '承诺时限长于法定时限（20）'], [7, '', '没有这个编码的事项，名称却相符，请核对编码'], [8, '', '不是本清单部门的事项'], [9, '', '没有叫这个名称的事项'], [10, '', '与清单 第 3 行写的是同一事项'],
    ]);
    expect(bad[1]?.nearest[0]?.code).toBe(own[7]);
    expect(bad[0]?.cells.slice(0, 4)).toEqual(['4', own[6], nameOf(own[6] ?? ''), '三十个工作日']);
    expect(await notTaken(list.id, 'not-ours')).toMatchObject([{ row: 11 }]);
    const entries = await entriesOf(list.changeSetId);
    expect(entries.map((one) => [one['code'], one['row']])).toEqual([[own[3], '清单 第 3 行'], [own[4], '清单 第 4 行']]);
    expect(JSON.stringify(entries[0]?.['differences'])).toMatch(/图纸/);
    const said = await database('source_items').where({ source: `department:${body}` }).orderBy('code').select('code', 'stated');
    expect(said).toMatchObject([{ code: own[3], stated: '["name","promisedLimit","materials"]' }, { code: own[4] }, { code: own[5] }]);
  });
  it('in GBK is the same list, and downloads its bad rows as a table', async () => {
    const text = ['事项编码,事项名称,承诺时限', `${own[8] ?? ''},${nameOf(own[8] ?? '')},2个工作日`, `${own[9] ?? ''},"=cmd()",视情况`].join('\r\n');
    const list = await handIn(iconv.encode(text, 'gbk'), '&fileName=a.csv');
    expect(list).toMatchObject({ state: 'proposed', file: { kind: 'csv' }, counts: { good: 1, broken: 1 } });
    const csv = await axios.get<string>(`${url}/department-lists/${list.id}/rows.csv`, { headers: officer, responseType: 'text' });
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.data.split('\r\n')[1]).toMatch(/^,3,C 承诺时限,视情况,不是时限/);
    // What begins like a formula is carried out by whoever opens the file.
    expect(csv.data).toMatch(/,'=cmd\(\),/);
  });
  it('by interface says the same in the same words, once', async () => {
    const id = newId();
    const rows = { department: { creditCode: body, name: '住建局' }, title: '接口报送', rows: [{ handlingCode: own[10], name: nameOf(own[10] ?? ''), promisedLimit: '2个工作日' }, { name: '', promisedLimit: 'x' }] };
    expect((await ask('put', `/department-lists/${id}`, rows)).status).toBe(202);
    expect(await ended(id)).toMatchObject({ state: 'proposed', counts: { good: 1, broken: 1 } });
    expect(await ask('put', `/department-lists/${id}`, rows)).toMatchObject({ status: 202, data: { state: 'proposed' } });
    expect(await ask('put', `/department-lists/${id}`, { ...rows, rows: rows.rows.slice(0, 1) })).toMatchObject({ data: { reason: 'document-differs' } });
    expect((await ask('put', `/department-lists/${newId()}`, { ...rows, rows: [{ nonsense: 'x' }] })).status).toBe(400);
  });
  it('that is complete has what it does not name proposed to be cancelled, unless a row cannot be told', async () => {
    const all = own.slice(0, 30).map((code, at) => [String(at), code, nameOf(code), '', '']);
    const withheld = await handIn(workbook([heads, ...all, ['31', '', '叫不出名字', '', '']]), '&complete=true');
    expect(withheld).toMatchObject({ removalsWithheld: true, counts: { removed: 0 } });
    const whole = await handIn(workbook([heads, ...all]), '&complete=true');
    expect(whole).toMatchObject({ state: 'proposed', counts: { good: 30, removed: 10 } });
    expect((await entriesOf(whole.changeSetId)).every((one) => one['kind'] === 'removed')).toBe(true);
  });
  it('that says nothing new opens no change set', async () => {
    expect(await handIn(workbook([heads, ['1', own[20] ?? '', nameOf(own[20] ?? ''), '5个工作日', '']]))).toMatchObject({ state: 'unchanged', changeSetId: null });
  });
  it('is refused whole when it may not be taken, and leaves nothing', async () => {
    const refusedAt = async (bytes: Buffer): Promise<unknown> => { const id = newId(); const answer = await ask('put', `/department-lists/${id}/file?department=${body}`, bytes, { ...officer, 'content-type': 'application/octet-stream' }); return answer.status === 202 ? (await ended(id)).refusal?.reason : answer.data['reason']; };
    expect(await refusedAt(Buffer.alloc(0))).toBe('empty-file');
    expect(await refusedAt(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('unsupported-table');
    expect(await refusedAt(Buffer.from('没有表头,的文件\n甲,乙\n'))).toBe('table-header-missing');
    expect(await refusedAt(workbookOf({ sheets: [{ inside: '<sheetData/>' }], more: [{ name: 'xl/vbaProject.bin', data: 'x' }] }))).toBe('macros-forbidden');
    expect(await refusedAt(workbookOf({ sheets: [{ inside: `<sheetData>${' '.repeat(50_000_000)}</sheetData>` }] }))).toBe('archive-too-large');
    const left = await database('list_files').leftJoin('department_lists', 'department_lists.id', 'list_files.list_id').whereNull('department_lists.id').count({ n: '*' }).first();
    expect(Number(left?.['n'])).toBe(0);
    expect(await database('list_rows').whereIn('list_id', database('department_lists').where({ status: 'refused' }).select('id')).count({ n: '*' }).first()).toMatchObject({ n: 0 });
  });
  it('is handed in by its own department or by a catalogue officer, and read by nobody else', async () => {
    const mine = { authorization: `Bearer ${await stage.token('department-officer', { subject: 'zj', department: body })}` };
    const theirs = { authorization: `Bearer ${await stage.token('department-officer', { subject: 'gh', department: other })}` };
    const list = await handIn(workbook([heads, ['1', own[21] ?? '', nameOf(own[21] ?? ''), '2', '']]), '', mine);
    expect(list.state).toBe('proposed');
    expect((await ask('get', `/department-lists/${list.id}`, undefined, theirs)).status).toBe(404);
    expect((await ask('get', `/department-lists/${list.id}/rows`, undefined, theirs)).status).toBe(404);
    expect((await ask('get', '/department-lists', undefined, theirs)).data).toMatchObject({ lists: [], total: 0 });
    expect((await ask('put', `/department-lists/${newId()}/file?department=${body}`, Buffer.from('x'), { ...theirs, 'content-type': 'application/octet-stream' })).data).toMatchObject({ reason: 'wrong-department' });
    expect((await ask('get', '/department-lists', undefined, { authorization: `Bearer ${await stage.token('window-clerk')}` })).status).toBe(403);
    expect((await ask('get', '/department-list-template', undefined, {})).status).toBe(200);
  });
});
