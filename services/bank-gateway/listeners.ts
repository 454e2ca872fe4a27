/**
 * Which banks' lines the gateway opens: one entry of the setting `HUB_LISTENERS` for each, by the profile it speaks by.
 * A new bank is a profile: a folder in adapters/ with its profile.json, or a file of your own.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PayCodeForm } from '../../contracts/pay-code.ts';
import { jsonSetting, SettingsError } from '../../infra/config.ts';
import { projectFile } from '../../infra/project-file.ts';
import type { Surroundings } from './front-end/conversation.ts';
import { startFrontEnd, type BankListener } from './front-end/listener.ts';
import { secretProblem } from './front-end/mac.ts';
import { frontEndRooms, roomProblems } from './pay-code-room.ts';
import { parseProfile, ProfileError, type Profile } from './front-end/profile.ts';

const Listener = z.object({
  /** Name of a profile that comes along (a folder in adapters/), or the path of one of your own (JSON). */
  profile: z.string().min(1).max(300),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535),
  /** Our node code in the header. */
  node: z.string().regex(/^[\x21-\x7e]{1,15}$/).default('ZONEHUB'),
  accounts: z.array(z.object({
    bank: z.string().regex(/^[A-Z0-9]{2,20}$/),
    userCode: z.string().min(1).max(64),
    /** Where the profile has no sign-on there is no password. */
    password: z.string().max(128).default(''),
    macSecret: z.string().min(1).max(128).optional(),
    /** Addresses this bank may speak from; needed where it is known by its name alone. */
    addresses: z.array(z.string().min(2).max(45)).min(1).optional(),
  }).strict()).min(1),
  /** Secret that accredit codes are made with. */
  sessionKey: z.string().min(16),
  sessionSeconds: z.number().int().min(60).max(86_400).default(43_200),
  connectionsMax: z.number().int().min(1).max(20_000).default(64),
  frameBytesMax: z.number().int().min(1_024).max(1_048_576).default(65_536),
  frameWaitMs: z.number().int().min(10).default(10_000),
  idleMs: z.number().int().min(10).default(120_000),
  answerWithinMs: z.number().int().min(10).max(29_000).default(8_000),
}).strict();

/** The setting: a JSON list of listeners. */
export const Listeners = jsonSetting(z.array(Listener).min(1));
export type ListenerSettings = z.infer<typeof Listeners>[number];

/** What a listener tells the operator about itself. */
export type NamedListener = Omit<BankListener, 'frames'> & { readonly adapter: string };
/** A line of banks, with all that an integrator may see of it. */
export type BankLine = BankListener & { readonly adapter: string; readonly profile: Profile; readonly accounts: ListenerSettings['accounts'] };

/** The profile of each listener, read and checked with what the settings give it. Throws a `SettingsError` that names every error. */
export function profilesOf(settings: readonly ListenerSettings[], payCodes: PayCodeForm): Map<ListenerSettings, Profile> {
  const problems: string[] = [];
  const profiles = new Map<ListenerSettings, Profile>();
  for (const [at, one] of settings.entries()) {
    const file = /^[a-z0-9-]+$/.test(one.profile) ? projectFile('services', 'bank-gateway', 'adapters', one.profile, 'profile.json') : one.profile;
    try {
      const profile = parseProfile(readFileSync(file, 'utf8'), file);
      profiles.set(one, profile);
      problems.push(...roomProblems(`HUB_LISTENERS.${String(at)}.profile (${profile.name})`, frontEndRooms(profile), payCodes));
      for (const account of one.accounts) {
        const where = `HUB_LISTENERS.${String(at)}.accounts (${account.bank})`;
        const secret = profile.mac && secretProblem(profile.mac.algorithm, account.macSecret);
        if (secret) problems.push(`${where}.macSecret: ${secret}`);
        if (profile.identity.by === 'login' && account.password.length < 8) problems.push(`${where}.password: 至少 8 个字符 at least 8 characters`);
        // A name in a header is no proof: without an agreed address and without a secret in the MAC anybody could speak for the bank.
        if (profile.identity.by === 'name' && !account.addresses && !profile.mac?.over.some(({ part }) => part === 'secret') && !['x9.9', 'x9.19', 'hmac-sha256'].includes(profile.mac?.algorithm ?? '')) {
          problems.push(`${where}.addresses: 该前置只凭名称识别，须限定来源地址 this front-end is known by its name alone: say from which addresses it may speak`);
        }
      }
    } catch (error) {
      problems.push(error instanceof ProfileError ? error.message : `HUB_LISTENERS.${String(at)}.profile: 文件不存在 the file is missing: ${file}`);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return profiles;
}

/** Opens one listener. Rejects when its port cannot be had. */
export async function openListener(settings: ListenerSettings, profile: Profile, around: Surroundings): Promise<BankLine> {
  return { adapter: profile.name, profile, accounts: settings.accounts, ...(await startFrontEnd({ ...settings, profile }, around)) };
}
