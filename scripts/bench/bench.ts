/** npm run bench -- NAME|all [--quick] [--json]: each benchmark beside its opponent in the same run. Exit 0 only when every promise held. */
import { readCommandLine, rejectCall, type CommandDescription } from '../command-line.ts';
import { createPrinter } from '../print.ts';
import type { Benchmark, BenchResult } from './measure.ts';

const benchmarks: Record<string, () => Promise<Benchmark>> = {
  accept: async () => (await import('./accept.ts')).accept,
  'bank-window': async () => (await import('./bank-window.ts')).bankWindow,
  'catalogue-list': async () => (await import('./catalogue-list.ts')).catalogueList,
  'catalogue-sync': async () => (await import('./catalogue-sync.ts')).catalogueSync,
  hop: async () => (await import('./hop.ts')).hop,
  pipeline: async () => (await import('./pipeline.ts')).pipeline,
  'province-push': async () => (await import('./province-push.ts')).provincePush,
  reconcile: async () => (await import('./reconcile.ts')).reconcile,
  start: async () => (await import('./start.ts')).start,
};

const description: CommandDescription = {
  call: 'npm run bench --', words: `NAME|all (${Object.keys(benchmarks).join(', ')})`,
  does: '性能对照：我方与对照方在同一次运行中交替测量 · benchmarks beside an opponent in the same run',
  options: {
    quick: { type: 'boolean', help: '45 秒内完成 under 45 seconds' },
    json: { type: 'boolean', help: '只输出一个 JSON 文档 exactly one JSON document on stdout' },
  },
};

const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const [name] = line.words;
if (name === undefined || line.words.length > 1 || (name !== 'all' && !benchmarks[name])) rejectCall(description, `没有这个性能测试 no such benchmark: ${line.words.join(' ')}`);

const results: BenchResult[] = [];
for (const each of name === 'all' ? Object.keys(benchmarks) : [name]) {
  printer.progress(`—— ${each}`);
  const benchmark = await benchmarks[each]?.();
  if (benchmark) results.push(await benchmark({ quick: line.flag('quick'), progress: (text) => { printer.progress(text); } }));
}
for (const result of results) {
  const times = result.p50Ms === null ? '' : `  p50 ${result.p50Ms} ms · p95 ${result.p95Ms} ms · p99 ${result.p99Ms} ms`;
  printer.summary(`${result.name}: ${result.ours.value} ${result.ours.unit}${result.against ? `  对照 against ${result.against.what}: ${result.against.value}  比值 ratio ${result.ratio?.median} (${result.ratio?.min}–${result.ratio?.max})` : ''}${times}${result.rssMb === null ? '' : `  RSS ${result.rssMb} MB`}`);
  for (const { promise, held } of result.holds) printer.summary(`  ${held ? '✓' : '✗'} ${promise}`);
}
printer.document(results.length === 1 ? results[0] : { benchmarks: results });
process.exitCode = results.every((result) => result.holds.every((promise) => promise.held)) ? 0 : 1;
