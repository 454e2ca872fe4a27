/**
 * What banks' windows ask and tell, one at a time or, from the bank gateway, all of a moment in one request. Promises: bank and serial name
 * a payment however it is told; each of a group is decided and answered for itself, and those that can be committed share a commit.
 */
import type { components } from '../../contracts/fees/api.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import { messageIdOf, problemOfFailure, type Answer, type Asked, type Handlers } from '../../infra/http-server.ts';
import { problemOf } from '../../infra/problem.ts';
import type { Context } from '../../infra/runner.ts';
import { z } from 'zod';
import { isPaid, owedOn, refusesAsking, type IssuedBill } from './bill.ts';
import type { Submitted, Told } from './http.ts';
import type { PayCodes } from './pay-code.ts';
import { ConfirmPayment } from './settlement.ts';
import { billByPayCode, billKeysOf, billsByPayCodes } from './store.ts';

const TakenPayment = ConfirmPayment.extend({ payCode: z.string() });
type TakenPayment = z.infer<typeof TakenPayment>;
const Codes = z.object({ payCodes: z.string() });

/** The operation a payment is named under, told alone or among others: one name, one settlement. */
const confirmation = 'confirmPayment';
const nameOf = ({ bank, serial }: TakenPayment): string => `payment:${bank}:${serial}`;

export function windowHandlers({ database, clock, log }: Context<object>, tell: (told: Told) => Promise<Submitted>, isBank: (asked: Asked) => boolean, payCodes: PayCodes): Handlers {
  const absent = async (payCode: string): Promise<Refusal> => (await payCodes.mistyped(payCode)) ?? payCodes.unknown(payCode);

  /** One payment given to its bill; `billKey` is null where there is no such bill. */
  async function take({ actor }: Asked, { payCode, ...payment }: TakenPayment, billKey: string | null, inCompany = false): Promise<Answer> {
    if (billKey === null) return { refusal: await absent(payCode) };
    const { bank, serial, amountInFen } = payment;
    const { answer, known } = await tell({
      type: 'http.confirm-payment', payCode, billKey, data: payment, actor, inCompany, messageId: messageIdOf(actor, confirmation, nameOf({ payCode, ...payment })),
      // The bank's dates are no part of what makes it the same payment: told again tomorrow, it is still today's.
      same: { bank, serial, amountInFen },
    });
    if (known && 'status' in answer) {
      const bill = await billByPayCode(database, payCode);
      if (!bill || !isPaid(bill) || bill.payment.bank !== bank || bill.payment.serial !== serial) {
        return { refusal: refusal('serial-already-used', { field: 'serial', detail: { zh: '该笔缴款已冲正', en: 'the payment was reversed' } }) };
      }
    }
    return answer;
  }

  return {
    async askBills(asked) {
      const codes = Codes.parse(asked.query).payCodes.split(',');
      const bills = await billsByPayCodes(database, codes);
      const today = chinaDate(clock.now());
      const answers = await Promise.all(codes.map(async (payCode) => {
        const bill = bills.get(payCode);
        return bill ? { bill: forBank(bill, today), problem: null } : { bill: null, problem: problemOf(await absent(payCode)) };
      }));
      return { status: 200, body: { answers } };
    },

    async confirmPayment(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const payCode = asked.params['payCode'] ?? '';
      const payment = TakenPayment.parse({ ...Object(asked.body), payCode });
      // Any other key would let one payment be told under two ids.
      if (asked.header('idempotency-key') !== nameOf(payment)) return { refusal: refusal('idempotency-key-invalid', { field: 'headers.Idempotency-Key', detail: 'payment:{bank}:{serial}' }) };
      return take(asked, payment, (await billKeysOf(database, [payCode])).get(payCode) ?? null);
    },

    async confirmPayments(asked) {
      if (!isBank(asked)) return { refusal: refusal('wrong-role') };
      const { payments } = z.object({ payments: z.array(TakenPayment) }).parse(asked.body);
      const keys = await billKeysOf(database, payments.map(({ payCode }) => payCode));
      // Given to the inbox in one turn, so that they share a commit; what fails there fails for its own payment alone.
      const answers = await Promise.all(payments.map(async (payment) => {
        try {
          return told(await take(asked, payment, keys.get(payment.payCode) ?? null, true));
        } catch (error) { return { settled: null, problem: problemOfFailure(error, { method: 'POST', path: '/window/payments' }, log) }; }
      }));
      return { status: 200, body: { answers } };
    },
  };
}

/** An answer of its own, as it stands among others. */
function told(answer: Answer): { settled: unknown; problem: ReturnType<typeof problemOf> | null } {
  if ('refusal' in answer) return { settled: null, problem: problemOf(answer.refusal) };
  if ('problem' in answer) return { settled: null, problem: answer.problem };
  return { settled: 'body' in answer ? answer.body : null, problem: null };
}

function forBank(bill: IssuedBill, today: string): components['schemas']['WindowBill'] {
  const { payCode, caseNumber, status, payer, department, charges } = bill;
  const { amountInFen: owedInFen, lateFees } = owedOn(bill, isPaid(bill) ? bill.payment.collectedOn : today);
  return {
    payCode, caseNumber, state: status, refusesPayment: refusesAsking(bill, today), owedInFen, payerName: payer.name, departmentCode: department.code,
    lines: [...charges.map(({ name, amountInFen }) => ({ name, amountInFen })), ...lateFees.map(({ line: { amountInFen } }) => ({ name: '滞纳金', amountInFen }))],
  };
}
