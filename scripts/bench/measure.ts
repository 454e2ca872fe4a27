/**
 * How benchmarks measure: ours and the opponent in turn within one run, so that a noisy machine is noisy for both; the
 * ratio of each round is taken before anything is averaged. `ratio` is always ours ÷ opponent in work per second.
 */
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import http from 'node:http';
import type { Processes } from '../processes.ts';

/** What one side did in one round. */
export interface Round { perSecond: number; latenciesMs: readonly number[] }

export interface BenchResult {
  name: string;
  runs: number;
  ours: { value: number; unit: string };
  against: { what: string; value: number; unit: string } | null;
  ratio: { median: number; min: number; max: number } | null;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  /** p99 of the opponent, where latencies were taken on both sides. */
  againstP99Ms?: number | null;
  rssMb: number | null;
  size: Record<string, number>;
  /** Where a promise is about growth: each size that was measured, with its seconds. */
  sizes?: readonly Record<string, number>[];
  machine: string;
  /** Only where there is no opponent. */
  seconds?: number;
  /** The promises this benchmark is held to, each with whether it held. */
  holds: { promise: string; held: boolean }[];
}

/** A benchmark: `quick` must end within 45 s. */
export type Benchmark = (options: { quick: boolean; progress(line: string): void }) => Promise<BenchResult>;

export const machine = (): string => `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'cpu'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Runs both sides in turn and puts the result together. */
export async function alternate(options: {
  name: string; rounds: number; unit: string; against: string; size: Record<string, number>; progress(line: string): void;
  ours(round: number): Promise<Round>; theirs(round: number): Promise<Round>; rssMb(): number;
  promises(result: { ratio: number; ourP99: number; theirP99: number; ourP50: number }): { promise: string; held: boolean }[];
}): Promise<BenchResult> {
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let i = 0; i < options.rounds; i += 1) {
    ours.push(await options.ours(i));
    theirs.push(await options.theirs(i));
    options.progress(`第 ${i + 1} 轮 round ${i + 1}/${options.rounds}: 我方 ours ${round(ours[i]?.perSecond ?? 0, 0)} · 对照 opponent ${round(theirs[i]?.perSecond ?? 0, 0)} ${options.unit}`);
  }
  const ratios = ours.map((our, i) => our.perSecond / (theirs[i]?.perSecond ?? 1));
  const ourTimes = ours.flatMap((r) => r.latenciesMs);
  const theirTimes = theirs.flatMap((r) => r.latenciesMs);
  const result = { ratio: median(ratios), ourP99: percentile(ourTimes, 0.99), theirP99: percentile(theirTimes, 0.99), ourP50: percentile(ourTimes, 0.5) };
  return {
    name: options.name, runs: options.rounds, ours: { value: median(ours.map((r) => r.perSecond)), unit: options.unit },
    against: { what: options.against, value: median(theirs.map((r) => r.perSecond)), unit: options.unit },
    ratio: { median: result.ratio, min: round(Math.min(...ratios)), max: round(Math.max(...ratios)) },
    p50Ms: result.ourP50, p95Ms: percentile(ourTimes, 0.95), p99Ms: result.ourP99, againstP99Ms: result.theirP99,
    rssMb: options.rssMb(), size: options.size, machine: machine(), holds: options.promises(result),
  };
}

/** One request over kept-alive connections; resolves with status and text. Cheaper than any client library, so that the load costs little. */
export function send(agent: http.Agent, url: string, method: string, headers: Record<string, string>, body: string | Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, method, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }); });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Does `work` with so many at a time for so long; gives the rate and each one's time. */
export async function load(concurrency: number, forMs: number, work: (n: number) => Promise<void>): Promise<Round> {
  const latenciesMs: number[] = [];
  const started = performance.now();
  let n = 0;
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (performance.now() - started < forMs) {
      const from = performance.now();
      n += 1;
      await work(n);
      latenciesMs.push(performance.now() - from);
    }
  }));
  return { perSecond: latenciesMs.length / ((performance.now() - started) / 1_000), latenciesMs };
}

/** Processor time each process and this one have used so far, in ms; where it goes matters more than how long a busy machine took. */
export function processorMs(processes: Processes): Map<string, number> {
  const used = new Map<string, number>();
  for (const running of processes.all) {
    try {
      // Fields 14 and 15 of /proc/PID/stat (proc(5)): user and system time in ticks of 10 ms, after the name in brackets.
      const fields = readFileSync(`/proc/${running.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      used.set(running.name, (Number(fields[11]) + Number(fields[12])) * 10);
    } catch { /* no /proc here, or the process is gone */ }
  }
  const own = process.cpuUsage();
  return used.set('driver', (own.user + own.system) / 1_000);
}
