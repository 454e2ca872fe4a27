/**
 * The platforms this gateway serves, as the settings file lists them, and which of them a case belongs to. Everything wrong with file,
 * profiles and secrets is named at once, and then the service does not start; a dialect is loaded only where a platform speaks it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SettingsError } from '../../infra/config.ts';
import type { Clock } from '../../infra/clock.ts';
import { hostOf } from '../../infra/link-state.ts';
import type { Dialect } from './dialect.ts';
import { ProfileError, type ProfileProblem } from './mapping/profile.ts';
import type { Exchange, Province } from './port.ts';

/** One line for each folder under `adapters/`. */
const DIALECTS: Readonly<Record<string, () => Promise<Dialect>>> = {
  'exchange-database': async () => (await import('./adapters/exchange-database/adapter.ts')).dialect,
  'signed-rest': async () => (await import('./adapters/signed-rest/adapter.ts')).dialect,
  'soap-xml': async () => (await import('./adapters/soap-xml/adapter.ts')).dialect,
};

const takes = z.union([z.literal('rest'), z.strictObject({
  forms: z.array(z.enum(['direct', 'entrusted', 'forward', 'direct-report'])).min(1).optional(),
  /** 统一社会信用代码 of the departments whose power it is. */
  departments: z.array(z.string().min(1)).min(1).optional(),
  /** Beginnings of item codes: 基本, 实施 or 业务办理项. */
  items: z.array(z.string().min(1)).min(1).optional(),
}).refine((given) => Object.values(given).some((one) => one !== undefined), '至少写一项 say at least one')]);

const platformEntry = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  dialect: z.string(),
  /** Beside this file, or absolute. */
  profile: z.string().min(1),
  address: z.url(),
  /** By name; a secret stands in a file of its own. */
  credentials: z.record(z.string(), z.union([z.string().min(1), z.strictObject({ file: z.string().min(1) })])).default({}),
  takes,
  /** Whether the item list comes from here; from the platform that takes the rest when nobody says so. */
  catalogue: z.boolean().optional(),
});
const platformsFile = z.strictObject({ platforms: z.array(platformEntry).min(1).max(50) });
export type PlatformEntry = z.infer<typeof platformEntry>;
export type Takes = z.infer<typeof takes>;

export interface Platform {
  readonly name: string;
  readonly dialect: string;
  /** Host and port, for people. */
  readonly target: string;
  readonly takes: Takes;
  readonly province: Province;
}

/** What of an accepted case decides where it goes. */
export interface CaseRoute { readonly form: string | null; readonly department: string | null; readonly codes: readonly string[] }

/** How closely a platform asks for this case: by item before by department before by form; 0 is the rest, null is not at all. */
function closeness(asks: Takes, route: CaseRoute): number | null {
  if (asks === 'rest') return 0;
  if (asks.items && !asks.items.some((start) => route.codes.some((code) => code.startsWith(start)))) return null;
  if (asks.departments && !asks.departments.includes(route.department ?? '')) return null;
  if (asks.forms && !asks.forms.some((form) => form === route.form)) return null;
  return (asks.items ? 4 : 0) + (asks.departments ? 2 : 0) + (asks.forms ? 1 : 0);
}

/** The platform of a case: the one that asks for it most closely, the first of equals. */
export function platformOf<One extends { readonly takes: Takes }>(platforms: readonly One[], route: CaseRoute): One | undefined {
  let best: { one: One; close: number } | undefined;
  for (const one of platforms) {
    const close = closeness(one.takes, route);
    if (close !== null && (!best || close > best.close)) best = { one, close };
  }
  return best?.one;
}

export interface Platforms {
  readonly all: readonly Platform[];
  readonly catalogue: Platform;
  byName(name: string): Platform | undefined;
  close(): void;
}

/** Opens every platform of the file. Throws SettingsError naming all that is wrong with any of them. */
export async function openPlatforms(options: { file: string; clock: Clock; onExchange(platform: string, exchange: Exchange): void }): Promise<Platforms> {
  const { file } = options;
  let raw: unknown;
  try { raw = JSON.parse(readFileSync(file, 'utf8')); } catch { throw new SettingsError(`HUB_PROVINCE_PLATFORMS: 文件不存在或不是 JSON · the file is missing or not JSON: ${file}`); }
  const parsed = platformsFile.safeParse(raw);
  if (!parsed.success) throw wrong(file, parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || '(root)', zh: '不符合格式：', en: issue.message })));
  return open(parsed.data.platforms, { ...options, source: file, directory: path.dirname(file) });
}

/** One platform that takes everything, from single settings. */
export function openOnePlatform(entry: Omit<PlatformEntry, 'takes'>, options: { clock: Clock; onExchange(platform: string, exchange: Exchange): void }): Promise<Platforms> {
  return open([{ ...entry, takes: 'rest' }], { ...options, source: 'HUB_PROVINCE_PROFILE', directory: '' });
}

async function open(
  entries: readonly PlatformEntry[], options: { source: string; directory: string; clock: Clock; onExchange(platform: string, exchange: Exchange): void },
): Promise<Platforms> {
  const problems: ProfileProblem[] = [];
  const names = entries.map((one) => one.name);
  for (const name of new Set(names)) if (names.filter((one) => one === name).length > 1) problems.push({ path: `platforms.${name}`, zh: '名称重复', en: 'the name is given twice' });
  const rest = entries.filter((one) => one.takes === 'rest').length;
  if (rest !== 1) problems.push({ path: 'platforms', zh: `须有且只有一个平台 takes 为 rest，现有 ${rest} 个`, en: `exactly one platform must take the rest, there are ${rest}` });
  if (entries.filter((one) => one.catalogue === true).length > 1) problems.push({ path: 'platforms', zh: '事项目录只能来自一个平台', en: 'the item list can come from one platform only' });
  const opened: Platform[] = [];
  for (const entry of entries) {
    const found = await openEntry(entry, options);
    if (Array.isArray(found)) problems.push(...found.map((one) => ({ ...one, path: `${entry.name}: ${one.path}` })));
    else opened.push(found);
  }
  if (problems.length > 0) {
    for (const one of opened) one.province.close();
    throw wrong(options.source, problems);
  }
  const catalogueName = (entries.find((one) => one.catalogue === true) ?? entries.find((one) => one.takes === 'rest'))?.name;
  const catalogue = opened.find((one) => one.name === catalogueName);
  if (!catalogue) throw new Error('a platform that takes the rest was checked to be there');
  return {
    all: opened, catalogue,
    byName: (name) => opened.find((one) => one.name === name),
    close() { for (const one of opened) one.province.close(); },
  };
}

async function openEntry(entry: PlatformEntry, options: { directory: string; clock: Clock; onExchange(platform: string, exchange: Exchange): void }): Promise<Platform | ProfileProblem[]> {
  const problems: ProfileProblem[] = [];
  const dialect = DIALECTS[entry.dialect];
  if (!dialect) problems.push({ path: 'dialect', zh: `没有方言 ${entry.dialect}，可用：${Object.keys(DIALECTS).join('、')}`, en: `there is no dialect ${entry.dialect}` });
  const profileSource = path.resolve(options.directory, entry.profile);
  let profile: unknown;
  try { profile = JSON.parse(readFileSync(profileSource, 'utf8')); } catch { problems.push({ path: 'profile', zh: `文件不存在或不是 JSON：${profileSource}`, en: 'the file is missing or not JSON' }); }
  const credentials: Record<string, string> = {};
  for (const [name, given] of Object.entries(entry.credentials)) {
    try { credentials[name] = typeof given === 'string' ? given : readFileSync(path.resolve(options.directory, given.file), 'utf8').trim(); } catch {
      problems.push({ path: `credentials.${name}`, zh: '密钥文件无法读取', en: 'the secret file cannot be read' });
    }
  }
  if (!dialect || problems.length > 0) return problems;
  try {
    const province = await (await dialect()).open({
      name: entry.name, address: entry.address, credentials, profile, profileSource, clock: options.clock, onExchange: (exchange) => { options.onExchange(entry.name, exchange); },
    });
    return { name: entry.name, dialect: entry.dialect, target: hostOf(entry.address), takes: entry.takes, province };
  } catch (error) {
    if (error instanceof ProfileError) return [...error.problems];
    throw error;
  }
}

const wrong = (source: string, problems: readonly ProfileProblem[]): SettingsError =>
  new SettingsError(`省级平台配置有误 wrong province platforms ${source}:\n${problems.map((one) => `  ${one.path}: ${one.zh} ${one.en}`).join('\n')}`);
