/** The HTTP of the ledger: its entries, whether it is true, and what it adds up to. */
import { refusal } from '../../contracts/refusals.ts';
import type { Handlers } from '../../infra/http-server.ts';
import { daysAsked, pagingOf } from '../../infra/paging.ts';
import type { Context } from '../../infra/runner.ts';
import { z } from 'zod';
import { pageOfEntries, parity, statements } from './ledger-book.ts';

const Query = z.object({ payCode: z.string().optional(), account: z.string().optional() });
const Statement = z.object({ from: z.string(), to: z.string(), groupedBy: z.enum(['day', 'unit', 'item', 'bank']) });

export function ledgerHandlers({ database }: Context<object>): Handlers {
  return {
    async listLedgerEntries(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const days = daysAsked(asked.query);
      if ('reason' in days) return { refusal: days };
      return { status: 200, body: await pageOfEntries(database, { ...Query.parse(asked.query), ...days }, paging) };
    },
    async checkParity() { return { status: 200, body: await parity(database) }; },
    async showStatements(asked) {
      const { from, to, groupedBy } = Statement.parse(asked.query);
      const rows = await statements(database, from, to, groupedBy);
      return rows ? { status: 200, body: { from, to, groupedBy, rows } } : { refusal: refusal('invalid-request', { field: 'query.from', detail: { zh: '没有这一天', en: 'there is no such day' } }) };
    },
  };
}
