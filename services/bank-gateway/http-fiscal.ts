/**
 * The contract's fiscal part over a platform. A handler hands the ask on and says its outcome in HTTP, where the four outcomes keep their
 * meaning: 200 done, 4xx refused, 503 surely not happened, 504 perhaps happened.
 */
import { z } from 'zod';
import { isRefusalReason, refusal } from '../../contracts/refusals.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { Outcome } from '../../infra/outcome.ts';
import { problem } from '../../infra/problem.ts';
import type { FiscalNotice, FiscalPayment, FiscalPlatform } from './fiscal-port.ts';
import type { Receipts } from './fiscal-receipts.ts';

/** What is there once a platform is connected. */
export interface Fiscal {
  readonly platform: FiscalPlatform;
  readonly receipts: Receipts;
}

/** Each outcome as the contract wants it. The detail carries codes and field names only, never a value. */
function answerOf<Value>(outcome: Outcome<Value>, shown: (value: Value) => Answer): Answer {
  switch (outcome.kind) {
    case 'done': return shown(outcome.value);
    case 'refused': return { refusal: refusal(isRefusalReason(outcome.reason) ? outcome.reason : 'upstream-refused', { detail: outcome.detail }) };
    case 'unavailable':
      return { problem: problem(503, 'fiscal-unavailable', `财政平台暂时无法办理，请稍后重试：${outcome.detail}`, `The fiscal platform is not available; nothing happened there, try again later: ${outcome.detail}`) };
    case 'in-doubt':
      return { problem: problem(504, 'fiscal-in-doubt', `财政平台是否办理不能确定，请先查询再决定：${outcome.detail}`, `It is not known whether the fiscal platform has done it: ask before doing anything: ${outcome.detail}`) };
  }
}
const json = (body: unknown): Answer => ({ status: 200, body });

const party = z.object({ code: z.string(), name: z.string() });
const Notice = z.object({
  caseNumber: z.string(), billedOn: z.string(), collectingUnit: party, payer: z.object({ name: z.string(), creditCode: z.string().nullable(), mobile: z.string().optional() }),
  amountInFen: z.number().int(), principalInFen: z.number().int(), lateFeeInFen: z.number().int(), memo: z.string(),
  lines: z.array(z.object({ revenueItem: z.string().nullable(), name: z.string(), amountInFen: z.number().int(), unit: z.string(), quantity: z.number().int(), standard: z.string() })),
}).transform(({ payer: { name, creditCode, mobile }, ...rest }): FiscalNotice => ({ ...rest, payer: { name, creditCode, ...(mobile === undefined ? {} : { mobile }) } }));
const Payment: z.ZodType<FiscalPayment> = z.object({ amountInFen: z.number().int(), confirmedOn: z.string(), confirmedAt: z.string(), serial: z.string(), payMode: z.string() });

/** The handlers; `fiscal` is null where no platform is connected. */
export function fiscalHandlers(fiscal: () => Fiscal | null): Handlers {
  const connected = (serve: (asked: Asked, fiscal: Fiscal, payCode: string) => Promise<Answer>) => async (asked: Asked): Promise<Answer> => {
    const there = fiscal();
    return there ? serve(asked, there, asked.params['payCode'] ?? '') : { refusal: refusal('not-configured', { detail: 'HUB_FISCAL_LINK' }) };
  };
  return {
    pushFiscalNotice: connected(async (asked, { platform }, payCode) => {
      const notice = Notice.parse(asked.body);
      // What does not add up would be a receipt over another amount than was paid.
      if (notice.principalInFen + notice.lateFeeInFen !== notice.amountInFen) return { refusal: refusal('amount-differs', { field: 'amountInFen' }) };
      return answerOf(await platform.push(payCode, notice), json);
    }),
    voidFiscalNotice: connected(async (asked, { platform }, payCode) => answerOf(await platform.void(payCode, Notice.parse(asked.body)), () => json({ payCode, state: 'void' }))),
    showFiscalNotice: connected(async (_asked, { platform }, payCode) => answerOf(await platform.standing(payCode), (standing) => json({ payCode, ...standing }))),
    takeFiscalReceipt: connected(async (asked, { receipts }, payCode) => {
      const { notice, payment } = z.object({ notice: Notice, payment: Payment }).parse(asked.body);
      return answerOf(await receipts.take(payCode, notice, payment), json);
    }),
    showFiscalReceipt: connected(async (_asked, { receipts }, payCode) => json({ payCode, ...(await receipts.story(payCode)) })),
    releaseReceiptNumber: connected(async (asked, { receipts }, payCode) => {
      const { note } = z.object({ note: z.string() }).parse(asked.body);
      return json({ payCode, released: await receipts.release(payCode, asked.actor.subject, note) });
    }),
    showFiscalReceiptDocument: connected(async (_asked, { receipts }, payCode) => answerOf(await receipts.document(payCode), ({ bytes, mediaType }) => ({ status: 200, bytes, mediaType, headers: { 'cache-control': 'no-store' } }))),
  };
}
