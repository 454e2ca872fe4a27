import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../../../infra/clock.ts';
import { provinceStep, type Exchange, type Province, type ProvinceStep, type StepGiven } from '../../port.ts';
import { connectSoapXml } from './adapter.ts';
import { parseProfile, type Profile } from './profile.ts';
import { startSimulator, type Fault, type Simulator } from './simulator.ts';

const read = (name: string): Profile => parseProfile(JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')), name);
const sample = read('sample-soap-province.json');
const tenEvents = read('ten-events.json');
const worlds = { [sample.name]: new URL('simulated-soap-province.json', import.meta.url), [tenEvents.name]: new URL('simulated-ten-events.json', import.meta.url) };
const credentials = { account: 'YL-ZONE', password: 'a-password-for-this-test' };
const { rows } = z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(JSON.parse(readFileSync(new URL('../signed-rest/sample-items.json', import.meta.url), 'utf8')));
const item = rows[0] ?? expect.fail('no sample items');

const at = '2026-11-20T09:00:00+08:00';
const told = (step: StepGiven): ProvinceStep => provinceStep.parse(step);
const accept = (caseNumber: string, edits: Partial<Extract<StepGiven, { kind: 'accept' }>> = {}): ProvinceStep => told({
  kind: 'accept', caseNumber, sequence: 1,
  item: { catalogCode: String(item['catalog_code']), taskCode: String(item['task_code']), handlingCode: String(item['task_handle_item']), name: String(item['task_name']), version: 1 },
  summary: '关于示例公司的申请 <甲> & "乙"', applySource: 'window', applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43', legalRepresentative: '张三' },
  contact: { name: '李四', mobile: '13800138000' }, address: null, appliedAt: at, acceptedAt: at, acceptanceNumber: 'SL1', promisedOn: '2026-11-27',
  handlingType: 'promised', organisation: { name: '云岭市自然资源和规划局', code: '11533900990002018C' }, handledBy: '王五', ...edits,
});
const process = (caseNumber: string, sequence: number, edits: Partial<Extract<StepGiven, { kind: 'process' }>> = {}): ProvinceStep => told({
  kind: 'process', caseNumber, sequence, stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意', remark: null, ...edits,
});
const special = (caseNumber: string, sequence: number, edits: Partial<Extract<StepGiven, { kind: 'special' }>> = {}): ProvinceStep => told({
  kind: 'special', caseNumber, sequence, specialKind: 'hearing', name: '听证', startedAt: at, reason: '依申请', endedAt: '2026-11-21T17:00:00+08:00', result: '已听证', explanation: null, handledBy: '王五', ...edits,
});
const report = (caseNumber: string, sequence: number, opinion = '初审通过，建议准予'): ProvinceStep => told({
  kind: 'report', caseNumber, sequence, authority: { name: '云岭省林业和草原局', code: '115300009900011336' }, reportedAt: at, opinion, handledBy: '王五',
});
const result = (caseNumber: string, sequence: number, edits: Partial<Extract<StepGiven, { kind: 'result' }>> = {}): ProvinceStep => told({
  kind: 'result', caseNumber, sequence, result: 'granted', decidedAt: at, explanation: null, certificate: { name: '许可证', number: 'Z1', validTo: '2030-01-31' }, posted: false, handledBy: '王五', ...edits,
});
const material = (caseNumber: string, sequence: number): ProvinceStep => told({
  kind: 'material', caseNumber, sequence, materials: [{ name: '营业执照', form: 'verified', copies: 0 }, { name: '申请表', form: 'paper', copies: 2, attachment: '申请表.pdf' }], receivedAt: at, handledBy: '王五',
});
const evaluation = (caseNumber: string, sequence: number): ProvinceStep => told({ kind: 'evaluation', caseNumber, sequence, satisfaction: 'dissatisfied', channel: 'hall-tablet', details: ['207', '213'], words: '等得太久', ratedAt: at });

let simulator: Simulator;
let province: Province;
let exchanges: Exchange[];
let directory: string;
const connect = (profile: Profile, url = simulator.url, password = credentials.password): Province =>
  connectSoapXml({ baseUrl: url, account: credentials.account, password, profile, clock: systemClock, onExchange: (exchange) => { exchanges.push(exchange); } });
async function open(profile: Profile = sample, faults: Fault[] = []): Promise<void> {
  simulator = await startSimulator({ port: 0, ...credentials, world: worlds[profile.name] ?? expect.fail(profile.name), ledgerFile: join(directory, 'ledger.ndjson'), faults });
  province = connect(profile);
}
const recordedOf = async (caseNumber: string) => {
  const found = await province.recordedSteps(caseNumber);
  return found.kind === 'done' ? found.value : expect.fail(JSON.stringify(found));
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'soap-'));
  exchanges = [];
});
afterEach(async () => {
  province?.close();
  await simulator?.close();
  rmSync(directory, { recursive: true });
});

describe('steps of a case over SOAP in GBK', () => {
  it('go up in order, come back as they were, and are told of by no person’s name in what is kept', async () => {
    await open();
    const steps = [accept('C1'), process('C1', 2), special('C1', 3), report('C1', 4), result('C1', 5), material('C1', 6), evaluation('C1', 7)];
    for (const step of steps) expect(await province.pushStep(step)).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    const found = await recordedOf('C1');
    expect(found.map(({ kind, sequence, revision }) => ({ kind, sequence, revision }))).toEqual(steps.map(({ kind, sequence }) => ({ kind, sequence, revision: 1 })));
    for (const [position, step] of steps.entries()) expect(found[position]?.fields).toEqual(province.expectedFields(step));
    expect(found[0]?.fields).toMatchObject({ summary: '关于示例公司的申请 <甲> & "乙"', handlingType: 'promised', promisedOn: '2026-11-27' });
    expect(found[5]?.fields).toMatchObject({ 'materials.0.form': 'verified', 'materials.1.name': '申请表', 'materials.1.attachment': '申请表.pdf' });
    // GB/T 39046 A.8 counts the other way round than the 好差评 interface: 4 is dissatisfied here.
    expect(simulator.ledger().entries.at(-1)?.fields).toMatchObject({ MYD: '4' });
    expect(JSON.stringify(exchanges)).not.toMatch(/示例科技|李四|13800138000|91350100M000100Y43|王五|等得太久/);
  });
  it('may be repeated, are refused with another content, and are corrected by a later revision', async () => {
    await open();
    await province.pushStep(accept('C2'));
    await province.pushStep(process('C2', 2));
    expect(await province.pushStep(process('C2', 2))).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
    expect(await province.pushStep(process('C2', 2, { opinion: '另一意见' }))).toMatchObject({ kind: 'refused', reason: 'step-differs' });
    expect(await province.inquireStep('C2', 2, 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(process('C2', 2, { opinion: '更正', revision: 2 }))).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.inquireStep('C2', 2, 2)).toMatchObject({ kind: 'done' });
    expect(await recordedOf('C2')).toMatchObject([{}, { revision: 2, fields: { opinion: '更正' } }]);
    expect(simulator.ledger()).toMatchObject({ cases: 1, repeats: 1 });
  });
  it('are refused by flat codes with the reason the profile names', async () => {
    await open();
    expect(await province.pushStep(result('C3', 1))).toMatchObject({ kind: 'refused', reason: 'unknown-case' });
    expect(await province.pushStep(accept('C3', { item: { catalogCode: '000000000000', taskCode: 'none', name: '没有的事项', version: 1 } }))).toMatchObject({ kind: 'refused', reason: 'unknown-item' });
    expect(await province.pushStep(accept('C3', { item: { catalogCode: String(item['catalog_code']), taskCode: String(item['task_code']), name: 'x', version: 9 } }))).toMatchObject({ kind: 'refused', reason: 'item-version-changed' });
    await province.pushStep(accept('C3'));
    await province.pushStep(result('C3', 2));
    expect(await province.pushStep(process('C3', 3))).toMatchObject({ kind: 'refused', reason: 'steps-out-of-order' });
  });
  it('with a character the charset has not, or none that XML may hold, are refused by the field’s name and nothing is sent', async () => {
    await open();
    for (const handledBy of ['王𠮷', '㐂村', '王😀']) expect(await province.pushStep(accept('C4', { handledBy }))).toMatchObject({ kind: 'refused', reason: 'text-not-in-charset', detail: expect.stringContaining('handledBy') as string });
    expect(await province.pushStep(accept('C4', { summary: '关于\u0007示例' }))).toMatchObject({ kind: 'refused', reason: 'text-not-in-charset', detail: expect.stringContaining('summary') as string });
    expect(exchanges).toEqual([]);
    expect(simulator.ledger()).toMatchObject({ cases: 0, refused: {} });
  });
  it('keep their marks, and their lines as every reader of XML ends them', async () => {
    await open();
    await province.pushStep(accept('C5'));
    const step = process('C5', 2, { opinion: '一、同意；\r\n二、<附条件>&"说明"\n三、]]> 完\t。' });
    await province.pushStep(step);
    expect((await recordedOf('C5'))[1]?.fields).toEqual(province.expectedFields(step));
    expect(province.expectedFields(step)).toMatchObject({ opinion: '一、同意；\n二、<附条件>&"说明"\n三、]]> 完\t。' });
  });
  it('pass even a hundred at once: each call has a nonce of its own', async () => {
    await open();
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, number) => province.pushStep(accept(`B${String(number)}`))));
    expect(outcomes.filter((outcome) => outcome.kind === 'done')).toHaveLength(100);
    expect(simulator.ledger()).toMatchObject({ cases: 100, refused: {} });
  });
  it('are known to a province that was killed and came back', async () => {
    await open();
    await province.pushStep(accept('C6'));
    province.close();
    await simulator.close();
    await open();
    expect(await province.inquireStep('C6', 1)).toMatchObject({ kind: 'done', value: { receipt: 'HZ0000000001' } });
  });
});

describe('the other questions over SOAP', () => {
  it('list items, marks of content, counts and days page by page', async () => {
    await open({ ...sample, pageSize: 60 });
    const first = await province.listItems(null);
    const page = first.kind === 'done' ? first.value : expect.fail(JSON.stringify(first));
    expect(page).toMatchObject({ unreadable: [], more: true });
    expect(page.items[0]).toMatchObject({ taskCode: item['task_code'], name: item['task_name'], handlingWord: expect.any(String) as string, digest: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
    expect(page.items[0]?.materials.length).toBeGreaterThan(0);
    expect(page.items[0]).toMatchObject({ handlingForms: [{ code: '1' }, { code: '2' }], handlingArea: '全市', legalGrounds: [{ law: '《中华人民共和国土地管理法》', article: '第五十二条' }], questions: [{ question: expect.stringContaining('委托') as string }] });
    const marks = await province.publishedDigests(null);
    expect(marks.kind === 'done' && marks.value.digests[0]).toEqual({ code: item['task_handle_item'], version: 1, digest: page.items[0]?.digest });
    simulator.publish([{ ...item, task_version: 2, promise_day: 2 }]);
    expect(await province.publishedItem(String(item['task_handle_item']))).toMatchObject({ kind: 'done', value: { version: 2, promisedLimit: { amount: 2 } } });
    expect(await province.publishedItem('none')).toMatchObject({ kind: 'refused', reason: 'not-found' });
    await province.pushStep(accept('Q1'));
    const today = new Date(systemClock.now().getTime() + 28_800_000).toISOString().slice(0, 10);
    expect(await province.countsOn(today)).toMatchObject({ kind: 'done', value: { accept: 1, result: 0 } });
    expect(await province.recordedOn(today, null)).toMatchObject({ kind: 'done', value: { steps: [{ caseNumber: 'Q1', kind: 'accept' }], more: false } });
    expect(await province.recordedOn('2020-01-01', null)).toMatchObject({ kind: 'done', value: { steps: [] } });
  });
  it('bring the decisions from above', async () => {
    await open();
    for (const [caseNumber, opinion] of [['Q2', '建议准予'], ['Q3', '建议不予']] as const) {
      await province.pushStep(accept(caseNumber));
      await province.pushStep(report(caseNumber, 2, opinion));
    }
    expect(await province.upstreamDecisions(null)).toMatchObject({ kind: 'done', value: { decisions: [{ caseNumber: 'Q2', decision: 'granted', authority: '云岭省林业和草原局' }, { caseNumber: 'Q3', decision: 'refused' }], more: false } });
  });
  it('bring applications with form and files, and take what became of them', async () => {
    await open();
    const fields = {
      SSBM: String(item['task_code']), YWBM: String(item['task_handle_item']), SXMC: String(item['task_name']), SBMC: '关于示例公司的申请', SQRLX: '02', SQRMC: '示例科技有限公司', ZJLX: '001', ZJHM: '91350100M000100Y43', LXR: '李四', LXSJ: '13800138000', SBSJ: '20261120090000',
    };
    const pdf = Buffer.from('%PDF-1.7 示例'.repeat(5000));
    simulator.apply([{ id: 'SB1', fields, form: { 面积: '120' }, files: [{ id: 'F1', name: '申请表.pdf', mediaType: 'application/pdf', base64: pdf.toString('base64') }] }, { id: 'SB2', fields: { ...fields, SBSJ: '昨天' } }]);
    expect(await province.applications(null)).toMatchObject({ kind: 'done', value: {
      applications: [{ id: 'SB1', form: { 面积: '120' }, applicant: { kind: 'company', documentType: 'credit-code' }, files: [{ fileId: 'F1', name: '申请表.pdf', bytes: pdf.length }] }], unreadable: [{ id: 'SB2', field: 'appliedAt' }], more: false,
    } });
    const file = await province.applicationFile('SB1', 'F1');
    expect(file.kind === 'done' && Buffer.from(file.value.bytes).equals(pdf)).toBe(true);
    expect(await province.applicationFile('SB1', 'F2')).toMatchObject({ kind: 'refused' });
    expect(await province.answerApplication('SB1', { kind: 'quarantined', reason: '事项“㐂”无法对应' })).toMatchObject({ kind: 'done' });
    expect(await province.answerApplication('SB1', { kind: 'started', caseNumber: 'C1', receiptNumber: 'SL-1', queryPassword: '246810' })).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.answerApplication('SB1', { kind: 'started', caseNumber: 'C1', receiptNumber: 'SL-1', queryPassword: '246810' })).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
    expect(await province.answerApplication('SB1', { kind: 'failed', reason: '算了' })).toMatchObject({ kind: 'refused' });
    expect(simulator.ledger().applications).toEqual({ SB1: '1', SB2: '' });
    expect(JSON.stringify(exchanges)).not.toContain('246810');
  });
});

describe('the ten events', () => {
  it('tell a step in several events, and hold it recorded only when all of them are', async () => {
    await open(tenEvents);
    const steps = [accept('T1', { handledBy: '王𠮷' }), process('T1', 2), special('T1', 3), special('T1', 4, { specialKind: 'supplement', name: '补正材料：营业执照' }), result('T1', 5)];
    for (const step of steps) expect(await province.pushStep(step)).toMatchObject({ kind: 'done' });
    expect(simulator.ledger().records).toEqual({ applicationOB: 1, preAcceptOB: 1, acceptOB: 1, submitOB: 1, blockOB: 1, resumeOB: 1, supplyOB: 1, supplyAcceptOB: 1, completeOB: 1 });
    // 领取登记: told with the result of a case whose paper was fetched, and with no other.
    const collected = result('T9', 2, { collection: { recipient: '李四', method: 'window', at: '2026-11-21T10:00:00+08:00' } });
    for (const step of [accept('T9'), collected]) expect(await province.pushStep(step)).toMatchObject({ kind: 'done' });
    expect(simulator.ledger().records).toMatchObject({ completeOB: 2, receiveRegOB: 1 });
    expect((await recordedOf('T9'))[1]?.fields).toEqual(province.expectedFields(collected));
    expect(province.expectedFields(collected)).toMatchObject({ 'collection.recipient': '李四', 'collection.method': 'window' });
    const found = await recordedOf('T1');
    expect(found.map((one) => one.kind)).toEqual(['accept', 'process', 'special', 'special', 'result']);
    for (const [position, step] of steps.entries()) expect(found[position]?.fields).toEqual(province.expectedFields(step));
    const today = new Date(systemClock.now().getTime() + 28_800_000).toISOString().slice(0, 10);
    expect(await province.countsOn(today)).toMatchObject({ kind: 'done', value: { accept: 2, process: 1, special: 2, result: 2 } });
    const onDay = await province.recordedOn(today, null);
    expect(onDay.kind === 'done' && onDay.value.steps.map((one) => one.kind)).toEqual(['accept', 'process', 'special', 'special', 'result', 'accept', 'result']);
  });
  it('tell a pause when it begins and again when it ends', async () => {
    await open(tenEvents);
    await province.pushStep(accept('T2'));
    expect(await province.pushStep(special('T2', 2, { endedAt: null, result: null }))).toMatchObject({ kind: 'done' });
    expect(simulator.ledger().records).toMatchObject({ blockOB: 1 });
    expect(simulator.ledger().records['resumeOB']).toBeUndefined();
    expect(await province.inquireStep('T2', 2)).toMatchObject({ kind: 'done' });
    const ended = special('T2', 2, { revision: 2 });
    expect(await province.inquireStep('T2', 2, 2)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(ended)).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.inquireStep('T2', 2, 2)).toMatchObject({ kind: 'done' });
    expect((await recordedOf('T2'))[1]).toMatchObject({ revision: 2, fields: province.expectedFields(ended) });
  });
  it('broken off after the first event are not there, and are completed by handing the step over again', async () => {
    await open(tenEvents, [{ kind: 'half-body', path: 'preAcceptOB', processed: false, times: 1 }]);
    expect(await province.pushStep(accept('T3'))).toMatchObject({ kind: 'in-doubt' });
    expect(simulator.ledger().records).toEqual({ applicationOB: 1 });
    expect(await province.inquireStep('T3', 1)).toMatchObject({ kind: 'refused', reason: 'not-found' });
    expect(await province.pushStep(accept('T3'))).toMatchObject({ kind: 'done', value: { alreadyThere: false } });
    expect(await province.pushStep(accept('T3'))).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
    expect(await province.inquireStep('T3', 1)).toMatchObject({ kind: 'done' });
    expect(simulator.ledger().records).toEqual({ applicationOB: 1, preAcceptOB: 1, acceptOB: 1 });
  });
  it('do not carry what the model has no event for', async () => {
    await open(tenEvents);
    await province.pushStep(accept('T4'));
    expect([...province.carries]).toEqual(['accept', 'process', 'special', 'result']);
    expect(await province.pushStep(report('T4', 2))).toMatchObject({ kind: 'refused', reason: 'not-supported' });
    expect(await province.listItems(null)).toMatchObject({ kind: 'refused', reason: 'not-supported' });
  });
});

describe.each([['elements in GBK', sample, 'sbSl'], ['documents in GB18030', tenEvents, 'acceptOB']] as const)('when the answer cannot be trusted: %s', (_how, profile, path) => {
  const faults: Fault['kind'][] = ['slow', 'status-500', 'soap-fault', 'html', 'half-body', 'wrong-charset', 'drop', 'no-receipt', 'entity-bomb'];
  it.each(faults)('a push met by %s is in doubt, and an inquiry finds the truth', async (kind) => {
    await open(profile, [{ kind, path, times: 1 }]);
    province.close();
    // Only where the province is meant to be too slow: a busy machine is slow as well.
    if (kind === 'slow') province = connect({ ...profile, callTimeoutMs: 400 });
    else province = connect(profile);
    expect(await province.pushStep(accept('D1'))).toMatchObject({ kind: 'in-doubt' });
    province.close();
    province = connect(profile);
    expect(await province.inquireStep('D1', 1)).toMatchObject({ kind: 'done', value: { alreadyThere: true } });
  });
  it.each(faults.filter((kind) => kind !== 'slow' && kind !== 'no-receipt'))('a question met by %s is merely asked again later', async (kind) => {
    await open(profile, [{ kind, times: 2 }]);
    expect(await province.inquireStep('D2', 1)).toMatchObject({ kind: 'unavailable' });
    expect(await province.recordedSteps('D2')).toMatchObject({ kind: 'unavailable' });
    expect(await province.inquireStep('D2', 1)).toMatchObject({ kind: 'refused', reason: 'not-found' });
  });
  it('200 with code 300, a replayed nonce, an unknown item, twice and overtaken', async () => {
    await open(profile, [{ kind: 'code-300', times: 1 }]);
    expect(await province.pushStep(accept('D3'))).toMatchObject({ kind: 'unavailable' });
    simulator.setFaults([{ kind: 'replayed-nonce', times: 2 }]);
    expect(await province.pushStep(accept('D3'))).toMatchObject({ kind: 'done' });
    simulator.setFaults([{ kind: 'unknown-item', times: 1 }]);
    expect(await province.pushStep(accept('D4'))).toMatchObject({ kind: 'refused', reason: 'unknown-item' });
    simulator.setFaults([{ kind: 'duplicate', path }]);
    expect(await province.pushStep(accept('D5'))).toMatchObject({ kind: 'done' });
    expect(simulator.ledger().repeats).toBe(1);
    simulator.setFaults([{ kind: 'out-of-order', path, times: 1, waitMs: 5_000 }]);
    expect(await Promise.all([province.pushStep(accept('D6')), province.pushStep(accept('D7'))])).toMatchObject([{ kind: 'done' }, { kind: 'done' }]);
  });
  it('a wrong password is unavailable: nothing happened, the setting must be mended', async () => {
    await open(profile);
    province.close();
    province = connect(profile, simulator.url, 'another-password');
    expect(await province.pushStep(accept('D8'))).toMatchObject({ kind: 'unavailable' });
    expect(simulator.ledger()).toMatchObject({ cases: 0 });
  });
  it('nobody there is unavailable', async () => {
    await open(profile);
    await simulator.close();
    expect(await province.pushStep(accept('D9'))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('an answer made to do harm', () => {
  let server: Server | undefined;
  afterEach(() => { server?.closeAllConnections(); server?.close(); server = undefined; });
  /** A province that answers with these bytes, whatever it is asked. */
  async function answering(write: (part: Buffer) => Generator<Buffer> | Buffer[], profile: Profile): Promise<void> {
    server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/xml; charset=GBK' });
      const parts = write(Buffer.alloc(0))[Symbol.iterator]();
      const more = (): void => {
        if (response.destroyed) return;
        const next = parts.next();
        if (next.done === true) response.end(); else response.write(next.value, () => { setImmediate(more); });
      };
      more();
    });
    await new Promise<void>((resolve) => { server?.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    province = connect(profile, `http://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`);
  }
  const gbk = (text: string): Buffer => iconv.encode(text, 'gbk');
  const around = (inner: string): string => `<?xml version="1.0" encoding="GBK"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><m:sbSlResponse xmlns:m="urn:x"><return><DM>200</DM><SJ><HZBH>Z1</HZBH>${inner}</SJ></return></m:sbSlResponse></e:Body></e:Envelope>`;

  it('without end is cut off at the agreed size, with memory to spare', async () => {
    let sent = 0;
    await answering(function* endless() { for (;;) { sent += 1; yield Buffer.alloc(1024 * 1024, 'A'); } }, { ...sample, largestAnswerBytes: 4 * 1024 * 1024 });
    const before = globalThis.process.memoryUsage().rss;
    expect(await province.pushStep(accept('X1'))).toMatchObject({ kind: 'in-doubt', detail: expect.stringContaining('more than 4194304 bytes') as string });
    expect(sent).toBeLessThan(40);
    expect(globalThis.process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });
  it.each([
    ['a million elements', () => `<A/>`.repeat(1_000_000)], ['a hundred thousand levels', () => '<A>'.repeat(100_000)], ['one text of ten megabytes', () => `<A>${'x'.repeat(10_000_000)}</A>`],
    ['ten thousand attributes', () => `<A ${Array.from({ length: 10_000 }, (_, n) => `a${String(n)}="1"`).join(' ')}/>`], ['a name of a megabyte', () => `<${'A'.repeat(1_000_000)}/>`],
    ['a comment that never ends', () => `<!-- ${'x'.repeat(1_000_000)}`], ['a CDATA that never ends', () => `<![CDATA[ ${'x'.repeat(1_000_000)}`], ['quotes that never end', () => `<A a="${'<'.repeat(500_000)}`],
    ['a hundred thousand references', () => `<A>${'&#20013;'.repeat(100_000)}</A>`], ['entities of nobody', () => '<A>&xxe;</A>'], ['__proto__', () => '<__proto__><x>1</x></__proto__><constructor>1</constructor>'],
  ])('with %s ends within seconds in done or in doubt, never in a crash', async (_what, make) => {
    await answering(() => [gbk(around(make()))], sample);
    const outcome = await province.pushStep(accept('X2'));
    expect(['done', 'in-doubt']).toContain(outcome.kind);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  }, 20_000);
  it.each([
    ['an external entity', '<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'], ['an external DTD', '<!DOCTYPE e SYSTEM "http://127.0.0.1:9/x.dtd">', ''], ['a billion laughs', `<!DOCTYPE e [<!ENTITY a "${'ha'.repeat(50)}">${'bcdefghi'.split('').map((name, n) => `<!ENTITY ${name} "${`&${'abcdefgh'.charAt(n)};`.repeat(10)}">`).join('')}]>`, '&i;'],
    ['a parameter entity', '<!DOCTYPE e [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>', ''],
  ])('with %s is not read at all', async (_what, doctype, inner) => {
    await answering(() => [gbk(around(inner).replace('<e:Envelope', `${doctype}<e:Envelope`))], sample);
    expect(await province.pushStep(accept('X3'))).toMatchObject({ kind: 'in-doubt', detail: expect.stringContaining('DOCTYPE') as string });
  });
});
