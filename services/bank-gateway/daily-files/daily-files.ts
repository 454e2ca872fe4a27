/**
 * The daily files of all feeds: looked for by the clock, at once when a person asks, and told of on the gateway's page. Promises: two
 * feeds at a time, so that a slow server or a large file keeps the others waiting no longer than it must; a day whose file is not
 * there when it should be is named.
 */
import type { components } from '../../../contracts/bank-gateway/api.ts';
import { chinaDate } from '../../../infra/clock.ts';
import { schedule, type Scheduled } from '../../../infra/schedule.ts';
import { placeOf, type Feed } from './feeds.ts';
import { lookAt, type Look, type Means } from './looking.ts';
import { fileStates, type SeenFile } from './store.ts';
import { checkTotals, detailsOf, type TotalsCheck } from './totals.ts';

export type FeedState = NonNullable<components['schemas']['GatewayState']['dailyFiles']>[number];

export interface DailyFiles {
  start(everyMs: number): void;
  stop(): Promise<void>;
  /** Null when there is no such feed. */
  fetchNow(feed: string): Promise<Look | null>;
  states(): Promise<FeedState[]>;
  /** What files of totals came to beside the files they add up, by the id of the file of totals. */
  totals(files: readonly SeenFile[]): Promise<ReadonlyMap<number, TotalsCheck>>;
}

const atOnce = 2;

/** Time of day in China, `HH:mm`. */
const timeInChina = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);

export function openDailyFiles(feeds: readonly Feed[], given: Means): DailyFiles {
  const means: Means = { ...given, beside: feeds };
  const { store, clock, log } = means;
  let scheduled: Scheduled | undefined;
  let stopping = false;

  async function lookAtAll(): Promise<void> {
    const due = feeds.filter(({ lookAfter }) => timeInChina(clock.now()) >= lookAfter);
    const worker = async (): Promise<void> => {
      for (let feed = due.shift(); feed !== undefined && !stopping; feed = due.shift()) {
        const name = feed.feed;
        await lookAt(feed, means).catch((error: unknown) => { log.error({ error, feed: name }, 'a look for daily files failed and will be made again'); });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    await alarmTotals();
  }

  async function totalsOf(wanted: readonly SeenFile[]): Promise<Map<number, TotalsCheck>> {
    const checks = new Map<number, TotalsCheck>();
    for (const feed of feeds.filter(({ dialect }) => dialect.carries === 'totals')) {
      const own = wanted.filter((file) => file.feed === feed.feed && file.sums !== null && (file.state === 'shown' || file.state === 'repeated'));
      if (own.length === 0) continue;
      const details = detailsOf(feed, feeds);
      const believed = await store.believed(details.map((one) => one.feed), [...new Set(own.map(({ day }) => day))]);
      for (const file of own) checks.set(file.id, checkTotals(file, feed, details, believed));
    }
    return checks;
  }
  /** The last files of totals of the days looked at that are not the sum of the files they add up. */
  async function differing(feed: Feed): Promise<{ file: SeenFile; check: TotalsCheck }[]> {
    if (feed.dialect.carries !== 'totals') return [];
    const last = await store.believed([feed.feed], daysBefore(clock.now(), feed.daysBack));
    const checks = await totalsOf(last);
    return last.flatMap((file) => { const check = checks.get(file.id); return check?.state === 'differs' ? [{ file, check }] : []; });
  }
  const alarmed = new Set<string>();
  async function alarmTotals(): Promise<void> {
    for (const feed of feeds) {
      for (const { file, check } of await differing(feed)) {
        const said = { feed: feed.feed, file: file.name, stated: { count: file.sums?.count, amountInFen: file.sums?.paymentsInFen }, found: { count: check.count, amountInFen: check.amountInFen } };
        if (alarmed.has(JSON.stringify(said))) continue;
        alarmed.add(JSON.stringify(said));
        log.error(said, 'totals of a day are not those of its files');
      }
    }
  }

  async function stateOf(feed: Feed): Promise<FeedState> {
    const now = clock.now();
    const record = await store.feed(feed.feed, now);
    const days = daysBefore(now, feed.daysBack);
    const { counts, days: there } = await store.standing(feed.feed, days[0] ?? chinaDate(now));
    // The file of a day comes the day after; nothing is owed for the time before the feed was set up.
    const known = chinaDate(record.since);
    const owed = feed.expectedBy === null ? [] : days.filter((day) => day >= known && day < chinaDate(now) && (day < (days.at(-2) ?? '') || timeInChina(now) >= (feed.expectedBy ?? '')));
    return {
      feed: feed.feed, source: feed.source, profile: feed.dialect.name, place: placeOf(feed), state: record.trouble ? 'down' : record.answeredAt ? 'up' : 'waiting',
      lookedAt: record.lookedAt?.toISOString() ?? null, answeredAt: record.answeredAt?.toISOString() ?? null,
      trouble: record.trouble ? { detail: record.trouble.detail, toMend: record.trouble.toMend, since: record.trouble.since.toISOString() } : null,
      missingDays: owed.filter((day) => !there.has(day)),
      differingDays: [...new Set((await differing(feed)).map(({ file }) => file.day))].sort(), unread: { count: record.unread.count, names: record.unread.names },
      files: { arriving: 0, refused: 0, owed: 0, delivered: 0, repeated: 0, shown: 0, ...Object.fromEntries(fileStates.map((state) => [state, counts[state] ?? 0])) },
    };
  }

  return {
    start(everyMs) {
      if (feeds.length === 0) return;
      scheduled = schedule('daily files', everyMs, log, lookAtAll);
      scheduled.wake();
    },
    async stop() { stopping = true; await scheduled?.stop(); },
    async fetchNow(name) {
      const feed = feeds.find((one) => one.feed === name);
      return feed ? lookAt(feed, means) : null;
    },
    states: () => Promise.all(feeds.map(stateOf)),
    totals: totalsOf,
  };
}

/** The last `count` days and today, oldest first. */
function daysBefore(now: Date, count: number): string[] {
  return Array.from({ length: count + 1 }, (_day, at) => chinaDate(new Date(now.getTime() - (count - at) * 86_400_000)));
}
