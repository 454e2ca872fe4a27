// Tells the applicant each step by one text: renders it, keeps the permitted hours, hands it to the SMS gateway.
import { z } from 'zod';
import type { paths } from '../../contracts/sms-gateway/api.ts';
import { machine } from '../../infra/machine.ts';
import { inDoubt, unavailable } from '../../infra/outcome.ts';
import { defineService } from '../../infra/runner.ts';
import { HandOver, accepts, decide } from './decide.ts';
import type { Rules } from './decide.ts';
import { handlers } from './http.ts';
import { notices as noticesMigration } from './migrations/0001-notices.ts';
import { kinds } from './migrations/0002-kinds.ts';
import { readPermittedHours } from './permitted-hours.ts';
import { Notice, departmentOf, noticeStates } from './states.ts';
import { openNoticeStore } from './store.ts';

const settings = z.object({
  smsGatewayUrl: z.url().describe('短信网关地址 · address of the SMS gateway'),
  textSign: z.string().regex(/^[^【】\s]{1,16}$/u).describe('短信签名，不含【】，须在运营商备案 · sign of the texts without brackets, registered with the carrier'),
  textHours: z.string().refine((text) => readPermittedHours(text) !== null, '应为 08:00-21:00 的形式 · must look like 08:00-21:00')
    .default('08:00-21:00').describe('允许发送的时段（北京时间）· hours in which texts may go out, China time'),
  legalNoticesAnyHour: z.enum(['true', 'false']).default('true').describe('依法告知（补正、不予受理、不予许可）是否不受时段限制 · whether legal notices go out at any hour'),
});

/** Refusals that say something about us, not about the text: a person mends the token or the address, then it goes. */
const OUR_OWN_FAULT = new Set(['not-signed-in', 'wrong-role', 'not-found', 'unknown']);

/** Notices by text. */
export const service = defineService({
  name: 'notify',
  settings,
  migrations: [noticesMigration, kinds],
  build(context) {
    const { settings: set, database, clock, log } = context;
    const hours = readPermittedHours(set.textHours);
    if (hours === null) throw new Error('HUB_TEXT_HOURS');
    const rules: Rules = { sign: set.textSign, hours, legalNoticesAnyHour: set.legalNoticesAnyHour === 'true' };
    const gateway = context.client<paths>(set.smsGatewayUrl, 5_000);

    const notices = machine({
      name: 'notices',
      states: noticeStates,
      accepts,
      record: Notice,
      columns: (notice) => ({ case_number: notice.caseNumber, kind: notice.kind, department: departmentOf(notice) }),
      gather: async () => ({ rules }),
      decide,
      calls: {
        'hand-over': {
          // The gateway knows a text by its id: asking again cannot send it again.
          repeatable: true,
          target: 'sms-gateway',
          timeoutMs: 6_000,
          perform: async (data) => {
            const order = HandOver.safeParse(data);
            if (!order.success) return inDoubt('unreadable order');
            const { textKey, mobile, text, caseNumber } = order.data;
            const outcome = await gateway.call('put', '/texts/{textId}', { path: { textId: textKey }, body: { mobile, text, caseNumber } });
            if (outcome.kind === 'refused' && OUR_OWN_FAULT.has(outcome.reason)) {
              log.error({ caseNumber, reason: outcome.reason }, 'the SMS gateway does not know us; texts wait until this is mended');
              return unavailable(outcome.reason, 30_000);
            }
            return outcome;
          },
        },
      },
    });
    return { machines: [notices], handlers: handlers(openNoticeStore(database), clock) };
  },
});
