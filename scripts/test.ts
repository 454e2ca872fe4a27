// `./scripts/test`: everything that can fail, one line for each part, and `N passed, N failed` at the end. A word given
// as FILTER chooses parts by name (types, lint, contracts, generated) and test files by path; without one, all run.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCommandLine } from './command-line.ts';
import { createPrinter } from './print.ts';
import { projectRoot } from './run-directory.ts';

interface Part {
  name: string;
  passed: number;
  failed: number;
  /** What a person needs to mend it. */
  complaints: string[];
  seconds: number;
}

const description = {
  call: './scripts/test',
  does: '运行全部检查 runs everything that can fail: types, lint, contracts, generated files, unit and flow tests',
  words: '[FILTER…]',
  options: {
    json: { type: 'boolean', help: '标准输出只含一个 JSON 文档 one JSON document on stdout' },
  },
} as const;

const line = readCommandLine(description);
const printer = createPrinter({ json: line.flag('json') });
const node = process.execPath;
const reports = join(projectRoot, '.run', 'test');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** Runs a program of node_modules; resolves with everything it said, whatever its exit code. */
function run(args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(node, args, { cwd: projectRoot, maxBuffer: 256 * 1024 * 1024 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, text: `${stdout}\n${stderr}` }),
    );
  });
}

const lastLines = (text: string, count: number): string[] =>
  text
    .split('\n')
    .filter((each) => each.trim() !== '')
    .slice(-count);

async function types(): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { code, text } = await run(['node_modules/typescript-native/bin/tsc', '-p', '.', '--pretty', 'false']);
  const errors = text.split('\n').filter((each) => each.includes(': error TS'));
  if (code === 0) return { passed: 1, failed: 0, complaints: [] };
  return { passed: 0, failed: Math.max(1, errors.length), complaints: errors.length > 0 ? errors : lastLines(text, 10) };
}

async function lint(): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { code, text } = await run(['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format', 'unix']);
  if (code === 0) return { passed: 1, failed: 0, complaints: [] };
  const errors = text.split('\n').filter((each) => /:\d+:\d+:/.test(each));
  return { passed: 0, failed: Math.max(1, errors.length), complaints: errors.length > 0 ? errors : lastLines(text, 10) };
}

async function contracts(): Promise<Omit<Part, 'name' | 'seconds'>> {
  const documents = readdirSync(join(projectRoot, 'contracts'))
    .map((name) => `contracts/${name}/openapi.yaml`)
    .filter((path) => existsSync(join(projectRoot, path)));
  const { code, text } = await run([
    'node_modules/@redocly/cli/bin/cli.js',
    'lint',
    ...documents,
    '--format',
    'json',
    '--config',
    'scripts/redocly.yaml',
  ]);
  const Report = z.looseObject({
    problems: z.array(
      z.looseObject({
        severity: z.string(),
        message: z.string(),
        location: z.array(z.looseObject({ source: z.looseObject({ ref: z.string() }), pointer: z.string().optional() })),
      }),
    ),
  });
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  const report = from === -1 ? undefined : Report.safeParse(parseJson(text.slice(from, to + 1)));
  if (report === undefined || !report.success) {
    return {
      passed: code === 0 ? documents.length : 0,
      failed: code === 0 ? 0 : documents.length,
      complaints: code === 0 ? [] : lastLines(text, 20),
    };
  }
  const errors = report.data.problems.filter((problem) => problem.severity === 'error');
  const place = (problem: (typeof errors)[number]): string => problem.location[0]?.source.ref ?? '';
  const wrong = documents.filter((path) => errors.some((problem) => place(problem).includes(path)));
  const failed = errors.length === 0 ? 0 : Math.max(1, wrong.length);
  return {
    passed: documents.length - failed,
    failed,
    complaints: errors.map((problem) => `${place(problem)} ${problem.location[0]?.pointer ?? ''}: ${problem.message}`),
  };
}

async function generated(): Promise<Omit<Part, 'name' | 'seconds'>> {
  const { text } = await run(['--import', 'tsx', 'scripts/generate.ts', '--check', '--json']);
  const Report = z.object({ files: z.array(z.object({ path: z.string(), state: z.string() })), stale: z.number() });
  const report = Report.safeParse(parseJson(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)));
  if (!report.success) return { passed: 0, failed: 1, complaints: lastLines(text, 10) };
  const stale = report.data.files.filter((file) => file.state === 'stale');
  return {
    passed: report.data.files.length - stale.length,
    failed: stale.length,
    complaints: stale.map((file) => `${file.path}: 过期 stale (npm run generate)`),
  };
}

async function tests(filters: string[]): Promise<Omit<Part, 'name' | 'seconds'>> {
  const file = join(reports, 'vitest.json');
  const { text } = await run([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...filters,
  ]);
  const Report = z.object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    numTodoTests: z.number(),
    testResults: z.array(
      z.object({
        name: z.string(),
        status: z.string(),
        message: z.string().optional(),
        assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).optional() })),
      }),
    ),
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, complaints: lastLines(text, 40) };
  const report = Report.parse(parseJson(readFileSync(file, 'utf8')));
  const complaints: string[] = [];
  let brokenFiles = 0;
  for (const each of report.testResults) {
    const name = each.name.replace(`${projectRoot}/`, '');
    const failures = each.assertionResults.filter((test) => test.status === 'failed');
    for (const test of failures)
      complaints.push(`${name}: ${test.fullName}\n${(test.failureMessages ?? []).join('\n').split('\n').slice(0, 12).join('\n')}`);
    // A file that could not even be read has no test in it that could have failed.
    if (each.status === 'failed' && failures.length === 0) {
      brokenFiles += 1;
      complaints.push(`${name}: ${(each.message ?? '').split('\n').slice(0, 12).join('\n')}`);
    }
  }
  if (report.testResults.length === 0)
    return { passed: 0, failed: filters.length > 0 ? 1 : 0, complaints: [`没有匹配的测试 no test file matches ${filters.join(' ')}`] };
  const left = report.numPendingTests + report.numTodoTests;
  if (left > 0) printer.progress(`跳过 skipped: ${left}`);
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles, complaints };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fixedParts = { types, lint, contracts, generated };
const chosen = Object.entries(fixedParts).filter(([name]) => line.words.length === 0 || line.words.includes(name));
const filters = line.words.filter((word) => !Object.hasOwn(fixedParts, word));
const plan: [string, () => Promise<Omit<Part, 'name' | 'seconds'>>][] = [...chosen];
if (line.words.length === 0 || filters.length > 0) plan.push(['tests', () => tests(filters)]);

const parts: Part[] = [];
for (const [name, check] of plan) {
  printer.progress(`${name} …`);
  const started = performance.now();
  const result = await check();
  const part = { name, ...result, seconds: Number(((performance.now() - started) / 1000).toFixed(1)) };
  parts.push(part);
  for (const complaint of part.complaints) printer.progress(`  ✗ ${complaint}`);
  printer.summary(
    `${part.failed === 0 ? '✓' : '✗'} ${name.padEnd(10)} ${String(part.passed).padStart(5)} 通过 passed  ${String(part.failed).padStart(4)} 失败 failed  ${part.seconds} s`,
  );
}
const passed = parts.reduce((sum, part) => sum + part.passed, 0);
const failed = parts.reduce((sum, part) => sum + part.failed, 0);
printer.document({ passed, failed, parts });
printer.summary(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
