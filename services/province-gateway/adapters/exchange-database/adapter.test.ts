import { Buffer } from 'node:buffer';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
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
async function far(shape: SimulatorSettings['shape'], settings: { charset?: SimulatorSettings['charset']; faults?: Fault[]; profile?: Partial<Profile>; pollMs?: number; items?: boolean } = {}): Promise<Far> {
  const schema = `far_${String(++serial)}`;
  const account = { schema, user: `hub_${String(serial)}`, password: freshSecret(12) };
  await server.openSchema(account);
  const database = { host: server.host, port: server.port, ...account };
  const simulator = await startSimulator({ shape, database, charset: settings.charset, faults: settings.faults, pollMs: settings.pollMs ?? 0, sampleItems: settings.items ?? false });
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
    const connection = await createConnection({ host: server.host, port: server.port, user: account.user, password: account.password, database: schema, dateStrings: true });
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

describe.each(['national', 'shandong'] as const)('when the province of the %s shape fails', (shape) => {
  const recoverable: [Fault['kind'], string][] = [['error-rows', 'not-found'], ['wrong-charset', 'upstream-refused'], ['unknown-item', 'unknown-item']];
  it.each(recoverable)('a row met by %s is named (%s), and offered again it is taken once', async (kind, reason) => {
    const { province, simulator } = await far(shape, { faults: [{ kind, of: 'accept', times: 1 }] });
    await province.pushStep(accept('A1'));
    await simulator.look();
    expect(await province.inquireStep('A1', 1)).toMatchObject({ kind: 'refused', reason });
    expect(await province.pushStep(accept('A1'))).toMatchObject({ kind: 'done', value: { alreadyThere: false, awaiting: true } });
    await simulator.look();
    expect(await province.inquireStep('A1', 1)).toMatchObject(taken);
    expect(await simulator.ledger()).toMatchObject({ cases: 1, steps: { accept: 1 }, repeats: 0, waiting: 0 });
  });
  it('rows cleared away unread are not there, and are written again', async () => {
    const { province, simulator } = await far(shape, { faults: [{ kind: 'purge', processed: false, of: 'process', times: 1 }] });
    await province.pushStep(accept('A2'));
    await province.pushStep(process('A2', 2));
    await simulator.look();
    expect(await province.inquireStep('A2', 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(process('A2', 2))).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    await simulator.look();
    expect(await province.inquireStep('A2', 2)).toMatchObject(taken);
  });
  it('a row cleared away after it was taken is written again and recognised', async () => {
    const { province, simulator } = await far(shape, { faults: [{ kind: 'purge', of: 'accept', times: 1 }] });
    for (const step of [accept('A3'), process('A3', 2)]) await province.pushStep(step);
    await simulator.look();
    expect(await province.inquireStep('A3', 1)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    await province.pushStep(accept('A3'));
    await simulator.look();
    expect(await province.inquireStep('A3', 1)).toMatchObject(taken);
    expect(await simulator.ledger()).toMatchObject({ cases: 1, steps: { accept: 1, process: 1 }, repeats: 1 });
  });
  it('rows that come twice are recognised by their key', async () => {
    const { province, simulator } = await far(shape, { faults: [{ kind: 'duplicate-rows', times: 2 }] });
    await province.pushStep(accept('A5'));
    await province.pushStep(process('A5', 2));
    await simulator.look();
    await simulator.look();
    expect(await simulator.ledger()).toMatchObject({ steps: { accept: 1, process: 1 }, repeats: 2, waiting: 0 });
    expect(await province.recordedSteps('A5')).toMatchObject({ kind: 'done', value: [{ sequence: 1 }, { sequence: 2 }] });
  });
  it('a copy under another key is shown for what it is: the same step twice', async () => {
    const { province, simulator } = await far(shape, { faults: [{ kind: 'stray-copy', of: 'process', times: 1 }] });
    await province.pushStep(accept('A6'));
    await province.pushStep(process('A6', 2));
    await simulator.look();
    expect(await province.recordedSteps('A6')).toMatchObject({ kind: 'done', value: [{ sequence: 1 }, { sequence: 2, kind: 'process' }, { sequence: 2, kind: 'process' }] });
  });
  it('what it fetches in the wrong order it does not find, and takes when offered again', async () => {
    const { province, simulator } = await far(shape, { faults: [{ kind: 'out-of-order', times: 1 }] });
    for (const step of [accept('A7'), process('A7', 2), result('A7', 3)]) await province.pushStep(step);
    await simulator.look();
    expect(await province.inquireStep('A7', 1)).toMatchObject(taken);
    expect(await province.inquireStep('A7', 2)).toMatchObject({ kind: 'refused', reason: 'unknown-case' });
    for (const step of [process('A7', 2), result('A7', 3)]) await province.pushStep(step);
    await simulator.look();
    expect(await simulator.ledger()).toMatchObject({ steps: { accept: 1, process: 1, result: 1 }, refused: { 'no-case': 2 } });
  });
  it('what it leaves lying is awaited', async () => {
    const { province, simulator } = await far(shape, { faults: [{ kind: 'slow', times: 1, waitMs: 300 }] });
    await province.pushStep(accept('A8'));
    await simulator.look();
    expect(await province.inquireStep('A8', 1)).toMatchObject({ kind: 'done', value: { awaiting: true } });
    await eventually('it is fetched at last', async () => {
      await simulator.look();
      const asked = await province.inquireStep('A8', 1);
      return asked.kind === 'done' && !asked.value.awaiting;
    });
  });
  it('every step of every case gets through all of it, each once', { timeout: 60_000 }, async () => {
    const kinds: Fault['kind'][] = ['error-rows', 'wrong-charset', 'unknown-item', 'duplicate-rows', ...(shape === 'national' ? ['batch-rejected' as const] : [])];
    const { province, simulator } = await far(shape, { pollMs: 20, faults: [
      ...kinds.map((kind, index) => ({ kind, every: 11 + 2 * index })), { kind: 'purge', processed: false, every: 13 }, { kind: 'purge', every: 17 }, { kind: 'slow', every: 19, waitMs: 100 }, { kind: 'out-of-order', every: 7 },
    ] });
    /** Offers until it is taken; what waits is asked about, what is refused or gone is offered again. */
    async function handUp(step: ProvinceStep): Promise<void> {
      for (let attempt = 0; attempt < 60; attempt += 1) {
        const pushed = await province.pushStep(step);
        if (pushed.kind !== 'done') throw new Error(`${step.kind} ${step.caseNumber}: ${pushed.detail}`);
        if (!pushed.value.awaiting) return;
        const asked = await eventually(`${step.kind} of ${step.caseNumber} is judged`, async () => {
          const found = await province.inquireStep(step.caseNumber, step.sequence, step.revision);
          return (found.kind === 'refused' || (found.kind === 'done' && !found.value.awaiting)) && found;
        });
        if (asked.kind === 'done') return;
      }
      throw new Error(`${step.kind} ${step.caseNumber} never got through`);
    }
    const cases = Array.from({ length: 30 }, (_, number) => `K${String(number)}`);
    await Promise.all(cases.map(async (name) => {
      for (const step of [accept(name), process(name, 2), special(name, 3), result(name, 4)]) await handUp(step);
    }));
    const ledger = await simulator.ledger();
    expect(ledger).toMatchObject({ cases: 30, steps: { accept: 30, process: 30, special: 30, result: 30 } });
    expect(ledger.entries).toHaveLength(120);
  });
});

describe.each(['national', 'shandong'] as const)('a mistake on the side of the %s province', (shape) => {
  it('shows in what it has recorded, and a correction or a repeat mends it', async () => {
    const { province, simulator } = await far(shape);
    const steps = [accept('X1'), process('X1', 2)];
    for (const step of steps) await province.pushStep(step);
    await simulator.look();
    await simulator.alter('X1', 'process', shape === 'national' ? { handle_explain: '不同意' } : { NODEADV: '不同意' });
    expect(await province.recordedSteps('X1')).toMatchObject({ kind: 'done', value: [{}, { fields: { opinion: '不同意' } }] });
    await province.pushStep(process('X1', 2, { revision: 2 }));
    await simulator.look();
    const mended = await province.recordedSteps('X1');
    expect(mended.kind === 'done' && mended.value[1]?.fields).toEqual(province.expectedFields(process('X1', 2, { revision: 2 })));
    await simulator.alter('X1', 'accept', null);
    expect(await province.recordedSteps('X1')).toMatchObject({ kind: 'done', value: [{ sequence: 2 }] });
    await province.pushStep(accept('X1'));
    await simulator.look();
    expect(await province.recordedSteps('X1')).toMatchObject({ kind: 'done', value: [{ sequence: 1 }, { sequence: 2 }] });
  });
});

describe('a batch', () => {
  it('that is rejected whole is written again in a batch of its own', async () => {
    const { province, simulator, sql } = await far('national', { faults: [{ kind: 'batch-rejected', of: 'accept', times: 1 }] });
    for (const name of ['B1', 'B2', 'B3']) await province.pushStep(accept(name));
    await simulator.look();
    expect(await simulator.ledger()).toMatchObject({ cases: 0, refused: { batch: 3 } });
    expect(await province.inquireStep('B2', 1)).toMatchObject({ kind: 'refused', reason: 'not-found', detail: expect.stringContaining('批次校验不通过') as string });
    for (const name of ['B1', 'B2', 'B3']) await province.pushStep(accept(name));
    expect(await sql('SELECT COUNT(*) AS n FROM up_pro_accept WHERE cd_batch REGEXP ?', ['R[0-9]{3}$'])).toEqual([{ n: 3 }]);
    await simulator.look();
    expect(await simulator.ledger()).toMatchObject({ cases: 3 });
  });
});

describe('materials', () => {
  it('are a row each; a correction that drops one takes its unread row away', async () => {
    const { province, simulator, sql } = await far('national');
    await province.pushStep(accept('M1'));
    await province.pushStep(materials('M1', 2, 1, ['申请表', '平面图', '委托书']));
    expect(await province.pushStep(materials('M1', 2, 2, ['申请表']))).toMatchObject({ kind: 'done' });
    expect(await sql('SELECT COUNT(*) AS n FROM up_pro_material')).toEqual([{ n: 1 }]);
    await simulator.look();
    expect(await province.recordedSteps('M1')).toMatchObject({ kind: 'done', value: [{}, { kind: 'material', revision: 2, fields: { 'materials.0.name': '申请表' } }] });
  });
});

describe('materials of which the province lost one', () => {
  it('are not there as long as one row is missing, and only that one is written again', async () => {
    const { province, simulator } = await far('national', { faults: [{ kind: 'purge', processed: false, of: 'material', times: 1 }] });
    await province.pushStep(accept('M2'));
    await province.pushStep(materials('M2', 2, 1, ['申请表', '平面图', '委托书']));
    await simulator.look();
    expect(await province.inquireStep('M2', 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(materials('M2', 2, 1, ['申请表', '平面图', '委托书']))).toMatchObject({ kind: 'done', value: { alreadyThere: false, awaiting: true } });
    await simulator.look();
    expect(await province.inquireStep('M2', 2)).toMatchObject(taken);
    const recorded = await province.recordedSteps('M2');
    expect(recorded.kind === 'done' && recorded.value[1]?.fields).toEqual(province.expectedFields(materials('M2', 2, 1, ['申请表', '平面图', '委托书'])));
    expect(await simulator.ledger()).toMatchObject({ repeats: 0 });
  });
  it('say after a correction what its last version says', async () => {
    const { province, simulator } = await far('national');
    await province.pushStep(accept('M3'));
    await province.pushStep(materials('M3', 2, 1, ['申请表', '平面图', '委托书']));
    await simulator.look();
    await province.pushStep(materials('M3', 2, 2, ['申请表', '总平面图']));
    await simulator.look();
    expect(await province.inquireStep('M3', 2, 2)).toMatchObject(taken);
    const recorded = await province.recordedSteps('M3');
    expect(recorded.kind === 'done' && recorded.value[1]?.fields).toEqual(province.expectedFields(materials('M3', 2, 2, ['申请表', '总平面图'])));
  });
});

describe('clearing away by rule', () => {
  it('takes only what was taken, and only when a table holds more than it should', async () => {
    const { province, simulator, sql } = await far('national');
    for (const name of ['P1', 'P2', 'P3']) await province.pushStep(accept(name));
    await simulator.look();
    await province.pushStep(accept('P4'));
    await sql('UPDATE up_pro_accept SET update_time = NOW() - INTERVAL 8 DAY WHERE project_no <> ?', ['P3']);
    expect(await simulator.purge()).toBe(0);
    expect(await simulator.purge({ above: 3 })).toBe(2);
    expect(await province.inquireStep('P4', 1)).toMatchObject({ kind: 'done', value: { awaiting: true } });
  });
});

describe('character sets', () => {
  it.each([['gbk'], ['latin1']] as const)('GBK in %s columns comes back as it went, and a character it lacks is written as 〓', async (charset) => {
    const { province, simulator } = await far('shandong', { charset });
    const rare = accept('G1', { applicant: { kind: 'person', name: '王𠮷', documentType: '111', documentNumber: '11010519491231002X', legalRepresentative: null } });
    await province.pushStep(rare);
    await province.pushStep(process('G1', 2, { opinion: '同意“受理”——龘' }));
    await simulator.look();
    expect(await simulator.ledger()).toMatchObject({ steps: { accept: 1, process: 1 }, refused: {} });
    expect(await province.recordedSteps('G1')).toMatchObject({ kind: 'done', value: [{ fields: { 'applicant.name': '王〓', organisation: undefined } }, { fields: { opinion: '同意“受理”——龘' } }].map(({ fields }) => ({ fields: expect.objectContaining(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))) as object })) });
  });
  it('a character the set lacks is refused where the profile names no other', async () => {
    const { province } = await far('shandong', { profile: { unwritable: undefined } });
    expect(await province.pushStep(process('G2', 2, { handledBy: '王𠮷' }))).toMatchObject({ kind: 'refused', reason: 'text-not-in-charset' });
  });
  it('bytes of another set in a column are noticed, not read as other characters', async () => {
    const { province, simulator, sql } = await far('shandong', { charset: 'latin1' });
    await province.pushStep(accept('G3'));
    await province.pushStep(process('G3', 2));
    await simulator.look();
    await sql('UPDATE EA_JC_STEP_PROC SET NODEADV = ? WHERE PROJID = ?', [Buffer.from('同意受理', 'utf8'), 'G3']);
    expect(await province.recordedSteps('G3')).toMatchObject({ kind: 'done', value: [{}, { fields: { opinion: expect.stringContaining('字符集不符') as string, handledBy: '王五' } }] });
  });
});

describe('tables that are not what the profile says', () => {
  it('are named with all that is wrong, and nothing is written', async () => {
    const { province, sql } = await far('national');
    await sql('ALTER TABLE up_pro_accept DROP COLUMN legal, MODIFY task_name varchar(200) NOT NULL, ADD COLUMN tenant_id bigint NOT NULL');
    await sql('ALTER TABLE up_pro_process DROP PRIMARY KEY');
    await sql('DROP TABLE up_pro_result');
    const pushed = await province.pushStep(accept('T1'));
    expect(pushed).toMatchObject({ kind: 'unavailable' });
    for (const named of ['up_pro_accept.legal', 'up_pro_accept.task_name', 'up_pro_accept.tenant_id', 'up_pro_process: 没有能识别重复的唯一索引', 'up_pro_result: 前置库中没有此表']) expect(pushed.kind === 'unavailable' && pushed.detail).toContain(named);
    expect(await sql('SELECT COUNT(*) AS n FROM up_pro_accept')).toEqual([{ n: 0 }]);
  });
  it('are noticed when they change under us', async () => {
    const { province, sql } = await far('national');
    await province.pushStep(accept('T2'));
    await sql('ALTER TABLE up_pro_process DROP COLUMN remark');
    expect(await province.pushStep(process('T2', 2))).toMatchObject({ kind: 'unavailable' });
    expect(await province.pushStep(process('T2', 2))).toMatchObject({ kind: 'unavailable', detail: expect.stringContaining('up_pro_process.remark') as string });
    expect(await province.inquireStep('T2', 1)).toMatchObject({ kind: 'unavailable' });
  });
});

describe('when the database cannot be talked to', () => {
  it('nobody at the port, or a wrong password, means that it surely did not happen', async () => {
    const { profile, account, schema } = await far('national');
    for (const address of [`mysql://127.0.0.1:1/${schema}`, `mysql://${server.host}:${String(server.port)}/${schema}`]) {
      const province = connectExchangeDatabase({ address, user: account.user, password: 'not-it', profile, clock: systemClock });
      expect(await province.pushStep(accept('L1'))).toMatchObject({ kind: 'unavailable' });
      expect(await province.recordedSteps('L1')).toMatchObject({ kind: 'unavailable' });
      province.close();
    }
  });
  it('an answer that never comes leaves the push in doubt, and a question finds the row', async () => {
    const { profile, account, schema, simulator } = await far('national');
    let mute = false;
    const open: Socket[] = [];
    const between = createServer((client) => {
      const upstream = connect(server.port, server.host);
      open.push(client, upstream);
      client.on('data', (bytes) => { upstream.write(bytes); }).on('error', () => undefined).on('close', () => { upstream.destroy(); });
      upstream.on('data', (bytes) => { if (!mute) client.write(bytes); }).on('error', () => undefined).on('close', () => { client.destroy(); });
    });
    await new Promise<void>((resolve) => { between.listen(0, '127.0.0.1', resolve); });
    const address = between.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const province = connectExchangeDatabase({ address: `mysql://127.0.0.1:${String(port)}/${schema}`, ...account, profile: { ...profile, callTimeoutMs: 700, connections: 1 }, clock: systemClock });
    try {
      expect(await province.pushStep(accept('L2'))).toMatchObject({ kind: 'done' });
      mute = true;
      expect(await province.pushStep(accept('L3'))).toMatchObject({ kind: 'in-doubt' });
      expect(await province.inquireStep('L2', 1)).toMatchObject({ kind: 'unavailable' });
      mute = false;
      expect(await eventually('the talk goes on', async () => {
        const found = await province.inquireStep('L3', 1);
        return found.kind === 'done' && found;
      })).toMatchObject({ value: { awaiting: true } });
      await simulator.look();
      expect(await simulator.ledger()).toMatchObject({ cases: 2 });
    } finally {
      province.close();
      for (const socket of open) socket.destroy();
      between.close();
    }
  });
});

describe('the item list of the national shape', () => {
  it('comes page by page with materials, charges and marks of content, and later what changed', { timeout: 30_000 }, async () => {
    const { province, simulator, sql } = await far('national', { profile: { pageSize: 50 }, items: true });
    const found = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const page = await province.listItems(cursor);
      if (page.kind !== 'done') throw new Error(page.detail);
      expect(page.value.unreadable).toEqual([]);
      found.push(...page.value.items);
      ({ cursor, more } = page.value);
    }
    expect(found).toHaveLength(rows.length);
    expect(found.find((one) => one.name === '占用、挖掘城市道路审批')).toMatchObject({
      version: 1, state: 'in-use', type: { code: '01', meaning: '行政许可' }, handlingWord: 'promised', statutoryLimit: { amount: 20, unit: 'working-day' },
      charges: [{ unitAmountInFen: 32_000, unit: '平方米' }], result: { type: 'certificate', name: '城市道路占用挖掘许可证' }, materials: expect.arrayContaining([expect.objectContaining({ required: true })]) as unknown[],
    });
    const digests = [];
    let place: string | null = null;
    for (let more = true; more;) {
      const page = await province.publishedDigests(place);
      if (page.kind !== 'done') throw new Error(page.detail);
      digests.push(...page.value.digests);
      place = page.value.cursor;
      more = page.value.more;
    }
    expect(new Set(digests.map((one) => one.code)).size).toBe(digests.length);
    const known = new Map(found.map((one) => [`${one.handlingCode ?? one.taskCode}/${String(one.version)}`, one.digest]));
    for (const one of digests) expect(known.get(`${one.code}/${String(one.version)}`)).toBe(one.digest);
    await simulator.publish([{ ...item, task_version: 2, task_name: '新版本', entrust_name: '云岭市住房和城乡建设局', other_dept: '云岭市水务局、云岭市交通运输局', limit_explain: '每年 10 件', result_guid: 'sample.pdf' }]);
    await simulator.publish([{ ...rows[1], task_version: 2, cd_operation: 'D' }]);
    const later = await eventually('the change has settled', async () => {
      const page = await province.listItems(cursor);
      return page.kind === 'done' && page.value.items.length === 2 && page.value;
    });
    expect(later.items.toSorted((a, b) => (a.state < b.state ? 1 : -1))).toMatchObject([{ version: 2, name: '新版本', state: 'in-use' }, { state: 'cancelled' }]);
    expect(await province.publishedItem(item.task_handle_item)).toMatchObject({ kind: 'done', value: {
      version: 2, name: '新版本', entrustedBody: '云岭市住房和城乡建设局', jointDepartments: [{ name: '云岭市水务局', code: null }, { name: '云岭市交通运输局', code: null }], quantityLimit: '每年 10 件',
      handlingForms: [{ code: '1' }, { code: '2' }], handlingArea: '全市', result: { sample: 'sample.pdf' }, questions: [{ answer: expect.any(String) as string }],
    } });
    expect(await province.publishedItem('0'.repeat(33))).toMatchObject({ kind: 'refused', reason: 'not-found' });
    await sql('UPDATE dn_task_general_basic SET task_type = ? WHERE task_name = ?', ['77', '新版本']);
    expect(await province.listItems(cursor)).toMatchObject({ kind: 'done', value: { unreadable: [{ field: 'type', code: item.task_handle_item }] } });
  });
  it('is not there in a shape that sends it another way', async () => {
    const { province } = await far('shandong');
    for (const asked of [province.listItems(null), province.publishedDigests(null), province.publishedItem('x')]) expect(await asked).toMatchObject({ kind: 'refused', reason: 'not-supported' });
  });
});

describe.each(['national', 'shandong'] as const)('applications on the portal of the %s shape', (shape) => {
  const content = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0x80, 0x41]);
  const columns = (name: string): Record<string, string> => (shape === 'national'
    ? { catalog_code: item.catalog_code, task_code: item.task_code, task_handle_item: item.task_handle_item, task_name: item.task_name, project_name: '关于示例公司的申请', applyer_type: '2', applyer_name: name, applyer_page_type: '001', applyer_page_code: '91350100M000100Y43', contact_name: '李四', contact_mobile: '13800138000', apply_date: '2026-11-20 09:00:00' }
    : { ITEMNO: item.task_code, SUBITEMNO: item.task_handle_item, ITEMNAME: item.task_name, PROJECTNAME: '关于示例公司的申请', INFOTYPE: '2', APPLYTYPE: '2', APPLYNAME: name, APPLY_CARDTYPE: '001', APPLY_CARDTYPENUMBER: '91350100M000100Y43', CONTACTMAN: '李四', TELPHONE: '13800138000', RECEIVETIME: '2026-11-20 09:00:00' });
  const started = (caseNumber: string) => ({ kind: 'started' as const, caseNumber, receiptNumber: `SJ-${caseNumber}`, queryPassword: '135790' });
  const settled = (province: Province, many: number) => eventually('the applications have settled', async () => {
    const page = await province.applications(null);
    return page.kind === 'done' && page.value.applications.length + page.value.unreadable.length === many && page.value;
  });
  it('come with their files and form, whole, until each is answered', async () => {
    const { province, simulator, sql } = await far(shape);
    await simulator.apply({ id: 'SB1', columns: columns('示例科技有限公司'), form: { 建设规模: '1200 平方米' }, files: [{ id: 'F1', material: '申请表', name: '申请表.pdf', mediaType: 'application/pdf', content }] });
    await simulator.apply({ id: 'SB2', columns: columns('第二公司') });
    const page = await settled(province, 2);
    expect(page.applications[0]).toMatchObject({
      id: 'SB1', item: { taskCode: item.task_code, handlingCode: item.task_handle_item, name: item.task_name }, applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code' },
      contact: { name: '李四', mobile: '13800138000' }, appliedAt: '2026-11-20T09:00:00+08:00', form: { 建设规模: '1200 平方米' }, files: [{ fileId: 'F1', name: '申请表.pdf', material: '申请表', mediaType: 'application/pdf', bytes: content.length }],
    });
    const file = await province.applicationFile('SB1', 'F1');
    expect(file.kind === 'done' && Buffer.from(file.value.bytes)).toEqual(content);
    expect(await province.applicationFile('SB1', 'F9')).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.answerApplication('SB1', started('C100'))).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.answerApplication('SB1', started('C100'))).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
    expect(await province.answerApplication('SB1', started('C200'))).toMatchObject({ kind: 'refused', reason: 'step-differs' });
    expect(await province.answerApplication('SB2', { kind: 'quarantined', reason: '事项无法对应' })).toMatchObject({ kind: 'done' });
    expect(await province.answerApplication('SB9', { kind: 'failed', reason: '无' })).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await simulator.applications()).toEqual({ SB1: '1', SB2: '2' });
    expect(await province.applications(null)).toMatchObject({ kind: 'done', value: { applications: [], unreadable: [] } });
    expect(await sql(shape === 'national' ? 'SELECT project_no AS c, receive_no AS r, query_pwd AS p FROM dn_pro_apply WHERE apply_no = ?' : 'SELECT EXT3 AS c, EXT1 AS r, PROJPWD AS p FROM PRE_APASINFO WHERE PROJID = ?', ['SB1']))
      .toEqual([{ c: 'C100', r: 'SJ-C100', p: '135790' }]);
    expect(await province.answerApplication('SB2', started('C101'))).toMatchObject({ kind: 'done' });
  });
  it('that cannot be read are told by number and field, and hide no other', async () => {
    const { province, simulator } = await far(shape);
    await simulator.apply({ id: 'SB3', columns: { ...columns('示例科技有限公司'), ...(shape === 'national' ? { applyer_type: '8' } : { APPLYTYPE: '8' }) } });
    await simulator.apply({ id: 'SB4', columns: columns('第四公司') });
    if (shape === 'shandong') await simulator.apply({ id: 'SB5', columns: columns('示例科技有限公司'), garbled: true });
    const page = await settled(province, shape === 'shandong' ? 3 : 2);
    expect(page.applications).toMatchObject([{ id: 'SB4' }]);
    expect(page.unreadable).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'SB3', field: 'applicant.kind' }), ...(shape === 'shandong' ? [expect.objectContaining({ id: 'SB5', zh: '不是约定的字符集' })] : [])]));
  });
});

describe('the simulated province', () => {
  it('remembers what it took after being killed, and judges nothing twice', async () => {
    const { province, simulator, schema, account } = await far('national');
    for (const step of [accept('S1'), report('S1', 2)]) await province.pushStep(step);
    await simulator.look();
    const before = await simulator.ledger();
    const again = await startSimulator({ shape: 'national', database: { host: server.host, port: server.port, schema, user: account.user, password: account.password }, pollMs: 0, port: 0 });
    try {
      await again.look();
      expect((await again.ledger()).entries).toEqual(before.entries.map((one) => ({ ...one, at: expect.any(String) as string })));
      const answered = await fetch(`${again.url}/ledger?project_no=S1`);
      expect(await answered.json()).toMatchObject({ cases: 1, entries: [{ kind: 'accept' }, { kind: 'process' }] });
      expect((await fetch(`${again.url}/faults`, { method: 'POST', body: JSON.stringify({ faults: [{ kind: 'shrug' }] }) })).status).toBe(400);
    } finally { await again.close(); }
  });
});
