/**
 * A province nobody has connected before, by a profile alone: the profile is written here, the province's own side in a file of its own, and
 * no code knows either. What it says differs from every shipped profile: charset, version of SOAP, names, codes, formats, one message for all.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../infra/clock.ts';
import { startSimulator, type Simulator } from './adapters/soap-xml/simulator.ts';
import { openPlatforms, type Platforms } from './platforms.ts';
import { provinceStep, type Exchange, type Province, type ProvinceStep, type StepGiven } from './port.ts';

const sampleItems = new URL('adapters/signed-rest/sample-items.json', import.meta.url);
const { rows } = z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(JSON.parse(readFileSync(sampleItems, 'utf8')));
const item = rows[5] ?? expect.fail('no sample items');
const words = (list: string, codes: Record<string, string>): unknown => ({ list, codes: Object.fromEntries(Object.entries(codes).map(([code, word]) => [code, { meaning: word, word }])) });
const key = { CaseNo: { from: 'caseNumber', required: true }, StepNo: { from: 'sequence', required: true }, Edition: { from: 'revision', required: true } };
const moment = (from: string): unknown => ({ from, as: 'moment', required: true });

/** What the integrator of the fifth province writes. */
const profile = {
  name: 'fifth-province', title: '第五省', dialect: 'soap-xml', charset: 'utf-8', callTimeoutMs: 5000, pageSize: 50, momentFormat: 'yyyy-MM-dd HH:mm:ss', dayFormat: 'yyyy/MM/dd',
  envelope: { soap: '1.2', namespace: 'urn:fifth', prefix: 'f', path: '/gateway', payload: 'text', argument: 'doc', result: 'reply', action: 'urn:fifth#{operation}' },
  answer: { code: 'Code', data: 'Data', success: ['OK', '0000'] },
  lists: { Records: 'Record' },
  codeLists: {
    'apply-source': words('五省来源', { W: 'window', O: 'online', M: 'mobile', P: 'post', X: 'other' }), 'applicant-kind': words('五省主体', { GR: 'person', QY: 'company', SY: 'institution', ST: 'social-organisation', JG: 'government-body', QT: 'other' }),
    'process-action': words('五省动作', { Y: 'passed', N: 'returned', X: 'other' }), 'result-kind': words('五省结果', { A: 'granted', B: 'refused', C: 'not-accepted', D: 'withdrawn', E: 'terminated', F: 'reported-up', G: 'void' }), 'yes-no': words('五省是否', { T: 'yes', F: 'no' }),
  },
  messages: [
    { step: 'accept', operation: 'submit', root: 'Acceptance', elements: {
      ...key, ItemCode: { from: 'item.taskCode', required: true }, ItemEdition: { from: 'item.version', required: true }, Title: { from: 'summary', required: true }, Source: { from: 'applySource', list: 'apply-source', required: true },
      WhoKind: { from: 'applicant.kind', list: 'applicant-kind', required: true }, Who: { from: 'applicant.name', required: true }, PaperNo: { from: 'applicant.documentNumber', required: true }, AcceptedAt: moment('acceptedAt'), DueOn: { from: 'promisedOn', as: 'day' },
    } },
    { step: 'process', operation: 'submit', root: 'Handling', elements: { ...key, Stage: { from: 'stepName', required: true }, Act: { from: 'action', list: 'process-action', required: true }, From: moment('startedAt'), To: moment('endedAt'), By: { from: 'handledBy', required: true }, Says: { from: 'opinion', whenEmpty: '无' } } },
    { step: 'result', operation: 'submit', root: 'Outcome', elements: { ...key, Result: { from: 'result', list: 'result-kind', required: true }, At: moment('decidedAt'), Why: { from: 'explanation' }, PaperNo: { from: 'certificate.number' }, PaperTill: { from: 'certificate.validTo', as: 'day' }, ByPost: { from: 'posted', list: 'yes-no', required: true } } },
  ],
  withoutSteps: ['special', 'report', 'material', 'evaluation'],
  acknowledgement: { receipt: 'Receipt', repeated: 'Again' }, recorded: { rows: 'Records', kind: 'What', recordedAt: 'TakenAt', receipt: 'Receipt' },
  questions: {
    inquiry: { operation: 'ask', root: 'StepAsked', caseNumber: 'CaseNo', sequence: 'StepNo' }, recorded: { operation: 'ask', root: 'CaseAsked', caseNumber: 'CaseNo' },
    counts: { operation: 'ask', root: 'DayCounted', day: 'Day', rows: 'Records', kind: 'What', number: 'HowMany' }, recordedOn: { operation: 'ask', root: 'DayAsked', day: 'Day', cursor: 'After', pageSize: 'Size', answer: { rows: 'Records', cursor: 'After', more: 'More' } },
  },
  failures: { BUSY: { outcome: 'unavailable' }, 'AUTH*': { outcome: 'unavailable' }, AGAIN: { outcome: 'again' }, NOITEM: { outcome: 'refused', reason: 'unknown-item' }, NOCASE: { outcome: 'refused', reason: 'unknown-case' }, DIFFERS: { outcome: 'refused', reason: 'step-differs' }, 'ORDER*': { outcome: 'refused', reason: 'steps-out-of-order' } },
  delivery: { corrections: true, maintenance: [{ days: [7], from: '23:00', to: '05:00', zh: '每周维护', en: 'weekly maintenance' }], drainPerSecond: 20 },
};

/** What the fifth province itself is like, in its own file. */
const world = {
  name: 'the-fifth', charset: 'UTF-8', soap: '1.2', namespace: 'urn:fifth', style: 'text', path: '/gateway', result: 'reply', answerRoot: 'Reply', moments: 'yyyy-MM-dd HH:mm:ss', keyedBy: 'step',
  elements: { caseNumber: 'CaseNo', step: 'StepNo', version: 'Edition', itemCode: 'ItemCode', itemVersion: 'ItemEdition', authority: 'Authority', opinion: 'Says', sentAt: 'SentAt', receipt: 'Receipt', recordedAt: 'TakenAt', kind: 'What' },
  answer: { code: 'Code', message: 'Text', data: 'Data', receipt: 'Receipt', repeated: 'Again', rows: 'Records', row: 'Record', cursor: 'After', more: 'More', found: 'Found' },
  codes: { ok: '0000', failed: 'BUSY', unauthorised: 'AUTH1', stale: 'AUTH2', replayed: 'AGAIN', malformed: 'BAD', missing: 'EMPTY', unknownOperation: 'WHAT', unknownItem: 'NOITEM', unknownVersion: 'NOITEM', unknownCase: 'NOCASE', differs: 'DIFFERS', outOfOrder: 'ORDER1', closed: 'ORDER2', badCursor: 'BAD' },
  records: [
    { operation: 'submit', root: 'Acceptance', counts: '受理', opens: true, required: ['ItemCode', 'Title', 'Who'], codes: { Source: ['W', 'O', 'M', 'P', 'X'], WhoKind: ['GR', 'QY', 'SY', 'ST', 'JG', 'QT'] } },
    { operation: 'submit', root: 'Handling', counts: '办理', required: ['Stage', 'Says'], codes: { Act: ['Y', 'N', 'X'] } },
    { operation: 'submit', root: 'Outcome', counts: '办结', closes: true, codes: { Result: ['A', 'B', 'C', 'D', 'E', 'F', 'G'], ByPost: ['T', 'F'] }, requiredWhen: [{ element: 'Result', is: ['A'], required: ['PaperNo'] }] },
  ],
  queries: { inquiry: { operation: 'ask', root: 'StepAsked' }, recorded: { operation: 'ask', root: 'CaseAsked' }, counts: { operation: 'ask', root: 'DayCounted' }, recordedOn: { operation: 'ask', root: 'DayAsked' } },
  ask: { caseNumber: 'CaseNo', step: 'StepNo', day: 'Day', cursor: 'After', pageSize: 'Size', code: 'ItemCode', application: 'ApplyNo', file: 'FileNo', verdict: 'Verdict', started: 'CaseNo', reason: 'Why' },
  count: { kind: 'What', number: 'HowMany' }, decision: { id: 'No', caseNumber: 'CaseNo', verdict: 'Verdict', document: 'PaperNo', authority: 'Authority', decidedAt: 'At', note: 'Note' }, verdicts: { granted: 'Y', refused: 'N' },
  digest: { code: 'ItemCode', version: 'ItemEdition', digest: 'Mark' }, file: { name: 'Name', mediaType: 'Kind', content: 'Bytes' },
  applicationElements: { id: 'ApplyNo', files: 'Files', file: 'File', fileId: 'FileNo', fileName: 'Name', mediaType: 'Kind', size: 'Size', material: 'Material' }, answers: { started: 'S', others: ['Q', 'F'] },
  items: { file: String(sampleItems), columns: { ItemCode: 'task_code', ItemEdition: 'task_version' }, lists: {}, code: 'ItemCode', handling: 'ItemCode', version: 'ItemEdition', digest: 'Mark' },
};

const at = '2026-11-20T09:00:00+08:00';
const told = (step: StepGiven): ProvinceStep => provinceStep.parse(step);
const caseOf = (caseNumber: string): ProvinceStep[] => [
  told({
    kind: 'accept', caseNumber, sequence: 1, item: { catalogCode: String(item['catalog_code']), taskCode: String(item['task_code']), name: String(item['task_name']), version: 1 }, summary: '关于𠮷村公司的申请', applySource: 'online',
    applicant: { kind: 'company', name: '示例𠮷村公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' }, appliedAt: at, acceptedAt: at, promisedOn: '2026-11-27', handlingType: 'promised', organisation: { name: '云岭市商务局', code: '11533900990002018C' },
  }),
  told({ kind: 'process', caseNumber, sequence: 2, stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意' }),
  told({ kind: 'result', caseNumber, sequence: 3, result: 'granted', decidedAt: at, certificate: { name: '许可证', number: 'Z1', validTo: '2030-01-31' }, posted: true, handledBy: '王五' }),
];

let directory: string;
let simulator: Simulator;
let platforms: Platforms;
let province: Province;
const exchanges: Exchange[] = [];
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'fifth-'));
  const write = (name: string, content: unknown): string => {
    const file = path.join(directory, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  simulator = await startSimulator({ port: 0, account: 'ZONE', password: 'the-fifth-password', world: pathToFileURL(write('the-fifth.json', world)), ledgerFile: path.join(directory, 'ledger.ndjson') });
  write('fifth.json', profile);
  write('password', 'the-fifth-password\n');
  const file = write('platforms.json', { platforms: [{ name: 'fifth', dialect: 'soap-xml', profile: 'fifth.json', address: simulator.url, credentials: { account: 'ZONE', password: { file: 'password' } }, takes: 'rest' }] });
  platforms = await openPlatforms({ file, clock: systemClock, onExchange: (_platform, exchange) => { exchanges.push(exchange); } });
  province = platforms.catalogue.province;
});
afterAll(async () => {
  platforms?.close();
  await simulator?.close();
  rmSync(directory, { recursive: true });
});

describe('a fifth province, by its profile alone', () => {
  it('takes a whole case, and has of it what we have', async () => {
    const steps = caseOf('V1');
    for (const step of steps) expect(await province.pushStep(step)).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    const recorded = await province.recordedSteps('V1');
    expect(recorded.kind === 'done' && recorded.value.map((one) => one.fields)).toEqual(steps.map((step) => province.expectedFields(step)));
    expect(simulator.ledger().entries[0]?.fields).toMatchObject({ Who: '示例𠮷村公司', WhoKind: 'QY', AcceptedAt: '2026-11-20 09:00:00', DueOn: '2026/11/27' });
    expect([...province.carries]).toEqual(['accept', 'process', 'result']);
    expect(province.delivery).toMatchObject({ corrections: true, drainPerSecond: 20, maintenance: [{ from: '23:00', to: '05:00' }] });
    expect(JSON.stringify(exchanges)).not.toMatch(/𠮷村|91350100M000100Y43/);
  });
  it('keeps its promises while it fails: nothing lost, nothing twice', async () => {
    const kinds = ['slow', 'status-500', 'code-300', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt', 'duplicate', 'out-of-order', 'replayed-nonce', 'soap-fault', 'entity-bomb'] as const;
    simulator.setFaults(kinds.map((kind, position) => ({ kind, every: 3 + position, waitMs: 50 })));
    for (let number = 0; number < 20; number += 1) {
      for (const step of caseOf(`W${String(number)}`)) {
        // As the gateway does: what is in doubt is asked about before anything is pushed again.
        for (let arrived = false, doubt = false, tries = 0; !arrived; tries += 1) {
          if (tries > 60) expect.fail(`${step.caseNumber}/${String(step.sequence)} never arrived`);
          const outcome = doubt ? await province.inquireStep(step.caseNumber, step.sequence) : await province.pushStep(step);
          arrived = outcome.kind === 'done';
          if (outcome.kind === 'in-doubt') doubt = true;
          else if (outcome.kind === 'refused') { expect(outcome.reason).toBe('not-found'); doubt = false; }
        }
      }
    }
    simulator.setFaults([]);
    expect(simulator.ledger().records).toEqual({ Acceptance: 21, Handling: 21, Outcome: 21 });
    for (let number = 0; number < 20; number += 1) {
      const recorded = await province.recordedSteps(`W${String(number)}`);
      expect(recorded.kind === 'done' && recorded.value.map((one) => one.fields)).toEqual(caseOf(`W${String(number)}`).map((step) => province.expectedFields(step)));
    }
  });
  it('does not start with one code too few, one code too many, or a password forgotten, and says all three', async () => {
    const lists = { ...profile.codeLists, 'yes-no': words('五省是否', { T: 'yes', F: 'no', U: 'unknown' }), 'result-kind': words('五省结果', { A: 'granted', B: 'refused', C: 'not-accepted', E: 'terminated', F: 'reported-up', G: 'void' }) };
    writeFileSync(path.join(directory, 'wrong.json'), JSON.stringify({ ...profile, codeLists: lists }));
    writeFileSync(path.join(directory, 'wrong-platforms.json'), JSON.stringify({ platforms: [{ name: 'fifth', dialect: 'soap-xml', profile: 'wrong.json', address: simulator.url, credentials: { account: 'ZONE' }, takes: 'rest' }] }));
    await expect(openPlatforms({ file: path.join(directory, 'wrong-platforms.json'), clock: systemClock, onExchange: () => undefined }))
      .rejects.toThrow(/credentials\.password[\s\S]*unknown is no word of this list[\s\S]*no code stands for withdrawn/);
  });
});
