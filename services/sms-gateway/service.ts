// The gateway to the carrier of texts: takes a text over HTTP, sends it once, states what the carrier reports.
import { z } from 'zod';
import { freshId } from '../../infra/chance.ts';
import { elapsedMs } from '../../infra/clock.ts';
import { machine } from '../../infra/machine.ts';
import { inDoubt, unavailable } from '../../infra/outcome.ts';
import { defineService } from '../../infra/runner.ts';
import { schedule } from '../../infra/schedule.ts';
import type { Scheduled } from '../../infra/schedule.ts';
import { cmpp2Carrier } from './adapters/cmpp2/adapter.ts';
import { PartOrder, accepts, decide } from './decide.ts';
import type { Facts, Rules } from './decide.ts';
import { handlers } from './http.ts';
import { texts as textsMigration } from './migrations/0001-texts.ts';
import { laterExtensions } from './migrations/0002-later-extensions.ts';
import type { CarrierListener, CarrierReport } from './port.ts';
import { Text, textStates } from './states.ts';
import { openTextStore } from './store.ts';

const milliseconds = z.coerce.number().int().positive();

const settings = z.object({
  carrierHost: z.string().min(1).describe('运营商网关地址 · address of the carrier’s gateway'),
  carrierPort: z.coerce.number().int().min(1).max(65535).default(7890).describe('运营商网关端口 · its port (7890 for long connections)'),
  carrierEnterprise: z.string().regex(/^[\x21-\x7e]{1,6}$/).describe('企业代码 SP_Id · enterprise id, also Msg_src'),
  carrierSecret: z.string().min(1).describe('共享密钥 · secret shared with the carrier'),
  carrierServiceCode: z.string().regex(/^\d{3,18}$/).describe('服务代码，Src_Id 的前段 · service code, the front of Src_Id'),
  carrierServiceId: z.string().max(10).default('').describe('业务代码 Service_Id · as agreed with the carrier'),
  carrierWindow: z.coerce.number().int().min(1).max(200).default(16).describe('滑动窗口 W · submits unanswered at once'),
  carrierResponseMs: milliseconds.default(60_000).describe('应答超时 T（毫秒）· how long an answer may take'),
  carrierActiveTestMs: milliseconds.default(180_000).describe('链路检测间隔 C（毫秒）· silence after which the link is tested'),
  carrierTries: z.coerce.number().int().min(1).max(10).default(3).describe('重试次数 N · unanswered tests before the link counts as dead'),
  carrierReconnectMinMs: milliseconds.default(1_000).describe('重连最短间隔（毫秒）· shortest pause before reconnecting'),
  carrierReconnectMaxMs: milliseconds.default(30_000).describe('重连最长间隔（毫秒）· longest pause before reconnecting'),
  carrierFlowPauseMs: milliseconds.default(1_000).describe('流量控制后的停顿（毫秒）· pause after the carrier said slow down (8)'),
  carrierGatewayCheck: z.enum(['off', 'warn', 'enforce']).default('warn').describe('核对网关的 AuthenticatorISMG · check the gateway’s own proof'),
  extensionDigits: z.coerce.number().int().min(4).max(10).default(8).describe('扩展号码位数，须够报告时限内不重复 · digits behind the service code; must not come round within the time for reports'),
  reportWaitMs: milliseconds.default(72 * 3_600_000).describe('运营商状态报告时限（毫秒）· the carrier’s time for reports'),
  resendTimes: z.coerce.number().int().min(0).max(5).default(1).describe('是否发出不明的短信，逾时后可再发几次 · how often a text in doubt may go out again after that time'),
  linkSettleMs: milliseconds.default(600_000).describe('链路须已连通多久，无报告才作数（毫秒）· how long the link must have been up before silence counts'),
  stateSent: z.enum(['true', 'false']).default('false').describe('是否另发 text-sent 事件 · whether text-sent is stated too'),
});

/** Overdue texts looked at in one go; the rest comes with the next. */
const SWEEP_LIMIT = 500;

/** The SMS gateway. */
export const service = defineService({
  name: 'sms-gateway',
  settings,
  migrations: [textsMigration, laterExtensions],
  build(context) {
    const { settings: set, clock, log, serials, exchanges, database } = context;
    if (set.carrierServiceCode.length + set.extensionDigits > 20) throw new Error('HUB_CARRIER_SERVICE_CODE + HUB_EXTENSION_DIGITS: Src_Id 最多 20 位 · at most 20 digits together');
    const store = openTextStore(database);
    const carrier = cmpp2Carrier(
      {
        host: set.carrierHost, port: set.carrierPort, sourceAddress: set.carrierEnterprise, secret: set.carrierSecret,
        serviceCode: set.carrierServiceCode, serviceId: set.carrierServiceId, windowSize: set.carrierWindow, responseMs: set.carrierResponseMs,
        activeTestMs: set.carrierActiveTestMs, tries: set.carrierTries, reconnectMinMs: set.carrierReconnectMinMs, reconnectMaxMs: set.carrierReconnectMaxMs,
        flowPauseMs: set.carrierFlowPauseMs, stopMs: 2_000, gatewayCheck: set.carrierGatewayCheck,
      },
      { clock, note: ({ level, code, detail }) => { log[level]({ note: code, ...detail }, 'carrier link'); } },
    );
    const rules: Rules = { reportWaitMs: set.reportWaitMs, resendTimes: set.resendTimes, linkSettleMs: set.linkSettleMs, stateSent: set.stateSent === 'true' };

    // A report we could not commit (the database away) comes again in its time; until then silence says nothing.
    let lastNotTaken = new Date(0);
    const linkUpMs = (now: Date): number | null => {
      const state = carrier.state();
      return state.phase === 'up' ? now.getTime() - Math.max(state.since.getTime(), lastNotTaken.getTime()) : null;
    };

    const texts = machine({
      name: 'texts',
      states: textStates,
      accepts,
      record: Text,
      columns: (text) => ({ first_extension: text.attempts[0]?.extension ?? null }),
      async gather(message, text, { now }): Promise<Omit<Facts, 'now'>> {
        const words = text?.text ?? (message.type === 'http.send-text' ? message.data.text : '');
        const mayGoOut = (message.type === 'http.send-text' && text === undefined) || (message.type === 'sweep.report-overdue' && text?.status === 'in-doubt');
        const serial = mayGoOut ? await serials.next('extension') : 0;
        return {
          extension: String(serial % 10 ** set.extensionDigits).padStart(set.extensionDigits, '0'),
          partCount: mayGoOut || message.type === 'http.send-text' ? carrier.countParts(words) : 0,
          linkUpMs: linkUpMs(now),
          rules,
        };
      },
      decide,
      calls: {
        submit: {
          // A second SUBMIT is a second text: a lost answer is made good by the report, never by repeating.
          repeatable: false,
          target: 'carrier',
          // Once for room in the window, once for the answer.
          timeoutMs: 2 * set.carrierResponseMs + 1_000,
          perform: async (data) => {
            const parsed = PartOrder.safeParse(data);
            if (!parsed.success) return inDoubt('unreadable order');
            const order = parsed.data;
            if (order.attempt > 1) {
              try {
                await store.keepLater(order.extension, order.textId, clock.now());
              } catch {
                return unavailable('database away');
              }
            }
            store.remember(order.extension, order.textId);
            const startedMs = elapsedMs();
            const outcome = await carrier.submit(order);
            exchanges.record({
              target: 'carrier', operation: 'submit', caseNumber: order.caseNumber, request: `ext ${order.extension} part ${order.part}`,
              answer: outcome.kind === 'done' ? outcome.value.carrierId : outcome.detail, outcome: outcome.kind, tookMs: elapsedMs() - startedMs,
            });
            return outcome;
          },
        },
      },
    });

    const take = async (report: CarrierReport): Promise<void> => {
      const textId = await store.textOf(report.extension);
      if (textId === undefined) {
        log.warn({ extension: report.extension, code: report.code }, 'report under digits we do not know');
        return store.keepStray(report, clock.now());
      }
      // The carrier may bring the same report twice, on any connection: the word of one part is one message. Msg_Id holds
      // no year, so our digits stand beside it.
      await context.submit(texts, 'carrier.reported', textId, { ...report, textId, doneAt: report.doneAt?.toISOString() ?? null }, {
        messageId: `report.${report.extension}.${report.carrierId}.${report.code}`.slice(0, 64),
      });
    };
    const listener: CarrierListener = {
      async reported(report) {
        try {
          await take(report);
        } catch (error) {
          lastNotTaken = clock.now();
          throw error;
        }
      },
      async answeredLate(answer) {
        const textId = await store.textOf(answer.extension);
        if (textId === undefined) return;
        await context.submit(texts, 'carrier.answered-late', textId, { ...answer, textId }, { messageId: `late.${answer.extension}.${answer.part}` });
      },
      replied: (reply) => store.keepReply(reply, clock.now()),
    };

    // A sweep instead of a reminder for each text: nearly all are reported within seconds, and a reminder would cost each of
    // them one more transaction three days later.
    const sweepMs = Math.min(60_000, Math.max(250, set.reportWaitMs / 10));
    const sweepOverdue = async (): Promise<void> => {
      const now = clock.now();
      if ((linkUpMs(now) ?? 0) < set.linkSettleMs) return;
      const overdue = await store.overdue(new Date(now.getTime() - set.reportWaitMs), SWEEP_LIMIT);
      await Promise.all(overdue.map((textId) => context.submit(texts, 'sweep.report-overdue', textId, { textId }, { messageId: `overdue.${freshId()}` })));
    };
    let sweep: Scheduled | undefined;

    return {
      machines: [texts],
      handlers: handlers({ carrier, store, exchanges, work: context.work, target: `${set.carrierHost}:${String(set.carrierPort)}`, submit: (text, from) => context.submit(texts, 'http.send-text', text.textId, text, from) }),
      start: async () => {
        carrier.start(listener);
        sweep = schedule('overdue reports', sweepMs, log, sweepOverdue);
      },
      stop: async () => {
        await sweep?.stop();
        await carrier.stop();
      },
      health: async () => ({ link: carrier.state().phase }),
    };
  },
});
