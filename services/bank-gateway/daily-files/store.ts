/** What the gateway remembers of daily files. Promise: a row says what was seen and decided; the truth of money is in fees alone. */
import type { Database } from '../../../infra/database.ts';
import { pageOf, type Paging } from '../../../infra/paging.ts';
import type { FileProblem } from './file-problem.ts';
import type { FileLine, FileSums } from './reading.ts';
import { UnreadNames } from './unread-names.ts';

/**
 * `arriving` still grows or lacks its end; `refused` cannot be believed as it is; `owed` is believed, fees has not taken it yet;
 * `delivered` fees has it; `repeated` has the very bytes of one before; `shown` holds lines for people, or totals to check by, not money.
 */
export const fileStates = ['arriving', 'refused', 'owed', 'delivered', 'repeated', 'shown'] as const;
export type FileState = (typeof fileStates)[number];

interface Row {
  position: number; feed: string; name: string; day: string; bytes: number; changed: string; state: FileState; seen_at: Date; unchanged_since: Date; read_at: Date | null; delivered_at: Date | null;
  sha256: string | null; line_count: number | null; payments_in_fen: number | null; returned_in_fen: number | null; reason: string | null; line: number | null; byte: number | null; zh: string | null; en: string | null; repeats: number | null;
}
interface FeedRow { feed: string; since: Date; looked_at: Date | null; answered_at: Date | null; trouble: string | null; to_mend: number; trouble_since: Date | null; unread: string | null }

/** One version of a file. */
export interface SeenFile {
  readonly id: number;
  readonly feed: string;
  readonly name: string;
  readonly day: string;
  readonly bytes: number;
  readonly changed: string;
  readonly state: FileState;
  readonly seenAt: Date;
  readonly unchangedSince: Date;
  readonly readAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly sha256: string | null;
  readonly sums: FileSums | null;
  readonly problem: { readonly reason: string; readonly line: number | null; readonly byte: number | null; readonly zh: string; readonly en: string } | null;
  /** The version before it that had the same bytes. */
  readonly repeats: number | null;
}
export interface FeedRecord { readonly since: Date; readonly lookedAt: Date | null; readonly answeredAt: Date | null; readonly trouble: { readonly detail: string; readonly toMend: boolean; readonly since: Date } | null; readonly unread: UnreadNames }

const seen = (row: Row): SeenFile => ({
  id: Number(row.position), feed: row.feed, name: row.name, day: row.day, bytes: Number(row.bytes), changed: row.changed, state: row.state, seenAt: new Date(row.seen_at),
  unchangedSince: new Date(row.unchanged_since), readAt: row.read_at && new Date(row.read_at), deliveredAt: row.delivered_at && new Date(row.delivered_at), sha256: row.sha256,
  sums: row.line_count === null ? null : { count: Number(row.line_count), paymentsInFen: Number(row.payments_in_fen), returnedInFen: Number(row.returned_in_fen) },
  problem: row.reason === null ? null : { reason: row.reason, line: row.line, byte: row.byte, zh: row.zh ?? '', en: row.en ?? '' }, repeats: row.repeats === null ? null : Number(row.repeats),
});

const unreadOf = (row: FeedRow | undefined): UnreadNames => (row?.unread ? UnreadNames.parse(JSON.parse(row.unread)) : { count: 0, names: [] });

/** Items of one problem list that are kept; more than this is no list for people. */
export const itemsKept = 10_000;

export interface DailyFileStore {
  latest(feed: string, name: string): Promise<SeenFile | null>;
  /** A new version of a name. */
  arrived(file: { feed: string; name: string; day: string; bytes: number; changed: string }, at: Date): Promise<SeenFile>;
  /** It grew. */
  changed(id: number, bytes: number, changed: string, at: Date): Promise<void>;
  settled(id: number, what: { state: FileState; at: Date; sha256?: string; sums?: FileSums; problem?: Pick<FileProblem, 'words' | 'where'> & { reason: string }; repeats?: number }): Promise<void>;
  /** An earlier version with the same bytes that was believed. */
  sameBytes(feed: string, day: string, sha256: string, before: number): Promise<SeenFile | null>;
  /** The last version of that name that was believed after `one` and before `before`; null when `one` is still the last word. */
  believedSince(one: SeenFile, before: number): Promise<SeenFile | null>;
  keepItems(file: number, lines: readonly FileLine[]): Promise<void>;
  items(file: number, limit: number): Promise<{ line: number; payCode: string; serial: string | null; amountInFen: number | null; reason: string }[]>;
  one(id: number): Promise<SeenFile | null>;
  list(filter: { feed?: string | undefined; state?: string | undefined; day?: string | undefined; from?: string | undefined; to?: string | undefined }, paging: Paging): Promise<{ files: SeenFile[]; next: string | null }>;
  feed(feed: string, now: Date): Promise<FeedRecord>;
  looked(feed: string, at: Date, trouble: { detail: string; toMend: boolean } | null): Promise<void>;
  /** Names no source reads, as this look found them; true when one of them is new. */
  unread(feed: string, at: Date, found: UnreadNames): Promise<boolean>;
  /** The last word of each name of these feeds on these days, each content once. */
  believed(feeds: readonly string[], days: readonly string[]): Promise<SeenFile[]>;
  /** How many files stand in each state, and the days of which something was believed. */
  standing(feed: string, from: string): Promise<{ counts: Readonly<Partial<Record<FileState, number>>>; days: ReadonlySet<string> }>;
  /** Runs `work` unless another copy of this service looks at the same feed now; the lock ends with its connection. */
  alone<T>(feed: string, work: () => Promise<T>): Promise<T | null>;
}

export function openDailyFileStore(database: Database): DailyFileStore {
  const files = () => database<Row>('daily_files');
  const first = async (query: PromiseLike<unknown>): Promise<SeenFile | null> => { const row = (await query) as Row | undefined; return row ? seen(row) : null; };
  return {
    latest: (feed, name) => first(files().where({ feed, name }).orderBy('position', 'desc').first()),
    one: (id) => first(files().where({ position: id }).first()),
    async arrived({ feed, name, day, bytes, changed }, at) {
      const [position = 0] = await files().insert({ feed, name, day, bytes, changed, state: 'arriving', seen_at: at, unchanged_since: at });
      const row = await first(files().where({ position }).first());
      if (!row) throw new Error('a row just written is gone');
      return row;
    },
    async changed(position, bytes, changed, at) {
      await files().where({ position }).update({ bytes, changed, unchanged_since: at, reason: null, line: null, byte: null, zh: null, en: null });
    },
    async settled(position, { state, at, sha256, sums, problem, repeats }) {
      await files().where({ position }).update({
        state, read_at: at, ...(state === 'delivered' ? { delivered_at: at } : {}), ...(sha256 === undefined ? {} : { sha256 }),
        line_count: sums?.count ?? null, payments_in_fen: sums?.paymentsInFen ?? null, returned_in_fen: sums?.returnedInFen ?? null,
        reason: problem?.reason ?? null, line: problem?.where.line ?? null, byte: problem?.where.byte ?? null, zh: problem?.words.zh.slice(0, 600) ?? null, en: problem?.words.en.slice(0, 600) ?? null, repeats: repeats ?? null,
      });
    },
    sameBytes: (feed, day, sha256, before) => first(files().where({ feed, day, sha256 }).andWhere('position', '<', before).whereIn('state', ['delivered', 'shown']).orderBy('position').first()),
    async believedSince(one, before) {
      const last = await first(files().where({ feed: one.feed, name: one.name }).andWhere('position', '>', one.id).andWhere('position', '<', before).whereIn('state', ['delivered', 'shown', 'repeated']).orderBy('position', 'desc').first());
      // A version that repeated the old one stands for it.
      return last && last.sha256 !== one.sha256 ? last : null;
    },
    async keepItems(file, lines) {
      await database('daily_file_items').insert(lines.map((line) => ({ file, line: line.line, pay_code: line.payCode, serial: line.serial, amount_in_fen: line.amountInFen === 0 ? null : line.amountInFen, reason: line.reason ?? '' }))).onConflict(['file', 'line']).merge();
    },
    async items(file, limit) {
      const rows: { line: number; pay_code: string; serial: string | null; amount_in_fen: number | null; reason: string }[] = await database('daily_file_items').where({ file }).orderBy('line').limit(limit).select();
      return rows.map((row) => ({ line: row.line, payCode: row.pay_code, serial: row.serial, amountInFen: row.amount_in_fen === null ? null : Number(row.amount_in_fen), reason: row.reason }));
    },
    async list({ from, to, ...filter }, paging) {
      const query = files().orderBy('position', 'desc').limit(paging.limit + 1);
      for (const [column, value] of Object.entries(filter)) if (value !== undefined) void query.where(column, value);
      if (from !== undefined) void query.where('day', '>=', from);
      if (to !== undefined) void query.where('day', '<=', to);
      if (paging.after) void query.where('position', '<', Number(paging.after.id) || 0);
      const rows: Row[] = await query.select();
      const page = pageOf(rows, paging.limit, (row) => ({ at: '', id: String(row.position) }));
      return { files: page.rows.map(seen), next: page.next };
    },
    async feed(feed, now) {
      await database('daily_feeds').insert({ feed, since: now }).onConflict('feed').ignore();
      const row = (await database<FeedRow>('daily_feeds').where({ feed }).first()) as FeedRow | undefined;
      return {
        since: new Date(row?.since ?? now), lookedAt: row?.looked_at ? new Date(row.looked_at) : null, answeredAt: row?.answered_at ? new Date(row.answered_at) : null,
        unread: unreadOf(row),
        trouble: row?.trouble ? { detail: row.trouble, toMend: row.to_mend === 1, since: new Date(row.trouble_since ?? now) } : null,
      };
    },
    async looked(feed, at, trouble) {
      await database('daily_feeds').insert({ feed, since: at }).onConflict('feed').ignore();
      await database<FeedRow>('daily_feeds').where({ feed }).update(trouble
        ? { looked_at: at, trouble: trouble.detail.slice(0, 300), to_mend: trouble.toMend ? 1 : 0, trouble_since: database.raw('COALESCE(trouble_since, ?)', [at]) }
        : { looked_at: at, answered_at: at, trouble: null, to_mend: 0, trouble_since: null });
    },
    async unread(feed, at, found) {
      await database('daily_feeds').insert({ feed, since: at }).onConflict('feed').ignore();
      const before = unreadOf((await database<FeedRow>('daily_feeds').where({ feed }).first()) as FeedRow | undefined);
      await database<FeedRow>('daily_feeds').where({ feed }).update({ unread: found.count === 0 ? null : JSON.stringify(found) });
      return found.names.some(({ name }) => !before.names.some((known) => known.name === name));
    },
    async believed(feeds, days) {
      if (feeds.length === 0 || days.length === 0) return [];
      const rows: Row[] = await files().whereIn('feed', feeds).whereIn('day', days).whereIn('state', ['delivered', 'owed', 'shown', 'repeated']).orderBy('position').select();
      const last = new Map(rows.map((row) => [`${row.feed}/${row.name}`, row]));
      // The same bytes under two names are one file.
      return [...new Map([...last.values()].map((row) => [`${row.feed}/${row.day}/${row.sha256 ?? row.name}`, row])).values()].map(seen);
    },
    async standing(feed, from) {
      const [counts, days] = await Promise.all([
        // The last version of each name counts; those before it are history.
        database('daily_files as f').where('f.feed', feed).where('f.day', '>=', from).whereNotExists(database('daily_files as later').whereRaw('later.feed = f.feed AND later.name = f.name AND later.position > f.position'))
          .groupBy('f.state').select('f.state as state').count({ n: '*' }) as PromiseLike<{ state: FileState; n: number }[]>,
        database('daily_files').where({ feed }).where('day', '>=', from).whereIn('state', ['delivered', 'shown']).distinct('day') as PromiseLike<{ day: string }[]>,
      ]);
      return { counts: Object.fromEntries(counts.map(({ state, n }) => [state, Number(n)])), days: new Set(days.map(({ day }) => day)) };
    },
    async alone(feed, work) {
      const connection: unknown = await database.client.acquireConnection();
      // A lock's name has 64 characters at most: 18 of the schema, `daily/`, and 40 of the longest feed.
      const ask = async (sql: string): Promise<unknown> => (await database.raw<{ value: unknown }[][]>(sql, [`daily/${feed}`]).connection(connection))[0]?.[0]?.value;
      try {
        if (Number(await ask('SELECT GET_LOCK(CONCAT(LEFT(DATABASE(), 18), ?), 0) AS value')) !== 1) return null;
        try { return await work(); } finally { await ask('SELECT RELEASE_LOCK(CONCAT(LEFT(DATABASE(), 18), ?)) AS value').catch(() => undefined); }
      } finally { await database.client.releaseConnection(connection); }
    },
  };
}
