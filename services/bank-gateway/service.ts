/**
 * bank-gateway 银行网关: banks' front-ends connect here, each in its own dialect; fees answers behind it.
 * It keeps nothing of its own but the record of exchanges and of files seen: killed at any moment, the bank asks again and fees knows.
 */
import { z } from 'zod';
import type { paths } from '../../contracts/fees/api.ts';
import { freshId } from '../../infra/chance.ts';
import { defineService } from '../../infra/runner.ts';
import { openDailyFiles } from './daily-files/daily-files.ts';
import { DailyFeeds, feedsOf, openFolder } from './daily-files/feeds.ts';
import { statementsPort } from './daily-files/statements-port.ts';
import { openDailyFileStore } from './daily-files/store.ts';
import type { Exchange } from './exchange.ts';
import { fiscalConfirmations, type FiscalFees } from './fiscal-confirmations.ts';
import { FiscalLinkJson, openFiscalLink } from './fiscal-link.ts';
import type { FiscalListener } from './fiscal-port.ts';
import { openReceipts } from './fiscal-receipts.ts';
import { fiscalHandlers, type Fiscal } from './http-fiscal.ts';
import { hearingOf, openChannel, PaymentChannelSetting } from './channel.ts';
import { channelHandlers } from './channel-http.ts';
import { channelFolders } from './channel-statements.ts';
import type { ChannelDoor, ChannelTalk, PaymentChannel } from './channel-port.ts';
import { feesPort, reportMoney } from './fees-port.ts';
import { handlersOf } from './http.ts';
import { Listeners, openListener, profilesOf } from './listeners.ts';
import { payCodeFormOf } from './pay-code-room.ts';
import type { BankLine, NamedListener } from './listeners.ts';
import { lineHandlers } from './lines-http.ts';
import { fiscal as fiscalTables } from './migrations/0001-fiscal.ts';
import { dailyFiles } from './migrations/0002-daily-files.ts';
import { receiptClaims } from './migrations/0003-receipt-claims.ts';
import { ownRecord } from './migrations/0004-own-record.ts';
import { unreadNames } from './migrations/0005-unread-names.ts';

export const service = defineService({
  name: 'bank-gateway',
  settings: z.object({
    feesUrl: z.url().describe('收费服务地址 · address of fees'),
    feesTimeoutMs: z.coerce.number().int().min(10).max(29_000).default(5_000).describe('等待收费服务答复的时间（毫秒）· how long fees may take, ms'),
    payCodeProfile: z.string().min(1).max(300).default('division-year-30').describe('缴款码编码规则，与收费服务填写同一值；启动时核对各接入的字段宽度 · form of pay codes, the same value as of fees; widths of fields are held against it at the start'),
    listeners: Listeners.describe('银行接入口，JSON 列表（见 listeners.ts）· JSON list of listeners, see listeners.ts'),
    fiscalLink: FiscalLinkJson.optional().describe('财政平台连接，JSON（见 fiscal-link.ts）；不填则不接入 · fiscal platform, JSON, see fiscal-link.ts; none when left out'),
    dailyFiles: DailyFeeds.default([]).describe('每日文件来源，JSON 列表（见 daily-files/feeds.ts）· JSON list of where daily files are fetched, see daily-files/feeds.ts'),
    dailyFilesEverySeconds: z.coerce.number().int().min(1).max(86_400).default(300).describe('每隔多久查看一次目录（秒）· how often folders are looked into, seconds'),
    dailyFilesSpool: z.string().max(300).default('').describe('读取时暂存文件的目录；空为系统临时目录 · folder for files while they are read; empty for the system’s'),
    dailyFilesDeliveryMs: z.coerce.number().int().min(1_000).max(3_600_000).default(600_000).describe('送交一份文件最多等待的时间（毫秒）· how long fees may take for a whole file, ms'),
    paymentChannel: PaymentChannelSetting.optional().describe('支付渠道（聚合支付），JSON（见 channel.ts）；不填则没有 · payment channel, JSON, see channel.ts; none when left out'),
    channelCallers: z.string().default('fees').describe('可经支付渠道下单、退付的令牌主体，逗号分隔 · token subjects that may open and refund orders, by comma'),
  }),
  migrations: [fiscalTables, dailyFiles, receiptClaims, ownRecord, unreadNames],
  putBackByTwo: true,
  build(context) {
    const { settings, clock, log, exchanges, database } = context;
    const fees = context.client<paths>(settings.feesUrl, settings.feesTimeoutMs);
    const port = feesPort(fees, (reason) => {
      log.error({ reason }, 'fees refused for a reason that is no rule: check token, contract and address');
    });
    let channel: PaymentChannel | null = null;
    let door: ChannelDoor | null = null;
    const payCodes = payCodeFormOf(settings.payCodeProfile);
    const profiles = profilesOf(settings.listeners, payCodes);
    const files = openDailyFileStore(database);
    const feeds = feedsOf(settings.dailyFiles);
    const statementFeed = feeds.find(({ from }) => from.by === 'channel');
    const channelFiles = channelFolders(() => channel, clock, statementFeed?.daysBack ?? 7);
    const daily = openDailyFiles(feeds, {
      open: (feed) => (feed.from.by === 'channel' ? Promise.resolve(channelFiles.open()) : openFolder(feed)),
      store: files, clock, log, exchanges, spool: settings.dailyFilesSpool, statements: statementsPort(context.client<paths>(settings.feesUrl, settings.feesTimeoutMs), settings.dailyFilesDeliveryMs),
    });
    const listeners: BankLine[] = [];
    let fiscal: Fiscal | null = null;
    let fiscalListener: FiscalListener | null = null;

    function witness(adapter: string, exchange: Exchange): void {
      const { at: _at, bank, ask, answer, result, outcome, caseNumber, payCode, serial, note, tookMs } = exchange;
      exchanges.record({
        direction: 'in', target: `${adapter}/${bank ?? '-'}`, operation: ask === '' ? '-' : ask, caseNumber, outcome, tookMs,
        request: JSON.stringify({ payCode, serial }), answer: JSON.stringify({ answer, result, why: note }),
      });
      const line = { adapter, bank, ask, answer, result, payCode, serial, caseNumber, note, tookMs };
      if (outcome === 'done') log.debug(line, 'bank answered');
      else log.warn(line, outcome === 'refused' ? 'bank refused' : 'bank told to ask again');
    }

    function witnessTalk(name: string, talk: ChannelTalk): void {
      const { direction, operation, caseNumber, request, answer, outcome, tookMs } = talk;
      exchanges.record({ direction, target: name, operation, caseNumber, outcome, tookMs, request: JSON.stringify(request), answer: JSON.stringify(answer) });
      if (outcome !== 'done') log.warn({ channel: name, direction, operation, caseNumber, outcome, answer, tookMs }, 'payment channel');
    }

    return {
      handlers: { ...handlersOf(context, () => [...listeners, ...(fiscalListener && fiscal ? [asListener(fiscal.platform.adapter, fiscalListener)] : [])], daily, files), ...lineHandlers(() => listeners), ...fiscalHandlers(() => fiscal), ...channelHandlers(() => channel, new Set(settings.channelCallers.split(',').map((one) => one.trim()))) },
      async start() {
        if (settings.fiscalLink) {
          const alarm = (what: string, detail: Readonly<Record<string, string>>): void => { log.error(detail, what); };
          const { confirmed } = fiscalConfirmations(context.client(settings.feesUrl, settings.feesTimeoutMs) satisfies FiscalFees, alarm);
          const link = await openFiscalLink(settings.fiscalLink, { payCodes, confirmed, now: () => clock.now(), freshId, alarm, witness: (talk) => { exchanges.record(talk); } });
          fiscal = { platform: link.platform, receipts: openReceipts(database, link.platform, { run: context.run, now: () => clock.now(), burntAtMost: settings.fiscalLink.burntAtMost, alarm }) };
          fiscalListener = link.listener;
          log.info({ profile: link.platform.adapter, platform: link.platform.target, port: fiscalListener?.port ?? null }, 'connected to the fiscal platform');
        }
        if (settings.paymentChannel) {
          const name = `${settings.paymentChannel.profile.split('/').at(-1) ?? ''}/${settings.paymentChannel.bank}`.slice(-96);
          channel = await openChannel(settings.paymentChannel, { clock, witness: (talk) => { witnessTalk(name, talk); }, alarm: (what) => log.error({ channel: name }, what) });
          door = await channel.listen(hearingOf(port, (payment, why) => reportMoney(fees, payment, why), async ({ day, name: file, md5 }) => {
            if (!statementFeed) return 'no entry of HUB_DAILY_FILES takes the statements of the payment channel';
            channelFiles.announced(day, md5);
            const look = await daily.fetchNow(statementFeed.feed);
            const kept = await files.latest(statementFeed.feed, file);
            if (kept?.changed.startsWith(md5) && (kept.state === 'delivered' || kept.state === 'repeated')) return null;
            return look?.trouble ?? kept?.problem?.en ?? 'the statement could not be taken: see the daily files';
          }));
          log.info({ channel: name, host: door.host, port: door.port }, 'listening for notices of the payment channel');
        }
        for (const [one, profile] of profiles) {
          const listener = await openListener(one, profile, {
            port, clock, freshId, witness: (exchange) => witness(profile.name, exchange), alarm: (what, error) => log.error({ error }, what),
          });
          listeners.push(listener);
          log.info({ profile: profile.name, host: listener.host, port: listener.port }, 'listening for banks');
        }
        daily.start(settings.dailyFilesEverySeconds * 1_000);
      },
      async stop() {
        await daily.stop();
        await Promise.all([...listeners.splice(0).map((listener) => listener.stop()), fiscalListener?.stop(), door?.stop()]);
      },
      health: async () => ({ listeners: listeners.length, channelDoor: door && `${door.host}:${String(door.port)}` }),
    };
  },
});

/** The fiscal platform's way in, shown to operators as one more place where the outside connects. */
function asListener(adapter: string, listener: FiscalListener): NamedListener {
  const state = (): ReturnType<NamedListener['state']> => {
    const { connections, refusedConnections, lastExchangeAt } = listener.state();
    return { connections, refusedConnections, banks: [{ bank: 'FISCAL', lastLoginAt: null, lastExchangeAt }] };
  };
  return { adapter, host: listener.host, port: listener.port, state, stop: () => listener.stop() };
}
