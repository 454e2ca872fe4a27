/**
 * province-gateway 省级平台网关: the only place that knows how the province's systems are spoken to. Takes responsibility for every step that
 * is handed over, keeps the ledger of both sides, and as evidence every talk (masked) and every outage.
 */
import { z } from 'zod';
import type { paths as CataloguePaths } from '../../contracts/catalogue/api.ts';
import type { paths as IntakePaths } from '../../contracts/intake/api.ts';
import { derivedId } from '../../infra/chance.ts';
import { SettingsError, variableName } from '../../infra/config.ts';
import { machine } from '../../infra/machine.ts';
import { defineService } from '../../infra/runner.ts';
import { schedule, type Scheduled } from '../../infra/schedule.ts';
import { openApplications } from './applications.ts';
import { intakePort } from './application-taking.ts';
import { accepts, decide, Notice, StatedDecision, tell, tells } from './decide.ts';
import { handlers, note, untried, type Connection } from './http.ts';
import { ledgerHandlers } from './ledger-http.ts';
import { outgoingMigrations } from './outgoing-store.ts';
import { openOnePlatform, openPlatforms, type Platform, type Platforms } from './platforms.ts';
import type { Exchange } from './port.ts';
import { openPatterns } from './provenance.ts';
import { openQueue } from './queue.ts';
import { decisionStates, noticeStates } from './states.ts';
import { migrations, readCursor, writeCursor } from './store.ts';
import { openLedger } from './sweep.ts';

const settingsSchema = z.object({
  provincePlatforms: z.string().min(1).optional().describe('平台清单文件；用它时不用以下四项 · file that lists the platforms; with it the next four are not used'),
  provinceUrl: z.url().optional().describe('只有一个平台时：省级平台网关地址 · with one platform only: address of the province\'s gateway'),
  provinceProfile: z.string().min(1).optional().describe('只有一个平台时：配置文件 · with one platform only: its profile (JSON)'),
  provinceRequesterId: z.string().min(1).optional().describe('只有一个平台时：请求者标识 · with one platform only: requester id (rid) issued by the province'),
  provinceAppSecret: z.string().min(8).optional().describe('只有一个平台时：签名密钥 · with one platform only: secret the calls are signed with'),
  decisionsEveryMs: z.coerce.number().int().min(100).max(3_600_000).default(2_000).describe('查询上级决定的间隔（毫秒） · how often to ask for decisions from above, in ms'),
  sweepEveryMs: z.coerce.number().int().min(1_000).max(3_600_000).default(30_000).describe('核对两边台账的间隔（毫秒） · how often both ledgers are compared, in ms'),
  intakeUrl: z.url().optional().describe('收件服务地址；不填则不接收网上申请 · address of intake; without it no portal is asked for applications'),
  catalogueUrl: z.url().optional().describe('事项目录服务地址；不填则不提示相近事项 · address of the catalogue; without it no item is suggested'),
  applicationsEveryMs: z.coerce.number().int().min(100).max(3_600_000).default(5_000).describe('查询网上申请的间隔（毫秒） · how often to ask the portals for applications, in ms'),
});

/** Told again and again without news: no evidence of anything, and there are thousands a day. */
const QUIET_WHEN_DONE = new Set(['decisions', 'counts', 'recorded', 'recordedOn', 'applications', 'call-secret']);

export const service = defineService({
  name: 'province-gateway',
  settings: settingsSchema,
  migrations: [...migrations, ...outgoingMigrations],
  async build(context) {
    const { settings, clock, log, database, exchanges } = context;
    const connections = new Map<string, Connection>();
    const connectionOf = (name: string): Connection => {
      let connection = connections.get(name);
      if (!connection) connections.set(name, connection = untried());
      return connection;
    };
    const platforms = await platformsFrom(settings, clock, (name, exchange) => {
      note(connectionOf(name), exchange, clock.now().toISOString());
      if (!QUIET_WHEN_DONE.has(exchange.operation) || exchange.outcome !== 'done') exchanges.record({ target: name, ...exchange });
    });
    const decisions = machine({ name: 'upstream_decisions', states: decisionStates, accepts, record: StatedDecision, decide });
    const notices = machine({ name: 'notices', states: noticeStates, accepts: tells, record: Notice, decide: tell });
    const say = (type: keyof typeof tells, id: string, data: object): Promise<unknown> =>
      context.submit(notices, type, id, { id, ...data }, { messageId: derivedId('province-gateway/notices', `${type}/${id}`, 0) });

    const patterns = openPatterns(database);
    const queue = openQueue({
      database, platforms, patterns, clock, log,
      tellings: {
        settled(row) {
          const { caseNumber, sequence, kind, given: revision, platform } = row;
          const told = { caseNumber, sequence, kind, revision, platform };
          const id = `${caseNumber}/${String(sequence)}/${String(row.revision)}/${String(row.attempts)}`;
          return row.state === 'refused' ? say('ledger.step-refused', `${id}/r`, { ...told, reason: row.outcome, detail: row.detail })
            : say('ledger.step-acknowledged', id, { ...told, receipt: row.receipt, at: clock.now().toISOString() });
        },
        platformChanged: (platform, now) => say('ledger.platform-changed', `${platform}/${now.state}/${String(clock.now().getTime())}`, { platform, state: now.state, since: now.since, until: now.pause?.to.toISOString() ?? null, ...platformWords(now) }),
      },
    });

    const ledger = openLedger({
      database, platforms, clock, log, isServed: (name) => ['open', 'draining'].includes(queue.stateOf(name).state), wake: () => { queue.wake(); },
      corrected(row, field, value) {
        const { caseNumber, sequence, kind, given: revision, platform } = row;
        const at = clock.now().toISOString();
        return say('ledger.step-corrected', `${caseNumber}/${String(sequence)}/${field}/${at}`.slice(-96), { caseNumber, sequence, kind, revision, platform, field, value, at });
      },
    });
    let sweeps: Scheduled | undefined;

    const applications = openApplications(context, {
      platforms: new Map(platforms.all.map(({ name, province }) => [name, province])), everyMs: settings.applicationsEveryMs, paused: (name) => queue.stateOf(name).state === 'paused',
      intake: settings.intakeUrl === undefined ? null : intakePort(context.client<IntakePaths>(settings.intakeUrl, 10_000), clock),
      catalogue: settings.catalogueUrl === undefined ? null : context.client<CataloguePaths>(settings.catalogueUrl, 5_000),
    });

    const poll = (platform: Platform): string => (platforms.all.length === 1 ? 'upstream-decisions' : `decisions/${platform.name}`);
    async function askForDecisions(platform: Platform): Promise<void> {
      if (queue.stateOf(platform.name).state === 'paused') return;
      for (let more = true; more;) {
        const page = await platform.province.upstreamDecisions(await readCursor(database, poll(platform)));
        if (page.kind === 'refused' && page.reason === 'not-supported') return;
        if (page.kind !== 'done') { log.warn({ platform: platform.name, outcome: page.kind, detail: page.kind === 'refused' ? page.reason : page.detail }, 'decisions from above could not be asked for'); return; }
        // Two platforms may number their decisions alike.
        const idOf = (decisionId: string): string => (platforms.all.length === 1 ? decisionId : `${platform.name}:${decisionId}`).slice(0, 96);
        await Promise.all(page.value.decisions.map((found) => context.submit(decisions, 'poll.decision-found', idOf(found.decisionId), { ...found, decisionId: idOf(found.decisionId) }, { messageId: derivedId('province-gateway/upstream_decisions', idOf(found.decisionId), 0) })));
        if (page.value.decisions.length > 0) await writeCursor(database, poll(platform), page.value.cursor, clock.now());
        more = page.value.more;
      }
    }
    let polls: Scheduled[] = [];
    return {
      machines: [decisions, notices, applications.machine],
      handlers: { ...applications.handlers, ...ledgerHandlers({ database, platforms, queue, ledger, patterns, clock, connectionOf }), ...handlers({ platforms, queue, connectionOf, exchanges, work: context.work, decisionsCursor: () => readCursor(database, poll(platforms.catalogue)) }) },
      async start() {
        await queue.start();
        polls = platforms.all.map((platform) => schedule(`decisions-${platform.name}`, settings.decisionsEveryMs, log, () => askForDecisions(platform)));
        for (const one of polls) one.wake();
        sweeps = schedule('sweep-ledgers', settings.sweepEveryMs, log, async () => { await ledger.sweep(); });
        applications.start();
      },
      async stop() {
        await sweeps?.stop();
        await Promise.all([queue.stop(), applications.stop(), ...polls.map((one) => one.stop())]);
        platforms.close();
      },
      health: () => Promise.resolve({
        platforms: Object.fromEntries(platforms.all.map(({ name, province }) => {
          const connection = connectionOf(name);
          return [name, { profile: province.name, state: queue.stateOf(name).state, lastAnsweredAt: connection.lastAnsweredAt, lastFailureAt: connection.lastFailure?.at ?? null }];
        })),
      }),
    };
  },
});

function platformWords(now: { state: string; detail: string }): { zh: string; en: string } {
  switch (now.state) {
    case 'paused': return { zh: `省级平台停机：${now.detail}，上报暂存，结束后自动补报`, en: 'The platform is closed for maintenance; what is due is held and told afterwards' };
    case 'down': return { zh: `省级平台不通，上报暂存，恢复后自动补报（${now.detail}）`, en: `The platform does not answer; what is due is held and told when it does (${now.detail})` };
    case 'draining': return { zh: '省级平台已恢复，正在按约定速度补报', en: 'The platform is back; what was held is told at the agreed rate' };
    default: return { zh: '省级平台上报已恢复正常', en: 'The platform is served as usual again' };
  }
}

/** The platforms of the file, or the one of the single settings. A wrong profile is a wrong setting: the service does not start and says everything. */
async function platformsFrom(settings: z.infer<typeof settingsSchema>, clock: Parameters<typeof openPlatforms>[0]['clock'], onExchange: (name: string, exchange: Exchange) => void): Promise<Platforms> {
  const { provincePlatforms, provinceUrl, provinceProfile, provinceRequesterId, provinceAppSecret } = settings;
  if (provincePlatforms !== undefined) return openPlatforms({ file: provincePlatforms, clock, onExchange });
  if (provinceUrl === undefined || provinceProfile === undefined || provinceRequesterId === undefined || provinceAppSecret === undefined) {
    const missing = Object.entries({ provinceUrl, provinceProfile, provinceRequesterId, provinceAppSecret }).filter(([, value]) => value === undefined).map(([name]) => variableName(name));
    throw new SettingsError(`配置有误，请改正后重新启动 · settings are wrong, correct them and start again:\n  ${variableName('provincePlatforms')}: 缺少 missing — ${missing.length < 4 ? `或 or ${missing.join(', ')}` : '平台清单文件 · file that lists the platforms'}`);
  }
  return openOnePlatform({ name: 'province', dialect: 'signed-rest', profile: provinceProfile, address: provinceUrl, credentials: { requesterId: provinceRequesterId, appSecret: provinceAppSecret } }, { clock, onExchange });
}
