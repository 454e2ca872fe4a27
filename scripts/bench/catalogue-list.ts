/**
 * catalogue-list: a department's list of a hundred thousand rows, every hundredth broken, handed in as GBK text, killed while it is read, while
 * it is proposed and while it takes effect; then compared with the other sources. No opponent. Promised: each broken row named with row, column
 * and reason, nothing published before the approval and everything after it, catalogue < 300 MB.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { sampleCode } from '../../services/province-gateway/adapters/signed-rest/sample-rows.ts';
import { startHub } from '../hub.ts';
import { createProcesses } from '../processes.ts';
import { defaultRunDirectory, projectRoot } from '../run-directory.ts';
import { machine, type Benchmark } from './measure.ts';

const delegatedTogether = 1_000;
const brokenEvery = 100;

const Sample = z.object({ delegations: z.array(z.looseObject({ documentNumber: z.string(), department: z.looseObject({ creditCode: z.string(), name: z.string() }) })).min(1) });
const List = z.looseObject({ state: z.string(), progress: z.looseObject({ rowsRead: z.number(), rowsProposed: z.number() }).nullish(), counts: z.looseObject({ rows: z.number(), good: z.number(), broken: z.number() }), changeSetId: z.string().nullable() });
const ChangeSet = z.looseObject({ state: z.string(), revision: z.number(), counts: z.looseObject({ added: z.number(), refused: z.number() }), progress: z.looseObject({ done: z.number(), notTaken: z.number() }) });
const Rows = z.looseObject({ rows: z.array(z.looseObject({ number: z.number().optional(), row: z.number(), problems: z.array(z.looseObject({ column: z.string(), zh: z.string() })) })), next: z.string().nullable() });

/** Most memory a process has held since it was started, MB (proc(5): VmHWM). */
function peakMb(pid: number | undefined): number {
  try { return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024); } catch { return 0; }
}

export const catalogueList: Benchmark = async ({ quick, progress }) => {
  const size = quick ? 2_000 : 100_000;
  const broken = size / brokenEvery;
  const runDirectory = join(defaultRunDirectory, 'bench-catalogue-list');
  rmSync(runDirectory, { recursive: true, force: true });
  const processes = createProcesses({ runDirectory });
  try {
    const hub = await startHub({ processes, runDirectory, services: ['catalogue', 'province-gateway'], sample: false, logLevel: 'error', restart: 'always', progress });
    const catalogue = hub.services.get('catalogue');
    const tokens = { a: await hub.token('catalogue-officer', { subject: 'bench-a' }), b: await hub.token('catalogue-officer', { subject: 'bench-b' }) };
    const peaks: number[] = [];
    const ask = async (method: 'get' | 'put' | 'post', path: string, body?: unknown, as: 'a' | 'b' = 'a', type = 'application/json'): Promise<unknown> => {
      for (let tried = 0; ; tried += 1) {
        const answer = await axios.request<unknown>({ method, url: `${hub.url('catalogue')}${path}`, data: body, maxBodyLength: Infinity, headers: { authorization: `Bearer ${tokens[as]}`, 'content-type': type, ...(method === 'post' ? { 'idempotency-key': freshId() } : {}) }, validateStatus: () => true }).catch(() => undefined);
        if (answer && answer.status < 300) return answer.data;
        // It was killed a moment ago and comes back by itself.
        if ((answer === undefined || answer.status === 503) && tried < 600) { await delay(100); continue; }
        throw new Error(`${method} ${path}: ${String(answer?.status)} ${JSON.stringify(answer?.data).slice(0, 300)}`);
      }
    };
    const until = async (fact: () => Promise<boolean>): Promise<void> => { while (!(await fact())) await delay(50); };
    const kill = async (when: string): Promise<void> => {
      peaks.push(peakMb(catalogue?.pid));
      progress(`杀死事项目录 killing the catalogue: ${when}`);
      await catalogue?.kill();
    };
    const { delegations: [first] } = Sample.parse(JSON.parse(readFileSync(join(projectRoot, 'services/catalogue/sample/delegations.json'), 'utf8')));
    if (!first) throw new Error('the sample has no document');
    const { documentNumber: _number, itemCodes: _codes, ...document } = first;
    const { creditCode, name: department } = first.department;

    progress(`赋权 delegating ${String(size)} 项 items`);
    const all = Array.from({ length: size }, (_unused, n) => sampleCode(creditCode, n));
    for (let at = 0; at < size; at += delegatedTogether) {
      const number = `云岭授〔2026〕测${String(at / delegatedTogether + 1)}号`;
      await ask('put', `/delegations/${encodeURIComponent(number)}`, { ...document, itemCodes: all.slice(at, at + delegatedTogether) });
      await until(async () => z.looseObject({ itemsTold: z.boolean() }).parse(await ask('get', `/delegations/${encodeURIComponent(number)}`)).itemsTold);
    }

    const lines = ['实施部门赋权事项清单', '序号,业务办理项编码,事项名称,法定办结时限,承诺办结时限,设定依据,申请材料,是否收费,事项状态'];
    for (const [n, code] of all.entries()) lines.push(`${String(n + 1)},${code},事项　${String(n + 1)},20个工作日,${n % brokenEvery === 7 ? '视情况' : '５个工作日'},见公开的权责清单,1.申请表（原件1份）；2.营业执照（复印件1份）,否,在用`);
    const bytes = iconv.encode(`${lines.join('\r\n')}\r\n`, 'gb18030');
    progress(`交来清单 handing in ${(bytes.length / 2 ** 20).toFixed(1)} MB GBK`);
    const list = '/department-lists/bench-list';
    const published = async (): Promise<number> => z.looseObject({ total: z.number() }).parse(await ask('get', '/items?state=offered&limit=1')).total;
    const seconds = { read: 0, proposed: 0, applied: 0, compared: 0 };
    let started = performance.now();
    await ask('put', `${list}/file?department=${creditCode}&departmentName=${encodeURIComponent(department)}&fileName=list.csv`, bytes, 'a', 'application/octet-stream');
    const state = async (): Promise<z.infer<typeof List>> => List.parse(await ask('get', list));
    await until(async () => { const { state: now, progress: far } = await state(); return now !== 'reading' || (far?.rowsRead ?? 0) > size / 2; });
    await kill('读取中 while reading');
    await until(async () => (await state()).state !== 'reading');
    seconds.read = (performance.now() - started) / 1_000;
    started = performance.now();
    await until(async () => { const { state: now, progress: far } = await state(); return now !== 'proposing' || (far?.rowsProposed ?? 0) > size / 2; });
    await kill('比对中 while proposing');
    await until(async () => (await state()).state !== 'proposing');
    seconds.proposed = (performance.now() - started) / 1_000;
    const handedIn = await state();
    progress(`读 read ${seconds.read.toFixed(1)} s，比对 proposed ${seconds.proposed.toFixed(1)} s: ${String(handedIn.counts.good)} 采纳 good, ${String(handedIn.counts.broken)} 有误 broken`);
    let named = 0;
    for (let after: string | null = null; ;) {
      const page: z.infer<typeof Rows> = Rows.parse(await ask('get', `${list}/rows?standing=broken&limit=200${after === null ? '' : `&cursor=${encodeURIComponent(after)}`}`));
      named += page.rows.filter((row) => row.row % brokenEvery === 10 && row.problems.some((problem) => problem.column.includes('承诺办结时限') && problem.zh !== '')).length;
      after = page.next;
      if (page.rows.length === 0 || after === null) break;
    }
    const before = await published();

    const where = `/change-sets/${handedIn.changeSetId ?? ''}`;
    const set = async (): Promise<z.infer<typeof ChangeSet>> => ChangeSet.parse(await ask('get', where, undefined, 'b'));
    const proposed = await set();
    started = performance.now();
    await ask('post', `${where}/approval`, { revision: proposed.revision }, 'b');
    await until(async () => { const { state: now, progress: far } = await set(); return now !== 'applying' || far.done > size / 2; });
    await kill('生效中 while taking effect');
    await until(async () => (await set()).state === 'in-force');
    seconds.applied = (performance.now() - started) / 1_000;
    const applied = await set();
    const after = await published();
    progress(`生效 in force ${seconds.applied.toFixed(1)} s: ${String(applied.progress.done)}`);

    // The watch compares by itself as well: its own comparison is let come to its end.
    const quiet = async (): Promise<boolean> => z.object({ runs: z.array(z.looseObject({ state: z.string() })) }).parse(await ask('get', '/drift-runs')).runs.every((run) => run.state !== 'running');
    await until(quiet);
    started = performance.now();
    await ask('post', '/drift-runs');
    await until(quiet);
    seconds.compared = (performance.now() - started) / 1_000;
    const total = z.looseObject({ total: z.number() }).parse(await ask('get', '/drift-report')).total;
    progress(`三方比对 compared ${seconds.compared.toFixed(1)} s: ${String(total)} 差异 differences`);
    peaks.push(peakMb(catalogue?.pid));
    const rssMb = Math.max(...peaks);
    const whole = seconds.read + seconds.proposed + seconds.applied;
    const good = size - broken;
    return {
      name: 'catalogue-list', runs: 1, ours: { value: Number((size / whole).toFixed(0)), unit: 'rows from hand-in to in force/s' }, against: null, ratio: null, p50Ms: null, p95Ms: null, p99Ms: null, rssMb, machine: machine(),
      size: { rows: size, broken, megabytes: Math.round(bytes.length / 2 ** 20), kills: 3, readSeconds: Number(seconds.read.toFixed(1)), proposedSeconds: Number(seconds.proposed.toFixed(1)), appliedSeconds: Number(seconds.applied.toFixed(1)), comparedSeconds: Number(seconds.compared.toFixed(1)), differences: total },
      holds: [
        { promise: `有误的行逐行注明行、列、原因 each broken row named with row, column and reason (${String(named)} of ${String(broken)})`, held: named === broken && handedIn.counts.broken === broken },
        { promise: `其余成为变更单 the others became the change set (${String(proposed.counts.added)} of ${String(good)})`, held: proposed.counts.added === good && handedIn.counts.good === good },
        { promise: `批准前无一发布，批准后全部发布 nothing published before the approval, all after it (${String(before)}, ${String(after)})`, held: before === 0 && after === good && applied.progress.done === good && applied.progress.notTaken === 0 },
        { promise: `内存 memory < 300 MB (${String(rssMb)})`, held: rssMb > 0 && rssMb < 300 },
      ],
    };
  } finally {
    await processes.stopAll();
    rmSync(runDirectory, { recursive: true, force: true });
  }
};
