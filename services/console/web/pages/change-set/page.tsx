/**
 * One change set, to be judged in a minute: what changes, for whom, from when, which open cases; then every difference side by side.
 * Promise: who may act sees the acts, who may not sees why; what is approved is what was read.
 */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useBoth, useTerms, useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { Problem } from '../../problem.ts';
import { changeSetTexts } from '../../texts/change-sets.ts';
import { Approve, Compare, ProposeAgain, Reject, Undo } from './acts.tsx';
import { ConcernedCases, DryRun } from './dry-run.tsx';
import { Entries } from './entries.tsx';
import './change-set.css';

type ChangeSet = components['schemas']['ChangeSet'];
/** Each count leads to its entries. */
const kindOf = { added: 'added', changed: 'changed', removed: 'removed', stateOnly: 'state', refusedCount: 'refused' } as const;
/** While entries are gone through it is asked about every second. */
const askEveryMs = 1_000;

export default function ChangeSetPage(): ReactNode {
  const w = useWords(changeSetTexts);
  const { changeSetId = '' } = useParams();
  const query = useQuery({
    queryKey: ['catalogue', 'change-set', { changeSetId }],
    queryFn: ({ signal }) => take(api.catalogue.GET('/change-sets/{changeSetId}', { params: { path: { changeSetId } }, signal })),
    refetchInterval: ({ state }) => (state.data && ['applying', 'undoing'].includes(state.data.state) ? askEveryMs : false),
  });
  if (query.error instanceof Problem && query.error.status === 404 && !query.data) {
    return <><PageHead title={w('title')} /><EmptyState title={w('unknownTitle')} note={w('unknownNote', { id: changeSetId })} action={<Link to="/staff/change-sets">{w('toList')}</Link>} /></>;
  }
  const one = query.data;
  return (
    <>
      <PageHead title={one?.title ?? changeSetId} note={<><Link to="/staff/change-sets">{w('list')}</Link> <span className="hub-code">{changeSetId}</span> {one && <StateTag kind="changeSetState" value={one.state} />} {one && <Source source={one.source} />}</>}>
        {one && <Acts one={one} />}
      </PageHead>
      <Reading query={query} rows={10}>{(found) => <Whole one={found} />}</Reading>
    </>
  );
}

function Acts({ one }: { one: ChangeSet }): ReactNode {
  return (
    <>
      {one.actions.includes('propose-again') && <ProposeAgain one={one} />}
      {one.actions.includes('undo') && <Undo one={one} />}
      {one.actions.includes('reject') && <Reject one={one} />}
      {one.actions.includes('compare') && <Compare one={one} />}
      {one.actions.includes('approve') && <Approve one={one} />}
    </>
  );
}

function Source({ source }: { source: string }): ReactNode {
  const w = useWords(changeSetTexts);
  const term = useTerms();
  return <Tag tone="outside">{source.startsWith('department:') ? w('department') : term('listSource', source)}</Tag>;
}

function Whole({ one }: { one: ChangeSet }): ReactNode {
  const w = useWords(changeSetTexts);
  const both = useBoth();
  const { counts } = one;
  const figures = [['added', counts.added], ['changed', counts.changed], ['removed', counts.removed], ['stateOnly', counts.state], ['refusedCount', counts.refused]] as const;
  const waits = one.state === 'proposed' || one.state === 'approved';
  return (
    <div className="hub-stack">
      {one.withheld.map((each) => <Alert key={each.action} type="info" showIcon title={<>{w('withheld')}{w(each.action)} — {both(each)}</>} />)}
      {one.abandoned && <Alert type="warning" showIcon title={w('abandonedNote')} description={one.abandoned.why} />}
      {one.progress.notTaken > 0 && <Alert type="warning" showIcon title={w('notTaken', { count: one.progress.notTaken })} />}
      <section className="hub-card" aria-labelledby="change-glance"><h2 id="change-glance">{w('atAGlance')}</h2>
        <dl className="hub-card-body hub-glance">
          <div><dt>{w('whatChanges')}</dt><dd>{figures.filter(([, count]) => count > 0).map(([what, count]) => <Link key={what} to={`?kind=${kindOf[what]}`} replace className="hub-glance-count">{w(what, { count })}</Link>)}</dd>
            {one.superseded > 0 && <dd className="hub-soft">{w('superseded', { count: one.superseded })}</dd>}</div>
          <div><dt>{w('forWhom')}</dt><dd>{one.heavier > 0 ? <Link to="?burden=heavier" replace><Tag tone="bad">{w('heavierOf', { count: one.heavier })}</Tag></Link> : w('heavierNone')}</dd></div>
          <div><dt>{w('fromWhen')}</dt><dd>{one.inForceSince !== null ? w('inForceSince', { day: one.effectiveOn ?? '' }) : one.effectiveOn !== null ? w('fromDay', { day: one.effectiveOn }) : waits ? w('onApproval') : '—'}</dd></div>
          {waits && <div><dt>{w('whichCases')}</dt><dd><DryRun changeSetId={one.id} revision={one.revision} /></dd></div>}
        </dl>
      </section>
      {waits && <ConcernedCases changeSetId={one.id} revision={one.revision} />}
      <div className="hub-columns">
        <Entries one={one} />
        <section className="hub-card" aria-labelledby="change-people"><h2 id="change-people">{w('people')}</h2>
          <dl className="hub-card-body hub-pairs">
            <Person title={w('proposed')} name={one.proposedBy.name} at={one.proposedAt} note="" />
            {one.approved && <Person title={w('approved')} {...one.approved} />}
            {one.rejected && <Person title={w('rejected')} {...one.rejected} />}
            {one.undone && <Person title={w('undone')} {...one.undone} />}
            {one.abandoned && <Person title={w('abandoned')} name="" at={one.abandoned.at} note="" />}
            {one.arrival.kind === 'change-set' && <div><dt>{w('firstProposedAs')}</dt><dd><Link to={`/staff/change-sets/${one.arrival.id}`} className="hub-code">{one.arrival.id}</Link></dd></div>}
            {one.proposedAgainAs !== null && <div><dt>{w('proposedAgainAs')}</dt><dd><Link to={`/staff/change-sets/${one.proposedAgainAs}`} className="hub-code">{one.proposedAgainAs}</Link></dd></div>}
            {one.replacedBy !== null && <div><dt>{w('replacedBy')}</dt><dd><Link to={`/staff/change-sets/${one.replacedBy}`} className="hub-code">{one.replacedBy}</Link></dd></div>}
            {['applying', 'undoing'].includes(one.state) && <div><dt /><dd role="status">{w('progress', { done: one.state === 'applying' ? one.progress.done : one.undoing.done })}</dd></div>}
          </dl>
        </section>
      </div>
    </div>
  );
}

function Person({ title, name, at, note }: { title: string; name: string; at: string; note: string }): ReactNode {
  const w = useWords(changeSetTexts);
  return <div><dt>{title}</dt><dd>{name === '' ? w('byHub') : name} <span className="hub-soft"><Moment iso={at} /></span>{note !== '' && <div className="hub-wrap">{note}</div>}</dd></div>;
}
