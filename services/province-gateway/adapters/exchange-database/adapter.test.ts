import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshSecret } from '../../../../infra/chance.ts';
import { systemClock } from '../../../../infra/clock.ts';
import { startDatabase, type DatabaseInstance } from '../../../../scripts/instances/mariadb.ts';
import { findPrograms } from '../../../../scripts/instances/programs.ts';
import { createProcesses, type Processes } from '../../../../scripts/processes.ts';
import { eventually } from '../../../../test/stage.ts';
import { provinceStep, type Exchange, type Province, type ProvinceStep, type StepGiven } from '../../port.ts';
import { connectExchangeDatabase } from './adapter.ts';
import { parseProfile, type Profile } from './profile.ts';
import { startSimulator, type Fault, type Simulator, type SimulatorSettings } from './simulator.ts';

/** The province's own server: another MariaDB than the hub's, with nothing of ours on it. */
let directory: string;
let processes: Processes;
let server: DatabaseInstance;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'xd-'));
  processes = createProcesses({ runDirectory: directory });
  server = await startDatabase({ processes, programs: findPrograms(), directory: path.join(directory, 'far'), newPassword: () => freshSecret(12), name: 'far-database', bufferPool: '64M' });
}, 90_000);
afterAll(async () => {
  await processes?.stopAll();
  rmSync(directory, { recursive: true, force: true });
});

const shipped = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
const profiles: Record<SimulatorSettings['shape'], Profile> = { national: parseProfile(shipped('national')), shandong: parseProfile(shipped('shandong')) };
const rows: { task_code: string; catalog_code: string; task_handle_item: string; task_name: string }[] =
  JSON.parse(readFileSync(new URL('../signed-rest/sample-items.json', import.meta.url), 'utf8')).rows;
const item = rows[0] ?? expect.fail('no sample items');

const at = '2026-11-20T09:00:00+08:00';
const told = (step: StepGiven): ProvinceStep => provinceStep.parse(step);
const accept = (caseNumber: string, edits: Partial<Extract<StepGiven, { kind: 'accept' }>> = {}): ProvinceStep => told({
  kind: 'accept', caseNumber, sequence: 1, item: { catalogCode: item.catalog_code, taskCode: item.task_code, handlingCode: item.task_handle_item, name: item.task_name, version: 1 },
  summary: '关于示例公司的申请', applySource: 'window', applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43', legalRepresentative: '张三' },
  contact: { name: '李四', mobile: '13800138000' }, address: null, appliedAt: at, acceptedAt: at, acceptanceNumber: 'SL1', promisedOn: '2026-11-27', handlingType: 'promised',
  organisation: { name: '云岭市自然资源和规划局', code: '11533900990002018C' }, handledBy: '王五', ...edits,
});
const process = (caseNumber: string, sequence: number, edits: Partial<Extract<StepGiven, { kind: 'process' }>> = {}): ProvinceStep => told({
  kind: 'process', caseNumber, sequence, stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意', remark: null, ...edits,
});
const special = (caseNumber: string, sequence: number): ProvinceStep => told({ kind: 'special', caseNumber, sequence, specialKind: 'hearing', name: '听证', startedAt: at, reason: '依申请', endedAt: at, handledBy: '王五' });
const report = (caseNumber: string, sequence: number, opinion = '初审通过，建议准予'): ProvinceStep => told({ kind: 'report', caseNumber, sequence, authority: { name: '云岭省林业和草原局', code: '115300009900011336' }, reportedAt: at, opinion, handledBy: '王五' });
const result = (caseNumber: string, sequence: number, edits: Partial<Extract<StepGiven, { kind: 'result' }>> = {}): ProvinceStep => told({
  kind: 'result', caseNumber, sequence, result: 'granted', decidedAt: at, explanation: null, certificate: { name: '许可证', number: 'Z1', validTo: null }, posted: false, handledBy: '王五', ...edits,
});
const materials = (caseNumber: string, sequence: number, revision = 1, names = ['申请表', '平面图']): ProvinceStep => told({ kind: 'material', caseNumber, sequence, revision, materials: names.map((name) => ({ name, form: 'paper' })), receivedAt: at, handledBy: '王五' });
const evaluation = (caseNumber: string, sequence: number): ProvinceStep => told({ kind: 'evaluation', caseNumber, sequence, satisfaction: 'very-satisfied', channel: 'qr-code', details: ['510', '507'], words: '很快', ratedAt: at });

interface Far { province: Province; simulator: Simulator; exchanges: Exchange[]; sql(query: string, values?: unknown[]): Promise<unknown>; schema: string; account: { user: string; password: string }; profile: Profile }
let open: (() => Promise<void>)[] = [];
let serial = 0;
afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});
/** A province of that shape in a schema of its own, looked at only when told. */
async function far(shape: SimulatorSettings['shape'], settings: { charset?: SimulatorSettings['charset']; faults?: Fault[]; profile?: Partial<Profile>; pollMs?: number } = {}): Promise<Far> {
  const schema = `far_${String(++serial)}`;
  const account = { schema, user: `hub_${String(serial)}`, password: freshSecret(12) };
  await server.openSchema(account);
  const database = { host: server.host, port: server.port, ...account };
  const simulator = await startSimulator({ shape, database, charset: settings.charset, faults: settings.faults, pollMs: settings.pollMs ?? 0 });
  const exchanges: Exchange[] = [];
  const profile = { ...profiles[shape], settleSeconds: 1, ...settings.profile };
  const province = connectExchangeDatabase({
    address: `mysql://${server.host}:${String(server.port)}/${schema}`, ...account, profile, clock: systemClock, onExchange: (exchange) => { exchanges.push(exchange); },
  });
  open.push(async () => {
    province.close();
    await simulator.close();
    await server.dropSchema(account);
  });
  const sql = async (query: string, values: unknown[] = []): Promise<unknown> => {
    const connection = await createConnection({ ...database, database: schema, dateStrings: true });
    try { return (await connection.query(query, values))[0]; } finally { await connection.end(); }
  };
  return { province, simulator, exchanges, sql, schema, account, profile };
}
const taken = { kind: 'done', value: { alreadyThere: true } };

describe.each(['national', 'shandong'] as const)('the exchange database of the %s shape', (shape) => {
  it('is given each step as a row that waits, and asked by the flag whether the province took it', async () => {
    const { province, simulator } = await far(shape);
    expect(await province.pushStep(accept('C1'))).toMatchObject({ kind: 'done', value: { alreadyThere: false, awaiting: true } });
    expect(await province.inquireStep('C1', 1)).toMatchObject({ kind: 'done', value: { awaiting: true } });
    await simulator.look();
    const known = await province.inquireStep('C1', 1);
    expect(known).toMatchObject(taken);
    expect(known.kind === 'done' && known.value.awaiting).toBeFalsy();
    expect(await province.inquireStep('C1', 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
  });
  it('takes every kind of step it carries, in order, and tells them back as they were told', async () => {
    const { province, simulator } = await far(shape);
    const steps = [accept('C2'), process('C2', 2), special('C2', 3), report('C2', 4), result('C2', 5), ...(shape === 'national' ? [materials('C2', 6)] : [evaluation('C2', 6)])];
    for (const step of steps) expect(await province.pushStep(step)).toMatchObject({ kind: 'done' });
    await simulator.look();
    const recorded = await province.recordedSteps('C2');
    if (recorded.kind !== 'done') throw new Error(recorded.detail);
    expect(recorded.value.map((one) => [one.sequence, one.kind, one.revision])).toEqual(steps.map((step) => [step.sequence, step.kind, 1]));
    for (const [index, step] of steps.entries()) expect(recorded.value[index]?.fields).toEqual(province.expectedFields(step));
    expect((await simulator.ledger()).refused).toEqual({});
    expect((await simulator.ledger()).entries.length).toBe(shape === 'national' ? 7 : 6);
  });
  it('recognises a repeat, whether it was read or not', async () => {
    const { province, simulator } = await far(shape);
    await province.pushStep(accept('C3'));
    expect(await province.pushStep(accept('C3'))).toMatchObject({ kind: 'done', value: { alreadyThere: true, awaiting: true } });
    await simulator.look();
    expect(await province.pushStep(accept('C3'))).toMatchObject(taken);
    expect(await simulator.ledger()).toMatchObject({ cases: 1, steps: { accept: 1 } });
  });
  it('does not let the same revision be told twice with another content', async () => {
    const { province, simulator } = await far(shape);
    await province.pushStep(accept('C4'));
    await province.pushStep(process('C4', 2));
    await simulator.look();
    expect(await province.pushStep(process('C4', 2, { opinion: '不同意' }))).toMatchObject({ kind: 'refused', reason: 'step-differs' });
  });
  it('takes a correction with a higher revision, read or unread, and knows which it has', async () => {
    const { province, simulator } = await far(shape);
    await province.pushStep(accept('C5'));
    await province.pushStep(process('C5', 2));
    await simulator.look();
    const second = process('C5', 2, { revision: 2, opinion: '补充意见' });
    const third = process('C5', 2, { revision: 3, opinion: '再次补充' });
    expect(await province.inquireStep('C5', 2, 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(second)).toMatchObject({ kind: 'done', value: { awaiting: true } });
    expect(await province.pushStep(third)).toMatchObject({ kind: 'done', value: { awaiting: true } });
    await simulator.look();
    expect(await province.inquireStep('C5', 2, 3)).toMatchObject(taken);
    expect(await province.recordedSteps('C5')).toMatchObject({ kind: 'done', value: [{ sequence: 1 }, { sequence: 2, revision: 3, fields: { opinion: '再次补充' } }] });
    // The second was replaced before anybody read it.
    expect(await simulator.ledger()).toMatchObject({ steps: { process: 1 }, corrections: 1, refused: {} });
  });
  it('rejects a result without an acceptance as 办件未找到, and takes it once the acceptance is there', async () => {
    const { province, simulator } = await far(shape);
    await province.pushStep(result('C6', 2));
    await simulator.look();
    expect(await province.inquireStep('C6', 2)).toMatchObject({ kind: 'refused', reason: 'unknown-case', detail: expect.stringContaining('办件未找到') as string });
    await province.pushStep(accept('C6'));
    expect(await province.pushStep(result('C6', 2))).toMatchObject({ kind: 'done', value: { alreadyThere: false, awaiting: true } });
    await simulator.look();
    expect(await province.inquireStep('C6', 2)).toMatchObject(taken);
  });
  it('counts what it recorded on a day and says which', async () => {
    const { province, simulator } = await far(shape);
    for (const name of ['D1', 'D2', 'D3']) for (const step of [accept(name), process(name, 2), report(name, 3)]) await province.pushStep(step);
    await simulator.look();
    const today = new Date(systemClock.now().getTime() + 28_800_000).toISOString().slice(0, 10);
    expect(await province.countsOn(today)).toMatchObject({ kind: 'done', value: { accept: 3, process: 3, report: 3, result: 0 } });
    expect(await province.countsOn('2020-01-01')).toMatchObject({ kind: 'done', value: { accept: 0 } });
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const page = await province.recordedOn(today, cursor);
      if (page.kind !== 'done') throw new Error(page.detail);
      seen.push(...page.value.steps.map((one) => `${one.caseNumber} ${String(one.sequence)} ${one.kind}`));
      ({ cursor, more } = page.value);
    }
    expect(seen.toSorted()).toEqual(['D1', 'D2', 'D3'].flatMap((name) => [`${name} 1 accept`, `${name} 2 process`, `${name} 3 report`]).toSorted());
  });
  it('offers what higher authorities decided once per cursor', async () => {
    const { province, simulator } = await far(shape);
    for (const step of [accept('F1'), report('F1', 2), accept('F2'), report('F2', 2, '材料不实，建议不予许可')]) await province.pushStep(step);
    await simulator.look();
    await simulator.look();
    const page = await eventually('the decisions have settled', async () => {
      const found = await province.upstreamDecisions(null);
      return found.kind === 'done' && found.value.decisions.length === 2 && found.value;
    });
    expect(page.decisions.toSorted((a, b) => (a.caseNumber < b.caseNumber ? -1 : 1))).toMatchObject([{ caseNumber: 'F1', decision: 'granted', authority: '云岭省林业和草原局' }, { caseNumber: 'F2', decision: 'refused' }]);
    expect(await province.upstreamDecisions(page.cursor)).toMatchObject({ kind: 'done', value: { decisions: [], more: false } });
  });
  it('is told nothing of a person in what is kept of the talks', async () => {
    const { province, exchanges } = await far(shape);
    await province.pushStep(accept('E1'));
    expect(exchanges).toMatchObject([{ operation: 'accept', caseNumber: 'E1', outcome: 'done' }]);
    expect(JSON.stringify(exchanges)).not.toMatch(/张三|李四|王五|示例科技|13800138000|91350100M000100Y43/);
  });
});
