/**
 * intake 收件: owns the case and is the only place where the whole process can be read (decide.ts). Commands the
 * capabilities, tells the province, texts the applicant; closes nothing without its certificate.
 */
import { z } from 'zod';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import type { paths as ProvincePaths } from '../../contracts/province-gateway/api.ts';
import { chinaDate } from '../../infra/clock.ts';
import { machine } from '../../infra/machine.ts';
import { done, inDoubt, type Outcome } from '../../infra/outcome.ts';
import { projectFile } from '../../infra/project-file.ts';
import { defineService } from '../../infra/runner.ts';
import { readNotices } from './calendar/notices.ts';
import { caseLine, caseLines } from './case-line.ts';
import { CaseRecord } from './case.ts';
import { accepts, decide, type Facts } from './decide.ts';
import { handlersOf } from './http.ts';
import { offeredItems } from './offered-item.ts';
import { caseStates } from './states.ts';
import { migrations, openFileKinds, openOffers } from './store.ts';
import { workingCalendar } from './working-days.ts';

const settings = z.object({
  provinceGatewayUrl: z.url().describe('省级平台网关地址 · address of the province gateway'),
  feesUrl: z.url().optional().describe('收费服务地址；事项按收费标准计费时必填 · address of fees, needed where items are charged by registered standards'),
  queryPasswordSecret: z.string().min(16).describe('查询密码的密钥；更换后旧回执的查询密码失效 · secret behind the query passwords; changing it ends those on old receipts'),
  documentPrefix: z.string().min(1).default('园审批').describe('决定书文号前缀 · prefix of decision numbers'),
});
export type IntakeSettings = z.infer<typeof settings>;

const PushRequest = z.object({ caseNumber: z.string(), sequence: z.number().int(), step: z.record(z.string(), z.unknown()) });
const InquireRequest = z.object({ caseNumber: z.string(), sequence: z.number().int(), revision: z.number().int().default(1) });
const pushTimeoutMs = 8_000;

export const service = defineService({
  name: 'intake',
  settings,
  migrations,
  build(context) {
    const province = context.client<ProvincePaths>(context.settings.provinceGatewayUrl, pushTimeoutMs - 500);
    const { feesUrl } = context.settings;
    const fees = feesUrl === undefined ? null : context.client<FeesPaths>(feesUrl, 4_000);
    const calendar = workingCalendar(readNotices(projectFile('services', 'intake', 'calendar')));
    const offers = openOffers();
    const files = openFileKinds();

    const cases = machine({
      name: 'cases', states: caseStates, record: CaseRecord, accepts, decide,
      // Two thirds of a case are settled when it is received; some twenty steps follow.
      lasting: ['item', 'projectName', 'applicant', 'contact', 'materials', 'answers', 'letter'],
      line: { table: caseLines, of: caseLine },
      async gather(message, record, { transaction, serials, now }): Promise<Omit<Facts, 'now'>> {
        switch (message.type) {
          case 'http.register':
            return { calendar, ...await offers.find(transaction, message.data.itemCode, now), files: await files.find(transaction, message.data.materials.map((m) => m.sha256)) };
          case 'http.accept':
          case 'http.ask-supplement':
          case 'reminder.deemed-acceptance':
            return record ? { calendar, ...await offers.find(transaction, record.item.code, now) } : { calendar };
          case 'http.supply':
            return { calendar, ...(record ? await offers.find(transaction, record.item.code, now) : {}), files: await files.find(transaction, message.data.materials.map((m) => m.sha256)) };
          case 'http.decide': {
            if (record?.status !== 'reviewed') return { calendar };
            const year = chinaDate(now).slice(0, 4);
            return { calendar, documentNumber: `${context.settings.documentPrefix}许决〔${year}〕${await serials.next(`decision/${year}`)}号` };
          }
          default: return { calendar };
        }
      },
      calls: {
        'push-step': {
          // The gateway keeps what it has taken; whether it has is asked about, never guessed.
          repeatable: false, target: 'province-gateway', timeoutMs: pushTimeoutMs,
          async perform(data): Promise<Outcome> {
            const { caseNumber, sequence, step } = PushRequest.parse(data);
            const answer = await province.call('put', '/cases/{caseNumber}/steps/{sequence}', { path: { caseNumber, sequence }, body: step as never });
            return answer.kind === 'done' ? done({ held: 'state' in answer.value }) : answer;
          },
        },
        'inquire-step': {
          repeatable: true, target: 'province-gateway', timeoutMs: pushTimeoutMs,
          async perform(data): Promise<Outcome> {
            const { caseNumber, sequence, revision } = InquireRequest.parse(data);
            const answer = await province.call('get', '/cases/{caseNumber}/steps/{sequence}', { path: { caseNumber, sequence } });
            if (answer.kind === 'done') return done({ known: answer.value.revision === undefined || answer.value.revision >= revision, held: 'state' in answer.value });
            if (answer.kind === 'refused') return answer.reason === 'not-found' ? done({ known: false }) : answer;
            return answer.kind === 'in-doubt' ? inDoubt(answer.detail) : answer;
          },
        },
      },
    });
    return { machines: [cases, offeredItems], handlers: handlersOf(context, cases, calendar, fees) };
  },
});
