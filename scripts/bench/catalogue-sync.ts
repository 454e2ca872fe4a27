/**
 * catalogue-sync: a catalogue of a whole zone brought up to date after 1 % of the province's items changed, beside its first load (the
 * opponent), through the real gateway and the simulated province. Rows and bytes are counted between catalogue and gateway. Beside both
 * stands the full check by marks of content. Promised: ≥ 20 times faster, only the changes moved, catalogue and gateway < 300 MB each.
 */
import { readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { sampleCode, sampleRow } from '../../services/province-gateway/adapters/signed-rest/sample-rows.ts';
import { startHub } from '../hub.ts';
import { createProcesses } from '../processes.ts';
import { defaultRunDirectory, projectRoot } from '../run-directory.ts';
import { machine, median, type Benchmark } from './measure.ts';

/** Published rows that go to the simulator in one request. */
const publishedTogether = 500;
/** A document of delegation names at most this many items. */
const delegatedTogether = 1_000;

/** What went through between catalogue and gateway. */
interface Meter { readonly url: string; target: string; rows: number; marks: number; bytes: number; close(): void }

/** Stands between them and passes everything on, counting what comes back. */
async function openMeter(): Promise<Meter> {
  const meter = { target: '', rows: 0, marks: 0, bytes: 0 };
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    const passed = http.request(new URL(request.url ?? '/', meter.target), { agent, method: request.method, headers: request.headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => { pieces.push(piece); });
      answer.on('end', () => {
        const body = Buffer.concat(pieces);
        meter.bytes += body.length;
        const text = body.toString('latin1');
        if (request.url?.startsWith('/items/digests') === true) meter.marks += text.split('"version":').length - 1;
        else meter.rows += text.split('"catalogCode":').length - 1;
        response.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
      });
    });
    passed.on('error', () => { response.destroy(); });
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  return Object.assign(meter, { url: `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`, close: () => { server.closeAllConnections(); server.close(); agent.destroy(); } });
}

/** Most memory a process has held since it was started, MB (proc(5): VmHWM). */
function peakMb(pid: number | undefined): number {
  try { return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024); } catch { return 0; }
}

const Sample = z.object({ delegations: z.array(z.looseObject({ documentNumber: z.string(), standing: z.string().optional(), department: z.looseObject({ creditCode: z.string() }) })).min(1) });
const Done = z.looseObject({ id: z.string(), state: z.string(), changeSetId: z.string().nullable(), failure: z.string().nullable(), counts: z.looseObject({ seen: z.number(), newVersions: z.number(), checked: z.number() }) });

export const catalogueSync: Benchmark = async ({ quick, progress }) => {
  const size = quick ? 2_000 : 100_000;
  const changed = size / 100;
  const rounds = quick ? 2 : 3;
  const runDirectory = join(defaultRunDirectory, 'bench-catalogue-sync');
  rmSync(runDirectory, { recursive: true, force: true });
  const processes = createProcesses({ runDirectory });
  const meter = await openMeter();
  try {
    const hub = await startHub({ processes, runDirectory, services: ['catalogue', 'province-gateway'], sample: false, logLevel: 'error', progress, settings: { catalogue: { HUB_PROVINCE_GATEWAY_URL: meter.url } } });
    meter.target = hub.url('province-gateway');
    const tokens = { a: await hub.token('catalogue-officer', { subject: 'bench-a' }), b: await hub.token('catalogue-officer', { subject: 'bench-b' }) };
    const ask = async (method: 'get' | 'put' | 'post', path: string, body?: unknown, as: 'a' | 'b' = 'a'): Promise<unknown> => {
      const headers = { authorization: `Bearer ${tokens[as]}`, ...(method === 'post' ? { 'idempotency-key': freshId() } : {}) };
      const answer = await axios.request<unknown>({ method, url: `${hub.url('catalogue')}${path}`, data: body, headers, validateStatus: () => true });
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${String(answer.status)} ${JSON.stringify(answer.data).slice(0, 300)}`);
      return answer.data;
    };
    const publish = async (numbers: readonly number[], version: number): Promise<void> => {
      for (let at = 0; at < numbers.length; at += publishedTogether) await axios.post(`${hub.control('province')}/items`, { rows: numbers.slice(at, at + publishedTogether).map((n) => sampleRow(body, n, version)) });
    };
    const { document, body } = firstDocument();

    progress(`赋权 delegating ${String(size)} 项 items`);
    const all = Array.from({ length: size }, (_unused, n) => n);
    for (let at = 0; at < size; at += delegatedTogether) {
      const number = `云岭授〔2026〕测${String(at / delegatedTogether + 1)}号`;
      await ask('put', `/delegations/${encodeURIComponent(number)}`, { ...document, itemCodes: all.slice(at, at + delegatedTogether).map((n) => sampleCode(body, n)) });
      await until(async () => z.looseObject({ itemsTold: z.boolean() }).parse(await ask('get', `/delegations/${encodeURIComponent(number)}`)).itemsTold);
    }
    progress('省级平台发布 the province publishes');
    await publish(all, 1);

    /** One synchronisation to its end, and what it moved. */
    const synchronise = async (mode: 'full' | 'changes'): Promise<{ seconds: number; rows: number; marks: number; bytes: number; done: z.infer<typeof Done> }> => {
      const before = { rows: meter.rows, marks: meter.marks, bytes: meter.bytes };
      const started = performance.now();
      const { id } = z.looseObject({ id: z.string() }).parse(await ask('post', '/synchronisations', { mode }));
      let done: z.infer<typeof Done> | undefined;
      await until(async () => { done = Done.parse(await ask('get', `/synchronisations/${id}`)); return done.state !== 'running'; });
      if (done?.state !== 'finished') throw new Error(`the synchronisation ended ${done?.state ?? ''}: ${done?.failure ?? ''}`);
      return { seconds: (performance.now() - started) / 1_000, rows: meter.rows - before.rows, marks: meter.marks - before.marks, bytes: meter.bytes - before.bytes, done };
    };
    /** The second officer approves; nothing is published without. */
    const approve = async (changeSetId: string | null): Promise<void> => {
      const where = `/change-sets/${changeSetId ?? ''}`;
      const { revision } = z.looseObject({ revision: z.number() }).parse(await ask('get', where, undefined, 'b'));
      await ask('post', `${where}/approval`, { revision }, 'b');
      await until(async () => z.looseObject({ state: z.string() }).parse(await ask('get', where, undefined, 'b')).state === 'in-force');
    };

    progress('首次全量 first load');
    const first = await synchronise('full');
    progress(`首次 first load: ${first.seconds.toFixed(1)} s, ${String(first.rows)} 行 rows, ${(first.bytes / 2 ** 20).toFixed(1)} MB`);
    await approve(first.done.changeSetId);

    const deltas: (typeof first)[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await publish(all.filter((n) => n % 100 === round), 2);
      const delta = await synchronise('changes');
      deltas.push(delta);
      progress(`第 ${String(round + 1)} 轮 round ${String(round + 1)}/${String(rounds)}: ${delta.seconds.toFixed(2)} s, ${String(delta.rows)} 行 rows, ${(delta.bytes / 1024).toFixed(0)} kB`);
      await approve(delta.done.changeSetId);
    }
    const check = await synchronise('full');
    progress(`全量核对 full check: ${check.seconds.toFixed(1)} s, ${String(check.marks)} 标记 marks, ${String(check.rows)} 行 rows`);

    const seconds = median(deltas.map((delta) => delta.seconds));
    const ratios = deltas.map((delta) => Number((first.seconds / delta.seconds).toFixed(1)));
    const ratio = median(ratios);
    const peaks = { catalogue: peakMb(hub.services.get('catalogue')?.pid), gateway: peakMb(hub.services.get('province-gateway')?.pid) };
    const rssMb = Math.max(peaks.catalogue, peaks.gateway);
    const onlyChanges = deltas.every((delta) => delta.rows === changed && delta.done.counts.newVersions === changed);
    return {
      name: 'catalogue-sync', runs: rounds, ours: { value: Number((size / seconds).toFixed(0)), unit: 'items brought up to date/s' },
      against: { what: 'first load of the same catalogue', value: Number((size / first.seconds).toFixed(0)), unit: 'items brought up to date/s' },
      ratio: { median: ratio, min: Math.min(...ratios), max: Math.max(...ratios) }, p50Ms: Math.round(seconds * 1_000), p95Ms: null, p99Ms: null, rssMb,
      size: {
        items: size, changed, firstLoadSeconds: Number(first.seconds.toFixed(1)), firstLoadRows: first.rows, firstLoadKb: Math.round(first.bytes / 1024), deltaRows: deltas[0]?.rows ?? 0, deltaKb: Math.round((deltas[0]?.bytes ?? 0) / 1024),
        checkSeconds: Number(check.seconds.toFixed(1)), checkMarks: check.marks, checkRows: check.rows, checkKb: Math.round(check.bytes / 1024), cataloguePeakMb: peaks.catalogue, gatewayPeakMb: peaks.gateway,
      },
      machine: machine(),
      holds: [
        { promise: `变化同步快于首次 changes faster than the first load ≥ 20 (${String(ratio)})`, held: ratio >= 20 },
        { promise: `只搬运变化 only the changes are moved (${String(deltas[0]?.rows ?? 0)} of ${String(size)})`, held: onlyChanges },
        { promise: `全量核对不搬运未变的 a full check moves nothing that is unchanged (${String(check.rows)})`, held: check.rows === 0 && check.marks >= size },
        { promise: `内存 memory < 300 MB (catalogue ${String(peaks.catalogue)}, gateway ${String(peaks.gateway)})`, held: rssMb > 0 && rssMb < 300 },
      ],
    };
  } finally {
    meter.close();
    await processes.stopAll();
    rmSync(runDirectory, { recursive: true, force: true });
  }
};

/** A sample document in force, without number and items. */
function firstDocument(): { document: object; body: string } {
  const { delegations: [first] } = Sample.parse(JSON.parse(readFileSync(join(projectRoot, 'services/catalogue/sample/delegations.json'), 'utf8')));
  if (!first) throw new Error('the sample has no document');
  const { documentNumber: _number, itemCodes: _codes, ...document } = first;
  return { document, body: first.department.creditCode };
}

async function until(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await delay(20);
}
