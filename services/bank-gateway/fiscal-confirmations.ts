/**
 * What a fiscal platform says of its own accord, handed to fees 到账确认. Promises: `done` means committed; told again with the same serial it changes
 * nothing; what is wrong between us and fees is never told to the platform as a no. What was confirmed is kept by day, for the three-way close.
 */
import type { paths } from '../../contracts/fees/api.ts';
import type { Database } from '../../infra/database.ts';
import type { Client } from '../../infra/http-client.ts';
import { done, inDoubt, type Outcome } from '../../infra/outcome.ts';
import type { Confirmed } from './fiscal-port.ts';

export type FiscalFees = Client<paths>;

/** The refusals of fees that are the rules' own no; anything else is ours to mend, and the platform is not told of it. */
const RULES = new Set(['unknown-bill', 'bill-void', 'bill-overdue', 'already-paid', 'amount-differs', 'serial-already-used', 'idempotency-key-reused', 'wrong-state', 'already-reconciled']);

export interface FiscalRecord { line: number; payCode: string; serial: string; amountInFen: number; kind: 'payment'; workDate: string; collectedOn: string }
interface Row { line: number; day: string; pay_code: string; serial: string; amount_in_fen: number | string }

export function fiscalConfirmations(fees: FiscalFees, database: Database, alarm: (what: string, detail: Readonly<Record<string, string>>) => void): {
  confirmed(told: Confirmed): Promise<Outcome<{ caseNumber: string }>>;
  records(day: string, after: number, limit: number): Promise<{ records: FiscalRecord[]; next: number | null }>;
} {
  return {
    async confirmed({ payCode, payerName, ...payment }) {
      const { serial, confirmedOn, amountInFen } = payment;
      const body = { ...payment, ...(payerName === null ? {} : { payerName }) };
      const outcome = await fees.call('post', '/bills/{payCode}/fiscal-confirmations', { path: { payCode }, body, key: `fiscal:${payCode}:${serial}` });
      if (outcome.kind === 'refused') {
        if (RULES.has(outcome.reason)) return outcome;
        alarm('fees refused a confirmation for a reason that is no rule: check token, contract and address', { reason: outcome.reason });
        return inDoubt(`fees: ${outcome.reason}`);
      }
      if (outcome.kind !== 'done') return outcome;
      await database('fiscal_records').insert({ day: confirmedOn, pay_code: payCode, serial, amount_in_fen: amountInFen }).onConflict(['pay_code', 'serial']).ignore();
      return done({ caseNumber: outcome.value.caseNumber });
    },
    async records(day, after, limit) {
      const rows: Row[] = await database<Row>('fiscal_records').where({ day }).where('line', '>', after).orderBy('line').limit(limit + 1);
      const shown = rows.slice(0, limit);
      return {
        records: shown.map((row) => ({ line: Number(row.line), payCode: row.pay_code, serial: row.serial, amountInFen: Number(row.amount_in_fen), kind: 'payment', workDate: row.day, collectedOn: row.day })),
        next: rows.length > limit ? Number(shown.at(-1)?.line ?? 0) : null,
      };
    },
  };
}
