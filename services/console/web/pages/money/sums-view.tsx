/** What came in and went back, by day, unit, item or bank; and whether the ledger says what bills and unidentified money say. */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { Chart } from '../../parts/chart.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Money } from '../../parts/money.tsx';
import { Reading } from '../../parts/reading.tsx';
import { SaveTable } from '../../parts/save-table.tsx';
import { moneyTexts } from '../../texts/money.ts';

type Row = components['schemas']['StatementRow'];
const ways = ['day', 'unit', 'item', 'bank'] as const;
const dayShape = /^\d{4}-\d{2}-\d{2}$/;

export function SumsView(): ReactNode {
  const w = useWords(moneyTexts);
  const [address, setAddress] = useSearchParams();
  const given = (name: string, usual: string): string => { const day = address.get(name) ?? ''; return dayShape.test(day) ? day : usual; };
  const [from, to] = [given('from', dayPlus(today(), -29)), given('to', today())];
  const [groupedBy, group] = useState<(typeof ways)[number]>('day');
  const query = useQuery({ queryKey: ['fees', 'statements', { from, to, groupedBy }], queryFn: ({ signal }) => take(api.fees.GET('/statements', { params: { query: { from, to, groupedBy } }, signal })) });
  const set = (name: string, day: string): void => { const next = new URLSearchParams(address); next.set(name, day); setAddress(next, { replace: true }); };
  const named = (row: Row): string => (row.key === '' ? w('unnamed') : row.key);
  const sum = (rows: readonly Row[], pick: (row: Row) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  const words: Record<(typeof ways)[number], string> = { day: w('byDay'), unit: w('byUnit'), item: w('byItem'), bank: w('byBank') };
  return (
    <>
      <div className="hub-card hub-filters">
        <label className="hub-choice"><span>{w('from')}</span><input type="date" value={from} max={to} onChange={(event) => { set('from', event.target.value); }} /></label>
        <label className="hub-choice"><span>{w('to')}</span><input type="date" value={to} min={from} onChange={(event) => { set('to', event.target.value); }} /></label>
        <Choice label={w('by')} shown value={groupedBy === 'day' ? '' : groupedBy} any={words.day} options={ways.slice(1).map((way) => [way, words[way]])} change={(value) => { group(ways.find((way) => way === value) ?? 'day'); }} />
      </div>
      <Reading query={query} rows={8} empty={{ when: ({ rows }) => rows.length === 0, title: w('sumsNone') }}>
        {({ rows }) => (
          <section className="hub-card" aria-label={w('sums')}>
            <h2>{w('sums')} <SaveTable label={w('save')} name="fees" sheet={w('sums')} rows={rows} columns={[
              { title: words[groupedBy], value: named }, { title: w('assessed'), value: (row) => row.assessedInFen / 100 }, { title: w('paidSum'), value: (row) => row.paidInFen / 100 }, { title: w('reversed'), value: (row) => row.reversedInFen / 100 }, { title: w('refunded'), value: (row) => row.refundedInFen / 100 },
            ]} /></h2>
            <div className="hub-card-body">
              <Chart label={w('sumsChart')} height={220} option={{
                xAxis: { type: 'category', data: rows.map((row) => (groupedBy === 'day' ? row.key.slice(5) : named(row))) }, yAxis: { type: 'value' },
                series: ([['assessed', (row: Row) => row.assessedInFen], ['paidSum', (row: Row) => row.paidInFen], ['refunded', (row: Row) => row.refundedInFen]] as const).map(([name, pick]) => ({ type: 'bar', barMaxWidth: 36, name: w(name), data: rows.map((row) => pick(row) / 100) })),
              }} />
            </div>
            <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('sums')}>
              <table className="hub-table">
                <thead><tr><th scope="col" className="hub-align-left">{words[groupedBy]}</th>{(['assessed', 'paidSum', 'reversed', 'refunded'] as const).map((name) => <th key={name} scope="col" className="hub-align-right">{w(name)}</th>)}</tr></thead>
                <tbody>{rows.map((row) => <tr key={row.key}><td>{named(row)}</td>{[row.assessedInFen, row.paidInFen, row.reversedInFen, row.refundedInFen].map((fen, at) => <td key={String(at)} className="hub-align-right"><Money fen={fen} /></td>)}</tr>)}</tbody>
                <tfoot><tr><th scope="row" className="hub-align-left">{w('all')}</th>{[sum(rows, (row) => row.assessedInFen), sum(rows, (row) => row.paidInFen), sum(rows, (row) => row.reversedInFen), sum(rows, (row) => row.refundedInFen)].map((fen, at) => <td key={String(at)} className="hub-align-right"><strong><Money fen={fen} /></strong></td>)}</tr></tfoot>
              </table>
            </div>
          </section>
        )}
      </Reading>
      <Parity />
    </>
  );
}

function Parity(): ReactNode {
  const w = useWords(moneyTexts);
  const term = useTerms();
  const query = useQuery({ queryKey: ['fees', 'parity'], queryFn: ({ signal }) => take(api.fees.GET('/ledger/parity', { signal })) });
  return (
    <section className="hub-card" aria-label={w('parity')}>
      <h2>{w('parity')}</h2>
      <div className="hub-card-body">
        <Reading query={query} rows={4}>
          {(book) => (
            <>
              <Alert type={book.holds ? 'success' : 'error'} showIcon role="status" title={book.holds ? w('parityHolds', { postings: book.postings }) : w('parityBroken')} />
              <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('parity')}>
                <table className="hub-table">
                  <thead><tr><th scope="col" className="hub-align-left">{w('account')}</th><th scope="col" className="hub-align-right">{w('balance')}</th><th scope="col" className="hub-align-right">{w('expected')}</th></tr></thead>
                  <tbody>{book.accounts.map(({ account, balanceInFen, expectedInFen }) => <tr key={account} className={balanceInFen === expectedInFen ? '' : 'hub-mark-red'}><td>{term('ledgerAccount', account)}</td><td className="hub-align-right"><Money fen={balanceInFen} /></td><td className="hub-align-right"><Money fen={expectedInFen} /></td></tr>)}</tbody>
                </table>
              </div>
            </>
          )}
        </Reading>
      </div>
    </section>
  );
}
