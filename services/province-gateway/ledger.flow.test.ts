import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chinaDate, shiftedClock, type Clock } from '../../infra/clock.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { startSimulator, type Simulator } from './adapters/signed-rest/simulator.ts';
import { service } from './service.ts';

const shipped: Record<string, unknown> = JSON.parse(readFileSync(new URL('adapters/signed-rest/sample-province.json', import.meta.url), 'utf8'));
const rows: { task_code: string; catalog_code: string; task_handle_item: string; task_name: string }[] =
  JSON.parse(readFileSync(new URL('adapters/signed-rest/sample-items.json', import.meta.url), 'utf8')).rows;
const item = rows[0] ?? expect.fail('no sample items');
const at = '2026-11-20T09:00:00+08:00';
const department = '11533900990002018C';
const acceptBody = (form: string) => ({
  kind: 'accept', item: { catalogCode: item.catalog_code, taskCode: item.task_code, handlingCode: item.task_handle_item, name: item.task_name, version: 1 },
  summary: '关于示例公司的申请', applySource: 'window', applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' },
  contact: { name: '李四', mobile: '13800138000' }, appliedAt: at, acceptedAt: at, promisedOn: '2026-11-27', handlingType: 'promised',
  organisation: { name: '云岭市自然资源和规划局', code: item.task_code.slice(0, 18) }, route: { form, department },
  provenance: { '*': 'case', 'item': 'item', 'applicant': 'typed', 'contact': 'typed', 'organisation': 'item' },
});
const processBody = { kind: 'process', stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意', provenance: { '*': 'case', 'opinion': 'typed' } };
const caseNumber = (serial: number): string => `${item.task_code}20261122${String(serial).padStart(4, '0')}`;

/** Moved by the test; runs on by itself, as the province's does. */
let shiftMs = 0;
const clock: Clock = { now: () => shiftedClock(shiftMs).now() };
let stage: Stage;
let city: Simulator;
let water: Simulator;
let url: string;
let integrator: { authorization: string };
let intake: { authorization: string };
const ask = (method: 'get' | 'put' | 'post', where: string, data?: unknown, by = integrator): Promise<{ status: number; data: Record<string, unknown> }> =>
  axios.request({ method, url: `${url}${where}`, data, headers: by, validateStatus: () => true });
const hand = (serial: number, sequence: number, body: object): Promise<{ status: number; data: Record<string, unknown> }> => ask('put', `/cases/${caseNumber(serial)}/steps/${String(sequence)}`, body, intake);
const open = async (): Promise<Record<string, unknown>[]> => (await ask('get', '/ledger/divergences?state=open')).data['divergences'] as Record<string, unknown>[];
const platformNow = async (name: string): Promise<Record<string, unknown>> => ((await ask('get', '/platforms')).data['platforms'] as Record<string, unknown>[]).find((one) => one['name'] === name) ?? {};

beforeAll(async () => {
  stage = await openStage();
  const credentials = { requesterId: 'R-53', appSecret: 'a-secret-for-this-test' };
  [city, water] = await Promise.all([startSimulator({ port: 0, ...credentials, clock }), startSimulator({ port: 0, ...credentials, clock })]);
  const delivery = { corrections: true, inquireAfterMs: 200, againAfterMs: [100], drainPerSecond: 2_000, winners: { 'accept.promisedOn': 'province', '*': 'zone' } };
  const profile = path.join(stage.directory, 'profile.json');
  writeFileSync(profile, JSON.stringify({ ...shipped, callTimeoutMs: 3_000, delivery }));
  const platforms = path.join(stage.directory, 'platforms.json');
  const common = { dialect: 'signed-rest', profile: 'profile.json', credentials };
  writeFileSync(platforms, JSON.stringify({ platforms: [{ ...common, name: 'city', address: city.url, takes: 'rest' }, { ...common, name: 'water', address: water.url, takes: { forms: ['forward'] } }] }));
  await stage.start(service, { HUB_PROVINCE_PLATFORMS: platforms, HUB_SWEEP_EVERY_MS: '3600000', HUB_LOG_LEVEL: 'error' }, clock);
  url = await stage.urlOf('province-gateway');
  integrator = { authorization: `Bearer ${await stage.token('integrator')}` };
  intake = { authorization: `Bearer ${await stage.token('service')}` };
});
afterAll(async () => {
  await stage?.close();
  await Promise.all([city?.close(), water?.close()]);
});

describe('the two-way ledger', () => {
  it('sends each case to its platform, and all its steps there', async () => {
    for (const serial of [1, 2, 3]) expect(await hand(serial, 1, acceptBody('direct'))).toMatchObject({ status: 200 });
    expect(await hand(4, 1, acceptBody('forward'))).toMatchObject({ status: 200 });
    for (const serial of [1, 2, 3, 4]) expect(await hand(serial, 2, processBody)).toMatchObject({ status: 200 });
    expect([city.ledger().cases, water.ledger().cases]).toEqual([3, 1]);
    expect(water.ledger().steps).toMatchObject({ accept: 1, process: 1 });
  });
  it('finds nothing where both have the same, and counts a day alike', async () => {
    expect(await ask('post', '/ledger/sweeps', {})).toMatchObject({ status: 200, data: { swept: [{ platform: 'city', supported: true, found: 0 }, { platform: 'water', supported: true, found: 0 }] } });
    const day = chinaDate(clock.now());
    const counts = await ask('get', `/ledger/counts?from=${day}&until=${day}`);
    expect(counts.data['unequal']).toBe(0);
    expect(counts.data['counts']).toContainEqual(expect.objectContaining({ platform: 'city', kind: 'accept', ours: 3, theirs: 3 }));
    expect(await ask('get', '/ledger?theirs=equal&platform=city')).toMatchObject({ data: { steps: [{}, {}, {}, {}, {}, {}] } });
  });
  it('finds in one sweep what the province lost, changed, or has beyond ours, each field with its rule', async () => {
    city.forget(caseNumber(1), 2);
    city.alter(caseNumber(2), 1, { promise_date: '2026-12-31', project_name: '改过的摘要' });
    await ask('post', '/ledger/sweeps', {});
    expect(new Set((await open()).map((one) => [one['caseNumber'], one['nature'], one['field'] ?? '', one['winner']].join(' ')))).toEqual(new Set([
      `${caseNumber(1)} missing  zone`, `${caseNumber(2)} differs promisedOn province`, `${caseNumber(2)} differs summary zone`,
    ]));
    expect(await ask('get', `/ledger/counts?platform=city`)).toMatchObject({ data: { unequal: 1 } });
    // What tells of a person is not shown whole.
    expect(JSON.stringify(await open())).not.toContain('改过的摘要');
    expect(await platformNow('city')).toMatchObject({ divergences: 3 });
  });
  it('is healed by one command: told again, corrected, or taken over, and both ledgers are equal', async () => {
    expect(await ask('post', '/ledger/healing', {})).toMatchObject({ status: 200, data: { toldAgain: 2, takenOver: 1, left: 0 } });
    await eventually('every step is acknowledged again', async () => {
      const states = await Promise.all([1, 2].flatMap((serial) => [1, 2].map((sequence) => ask('get', `/cases/${caseNumber(serial)}/steps/${String(sequence)}`))));
      return states.every((one) => one.status === 200);
    });
    expect(await ask('post', '/ledger/sweeps', {})).toMatchObject({ data: { swept: [{ found: 0 }, { found: 0 }] } });
    expect(await open()).toEqual([]);
    expect((await ask('get', '/ledger/divergences?state=healed')).data['divergences']).toHaveLength(3);
    expect(await ask('get', `/ledger/cases/${caseNumber(2)}`)).toMatchObject({ data: { platform: 'city', steps: [{ sequence: 1, ours: { revision: 2 }, theirs: { revision: 2, seen: 'equal' } }, { sequence: 2 }], divergences: [] } });
    expect(city.ledger().entries.filter((entry) => entry.projectNo === caseNumber(1)).map((entry) => entry.kind)).toEqual(['accept', 'process']);
  });
  it('takes the next revision of a step that was healed: whoever hands over counts for itself', async () => {
    expect(await hand(2, 1, { ...acceptBody('direct'), promisedOn: '2026-12-30', revision: 2 })).toMatchObject({ status: 200 });
    expect(await ask('get', `/ledger/cases/${caseNumber(2)}`)).toMatchObject({ data: { steps: [{ sequence: 1, ours: { revision: 3 }, theirs: { revision: 3 } }, {}] } });
    // The same once more is the same; an older one says nothing any more.
    expect(await hand(2, 1, { ...acceptBody('direct'), promisedOn: '2026-12-30', revision: 2 })).toMatchObject({ status: 200, data: { alreadyThere: true } });
    expect(await ask('get', `/cases/${caseNumber(2)}/steps/1`)).toMatchObject({ status: 200, data: { revision: 2 } });
    expect(await hand(2, 1, { ...acceptBody('direct'), promisedOn: '2026-12-29' })).toMatchObject({ status: 409 });
    expect(await ask('post', '/ledger/sweeps', {})).toMatchObject({ data: { swept: [{ found: 0 }, { found: 0 }] } });
  });
  it('says where each field came from, and how much is still typed by hand', async () => {
    const whole = await ask('get', `/ledger/cases/${caseNumber(3)}`);
    const fields = (whole.data['steps'] as { fields: { field: string; source: string }[] }[])[0]?.fields ?? [];
    expect(fields).toContainEqual(expect.objectContaining({ field: 'item.name', source: 'item' }));
    expect(fields).toContainEqual(expect.objectContaining({ field: 'applicant.documentNumber', source: 'typed' }));
    expect(JSON.stringify(whole.data)).not.toMatch(/李四|13800138000|91350100M000100Y43/);
    const { data } = await ask('get', '/provenance');
    expect(data).toMatchObject({ steps: 8 });
    expect(data['typedShare']).toBeCloseTo(Number(data['typed']) / Number(data['fields']), 5);
    // Six of an acceptance's fields, one of a review's.
    expect(data['typed']).toBe(4 * 6 + 4 * 1);
  });
});

describe('a platform that is closed or lost', () => {
  it('holds what is due, tells people, and drains it in order when the announced time is over; the time is kept', async () => {
    const from = clock.now();
    const to = new Date(from.getTime() + 3_600_000);
    expect(await ask('post', '/platforms/water/pauses', { from: from.toISOString(), to: to.toISOString(), zh: '平台升级' })).toMatchObject({ status: 200 });
    expect(await platformNow('water')).toMatchObject({ state: 'paused', heldUntil: to.toISOString() });
    expect(await hand(5, 1, acceptBody('forward'))).toMatchObject({ status: 202, data: { state: 'waiting', heldUntil: to.toISOString(), zh: expect.stringContaining('平台升级') as string } });
    expect(await hand(5, 2, processBody)).toMatchObject({ status: 202 });
    expect(await hand(6, 1, acceptBody('direct'))).toMatchObject({ status: 200 });
    expect(water.ledger().cases).toBe(1);
    shiftMs += 3_600_000;
    await eventually('what was held is there', () => Promise.resolve(water.ledger().cases === 2 && water.ledger().steps['process'] === 2));
    await eventually('the platform is open', async () => (await platformNow('water'))['state'] === 'open');
    const outages = (await ask('get', '/outages?platform=water')).data['outages'] as Record<string, unknown>[];
    expect(outages).toMatchObject([{ cause: 'maintenance', detail: '平台升级', heldSteps: 2, heldCases: 1, endedAt: expect.any(String) as string }]);
  });
  it('counts as down after failures in a row, holds the rest, and catches up by itself with nothing lost or twice', async () => {
    city.setFaults([{ kind: 'drop', processed: true, path: 'pro/' }]);
    const handed = await Promise.all(Array.from({ length: 12 }, (_, serial) => hand(100 + serial, 1, acceptBody('direct'))));
    expect(handed.every((one) => one.status === 202)).toBe(true);
    await eventually('the platform counts as down', async () => (await platformNow('city'))['state'] === 'down');
    expect(await hand(200, 1, acceptBody('direct'))).toMatchObject({ status: 202, data: { state: 'waiting' } });
    city.setFaults([]);
    await eventually('everything is acknowledged', async () => (await platformNow('city'))['state'] === 'open' && ((await platformNow('city'))['steps'] as { waiting: number; doubtful: number }).waiting === 0 && ((await platformNow('city'))['steps'] as { doubtful: number }).doubtful === 0);
    const entries = city.ledger().entries.filter((entry) => Number(entry.projectNo.slice(-4)) >= 100);
    expect(entries).toHaveLength(13);
    expect(entries.every((entry) => entry.repeats === 0)).toBe(true);
    expect(await ask('get', '/outages?platform=city')).toMatchObject({ data: { outages: [{ cause: 'unreachable' }] } });
    expect(await ask('post', '/ledger/sweeps', {})).toMatchObject({ data: { swept: [{ found: 0 }, { found: 0 }] } });
  });
  it('leaves to people what nobody may decide by rule, and keeps what they did', async () => {
    city.alter(caseNumber(3), 2, { sn: '9' });
    await ask('post', '/ledger/sweeps', {});
    const found = await open();
    expect(new Set(found.map((one) => `${String(one['nature'])} ${String(one['winner'])}`))).toEqual(new Set(['extra person', 'missing zone']));
    const extra = found.find((one) => one['nature'] === 'extra');
    expect(await ask('post', `/ledger/divergences/${String(extra?.['number'])}/settlement`, { note: '省级平台已删除错误记录' })).toMatchObject({ status: 200 });
    await ask('post', '/ledger/sweeps', {});
    expect((await open()).map((one) => one['nature'])).toEqual(['missing']);
  });
  it('finds more than a hundred differences in one sweep and heals them by one command; what is lost again on the way is healed again', { timeout: 240_000 }, async () => {
    const many = Array.from({ length: 120 }, (_, at) => 1_000 + at);
    await Promise.all(many.map((serial) => hand(serial, 1, acceptBody('direct'))));
    for (const serial of many) city.alter(caseNumber(serial), 1, { project_name: '改过的摘要' });
    await ask('post', '/ledger/sweeps', {});
    // Those, and the step of before, which that province shows under another number for good.
    expect(await platformNow('city')).toMatchObject({ divergences: 121 });
    const differing = async (): Promise<unknown[]> => (await open()).filter((one) => one['nature'] === 'differs').map((one) => one['state']);
    expect(await ask('post', '/ledger/healing', {})).toMatchObject({ status: 200, data: { left: 0 } });
    const told = (): Promise<boolean> => platformNow('city').then((one) => (one['steps'] as { waiting: number; doubtful: number }).waiting + (one['steps'] as { doubtful: number }).doubtful === 0);
    await eventually('all of them were told again', told, 90_000);
    for (const serial of many.slice(0, 3)) city.alter(caseNumber(serial), 1, { project_name: '改过的摘要' });
    await ask('post', '/ledger/sweeps', {});
    expect(await differing()).toEqual(['open', 'open', 'open']);
    expect(await ask('post', '/ledger/healing', {})).toMatchObject({ status: 200 });
    await eventually('those as well', told, 90_000);
    await ask('post', '/ledger/sweeps', {});
    expect(await differing()).toEqual([]);
  });
});
