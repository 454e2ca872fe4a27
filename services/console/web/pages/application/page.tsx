/**
 * One application from a portal: what was applied for, its papers and its days; the nearest items, and the act that makes it a case or
 * gives it back. Promise: what the applicant wrote stands beside what may be chosen, and nobody types anything of it again.
 */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { documentAddress } from '../../api.ts';
import { useBoth, useWords } from '../../language.tsx';
import { useApplication, type Application } from '../../parts/application-reading.ts';
import { Clock } from '../../parts/clock.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { Problem } from '../../problem.ts';
import { useRoles } from '../../session.tsx';
import { applicationsTexts } from '../../texts/applications.ts';
import { Acts } from './acts.tsx';
import './application.css';

export default function ApplicationPage(): ReactNode {
  const w = useWords(applicationsTexts);
  const { platform = '', applicationId = '' } = useParams();
  const query = useApplication(platform, applicationId);
  if (query.error instanceof Problem && query.error.status === 404) {
    return <><h1 className="hub-unseen">{w('title')}</h1><EmptyState title={w('unknownTitle')} note={w('unknownNote')} action={<Link to="/staff/applications">{w('toList')}</Link>} /></>;
  }
  return (
    <>
      <PageHead title={w('titleOf', { id: applicationId })} note={platform}><Link to="/staff/applications">{w('toList')}</Link></PageHead>
      <Reading query={query} rows={10}>{(one) => <Whole one={one} />}</Reading>
    </>
  );
}

function Whole({ one }: { one: Application }): ReactNode {
  const w = useWords(applicationsTexts);
  const both = useBoth();
  const may = useRoles();
  const acts = one.state === 'quarantined' && may('window-clerk', 'catalogue-officer');
  return (
    <div className="hub-stack">
      <Standing one={one} />
      <div className="hub-apply-columns">
        <div className="hub-stack">
          <AsApplied one={one} />
          <Files one={one} />
        </div>
        <div className="hub-stack">
          {acts && <Acts one={one} />}
          <section className="hub-card" aria-labelledby="application-history"><h2 id="application-history">{w('history')}</h2>
            <div className="hub-card-body"><Timeline label={w('history')} entries={one.history.toReversed().map((line, index) => ({ key: String(index), at: line.at, title: both(line), ...(line.by ? { by: line.by.name || line.by.subject } : {}) }))} /></div>
          </section>
        </div>
      </div>
    </div>
  );
}

/** Where it stands, in one band: why it waits and until when, or what became of it. */
function Standing({ one }: { one: Application }): ReactNode {
  const w = useWords(applicationsTexts);
  const both = useBoth();
  if (one.state === 'started') {
    return (
      <Alert
        type="success" showIcon title={w('startedTitle')}
        description={<>{one.caseNumber !== null && <Link to={`/staff/cases/${one.caseNumber}`} className="hub-code">{one.caseNumber}</Link>} · {w('receipt')} <span className="hub-code">{one.receiptNumber}</span></>}
      />
    );
  }
  if (one.state === 'failed') return <Alert type="info" showIcon title={w('failedTitle')} description={one.reason && both(one.reason)} />;
  return (
    <>
      {one.overdue && <Alert type="error" showIcon role="alert" title={w('overdueTitle')} description={w('overdueNote')} />}
      <Alert
        type="warning" showIcon title={one.taking || !one.reason ? w('whyTaking') : both(one.reason)}
        description={<span className="hub-row">{w('due')} <Clock light={one.light} due={one.noticeDue} daysLeft={one.daysLeft} reckoning={one.clock?.lines ?? []} /> <span className="hub-soft">{w('submittedAt')} {momentText(one.submittedAt)}</span></span>}
      />
    </>
  );
}

function AsApplied({ one }: { one: Application }): ReactNode {
  const w = useWords(applicationsTexts);
  const codes = [one.codes?.handlingCode, one.codes?.taskCode, one.codes?.catalogCode].filter((code) => typeof code === 'string');
  return (
    <section className="hub-card" aria-labelledby="application-applied">
      <header><h2 id="application-applied">{w('asApplied')}</h2><StateTag kind="applicationState" value={one.state} /></header>
      <dl className="hub-card-body hub-pairs hub-apply-pairs">
        <div><dt>{w('itemName')}</dt><dd><strong className="hub-plain-strong">{one.item?.name ?? w('noItem')}</strong></dd></div>
        <div><dt>{w('codes')}</dt><dd className="hub-code">{codes.length > 0 ? codes.map((code) => <div key={code}>{code}</div>) : w('noCode')}</dd></div>
        <div><dt>{w('projectName')}</dt><dd>{one.projectName}</dd></div>
        <div><dt>{w('applicant')}</dt><dd>{one.applicant}<div className="hub-code">{one.applicantNumber}</div></dd></div>
        <div><dt>{w('contact')}</dt><dd>{one.contact ? `${one.contact.name} ${one.contact.mobile ?? ''}` : w('noContact')}</dd></div>
        <div><dt>{w('submittedAt')}</dt><dd><Moment iso={one.submittedAt} /></dd></div>
        {one.form.map((field) => <div key={field.name}><dt>{field.name}</dt><dd className="hub-wrap">{field.value}</dd></div>)}
      </dl>
    </section>
  );
}

function Files({ one }: { one: Application }): ReactNode {
  const w = useWords(applicationsTexts);
  const both = useBoth();
  const reads = useRoles()('window-clerk', 'catalogue-officer');
  const path = (fileId: string): string => `/applications/${[one.platform, one.applicationId].map(encodeURIComponent).join('/')}/files/${encodeURIComponent(fileId)}`;
  return (
    <section className="hub-card" aria-labelledby="application-files">
      <h2 id="application-files">{w('files')}</h2>
      <ul className="hub-card-body hub-apply-files">
        {one.files.length === 0 && <li className="hub-soft">{w('noFiles')}</li>}
        {one.files.toSorted((a, b) => Number(b.problem !== null) - Number(a.problem !== null)).map((file) => (
          <li key={file.fileId}>
            <div><span className="hub-wrap">{file.material ?? file.name}</span><div className="hub-soft">{file.name} · {w('bytes', { kb: Math.max(1, Math.round(file.bytes / 1024)) })}</div>
              {file.problem && <p className="hub-field-fault">{both(file.problem)}</p>}</div>
            <Tag tone={file.problem ? 'bad' : file.kept ? 'good' : 'calm'}>{w(file.kept ? 'fileKept' : 'fileWaits')}</Tag>
            {reads && <a href={documentAddress('province-gateway', path(file.fileId))} download={file.name}>{w('download')}<span className="hub-unseen"> {file.name}</span></a>}
          </li>
        ))}
      </ul>
    </section>
  );
}
