/** Intake alone on real NATS and MariaDB: a case from registration to acceptance, and what bad things get. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import axios, { type AxiosResponse } from 'axios';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { openDatabase } from '../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { sampleItem } from './sample-item.ts';
import { service } from './service.ts';

let stage: Stage;
let url: string;
let clerk: string;
const clock = manualClock(new Date('2026-11-23T02:00:00Z'));
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n');

async function post(path: string, body: unknown, token: string | null, key: string | null = freshId(), headers: Record<string, string> = {}): Promise<AxiosResponse<Record<string, unknown>>> {
  return axios.post(url + path, body, { validateStatus: () => true, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(key ? { 'idempotency-key': key } : {}), ...headers } });
}

beforeAll(async () => {
  stage = await openStage();
  const running = await stage.start(service, { HUB_PROVINCE_GATEWAY_URL: 'http://127.0.0.1:9', HUB_QUERY_PASSWORD_SECRET: 'a-secret-for-this-stage-only' }, clock);
  url = running.url;
  clerk = await stage.token('window-clerk', { subject: 'clerk-a' });
  const operator = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
  const offer = { specversion: '1.0', id: freshId(), source: '/catalogue', type: 'events.catalogue.item-offered', subject: '', time: clock.now().toISOString(), datacontenttype: 'application/json', data: { item: sampleItem } };
  await jetstream(operator).publish('events.catalogue.item-offered', JSON.stringify(offer), { msgID: offer.id });
  await operator.close();
  await eventually('the item is offered', async () => {
    const answer = await axios.get<{ items: unknown[] }>(`${url}/items`, { headers: { authorization: `Bearer ${clerk}` } });
    return answer.data.items.length === 1;
  });
});
afterAll(async () => { await stage?.close(); });

async function upload(): Promise<string> {
  const answer = await post('/materials', pdf, clerk, null, { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent('营业执照.pdf') });
  expect(answer.status, JSON.stringify(answer.data)).toBe(201);
  return String(answer.data['sha256']);
}
const registration = (sha256: string, more: object = {}): object => ({
  itemCode: sampleItem.code, projectName: '示例厂房一期', applicant: { name: '示例科技有限公司', creditCode: '91350100M000100Y43' },
  contact: { name: '王示例', citizenNumber: '11010519491231002X', mobile: '13800000000' },
  materials: sampleItem.materials.map((m) => ({ name: m.name, sha256 })), ...more,
});

describe('a case at the window', () => {
  it('is received with receipt number and query password, and accepted with both due days', async () => {
    const sha256 = await upload();
    const key = freshId();
    const received = await post('/cases', registration(sha256), clerk, key);
    expect(received.status, JSON.stringify(received.data)).toBe(201);
    expect(received.data).toMatchObject({ state: 'received', missing: [] });
    const again = await post('/cases', registration(sha256), clerk, key);
    expect(again.data).toEqual(received.data);
    const other = await post('/cases', registration(sha256, { projectName: '另一个项目' }), clerk, key);
    expect(other.status).toBe(422);
    expect(other.data).toMatchObject({ reason: 'idempotency-key-reused' });

    const caseNumber = String(received.data['caseNumber']);
    const accepted = await post(`/cases/${caseNumber}/acceptance`, { decision: 'accept' }, clerk);
    expect(accepted.status, JSON.stringify(accepted.data)).toBe(200);
    expect(accepted.data).toMatchObject({ state: 'accepted', due: { statutory: '2026-12-21' } });
    const progress = await post('/progress', { receiptNumber: received.data['receiptNumber'], queryPassword: received.data['queryPassword'] }, null, null);
    expect(progress.data).toMatchObject({ state: 'accepted' });
  });

  it('counts as accepted from the day of receipt when nothing was said in five working days', async () => {
    const received = await post('/cases', registration(await upload()), clerk);
    const caseNumber = String(received.data['caseNumber']);
    clock.set(new Date('2026-11-30T16:00:01Z'));
    const found = await eventually('the case is accepted', async () => {
      const answer = await axios.get<{ state: string; due: { statutory: string } }>(`${url}/cases/${caseNumber}`, { headers: { authorization: `Bearer ${clerk}` } });
      return answer.data.state === 'accepted' && answer.data;
    });
    expect(found.due.statutory).toBe('2026-12-21');
  });
});

describe('an application from a platform\'s portal', () => {
  const put = async (applicationId: string, body: object, token?: string): Promise<AxiosResponse<Record<string, unknown>>> =>
    axios.put(`${url}/applications/province/${applicationId}`, body, { validateStatus: () => true, headers: { authorization: `Bearer ${token ?? await stage.token('service', { subject: 'province-gateway' })}` } });
  const application = async (more: object = {}): Promise<object> => ({ ...registration(await upload()), appliedAt: '2026-11-30T08:30:00+08:00', ...more });
  const shown = async (caseNumber: unknown): Promise<Record<string, unknown>> =>
    (await axios.get<Record<string, unknown>>(`${url}/cases/${String(caseNumber)}`, { headers: { authorization: `Bearer ${clerk}` } })).data;

  it('becomes one case, received when the portal took it, however often it is handed over and by whomever', async () => {
    clock.set(new Date('2026-12-01T02:00:00Z'));
    const body = await application();
    const [first, beside] = await Promise.all([put('SB-1', body), put('SB-1', body)]);
    expect(first.status, JSON.stringify(first.data)).toBe(200);
    expect(beside.data).toEqual(first.data);
    expect(first.data).toMatchObject({ state: 'received', missing: [], receiptNumber: expect.stringMatching(/^\d{15}$/) as string, queryPassword: expect.stringMatching(/^\d{6}$/) as string, noticeDue: '2026-12-07' });
    expect(await shown(first.data['caseNumber'])).toMatchObject({ origin: { platform: 'province', applicationId: 'SB-1' }, receivedAt: '2026-11-30T00:30:00.000Z', receivedBy: { name: '网上申请' }, waitingFor: 'window-clerk' });
    const progress = await post('/progress', { receiptNumber: first.data['receiptNumber'], queryPassword: first.data['queryPassword'] }, null, null);
    expect(progress.data).toMatchObject({ state: 'received', steps: [{ zh: '网上申请收件' }] });
  });
  it('stays the case it became when it is handed over again under another item, and names who found the item', async () => {
    const first = await put('SB-2', await application({ assignedBy: { subject: 'clerk-b', name: '王窗口' } }));
    const again = await put('SB-2', await application({ itemCode: `${sampleItem.code.slice(0, 31)}99` }));
    expect(again.data).toEqual(first.data);
    expect(await shown(first.data['caseNumber'])).toMatchObject({ receivedBy: { subject: 'clerk-b', name: '王窗口' } });
  });
  it('is refused with the field when its item is not offered, and may become a case later under one that is', async () => {
    const refused = await put('SB-3', await application({ itemCode: `${sampleItem.code.slice(0, 31)}99` }));
    expect(refused.status).toBe(422);
    expect(refused.data).toMatchObject({ reason: 'unknown-item', field: 'itemCode' });
    expect((await put('SB-3', await application())).status).toBe(200);
    expect((await put('SB-4', await application(), clerk)).status).toBe(403);
  });
  it('counts as accepted from the portal\'s day when it reached the window after its five days', async () => {
    clock.set(new Date('2026-12-09T02:00:00Z'));
    const late = await put('SB-5', await application());
    const found = await eventually('it counts as accepted', async () => { const one = await shown(late.data['caseNumber']); return one['state'] === 'accepted' && one; });
    expect(found).toMatchObject({ deemedAccepted: true, acceptedAt: '2026-11-30T00:30:00.000Z' });
  });
  it('has a clock before it is a case', async () => {
    const ask = async (receivedOn: string): Promise<AxiosResponse<Record<string, unknown>>> => axios.get(`${url}/notice-clock?receivedOn=${receivedOn}`, { validateStatus: () => true, headers: { authorization: `Bearer ${clerk}` } });
    expect((await ask('2026-12-04')).data).toMatchObject({ kind: 'notice', from: '2026-12-04', due: '2026-12-11', daysLeft: 2, light: 'green' });
    expect((await ask('2026-11-30')).data).toMatchObject({ due: '2026-12-07', light: 'red' });
    expect((await ask('2026-12-30')).data).toMatchObject({ due: null, light: null });
    expect((await ask('2026-02-30')).status).toBe(400);
  });
});

describe('what bad things get', () => {
  it('refuses without a token, with a wrong role, with a forged token', async () => {
    expect((await post('/cases', {}, null)).status).toBe(401);
    expect((await post('/cases', {}, await stage.token('reviewer'))).status).toBe(403);
    expect((await post('/cases', {}, `${clerk.slice(0, -4)}AAAA`)).status).toBe(401);
  });
  it.each([
    ['a wrong credit code', { applicant: { name: '示例', creditCode: '91350100M000100Y4Z' } }, 'invalid-credit-code', 'applicant.creditCode'],
    ['a wrong citizen number', { contact: { name: '王示例', citizenNumber: '110105194912310021', mobile: '13800000000' } }, 'invalid-citizen-number', 'contact.citizenNumber'],
    ['an unknown item', { itemCode: `${sampleItem.code.slice(0, 31)}99` }, 'unknown-item', 'itemCode'],
    ['an unknown file', { materials: [{ name: '图纸', sha256: 'a'.repeat(64) }] }, 'unknown-file', 'materials.0.sha256'],
  ])('names field and rule in both languages: %s', async (_what, more, reason, field) => {
    const answer = await post('/cases', registration(await upload(), more), clerk);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.data).toMatchObject({ reason, field });
    expect(answer.data['detail']).toMatch(/\p{Script=Han}/u);
    expect(answer.data['detailEn']).toMatch(/[a-z]/);
  });
  it('refuses blanks where words are wanted, as the fault of the request and not of ours', async () => {
    const answer = await post('/cases', registration(await upload(), { projectName: '   ' }), clerk);
    expect(answer.status).toBe(400);
    expect(answer.data).toMatchObject({ reason: 'invalid-request', field: 'projectName' });
  });
  it('keeps a material of nearly 20 MB, and refuses a larger one', async () => {
    const large = (bytes: number): Buffer => Buffer.concat([pdf.subarray(0, 9), Buffer.alloc(bytes, 32), pdf.subarray(9)]);
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': 'plan.pdf' };
    const kept = await post('/materials', large(19_000_000), clerk, null, headers);
    expect(kept.status, JSON.stringify(kept.data)).toBe(201);
    expect((await post('/materials', large(22_000_000), clerk, null, headers)).status).toBe(413);
    expect((await post('/materials', large(27_000_000), clerk, null, headers)).status).toBe(413);
  });
  it('keeps one file however often and by whomever it is handed in', async () => {
    const [sha256, again] = [await upload(), await upload()];
    expect(again).toBe(sha256);
    const other = await post('/materials', pdf, await stage.token('window-clerk', { subject: 'clerk-b' }), null, { 'content-type': 'application/octet-stream', 'x-file-name': 'other.pdf' });
    expect(other.data).toMatchObject({ sha256 });
    const database = openDatabase({ url: (await stage.environment('intake'))['HUB_DATABASE_URL'] ?? '', connections: 1 });
    const [rows] = z.tuple([z.array(z.object({ files: z.number() }))]).rest(z.unknown()).parse(await database.raw('SELECT COUNT(*) AS files FROM materials WHERE sha256 = ?', [sha256]));
    await database.destroy();
    expect(rows).toEqual([{ files: 1 }]);
  });
  it('refuses a disguised file and an empty one', async () => {
    const disguised = await post('/materials', Buffer.from('MZ this is a program'), clerk, null, { 'content-type': 'application/octet-stream', 'x-file-name': 'licence.pdf' });
    expect(disguised.data).toMatchObject({ reason: 'file-disguised' });
  });
  it('refuses a body the contract does not know, naming the field', async () => {
    const answer = await post('/cases', { ...registration(await upload()), surprise: 1 }, clerk);
    expect(answer.status).toBe(400);
    expect(answer.data).toMatchObject({ reason: 'invalid-request' });
  });
  it('lets nobody review and approve the same case', async () => {
    const both = await stage.token(['window-clerk', 'reviewer', 'approver'], { subject: 'one-person' });
    const received = await post('/cases', registration(await upload()), both);
    const caseNumber = String(received.data['caseNumber']);
    expect((await post(`/cases/${caseNumber}/acceptance`, { decision: 'accept' }, both)).status).toBe(200);
    expect((await post(`/cases/${caseNumber}/review`, { opinion: 'agree' }, both)).status).toBe(200);
    expect((await post(`/cases/${caseNumber}/decision`, { decision: 'granted' }, both)).data).toMatchObject({ reason: 'same-person' });
  });
});
