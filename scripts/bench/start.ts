/**
 * start: from an installed checkout with an empty run directory to the first accepted case, by the same program that
 * `./scripts/up` uses. No opponent. Promised: ≤ 10 s, all services together ≤ 900 MB resident.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '../../contracts/envelope.ts';
import { createProcesses } from '../processes.ts';
import { defaultRunDirectory } from '../run-directory.ts';
import { startHub } from '../hub.ts';
import { machine, median, type Benchmark } from './measure.ts';
import { firstAcceptedCase } from './first-case.ts';

export const start: Benchmark = async ({ quick, progress }) => {
  const seconds: number[] = [];
  const rss: number[] = [];
  const runs = quick ? 1 : 3;
  for (let i = 0; i < runs; i += 1) {
    const runDirectory = join(defaultRunDirectory, 'bench-start');
    rmSync(runDirectory, { recursive: true, force: true });
    const processes = createProcesses({ runDirectory });
    const started = performance.now();
    try {
      const hub = await startHub({ processes, runDirectory, progress });
      await firstAcceptedCase(hub);
      seconds.push((performance.now() - started) / 1_000);
      rss.push(Math.round(hub.residentBytes() / 2 ** 20));
      progress(`第 ${i + 1} 次 run ${i + 1}: ${seconds.at(-1)?.toFixed(1)} s, ${rss.at(-1)} MB`);
    } finally { await processes.stopAll(); rmSync(runDirectory, { recursive: true, force: true }); }
  }
  const took = median(seconds);
  const resident = Math.max(...rss);
  return {
    name: 'start', runs, ours: { value: took, unit: 's' }, against: null, ratio: null, p50Ms: null, p95Ms: null, p99Ms: null, rssMb: resident, size: { services: serviceNames.length }, machine: machine(), seconds: took,
    holds: [{ promise: `首件受理 first accepted case ≤ 10 s (${took} s)`, held: took <= 10 }, { promise: `全部服务内存 all services ≤ 900 MB (${resident} MB)`, held: resident <= 900 }],
  };
};
