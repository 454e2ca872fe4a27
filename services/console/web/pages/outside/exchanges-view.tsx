/** What was said with the outside through one gateway, newest first; one opens to both bodies, masked before they came here. */
import { Button, Modal } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { operations } from '../../../../../contracts/operations/api.ts';
import { operationsOf, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { Choice } from '../../parts/choice.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { MaskedBody } from '../../parts/masked-body.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { outsideTexts } from '../../texts/outside.ts';
import { frameTexts } from '../../texts/frame.ts';
import { terms } from '../../texts/terms.ts';
import { gateways } from './gateways.ts';

type Query = NonNullable<operations['listExchanges']['parameters']['query']>;
type Exchange = operations['listExchanges']['responses']['200']['content']['application/json']['exchanges'][number];
const directions = ['out', 'in'] as const;
const outcomes = Object.keys(terms.outcome) as (keyof typeof terms.outcome)[];

function filterOf(address: URLSearchParams): Omit<Query, 'cursor' | 'limit'> {
  const direction = directions.find((one) => one === address.get('direction'));
  const outcome = outcomes.find((one) => one === address.get('outcome'));
  const target = address.get('target')?.trim().slice(0, 96);
  const caseNumber = address.get('caseNumber')?.trim().toUpperCase().slice(0, 50);
  return { ...(direction ? { direction } : {}), ...(outcome ? { outcome } : {}), ...(target ? { target } : {}), ...(caseNumber ? { caseNumber } : {}) };
}

export function ExchangesView(): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const [address] = useSearchParams();
  const gateway = gateways.find((one) => one === address.get('gateway')) ?? gateways[0];
  const filter = filterOf(address);
  const [chosen, choose] = useState<string | undefined>(undefined);
  const [shown, show] = useState<Exchange | undefined>(undefined);
  const { query, paging } = useCursorPages([gateway, 'exchanges'], filter, 50, (page, signal) => take(operationsOf(gateway).GET('/operations/exchanges', { params: { query: page }, signal })));
  const columns: readonly Column<Exchange>[] = [
    { key: 'at', title: w('at'), width: '124px', cell: (one) => <Moment iso={one.at} seconds /> },
    { key: 'direction', title: w('direction'), width: '92px', cell: (one) => term('direction', one.direction) },
    { key: 'target', title: w('targetExact'), width: '186px', minor: true, cell: (one) => <span className="hub-code" title={one.target}>{one.target}</span> },
    { key: 'operation', title: w('operation'), cell: (one) => <span className="hub-code" title={one.operation}>{one.operation}</span> },
    { key: 'outcome', title: w('outcome'), width: '96px', cell: (one) => <StateTag kind="outcome" value={one.outcome} /> },
    { key: 'took', title: w('took'), width: '92px', align: 'right', cell: (one) => <span className="hub-number">{w('milliseconds', { ms: one.tookMs })}</span> },
    { key: 'case', title: w('case'), width: '96px', minor: true, cell: (one) => (one.caseNumber === '' ? '' : <Link to={`/staff/cases/${one.caseNumber}`} title={one.caseNumber}>{w('openCase')}</Link>) },
    { key: 'bodies', title: w('details'), width: '84px', cell: (one) => <Button type="link" size="small" aria-label={w('unfold', { operation: one.operation, at: momentText(one.at) })} onClick={() => show(one)}>{w('show')}</Button> },
  ];
  return (
    <>
      <ExchangeFilters gateway={gateway} />
      <Reading query={query} rows={10} empty={{ when: (page) => page.exchanges.length === 0, title: w('exchangesEmpty'), note: w('exchangesEmptyNote') }}>
        {(page) => <DataTable label={w('exchanges')} globalKeys columns={columns} rows={page.exchanges} rowKey={(one) => one.id} chosen={chosen} choose={choose} open={(one) => show(one)} paging={paging} busy={query.isFetching} />}
      </Reading>
      {shown && <Bodies exchange={shown} close={() => show(undefined)} />}
    </>
  );
}

function ExchangeFilters({ gateway }: { gateway: string }): ReactNode {
  const w = useWords(outsideTexts);
  const frame = useWords(frameTexts);
  const term = useTerms();
  const [address, setAddress] = useSearchParams();
  const [caseNumber, setCaseNumber] = useState(address.get('caseNumber') ?? '');
  const [target, setTarget] = useState(address.get('target') ?? '');
  useEffect(() => {
    setCaseNumber(address.get('caseNumber') ?? '');
    setTarget(address.get('target') ?? '');
  }, [address]);
  const set = (change: Readonly<Record<string, string>>): void => {
    const next = new URLSearchParams(address);
    for (const [name, value] of Object.entries({ caseNumber: caseNumber.trim(), target: target.trim(), ...change })) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setAddress(next);
  };
  return (
    <form role="search" aria-label={frame('filters')} className="hub-card hub-filters" onSubmit={(event) => { event.preventDefault(); set({}); }}>
      {/* Each gateway keeps its own records: there is no list of all. */}
      <label className="hub-choice"><span>{w('gateway')}</span><select value={gateway} onChange={(event) => set({ gateway: event.target.value })}>{gateways.map((one) => <option key={one} value={one}>{term('service', one)}</option>)}</select></label>
      <Choice shown label={w('direction')} any={frame('any')} value={address.get('direction') ?? ''} options={directions.map((one) => [one, term('direction', one)])} change={(direction) => set({ direction })} />
      <Choice shown label={w('outcome')} any={frame('any')} value={address.get('outcome') ?? ''} options={outcomes.map((one) => [one, term('outcome', one)])} change={(outcome) => set({ outcome })} />
      <label className="hub-choice"><span>{w('targetExact')}</span><input value={target} maxLength={96} size={10} onChange={(event) => setTarget(event.target.value)} /></label>
      <label className="hub-choice"><span>{w('caseNumber')}</span><input className="hub-outside-case" value={caseNumber} maxLength={50} onChange={(event) => setCaseNumber(event.target.value)} /></label>
      <Button size="small" type="primary" htmlType="submit">{w('find')}</Button>
      <Button size="small" onClick={() => setAddress({ view: 'exchanges', gateway })}>{w('clear')}</Button>
    </form>
  );
}

function Bodies({ exchange, close }: { exchange: Exchange; close: () => void }): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const out = exchange.direction === 'out';
  return (
    <Modal open title={exchange.operation} width={860} footer={null} onCancel={close}>
      <div className="hub-outside-bodies">
        <p className="hub-row">
          <Moment iso={exchange.at} seconds /><StateTag kind="outcome" value={exchange.outcome} /><span>{term('direction', exchange.direction)}</span><span className="hub-code">{exchange.target}</span><span className="hub-soft">{w('milliseconds', { ms: exchange.tookMs })}</span>
          {exchange.caseNumber !== '' && <Link to={`/staff/cases/${exchange.caseNumber}`}>{w('openCase')}</Link>}
        </p>
        <MaskedBody body={exchange.request} label={w(out ? 'sentByUs' : 'sentByThem')} lines={14} />
        <MaskedBody body={exchange.answer} label={w(out ? 'answeredByThem' : 'answeredByUs')} lines={14} />
      </div>
    </Modal>
  );
}
