/**
 * Settings of a service, read once from the environment and checked whole: everything wrong is listed at once.
 * No secret has a default. The only place that reads the environment.
 */
import { z } from 'zod';

/** What every service needs. Variables are HUB_ + the name in upper snake case. */
export const BaseSettings = z.object({
  databaseUrl: z.url().describe('数据库地址，含账号 · database address with account: mysql://user:password@host:port/schema'),
  databaseConnections: z.coerce.number().int().min(5).max(100).default(6).describe('连接池大小 · size of the connection pool'),
  natsUrl: z.string().min(1).describe('NATS 地址，可用逗号分隔多个 · NATS address, several by comma'),
  natsUser: z.string().min(1).describe('NATS 用户 · NATS user'),
  natsPassword: z.string().min(8).describe('NATS 密码 · NATS password'),
  httpHost: z.string().default('127.0.0.1').describe('监听地址 · address to listen on'),
  httpPort: z.coerce.number().int().min(0).max(65535).describe('监听端口 · port to listen on'),
  jwksFile: z.string().min(1).describe('验证令牌的公钥文件(JWKS) · file of public keys that verify bearer tokens'),
  tokenIssuer: z.string().min(1).describe('令牌签发者 · issuer the tokens must name'),
  serviceTokenFile: z.string().min(1).describe('本服务的令牌文件 · file with the bearer token of this service'),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info').describe('日志级别 · log level'),
  clockOffsetMs: z.coerce.number().int().default(0).describe('时钟偏移（毫秒，仅演示与测试） · shift of the clock in ms, demonstrations and tests only'),
});
export type BaseSettings = z.infer<typeof BaseSettings>;

/** HUB_NATS_URL from natsUrl. */
export const variableName = (setting: string): string => `HUB_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** The settings did not pass; the message lists every variable with its rule, and no value. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** Reads settings by schema. Throws SettingsError naming all that is wrong. */
export function readSettings<S extends z.ZodObject>(schema: S, environment: Record<string, string | undefined> = process.env): z.infer<S> {
  const given: Record<string, string> = {};
  for (const setting of Object.keys(schema.shape)) {
    const value = environment[variableName(setting)];
    if (value !== undefined && value !== '') given[setting] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const setting = String(issue.path[0] ?? '');
    const field = schema.shape[setting];
    const about = field && 'description' in field && typeof field.description === 'string' ? ` — ${field.description}` : '';
    return `  ${variableName(setting)}: ${given[setting] === undefined ? '缺少 missing' : issue.message}${about}`;
  });
  throw new SettingsError(`配置有误，请改正后重新启动 · settings are wrong, correct them and start again:\n${lines.join('\n')}`);
}

/** A setting that holds JSON. */
export const jsonSetting = <S extends z.ZodType>(schema: S) => z.string().transform((text, context): unknown => {
  try { return JSON.parse(text); } catch { context.addIssue({ code: 'custom', message: '不是合法的 JSON · not valid JSON' }); return z.NEVER; }
}).pipe(schema);

/** One table row per setting, for the READMEs. */
export function describeSettings(schema: z.ZodObject): { variable: string; required: boolean; standard: string; meaning: string }[] {
  return Object.entries(schema.shape).map(([setting, field]) => {
    const empty = z.safeParse(field as z.ZodType, undefined);
    return {
      variable: variableName(setting), required: !empty.success,
      standard: empty.success && empty.data !== undefined ? JSON.stringify(empty.data) : '',
      meaning: 'description' in field && typeof field.description === 'string' ? field.description : '',
    };
  });
}

/** For processes outside the services (scripts): one variable by name. */
export const environmentVariable = (name: string): string | undefined => process.env[name];
/** The environment a child process starts from. */
export const inheritedEnvironment = (): Record<string, string | undefined> => ({ ...process.env });
