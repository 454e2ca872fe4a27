/** A bank's day closed over three books: our payments, the bank's file, and what the fiscal platform itself says it holds. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../../contracts/fees/api.ts';
import { freshId } from '../../../infra/chance.ts';
import { manualClock } from '../../../infra/clock.ts';
import { eventually, openStage, type Stage } from '../../../test/stage.ts';
import { service } from '../service.ts';
import { publishStandard } from '../../../test/published-standard.ts';

type Schemas = components['schemas'];
type Answer<Body> = { status: number; body: Body & { reason?: string } };
let stage: Stage;
let url: string;
let platform: Server;
/** What the platform answers when it is asked about a pay code. */
const held = new Map<string, { serial: string; amountInFen: number; confirmedOn: string }>();
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));

beforeAll(async () => {
  stage = await openStage();
  platform = createServer((request, response) => {
    const payCode = /notices\/([^/]+)/.exec(request.url ?? '')?.[1] ?? '';
    const payment = held.get(payCode);
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(request.method === 'GET' ? { payCode, state: payment ? 'paid' : 'unpaid', payment: payment ? { ...payment, confirmedAt: '09:30:00', payMode: '51' } : null } : request.method === 'POST' ? { payCode, state: 'void' } : { payUrl: null }));
    });
  });
  await new Promise<void>((resolve) => { platform.listen(0, '127.0.0.1', resolve); });
  const address = platform.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  url = (await stage.start(service, { HUB_DIVISION_CODE: '430603', HUB_FISCAL_PLATFORM: 'stand-in', HUB_BANK_GATEWAY_URL: `http://127.0.0.1:${String(port)}`, HUB_FISCAL_RECORD_FROM: '2026-01-05' }, clock)).url;
  tokens.set('gateway', await stage.token('service', { subject: 'bank-gateway' }));
  for (const [name, role] of [['lin', 'cashier'], ['wu', 'cashier'], ['sun', 'supervisor']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  await publishStandard(url, stage.token, {
    code: 'YL-02', name: '示例费', words: '每件 30 元', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '示例收入' }, collectingUnit: { code: '430602', name: '示例局' }, rule: { kind: 'fixed', amountInFen: 3_000 }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
  });
});
afterAll(async () => { await stage?.close(); platform?.close(); });

async function ask<Body = Record<string, unknown>>(who: string, method: string, where: string, body?: unknown, key = freshId()): Promise<Answer<Body>> {
  const isFile = typeof body === 'string';
  const response = await fetch(`${url}${where}`, {
    method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json', 'idempotency-key': key }) }, ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body & { reason?: string } };
}
const opened = async (): Promise<string> => (await ask<Schemas['Bill']>('lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601', payer: { name: '示例公司', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-09-04T15:59:59Z' })).body.payCode;
async function paid(bank: string, serial: string, on: string): Promise<string> {
  const payCode = await opened();
  expect((await ask('gateway', 'POST', `/bills/${payCode}/payments`, { bank, serial, amountInFen: 3_000, workDate: on, collectedOn: on }, `payment:${bank}:${serial}`)).status).toBe(200);
  return payCode;
}
interface FileLine { payCode: string; serial?: string; fen?: number; unit?: string }
let digest = 0;
async function file(source: string, on: string, lines: readonly FileLine[], more: { id?: string; digest?: number } = {}): Promise<void> {
  const text = lines.map(({ payCode, serial = '', fen = 3_000, unit = '' }, at) => [String(at + 1), 'payment', payCode, serial, String(fen), '', '', unit, '', ''].join('\t') + '\n').join('');
  const query = new URLSearchParams({ name: `${source}.txt`, sha256: (more.digest ?? (digest += 1)).toString(16).padStart(64, '0'), count: String(lines.length), amountInFen: String(lines.reduce((sum, { fen = 3_000 }) => sum + fen, 0)) });
  expect((await ask('gateway', 'PUT', `/statements/${source}/${on}/files/${more.id ?? 'F1'}?${query.toString()}`, text)).status).toBe(200);
}
const day = async (source: string, on: string): Promise<Schemas['DayClose']> => (await ask<Schemas['DayClose']>('sun', 'GET', `/day-closes/${source}/${on}`)).body;
const close = async (source: string, on: string): Promise<Answer<Schemas['DayClosing']>> => ask('lin', 'POST', `/day-closes/${source}/${on}/closings`, { basis: (await day(source, on)).basis });
async function explained(of: Schemas['DayClose'], difference: Schemas['Difference'] | undefined, kind = 'explain'): Promise<void> {
  const where = `/day-closes/${of.source}/${of.day}/differences/${difference?.id ?? ''}`;
  expect(await ask('lin', 'POST', `${where}/resolutions`, { key: difference?.key, kind, note: '已与财政核实' })).toMatchObject({ status: 200, body: { state: 'resolved' } });
  expect(await ask('wu', 'POST', `${where}/countersignatures`, { agreed: true })).toMatchObject({ status: 200 });
}
const said = (of: Schemas['DayClose']): unknown[] => of.differences.map(({ key, verdict, oursInFen, theirsInFen, fiscalInFen, differs }) => [key, verdict, oursInFen, theirsInFen, fiscalInFen, differs.join(' ')]);

describe('a bank’s day over three books', () => {
  it('does not close before the fiscal record has come, and closes when all three agree', async () => {
    const on = '2026-01-05';
    const [one, two] = [await paid('ALIKE', 'A1', on), await paid('ALIKE', 'A2', on)];
    await file('ALIKE', on, [{ payCode: one, serial: 'A1' }, { payCode: two, serial: 'A2' }]);
    expect(await day('ALIKE', on)).toMatchObject({ state: 'awaiting-record', threeWay: true, fiscal: null, mayClose: false });
    expect((await close('ALIKE', on)).body).toMatchObject({ reason: 'record-missing' });
    // A bill of two units has a line for each; together they are the payment.
    await file('fiscal', on, [{ payCode: two }, { payCode: one, fen: 1_000, unit: '甲' }, { payCode: one, fen: 2_000, unit: '乙' }]);
    expect(await day('ALIKE', on)).toMatchObject({ state: 'ready', ours: { count: 2, amountInFen: 6_000 }, theirs: { count: 2, amountInFen: 6_000 }, fiscal: { count: 2, amountInFen: 6_000 }, counts: { matched: 2 }, differences: [] });
    expect((await close('ALIKE', on)).body).toMatchObject({ number: 1, fiscal: { count: 2, amountInFen: 6_000 } });
    expect(await day('ALIKE', on)).toMatchObject({ state: 'closed', files: [{ source: 'ALIKE' }, { source: 'fiscal' }] });
    expect(await day('fiscal', on)).toMatchObject({ state: 'ready', counts: { matched: 2 } });
  });
  it('is closed over two books before the record was owed, and says so', async () => {
    const on = '2026-01-04';
    const one = await paid('BEFORE', 'B1', on);
    await file('BEFORE', on, [{ payCode: one, serial: 'B1' }]);
    expect(await day('BEFORE', on)).toMatchObject({ state: 'ready', threeWay: false, fiscal: null });
    expect((await close('BEFORE', on)).body).toMatchObject({ number: 1, fiscal: null });
  });
  it('waits a day for what the bank holds and the platform has not confirmed; then it is a difference two people sign', async () => {
    const on = '2026-01-07';
    const [one, two] = [await paid('SILENT', 'S1', on), await paid('SILENT', 'S2', on)];
    await file('SILENT', on, [{ payCode: one, serial: 'S1' }, { payCode: two, serial: 'S2' }]);
    await file('fiscal', on, [{ payCode: one }]);
    expect(await day('SILENT', on)).toMatchObject({ state: 'waiting', waiting: 1, counts: { matched: 1, unconfirmed: 1 }, fiscal: { count: 1, amountInFen: 3_000 } });
    expect((await close('SILENT', on)).body).toMatchObject({ reason: 'lines-waiting' });
    await file('fiscal', '2026-01-08', []);
    const found = await day('SILENT', on);
    expect(said(found)).toEqual([[`~${two}`, 'unconfirmed', 3_000, 3_000, null, 'fiscal']]);
    expect((await close('SILENT', on)).body).toMatchObject({ reason: 'lines-open' });
    expect(await ask('lin', 'POST', `/day-closes/SILENT/${on}/differences/${found.differences[0]?.id ?? ''}/resolutions`, { key: `~${two}`, kind: 'book', note: '不能入账' })).toMatchObject({ body: { reason: 'resolution-not-fitting' } });
    await explained(found, found.differences[0]);
    expect((await close('SILENT', on)).body).toMatchObject({ number: 1, differences: 1 });
    // The late record holds it after all: no difference is left, and the day says that something changed.
    await file('fiscal', '2026-01-08', [{ payCode: two }]);
    expect(await day('SILENT', on)).toMatchObject({ state: 'changed-since', differences: [], counts: { matched: 2 }, gone: [{ state: 'settled' }], fiscal: { amountInFen: 6_000 }, mayClose: true });
    expect(await day('fiscal', '2026-01-08')).toMatchObject({ counts: { matched: 1 }, differences: [] });
  });
  it('names which of the three stands apart, line by line', async () => {
    const on = '2026-01-12';
    const codes = await Promise.all(['1', '2', '3', '4'].map((n) => paid('APART', `P${n}`, on)));
    const [atFiscal = '', atBank = '', atAll = '', atUs = ''] = codes;
    await file('APART', on, [{ payCode: atFiscal, serial: 'P1' }, { payCode: atBank, serial: 'P2', fen: 2_000 }, { payCode: atAll, serial: 'P3', fen: 2_000 }, { payCode: atUs, serial: 'P4', fen: 2_500 }]);
    await file('fiscal', on, [{ payCode: atFiscal, fen: 2_999 }, { payCode: atBank }, { payCode: atAll, fen: 1_000 }, { payCode: atUs, fen: 2_500 }]);
    for (const of of ['APART', 'fiscal']) await file(of, '2026-01-13', []);
    const found = await day('APART', on);
    expect(said(found)).toEqual([
      ['P2', 'amount', 3_000, 2_000, 3_000, 'bank'], ['P3', 'amount', 3_000, 2_000, 1_000, 'ours bank fiscal'], ['P4', 'amount', 3_000, 2_500, 2_500, 'ours'], [`~${atFiscal}`, 'amount', 3_000, 3_000, 2_999, 'fiscal'],
    ]);
    expect(found).toMatchObject({ counts: { matched: 0, amount: 4 }, open: 4, ours: { amountInFen: 12_000 }, theirs: { amountInFen: 9_500 }, fiscal: { count: 4, amountInFen: 9_499 } });
    // A page at a time, none left out.
    const page = (await ask<Schemas['DayClose']>('lin', 'GET', `/day-closes/APART/${on}?limit=2`)).body;
    const rest = (await ask<Schemas['DayClose']>('lin', 'GET', `/day-closes/APART/${on}?limit=2&cursor=${encodeURIComponent(page.next ?? '')}`)).body;
    expect([...said(page), ...said(rest)]).toEqual(said(found));
    for (const difference of found.differences) await explained(found, difference);
    expect(await close('APART', on)).toMatchObject({ status: 200, body: { differences: 4 } });
  });
  it('does not close while the platform holds money nobody else has told of; signed once it is settled on every day it shows', async () => {
    const on = '2026-01-19';
    const [one, two] = [await paid('STRAYA', 'X1', on), await paid('STRAYB', 'X2', on)];
    await file('STRAYA', on, [{ payCode: one, serial: 'X1' }]);
    await file('STRAYB', on, [{ payCode: two, serial: 'X2' }]);
    await file('fiscal', on, [{ payCode: one }, { payCode: two }, { payCode: '43060326300000008888', fen: 700 }]);
    await file('fiscal', '2026-01-20', []);
    const [a, b, fiscal] = [await day('STRAYA', on), await day('STRAYB', on), await day('fiscal', on)];
    for (const found of [a, b, fiscal]) expect(said(found)).toEqual([['~43060326300000008888', 'confirmed-alone', null, null, 700, 'fiscal']]);
    expect(new Set([a, b, fiscal].map(({ differences }) => differences[0]?.id)).size).toBe(1);
    expect(a).toMatchObject({ counts: { matched: 1 }, fiscal: { count: 2, amountInFen: 3_700 } });
    expect((await close('STRAYA', on)).body).toMatchObject({ reason: 'lines-open' });
    await explained(a, a.differences[0]);
    for (const source of ['STRAYA', 'STRAYB', 'fiscal']) expect((await close(source, on)).status, source).toBe(200);
  });
  it('books what the platform told us and we never heard, once it says so again', async () => {
    const on = '2026-01-26';
    const [one, unheard, unpaid] = [await paid('UNHEARD', 'U1', on), await opened(), await opened()];
    await file('UNHEARD', on, [{ payCode: one, serial: 'U1' }]);
    await file('fiscal', on, [{ payCode: one }, { payCode: unheard }, { payCode: unpaid }]);
    await file('fiscal', '2026-01-27', []);
    held.set(unheard, { serial: '7777', amountInFen: 3_000, confirmedOn: on });
    const found = await day('UNHEARD', on);
    expect(found.differences.map(({ payCode, verdict }) => [payCode, verdict])).toEqual([unheard, unpaid].sort().map((payCode) => [payCode, 'confirmed-alone']));
    const of = (payCode: string): Schemas['Difference'] | undefined => found.differences.find((each) => each.payCode === payCode);
    await explained(found, of(unheard), 'book');
    await eventually('it is on our books', async () => (await day('UNHEARD', on)).differences.length === 1);
    expect((await ask('lin', 'GET', `/bills/${unheard}`)).body).toMatchObject({ payment: { bank: 'FISCAL', serial: '7777' } });
    // What it says of itself and does not stand by comes back with its answer.
    await explained(found, of(unpaid), 'book');
    await eventually('it came back', async () => (await day('UNHEARD', on)).differences[0]?.task?.setBack ?? null);
    expect((await day('UNHEARD', on)).differences[0]?.task).toMatchObject({ state: 'taken' });
    await explained(await day('UNHEARD', on), of(unpaid));
    expect((await close('UNHEARD', on)).status).toBe(200);
    expect((await ask('sun', 'GET', '/ledger/parity')).body).toMatchObject({ holds: true });
  });
  it('shows what was taken back at the bank and stands at the platform, and what the platform says twice, also on two days', async () => {
    const on = '2026-02-02';
    const [back, twice, twoDays, fine] = [await paid('BACK', 'K1', on), await paid('BACK', 'K2', on), await paid('BACK', 'K3', on), await paid('BACK', 'K4', on)];
    expect((await ask('gateway', 'POST', `/bills/${back}/cancellations`, { bank: 'BACK', workDate: on })).status).toBe(200);
    await file('BACK', on, [{ payCode: twice, serial: 'K2' }, { payCode: twoDays, serial: 'K3' }, { payCode: fine, serial: 'K4' }]);
    await file('fiscal', on, [{ payCode: back }, { payCode: twice }, { payCode: twice }, { payCode: twoDays }, { payCode: fine }]);
    await file('fiscal', '2026-02-03', [{ payCode: twoDays }]);
        expect(Object.fromEntries((await day('BACK', on)).differences.map(({ payCode, verdict }) => [payCode, verdict]))).toEqual({ [back]: 'state', [twice]: 'duplicate' });
    expect((await day('fiscal', '2026-02-03')).differences.map(({ payCode, verdict }) => [payCode, verdict])).toEqual([[twoDays, 'duplicate']]);
    // The bank's own next day shows it as well, for the money is there; another bank's does not.
    await file('BACK', '2026-02-03', []);
    await file('OTHER', '2026-02-03', []);
    expect((await day('BACK', '2026-02-03')).differences.map(({ payCode }) => payCode)).toEqual([twoDays]);
    expect((await day('OTHER', '2026-02-03')).differences).toEqual([]);
  });
  it('gives the same result for the same record once more, in parts or in another order, and names what a revision changed', async () => {
    const on = '2026-02-09';
    const [one, two] = [await paid('AGAIN', 'G1', on), await paid('AGAIN', 'G2', on)];
    await file('AGAIN', on, [{ payCode: one, serial: 'G1' }, { payCode: two, serial: 'G2' }]);
    await file('fiscal', on, [{ payCode: one }, { payCode: two }], { digest: 70_001 });
    expect((await close('AGAIN', on)).status).toBe(200);
    await file('fiscal', on, [{ payCode: one }, { payCode: two }], { digest: 70_001 });
    expect(await day('AGAIN', on)).toMatchObject({ state: 'closed' });
    await file('fiscal', on, [{ payCode: two }, { payCode: one }], { id: 'F2' });
    expect(await day('AGAIN', on)).toMatchObject({ state: 'closed' });
    for (const id of ['F1', 'F2']) await file('fiscal', on, [{ payCode: one }, { payCode: two, fen: 1 }], { id });
    expect(said(await day('AGAIN', on))).toEqual([[`~${two}`, 'amount', 3_000, 3_000, 1, 'fiscal']]);
    expect(await day('AGAIN', on)).toMatchObject({ state: 'changed-since', closed: { number: 1 } });
    await file('fiscal', on, [{ payCode: one }], { id: 'F1' });
    await file('fiscal', on, [{ payCode: two }], { id: 'F2' });
    expect(await day('AGAIN', on)).toMatchObject({ state: 'closed', counts: { matched: 2 } });
  });
  it('stands in the list of days with the sum its own page says, and without one where two books are compared or the record has not come', async () => {
    const unheard = '2026-02-25';
    await paid('LATER', 'L1', unheard);
    const { days } = (await ask<{ days: Schemas['ListedDay'][] }>('sun', 'GET', '/day-closes?from=2026-01-04&to=2026-03-01')).body;
    for (const one of days.filter(({ source }) => source !== 'fiscal')) {
      const { threeWay, fiscal } = await day(one.source, one.day);
      expect([one.source, one.day, one.threeWay, one.fiscal]).toEqual([one.source, one.day, threeWay, fiscal]);
    }
    const row = (source: string): Schemas['ListedDay'] | undefined => days.find((one) => one.source === source);
    expect(row('APART')).toMatchObject({ threeWay: true, hasRecord: true, fiscal: { amountInFen: 9_499 } });
    expect(row('BEFORE')).toMatchObject({ threeWay: false, hasRecord: false, fiscal: null });
    expect(row('LATER')).toMatchObject({ threeWay: true, hasRecord: false, fiscal: null });
  });
});
