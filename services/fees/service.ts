/**
 * fees 收费: issues bills when intake asks for a fee, and believes nobody but banks about their payment.
 */
import { z } from 'zod';
import { DivisionCode } from '../../contracts/identifiers.ts';
import { chinaDate } from '../../infra/clock.ts';
import { SettingsError } from '../../infra/config.ts';
import { derivedId } from '../../infra/chance.ts';
import { machine, type Message } from '../../infra/machine.ts';
import { done, refused } from '../../infra/outcome.ts';
import { defineService } from '../../infra/runner.ts';
import { Bill, bookName, isIssued, isPaid, receiptOf, stateShown } from './bill.ts';
import { accepts, AssignPayment, decide } from './decide.ts';
import type { BillFacts } from './decide.ts';
import { handlersOf } from './http.ts';
import { bills as billsTable } from './migrations/0001-bills.ts';
import { ledgerRows } from './ledger.ts';
import { payers } from './migrations/0002-payers.ts';
import { ledger } from './migrations/0003-ledger.ts';
import * as task from './day-close/task.ts';
import { settleBy } from './day-close/settle.ts';
import { counterEntries } from './migrations/0013-counter-entries.ts';
import { payCodes as payCodeTables } from './migrations/0020-pay-codes.ts';
import { takingBackColumn } from './migrations/0021-taking-back.ts';
import { receipts } from './migrations/0004-receipts.ts';
import { bankMoves, dayClose, statements as statementsTables } from './migrations/0010-statements.ts';
import { assertMakes, loadPayCodeForm, openPayCodes } from './pay-code.ts';
import { threeWay } from './migrations/0022-three-way.ts';
import { linesByKey } from './migrations/0023-lines-by-key.ts';
import { billStates, differenceStates, standardStates, unidentifiedMoneyStates } from './states.ts';
import * as register from './standard-register.ts';
import { billKeyOf, billPaidBy, isReconciled, isUnidentified, receiptKey, standardsOn, type PaymentName } from './store.ts';
import type { paths as GatewayPaths } from '../../contracts/bank-gateway/api.ts';
import type { Scheduled } from '../../infra/schedule.ts';
import { EnterCounterPayment, orderMessages, slipSerial } from './channel-order.ts';
import { openCounterEntries, watchCounterEntries } from './counter-entries.ts';
import { fiscalCalls, receiptFiles } from './fiscal-calls.ts';
import { orderCalls } from './order-calls.ts';
import { ConfirmFiscally, ConfirmPayment, fiscalTeller, PlaceSurplus } from './settlement.ts';
import { foundMoney } from './unidentified-money.ts';
import * as unidentified from './unidentified-money.ts';

/** What the channel has taken for an order, as it says. */
const paymentFound = ({ outcome }: z.infer<typeof orderMessages['outcome.ask-order']['schema']>): PaymentName | null => (outcome.kind === 'done' ? outcome.value.payment : null);
/** The payments that messages to bills tell of. */
function paymentsIn(group: readonly Message[]): PaymentName[] {
  return group.flatMap(({ type, data }) => {
    if (type === 'http.confirm-payment' || type === 'claim.payment-assigned' || type === 'file.confirm-payment') { const { bank, serial } = ConfirmPayment.parse(data); return [{ bank, serial }]; }
    if (type === 'http.enter-counter-payment') { const slip = EnterCounterPayment.parse(data); return [{ bank: slip.bank, serial: slipSerial(slip) }]; }
    if (type === 'outcome.ask-order') { const payment = paymentFound(orderMessages[type].schema.parse(data)); return payment ? [payment] : []; }
    return type === 'http.confirm-fiscally' ? [{ bank: fiscalTeller, serial: ConfirmFiscally.parse(data).serial }] : [];
  });
}

export const service = defineService({
  name: 'fees',
  settings: z.object({
    divisionCode: DivisionCode.describe('行政区划代码，用于缴款码 · division code of the zone, for its pay codes'),
    payCodeProfile: z.string().min(1).max(300).default('division-year-30').describe('缴款码编码规则：随附配置的名称（contracts/pay-codes）或 JSON 文件路径；更换后旧码仍可缴款 · form of pay codes: name of a profile that comes along (contracts/pay-codes) or path of a JSON file; codes issued before stay good'),
    payCodeUnit: z.string().max(30).default('').describe('缴款码中的执收单位编码，编码规则含 unit 时必填 · code of the collecting unit in pay codes, needed where the profile has a part for it'),
    bankGateways: z.string().default('bank-gateway').transform((list) => list.split(',').map((name) => name.trim()).filter((name) => name !== ''))
      .describe('可代表银行告知缴款的令牌主体，逗号分隔 · token subjects that may speak for banks, by comma'),
    bankGatewayUrl: z.url().optional().describe('银行网关地址，接财政平台时必填 · address of the bank gateway, needed with a fiscal platform'),
    fiscalPlatform: z.string().regex(/^(none|[a-z0-9-]{2,30})$/).default('none').describe('财政平台接入：none 或接入名称 · the fiscal platform that is connected, or none'),
    fiscalRecordFrom: z.string().regex(/^(none|\d{4}-\d{2}-\d{2})$/).default('2000-01-01').describe('自哪一日起日终须与财政平台的每日到账文件三方核对；none 为不核对；未接财政平台时无此项 · from which day on a day is closed over the fiscal platform\'s own record too, or none; nothing without a platform'),
    paymentChannel: z.string().regex(/^(none|[a-z0-9-]{2,30})$/).default('none').describe('支付渠道（聚合支付）：none 或接入名称 · the payment channel that is connected, or none'),
    orderMinutes: z.coerce.number().int().min(1).max(1_440).default(15).describe('渠道订单的有效时间（分钟）· how long an order at the channel may be paid, minutes'),
    counterPayments: z.enum(['on-file', 'at-once']).default('on-file').describe('窗口录入的刷卡、现金缴款：on-file 待银行对账文件核实，at-once 录入即视为已缴 · whether an entered POS or cash slip settles a bill at once or when the bank\'s file bears it out'),
    counterCheckMs: z.coerce.number().int().min(50).max(3_600_000).default(30_000).describe('核对录入与对账文件的间隔（毫秒）· how often entries are compared with statements, ms'),
  }),
  migrations: [billsTable, payers, ledger, receipts, statementsTables, bankMoves, dayClose, counterEntries, payCodeTables, takingBackColumn, threeWay, linesByKey],
  putBackByTwo: true,
  build(context) {
    const { divisionCode, payCodeProfile, payCodeUnit, bankGateways, bankGatewayUrl } = context.settings;
    const { database } = context;
    const payCodeMaker = { division: divisionCode, unit: payCodeUnit };
    const payCodeForm = loadPayCodeForm(payCodeProfile, 'HUB_PAY_CODE_PROFILE');
    assertMakes(payCodeForm, payCodeMaker, chinaDate(context.clock.now()));
    const payCodes = openPayCodes(database, payCodeForm, payCodeMaker);
    const fiscalPlatform = context.settings.fiscalPlatform !== 'none';
    if (fiscalPlatform && bankGatewayUrl === undefined) throw new SettingsError('HUB_BANK_GATEWAY_URL: 接财政平台时必填 needed with HUB_FISCAL_PLATFORM');
    if (context.settings.paymentChannel !== 'none' && bankGatewayUrl === undefined) throw new SettingsError('HUB_BANK_GATEWAY_URL: 接支付渠道时必填 needed with HUB_PAYMENT_CHANNEL');
    const gateway = bankGatewayUrl === undefined ? null : context.client<GatewayPaths>(bankGatewayUrl, 40_000);
    const rules: BillFacts = { fiscalPlatform, orderMinutes: context.settings.paymentChannel === 'none' ? null : context.settings.orderMinutes, counterSettles: context.settings.counterPayments === 'at-once' };
    const bills = machine({
      name: 'bills', states: billStates, record: Bill, accepts, decide,
      journal: { table: 'ledger_entries', of: (bill) => (isIssued(bill) ? ledgerRows(bill.postings, bill.payCode) : []) },
      columns: (bill) => {
        const known = isIssued(bill) ? bill : null;
        const payment = known && isPaid(known) ? known.payment : undefined;
        const receipt = known ? receiptOf(known) : null;
        return {
          case_number: bill.caseNumber, pay_code: known?.payCode ?? null, payer_name: known ? [...known.payer.name].slice(0, 190).join('') : null,
          paid_bank: payment?.bank ?? null, paid_serial: payment ? bookName(payment) : null, paid_on: payment?.workDate ?? null, paid_in_fen: payment?.amountInFen ?? null,
          amount_in_fen: known?.amountInFen ?? null, refund_state: known?.refunds.at(-1)?.state ?? null,
          receipt_key: receipt ? receiptKey(receipt) : null, counter_entry: known?.counterEntries.some(({ state }) => state === 'waiting') ? 'waiting' : null,
          taking_back: known && stateShown(known) !== known.status ? stateShown(known) : null,
        };
      },
      calls: {
        ...(gateway ? { ...fiscalCalls(context, gateway), ...orderCalls(context, gateway) } : {}),
        'place-surplus': {
          // Bank and serial name the money: told twice, it is found once.
          repeatable: true, target: 'unidentified-money', timeoutMs: 30_000,
          async perform(data, { id }) {
            const settlement = await context.submit(money, 'http.found-money', unidentified.moneyId(PlaceSurplus.parse(data)), foundMoney(PlaceSurplus.parse(data)), { messageId: derivedId('fees/surplus', id, 0) });
            if (settlement.kind === 'refused') return refused(settlement.refusal.reason, settlement.refusal.zh);
            if (settlement.kind !== 'settled') throw new Error(`the money did not find its place: ${settlement.kind}`);
            return done(null);
          },
        },
      },
      async gather(message, bill, { transaction, serials, now, group }): Promise<BillFacts> {
        switch (message.type) {
          case 'commands.fees.collect-fee':
          case 'http.open-bill': {
            if (bill) return {};
            const wanted = message.data.charges.flatMap((charge) => ('standardCode' in charge ? [charge] : charge.wanted ? [charge.wanted] : []));
            const standards = await standardsOn(transaction, wanted, chinaDate(now));
            return { ...rules, standards, payCode: await payCodes.next(serials, transaction, now) };
          }
          case 'http.confirm-payment':
          case 'file.confirm-payment': {
            const serialPaid = await billPaidBy(transaction, message.data, () => paymentsIn(group));
            const unidentified = await isUnidentified(transaction, message.data, () => paymentsIn(group));
            return { ...rules, ...(serialPaid === undefined ? {} : { serialPaid }), ...(unidentified ? { unidentified } : {}) };
          }
          case 'claim.payment-assigned': {
            const serialPaid = await billPaidBy(transaction, message.data, () => paymentsIn(group));
            return serialPaid === undefined ? rules : { ...rules, serialPaid };
          }
          case 'outcome.ask-order': {
            const payment = paymentFound(message.data);
            if (!payment) return rules;
            const serialPaid = await billPaidBy(transaction, payment, () => paymentsIn(group));
            const unidentified = await isUnidentified(transaction, payment, () => paymentsIn(group));
            return { ...rules, ...(serialPaid === undefined ? {} : { serialPaid }), ...(unidentified ? { unidentified } : {}) };
          }
          case 'http.open-order': return { ...rules, today: chinaDate(now) };
          case 'http.enter-counter-payment': {
            // One slip pays one bill, also where it settles at once.
            const serialPaid = await billPaidBy(transaction, { bank: message.data.bank, serial: slipSerial(message.data) }, () => paymentsIn(group));
            return { ...rules, today: chinaDate(now), ...(serialPaid === undefined ? {} : { serialPaid }) };
          }
          case 'http.confirm-fiscally': {
            const serialPaid = await billPaidBy(transaction, { bank: fiscalTeller, serial: message.data.serial }, () => paymentsIn(group));
            return serialPaid === undefined ? rules : { ...rules, serialPaid };
          }
          case 'http.take-back':
            return { ...rules, today: chinaDate(now), ...(bill && isIssued(bill) && isPaid(bill) ? { reconciled: await isReconciled(transaction, bill.payment.bank, bookName(bill.payment)) } : {}) };
          case 'http.cancel-payment':
          case 'http.request-refund':
            return bill && isIssued(bill) && isPaid(bill) ? { reconciled: await isReconciled(transaction, bill.payment.bank, bookName(bill.payment)) } : {};
          default:
            return rules;
        }
      },
    });
    const standards = machine({ name: 'fee_standards', states: standardStates, record: register.RegisteredStandard, accepts: register.accepts, decide: register.decide });
    const money = machine({
      name: 'unidentified_money', states: unidentifiedMoneyStates, record: unidentified.UnidentifiedMoney, accepts: unidentified.accepts, decide: unidentified.decide,
      journal: { table: 'ledger_entries', of: ({ postings, payCode }) => ledgerRows(postings, payCode) },
      columns: ({ bank, workDate, amountInFen }) => ({ bank, work_date: workDate, amount_in_fen: amountInFen }),
      calls: {
        'assign-payment': {
          // The bill knows the payment by bank and serial: told twice, it is taken once.
          repeatable: true, target: 'bills', timeoutMs: 30_000,
          async perform(data, { id }) {
            const assigned = AssignPayment.parse(data);
            const key = await billKeyOf(database, assigned.payCode);
            if (key === null) return refused('unknown-bill', '');
            const settlement = await context.submit(bills, 'claim.payment-assigned', key, assigned, { messageId: derivedId('fees/claims', id, 0) });
            if (settlement.kind === 'refused') return refused(settlement.refusal.reason, settlement.refusal.zh);
            if (settlement.kind !== 'settled') throw new Error(`the bill did not take the claim: ${settlement.kind}`);
            return done({ payCode: assigned.payCode });
          },
        },
      },
    });
    const tasks = machine({
      name: 'difference_tasks', states: differenceStates, record: task.Task, accepts: task.accepts, decide: task.decide, columns: ({ source, day }) => ({ source, day }),
      calls: { 'apply-resolution': { repeatable: true, target: 'own-books', timeoutMs: 30_000, perform: (data, { id }) => settleBy(context, { bills, money }, data, id, gateway) } },
    });
    let watch: Scheduled | undefined;
    return {
      machines: [bills, standards, money, tasks], handlers: handlersOf(context, { bills, standards, money, tasks }, payCodes, bankGateways, receiptFiles(gateway),
        (day) => fiscalPlatform && context.settings.fiscalRecordFrom !== 'none' && day >= context.settings.fiscalRecordFrom),
      async start() { await payCodes.ready(); watch = watchCounterEntries(openCounterEntries(context, bills), context.settings.counterCheckMs, context.log); },
      async stop() { await watch?.stop(); },
    };
  },
});
