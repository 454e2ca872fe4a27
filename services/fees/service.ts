/**
 * fees 收费: issues bills when intake asks for a fee, and believes nobody but banks about their payment.
 */
import { z } from 'zod';
import { DivisionCode } from '../../contracts/identifiers.ts';
import { chinaDate } from '../../infra/clock.ts';
import { machine } from '../../infra/machine.ts';
import { defineService } from '../../infra/runner.ts';
import { Bill } from './bill.ts';
import { accepts, decide } from './decide.ts';
import type { BillFacts } from './decide.ts';
import { handlersOf } from './http.ts';
import { bills as billsTable } from './migrations/0001-bills.ts';
import { payers } from './migrations/0002-payers.ts';
import { payCodeCheckDigits, payCodeOf, payCodeSeries } from './pay-code.ts';
import { billStates } from './states.ts';
import { billPaidBy, isReconciled } from './store.ts';

export const service = defineService({
  name: 'fees',
  settings: z.object({
    divisionCode: DivisionCode.describe('缴款码前 6 位：行政区划代码 · first six digits of pay codes: division code of the zone'),
    payCodeCheckDigit: z.enum(payCodeCheckDigits).default('none').describe('缴款码第 20 位校验：none 或 mod-11-10 · check digit in position 20'),
    bankGateways: z.string().default('bank-gateway').transform((list) => list.split(',').map((name) => name.trim()).filter((name) => name !== ''))
      .describe('可代表银行告知缴款的令牌主体，逗号分隔 · token subjects that may speak for banks, by comma'),
  }),
  migrations: [billsTable, payers],
  putBackByTwo: true,
  build(context) {
    const { divisionCode, payCodeCheckDigit, bankGateways } = context.settings;
    const bills = machine({
      name: 'bills', states: billStates, record: Bill, accepts, decide,
      columns: (bill) => {
        const payment = bill.status === 'paid' ? bill.payment : undefined;
        return {
          case_number: bill.caseNumber, pay_code: bill.status === 'rejected' ? null : bill.payCode, payer_name: bill.status === 'rejected' ? null : [...bill.payer.name].slice(0, 190).join(''),
          paid_bank: payment?.bank ?? null, paid_serial: payment?.serial ?? null, paid_on: payment?.workDate ?? null, paid_in_fen: payment?.amountInFen ?? null,
        };
      },
      async gather(message, bill, { transaction, serials, now }): Promise<BillFacts> {
        switch (message.type) {
          case 'commands.fees.collect-fee': {
            if (bill) return {};
            const year = Number(chinaDate(now).slice(0, 4));
            return { payCode: payCodeOf(divisionCode, year, await serials.next(payCodeSeries(divisionCode, year)), payCodeCheckDigit) };
          }
          case 'http.confirm-payment': {
            const serialPaid = await billPaidBy(transaction, message.data.bank, message.data.serial);
            return serialPaid === undefined ? {} : { serialPaid };
          }
          case 'http.cancel-payment':
            return bill?.status === 'paid' ? { reconciled: await isReconciled(transaction, bill.payment.bank, bill.payment.serial) } : {};
          case 'http.void-bill':
            return {};
        }
      },
    });
    return { machines: [bills], handlers: handlersOf(context, bills, bankGateways) };
  },
});
