/**
 * Applications from the province's portals 网上申请: those that wait for a person with their days running, those that became cases, those
 * given back; and the count that nothing which came in is missing. Promise: the earliest to run out stands on top.
 */
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, take } from '../../api.ts';
import { useBoth, useWords } from '../../language.tsx';
import { applicationAddress, type ApplicationLine } from '../../parts/application-reading.ts';
import { Clock } from '../../parts/clock.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { useView, Views } from '../../parts/views.tsx';
import { applicationsTexts } from '../../texts/applications.ts';
import { ApplicationCounts } from './counts.tsx';
import './applications.css';

export default function ApplicationsPage(): ReactNode {
  const w = useWords(applicationsTexts);
  const both = useBoth();
  const navigate = useNavigate();
  const state = useView(['quarantined', 'started', 'failed']);
  const [chosen, choose] = useRememberedChoice('applications');
  const { query, paging } = useCursorPages(['province-gateway', 'applications'], { state }, 50, (page, signal) => take(api.provinceGateway.GET('/applications', { params: { query: page }, signal })));
  const waits = state === 'quarantined';
  const columns: readonly Column<ApplicationLine>[] = [
    ...(waits ? [{ key: 'due', title: w('due'), width: '136px', cell: (one: ApplicationLine) => <Clock light={one.light} due={one.noticeDue} daysLeft={one.daysLeft} /> }] : []),
    { key: 'item', title: w('item'), cell: (one) => (one.item ? <>{one.item.name}<div className="hub-soft hub-code">{one.item.code}</div></> : <span className="hub-soft">{w('noItem')}</span>) },
    { key: 'applicant', title: w('applicant'), width: '196px', cell: (one) => <><span className="hub-wrapped">{one.applicant}</span><div className="hub-soft hub-code">{one.applicationId}</div></> },
    ...(state === 'started'
      ? [{ key: 'case', title: w('case'), width: '300px', cell: (one: ApplicationLine) => one.caseNumber !== null && <Link className="hub-code" to={`/staff/cases/${one.caseNumber}`}>{one.caseNumber}</Link> }]
      : [{ key: 'reason', title: w(waits ? 'reason' : 'reasonFailed'), width: '220px', cell: (one: ApplicationLine) => <span className="hub-wrapped">{one.taking ? w('taking') : one.reason && both(one.reason)}</span> }]),
    { key: 'submittedAt', title: w('submittedAt'), width: '96px', cell: (one) => <Moment iso={one.submittedAt} /> },
    { key: 'platform', title: w('platform'), width: '150px', roomy: true, cell: (one) => one.platform },
    { key: 'answered', title: w('answered'), width: '92px', roomy: true, cell: (one) => (one.answered === one.state ? w('answered') : <span className="hub-soft">{w('notAnswered')}</span>) },
  ];
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        <ApplicationCounts />
        <Views label={w('views')} shown={state} views={[['quarantined', w('viewQuarantined')], ['started', w('viewStarted')], ['failed', w('viewFailed')]]} />
        <Reading query={query} rows={8} empty={{ when: (page) => page.applications.length === 0, title: waits ? w('none') : w('noneThere'), ...(waits ? { note: w('noneNote') } : {}) }}>
          {(page) => (
            <DataTable
              label={w('list')} globalKeys columns={columns} rows={page.applications} rowKey={(one) => `${one.platform}/${one.applicationId}`} chosen={chosen} choose={choose}
              open={(one) => void navigate(applicationAddress(one))} mark={(one) => (one.light === 'red' || one.light === 'yellow' ? one.light : undefined)} paging={paging} busy={query.isFetching}
            />
          )}
        </Reading>
      </div>
    </>
  );
}
