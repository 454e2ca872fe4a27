// `npm run faults -- NAME|all`: breaks the hub on purpose and counts, at the outside, what was lost or done twice.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine, rejectCall, type CommandDescription } from '../command-line.ts';
import { createPrinter } from '../print.ts';
import { createProcesses, runThenStop } from '../processes.ts';
import { claimRunDirectory, defaultRunDirectory } from '../run-directory.ts';
import { holds, runKill, type FaultReport } from './kill.ts';
import { moneyHolds, runMoney, type MoneyReport } from './money.ts';
import { provinceHolds, runProvince, type ProvinceReport } from './province.ts';

const scenarios = {
  kill: '全部进程随机 kill -9 并重启 every process killed with -9 at random moments, and started again',
  money: '两家银行、聚合支付、窗口收款与财政平台逐一出错、争缴、冲正、退付，每日文件取回并日结，全部被 kill -9（默认 2000 张缴款单）two banks, a payment channel, a counter and a fiscal platform failing, racing, reversing and refunding, their daily files fetched and the day closed, everything killed (2000 bills unless told)',
  province: '五个省级平台、四种方言逐一出错，网关被 kill -9 five provinces in four dialects failing in every way, the gateway killed',
} as const;

const description: CommandDescription = {
  call: 'npm run faults --',
  does: `故障演练：在故障中办件，事后以外部账本核对 cases under faults, compared with the books of the outside\n${Object.entries(scenarios).map(([name, does]) => `  ${name}: ${does}`).join('\n')}`,
  words: 'NAME|all',
  options: {
    cases: { type: 'string', value: 'N', help: '办件数，默认 200；money 为缴款单数，默认 2000 number of cases, 200 unless told; of bills in money, 2000' },
    concurrency: { type: 'string', value: 'N', help: '同时在办件数，默认 24 cases under way at once, 24 unless told' },
    kills: { type: 'string', value: 'N', help: 'kill -9 次数，默认按办件数 how many kills; by the number of cases unless told' },
    only: { type: 'string', value: 'KIND', multiple: true, help: '只杀这些进程（可多次） kill only these processes; may be given again' },
    seed: { type: 'string', value: 'N', help: '随机种子，默认 1；同一种子杀的次序相同 the same seed kills in the same order; 1 unless told' },
    'slow-outside': { type: 'boolean', help: '外部系统答复迟缓，使更多 kill 落在调用当中 the outside answers slowly: more kills fall into the middle of calls' },
    keep: { type: 'boolean', help: '保留运行目录（失败时总是保留） keep the run directory; always kept on failure' },
    'log-level': { type: 'string', value: 'LEVEL', help: '服务日志级别 log level of the services, info unless told' },
    json: { type: 'boolean', help: '标准输出只含一个 JSON 文档 one JSON document on stdout' },
  },
};
const line = readCommandLine(description);
const wanted = line.words.length === 0 ? ['all'] : line.words;
for (const name of wanted) if (name !== 'all' && !(name in scenarios)) rejectCall(description, `没有这个演练 no such scenario: ${name}`);

function whole(name: string, standard: number): number {
  const text = line.value(name);
  if (text === undefined) return standard;
  if (!/^\d{1,6}$/.test(text)) rejectCall(description, `--${name}: 应为非负整数 must be a whole number: ${text}`);
  return Number(text);
}
const cases = whole('cases', 200);
const bills = whole('cases', 2_000);
const concurrency = whole('concurrency', 24);
const seed = whole('seed', 1);
const kills = line.value('kills') === undefined ? undefined : whole('kills', 0);
const only = line.values('only');
const logLevel = line.value('log-level');

const printer = createPrinter({ json: line.flag('json') });
const faultsDirectory = join(defaultRunDirectory, 'faults');
mkdirSync(faultsDirectory, { recursive: true, mode: 0o700 });
const runDirectory = mkdtempSync(join(faultsDirectory, 'kill-'));
const processes = createProcesses({ runDirectory });
let keep = line.flag('keep');
process.on('exit', () => {
  if (!keep) rmSync(runDirectory, { recursive: true, force: true });
});

await runThenStop(
  processes,
  async (interrupted) => {
    claimRunDirectory(runDirectory);
    keep = true;
    interrupted.addEventListener('abort', () => { keep = line.flag('keep'); });
    const reports: (FaultReport | MoneyReport | ProvinceReport)[] = [];
    let allHeld = true;
    if (wanted.includes('all') || wanted.includes('money')) {
      const own = createProcesses({ runDirectory: join(runDirectory, 'money') });
      interrupted.addEventListener('abort', () => { void own.stopAll(); });
      const underWay = runMoney({
        processes: own, runDirectory: join(runDirectory, 'money'), cases: bills, concurrency, seed, interrupted, say: (text) => printer.progress(text),
        ...(kills === undefined ? {} : { kills }), ...(only.length === 0 ? {} : { only }), ...(logLevel === undefined ? {} : { logLevel }),
      });
      await underWay.catch(() => undefined);
      await own.stopAll();
      const report = await underWay;
      const held = moneyHolds(report);
      allHeld &&= held;
      summariseMoney(report, held);
      reports.push(report);
    }
    if (wanted.includes('all') || wanted.includes('province')) {
      const own = createProcesses({ runDirectory: join(runDirectory, 'province') });
      interrupted.addEventListener('abort', () => { void own.stopAll(); });
      const underWay = runProvince({ processes: own, runDirectory: join(runDirectory, 'province'), cases, concurrency, seed, interrupted, say: (text) => printer.progress(text), ...(kills === undefined ? {} : { kills }), ...(logLevel === undefined ? {} : { logLevel }) });
      // Whatever comes of it, nothing of it stays behind.
      await underWay.catch(() => undefined);
      await own.stopAll();
      const report = await underWay;
      const held = provinceHolds(report);
      allHeld &&= held;
      summariseProvince(report, held);
      reports.push(report);
    }
    if (!wanted.includes('all') && !wanted.includes('kill')) {
      keep = line.flag('keep') || !allHeld;
      printer.document(reports.length === 1 ? reports[0] : together(reports));
      return allHeld ? 0 : 1;
    }
    const report = await runKill({
      processes, runDirectory, cases, concurrency, seed, interrupted, slowOutside: line.flag('slow-outside'), say: (text) => printer.progress(text),
      ...(kills === undefined ? {} : { kills }), ...(only.length === 0 ? {} : { only }), ...(logLevel === undefined ? {} : { logLevel }),
    });
    const held = holds(report);
    keep = line.flag('keep') || !held || !allHeld;
    summarise(report, held);
    reports.push(report);
    printer.document(reports.length === 1 ? report : together(reports));
    return held && allHeld ? 0 : 1;
  },
  (text) => printer.progress(text),
);

function summariseProvince(report: ProvinceReport, held: boolean): void {
  const say = (text = ''): void => printer.summary(text);
  say();
  say(`演练 scenario     province（种子 seed ${report.seed}），${report.seconds} s`);
  say(`报全 complete     ${report.closed} / ${report.cases}`);
  say(`丢失 lost         ${report.lost}`);
  say(`重复 duplicated   ${report.duplicated}`);
  say(`不一致 differences ${report.differences}（更正过 healed ${report.healed}）`);
  say(`故障 faults       ${Object.entries(report.faults).map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
  for (const [name, one] of Object.entries(report.platforms)) say(`  ${name}: 办件 cases ${one.cases}，记录 records ${one.records}，对方认出的重报 repeats it recognised ${one.repeatsRecognised}`);
  for (const finding of report.findings) say(`  ${finding}`);
  say(held ? '两边台账一致 both ledgers are equal' : '未通过 not held');
}

function summariseMoney(report: MoneyReport, held: boolean): void {
  const say = (text = ''): void => printer.summary(text);
  say();
  say(`演练 scenario     money（种子 seed ${report.seed}），${report.seconds} s`);
  say(`相符 agreed       ${report.closed} / ${report.cases} 张缴款单 bills`);
  say(`故障 faults       ${Object.entries(report.faults).map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
  for (const [bank, one] of Object.entries(report.banks)) {
    say(`  ${bank}: ${one.payments} 笔 payments，${one.amountInFen} 分 fen；我方总账 our ledger ${one.ledgerInFen} 分 fen；退还 gave back ${one.gaveBack}；退付 refunds ${one.refundedInFen} 分 fen；${one.dayClosed ? '日终相符 day closed' : '日终不符 day not closed'}（对账文件 file: 相符 matched ${one.file.matched}，查出 found ${one.file.found} / ${one.file.planted}）`);
  }
  say(`  财政 fiscal: ${report.fiscal.payments} 笔 payments，${report.fiscal.amountInFen} 分 fen；票据 receipts ${report.fiscal.receipts}，${report.fiscal.receiptsInFen} 分 fen；废号 burnt numbers ${report.fiscal.burntNumbers}；${report.fiscal.file.closed ? '日终相符 day closed' : '日终不符 day not closed'}（每日记录 record: 相符 matched ${report.fiscal.file.matched}，查出 found ${report.fiscal.file.found} / ${report.fiscal.file.planted}）`);
  const { books } = report;
  say(`账簿 books（分 fen）  银行 banks ${books.banksInFen} − 不明款 unidentified ${books.unidentifiedInFen} = 财政 fiscal ${books.fiscalInFen} = 票据 receipts ${books.receiptsInFen} = 已缴缴款单 paid bills ${books.paidBillsInFen}；总账 our ledger ${books.ledgerInFen} = 银行 banks − 退付 refunds ${books.refundedInFen}`);
  say(`差异说明 explained  ${Object.entries(report.explained).map(([why, count]) => `${why} ${count}`).join('; ')}`);
  say(`不明款退回 sent back ${report.sentBack}`);
  say(`遗失 lost         ${report.lost}`);
  say(`重复 duplicated   ${report.duplicated}`);
  say(`不明 unexplained  ${report.unexplained}`);
  say(`搁置 parked       ${report.parked}`);
  say(`恢复 recovered    ${report.recoverSeconds} s`);
  for (const finding of report.findings.slice(0, 40)) say(`  ${finding.verdict}: ${finding.what} — ${finding.where}`);
  say(held ? '银行账、财政、总账、票据与总线一致 the banks, the fiscal platform, our ledger, the receipts and the bus agree' : `未通过 did not hold；日志 logs: ${join(runDirectory, 'money', 'log')}`);
}

function summarise(report: FaultReport, held: boolean): void {
  const say = (text = ''): void => printer.summary(text);
  const listed = (counts: Record<string, number>): string => Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${kind} ${count}`).join(', ') || '无 none';
  say();
  say(`演练 scenario     ${report.name}（种子 seed ${report.seed}），${report.seconds} s`);
  say(`办结 closed       ${report.closed} / ${report.cases}`);
  say(`kill -9           ${Object.values(report.faults).reduce((sum, count) => sum + count, 0)}: ${listed(report.faults)}`);
  say(`自行退出 fell     ${listed(report.fell)}`);
  say(`重复请求 repeats  ${report.repeats}`);
  say(`遗失 lost         ${report.lost}`);
  say(`重复 duplicated   ${report.duplicated}`);
  say(`不明 unexplained  ${report.unexplained}`);
  say(`搁置 parked       ${report.parked}`);
  say(`恢复 recovered    ${report.recoverSeconds} s`);
  for (const finding of report.findings.slice(0, 40)) say(`  ${finding.verdict}: ${finding.what} — ${finding.where}`);
  if (report.findings.length > 40) say(`  … ${report.findings.length - 40} 处 more`);
  for (const one of report.unclosed.slice(0, 40)) say(`  ${one.end}: ${one.caseNumber ?? '—'} ${one.form} ${one.why}`);
  for (const message of report.parkedMessages.slice(0, 20)) say(`  parked: ${message.service} ${message.type} ${message.reason}`);
  for (const owed of report.owed) say(`  owed: ${owed}`);
  say(held ? '通过 held' : `未通过 did not hold；日志 logs: ${join(runDirectory, 'log')}`);
}

/** Several scenarios as one: the same shape, with each of them inside. */
function together(reports: readonly (FaultReport | MoneyReport | ProvinceReport)[]): object {
  const sum = (of: (report: FaultReport | MoneyReport | ProvinceReport) => number): number => Math.round(reports.reduce((total, report) => total + of(report), 0) * 10) / 10;
  const faults: Record<string, number> = {};
  for (const report of reports) for (const [kind, count] of Object.entries(report.faults)) faults[kind] = (faults[kind] ?? 0) + count;
  return {
    name: 'all', cases: sum((one) => one.cases), faults, closed: sum((one) => one.closed), lost: sum((one) => one.lost), duplicated: sum((one) => one.duplicated), unexplained: sum((one) => one.unexplained),
    parked: sum((one) => one.parked), recoverSeconds: Math.max(...reports.map((one) => one.recoverSeconds)), seconds: sum((one) => one.seconds), scenarios: reports,
  };
}
