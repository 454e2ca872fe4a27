/** What came in and went back, by day, unit, item or bank; and whether the ledger says what bills and unidentified money say. */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { chartColours } from '../../look.ts';
import { dayPlus, today } from '../../now.ts';
import { Chart } from '../../parts/chart.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Money } from '../../parts/money.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useStandards } from '../../parts/standard-reading.tsx';
import { SaveTable } from '../../parts/save-table.tsx';
import { moneyTexts } from '../../texts/money.ts';

type Row = components['schemas']['StatementRow'];
const ways = ['day', 'unit', 'item', 'bank'] as const;
const figures = [['assessed', (row: Row) => row.assessedInFen], ['paidSum', (row: Row) => row.paidInFen], ['reversed', (row: Row) => row.reversedInFen], ['refunded', (row: Row) => row.refundedInFen]] as const;
/** One colour for one figure, whichever of them are shown. */
const shades = { assessed: chartColours[0], paidSum: chartColours[1], refunded: chartColours[2] };
const dayShape = /^\d{4}-\d{2}-\d{2}$/;

export function SumsView(): ReactNode {
  const w = useWords(moneyTexts);
  const [address, setAddress] = useSearchParams();
  const given = (name: string, usual: string): string => { const day = address.get(name) ?? ''; return dayShape.test(day) ? day : usual; };
  const [from, to] = [given('from', dayPlus(today(), -29)), given('to', today())];
  const [groupedBy, group] = useState<(typeof ways)[number]>('day');
  const query = useQuery({ queryKey: ['fees', 'statements', { from, to, groupedBy }], queryFn: ({ signal }) => take(api.fees.GET('/statements', { params: { query: { from, to, groupedBy } }, signal })) });
  const set = (name: string, day: string): void => { const next = new URLSearchParams(address); next.set(name, day); setAddress(next, { replace: true }); };
  // Published standards name units and revenue items; what none of them names stands as its code.
  const { inForce } = useStandards();
  const nameOf = (row: Row): string => (groupedBy === 'unit' ? inForce.find(({ collectingUnit }) => collectingUnit.code === row.key)?.collectingUnit.name : groupedBy === 'item' ? inForce.find(({ revenueItem }) => revenueItem.code === row.key)?.revenueItem.name : undefined) ?? '';
  const named = (row: Row): string => (row.key === '' ? w('unnamed') : [row.key, nameOf(row)].filter((part) => part !== '').join(' '));
  const column = (row: Row): string => (groupedBy === 'day' ? row.key.slice(5) : named(row).replace(' ', '\n'));
  const sum = (rows: readonly Row[], pick: (row: Row) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  // Nothing is owed by bank.
  const columns = figures.filter(([name]) => name !== 'assessed' || groupedBy !== 'bank');
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
              { title: words[groupedBy], value: named }, ...columns.map(([name, pick]) => ({ title: w(name), value: (row: Row) => pick(row) / 100 })),
            ]} /></h2>
            <div className="hub-card-body">
              <Chart money label={w('sumsChart')} height={220} option={{
                xAxis: { type: 'category', data: rows.map(column), axisLabel: groupedBy === 'day' || rows.length > 12 ? {} : { interval: 0, width: Math.floor(720 / rows.length), lineHeight: 16, overflow: 'truncate' } }, yAxis: { type: 'value' },
                series: columns.flatMap(([name, pick]) => (name === 'reversed' ? [] : { type: 'bar', barMaxWidth: 36, color: shades[name], name: w(name), data: rows.map((row) => pick(row) / 100) })),
              }} />
            </div>
            <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('sums')}>
              <table className="hub-table">
                <thead><tr><th scope="col" className="hub-align-left">{words[groupedBy]}</th>{columns.map(([name]) => <th key={name} scope="col" className="hub-align-right">{w(name)}</th>)}</tr></thead>
                <tbody>{rows.map((row) => <tr key={row.key}><td>{row.key === '' ? w('unnamed') : row.key}{nameOf(row) !== '' && <span className="hub-soft"> {nameOf(row)}</span>}</td>{columns.map(([name, pick]) => <td key={name} className="hub-align-right"><Money fen={pick(row)} /></td>)}</tr>)}</tbody>
                <tfoot><tr><th scope="row" className="hub-align-left">{w('all')}</th>{columns.map(([name, pick]) => <td key={name} className="hub-align-right"><strong><Money fen={sum(rows, pick)} /></strong></td>)}</tr></tfoot>
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
