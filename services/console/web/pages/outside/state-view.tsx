/** How each gateway stands, and what every service still owes. */
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { operations } from '../../../../../contracts/operations/api.ts';
import { operationsOf, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { outsideTexts } from '../../texts/outside.ts';
import { terms } from '../../texts/terms.ts';
import { gateways, stateEveryMs, useGatewayState, type Gateway, type GatewayState } from './gateways.ts';

type Work = operations['showWork']['responses']['200']['content']['application/json'];
const services = Object.keys(terms.service);

export function StateView(): ReactNode {
  const w = useWords(outsideTexts);
  return (
    <>
      <h2 className="hub-unseen">{w('gateways')}</h2>
      <ul className="hub-gateways">{gateways.map((gateway) => <li key={gateway}><GatewayCard gateway={gateway} /></li>)}</ul>
      <WorkOwed />
    </>
  );
}

function GatewayCard({ gateway }: { gateway: Gateway }): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const mends = useRoles()('integrator', 'auditor');
  const query = useGatewayState(gateway);
  const state = query.data;
  return (
    <article className="hub-card" aria-label={term('service', gateway)}>
      <header>
        <h3>{term('service', gateway)}</h3>
        {query.error ? <Tag tone="bad">{w('notAnswering')}</Tag> : state && <StateTag kind="gatewayState" value={state.state} />}
      </header>
      <div className="hub-card-body">
        <Reading query={query} rows={6}>{(found) => (
          <>
            {query.error && <p className="hub-soft hub-gateway-stale">{w('asOf', { at: momentText(new Date(query.dataUpdatedAt).toISOString()) })}</p>}
            <GatewayFacts found={found} />
          </>
        )}</Reading>
        {mends && <p className="hub-gateway-more"><Link to={`?view=exchanges&gateway=${gateway}`}>{w('seeExchanges')}</Link></p>}
      </div>
    </article>
  );
}

function GatewayFacts({ found }: { found: GatewayState }): ReactNode {
  const w = useWords(outsideTexts);
  const { language } = useLanguage();
  const failure = found.lastFailure;
  return (
    <dl className="hub-gateway-facts">
      <div><dt>{w('adapter')}</dt><dd><span className="hub-code">{found.adapter}</span>{found.profile !== null && <span className="hub-soft"> {found.profile}</span>}</dd></div>
      <div><dt>{w('target')}</dt><dd className="hub-code">{found.target}</dd></div>
      <div><dt>{w(found.state === 'down' ? 'downSince' : 'connectedSince')}</dt><dd>{found.since === null || found.state === 'waiting' ? <span className="hub-soft">{w(found.state === 'up' && failure === null ? 'sinceEver' : 'notKnown')}</span> : <Moment iso={found.since} seconds />}</dd></div>
      <div><dt>{w('lastSuccess')}</dt><dd>{found.lastSuccessAt === null ? <span className="hub-soft">{w('never')}</span> : <Moment iso={found.lastSuccessAt} seconds />}</dd></div>
      <div>
        <dt>{w('lastFailure')}</dt>
        <dd>{failure === null ? <span className="hub-soft">{w('never')}</span> : <><Moment iso={failure.at} seconds /> <StateTag kind="outcome" value={failure.kind} /><div className="hub-gateway-why" title={failure.detail}><span className="hub-code">{failure.operation}</span> {failure[language]}</div></>}</dd>
      </div>
      <div><dt>{w('circuit')}</dt><dd>{found.circuit === null ? <span className="hub-soft">{w('circuitElsewhere')}</span> : <StateTag kind="breaker" value={found.circuit} />}</dd></div>
      <div><dt>{w('queued')}</dt><dd className="hub-number">{w('queuedCount', { count: found.queued })}</dd></div>
      <div><dt>{w('lastHour')}</dt><dd><LastHour found={found.lastHour} /></dd></div>
      <Particulars found={found} />
    </dl>
  );
}

function LastHour({ found }: { found: GatewayState['lastHour'] }): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const counts = ([['done', found.done], ['refused', found.refused], ['unavailable', found.unavailable], ['in-doubt', found.inDoubt]] as const).filter(([, count]) => count > 0);
  if (counts.length === 0) return <span className="hub-soft">{w('lastHourNone')}</span>;
  const tones = { done: 'good', refused: 'calm', unavailable: 'bad', 'in-doubt': 'warn' } as const;
  return <span className="hub-gateway-counts">{counts.map(([outcome, count]) => <Tag key={outcome} tone={tones[outcome]}>{`${term('outcome', outcome)} ${count}`}</Tag>)}</span>;
}

/** What only one kind of gateway knows. */
function Particulars({ found }: { found: GatewayState }): ReactNode {
  const w = useWords(outsideTexts);
  return (
    <>
      {found.listeners && (
        <div>
          <dt>{w('listeners')}</dt>
          <dd>
            <ul>
              {found.listeners.map((one) => (
                <li key={`${one.host}:${one.port}`}>
                  {w('listener', { adapter: one.adapter, port: one.port, connections: one.connections })}{one.refusedConnections > 0 && w('listenerRefused', { count: one.refusedConnections })}
                  {one.banks.map((bank) => <div key={bank.bank} className="hub-soft">{bank.lastExchangeAt === null ? w('bankNever', { bank: bank.bank }) : w('bankSeen', { bank: bank.bank, at: momentText(bank.lastExchangeAt) })}</div>)}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {found.phase !== undefined && (
        <div>
          <dt>{w('link')}</dt>
          <dd>
            <StateTag kind="carrierPhase" value={found.phase} />
            <div className="hub-soft">{w('linkWindow', { window: found.windowSize ?? 0, unanswered: found.unanswered ?? 0 })}</div>
            {found.lastError && <div className="hub-soft">{w('linkError', { code: found.lastError.code, at: momentText(found.lastError.at) })}</div>}
          </dd>
        </div>
      )}
      {found.decisionsCursor !== undefined && <div><dt>{w('decisions')}</dt><dd>{found.decisionsCursor === null ? <span className="hub-soft">{w('never')}</span> : w('decisionsCursor', { cursor: found.decisionsCursor })}</dd></div>}
    </>
  );
}

interface WorkRow { readonly service: string; readonly query: UseQueryResult<Work, Error> }

function WorkOwed(): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const queries = useQueries({
    queries: services.map((service) => ({
      queryKey: [service, 'work'], refetchInterval: stateEveryMs,
      queryFn: ({ signal }: { signal: AbortSignal }) => take(operationsOf(service).GET('/operations/work', { signal })),
    })),
  });
  const rows: readonly WorkRow[] = services.flatMap((service, index) => {
    const query = queries[index];
    return query ? [{ service, query }] : [];
  });
  const number = (key: 'messagesOwed' | 'callsOwed' | 'remindersLate'): Column<WorkRow> => ({
    key, title: w(key), width: '132px', align: 'right',
    cell: ({ query: { data, error } }) => (error || !data ? '' : <span className={`hub-number${key === 'remindersLate' && data[key] > 0 ? ' hub-light-red' : ''}`}>{data[key]}</span>),
  });
  const columns: readonly Column<WorkRow>[] = [
    { key: 'service', title: w('service'), width: '190px', cell: ({ service }) => term('service', service) },
    number('messagesOwed'), number('callsOwed'), number('remindersLate'),
    {
      key: 'circuits', title: w('circuits'),
      cell: ({ query: { data, error } }) => {
        if (error) return <Tag tone="bad">{w('notAnswering')}</Tag>;
        if (!data) return <span className="hub-soft">{w('reading')}</span>;
        const cut = Object.entries(data.circuits).filter(([, state]) => state !== 'closed');
        return cut.length === 0 ? <span className="hub-soft">{w('circuitsNone')}</span> : cut.map(([target, state]) => <span key={target} className="hub-row"><span className="hub-code">{target}</span> <StateTag kind="breaker" value={state} /></span>);
      },
    },
  ];
  return (
    <section className="hub-card" aria-label={w('work')}>
      <h2>{w('work')}</h2>
      <DataTable label={w('work')} columns={columns} rows={rows} rowKey={({ service }) => service} />
    </section>
  );
}
