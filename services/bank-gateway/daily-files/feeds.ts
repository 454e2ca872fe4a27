/**
 * Which daily files the gateway fetches: one entry of the setting `HUB_DAILY_FILES` for each folder of a bank, a channel or the fiscal
 * side, with the profile its files are written by. A new bank is an entry; a new dialect a profile.
 */
import { z } from 'zod';
import { jsonSetting, SettingsError } from '../../../infra/config.ts';
import { openFtp } from './ftp.ts';
import { openLocalFolder } from './local-folder.ts';
import { DailyProfileError, loadDailyProfile, type DailyProfile } from './profile.ts';
import { RemoteTrouble, type RemoteFolder } from './remote-folder.ts';
import { openSftp } from './sftp.ts';

const Server = z.strictObject({ host: z.string().min(1).max(255), port: z.number().int().min(1).max(65_535), user: z.string().min(1).max(64), folder: z.string().min(1).max(300), waitMs: z.number().int().min(100).max(600_000).default(30_000) });
const Place = z.discriminatedUnion('by', [
  Server.extend({ by: z.literal('sftp'), password: z.string().min(1).max(128).optional(), privateKeyFile: z.string().min(1).max(300).optional(), hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/) })
    .refine(({ password, privateKeyFile }) => (password === undefined) !== (privateKeyFile === undefined), '须有 password 或 privateKeyFile 之一 exactly one of password and privateKeyFile'),
  Server.extend({
    by: z.literal('ftp'), password: z.string().max(128), mode: z.enum(['active', 'passive']), dataHost: z.string().min(2).max(45).optional(),
    dataPorts: z.strictObject({ from: z.number().int().min(1_024).max(65_535), to: z.number().int().min(1_024).max(65_535) }).optional(),
  }),
  z.strictObject({ by: z.literal('folder'), folder: z.string().min(1).max(300) }),
  // The statements of the payment channel of this gateway.
  z.strictObject({ by: z.literal('channel') }),
]);

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
const Feed = z.strictObject({
  feed: z.string().regex(/^[a-z0-9-]{2,40}$/),
  /** Whose books these are: the bank's code, or `fiscal`. */
  source: z.string().regex(/^(?:[A-Z0-9]{2,20}|fiscal)$/),
  /** Name of a profile that comes along (a folder in adapters/), or the path of one of your own. */
  profile: z.string().min(1).max(300),
  from: Place,
  /** The bank's and the division's code as these files write them; a file of another is refused. */
  bankCode: z.string().min(1).max(30).nullable().default(null), division: z.string().regex(/^\d{6}$/).nullable().default(null),
  /** Not looked at before this time of day in China, and by when a day's file must be there (`null`: no file is owed). */
  lookAfter: time.default('00:00'), expectedBy: time.nullable().default('09:00'),
  /** How long size and time of a file must stay the same before it is read. */
  settleSeconds: z.number().int().min(0).max(3_600).default(30),
  /** How long a file without its end is waited for before it is refused. */
  halfMinutes: z.number().int().min(0).max(1_440).default(60),
  /** Files of so many days back are looked at; older ones are left alone. */
  daysBack: z.number().int().min(1).max(62).default(7),
  /** A server that gives out a file more slowly, or is at one file for longer, is left; the file is read at a later look. */
  bytesPerMinute: z.number().int().min(60).max(1_073_741_824).default(60_000), fileMinutes: z.number().int().min(1).max(1_440).default(120),
  largestBytes: z.number().int().min(1_024).max(1_073_741_824).default(1_073_741_824),
});

/** The setting: a JSON list; none unless told. */
export const DailyFeeds = jsonSetting(z.array(Feed).max(50));
export type FeedSettings = z.infer<typeof DailyFeeds>[number];

/** A feed with its profile. */
export interface Feed extends FeedSettings { readonly dialect: DailyProfile }

/** Reads the profiles. Throws a SettingsError that names every error. */
export function feedsOf(settings: readonly FeedSettings[]): Feed[] {
  const problems: string[] = [];
  const names = new Set<string>();
  const feeds = settings.flatMap((one): Feed[] => {
    if (names.has(one.feed)) problems.push(`HUB_DAILY_FILES: 名称重复 the name stands twice: ${one.feed}`);
    names.add(one.feed);
    try { return [{ ...one, dialect: loadDailyProfile(one.profile) }]; } catch (error) {
      problems.push(error instanceof DailyProfileError ? error.message : String(error));
      return [];
    }
  });
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return feeds;
}

/** Opens the folder of a feed; throws RemoteTrouble. The payment channel's is not a server's: whoever has the channel opens it. */
export function openFolder({ from }: FeedSettings): Promise<RemoteFolder> {
  switch (from.by) {
    case 'sftp': return openSftp(from);
    case 'ftp': return openFtp(from);
    case 'folder': return openLocalFolder(from.folder);
    case 'channel': return Promise.reject(new RemoteTrouble('no payment channel is connected', true));
  }
}

/** Where a feed comes from, in words without a secret. */
export const placeOf = ({ from }: FeedSettings): string => (from.by === 'folder' ? from.folder : from.by === 'channel' ? '支付渠道 payment channel' : `${from.by}://${from.host}:${String(from.port)}/${from.folder.replace(/^\/+/, '')}`);
