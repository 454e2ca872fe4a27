/** The parked messages of all services in one list, last parked first; each service answers for itself. */
import { useQueries } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { components } from '../../../../../contracts/operations/api.ts';
import { operationsOf, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { Choice } from '../../parts/choice.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { outsideTexts } from '../../texts/outside.ts';
import { terms } from '../../texts/terms.ts';
import { stateEveryMs } from './gateways.ts';

type Message = components['schemas']['ParkedMessage'];
interface Row { readonly service: string; readonly message: Message }
const services = Object.keys(terms.service);

export function ParkedView(): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const state = address.get('which') === 'all' ? 'all' : 'waiting';
  const only = services.find((service) => service === address.get('service'));
  const asked = only === undefined ? services : [only];
  const [chosen, choose] = useRememberedChoice('parked');
  const queries = useQueries({
    queries: asked.map((service) => ({
      queryKey: [service, 'parked', { state }], refetchInterval: stateEveryMs,
      queryFn: ({ signal }: { signal: AbortSignal }) => take(operationsOf(service).GET('/operations/parked', { params: { query: { state, limit: 100 } }, signal })),
    })),
  });
  const rows: readonly Row[] = asked.flatMap((service, index) => queries[index]?.data?.parked.map((message) => ({ service, message })) ?? [])
    .toSorted((a, b) => (a.message.parkedAt < b.message.parkedAt ? 1 : -1));
  const named = (wanted: (index: number) => boolean): string => asked.filter((_service, index) => wanted(index)).map((service) => term('service', service)).join('、');
  const silent = named((index) => queries[index]?.error !== null);
  const cut = named((index) => (queries[index]?.data?.next ?? null) !== null);
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next);
  };
  const columns: readonly Column<Row>[] = [
    { key: 'at', title: w('parkedAt'), width: '108px', cell: ({ message }) => <Moment iso={message.parkedAt} /> },
    { key: 'service', title: w('service'), width: '128px', cell: ({ service }) => term('service', service) },
    { key: 'type', title: w('type'), width: '230px', minor: true, cell: ({ message }) => <span className="hub-code" title={message.type}>{message.type}</span> },
    { key: 'reason', title: w('reason'), cell: ({ message }) => <span className="hub-one-line" title={message.reason}>{message.reason}</span> },
    { key: 'two', title: w('twoShort'), width: '60px', minor: true, cell: ({ message }) => (message.twoPersons ? <span title={w('two')}><Tag tone="warn">{w('twoShort')}</Tag></span> : '') },
    { key: 'state', title: w('state'), width: '132px', cell: ({ message }) => <StateTag kind="parkedState" value={message.state} /> },
  ];
  const reading = queries.some((query) => query.isPending);
  return (
    <>
      <div className="hub-card hub-filters" role="group" aria-label={w('parkedWhich')}>
        <button type="button" className="hub-chip" aria-pressed={state === 'waiting'} onClick={() => set('which', '')}>{w('parkedWaiting')}</button>
        <button type="button" className="hub-chip" aria-pressed={state === 'all'} onClick={() => set('which', 'all')}>{w('parkedAll')}</button>
        <Choice shown label={w('service')} any={w('anyService')} value={only ?? ''} options={services.map((service) => [service, term('service', service)])} change={(service) => set('service', service)} />
      </div>
      {silent !== '' && <Alert type="warning" showIcon role="status" title={w('parkedPartly', { services: silent })} />}
      {cut !== '' && <Alert type="info" showIcon title={w('parkedMore', { services: cut })} />}
      {rows.length > 0
        ? <DataTable label={w('parked')} globalKeys columns={columns} rows={rows} rowKey={({ service, message }) => `${service} ${message.id}`} chosen={chosen} choose={choose} open={({ service, message }) => void navigate(`/staff/outside/parked/${service}/${encodeURIComponent(message.id)}`)} />
        : reading ? <Loading rows={6} /> : <EmptyState title={w('parkedEmpty')} note={w('parkedEmptyNote')} />}
    </>
  );
}
