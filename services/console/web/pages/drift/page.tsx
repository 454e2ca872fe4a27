/**
 * Where province, departments and zone say otherwise: what each says side by side, who has to see to it, and since when. Promise:
 * whoever stands apart is seen at once, and what has become of a difference can be read to its beginning.
 */
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import DownloadOutlined from '@ant-design/icons/DownloadOutlined';
import SyncOutlined from '@ant-design/icons/SyncOutlined';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, documentAddress, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { useRoles } from '../../session.tsx';
import { driftTexts } from '../../texts/drift.ts';
import { terms } from '../../texts/terms.ts';
import './drift.css';

type Drift = components['schemas']['Drift'];
type Sayings = components['schemas']['DriftSayings'];
const standings = Object.keys(terms.driftState) as Drift['standing'][];
const sides = ['province', 'department', 'zone'] as const;
/** From this many days on a difference is old. */
const oldDays = 30;
/** While a comparison runs it is asked about every second. */
const askEveryMs = 1_000;

export default function DriftPage(): ReactNode {
  const w = useWords(driftTexts);
  const term = useTerms();
  const may = useRoles();
  const filter = useListFilter({ standing: standings, owner: ['zone', 'department'] as const });
  const [chosen, choose] = useRememberedChoice('drift');
  const { query, paging } = useCursorPages(['catalogue', 'drifts'], filter, 50, (page, signal) => take(api.catalogue.GET('/drifts', { params: { query: page }, signal })));
  const field = useFieldName();
  const running = useRunning(may('catalogue-officer', 'integrator', 'supervisor', 'auditor'));
  const columns: readonly Column<Drift>[] = [
    { key: 'item', title: w('item'), cell: (one) => <>{one.name}<div className="hub-soft hub-code hub-wrap">{one.code}</div></> },
    { key: 'what', title: w('what'), width: '120px', cell: field },
    // Beside the pane, which names the owner too, the item's name needs the room.
    ...(chosen === undefined ? [{ key: 'owner', title: w('owner'), width: '200px', cell: (one: Drift) => <>{one.owner.side === 'zone' ? w('ownerZone') : one.owner.name}<div className="hub-soft">{one.owner.post}</div></> }] : []),
    { key: 'age', title: w('age'), width: '84px', cell: (one) => <span className={`hub-number${one.ageDays > oldDays ? ' hub-light-red' : ''}`}>{w('days', { days: one.ageDays })}</span> },
    { key: 'standing', title: w('standing'), width: '96px', cell: (one) => <><StateTag kind="driftState" value={one.standing} />{one.overdue && <div className="hub-light-red">{w('overdue')}</div>}</> },
  ];
  return (
    <>
      <PageHead title={w('title')}>
        <Button icon={<DownloadOutlined />} href={`${documentAddress('catalogue', '/drift-report.xlsx')}?${new URLSearchParams(filter).toString()}`} download>{w('download')}</Button>
        {may('catalogue-officer', 'integrator') && <ConfirmAct label={w('compare')} title={w('compareTitle')} note={w('compareNote')} button={{ type: 'primary', icon: <SyncOutlined /> }} run={(key) => take(api.catalogue.POST('/drift-runs', { params: { header: { 'Idempotency-Key': key } } }))} />}
      </PageHead>
      <div className="hub-stack">
        {running && <p className="hub-sync-now" role="status"><span className="hub-waiting-dot" aria-hidden />{w('running')}</p>}
        <Summary />
        <ListFilters
          words={w('find')}
          choices={[
            { key: 'standing', label: w('standing'), options: standings.map((each) => [each, term('driftState', each)]) },
            { key: 'owner', label: w('owner'), options: [['zone', w('ownerZone')], ['department', w('ownerDepartment')]] },
          ]}
        />
        <Reading query={query} rows={8} empty={{ when: (page) => page.drifts.length === 0, title: w('none'), note: w('noneNote') }}>
          {(page) => {
            const one = page.drifts.find((each) => each.id === chosen);
            return (
              <div className={one ? 'hub-split' : ''}>
                <DataTable label={w('list')} globalKeys columns={columns} rows={page.drifts} rowKey={(each) => each.id} chosen={chosen} choose={choose} open={(each) => choose(each.id)} paging={{ ...paging, total: page.total }} busy={query.isFetching} mark={(each) => (each.overdue || (each.standing === 'open' && each.ageDays > oldDays) ? 'red' : undefined)} />
                {one && <DriftPane key={one.id} one={one} close={() => choose(undefined)} />}
              </div>
            );
          }}
        </Reading>
      </div>
    </>
  );
}

/** Whether a comparison is under way; when it has ended, everything is read again. */
function useRunning(reads: boolean): boolean {
  const client = useQueryClient();
  const runs = useQuery({
    queryKey: ['catalogue', 'drift-runs'], enabled: reads, queryFn: async ({ signal }) => (await take(api.catalogue.GET('/drift-runs', { signal }))).runs,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') ? askEveryMs : false),
  });
  const running = runs.data?.some((one) => one.state === 'running') ?? false;
  const before = useRef(running);
  useEffect(() => {
    if (before.current && !running) void client.invalidateQueries({ queryKey: ['catalogue'] });
    before.current = running;
  }, [client, running]);
  return running;
}

/** The field a difference is about, in the language of the page. */
function useFieldName(): (one: Pick<Drift, 'zh' | 'en'>) => string {
  const { language } = useLanguage();
  return (one) => (language === 'zh' ? one.zh : one.en);
}

function Summary(): ReactNode {
  const w = useWords(driftTexts);
  const query = useQuery({ queryKey: ['catalogue', 'drift-report'], queryFn: ({ signal }) => take(api.catalogue.GET('/drift-report', { signal })) });
  return (
    <Reading query={query} rows={1}>
      {(report) => (
        <section className="hub-card" aria-label={w('byOwner')}>
          <div className="hub-card-body hub-stack">
            <p className="hub-soft">{w('lead')} {report.comparedAt === null ? w('never') : <>{w('comparedAt')} <Moment iso={report.comparedAt} /></>}</p>
            <dl className="hub-figures hub-drift-sum">
              <div><dt>{w('total')}</dt><dd>{report.total}</dd></div>
              {report.byOwner.slice(0, 4).map(({ owner, count, oldestDays }) => <div key={`${owner.name} ${owner.post}`}><dt>{owner.side === 'zone' ? w('ownerZone') : owner.name} · {w('oldest', { days: oldestDays })}</dt><dd>{count}</dd></div>)}
              {report.byAge.map(({ age, count }) => <div key={age}><dt>{w(age)}</dt><dd>{count}</dd></div>)}
            </dl>
          </div>
        </section>
      )}
    </Reading>
  );
}

function DriftPane({ one, close }: { one: Drift; close(): void }): ReactNode {
  const w = useWords(driftTexts);
  const may = useRoles();
  const field = useFieldName();
  const query = useQuery({ queryKey: ['catalogue', 'drift', { id: one.id, standing: one.standing, owner: one.owner }], queryFn: ({ signal }) => take(api.catalogue.GET('/drifts/{driftId}', { params: { path: { driftId: one.id } }, signal })) });
  return (
    <section className="hub-card hub-pane" aria-labelledby="drift-field">
      <header><h2 id="drift-field" className="hub-row">{field(one)} <StateTag kind="driftState" value={one.standing} /></h2><Button type="text" size="small" icon={<CloseOutlined />} aria-label={w('close')} onClick={close} /></header>
      <div className="hub-card-body hub-stack">
        <p><Link to={`/staff/catalogue/${one.code}`}>{one.name}</Link></p>
        <Three sayings={one.sayings} field={one.field} />
        <dl className="hub-pairs hub-pairs-wide">
          <div><dt>{w('owner')}</dt><dd>{one.owner.side === 'zone' ? w('ownerZone') : one.owner.name} · {one.owner.post} {one.assigned && <Tag tone="outside">{w('assigned')}</Tag>}</dd></div>
          <div><dt>{w('foundAt')}</dt><dd><Moment iso={one.foundAt} /> · {w('days', { days: one.ageDays })}</dd></div>
          {one.note !== null && <div><dt>{w('note')}</dt><dd>{one.note}</dd></div>}
          {one.until !== null && <div><dt>{w('until')}</dt><dd className="hub-number">{one.until} {one.overdue && <Tag tone="bad">{w('overdue')}</Tag>}</dd></div>}
        </dl>
        {one.standing !== 'closed' && may('catalogue-officer', 'integrator', 'department-officer') && <Acts one={one} gives={may('catalogue-officer', 'integrator')} />}
        <Reading query={query} rows={3}>
          {({ history }) => <Timeline label={w('history')} entries={history.map((line, index) => ({ key: String(index), at: line.at, title: w(line.what === 'assigned' ? 'assigned-line' : line.what), by: line.by ?? w('byItself'), tone: toneOf[line.what], ...(line.note === null ? {} : { note: line.note }), ...(line.sayings && line.what === 'changed' ? { more: <Three sayings={line.sayings} field={one.field} /> } : {}) }))} />}
        </Reading>
      </div>
    </section>
  );
}
const toneOf = { found: 'warn', changed: 'warn', assigned: 'calm', explained: 'good', 'being-mended': 'active', reopened: 'warn', closed: 'good' } as const;

/** What each says; who stands apart from two others that agree is marked. */
function Three({ sayings, field }: { sayings: Sayings; field: string }): ReactNode {
  const w = useWords(driftTexts);
  const term = useTerms();
  const speaking = sides.filter((side) => !sayings.silent.includes(side));
  const apart = speaking.filter((side) => speaking.every((other) => other === side || sayings[other] !== sayings[side]));
  const isForm = (value: string): value is keyof typeof terms.form => Object.hasOwn(terms.form, value);
  const read = (value: string | null): string => (value === null ? w('nothing') : field === 'form' && isForm(value) ? term('form', value) : value);
  return (
    <dl className="hub-three">
      {sides.map((side) => <div key={side} className={apart.includes(side) && apart.length < speaking.length ? 'hub-apart' : ''}><dt>{w(side)}</dt><dd>{sayings.silent.includes(side) ? <span className="hub-soft">{w('silent')}</span> : read(sayings[side])}</dd></div>)}
    </dl>
  );
}

function Acts({ one, gives }: { one: Drift; gives: boolean }): ReactNode {
  const w = useWords(driftTexts);
  const [until, setUntil] = useState('');
  const [post, setPost] = useState('');
  const stand = (standing: 'open' | 'explained' | 'being-mended', key: string, note: string): Promise<Drift> =>
    take(api.catalogue.POST('/drifts/{driftId}/standing', { params: { path: { driftId: one.id }, header: { 'Idempotency-Key': key } }, body: { standing, note: note === '' ? null : note, until: standing === 'being-mended' && until !== '' ? until : null } }));
  const other = one.owner.side === 'zone' ? 'department' : 'zone';
  const small = { size: 'small' } as const;
  return (
    <p className="hub-row">
      {one.standing !== 'explained' && <ConfirmAct label={w('explain')} title={w('explainTitle')} note={w('explainNote')} reason={{ label: w('reason'), maxLength: 500 }} button={small} run={(key, note) => stand('explained', key, note)} />}
      {one.standing !== 'being-mended' && (
        <ConfirmAct label={w('mend')} title={w('mendTitle')} reason={{ label: w('reason'), maxLength: 500 }} button={small} run={(key, note) => stand('being-mended', key, note)}>
          <label className="hub-choice"><span>{w('until')}</span><input type="date" className="hub-box" value={until} onChange={(event) => setUntil(event.target.value)} /></label>
        </ConfirmAct>
      )}
      {one.standing !== 'open' && <ConfirmAct label={w('reopen')} title={w('reopenTitle')} reason={{ label: w('reason'), required: false, maxLength: 500 }} button={small} run={(key, note) => stand('open', key, note)} />}
      {gives && (
        <ConfirmAct label={w('give')} title={w('giveTitle')} note={w('giveNote')} reason={{ label: w('reason'), maxLength: 500 }} button={small} run={(key, note) => take(api.catalogue.POST('/drifts/{driftId}/owner', { params: { path: { driftId: one.id }, header: { 'Idempotency-Key': key } }, body: { side: other, post: post.trim() === '' ? w(other === 'zone' ? 'ownerZone' : 'ownerDepartment') : post.trim(), note } }))}>
          <label className="hub-choice"><span>{w('post')}</span><input className="hub-box" value={post} maxLength={100} onChange={(event) => setPost(event.target.value)} /></label>
        </ConfirmAct>
      )}
    </p>
  );
}
