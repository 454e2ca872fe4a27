/**
 * The bank port over the contract of fees. Promises: what fees said no to is a refusal with its reason; whatever is wrong
 * between us and fees (a token, a contract, the network) is never told to a bank as a no, because a no makes it return money.
 */
import type { paths } from '../../contracts/fees/api.ts';
import { PayCode } from '../../contracts/identifiers.ts';
import { done, inDoubt, refused } from '../../infra/outcome.ts';
import type { Outcome } from '../../infra/outcome.ts';
import type { Client } from '../../infra/http-client.ts';
import type { Unplaced } from './channel.ts';
import type { BankPayment, BankPort, BankRefusal } from './port.ts';

/** The refusals of fees that are the rules' own no, and the port's word for each. */
const RULES: Readonly<Record<string, BankRefusal>> = {
  'unknown-bill': 'unknown-bill',
  'invalid-pay-code': 'invalid-pay-code',
  'bill-void': 'bill-void',
  'bill-overdue': 'bill-overdue',
  'already-paid': 'already-paid',
  'amount-differs': 'amount-differs',
  'serial-already-used': 'serial-already-used',
  // The same bank and serial for another bill or amount.
  'idempotency-key-reused': 'serial-already-used',
  'payment-unknown': 'payment-unknown',
  'wrong-state': 'wrong-state',
  // A payment by another way is under way: nothing is to be collected now.
  'payment-in-doubt': 'wrong-state',
  'already-reconciled': 'already-reconciled',
  'totals-differ': 'totals-differ',
  'not-found': 'refund-unknown',
  'refund-route-differs': 'refund-unknown',
};

/** What cannot be a pay code of any province is no question for fees; whether it is one of this zone only fees knows. */
const isPayCode = (text: string): boolean => PayCode.safeParse(text).success;

/** A port to fees. `alarm` is told of refusals that are no rule's: a person must mend the configuration. */
export function feesPort(fees: Client<paths>, alarm: (what: string) => void): BankPort {
  function told<T, U>(outcome: Outcome<T>, value: (answer: T) => U): Outcome<U> {
    if (outcome.kind === 'done') return done(value(outcome.value));
    if (outcome.kind !== 'refused') return outcome;
    const rule = RULES[outcome.reason];
    if (rule) return refused(rule, outcome.reason);
    alarm(outcome.reason);
    return inDoubt(`fees: ${outcome.reason}`);
  }
  const ofCase = ({ caseNumber }: { caseNumber: string }): { caseNumber: string } => ({ caseNumber });

  return {
    async queryBill({ payCode }) {
      if (!isPayCode(payCode)) return refused('unknown-bill', 'not a pay code');
      const answer = await fees.call('get', '/bills/{payCode}', { path: { payCode } });
      if (answer.kind === 'done' && answer.value.refusesPayment !== null) return refused(RULES[answer.value.refusesPayment] ?? 'wrong-state', answer.value.state);
      return told(answer, (bill) => ({
        // What is owed today: where a standard has a late fee, a late payment brings it along as a line of its own.
        caseNumber: bill.caseNumber, payCode: bill.payCode, amountInFen: bill.owedInFen, payerName: bill.payer.name, departmentCode: bill.department.code,
        lines: [...bill.charges.map(({ name, amountInFen }) => ({ name, amountInFen })), ...bill.lateFees.map(({ amountInFen }) => ({ name: '滞纳金', amountInFen }))],
      }));
    },

    async confirmPayment({ bank, serial, payCode, amountInFen, workDate, collectedOn }) {
      if (!isPayCode(payCode)) return refused('unknown-bill', 'not a pay code');
      const body = { bank, serial, amountInFen, workDate, collectedOn };
      return told(await fees.call('post', '/bills/{payCode}/payments', { path: { payCode }, body, key: `payment:${bank}:${serial}` }), ofCase);
    },

    async cancelPayment({ bank, payCode, workDate, serial, key }) {
      if (!isPayCode(payCode)) return refused('unknown-bill', 'not a pay code');
      return told(await fees.call('post', '/bills/{payCode}/cancellations', { path: { payCode }, body: { bank, workDate, ...(serial === undefined ? {} : { serial }) }, key }), ofCase);
    },

    async queryRefund({ bank, payCode }) {
      if (!isPayCode(payCode)) return refused('unknown-bill', 'not a pay code');
      const answer = await fees.call('get', '/bills/{payCode}', { path: { payCode } });
      if (answer.kind !== 'done') return told(answer, () => { throw new Error('not done'); });
      const bill = answer.value;
      const refund = bill.payment?.bank === bank ? bill.refunds.find(({ state }) => state === 'approved' || state === 'sent') : undefined;
      if (!refund) return refused('refund-unknown', bill.state);
      if (refund.state === 'approved') {
        const sent = await fees.call('post', '/bills/{payCode}/refunds/{refundNumber}/sendings', { path: { payCode, refundNumber: refund.number }, key: `refund-sent:${refund.number}` });
        if (sent.kind !== 'done') return told(sent, () => { throw new Error('not done'); });
      }
      return done({ caseNumber: bill.caseNumber, payCode, refundNumber: refund.number, amountInFen: refund.amountInFen, payerName: bill.payer.name, reason: refund.reason });
    },

    async confirmRefund({ bank, payCode, refundNumber, amountInFen, serial, workDate }) {
      if (!isPayCode(payCode)) return refused('unknown-bill', 'not a pay code');
      const answer = await fees.call('get', '/bills/{payCode}', { path: { payCode } });
      if (answer.kind !== 'done') return told(answer, () => { throw new Error('not done'); });
      const { caseNumber, refunds } = answer.value;
      const refund = refunds.find(({ number }) => number === refundNumber);
      if (!refund) return refused('refund-unknown', '');
      if (refund.amountInFen !== amountInFen) return refused('amount-differs', '');
      const body = { bank, outcome: 'refunded' as const, serial, note: '', ...(workDate === undefined ? {} : { workDate }) };
      return told(await fees.call('post', '/bills/{payCode}/refunds/{refundNumber}/results', { path: { payCode, refundNumber }, body, key: `refund:${bank}:${serial}` }), () => ({ caseNumber }));
    },

    async reconcile({ bank, from, to, amountInFen, key }) {
      return told(await fees.call('post', '/reconciliations', { body: { bank, from, to, amountInFen }, key }), () => null);
    },
  };
}

/** Money a channel holds that no bill takes, put on the book of fees: bank and serial name it, told twice it is there once. */
export async function reportMoney(fees: Client<paths>, payment: BankPayment, why: Unplaced): Promise<Outcome<unknown>> {
  const { bank, serial, payCode, amountInFen, workDate, collectedOn } = payment;
  const told = await fees.call('post', '/unidentified-money', { body: { bank, serial, payCode, amountInFen, workDate, collectedOn, why }, key: `money:${bank}:${serial}` });
  // On its book already, under another key: by the cashier who read the bank's paper.
  return told.kind === 'refused' && told.reason === 'serial-already-used' ? done(null) : told;
}
