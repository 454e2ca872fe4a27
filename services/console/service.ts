/**
 * console 操作台: signs people in, knows who holds which post, passes what screens ask on to the services under a token made
 * for the person who asks, and delivers the screens. It decides nothing about a case.
 */
import { z } from 'zod';
import { serviceNames, type ServiceName } from '../../contracts/envelope.ts';
import { chinaDate } from '../../infra/clock.ts';
import { jsonSetting } from '../../infra/config.ts';
import { defineService } from '../../infra/runner.ts';
import { schedule } from '../../infra/schedule.ts';
import { readBootstrap, type FirstPassword } from './bootstrap.ts';
import { openDrafts } from './drafts.ts';
import { handlersOf } from './http.ts';
import { openLive } from './live.ts';
import { console0001 } from './migrations/0001-console.ts';
import { console0002 } from './migrations/0002-tries-by-address.ts';
import { publicPages } from './public/router.ts';
import { publicSettings } from './public/settings.ts';
import { readSecrets } from '../../infra/secrets.ts';
import { openHubTokens } from './sign-in/hub-tokens.ts';
import { openPasswords } from './sign-in/passwords.ts';
import { openSessions } from './sign-in/sessions.ts';
import { openRegister } from './store.ts';
import { serveWeb, type WebServer } from './web-server.ts';

const list = (text: string): string[] => text.split(',').map((word) => word.trim()).filter((word) => word !== '');
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** The address browsers see: TLS, except on this machine itself. */
const PublicUrl = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text))
  .refine((url) => url.protocol === 'https:' || loopback.test(url.hostname), '须为 https（仅本机可用 http）· https, plain http on the loopback only')
  .refine((url) => url.pathname === '/' && url.search === '' && url.hash === '', '不得带路径 · no path after the host');

export const service = defineService({
  name: 'console',
  settings: z.object({
    webHost: z.string().default('127.0.0.1').describe('浏览器访问的监听地址 · address the browsers’ listener listens on'),
    webPort: z.coerce.number().int().min(0).max(65535).describe('浏览器访问的监听端口 · port of the browsers’ listener'),
    publicUrl: PublicUrl.describe('浏览器看到的地址，无路径 · address browsers see, without a path; https, plain http on the loopback only'),
    webAssets: z.string().optional().describe('界面文件目录 · folder of the built staff application'),
    serviceUrls: jsonSetting(z.partialRecord(z.enum(serviceNames), z.url())).describe('各服务地址（JSON）· where the services answer, JSON: name → URL'),
    tokenKeyFile: z.string().min(1).describe('签发令牌的私钥文件(JWK) · file of the private key that signs people’s tokens; its public half stands in the JWKS'),
    consoleSecretFile: z.string().min(1).describe('操作台密钥文件：首行加密，其余行仅解密 · secret file: the first line seals, further lines only open'),
    bootstrapFile: z.string().optional().describe('初始人员与岗位（JSON），仅在无任何人员时载入 · people and posts a new hub begins with'),
    trustedProxies: z.string().default('').transform(list).describe('可信反向代理地址，逗号分隔 · proxies whose word about the caller’s address is believed, by comma'),
    oidcIssuer: z.url({ protocol: /^https?$/ }).refine((text) => text.startsWith('https:') || loopback.test(new URL(text).hostname), '须为 https（仅本机可用 http）· https, plain http on the loopback only').optional().describe('外部统一身份认证（OpenID）签发者；不填则用内置 · issuer of an outside OpenID provider; the embedded one unless given'),
    oidcClientId: z.string().default('zone-hub-console').describe('在外部认证中的客户端标识 · client id there'),
    oidcClientSecretFile: z.string().optional().describe('客户端密钥文件 · file of the client secret there'),
    oidcLoginClaim: z.string().default('preferred_username').describe('外部认证中对应登录名的字段 · claim that names the login'),
    oidcScope: z.string().default('openid profile').describe('向外部认证请求的范围 · scope asked for'),
    oidcPrompt: z.string().default('login').describe('prompt 参数：login 为每次重新认证，可为空 · prompt parameter; login asks for the password each time, may be empty'),
    ...publicSettings,
    sessionIdleMinutes: z.coerce.number().int().min(1).max(120).default(30).describe('无操作多久退出（分钟） · minutes without use after which a session ends'),
    sessionHours: z.coerce.number().int().min(1).max(24).default(10).describe('会话最长（小时） · hours after which a session ends whatever happens'),
  }),
  migrations: [console0001, console0002],
  async build(context) {
    const { settings, database, clock, log } = context;
    const register = openRegister(database, clock);
    const beginning = settings.bootstrapFile === undefined ? undefined : readBootstrap(settings.bootstrapFile, chinaDate(clock.now()));
    if (beginning && await register.begin(beginning.entries)) log.info({ entries: beginning.entries.length }, 'people and posts entered');
    const secrets = readSecrets(settings.consoleSecretFile);
    const sessions = openSessions({ database, clock, secrets, idleMs: settings.sessionIdleMinutes * 60_000, longestMs: settings.sessionHours * 3_600_000 });
    const passwords = openPasswords({ database, clock, initial: beginning?.passwords ?? new Map<string, FirstPassword>() });
    const drafts = openDrafts(database, clock, secrets);
    const tokens = await openHubTokens(settings, clock);
    const live = openLive(settings, log);
    const urls: Partial<Record<ServiceName, string>> = settings.serviceUrls;
    const urlOf = (name: ServiceName): string | undefined => (name === 'console' ? `http://127.0.0.1:${settings.httpPort}` : urls[name]);

    let web: WebServer | undefined;
    const sweep = schedule('sweep', 600_000, log, async () => {
      await sessions.sweep();
      const now = clock.now();
      await database('provider_records').where('expires_at', '<=', now).delete();
      await database('failed_sign_ins').where('last_at', '<=', new Date(now.getTime() - 86_400_000)).delete();
      await drafts.sweep();
    });
    return {
      handlers: handlersOf({ register, drafts, passwords, sessions, database, clock, ownPasswords: settings.oidcIssuer === undefined }),
      async start() {
        web = await serveWeb({
          settings, urlOf, clock, database, log, secrets, register, sessions, passwords, tokens, live,
          publicPages: publicPages({ urlOf, clock, settings, secrets, onDefect: (error) => { log.error({ error }, 'public page failed'); } }),
        });
      },
      async stop() { await web?.stop(); await sweep.stop(); },
      health: () => Promise.resolve({ listeners: live.listeners() }),
    };
  },
});
