/**
 * Services that answer as a test says, and the public pages over them: for looking at every page in every state. The answers are
 * invented and have the shape of the contracts; what the real services answer is tried in pages.flow.test.ts.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { z } from 'zod';
import { manualClock, type ManualClock } from '../../../infra/clock.ts';
import { openSecrets } from '../../../infra/secrets.ts';
import type { Verification } from './check.tsx';
import type { ItemOnDay } from './guide.tsx';
import type { ListedItem } from './item-list.ts';
import type { Progress } from './progress.ts';
import type { CheckedReceipt } from './receipt-check.tsx';
import { publicPages } from './router.ts';
import { publicSettings, type PublicSettings } from './settings.ts';

const names = ['建筑工程施工许可证核发', '占用、挖掘城市道路审批', '城镇污水排入排水管网许可', '企业投资项目备案', '建设项目环境影响评价文件审批（非辐射类且编制报告表的项目）', '辐射安全许可证核发', '取水许可', '林木采伐许可证核发', '人防工程设计审核', '食品生产许可（简化程序）', '公共场所卫生许可', '道路货物运输经营许可',
  '生产建设项目水土保持方案审批', '特种设备使用登记', '药品零售企业经营许可', '人力资源服务许可', '劳务派遣经营许可', '户外广告设施设置审批', '不动产首次登记', '公章刻制业特种行业许可', '危险化学品经营许可', '出版物零售单位设立审批'];
const departments = ['云岭市住房和城乡建设局', '云岭市生态环境局', '云岭市市场监督管理局', '云岭市水务局'];
const forms = ['direct', 'entrusted', 'forward', 'direct-report'] as const;
const codeOf = (index: number): string => `11533900990002020N353011702${String(index).padStart(4, '0')}`.slice(0, 31);

/** Its check code is a1B2c3. */
export const sampleCheckedReceipt: CheckedReceipt = { code: '53030126', number: '0000000007', issuedAt: '2026-11-20T02:05:00Z', amountInFen: 128_050, refundedInFen: 0, payerName: '云岭**建设有限公司', item: '占用、挖掘城市道路审批' };

export const sampleItems: ListedItem[] = names.map((name, index) => ({
  code: codeOf(index), name, form: forms[index % 4] ?? 'direct', state: 'offered', withdrawnFor: null, version: 1, department: departments[index % 4] ?? null,
  promisedLimit: { amount: index % 5 === 0 ? 1 : 3 + index % 7, unit: index % 6 === 5 ? 'calendar-day' : 'working-day' }, charged: index % 3 === 0, documentNumber: '云岭授〔2026〕1号', validTo: '2028-12-31',
}));

/** What the sample's materials leave unsaid. */
const unsaid = { kind: null, pageFormat: null, sourceNote: null, basis: null, fillingNote: null, blankForm: null, sample: null };
const coded = { list: 'GB/T 39554.1', code: '01', meaning: '行政许可' };
export function sampleGuide(form: ListedItem['form'], more: Partial<ItemOnDay> = {}): ItemOnDay {
  const listed = sampleItems.find((item) => item.form === form);
  const department = { name: listed?.department ?? '', creditCode: '11533900990002020N', sealCode: 'YL-ZJ-01' };
  return {
    code: listed?.code ?? '', on: '2026-11-23', state: 'offered', withdrawnFor: null, condition: 'in-use', edition: 1, changeSetId: 'BG20260101-0001', from: '2026-01-01', to: null,
    item: {
      catalogCode: '530117002000', taskCode: listed?.code ?? '', handlingCode: null, name: listed?.name ?? '', version: 1, state: 'in-use', effectiveOn: '2026-01-01', cancelledOn: null,
      type: coded, department: { name: department.name, code: department.creditCode, nature: coded }, exerciseLevel: coded, powerSource: coded,
      legalBasis: '《中华人民共和国建筑法》第七条：建筑工程开工前，建设单位应当按照国家有关规定向工程所在地县级以上人民政府建设行政主管部门申请领取施工许可证。\n《建筑工程施工许可管理办法》（住房和城乡建设部令第18号）第二条。',
      statutoryLimit: { amount: 20, unit: 'working-day' }, promisedLimit: { amount: 5, unit: 'working-day' }, handlingType: coded, handlingWord: 'promised',
      servedKinds: [{ list: 'a', code: '2', meaning: '企业法人' }, { list: 'a', code: '3', meaning: '事业单位法人' }], conditions: '一、依法应当办理用地批准手续的，已经办理。\n二、在城市规划区的建筑工程，已经取得建设工程规划许可证。',
      address: null, openingHours: null, telephone: null, visits: 1,
      materials: [
        { name: '建筑工程施工许可申请表', required: true, form: '原件', copies: 1, source: '申请人自备', acceptanceStandard: '加盖单位公章', ...unsaid },
        { name: '建设工程规划许可证', required: true, form: '复印件', copies: 1, source: '政府部门核发', acceptanceStandard: null, ...unsaid },
        { name: '授权委托书及受托人身份证明', required: false, form: null, copies: 2, source: null, acceptanceStandard: null, ...unsaid },
      ],
      charges: [{ name: '城市道路占用费', standard: '每平方米每天 0.50 元，按批准面积和天数计算', unitAmountInFen: 50, unit: '平方米·天', basis: '云价发〔2025〕12号', reliefAllowed: true, reliefNote: null }],
      result: { type: 'certificate', name: '建筑工程施工许可证', sample: null, validity: null }, formFields: [], legalGrounds: [], entrustedBody: null, jointDepartments: [], statutoryLimitNote: null, promisedLimitNote: null, handlingForms: [], handlingFlow: null, specialProcedures: null, quantityLimit: null, handlingArea: null,
      intermediaryServices: null, supervision: null, onlineAddress: null, visitsNote: null, questions: [],
    },
    delegation: {
      documentNumber: '云岭授〔2026〕1号', kind: form === 'entrusted' ? '委托书' : '授权书', form, department, upstreamAuthority: form === 'direct-report' ? { name: '云海省住房和城乡建设厅', creditCode: '11530000990002020N' } : null,
      zone: { name: '云岭经济开发区', creditCode: '115339029900030159', divisionCode: '533902' }, subParks: [], zoneSealCode: 'YL-KFQ-01', countersign: 'standing', signedOn: '2025-12-20', validFrom: '2026-01-01', validTo: '2028-12-31', trialEndsOn: '2027-06-30',
      posts: { a: '审批岗 A', b: '审批岗 B' }, standing: 'in-force', endedOn: null, endReason: null, handOverOn: null, appliesFrom: null, supersededOn: null,
    },
    versions: [], delegations: [], ...more,
  };
}

export const sampleReceipt = { receiptNumber: '202611230000014', queryPassword: '314159' };
export const samplePayCode = '53390226300000000001';
export function sampleProgress(state: Progress['state'], more: Partial<Progress> = {}): Progress {
  return {
    state, item: '占用、挖掘城市道路审批', form: 'direct', department: '云岭市住房和城乡建设局', receivedAt: '2026-11-20T02:12:00.000Z', waitingFor: { zh: '园区审批人', en: 'the zone’s approver' }, due: '2026-11-27', light: 'green', bill: null, certificateNumber: null, ratings: 0, mayRate: false,
    steps: [
      { at: '2026-11-20T02:12:00.000Z', zh: '收件', en: 'received' }, { at: '2026-11-20T03:40:00.000Z', zh: '受理', en: 'accepted' }, { at: '2026-11-23T01:05:00.000Z', zh: '审查：同意', en: 'review: agreed' },
    ],
    ...more,
  };
}
export const sampleBill = { payCode: samplePayCode, amountInFen: 32_000, state: 'issued', dueBy: '2026-12-07' } as const;

export function sampleVerification(result: Verification['result'], more: Partial<Verification> = {}): Verification {
  const checkedAt = '2026-11-23T02:30:00.000Z';
  if (result === 'unknown') return { result, zh: '未查到', en: 'unknown', checkedAt };
  return {
    result, zh: '', en: '', checkedAt, title: '建筑工程施工许可证', number: '5339022026000001', licenceId: '1.2.156.3005.2.11100000000013127D001.115339029900030159.5339022026000001.001.K', issuer: '云岭经济开发区管理委员会',
    holder: '云岭****有限公司', validFrom: '2026-11-23', validTo: '2028-11-22', expired: false, ...more,
  };
}

/** What the services answer now; a test changes it. `undefined`: the service is not there. */
export interface Answers {
  progress: Progress | 'wrong' | 'rests' | undefined;
  items: ListedItem[] | undefined;
  guide: ItemOnDay | 'unknown' | undefined;
  verification: Verification | undefined;
  receipt: CheckedReceipt | undefined;
  /** Ratings that were handed in. */
  rated: unknown[];
  /** Paths that were asked for, in order. */
  asked: string[];
}
export interface SamplePages { url: string; answers: Answers; clock: ManualClock; defects: unknown[]; close(): Promise<void> }

/** Public pages on a free port, over services that answer as `answers` says. */
export async function openSamplePages(settings: Partial<PublicSettings> = {}, port = 0): Promise<SamplePages> {
  const answers: Answers = { progress: sampleProgress('accepted'), items: sampleItems, guide: sampleGuide('direct'), verification: sampleVerification('genuine'), receipt: sampleCheckedReceipt, asked: [], rated: [] };
  const services = express();
  services.use(express.json(), (request, _response, next) => { answers.asked.push(request.path); next(); });
  const refusal = (reason: string): object => ({ type: 'about:blank', title: reason, reason, detail: reason });
  services.post('/progress', (request, response) => {
    if (answers.progress === undefined) response.status(503).json(refusal('not-ready'));
    else if (answers.progress === 'rests') response.status(429).json(refusal('too-many-requests'));
    else if (answers.progress === 'wrong' || z.object({ queryPassword: z.string() }).parse(request.body).queryPassword !== sampleReceipt.queryPassword) response.status(403).json(refusal('wrong-query-password'));
    else response.json(answers.progress);
  });
  services.post('/progress/ratings', (request, response) => { answers.rated.push(request.body); response.json({ ratings: 1 }); });
  services.get('/items', (_request, response) => { if (answers.items) response.json({ items: answers.items, more: false }); else response.status(503).json(refusal('not-ready')); });
  services.get('/items/:code', (_request, response) => { if (answers.guide === 'unknown') response.status(404).json(refusal('unknown-item')); else if (answers.guide) response.json(answers.guide); else response.status(503).json(refusal('not-ready')); });
  services.get('/receipts/check', (request, response) => {
    const { code, number, checkCode } = request.query;
    if (answers.receipt === undefined) { response.status(503).json(refusal('not-ready')); return; }
    const right = answers.receipt !== null && code === answers.receipt.code && number === answers.receipt.number && checkCode === 'a1B2c3';
    response.json({ genuine: right, receipt: right ? answers.receipt : null });
  });
  services.get('/verifications/:reference', (_request, response) => { if (answers.verification) response.json(answers.verification); else response.status(503).json(refusal('not-ready')); });
  const behind = await listen(services, 0);

  const clock = manualClock(new Date('2026-11-23T02:30:00Z'));
  const defects: unknown[] = [];
  const app = express();
  const front = await listen(app, port);
  app.use(publicPages({
    urlOf: () => behind.url, clock, secrets: openSecrets(['a-secret-for-these-pages-only-012345']), onDefect: (error) => { defects.push(error); },
    settings: { publicUrl: new URL(front.url), ...z.object(publicSettings).parse({}), zoneName: '云岭经济开发区', zoneNameEn: 'Yunling Economic Development Zone', hallPhone: '0899-12345678', hallAddress: '云岭市开发大道 8 号政务服务中心一楼', progressTriesPerMinute: 1_000, checksPerMinute: 1_000, itemPagesPerMinute: 1_000, ...settings },
  }));
  return { url: front.url, answers, clock, defects, async close() { await Promise.all([front.close(), behind.close()]); } };
}

async function listen(app: Express, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = await new Promise((resolve) => { const opened = app.listen(port, '127.0.0.1', () => { resolve(opened); }); });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
}
