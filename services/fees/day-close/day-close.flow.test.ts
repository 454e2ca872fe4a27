/** Days as people close them: real bills, real payments, files of a bank, two copies of fees, and a clock that is moved. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../../contracts/fees/api.ts';
import { freshId } from '../../../infra/chance.ts';
import { manualClock } from '../../../infra/clock.ts';
import { openDatabase, type Transaction } from '../../../infra/database.ts';
import { eventually, openStage, type Stage } from '../../../test/stage.ts';
import { publishStandard } from '../../../test/published-standard.ts';
import { service } from '../service.ts';
import { close } from './closing.ts';

type Schemas = components['schemas'];
type Answer<Body> = { status: number; body: Body & { reason?: string } };
let stage: Stage;
let urls: string[];
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));

beforeAll(async () => {
  stage = await openStage();
  urls = [(await stage.start(service, { HUB_DIVISION_CODE: '430603' }, clock)).url, (await stage.start(service, { HUB_DIVISION_CODE: '430603', HUB_HTTP_PORT: '0' }, clock)).url];
  tokens.set('gateway', await stage.token('service', { subject: 'bank-gateway' }));
  for (const [name, role] of [['lin', 'cashier'], ['wu', 'cashier'], ['sun', 'supervisor'], ['shen', 'auditor'], ['mei', 'catalogue-officer']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  await publishStandard(urls[0] ?? '', stage.token, {
    code: 'YL-02', name: '示例费', words: '每件 30 元', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '示例收入' }, collectingUnit: { code: '430602', name: '示例局' }, rule: { kind: 'fixed', amountInFen: 3_000 }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
  });
});
afterAll(async () => { await stage?.close(); });

async function ask<Body = Record<string, unknown>>(who: string, method: string, where: string, body?: unknown, options: { key?: string; copy?: number } = {}): Promise<Answer<Body>> {
  const isFile = typeof body === 'string';
  const response = await fetch(`${urls[options.copy ?? 0] ?? ''}${where}`, {
    method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json', 'idempotency-key': options.key ?? freshId() }) },
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body & { reason?: string } };
}
/** A bill of 30 yuan that nobody has paid. */
const opened = async (): Promise<string> => (await ask<Schemas['Bill']>('lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601', payer: { name: '示例公司', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2026-03-04T15:59:59Z' })).body.payCode;
const pay = (bank: string, payCode: string, serial: string, day = '2026-01-05'): Promise<Answer<object>> =>
  ask('gateway', 'POST', `/bills/${payCode}/payments`, { bank, serial, amountInFen: 3_000, workDate: day, collectedOn: day }, { key: `payment:${bank}:${serial}` });
const cancel = (bank: string, payCode: string, day = '2026-01-05'): Promise<Answer<object>> => ask('gateway', 'POST', `/bills/${payCode}/cancellations`, { bank, workDate: day });
async function paid(bank: string, serial: string, day?: string): Promise<string> { const payCode = await opened(); expect((await pay(bank, payCode, serial, day)).status).toBe(200); return payCode; }

interface FileLine { payCode: string; serial?: string; fen?: number; kind?: string; item?: string }
let digest = 0;
async function file(source: string, lines: readonly FileLine[], more: { day?: string; id?: string; digest?: number } = {}): Promise<void> {
  const text = lines.map(({ payCode, serial = '', fen = 3_000, kind = 'payment', item = '' }, at) => [String(at + 1), kind, payCode, serial, String(fen), '', '', '', item, ''].join('\t') + '\n').join('');
  const fen = lines.reduce((sum, line) => sum + ((line.kind ?? 'payment') === 'payment' ? 1 : -1) * (line.fen ?? 3_000), 0);
  const query = new URLSearchParams({ name: `${source}.txt`, sha256: (more.digest ?? (digest += 1)).toString(16).padStart(64, '0'), count: String(lines.length), amountInFen: String(fen) });
  expect((await ask('gateway', 'PUT', `/statements/${source}/${more.day ?? '2026-01-05'}/files/${more.id ?? 'F1'}?${query.toString()}`, text)).status).toBe(200);
}
const day = async (source: string, on = '2026-01-05', copy = 0): Promise<Schemas['DayClose']> => (await ask<Schemas['DayClose']>('sun', 'GET', `/day-closes/${source}/${on}`, undefined, { copy })).body;
const closeDay = async (source: string, on = '2026-01-05', basis?: string): Promise<Answer<Schemas['DayClosing']>> => ask('lin', 'POST', `/day-closes/${source}/${on}/closings`, { basis: basis ?? (await day(source, on)).basis });
const act = (who: string, difference: { id: string }, of: { source: string; day: string }, what: string, body: object): Promise<Answer<Schemas['DifferenceTask']>> => ask(who, 'POST', `/day-closes/${of.source}/${of.day}/differences/${difference.id}/${what}`, body);
async function explainedByTwo(of: Schemas['DayClose'], difference: Schemas['Difference'], kind = 'explain'): Promise<void> {
  expect(await act('lin', difference, of, 'resolutions', { key: difference.key, kind, note: '已与银行核实' })).toMatchObject({ status: 200, body: { state: 'resolved' } });
  expect(await act('wu', difference, of, 'countersignatures', { agreed: true })).toMatchObject({ status: 200 });
}
const verdicts = (of: Schemas['DayClose']): [string, string][] => of.differences.map(({ key, verdict }) => [key, verdict]);

describe('a day on which both books agree', () => {
  it('closes once its file is there, and then takes no cancellation', async () => {
    const codes = [await paid('AGREE', 'A1'), await paid('AGREE', 'A2')];
    expect(await day('AGREE')).toMatchObject({ state: 'awaiting-statement', theirs: null, ours: { count: 2, amountInFen: 6_000 }, mayClose: false });
    expect((await closeDay('AGREE')).body).toMatchObject({ reason: 'statement-missing' });
    await file('AGREE', [{ payCode: codes[1] ?? '', serial: 'A2' }, { payCode: codes[0] ?? '', serial: 'A1' }]);
    expect(await day('AGREE')).toMatchObject({ state: 'ready', counts: { matched: 2 }, differences: [], waiting: 0, open: 0 });
    expect((await ask('shen', 'POST', '/day-closes/AGREE/2026-01-05/closings', { basis: (await day('AGREE')).basis })).status).toBe(403);
    expect(await closeDay('AGREE')).toMatchObject({ status: 200, body: { number: 1, by: 'lin', ours: { count: 2, amountInFen: 6_000 } } });
    expect(await day('AGREE', '2026-01-05', 1)).toMatchObject({ state: 'closed', mayClose: false });
    expect((await cancel('AGREE', codes[0] ?? '')).body).toMatchObject({ reason: 'already-reconciled' });
    expect(await closeDay('AGREE')).toMatchObject({ body: { number: 1 } });
  });
  it('is not closed on what was seen before something changed', async () => {
    const code = await paid('STALE', 'T1');
    await file('STALE', [{ payCode: code, serial: 'T1' }]);
    const seen = (await day('STALE')).basis;
    expect((await cancel('STALE', code)).status).toBe(200);
    expect(await closeDay('STALE', '2026-01-05', seen)).toMatchObject({ status: 412, body: { reason: 'day-changed' } });
    expect(verdicts(await day('STALE'))).toEqual([['T1', 'state']]);
  });
  it('either takes a cancellation or is closed, when both come at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const bank = `RACE${String(round)}`;
      const code = await paid(bank, 'R1');
      await file(bank, [{ payCode: code, serial: 'R1' }]);
      const { basis } = await day(bank);
      const [cancelled, closed] = await Promise.all([cancel(bank, code), closeDay(bank, '2026-01-05', basis)]);
      expect([cancelled.status, closed.status].filter((status) => status === 200), JSON.stringify([cancelled, closed])).toHaveLength(1);
    }
  });
});

describe('a payment that comes while its day is being closed', () => {
  it('is not closed with what was compared before it: it can still be cancelled', async () => {
    const first = await paid('DURING', 'D1');
    const late = await opened();
    await file('DURING', [{ payCode: first, serial: 'D1' }]);
    const { basis } = await day('DURING');
    const { HUB_DATABASE_URL: databaseUrl = '' } = await stage.environment('fees');
    const database = openDatabase({ url: databaseUrl, connections: 4 });
    // Committed after the day's bills were locked and counted, just before they are marked as closed.
    const interrupted = new Proxy(database, { get: (target, name) => (name !== 'transaction' ? Reflect.get(target, name) as unknown : (work: (on: Transaction) => Promise<unknown>) => target.transaction((transaction) => work(new Proxy(transaction, {
      get: (on, what) => (what !== 'raw' ? Reflect.get(on, what) as unknown : async (sql: string, bindings: string[]) => { if (sql.startsWith('INSERT INTO reconciled_payments')) await pay('DURING', late, 'D2'); return on.raw(sql, bindings); }),
    })))) });
    try { expect(await close(interrupted, databaseUrl, { source: 'DURING', day: '2026-01-05', basis, by: 'lin', threeWay: false }, clock.now())).toMatchObject({ reason: 'day-changed' }); } finally { await database.destroy(); }
    expect(await day('DURING')).toMatchObject({ closed: null });
    expect((await cancel('DURING', late)).status).toBe(200);
  });
});

describe('a line on one side alone', () => {
  it('waits for the next day, and is matched there as a difference of date that two people sign once for both days', async () => {
    const [late, missing] = [await paid('NIGHT', 'N1'), await paid('NIGHT', 'N2')];
    await file('NIGHT', [{ payCode: missing, serial: 'N2' }]);
    const first = await day('NIGHT');
    expect(first).toMatchObject({ state: 'waiting', waiting: 1, open: 0, differences: [{ key: 'N1', verdict: 'ours-only', standing: 'waiting' }] });
    expect(await act('lin', first.differences[0] ?? { id: '' }, first, 'owners', { key: 'N1' })).toMatchObject({ status: 409, body: { reason: 'lines-waiting' } });
    expect((await closeDay('NIGHT')).body).toMatchObject({ reason: 'lines-waiting' });
    await file('NIGHT', [{ payCode: late, serial: 'N1' }], { day: '2026-01-06' });
    const [one, two] = [await day('NIGHT'), await day('NIGHT', '2026-01-06')];
    expect([one.differences[0], two.differences[0]]).toMatchObject([{ verdict: 'date', otherDay: '2026-01-06', standing: 'open' }, { verdict: 'date', otherDay: '2026-01-05', standing: 'open' }]);
    expect(one.differences[0]?.id).toBe(two.differences[0]?.id);
    expect((await closeDay('NIGHT')).body).toMatchObject({ reason: 'lines-open' });
    await explainedByTwo(one, one.differences[0] as Schemas['Difference']);
    expect([(await closeDay('NIGHT')).status, (await closeDay('NIGHT', '2026-01-06')).status]).toEqual([200, 200]);
  });
  it('is a difference when the next day never comes', async () => {
    await paid('QUIET', 'Q1');
    await file('QUIET', []);
    expect(await day('QUIET')).toMatchObject({ state: 'waiting' });
    clock.set(new Date('2026-01-07T16:00:00Z'));
    expect(await day('QUIET')).toMatchObject({ state: 'differing', open: 1, differences: [{ verdict: 'ours-only', standing: 'open', oursInFen: 3_000, theirsInFen: null }] });
    clock.set(new Date('2026-01-05T01:30:00Z'));
  });
  it('held by the bank is booked on its bill when two people say so, and never by one', async () => {
    const code = await opened();
    await file('LOST', [{ payCode: code, serial: 'L1' }]);
    await file('LOST', [], { day: '2026-01-06' });
    const found = await day('LOST');
    const difference = found.differences[0] as Schemas['Difference'];
    expect(difference).toMatchObject({ verdict: 'theirs-only', oursInFen: null, theirsInFen: 3_000, lines: [{ file: 'LOST.txt', line: 1, serial: 'L1' }] });
    expect((await act('sun', difference, found, 'owners', { key: 'L1' })).body).toMatchObject({ state: 'taken', owner: { by: 'sun' } });
    expect((await act('lin', difference, found, 'resolutions', { key: 'L1', kind: 'book', note: '银行已收，通知丢失' })).body).toMatchObject({ state: 'resolved' });
    expect((await act('lin', difference, found, 'countersignatures', { agreed: true })).body).toMatchObject({ reason: 'second-person-needed' });
    expect((await act('wu', difference, found, 'rejections', { reason: '请附回单' })).body).toMatchObject({ state: 'taken', setBack: '请附回单' });
    await act('lin', difference, found, 'resolutions', { key: 'L1', kind: 'book', note: '回单已附' });
    expect((await act('wu', difference, found, 'countersignatures', { agreed: true })).status).toBe(200);
    const ready = await eventually('the bill is paid by the line', async () => { const now = await day('LOST'); return now.state === 'ready' && now.gone[0]?.state === 'settled' ? now : null; });
    expect(ready).toMatchObject({ differences: [], counts: { matched: 1 }, gone: [{ history: [{ act: 'taken' }, { act: 'resolved' }, { act: 'sent-back' }, { act: 'resolved' }, { act: 'countersigned' }, { act: 'settled' }] }] });
    expect((await ask('lin', 'GET', `/bills/${code}`)).body).toMatchObject({ payment: { bank: 'LOST', serial: 'L1' } });
    expect((await closeDay('LOST')).status).toBe(200);
  });
  it('paid a second time becomes money nobody could place', async () => {
    const code = await paid('TWICE', 'W1');
    await file('TWICE', [{ payCode: code, serial: 'W1' }, { payCode: code, serial: 'W2' }]);
    await file('TWICE', [], { day: '2026-01-06' });
    const found = await day('TWICE');
    expect(verdicts(found)).toEqual([['W2', 'duplicate']]);
    await explainedByTwo(found, found.differences[0] as Schemas['Difference'], 'unidentified');
    await eventually('it is on our books', async () => (await day('TWICE')).state === 'ready');
    expect((await ask('sun', 'GET', '/unidentified-money?state=found')).body).toMatchObject({ money: expect.arrayContaining([expect.objectContaining({ id: 'TWICE:W2', why: 'already-paid', toldBy: 'file' })]) as unknown });
    expect((await ask('sun', 'GET', '/ledger/parity')).body).toMatchObject({ holds: true });
  });
  it('that the bank says twice under one serial is never put on our books a second time', async () => {
    const code = await paid('ECHO', 'E1');
    await file('ECHO', [{ payCode: code, serial: 'E1' }, { payCode: code, serial: 'E1' }]);
    await file('ECHO', [], { day: '2026-01-06' });
    const found = await day('ECHO');
    expect(await act('lin', found.differences[0] ?? { id: '' }, found, 'resolutions', { key: 'E1', kind: 'unidentified', note: '银行重复' })).toMatchObject({ status: 422, body: { reason: 'resolution-not-fitting' } });
  });
  it('and a second one where lines have no serials is booked at what is too much, not at both', async () => {
    const code = await paid('BLIND', 'B1');
    await file('BLIND', [{ payCode: code }, { payCode: code }]);
    await file('BLIND', [], { day: '2026-01-06' });
    const found = await day('BLIND');
    expect(verdicts(found)).toEqual([[code, 'duplicate']]);
    await explainedByTwo(found, found.differences[0] as Schemas['Difference'], 'unidentified');
    await eventually('it is on our books', async () => (await day('BLIND')).state === 'ready');
    expect((await ask('sun', 'GET', '/unidentified-money?state=found')).body).toMatchObject({ money: expect.arrayContaining([expect.objectContaining({ bank: 'BLIND', amountInFen: 3_000 })]) as unknown });
    expect((await ask('sun', 'GET', '/ledger/parity')).body).toMatchObject({ holds: true });
  });
  it('without a pay code, of a bank whose lines have only that, is shown and can be settled', async () => {
    expect((await ask('lin', 'POST', '/unidentified-money', { bank: 'NAMELESS', serial: 'U1', amountInFen: 500, workDate: '2026-01-05', collectedOn: '2026-01-05', payCode: '', why: 'unknown-bill' })).status).toBe(200);
    await file('NAMELESS', [{ payCode: '43060326300000007777' }]);
    await file('NAMELESS', [], { day: '2026-01-06' });
    const found = await day('NAMELESS');
    expect(verdicts(found)).toEqual([['', 'ours-only'], ['43060326300000007777', 'theirs-only']]);
    for (const difference of found.differences) await explainedByTwo(found, difference);
    expect((await closeDay('NAMELESS')).status).toBe(200);
  });
  it('entered with a made-up pay code cannot make its amount vanish from the day', async () => {
    expect((await ask('lin', 'POST', '/unidentified-money', { bank: 'FORGED', serial: 'U1', amountInFen: 500, workDate: '2026-01-05', collectedOn: '2026-01-05', payCode: 'X\t0', why: 'unknown-bill' })).status).toBe(200);
    await file('FORGED', []);
    await file('FORGED', [], { day: '2026-01-06' });
    expect((await day('FORGED')).differences).toMatchObject([{ key: 'U1', verdict: 'ours-only', oursInFen: 500 }]);
  });
});

describe('every line', () => {
  it('is judged, and what cannot be booked is not', async () => {
    const codes = [await paid('JUDGE', 'J1'), await paid('JUDGE', 'J2'), await paid('JUDGE', 'J3'), await paid('JUDGE', 'J4'), await paid('JUDGE', 'J5')];
    const [amount = '', twice = '', back = '', split = '', other = ''] = codes;
    expect((await cancel('JUDGE', back)).status).toBe(200);
    const lines: FileLine[] = [
      { payCode: amount, serial: 'J1', fen: 2_999 }, { payCode: twice, serial: 'J2' }, { payCode: twice, serial: 'J2' }, { payCode: back, serial: 'J3' },
      { payCode: split, serial: 'J4', fen: 1_000, item: '1' }, { payCode: split, serial: 'J4', fen: 2_000, item: '2' }, { payCode: '43060326300000009999', serial: 'J5' },
    ];
    await file('JUDGE', lines);
    await file('JUDGE', [], { day: '2026-01-06' });
    const found = await day('JUDGE');
    expect(verdicts(found)).toEqual([['J1', 'amount'], ['J2', 'duplicate'], ['J3', 'state'], ['J5', 'pay-code']]);
    expect(found.counts).toMatchObject({ matched: 1, amount: 1, duplicate: 1, state: 1, 'pay-code': 1 });
    expect(other).not.toBe('');
    const [first] = found.differences;
    expect(await act('lin', first ?? { id: '' }, found, 'resolutions', { key: 'J1', kind: 'book', note: '按银行' })).toMatchObject({ status: 422, body: { reason: 'resolution-not-fitting' } });
    // The same lines in another order, in two files, and told again: the same differences.
    await file('JUDGE', [...lines].reverse(), { id: 'F2' });
    expect((await day('JUDGE')).differences.map(({ id }) => id)).toEqual(found.differences.map(({ id }) => id));
    // A page at a time, none left out.
    const page = (await ask<Schemas['DayClose']>('lin', 'GET', '/day-closes/JUDGE/2026-01-05?limit=3')).body;
    const rest = (await ask<Schemas['DayClose']>('lin', 'GET', `/day-closes/JUDGE/2026-01-05?limit=3&cursor=${page.next ?? ''}`)).body;
    expect([...verdicts(page), ...verdicts(rest)]).toEqual(verdicts(found));
    expect(rest.next).toBeNull();
  });
  it('of a file without serials is matched by its pay code', async () => {
    const [one, two] = [await paid('PLAIN', 'P1'), await paid('PLAIN', 'P2')];
    await file('PLAIN', [{ payCode: one }]);
    await file('PLAIN', [], { day: '2026-01-06' });
    expect(verdicts(await day('PLAIN'))).toEqual([[two, 'ours-only']]);
    await file('PLAIN', [{ payCode: two }], { id: 'F2' });
    expect(await day('PLAIN')).toMatchObject({ state: 'ready', counts: { matched: 2 } });
  });
});

describe('a file that comes after the day was closed', () => {
  it('changes nothing when it says the same, and shows line by line what it changed otherwise', async () => {
    const [one, two] = [await paid('AFTER', 'F1'), await paid('AFTER', 'F2')];
    await file('AFTER', [{ payCode: one, serial: 'F1' }, { payCode: two, serial: 'F2' }], { digest: 9_001 });
    await file('AFTER', [], { day: '2026-01-06' });
    expect((await closeDay('AFTER')).status).toBe(200);
    await file('AFTER', [{ payCode: one, serial: 'F1' }, { payCode: two, serial: 'F2' }], { digest: 9_001 });
    expect(await day('AFTER')).toMatchObject({ state: 'closed' });
    await file('AFTER', [{ payCode: one, serial: 'F1' }, { payCode: two, serial: 'F2', fen: 2_000 }], { digest: 9_002 });
    const changed = await day('AFTER');
    expect(changed).toMatchObject({ state: 'changed-since', closed: { number: 1 }, differences: [{ key: 'F2', verdict: 'amount', oursInFen: 3_000, theirsInFen: 2_000 }] });
    expect((await closeDay('AFTER')).body).toMatchObject({ reason: 'lines-open' });
    await explainedByTwo(changed, changed.differences[0] as Schemas['Difference']);
    expect((await closeDay('AFTER')).body).toMatchObject({ number: 2, differences: 1 });
    // A revision that takes it back leaves no difference, and the signed task stays to be read.
    await file('AFTER', [{ payCode: two, serial: 'F2' }, { payCode: one, serial: 'F1' }], { digest: 9_003 });
    expect(await day('AFTER')).toMatchObject({ state: 'changed-since', differences: [], gone: [{ state: 'settled' }], mayClose: true });
  });
  it('shows in the list of days beside the others', async () => {
    const { body } = await ask<{ days: Schemas['ListedDay'][] }>('sun', 'GET', '/day-closes?from=2026-01-05&to=2026-01-06');
    expect(body.days.find(({ source, day: on }) => source === 'AGREE' && on === '2026-01-05')).toMatchObject({ ours: { count: 2, amountInFen: 6_000 }, theirs: { count: 2, amountInFen: 6_000 }, files: 1, closed: { number: 1 } });
    expect(body.days.find(({ source, day: on }) => source === 'NIGHT' && on === '2026-01-06')).toMatchObject({ ours: { count: 0 }, theirs: { count: 1 } });
    expect((await ask('sun', 'GET', '/day-closes?from=2026-01-01&to=2026-12-31')).status).toBe(400);
  });
});

describe('the fiscal record', () => {
  it('is compared by pay code over all banks, and may name another day', async () => {
    const on = '2026-01-12';
    const [one, two, three] = [await paid('FISCA', 'X1', on), await paid('FISCB', 'X2', on), await paid('FISCB', 'X3', on)];
    await file('fiscal', [{ payCode: one, serial: '1' }, { payCode: two, serial: '2', fen: 1 }, { payCode: '43060326300000008888', serial: '3' }], { day: on });
    await file('fiscal', [{ payCode: three, serial: '4' }], { day: '2026-01-13' });
    expect(await day('fiscal', on)).toMatchObject({ counts: { matched: 2, amount: 1, 'confirmed-alone': 1, unconfirmed: 0 } });
    expect(await day('fiscal', '2026-01-13')).toMatchObject({ state: 'ready', counts: { matched: 1 } });
  });
});
