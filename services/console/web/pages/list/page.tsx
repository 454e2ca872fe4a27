/**
 * One list of a department: how far its reading is, what was taken, and each row that was not, as it stands in the office's own table,
 * with the wrong cell marked and the reason under it.
 */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Tabs } from 'antd';
import { Fragment, useState, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, documentAddress, take } from '../../api.ts';
import { useBoth, useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { listTexts } from '../../texts/lists.ts';
import './list.css';

type List = components['schemas']['DepartmentList'];
type Row = components['schemas']['ListRow'];

const askEveryMs = 1_000;
const rowsOnPage = 25;

export default function ListPage(): ReactNode {
  const w = useWords(listTexts);
  const { listId = '' } = useParams();
  const query = useQuery({
    queryKey: ['catalogue', 'department-list', listId],
    queryFn: ({ signal }) => take(api.catalogue.GET('/department-lists/{listId}', { params: { path: { listId } }, signal })),
    refetchInterval: ({ state }) => (state.data && state.data.finishedAt === null ? askEveryMs : false),
  });
  const list = query.data;
  return (
    <>
      <PageHead title={list?.title ?? w('list')} note={list && <>{list.department.name || list.department.creditCode} · {list.handedInBy.name} · <Moment iso={list.handedInAt} /></>}><Link to="/staff/lists">{w('toLists')}</Link></PageHead>
      <Reading query={query} rows={4}>{(one) => <Shown list={one} />}</Reading>
    </>
  );
}

function Shown({ list }: { list: List }): ReactNode {
  const w = useWords(listTexts);
  const both = useBoth();
  const may = useRoles();
  const { counts, progress, changes } = list;
  const changed = changes.added + changes.changed + changes.removed + changes.state;
  const [standing, setStanding] = useState<'broken' | 'not-ours'>('broken');
  const unknown = list.sheets.flatMap((sheet) => sheet.unknown.map((head) => (sheet.name === '' ? head : `${sheet.name} ${head}`)));
  const figures = [['rows', Math.max(counts.rows, progress.rowsRead)], ['items', counts.items], ['good', counts.good], ['broken', counts.broken], ['notOurs', counts.notOurs], ['removed', counts.removed], ['changedCount', changed]] as const;
  return (
    <>
      <section className="hub-card hub-list-state">
        <header><span className="hub-row"><StateTag kind="listState" value={list.state} />
          {list.state === 'reading' && <span role="status">{w('reading', { rows: progress.rowsRead })}</span>}
          {list.state === 'proposing' && <span role="status">{w('proposing', { done: progress.rowsProposed, items: counts.good + counts.removed })}</span>}
          {list.state === 'proposed' && <span role="status">{w('proposed', { count: changed })}</span>}
          {list.state === 'unchanged' && <span role="status">{w('unchanged')}</span>}
        </span>
        {list.changeSetId !== null && may('catalogue-officer', 'integrator', 'supervisor', 'auditor') && <Link to={`/staff/change-sets/${list.changeSetId}`}>{w('toChangeSet', { id: list.changeSetId })}</Link>}
        </header>
        <dl className="hub-list-figures">{figures.map(([what, count]) => <div key={what} className={what === 'broken' && count > 0 ? 'hub-list-wrong' : ''}><dt>{w(what)}</dt><dd>{count}</dd></div>)}</dl>
        <div className="hub-list-notes">
          {list.refusal && <Alert type="error" showIcon title={w('refused')} description={both(list.refusal)} />}
          {list.removalsWithheld && <Alert type="warning" showIcon title={w('withheld')} />}
          {unknown.length > 0 && <p><span className="hub-soft">{w('unknownColumns')}</span> {unknown.join(' · ')}</p>}
          {list.skippedSheets.length > 0 && <p><span className="hub-soft">{w('skippedSheets')}</span> {list.skippedSheets.join(' · ')}</p>}
        </div>
      </section>
      {list.finishedAt !== null && list.refusal === null && (
        <section className="hub-card">
          <Tabs
            activeKey={standing} className="hub-list-tabs" onChange={(key) => setStanding(key === 'not-ours' ? 'not-ours' : 'broken')}
            items={[{ key: 'broken', label: `${w('wrongRows')} ${String(counts.broken)}` }, { key: 'not-ours', label: `${w('otherRows')} ${String(counts.notOurs)}` }]}
          />
          {(standing === 'broken' ? counts.broken : counts.notOurs) > 0 && <p className="hub-list-download"><a href={documentAddress('catalogue', `/department-lists/${list.id}/rows.csv?standing=${standing}`)} download={`${list.id}.csv`}>{w('download')}</a></p>}
          <Rows key={standing} list={list} standing={standing} />
        </section>
      )}
    </>
  );
}

function Rows({ list, standing }: { list: List; standing: 'broken' | 'not-ours' }): ReactNode {
  const w = useWords(listTexts);
  const { query, paging } = useCursorPages(['catalogue', `list-rows ${list.id} ${standing}`], { standing }, rowsOnPage, (asks, signal) => take(api.catalogue.GET('/department-lists/{listId}/rows', { params: { path: { listId: list.id }, query: asks }, signal })));
  return (
    <Reading query={query} rows={5} empty={{ when: (page) => page.rows.length === 0, title: w(standing === 'broken' ? 'noWrong' : 'noOthers'), note: w(standing === 'broken' ? 'noWrongNote' : 'noOthersNote') }}>
      {(page) => (
        <>
          {[...new Set(page.rows.map((row) => row.sheet))].map((sheet) => <InPlace key={sheet} list={list} sheet={sheet} rows={page.rows.filter((row) => row.sheet === sheet)} />)}
          <div className="hub-paging">
            <span className="hub-number">{w('lines', { from: page.rows[0]?.row ?? 0, to: page.rows.at(-1)?.row ?? 0 })}</span>
            <Button size="small" disabled={!paging.previous} onClick={() => paging.previous?.()} aria-label="←">←</Button>
            <Button size="small" disabled={!paging.next} onClick={() => paging.next?.()} aria-label="→">→</Button>
          </div>
        </>
      )}
    </Reading>
  );
}

/** Column number a problem is about, from its letter; -1 for the row as a whole. */
function columnOf(column: string): number {
  const letters = /^[A-Z]+(?= )/.exec(column)?.[0] ?? '';
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The rows of one sheet under its own head. */
function InPlace({ list, sheet, rows }: { list: List; sheet: string; rows: readonly Row[] }): ReactNode {
  const w = useWords(listTexts);
  const both = useBoth();
  const heads = list.sheets.find((one) => one.name === sheet)?.heads ?? [];
  // Columns nobody filled in these rows are left out; those with something wrong stay.
  const wrong = new Set(rows.flatMap((row) => row.problems.map((problem) => columnOf(problem.column))));
  const shown = heads.map((_head, at) => at).filter((at) => wrong.has(at) || rows.some((row) => (row.cells[at] ?? '') !== ''));
  return (
    <>
      {sheet !== '' && <h3 className="hub-list-sheet">{w('sheet')} {sheet}</h3>}
      <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={`${w('wrongRows')} ${sheet}`}>
        <table className="hub-list-rows">
          <thead><tr><th scope="col">{w('row')}</th>{shown.map((at) => <th key={at} scope="col">{heads[at]}</th>)}</tr></thead>
          <tbody>
            {rows.map((row) => {
              const bad = new Set(row.problems.map((problem) => columnOf(problem.column)));
              return (
                <Fragment key={row.number}>
                  <tr className="hub-list-row">
                    <th scope="row" className={bad.has(-1) ? 'hub-list-cell-bad' : ''}>{row.lastRow > row.row ? w('lines', { from: row.row, to: row.lastRow }) : row.row}</th>
                    {shown.map((at) => <td key={at} className={bad.has(at) ? 'hub-list-cell-bad' : ''}>{row.cells[at]}</td>)}
                  </tr>
                  <tr className="hub-list-why">
                    <td />
                    <td colSpan={Math.max(1, shown.length)}>
                      <ul>{row.problems.map((problem) => <li key={`${problem.column} ${problem.zh}`}><strong>{problem.column === '' ? w('wholeRow') : problem.column}</strong> {both(problem)}</li>)}</ul>
                      {row.nearest.length > 0 && <p className="hub-soft">{w('nearest')} {row.nearest.map((one) => `${one.name} ${one.code}`).join(' · ')}</p>}
                    </td>
                  </tr>
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
