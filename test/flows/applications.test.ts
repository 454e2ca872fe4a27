/** Applications of a portal over a real database, with the real intake beside it: each becomes a case, waits for people, or is given back. */
import axios, { type AxiosResponse } from 'axios';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { paths as IntakePaths } from '../../contracts/intake/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { openDatabase, type Database } from '../../infra/database.ts';
import type { Handlers } from '../../infra/http-server.ts';
import { done, refused, unavailable } from '../../infra/outcome.ts';
import { defineService } from '../../infra/runner.ts';
import { eventually, openStage, type Stage } from '../stage.ts';
import { sampleItem } from '../../services/intake/sample-item.ts';
import { service as intake } from '../../services/intake/service.ts';
import { intakePort } from '../../services/province-gateway/application-taking.ts';
import { openApplications } from '../../services/province-gateway/applications.ts';
import { provinceApplication, type ApplicationAnswer, type Province, type ProvinceApplication } from '../../services/province-gateway/port.ts';
import { migrations } from '../../services/province-gateway/store.ts';

let stage: Stage;
let url: string;
let clerk: string;
let database: Database;
const clock = manualClock(new Date('2026-11-23T02:00:00Z'));
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n');

/** A portal in memory: what it offers, the files, and everything it was told. */
const portal = {
  rows: [] as ({ application: ProvinceApplication } | { unreadable: { id: string; field: string; zh: string; en: string } })[],
  files: new Map<string, Buffer>(), told: new Map<string, ApplicationAnswer[]>(), out: false, pageSize: 2, pagesAsked: 0,
};
const platform: Pick<Province, 'applications' | 'applicationFile' | 'answerApplication'> = {
  applications(cursor) {
    portal.pagesAsked += 1;
    if (portal.out) return Promise.resolve(unavailable('the portal sleeps'));
    const from = Number(cursor ?? 0);
    const page = portal.rows.slice(from, from + portal.pageSize);
    return Promise.resolve(done({ applications: page.flatMap((row) => ('application' in row ? [row.application] : [])), unreadable: page.flatMap((row) => ('unreadable' in row ? [row.unreadable] : [])), cursor: String(from + page.length), more: from + page.length < portal.rows.length }));
  },
  applicationFile(_id, fileId) {
    const bytes = portal.files.get(fileId);
    return Promise.resolve(bytes ? done({ name: `${fileId}.pdf`, mediaType: 'application/pdf', bytes }) : refused('not-found', '平台没有该文件'));
  },
  answerApplication(id, answer) {
    portal.told.set(id, [...portal.told.get(id) ?? [], answer]);
    return Promise.resolve(done({ receipt: 'R', alreadyThere: false }));
  },
};
const gateway = defineService({
  name: 'province-gateway', settings: z.object({ intakeUrl: z.url() }), migrations,
  build(context) {
    const applications = openApplications(context, {
      platforms: new Map([['portal', platform as Province]]), everyMs: 100, intake: intakePort(context.client<IntakePaths>(context.settings.intakeUrl), clock), catalogue: null,
    });
    const elsewhere = (): never => { throw new Error('not part of this'); };
    const handlers: Handlers = new Proxy({ ...applications.handlers }, {
      get: (target, name) => Reflect.get(target, name) ?? elsewhere,
    });
    return { machines: [applications.machine], handlers, start() { applications.start(); return Promise.resolve(); }, stop: () => applications.stop() };
  },
});

const send = (id: string, more: Partial<ProvinceApplication> = {}): void => {
  portal.rows.push({ application: provinceApplication.parse({
    id, item: { catalogCode: sampleItem.basicCode, taskCode: sampleItem.implementationCode, handlingCode: sampleItem.code.length === 33 ? sampleItem.code : null, name: sampleItem.name }, projectName: '示例厂房一期',
    applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' }, contact: { name: '王示例', mobile: '13800000000', citizenNumber: null },
    appliedAt: clock.now().toISOString(), form: { 建筑面积: '1200', 经办人手机: '13800138000' },
    files: sampleItem.materials.map((material, n) => ({ fileId: `${id}-${String(n)}`, name: `${material.name}.pdf`, material: material.name, mediaType: 'application/pdf', bytes: pdf.length })), ...more,
  }) });
  for (const [n] of sampleItem.materials.entries()) portal.files.set(`${id}-${String(n)}`, pdf);
};
const ask = async (method: 'get' | 'post', where: string, body?: object, by = clerk): Promise<AxiosResponse<Record<string, unknown>>> =>
  axios.request({ method, url: `${url}${where}`, data: body, validateStatus: () => true, headers: { authorization: `Bearer ${by}`, ...(method === 'post' ? { 'idempotency-key': freshId() } : {}) } });
const inState = (id: string, state: string): Promise<Record<string, unknown>> => eventually(`${id} is ${state}`, async () => {
  const { data } = await ask('get', `/applications/portal/${id}`);
  return data['state'] === state && data['taking'] === false && data['answered'] === state && data;
});
const lastTold = (id: string): ApplicationAnswer | undefined => portal.told.get(id)?.at(-1);

beforeAll(async () => {
  stage = await openStage();
  await stage.start(intake, { HUB_PROVINCE_GATEWAY_URL: 'http://127.0.0.1:9', HUB_QUERY_PASSWORD_SECRET: 'a-secret-for-this-stage-only' }, clock);
  const operator = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
  const offer = { specversion: '1.0', id: freshId(), source: '/catalogue', type: 'events.catalogue.item-offered', subject: '', time: clock.now().toISOString(), datacontenttype: 'application/json', data: { item: sampleItem } };
  await jetstream(operator).publish('events.catalogue.item-offered', JSON.stringify(offer), { msgID: offer.id });
  await operator.close();
  clerk = await stage.token('window-clerk', { subject: 'clerk-a', name: '李窗口' });
  const intakeUrl = await stage.urlOf('intake');
  await eventually('the item is offered', async () => (await axios.get<{ items: unknown[] }>(`${intakeUrl}/items`, { headers: { authorization: `Bearer ${clerk}` } })).data.items.length === 1);
  await stage.start(gateway, { HUB_INTAKE_URL: intakeUrl }, clock);
  url = await stage.urlOf('province-gateway');
  database = openDatabase({ url: (await stage.environment('province-gateway'))['HUB_DATABASE_URL'] ?? '', connections: 2 });
});
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
});

describe('an application of the province\'s portal', () => {
  it('becomes a case with its files, and the portal is told number and query password', async () => {
    send('SB-1');
    const started = await inState('SB-1', 'started');
    expect(started).toMatchObject({ caseNumber: expect.stringMatching(/^\w{43,}$/) as string, reason: null, files: expect.arrayContaining([expect.objectContaining({ kept: true, problem: null })]) as unknown });
    const told = lastTold('SB-1');
    expect(told).toMatchObject({ kind: 'started', caseNumber: started['caseNumber'], receiptNumber: started['receiptNumber'], queryPassword: expect.stringMatching(/^\d{6}$/) as string });
    const progress = await axios.post<{ state: string }>(`${await stage.urlOf('intake')}/progress`, told?.kind === 'started' ? { receiptNumber: told.receiptNumber, queryPassword: told.queryPassword } : {}, { validateStatus: () => true });
    expect(progress.data).toMatchObject({ state: 'received' });
    const kept: { document: unknown } = await database('applications').where({ application_id: 'SB-1' }).first('document');
    expect(JSON.stringify(kept.document)).not.toContain(told?.kind === 'started' ? told.queryPassword : '');
  });
  it('becomes a case for a natural person too, whose number nobody sees unasked', async () => {
    send('SB-1P', { applicant: { kind: 'person', name: '李示例', documentType: '111', documentNumber: '11010519491231002X', legalRepresentative: null } });
    const started = await inState('SB-1P', 'started');
    const shown = await axios.get<Record<string, unknown>>(`${await stage.urlOf('intake')}/cases/${String(started['caseNumber'])}`, { headers: { authorization: `Bearer ${clerk}` } });
    expect(shown.data['applicant']).toEqual({ name: '李示例', creditCode: null, person: { documentType: '111', documentNumber: '110105********002X' } });
  });
  it('waits for people when its item is not the zone\'s, with its clock, and becomes a case once they say which it is', async () => {
    send('SB-2', { item: { catalogCode: null, taskCode: 'XK0010100Y', handlingCode: null, name: '某某许可' } });
    const waiting = await inState('SB-2', 'quarantined');
    expect(waiting).toMatchObject({ reason: { code: 'unknown-item' }, noticeDue: '2026-11-30', light: 'green', daysLeft: 5, contact: { name: '王*例', mobile: '138****0000' }, form: [{ name: '建筑面积', value: '1200' }, { name: '经办人手机', value: '138****8000' }] });
    expect(lastTold('SB-2')).toMatchObject({ kind: 'quarantined', reason: expect.stringContaining('事项编码') as string });
    clock.set(new Date('2026-11-25T02:00:00Z'));
    const assigned = await ask('post', '/applications/portal/SB-2/item', { itemCode: sampleItem.code });
    expect(assigned, JSON.stringify(assigned.data)).toMatchObject({ status: 200, data: { taking: true } });
    const started = await inState('SB-2', 'started');
    const shown = await axios.get<Record<string, unknown>>(`${await stage.urlOf('intake')}/cases/${String(started['caseNumber'])}`, { headers: { authorization: `Bearer ${clerk}` } });
    expect(shown.data).toMatchObject({ receivedAt: '2026-11-23T02:00:00.000Z', receivedBy: { subject: 'clerk-a', name: '李窗口' }, clocks: [expect.objectContaining({ kind: 'notice', due: '2026-11-30' })] });
    expect((await ask('post', '/applications/portal/SB-2/item', { itemCode: sampleItem.code })).data).toMatchObject({ reason: 'wrong-state' });
  });
  it('names each file that cannot be taken, and begins without them when a person says so', async () => {
    send('SB-3');
    portal.files.set('SB-3-0', Buffer.from('MZ this is a program'));
    const waiting = await inState('SB-3', 'quarantined');
    expect(waiting).toMatchObject({ reason: { code: 'files-refused' }, files: expect.arrayContaining([expect.objectContaining({ fileId: 'SB-3-0', kept: false, problem: expect.objectContaining({ code: 'file-disguised' }) as object }), expect.objectContaining({ fileId: 'SB-3-1', kept: true })]) as unknown });
    await ask('post', '/applications/portal/SB-3/item', { itemCode: sampleItem.code, withoutFiles: true });
    await inState('SB-3', 'started');
  });
  it('is given back with the reason, and is answered at once when it cannot even be read', async () => {
    send('SB-4', { contact: null });
    await inState('SB-4', 'quarantined');
    expect((await ask('post', '/applications/portal/SB-4/return', { reason: '  ' })).status).toBe(400);
    expect((await ask('post', '/applications/portal/SB-4/return', { reason: '请填写联系人后重新申报' })).status).toBe(200);
    await inState('SB-4', 'failed');
    expect(lastTold('SB-4')).toEqual({ kind: 'failed', reason: '请填写联系人后重新申报' });
    portal.rows.push({ unreadable: { id: 'SB-5', field: 'applicant.name', zh: '为空', en: 'empty' } });
    expect(await inState('SB-5', 'failed')).toMatchObject({ item: null, reason: { code: 'unreadable' } });
    expect(lastTold('SB-5')).toMatchObject({ kind: 'failed' });
  });
  it('is red and says so when five working days went by', async () => {
    send('SB-6', { contact: null });
    expect(await inState('SB-6', 'quarantined')).toMatchObject({ noticeDue: '2026-12-02' });
    clock.set(new Date('2026-12-02T16:00:01Z'));
    const late = await eventually('it is overdue', async () => { const { data } = await ask('get', '/applications/portal/SB-6'); return data['overdue'] === true && data; });
    expect(late).toMatchObject({ light: 'red' });
    expect((await ask('get', '/applications?overdue=true')).data['applications']).toMatchObject([{ applicationId: 'SB-6' }]);
    await ask('post', '/applications/portal/SB-6/item', { itemCode: sampleItem.code, contact: { name: '赵示例', mobile: '13900000000' } });
    await inState('SB-6', 'started');
  });
});

describe('the count of what came in', () => {
  it('finds every row in exactly one state, and the platform\'s own list agrees', async () => {
    portal.out = true;
    send('SB-7');
    await eventually('the outage is seen', async () => { const { data } = await ask('get', '/application-counts'); return JSON.stringify(data).includes('the portal sleeps'); });
    portal.out = false;
    await inState('SB-7', 'started');
    const { data } = await ask('get', '/application-counts?compare=true');
    expect(data).toMatchObject({ whole: true, platforms: [{ platform: 'portal', rows: 8, started: 6, quarantined: 0, failed: 2, theirs: 8, missing: [], stateless: [], rowless: [] }] });
  });
  it('takes nothing twice when the portal shows everything from the beginning again', async () => {
    await database('application_polls').update({ position: null });
    const asked = portal.pagesAsked;
    await eventually('everything was read again', () => Promise.resolve(portal.pagesAsked > asked + 6));
    expect((await ask('get', '/application-counts?compare=true')).data).toMatchObject({ whole: true, platforms: [{ rows: 8, started: 6, failed: 2 }] });
    const cases = await axios.get<{ cases: unknown[] }>(`${await stage.urlOf('intake')}/cases`, { headers: { authorization: `Bearer ${clerk}` } });
    expect(cases.data.cases).toHaveLength(6);
  });
  it('tells of a row that has no state, and the table takes none in two or without a reason', async () => {
    await database('application_rows').insert({ platform: 'portal', application_id: 'SB-LOST', seen_at: clock.now() });
    expect((await ask('get', '/application-counts')).data).toMatchObject({ whole: false, platforms: [{ whole: false, stateless: ['SB-LOST'] }] });
    await database('application_rows').where({ application_id: 'SB-LOST' }).delete();
    await expect(database('applications').where({ application_id: 'SB-4' }).update({ status: 'arrived' })).rejects.toThrow(/one_state|CONSTRAINT/i);
    await expect(database('applications').where({ application_id: 'SB-4' }).update({ status: 'started' })).rejects.toThrow(/case_when_started|CONSTRAINT/i);
    await expect(database('applications').where({ application_id: 'SB-4' }).update({ reason: null })).rejects.toThrow(/reason_unless_started|CONSTRAINT/i);
  });
  it('is for staff only, and only the window gives back', async () => {
    expect((await ask('get', '/applications', undefined, await stage.token('applicant'))).status).toBe(403);
    expect((await ask('post', '/applications/portal/SB-4/return', { reason: '不属本区' }, await stage.token('catalogue-officer'))).status).toBe(403);
  });
});
