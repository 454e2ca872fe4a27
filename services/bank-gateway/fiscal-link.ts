/**
 * Which fiscal platform the gateway is connected to, and how: the setting `HUB_FISCAL_LINK`. Without it there is none, nothing of a platform
 * is loaded, and every ask for it is refused with `not-configured`.
 */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { jsonSetting, SettingsError } from '../../infra/config.ts';
import { projectFile } from '../../infra/project-file.ts';
import type { FiscalLink, FiscalSurroundings } from './fiscal-port.ts';

const FiscalLinkSetting = z.object({
  /** Name of a profile that comes along (a folder in adapters/), or the path of one of your own (JSON). */
  profile: z.string().min(1).max(300).default('cnnontax'),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  /** What both sides keep for the MAC. */
  token: z.string().min(8).max(128).regex(/^[\x21-\x7e]+$/),
  /** Our node code and the platform's, as they assigned them (K and 10 digits, F and 6 digits at the site seen). */
  node: z.string().regex(/^[\x21-\x7e]{1,15}$/),
  fiscalNode: z.string().regex(/^[\x21-\x7e]{1,15}$/),
  /** 区划 in messages. */
  division: z.string().regex(/^\d{6}$/),
  /** A file that names each collecting unit's SM2 key (see adapters/cnnontax/unit-signature.ts); wanted where the profile has the unit sign. */
  unitKeysFile: z.string().min(1).max(300).optional(),
  /** The account the money is collected on. */
  account: z.object({ type: z.string().regex(/^\d{1,2}$/).default('1'), name: z.string().max(100).default(''), number: z.string().max(50).default(''), bank: z.string().max(100).default(''), bankNumber: z.string().max(20).default('') }).strict().default({ type: '1', name: '', number: '', bank: '', bankNumber: '' }),
  /** What stands for a mobile number where the bill has none and the platform wants one. */
  mobile: z.string().max(20).default('0'),
  answerWithinMs: z.number().int().min(50).max(60_000).default(30_000),
  frameBytesMax: z.number().int().min(4_096).max(33_554_432).default(16_777_216),
  /** How many numbers may be burnt for one bill before a person has to look. */
  burntAtMost: z.number().int().min(1).max(20).default(2),
  /** Where the platform tells of money that arrived; left out where it is only asked. */
  listen: z.object({
    host: z.string().min(1).default('127.0.0.1'), port: z.number().int().min(0).max(65_535),
    addresses: z.array(z.string().min(2).max(45)).min(1).optional(),
    connectionsMax: z.number().int().min(1).max(10_000).default(64), frameBytesMax: z.number().int().min(1_024).max(1_048_576).default(65_536), frameWaitMs: z.number().int().min(50).max(60_000).default(10_000),
  }).strict().optional(),
}).strict();

/** The setting: one JSON object. */
export const FiscalLinkJson = jsonSetting(FiscalLinkSetting);
export type FiscalLinkSettings = z.infer<typeof FiscalLinkSetting>;

/** Connects as the setting says. Throws a `SettingsError` when the profile is missing or wrong; rejects when the port cannot be had. */
export async function openFiscalLink(settings: FiscalLinkSettings, around: FiscalSurroundings): Promise<FiscalLink> {
  const file = /^[a-z0-9-]+$/.test(settings.profile) ? projectFile('services', 'bank-gateway', 'adapters', settings.profile, 'profile.json') : settings.profile;
  if (!existsSync(file)) throw new SettingsError(`HUB_FISCAL_LINK.profile: 文件不存在 the file is missing: ${file}`);
  // One dialect so far; another is another folder, chosen here by a word of its profile. Loaded only where there is a platform.
  const { open } = await import('./adapters/cnnontax/adapter.ts');
  return open(settings, file, around);
}
