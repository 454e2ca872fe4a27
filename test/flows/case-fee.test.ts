// The fee of a case from the item to the bill: the catalogue's offer, intake and fees on a real bus and database.
import axios, { type AxiosResponse } from 'axios';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components as FeesSchemas } from '../../contracts/fees/api.ts';
import type { components as IntakeSchemas } from '../../contracts/intake/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import type { RunningService } from '../../infra/runner.ts';
import { samplePaper } from '../../scripts/sample-papers.ts';
import { delegation, published } from '../../services/catalogue/sample-records.ts';
import { standingOn } from '../../services/catalogue/item.ts';
import { publish, noHistory } from '../../services/catalogue/timeline.ts';
import { service as fees } from '../../services/fees/service.ts';
import { service as intake } from '../../services/intake/service.ts';
import { publishStandard } from '../published-standard.ts';
import { eventually, openStage, type Stage } from '../stage.ts';

type Case = IntakeSchemas['schemas']['Case'];
type Counted = IntakeSchemas['schemas']['CountedFee'];
type Given = IntakeSchemas['schemas']['GivenFees'];

const clock = manualClock(new Date('2026-11-23T02:00:00Z'));
let stage: Stage;
let bus: NatsConnection;
let intakeUrl: string;
let feesRunning: RunningService;
const tokens = new Map<string, string>();

/** The item as a catalogue offers it that has published these charges. */
const offer = (code: string, charges: object[]): object => {
  const item = published(1, '2026-01-01', { charges: charges as never, formFields: [{ key: 'area', labelZh: '占用面积', labelEn: 'Area', kind: 'number', unit: '平方米', required: true }] });
  const history = publish(noHistory, { after: item, effectiveOn: '2026-01-01', changeSetId: 'c', at: '2026-01-01T00:00:00.000Z' });
  if ('kind' in history) throw new Error(JSON.stringify(history));
  const standing = standingOn({ code, ...history, delegations: [delegation('示例授〔2026〕1号', '2026-01-01', '2030-12-31')] }, '2026-11-23');
  if (standing.kind !== 'known') throw new Error('nothing is offered');
  return standing.offer;
};
const base = published(1, null).taskCode;
const counted = `${base}01`;
const unpublished = `${base}02`;
const plain = `${base}03`;
const charge = (name: string, more: object): object => ({ name, standard: `${name}标准`, unitAmountInFen: null, unit: null, basis: null, reliefAllowed: false, reliefNote: null, ...more });
const standard = (code: string, rule: object, more: object = {}): { code: string; [field: string]: unknown } => ({
  code, name: `收费 ${code}`, words: '示例标准', basis: '示例价费〔2026〕1号', revenueItem: { code: `1030${code.slice(-2)}`, name: `收入 ${code}` }, collectingUnit: { code: `43060310${code.slice(-1)}`, name: `单位 ${code}` }, rule,
  reliefs: [{ code: 'free', name: '公益免收', basis: '示例财税〔2026〕2号', effect: { kind: 'exempt' } }], lateFee: null, validFrom: '2026-01-01', ...more,
});

async function ask<T = Record<string, unknown>>(who: string, method: 'get' | 'post' | 'put', url: string, data?: unknown, key = freshId()): Promise<AxiosResponse<T>> {
  return axios.request<T>({ method, url, data, validateStatus: () => true, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'get' ? {} : { 'idempotency-key': key }) } });
}
async function registered(itemCode = counted, area = '12.5'): Promise<string> {
  const paper = await axios.post<{ sha256: string }>(`${intakeUrl}/materials`, samplePaper(freshId()), { headers: { authorization: `Bearer ${tokens.get('clerk') ?? ''}`, 'content-type': 'application/octet-stream', 'x-file-name': 'a.pdf' } });
  const made = await ask<{ caseNumber: string }>('clerk', 'post', `${intakeUrl}/cases`, {
    itemCode, projectName: '示例项目', applicant: { name: '示例科技有限公司', creditCode: '91350100M000100Y43' }, contact: { name: '王示例', citizenNumber: null, mobile: '13800000000' },
    materials: [{ name: '申请表', sha256: paper.data.sha256 }], answers: { area },
  });
  expect(made.status, JSON.stringify(made.data)).toBe(201);
  return made.data.caseNumber;
}
const count = (caseNumber: string, given: Given = [{ name: '查验费', measure: '3', relief: null }]): Promise<AxiosResponse<Counted>> => ask<Counted>('clerk', 'post', `${intakeUrl}/cases/${caseNumber}/fee-countings`, { given });
const accept = (caseNumber: string, fee?: object, key = freshId()): Promise<AxiosResponse> => ask('clerk', 'post', `${intakeUrl}/cases/${caseNumber}/acceptance`, { decision: 'accept', ...(fee === undefined ? {} : { fee }) }, key);
const shown = async (caseNumber: string): Promise<Case> => (await ask<Case>('clerk', 'get', `${intakeUrl}/cases/${caseNumber}`)).data;
async function granted(caseNumber: string): Promise<void> {
  expect((await ask('reviewer', 'post', `${intakeUrl}/cases/${caseNumber}/review`, { opinion: 'agree' })).status).toBe(200);
  const decided = await ask('approver', 'post', `${intakeUrl}/cases/${caseNumber}/decision`, { decision: 'granted', note: '', validTo: null });
  expect(decided.status, JSON.stringify(decided.data)).toBe(200);
}
const billsOf = async (caseNumber: string): Promise<FeesSchemas['schemas']['Bill'][]> => (await ask<{ bills: FeesSchemas['schemas']['Bill'][] }>('cashier', 'get', `${feesRunning.url}/bills?caseNumber=${caseNumber}`)).data.bills;
const given: Given = [{ name: '查验费', measure: '3', relief: null }];

beforeAll(async () => {
  stage = await openStage();
  for (const [name, role] of [['clerk', 'window-clerk'], ['reviewer', 'reviewer'], ['approver', 'approver'], ['cashier', 'cashier'], ['officer', 'catalogue-officer'], ['second', 'catalogue-officer']] as const) tokens.set(name, await stage.token(role, { subject: name, name }));
  feesRunning = await stage.start(fees, { HUB_DIVISION_CODE: '430603' }, clock);
  intakeUrl = (await stage.start(intake, { HUB_PROVINCE_GATEWAY_URL: 'http://127.0.0.1:9', HUB_QUERY_PASSWORD_SECRET: 'a-secret-for-this-stage-only', HUB_FEES_URL: feesRunning.url }, clock)).url;
  await publishStandard(feesRunning.url, stage.token, standard('YL-01', { kind: 'range', unit: '平方米', lowestInFen: 150, highestInFen: 300, wholeUnits: true }));
  await publishStandard(feesRunning.url, stage.token, standard('YL-02', { kind: 'tiers', unit: '张', wholeUnits: true, mode: 'each-part', tiers: [{ upTo: '2', unitAmountInFen: 1_000 }, { upTo: null, unitAmountInFen: 500 }] }));
  bus = await connect({ servers: stage.nats.url, user: stage.nats.operator.user, pass: stage.nats.operator.password });
  const offers = [
    offer(counted, [charge('占用费', { standardCode: 'YL-01', measure: { from: 'form', field: 'area' }, reliefAllowed: true }), charge('查验费', { standardCode: 'YL-02', measure: { from: 'clerk' }, reliefAllowed: true })]),
    offer(unpublished, [charge('未公布的费', { standardCode: 'YL-99', measure: { from: 'constant', value: '1' } })]), offer(plain, [charge('定额费', { unitAmountInFen: 4_000 })]),
  ];
  for (const item of offers) {
    const message = { specversion: '1.0', id: freshId(), source: '/catalogue', type: 'events.catalogue.item-offered', subject: '', time: clock.now().toISOString(), datacontenttype: 'application/json', data: { item } };
    await jetstream(bus).publish(message.type, JSON.stringify(message), { msgID: message.id });
  }
  await eventually('the items are offered', async () => (await ask<{ items: unknown[] }>('clerk', 'get', `${intakeUrl}/items`)).data.items.length === 3);
}, 120_000);
afterAll(async () => { await bus?.close(); await stage?.close(); });

describe('a case charged by registered standards', () => {
  it('is counted line by line before it is accepted, and not accepted without', async () => {
    const caseNumber = await registered();
    expect(await shown(caseNumber)).toMatchObject({ route: { charged: true }, feeTerms: [{ name: '占用费', known: '12.5', unit: '平方米' }, { name: '查验费', known: null }] });
    // The lowest of the range, a unit begun counted whole; the tiers part by part.
    expect(await count(caseNumber)).toMatchObject({ status: 200, data: { amountInFen: 4_450, charges: [
      { name: '占用费', amountInFen: 1_950, assessed: { standardCode: 'YL-01', validFrom: '2026-01-01', basis: '示例价费〔2026〕1号', measure: '12.5', lines: [{ zh: '标准 1.50—3.00 元，按下限：1.50 元/平方米 × 13 平方米 ＝ 19.50 元' }] } },
      { name: '查验费', amountInFen: 2_500, assessed: { revenueItem: { code: '103002' }, lines: [{ amountInFen: 2_000 }, { amountInFen: 500 }] } },
    ] } });
    expect(await accept(caseNumber)).toMatchObject({ status: 422, data: { reason: 'fee-uncounted' } });
    expect(await count(caseNumber, [])).toMatchObject({ status: 422, data: { reason: 'fee-terms-differ' } });
    expect(await count(caseNumber, [{ name: '占用费', measure: '1', relief: null }, ...given])).toMatchObject({ status: 422, data: { reason: 'fee-terms-differ' } });
    expect(await count(caseNumber, [{ name: '占用费', measure: null, relief: { code: 'other', documentNumber: '1' } }, ...given])).toMatchObject({ status: 422, data: { reason: 'fee-not-countable' } });
    // A relief is claimed with its document or not at all.
    const bare: Given = [{ name: '占用费', measure: null, relief: { code: 'free', documentNumber: ' ' } }, ...given];
    const refused = { status: 422, data: { reason: 'relief-document-missing', detail: expect.stringContaining('减免须有证明文号') as string, detailEn: expect.stringContaining('A relief needs the number of the document') as string } };
    expect(await count(caseNumber, bare)).toMatchObject(refused);
    expect(await accept(caseNumber, { given: bare, amountInFen: 2_500 })).toMatchObject(refused);
    expect(await accept(caseNumber, { given, amountInFen: 4_449 })).toMatchObject({ status: 412, data: { reason: 'amount-changed' } });
    const key = freshId();
    expect((await accept(caseNumber, { given, amountInFen: 4_450 }, key)).status).toBe(200);
    expect((await accept(caseNumber, { given, amountInFen: 4_450 }, key)).status).toBe(200);
    expect(await shown(caseNumber)).toMatchObject({ state: 'accepted', fee: { amountInFen: 4_450, by: { name: 'clerk' } } });
  });
  it('is billed once, on one sheet, by the version it was accepted under, though another has come into force', async () => {
    const caseNumber = await registered();
    expect((await accept(caseNumber, { given, amountInFen: 4_450 })).status).toBe(200);
    const dearer = standard('YL-01', { kind: 'per-unit', unit: '平方米', unitAmountInFen: 900, wholeUnits: true }, { validFrom: '2026-11-23', reason: '示例发改〔2026〕9号调价' });
    expect((await ask('officer', 'put', `${feesRunning.url}/standards/YL-01`, dearer)).status).toBe(200);
    expect((await ask('second', 'post', `${feesRunning.url}/standards/YL-01/verdicts`, { number: 2, decision: 'approve', note: '' })).status).toBe(200);
    expect((await count(await registered())).data.amountInFen).toBe(14_200);
    await granted(caseNumber);
    await eventually('the bill is issued', async () => (await shown(caseNumber)).bill?.state === 'issued');
    expect(await billsOf(caseNumber)).toMatchObject([{
      amountInFen: 4_450, charges: [{ amountInFen: 1_950, assessed: { validFrom: '2026-01-01' } }, { amountInFen: 2_500 }],
      split: [{ revenueItem: '103001', collectingUnit: '430603101', amountInFen: 1_950 }, { revenueItem: '103002', collectingUnit: '430603102', amountInFen: 2_500 }],
    }]);
  });
  it('goes on without a payment where everything is exempt by document, and fees keeps the reckoning', async () => {
    const caseNumber = await registered();
    const relief = { code: 'free', documentNumber: '民政〔2026〕8号' };
    const free: Given = [{ name: '占用费', measure: null, relief }, { name: '查验费', measure: '3', relief }];
    expect((await count(caseNumber, free)).data.amountInFen).toBe(0);
    expect((await accept(caseNumber, { given: free, amountInFen: 0 })).status).toBe(200);
    await granted(caseNumber);
    expect(await shown(caseNumber)).toMatchObject({ state: 'decision-sealing', bill: { state: 'exempt', amountInFen: 0, payCode: null } });
    await eventually('fees has the record', async () => {
      const { data } = await ask<{ exemptions: { charges: unknown[] }[] }>('cashier', 'get', `${feesRunning.url}/exemptions?caseNumber=${caseNumber}`);
      return data.exemptions.length === 1 && data.exemptions[0]?.charges.length === 2;
    });
    expect(await billsOf(caseNumber)).toEqual([]);

    // Whoever answers for relief finds it by day, unit, item and document, with what was forgone.
    const forgoneInFen = (await count(caseNumber, [{ name: '占用费', measure: null, relief: null }, { name: '查验费', measure: '3', relief: null }])).data.amountInFen;
    const list = async (query: Record<string, string>): Promise<string[]> => {
      const { data } = await ask<{ exemptions: { caseNumber: string; forgoneInFen: number }[] }>('cashier', 'get', `${feesRunning.url}/exemptions?${new URLSearchParams(query).toString()}`);
      return data.exemptions.map((one) => `${one.caseNumber === caseNumber ? 'this' : 'another'} ${String(one.forgoneInFen)}`);
    };
    const this_ = [`this ${String(forgoneInFen)}`];
    expect(forgoneInFen).toBeGreaterThan(0);
    for (const query of [{ from: '2026-11-23', to: '2026-11-23' }, { unit: '430603101' }, { unit: '430603102' }, { item: '103001' }, { q: '民政〔2026〕8' }, { q: caseNumber.slice(-8) }, { unit: '430603101', item: '103002', q: '2026' }] as Record<string, string>[]) expect(await list(query), JSON.stringify(query)).toEqual(this_);
    for (const query of [{ from: '2026-11-24' }, { to: '2026-11-22' }, { unit: '43060310_' }, { unit: '430603109' }, { item: '430603101' }, { q: '民政〔2026〕9' }, { q: '%%' }] as Record<string, string>[]) expect(await list(query), JSON.stringify(query)).toEqual([]);
    const sums = await ask<Record<string, unknown>>('cashier', 'get', `${feesRunning.url}/exemptions/sums?from=2026-11-01&to=2026-11-30`);
    expect(sums.data).toMatchObject({
      exemptions: 1, forgoneInFen, days: [{ key: '2026-11-23', exemptions: 1, forgoneInFen }],
      units: [{ key: '430603101', name: '单位 YL-01', exemptions: 1 }, { key: '430603102', exemptions: 1, forgoneInFen: 2_500 }], items: [{ key: '103001' }, { key: '103002', forgoneInFen: 2_500 }],
    });
    expect((await ask('cashier', 'get', `${feesRunning.url}/exemptions/sums?from=2025-01-01&to=2026-11-30`)).status).toBe(400);
    expect((await ask('officer', 'get', `${feesRunning.url}/exemptions`)).status).toBe(403);
  });
  it('is refused before its acceptance where the standard is not there, was withdrawn, or is past its last day', async () => {
    expect(await count(await registered(unpublished), [])).toMatchObject({ status: 422, data: { reason: 'fee-not-countable' } });
    const caseNumber = await registered();
    expect((await ask('officer', 'post', `${feesRunning.url}/standards/YL-02/withdrawals`, { from: '2026-11-23', reason: '示例取消' })).status).toBe(200);
    // One officer alone changes nothing.
    expect((await count(caseNumber)).status).toBe(200);
    expect((await ask('second', 'post', `${feesRunning.url}/standards/YL-02/verdicts`, { number: 2, decision: 'approve', note: '' })).status).toBe(200);
    expect(await count(caseNumber)).toMatchObject({ status: 422, data: { reason: 'fee-not-countable' } });
    const refused = await accept(caseNumber, { given, amountInFen: 14_200 });
    expect(refused).toMatchObject({ status: 422, data: { reason: 'fee-not-countable' } });
    expect((await shown(caseNumber)).state).toBe('received');
  });
  it('counts as accepted when nothing was said in time, and is then not granted before its fee is fixed', async () => {
    await publishStandard(feesRunning.url, stage.token, standard('YL-99', { kind: 'per-unit', unit: '件', unitAmountInFen: 700, wholeUnits: true }));
    const caseNumber = await registered(unpublished);
    clock.advance(14 * 86_400_000);
    await eventually('it counts as accepted', async () => (await shown(caseNumber)).state === 'accepted');
    expect((await ask('reviewer', 'post', `${intakeUrl}/cases/${caseNumber}/review`, { opinion: 'agree' })).status).toBe(200);
    expect(await ask('approver', 'post', `${intakeUrl}/cases/${caseNumber}/decision`, { decision: 'granted', note: '', validTo: null })).toMatchObject({ status: 422, data: { reason: 'fee-uncounted' } });
    expect((await shown(caseNumber)).actions.find(({ operation }) => operation === 'setFee')).toMatchObject({ possible: true });
    expect((await ask('reviewer', 'post', `${intakeUrl}/cases/${caseNumber}/fee`, { fee: { given: [], amountInFen: 700 } })).status).toBe(403);
    expect((await ask('clerk', 'post', `${intakeUrl}/cases/${caseNumber}/fee`, { fee: { given: [], amountInFen: 700 } })).status).toBe(200);
    expect(await ask('clerk', 'post', `${intakeUrl}/cases/${caseNumber}/fee`, { fee: { given: [], amountInFen: 700 } })).toMatchObject({ status: 409 });
    expect((await ask('approver', 'post', `${intakeUrl}/cases/${caseNumber}/decision`, { decision: 'granted', note: '', validTo: null })).status).toBe(200);
    await eventually('the bill is issued', async () => (await shown(caseNumber)).bill?.state === 'issued');
  });
  it('asks nobody where the item has an amount of its own, even while fees does not answer', async () => {
    const [one, other] = [await registered(plain), await registered()];
    await feesRunning.stop();
    expect((await accept(one)).status).toBe(200);
    expect(await accept(other, { given, amountInFen: 14_200 })).toMatchObject({ status: 409, data: { reason: 'fees-silent' } });
    expect((await shown(other)).state).toBe('received');
  });
});
