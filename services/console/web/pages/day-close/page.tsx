/** Closing days: all days with their totals, or one of them step by step. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { Chart } from '../../parts/chart.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Money } from '../../parts/money.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { SaveTable } from '../../parts/save-table.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { dayCloseTexts } from '../../texts/day-close.ts';
import { OneDay } from './one-day.tsx';
import './day-close.css';

type Day = components['schemas']['ListedDay'];
/** Whether a book that has come says another sum than ours. */
const isApart = ({ ours, theirs, fiscal }: Day): boolean => ours !== null && [theirs, fiscal].some((book) => book !== null && book.amountInFen !== ours.amountInFen);
const dayShape = /^\d{4}-\d{2}-\d{2}$/;

export default function DayClosePage(): ReactNode {
  const w = useWords(dayCloseTexts);
  const [address] = useSearchParams();
  const [source, day] = [address.get('source') ?? '', address.get('day') ?? ''];
  const isOne = /^(?:[A-Z0-9]{2,20}|fiscal)$/.test(source) && dayShape.test(day);
  return (
    <>
      <PageHead title={w('title')} note={w('note')} />
      <div className="hub-stack">{isOne ? <OneDay source={source} day={day} /> : <AllDays />}</div>
    </>
  );
}

function AllDays(): ReactNode {
  const w = useWords(dayCloseTexts);
  const [address, setAddress] = useSearchParams();
  const [chosen, choose] = useRememberedChoice('day-close');
  const given = (name: string, usual: string): string => { const day = address.get(name) ?? ''; return dayShape.test(day) ? day : usual; };
  const [from, to] = [given('from', dayPlus(today(), -13)), given('to', today())];
  const query = useQuery({ queryKey: ['fees', 'day-closes', { from, to }], queryFn: ({ signal }) => take(api.fees.GET('/day-closes', { params: { query: { from, to } }, signal })) });
  const set = (more: Record<string, string>): void => { setAddress(new URLSearchParams({ ...Object.fromEntries(address), ...more })); };
  const named = ({ source }: Day): string => (source === 'fiscal' ? w('fiscal') : source);
  const standing = (one: Day): ReactNode => {
    if (one.closed) return <Tag tone="good">{w('closedWord')}</Tag>;
    if (!one.theirs) return <Tag tone="warn">{w('noFile')}</Tag>;
    if (!one.ours) return null;
    if (isApart(one)) return <Tag tone="bad">{w('unequal')}</Tag>;
    return one.threeWay && !one.hasRecord ? <Tag tone="warn">{w('noRecordYet')}</Tag> : <Tag tone="active">{w('equal')}</Tag>;
  };
  const fiscal = (one: Day): ReactNode => (one.fiscal ? <Money fen={one.fiscal.amountInFen} /> : !one.threeWay ? '—' : one.hasRecord ? <span className="hub-soft">{w('seeDay')}</span> : <span className="hub-soft">{w('noRecord')}</span>);
  // Against each of the other books, in the order of the columns.
  const apart = (one: Day): ReactNode => {
    const others = [one.theirs, ...(one.threeWay ? [one.fiscal] : [])];
    const { ours } = one;
    if (!ours || others.every((book) => !book)) return '—';
    return <div className="hub-day-apart">{others.map((book, at) => book && <span key={at === 0 ? 'bank' : 'fiscal'}>{others.length > 1 && <span className="hub-soft">{w(at === 0 ? 'toBank' : 'toFiscal')} </span>}<Money fen={ours.amountInFen - book.amountInFen} /></span>)}</div>;
  };
  const amount = (sum: Day['ours']): ReactNode => (sum ? <Money fen={sum.amountInFen} /> : '—');
  const columns: readonly Column<Day>[] = [
    { key: 'day', title: w('day'), width: '100px', cell: (one) => <span className="hub-number">{one.day}</span> },
    { key: 'source', title: w('source'), cell: named },
    { key: 'ours', title: w('ours'), width: '116px', align: 'right', cell: (one) => amount(one.ours) },
    { key: 'theirs', title: w('theirs'), width: '116px', align: 'right', cell: (one) => amount(one.theirs) },
    ...(query.data?.days.some(({ threeWay }) => threeWay) ? [{ key: 'fiscal', title: w('record'), width: '116px', align: 'right' as const, cell: fiscal }] : []),
    { key: 'apart', title: w('difference'), width: '132px', align: 'right', cell: apart },
    { key: 'state', title: w('state'), width: '116px', cell: standing },
  ];
  return (
    <>
      <div className="hub-card hub-filters">
        <label className="hub-choice"><span>{w('from')}</span><input type="date" value={from} max={to} onChange={(event) => { set({ from: event.target.value }); }} /></label>
        <label className="hub-choice"><span>{w('to')}</span><input type="date" value={to} min={from} onChange={(event) => { set({ to: event.target.value }); }} /></label>
      </div>
      <Reading query={query} rows={8} empty={{ when: ({ days }) => days.length === 0, title: w('none'), note: w('noneNote') }}>
        {({ days }) => {
          const rows = days.toReversed();
          const each = [...new Set(days.map(({ day }) => day))];
          const sum = (day: string, of: (one: Day) => Day['ours']): number => days.reduce((fen, one) => (one.day === day && one.source !== 'fiscal' ? fen + (of(one)?.amountInFen ?? 0) : fen), 0) / 100;
          return (
            <>
              <section className="hub-card" aria-label={w('byTotals')}>
                <h2>{w('byTotals')} <SaveTable label={w('saveDays')} name="day-close" sheet={w('title')} rows={rows} columns={[
                  { title: w('day'), value: (one) => one.day }, { title: w('source'), value: named }, { title: w('ours'), value: (one) => (one.ours ? one.ours.amountInFen / 100 : null) },
                  { title: w('theirs'), value: (one) => (one.theirs ? one.theirs.amountInFen / 100 : null) }, { title: w('record'), value: (one) => (one.fiscal ? one.fiscal.amountInFen / 100 : null) }, { title: w('closedWord'), value: (one) => one.closed?.by ?? null },
                ]} /></h2>
                <div className="hub-card-body">
                  <Chart money label={w('chart')} height={180} option={{
                    xAxis: { type: 'category', data: each.map((day) => day.slice(5)) }, yAxis: { type: 'value' },
                    series: [{ type: 'bar', barMaxWidth: 28, name: w('ours'), data: each.map((day) => sum(day, ({ ours }) => ours)) }, { type: 'bar', barMaxWidth: 28, name: w('theirs'), data: each.map((day) => sum(day, ({ theirs }) => theirs)) }, ...(days.some(({ fiscal: book }) => book !== null) ? [{ type: 'bar' as const, barMaxWidth: 28, name: w('record'), data: each.map((day) => sum(day, ({ fiscal: book }) => book)) }] : [])],
                  }} />
                </div>
              </section>
              <DataTable label={w('days')} globalKeys columns={columns} rows={rows} rowKey={(one) => `${one.day} ${one.source}`} chosen={chosen} choose={choose} open={({ source, day }) => { set({ source, day }); }} busy={query.isFetching} mark={(one) => (!one.closed && isApart(one) ? 'red' : undefined)} />
            </>
          );
        }}
      </Reading>
    </>
  );
}
