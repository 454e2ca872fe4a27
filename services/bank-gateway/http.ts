/** What operators may ask of the bank gateway: its lines, and what was said on them. */
import type { components } from '../../contracts/bank-gateway/api.ts';
import type { Exchanges } from '../../infra/exchanges.ts';
import type { Handlers } from '../../infra/http-server.ts';
import type { NamedListener } from './listeners.ts';

/** The handlers; `listeners` is read anew for each request. */
export function handlersOf(exchanges: Exchanges, listeners: () => readonly NamedListener[]): Handlers {
  return {
    async showState() {
      return { status: 200, body: { listeners: listeners().map(shown) } };
    },
    async listBankExchanges(asked) {
      const caseNumber = asked.query['caseNumber'];
      const rows = await exchanges.list({ limit: Number(asked.query['limit'] ?? 50), ...(typeof caseNumber === 'string' ? { caseNumber } : {}) });
      return { status: 200, body: { exchanges: rows.map(({ target, ...row }): components['schemas']['Exchange'] => ({ bank: target, ...row, caseNumber: row.caseNumber ?? '' })) } };
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
