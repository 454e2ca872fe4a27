/**
 * Random walks over one bank's day, with real bills, a database and two copies of fees: money paid, told by the platform, taken back and given back; bills voided, totals
 * agreed, files of bank and platform that are late, wrong, revised and repeated; differences signed, the day closed. Any of it is struck in its middle now and then: the line is cut, the
 * database hangs up between two statements, a copy dies with the request in its hand; the answer is lost and asked for again. After each step: the ledger
 * agrees with the bills, a closed day has no open line and was closed once, and all money the bank was ever believed about stands on the day's book.
 */
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { components } from '../../../contracts/fees/api.ts';
import { freshId } from '../../../infra/chance.ts';
import { daysAfter } from '../../../infra/civil-days.ts';
import { manualClock } from '../../../infra/clock.ts';
import type { RunningService } from '../../../infra/runner.ts';
import { publishStandard } from '../../../test/published-standard.ts';
import { eventually, openStage, type Stage } from '../../../test/stage.ts';
import { service } from '../service.ts';

type Schemas = components['schemas'];
interface Answer<Body> { status: number; body: Body & { reason?: string } }
const owed = 3_000;
let stage: Stage;
let platform: Server;
let copies: RunningService[] = [];
const tokens = new Map<string, string>();
const clock = manualClock(new Date('2026-01-05T01:30:00Z'));
let platformUrl = '';
/** Whose `failed` came true: in life their process would end. */
const gaveUp: string[] = [];
async function begun(): Promise<RunningService> {
  const copy = await stage.start(service, { HUB_DIVISION_CODE: '430603', HUB_FISCAL_PLATFORM: 'stand-in', HUB_BANK_GATEWAY_URL: platformUrl, HUB_HTTP_PORT: '0' }, clock);
  void copy.failed.then((reason) => gaveUp.push(reason));
  return copy;
}
/** The database's own administrator: one holds tables, the other hangs up on whoever waits for them. */
let holder: Connection;
let executioner: Connection;

beforeAll(async () => {
  stage = await openStage();
  platform = createServer((request, response) => { request.resume().on('end', () => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(request.method === 'PUT' ? { payUrl: null } : { payCode: '', state: 'void' })); }); });
  await new Promise<void>((resolve) => { platform.listen(0, '127.0.0.1', resolve); });
  const address = platform.address();
  platformUrl = `http://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`;
  copies = [await begun(), await begun()];
  const administrator = { socketPath: stage.database.socketPath, user: stage.database.administrator.user, password: stage.database.administrator.password };
  [holder, executioner] = [await createConnection(administrator), await createConnection(administrator)];
  tokens.set('gateway', await stage.token('service', { subject: 'bank-gateway' }));
  for (const [name, role] of [['lin', 'cashier'], ['wu', 'supervisor']] as const) tokens.set(name, await stage.token(role, { subject: name }));
  await publishStandard(copies[0]?.url ?? '', stage.token, {
    code: 'YL-02', name: '示例费', words: '每件 30 元', basis: '示例〔2025〕1号', revenueItem: { code: '103002', name: '示例收入' }, collectingUnit: { code: '430602', name: '示例局' }, rule: { kind: 'fixed', amountInFen: owed }, reliefs: [], lateFee: null, validFrom: '2026-01-01',
  });
}, 120_000);
afterAll(async () => { holder?.destroy(); executioner?.destroy(); await stage?.close(); platform?.close(); });

let asked = 0;
/** As everybody asks who knows the rules: no answer, 503 and 504 mean the same again, under the same key, of whichever copy is there. */
async function ask<Body = Record<string, unknown>>(who: string, method: string, where: string, body?: unknown, key = freshId()): Promise<Answer<Body>> {
  const isFile = typeof body === 'string';
  const of = async (copy: RunningService | undefined, signal: AbortSignal | null = null): Promise<Answer<Body>> => {
    const response = await fetch(`${copy?.url ?? ''}${where}`, {
      signal, method, headers: { authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(method === 'GET' ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json', 'idempotency-key': key }) }, ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body & { reason?: string } };
  };
  const strike = blow;
  if (strike && method !== 'GET') { blow = undefined; await struck(strike, of); }
  for (let tries = 0; ; tries += 1) {
    asked += 1;
    const answer = await of(copies[asked % copies.length]).catch((error: unknown) => { if (tries > 100) throw error; return undefined; });
    if (answer && ![503, 504].includes(answer.status)) return answer;
    if (tries > 100) throw new Error(`nothing definite is heard of ${method} ${where}: ${JSON.stringify(answer)}`);
    await delay(20);
  }
}

/** `line`: nobody hears the answer. `database`: it hangs up on all copies. `process`: both, and the copy that had the request in hand is gone. */
const blows = ['line', 'database', 'process'] as const;
/** `table`: struck when the act waits for that table in the middle of its transaction; else so many milliseconds after it was asked. */
interface Blow { act: string; how: (typeof blows)[number]; table: string | null; afterMs: number }
let blow: Blow | undefined;

/** Asks, and strikes while the ask is under way. What it came to is lost on whoever asked. */
async function struck({ act, how, table, afterMs }: Blow, of: (copy: RunningService | undefined, signal: AbortSignal) => Promise<{ status: number }>): Promise<void> {
  const [target, ...others] = copies;
  const line = new AbortController();
  if (table !== null) await holder.query(`LOCK TABLES fees.${table} WRITE`);
  let heard: number | null = null;
  const under = of(target, line.signal).then(({ status }) => { heard = status; }, () => undefined);
  let inTheMiddle = false;
  if (table === null) await delay(afterMs);
  else {
    for (let looks = 0; looks < 200 && heard === null && !inTheMiddle; looks += 1) {
      const [waiting] = await executioner.query<RowDataPacket[]>("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'fees' AND STATE LIKE 'Waiting for table%'");
      inTheMiddle = waiting.length > 0;
      if (!inTheMiddle) await delay(5);
    }
  }
  if (how !== 'database') line.abort();
  if (how !== 'line') await executioner.query('KILL HARD USER fees').catch(() => undefined);
  const gone = how === 'process' ? target?.stop() : undefined;
  if (table !== null) await holder.query('UNLOCK TABLES');
  await under;
  count(`struck ${act}, ${how}${inTheMiddle ? ', in the middle' : ''}`);
  // Told that it did not work out: true, and never as a no.
  if (inTheMiddle && how === 'database') expect([503, 504], act).toContain(heard);
  if (how !== 'process') return;
  copies = others;
  await gone;
  copies = [...others, await begun()];
}

const wrongs = ['right', 'without-first', 'amount', 'doubled', 'stray'] as const;
type Wrong = (typeof wrongs)[number];
type Plain = { do: 'pay' | 'void' | 'reverse' | 'confirm' | 'arrive' | 'refund'; bill: number } | { do: 'bank-file' | 'record'; wrong: Wrong; again: boolean } | { do: 'totals' | 'sign' | 'close' | 'next-day' };
type Step = Plain | { do: 'crash'; during: Plain; how: Blow['how']; held: boolean; afterMs: number };
const bill = fc.integer({ min: 0, max: 2 });
const wrong = fc.constantFrom(...wrongs, 'right' as const, 'right' as const);
const plain: fc.Arbitrary<Plain> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('pay' as const, 'pay' as const, 'void' as const, 'reverse' as const, 'confirm' as const, 'arrive' as const, 'refund' as const), bill }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('bank-file' as const, 'record' as const), wrong, again: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('totals' as const, 'sign' as const, 'sign' as const, 'close' as const, 'close' as const, 'next-day' as const) }) },
);
const steps: fc.Arbitrary<Step> = fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), during: plain, how: fc.constantFrom(...blows), held: fc.boolean(), afterMs: fc.integer({ min: 0, max: 25 }) }) });
/** What an act writes in the middle of its transaction. */
const written: Partial<Record<Plain['do'], string>> = { pay: 'ledger_entries', void: 'ledger_entries', reverse: 'ledger_entries', confirm: 'ledger_entries', refund: 'bills', 'bank-file': 'statement_lines', record: 'statement_lines', totals: 'reconciled_payments', sign: 'difference_tasks', close: 'reconciled_payments' };

interface FileLine { payCode: string; serial: string; fen: number; kind: string }
let digest = 0;
let walks = 0;
const reached = new Map<string, number>();
const count = (what: string): void => { reached.set(what, (reached.get(what) ?? 0) + 1); };

/** One walk, on a day and at a bank of its own. */
async function walk(script: readonly Step[]): Promise<void> {
  walks += 1;
  const [source, day] = [`WALK${String(walks)}`, daysAfter('2026-01-05', walks * 3)];
  const codes: string[] = [];
  for (let at = 0; at < 3; at += 1) codes.push((await ask<Schemas['Bill']>('lin', 'POST', '/bills', { caseNumber: null, projectCode: '2601', payer: { name: '示例公司', creditCode: null }, charges: [{ standardCode: 'YL-02', measure: null, relief: null }], dueBy: '2027-12-31T15:59:59Z' })).body.payCode);
  /** What the bank holds by its own books, and what has arrived at the platform by its own. */
  const [held, arrived] = [new Map<string, FileLine>(), new Map<string, number>()];
  let serial = 0;
  /** Given back after the day was reconciled: in the file of the day it went back on. */
  const wentBack: FileLine[] = [];
  /** How often the day was closed, and on what. */
  let closings: { times: number; basis: string } = { times: 0, basis: '' };
  /** Money on the day's book of the bank: believed and not taken back, or kept as unidentified. */
  let onBook = 0;
  const show = async (): Promise<Schemas['DayClose']> => (await ask<Schemas['DayClose']>('wu', 'GET', `/day-closes/${source}/${day}`)).body;
  const last = new Map<string, { text: string; digest: number; lines: FileLine[] }>();
  async function deliver(of: string, on: string, lines: readonly FileLine[], more: { id?: string; same?: boolean } = {}): Promise<void> {
    const id = more.id ?? 'F1';
    const known = last.get(`${of}/${on}/${id}`);
    const { text, digest: number, lines: told } = more.same && known ? known : { text: lines.map(({ payCode, serial: name, fen, kind }, at) => [String(at + 1), kind, payCode, of === 'fiscal' ? '' : name, String(fen), '', '', '', '', ''].join('\t') + '\n').join(''), digest: (digest += 1), lines: [...lines] };
    last.set(`${of}/${on}/${id}`, { text, digest: number, lines: told });
    const sum = told.reduce((fen, line) => fen + (line.kind === 'payment' ? line.fen : -line.fen), 0);
    const query = new URLSearchParams({ name: `${of}.txt`, sha256: number.toString(16).padStart(64, '0'), count: String(told.length), amountInFen: String(sum) });
    expect((await ask('gateway', 'PUT', `/statements/${of}/${on}/files/${id}?${query.toString()}`, text)).status).toBe(200);
  }
  const spoiled = (lines: FileLine[], how: Wrong): FileLine[] => {
    const [first, ...rest] = lines;
    switch (how) {
      case 'right': return lines;
      case 'without-first': return rest;
      case 'amount': return first ? [...rest, { ...first, fen: first.fen + 1 }] : [];
      case 'doubled': return first ? [...lines, first] : [];
      case 'stray': return [...lines, { payCode: `4306032630000009${String(walks).padStart(4, '0')}`, serial: `STRAY${String(walks)}`, fen: 77, kind: 'payment' }];
    }
  };
  const bankLines = (): FileLine[] => [...held.values()];
  const fiscalLines = (): FileLine[] => [...arrived].map(([payCode, fen]) => ({ payCode, serial: '', fen, kind: 'payment' }));

  async function step(one: Step): Promise<void> {
    switch (one.do) {
      case 'pay': {
        const payCode = codes[one.bill] ?? '';
        serial += 1;
        const name = `S${String(serial)}`;
        const tell = (): Promise<Answer<object>> => ask('gateway', 'POST', `/bills/${payCode}/payments`, { bank: source, serial: name, amountInFen: owed, workDate: day, collectedOn: day }, `payment:${source}:${name}`);
        const answer = await tell();
        // A lost answer is asked for again, of whichever copy is there.
        expect((await tell()).status).toBe(answer.status);
        if (answer.status === 200) held.set(name, { payCode, serial: name, fen: owed, kind: 'payment' });
        count(`pay ${String(answer.status)}`);
        // What a bill refuses lies on the book of unidentified money, and the bank has it.
        if (answer.status !== 200) { expect(['already-paid', 'bill-void']).toContain(answer.body.reason); held.set(name, { payCode, serial: name, fen: owed, kind: 'payment' }); }
        onBook += owed;
        return;
      }
      case 'void': {
        const answer = await ask('lin', 'POST', `/bills/${codes[one.bill] ?? ''}/voidings`, { reason: '申请人撤回' });
        count(`void ${String(answer.status)}`);
        return;
      }
      case 'reverse': {
        const answer = await ask<{ serial?: string }>('gateway', 'POST', `/bills/${codes[one.bill] ?? ''}/cancellations`, { bank: source, workDate: day });
        count(`reverse ${String(answer.status)}`);
        const taken = answer.body.serial ?? '';
        if (answer.status === 200 && held.delete(taken)) onBook -= owed;
        return;
      }
      case 'arrive': { if (bankLines().some(({ payCode }) => payCode === codes[one.bill])) arrived.set(codes[one.bill] ?? '', owed); return; }
      case 'confirm': {
        const payCode = codes[one.bill] ?? '';
        if (!arrived.has(payCode)) return;
        const answer = await ask('gateway', 'POST', `/bills/${payCode}/fiscal-confirmations`, { confirmedOn: day, confirmedAt: '09:31:05', amountInFen: owed, serial: `T${String(walks)}-${String(one.bill)}`, payMode: '51' }, `fiscal:${payCode}:T${String(walks)}-${String(one.bill)}`);
        count(`confirm ${String(answer.status)}`);
        return;
      }
      case 'refund': {
        const where = `/bills/${codes[one.bill] ?? ''}/refunds`;
        const { refundableInFen } = (await ask<Schemas['Bill']>('lin', 'GET', `/bills/${codes[one.bill] ?? ''}`)).body;
        const amountInFen = Math.min(1_000, Math.max(1, refundableInFen));
        const wished = await ask<Schemas['Refund']>('lin', 'POST', where, { amountInFen, reason: '多收', refundableInFen });
        count(`refund ${String(wished.status)}`);
        if (wished.status !== 200) return;
        const { number } = wished.body;
        expect((await ask('lin', 'POST', `${where}/${number}/approvals`, { amountInFen })).body).toMatchObject({ reason: 'second-person-needed' });
        expect((await ask('wu', 'POST', `${where}/${number}/approvals`, { amountInFen })).body).toMatchObject({ state: 'approved' });
        expect((await ask('gateway', 'POST', `${where}/${number}/sendings`)).body).toMatchObject({ state: 'sent' });
        const on = daysAfter(day, 1);
        // Only the bank that took it gives it back.
        const told = await ask('gateway', 'POST', `${where}/${number}/results`, { bank: source, outcome: 'refunded', serial: `R${number}`, note: '', workDate: on });
        count(`given back ${String(told.status)}`);
        if (told.status === 200) wentBack.push({ payCode: codes[one.bill] ?? '', serial: `R${number}`, fen: amountInFen, kind: 'refund' });
        return;
      }
      case 'totals': {
        const { days } = (await ask<{ days: { bank: string; amountInFen: number }[] }>('lin', 'GET', `/payments/days?from=${day}&to=${day}&bank=${source}`)).body;
        const answer = await ask('gateway', 'POST', '/reconciliations', { bank: source, from: day, to: day, amountInFen: days[0]?.amountInFen ?? 0 });
        count(`totals ${String(answer.status)}`);
        return;
      }
      case 'bank-file': count('bank-file 200'); await deliver(source, day, spoiled(bankLines(), one.wrong), { same: one.again }); return;
      case 'record': count('record 200'); await deliver('fiscal', day, spoiled(fiscalLines(), one.wrong), { same: one.again }); return;
      case 'next-day': { await deliver(source, daysAfter(day, 1), wentBack); await deliver('fiscal', daysAfter(day, 1), []); return; }
      case 'sign': {
        const found = await show();
        const difference = found.differences.find(({ standing }) => standing === 'open' || standing === 'taken');
        if (!difference) return;
        const where = `/day-closes/${source}/${day}/differences/${difference.id}`;
        expect(await ask('lin', 'POST', `${where}/resolutions`, { key: difference.key, kind: 'explain', note: '已核实' })).toMatchObject({ status: 200 });
        expect((await ask('lin', 'POST', `${where}/countersignatures`, { agreed: true })).body).toMatchObject({ reason: 'second-person-needed' });
        expect(await ask('wu', 'POST', `${where}/countersignatures`, { agreed: true })).toMatchObject({ status: 200 });
        count('sign 200');
        count(`signed ${difference.verdict}`);
        return;
      }
      case 'close': {
        const found = await show();
        // At two windows at once: one closing.
        const [answer, again] = await Promise.all([1, 2].map(() => ask('lin', 'POST', `/day-closes/${source}/${day}/closings`, { basis: found.basis })));
        if (!answer) return;
        expect(again).toMatchObject({ status: answer.status });
        count(`close ${String(answer.status)} ${answer.body.reason ?? ''}`.trim());
        if (answer.status === 200 && closings.basis !== found.basis) closings = { times: closings.times + 1, basis: found.basis };
        expect(answer.status === 200, JSON.stringify([found.state, answer.body])).toBe(found.mayClose || found.state === 'closed');
        if (answer.status === 200) expect(await show()).toMatchObject({ state: 'closed', open: 0, waiting: 0 });
        return;
      }
      case 'crash': {
        const { during, how, held: isHeld, afterMs } = one;
        blow = { act: during.do, how, table: isHeld ? (written[during.do] ?? null) : null, afterMs };
        await step(during);
        // There was nothing to ask for.
        blow = undefined;
      }
    }
  }

  for (const one of script) {
    await step(one);
    // What a bill could not take is put onto its own book by a call; one whose maker has died, or the database with it, is made again after its time.
    const found = await eventually(`the book has ${String(onBook)} after ${JSON.stringify(one)}`, async () => {
      const now = await show();
      if (now.ours.amountInFen === onBook) return now;
      clock.advance(1_000);
      return null;
    });
    expect(found.closed?.number ?? 0, JSON.stringify(one)).toBe(closings.times);
    if (found.state === 'closed') expect(found).toMatchObject({ open: 0, waiting: 0, threeWay: true });
    expect((await ask('wu', 'GET', '/ledger/parity')).body).toMatchObject({ holds: true });
  }

  // The same lines in two files and another order: the same verdicts, whatever way they came.
  const told = (of: Schemas['DayClose']): unknown => of.differences.map(({ id, key, verdict, oursInFen, theirsInFen, fiscalInFen, differs }) => ({ id, key, verdict, oursInFen, theirsInFen, fiscalInFen, differs }));
  for (const of of [source, 'fiscal']) if (!last.has(`${of}/${day}/F1`)) await deliver(of, day, []);
  const before = await show();
  for (const of of [source, 'fiscal']) {
    const lines = (last.get(`${of}/${day}/F1`)?.lines ?? []).toReversed();
    await deliver(of, day, lines.filter((_line, at) => at % 2 === 0), { id: 'F1' });
    await deliver(of, day, lines.filter((_line, at) => at % 2 === 1), { id: 'F2' });
  }
  const after = await show();
  const distinct = new Set([...last].filter(([name]) => name.includes(`/${day}/F`)).map(([name, { text }]) => `${name.split('/')[0] ?? ''} ${text}`)).size;
  // Two halves that are alike to the byte are one file said twice: that is another case.
  if (distinct === 4) expect([told(after), after.counts, after.theirs, after.fiscal]).toEqual([told(before), before.counts, before.theirs, before.fiscal]);
  for (const of of [source, 'fiscal']) await deliver(of, day, of === 'fiscal' ? fiscalLines() : bankLines());
  for (const of of [source, 'fiscal']) await deliver(of, day, [], { id: 'F2' });
}

/** Every act in its place on a day that comes to its close; each but the bank's own is struck in its middle. */
const day = (how: Blow['how']): Step[] => {
  const crash = (during: Plain): Step => ({ do: 'crash', during, how, held: true, afterMs: 0 });
  return [
    crash({ do: 'pay', bill: 0 }), crash({ do: 'reverse', bill: 0 }), { do: 'pay', bill: 0 }, { do: 'pay', bill: 1 }, { do: 'pay', bill: 1 }, { do: 'arrive', bill: 0 }, { do: 'arrive', bill: 1 }, crash({ do: 'confirm', bill: 0 }), { do: 'confirm', bill: 1 },
    crash({ do: 'void', bill: 2 }), crash({ do: 'bank-file', wrong: 'right', again: false }), crash({ do: 'record', wrong: 'stray', again: false }), { do: 'close' }, { do: 'next-day' }, crash({ do: 'sign' }), crash({ do: 'totals' }), crash({ do: 'refund', bill: 0 }),
    crash({ do: 'close' }), { do: 'close' }, { do: 'reverse', bill: 1 },
  ];
};

describe('a bank’s day, whatever happens on it in whatever order', () => {
  it('agrees with its bills, closes on nothing open, and leaves no fen on no book', { timeout: 400_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: 14, maxLength: 26, size: 'max' }), walk), { numRuns: 10, endOnFailure: true });
    // Walks that never reach a closing prove nothing of it.
    await walk([{ do: 'pay', bill: 0 }, { do: 'pay', bill: 1 }, { do: 'pay', bill: 1 }, { do: 'arrive', bill: 0 }, { do: 'confirm', bill: 0 }, { do: 'bank-file', wrong: 'amount', again: false }, { do: 'record', wrong: 'stray', again: false }, { do: 'close' }, { do: 'next-day' }, { do: 'sign' }, { do: 'sign' }, { do: 'sign' }, { do: 'sign' }, { do: 'close' }, { do: 'reverse', bill: 1 }, { do: 'refund', bill: 0 }, { do: 'record', wrong: 'right', again: false }, { do: 'close' }]);
    for (const how of blows) await walk(day(how));
    const acts = ['pay', 'void', 'reverse', 'confirm', 'refund', 'bank-file', 'record', 'totals', 'sign', 'close'] as const;
    const wanted = [...acts.map((act) => `${act} 200`), 'pay 409', 'given back 200', 'reverse 409', 'close 409 lines-open', ...acts.flatMap((act) => blows.map((how) => `struck ${act}, ${how}, in the middle`))];
    expect(wanted.filter((one) => !reached.has(one)), [...reached.keys()].sort().join('\n')).toEqual([]);
    expect(gaveUp).toEqual([]);
  });
});
