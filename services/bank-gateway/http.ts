/** What operators may ask of the bank gateway: its lines, and what was said on them. */
import type { components } from '../../contracts/bank-gateway/api.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { Handlers } from '../../infra/http-server.ts';
import { linkSummary, stateOf } from '../../infra/link-state.ts';
import { pagingOf } from '../../infra/paging.ts';
import { z } from 'zod';
import type { Context } from '../../infra/runner.ts';
import type { DailyFiles } from './daily-files/daily-files.ts';
import { problemReasons } from './daily-files/file-problem.ts';
import type { DailyFileStore, SeenFile } from './daily-files/store.ts';
import type { TotalsCheck } from './daily-files/totals.ts';
import type { NamedListener } from './listeners.ts';

type State = components['schemas']['GatewayState'];
const Reason = z.enum([...problemReasons, 'fees']);
const FilesQuery = z.object({ feed: z.string().optional(), day: z.string().optional(), state: z.string().optional(), from: z.string().optional(), to: z.string().optional() });
const Query = z.object({ caseNumber: z.string().optional(), outcome: z.string().optional() });

/** The handlers; `listeners` is read anew for each request. */
export function handlersOf({ exchanges, work }: Pick<Context<object>, 'exchanges' | 'work'>, listeners: () => readonly NamedListener[], daily: DailyFiles, files: DailyFileStore): Handlers {
  return {
    async showState() {
      const summary = await linkSummary(exchanges, work, 'in');
      const shownListeners = listeners().map(shown);
      const connected = shownListeners.some((one) => one.connections > 0);
      const body: State = {
        adapter: listeners()[0]?.adapter ?? '', profile: null, target: shownListeners.map(({ host, port }) => `${host}:${String(port)}`).join(' '),
        state: connected ? stateOf(summary.lastSuccessAt, summary.lastFailure?.at ?? null) : 'waiting', since: null, circuit: null, ...summary, listeners: shownListeners, dailyFiles: await daily.states(),
      };
      return { status: 200, body };
    },
    async listDailyFiles(asked) {
      const paging = pagingOf(asked.query);
      if ('reason' in paging) return { refusal: paging };
      const { files: rows, next } = await files.list(FilesQuery.parse(asked.query), paging);
      const totals = await daily.totals(rows);
      return { status: 200, body: { files: rows.map((row) => shownFile(row, totals.get(row.id))), next } };
    },
    async fetchDailyFiles(asked) {
      const { feed } = z.object({ feed: z.string() }).parse(asked.body);
      const look = await daily.fetchNow(feed);
      const totals = await daily.totals(look?.files ?? []);
      return look ? { status: 200, body: { feed, ...look, files: look.files.map((file) => shownFile(file, totals.get(file.id))) } } : { refusal: refusal('not-found', { field: 'feed' }) };
    },
    async listDailyFileItems(asked) {
      const file = await files.one(Number(asked.params['fileId']));
      return file ? { status: 200, body: { items: await files.items(file.id, Number(asked.query['limit'] ?? 500)) } } : { refusal: refusal('not-found', { field: 'fileId' }) };
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

function shownFile(file: SeenFile, totals: TotalsCheck | undefined): components['schemas']['DailyFile'] {
  const { id, sums, problem, repeats, seenAt, readAt, deliveredAt, changed: _changed, unchangedSince: _since, ...rest } = file;
  return {
    ...rest, id: String(id), seenAt: seenAt.toISOString(), readAt: readAt?.toISOString() ?? null, deliveredAt: deliveredAt?.toISOString() ?? null, repeats: repeats === null ? null : String(repeats),
    lines: sums?.count ?? null, paymentsInFen: sums?.paymentsInFen ?? null, returnedInFen: sums?.returnedInFen ?? null, problem: problem && { ...problem, reason: Reason.parse(problem.reason) },
    totals: totals ? { ...totals, files: [...totals.files], waitsFor: [...totals.waitsFor] } : null,
  };
}
