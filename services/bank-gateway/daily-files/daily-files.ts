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
import { fileStates } from './store.ts';

export type FeedState = NonNullable<components['schemas']['GatewayState']['dailyFiles']>[number];

export interface DailyFiles {
  start(everyMs: number): void;
  stop(): Promise<void>;
  /** Null when there is no such feed. */
  fetchNow(feed: string): Promise<Look | null>;
  states(): Promise<FeedState[]>;
}

const atOnce = 2;

/** Time of day in China, `HH:mm`. */
const timeInChina = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);

export function openDailyFiles(feeds: readonly Feed[], means: Means): DailyFiles {
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
  };
}

/** The last `count` days and today, oldest first. */
function daysBefore(now: Date, count: number): string[] {
  return Array.from({ length: count + 1 }, (_day, at) => chinaDate(new Date(now.getTime() - (count - at) * 86_400_000)));
}
