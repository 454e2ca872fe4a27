/**
 * The bank port over the contract of fees. Promises: what fees said no to is a refusal with its reason; whatever is wrong
 * between us and fees (a token, a contract, the network) is never told to a bank as a no, because a no makes it return money.
 */
import type { paths } from '../../contracts/fees/api.ts';
import { isPayCode } from '../../contracts/typed-pay-code.ts';
import { inGroups } from '../../infra/groups.ts';
import { outcomeOfProblem } from '../../infra/http-client.ts';
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

/**
 * So many asks go in one request, so many requests at once — the second is read and decided while the first commits — and so long one waits
 * for company: while both are under way, and when the last had some.
 */
const together = { atMost: 32, atOnce: 2, patienceMs: 20, companyMs: 1 };

/** One answer among several. */
const answered = <T>(value: T | null, problem: { status: number; reason: string; detail?: string } | null): Outcome<T> =>
  (value === null ? (problem ? outcomeOfProblem(problem.status, problem.reason, problem.detail ?? '') : inDoubt('no answer')) : done(value));

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
  /** The lines of all banks ask and tell at the same time: what fees is asked in one moment goes in one request. */
  const ask = inGroups({ ...together, ask: async (payCodes: readonly string[]) => {
    const answer = await fees.call('get', '/window/bills', { query: { payCodes: payCodes.join(',') } });
    if (answer.kind !== 'done') return payCodes.map(() => answer);
    return answer.value.answers.map(({ bill, problem }) => answered(bill, problem));
  } });
  const confirm = inGroups({ ...together, async ask(payments: readonly BankPayment[]): Promise<Outcome<{ caseNumber: string }>[]> {
    const answer = await fees.call('post', '/window/payments', { body: { payments: payments.map(({ bank, serial, payCode, amountInFen, workDate, collectedOn }) => ({ bank, serial, payCode, amountInFen, workDate, collectedOn })) } });
    // One that breaks the contract has the whole request refused, and nothing was done: alone, it spoils nothing for the others.
    if (answer.kind === 'refused') return Promise.all(payments.map(confirmAlone));
    if (answer.kind !== 'done') return payments.map(() => answer);
    // Too few answers are none: nobody can say whose they are.
    if (answer.value.answers.length !== payments.length) return payments.map(() => inDoubt('answers missing'));
    return answer.value.answers.map(({ settled, problem }) => answered(settled, problem));
  } });
  const confirmAlone = ({ bank, serial, payCode, amountInFen, workDate, collectedOn }: BankPayment): Promise<Outcome<{ caseNumber: string }>> =>
    fees.call('post', '/bills/{payCode}/payments', { path: { payCode }, body: { bank, serial, amountInFen, workDate, collectedOn }, key: `payment:${bank}:${serial}` });
  const ofCase = ({ caseNumber }: { caseNumber: string }): { caseNumber: string } => ({ caseNumber });

  return {
    async queryBill({ payCode }) {
      if (!isPayCode(payCode)) return refused('unknown-bill', 'not a pay code');
      const answer = await ask(payCode);
      if (answer.kind === 'done' && answer.value.refusesPayment !== null) return refused(RULES[answer.value.refusesPayment] ?? 'wrong-state', answer.value.state);
      // What is owed today: where a standard has a late fee, a late payment brings it along as a line of its own.
      return told(answer, ({ caseNumber, payCode: code, owedInFen, payerName, departmentCode, lines }) => ({ caseNumber, payCode: code, amountInFen: owedInFen, payerName, departmentCode, lines }));
    },

    async confirmPayment(payment) {
      if (!isPayCode(payment.payCode)) return refused('unknown-bill', 'not a pay code');
      return told(await confirm(payment), ofCase);
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
