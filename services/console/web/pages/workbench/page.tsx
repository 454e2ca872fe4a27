/**
 * What waits for the person who sits here, most urgent first, and beside it what waits for whom in the whole hall.
 * Promise: changes come in by themselves and never move the chosen row; all of it works without a mouse.
 */
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { operations } from '../../../../../contracts/intake/api.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { addressOf, caseFilterOf, changed, type CaseFilter } from '../../parts/case-filter.ts';
import { useCasePages } from '../../parts/case-pages.ts';
import { CaseTable } from '../../parts/case-table.tsx';
import { Choice } from '../../parts/choice.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { routes } from '../../routes.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { terms } from '../../texts/terms.ts';
import { workbenchTexts } from '../../texts/workbench.ts';
import './workbench.css';

type Bench = operations['showWorkbench']['responses'][200]['content']['application/json'];
type Counts = Bench['counts'][number];

/** So many of one's own are shown at once; the rest is a click away. */
const tasksShown = 50;
const pageLength = 50;
/** Clocks turn yellow and times run out without any event: the counts are read again even when nothing happens. */
const readAgainMs = 60_000;
/** Sooner while it is refused by a service that does not work. */
const againEveryMs = 5_000;
const readers = ['window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'print-clerk', 'cashier', 'supervisor', 'integrator', 'auditor'];
const listers = readers.filter((role) => role !== 'seal-keeper');

export default function WorkbenchPage(): ReactNode {
  const may = useRoles();
  return may(...readers) ? <Bench /> : <Places />;
}

function Bench(): ReactNode {
  const w = useWords(workbenchTexts);
  const may = useRoles();
  const { person } = useSession();
  const [address, setAddress] = useSearchParams();
  const filter = caseFilterOf(address);
  const isFiltered = Object.keys(filter).length > 0;
  const mayList = may(...listers);
  const bench = useQuery({
    queryKey: ['intake', 'workbench', { limit: tasksShown }],
    queryFn: ({ signal }) => take(api.intake.GET('/workbench', { params: { query: { limit: tasksShown } }, signal })),
    refetchInterval: (query) => (query.state.error ? againEveryMs : readAgainMs),
  });
  const show = (to: CaseFilter): void => setAddress(addressOf(to));
  // Who has no turn of their own watches over all of them.
  const watches = bench.data?.mine.length === 0 && mayList;
  return (
    <>
      <PageHead title={w('title')} note={bench.data && w('greeting', { name: person.name, today: bench.data.today })}>
        {may('window-clerk') && <RegisterButton />}
      </PageHead>
      <div className={bench.data ? 'hub-bench' : 'hub-bench hub-bench-alone'}>
        <section className="hub-card" aria-labelledby="tasks">
          <header>
            <h2 id="tasks">{isFiltered ? w('filtered') : watches ? w('onHand') : w('myTasks')}</h2>
            {mayList && <Finder filter={filter} show={show} />}
          </header>
          {mayList && bench.data && <QuickFilters bench={bench.data} filter={filter} show={show} />}
          {isFiltered || watches
            ? <Found filter={isFiltered ? filter : { open: true, order: 'due' }} key={address.toString()} />
            : <Reading query={bench} rows={10}>{(found) => <Tasks bench={found} showAll={() => show(mineOf(found))} />}</Reading>}
        </section>
        {bench.data && <Turns bench={bench.data} show={mayList ? show : undefined} filter={filter} />}
      </div>
    </>
  );
}

const mineOf = (bench: Bench): CaseFilter => ({ waitingFor: bench.mine.join(','), open: true, order: 'due' });

function RegisterButton(): ReactNode {
  const w = useWords(workbenchTexts);
  const navigate = useNavigate();
  if (!routes.some((route) => route.path === 'intake')) return null;
  return <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate('/staff/intake')}>{w('register')}</Button>;
}

function Tasks({ bench, showAll }: { bench: Bench; showAll: () => void }): ReactNode {
  const w = useWords(workbenchTexts);
  const [chosen, choose] = useRememberedChoice('tasks');
  const total = bench.counts.filter((each) => bench.mine.includes(each.waitingFor)).reduce((sum, each) => sum + each.total, 0);
  if (bench.tasks.length === 0) return <EmptyState title={w('emptyMine')} note={w('emptyMineNote')} />;
  return (
    <>
      <CaseTable label={w('myTasks')} lines={bench.tasks} chosen={chosen} choose={choose} />
      {bench.tasks.length >= tasksShown && total > bench.tasks.length && (
        <p className="hub-bench-more"><Button type="link" onClick={showAll}>{w('moreTasks', { shown: bench.tasks.length, total })}</Button></p>
      )}
    </>
  );
}

function Found({ filter }: { filter: CaseFilter }): ReactNode {
  const w = useWords(workbenchTexts);
  const [chosen, choose] = useRememberedChoice('tasks');
  const { query, paging } = useCasePages({ order: 'due', ...filter }, pageLength);
  return (
    <Reading query={query} empty={{ when: (page) => page.cases.length === 0, title: w('emptyFound') }}>
      {(page) => <CaseTable label={w('filtered')} lines={page.cases} chosen={chosen} choose={choose} paging={paging} busy={query.isFetching} />}
    </Reading>
  );
}

function Finder({ filter, show }: { filter: CaseFilter; show: (to: CaseFilter) => void }): ReactNode {
  const w = useWords(workbenchTexts);
  const term = useTerms();
  const [text, setText] = useState(filter.q ?? '');
  useEffect(() => setText(filter.q ?? ''), [filter.q]);
  const states = Object.keys(terms.caseState);
  return (
    <search className="hub-bench-finder">
      <Input
        size="small" value={text} allowClear prefix={<SearchOutlined aria-hidden />} aria-label={w('findLabel')} placeholder={w('find')}
        onChange={(event) => {
          setText(event.target.value);
          if (!event.target.value) show(changed(filter, { q: undefined }));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) show(changed(filter, { q: text.trim() || undefined }));
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <Choice
        label={w('stateLabel')} value={filter.state?.includes(',') ? '' : filter.state ?? ''} any={w('anyState')}
        options={states.map((state) => [state, term('caseState', state)])} change={(state) => show(changed(filter, { state: state || undefined }))}
      />
    </search>
  );
}

function QuickFilters({ bench, filter, show }: { bench: Bench; filter: CaseFilter; show: (to: CaseFilter) => void }): ReactNode {
  const w = useWords(workbenchTexts);
  const may = useRoles();
  const mine = bench.counts.filter((each) => bench.mine.includes(each.waitingFor));
  const sum = (light: 'red' | 'yellow' | 'total'): number => mine.reduce((total, each) => total + each[light], 0);
  const whose = bench.mine.length > 0 ? mineOf(bench) : { open: true, order: 'due' as const };
  const all = bench.counts.filter((each) => each.waitingFor !== 'nobody');
  const count = (light: 'red' | 'yellow'): number => (bench.mine.length > 0 ? sum(light) : all.reduce((total, each) => total + each[light], 0));
  const quick: { key: string; title: string; count: number | undefined; to: CaseFilter; tone?: string }[] = [
    ...(bench.mine.length > 0 ? [{ key: 'mine', title: w('mineAll'), count: sum('total'), to: {} }] : []),
    { key: 'red', title: w('red'), count: count('red'), to: { ...whose, light: 'red' }, tone: 'bad' },
    { key: 'yellow', title: w('yellow'), count: count('yellow'), to: { ...whose, light: 'yellow' }, tone: 'warn' },
    { key: 'attention', title: w('attention'), count: bench.attention, to: { attention: true, order: 'due' }, tone: 'bad' },
    ...(may('window-clerk') ? [{ key: 'received', title: w('received'), count: undefined, to: { mine: 'received' as const, open: true, order: 'due' as const } }] : []),
  ];
  const now = addressOf(filter).toString();
  return (
    <div className="hub-bench-quick" role="group" aria-label={w('quick')}>
      {quick.map((each) => {
        const isOn = addressOf(caseFilterOf(addressOf(each.to))).toString() === now;
        return (
          <button type="button" key={each.key} aria-pressed={isOn} className="hub-chip" onClick={() => show(isOn ? {} : each.to)}>
            {each.title}{each.count !== undefined && <b className={each.count > 0 && each.tone ? `hub-tone-${each.tone}` : ''}>{each.count}</b>}
          </button>
        );
      })}
      {now !== '' && <Button size="small" type="link" onClick={() => show({})}>{w('clear')}</Button>}
    </div>
  );
}

const lightsShown = ['red', 'yellow', 'green'] as const;

function Turns({ bench, show, filter }: { bench: Bench; show: ((to: CaseFilter) => void) | undefined; filter: CaseFilter }): ReactNode {
  const w = useWords(workbenchTexts);
  const term = useTerms();
  const rows = bench.counts.filter((each) => each.waitingFor !== 'nobody' && (each.total > 0 || bench.mine.includes(each.waitingFor)))
    .toSorted((a, b) => Number(bench.mine.includes(b.waitingFor)) - Number(bench.mine.includes(a.waitingFor)));
  const number = (row: Counts, light: (typeof lightsShown)[number] | undefined): ReactNode => {
    const count = light === undefined ? row.total : row[light];
    if (count === 0) return <span className="hub-bench-zero">0</span>;
    const tone = light === 'red' ? 'hub-light-red' : light === 'yellow' ? 'hub-light-yellow' : '';
    if (!show) return <span className={tone}>{count}</span>;
    const isOn = filter.waitingFor === row.waitingFor && filter.light === light;
    return (
      <button
        type="button" className={`hub-bench-count ${tone}`} aria-pressed={isOn}
        aria-label={w('seeCases', { turn: term('waitingFor', row.waitingFor), light: light === undefined ? w('total') : term('light', light), count })}
        onClick={() => show({ waitingFor: row.waitingFor, open: true, order: 'due', ...(light === undefined ? {} : { light }) })}
      >{count}</button>
    );
  };
  return (
    <section className="hub-card hub-bench-turns" aria-labelledby="turns">
      <header><h2 id="turns">{w('waits')}</h2>{show && <span className="hub-soft">{w('waitsNote')}</span>}</header>
      <table>
        <thead>
          <tr>
            <th scope="col">{w('waitsFor')}</th>
            <th scope="col" className="hub-light-red">{w('red')}</th><th scope="col" className="hub-light-yellow">{w('yellow')}</th><th scope="col">{w('inTime')}</th><th scope="col">{w('total')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.waitingFor}>
              <th scope="row">{term('waitingFor', row.waitingFor)}{bench.mine.includes(row.waitingFor) && <span className="hub-bench-me">{w('me')}</span>}</th>
              {lightsShown.map((light) => <td key={light}>{number(row, light)}</td>)}
              <td>{number(row, undefined)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** For roles that see no cases: the way to what they do. */
function Places(): ReactNode {
  const w = useWords(workbenchTexts);
  const { language } = useLanguage();
  const may = useRoles();
  const places = routes.filter((route) => route.menu && route.path !== '' && (!route.roles || may(...route.roles)));
  return (
    <>
      <PageHead title={w('title')} />
      {places.length === 0 ? <EmptyState title={w('noPlaces')} note={w('noPlacesNote')} /> : <h2 className="hub-unseen">{w('places')}</h2>}
      <ul className="hub-bench-places">
        {places.map((route) => <li key={route.path}><Link className="hub-card" to={`/staff/${route.path}`}><span aria-hidden>{route.menu?.icon}</span>{route.menu?.title[language === 'zh' ? 0 : 1]}</Link></li>)}
      </ul>
    </>
  );
}
