/** Who may make a receipt after the copy that was making it has died: whoever comes next, at once; and nobody else while that copy lives. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from '../../infra/chance.ts';
import { systemClock } from '../../infra/clock.ts';
import { migrate, openDatabase, type Database } from '../../infra/database.ts';
import { done, inDoubt, refused, type Outcome } from '../../infra/outcome.ts';
import { beginRun, type ProcessRun } from '../../infra/process-run.ts';
import { eventually, openStage, type Stage } from '../../test/stage.ts';
import { openReceipts, type Receipts } from './fiscal-receipts.ts';
import type { FiscalNotice, FiscalPayment, FiscalPlatform, FiscalReceipt, ReceiptNumber } from './fiscal-port.ts';
import { fiscal } from './migrations/0001-fiscal.ts';
import { receiptClaims } from './migrations/0003-receipt-claims.ts';

let stage: Stage;
let database: Database;
let url: string;
const pools: Database[] = [];
const runs: ProcessRun[] = [];

/** One platform for all copies. It counts what it was asked for; a talk may be held. */
let given: string[] = [];
let numbers = 0;
const issued = new Map<string, FiscalReceipt>();
let hold: { of: 'number' | 'issue'; until: Promise<void>; reached(): void } | null = null;
const held = async (of: 'number' | 'issue'): Promise<void> => {
  if (hold?.of !== of) return;
  const one = hold;
  hold = null;
  one.reached();
  await one.until;
};
const platform: FiscalPlatform = {
  adapter: 'practice', target: 'practice', push: () => Promise.resolve(done({ payUrl: null })), void: () => Promise.resolve(done(null)), standing: () => Promise.resolve(done({ state: 'paid', payment: null })),
  async takeNumber(_notice, messageId) {
    given.push(messageId);
    const number: ReceiptNumber = { code: '53030126', number: String((numbers += 1)).padStart(10, '0') };
    await held('number');
    return done(number);
  },
  async issue(payCode, _notice, _payment, { code, number }, at) {
    const receipt: FiscalReceipt = issued.get(payCode) ?? { code, number, checkCode: 'abc123', issuedAt: at.toISOString() };
    issued.set(payCode, receipt);
    await held('issue');
    return done(receipt);
  },
  receipt: (payCode) => Promise.resolve(issued.has(payCode) ? done({ receipt: issued.get(payCode) ?? (() => { throw new Error('gone'); })(), document: { bytes: Buffer.alloc(0), mediaType: 'application/pdf' as const } }) : refused('not-found', '')),
};
const notice: FiscalNotice = { caseNumber: '', billedOn: '2026-01-05', collectingUnit: { name: '示例局', code: '533902001' }, payer: { name: '示例公司', creditCode: null }, amountInFen: 100, principalInFen: 100, lateFeeInFen: 0, memo: '', lines: [] };
const payment: FiscalPayment = { serial: 'S1', amountInFen: 100, confirmedOn: '2026-01-05', confirmedAt: '09:00:00', payMode: '51' };

interface Copy { receipts: Receipts; run: ProcessRun; pool: Database; take(payCode: string): Promise<Outcome<FiscalReceipt>> }
async function copy(): Promise<Copy> {
  const run = await beginRun(url);
  const pool = openDatabase({ url, connections: 4 });
  runs.push(run);
  pools.push(pool);
  const receipts = openReceipts(pool, platform, { now: () => systemClock.now(), burntAtMost: 3, alarm: () => undefined, run });
  return { receipts, run, pool, take: (payCode) => receipts.take(payCode, notice, payment) };
}
/** Holds the next talk of this kind; `reached` once somebody is in it. Never let go, it is as if its maker died in it. */
function holds(of: 'number' | 'issue'): { reached: Promise<void>; letGo(): void } {
  let letGo: () => void = () => undefined;
  const until = new Promise<void>((resolve) => { letGo = resolve; });
  const reached = new Promise<void>((resolve) => { hold = { of, until, reached: resolve }; });
  return { reached, letGo: () => { letGo(); } };
}

beforeAll(async () => {
  stage = await openStage();
  const account = { schema: 'claims_test', user: 'claims_test', password: freshId() };
  await stage.database.openSchema(account);
  url = `mysql://${account.user}:${account.password}@127.0.0.1:${String(stage.database.port)}/${account.schema}`;
  database = openDatabase({ url, connections: 4 });
  await migrate(database, 'test', [fiscal, receiptClaims]);
}, 60_000);
afterAll(async () => {
  for (const run of runs) await run.stop();
  for (const pool of [database, ...pools]) await pool?.destroy();
  await stage?.close();
});

describe('a receipt whose maker died in the middle', () => {
  it('is made by the next copy within seconds, with the lost number on record as burnt, not after two and a half minutes', async () => {
    given = [];
    const [dying, other] = [await copy(), await copy()];
    const talk = holds('number');
    void dying.take('P1').catch(() => undefined);
    await talk.reached;
    await dying.run.stop();
    const began = performance.now();
    const made = await eventually('the other copy makes it', async () => { const told = await other.take('P1'); return told.kind === 'done' ? told.value : null; });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect([Number(made.number), given.length]).toEqual([numbers, 2]);
    expect((await other.receipts.story('P1')).burnt.map(({ messageId }) => messageId)).toEqual([given[0]]);
    talk.letGo();
  });

  it('is looked for under its number when the maker died while it was made, and is made once', async () => {
    given = [];
    const [dying, other] = [await copy(), await copy()];
    const talk = holds('issue');
    void dying.take('P2').catch(() => undefined);
    await talk.reached;
    await dying.run.stop();
    const told = await eventually('the other copy finds it', async () => { const one = await other.take('P2'); return one.kind === 'done' ? one.value : null; });
    expect(Number(told.number)).toBe(numbers);
    expect(given).toHaveLength(1);
    talk.letGo();
  });

  it('is left to a copy that lives, however often others ask, and made once', async () => {
    given = [];
    const [slow, other] = [await copy(), await copy()];
    const talk = holds('number');
    const making = slow.take('P3');
    await talk.reached;
    for (let times = 0; times < 3; times += 1) expect(await other.take('P3')).toMatchObject({ kind: 'unavailable' });
    talk.letGo();
    const made = await making;
    expect(made.kind).toBe('done');
    expect(await other.take('P3')).toEqual(made);
    expect(given).toHaveLength(1);
  });

  it('is left to a living copy also when the database was killed and started again under both', async () => {
    given = [];
    const [slow, other] = [await copy(), await copy()];
    const talk = holds('number');
    const making = slow.take('P4');
    making.catch(() => undefined);
    await talk.reached;
    await stage.database.running.kill();
    await stage.database.running.startAgain();
    const during = await eventually('the database answers the other copy', async () => other.take('P4').catch(() => null));
    expect(during).toMatchObject({ kind: 'unavailable' });
    talk.letGo();
    expect((await making).kind).toBe('done');
    expect(given).toHaveLength(1);
  }, 60_000);

  it('is taken up again by the same copy whose attempt broke off with the database, not when the claim lapses', async () => {
    given = [];
    const one = await copy();
    const talk = holds('number');
    const broken = one.take('P5');
    broken.catch(() => undefined);
    await talk.reached;
    await stage.database.running.kill();
    talk.letGo();
    await expect(broken).rejects.toThrow(/./);
    await stage.database.running.startAgain();
    const made = await eventually('it is made', async () => { const told = await one.take('P5').catch(() => inDoubt('database')); return told.kind === 'done' ? told.value : null; });
    expect([Number(made.number), given.length]).toEqual([numbers, 2]);
    expect((await one.receipts.story('P5')).burnt).toHaveLength(1);
  }, 60_000);
});
