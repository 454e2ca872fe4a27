/** What operators may ask of the bank gateway: its lines, and what was said on them. */
import type { components } from '../../contracts/bank-gateway/api.ts';
import type { Handlers } from '../../infra/http-server.ts';
import { linkSummary, stateOf } from '../../infra/link-state.ts';
import { pagingOf } from '../../infra/paging.ts';
import { z } from 'zod';
import type { Context } from '../../infra/runner.ts';
import type { NamedListener } from './listeners.ts';

type State = components['schemas']['GatewayState'];
const Query = z.object({ caseNumber: z.string().optional(), outcome: z.string().optional() });

/** The handlers; `listeners` is read anew for each request. */
export function handlersOf({ exchanges, work }: Pick<Context<object>, 'exchanges' | 'work'>, listeners: () => readonly NamedListener[]): Handlers {
  return {
    async showState() {
      const summary = await linkSummary(exchanges, work, 'in');
      const shownListeners = listeners().map(shown);
      const connected = shownListeners.some((one) => one.connections > 0);
      const body: State = {
        adapter: listeners()[0]?.adapter ?? '', profile: null, target: shownListeners.map(({ host, port }) => `${host}:${String(port)}`).join(' '),
        state: connected ? stateOf(summary.lastSuccessAt, summary.lastFailure?.at ?? null) : 'waiting', since: null, circuit: null, ...summary, listeners: shownListeners,
      };
      return { status: 200, body };
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

function shown(listener: NamedListener): NonNullable<State['listeners']>[number] {
  const { connections, refusedConnections, banks } = listener.state();
  return {
    adapter: listener.adapter, host: listener.host, port: listener.port, connections, refusedConnections,
    banks: banks.map(({ bank, lastLoginAt, lastExchangeAt }) => ({ bank, lastLoginAt: lastLoginAt?.toISOString() ?? null, lastExchangeAt: lastExchangeAt?.toISOString() ?? null })),
  };
}
