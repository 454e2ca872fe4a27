/**
 * Files of totals 汇总 held against the files they are the sums of. Promise: nothing of it is kept: a revision of either side, whenever it comes, is
 * what counts; a difference is told only once every file that is owed has come.
 */
import type { Feed } from './feeds.ts';
import { nameSays } from './profile.ts';
import type { SeenFile } from './store.ts';

/** `alone`: no source reads the files these are the totals of. `waiting`: one of them has not come. */
export interface TotalsCheck {
  readonly state: 'agrees' | 'differs' | 'waiting' | 'alone';
  /** What the files come to, less what went back. */
  readonly count: number;
  readonly amountInFen: number;
  readonly files: readonly string[];
  /** Sources whose file of that day has not come. */
  readonly waitsFor: readonly string[];
}

/** The sources whose files a source of totals adds up. */
export const detailsOf = (totals: Feed, feeds: readonly Feed[]): Feed[] => feeds.filter((one) => one.source === totals.source && totals.dialect.totalsOf.includes(one.dialect.name));

/** Holds one file of totals against `believed`, the last word of each name of those sources on that day. */
export function checkTotals(file: Pick<SeenFile, 'name' | 'day' | 'sums'>, totals: Feed, details: readonly Feed[], believed: readonly SeenFile[]): TotalsCheck {
  const bankOf = ({ dialect }: Feed, name: string): string | null => nameSays(dialect, name)?.bank ?? null;
  const bank = bankOf(totals, file.name);
  const own = details.map((feed) => ({ feed, files: believed.filter((one) => { const other = bankOf(feed, one.name); return one.feed === feed.feed && one.day === file.day && (bank === null || other === null || bank === other); }) }));
  const all = own.flatMap(({ files }) => files);
  const count = all.reduce((sum, { sums }) => sum + (sums?.count ?? 0), 0);
  const amountInFen = all.reduce((sum, { sums }) => sum + (sums?.paymentsInFen ?? 0) - (sums?.returnedInFen ?? 0), 0);
  const agrees = file.sums?.count === count && file.sums.paymentsInFen === amountInFen;
  // A source of which no file is owed may have none that day.
  const waitsFor = agrees ? [] : own.filter(({ feed, files }) => files.length === 0 && feed.expectedBy !== null).map(({ feed }) => feed.feed);
  const state = details.length === 0 ? 'alone' : agrees ? 'agrees' : waitsFor.length > 0 ? 'waiting' : 'differs';
  return { state, count, amountInFen, files: all.map(({ name }) => name), waitsFor };
}
