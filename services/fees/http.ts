/**
 * The HTTP of fees, one handler an operation. Whoever may call is said in the contract; that only the bank gateway may speak
 * about payments is said here, because `service` is a role all services share.
 */
import { refusal } from '../../contracts/refusals.ts';
import type { components } from '../../contracts/fees/api.ts';
import { chinaDate } from '../../infra/clock.ts';
import { contentHash } from '../../infra/http-server.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import { answerTo } from '../../infra/runner.ts';
import type { Context } from '../../infra/runner.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { maskName } from '../../infra/mask.ts';
import { beginningOf, daysAsked, pagingOf } from '../../infra/paging.ts';
import { explained, owedOn, refundable, refusesPayment, sharesOf } from './bill.ts';
import type { BillCharge, IssuedBill } from './bill.ts';
import { CancelPayment, ConfirmPayment, OpenBill, VoidBill } from './decide.ts';
import { statementHandlers } from './day-close/http-statements.ts';
import { ledgerHandlers } from './http-ledger.ts';
import { refundHandlers } from './http-refunds.ts';
import { standardHandlers } from './http-standards.ts';
import { moneyHandlers } from './http-unidentified-money.ts';
import { reconcile, totalsOf } from './reconciliation.ts';
import { billByKey, billByPayCode, billKeyOf, pageOfBills, paymentDays } from './store.ts';
import { z } from 'zod';

const Range = z.object({ bank: z.string(), from: z.string(), to: z.string() });
const BillsQuery = z.object({ caseNumber: z.string().optional(), q: z.string().optional(), state: z.string().optional() });
const DaysQuery = z.object({ from: z.string(), to: z.string(), bank: z.string().optional() });
/** Who must know whom they serve; everybody else sees a person's name masked. */
const seesPayers = new Set(['cashier', 'window-clerk', 'service']);
const WindowBill = OpenBill.omit({ billKey: true }).extend({ caseNumber: z.string().nullable() });
const longestSpanMs = 366 * 86_400_000;
const Told = Range.extend({ amountInFen: z.number().int() });

/** What a bill answered, and whether the same request had been answered before. */
export interface Submitted { answer: Answer; known: boolean }

/** The kinds of record fees keeps. */
export interface Machines { bills: AnyMachine; standards: AnyMachine; money: AnyMachine }

/** The handlers. `bankGateways`: token subjects that may speak for banks. */
export function handlersOf(context: Context<object>, machines: Machines, bankGateways: readonly string[]): Handlers {
  const { database, clock } = context;
  const { bills } = machines;

  /** Gives a message to the bill under a pay code; `ask` is what makes a repetition the same. */
  async function submit(asked: Asked, type: string, data: unknown, ask: unknown): Promise<Submitted> {
    const payCode = asked.params['payCode'] ?? '';
    const key = await billKeyOf(database, payCode);
    if (key === null) return { answer: { refusal: refusal('unknown-bill') }, known: false };
    const settlement = await context.submit(bills, type, key, data, {
      messageId: asked.messageId ?? '', requestHash: contentHash(payCode, ask), actor: asked.actor,
    });
    return { answer: answerTo(settlement, (reply) => ({ status: 200, body: reply })), known: settlement.kind === 'settled' && settlement.known };
  }

  const mayName = (asked: Asked): boolean => asked.actor.roles.some((role) => seesPayers.has(role));
  const isBank = (asked: Asked): boolean => bankGateways.includes(asked.actor.subject);

  return {
    ...refundHandlers(context, submit, isBank), ...standardHandlers(context, machines.standards, shownCharge), ...moneyHandlers(context, machines.money, isBank), ...ledgerHandlers(context), ...statementHandlers(context, isBank, () => undefined),

    async openBill(asked) {
      const { caseNumber, ...told } = WindowBill.parse(asked.body);
      if (caseNumber === null && told.projectCode === null) return { refusal: refusal('invalid-request', { field: 'caseNumber', detail: { zh: '办件编号与项目代码至少填一项', en: 'a bill is of a case or of a project' } }) };
      // The request names the bill: sent twice, it is one.
      const billKey = `window:${contentHash(asked.actor.subject, asked.messageId ?? '').slice(0, 40)}`;
      const settlement = await context.submit(bills, 'http.open-bill', billKey, OpenBill.parse({ ...told, billKey, caseNumber: caseNumber ?? '' }), { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor });
      if (settlement.kind !== 'settled') return answerTo(settlement, () => ({ status: 200, body: null }));
      const made = await billByKey(database, billKey);
      return made ? { status: 200, body: shown(made, clock.now(), true) } : { refusal: refusal('unknown-bill') };
    },

    async showBill(asked) {
      const bill = await billByPayCode(database, asked.params['payCode'] ?? '');
      return bill ? { status: 200, body: shown(bill, clock.now(), mayName(asked)) } : { refusal: refusal('unknown-bill') };
    },

    async listBills(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      const names = mayName(asked);
      const { bills: found, next } = await pageOfBills(database, { ...BillsQuery.parse(asked.query), ...days, names }, paging);
      return { status: 200, body: { bills: found.map((bill) => shown(bill, clock.now(), names)), next } };
    },

    async listPaymentDays(asked) {
      const { from, to, bank } = DaysQuery.parse(asked.query);
      const [begins, ends] = [beginningOf(from), beginningOf(to)];
      if (!begins || !ends || ends.getTime() - begins.getTime() >= longestSpanMs) {
        return { refusal: refusal('invalid-request', { field: begins ? 'query.to' : 'query.from', detail: { zh: '日期有误，或超过 366 天', en: 'no such day, or more than 366 days' } }) };
      }
      return { status: 200, body: { days: await paymentDays(database, from, to, bank) } };
    },

    async confirmPayment(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const told = ConfirmPayment.parse(asked.body);
      const { bank, serial, amountInFen } = told;
      // Any other key would let one payment be told under two ids.
      if (asked.header('idempotency-key') !== `payment:${bank}:${serial}`) return { refusal: refusal('idempotency-key-invalid', { field: 'headers.Idempotency-Key', detail: 'payment:{bank}:{serial}' }) };
      // The bank's dates are no part of what makes it the same payment: told again tomorrow, it is still today's.
      const { answer, known } = await submit(asked, 'http.confirm-payment', told, { bank, serial, amountInFen });
      if (known && 'status' in answer) {
        const bill = await billByPayCode(database, asked.params['payCode'] ?? '');
        if (bill?.status !== 'paid' || bill.payment.bank !== bank || bill.payment.serial !== serial) {
          return { refusal: refusal('serial-already-used', { field: 'serial', detail: { zh: '该笔缴款已冲正', en: 'the payment was reversed' } }) };
        }
      }
      return answer;
    },

    async cancelPayment(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const told = CancelPayment.parse(asked.body);
      const { answer, known } = await submit(asked, 'http.cancel-payment', told, told);
      if (known && 'status' in answer) {
        const bill = await billByPayCode(database, asked.params['payCode'] ?? '');
        // Reversed once under this key, and paid anew since: a yes would not be true, and reversing the new payment was not asked.
        if (bill?.status === 'paid') {
          return { refusal: refusal('wrong-state', { field: 'headers.Idempotency-Key', detail: { zh: '该冲正请求已处理，此后又有新的缴款', en: 'this reversal was done, and the bill was paid again since' } }) };
        }
      }
      return answer;
    },

    async voidBill(asked) {
      const told = VoidBill.parse(asked.body);
      return (await submit(asked, 'http.void-bill', told, told)).answer;
    },

    async showTotals(asked) {
      const { bank, from, to } = Range.parse(asked.query);
      return { status: 200, body: await totalsOf(database, bank, from, to) };
    },

    async reconcileTotals(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const told = Told.parse(asked.body);
      const result = await reconcile(database, { ...told, id: asked.messageId ?? '', hash: asked.requestHash }, clock.now());
      return 'reason' in result ? { refusal: result } : { status: 200, body: result };
    },
  };
}

/** A bill as the contract shows it. A payer without a credit code is a person. */
function shown(bill: IssuedBill, now: Date, plain: boolean): components['schemas']['Bill'] {
  const { payCode, billKey, caseNumber, origin, projectCode, amountInFen, payer, item, department, charges, issuedAt, dueBy, reversals, refunds } = bill;
  const payment = bill.status === 'paid' ? bill.payment : null;
  const today = chinaDate(now);
  const owed = owedOn(bill, payment?.collectedOn ?? today);
  return {
    payCode, billKey, caseNumber, origin, projectCode, state: bill.status, refusesPayment: refusesPayment(bill, today), amountInFen,
    owedInFen: owed.amountInFen, lateFees: owed.lateFees.map(({ line }) => line),
    payer: plain || payer.creditCode !== null ? payer : { ...payer, name: maskName(payer.name) }, item, department,
    charges: charges.map(shownCharge), split: sharesOf(bill), issuedAt, dueBy, paidAt: payment?.settledAt ?? null, payment, reversals, refunds, refundableInFen: refundable(bill),
    voided: bill.status === 'void' ? bill.voided : null,
  };
}

/** A charge as the contract shows it, with how it comes about. */
function shownCharge(charge: BillCharge): components['schemas']['Charge'] {
  const { assessed, ...rest } = charge;
  if (!assessed) return { ...rest, explained: explained(charge), assessed: null };
  const { standard: { code, validFrom, basis, revenueItem, collectingUnit }, wanted: { measure, relief }, lines } = assessed;
  return { ...rest, explained: explained(charge), assessed: { standardCode: code, validFrom, basis, revenueItem, collectingUnit, measure, relief, lines } };
}
