/**
 * Looks into the folders daily files come from, and takes what is whole. Promises: what still grows, is called .tmp or lacks its end is
 * waited for; a file that cannot be believed is refused with the line and byte at fault, and nothing of it is delivered; the same bytes
 * are delivered once, other bytes under a known name are a revision; killed at any moment, the next look goes on where this one was;
 * one folder that does not answer holds up no other.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chinaDate, elapsedMs, type Clock } from '../../../infra/clock.ts';
import type { Exchanges } from '../../../infra/exchanges.ts';
import type { Log } from '../../../infra/log.ts';
import { openFolder, type Feed } from './feeds.ts';
import { FileProblem } from './file-problem.ts';
import { nameSays } from './profile.ts';
import { readDailyFile, type FileLine } from './reading.ts';
import { FileTrouble, RemoteTrouble, type RemoteFile, type RemoteFolder } from './remote-folder.ts';
import { keep, openStatement, piecesOf, withSpool } from './spool.ts';
import { unreadNames } from './unread-names.ts';
import { itemsKept, type DailyFileStore, type SeenFile } from './store.ts';
import type { StatementsPort } from './statements-port.ts';

export interface Means {
  readonly store: DailyFileStore;
  readonly statements: StatementsPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly exchanges: Pick<Exchanges, 'record'>;
  /** Where files lie while they are read; empty for the system's folder. */
  readonly spool: string;
  /** All sources: one folder may be read by several. */
  readonly beside?: readonly Feed[];
  /** How a folder is opened; another one in tests of what goes wrong. */
  readonly open?: (feed: Feed) => Promise<RemoteFolder>;
  /** Over how long the pace of a file is measured; a minute. */
  readonly paceWindowMs?: number;
}

/** One look at one feed. `busy` when another copy of this service is at it. */
export interface Look { readonly result: 'looked' | 'busy' | 'trouble'; readonly trouble: string | null; readonly files: readonly SeenFile[] }

/** Looks once. Never throws for anything that a folder, a file or fees does. */
export async function lookAt(feed: Feed, means: Means): Promise<Look> {
  const look = await means.store.alone(feed.feed, () => lookAlone(feed, means));
  return look ?? { result: 'busy', trouble: null, files: [] };
}

async function lookAlone(feed: Feed, means: Means): Promise<Look> {
  const { store, clock, log } = means;
  const at = clock.now();
  const touched: SeenFile[] = [];
  let folder: RemoteFolder | undefined;
  try {
    let left: { detail: string; toMend: boolean } | null = null;
    folder = await (means.open ?? openFolder)(feed);
    const unread = unreadNames(feed, means.beside ?? [feed]);
    const listed = await folder.list((name) => { const unreadHere = unread.saw(name); return isOf(feed, name, at) || unreadHere; });
    const found = unread.found(new Set(listed.map(({ name }) => name)));
    for (const file of candidates(feed, listed, at)) {
      const row = await sighted(feed, file, means) ?? await digestCame(feed, file, listed, folder, means);
      if (!row) continue;
      // A file that cannot be read now holds up none of the others; one that breaks the line does.
      try { await takeIn(feed, row, file, listed, folder, means); } catch (error) {
        if (!(error instanceof FileTrouble)) throw error;
        left ??= { detail: `${file.name}: ${error.message}`, toMend: error.mend };
        log.error({ feed: feed.feed, file: file.name, trouble: error.message }, 'a daily file cannot be read');
      }
      const now = await store.one(row.id);
      if (now) touched.push(now);
    }
    if (await store.unread(feed.feed, at, found)) log.warn({ feed: feed.feed, count: found.count, names: found.names.map(({ name }) => name) }, 'files lie in a folder that no source reads: see the daily files');
    await store.looked(feed.feed, at, left);
    return { result: left ? 'trouble' : 'looked', trouble: left?.detail ?? null, files: touched };
  } catch (error) {
    const trouble = error instanceof RemoteTrouble ? error : error instanceof Error && isOfNetwork(error) ? new RemoteTrouble(error.message) : undefined;
    if (!trouble) throw error;
    if (trouble.mend) log.error({ feed: feed.feed, trouble: trouble.message }, 'a folder of daily files cannot be used: a person must mend it');
    else log.warn({ feed: feed.feed, trouble: trouble.message }, 'a folder of daily files does not answer');
    await store.looked(feed.feed, at, { detail: trouble.message, toMend: trouble.mend });
    return { result: 'trouble', trouble: trouble.message, files: touched };
  } finally { await folder?.close().catch(() => undefined); }
}

/** Errors of streams and sockets that a transport did not name itself. */
const isOfNetwork = (error: Error): boolean => 'code' in error && !('errno' in error && 'sql' in error) && (typeof error.code === 'string' || typeof error.code === 'number');

interface Candidate extends RemoteFile { readonly day: string; readonly bank: string | null; readonly division: string | null }

/** A file of this feed, one that is still written, or the digest of one. */
function isOf(feed: Feed, name: string, now: Date): boolean {
  const { dialect } = feed;
  const ending = [...dialect.unfinished, ...(dialect.digestFile === null ? [] : [dialect.digestFile])].find((one) => name.endsWith(one));
  const said = nameSays(dialect, name) ?? (ending === undefined ? null : nameSays(dialect, name.slice(0, -ending.length)));
  return said !== null && isLookedAt(feed, said.day, now);
}
/** Some servers tell size and time of one file at a time: those of years are not asked for at each look. */
const isLookedAt = ({ daysBack }: Feed, day: string, now: Date): boolean => day >= chinaDate(new Date(now.getTime() - daysBack * 86_400_000)) && day <= chinaDate(now);

/** Files of the profile's name and of the days looked at, oldest day first; none that is being written. */
export function candidates(feed: Feed, listed: readonly RemoteFile[], now: Date): Candidate[] {
  const { dialect } = feed;
  const names = new Set(listed.map(({ name }) => name));
  return listed.flatMap((file): Candidate[] => {
    const said = nameSays(dialect, file.name);
    // Beside X stands X.tmp: a new X is being written.
    if (!said || !isLookedAt(feed, said.day, now) || dialect.unfinished.some((ending) => names.has(`${file.name}${ending}`))) return [];
    if (feed.bankCode !== null && said.bank !== null && said.bank !== feed.bankCode) return [];
    if (feed.division !== null && said.division !== null && said.division !== feed.division) return [];
    return [{ ...file, ...said }];
  }).sort((a, b) => (a.day === b.day ? (a.name < b.name ? -1 : 1) : a.day < b.day ? -1 : 1));
}

/** Writes down what was seen; gives the version when it is to be read now. */
async function sighted(feed: Feed, file: Candidate, { store, clock, log }: Means): Promise<SeenFile | null> {
  const now = clock.now();
  const wanted = (since: Date): boolean => now.getTime() - since.getTime() >= feed.settleSeconds * 1_000;
  const latest = await store.latest(feed.feed, file.name);
  if (latest && latest.bytes === file.bytes && latest.changed === file.changed) {
    if (latest.state === 'owed') return latest;
    if (latest.state !== 'arriving') return null;
    if (latest.problem && !waitsForAnother(latest)) {
      if (now.getTime() - latest.unchangedSince.getTime() < feed.halfMinutes * 60_000) return null;
      log.error({ feed: feed.feed, file: file.name, problem: latest.problem.en }, 'a daily file stayed without its end and is refused');
      await store.settled(latest.id, { state: 'refused', at: now, ...(latest.sha256 === null ? {} : { sha256: latest.sha256 }), problem: { reason: latest.problem.reason, words: latest.problem, where: { ...(latest.problem.line === null ? {} : { line: latest.problem.line }), ...(latest.problem.byte === null ? {} : { byte: latest.problem.byte }) } } });
      return null;
    }
    return wanted(latest.unchangedSince) ? latest : null;
  }
  if (latest?.state === 'arriving') {
    await store.changed(latest.id, file.bytes, file.changed, now);
    return wanted(now) ? { ...latest, bytes: file.bytes, changed: file.changed, unchangedSince: now, problem: null } : null;
  }
  const row = await store.arrived({ feed: feed.feed, name: file.name, day: file.day, bytes: file.bytes, changed: file.changed }, now);
  return wanted(now) ? row : null;
}
/** A moment for people: day and time in China. */
const chinaTime = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
/** The small file with the digest may come after the file itself, which then does not change. */
const waitsForAnother = (file: SeenFile): boolean => file.problem?.reason === 'digest';

/** A file refused for want of its digest, or at a digest that was wrong, whose right one lies there now: it is read again. */
async function digestCame(feed: Feed, file: Candidate, listed: readonly RemoteFile[], folder: RemoteFolder, { store, spool }: Means): Promise<SeenFile | null> {
  const ending = feed.dialect.digestFile;
  if (ending === null || !listed.some(({ name }) => name === `${file.name}${ending}`)) return null;
  const latest = await store.latest(feed.feed, file.name);
  if (latest?.state !== 'refused' || !waitsForAnother(latest) || latest.bytes !== file.bytes || latest.changed !== file.changed) return null;
  // What it was refused at stands in its problem; without one, no digest had come.
  const found = /found ([0-9a-f]{32})/.exec(latest.problem?.en ?? '')?.[1];
  if (found === undefined) return latest;
  return withSpool(spool, async (place) => {
    try { return (await statedDigest(`${file.name}${ending}`, folder, place)) === found ? latest : null; } catch (error) { if (error instanceof FileTrouble || error instanceof FileProblem) return null; throw error; }
  });
}

/** Reads a version and delivers it, or says what is wrong with it. */
async function takeIn(feed: Feed, row: SeenFile, file: Candidate, listed: readonly RemoteFile[], folder: RemoteFolder, means: Means): Promise<void> {
  const { store, clock, log, exchanges } = means;
  const begun = elapsedMs();
  let sha256: string | undefined;
  const record = (outcome: 'done' | 'refused' | 'unavailable' | 'in-doubt', answer: object): void => {
    exchanges.record({ direction: 'out', target: `${feed.dialect.name}/${feed.source}`, operation: 'daily-file', request: JSON.stringify({ feed: feed.feed, file: file.name, day: file.day, bytes: file.bytes, sha256 }), answer: JSON.stringify(answer), outcome, tookMs: Math.round(elapsedMs() - begun) });
  };
  try {
    await withSpool(means.spool, async (place) => {
      const came = join(place, 'came');
      const pace = { bytesPerMinute: feed.bytesPerMinute, minutes: feed.fileMinutes, windowMs: means.paceWindowMs ?? 60_000 };
      const got = await keep(await folder.read(file.name), came, feed.largestBytes, pace);
      sha256 = got.sha256;
      if (got.bytes !== file.bytes) { await store.changed(row.id, got.bytes, file.changed, clock.now()); return; }
      if (feed.dialect.digestFile !== null) await checkDigest(feed.dialect.digestFile, file.name, got.md5, listed, folder, place);
      const before = await store.sameBytes(feed.feed, file.day, got.sha256, row.id);
      const since = before ? await store.believedSince(before, row.id) : null;
      // The bank has revised it since: whether the old one is right after all, or was only sent once more, nobody can tell from its bytes.
      if (before && since) throw new FileProblem('older', {
        zh: `内容与第 ${String(before.id)} 号文件（${chinaTime(before.seenAt)} 到达）相同，而其后已有修订版第 ${String(since.id)} 号（${chinaTime(since.seenAt)}），仍以修订版对账：请与对方核实，如以旧版为准，差异在日结中逐笔处理`,
        en: `it has the bytes of file ${String(before.id)} (seen ${chinaTime(before.seenAt)}), which file ${String(since.id)} (${chinaTime(since.seenAt)}) has revised since, which stands: ask the other side which one counts; if the older one, settle what differs line by line when the day is closed`,
      });
      if (before) {
        await store.settled(row.id, { state: 'repeated', at: clock.now(), sha256: got.sha256, ...(before.sums ? { sums: before.sums } : {}), repeats: before.id });
        log.info({ feed: feed.feed, file: file.name, same: before.name }, 'a daily file came again with the same bytes');
        record('done', { state: 'repeated', same: before.name });
        return;
      }
      const expected = { bytes: got.bytes, day: file.day, bankCode: feed.bankCode, division: file.division };
      if (feed.dialect.carries === 'totals') {
        const sums = await readDailyFile(piecesOf(came), feed.dialect, expected, () => Promise.resolve());
        await store.settled(row.id, { state: 'shown', at: clock.now(), sha256: got.sha256, sums });
        record('done', { state: 'shown' });
        return;
      }
      if (feed.dialect.carries === 'problems') {
        let kept = 0;
        const sums = await readDailyFile(piecesOf(came), feed.dialect, expected, async (lines: FileLine[]) => {
          for (let from = 0; from < lines.length && kept < itemsKept; from += 500) { const some = lines.slice(from, Math.min(from + 500, from + itemsKept - kept)); kept += some.length; await store.keepItems(row.id, some); }
        });
        await store.settled(row.id, { state: 'shown', at: clock.now(), sha256: got.sha256, sums });
        if (sums.count > 0) log.warn({ feed: feed.feed, file: file.name, items: sums.count }, 'the other side could not take some lines: see the daily files');
        record('done', { state: 'shown', items: sums.count });
        return;
      }
      const statement = openStatement(place, feed.dialect.oneLineFor, got.bytes);
      const [sums, { file: lines, count, amountInFen }] = await (async () => {
        try { return [await readDailyFile(piecesOf(came), feed.dialect, expected, (some) => statement.take(some)), await statement.finish()] as const; } finally { statement.abandon(); }
      })();
      const answer = await means.statements.deliver({ source: feed.source, day: file.day, name: file.name, sha256: got.sha256, count, amountInFen, file: lines });
      if (answer.kind === 'done') {
        await store.settled(row.id, { state: 'delivered', at: clock.now(), sha256: got.sha256, sums });
        log.info({ feed: feed.feed, file: file.name, day: file.day, lines: count, revision: answer.value.revision }, 'a daily file was delivered');
        record('done', answer.value);
      } else if (answer.kind === 'refused') {
        const problem = { reason: 'fees', words: { zh: `收费服务不收：${answer.reason} ${answer.detail}`, en: `fees refused it: ${answer.reason} ${answer.detail}` }, where: {} };
        // What another delivery is at, or what a token of ours lacks, is not the file's fault.
        const later = answer.reason === 'statement-busy' || answer.reason === 'wrong-role';
        await store.settled(row.id, { state: later ? 'owed' : 'refused', at: clock.now(), sha256: got.sha256, sums, problem });
        log.error({ feed: feed.feed, file: file.name, reason: answer.reason, detail: answer.detail }, 'fees did not take a daily file');
        record('refused', { reason: answer.reason });
      } else {
        await store.settled(row.id, { state: 'owed', at: clock.now(), sha256: got.sha256, sums, problem: { reason: 'fees', words: { zh: `收费服务暂时没有答复，将自动重送（${answer.detail}）`, en: `fees gave no answer; it is delivered again by itself (${answer.detail})` }, where: {} } });
        log.warn({ feed: feed.feed, file: file.name, detail: answer.detail }, 'fees gave no answer to a daily file; it will be delivered again');
        record(answer.kind, { detail: answer.detail });
      }
    });
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const now = clock.now();
    const waits = error.half && now.getTime() - row.unchangedSince.getTime() < feed.halfMinutes * 60_000;
    await store.settled(row.id, { state: waits ? 'arriving' : 'refused', at: now, ...(sha256 === undefined ? {} : { sha256 }), problem: error });
    if (waits) { log.info({ feed: feed.feed, file: file.name, problem: error.message }, 'a daily file is not whole yet'); return; }
    log.error({ feed: feed.feed, file: file.name, problem: error.message }, 'a daily file cannot be believed and is refused');
    record('refused', { reason: error.reason, line: error.where.line, byte: error.where.byte });
  }
}

async function checkDigest(ending: string, name: string, md5: string, listed: readonly RemoteFile[], folder: RemoteFolder, place: string): Promise<void> {
  const digestName = `${name}${ending}`;
  if (!listed.some((file) => file.name === digestName)) throw new FileProblem('digest', { zh: `校验文件 ${digestName} 尚未到达`, en: `its digest file ${digestName} has not come` }, {}, true);
  const stated = await statedDigest(digestName, folder, place);
  if (stated !== md5) throw new FileProblem('digest', { zh: `MD5 不符：校验文件为 ${stated ?? '空'}，实为 ${md5}`, en: `the MD5 differs: stated ${stated ?? 'none'}, found ${md5}` }, {}, true);
}

async function statedDigest(digestName: string, folder: RemoteFolder, place: string): Promise<string | undefined> {
  const file = join(place, 'digest');
  await keep(await folder.read(digestName), file, 4_096);
  return /[0-9a-fA-F]{32}/.exec(await readFile(file, 'latin1'))?.[0]?.toLowerCase();
}
