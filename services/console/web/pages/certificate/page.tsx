/**
 * One certificate 证照: the document in place, what it rests on, and its prints. Promise: nothing is printed before it is on
 * record, and a further print shows who asked, who approved, and whether the approval is used.
 */
import { useQuery } from '@tanstack/react-query';
import { InputNumber } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { components } from '../../../../../contracts/certificates/api.ts';
import { api, documentAddress, take } from '../../api.ts';
import { useBoth, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { DocumentFrame } from '../../parts/document-frame.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { Timeline, type TimelineEntry } from '../../parts/timeline.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { certificatesTexts } from '../../texts/certificates.ts';

type Certificate = components['schemas']['Certificate'];

export default function CertificatePage(): ReactNode {
  const w = useWords(certificatesTexts);
  const { number = '' } = useParams();
  const query = useQuery({
    queryKey: ['certificates', 'certificate', { number }], queryFn: ({ signal }) => take(api.certificates.GET('/certificates/{number}', { params: { path: { number } }, signal })),
  });
  return (
    <>
      <PageHead title={w('certificate', { number })} note={query.data && <StateTag kind="certificateState" value={query.data.state} />}>
        {query.data?.state === 'issued' && <Acts certificate={query.data} />}
      </PageHead>
      <Reading query={query} rows={8}>{(certificate) => <Sheet certificate={certificate} />}</Reading>
    </>
  );
}

function Acts({ certificate }: { certificate: Certificate }): ReactNode {
  const w = useWords(certificatesTexts);
  const may = useRoles();
  const { person } = useSession();
  const [copies, setCopies] = useState(1);
  const paper = useRef<HTMLIFrameElement>(null);
  const [printing, setPrinting] = useState(0);
  const path = { number: certificate.number };
  const waiting = certificate.reprintRequests.filter((each) => each.state === 'waiting');
  const printable = certificate.prints.length === 0 || certificate.reprintRequests.some((each) => each.state === 'approved');
  const copiesField = <label className="hub-choice hub-field"><span>{w('copies')}</span><InputNumber min={1} max={20} precision={0} value={copies} onChange={(value) => setCopies(value ?? 1)} /></label>;
  return (
    <>
      {waiting.filter((each) => each.by !== person.subject && may('print-clerk', 'supervisor')).map((each) => (
        <ConfirmAct
          key={each.id} label={w('approve')} title={w('approveTitle')} note={<><p>{w('waiting', { copies: each.copies, reason: each.reason })}</p><p>{w('approveNote')}</p></>}
          run={(key) => take(api.certificates.POST('/certificates/{number}/reprint-requests/{requestId}/approval', { params: { path: { ...path, requestId: each.id }, header: { 'Idempotency-Key': key } }, body: {} }))}
        />
      ))}
      {may('print-clerk') && !printable && waiting.length === 0 && (
        <ConfirmAct
          label={w('reprint')} title={w('reprintTitle')} note={w('reprintNote')} reason={{ label: w('reprintReason'), maxLength: 200 }}
          run={(key, reason) => take(api.certificates.POST('/certificates/{number}/reprint-requests', { params: { path, header: { 'Idempotency-Key': key } }, body: { reason, copies } }))}
        >{copiesField}</ConfirmAct>
      )}
      {may('print-clerk') && printable && (
        <ConfirmAct
          label={w('print')} title={w('printTitle')} note={w('printNote')} button={{ type: 'primary' }} reason={{ label: w('printReason'), required: false, maxLength: 200 }}
          run={(key, reason) => take(api.certificates.POST('/certificates/{number}/prints', { params: { path, header: { 'Idempotency-Key': key } }, body: { copies, ...(reason.length < 2 ? {} : { reason }) } }))}
          done={() => setPrinting((before) => before + 1)}
        >{copiesField}</ConfirmAct>
      )}
      {printing > 0 && (
        <iframe
          key={printing} ref={paper} className="hub-unseen" title={w('page')} src={documentAddress('certificates', `/certificates/${certificate.number}/pdf`)}
          onLoad={() => paper.current?.contentWindow?.print()}
        />
      )}
    </>
  );
}

function Sheet({ certificate }: { certificate: Certificate }): ReactNode {
  const w = useWords(certificatesTexts);
  const both = useBoth();
  const may = useRoles();
  const reads = may('window-clerk', 'print-clerk', 'department-officer', 'auditor');
  return (
    <div className="hub-columns">
      <div className="hub-stack">
        {certificate.refused && <EmptyState title={w('refused')} note={both(certificate.refused)} />}
        {certificate.state !== 'issued' ? !certificate.refused && <EmptyState title={w('page')} note={w('notIssued')} />
          : reads ? <DocumentFrame service="certificates" path={`/certificates/${certificate.number}/pdf`} name={w('page')} fileName={`${certificate.number}.pdf`} height="calc(100vh - 190px)" />
            : <EmptyState title={w('page')} note={w('notShown')} />}
      </div>
      <div className="hub-stack">
        <section className="hub-card" aria-label={w('facts')}>
          <h2>{w('facts')}</h2>
          <dl className="hub-facts hub-card-body">
            <div><dt>{w('name')}</dt><dd>{certificate.title}</dd></div>
            <div><dt>{w('holder')}</dt><dd>{certificate.holder.name}<br /><span className="hub-number hub-soft">{certificate.holder.creditCode}</span></dd></div>
            <div><dt>{w('licenceId')}</dt><dd>{certificate.licenceId}</dd></div>
            <div><dt>{w('issuer')}</dt><dd>{certificate.issuer.name}</dd></div>
            <div><dt>{w('document')}</dt><dd>{certificate.decision.documentNumber}</dd></div>
            <div><dt>{w('validity')}</dt><dd>{certificate.validTo === null ? w('validEndless', { from: certificate.validFrom }) : w('validUntil', { from: certificate.validFrom, to: certificate.validTo })}</dd></div>
            {certificate.issuedAt !== null && <div><dt>{w('issuedAt')}</dt><dd><Moment iso={certificate.issuedAt} seconds /></dd></div>}
            <div><dt>{w('seals')}</dt><dd>{certificate.signatures.map((seal) => <p key={seal.ledgerNumber}>{w('sealed', { name: seal.sealName, ledger: seal.ledgerNumber })}</p>)}</dd></div>
            <div><dt>{w('caseNumber')}</dt><dd><Link to={`/staff/cases/${certificate.caseNumber}`}>{w('openCase')}</Link></dd></div>
            <div><dt>{w('check')}</dt><dd><a href={`/check/${encodeURIComponent(certificate.licenceId)}`} target="_blank" rel="noopener">{certificate.number}</a></dd></div>
          </dl>
        </section>
        <section className="hub-card" aria-label={w('prints')}>
          <h2>{w('prints')}</h2>
          <div className="hub-card-body"><Prints certificate={certificate} /></div>
        </section>
      </div>
    </div>
  );
}

function Prints({ certificate }: { certificate: Certificate }): ReactNode {
  const w = useWords(certificatesTexts);
  const entries: TimelineEntry[] = [
    ...certificate.prints.map((one): TimelineEntry => ({
      key: `print ${one.at}`, at: one.at, by: one.by, title: w(one.requestId === null ? 'printed' : 'printedAgain', { copies: one.copies }), tone: 'good', ...(one.reason === null ? {} : { note: one.reason }),
    })),
    ...certificate.reprintRequests.map((one): TimelineEntry => ({
      key: `request ${one.id}`, at: one.at, by: one.by, title: w('waiting', { copies: one.copies, reason: one.reason }), tone: one.state === 'waiting' ? 'warn' : 'calm',
      note: one.state === 'waiting' ? w('waitingState') : w(one.state === 'approved' ? 'approvedState' : 'usedState', { by: one.approval?.by ?? '' }),
    })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return entries.length === 0 ? <p className="hub-soft">{w('printsNone')}</p> : <Timeline label={w('prints')} entries={entries} />;
}
