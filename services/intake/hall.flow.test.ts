/** What the hall's screens ask of intake, on real NATS and MariaDB: the case page, lists, workbench, statistics, looks, files, receipt, the public's page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import axios, { type AxiosResponse } from 'axios';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { z } from 'zod';
import type { components } from '../../contracts/intake/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { sampleItem } from './sample-item.ts';
import { service } from './service.ts';

type Schemas = components['schemas'];
interface Page { cases: Schemas['CaseLine'][]; next: string | null }

let stage: Stage;
let url: string;
let operator: Awaited<ReturnType<typeof connect>> | undefined;
let clerk: string;
let reviewer: string;
let approver: string;
let supervisor: string;
/** Says on the bus what another service would. */
let state: (type: string, source: string, data: object) => Promise<void>;
/** Entrusted by a department whose officer looks at each document. */
const countersignedItem = { ...sampleItem, code: `${sampleItem.implementationCode}02`, charges: [], delegation: { ...sampleItem.delegation, form: 'entrusted' as const, countersign: 'officer' as const } };
const clock = manualClock(new Date('2026-11-23T02:00:00Z'));
const department = sampleItem.delegation.department.creditCode;
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n');

async function post<T = Record<string, unknown>>(path: string, body: unknown, token: string | null, key: string | null = freshId(), headers: Record<string, string> = {}): Promise<AxiosResponse<T>> {
  return axios.post<T>(url + path, body, { validateStatus: () => true, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(key ? { 'idempotency-key': key } : {}), ...headers } });
}
async function get<T = Record<string, unknown>>(path: string, token: string): Promise<AxiosResponse<T>> {
  return axios.get<T>(url + path, { validateStatus: () => true, headers: { authorization: `Bearer ${token}` } });
}
async function upload(token = clerk, content = pdf): Promise<string> {
  const answer = await post('/materials', content, token, null, { 'content-type': 'application/octet-stream', 'x-file-name': 'plan.pdf' });
  expect(answer.status, JSON.stringify(answer.data)).toBe(201);
  return String(answer.data['sha256']);
}
const another = Buffer.concat([pdf.subarray(0, 9), Buffer.from('% another\n'), pdf.subarray(9)]);
interface Registered { caseNumber: string; receiptNumber: string; queryPassword: string }
async function register(more: object = {}): Promise<Registered> {
  const sha256 = await upload();
  const answer = await post<Registered>('/cases', {
    itemCode: sampleItem.code, projectName: '示例厂房一期', applicant: { name: '示例科技有限公司', creditCode: '91350100M000100Y43' },
    contact: { name: '王示例', citizenNumber: '11010519491231002X', mobile: '13800000000' }, materials: sampleItem.materials.map((m) => ({ name: m.name, sha256 })), ...more,
  }, clerk);
  expect(answer.status, JSON.stringify(answer.data)).toBe(201);
  return answer.data;
}
const caseOf = async (caseNumber: string, token = clerk): Promise<Schemas['Case']> => {
  const answer = await get<Schemas['Case']>(`/cases/${caseNumber}`, token);
  expect(answer.status, JSON.stringify(answer.data)).toBe(200);
  return answer.data;
};
const action = (found: Schemas['Case'], operation: string, choice: string | null = null): Schemas['Action'] | undefined => found.actions.find((each) => each.operation === operation && each.choice === choice);

beforeAll(async () => {
  stage = await openStage();
  const running = await stage.start(service, { HUB_PROVINCE_GATEWAY_URL: 'http://127.0.0.1:9', HUB_QUERY_PASSWORD_SECRET: 'a-secret-for-this-stage-only' }, clock);
  url = running.url;
  clerk = await stage.token('window-clerk', { subject: 'clerk-a', name: '李窗口', window: '3' });
  reviewer = await stage.token('reviewer', { subject: 'reviewer-a', name: '赵审核' });
  approver = await stage.token('approver', { subject: 'approver-a', name: '钱审批' });
  supervisor = await stage.token('supervisor');
  operator = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
  state = async (type, source, data) => {
    const message = { specversion: '1.0', id: freshId(), source: `/${source}`, type, subject: '', time: clock.now().toISOString(), datacontenttype: 'application/json', data };
    if (!operator) throw new Error('the stage is not open');
    await jetstream(operator).publish(type, JSON.stringify(message), { msgID: message.id });
  };
  await state('events.catalogue.item-offered', 'catalogue', { item: sampleItem });
  await state('events.catalogue.item-offered', 'catalogue', { item: countersignedItem });
  await eventually('the items are offered', async () => (await get<{ items: unknown[] }>('/items', clerk)).data.items.length === 2);
});
afterAll(async () => { await operator?.close(); await stage?.close(); });

describe('the case page', () => {
  it('tells who received it where, its clocks line by line, and what the one who asks may do next', async () => {
    const { caseNumber } = await register();
    const received = await caseOf(caseNumber);
    expect(received).toMatchObject({ receivedBy: { subject: 'clerk-a', name: '李窗口' }, window: '3', waitingFor: 'window-clerk', supplement: null, review: null });
    expect(received.clocks.map((one) => one.kind)).toEqual(['notice']);
    expect(received.clocks[0]).toMatchObject({ from: '2026-11-23', due: '2026-11-30', light: 'green', daysLeft: 5 });
    expect(received.clocks[0]?.lines.at(-1)).toMatchObject({ zh: expect.stringContaining('期限届满'), en: expect.stringContaining('due') });
    expect(action(received, 'acceptCase', 'accept')).toMatchObject({ possible: true, reason: null });
    expect(action(received, 'acceptCase', 'refuse')).toMatchObject({ possible: true });
    expect(action(received, 'deliverResult')).toMatchObject({ possible: false, reason: { reason: 'wrong-state' } });
    // Neither the clerk's post nor the state: not spoken of.
    expect(action(received, 'decideCase')).toBeUndefined();

    await post(`/cases/${caseNumber}/acceptance`, { decision: 'accept' }, clerk);
    await post(`/cases/${caseNumber}/review`, { opinion: 'agree' }, reviewer);
    const both = await caseOf(caseNumber, await stage.token(['reviewer', 'approver'], { subject: 'reviewer-a' }));
    expect(both).toMatchObject({ state: 'reviewed', waitingFor: 'approver', review: { by: { name: '赵审核' }, opinion: 'agree' }, acceptedBy: { name: '李窗口' } });
    expect(action(both, 'decideCase')).toMatchObject({ possible: false, reason: { reason: 'same-person' } });
    expect(action(await caseOf(caseNumber, approver), 'decideCase')).toMatchObject({ possible: true });
    expect(action(await caseOf(caseNumber), 'decideCase')).toMatchObject({ possible: false, reason: { reason: 'wrong-role' } });
    expect(both.clocks.map((one) => one.kind)).toEqual(['notice', 'promised', 'statutory']);
    expect(both.steps.map((step) => step.whatEn)).toEqual(['received at the window', 'accepted', 'review: agreed']);
  });
  it('is told to the catalogue as an open case with the publication it is pinned to, and nothing of the applicant', async () => {
    const { caseNumber } = await register();
    const service = await stage.token('service');
    const { status, data } = await get<{ cases: Record<string, unknown>[]; more: boolean }>(`/open-cases?itemCodes=${sampleItem.code}`, service);
    expect(status).toBe(200);
    expect(data.cases.find((one) => one['caseNumber'] === caseNumber)).toEqual({ caseNumber, itemCode: sampleItem.code, version: 1, edition: 1, state: 'received', receivedAt: expect.any(String), acceptedAt: null, handedIn: sampleItem.materials.map((one) => one.name) });
    const paged = await get<{ cases: unknown[]; more: boolean }>(`/open-cases?itemCodes=${sampleItem.code}&limit=1`, service);
    expect(paged.data).toMatchObject({ more: data.cases.length > 1, cases: [{}] });
    expect((await get(`/open-cases?itemCodes=${sampleItem.code}`, clerk)).status).toBe(403);
  });
  it('says which materials are missing as the reason why it cannot be accepted yet', async () => {
    const { caseNumber } = await register({ materials: [] });
    expect(action(await caseOf(caseNumber), 'acceptCase', 'accept')).toMatchObject({ possible: false, reason: { reason: 'materials-missing', zh: expect.stringContaining('施工许可申请表') } });
  });
});

describe('a department that countersigns', () => {
  it('finds the case on its own officer’s desk with its clock, confirms it once, and nobody else may', async () => {
    const { caseNumber } = await register({ itemCode: countersignedItem.code });
    await post(`/cases/${caseNumber}/acceptance`, { decision: 'accept' }, clerk);
    await post(`/cases/${caseNumber}/review`, { opinion: 'agree' }, reviewer);
    expect((await post(`/cases/${caseNumber}/decision`, { decision: 'granted' }, approver)).data).toMatchObject({ state: 'decision-sealing' });
    const letter = (await caseOf(caseNumber)).letter?.sha256 ?? '';
    await state('events.seal.seal-used', 'seal', {
      caseNumber, useKey: `${caseNumber}:decision:1`, ledgerNumber: 'ZONE-000001', sealCode: 'ZONE', sealName: '园区章', documentSha256: letter, usedAt: clock.now().toISOString(), signatureSha256: letter,
    });
    await eventually('the case waits for the department', async () => (await caseOf(caseNumber)).state === 'countersigning');
    const officer = await stage.token('department-officer', { subject: 'officer-a', name: '孙专办', department });
    const stranger = await stage.token('department-officer', { subject: 'officer-b', department: '91350100M000100Y43' });
    const desk = (await get<Schemas['CaseLine'] & { tasks: Schemas['CaseLine'][]; mine: string[] }>('/workbench', officer)).data;
    expect(desk.mine).toContain('countersign');
    expect(desk.tasks).toEqual([expect.objectContaining({ caseNumber, waitingFor: 'countersign', due: '2026-11-24', light: 'yellow' })]);
    expect((await get<{ tasks: unknown[] }>('/workbench', stranger)).data.tasks).toEqual([]);
    const shown = await caseOf(caseNumber, officer);
    expect(action(shown, 'countersignCase')).toMatchObject({ possible: true });
    expect(action(await caseOf(caseNumber, approver), 'countersignCase')).toMatchObject({ possible: false, reason: { reason: 'wrong-role' } });
    expect(shown.clocks.find((one) => one.kind === 'countersign')).toMatchObject({ from: '2026-11-23', due: '2026-11-24', light: 'yellow' });
    const confirmed = { answer: 'confirm', documentSha256: letter };
    expect((await post(`/cases/${caseNumber}/countersignature`, confirmed, approver)).status).toBe(403);
    expect((await post(`/cases/${caseNumber}/countersignature`, confirmed, stranger)).data).toMatchObject({ reason: 'unknown-case' });
    expect((await post(`/cases/${caseNumber}/countersignature`, { answer: 'confirm', documentSha256: '0'.repeat(64) }, officer)).data).toMatchObject({ reason: 'document-differs' });
    expect((await post(`/cases/${caseNumber}/countersignature`, { answer: 'return', documentSha256: letter, reason: '不同意' }, officer)).data).toMatchObject({ reason: 'return-ground-missing' });
    expect((await post(`/cases/${caseNumber}/countersignature`, confirmed, officer)).data).toMatchObject({ state: 'decision-sealing' });
    expect((await post(`/cases/${caseNumber}/countersignature`, confirmed, officer)).data).toMatchObject({ reason: 'wrong-state', meanwhile: { zh: '部门会签：见章盖章', name: '孙专办' } });
    expect((await caseOf(caseNumber)).countersigns).toMatchObject([{ purpose: 'decision', answer: { kind: 'confirmed', by: { name: '孙专办' } } }]);
  });
});

describe('two clerks on one case', () => {
  it('tells the second what the first has done, who and when', async () => {
    const { caseNumber } = await register();
    expect((await post(`/cases/${caseNumber}/acceptance`, { decision: 'accept' }, clerk)).status).toBe(200);
    const second = await post(`/cases/${caseNumber}/acceptance`, { decision: 'accept' }, await stage.token('window-clerk', { subject: 'clerk-b', name: '孙窗口' }));
    expect(second.status).toBe(409);
    expect(second.data).toMatchObject({ reason: 'wrong-state', meanwhile: { state: 'accepted', zh: '受理', en: 'accepted', by: 'clerk-a', name: '李窗口', at: clock.now().toISOString() } });
    expect(second.data['detail']).toMatch(/已受理/);
  });
});

describe('lists', () => {
  it('finds by number, by part of a name, by turn and by who did it, and pages without losing one of the same moment', async () => {
    const made: string[] = [];
    for (let i = 0; i < 7; i += 1) made.push((await register({ projectName: `翻页 ${i} 号` })).caseNumber);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const answer: AxiosResponse<Page> = await get<Page>(`/cases?q=${encodeURIComponent('翻页')}&limit=3${next === '' ? '' : `&cursor=${next}`}`, clerk);
      expect(answer.status, JSON.stringify(answer.data)).toBe(200);
      seen.push(...answer.data.cases.map((line) => line.caseNumber));
      ({ next } = answer.data);
    }
    expect(seen.toSorted()).toEqual(made.toSorted());
    const [first = ''] = made;
    const found = await get<Page>(`/cases?q=${first}`, clerk);
    expect(found.data.cases).toEqual([expect.objectContaining({ caseNumber: first, waitingFor: 'window-clerk', due: '2026-11-30', light: 'green', window: '3', receivedBy: { subject: 'clerk-a', name: '李窗口' } })]);
    const receipt = found.data.cases[0]?.receiptNumber ?? '';
    expect((await get<Page>(`/cases?q=${receipt}`, clerk)).data.cases).toHaveLength(1);
    expect((await get<Page>('/cases?q=%25', clerk)).data.cases).toEqual([]);
    expect((await get<Page>('/cases?mine=received&waitingFor=window-clerk&order=due', clerk)).data.cases.length).toBeGreaterThanOrEqual(7);
    expect((await get<Page>('/cases?mine=reviewed', clerk)).data.cases).toEqual([]);
    expect((await get<Page>('/cases?light=red', clerk)).data.cases).toEqual([]);
  });
  it('refuses a cursor that is none of its own or of another order', async () => {
    expect((await get('/cases?cursor=abc', clerk)).data).toMatchObject({ reason: 'cursor-unknown' });
    const page = await get<Page>('/cases?limit=1', clerk);
    expect((await get(`/cases?order=due&cursor=${page.data.next ?? ''}`, clerk)).data).toMatchObject({ reason: 'cursor-unknown' });
  });
  it('shows an officer the cases of the own department only, in lists, pages, files and acts', async () => {
    const { caseNumber } = await register();
    const own = await stage.token('department-officer', { subject: 'officer', department });
    const other = await stage.token(['department-officer', 'personal-data-reader'], { subject: 'stranger', department: '91350100M000100Y43' });
    expect((await get<Page>('/cases', own)).data.cases.length).toBeGreaterThan(0);
    expect((await get<Page>('/cases', other)).data.cases).toEqual([]);
    expect((await get<Page>(`/cases?department=${department}`, other)).data.cases).toEqual([]);
    expect((await get(`/cases/${caseNumber}`, other)).data).toMatchObject({ reason: 'unknown-case' });
    const [material] = (await caseOf(caseNumber, own)).materials;
    expect((await get(`/cases/${caseNumber}/materials/${material?.sha256 ?? ''}`, own)).status).toBe(200);
    expect((await get(`/cases/${caseNumber}/materials/${material?.sha256 ?? ''}`, other)).status).toBe(404);
    expect((await post(`/cases/${caseNumber}/looks`, { reason: '核对身份' }, other)).status).toBe(404);
    await post(`/cases/${caseNumber}/acceptance`, { decision: 'accept' }, clerk);
    expect((await post(`/cases/${caseNumber}/special-procedures`, { kind: 'hearing', reason: '听证' }, other)).data).toMatchObject({ reason: 'unknown-case' });
    expect((await post(`/cases/${caseNumber}/special-procedures`, { kind: 'hearing', reason: '听证' }, own)).status).toBe(200);
    expect((await caseOf(caseNumber, own)).pauses).toEqual([expect.objectContaining({ kind: 'hearing', name: { zh: '听证', en: 'hearing' } })]);
  });
});

describe('the workbench', () => {
  it('counts by turn and light, and gives my tasks, earliest due first', async () => {
    const { data } = await get<{ counts: { waitingFor: string; total: number; green: number; red: number; yellow: number; none: number }[]; mine: string[]; tasks: Schemas['CaseLine'][] }>('/workbench', clerk);
    expect(data.mine).toEqual(['window-clerk']);
    expect(data.tasks.length).toBeGreaterThan(0);
    expect(data.tasks.every((task) => task.waitingFor === 'window-clerk')).toBe(true);
    const count = data.counts.find((each) => each.waitingFor === 'window-clerk');
    expect(count?.total).toBe((count?.green ?? 0) + (count?.red ?? 0) + (count?.yellow ?? 0) + (count?.none ?? 0));
  });
});

describe('plain personal data', () => {
  it('is told to whoever has the right, after the look has been written down', async () => {
    const { caseNumber } = await register();
    const reader = await stage.token(['window-clerk', 'personal-data-reader'], { subject: 'reader', name: '周窗口' });
    const key = freshId();
    const look = await post(`/cases/${caseNumber}/looks`, { reason: '电话通知领证' }, reader, key);
    expect(look.data).toMatchObject({ contact: { name: '王示例', citizenNumber: '11010519491231002X', mobile: '13800000000' } });
    expect((await post(`/cases/${caseNumber}/looks`, { reason: '电话通知领证' }, reader, key)).status).toBe(200);
    expect((await post(`/cases/${caseNumber}/looks`, { reason: '另一个理由' }, reader, key)).data).toMatchObject({ reason: 'idempotency-key-reused' });
    expect((await post(`/cases/${caseNumber}/looks`, { reason: '电话' }, clerk)).status).toBe(403);
    expect((await post(`/cases/${caseNumber}/looks`, { reason: '   ' }, reader)).status).toBe(400);
    const { data } = await get(`/cases/${caseNumber}/looks`, supervisor);
    expect(data['looks']).toEqual([{ at: clock.now().toISOString(), caseNumber, by: { subject: 'reader', name: '周窗口' }, reason: '电话通知领证' }]);
    expect((await get('/looks?by=reader', supervisor)).data['looks']).toHaveLength(1);
    expect((await get('/looks', clerk)).status).toBe(403);
  });
});

describe('files', () => {
  it('are shown by the case they belong to, and by digest alone only to whoever handed them in', async () => {
    const { caseNumber } = await register();
    const other = await stage.token('window-clerk', { subject: 'clerk-c' });
    const mine = await upload(clerk, another);
    expect((await get(`/materials/${mine}`, clerk)).status).toBe(200);
    expect((await get(`/materials/${mine}`, other)).data).toMatchObject({ reason: 'unknown-file' });
    expect((await get(`/materials/${mine}`, reviewer)).status).toBe(403);
    expect((await get(`/cases/${caseNumber}/materials/${mine}`, reviewer)).data).toMatchObject({ reason: 'unknown-file' });
    expect(await upload(other, another)).toBe(mine);
    expect((await get(`/materials/${mine}`, other)).status).toBe(200);
    const shown = await get(`/cases/${caseNumber}/materials/${(await caseOf(caseNumber)).materials[0]?.sha256 ?? ''}`, reviewer);
    expect(shown.headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' });
    expect(shown.headers['content-security-policy']).toMatch(/^default-src 'none'/);
  });
});

describe('the receipt', () => {
  it('can be printed again with the same query password, by the window alone', async () => {
    const { caseNumber, receiptNumber, queryPassword } = await register({ materials: [] });
    const again = await get(`/cases/${caseNumber}/receipt`, clerk);
    expect(again.data).toMatchObject({ caseNumber, receiptNumber, queryPassword, missing: sampleItem.materials.map((m) => m.name), noticeDue: '2026-11-30', window: '3', receivedBy: { name: '李窗口' } });
    expect((await get(`/cases/${caseNumber}/receipt`, reviewer)).status).toBe(403);
  });
});

describe('the public', () => {
  it('is told whose turn it is in plain words, and no name', async () => {
    const { receiptNumber, queryPassword } = await register();
    const { data } = await post('/progress', { receiptNumber, queryPassword }, null, null);
    expect(data).toMatchObject({ state: 'received', waitingFor: { zh: '窗口办理', en: 'the window' }, due: null, bill: null, certificateNumber: null, form: 'direct', receivedAt: clock.now().toISOString() });
    expect(JSON.stringify(data)).not.toMatch(/王示例|李窗口|clerk|13800000000|示例科技/);
  });
});

describe('the applicant\'s rating', () => {
  it('is taken of a closed case only, and from nobody who does not know the password', async () => {
    const { receiptNumber, queryPassword } = await register();
    const rating = { receiptNumber, queryPassword, satisfaction: 'dissatisfied', channel: 'web', details: [], words: '等得太久' };
    expect(await post('/progress/ratings', rating, null, null)).toMatchObject({ status: 409, data: { reason: 'wrong-state' } });
    // What was refused is not taken for said when it comes again.
    expect(await post('/progress/ratings', rating, null, null)).toMatchObject({ status: 409, data: { reason: 'wrong-state' } });
    expect(await post('/progress/ratings', { ...rating, queryPassword: queryPassword === '000000' ? '000001' : '000000' }, null, null)).toMatchObject({ status: 403 });
    expect((await post('/progress', { receiptNumber, queryPassword }, null, null)).data).toMatchObject({ ratings: 0, mayRate: false });
  });
});

describe('statistics', () => {
  it.each(['item', 'window', 'person', 'department', 'form', 'day', 'state'])('by %s add up to the whole', async (by) => {
    const { status, data } = await get<{ groups: { key: string; label: string; figures: Schemas['Figures'] }[]; total: Schemas['Figures'] }>(`/statistics?from=2026-11-01&to=2026-11-30&by=${by}`, supervisor);
    expect(status, JSON.stringify(data)).toBe(200);
    expect(data.total.received).toBeGreaterThan(10);
    for (const name of ['received', 'accepted', 'closed', 'onHand'] as const) expect(data.groups.reduce((sum, group) => sum + group.figures[name], 0)).toBe(data.total[name]);
    if (by === 'person') expect(data.groups[0]).toMatchObject({ key: 'clerk-a', label: '李窗口' });
    if (by === 'window') expect(data.groups[0]).toMatchObject({ key: '3' });
  });
  it('count exactly the cases that the same words find in the list', async () => {
    const { total } = (await get<{ total: Schemas['Figures'] }>('/statistics?from=2026-11-01&to=2026-11-30&by=item', supervisor)).data;
    const found = async (words: string): Promise<number> => (await get<{ cases: unknown[] }>(`/cases?limit=200&${words}`, supervisor)).data.cases.length;
    expect(await found('receivedFrom=2026-11-01&receivedTo=2026-11-30')).toBe(total.received);
    expect(await found('receivedTo=2026-11-30&open=true')).toBe(total.onHand);
    expect(await found('receivedTo=2026-11-30&open=true&light=red')).toBe(total.overdue);
    expect(await found('decidedFrom=2026-11-01&decidedTo=2026-11-30')).toBe(total.closed);
    expect(await found('decidedFrom=2026-11-01&decidedTo=2026-11-30&onTime=true')).toBe(total.onTime);
    expect(await found('decidedFrom=2026-11-01&decidedTo=2026-11-30&onTime=false')).toBe(total.late);
  });
  it('are for supervision alone, and want a period that is one', async () => {
    expect((await get('/statistics?from=2026-11-01&to=2026-11-30&by=item', clerk)).status).toBe(403);
    expect((await get('/statistics?from=2026-11-30&to=2026-11-01&by=item', supervisor)).status).toBe(400);
  });
});

describe('offered items', () => {
  it('tell limits, charges line by line and the basis', async () => {
    const Items = z.object({ items: z.array(z.object({ code: z.string() }).loose()) });
    const [item] = Items.parse((await get('/items', clerk)).data).items;
    expect(item).toMatchObject({ code: sampleItem.code, legalBasis: sampleItem.legalBasis, statutoryLimit: { amount: 20, unit: 'working-day' }, charges: sampleItem.charges, handling: '承诺件' });
  });
});
