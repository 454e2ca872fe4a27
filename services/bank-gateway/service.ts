/**
 * bank-gateway 银行网关: banks' front-ends connect here, each in its own dialect; fees answers behind it.
 * It keeps nothing of its own but the record of exchanges: killed at any moment, the bank asks again and fees knows.
 */
import { z } from 'zod';
import type { paths } from '../../contracts/fees/api.ts';
import { freshId } from '../../infra/chance.ts';
import { defineService } from '../../infra/runner.ts';
import type { Exchange } from './exchange.ts';
import { fiscalConfirmations, type FiscalFees } from './fiscal-confirmations.ts';
import { FiscalLinkJson, openFiscalLink } from './fiscal-link.ts';
import type { FiscalListener } from './fiscal-port.ts';
import { openReceipts } from './fiscal-receipts.ts';
import { fiscalHandlers, type Fiscal } from './http-fiscal.ts';
import { feesPort } from './fees-port.ts';
import { handlersOf } from './http.ts';
import { Listeners, openListener, profilesOf } from './listeners.ts';
import type { NamedListener } from './listeners.ts';
import { fiscal as fiscalTables } from './migrations/0001-fiscal.ts';

export const service = defineService({
  name: 'bank-gateway',
  settings: z.object({
    feesUrl: z.url().describe('收费服务地址 · address of fees'),
    feesTimeoutMs: z.coerce.number().int().min(10).max(29_000).default(5_000).describe('等待收费服务答复的时间（毫秒）· how long fees may take, ms'),
    listeners: Listeners.describe('银行接入口，JSON 列表（见 listeners.ts）· JSON list of listeners, see listeners.ts'),
    fiscalLink: FiscalLinkJson.optional().describe('财政平台连接，JSON（见 fiscal-link.ts）；不填则不接入 · fiscal platform, JSON, see fiscal-link.ts; none when left out'),
  }),
  migrations: [fiscalTables],
  putBackByTwo: true,
  build(context) {
    const { settings, clock, log, exchanges, database } = context;
    const port = feesPort(context.client<paths>(settings.feesUrl, settings.feesTimeoutMs), (reason) => {
      log.error({ reason }, 'fees refused for a reason that is no rule: check token, contract and address');
    });
    const profiles = profilesOf(settings.listeners);
    const listeners: NamedListener[] = [];
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

    return {
      handlers: { ...handlersOf(context, () => [...listeners, ...(fiscalListener && fiscal ? [asListener(fiscal.platform.adapter, fiscalListener)] : [])]), ...fiscalHandlers(() => fiscal) },
      async start() {
        if (settings.fiscalLink) {
          const alarm = (what: string, detail: Readonly<Record<string, string>>): void => { log.error(detail, what); };
          const { confirmed, records } = fiscalConfirmations(context.client(settings.feesUrl, settings.feesTimeoutMs) satisfies FiscalFees, database, alarm);
          const link = await openFiscalLink(settings.fiscalLink, { confirmed, now: () => clock.now(), freshId, alarm, witness: (talk) => { exchanges.record(talk); } });
          fiscal = { platform: link.platform, records, receipts: openReceipts(database, link.platform, { now: () => clock.now(), burntAtMost: settings.fiscalLink.burntAtMost, alarm }) };
          fiscalListener = link.listener;
          log.info({ profile: link.platform.adapter, platform: link.platform.target, port: fiscalListener?.port ?? null }, 'connected to the fiscal platform');
        }
        for (const [one, profile] of profiles) {
          const listener = await openListener(one, profile, {
            port, clock, freshId, witness: (exchange) => witness(profile.name, exchange), alarm: (what, error) => log.error({ error }, what),
          });
          listeners.push(listener);
          log.info({ profile: profile.name, host: listener.host, port: listener.port }, 'listening for banks');
        }
      },
      async stop() {
        await Promise.all([...listeners.splice(0).map((listener) => listener.stop()), fiscalListener?.stop()]);
      },
      health: async () => ({ listeners: listeners.length }),
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
