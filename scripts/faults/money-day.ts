// The close of the day in the scenario `money`, some mornings later: the gateway fetches each bank's file, first spoilt, then with errors planted in it, twice,
// and at last put right; it is killed in the middle of reading each. Promise: what was planted is found, line by line, and nothing else; what is
// on a bank's side alone is settled by two people; the day closes once, on the right file, and each version was delivered once.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { components as FeesComponents, paths as FeesPaths } from '../../contracts/fees/api.ts';
import type { paths as GatewayPaths } from '../../contracts/bank-gateway/api.ts';
import { elapsedMs } from '../../infra/clock.ts';
import type { Client } from '../../infra/http-client.ts';
import { Refused, untilAnswered, type Patience } from '../traffic/persistence.ts';
import { controlOf } from './control.ts';
import type { ChannelSide } from './money-channel.ts';
import { fiscalFeed, type Dialect, type FileLine, type FileServers } from './money-files.ts';
import type { BankEntry } from './money-comparison.ts';
import type { Finding } from './comparison.ts';

/** Money the bank took, we could not place, and it gave back under a serial of its own: in its file it comes in and goes out. */
export interface PassedThrough { bank: string; payCode: string; serial: string; backSerial: string; amountInFen: number }
/** `versions`: how many of a file were delivered; `settled`: differences two people have settled. */
export interface ClosedDay { matched: number; planted: number; found: number; settled: number; versions: number; closed: boolean }
export const unclosed: ClosedDay = { matched: 0, planted: 0, found: 0, settled: 0, versions: 0, closed: false };

export interface AroundDays {
  day: string; cashier: Client<FeesPaths>; second: Client<FeesPaths>; gateway: Client<GatewayPaths>; servers: FileServers; patience: Patience; interrupted: AbortSignal; findings: Finding[];
  counted(kind: string): void;
  /** Kills at every chosen moment of every day; else once at a moment of each kind, for a short run. */
  thorough: boolean;
  /** Kills the gateway now, if it is up, and has it started again. */
  killGateway(): Promise<boolean>;
  /** The same for fees. */
  killFees(): Promise<boolean>;
}
type Shown = FeesComponents['schemas']['DayClose'];

const waitMs = 120_000;
/** Times of files are told in whole seconds: a version that comes sooner looks like the one before. */
const nextSecond = (): Promise<void> => delay(1_100);
const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface Days {
  /** A bank's day: spoilt, wrong, twice, right. */
  bank(source: string, dialect: Dialect, standing: readonly BankEntry[], passed: readonly PassedThrough[]): Promise<ClosedDay>;
  /** A bank that has told us nothing: its file bears slips out; what nobody entered is settled by two people, by what `resolution` says of it. Gives what closes its day. */
  counter(source: string, dialect: Dialect, book: readonly BankEntry[], resolution: (payCode: string) => 'book' | 'unidentified' | undefined): Promise<() => Promise<ClosedDay>>;
  /** The channel's signed statement, by its notice. */
  channel(source: string, channel: ChannelSide): Promise<ClosedDay>;
  /** The fiscal platform's own record of the day. */
  fiscal(controlUrl: string): Promise<ClosedDay>;
  /** A day that was closed is closed still, by one closing. */
  standsClosed(source: string): Promise<boolean>;
}

export function openDays(around: AroundDays): Days {
  const { day, cashier, second, gateway, servers, patience, findings, counted } = around;
  const struck = new Set<string>();
  const strikes = (moment: string): boolean => { const first = !struck.has(moment); struck.add(moment); return first || around.thorough; };
  const find = (verdict: Finding['verdict'], what: string, where: string): void => { findings.push({ verdict, what, where }); };

  async function until(what: string, where: string, fact: () => Promise<boolean>): Promise<boolean> {
    for (const end = elapsedMs() + waitMs; elapsedMs() < end && !around.interrupted.aborted; await delay(150)) if (await fact()) return true;
    find('unexplained', `never came: ${what}`, where);
    return false;
  }
  const delivered = async (source: string): Promise<{ sha256: string; revision: number; state: string }[]> =>
    (await untilAnswered('listStatementFiles', () => cashier.call('get', '/statements/{source}/{day}/files', { path: { source, day } }), patience)).files;
  const isDelivered = async (source: string, bytes: Buffer): Promise<boolean> => (await delivered(source)).some(({ sha256 }) => sha256 === digestOf(bytes));
  /** The newest version of a file as the gateway has seen it. */
  async function seen(feed: string, name: string): Promise<{ state: string; problem: string | null }> {
    const { files } = await untilAnswered('listDailyFiles', () => gateway.call('get', '/daily-files', { query: { feed, limit: 100 } }), patience);
    const newest = files.find((file) => file.name === name);
    return { state: newest?.state ?? 'unseen', problem: newest?.problem?.reason ?? null };
  }
  const shown = async (source: string): Promise<Shown> => untilAnswered('showDayClose', () => cashier.call('get', '/day-closes/{source}/{day}', { path: { source, day }, query: { limit: 200 } }), patience);

  /** Lays a file down and has it fetched; the gateway is killed while it reads it. */
  async function fetchedThroughDeath(source: string, lay: () => Promise<void>, isThere: () => Promise<boolean>): Promise<void> {
    const kills = strikes('reading');
    if (kills) await servers.pace(150);
    await lay();
    for (const end = elapsedMs() + 30_000; kills && elapsedMs() < end && !around.interrupted.aborted && !(await isThere()); await delay(15)) {
      if ((await servers.reading()) === 0) continue;
      if (await around.killGateway()) counted('gateway killed while it read a file');
      break;
    }
    if (kills) await servers.pace(0);
    await until('a file, fetched and delivered', source, isThere);
  }

  /** What the day shows beside what was planted, by key. Returns how many of those were found. */
  async function compared(source: string, planted: ReadonlyMap<string, string>): Promise<{ found: number; day: Shown }> {
    const first = await shown(source);
    // What the fiscal record alone says stands under its pay code, behind a sign of its own.
    const there = new Map(first.differences.map(({ key, verdict }) => [key.replace(/^~/, ''), verdict as string]));
    for (const [key, verdict] of planted) if (there.get(key) !== verdict) find('lost', `a planted difference (${verdict}) was shown as ${there.get(key) ?? 'nothing'}`, `${source} ${key}`);
    for (const [key, verdict] of there) if (!planted.has(key)) find('unexplained', `the day shows a difference nobody planted: ${verdict}`, `${source} ${key}`);
    return { found: [...planted].filter(([key, verdict]) => there.get(key) === verdict).length, day: first };
  }
  async function closed(source: string): Promise<{ matched: number; closed: boolean }> {
    // Whatever dies meanwhile: the wish names what was seen, and comes again until it is answered.
    for (let tries = 0; tries < 5; tries += 1) {
      const { basis, counts, differences, state } = await shown(source);
      for (const { key, verdict, standing } of differences) if (standing !== 'settled') find('unexplained', `the right file leaves a difference: ${verdict}`, `${source} ${key}`);
      const wish = untilAnswered('closeDay', () => cashier.call('post', '/day-closes/{source}/{day}/closings', { path: { source, day }, body: { basis }, key: `close-${source}-${day}-${basis.slice(0, 12)}` }), patience);
      const kills = tries === 0 && strikes('closing');
      if (kills && await around.killFees()) counted('fees killed while a day was closed');
      if (kills && await around.killGateway()) counted('gateway killed while a day was closed');
      try { await wish; return { matched: counts.matched, closed: true }; } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.reason !== 'day-changed' || tries === 4) { find('unexplained', `the day does not close: ${error.message} (${state}, ${JSON.stringify(counts)})`, source); return { matched: counts.matched, closed: false }; }
      }
    }
    return { matched: 0, closed: false };
  }
  async function versionsOf(source: string, laid: number): Promise<number> {
    const files = await delivered(source);
    if (files.length !== laid) find(files.length < laid ? 'lost' : 'duplicated', `${String(files.length)} versions were delivered of ${String(laid)} laid down`, source);
    return files.length;
  }

  return {
    async bank(source, dialect, standing, passed) {
      const keyOf = (line: FileLine): string => (dialect.bySerial ? line.serial : line.payCode);
      const right: FileLine[] = standing.map(({ payCode, serial, amountInFen }) => ({ payCode, serial, amountInFen }));
      const [dropped, changed, doubled, ...others] = right;
      // Under pay codes what came in and went out again is nothing.
      const through: FileLine[] = dialect.bySerial ? passed.flatMap(({ payCode, serial, backSerial, amountInFen }): FileLine[] => [{ payCode, serial, amountInFen }, { payCode, serial: backSerial, amountInFen, kind: 'refund' }]) : [];
      right.push(...through);
      const planted = new Map<string, string>();
      let wrong = right;
      if (dropped && changed && doubled) {
        const stray: FileLine = { payCode: '99999999999999999999', serial: 'STRAY-LINE-1', amountInFen: 12_345 };
        planted.set(keyOf(dropped), 'ours-only').set(keyOf(changed), 'amount').set(keyOf(doubled), 'duplicate').set(keyOf(stray), 'theirs-only');
        for (const kind of planted.values()) counted(`file: ${kind} planted`);
        // In another order than ours, too: a file is no list of ours.
        wrong = [stray, doubled, ...[...others, ...through].toReversed(), doubled, { ...changed, amountInFen: changed.amountInFen + 1 }];
      }
      const spoilt = dialect.write(day, wrong);
      counted(`fetched over ${dialect.over}`);
      if (spoilt.digest) {
        counted('file: wrong MD5');
        await servers.put(spoilt.digest.name, Buffer.from('0'.repeat(32)));
        await servers.put(spoilt.name, spoilt.bytes);
        await until('a file with a wrong MD5, waited for', source, async () => (await seen(dialect.feed, spoilt.name)).problem === 'digest');
      } else {
        counted('file: half');
        await servers.put(spoilt.name, spoilt.bytes, 'half');
        await until('half a file, waited for', source, async () => { const { state, problem } = await seen(dialect.feed, spoilt.name); return state === 'arriving' && problem !== null; });
      }
      await nextSecond();
      await fetchedThroughDeath(source, async () => { if (spoilt.digest) await servers.put(spoilt.digest.name, spoilt.digest.bytes); else await servers.put(spoilt.name, spoilt.bytes); }, () => isDelivered(source, spoilt.bytes));
      // Told again: under another name, or at another time.
      counted('file: twice');
      await nextSecond();
      const again = dialect.write(day, wrong, 2);
      await servers.put(again.name, again.bytes);
      await until('the same file again, known for what it is', source, async () => (await seen(dialect.feed, again.name)).state === 'repeated');
      const { found, day: first } = await compared(source, planted);
      if (planted.size > 0) {
        const early = await cashier.call('post', '/day-closes/{source}/{day}/closings', { path: { source, day }, body: { basis: first.basis }, key: `early-${source}-${day}` });
        if (early.kind === 'done') find('unexplained', 'a day with an open line was closed', source);
      }
      // Put right: under .tmp first, which nobody reads.
      counted('file: .tmp');
      const good = dialect.write(day, right);
      await nextSecond();
      if (good.digest) await servers.put(good.digest.name, good.digest.bytes);
      await servers.put(good.name, good.bytes, 'tmp');
      await delay(1_500);
      if (await isDelivered(source, good.bytes)) find('unexplained', 'a file called .tmp was read', source);
      counted('file: revised');
      await servers.put(good.name, good.bytes);
      await until('the revised file, fetched and delivered', source, () => isDelivered(source, good.bytes));
      const end = await closed(source);
      return { ...end, planted: planted.size, found, settled: 0, versions: await versionsOf(source, planted.size === 0 ? 1 : 2) };
    },

    async counter(source, dialect, book, resolution) {
      const file = dialect.write(day, book.map(({ payCode, serial, amountInFen }) => ({ payCode, serial, amountInFen })));
      counted(`fetched over ${dialect.over}`);
      counted('file: half');
      await servers.put(file.name, file.bytes, 'half');
      await until('half a file, waited for', source, async () => { const { state, problem } = await seen(dialect.feed, file.name); return state === 'arriving' && problem !== null; });
      await nextSecond();
      await fetchedThroughDeath(source, () => servers.put(file.name, file.bytes), () => isDelivered(source, file.bytes));
      const expected = new Set(book.filter(({ payCode }) => resolution(payCode) !== undefined).map(({ payCode }) => payCode));
      // The slips are borne out by themselves; what remains is for two people.
      await until('slips borne out by the file', source, async () => (await shown(source)).counts.matched >= book.length - expected.size);
      const settled = new Set<string>();
      await until('differences settled by two people', source, async () => {
        const { differences } = await shown(source);
        const open = differences.filter(({ standing }) => standing !== 'settled' && standing !== 'applying');
        await inParallel(open, 6, async (one) => {
          const kind = resolution(one.key);
          if (!kind) { if (!settled.has(one.key)) find('unexplained', `the day shows a difference nobody made: ${one.verdict}`, `${source} ${one.key}`); settled.add(one.key); return; }
          const path = { source, day, differenceId: one.id };
          // Refused when something died in between and it stands further on already: looked at again.
          const step = (work: Promise<unknown>): Promise<boolean> => work.then(() => true, (error: unknown) => { if (error instanceof Refused) return false; throw error; });
          if (one.standing === 'open') await step(untilAnswered('takeDifference', () => cashier.call('post', '/day-closes/{source}/{day}/differences/{differenceId}/owners', { path, body: { key: one.key }, key: `own-${one.id}` }), patience));
          await step(untilAnswered('resolveDifference', () => cashier.call('post', '/day-closes/{source}/{day}/differences/{differenceId}/resolutions', { path, body: { key: one.key, kind, note: kind === 'book' ? '银行柜台收款，未录入凭条' : '银行所收金额与缴款单不符' }, key: `resolve-${one.id}` }), patience));
          if (await step(untilAnswered('countersignDifference', () => second.call('post', '/day-closes/{source}/{day}/differences/{differenceId}/countersignatures', { path, body: { agreed: true }, key: `sign-${one.id}` }), patience)) && !settled.has(one.key)) {
            settled.add(one.key);
            counted(`bank only, settled by two people: ${kind}`);
          }
        });
        return differences.length === 0;
      });
      return async () => {
        const end = await closed(source);
        return { ...end, planted: expected.size, found: [...expected].filter((payCode) => settled.has(payCode)).length, settled: settled.size, versions: await versionsOf(source, 1) };
      };
    },

    async channel(source, channel) {
      for (const fault of ['half-file', 'wrong-md5', 'wrong-totals']) {
        // Until the gateway is there to say no to it.
        for (let tries = 0; tries < 60 && !around.interrupted.aborted; tries += 1) {
          const answer = await channel.announce(day, fault);
          if (answer === '01') counted(`statement: ${fault}`);
          if (answer === '01' || answer === '00') break;
          await delay(250);
        }
      }
      // Killed while it takes the statement in; the channel tells it again.
      const first = channel.announce(day);
      await delay(60);
      if (strikes('statement') && await around.killGateway()) counted('gateway killed while it took a statement');
      await first.catch(() => undefined);
      counted('fetched from the channel');
      await until('the channel’s statement, taken', source, async () => (await channel.announce(day)) === '00');
      const { found } = await compared(source, new Map());
      const end = await closed(source);
      return { ...end, planted: 0, found, settled: 0, versions: await versionsOf(source, 1) };
    },

    async fiscal(controlUrl) {
      const source = 'fiscal';
      const control = controlOf(controlUrl, { who: 'the fiscal platform', interrupted: around.interrupted });
      const record = (fault?: string): Promise<{ name: string; lines: number }> => control.done('/record', z.object({ name: z.string(), lines: z.number() }), { day, ...(fault === undefined ? {} : { fault }) });
      counted('file: wrong totals');
      const { name } = await record('record-wrong-totals');
      await until('a record with wrong totals, refused', source, async () => (await seen(fiscalFeed, name)).state === 'refused');
      await nextSecond();
      const lines = (await control.done('/record', z.record(z.string(), z.array(z.object({ payCode: z.string() })))))[day] ?? [];
      const first = lines[0]?.payCode;
      const planted = new Map(first === undefined ? [] : [[first, 'amount']]);
      for (const kind of planted.values()) counted(`record: ${kind} planted`);
      counted('fetched over SFTP');
      await fetchedThroughDeath(source, async () => { await record('record-lying-amount'); }, async () => (await delivered(source)).length === 1);
      const { found } = await compared(source, planted);
      await nextSecond();
      counted('file: revised');
      await record();
      await until('the revised record, fetched and delivered', source, async () => (await delivered(source)).length === 2);
      const end = await closed(source);
      return { ...end, planted: planted.size, found, settled: 0, versions: await versionsOf(source, 2) };
    },

    async standsClosed(source) {
      const { state, closed: closing } = await shown(source);
      if (state !== 'closed' || closing?.number !== 1) find('unexplained', `a closed day is ${state} afterwards, by closing ${String(closing?.number ?? 0)}`, source);
      return state === 'closed';
    },
  };
}


/** Works through all, so many at once. */
export async function inParallel<T>(all: readonly T[], many: number, work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  await Promise.all(Array.from({ length: many }, async () => { for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next); }));
}
