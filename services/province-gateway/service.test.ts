import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { startSimulator, type Simulator } from './adapters/signed-rest/simulator.ts';
import { service } from './service.ts';

const shipped = new URL('adapters/signed-rest/sample-province.json', import.meta.url);
const rows: { task_code: string; catalog_code: string; task_handle_item: string; task_name: string }[] =
  JSON.parse(readFileSync(new URL('adapters/signed-rest/sample-items.json', import.meta.url), 'utf8')).rows;
const item = rows[0] ?? expect.fail('no sample items');
const at = '2026-11-20T09:00:00+08:00';
const acceptBody = {
  kind: 'accept', item: { catalogCode: item.catalog_code, taskCode: item.task_code, handlingCode: item.task_handle_item, name: item.task_name, version: 1 },
  summary: '关于示例公司的申请', applySource: 'window', applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' },
  contact: { name: '李四', mobile: '13800138000' }, appliedAt: at, acceptedAt: at, promisedOn: '2026-11-27', handlingType: 'promised',
  organisation: { name: '云岭市自然资源和规划局', code: item.task_code.slice(0, 18) },
};
const reportBody = { kind: 'report', authority: { name: '云岭省林业和草原局', code: item.task_code.slice(0, 18) }, reportedAt: at, opinion: '同意上报', handledBy: 'reviewer-1' };
const caseNumber = (serial: number): string => `${item.task_code}20261122${String(serial).padStart(4, '0')}`;

let stage: Stage;
let province: Simulator;
let url: string;
let headers: { authorization: string };
let settings: Record<string, string>;
let database: Database;
const ask = (method: 'get' | 'put', where: string, data?: unknown, by = headers): Promise<{ status: number; data: Record<string, unknown> }> =>
  axios.request({ method, url: `${url}${where}`, data, headers: by, validateStatus: () => true });

beforeAll(async () => {
  stage = await openStage();
  province = await startSimulator({ port: 0, requesterId: 'R-53', appSecret: 'a-secret-for-this-test' });
  const profile = path.join(stage.directory, 'profile.json');
  writeFileSync(profile, JSON.stringify({ ...JSON.parse(readFileSync(shipped, 'utf8')), callTimeoutMs: 3_000, delivery: { inquireAfterMs: 200, againAfterMs: [100], drainPerSecond: 2_000 } }));
  settings = { HUB_PROVINCE_URL: province.url, HUB_PROVINCE_PROFILE: profile, HUB_PROVINCE_REQUESTER_ID: 'R-53', HUB_PROVINCE_APP_SECRET: 'a-secret-for-this-test', HUB_DECISIONS_EVERY_MS: '100', HUB_LOG_LEVEL: 'error' };
  await stage.start(service, settings);
  database = openDatabase({ url: (await stage.environment('province-gateway'))['HUB_DATABASE_URL'] ?? '', connections: 1 });
  url = await stage.urlOf('province-gateway');
  headers = { authorization: `Bearer ${await stage.token('service')}` };
});
afterAll(async () => {
  await database?.destroy();
  await stage?.close();
  await province?.close();
});

describe('the province gateway over HTTP', () => {
  it('hands a step up, answers a repeat as the first, and tells when asked', async () => {
    const where = `/cases/${caseNumber(1)}/steps/1`;
    expect(await ask('get', where)).toMatchObject({ status: 404, data: { reason: 'not-found' } });
    expect(await ask('put', where, acceptBody)).toMatchObject({ status: 200, data: { alreadyThere: false } });
    expect(await ask('put', where, acceptBody)).toMatchObject({ status: 200, data: { alreadyThere: true } });
    expect(await ask('get', where)).toMatchObject({ status: 200, data: { alreadyThere: true } });
  });
  it('refuses what the rules of the order refuse, and takes responsibility for all else: held, asked about, never sent twice', async () => {
    expect(await ask('put', `/cases/${caseNumber(2)}/steps/2`, reportBody)).toMatchObject({ status: 404, data: { reason: 'unknown-case' } });
    // Surely not happened: written down and sent again by rule.
    province.setFaults([{ kind: 'code-300', code: 'db-503', path: 'pro/accept', times: 1 }]);
    expect(await ask('put', `/cases/${caseNumber(2)}/steps/1`, acceptBody)).toMatchObject({ status: 202, data: { state: 'waiting' } });
    expect(await ask('put', `/cases/${caseNumber(2)}/steps/2`, reportBody)).toMatchObject({ status: 202, data: { state: 'waiting' } });
    await eventually('both steps are acknowledged', async () => (await ask('get', `/cases/${caseNumber(2)}/steps/2`)).status === 200);
    // Perhaps happened, and did: asked about.
    province.setFaults([{ kind: 'slow', path: 'pro/accept', times: 1 }]);
    expect(await ask('put', `/cases/${caseNumber(5)}/steps/1`, acceptBody)).toMatchObject({ status: 202, data: { state: 'doubtful' } });
    await eventually('the province was asked', async () => (await ask('get', `/cases/${caseNumber(5)}/steps/1`)).status === 200);
    // Perhaps happened, and did not: asked about, then sent.
    province.setFaults([{ kind: 'html', processed: false, path: 'pro/accept', times: 1 }]);
    expect(await ask('put', `/cases/${caseNumber(6)}/steps/1`, acceptBody)).toMatchObject({ status: 202, data: { state: 'doubtful' } });
    await eventually('the step was sent again', async () => (await ask('get', `/cases/${caseNumber(6)}/steps/1`)).status === 200);
    expect(province.ledger().entries.filter((entry) => [2, 5, 6].some((serial) => entry.projectNo === caseNumber(serial))).map((entry) => [entry.kind, entry.repeats]))
      .toEqual([['accept', 0], ['report', 0], ['accept', 0], ['accept', 0]]);
    const told = await eventually('intake was told of each', async () => {
      const rows: { envelope: unknown }[] = await database('outbox').where({ type: 'events.province-gateway.step-acknowledged' });
      return rows.length >= 4 && JSON.stringify(rows);
    });
    for (const serial of [2, 5, 6]) expect(told).toContain(caseNumber(serial));
  });
  it('wants a token with the right role, and a body that keeps the contract', async () => {
    expect((await ask('get', '/state', undefined, { authorization: '' })).status).toBe(401);
    expect((await ask('put', `/cases/${caseNumber(3)}/steps/1`, acceptBody, { authorization: `Bearer ${await stage.token('window-clerk')}` })).status).toBe(403);
    expect(await ask('put', `/cases/${caseNumber(3)}/steps/1`, { ...acceptBody, applySource: 'pigeon' })).toMatchObject({ status: 400, data: { reason: 'invalid-request' } });
    expect(await ask('put', `/cases/${caseNumber(3)}/steps/1`, { ...acceptBody, promisedOn: '2026-02-30' })).toMatchObject({ status: 400 });
  });
  it('lists items page by page within the contract', async () => {
    const first = await ask('get', '/items');
    expect(first).toMatchObject({ status: 200, data: { more: true, unreadable: [] } });
    expect(await ask('get', `/items?cursor=${String(first.data['cursor'])}`)).toMatchObject({ status: 200, data: { more: false } });
  });
  it('states each decision from above once, and a second start does not state it again', async () => {
    await ask('put', `/cases/${caseNumber(4)}/steps/1`, acceptBody);
    await ask('put', `/cases/${caseNumber(4)}/steps/2`, reportBody);
    {
      const stated = (): Promise<{ envelope: unknown; published_at: Date | null }[]> => database('outbox').where({ type: 'events.province-gateway.upstream-decided' });
      // That of the case reported up before is there too.
      const both = await eventually('the decisions are published', async () => {
        const all = await stated();
        return all.length === 2 && all.every((one) => one.published_at !== null) && all;
      });
      expect(JSON.stringify(both)).toContain(caseNumber(4));
      await database('poll_cursors').delete();
      await eventually('the poll has gone over everything again', () => database('poll_cursors').first());
      expect(await stated()).toHaveLength(2);
    }
  });
  it('keeps each talk, without a person in it', async () => {
    const operator = { authorization: `Bearer ${await stage.token('integrator')}` };
    const kept = await eventually('the talks are written', async () => {
      const answer = await ask('get', `/operations/exchanges?caseNumber=${caseNumber(1)}`, undefined, operator);
      return Array.isArray(answer.data['exchanges']) && answer.data['exchanges'].length >= 1 && answer.data;
    });
    expect(kept['exchanges']).toEqual(expect.arrayContaining([expect.objectContaining({ target: 'province', operation: 'accept', outcome: 'done' })]));
    expect(JSON.stringify(kept)).not.toMatch(/李四|示例科技|13800138000|91350100M000100Y43/);
    expect(await ask('get', '/state', undefined, operator)).toMatchObject({ status: 200, data: { adapter: 'signed-rest', profile: 'sample-province', state: expect.stringMatching(/^(?:up|down)$/) as string, circuit: null, lastFailure: { kind: 'in-doubt', zh: expect.stringContaining('先查询') as string }, lastHour: { inDoubt: expect.any(Number) as number } } });
  });
  it('takes two hundred cases at once, and the province has each of them once', async () => {
    const before = province.ledger().cases;
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, serial) => ask('put', `/cases/${caseNumber(1000 + serial)}/steps/1`, acceptBody)));
    expect(outcomes.every((one) => one.status === 200)).toBe(true);
    expect(province.ledger()).toMatchObject({ cases: before + 200, refused: { 'db-503': 1 } });
  });
  it('does not start with a wrong profile, and says everything that is wrong with it', async () => {
    const wrong = path.join(stage.directory, 'wrong.json');
    writeFileSync(wrong, JSON.stringify({ ...JSON.parse(readFileSync(shipped, 'utf8')), pageSize: 0, failures: { 'api-001': { outcome: 'shrug' } } }));
    await expect(stage.start(service, { ...settings, HUB_PROVINCE_PROFILE: wrong })).rejects.toThrow(/pageSize[\s\S]*failures\.api-001/);
    await expect(stage.start(service, { ...settings, HUB_PROVINCE_PROFILE: path.join(stage.directory, 'none.json') })).rejects.toThrow(/HUB_PROVINCE_PROFILE/);
  });
});
