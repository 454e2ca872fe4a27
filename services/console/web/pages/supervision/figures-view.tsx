/** Figures of a period: the whole as tiles, trend and distribution as charts, and one table by the grouping chosen. */
import { useState, type ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useTerms, useWords } from '../../language.tsx';
import { today } from '../../now.ts';
import { Chart } from '../../parts/chart.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Reading } from '../../parts/reading.tsx';
import { SaveTable } from '../../parts/save-table.tsx';
import type { SheetColumn } from '../../parts/spreadsheet.ts';
import { supervisionTexts } from '../../texts/supervision.ts';
import { figureAddress, groupings, type Counted, type Group, type Grouping } from './figure-address.ts';
import { daysOf, periodOf, periods, type Period } from './period.ts';
import { percent, useStatistics, type Figures, type GroupRow, type Statistics } from './statistics.ts';

const titleOf = { item: 'byItem', window: 'byWindow', person: 'byPerson', department: 'byDepartment', form: 'byForm', state: 'byState', day: 'byDay' } as const satisfies Record<Grouping, keyof typeof supervisionTexts>;

export function FiguresView(): ReactNode {
  const [address] = useSearchParams();
  const period = periodOf(address, today());
  const by = groupings.find((one) => one === address.get('by')) ?? 'item';
  const query = useStatistics(period, by);
  return (
    <>
      <PeriodChoice period={period} />
      <Reading query={query} rows={10}>
        {(found) => (
          <>
            <Tiles total={found.total} period={period} />
            <div className="hub-watch-charts">
              <Trend period={period} />
              <Spread period={period} />
            </div>
            <Groups found={found} period={period} by={by} busy={query.isFetching} />
          </>
        )}
      </Reading>
    </>
  );
}

function PeriodChoice({ period }: { period: Period }): ReactNode {
  const w = useWords(supervisionTexts);
  const [address, setAddress] = useSearchParams();
  const show = (change: Readonly<Record<string, string>>): void => {
    const next = new URLSearchParams(address);
    for (const name of ['period', 'from', 'to']) next.delete(name);
    for (const [name, value] of Object.entries(change)) next.set(name, value);
    setAddress(next);
  };
  return (
    <div className="hub-watch-period" role="group" aria-label={w('period')}>
      {periods.filter((name) => name !== 'own').map((name) => <button key={name} type="button" className="hub-chip" aria-pressed={period.name === name} onClick={() => show({ period: name })}>{w(name)}</button>)}
      <fieldset>
        <legend className="hub-unseen">{w('own')}</legend>
        <span aria-hidden className="hub-soft">{w('own')}</span>
        <input type="date" aria-label={w('from')} value={period.from} max={period.to} onChange={(event) => { if (event.target.value) show({ from: event.target.value, to: period.to }); }} />
        <input type="date" aria-label={w('to')} value={period.to} min={period.from} max={today()} onChange={(event) => { if (event.target.value) show({ from: period.from, to: event.target.value }); }} />
      </fieldset>
    </div>
  );
}

/** A count that opens its cases; nothing to open is no link. */
function Count({ counted, count, period, group, title }: { counted: Counted; count: number; period: Period; group?: Group; title: string }): ReactNode {
  const w = useWords(supervisionTexts);
  const to = count === 0 ? undefined : figureAddress(counted, period, group);
  return to === undefined ? <>{count}</> : <Link to={to} aria-label={w('showCases', { figure: title, count })}>{count}</Link>;
}

function Tiles({ total, period }: { total: Figures; period: Period }): ReactNode {
  const w = useWords(supervisionTexts);
  const tile = (title: string, figure: ReactNode, note: ReactNode, bad = false): ReactNode => (
    <div><dt>{title}</dt><dd className={`hub-watch-figure${bad ? ' hub-watch-bad' : ''}`}>{figure}</dd><dd className="hub-watch-note">{note}</dd></div>
  );
  const count = (counted: 'received' | 'onHand' | 'overdue' | 'closed'): ReactNode => <Count counted={counted} count={total[counted]} period={period} title={w(counted)} />;
  return (
    <dl className="hub-card hub-watch-tiles" aria-label={w('periodSaid', { from: period.from, to: period.to })}>
      {tile(w('received'), count('received'), w('receivedNote'))}
      {tile(w('onHand'), count('onHand'), w('onHandNote'))}
      {tile(w('overdue'), count('overdue'), w('overdueNote'), total.overdue > 0)}
      {tile(w('closed'), count('closed'), w('closedNote'))}
      {tile(w('onTimeShare'), total.onTimeShare === null ? w('none') : percent(total.onTimeShare), total.onTimeShare === null ? w('nothingDecided')
        : total.late === 0 ? w('lateNone') : <LateLink count={total.late} period={period} />)}
      {tile(w('days'), total.workedDays === null ? w('none') : w('daysUnit', { days: total.workedDays }), total.limitDays === null || total.compression === null ? w('nothingDecided')
        : w('daysOfLimit', { limit: total.limitDays, share: percent(total.compression) }))}
    </dl>
  );
}

function LateLink({ count, period }: { count: number; period: Period }): ReactNode {
  const w = useWords(supervisionTexts);
  return <Link to={figureAddress('late', period, undefined) ?? ''}>{w('lateCount', { count })}</Link>;
}

function Trend({ period }: { period: Period }): ReactNode {
  const w = useWords(supervisionTexts);
  const navigate = useNavigate();
  const query = useStatistics(period, 'day');
  return (
    <section className="hub-card" aria-label={w('trend')}>
      <h2>{w('trend')}</h2>
      <div className="hub-card-body">
        <Reading query={query} rows={3}>
          {(found) => {
            const days = daysOf(period);
            const of = (counted: 'received' | 'closed'): number[] => {
              const counts = new Map(found.groups.map((group) => [group.key, group.figures[counted]]));
              return days.map((day) => counts.get(day) ?? 0);
            };
            // A few days are told apart better as columns.
            const type = days.length > 14 ? 'line' : 'bar';
            const series = (['received', 'closed'] as const).map((counted) => ({ type, name: w(counted), data: of(counted), barMaxWidth: 28, symbolSize: 5, showSymbol: days.length <= 31, ...(counted === 'closed' && type === 'line' ? { lineStyle: { type: 'dashed' } } : {}) }));
            return (
              <Chart
                label={w('trendLabel', { from: period.from, to: period.to })} height={160}
                option={{ xAxis: { type: 'category', data: days.map((day) => day.slice(5)) }, yAxis: { type: 'value', minInterval: 1 }, series }}
                choose={(name, label) => {
                  const key = days.find((day) => day.slice(5) === label);
                  const to = key && figureAddress(name === w('closed') ? 'closed' : 'received', period, { by: 'day', key });
                  if (to) void navigate(to);
                }}
              />
            );
          }}
        </Reading>
      </div>
    </section>
  );
}

function Spread({ period }: { period: Period }): ReactNode {
  const w = useWords(supervisionTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const [by, setBy] = useState<'state' | 'form'>('state');
  const query = useStatistics(period, by);
  const counted = by === 'state' ? 'onHand' : 'received';
  return (
    <section className="hub-card" aria-label={w('spread')}>
      <header>
        <h2>{w('spread')}</h2>
        <span className="hub-watch-by">
          {(['state', 'form'] as const).map((each) => <button key={each} type="button" className="hub-chip" aria-pressed={each === by} onClick={() => setBy(each)}>{w(each === 'state' ? 'spreadState' : 'spreadForm')}</button>)}
        </span>
      </header>
      <div className="hub-card-body">
        <Reading query={query} rows={3}>
          {(found) => {
            // Columns lie on their side and are drawn from below.
            const rows = found.groups.filter(({ figures }) => figures[counted] > 0).toSorted((a, b) => a.figures[counted] - b.figures[counted]);
            const name = (key: string): string => term(by === 'state' ? 'caseState' : 'form', key);
            if (found.by !== by || rows.length === 0) return <EmptyState title={w('spreadNone')} />;
            return (
              <Chart
                label={w(by === 'state' ? 'spreadStateLabel' : 'spreadFormLabel')} height={160}
                option={{
                  legend: { show: false }, grid: { left: 4, right: 28, top: 4, bottom: 0, containLabel: true }, tooltip: { trigger: 'item', confine: true },
                  xAxis: { type: 'value', minInterval: 1, splitLine: { show: false }, axisLabel: { show: false } }, yAxis: { type: 'category', data: rows.map(({ key }) => name(key)), axisTick: { show: false } },
                  series: [{ type: 'bar', name: w(counted), data: rows.map(({ figures }) => figures[counted]), barMaxWidth: 18, label: { show: true, position: 'right' } }],
                }}
                choose={(_series, label) => {
                  const key = rows.find((row) => name(row.key) === label)?.key;
                  const to = key === undefined ? undefined : figureAddress(counted, period, { by, key });
                  if (to) void navigate(to);
                }}
              />
            );
          }}
        </Reading>
      </div>
    </section>
  );
}

interface Line { readonly rowKey: string; readonly name: string; readonly group: Group; readonly figures: Figures }

function Groups({ found, period, by, busy }: { found: Statistics; period: Period; by: Grouping; busy: boolean }): ReactNode {
  const w = useWords(supervisionTexts);
  const term = useTerms();
  const [address, setAddress] = useSearchParams();
  const choose = (to: Grouping): void => {
    const next = new URLSearchParams(address);
    next.set('by', to);
    setAddress(next, { replace: true });
  };
  const nameOf = (row: GroupRow): string => (by === 'state' ? term('caseState', row.key) : by === 'form' ? term('form', row.key) : row.label) || w('noName');
  // While another grouping is being counted, the rows before it stay, and so does what they are called by.
  const there = found.by === by;
  const lines: Line[] = there ? [
    ...found.groups.map((row) => ({ rowKey: `of ${row.key}`, name: nameOf(row), group: { by, key: row.key }, figures: row.figures })),
    ...(found.groups.length > 1 ? [{ rowKey: 'sum', name: w('sum'), group: undefined, figures: found.total }] : []),
  ] : [];
  const count = (counted: Counted, tone?: 'bad'): Pick<Column<Line>, 'key' | 'title' | 'align' | 'cell'> => ({
    key: counted, title: w(counted === 'onTime' ? 'closed' : counted), align: 'right',
    cell: (line) => <span className={`hub-number${tone && line.figures[counted] > 0 ? ' hub-watch-bad' : ''}`}><Count counted={counted} count={line.figures[counted]} period={period} group={line.group} title={`${line.name} ${w(counted === 'onTime' ? 'closed' : counted)}`} /></span>,
  });
  const number = (key: string, title: string, shown: (figures: Figures) => ReactNode): Pick<Column<Line>, 'key' | 'title' | 'align' | 'cell'> => ({ key, title, align: 'right', cell: (line) => <span className="hub-number">{shown(line.figures) ?? w('none')}</span> });
  const columns: Column<Line>[] = [
    { key: 'name', title: w(titleOf[by]), cell: (line) => (line.group ? <span title={line.name}>{line.name}</span> : <strong>{line.name}</strong>) },
    { ...count('received'), width: '84px' },
    { ...count('onHand'), width: '84px' },
    { ...count('overdue', 'bad'), width: '84px' },
    { ...count('closed'), width: '84px' },
    { ...count('late', 'bad'), width: '92px' },
    { ...number('onTimeShare', w('onTimeShare'), ({ onTimeShare }) => (onTimeShare === null ? null : percent(onTimeShare))), width: '82px' },
    { ...number('workedDays', w('workedDays'), ({ workedDays }) => workedDays), width: '124px', minor: true },
    { ...number('limitDays', w('limitDays'), ({ limitDays }) => limitDays), width: '130px', roomy: true },
    { ...number('compression', w('compression'), ({ compression }) => (compression === null ? null : percent(compression))), width: '88px', minor: true },
  ];
  const sheet: SheetColumn<Line>[] = [
    { title: w(titleOf[by]), value: (line) => line.name, width: 40 },
    ...(by === 'item' || by === 'person' || by === 'department' ? [{ title: w(by === 'person' ? 'account' : 'code'), value: (line: Line) => line.group?.key ?? '', width: 36 }] : []),
    ...(['received', 'onHand', 'overdue', 'closed', 'late'] as const).map((key) => ({ title: w(key), value: (line: Line) => line.figures[key], width: 12 })),
    { title: w('onTimeShare'), value: ({ figures }) => (figures.onTimeShare === null ? null : percent(figures.onTimeShare)), width: 12 },
    ...(['workedDays', 'limitDays'] as const).map((key) => ({ title: w(key), value: (line: Line) => line.figures[key], width: 20 })),
    { title: w('compression'), value: ({ figures }) => (figures.compression === null ? null : percent(figures.compression)), width: 12 },
  ];
  return (
    <section className="hub-card" aria-label={w('figures')}>
      <header>
        <h2>{w('figures')}</h2>
        <span className="hub-watch-by" role="group" aria-label={w('by')}>
          {groupings.map((each) => <button key={each} type="button" className="hub-chip" aria-pressed={each === by} onClick={() => choose(each)}>{w(titleOf[each])}</button>)}
        </span>
        <SaveTable label={w('export')} name={`${w('exportName')}-${w(titleOf[by])}-${period.from}-${period.to}`} sheet={w('title')} columns={sheet} rows={lines} />
      </header>
      {there && lines.length === 0 ? <EmptyState title={w('empty')} note={w('emptyNote')} /> : <DataTable label={w('figures')} columns={columns} rows={lines} rowKey={(line) => line.rowKey} busy={busy} />}
    </section>
  );
}
