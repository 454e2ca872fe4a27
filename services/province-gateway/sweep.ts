/**
 * Goes over both ledgers again and again: today's and yesterday's steps each time, older days and cases in turn. First the numbers of a day,
 * then its list, then each case that does not fit, asked about whole: nothing counts as a difference that was not seen in the whole case.
 */
import { chinaDate, elapsedMs, type Clock } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import type { Log } from '../../infra/log.ts';
import { compareCase, fieldsThatDiffer, winnerOf, withField, type OurStep } from './ledger.ts';
import { acknowledgedOn, countAcknowledgedOn, leastChecked, ledgerOfCases, markChecked, markDivergences, moveRow, openDivergences, writeCounts, writeDifferences, type LedgerRow } from './ledger-store.ts';
import { correct, sendAgain } from './outgoing.ts';
import type { Platform, Platforms } from './platforms.ts';
import { provinceStep, STEP_KINDS, type RecordedStep } from './port.ts';

export interface Swept { readonly platform: string; readonly supported: boolean; readonly steps: number; readonly cases: number; readonly found: number }
export interface Healed { readonly toldAgain: number; readonly takenOver: number; readonly left: number }

/** What differs is found within a minute of a sweep: so long may one read lists and ask about cases; the next goes on where it stopped. */
const READING_MS = 20_000;
const SWEEP_MS = 45_000;
/** Cases asked about at a time: a platform far away answers slowly, and thousands of differences must not wait for one another. */
const ASKED_AT_ONCE = 8;
/** Looked at in turn beside what does not fit. */
const IN_TURN = 10;
const IN_TURN_WITHOUT_LISTS = 100;
/** Known differences that are looked at again in one sweep: all that are being healed, and so many of the others in turn. */
const HEALING_AT_ONCE = 10_000;
const OPEN_AT_ONCE = 200;
const DAY_MS = 86_400_000;
/** How far back days are counted in turn, where the platform keeps everything. */
const DAYS_BACK = 30;

export interface Ledger {
  sweep(only?: string): Promise<Swept[]>;
  heal(filter: { platform?: string | undefined; caseNumber?: string | undefined }, by: string): Promise<Healed>;
  /** Compares one case now. */
  check(platform: string, caseNumber: string): Promise<void>;
}

export function openLedger(options: {
  database: Database; platforms: Platforms; clock: Clock; log: Log; isServed(platform: string): boolean; wake(): void;
  corrected(row: LedgerRow, field: string, value: string | null): Promise<unknown>;
}): Ledger {
  const { database, platforms, clock, log } = options;
  /** Where the list of a day goes on, and what of it was seen so far. */
  const places = new Map<string, { cursor: string | null; seen: Set<string> }>();
  const turns = new Map<string, number>();
  /** Up to which number the open differences were looked at again. */
  const lookedUpTo = new Map<string, number>();

  const ourStep = (platform: Platform, row: LedgerRow): OurStep => ({ ...row, expected: row.state === 'acknowledged' ? platform.province.expectedFields({ ...row.content, revision: row.revision }) : {} });

  async function sweepPlatform(platform: Platform): Promise<Swept> {
    const { name, province } = platform;
    const now = clock.now();
    const began = elapsedMs();
    const suspects = new Set<string>();
    let steps = 0;
    let supported = false;
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const back = province.delivery.keepsDays ?? DAYS_BACK;
    const days = [0, 1, ...(back > 2 ? [2 + (turn % (back - 2))] : [])].map((ago) => chinaDate(new Date(now.getTime() - ago * DAY_MS)));
    for (const day of days) {
      const counted = await province.countsOn(day);
      const ours = await countAcknowledgedOn(database, name, day);
      let fits = false;
      if (counted.kind === 'done') {
        supported = true;
        await writeCounts(database, STEP_KINDS.filter((kind) => province.carries.has(kind)).map((kind) => ({ platform: name, day, kind, ours: ours.get(kind) ?? 0, theirs: counted.value[kind] ?? 0, comparedAt: now })));
        fits = STEP_KINDS.every((kind) => (counted.value[kind] ?? 0) === (ours.get(kind) ?? 0));
      }
      // A day long past whose numbers fit is not read through again.
      if (fits && day !== days[0] && day !== days[1]) continue;
      if (fits && [...ours.values()].every((n) => n === 0)) continue;
      const listed = await readDay(platform, day, suspects, began + READING_MS);
      if (listed === null) continue;
      supported = true;
      steps += listed;
    }
    const healing = await openDivergences(database, { platform: name, states: ['healing'] }, HEALING_AT_ONCE);
    const again = await openDivergences(database, { platform: name, states: ['open'], after: lookedUpTo.get(name) ?? 0 }, OPEN_AT_ONCE);
    lookedUpTo.set(name, again.length < OPEN_AT_ONCE ? 0 : again.at(-1)?.number ?? 0);
    for (const one of again) suspects.add(one.caseNumber);
    for (const one of await leastChecked(database, name, supported ? IN_TURN : IN_TURN_WITHOUT_LISTS)) suspects.add(one);
    let found = 0;
    let cases = 0;
    // What was mended first: however many others a day brings, somebody waits to see that it is.
    const waiting = [...new Set([...healing.map((one) => one.caseNumber), ...suspects])];
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, async () => {
      for (let caseNumber = waiting.shift(); caseNumber !== undefined && elapsedMs() - began < SWEEP_MS; caseNumber = waiting.shift()) {
        const fresh = await checkCase(platform, caseNumber);
        // It does not answer: nobody asks on.
        if (fresh === null) { waiting.length = 0; break; }
        supported = true;
        cases += 1;
        found += fresh;
      }
    }));
    if (waiting.length > 0) log.warn({ platform: name, left: waiting.length }, 'not every case that may differ was asked about in this sweep; the next goes on');
    if (found > 0) log.warn({ platform: name, found }, 'the two ledgers differ');
    return { platform: name, supported, steps, cases, found };
  }

  /** Reads the list of a day as far as one sweep goes and notes the cases that do not fit; null when the platform gives none. */
  async function readDay(platform: Platform, day: string, suspects: Set<string>, until: number): Promise<number | null> {
    const { name, province } = platform;
    const key = `${name}/${day}`;
    const place = places.get(key) ?? { cursor: null, seen: new Set<string>() };
    let steps = 0;
    while (elapsedMs() < until) {
      const asOf = clock.now();
      const page = await province.recordedOn(day, place.cursor);
      if (page.kind !== 'done') { places.delete(key); return page.kind === 'refused' && steps === 0 ? null : steps; }
      steps += page.value.steps.length;
      await comparePage(platform, page.value.steps, asOf, suspects);
      for (const step of page.value.steps) {
        const id = `${step.caseNumber}/${String(step.sequence)}`;
        // The same step a second time: twice, or a newer revision; the whole case tells which.
        if (place.seen.has(id)) suspects.add(step.caseNumber);
        place.seen.add(id);
      }
      place.cursor = page.value.cursor;
      places.set(key, place);
      if (page.value.more) continue;
      for (const one of await acknowledgedOn(database, name, day)) if (!place.seen.has(`${one.caseNumber}/${String(one.sequence)}`)) suspects.add(one.caseNumber);
      places.delete(key);
      break;
    }
    return steps;
  }

  async function comparePage(platform: Platform, steps: readonly RecordedStep[], asOf: Date, suspects: Set<string>): Promise<void> {
    const ours = new Map((await ledgerOfCases(database, [...new Set(steps.map((step) => step.caseNumber))])).map((row) => [`${row.caseNumber}/${String(row.sequence)}`, row]));
    const equal: number[] = [];
    for (const step of steps) {
      const row = ours.get(`${step.caseNumber}/${String(step.sequence)}`);
      if (row && (row.state !== 'acknowledged' || row.acknowledgedAt === null || row.acknowledgedAt >= asOf)) continue;
      if (!row || row.platform !== platform.name || fieldsThatDiffer(ourStep(platform, row), step).length > 0 || step.revision < row.revision) suspects.add(step.caseNumber);
      else if (row.theirs !== 'equal') equal.push(row.position);
    }
    await markChecked(database, equal, 'equal', asOf);
  }

  /** Asks for the whole case and writes what differs; null when the platform cannot be asked. */
  async function checkCase(platform: Platform, caseNumber: string): Promise<number | null> {
    const { province } = platform;
    const asOf = clock.now();
    const theirs = await province.recordedSteps(caseNumber);
    if (theirs.kind !== 'done') return null;
    const rows = (await ledgerOfCases(database, [caseNumber])).filter((row) => row.platform === platform.name);
    const isLooked = (row: LedgerRow): boolean => row.state === 'acknowledged' && row.acknowledgedAt !== null && row.acknowledgedAt < asOf;
    const { keepsDays, corrections } = province.delivery;
    const keptFrom = keepsDays === null ? null : new Date(asOf.getTime() - keepsDays * DAY_MS);
    const differences = compareCase(rows.map((row) => ourStep(platform, row)), theirs.value, { asOf, keptFrom, corrections });
    const found = await writeDifferences(database, platform.name, [caseNumber], differences.map((one) => ({ ...one, winner: winnerOf(one, province.delivery) })), asOf, (_case, sequence) => rows.some((row) => row.sequence === sequence && !isLooked(row)));
    const looked = rows.filter((row) => isLooked(row));
    const of = (row: LedgerRow): 'equal' | 'differs' | 'missing' => {
      const own = differences.filter((one) => one.sequence === row.sequence);
      return own.length === 0 ? 'equal' : own.some((one) => one.nature === 'missing') ? 'missing' : 'differs';
    };
    for (const theirState of ['equal', 'differs', 'missing'] as const) await markChecked(database, looked.filter((row) => of(row) === theirState).map((row) => row.position), theirState, asOf);
    return found;
  }

  /** One sweep of a platform at a time: whoever asks for one meanwhile has theirs after it. */
  const underWay = new Map<string, Promise<unknown>>();
  function sweepInTurn(platform: Platform): Promise<Swept> {
    const mine = (underWay.get(platform.name) ?? Promise.resolve()).then(() => sweepPlatform(platform));
    underWay.set(platform.name, mine.catch(() => undefined));
    return mine;
  }

  return {
    async sweep(only) {
      // One that answers slowly does not hold up what is to be found at another.
      return Promise.all(platforms.all.filter(({ name }) => (only === undefined || name === only) && options.isServed(name)).map((platform) => sweepInTurn(platform)));
    },
    async check(name, caseNumber) {
      const platform = platforms.byName(name);
      if (platform) await checkCase(platform, caseNumber);
    },
    async heal(filter, by) {
      const open = await openDivergences(database, { ...filter, states: ['open'] }, 10_000);
      const now = clock.now();
      let toldAgain = 0;
      let takenOver = 0;
      let left = 0;
      const bySteps = new Map<string, typeof open>();
      for (const one of open) bySteps.set(`${one.platform} ${one.caseNumber} ${String(one.sequence)}`, [...(bySteps.get(`${one.platform} ${one.caseNumber} ${String(one.sequence)}`) ?? []), one]);
      for (const group of bySteps.values()) {
        const [first] = group;
        if (!first) continue;
        const row = (await ledgerOfCases(database, [first.caseNumber])).find((one) => one.sequence === first.sequence);
        const platform = platforms.byName(first.platform);
        if (!row || !platform || row.state !== 'acknowledged') { left += group.length; continue; }
        const theirs = group.filter((one) => one.winner === 'province');
        const ours = group.filter((one) => one.winner === 'zone');
        left += group.length - theirs.length - ours.length;
        let content: unknown = row.content;
        const over = theirs.filter((one) => {
          const next = withField(content, one.field, one.theirs);
          const good = next !== null && provinceStep.safeParse(next).success;
          if (good) content = next;
          return good;
        });
        left += theirs.length - over.length;
        const parsed = provinceStep.parse(content);
        if (over.length > 0 && await moveRow(database, row, row, parsed)) {
          takenOver += await markDivergences(database, over.map((one) => one.number), { state: 'healed', by, note: '以省级平台为准 the province’s word was taken over', at: now });
          for (const one of over) await options.corrected(row, one.field, one.theirs);
        }
        if (ours.length === 0) continue;
        // What it lacks is asked about first and then told as it was; what differs goes as a correction.
        const after = ours.some((one) => one.nature === 'differs') ? correct(row, now) : sendAgain(row, now);
        if (await moveRow(database, row, after)) toldAgain += await markDivergences(database, ours.map((one) => one.number), { state: 'healing', by, note: '以园区为准，重新上报 told again, our word counts', at: now });
      }
      options.wake();
      return { toldAgain, takenOver, left };
    },
  };
}
