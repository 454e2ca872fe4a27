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

type Day = components['schemas']['ListedDay'];
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
    return one.ours.amountInFen === one.theirs.amountInFen ? <Tag tone="active">{w('equal')}</Tag> : <Tag tone="bad">{w('unequal')}</Tag>;
  };
  const amount = (sum: Day['ours']): ReactNode => (sum ? <Money fen={sum.amountInFen} /> : '—');
  const columns: readonly Column<Day>[] = [
    { key: 'day', title: w('day'), width: '120px', cell: (one) => <span className="hub-number">{one.day}</span> },
    { key: 'source', title: w('source'), cell: named },
    { key: 'ours', title: w('ours'), width: '150px', align: 'right', cell: (one) => amount(one.ours) },
    { key: 'theirs', title: w('theirs'), width: '150px', align: 'right', cell: (one) => amount(one.theirs) },
    { key: 'apart', title: w('difference'), width: '130px', align: 'right', cell: (one) => (one.ours && one.theirs ? <Money fen={one.ours.amountInFen - one.theirs.amountInFen} /> : '—') },
    { key: 'state', title: w('state'), width: '168px', cell: standing },
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
                  { title: w('theirs'), value: (one) => (one.theirs ? one.theirs.amountInFen / 100 : null) }, { title: w('closedWord'), value: (one) => one.closed?.by ?? null },
                ]} /></h2>
                <div className="hub-card-body">
                  <Chart money label={w('chart')} height={180} option={{
                    xAxis: { type: 'category', data: each.map((day) => day.slice(5)) }, yAxis: { type: 'value' },
                    series: [{ type: 'bar', barMaxWidth: 28, name: w('ours'), data: each.map((day) => sum(day, ({ ours }) => ours)) }, { type: 'bar', barMaxWidth: 28, name: w('theirs'), data: each.map((day) => sum(day, ({ theirs }) => theirs)) }],
                  }} />
                </div>
              </section>
              <DataTable label={w('days')} globalKeys columns={columns} rows={rows} rowKey={(one) => `${one.day} ${one.source}`} chosen={chosen} choose={choose} open={({ source, day }) => { set({ source, day }); }} busy={query.isFetching} mark={(one) => (one.ours && one.theirs && !one.closed && one.ours.amountInFen !== one.theirs.amountInFen ? 'red' : undefined)} />
            </>
          );
        }}
      </Reading>
    </>
  );
}
