/**
 * hop: a command committed in one service → decided and committed in another. The sender is the machinery itself
 * (inbox, outbox) in this process, the receiver the real fees service, which issues a bill for each; the notice of the
 * committed bill is what is waited for. Beside it raw JetStream: insert, publish, consume, insert, acknowledge.
 * Promised: ratio ≥ 0.3; unloaded p50 ≤ 20 ms.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream, jetstreamManager, AckPolicy } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createPool } from 'mysql2/promise';
import { z } from 'zod';
import type { CommandData } from '../../contracts/messages.ts';
import { composeCreditCode } from '../../contracts/identifiers.ts';
import { openPublisher } from '../../infra/bus.ts';
import { freshId } from '../../infra/chance.ts';
import { systemClock } from '../../infra/clock.ts';
import { migrate, openDatabase } from '../../infra/database.ts';
import { openInbox } from '../../infra/inbox.ts';
import { openLog } from '../../infra/log.ts';
import { accept, command, machine, takes } from '../../infra/machine.ts';
import { openOutbox } from '../../infra/outbox.ts';
import { createRecordTable } from '../../infra/records.ts';
import { machinerySchema } from '../../infra/schema.ts';
import { openSerials } from '../../infra/serials.ts';
import { startHub } from '../hub.ts';
import { answers, createProcesses } from '../processes.ts';
import { defaultRunDirectory, projectRoot } from '../run-directory.ts';
import { freePort } from '../instances/ports.ts';
import { alternate, median, type Benchmark, type Round } from './measure.ts';

const inFlight = 64;

const order = (n: string): CommandData<'commands.fees.collect-fee'> => ({
  caseNumber: `HOP${n}`, billKey: `HOP${n}`, payer: { name: '示例科技有限公司', creditCode: composeCreditCode('91350100', 'M000100Y') ?? null },
  item: { code: 'ITEM', name: '示例事项' }, department: { name: '示例局', code: '000' },
  charges: [{ name: '示例收费', standard: '示例标准', unitAmountInFen: 100, quantity: 1, amountInFen: 100 }], dueBy: '2030-01-01T00:00:00Z',
});

/** Resolves when as many notices have come as were sent. */
function counter(connection: NatsConnection, subject: string): { reach(count: number): Promise<void>; count(): number } {
  let seen = 0;
  let waiting: { count: number; resolve(): void }[] = [];
  connection.subscribe(subject, { callback: () => { seen += 1; waiting = waiting.filter((w) => { if (seen < w.count) return true; w.resolve(); return false; }); } });
  return { count: () => seen, reach: (count) => (seen >= count ? Promise.resolve() : new Promise((resolve) => { waiting.push({ count, resolve }); })) };
}

export const hop: Benchmark = async ({ quick, progress }) => {
  const runDirectory = join(defaultRunDirectory, 'bench-hop');
  rmSync(runDirectory, { recursive: true, force: true });
  const processes = createProcesses({ runDirectory });
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const hub = await startHub({ processes, runDirectory, services: ['fees'], counterparts: false, sample: false, logLevel: 'error', progress });
    const connection = await connect({ servers: hub.nats.url, user: hub.nats.operator.user, pass: hub.nats.operator.password });
    closing.push(() => connection.close());

    // ours: the machinery as the sender
    const schema = { schema: 'bench_sender', user: 'bench_sender', password: freshId() };
    await hub.database.openSchema(schema);
    const url = `mysql://${schema.user}:${schema.password}@127.0.0.1:${hub.database.port}/${schema.schema}`;
    const database = openDatabase({ url, connections: 6 });
    closing.push(() => database.destroy());
    await migrate(database, 'bench', [...machinerySchema, { name: '0001-orders', up: (db) => createRecordTable(db, 'orders') }]);
    const Order = z.object({ n: z.string() });
    const orders = machine({
      name: 'orders', states: { none: ['sent'], sent: [] }, record: z.object({ status: z.literal('sent') }), accepts: { 'http.order': takes(Order, (d) => d.n) },
      decide: (_record, message) => accept({ status: 'sent' as const }, [command('commands.fees.collect-fee', order(message.data.n))]),
    });
    const log = openLog('bench', 'error');
    const outbox = openOutbox({ database, publisher: openPublisher(connection), clock: systemClock, log });
    const inbox = openInbox({ service: 'intake', database, clock: systemClock, serials: openSerials(database), instance: 'bench', roomForCalls: () => true, onCommit: ({ owed }) => { outbox.committed(owed); } });
    closing.push(() => outbox.stop());
    const bills = counter(connection, 'events.fees.bill-issued');
    const sendOurs = async (): Promise<void> => { const n = freshId(); await inbox.submit({ machine: orders, recordId: n, message: { id: n, type: 'http.order', data: { n } } }); };

    // theirs: raw JetStream with one insert on each side
    const manager = await jetstreamManager(connection);
    await manager.consumers.add('COMMANDS', { durable_name: 'bench', filter_subject: 'commands.bench.>', ack_policy: AckPolicy.Explicit, max_ack_pending: 1_024 });
    const pool = createPool({ uri: url, connectionLimit: 6 });
    closing.push(() => pool.end());
    for (const table of ['raw_sent', 'raw_taken']) await pool.query(`CREATE TABLE IF NOT EXISTS ${table} (id VARCHAR(64) NOT NULL PRIMARY KEY, document JSON NOT NULL)`);
    const port = await freePort();
    await processes.start({
      name: 'opponent', command: process.execPath, args: ['--import', join(projectRoot, 'node_modules/tsx/dist/esm/index.mjs'), join(projectRoot, 'scripts/bench/bare-consumer.ts')],
      env: { BENCH_PORT: String(port), BENCH_DATABASE: url, BENCH_NATS: hub.nats.url, BENCH_USER: hub.nats.operator.user, BENCH_PASSWORD: hub.nats.operator.password }, ready: () => answers(`http://127.0.0.1:${port}/health`),
    });
    const js = jetstream(connection);
    const taken = counter(connection, 'bench.taken');
    const sendTheirs = async (): Promise<void> => {
      const n = freshId();
      const document = JSON.stringify({ id: n, data: order(n) });
      await pool.query('INSERT INTO raw_sent (id, document) VALUES (?,?)', [n, document]);
      await js.publish('commands.bench.hop', document, { msgID: n });
    };

    const throughput = async (count: number, one: () => Promise<void>, notices: ReturnType<typeof counter>): Promise<Round> => {
      const before = notices.count();
      const started = performance.now();
      let left = count;
      await Promise.all(Array.from({ length: inFlight }, async () => { while (left > 0) { left -= 1; await one(); } }));
      await notices.reach(before + count);
      return { perSecond: count / ((performance.now() - started) / 1_000), latenciesMs: [] };
    };
    const unloaded = async (count: number): Promise<number[]> => {
      const times: number[] = [];
      for (let i = 0; i < count; i += 1) {
        const next = bills.count() + 1;
        const started = performance.now();
        await sendOurs();
        await bills.reach(next);
        times.push(performance.now() - started);
      }
      return times;
    };
    const count = quick ? 1_500 : 4_000;
    progress('预热 warming up');
    await throughput(count, sendOurs, bills);
    await throughput(count, sendTheirs, taken);
    const alone = await unloaded(quick ? 100 : 300);
    const p50 = median(alone);
    const result = await alternate({
      name: 'hop', rounds: quick ? 3 : 5, unit: 'hops/s', against: 'raw JetStream, one insert on each side', size: { count, inFlight }, progress,
      ours: () => throughput(count, sendOurs, bills), theirs: () => throughput(count, sendTheirs, taken), rssMb: () => Math.round(hub.residentBytes() / 2 ** 20),
      promises: ({ ratio }) => [{ promise: `比值 ratio ≥ 0.3 (${ratio})`, held: ratio >= 0.3 }, { promise: `空载 unloaded p50 ≤ 20 ms (${p50} ms)`, held: p50 <= 20 }],
    });
    const sorted = [...alone].sort((a, b) => a - b);
    const at = (share: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));
    return { ...result, p50Ms: p50, p95Ms: at(0.95), p99Ms: at(0.99), againstP99Ms: null };
  } finally {
    for (const close of closing.reverse()) await close().catch(() => undefined);
    await processes.stopAll();
  }
};
