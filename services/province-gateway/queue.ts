/**
 * Takes responsibility for steps on receipt and brings them to their platforms: at once where nothing waits, else from the ledger, in order
 * per case, held while a platform sleeps or is down, drained at the agreed rate. A step is written down before it is sent, and its end before
 * anybody is told; so whoever dies, the ledger knows what must be asked about.
 */
import { createHash } from 'node:crypto';
import { freshId } from '../../infra/chance.ts';
import { elapsedMs, type Clock } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import type { Log } from '../../infra/log.ts';
import { unavailable, type Outcome } from '../../infra/outcome.ts';
import { schedule, type Scheduled } from '../../infra/schedule.ts';
import { pauseAt, type AnnouncedWindow, type Pause } from './maintenance.ts';
import { afterInquiry, afterPush, take, toldNow, type Outgoing } from './outgoing.ts';
import { claimDue, insertSteps, markTold, replaceStep, settleSteps, stepsOfCases, untold, type NewStep, type Settling } from './outgoing-store.ts';
import { beginOutage, endOutage, openPauses } from './outages.ts';
import { platformOf, type Platform, type Platforms } from './platforms.ts';
import type { Acknowledgement, ProvinceStep } from './port.ts';
import { patternOf, type Patterns, type Source } from './provenance.ts';

export type HandedOver =
  | { readonly kind: 'acknowledged'; readonly acknowledgement: Acknowledgement & { readonly notCarried?: boolean } }
  | { readonly kind: 'held'; readonly state: Outgoing['state']; readonly until: string | null; readonly zh: string; readonly en: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly detail: string }
  | { readonly kind: 'later'; readonly detail: string };

export type PlatformState = 'open' | 'draining' | 'paused' | 'down';
export interface PlatformNow { readonly state: PlatformState; readonly since: string | null; readonly pause: Pause | null; readonly detail: string }

/** What intake and people are told, each once; carried out by the service with its outbox. */
export interface Tellings {
  settled(row: Outgoing): Promise<unknown>;
  platformChanged(platform: string, now: PlatformNow): Promise<unknown>;
}

export interface Queue {
  handOver(step: ProvinceStep, provenance: Readonly<Record<string, Source>>): Promise<HandedOver>;
  /** What the ledger knows of a step. */
  find(caseNumber: string, sequence: number): Promise<Outgoing | undefined>;
  stateOf(platform: string): PlatformNow;
  /** Looks at once: after something was written that is due. */
  wake(): void;
  /** Announced pauses are read again. */
  pausesChanged(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Added to a platform's own time limit before a claim lapses: time to write the end down. */
const CLAIM_MARGIN_MS = 5_000;
const USUAL_LIMIT_MS = 30_000;
/** After so many failures in a row a platform counts as down: its steps wait, one at a time tries. */
const FAILURES_TO_DOWN = 5;
const AT_ONCE = 16;
const LOOK_EVERY_MS = 500;
/** What was just written of a case is remembered so long, and of so many cases: its next step needs no reading then. */
const REMEMBERED_MS = 30_000;
const REMEMBERED_CASES = 2_000;

/** Of a step's content, whatever its revision and whichever way it came. */
export function digestOf(step: ProvinceStep): string {
  const { revision: _revision, ...content } = step;
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

interface Line {
  readonly platform: Platform;
  announced: readonly AnnouncedWindow[];
  pause: Pause | null;
  failures: number;
  down: { readonly since: Date; readonly detail: string } | null;
  nextProbeAt: number;
  /** Set while something was left behind by a pause, an outage or a burst; then nobody overtakes it. */
  backlog: boolean;
  tokens: number;
  filledAt: number;
  owesEnd: boolean;
}

/** Runs work on groups: what comes while one is under way goes with the next. */
function grouped<Item, Result>(work: (items: Item[]) => Promise<Result[]>): (item: Item) => Promise<Result> {
  interface Waiting { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = [];
  let running = false;
  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, 100);
      try {
        const results = await work(group.map(({ item }) => item));
        group.forEach(({ resolve, reject }, at) => { const result = results[at]; if (result === undefined) reject(new Error('no result for an item of its group')); else resolve(result); });
      } catch (error) { for (const { reject } of group) reject(error); }
    }
    running = false;
  }
  return (item) => new Promise<Result>((resolve, reject) => {
    waiting.push({ item, resolve, reject });
    if (!running) void run();
  });
}

export function openQueue(options: { database: Database; platforms: Platforms; patterns: Patterns; clock: Clock; log: Log; tellings: Tellings }): Queue {
  const { database, platforms, patterns, clock, log, tellings } = options;
  const instance = freshId().slice(0, 12);
  let claims = 0;
  const freshClaim = (): string => `${instance}:${String(claims += 1)}`;
  const inHand = new Set<string>();
  const hands = new Set<Promise<unknown>>();
  let stopped = false;
  const lines = new Map<string, Line>(platforms.all.map((platform) => [platform.name, {
    platform, announced: [], pause: null, failures: 0, down: null, nextProbeAt: 0, backlog: true, tokens: 1, filledAt: elapsedMs(), owesEnd: true,
  }]));
  const lineOf = (name: string): Line => {
    const line = lines.get(name);
    if (!line) throw new Error(`platform ${name} is served no longer, and steps are owed to it`);
    return line;
  };
  const keyOf = (row: Outgoing): string => `${row.caseNumber}/${String(row.sequence)}`;
  const pausedAt = (line: Line, now: Date): Pause | null => pauseAt(line.platform.province.delivery, line.announced, now);
  const isOpen = (line: Line, now: Date): boolean => !stopped && !line.backlog && line.down === null && pausedAt(line, now) === null;
  const claimUntil = (line: Line, now: Date): Date => new Date(now.getTime() + (line.platform.province.timeLimitMs ?? USUAL_LIMIT_MS) + CLAIM_MARGIN_MS);

  const settle = grouped<Settling, true>(async (settlings) => { await settleSteps(database, settlings, clock.now()); return settlings.map(() => true as const); });

  // --- taking -------------------------------------------------------------------------------------------------------

  /** `read`: what is known of the case is read first; without it only what is remembered is asked, and the table's own key tells whether that was enough. */
  interface Given { step: ProvinceStep; digest: string; provenance: number; read: boolean }
  type Taken = { kind: 'read-first' } | { kind: 'answer'; answer: HandedOver } | { kind: 'send'; line: Line; row: Outgoing; claim: string; content: ProvinceStep };

  const remembered = new Map<string, { rows: readonly Outgoing[]; at: number }>();
  function remember(row: Outgoing, first: boolean): void {
    const known = remembered.get(row.caseNumber);
    // Only whole cases are remembered: from their first step on.
    if (!known && !first) return;
    remembered.delete(row.caseNumber);
    remembered.set(row.caseNumber, { rows: [...(known?.rows ?? []).filter((one) => one.sequence !== row.sequence), row], at: elapsedMs() });
    for (const [oldest] of remembered) { if (remembered.size <= REMEMBERED_CASES) break; remembered.delete(oldest); }
  }
  /** Everything of a case, if it was written here a moment ago; nothing where this is its first step; undefined where it must be read. */
  function recalled(step: ProvinceStep): readonly Outgoing[] | undefined {
    const known = remembered.get(step.caseNumber);
    if (known && elapsedMs() - known.at < REMEMBERED_MS) return known.rows;
    remembered.delete(step.caseNumber);
    return step.kind === 'accept' && step.sequence === 1 ? [] : undefined;
  }

  const takeGrouped = grouped<Given, Taken>(async (givens) => {
    const begun: string[] = [];
    try {
      return await takeAll(givens, begun);
    } catch (error) {
      // The rows may be committed though the answer was lost: what is not in our hands must be found when its claim lapses.
      for (const key of begun) inHand.delete(key);
      for (const { step } of givens) remembered.delete(step.caseNumber);
      throw error;
    }
  });

  /** `begun`: what was taken into our hands, named before anything is written. */
  async function takeAll(givens: readonly Given[], begun: string[]): Promise<Taken[]> {
    const now = clock.now();
    const toRead = [...new Set(givens.filter(({ read }) => read).map(({ step }) => step.caseNumber))];
    const known = toRead.length === 0 ? [] : await stepsOfCases(database, toRead);
    const fresh: { at: number; step: NewStep }[] = [];
    const taken = new Set<string>();
    const settled = await Promise.allSettled(givens.map(async ({ step, digest, provenance, read }, at): Promise<Taken> => {
      const answer = (given: HandedOver): Taken => ({ kind: 'answer', answer: given });
      // The same step twice in one group, or two of one case: the second comes again and finds the first written.
      if (taken.has(step.caseNumber)) return answer({ kind: 'later', detail: 'another step of this case is being taken' });
      taken.add(step.caseNumber);
      const ofCase = read ? known.filter((row) => row.caseNumber === step.caseNumber) : recalled(step);
      // What is in our hands at this moment is not taken into them a second time.
      if (!ofCase || (!read && inHand.has(`${step.caseNumber}/${String(step.sequence)}`))) return { kind: 'read-first' };
      const line = choose(step, ofCase);
      if (!line) return read ? answer({ kind: 'refused', reason: 'unknown-case', detail: 'accept' }) : { kind: 'read-first' };
      const { province } = line.platform;
      const taking = take(step, digest, ofCase, { name: line.platform.name, carries: province.carries, delivery: province.delivery, open: isOpen(line, now) }, now);
      // What is remembered decides nothing but the plain next step: for all else the ledger is read.
      if (!read && !(taking.kind === 'send' && taking.write === 'insert')) return { kind: 'read-first' };
      switch (taking.kind) {
        case 'refused': case 'later': return answer(taking);
        case 'known': return answer(acknowledgedAnswer(taking.row, true));
        default: {
          const claim = taking.kind === 'send' ? freshClaim() : '';
          const written: NewStep = { row: taking.row, content: taking.step, provenance, claim, claimedUntil: taking.kind === 'send' ? claimUntil(line, now) : null };
          if (taking.write === 'insert') fresh.push({ at, step: written });
          if (taking.write === 'replace') {
            const before = ofCase.find((row) => row.sequence === step.sequence);
            if (!before || !await replaceStep(database, before, written)) return answer({ kind: 'later', detail: 'the step changed meanwhile' });
            remember(taking.row, false);
          }
          if (taking.kind === 'send') {
            inHand.add(keyOf(taking.row));
            begun.push(keyOf(taking.row));
            return { kind: 'send', line, row: taking.row, claim, content: taking.step };
          }
          return answer(taking.row.state === 'not-carried' ? acknowledgedAnswer(taking.row, false) : heldAnswer(line, taking.row, now));
        }
      }
    }));
    // All have ended before anything is thrown: none may come into our hands after they were let go.
    const results = settled.map((one) => { if (one.status === 'rejected') throw one.reason; return one.value; });
    const lost = await insertSteps(database, fresh.map(({ step }) => step), now);
    for (const { at, step } of fresh) {
      if (!lost.includes(step)) { remember(step.row, step.row.sequence === 1); continue; }
      inHand.delete(keyOf(step.row));
      remembered.delete(step.row.caseNumber);
      results[at] = givens[at]?.read === true ? { kind: 'answer', answer: { kind: 'later', detail: 'another copy took the step, or one before it' } } : { kind: 'read-first' };
    }
    return results;
  }

  /** A case stays with the platform that has its first step. */
  function choose(step: ProvinceStep, ofCase: readonly Outgoing[]): Line | undefined {
    const [first] = ofCase;
    if (first) return lineOf(first.platform);
    if (step.kind !== 'accept') return undefined;
    const platform = platformOf(platforms.all, {
      form: step.route?.form ?? null, department: step.route?.department ?? null, codes: [step.item.catalogCode, step.item.taskCode, step.item.handlingCode].filter((code) => code !== null),
    });
    return platform && lineOf(platform.name);
  }

  const acknowledgedAnswer = (row: Outgoing, alreadyThere: boolean): HandedOver =>
    ({ kind: 'acknowledged', acknowledgement: { receipt: row.receipt, alreadyThere, ...(row.state === 'not-carried' ? { notCarried: true } : {}) } });
  function heldAnswer(line: Line, row: Outgoing, now: Date): HandedOver {
    const pause = pausedAt(line, now);
    const until = pause?.to.toISOString() ?? null;
    if (pause) return { kind: 'held', state: row.state, until, zh: `省级平台停机：${pause.zh}，结束后自动上报`, en: `The province's platform is closed: ${pause.en}; it is told by itself afterwards` };
    if (line.down) return { kind: 'held', state: row.state, until, zh: '省级平台不通，恢复后自动上报', en: 'The province does not answer; it is told by itself when it does' };
    if (row.state === 'doubtful') return { kind: 'held', state: row.state, until, zh: '省级平台是否收到不能确定，将先查询，不会盲目重发', en: 'Whether the province has it is not known; it is asked about, never sent again blindly' };
    return { kind: 'held', state: row.state, until, zh: '已登记，按顺序自动上报', en: 'Written down; it is told by itself in its turn' };
  }

  // --- sending ------------------------------------------------------------------------------------------------------

  /** Pushes or asks, and writes the end down. The claim is ours. */
  async function perform(line: Line, row: Outgoing, content: ProvinceStep, claim: string, tell: boolean): Promise<{ row: Outgoing; outcome: Outcome<Acknowledgement> }> {
    const { province } = line.platform;
    const pushing = row.state === 'sending';
    try {
      const told = toldNow(content, province.delivery);
      const outcome = told === null ? unavailable('it has not ended yet')
        : await (pushing ? province.pushStep({ ...told, revision: row.revision }) : province.inquireStep(row.caseNumber, row.sequence, row.revision));
      heard(line, outcome);
      const now = clock.now();
      const after = pushing ? afterPush(row, outcome, province.delivery, now) : afterInquiry(row, outcome, province.delivery, now);
      await settle({ row: after, claim, tell: tell && (after.state === 'acknowledged' || after.state === 'refused') });
      remember(after, false);
      return { row: after, outcome };
    } catch (error) {
      remembered.delete(row.caseNumber);
      throw error;
    } finally { inHand.delete(keyOf(row)); }
  }

  /** Every talk tells how the platform stands. */
  function heard(line: Line, outcome: Outcome): void {
    if (outcome.kind === 'done' || outcome.kind === 'refused') {
      line.failures = 0;
      if (line.down) {
        line.down = null;
        line.backlog = true;
        line.owesEnd = true;
        void changed(line);
      }
      return;
    }
    line.failures += 1;
    if (line.failures < FAILURES_TO_DOWN || line.down) return;
    line.down = { since: clock.now(), detail: outcome.detail.slice(0, 300) };
    line.nextProbeAt = elapsedMs() + 1_000;
    log.warn({ platform: line.platform.name, detail: outcome.detail }, 'the platform counts as down: steps wait, one at a time tries');
    void beginOutage(database, { platform: line.platform.name, cause: 'unreachable', at: clock.now(), until: null, detail: line.down.detail }).catch((error: unknown) => { log.warn({ error }, 'an outage was not written down'); });
    void changed(line);
  }
  async function changed(line: Line): Promise<void> {
    await tellings.platformChanged(line.platform.name, stateOf(line)).catch((error: unknown) => { log.warn({ error }, 'a change of a platform was not told'); });
  }

  function stateOf(line: Line): PlatformNow {
    const pause = pausedAt(line, clock.now());
    if (pause) return { state: 'paused', since: pause.from.toISOString(), pause, detail: pause.zh };
    if (line.down) return { state: 'down', since: line.down.since.toISOString(), pause: null, detail: line.down.detail };
    return { state: line.backlog ? 'draining' : 'open', since: null, pause: null, detail: '' };
  }

  /** Begins or ends what the calendar says; false while nothing may be sent. */
  async function minded(line: Line): Promise<boolean> {
    const now = clock.now();
    const pause = pausedAt(line, now);
    const { name } = line.platform;
    if (pause && line.pause?.to.getTime() !== pause.to.getTime()) {
      const before = line.pause;
      line.pause = pause;
      await beginOutage(database, { platform: name, cause: 'maintenance', at: now, until: pause.to, detail: pause.zh });
      if (!before) await changed(line);
    }
    if (pause) return false;
    if (line.pause) {
      line.pause = null;
      line.backlog = true;
      line.owesEnd = true;
      await changed(line);
    }
    if (line.owesEnd && !line.down) {
      await endOutage(database, name, now);
      line.owesEnd = false;
    }
    return true;
  }

  /** How many may go now, at the agreed rate. */
  function allowance(line: Line): number {
    const rate = line.platform.province.delivery.drainPerSecond;
    const at = elapsedMs();
    line.tokens = Math.min(Math.max(1, rate), line.tokens + ((at - line.filledAt) / 1000) * rate);
    line.filledAt = at;
    return Math.floor(line.tokens);
  }

  async function drain(line: Line): Promise<void> {
    const underWay = new Set<Promise<unknown>>();
    const oneEnds = (ms: number): Promise<unknown> => {
      let timer: NodeJS.Timeout | undefined;
      return Promise.race([...underWay, new Promise((resolve) => { timer = setTimeout(resolve, ms); })]).finally(() => { clearTimeout(timer); });
    };
    while (!stopped && await minded(line)) {
      const allowed = allowance(line);
      if (underWay.size >= AT_ONCE || (line.down && underWay.size > 0)) { await oneEnds(1_000); continue; }
      if (line.down) {
        if (elapsedMs() < line.nextProbeAt) break;
        line.nextProbeAt = elapsedMs() + 1_000;
      } else if (allowed < 1) { await oneEnds(Math.min(200, 1000 / line.platform.province.delivery.drainPerSecond)); continue; }
      const now = clock.now();
      const claim = freshClaim();
      const limit = line.down ? 1 : Math.min(AT_ONCE - underWay.size, allowed);
      const claimed = await claimDue(database, { platform: line.platform.name, now, until: claimUntil(line, now), claim, limit, inHand });
      line.tokens -= claimed.filter(({ step }) => step.state === 'sending').length;
      for (const { step } of claimed) {
        inHand.add(keyOf(step));
        const hand: Promise<unknown> = perform(line, step, step.content, claim, true)
          .catch((error: unknown) => { log.error({ error }, 'a step was not brought to its end; its claim will lapse'); })
          .finally(() => { hands.delete(hand); underWay.delete(hand); telling.wake(); });
        hands.add(hand);
        underWay.add(hand);
      }
      if (claimed.length > 0) continue;
      // What ends now may make room for the next step of its case.
      if (underWay.size > 0) { await oneEnds(1_000); continue; }
      if (line.backlog && !line.down) { line.backlog = false; await changed(line); }
      break;
    }
    await Promise.all(underWay);
  }

  const telling: Scheduled = schedule('tell-settled-steps', 1_000, log, async () => {
    for (let rows = await untold(database, 100); rows.length > 0; rows = await untold(database, 100)) {
      await Promise.all(rows.map((row) => tellings.settled(row)));
      await markTold(database, rows);
    }
  });
  let drains: Scheduled[] = [];

  async function readPauses(): Promise<void> {
    const rows = await openPauses(database, clock.now());
    for (const line of lines.values()) line.announced = rows.filter((row) => row.platform === line.platform.name);
  }

  return {
    async handOver(step, provenance) {
      const pattern = await patterns.numberOf(step.kind, patternOf(step, provenance));
      const given = { step, digest: digestOf(step), provenance: pattern };
      const quick = recalled(step) ? await takeGrouped({ ...given, read: false }) : { kind: 'read-first' as const };
      const taken = quick.kind === 'read-first' ? await takeGrouped({ ...given, read: true }) : quick;
      if (taken.kind === 'read-first') throw new Error('a step was read and not decided');
      if (taken.kind === 'answer') return taken.answer;
      const { line, claim, content } = taken;
      const hand = perform(line, taken.row, content, claim, false);
      hands.add(hand);
      const { row, outcome } = await hand.finally(() => hands.delete(hand));
      if (row.state === 'acknowledged') return { kind: 'acknowledged', acknowledgement: { receipt: row.receipt, alreadyThere: outcome.kind === 'done' && outcome.value.alreadyThere } };
      if (row.state === 'refused') return { kind: 'refused', reason: row.outcome, detail: row.detail };
      return heldAnswer(line, row, clock.now());
    },
    async find(caseNumber, sequence) {
      return (await stepsOfCases(database, [caseNumber])).find((row) => row.sequence === sequence);
    },
    stateOf: (name) => stateOf(lineOf(name)),
    wake() { for (const one of drains) one.wake(); },
    async pausesChanged() { await readPauses(); for (const one of drains) one.wake(); },
    async start() {
      await readPauses();
      let lookedAt = elapsedMs();
      drains = [...lines.values()].map((line) => schedule(`drain-${line.platform.name}`, LOOK_EVERY_MS, log, async () => {
        // Another copy may have been told of a pause.
        if (elapsedMs() - lookedAt > 5_000) { lookedAt = elapsedMs(); await readPauses(); }
        await drain(line);
      }));
      for (const one of drains) one.wake();
      telling.wake();
    },
    async stop() {
      stopped = true;
      await Promise.all(drains.map((one) => one.stop()));
      await Promise.all(hands);
      await telling.stop();
    },
  };
}

