/**
 * The HTTP of fees, one handler an operation. Whoever may call is said in the contract; that only the bank gateway may speak
 * about payments is said here, because `service` is a role all services share.
 */
import { typedPayCode } from '../../contracts/typed-pay-code.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import type { components } from '../../contracts/fees/api.ts';
import { derivedId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import { fileAnswer } from '../../infra/file-answer.ts';
import { contentHash } from '../../infra/http-server.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import { answerTo } from '../../infra/runner.ts';
import type { Context } from '../../infra/runner.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { maskName } from '../../infra/mask.ts';
import { beginningOf, daysAsked, pagingOf } from '../../infra/paging.ts';
import { confirmationOf, explained, isPaid, owedOn, receiptOf, refundable, refusesAsking, sharesOf, stateShown } from './bill.ts';
import type { BillCharge, IssuedBill, Payment } from './bill.ts';
import { OpenBill, VoidBill } from './decide.ts';
import { remedyOf } from './fiscal-standing.ts';
import { dayHandlers } from './day-close/http-days.ts';
import { statementHandlers } from './day-close/http-statements.ts';
import { ledgerHandlers } from './http-ledger.ts';
import { refundHandlers } from './http-refunds.ts';
import { standardHandlers } from './http-standards.ts';
import { moneyHandlers } from './http-unidentified-money.ts';
import { windowHandlers } from './http-window.ts';
import type { PayCodes } from './pay-code.ts';
import { paymentNotice, paymentSlip, type Unprintable } from './payment-notice.ts';
import { reconcile, totalsOf } from './reconciliation.ts';
import { CancelPayment, ConfirmFiscally, surplusToTakeBack } from './settlement.ts';
import { billByKey, billByPayCode, billByReceipt, billKeyOf, pageOfBills, paymentDays } from './store.ts';
import { foundMoney, moneyId } from './unidentified-money.ts';
import { z } from 'zod';

const Range = z.object({ bank: z.string(), from: z.string(), to: z.string() });
const BillsQuery = z.object({ caseNumber: z.string().optional(), q: z.string().optional(), state: z.string().optional() });
const DaysQuery = z.object({ from: z.string(), to: z.string(), bank: z.string().optional() });
/** Who must know whom they serve; everybody else sees a person's name masked. */
const seesPayers = new Set(['cashier', 'window-clerk', 'service']);
const WindowBill = OpenBill.omit({ billKey: true }).extend({ caseNumber: z.string().nullable() });
const longestSpanMs = 366 * 86_400_000;
const BankTotals = Range.extend({ amountInFen: z.number().int() });

const Refused = z.object({ refused: z.enum(['already-paid', 'bill-void', 'bill-overdue', 'amount-differs']) });
const ReceiptQuery = z.object({ code: z.string(), number: z.string(), checkCode: z.string() });

/** What a bill answered, and whether the same request had been answered before. */
export interface Submitted { answer: Answer; known: boolean }

/** A message for a bill; `same` is what makes a repetition the same. */
export interface Told { type: string; payCode: string; billKey: string; data: unknown; same: unknown; messageId: string; actor: Asked['actor']; inCompany?: boolean }

/** The kinds of record fees keeps. */
export interface Machines { bills: AnyMachine; standards: AnyMachine; money: AnyMachine; tasks: AnyMachine }

/** The handlers. `bankGateways`: token subjects that may speak for banks. `receiptFile`: the receipt as the fiscal platform made it, null where it cannot be had. */
export function handlersOf(context: Context<object>, machines: Machines, payCodes: PayCodes, bankGateways: readonly string[], receiptFile: (payCode: string) => Promise<{ mediaType: string; content: Buffer } | null>, threeWay: (day: string) => boolean): Handlers {
  const { database, clock } = context;
  const { bills } = machines;

  async function tell({ type, payCode, billKey, data, same, ...from }: Told): Promise<Submitted> {
    const settlement = await context.submit(bills, type, billKey, data, { ...from, requestHash: contentHash(payCode, same) });
    // Money the bill could not take: it is on the book of unidentified money, and the bank hears why, each time the same.
    const taken = (reply: unknown): Answer => { const spare = Refused.safeParse(reply); return spare.success ? { refusal: refusal(spare.data.refused) } : { status: 200, body: reply }; };
    return { answer: answerTo(settlement, taken), known: settlement.kind === 'settled' && settlement.known };
  }

  /** Gives a message to the bill under a pay code; `same` is what makes a repetition the same. */
  async function submit(asked: Asked, type: string, data: unknown, same: unknown): Promise<Submitted> {
    const payCode = asked.params['payCode'] ?? '';
    const mistyped = await payCodes.mistyped(payCode);
    if (mistyped) return { answer: { refusal: mistyped }, known: false };
    const billKey = await billKeyOf(database, payCode);
    if (billKey === null) return { answer: { refusal: payCodes.unknown(payCode) }, known: false };
    return tell({ type, payCode, billKey, data, same, messageId: asked.messageId ?? '', actor: asked.actor });
  }

  /** What a cashier does to a bill, answered with the bill as it stands then. */
  async function settled(asked: Asked, type: string, data: unknown): Promise<Answer> {
    const { answer } = await submit(asked, type, data, data);
    if (!('status' in answer)) return answer;
    const bill = await billByPayCode(database, asked.params['payCode'] ?? '');
    return bill ? { status: 200, body: shown(bill, clock.now(), mayName(asked)) } : { refusal: refusal('unknown-bill') };
  }

  /** A bank reverses money that stands as unidentified under this pay code; null when there is none. */
  async function takeBackSurplus(asked: Asked, told: z.infer<typeof CancelPayment>): Promise<Answer | null> {
    const payCode = asked.params['payCode'] ?? '';
    const bill = await billByPayCode(database, payCode);
    const spare = bill ? surplusToTakeBack(bill, told) : undefined;
    if (!bill || !spare) return null;
    const { bank, serial, amountInFen, workDate, collectedOn, why } = spare;
    const id = moneyId(spare);
    // A bank that heard a no while the money was being placed may ask anew.
    const messageId = (act: string): string => derivedId(`fees/${act}`, `${id} ${asked.messageId ?? ''}`, 0);
    // It may not have reached its book yet; told twice, it is there once.
    await context.submit(machines.money, 'http.found-money', id, foundMoney({ bank, serial, amountInFen, workDate, collectedOn, payCode, why }), { messageId: messageId('surplus-found') });
    const settlement = await context.submit(machines.money, 'bank.take-back', id, { serial }, { messageId: messageId('surplus-taken-back') });
    return answerTo(settlement, () => ({ status: 200, body: { payCode, caseNumber: bill.caseNumber, bank, serial, amountInFen, reversedAt: clock.now().toISOString() } }));
  }

  /** The bill a request names; why there is none, a mistyped code before anything is looked up. */
  async function billAsked(asked: Asked): Promise<IssuedBill | Refusal> {
    const payCode = asked.params['payCode'] ?? '';
    return (await payCodes.mistyped(payCode)) ?? (await billByPayCode(database, payCode)) ?? payCodes.unknown(payCode);
  }

  const mayName = (asked: Asked): boolean => asked.actor.roles.some((role) => seesPayers.has(role));
  const isBank = (asked: Asked): boolean => bankGateways.includes(asked.actor.subject);

  return {
    ...refundHandlers(context, submit, isBank), ...standardHandlers(context, machines.standards, shownCharge), ...moneyHandlers(context, machines.money, isBank, payCodes), ...ledgerHandlers(context), ...dayHandlers(context, machines.tasks, threeWay), ...statementHandlers(context, isBank, () => undefined), ...windowHandlers(context, tell, isBank, payCodes),

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
      const bill = await billAsked(asked);
      return 'reason' in bill ? { refusal: bill } : { status: 200, body: shown(bill, clock.now(), mayName(asked)) };
    },

    async listBills(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      const names = mayName(asked);
      const { q, ...rest } = BillsQuery.parse(asked.query);
      const grouped = typedPayCode(q ?? '');
      const mistyped = grouped === '' ? null : await payCodes.mistyped(grouped);
      const { bills: found, next } = await pageOfBills(database, { ...rest, q: payCodes.form.verdict(grouped) === 'fits' ? grouped : q, ...days, names }, paging);
      const hint = found.length > 0 || mistyped === null ? null : { zh: mistyped.zh, en: mistyped.en };
      return { status: 200, body: { bills: found.map((bill) => shown(bill, clock.now(), names)), next, hint } };
    },

    async showPayCodeForm() {
      const { profile: { name, title, alphabet, lengths, pattern, check }, length, words } = payCodes.form;
      return { status: 200, body: { name, title, alphabet, lengths, length, pattern, checked: check.algorithm !== 'none', words } };
    },

    async listPaymentDays(asked) {
      const { from, to, bank } = DaysQuery.parse(asked.query);
      const [begins, ends] = [beginningOf(from), beginningOf(to)];
      if (!begins || !ends || ends.getTime() - begins.getTime() >= longestSpanMs) {
        return { refusal: refusal('invalid-request', { field: begins ? 'query.to' : 'query.from', detail: { zh: '日期有误，或超过 366 天', en: 'no such day, or more than 366 days' } }) };
      }
      return { status: 200, body: { days: await paymentDays(database, from, to, bank) } };
    },

    async cancelPayment(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const told = CancelPayment.parse(asked.body);
      const { answer, known } = await submit(asked, 'http.cancel-payment', told, told);
      if (known && 'status' in answer) {
        const bill = await billByPayCode(database, asked.params['payCode'] ?? '');
        // Reversed once under this key, and paid anew since: a yes would not be true, and reversing the new payment was not asked.
        if (bill && isPaid(bill)) {
          return { refusal: refusal('wrong-state', { field: 'headers.Idempotency-Key', detail: { zh: '该冲正请求已处理，此后又有新的缴款', en: 'this reversal was done, and the bill was paid again since' } }) };
        }
      }
      // What this bank means may be money the bill never took: then it is that which it has taken back.
      if ('refusal' in answer && answer.refusal.reason === 'payment-unknown') return (await takeBackSurplus(asked, told)) ?? answer;
      return answer;
    },

    async confirmFiscally(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const told = ConfirmFiscally.parse(asked.body);
      return (await submit(asked, 'http.confirm-fiscally', told, told)).answer;
    },

    async openOrder(asked) { return settled(asked, 'http.open-order', { offline: true, ...Object(asked.body) }); },
    async enterCounterPayment(asked) { return settled(asked, 'http.enter-counter-payment', asked.body); },
    async takeBack(asked) { return settled(asked, 'http.take-back', asked.body); },

    async showNotice(asked) {
      const bill = await billAsked(asked);
      return 'reason' in bill ? { refusal: bill } : sheet(await paymentNotice(bill, chinaDate(clock.now())));
    },
    async showReceipt(asked) {
      const bill = await billAsked(asked);
      if ('reason' in bill) return { refusal: bill };
      const made = bill.status === 'receipted' ? await receiptFile(bill.payCode) : null;
      if (made) return named(fileAnswer(made), 'receipt');
      const slip = await paymentSlip(bill);
      return slip ? sheet(slip, 'slip') : { refusal: refusal('payment-unknown') };
    },

    async takeReceipt(asked) { return (await submit(asked, 'http.take-receipt', {}, {})).answer; },

    async checkReceipt(asked) {
      const { code, number, checkCode } = ReceiptQuery.parse(asked.query);
      const bill = await billByReceipt(database, code, number);
      // A wrong check code is told like an unknown number: nobody shall find out numbers by trying.
      if (bill?.status !== 'receipted' || bill.receipt.checkCode.toLowerCase() !== checkCode.toLowerCase()) return { status: 200, body: { genuine: false, receipt: null } };
      const { payer, payment, item, receipt, refunds } = bill;
      const refundedInFen = refunds.reduce((sum, { state, amountInFen }) => (state === 'refunded' ? sum + amountInFen : sum), 0);
      return { status: 200, body: { genuine: true, receipt: {
        code: receipt.code, number: receipt.number, issuedAt: receipt.issuedAt, amountInFen: payment.amountInFen, refundedInFen, item: item.name,
        payerName: payer.creditCode === null ? maskName(payer.name) : payer.name,
      } } };
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
      const told = BankTotals.parse(asked.body);
      const result = await reconcile(database, { ...told, id: asked.messageId ?? '', hash: asked.requestHash }, clock.now());
      return 'reason' in result ? { refusal: result } : { status: 200, body: result };
    },
  };
}

/** A sheet of ours, or why it was not drawn. */
function sheet(drawn: Buffer | Unprintable, kind?: string): Answer {
  if ('glyph' in drawn) return { refusal: refusal('glyph-missing', { detail: drawn.glyph }) };
  const answer = fileAnswer({ mediaType: 'application/pdf', content: drawn });
  return kind === undefined ? answer : named(answer, kind);
}

/** A file with the word for what it is. */
const named = (answer: Answer, kind: string): Answer => ('bytes' in answer ? { ...answer, headers: { ...answer.headers, 'x-document': kind } } : answer);

/** A bill as the contract shows it. A payer without a credit code is a person. */
function shown(bill: IssuedBill, now: Date, plain: boolean): components['schemas']['Bill'] {
  const { payCode, billKey, caseNumber, origin, projectCode, amountInFen, payer, item, department, charges, issuedAt, dueBy, reversals, refunds } = bill;
  const payment = isPaid(bill) ? bill.payment : null;
  const confirmation = confirmationOf(bill);
  const today = chinaDate(now);
  const owed = owedOn(bill, payment?.collectedOn ?? today);
  return {
    payCode, billKey, caseNumber, origin, projectCode, state: stateShown(bill), refusesPayment: refusesAsking(bill, today), amountInFen,
    owedInFen: owed.amountInFen, lateFees: owed.lateFees.map(({ line }) => line),
    payer: plain || payer.creditCode !== null ? payer : { ...payer, name: maskName(payer.name) }, item, department,
    charges: charges.map(shownCharge), split: sharesOf(bill), issuedAt, dueBy, paidAt: payment?.settledAt ?? null, refunds,
    payment: payment && { ...shownPayment(payment), toldBy: payment.toldBy }, reversals: reversals.map((one) => ({ ...shownPayment(one), reversedAt: one.reversedAt })),
    confirmation: confirmation && { serial: confirmation.serial, confirmedOn: confirmation.confirmedOn, confirmedAt: confirmation.confirmedAt, payMode: confirmation.payMode, at: confirmation.at },
    receipt: receiptOf(bill), fiscal: bill.fiscal && { ...bill.fiscal, remedy: remedyOf(bill.fiscal) },
    orders: bill.orders.map(({ openedOn: _on, tries: _tries, takenBack, ...order }) => ({ ...order, takenBack: takenBack.map(({ tries: _asked, ...attempt }) => attempt) })), counterEntries: bill.counterEntries, surplus: bill.surplus.map(({ bank, serial, amountInFen: fen, workDate, why, at }) => ({ bank, serial, amountInFen: fen, workDate, why, at })),
    refundableInFen: refundable(bill),
    voided: bill.status === 'void' ? bill.voided : null,
  };
}

const shownPayment = ({ bank, serial, amountInFen, workDate, collectedOn, settledAt, claimed }: Payment): Omit<components['schemas']['Payment'], 'toldBy'> => ({ bank, serial, amountInFen, workDate, collectedOn, settledAt, claimed });

/** A charge as the contract shows it, with how it comes about. */
function shownCharge(charge: BillCharge): components['schemas']['Charge'] {
  const { assessed, ...rest } = charge;
  if (!assessed) return { ...rest, explained: explained(charge), assessed: null };
  const { standard: { code, validFrom, basis, revenueItem, collectingUnit }, wanted: { measure, relief }, lines } = assessed;
  return { ...rest, explained: explained(charge), assessed: { standardCode: code, validFrom, basis, revenueItem, collectingUnit, measure, relief, lines } };
}
