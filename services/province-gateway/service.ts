/**
 * province-gateway 省级平台网关: the only place that knows how the province's system is spoken to. Stateless but for what it keeps
 * as evidence: every talk (masked), and which decisions from above it has stated.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { paths as CataloguePaths } from '../../contracts/catalogue/api.ts';
import type { paths as IntakePaths } from '../../contracts/intake/api.ts';
import { derivedId } from '../../infra/chance.ts';
import { SettingsError } from '../../infra/config.ts';
import { hostOf } from '../../infra/link-state.ts';
import { machine } from '../../infra/machine.ts';
import { defineService } from '../../infra/runner.ts';
import { schedule, type Scheduled } from '../../infra/schedule.ts';
import { connectSignedRest } from './adapters/signed-rest/adapter.ts';
import { parseProfile, type Profile } from './adapters/signed-rest/profile.ts';
import { ProfileError } from './mapping/profile.ts';
import { openApplications } from './applications.ts';
import { intakePort } from './application-taking.ts';
import { accepts, decide, StatedDecision } from './decide.ts';
import { handlers, note, untried } from './http.ts';
import { decisionStates } from './states.ts';
import { migrations, readCursor, writeCursor } from './store.ts';

const POLL = 'upstream-decisions';

export const service = defineService({
  name: 'province-gateway',
  settings: z.object({
    provinceUrl: z.url().describe('省级平台网关地址 · address of the province\'s gateway'),
    provinceProfile: z.string().min(1).describe('省级平台配置文件 · profile file of the province (JSON)'),
    provinceRequesterId: z.string().min(1).describe('省级平台分配的请求者标识 · requester id (rid) issued by the province'),
    provinceAppSecret: z.string().min(8).describe('省级平台分配的签名密钥 · secret the calls are signed with'),
    decisionsEveryMs: z.coerce.number().int().min(100).max(3_600_000).default(2_000).describe('查询上级决定的间隔（毫秒） · how often to ask for decisions from above, in ms'),
    intakeUrl: z.url().optional().describe('收件服务地址；不填则不接收网上申请 · address of intake; without it no portal is asked for applications'),
    catalogueUrl: z.url().optional().describe('事项目录服务地址；不填则不提示相近事项 · address of the catalogue; without it no item is suggested'),
    applicationsEveryMs: z.coerce.number().int().min(100).max(3_600_000).default(5_000).describe('查询网上申请的间隔（毫秒） · how often to ask the portals for applications, in ms'),
  }),
  migrations,
  build(context) {
    const { settings, clock, log, database, exchanges } = context;
    const connection = untried();
    const profile = profileFrom(settings.provinceProfile);
    const province = connectSignedRest({
      baseUrl: settings.provinceUrl, requesterId: settings.provinceRequesterId, appSecret: settings.provinceAppSecret, profile, clock,
      onExchange(exchange) {
        note(connection, exchange, clock.now().toISOString());
        // A poll that found nothing new is no evidence of anything, and there are thousands a day.
        if (exchange.operation !== 'decisions' || exchange.outcome !== 'done') exchanges.record({ target: 'province', ...exchange });
      },
    });
    const decisions = machine({ name: 'upstream_decisions', states: decisionStates, accepts, record: StatedDecision, decide });

    const applications = openApplications(context, {
      platforms: new Map([[profile.name, province]]), everyMs: settings.applicationsEveryMs,
      intake: settings.intakeUrl === undefined ? null : intakePort(context.client<IntakePaths>(settings.intakeUrl, 10_000), clock),
      catalogue: settings.catalogueUrl === undefined ? null : context.client<CataloguePaths>(settings.catalogueUrl, 5_000),
    });

    let poll: Scheduled | undefined;
    async function askForDecisions(): Promise<void> {
      for (let more = true; more;) {
        const page = await province.upstreamDecisions(await readCursor(database, POLL));
        if (page.kind !== 'done') { log.warn({ outcome: page.kind, detail: page.kind === 'refused' ? page.reason : page.detail }, 'decisions from above could not be asked for'); return; }
        await Promise.all(page.value.decisions.map((found) => context.submit(decisions, 'poll.decision-found', found.decisionId, found, { messageId: derivedId('province-gateway/upstream_decisions', found.decisionId, 0) })));
        if (page.value.decisions.length > 0) await writeCursor(database, POLL, page.value.cursor, clock.now());
        more = page.value.more;
      }
    }
    return {
      machines: [decisions, applications.machine],
      handlers: { ...applications.handlers, ...handlers({ province, adapter: 'signed-rest', target: hostOf(settings.provinceUrl), connection, exchanges, work: context.work, decisionsCursor: () => readCursor(database, POLL) }) },
      start() {
        poll = schedule('upstream-decisions', settings.decisionsEveryMs, log, askForDecisions);
        poll.wake();
        applications.start();
        return Promise.resolve();
      },
      async stop() {
        await poll?.stop();
        await applications.stop();
        province.close();
      },
      health: () => Promise.resolve({ province: { profile: profile.name, lastAnsweredAt: connection.lastAnsweredAt, lastFailureAt: connection.lastFailure?.at ?? null } }),
    };
  },
});

/** A profile that cannot be read is a wrong setting like any other: the service does not start and says everything that is wrong. */
function profileFrom(file: string): Profile {
  try {
    return parseProfile(JSON.parse(readFileSync(file, 'utf8')), file);
  } catch (error) {
    if (error instanceof ProfileError) throw new SettingsError(error.message);
    throw new SettingsError(`HUB_PROVINCE_PROFILE: 文件不存在或不是 JSON · the file is missing or not JSON: ${file}`);
  }
}
