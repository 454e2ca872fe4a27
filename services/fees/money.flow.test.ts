import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import knex from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../contracts/fees/api.ts';
import { freshId } from '../../infra/chance.ts';
import { manualClock } from '../../infra/clock.ts';
import { projectFile } from '../../infra/project-file.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { publishStandard } from '../../test/published-standard.ts';
import { service } from './service.ts';

type Schemas = components['schemas'];
type Answer<Body = Record<string, unknown>> = { status: number; body: Body };

let stage: Stage;
/** Two copies on one database. */
let urls: string[];
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));

beforeAll(async () => {
  stage = await openStage();
  const [first, second] = [await stage.start(service, { HUB_DIVISION_CODE: '430603' }, clock), await stage.start(service, { HUB_DIVISION_CODE: '430603', HUB_HTTP_PORT: '0' }, clock)];
  urls = [first.url, second.url];
  tokens.set('gateway', await stage.token('service', { subject: 'bank-gateway' }));
  for (const [name, role] of [['lin', 'cashier'], ['wu', 'cashier'], ['sun', 'supervisor'], ['mei', 'catalogue-officer'], ['hua', 'catalogue-officer'], ['other', 'service']] as const) tokens.set(name, await stage.token(role, { subject: name }));
});
afterAll(async () => { await stage?.close(); });

async function ask<Body = Record<string, unknown>>(who: string, method: string, where: string, body?: unknown, options: { key?: string; copy?: number } = {}): Promise<Answer<Body>> {
  const response = await fetch(`${urls[options.copy ?? 0] ?? ''}${where}`, {
    method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': options.key ?? freshId() }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}
const standard = (code: string, rule: Schemas['ChargeRule'], more: Partial<Schemas['Standard']> = {}): Schemas['Standard'] => ({
  code, name: `示例费 ${code}`, words: '每平方米 1.50 元', basis: '示例〔2025〕1号', revenueItem: { code: `1030${code.slice(-2)}`, name: '示例收入' }, collectingUnit: { code: `43060${code.slice(-1)}`, name: '示例局' },
  rule, reliefs: [{ code: 'half', name: '减半征收', basis: '示例〔2026〕2号', effect: { kind: 'part', stillPerMillion: 500_000 } }], lateFee: null, validFrom: '2026-01-01', ...more,
});
const area = { standardCode: 'YL-01', measure: '100', relief: null };
const fixed = { standardCode: 'YL-02', measure: null, relief: null };
const sheet = (charges: unknown[] = [area, fixed], more = {}): object => ({ caseNumber: null, projectCode: '2601-430603-04-01-123456', payer: { name: '示例公司', creditCode: null }, charges, dueBy: '2026-02-04T15:59:59Z', ...more });
async function openedBill(charges?: unknown[]): Promise<Schemas['Bill']> { return (await ask<Schemas['Bill']>('lin', 'POST', '/bills', sheet(charges))).body; }
const pay = (payCode: string, serial: string, amountInFen: number, more: { bank?: string; copy?: number } = {}): Promise<Answer> => {
  const bank = more.bank ?? 'BANKA';
  return ask('gateway', 'POST', `/bills/${payCode}/payments`, { bank, serial, amountInFen, workDate: '2026-01-05', collectedOn: '2026-01-05' }, { key: `payment:${bank}:${serial}`, copy: more.copy ?? 0 });
};
let total = 0;
async function paidAndReconciled(): Promise<Schemas['Bill']> {
  const bill = await openedBill();
  const bank = `BANK${String(total += 1)}`;
  expect((await pay(bill.payCode, `S${String(total)}`, 18_000, { bank })).status).toBe(200);
  expect((await ask('gateway', 'POST', '/reconciliations', { bank, from: '2026-01-05', to: '2026-01-05', amountInFen: 18_000 })).status).toBe(200);
  return (await ask<Schemas['Bill']>('lin', 'GET', `/bills/${bill.payCode}`)).body;
}
const parity = async (): Promise<Schemas['Parity']> => (await ask<Schemas['Parity']>('sun', 'GET', '/ledger/parity')).body;

describe('published standards', () => {
  const published = async (): Promise<{ code: string; versions: { validFrom: string }[] }[]> => {
    const response = await fetch(`${urls[0] ?? ''}/standards`);
    return ((await response.json()) as { standards: { code: string; versions: { validFrom: string }[] }[] }).standards;
  };
  const verdict = (who: string, number: number, decision: 'approve' | 'reject', note = ''): Promise<Answer> => ask(who, 'POST', '/standards/YL-01/verdicts', { number, decision, note });

  it('are proposed by one catalogue officer and approved by another, once and for good, and read by everybody', async () => {
    const first = standard('YL-01', { kind: 'per-unit', unit: '平方米', unitAmountInFen: 150, wholeUnits: false });
    expect((await ask('lin', 'PUT', '/standards/YL-01', first)).status).toBe(403);
    expect(await ask('mei', 'PUT', '/standards/YL-01', first)).toMatchObject({ status: 200, body: { code: 'YL-01', state: 'proposed', versions: [], proposal: { number: 1, proposed: { by: 'mei' } } } });
    expect((await ask('mei', 'PUT', '/standards/YL-01', first)).body).toMatchObject({ proposal: { number: 1 } });
    expect(await published()).toEqual([]);
    expect(await ask('hua', 'PUT', '/standards/YL-01', { ...first, words: '改写' })).toMatchObject({ status: 409, body: { reason: 'proposal-open' } });
    expect(await verdict('mei', 1, 'approve')).toMatchObject({ status: 409, body: { reason: 'second-person-needed' } });
    expect((await verdict('lin', 1, 'approve')).status).toBe(403);
    expect(await verdict('hua', 2, 'approve')).toMatchObject({ status: 409, body: { reason: 'proposal-gone' } });
    expect(await verdict('hua', 1, 'reject')).toMatchObject({ status: 422, body: { reason: 'reason-missing' } });
    expect(await verdict('hua', 1, 'reject', '依据文号有误')).toMatchObject({ status: 200, body: { state: 'rejected', proposal: null } });
    expect((await ask('mei', 'PUT', '/standards/YL-01', first)).body).toMatchObject({ state: 'proposed', proposal: { number: 2 } });
    expect(await verdict('hua', 2, 'approve')).toMatchObject({ status: 200, body: { state: 'published', versions: [{ validFrom: '2026-01-01', published: { by: 'hua' } }], proposal: null, history: [{ act: 'proposed', by: 'mei' }, { act: 'rejected', by: 'hua', note: '依据文号有误' }, { act: 'proposed' }, { act: 'approved', by: 'hua' }] } });
    expect((await ask('mei', 'PUT', '/standards/YL-01', first)).body).toMatchObject({ state: 'published', proposal: null });
    await publishStandard(urls[0] ?? '', stage.token, standard('YL-02', { kind: 'fixed', amountInFen: 3_000 }));
    expect((await published()).map(({ code }) => code)).toEqual(['YL-01', 'YL-02']);
  });
  it('are superseded from today or later, with a reason, and never altered', async () => {
    const first = standard('YL-01', { kind: 'per-unit', unit: '平方米', unitAmountInFen: 150, wholeUnits: false });
    const dearer = { ...first, rule: { kind: 'per-unit' as const, unit: '平方米', unitAmountInFen: 200, wholeUnits: false }, validFrom: '2026-02-01' };
    expect(await ask('mei', 'PUT', '/standards/YL-01', { ...first, words: '改写' })).toMatchObject({ status: 409, body: { reason: 'standard-version-fixed' } });
    expect(await ask('mei', 'PUT', '/standards/YL-01', { ...dearer, validFrom: '2026-01-04', reason: '调价' })).toMatchObject({ status: 409, body: { reason: 'standard-version-fixed', field: 'validFrom' } });
    expect(await ask('mei', 'PUT', '/standards/YL-01', dearer)).toMatchObject({ status: 422, body: { reason: 'reason-missing' } });
    expect((await ask('mei', 'PUT', '/standards/YL-01', { ...dearer, reason: '示例发改价格〔2026〕1号调价' })).body).toMatchObject({ state: 'published', proposal: { number: 3 } });
    // While a version waits, the one in force is counted by, and nobody outside hears of the other.
    expect((await published())[0]?.versions).toHaveLength(1);
    expect((await verdict('hua', 3, 'approve')).body).toMatchObject({ versions: [{ validFrom: '2026-01-01' }, { validFrom: '2026-02-01' }] });
    expect((await ask('sun', 'GET', '/standard-register')).body).toMatchObject({ standards: [{ code: 'YL-01', history: [{}, {}, {}, {}, {}, { kind: 'publish', from: '2026-02-01' }] }, {}] });
  });
  it('show what they make of an example before anybody publishes them', async () => {
    const late = standard('YL-09', { kind: 'percentage', of: '工程造价', tiers: [{ upTo: null, perMillion: 5_000 }], atLeastInFen: null, atMostInFen: 100_000 }, { lateFee: { perDayPerMillion: 500, atMostPerMillion: 1_000_000, basis: '示例〔2025〕9号' } });
    const example = (more: object = {}): object => ({ standard: late, measure: '30000', relief: { code: 'half', documentNumber: '证〔2026〕1号' }, daysLate: 10, ...more });
    expect(await ask('mei', 'POST', '/standard-examples', example())).toMatchObject({ status: 200, body: { amountInFen: 7_500, lines: [{ zh: '工程造价 30000 元 × 0.5% ＝ 150.00 元' }, { amountInFen: -7_500 }], lateFee: { amountInFen: 37 } } });
    expect(await ask('mei', 'POST', '/standard-examples', example({ measure: null }))).toMatchObject({ status: 422, body: { reason: 'amount-outside-standard', field: 'measure' } });
    expect(await ask('mei', 'POST', '/standard-examples', example({ standard: { ...late, validTo: '2025-12-31' } }))).toMatchObject({ status: 400, body: { field: 'validTo' } });
    expect((await ask('lin', 'POST', '/standard-examples', example())).status).toBe(403);
    expect((await published()).map(({ code }) => code)).toEqual(['YL-01', 'YL-02']);
  });
  it('grant no relief that is claimed without its document, wherever it is asked for, and say so in both languages', async () => {
    const claim = (documentNumber: string): object => ({ ...area, relief: { code: 'half', documentNumber } });
    const refused = (field: string): object => ({ status: 422, body: { reason: 'relief-document-missing', field, detail: expect.stringContaining('减免须有证明文号') as string, detailEn: expect.stringContaining('A relief needs the number of the document that proves it') as string } });
    for (const nothing of ['', '   ']) {
      expect(await ask('lin', 'POST', '/assessments', { charges: [fixed, claim(nothing)] })).toMatchObject(refused('charges.1.relief.documentNumber'));
      expect(await ask('lin', 'POST', '/bills', sheet([claim(nothing)]))).toMatchObject(refused('charges.0.relief.documentNumber'));
      expect(await ask('mei', 'POST', '/standard-examples', { standard: standard('YL-08', { kind: 'fixed', amountInFen: 100 }), measure: null, relief: { code: 'half', documentNumber: nothing }, daysLate: 0 })).toMatchObject(refused('relief.documentNumber'));
    }
    const { documentNumber: _left, ...bare } = { code: 'half', documentNumber: '' };
    expect(await ask('lin', 'POST', '/bills', sheet([{ ...area, relief: bare }]))).toMatchObject({ status: 400, body: { field: 'charges.0.relief.documentNumber' } });
    expect((await ask('lin', 'POST', '/assessments', { charges: [claim('证〔2026〕7号')] })).body).toMatchObject({ amountInFen: 7_500 });
  });
  it('count by the version in force today, line by line, and refuse what they do not foresee', async () => {
    expect(await ask('lin', 'POST', '/assessments', { charges: [{ standardCode: 'YL-01', measure: '12.5', relief: { code: 'half', documentNumber: '证〔2026〕7号' } }, fixed] })).toMatchObject({
      status: 200, body: { amountInFen: 3_937, charges: [{ amountInFen: 937, assessed: { validFrom: '2026-01-01', lines: [{ amountInFen: 1_875 }, { amountInFen: -938, zh: '减半征收（示例〔2026〕2号，证〔2026〕7号）减 9.38 元' }] } }, { amountInFen: 3_000 }] },
    });
    for (const [wrong, field] of [[{ ...area, measure: null }, 'charges.0.measure'], [{ ...area, standardCode: 'YL-99' }, 'charges.0.standardCode'], [{ ...area, relief: { code: 'other', documentNumber: '1' } }, 'charges.0.relief.code']] as const) {
      expect(await ask('lin', 'POST', '/assessments', { charges: [wrong] })).toMatchObject({ status: 422, body: { reason: 'amount-outside-standard', field } });
    }
  });
});

describe('a bill made at the window', () => {
  it('holds several charges of one project on one sheet, divided for settlement, and is made once', async () => {
    const key = freshId();
    const made = await ask('lin', 'POST', '/bills', sheet(), { key });
    expect(made).toMatchObject({ status: 200, body: { origin: 'window', state: 'issued', amountInFen: 18_000, owedInFen: 18_000, split: [{ revenueItem: '103001', collectingUnit: '430601', amountInFen: 15_000 }, { revenueItem: '103002', amountInFen: 3_000 }] } });
    expect((await ask('lin', 'POST', '/bills', sheet(), { key, copy: 1 })).body['payCode']).toBe(made.body['payCode']);
    expect(await ask('lin', 'POST', '/bills', sheet(undefined, { projectCode: null }))).toMatchObject({ status: 400, body: { field: 'caseNumber' } });
    expect(await ask('lin', 'POST', '/bills', sheet([{ ...area, measure: '0' }]))).toMatchObject({ status: 422, body: { field: 'charges.0.measure' } });
  });
});

describe('a notice to pay', () => {
  it('says on its face by which day it is to be paid, the day itself counted, in the zone’s own time', async () => {
    const words = async (dueBy: string): Promise<string> => {
      const { body } = await ask<Schemas['Bill']>('lin', 'POST', '/bills', sheet(undefined, { dueBy }));
      const file = join(stage.directory, `notice-${body.payCode}.pdf`);
      const response = await fetch(`${urls[0] ?? ''}/bills/${body.payCode}/notice`, { headers: { authorization: `Bearer ${tokens.get('lin') ?? ''}` } });
      writeFileSync(file, Buffer.from(await response.arrayBuffer()));
      return (await promisify(execFile)('pdftotext', ['-layout', file, '-'])).stdout.replaceAll(/[^\S\n]/g, '');
    };
    expect(await words('2026-02-04T15:59:59Z')).toMatch(/^缴款期限2026年2月4日（含当日）$/m);
    // One second later it is the next day in China, and the notice says that one.
    expect(await words('2026-02-04T16:00:00Z')).toMatch(/^缴款期限2026年2月5日（含当日）$/m);
  });
});

describe('giving money back', () => {
  it('takes two people, the bank’s word, and leaves a line of the ledger for each move', async () => {
    const bill = await paidAndReconciled();
    const where = `/bills/${bill.payCode}/refunds`;
    expect(await ask('lin', 'POST', where, { amountInFen: 6_000, reason: '面积核减', refundableInFen: 17_999 })).toMatchObject({ status: 412, body: { reason: 'amount-changed' } });
    const asked = await ask('lin', 'POST', where, { amountInFen: 6_000, reason: '面积核减', refundableInFen: 18_000 });
    const number = asked.body['number'] as string;
    expect(asked).toMatchObject({ status: 200, body: { number: `${bill.payCode}-01`, state: 'requested', requested: { by: 'lin' } } });
    expect(await ask('lin', 'POST', `${where}/${number}/approvals`, { amountInFen: 6_000 })).toMatchObject({ status: 409, body: { reason: 'second-person-needed' } });
    expect((await ask('sun', 'POST', `${where}/${number}/approvals`, { amountInFen: 6_000 })).body).toMatchObject({ state: 'approved', decided: { by: 'sun' } });
    expect((await ask('lin', 'POST', `${where}/${number}/sendings`)).body).toMatchObject({ state: 'sent' });
    expect((await ask('sun', 'GET', '/refunds?state=sent')).body).toMatchObject({ refunds: [{ payCode: bill.payCode, number, paidInFen: 18_000 }] });
    const bank = bill.payment?.bank ?? '';
    expect(await ask('other', 'POST', `${where}/${number}/results`, { bank, outcome: 'refunded', serial: 'R1', note: '' })).toMatchObject({ status: 403 });
    expect(await ask('gateway', 'POST', `${where}/${number}/results`, { bank: 'BANKZ', outcome: 'refunded', serial: 'R1', note: '' })).toMatchObject({ status: 409, body: { reason: 'refund-route-differs' } });
    for (let told = 0; told < 2; told += 1) expect((await ask('gateway', 'POST', `${where}/${number}/results`, { bank, outcome: 'refunded', serial: 'R1', note: '' })).body).toMatchObject({ state: 'refunded' });
    expect((await ask('lin', 'GET', `/bills/${bill.payCode}`)).body).toMatchObject({ state: 'paid', refundableInFen: 12_000 });
    const { body } = await ask('sun', 'GET', `/ledger/entries?payCode=${bill.payCode}&limit=200`);
    expect([...new Set((body['entries'] as Schemas['LedgerEntry'][]).map(({ occasion }) => occasion))]).toEqual(['issued', 'paid', 'refund-approved', 'refunded']);
    expect(await parity()).toMatchObject({ holds: true, unbalanced: [] });
  });
  it('never gives back more than was paid, however many ask at once on two copies', async () => {
    const bill = await paidAndReconciled();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => ask(at % 2 === 0 ? 'lin' : 'wu', 'POST', `/bills/${bill.payCode}/refunds`, { amountInFen: 10_000, reason: '多收', refundableInFen: 18_000 }, { copy: at % 2 })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(11);
  });
  it('waits until the day was reconciled', async () => {
    const bill = await openedBill();
    await pay(bill.payCode, 'N1', 18_000);
    expect(await ask('lin', 'POST', `/bills/${bill.payCode}/refunds`, { amountInFen: 1, reason: '多收', refundableInFen: 18_000 })).toMatchObject({ status: 409, body: { reason: 'not-reconciled-yet' } });
  });
});

describe('money no bill took', () => {
  const found = (serial: string, payCode: string): object => ({ bank: 'BANKC', serial, amountInFen: 18_000, workDate: '2026-01-05', collectedOn: '2026-01-05', payCode, why: 'already-paid' });
  it('is on the book once, claimed for a bill by two people, and settles it', async () => {
    const bill = await openedBill();
    for (let told = 0; told < 2; told += 1) expect(await ask('gateway', 'POST', '/unidentified-money', found('M1', ''))).toMatchObject({ status: 200, body: { id: 'BANKC:M1', state: 'found', toldBy: 'notice' } });
    expect(await ask('lin', 'POST', '/unidentified-money/BANKC:M1/proposals', { kind: 'claim', payCode: '43060326309999999999', reason: '系该单' })).toMatchObject({ status: 404 });
    expect((await ask('lin', 'POST', '/unidentified-money/BANKC:M1/proposals', { kind: 'claim', payCode: bill.payCode, reason: '系该单' })).body).toMatchObject({ state: 'proposed' });
    expect(await ask('lin', 'POST', '/unidentified-money/BANKC:M1/approvals', { amountInFen: 18_000 })).toMatchObject({ status: 409, body: { reason: 'second-person-needed' } });
    expect(await ask('wu', 'POST', '/unidentified-money/BANKC:M1/approvals', { amountInFen: 17_000 })).toMatchObject({ status: 412 });
    await ask('wu', 'POST', '/unidentified-money/BANKC:M1/approvals', { amountInFen: 18_000 });
    await eventually('the claim is on the bill', async () => ((await ask('sun', 'GET', '/unidentified-money?state=claimed')).body['money'] as unknown[]).length === 1);
    expect((await ask('lin', 'GET', `/bills/${bill.payCode}`)).body).toMatchObject({ state: 'paid', payment: { bank: 'BANKC', serial: 'M1', claimed: true } });
    expect(await parity()).toMatchObject({ holds: true });
  });
  it('does not pay a bill as well when its bank tells of it later: two people have it in hand', async () => {
    const bill = await openedBill();
    await ask('gateway', 'POST', '/unidentified-money', found('M3', ''));
    expect(await pay(bill.payCode, 'M3', 18_000, { bank: 'BANKC' })).toMatchObject({ status: 409, body: { reason: 'serial-already-used' } });
    expect((await ask('lin', 'GET', `/bills/${bill.payCode}`)).body).toMatchObject({ state: 'issued', payment: null });
    expect(await parity()).toMatchObject({ holds: true });
  });
  it('comes back to be placed again when the bill cannot take it, and goes back to the bank when two people say so', async () => {
    const bill = await openedBill([fixed]);
    await ask('lin', 'POST', '/unidentified-money', found('M2', bill.payCode));
    await ask('lin', 'POST', '/unidentified-money/BANKC:M2/proposals', { kind: 'claim', payCode: bill.payCode, reason: '系该单' });
    await ask('wu', 'POST', '/unidentified-money/BANKC:M2/approvals', { amountInFen: 18_000 });
    const back = await eventually('the bill has refused it', async () => ((await ask('sun', 'GET', '/unidentified-money?state=found')).body['money'] as Schemas['UnidentifiedMoney'][]).find(({ id }) => id === 'BANKC:M2'));
    expect(back).toMatchObject({ setBack: 'amount-differs', proposal: null });
    await ask('lin', 'POST', '/unidentified-money/BANKC:M2/proposals', { kind: 'return', payCode: null, reason: '重复缴款' });
    expect((await ask('sun', 'POST', '/unidentified-money/BANKC:M2/approvals', { amountInFen: 18_000 })).body).toMatchObject({ state: 'returning' });
    expect((await ask('gateway', 'POST', '/unidentified-money/BANKC:M2/returns', { outcome: 'returned', serial: 'B9', note: '' })).body).toMatchObject({ state: 'returned', returned: { serial: 'B9' } });
    expect(await parity()).toMatchObject({ holds: true });
  });
});

describe('the ledger', () => {
  it('adds up by day, unit, item and bank', async () => {
    const by = async (what: string): Promise<Schemas['StatementRow'][]> => (await ask('sun', 'GET', `/statements?from=2026-01-05&to=2026-01-05&groupedBy=${what}`)).body['rows'] as Schemas['StatementRow'][];
    const [day, unit, item, bank] = [await by('day'), await by('unit'), await by('item'), await by('bank')];
    expect(day).toHaveLength(1);
    const sum = (rows: Schemas['StatementRow'][], field: 'paidInFen' | 'refundedInFen'): number => rows.reduce((fen, row) => fen + row[field], 0);
    expect([unit, item, bank].map((rows) => sum(rows, 'paidInFen'))).toEqual([1, 2, 3].map(() => day[0]?.paidInFen));
    expect(item.length).toBeGreaterThan(1);
    expect([day, unit, item, bank].map((rows) => sum(rows, 'refundedInFen'))).toEqual([6_000, 6_000, 6_000, 6_000]);
    expect(unit.find(({ key }) => key === '430601')).toMatchObject({ refundedInFen: 5_000 });
    // What was assessed names no bank; what banks gave back would stand there alone, below zero.
    expect(bank.every(({ key, assessedInFen }) => key !== '' && assessedInFen === 0)).toBe(true);
    expect((await ask('sun', 'GET', '/statements?from=2026-02-30&to=2026-02-30&groupedBy=day')).status).toBe(400);
  });
  it('pages through all entries without skipping or repeating one', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await ask('sun', 'GET', `/ledger/entries?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
      for (const { record, place } of body['entries'] as Schemas['LedgerEntry'][]) seen.push(`${record}/${String(place)}`);
      if (body['next'] === null) break;
      cursor = body['next'] as string;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength((await parity()).entries);
  });
  it('is held to its own postings and to the bills by a command, which fails and says what and where when they no longer agree', async () => {
    writeFileSync(join(stage.directory, 'endpoints.json'), JSON.stringify({ services: { fees: { url: urls[0] } }, tokens: { supervisor: tokens.get('sun') } }));
    const command = async (...words: string[]): Promise<{ code: number; stdout: string }> => {
      const ran = await promisify(execFile)('npm', ['run', '--silent', 'ledger', '--', 'parity', '--run-directory', stage.directory, ...words], { cwd: projectFile() }).catch((error: unknown) => error as { code: number; stdout: string });
      return { code: 'code' in ran ? ran.code : 0, stdout: ran.stdout };
    };
    const { HUB_DATABASE_URL } = await stage.environment('fees');
    const database = knex({ client: 'mysql2', connection: HUB_DATABASE_URL ?? '' });
    const falsify = async (fen: number): Promise<{ record: string; posting: number }> => {
      const row = await database('ledger_entries').where({ account: 'bank', occasion: 'paid' }).orderBy(['record_id', 'place']).first<{ record_id: string; place: number; posting: number }>();
      await database('ledger_entries').where({ record_id: row.record_id, place: row.place }).increment('debit_in_fen', fen);
      return { record: row.record_id, posting: row.posting };
    };
    try {
      const sound = await command();
      expect(sound.code, sound.stdout).toBe(0);
      expect(sound.stdout).toMatch(/平衡 balanced$/m);
      expect(sound.stdout).not.toMatch(/✗|NOT balanced/);

      const { record, posting } = await falsify(7);
      const [broken, told] = await Promise.all([command(), command('--json')]);
      await falsify(-7);
      expect([broken.code, told.code]).toEqual([1, 1]);
      expect(broken.stdout).toContain(`✗ ${record} 第 ${String(posting)} 笔借贷不平 the sides differ by 0.07`);
      expect(broken.stdout).toMatch(/^bank .*✗ 不符 differs$/m);
      expect(broken.stdout).toMatch(/不平 NOT balanced$/m);
      expect(JSON.parse(told.stdout)).toMatchObject({ holds: false, unbalanced: [{ record, posting, differenceInFen: 7 }] });

      // Both sides of every posting agree, and a bill says something else: the account that should hold it is named.
      const { pay_code: payCode } = await database('bills').where({ status: 'issued' }).first<{ pay_code: string }>('pay_code');
      await database('bills').where({ pay_code: payCode }).increment('amount_in_fen', 5);
      const apart = await command();
      await database('bills').where({ pay_code: payCode }).decrement('amount_in_fen', 5);
      expect(apart.code).toBe(1);
      expect(apart.stdout).toMatch(/^receivable .*✗ 不符 differs$/m);
      expect(apart.stdout).not.toContain('借贷不平');
    } finally { await database.destroy(); }
  });
  it('is seen to be wrong when somebody changes a figure behind its back', async () => {
    const { HUB_DATABASE_URL } = await stage.environment('fees');
    const database = knex({ client: 'mysql2', connection: HUB_DATABASE_URL ?? '' });
    try {
      const before = await parity();
      expect(before.holds).toBe(true);
      await database('ledger_entries').where({ account: 'bank', occasion: 'paid' }).limit(1).increment('debit_in_fen', 1);
      expect(await parity()).toMatchObject({ holds: false, unbalanced: [{ differenceInFen: 1 }] });
      await database('ledger_entries').where({ account: 'bank', occasion: 'paid' }).limit(1).decrement('debit_in_fen', 1);
      // Both sides changed alike: the posting balances, and still the accounts no longer say what the bills say.
      await database('bills').where({ status: 'issued' }).limit(1).increment('amount_in_fen', 5);
      expect(await parity()).toMatchObject({ holds: false, unbalanced: [] });
    } finally { await database.destroy(); }
  });
});
