/**
 * Names in a folder that no source reads: a dialect nobody has set up, another bank's file, something unknown. Promise: what lies there and is
 * not read is named with the reason, never passed over in silence; the names kept are few, whatever the folder holds.
 */
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { projectFile } from '../../../infra/project-file.ts';
import { placeOf, type Feed } from './feeds.ts';
import { DailyProfileError, loadDailyProfile, nameSays, type DailyProfile } from './profile.ts';

/** `no-profile`: no profile knows the name. `no-feed`: `profile` would read it, no source does. `another`: a source's name, with another bank's or division's code. */
export const Unread = z.object({ name: z.string(), why: z.enum(['no-profile', 'no-feed', 'another']), profile: z.string().nullable() });
export type Unread = z.infer<typeof Unread>;
/** What was found in a folder; `count` of all, of which some are named. */
export const UnreadNames = z.object({ count: z.number().int(), names: z.array(Unread) });
export type UnreadNames = z.infer<typeof UnreadNames>;

const namesKept = 20;

/** Watches the names of a listing. Those the profiles that come along would read are looked for only when there is something unread. */
export function unreadNames(feed: Feed, feeds: readonly Feed[]): { saw(name: string): boolean; found(listed: ReadonlySet<string>): UnreadNames } {
  // Several sources may read one folder, each its own dialect.
  const beside = feeds.filter((other) => placeOf(other) === placeOf(feed));
  const suspects: { name: string; another: string | null }[] = [];
  let more = 0;
  return {
    /** Whether size and time of this name should be asked for, to know whether it is a file. */
    saw(name) {
      if (feed.from.by === 'channel' || name.startsWith('.')) return false;
      let another: string | null = null;
      for (const one of beside) {
        const said = saysOf(one.dialect, name);
        if (!said) continue;
        if (isOwn(one.bankCode, said.bank) && isOwn(one.division, said.division)) return false;
        another = one.dialect.name;
      }
      if (suspects.length >= namesKept) { more += 1; return false; }
      suspects.push({ name, another });
      return true;
    },
    found(listed) {
      // A folder in the folder is no file.
      const files = suspects.filter(({ name }) => listed.has(name));
      const shipped = files.some(({ another }) => another === null) ? profilesThatComeAlong() : [];
      const names = files.map(({ name, another }): Unread => {
        const profile = another ?? shipped.find((one) => saysOf(one, name))?.name ?? null;
        return { name: readable(feed, name), profile, why: another !== null ? 'another' : profile === null ? 'no-profile' : 'no-feed' };
      });
      return { count: names.length + more, names };
    },
  };
}

const isOwn = (code: string | null, said: string | null): boolean => code === null || said === null || code === said;

/** What a name says in a dialect, also while its file is written, or of its digest. */
function saysOf(dialect: DailyProfile, name: string): ReturnType<typeof nameSays> {
  const ending = [...dialect.unfinished, ...(dialect.digestFile === null ? [] : [dialect.digestFile])].find((one) => name.endsWith(one));
  return nameSays(dialect, name) ?? (ending === undefined ? null : nameSays(dialect, name.slice(0, -ending.length)));
}

/** FTP gives names as bytes. */
function readable({ from }: Feed, name: string): string {
  if (from.by !== 'ftp') return name;
  const bytes = Buffer.from(name, 'latin1');
  try { return new TextDecoder('utf-8', { fatal: true }).decode(bytes); } catch { return new TextDecoder('gb18030').decode(bytes); }
}

function profilesThatComeAlong(): DailyProfile[] {
  return readdirSync(projectFile('services', 'bank-gateway', 'adapters')).flatMap((name): DailyProfile[] => {
    try { return [loadDailyProfile(name)]; } catch (error) { if (error instanceof DailyProfileError) return []; throw error; }
  });
}
