// Cases told to five provinces in all four dialects while each fails in every way it knows and the gateway itself is killed; afterwards the
// provinces' own books and our ledger must say the same, with nothing lost and nothing twice.
import { join } from 'node:path';
import axios from 'axios';
import { z } from 'zod';
import { elapsedMs } from '../../infra/clock.ts';
import { startHub } from '../hub.ts';
import type { Processes } from '../processes.ts';
import { sampleItems, type SampleItem } from '../../services/province-gateway/adapters/signed-rest/sample-items.ts';
import { diceOf } from './dice.ts';
import { startProvinces, type PractisedProvince } from './province-platforms.ts';

export interface ProvinceReport {
  name: string; cases: number; faults: Record<string, number>; closed: number; lost: number; duplicated: number; unexplained: number; parked: number; recoverSeconds: number; seconds: number; seed: number;
  /** By platform: what its own book has, repeats it recognised, and differences that healing took away or left. */
  platforms: Record<string, { cases: number; records: number; repeatsRecognised: number }>;
  healed: number; /** Copies the province's people took away when told. */ tidied: number; differences: number; kills: number; findings: string[];
}

const at = '2026-11-20T09:00:00+08:00';

/** The steps of a case, as intake would hand them over. */
function stepsOf(item: SampleItem, department: string): object[] {
  return [
    { kind: 'accept', item: { ...item, version: 1 }, summary: '关于示例公司的申请', applySource: 'window',
      applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43', legalRepresentative: '张三' }, contact: { name: '李四', mobile: '13800138000' }, appliedAt: at, acceptedAt: at, acceptanceNumber: 'SL1',
      promisedOn: '2026-11-27', handlingType: 'promised', organisation: { name: '云岭市自然资源和规划局', code: item.taskCode.slice(0, 18) }, handledBy: '王五', route: { form: 'direct', department }, provenance: { '*': 'case', 'item': 'item', 'applicant': 'typed' } },
    { kind: 'process', stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意' },
    { kind: 'special', specialKind: 'hearing', name: '听证', startedAt: at, reason: '依申请', endedAt: '2026-11-21T17:00:00+08:00', result: '已听证', handledBy: '王五' },
    { kind: 'result', result: 'granted', decidedAt: at, certificate: { name: '许可证', number: 'Z1', validTo: '2030-01-31' }, posted: false, collection: { recipient: '李四', method: 'window', at }, handledBy: '王五' },
    { kind: 'material', materials: [{ name: '申请表', form: 'electronic', copies: 1, attachment: '申请表.pdf' }], receivedAt: at, handledBy: '王五' },
    { kind: 'evaluation', satisfaction: 'satisfied', channel: 'hall-tablet', details: ['413'], words: '很快', ratedAt: at },
  ];
}

export async function runProvince(options: { processes: Processes; runDirectory: string; cases: number; concurrency: number; seed: number; kills?: number; interrupted: AbortSignal; logLevel?: string; say(line: string): void }): Promise<ProvinceReport> {
  const { processes, runDirectory, cases, seed, say, interrupted } = options;
  const began = elapsedMs();
  const dice = diceOf(seed);
  const { file, provinces } = await startProvinces({ processes, directory: join(runDirectory, 'provinces') });
  const hub = await startHub({
    processes, runDirectory, services: ['province-gateway'], counterparts: false, sample: false, restart: 'always', logLevel: options.logLevel ?? 'warn', progress: say,
    settings: { 'province-gateway': { HUB_PROVINCE_PLATFORMS: file, HUB_SWEEP_EVERY_MS: '5000' } },
  });
  const url = hub.url('province-gateway');
  const [intake, integrator] = await Promise.all([hub.token('service'), hub.token('integrator')]);
  /** Undefined where nobody answered: asked again by whoever needs it. */
  const ask = async (method: 'get' | 'put' | 'post', where: string, data?: unknown, token = integrator): Promise<{ status: number; data: Record<string, unknown> } | undefined> =>
    axios.request<Record<string, unknown>>({ method, url: `${url}${where}`, data, headers: { authorization: `Bearer ${token}` }, validateStatus: () => true, timeout: 20_000 }).catch(() => undefined);
  const rest = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
  const [item] = sampleItems();
  if (!item) throw new Error('no sample items');

  const owners = new Map<string, { province: PractisedProvince; steps: object[] }>();
  for (let serial = 0; serial < cases; serial += 1) {
    const province = provinces[serial % provinces.length];
    if (province) owners.set(`${item.taskCode}20261122${String(serial + 1).padStart(4, '0')}`, { province, steps: stepsOf(item, province.department) });
  }
  const faults: Record<string, number> = {};
  let kills = 0;
  let feeding = true;
  const troubling = (async () => {
    for (let round = 0; feeding && !interrupted.aborted; round += 1) {
      for (const province of provinces) {
        // In turn, so that each has had every fault when there is time; then as the dice fall.
        const kind = province.faults[round] ?? dice.pick(province.faults) ?? '';
        province.fail(kind);
        faults[kind] = (faults[kind] ?? 0) + 1;
      }
      await rest(900);
      if (kills < (options.kills ?? Math.max(1, Math.min(5, Math.floor(cases / 200)))) && round % 5 === 3) {
        kills += 1;
        await hub.services.get('province-gateway')?.kill();
      }
    }
  })();

  // --- handing over, as intake does: a step until it is taken, then the next ---
  let told = 0;
  const queue = [...owners];
  async function handOver(caseNumber: string, sequence: number, step: object): Promise<void> {
    for (let tries = 0; !interrupted.aborted; tries += 1) {
      const answer = await ask('put', `/cases/${caseNumber}/steps/${String(sequence)}`, step, intake);
      if (answer && (answer.status === 200 || answer.status === 202)) return;
      if (tries > 400) throw new Error(`step ${String(sequence)} of ${caseNumber} is not taken: ${String(answer?.status)} ${JSON.stringify(answer?.data ?? {}).slice(0, 300)}`);
      await rest(150);
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, async () => {
    for (let next = queue.shift(); next && !interrupted.aborted; next = queue.shift()) {
      const [caseNumber, { steps }] = next;
      for (const [index, step] of steps.entries()) await handOver(caseNumber, index + 1, step);
      told += 1;
      if (told % Math.max(1, Math.floor(cases / 10)) === 0) say(`已交 handed over ${told} / ${cases}`);
    }
  }));
  // Every fault has its turn, also where the cases were quick.
  const untilEach = elapsedMs() + 20_000;
  while (elapsedMs() < untilEach && provinces.some((province) => province.faults.some((kind) => !faults[kind]))) await rest(300);
  feeding = false;
  await troubling;
  for (const province of provinces) province.mend();
  const calmAt = elapsedMs();

  // --- until everything is at rest ---
  const Platforms = z.object({ platforms: z.array(z.object({ name: z.string(), divergences: z.number(), steps: z.object({ waiting: z.number(), doubtful: z.number(), awaiting: z.number(), refused: z.number(), acknowledged: z.number() }) })) });
  const Refused = z.object({ steps: z.array(z.object({ caseNumber: z.string(), sequence: z.number(), ours: z.object({ outcome: z.string(), detail: z.string() }) })) });
  const findings: string[] = [];
  let differences = 0;
  let healed = 0;
  let tidied = 0;
  let idle = 0;
  let heldOpen = 0;
  for (let tries = 0; tries < 300 && !interrupted.aborted; tries += 1) {
    const now = Platforms.safeParse((await ask('get', '/platforms'))?.data);
    const standing = now.success ? now.data.platforms : [];
    heldOpen = standing.reduce((sum, one) => sum + one.steps.waiting + one.steps.doubtful + one.steps.awaiting, 0);
    const refused = standing.reduce((sum, one) => sum + one.steps.refused, 0);
    if (tries % 10 === 0) say(`未了 still owed ${heldOpen}，被拒 refused ${refused}`);
    // What a person of the hall would do with a refusal that a broken province made: hand it over once more.
    if (refused > 0) {
      const page = Refused.safeParse((await ask('get', '/ledger?state=refused&limit=500'))?.data);
      for (const one of page.success ? page.data.steps : []) {
        const step = owners.get(one.caseNumber)?.steps[one.sequence - 1];
        if (step) await ask('put', `/cases/${one.caseNumber}/steps/${String(one.sequence)}`, step, intake);
      }
    }
    if (now.success && heldOpen + refused === 0) {
      await ask('post', '/ledger/sweeps', {});
      const after = Platforms.safeParse((await ask('get', '/platforms'))?.data);
      differences = after.success ? after.data.platforms.reduce((sum, one) => sum + one.divergences, 0) : 1;
      if (differences === 0) break;
      const done = z.object({ toldAgain: z.number(), takenOver: z.number(), left: z.number() }).safeParse((await ask('post', '/ledger/healing', {}))?.data);
      if (done.success) healed += done.data.toldAgain + done.data.takenOver;
      // What only the province can mend: it is told, and its people take the copies away.
      let taken = 0;
      for (const province of provinces) taken += await province.tidy();
      tidied += taken;
      // Nobody can mend what is left: only after several rounds, since a sweep looks at so many cases at a time.
      idle = (done.success ? done.data.toldAgain + done.data.takenOver : 1) + taken === 0 ? idle + 1 : 0;
      if (idle > 15) break;
    }
    await rest(1_000);
  }
  const recoverSeconds = Math.round((elapsedMs() - calmAt) / 100) / 10;

  // --- the provinces' own books ---
  const platforms: ProvinceReport['platforms'] = {};
  let lost = 0;
  let duplicated = 0;
  let unexplained = differences + heldOpen;
  const find = (what: string): void => { if (findings.length < 50) findings.push(what); };
  let closed = 0;
  for (const province of provinces) {
    const book = await province.book();
    const own = [...owners].filter(([, owner]) => owner.province === province).map(([caseNumber]) => caseNumber);
    const byCase = new Map<string, Map<string, number>>();
    const kinds = new Map<string, Set<string>>();
    for (const entry of book) {
      const keys = byCase.get(entry.caseNumber) ?? new Map<string, number>();
      keys.set(`${entry.kind} ${entry.key}`, (keys.get(`${entry.kind} ${entry.key}`) ?? 0) + 1);
      byCase.set(entry.caseNumber, keys);
      kinds.set(entry.caseNumber, (kinds.get(entry.caseNumber) ?? new Set()).add(entry.kind));
    }
    for (const caseNumber of own) {
      const there = kinds.get(caseNumber) ?? new Set();
      const missing = province.expects.filter((kind) => !there.has(kind));
      if (missing.length === 0) closed += 1;
      for (const kind of missing) { lost += 1; find(`${province.name} ${caseNumber}: lost ${kind}`); }
      for (const [key, times] of byCase.get(caseNumber) ?? []) if (times > 1) { duplicated += times - 1; find(`${province.name} ${caseNumber}: twice ${key}`); }
    }
    for (const caseNumber of byCase.keys()) if (!own.includes(caseNumber)) { unexplained += 1; find(`${province.name} ${caseNumber}: nobody told this case there`); }
    platforms[province.name] = { cases: byCase.size, records: book.length, repeatsRecognised: book.reduce((sum, one) => sum + one.repeats, 0) };
  }
  if (differences > 0) find(`differences left between the ledgers: ${String(differences)}`);
  if (heldOpen > 0) find(`steps still owed: ${String(heldOpen)}`);
  for (const province of provinces) await province.close();
  return { name: 'province', cases, faults: { ...faults, ...(kills > 0 ? { 'kill -9 province-gateway': kills } : {}) }, closed, lost, duplicated, unexplained, parked: 0, recoverSeconds, seconds: Math.round((elapsedMs() - began) / 100) / 10, seed, platforms, healed, tidied, differences, kills, findings };
}

/** Nothing lost, nothing twice, both ledgers equal. */
export const provinceHolds = (report: ProvinceReport): boolean => report.closed === report.cases && report.lost + report.duplicated + report.unexplained === 0;
