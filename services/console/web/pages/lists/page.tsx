/** Lists departments hand in 部门清单: hand one in, with progress, and see what became of the earlier ones. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Progress, Select } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { newActKey } from '../../act-key.ts';
import { api, documentAddress, sendBytes, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { listTexts } from '../../texts/lists.ts';
import './lists.css';

type List = components['schemas']['DepartmentList'];

/** While one is being read it is asked about again. */
const askEveryMs = 2_000;

export default function ListsPage(): ReactNode {
  const w = useWords(listTexts);
  const may = useRoles();
  const navigate = useNavigate();
  const { query, paging } = useCursorPages(['catalogue', 'department-lists'], {}, 20, (asks, signal) => take(api.catalogue.GET('/department-lists', { params: { query: asks }, signal })));
  const going = query.data?.lists.some((one) => one.finishedAt === null) ?? false;
  useQuery({ queryKey: ['catalogue', 'department-lists-going'], queryFn: async () => { await query.refetch(); return null; }, enabled: going, refetchInterval: going ? askEveryMs : false });
  const columns: readonly Column<List>[] = [
    { key: 'list', title: w('list'), cell: (one) => <><Link to={`/staff/lists/${one.id}`}>{one.title}</Link><div className="hub-soft hub-one-line">{one.department.name || one.department.creditCode}</div></> },
    { key: 'state', title: w('state'), width: '110px', cell: (one) => <StateTag kind="listState" value={one.state} /> },
    { key: 'rows', title: w('rows'), width: '84px', align: 'right', minor: true, cell: (one) => <span className="hub-number">{one.counts.rows}</span> },
    { key: 'good', title: w('good'), width: '76px', align: 'right', cell: (one) => <span className="hub-number">{one.counts.good}</span> },
    { key: 'broken', title: w('broken'), width: '76px', align: 'right', cell: (one) => <span className={`hub-number ${one.counts.broken > 0 ? 'hub-list-bad' : ''}`}>{one.counts.broken}</span> },
    { key: 'by', title: w('by'), width: '110px', minor: true, cell: (one) => one.handedInBy.name },
    { key: 'at', title: w('handedInAt'), width: '120px', cell: (one) => <Moment iso={one.handedInAt} /> },
  ];
  return (
    <>
      <PageHead title={w('title')} note={w('note')}><a href={documentAddress('catalogue', '/department-list-template')} download="department-list.xlsx">{w('template')}</a></PageHead>
      {may('catalogue-officer', 'integrator', 'department-officer') && <HandIn />}
      <section className="hub-card">
        <h2>{w('lists')}</h2>
        <Reading query={query} rows={6} empty={{ when: (page) => page.lists.length === 0, title: w('none'), note: w('noneNote') }}>
          {(page) => <DataTable label={w('lists')} columns={columns} rows={page.lists} rowKey={(one) => one.id} open={(one) => void navigate(`/staff/lists/${one.id}`)} paging={{ ...paging, total: page.total }} busy={query.isPlaceholderData} />}
        </Reading>
      </section>
    </>
  );
}

/** Choosing department and file, and sending it with progress. The id is made once for a file, so that sending again repeats nothing. */
function HandIn(): ReactNode {
  const w = useWords(listTexts);
  const id = useId();
  const { department: own } = useSession();
  const may = useRoles();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [department, setDepartment] = useState<string | undefined>(undefined);
  const [title, setTitle] = useState('');
  const [complete, setComplete] = useState(false);
  const [file, setFile] = useState<{ file: File; listId: string } | undefined>(undefined);
  const [share, setShare] = useState<number | undefined>(undefined);
  const [error, setError] = useState<Error | undefined>(undefined);
  const confined = !may('catalogue-officer', 'integrator');
  const departments = useQuery({
    queryKey: ['catalogue', 'delegating-departments'],
    queryFn: async ({ signal }) => {
      const { delegations } = await take(api.catalogue.GET('/delegations', { signal }));
      return [...new Map(delegations.map((one) => [one.department.creditCode, one.department.name])).entries()].map(([value, label]) => ({ value, label }));
    },
  });
  const offered = (departments.data ?? []).filter((one) => !confined || one.value === own);
  const chosen = department ?? (offered.length === 1 ? offered[0]?.value : undefined);
  const pick = (picked: File | undefined): void => { if (picked) { setFile({ file: picked, listId: `L${newActKey()}` }); setError(undefined); } };
  async function send(): Promise<void> {
    if (!file || chosen === undefined) return;
    setError(undefined);
    setShare(0);
    try {
      const said = { department: chosen, departmentName: offered.find((one) => one.value === chosen)?.label ?? '', title: title.trim(), fileName: file.file.name, complete: String(complete) };
      // What is empty is left out: the contract takes no parameter without a value.
      const about = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== ''));
      await sendBytes('catalogue', `/department-lists/${file.listId}/file?${about.toString()}`, file.file, { method: 'PUT', progress: setShare });
      void client.invalidateQueries({ queryKey: ['catalogue', 'department-lists'] });
      await navigate(`/staff/lists/${file.listId}`);
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally { setShare(undefined); }
  }
  return (
    <section className="hub-card hub-list-in">
      <h2>{w('handIn')}</h2>
      <div className="hub-list-form">
        <label className="hub-list-field" htmlFor={`${id}-department`}><span>{w('department')}</span>
          <Select id={`${id}-department`} showSearch={{ optionFilterProp: 'label' }} value={chosen ?? null} placeholder={w('chooseDepartment')} options={offered} loading={departments.isLoading} onChange={(value: string) => setDepartment(value)} />
        </label>
        <label className="hub-list-field"><span>{w('listTitle')}</span><Input value={title} maxLength={200} placeholder={w('listTitleNote')} onChange={(event) => setTitle(event.target.value)} /></label>
        <div className="hub-list-drop" onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); pick(event.dataTransfer.files[0]); }}>
          <Button onClick={() => document.getElementById(id)?.click()} disabled={share !== undefined}>{file ? file.file.name : w('chooseFile')}</Button>
          <span className="hub-soft">{file ? w('bytes', { kb: Math.ceil(file.file.size / 1024) }) : w('dropFile')}</span>
          <input id={id} type="file" className="hub-unseen" tabIndex={-1} aria-label={w('file')} accept=".xlsx,.csv" onChange={(event) => { const [picked] = event.target.files ?? []; event.target.value = ''; pick(picked); }} />
        </div>
        <Checkbox checked={complete} onChange={(event) => setComplete(event.target.checked)}>{w('complete')}</Checkbox>
        <div className="hub-list-send">
          <Button type="primary" disabled={!file || chosen === undefined || share !== undefined} onClick={() => void send()}>{w('send')}</Button>
          {file && chosen === undefined && <span className="hub-soft">{w('needDepartment')}</span>}
          {share !== undefined && <Progress percent={Math.round(share * 100)} size="small" aria-label={w('sending', { percent: Math.round(share * 100) })} />}
        </div>
        {error && <ProblemAlert error={error} retry={() => void send()} />}
        {departments.error && <ProblemAlert error={departments.error} retry={() => void departments.refetch()} />}
      </div>
    </section>
  );
}
