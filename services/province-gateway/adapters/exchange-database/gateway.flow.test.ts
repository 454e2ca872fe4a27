import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshSecret } from '../../../../infra/chance.ts';
import { chinaDate, systemClock } from '../../../../infra/clock.ts';
import { startDatabase } from '../../../../scripts/instances/mariadb.ts';
import { findPrograms } from '../../../../scripts/instances/programs.ts';
import { eventually, openStage, type Stage } from '../../../../test/stage.ts';
import { service } from '../../service.ts';
import { startSimulator, type Fault, type Simulator } from './simulator.ts';

const shipped = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
const rows: { task_code: string; catalog_code: string; task_handle_item: string; task_name: string }[] =
  JSON.parse(readFileSync(new URL('../signed-rest/sample-items.json', import.meta.url), 'utf8')).rows;
const item = rows[0] ?? expect.fail('no sample items');
const at = '2026-11-20T09:00:00+08:00';
type Platform = 'national' | 'shandong';
const serials: Record<Platform, number> = { national: 1000, shandong: 2000 };
const caseNumber = (serial: number): string => `${item.task_code}20261122${String(serial).padStart(4, '0')}`;
const bodies = (platform: Platform): object[] => [
  { kind: 'accept', item: { catalogCode: item.catalog_code, taskCode: item.task_code, handlingCode: item.task_handle_item, name: item.task_name, version: 1 },
    summary: '关于示例公司的申请', applySource: 'window', applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' },
    contact: { name: '李四', mobile: '13800138000' }, appliedAt: at, acceptedAt: at, promisedOn: '2026-11-27', handlingType: 'promised',
    organisation: { name: '云岭市自然资源和规划局', code: item.task_code.slice(0, 18) }, route: { form: platform === 'national' ? 'direct' : 'entrusted', department: '11533900990002018C' } },
  { kind: 'process', stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意' },
  { kind: 'special', specialKind: 'hearing', name: '听证', startedAt: at, reason: '依申请', endedAt: at, handledBy: '王五' },
  { kind: 'result', result: 'granted', decidedAt: at, certificate: { name: '许可证', number: 'Z1' }, posted: false, handledBy: '王五' },
  ...(platform === 'national' ? [{ kind: 'material', materials: [{ name: '申请表', form: 'paper' }, { name: '平面图', form: 'electronic' }], receivedAt: at, handledBy: '王五' }]
    : [{ kind: 'evaluation', satisfaction: 'satisfied', channel: 'hall-tablet', ratedAt: at }]),
];

let stage: Stage;
let far: Record<Platform, Simulator>;
let url: string;
let integrator: { authorization: string };
let intake: { authorization: string };
const ask = (method: 'get' | 'put' | 'post', where: string, data?: unknown, by = integrator): Promise<{ status: number; data: Record<string, unknown> }> =>
  axios.request({ method, url: `${url}${where}`, data, headers: by, validateStatus: () => true });
const swept = async (): Promise<unknown> => (await ask('post', '/ledger/sweeps', {})).data['swept'];

beforeAll(async () => {
  stage = await openStage();
  // The provinces' server is another than the hub's.
  const server = await startDatabase({ processes: stage.processes, programs: findPrograms(), directory: path.join(stage.directory, 'far'), newPassword: () => freshSecret(12), name: 'far-database', bufferPool: '64M' });
  const open = async (shape: Platform): Promise<Simulator> => {
    const account = { schema: `far_${shape}`, user: `reader_${shape}`, password: freshSecret(12) };
    await server.openSchema(account);
    return startSimulator({ shape, database: { host: server.host, port: server.port, ...account }, pollMs: 25, sampleItems: false });
  };
  far = { national: await open('national'), shandong: await open('shandong') };
  mkdirSync(path.join(stage.directory, 'profiles'));
  const entries = [];
  for (const shape of ['national', 'shandong'] as const) {
    const zone = { schema: `far_${shape}`, user: `zone_${shape}`, password: freshSecret(12) };
    await server.openSchema(zone);
    const profile = shipped(shape);
    writeFileSync(path.join(stage.directory, 'profiles', `${shape}.json`), JSON.stringify({ ...profile, delivery: {
      openSpecial: 'when-ended', corrections: true, awaitEveryMs: 50, againAfterMs: [50], inquireAfterMs: 200, drainPerSecond: 2_000,
      refusedAgain: Object.fromEntries(['unknown-case', 'unknown-item', 'upstream-refused'].map((reason) => [reason, { times: 50, afterMs: 50 }])),
    } }));
    entries.push({ name: shape, dialect: 'exchange-database', profile: `profiles/${shape}.json`, address: `mysql://${server.host}:${String(server.port)}/${zone.schema}`, credentials: { user: zone.user, password: zone.password }, takes: shape === 'national' ? 'rest' : { forms: ['entrusted'] } });
  }
  const platforms = path.join(stage.directory, 'platforms.json');
  writeFileSync(platforms, JSON.stringify({ platforms: entries }));
  await stage.start(service, { HUB_PROVINCE_PLATFORMS: platforms, HUB_SWEEP_EVERY_MS: '3600000', HUB_LOG_LEVEL: 'error' });
  url = await stage.urlOf('province-gateway');
  integrator = { authorization: `Bearer ${await stage.token('integrator')}` };
  intake = { authorization: `Bearer ${await stage.token('service')}` };
}, 120_000);
afterAll(async () => {
  await far?.national.close();
  await far?.shandong.close();
  await stage?.close();
});

describe('the gateway with two provinces behind exchange databases', () => {
  const cases = 12;
  it('gets every step of every case through provinces that fail in every way, each once', { timeout: 150_000 }, async () => {
    const faults = (batches: boolean): Fault[] => [
      ...(['error-rows', 'wrong-charset', 'unknown-item', 'duplicate-rows', ...(batches ? ['batch-rejected' as const] : [])] as const).map((kind, index) => ({ kind, every: 9 + 2 * index })),
      { kind: 'purge', processed: false, every: 11 }, { kind: 'slow', every: 17, waitMs: 200 }, { kind: 'out-of-order', every: 5 },
    ];
    far.national.setFaults(faults(true));
    far.shandong.setFaults(faults(false));
    for (const platform of ['national', 'shandong'] as const) {
      for (let one = 1; one <= cases; one += 1) {
        for (const [index, body] of bodies(platform).entries()) {
          const handed = await ask('put', `/cases/${caseNumber(serials[platform] + one)}/steps/${String(index + 1)}`, body, intake);
          expect([200, 202], JSON.stringify(handed.data)).toContain(handed.status);
        }
      }
    }
    await eventually('both provinces have every step', async () => {
      const [national, shandong] = [await far.national.ledger(), await far.shandong.ledger()];
      return ['accept', 'process', 'special', 'result'].every((kind) => national.steps[kind] === cases && shandong.steps[kind] === cases) && national.steps['material'] === cases && shandong.steps['evaluation'] === cases;
    }, 120_000);
    far.national.setFaults([]);
    far.shandong.setFaults([]);
    await eventually('every step is acknowledged', async () => ((await ask('get', '/platforms')).data['platforms'] as { steps: Record<string, number> }[]).every(({ steps }) => ['waiting', 'doubtful', 'awaiting', 'sending', 'refused'].every((state) => (steps[state] ?? 0) === 0)), 60_000);
    expect((await far.national.ledger()).entries).toHaveLength(cases * 6);
    expect((await far.shandong.ledger()).entries).toHaveLength(cases * 5);
  });
  it('has the same in both ledgers, and counts the day alike', async () => {
    expect(await swept()).toMatchObject([{ platform: 'national', supported: true, found: 0 }, { platform: 'shandong', supported: true, found: 0 }]);
    const day = chinaDate(systemClock.now());
    const counts = await ask('get', `/ledger/counts?from=${day}&until=${day}`);
    expect(counts.data['counts']).toEqual(expect.arrayContaining([expect.objectContaining({ platform: 'national', kind: 'material', ours: cases, theirs: cases }), expect.objectContaining({ platform: 'shandong', kind: 'accept', ours: cases, theirs: cases })]));
    expect(counts.data['unequal']).toBe(0);
  });
  it('finds what a province changed or lost, and mends it by one command', { timeout: 60_000 }, async () => {
    await far.national.alter(caseNumber(1001), 'process', { handle_explain: '不同意' });
    await far.shandong.alter(caseNumber(2001), 'process', { NODEADV: '不同意' });
    await far.national.alter(caseNumber(1002), 'accept', null);
    expect(await swept()).toMatchObject([{ platform: 'national', found: 2 }, { platform: 'shandong', found: 1 }]);
    far.national.setFaults([{ kind: 'slow', waitMs: 300 }]);
    expect(await ask('post', '/ledger/healing', {})).toMatchObject({ status: 200, data: { toldAgain: 3, left: 0 } });
    // A row that was written again and lies there unread is no end of the difference.
    await swept();
    expect((await ask('get', '/ledger/divergences?state=open')).data['divergences']).toEqual(expect.arrayContaining([expect.objectContaining({ caseNumber: caseNumber(1002), nature: 'missing', state: 'healing' })]));
    far.national.setFaults([]);
    await eventually('both ledgers are equal', async () => {
      const again = await swept();
      return Array.isArray(again) && (await ask('get', '/ledger/divergences?state=open')).data['divergences'] instanceof Array && ((await ask('get', '/ledger/divergences?state=open')).data['divergences'] as unknown[]).length === 0;
    }, 40_000);
    expect((await far.national.ledger()).entries).toHaveLength(cases * 6);
  });
});
