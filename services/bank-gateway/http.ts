/** What operators may ask of the bank gateway: its lines, and what was said on them. */
import type { components } from '../../contracts/bank-gateway/api.ts';
import type { Exchanges } from '../../infra/exchanges.ts';
import type { Handlers } from '../../infra/http-server.ts';
import { pagingOf } from '../../infra/paging.ts';
import { z } from 'zod';
import type { NamedListener } from './listeners.ts';

const Query = z.object({ caseNumber: z.string().optional(), outcome: z.string().optional() });

/** The handlers; `listeners` is read anew for each request. */
export function handlersOf(exchanges: Exchanges, listeners: () => readonly NamedListener[]): Handlers {
  return {
    async showState() {
      return { status: 200, body: { listeners: listeners().map(shown) } };
    },
    async listBankExchanges(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const { caseNumber, outcome } = Query.parse(asked.query);
      const { exchanges: rows, next } = await exchanges.list({ caseNumber, outcome }, paging);
      return { status: 200, body: { exchanges: rows.map(({ target, direction: _direction, id: _id, ...row }): components['schemas']['Exchange'] => ({ bank: target, ...row })), next } };
    },
  };
}

function shown(listener: NamedListener): components['schemas']['Listener'] {
  const { connections, refusedConnections, banks } = listener.state();
  return {
    adapter: listener.adapter, host: listener.host, port: listener.port, connections, refusedConnections,
    banks: banks.map(({ bank, lastLoginAt, lastExchangeAt }) => ({ bank, lastLoginAt: lastLoginAt?.toISOString() ?? null, lastExchangeAt: lastExchangeAt?.toISOString() ?? null })),
  };
}
