/** Calls to the outside on a real database: circuits that close again, claims that lapse, outcomes that wait for the database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusal } from '../contracts/refusals.ts';
import { eventually, openStage, type Stage } from '../test/stage.ts';
import { freshId } from './chance.ts';
import { manualClock } from './clock.ts';
import { openCalls, type Calls } from './calls.ts';
import { migrate, openDatabase, type Database } from './database.ts';
import { openInbox, type Inbox } from './inbox.ts';
import { openLog } from './log.ts';
import { accept, call, ignore, machine, refuse, takes, type AnyMachine } from './machine.ts';
import { outcomeOf } from './outcome-message.ts';
import { done, unavailable, type Outcome } from './outcome.ts';
import { beginRun, type ProcessRun } from './process-run.ts';
import { createRecordTable } from './records.ts';
import { machinerySchema } from './schema.ts';
import { openSerials } from './serials.ts';

let stage: Stage;
let database: Database;
let url: string;
const clock = manualClock(new Date('2026-11-23T02:00:00Z'));
const log = openLog('test', 'fatal');

beforeAll(async () => {
  stage = await openStage();
  const account = { schema: 'calls_test', user: 'calls_test', password: freshId() };
  await stage.database.openSchema(account);
  url = `mysql://${account.user}:${account.password}@127.0.0.1:${stage.database.port}/${account.schema}`;
  database = openDatabase({ url, connections: 6 });
  await migrate(database, 'test', [...machinerySchema, { name: '0001-errands', up: (db) => createRecordTable(db, 'errands') }]);
});
afterAll(async () => { await database?.destroy(); await stage?.close(); });

const Errand = z.object({ status: z.enum(['asked', 'answered', 'in-doubt']), answers: z.number() });

/** One copy of a service with one machine that makes one call for each errand. */
function copyOf(repeatable: boolean, perform: () => Promise<Outcome>, name = freshId(), limits: { timeoutMs: number; claimMs?: number } = { timeoutMs: 1_000 }, run?: ProcessRun): { errands: AnyMachine; inbox: Inbox; calls: Calls; stop(): Promise<void> } {
  const errands = machine({
    name: 'errands', states: { none: ['asked'], asked: ['answered', 'in-doubt'], 'in-doubt': ['answered'], answered: [] }, record: Errand,
    accepts: { 'http.ask': takes(z.object({}), () => ''), 'outcome.ask-outside': takes(outcomeOf(z.unknown(), z.unknown()), () => '') },
    decide(record, message) {
      if (message.type === 'http.ask') return accept<z.infer<typeof Errand>>({ status: 'asked', answers: 0 }, [call('ask-outside', {})]);
      if (!record) return ignore('unknown');
      return accept<z.infer<typeof Errand>>({ status: message.data.outcome.kind === 'done' ? 'answered' : 'in-doubt', answers: record.answers + 1 });
    },
    calls: { 'ask-outside': { repeatable, target: `outside-${name}`, ...limits, perform } },
  });
  let inbox: Inbox | undefined;
  const calls = openCalls({ database, machines: [errands], clock, log, instance: name, ...(run ? { isDead: (other: string) => run.isDead(other) } : {}), inbox: () => { if (!inbox) throw new Error('no inbox'); return inbox; }, park: () => Promise.reject(new Error('nothing may be parked here')) });
  inbox = openInbox({ service: 'intake', database, clock, serials: openSerials(database), instance: name, roomForCalls: (m, n) => calls.room(m, n), onCommit: (committed) => { calls.committed(committed.calls); } });
  return { errands, inbox, calls, stop: () => calls.stop() };
}
const ask = (copy: ReturnType<typeof copyOf>, id: string): Promise<unknown> => copy.inbox.submit({ machine: copy.errands, recordId: id, message: { id, type: 'http.ask', data: {} } });
async function statusOf(id: string): Promise<string | undefined> {
  const row: { status: string } | undefined = await database('errands').where({ id }).first('status');
  return row?.status;
}

describe('calls to the outside', () => {
  it('come through again after the circuit had opened: an open circuit is tried, not waited for for ever', async () => {
    let up = false;
    const copy = copyOf(false, () => Promise.resolve(up ? done({}) : unavailable('down', 1)));
    const ids = Array.from({ length: 20 }, () => freshId());
    await Promise.all(ids.map((id) => ask(copy, id)));
    // Moved in small steps: a clock that runs away would let claims lapse before their call is made.
    await eventually('the circuit opens', async () => { clock.advance(100); copy.calls.wake(); return Object.values(copy.calls.circuits()).includes('open'); });
    up = true;
    await eventually('every errand is answered', async () => {
      clock.advance(100);
      copy.calls.wake();
      const rows: { status: string }[] = await database('errands').whereIn('id', ids).select('status');
      return rows.length === ids.length && rows.every((row) => row.status === 'answered');
    });
    await copy.stop();
  });

  it('are in doubt when their maker died before the answer, and are not made a second time', async () => {
    const dead = copyOf(false, () => new Promise<Outcome>(() => undefined));
    const id = freshId();
    await ask(dead, id);
    await dead.stop();
    let made = 0;
    const heir = copyOf(false, () => { made += 1; return Promise.resolve(done({})); });
    clock.advance(5_000);
    heir.calls.wake();
    await eventually('the errand is in doubt', async () => { clock.advance(500); heir.calls.wake(); return (await statusOf(id)) === 'in-doubt'; });
    expect(made).toBe(0);
    await heir.stop();
  });

  it('of a process that was killed are taken up within seconds, before their claim lapses; those of a living copy are left to it', async () => {
    const [dying, living, heir] = [await beginRun(url, freshId()), await beginRun(url, freshId()), await beginRun(url, freshId())];
    const never = (): Promise<Outcome> => new Promise<Outcome>(() => undefined);
    const [dead, slow] = [copyOf(false, never, dying.id, { timeoutMs: 45_000 }, dying), copyOf(false, never, living.id, { timeoutMs: 45_000 }, living)];
    const [lost, slowly] = [freshId(), freshId()];
    await ask(dead, lost);
    await ask(slow, slowly);
    let made = 0;
    const next = copyOf(false, () => { made += 1; return Promise.resolve(done({})); }, heir.id, { timeoutMs: 45_000 }, heir);
    await dying.stop();
    // The clock stands still: no claim lapses by itself.
    await eventually('the errand of the dead is in doubt', async () => (await statusOf(lost)) === 'in-doubt');
    expect(await statusOf(slowly)).toBe('asked');
    expect(made).toBe(0);
    for (const copy of [dead, slow, next]) void copy.stop();
    await Promise.all([living.stop(), heir.stop()]);
  });

  it('are made again when the other side knows them by their id', async () => {
    const dead = copyOf(true, () => new Promise<Outcome>(() => undefined));
    const id = freshId();
    await ask(dead, id);
    await dead.stop();
    const heir = copyOf(true, () => Promise.resolve(done({})));
    clock.advance(5_000);
    await eventually('the errand is answered', async () => { clock.advance(500); heir.calls.wake(); return (await statusOf(id)) === 'answered'; });
    await heir.stop();
  });

  it('that work long are renewed while they are made, and taken over soon after their maker died', async () => {
    let finish = (_outcome: Outcome): void => undefined;
    const long = { timeoutMs: 600_000, claimMs: 300 };
    const working = copyOf(true, () => new Promise<Outcome>((resolve) => { finish = resolve; }), freshId(), long);
    const id = freshId();
    await ask(working, id);
    let made = 0;
    const other = copyOf(true, () => { made += 1; return Promise.resolve(done({})); }, freshId(), long);
    const claimedUntil = async (): Promise<number> => { const row: { claimed_until: Date } | undefined = await database('calls').where({ record_id: id }).first('claimed_until'); return row?.claimed_until.getTime() ?? 0; };
    const first = await claimedUntil();
    // Its claim would have lapsed by now, were it not renewed.
    await eventually('the claim has been renewed twice', async () => { clock.advance(400); return await claimedUntil() > first + 4_000; });
    other.calls.wake();
    expect(made).toBe(0);
    finish(done({}));
    await eventually('the errand is answered', async () => (await statusOf(id)) === 'answered');
    await working.stop();
    const dead = copyOf(true, () => new Promise<Outcome>(() => undefined), freshId(), { timeoutMs: 600_000, claimMs: 3_000 });
    const left = freshId();
    await ask(dead, left);
    await dead.stop();
    clock.advance(10_000);
    await eventually('the other takes it up long before ten minutes', async () => { clock.advance(200); other.calls.wake(); return (await statusOf(left)) === 'answered'; });
    expect(made).toBe(1);
    await other.stop();
  });
});

describe('a message the rules refused', () => {
  it('is refused again when it is told again: a caller that died before it heard the no must not take it for a yes', async () => {
    const errands = machine({ name: 'errands', states: { none: ['asked'], asked: [] }, record: Errand, accepts: { 'http.ask': takes(z.object({}), () => '') }, decide: () => refuse(refusal('bill-void')) });
    const inbox = openInbox({ service: 'intake', database, clock, serials: openSerials(database), instance: freshId(), roomForCalls: () => false, onCommit: () => undefined });
    const id = freshId();
    for (let time = 0; time < 2; time += 1) expect(await inbox.submit({ machine: errands, recordId: id, message: { id, type: 'http.ask', data: {} } })).toMatchObject({ kind: 'refused', refusal: { reason: 'bill-void' } });
  });
});

describe('serials', () => {
  it('are never given from a block whose commit failed', async () => {
    const failing = new Proxy(database, {
      get(target, property, receiver): unknown {
        if (property !== 'transaction') return Reflect.get(target, property, receiver);
        return async (work: (tx: unknown) => Promise<unknown>) => { await target.transaction(async (tx) => { await work(tx); throw new Error('the server died at the commit'); }); };
      },
    });
    const broken = openSerials(failing, 10);
    await expect(broken.next('series')).rejects.toThrow('died');
    await expect(broken.next('series')).rejects.toThrow('died');
    const numbers = await Promise.all([openSerials(database, 10), openSerials(database, 10)].flatMap((serials) => Array.from({ length: 25 }, () => serials.next('series'))));
    expect(new Set(numbers).size).toBe(50);
  });
});
