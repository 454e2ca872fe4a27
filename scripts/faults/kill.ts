// The scenario `kill`: the whole hub in a run directory of its own, cases of all four forms under way, and meanwhile every
// process is killed with -9 at random moments and started again. Promise: afterwards it is not the hub that is asked
// whether all went well but the outside; what is stuck is named.
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import { elapsedMs } from '../../infra/clock.ts';
import { startHub, type Hub } from '../hub.ts';
import type { Processes } from '../processes.ts';
import { applicationsFor, forms } from '../traffic/applications.ts';
import type { Walked } from '../traffic/case-walk.ts';
import { openHall } from '../traffic/hall.ts';
import { untilAnswered } from '../traffic/persistence.ts';
import { startTraffic } from '../traffic/traffic.ts';
import { compare, type AskedCase, type Finding } from './comparison.ts';
import { diceOf } from './dice.ts';
import { startKiller, type Killer, type Victim } from './killer.ts';
import { openObserver, type Observer, type OpenWork } from './outside-view.ts';
import { reserveQuietPorts } from './quiet-ports.ts';

/** How a run is set up. */
export interface KillOptions {
  processes: Processes;
  runDirectory: string;
  cases: number;
  /** Cases under way at once. */
  concurrency: number;
  /** How many kills; by the number of cases when left out. */
  kills?: number;
  /** Only these kinds are killed; all when left out. */
  only?: readonly string[];
  seed: number;
  /** The outside answers slowly and hangs up, so that kills fall into the middle of calls far more often. */
  slowOutside?: boolean;
  /** How long everything may take to come to rest after the last case, ms. */
  restWithinMs?: number;
  /** How long one case may stand still, ms. */
  stuckAfterMs?: number;
  logLevel?: string;
  interrupted?: AbortSignal;
  say: (line: string) => void;
}

/** What a run found; the first nine fields are a promise to scripts outside the project. */
export interface FaultReport {
  name: string;
  cases: number;
  faults: Record<string, number>;
  closed: number;
  lost: number;
  duplicated: number;
  unexplained: number;
  parked: number;
  /** From the last kill until everything was at rest and as it should be. */
  recoverSeconds: number;
  seconds: number;
  seed: number;
  /** Processes that ended by themselves. */
  fell: Record<string, number>;
  /** Requests that had to be repeated by the people of the hall. */
  repeats: number;
  findings: Finding[];
  /** Cases that did not close, with the reason where there is one. */
  unclosed: { caseNumber: string | null; form: string; end: string; why: string }[];
  parkedMessages: OpenWork['parked'];
  /** What was still owed at the end. */
  owed: string[];
}

/** True when the run held what the hub promises. */
export const holds = (report: FaultReport): boolean =>
  report.closed === report.cases && report.lost + report.duplicated + report.unexplained + report.parked === 0 && report.owed.length === 0;

/**
 * Waiting times of the outside, shortened so that a run ends in minutes: a carrier has hours for its reports and a bank's
 * link a minute for an answer. The order among them stays: an answer is given up long before a report, and silence
 * counts only on a link that has been up for longer than the carrier takes to repeat a report.
 */
const hasty = {
  'sms-gateway': { HUB_CARRIER_RESPONSE_MS: '3000', HUB_CARRIER_ACTIVE_TEST_MS: '5000', HUB_REPORT_WAIT_MS: '15000', HUB_LINK_SETTLE_MS: '8000', HUB_RESEND_TIMES: '3' },
  notify: { HUB_TEXT_HOURS: '00:00-24:00' },
} as const;

/** Runs the scenario; everything it starts hangs on `processes`. Rejects only when the hub cannot be started at all. */
export async function runKill(options: KillOptions): Promise<FaultReport> {
  const { processes, cases, seed, say } = options;
  const started = elapsedMs();
  reserveQuietPorts(options.runDirectory);
  const hub = await startHub({
    processes, runDirectory: options.runDirectory, settings: hasty,
    // A teller that hangs up before the answer, and one bill paid at two windows at once.
    counterpartSettings: options.slowOutside === true ? { 'bank-teller': { HUB_FAULTS: 'drop,two-tellers,split' } } : {},
    logLevel: options.logLevel ?? 'info', progress: say,
  });
  const observer = await openObserver(hub);
  const hall = await openHall(hub);
  const offers = await offeredItems(() => untilAnswered('listOfferedItems', () => hall.offers(), { withinMs: 30_000 }));
  const victims = victimsOf(hub).filter((victim) => options.only === undefined || options.only.includes(victim.kind));
  const kills = options.kills ?? killsFor(cases, victims.length);
  let killer: Killer | undefined;
  const traffic = startTraffic(hall, {
    applications: applicationsFor(offers, cases),
    concurrency: options.concurrency,
    stuckAfterMs: options.stuckAfterMs ?? 120_000,
    // People faster than the killer would be done before every process had its turn.
    async pace() {
      while (killer !== undefined && killer.done() < Math.floor(traffic.progress() * kills) - 1 && options.interrupted?.aborted !== true) await delay(20);
    },
    ...(options.interrupted ? { signal: options.interrupted } : {}),
    onWalked(walked, ended) {
      if (walked.end !== 'closed') say(`${walked.caseNumber ?? '（未登记 not registered）'} ${walked.end}: ${walked.why}`);
      else if (ended % 10 === 0 || ended === cases) say(`已结束 ended: ${ended}/${cases}`);
    },
  });
  const onBack = (kind: string): void => { if (options.slowOutside === true) void slowDown(hub, kind); };
  for (const kind of hub.counterparts.keys()) onBack(kind);
  killer = startKiller({ victims, dice: diceOf(seed), kills, progress: traffic.progress, stumbles: 0.2, onBack, say, ...(options.interrupted ? { signal: options.interrupted } : {}) });
  const walks = await traffic.finished;
  const unstartable = await killer.stop().then(() => [], (error: unknown) => [unreadable('a process could not be started again', error)]);
  say('全部恢复运行，等待收尾 everything is up again, waiting for it to come to rest');
  const rest = await comeToRest(observer, walks, options.restWithinMs ?? 120_000, say);
  rest.findings.push(...unstartable);
  const ended = elapsedMs();

  const seconds = (ms: number): number => Number((ms / 1_000).toFixed(1));
  const tally = (verdict: Finding['verdict']): number => rest.findings.filter((finding) => finding.verdict === verdict).length;
  return {
    name: 'kill',
    cases,
    faults: killer.counts(),
    closed: walks.filter((walked) => walked.end === 'closed').length,
    lost: tally('lost'),
    duplicated: tally('duplicated'),
    // A case that waits for a person says why; one that stands still does not.
    unexplained: tally('unexplained') + walks.filter((walked) => walked.end === 'stuck' || walked.end === 'refused').length,
    parked: rest.work.parked.length,
    recoverSeconds: seconds(ended - (killer.lastKillMs() ?? ended)),
    seconds: seconds(ended - started),
    seed,
    fell: killer.fell(),
    repeats: walks.reduce((sum, walked) => sum + walked.repeats, 0),
    findings: rest.findings,
    unclosed: walks.filter((walked) => walked.end !== 'closed').map(({ caseNumber, application, end, why }) => ({ caseNumber, form: application.form, end, why })),
    parkedMessages: rest.work.parked,
    owed: rest.work.lines,
  };
}

/** Every kind once where there are enough cases to kill under; some of them where there are few. */
const killsFor = (cases: number, kinds: number): number => (cases >= 40 ? Math.max(kinds, Math.ceil(cases / 4)) : Math.max(4, Math.ceil(cases / 2)));

/** A province that takes a third of a second, a carrier that takes a whole one: they forget it whenever they are started. */
async function slowDown(hub: Hub, kind: string): Promise<void> {
  if (kind !== 'province' && kind !== 'carrier') return;
  const faults = kind === 'province' ? [{ kind: 'slow', path: 'pro/', waitMs: 300 }] : { 'slow-answer': 'always' };
  // Killed again before it heard of it: it will be told when it is back.
  await axios.post(`${hub.control(kind)}/faults`, faults, { timeout: 5_000, proxy: false }).catch(() => undefined);
}

function victimsOf(hub: Hub): Victim[] {
  return [
    ...[...hub.services].map(([kind, running]) => ({ kind, running })),
    ...[...hub.counterparts].map(([kind, running]) => ({ kind, running })),
    { kind: 'nats', running: hub.nats.running },
    { kind: 'database', running: hub.database.running },
  ].toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** The catalogue's offers travel over the bus: the window has them all a moment after the start. */
async function offeredItems<T extends { form: string }>(ask: () => Promise<T[]>): Promise<T[]> {
  const until = elapsedMs() + 30_000;
  for (;;) {
    const items = await ask();
    const offered = new Set(items.map((item) => item.form));
    if (forms.every((form) => offered.has(form)) || elapsedMs() > until) return items;
    await delay(200);
  }
}

/** Something that kept us from looking; it is a finding, so that the run still ends with its report. */
const unreadable = (what: string, error: unknown): Finding => ({ verdict: 'unexplained', what, where: (error instanceof Error ? error.message : String(error)).slice(0, 300) });

/** Looks again and again until nothing is owed and nothing is missing, or patience ends. What is duplicated will not go away by waiting. */
export async function comeToRest(observer: Observer, walks: readonly Walked[], withinMs: number, say: (line: string) => void): Promise<{ work: OpenWork; findings: Finding[] }> {
  const closed = walks.filter((walked) => walked.end === 'closed').map(askedOf);
  const unfinished = walks.filter((walked) => walked.end !== 'closed').flatMap(({ caseNumber, application }) => (caseNumber === null ? [] : [{ caseNumber, mobile: application.contact.mobile }]));
  const numbers = [...closed, ...unfinished].map((one) => one.caseNumber);
  const until = elapsedMs() + withinMs;
  let told = '';
  for (;;) {
    let work: OpenWork = { messagesOwed: 0, callsOwed: 0, messagesUnread: 0, parked: [], lines: [] };
    let findings: Finding[];
    try {
      work = await observer.openWork();
      findings = compare(closed, await observer.look(numbers), unfinished);
    } catch (error) {
      findings = [unreadable('the books could not be read', error)];
    }
    const isWaiting = work.messagesOwed + work.callsOwed + work.messagesUnread > 0 || findings.some((finding) => finding.verdict !== 'duplicated');
    // Looked at between two quiet moments: what was under way while we read is not there any more.
    if (!isWaiting) work = await observer.openWork().catch(() => work);
    const isStillQuiet = work.messagesOwed + work.callsOwed + work.messagesUnread === 0;
    if ((!isWaiting && isStillQuiet) || elapsedMs() > until) return { work, findings };
    const now = [...work.lines, `${findings.length} 处不符 findings`].join('; ');
    if (now !== told) say(`尚未收尾 not at rest: ${now}`);
    told = now;
    await delay(1_000);
  }
}

function askedOf(walked: Walked): AskedCase {
  const { application, shown } = walked;
  return {
    caseNumber: walked.caseNumber ?? '',
    form: application.form,
    feeInFen: application.item.feeInFen,
    mobile: application.contact.mobile,
    receiptNumber: walked.receiptNumber ?? '',
    documentNumber: shown?.decision?.documentNumber ?? null,
    bill: shown?.bill ?? null,
    seals: shown?.seals ?? [],
    certificate: shown?.certificate ?? null,
  };
}
