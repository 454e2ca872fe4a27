/**
 * What a fiscal platform says of its own accord, handed to fees 到账确认. Promises: `done` means committed; told again with the same serial it changes
 * nothing; what is wrong between us and fees is never told to the platform as a no. A day is closed by the platform's own record, never by this.
 */
import type { paths } from '../../contracts/fees/api.ts';
import type { Client } from '../../infra/http-client.ts';
import { done, inDoubt, type Outcome } from '../../infra/outcome.ts';
import type { Confirmed } from './fiscal-port.ts';

export type FiscalFees = Client<paths>;

/** The refusals of fees that are the rules' own no; anything else is ours to mend, and the platform is not told of it. */
const RULES = new Set(['unknown-bill', 'invalid-pay-code', 'bill-void', 'bill-overdue', 'already-paid', 'amount-differs', 'serial-already-used', 'idempotency-key-reused', 'wrong-state', 'already-reconciled']);

export function fiscalConfirmations(fees: FiscalFees, alarm: (what: string, detail: Readonly<Record<string, string>>) => void): { confirmed(told: Confirmed): Promise<Outcome<{ caseNumber: string }>> } {
  return {
    async confirmed({ payCode, payerName, ...payment }) {
      const body = { ...payment, ...(payerName === null ? {} : { payerName }) };
      const outcome = await fees.call('post', '/bills/{payCode}/fiscal-confirmations', { path: { payCode }, body, key: `fiscal:${payCode}:${payment.serial}` });
      if (outcome.kind === 'refused') {
        if (RULES.has(outcome.reason)) return outcome;
        alarm('fees refused a confirmation for a reason that is no rule: check token, contract and address', { reason: outcome.reason });
        return inDoubt(`fees: ${outcome.reason}`);
      }
      return outcome.kind === 'done' ? done({ caseNumber: outcome.value.caseNumber }) : outcome;
    },
  };
}
