import { mkdtempSync, readFileSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock, systemClock } from '../../../../infra/clock.ts';
import { provinceStep, type Exchange, type Province, type ProvinceStep, type StepGiven } from '../../port.ts';
import { connectSignedRest } from './adapter.ts';
import { parseProfile, type Profile } from './profile.ts';
import { startSimulator, type Fault, type Simulator } from './simulator.ts';

const profile: Profile = parseProfile(JSON.parse(readFileSync(new URL('sample-province.json', import.meta.url), 'utf8')));
/** Only where the province is meant to be too slow: a busy machine is slow as well. */
const impatient: Profile = { ...profile, callTimeoutMs: 300 };
const credentials = { requesterId: 'R-530000', appSecret: 'a-secret-for-this-test' };
const rows: { task_code: string; catalog_code: string; task_handle_item: string; task_name: string }[] =
  JSON.parse(readFileSync(new URL('sample-items.json', import.meta.url), 'utf8')).rows;
const item = rows[0] ?? expect.fail('no sample items');

const at = '2026-11-20T09:00:00+08:00';
const told = (step: StepGiven): ProvinceStep => provinceStep.parse(step);
function accept(caseNumber: string, sequence = 1): ProvinceStep {
  return told({
    kind: 'accept', caseNumber, sequence,
    item: { catalogCode: item.catalog_code, taskCode: item.task_code, handlingCode: item.task_handle_item, name: item.task_name, version: 1 },
    summary: '关于示例公司的申请', applySource: 'window',
    applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43', legalRepresentative: '张三' },
    contact: { name: '李四', mobile: '13800138000' }, address: null, appliedAt: at, acceptedAt: at, acceptanceNumber: 'SL1', promisedOn: '2026-11-27',
    handlingType: 'promised', organisation: { name: '云岭市自然资源和规划局', code: '11533900990002018C' }, handledBy: '王五',
  });
}
const process = (caseNumber: string, sequence: number): ProvinceStep => told({
  kind: 'process', caseNumber, sequence, stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意', remark: null,
});
const report = (caseNumber: string, sequence: number, opinion = '初审通过，建议准予'): ProvinceStep => told({
  kind: 'report', caseNumber, sequence, authority: { name: '云岭省林业和草原局', code: '115300009900011336' }, reportedAt: at, opinion, handledBy: '王五',
});
const result = (caseNumber: string, sequence: number): ProvinceStep => told({
  kind: 'result', caseNumber, sequence, result: 'granted', decidedAt: at, explanation: null, certificate: { name: '许可证', number: 'Z1', validTo: null }, posted: false, handledBy: '王五',
});

let simulator: Simulator;
let province: Province;
let exchanges: Exchange[];
let directory: string;

async function open(settings: { faults?: Fault[]; secret?: string; decideAfterMs?: number; profile?: Profile } = {}): Promise<void> {
  simulator = await startSimulator({ port: 0, ...credentials, ledgerFile: join(directory, 'ledger.jsonl'), faults: settings.faults, decideAfterMs: settings.decideAfterMs });
  province = connectSignedRest({
    baseUrl: simulator.url, requesterId: credentials.requesterId, appSecret: settings.secret ?? credentials.appSecret, profile: settings.profile ?? profile, clock: systemClock,
    onExchange: (exchange) => { exchanges.push(exchange); },
  });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'province-'));
  exchanges = [];
});
afterEach(async () => {
  province.close();
  await simulator.close();
  rmSync(directory, { recursive: true });
});

describe('steps of a case', () => {
  it('go up in order and are acknowledged with a receipt', async () => {
    await open();
    expect(await province.pushStep(accept('C1'))).toEqual({ kind: 'done', value: { receipt: 'HZ0000000001', alreadyThere: false } });
    expect(await province.pushStep(process('C1', 2))).toMatchObject({ kind: 'done' });
    expect(await province.pushStep(told({
      kind: 'special', caseNumber: 'C1', sequence: 3, specialKind: 'hearing', name: '听证', startedAt: at, reason: '依申请', endedAt: at, result: null, explanation: null, handledBy: '王五',
    }))).toMatchObject({ kind: 'done' });
    expect(await province.pushStep(result('C1', 4))).toMatchObject({ kind: 'done' });
    expect(simulator.ledger()).toMatchObject({ cases: 1, steps: { accept: 1, process: 1, special: 1, result: 1 }, repeats: 0 });
  });
  it('are refused by the province when no acceptance came before', async () => {
    await open();
    expect(await province.pushStep(result('C2', 1))).toMatchObject({ kind: 'refused', reason: 'unknown-case' });
    await province.pushStep(accept('C2'));
    await province.pushStep(result('C2', 2));
    expect(await province.pushStep(process('C2', 3))).toMatchObject({ kind: 'refused', reason: 'steps-out-of-order' });
  });
  it('may be repeated: the province has them once', async () => {
    await open();
    const first = await province.pushStep(accept('C3'));
    expect(await province.pushStep(accept('C3'))).toEqual({ kind: 'done', value: { receipt: first.kind === 'done' ? first.value.receipt : '', alreadyThere: true } });
    expect(simulator.ledger()).toMatchObject({ cases: 1, repeats: 1 });
  });
  it('are refused when the same number comes with another content', async () => {
    await open();
    await province.pushStep(accept('C4'));
    await province.pushStep(process('C4', 2));
    expect(await province.pushStep(report('C4', 2))).toMatchObject({ kind: 'refused', reason: 'step-differs' });
  });
  it('are refused when the item or its version is unknown to the province', async () => {
    await open();
    const step = accept('C5');
    if (step.kind !== 'accept') throw new Error('unreachable');
    expect(await province.pushStep({ ...step, item: { ...step.item, version: 9 } })).toMatchObject({ kind: 'refused', reason: 'item-version-changed' });
    expect(await province.pushStep({ ...step, item: { ...step.item, taskCode: step.item.taskCode.replace(/.$/, '9') } })).toMatchObject({ kind: 'refused', reason: 'unknown-item' });
  });
  it('are refused here when they do not fit the columns, and nothing is sent', async () => {
    await open();
    const step = accept('C6');
    if (step.kind !== 'accept') throw new Error('unreachable');
    expect(await province.pushStep({ ...step, contact: { name: '李四', mobile: '138001380001' } })).toMatchObject({ kind: 'refused', reason: 'text-too-long' });
    expect(exchanges).toEqual([]);
  });
  it('pass even a hundred at once: no two share a timestamp', async () => {
    await open();
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, number) => province.pushStep(accept(`B${String(number)}`))));
    expect(outcomes.filter((outcome) => outcome.kind === 'done')).toHaveLength(100);
    expect(simulator.ledger()).toMatchObject({ cases: 100, refused: {} });
  });
});

describe('when the answer cannot be trusted', () => {
  const faults: Fault['kind'][] = ['slow', 'status-500', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt'];
  it.each(faults)('a push met by %s is in doubt, and an inquiry finds the truth', async (kind) => {
    await open({ faults: [{ kind, path: 'pro/accept', times: 1 }], profile: kind === 'slow' ? impatient : profile });
    expect(await province.pushStep(accept('D1'))).toMatchObject({ kind: 'in-doubt' });
    province.close();
    province = connectSignedRest({ baseUrl: simulator.url, ...credentials, profile, clock: systemClock });
    expect(await province.inquireStep('D1', 1)).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
  });
  it('an inquiry says for certain that a lost push never arrived', async () => {
    await open({ faults: [{ kind: 'drop', processed: false, path: 'pro/accept', times: 1 }] });
    expect(await province.pushStep(accept('D2'))).toMatchObject({ kind: 'in-doubt' });
    expect(await province.inquireStep('D2', 1)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(accept('D2'))).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
  });
  it.each(faults.filter((kind) => kind !== 'slow'))('a question met by %s is merely asked again later', async (kind) => {
    await open({ faults: [{ kind, times: 3 }] });
    expect(await province.inquireStep('D3', 1)).toMatchObject({ kind: 'unavailable' });
    expect(await province.listItems(null)).toMatchObject({ kind: 'unavailable' });
    expect(await province.upstreamDecisions(null)).toMatchObject({ kind: 'unavailable' });
  });
  it('failure codes end as the profile says: maintenance waits, database trouble is doubtful, strangers are refusals', async () => {
    await open();
    simulator.setFaults([{ kind: 'code-300', code: 'db-503', times: 1 }]);
    expect(await province.pushStep(accept('D4'))).toMatchObject({ kind: 'unavailable' });
    simulator.setFaults([{ kind: 'code-300', code: 'db-001', times: 1 }]);
    expect(await province.pushStep(accept('D4'))).toMatchObject({ kind: 'in-doubt' });
    simulator.setFaults([{ kind: 'code-300', code: 'res-777', times: 1 }]);
    expect(await province.pushStep(accept('D4'))).toMatchObject({ kind: 'refused', reason: 'upstream-refused' });
  });
  it('a timestamp taken for a replay is replaced by a fresh one', async () => {
    await open({ faults: [{ kind: 'code-300', code: 'api-003', times: 2 }] });
    expect(await province.pushStep(accept('D5'))).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
  });
  it('nobody at the port means that it surely did not happen', async () => {
    await open();
    await simulator.close();
    expect(await province.pushStep(accept('D6'))).toMatchObject({ kind: 'unavailable' });
    await open();
  });
  it('a wrong secret does not burn the case: it waits until the secret is mended', async () => {
    await open({ secret: 'another' });
    expect(await province.pushStep(accept('D7'))).toMatchObject({ kind: 'unavailable' });
    expect(simulator.ledger()).toMatchObject({ cases: 0, refused: { 'api-001': 1 } });
  });
});

describe('a caller who keeps the contract', () => {
  /** Pushes until it is acknowledged: what surely did not happen is pushed again, what is in doubt is asked about first. */
  async function handUp(step: ProvinceStep): Promise<void> {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const pushed = await province.pushStep(step);
      if (pushed.kind === 'done') return;
      if (pushed.kind === 'refused') throw new Error(`${step.kind} ${step.caseNumber}: ${pushed.reason} ${pushed.detail}`);
      if (pushed.kind === 'unavailable') continue;
      let asked = await province.inquireStep(step.caseNumber, step.sequence);
      while (asked.kind === 'unavailable') asked = await province.inquireStep(step.caseNumber, step.sequence);
      if (asked.kind === 'done') return;
    }
    throw new Error(`${step.kind} ${step.caseNumber} never got through`);
  }
  it('gets every step of every case through a province that fails in every way, each once and in order', async () => {
    const kinds: Fault['kind'][] = ['status-500', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt', 'code-300'];
    await open({ faults: [
      ...kinds.map((kind, index) => ({ kind, every: 11 + index })), { kind: 'drop', processed: false, every: 7 },
      { kind: 'code-300', code: 'api-003', every: 13 }, { kind: 'code-300', code: 'db-001', every: 17 },
    ] });
    const cases = Array.from({ length: 60 }, (_, number) => `K${String(number)}`);
    await Promise.all(cases.map(async (name) => {
      for (const step of [accept(name), process(name, 2), report(name, 3), result(name, 4)]) await handUp(step);
    }));
    const ledger = simulator.ledger();
    expect(ledger).toMatchObject({ cases: 60, steps: { accept: 60, process: 60, report: 60, result: 60 } });
    for (const name of cases) expect(ledger.entries.filter((one) => one.projectNo === name).map((one) => one.sequence)).toEqual([1, 2, 3, 4]);
  });
});

describe('what is kept of a talk', () => {
  it('names case, outcome and codes, and no person', async () => {
    await open();
    await province.pushStep(accept('E1'));
    expect(exchanges).toMatchObject([{ operation: 'accept', caseNumber: 'E1', outcome: 'done', answer: '200' }]);
    expect(JSON.stringify(exchanges)).not.toMatch(/张三|李四|王五|示例科技|13800138000|91350100M000100Y43/);
  });
});

describe('the item list', () => {
  it('comes page by page with versions, materials, charges and coded values', async () => {
    await open();
    const found = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const page = await province.listItems(cursor);
      if (page.kind !== 'done') throw new Error(page.detail);
      expect(page.value.unreadable).toEqual([]);
      found.push(...page.value.items);
      ({ cursor, more } = page.value);
    }
    expect(found).toHaveLength(179);
    const road = found.find((one) => one.name === '占用、挖掘城市道路审批');
    expect(road).toMatchObject({
      version: 1, state: 'in-use', type: { list: 'GB/T 39046-2020 事项类型', code: '01', meaning: '行政许可' }, handlingWord: 'promised',
      statutoryLimit: { amount: 20, unit: 'working-day' }, charges: [{ unitAmountInFen: 32_000, unit: '平方米' }],
      result: { type: 'certificate', name: '城市道路占用挖掘许可证' },
      handlingForms: [{ code: '1', meaning: '窗口办理' }, { code: '2', meaning: '网上办理' }], handlingArea: '全市', handlingFlow: expect.stringContaining('受理') as string, supervision: expect.any(String) as string,
      legalGrounds: expect.arrayContaining([expect.objectContaining({ law: expect.stringMatching(/^《.+》$/) as string })]) as unknown[], questions: [{ question: expect.any(String) as string, answer: expect.any(String) as string }],
    });
    expect(road?.materials[0]).toMatchObject({ kind: expect.any(String) as string, pageFormat: 'A4' });
    expect(found.filter((one) => one.name === '建筑工程施工许可证核发').map((one) => one.version)).toEqual([1, 2]);
    simulator.publish([{ ...item, task_version: 2, task_name: '新版本' }]);
    expect(await province.listItems(cursor)).toMatchObject({ kind: 'done', value: { items: [{ version: 2, name: '新版本' }], more: false } });
  });
  it('names rows that cannot be understood', async () => {
    await open();
    let cursor = '';
    for (;;) {
      const page = await province.listItems(cursor || null);
      if (page.kind !== 'done') throw new Error(page.detail);
      cursor = page.value.cursor;
      if (!page.value.more) break;
    }
    simulator.publish([{ ...item, task_version: 3, task_type: '77' }, { ...item, task_version: 'x' }, { ...item, task_name: '' }, { ...item, task_version: 4 }]);
    expect(await province.listItems(cursor)).toMatchObject({
      kind: 'done', value: { items: [{ version: 4 }], unreadable: [{ row: 0, field: 'type' }, { row: 1, field: 'version' }, { row: 2, field: 'name' }] },
    });
  });
});

describe('审批直报: what is reported up', () => {
  it('is decided above and offered once per cursor', async () => {
    await open();
    await province.pushStep(accept('F1'));
    await province.pushStep(accept('F2'));
    await province.pushStep(report('F1', 2));
    await province.pushStep(report('F2', 2, '材料不实，建议不予许可'));
    const first = await province.upstreamDecisions(null);
    expect(first).toMatchObject({
      kind: 'done', value: { decisions: [{ caseNumber: 'F1', decision: 'granted', authority: '云岭省林业和草原局' }, { caseNumber: 'F2', decision: 'refused' }], more: false },
    });
    expect(await province.upstreamDecisions(first.kind === 'done' ? first.value.cursor : null)).toMatchObject({ kind: 'done', value: { decisions: [] } });
  });
});

describe('the simulated province', () => {
  it('remembers everything it acknowledged after being killed, and drops a line cut short', async () => {
    await open();
    await province.pushStep(accept('G1'));
    await province.pushStep(report('G1', 2));
    const before = simulator.ledger();
    await simulator.close();
    appendFileSync(join(directory, 'ledger.jsonl'), '{"entry":"step","at":"2026');
    province.close();
    await open();
    expect(simulator.ledger().entries).toEqual(before.entries);
    expect(await province.pushStep(report('G1', 2))).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
    expect((await axios.get<unknown>(`${simulator.url}/ledger?project_no=G1`)).data).toMatchObject({ cases: 1, repeats: 1, entries: [{ kind: 'accept' }, { kind: 'report', repeats: 1 }] });
  });
  it('refuses a stale timestamp and a replayed one', async () => {
    await open();
    const clock = manualClock(new Date(systemClock.now().getTime() - 6 * 60_000));
    const late = connectSignedRest({ baseUrl: simulator.url, ...credentials, profile, clock });
    expect(await late.pushStep(accept('G2'))).toMatchObject({ kind: 'unavailable' });
    const now = manualClock(systemClock.now());
    const one = connectSignedRest({ baseUrl: simulator.url, ...credentials, profile, clock: now });
    const other = connectSignedRest({ baseUrl: simulator.url, ...credentials, profile, clock: now });
    expect([await one.pushStep(accept('G3')), await other.pushStep(accept('G4'))]).toMatchObject([{ kind: 'done' }, { kind: 'done' }]);
    expect(simulator.ledger().refused).toEqual({ 'api-002': 1, 'api-003': 1 });
    for (const connection of [late, one, other]) connection.close();
  });
});

const material = (caseNumber: string, sequence: number): ProvinceStep => told({
  kind: 'material', caseNumber, sequence, materials: [{ name: '营业执照', form: 'verified', copies: 0 }, { name: '申请表', form: 'paper', copies: 2, attachment: '申请表.pdf' }], receivedAt: at, handledBy: '王五',
});
const evaluation = (caseNumber: string, sequence: number): ProvinceStep => told({ kind: 'evaluation', caseNumber, sequence, satisfaction: 'dissatisfied', channel: 'hall-tablet', details: ['207', '213'], words: '等得太久', ratedAt: at });

describe('what the province has recorded', () => {
  it('is told as our own steps would be: every kind, with its materials and its rating', async () => {
    await open();
    const steps = [accept('R1'), process('R1', 2), result('R1', 3), material('R1', 4), evaluation('R1', 5)];
    for (const step of steps) expect(await province.pushStep(step)).toMatchObject({ kind: 'done' });
    const recorded = await province.recordedSteps('R1');
    const found = recorded.kind === 'done' ? recorded.value : expect.fail(JSON.stringify(recorded));
    expect(found.map(({ kind, sequence, revision, caseNumber }) => ({ kind, sequence, revision, caseNumber }))).toEqual(steps.map(({ kind, sequence }) => ({ kind, sequence, revision: 1, caseNumber: 'R1' })));
    for (const [position, step] of steps.entries()) expect(found[position]?.fields).toEqual(province.expectedFields(step));
    expect(found[3]?.fields).toMatchObject({ 'materials.0.form': 'verified', 'materials.1.name': '申请表', 'materials.1.copies': '2' });
    expect(await province.recordedSteps('R2')).toEqual({ kind: 'done', value: [] });
  });
  it('shows a mistake made there, and its loss', async () => {
    await open();
    await province.pushStep(accept('R3'));
    await province.pushStep(process('R3', 2));
    simulator.alter('R3', 2, { handle_explain: '另一意见' });
    expect(await province.recordedSteps('R3')).toMatchObject({ kind: 'done', value: [{ kind: 'accept' }, { kind: 'process', fields: { opinion: '另一意见' } }] });
    simulator.forget('R3', 2);
    expect(await province.recordedSteps('R3')).toMatchObject({ kind: 'done', value: [{ kind: 'accept' }] });
    expect(await province.inquireStep('R3', 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
  });
  it('is corrected by a later revision, and asked for by it', async () => {
    await open();
    await province.pushStep(accept('R4'));
    await province.pushStep(process('R4', 2));
    const corrected = told({ kind: 'process', caseNumber: 'R4', sequence: 2, revision: 2, stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意，更正', remark: null });
    expect(await province.inquireStep('R4', 2, 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(corrected)).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.pushStep(corrected)).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
    expect(await province.inquireStep('R4', 2, 2)).toMatchObject({ kind: 'done' });
    expect(await province.recordedSteps('R4')).toMatchObject({ kind: 'done', value: [{}, { revision: 2, fields: { opinion: '同意，更正' } }] });
    expect(simulator.ledger()).toMatchObject({ steps: { accept: 1, process: 1 } });
  });
  it('is counted by day and listed page by page', async () => {
    await open({ profile: { ...profile, pageSize: 2 } });
    for (const step of [accept('R5'), process('R5', 2), accept('R6')]) await province.pushStep(step);
    const today = new Date(systemClock.now().getTime() + 28_800_000).toISOString().slice(0, 10);
    expect(await province.countsOn(today)).toEqual({ kind: 'done', value: { accept: 2, process: 1, special: 0, report: 0, result: 0, material: 0, evaluation: 0 } });
    expect(await province.countsOn('2020-01-01')).toMatchObject({ kind: 'done', value: { accept: 0 } });
    const first = await province.recordedOn(today, null);
    expect(first).toMatchObject({ kind: 'done', value: { steps: [{ caseNumber: 'R5', kind: 'accept' }, { caseNumber: 'R5', kind: 'process' }], more: true } });
    expect(await province.recordedOn(today, first.kind === 'done' ? first.value.cursor : '')).toMatchObject({ kind: 'done', value: { steps: [{ caseNumber: 'R6' }], more: false } });
  });
  it('is not told when the profile has no interface for it', async () => {
    const { recorded: _recorded, digests: _digests, applications: _applications, ...without } = profile;
    await open({ profile: without });
    const answers = [await province.recordedSteps('R1'), await province.countsOn('2026-11-22'), await province.publishedDigests(null), await province.publishedItem('x'), await province.applications(null), await province.answerApplication('A', { kind: 'failed', reason: 'x' })];
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'refused', reason: 'not-supported' });
    expect(exchanges).toEqual([]);
  });
});

describe('the published items', () => {
  it('are marked by their content: what was changed has another mark, and is fetched alone', async () => {
    await open();
    const marks = async (): Promise<Map<string, string>> => {
      const found = new Map<string, string>();
      for (let cursor: string | null = null, more = true; more;) {
        const page = await province.publishedDigests(cursor);
        if (page.kind !== 'done') expect.fail(JSON.stringify(page));
        for (const one of page.value.digests) found.set(one.code, one.digest);
        ({ cursor, more } = page.value);
      }
      return found;
    };
    const before = await marks();
    const row = z.record(z.string(), z.unknown()).parse(rows[3]);
    simulator.publish([{ ...row, task_version: 2, promise_day: 3 }]);
    const after = await marks();
    const changed = [...after].filter(([code, digest]) => before.get(code) !== digest).map(([code]) => code);
    expect(changed).toEqual([row['task_handle_item']]);
    expect(await province.publishedItem(changed[0] ?? '')).toMatchObject({ kind: 'done', value: { version: 2, promisedLimit: { amount: 3 }, digest: after.get(changed[0] ?? '') } });
    expect(await province.publishedItem('none')).toMatchObject({ kind: 'refused', reason: 'not-found' });
  });
});

describe('applications of the portal', () => {
  const applied = {
    apply_no: 'SB0001', columns: {
      task_code: item.task_code, catalog_code: item.catalog_code, task_handle_item: item.task_handle_item, task_name: item.task_name, project_name: '关于示例公司的申请', applyer_type: '2', applyer_name: '示例科技有限公司',
      applyer_page_type: '001', applyer_page_code: '91350100M000100Y43', contact_name: '李四', contact_mobile: '13800138000', apply_date: '2026-11-20 09:00:00',
    }, form: { 面积: '120' }, files: [{ file_id: 'F1', file_name: '申请表.pdf', file_type: 'application/pdf', base64: Buffer.from('%PDF-1.7 示例').toString('base64') }],
  };
  it('come with their form and files, and are answered once', async () => {
    await open();
    simulator.apply([applied, { ...applied, apply_no: 'SB0002', columns: { ...applied.columns, applyer_type: '77' } }]);
    expect(await province.applications(null)).toMatchObject({ kind: 'done', value: {
      applications: [{ id: 'SB0001', item: { taskCode: item.task_code }, applicant: { kind: 'company', documentType: 'credit-code' }, form: { 面积: '120' }, files: [{ fileId: 'F1', bytes: 15 }] }],
      unreadable: [{ id: 'SB0002', field: 'applicant.kind' }], more: false,
    } });
    const file = await province.applicationFile('SB0001', 'F1');
    expect(file.kind === 'done' && Buffer.from(file.value.bytes).toString('utf8')).toBe('%PDF-1.7 示例');
    expect(await province.applicationFile('SB0001', 'F9')).toMatchObject({ kind: 'refused' });
    expect(await province.answerApplication('SB0002', { kind: 'quarantined', reason: '事项无法对应' })).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.answerApplication('SB0002', { kind: 'started', caseNumber: 'C9', receiptNumber: '202611220000014', queryPassword: '123456' })).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.answerApplication('SB0002', { kind: 'started', caseNumber: 'C9', receiptNumber: '202611220000014', queryPassword: '123456' })).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
    expect(await province.answerApplication('SB0002', { kind: 'failed', reason: '算了' })).toMatchObject({ kind: 'refused', reason: 'step-differs' });
    expect(simulator.ledger().applications).toEqual({ SB0001: '', SB0002: '1' });
  });
});

describe('a province that gives out a secret for the calls', () => {
  const signing: Profile['signing'] = { variant: 'call-secret', path: 'auth/secret', sid: 'S-SECRET', secret: 'secret', encoding: 'base64', lifetimeMs: 600_000, expired: ['api-005'] };
  const connect = async (appSecret = credentials.appSecret): Promise<void> => {
    simulator = await startSimulator({ port: 0, ...credentials, callSecret: { lastsMs: 600_000 } });
    province = connectSignedRest({ baseUrl: simulator.url, requesterId: credentials.requesterId, appSecret, profile: { ...profile, signing }, clock: systemClock, onExchange: (exchange) => { exchanges.push(exchange); } });
  };
  it('is asked for one secret, however many call at once', async () => {
    await connect();
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, number) => province.pushStep(accept(`K${String(number)}`))));
    expect(outcomes.every((one) => one.kind === 'done')).toBe(true);
    expect(exchanges.filter((one) => one.operation === 'call-secret')).toHaveLength(1);
    expect(JSON.stringify(exchanges)).not.toContain(credentials.appSecret);
  });
  it('is asked for another when it knows the first no more, and the push still happens once', async () => {
    await connect();
    await province.pushStep(accept('K1'));
    simulator.forgetSecrets();
    expect(await province.pushStep(accept('K2'))).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(simulator.ledger()).toMatchObject({ cases: 2, repeats: 0, refused: { 'api-005': 1 } });
    expect(exchanges.filter((one) => one.operation === 'call-secret')).toHaveLength(2);
  });
  it('is unavailable, never in doubt, to whoever cannot read its secret', async () => {
    await connect('another-secret-than-theirs');
    expect(await province.pushStep(accept('K3'))).toMatchObject({ kind: 'unavailable' });
    expect(await province.listItems(null)).toMatchObject({ kind: 'unavailable' });
    expect(simulator.ledger()).toMatchObject({ cases: 0 });
  });
  it('does not accept calls signed as the other variant asks', async () => {
    await connect();
    province.close();
    province = connectSignedRest({ baseUrl: simulator.url, ...credentials, profile, clock: systemClock });
    expect(await province.pushStep(accept('K4'))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('a province with faults of its own', () => {
  it('takes a step that arrives twice once', async () => {
    await open({ faults: [{ kind: 'duplicate', path: 'pro/accept' }] });
    expect(await province.pushStep(accept('F1'))).toMatchObject({ kind: 'done' });
    expect(simulator.ledger()).toMatchObject({ cases: 1, repeats: 1 });
  });
  it('overtaken by another call, and rows told twice or turned round, change nothing', async () => {
    await open({ faults: [{ kind: 'out-of-order', path: 'pro/accept', times: 1, waitMs: 5_000 }, { kind: 'duplicate', path: 'pro/decisions' }] });
    const [first, second] = await Promise.all([province.pushStep(accept('F2')), province.pushStep(accept('F3'))]);
    expect([first, second]).toMatchObject([{ kind: 'done' }, { kind: 'done' }]);
    await province.pushStep(report('F2', 2));
    expect(await province.upstreamDecisions(null)).toMatchObject({ kind: 'done', value: { decisions: [{ caseNumber: 'F2' }, { caseNumber: 'F2' }], more: false } });
  });
  it('that takes a fresh timestamp for a replay is called again with another', async () => {
    await open({ faults: [{ kind: 'replayed-nonce', times: 2 }] });
    expect(await province.pushStep(accept('F4'))).toMatchObject({ kind: 'done' });
  });
  it('that does not know an item today is a refusal for people', async () => {
    await open({ faults: [{ kind: 'unknown-item', times: 1 }] });
    expect(await province.pushStep(accept('F5'))).toMatchObject({ kind: 'refused', reason: 'unknown-item' });
    expect(await province.pushStep(accept('F5'))).toMatchObject({ kind: 'done' });
  });
});
