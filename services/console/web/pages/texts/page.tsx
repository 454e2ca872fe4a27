/** Texts to applicants 短信: what was said to whom, and whether the carrier reported it delivered. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/notify/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { Chart } from '../../parts/chart.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { noticesTexts } from '../../texts/notices.ts';
import { terms } from '../../texts/terms.ts';

type Notice = components['schemas']['Notice'];
const states = Object.keys(terms.noticeState) as (keyof typeof terms.noticeState)[];
const kinds = Object.keys(terms.textKind) as (keyof typeof terms.textKind)[];

export default function TextsPage(): ReactNode {
  const w = useWords(noticesTexts);
  const term = useTerms();
  const may = useRoles();
  // A text has no name to search by: the filter's words are not sent.
  const { q: _words, ...filter } = useListFilter({ state: states, kind: kinds });
  const [chosen, choose] = useRememberedChoice('texts');
  const { query, paging } = useCursorPages(['notify', 'texts'], filter, 50, (page, signal) => take(api.notify.GET('/texts', { params: { query: page }, signal })));
  const columns: readonly Column<Notice>[] = [
    { key: 'askedAt', title: w('askedAt'), width: '108px', cell: (text) => <Moment iso={text.askedAt} /> },
    { key: 'kind', title: w('kind'), width: '92px', cell: (text) => term('textKind', text.kind) },
    { key: 'mobile', title: w('mobile'), width: '112px', minor: true, cell: (text) => <span className="hub-number">{text.mobile}</span> },
    { key: 'words', title: w('words'), cell: (text) => <span className="hub-wrapped">{text.words}{text.state === 'scheduled' && text.dueAt !== null && <span className="hub-soft"> {w('putOff', { at: momentText(text.dueAt) })}</span>}</span> },
    { key: 'state', title: w('state'), width: '104px', cell: (text) => <><StateTag kind="noticeState" value={text.state} />{text.reason !== null && <div className="hub-soft">{text.reason}</div>}</> },
    { key: 'reportedAt', title: w('reportedAt'), width: '108px', minor: true, cell: (text) => (text.reportedAt === null ? '' : <Moment iso={text.reportedAt} />) },
    { key: 'case', title: w('openCase'), width: '64px', cell: (text) => <Link to={`/staff/cases/${text.caseNumber}`}>{w('openCase')}</Link> },
  ];
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        {may('department-officer', 'supervisor', 'auditor', 'integrator') && <Days />}
        <ListFilters
          choices={[{ key: 'kind', label: w('kind'), options: kinds.map((each) => [each, term('textKind', each)]) }, { key: 'state', label: w('state'), options: states.map((each) => [each, term('noticeState', each)]) }]}
          period={w('period')}
        />
        <Reading query={query} rows={10} empty={{ when: (page) => page.texts.length === 0, title: w('empty'), note: w('emptyNote') }}>
          {(page) => <DataTable label={w('list')} globalKeys columns={columns} rows={page.texts} rowKey={(text) => text.textKey} chosen={chosen} choose={choose} paging={paging} busy={query.isFetching} />}
        </Reading>
      </div>
    </>
  );
}

function Days(): ReactNode {
  const w = useWords(noticesTexts);
  const term = useTerms();
  const to = today();
  const from = dayPlus(to, -29);
  const query = useQuery({ queryKey: ['notify', 'text-counts', { from, to }], queryFn: ({ signal }) => take(api.notify.GET('/text-counts', { params: { query: { from, to } }, signal })) });
  return (
    <section className="hub-card" aria-label={w('days')}>
      <h2>{w('days')}</h2>
      <div className="hub-card-body">
        <Reading query={query}>
          {({ counts }) => {
            const days = Array.from({ length: 30 }, (_, index) => dayPlus(from, index));
            const there = states.filter((state) => counts.some((each) => each.state === state));
            const sum = (state?: string): number => counts.reduce((total, each) => (state === undefined || each.state === state ? total + each.texts : total), 0);
            return (
              <>
                <p>{w('daysSum', { all: sum(), delivered: sum('delivered'), failed: sum('failed'), unknown: sum('unknown') })}</p>
                {there.length > 0 && (
                  <Chart
                    label={w('daysLabel')} height={180}
                    option={{
                      xAxis: { type: 'category', data: days.map((each) => each.slice(5)) }, yAxis: { type: 'value', minInterval: 1 },
                      series: there.map((state) => ({ type: 'bar', stack: 'sum', name: term('noticeState', state), data: days.map((day) => counts.find((each) => each.day === day && each.state === state)?.texts ?? 0) })),
                    }}
                  />
                )}
              </>
            );
          }}
        </Reading>
      </div>
    </section>
  );
}
