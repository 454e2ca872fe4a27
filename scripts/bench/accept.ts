/**
 * accept: a registration over HTTP — token checked, held against the contract, decided, committed with inbox, outbox and
 * reminder — beside a bare Express + mysql2 handler that inserts the same rows into tables of the same form in one
 * transaction and checks nothing. Promised: ratio ≥ 0.5, p99 ≤ 2 ×.
 */
import http from 'node:http';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { createConnection } from 'mysql2/promise';
import { freshId } from '../../infra/chance.ts';
import { sampleItem } from '../../services/intake/sample-item.ts';
import { startHub, type Hub } from '../hub.ts';
import { freePort } from '../instances/ports.ts';
import { answers, createProcesses } from '../processes.ts';
import { defaultRunDirectory, projectRoot } from '../run-directory.ts';
import { alternate, load, send, type Benchmark } from './measure.ts';

const concurrency = 16;
/** The smallest file the window would take as a PDF: its content does not matter here. */
const page = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n9\n%%EOF\n');

export const accept: Benchmark = async ({ quick, progress }) => {
  const runDirectory = join(defaultRunDirectory, 'bench-accept');
  rmSync(runDirectory, { recursive: true, force: true });
  const processes = createProcesses({ runDirectory });
  try {
    const hub = await startHub({ processes, runDirectory, services: ['intake'], counterparts: false, sample: false, logLevel: 'error', progress });
    await offerSample(hub);
    const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
    const token = await hub.token('window-clerk');
    const upload = await send(agent, `${hub.url('intake')}/materials`, 'POST', { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', 'x-file-name': 'page.pdf' }, page);
    const sha256 = String((JSON.parse(upload.text) as { sha256?: string }).sha256);
    const body = JSON.stringify({
      itemCode: sampleItem.code, projectName: '示例厂房一期', applicant: { name: '示例科技有限公司', creditCode: '91350100M000100Y43' },
      contact: { name: '王示例', citizenNumber: '11010519491231002X', mobile: '13800000000' }, materials: sampleItem.materials.map((m) => ({ name: m.name, sha256 })),
    });
    const register = async (): Promise<void> => {
      const answer = await send(agent, `${hub.url('intake')}/cases`, 'POST', { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': freshId() }, body);
      if (answer.status !== 201) throw new Error(`registration answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    };
    await register();

    const port = await freePort();
    const setup = await createConnection({ socketPath: hub.database.socketPath, user: hub.database.administrator.user, password: hub.database.administrator.password });
    const bare = { schema: 'bench_bare', user: 'bench_bare', password: freshId() };
    await hub.database.openSchema(bare);
    for (const table of ['cases', 'case_lines', 'inbox', 'outbox', 'reminders']) {
      await setup.query(`DROP TABLE IF EXISTS bench_bare.${table}`);
      await setup.query(`CREATE TABLE bench_bare.${table} LIKE hub_intake.${table}`);
    }
    const [rows] = await setup.query(`SELECT c.status, c.document, c.lasting, i.type, i.reply, o.envelope, o.type AS message, r.data FROM hub_intake.cases c JOIN hub_intake.inbox i ON i.record_id = c.id JOIN hub_intake.outbox o ON o.record_id = c.id JOIN hub_intake.reminders r ON r.record_id = c.id LIMIT 1`);
    const [lines] = await setup.query('SELECT * FROM hub_intake.case_lines LIMIT 1');
    await setup.end();
    await processes.start({
      name: 'opponent', command: process.execPath, args: ['--import', join(projectRoot, 'node_modules/tsx/dist/esm/index.mjs'), join(projectRoot, 'scripts/bench/bare-acceptance.ts')],
      env: { BENCH_PORT: String(port), BENCH_DATABASE: `mysql://${bare.user}:${bare.password}@127.0.0.1:${hub.database.port}/${bare.schema}`, BENCH_ROWS: JSON.stringify({ ...(Array.isArray(rows) ? rows[0] : {}), line: Array.isArray(lines) ? lines[0] : {} }) },
      ready: () => answers(`http://127.0.0.1:${port}/health`),
    });
    const insert = async (): Promise<void> => {
      const answer = await send(agent, `http://127.0.0.1:${port}/cases`, 'POST', { 'content-type': 'application/json', 'idempotency-key': freshId() }, body);
      if (answer.status !== 201) throw new Error(`opponent answered ${answer.status}`);
    };
    const forMs = quick ? 2_500 : 6_000;
    progress('预热 warming up');
    await load(concurrency, quick ? 1_500 : 3_000, register);
    await load(concurrency, quick ? 1_500 : 3_000, insert);
    return await alternate({
      name: 'accept', rounds: quick ? 3 : 5, unit: 'cases/s', against: 'bare Express + mysql2, same rows, one transaction', size: { concurrency, forMs }, progress,
      ours: () => load(concurrency, forMs, register), theirs: () => load(concurrency, forMs, insert), rssMb: () => Math.round(hub.residentBytes() / 2 ** 20),
      promises: ({ ratio, ourP99, theirP99 }) => [
        { promise: `比值 ratio ≥ 0.5 (${ratio})`, held: ratio >= 0.5 },
        { promise: `p99 ≤ 2 × 对照 opponent (${ourP99} ms : ${theirP99} ms)`, held: ourP99 <= 2 * theirP99 },
      ],
    });
  } finally { await processes.stopAll(); }
};

/** Offers the sample item as the catalogue would, and waits until intake knows it. */
async function offerSample(hub: Hub): Promise<void> {
  const operator = await connect({ servers: hub.nats.url, user: hub.nats.operator.user, pass: hub.nats.operator.password });
  const id = freshId();
  await jetstream(operator).publish('events.catalogue.item-offered', JSON.stringify({ specversion: '1.0', id, source: '/catalogue', type: 'events.catalogue.item-offered', subject: '', time: '2026-01-01T00:00:00Z', datacontenttype: 'application/json', data: { item: sampleItem } }), { msgID: id });
  await operator.close();
  const agent = new http.Agent();
  const token = await hub.token('window-clerk');
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await send(agent, `${hub.url('intake')}/items?form=direct`, 'GET', { authorization: `Bearer ${token}` }, '');
    if (answer.text.includes(sampleItem.code)) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error('intake never heard of the sample item');
}
