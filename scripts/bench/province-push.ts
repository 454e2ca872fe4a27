/**
 * province-push: steps handed to the gateway and acknowledged by a province that answers at once, with 100 000 cases on record beside 1 000.
 * What was told long ago must not slow what is told now. Promised: ratio ≥ 0.85.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { startSimulator } from '../../services/province-gateway/adapters/signed-rest/simulator.ts';
import { startHub, type Hub } from '../hub.ts';
import { createProcesses } from '../processes.ts';
import { sampleItems } from '../../services/province-gateway/adapters/signed-rest/sample-items.ts';
import { defaultRunDirectory, projectRoot } from '../run-directory.ts';
import { alternate, load, send, type Benchmark } from './measure.ts';

const concurrency = 16;
const at = '2026-11-20T09:00:00+08:00';

export const provincePush: Benchmark = async ({ quick, progress }) => {
  const adapter = join(projectRoot, 'services', 'province-gateway', 'adapters', 'signed-rest');
  const [item] = sampleItems();
  if (!item) throw new Error('no sample items');
  const secrets = { requesterId: 'R-53', appSecret: 'a-secret-for-this-benchmark' };
  const accept = JSON.stringify({
    kind: 'accept', item: { ...item, version: 1 }, summary: '关于示例公司的申请', applySource: 'window',
    applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' }, appliedAt: at, acceptedAt: at, promisedOn: '2026-11-27', handlingType: 'promised',
    organisation: { name: '云岭市自然资源和规划局', code: item.taskCode.slice(0, 18) }, provenance: { '*': 'case', 'item': 'item', 'applicant': 'typed' },
  });
  const sizes = [100_000, 1_000] as const;
  const opened: (() => Promise<unknown>)[] = [];
  /** A hub of its own with so many cases of six steps on record. */
  async function gateway(cases: number): Promise<{ hub: Hub; push(): Promise<void> }> {
    const runDirectory = join(defaultRunDirectory, `bench-province-${cases}`);
    rmSync(runDirectory, { recursive: true, force: true });
    const processes = createProcesses({ runDirectory });
    opened.push(() => processes.stopAll());
    const province = await startSimulator({ port: 0, ...secrets });
    opened.push(() => province.close());
    const files = join(runDirectory, 'platforms');
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, 'platforms.json'), JSON.stringify({ platforms: [{ name: 'province', dialect: 'signed-rest', profile: join(adapter, 'sample-province.json'), address: province.url, credentials: secrets, takes: 'rest' }] }));
    const hub = await startHub({ processes, runDirectory, services: ['province-gateway'], counterparts: false, sample: false, logLevel: 'error', progress, settings: { 'province-gateway': { HUB_PROVINCE_PLATFORMS: join(files, 'platforms.json'), HUB_SWEEP_EVERY_MS: '3600000' } } });
    const token = await hub.token('service');
    const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
    let serial = 0;
    const push = async (): Promise<void> => {
      serial += 1;
      const answer = await send(agent, `${hub.url('province-gateway')}/cases/${item?.taskCode ?? ''}20261122${String(serial).padStart(6, '0')}/steps/1`, 'PUT', { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, accept);
      if (answer.status !== 200) throw new Error(`step answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    };
    await push();
    progress(`登记 ${cases} 件 writing ${cases} cases of six steps on record`);
    const connection = await createConnection({ socketPath: hub.database.socketPath, user: hub.database.administrator.user, password: hub.database.administrator.password, database: 'hub_province_gateway' });
    const [models] = await connection.query('SELECT content, digest, provenance FROM outgoing_steps LIMIT 1');
    const model = z.array(z.object({ content: z.string(), digest: z.string(), provenance: z.number() })).parse(models)[0];
    if (!model) throw new Error('the first step was not written');
    const kinds = ['accept', 'process', 'process', 'result', 'material', 'evaluation'];
    for (let from = 0; from < cases; from += 250) {
      const rows = Array.from({ length: Math.min(250, cases - from) }, (_, n) => {
        const number = `${item?.taskCode ?? ''}2026${createHash('md5').update(String(from + n)).digest('hex').slice(0, 10)}`;
        return kinds.map((kind, sequence) => ['province', number, sequence + 1, kind, 1, model.digest, model.content, model.provenance, 'acknowledged', 1, new Date('2026-10-01'), new Date('2026-10-01'), new Date('2026-10-01'), '2026-10-01', 1]);
      }).flat();
      await connection.query('INSERT IGNORE INTO outgoing_steps (platform, case_number, sequence, kind, revision, digest, content, provenance, state, attempts, due_at, taken_at, acknowledged_at, acknowledged_on, acknowledged_revision) VALUES ?', [rows]);
    }
    await connection.query('ANALYZE TABLE outgoing_steps');
    await connection.end();
    return { hub, push };
  }
  try {
    const [many, few] = [await gateway(sizes[0]), await gateway(sizes[1])];
    const forMs = quick ? 2_500 : 6_000;
    progress('预热 warming up');
    for (const one of [many, few]) await load(concurrency, quick ? 1_500 : 3_000, one.push);
    return await alternate({
      name: 'province-push', rounds: quick ? 3 : 5, unit: 'pushes/s', against: '1 000 cases on record', size: { concurrency, forMs, casesOnRecord: sizes[0] }, progress,
      ours: () => load(concurrency, forMs, many.push), theirs: () => load(concurrency, forMs, few.push), rssMb: () => Math.round(many.hub.residentBytes() / 2 ** 20),
      promises: ({ ratio }) => [{ promise: `比值 ratio ≥ 0.85 (${ratio})`, held: ratio >= 0.85 }],
    });
  } finally { for (const close of opened.toReversed()) await close(); }
};
