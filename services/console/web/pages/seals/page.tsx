/**
 * Seals 印章 and the ledger of their uses 用印台账. Promise: who keeps and who is on duty stands beside each impression; what a
 * keeper may do about a seal is done here and takes effect at once; every use shows document, step and people.
 */
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { components } from '../../../../../contracts/seal/api.ts';
import { api, documentAddress, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { dayPlus } from '../../now.ts';
import { Choice } from '../../parts/choice.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { sealsTexts } from '../../texts/seals.ts';
import { terms } from '../../texts/terms.ts';
import './seals.css';

type Seal = components['schemas']['Seal'];
type Line = components['schemas']['LedgerLine'];
type StopKind = components['schemas']['StopKind'];
const stopKinds = Object.keys(terms.stopKind) as StopKind[];

export default function SealsPage(): ReactNode {
  const w = useWords(sealsTexts);
  const may = useRoles();
  const query = useQuery({ queryKey: ['seal', 'seals'], queryFn: ({ signal }) => take(api.seal.GET('/seals', { signal })) });
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        <Reading query={query} rows={4} empty={{ when: ({ seals }) => seals.length === 0, title: w('none') }}>
          {({ seals }) => (
            <>
              <h2 className="hub-unseen">{w('seals')}</h2>
              <ul className="hub-seals">{seals.map((seal) => <li key={seal.sealCode}><SealCard seal={seal} /></li>)}</ul>
              {may('seal-keeper', 'department-officer', 'supervisor', 'auditor', 'integrator') && <Ledger seals={seals} />}
            </>
          )}
        </Reading>
      </div>
    </>
  );
}

function SealCard({ seal }: { seal: Seal }): ReactNode {
  const w = useWords(sealsTexts);
  const term = useTerms();
  return (
    <article className="hub-card hub-seal" aria-label={seal.sealName}>
      <img src={documentAddress('seal', `/seals/${seal.sealCode}/picture?format=svg`)} alt={w('picture', { name: seal.sealName })} />
      <div>
        <h3>{seal.sealName} <StateTag kind="sealState" value={seal.status} /></h3>
        <p className="hub-soft hub-number">{seal.sealCode} · {seal.owner.name}</p>
        <dl className="hub-seal-facts">
          <div><dt>{w('keeper')}</dt><dd>{seal.keeper}{seal.onDuty === 'keeper' && <span className="hub-soft"> · {w('onDuty')}</span>}</dd></div>
          <div><dt>{w('deputy')}</dt><dd>{seal.deputy}{seal.onDuty === 'deputy' && <span className="hub-soft"> · {w('onDuty')}</span>}</dd></div>
          <div><dt>{w('grants')}</dt><dd>{[...new Set(seal.grants.flatMap((grant) => grant.forms.map((form) => term('form', form))))].join('、')}；{[...new Set(seal.grants.flatMap((grant) => grant.purposes.map((purpose) => term('sealPurpose', purpose))))].join('、')}</dd></div>
          <div><dt>{w('validity')}</dt><dd>{w('until', { from: seal.validFrom, to: seal.validTo })}</dd></div>
        </dl>
        {seal.stops.length > 0 && (
          <details><summary>{w('stops')}</summary>
            <ul>{seal.stops.map((stop) => <li key={stop.at}><Moment iso={stop.at} /> {w('stoppedBy', { kind: term('stopKind', stop.kind), reason: stop.reason, by: stop.by })}</li>)}</ul>
          </details>
        )}
        <SealActs seal={seal} />
      </div>
    </article>
  );
}

function SealActs({ seal }: { seal: Seal }): ReactNode {
  const w = useWords(sealsTexts);
  const term = useTerms();
  const may = useRoles();
  const [kind, setKind] = useState<StopKind>('loss');
  if (!may('seal-keeper') || seal.status === 'cancelled') return null;
  const params = (key: string): { path: { sealCode: string }; header: { 'Idempotency-Key': string } } => ({ path: { sealCode: seal.sealCode }, header: { 'Idempotency-Key': key } });
  const other = seal.onDuty === 'keeper' ? 'deputy' : 'keeper';
  return (
    <p className="hub-seal-acts">
      {seal.status === 'in-use' ? (
        <>
          <ConfirmAct
            label={w('stop')} title={w('stopTitle')} note={w('stopNote')} danger button={{ size: 'small' }} reason={{ label: w('stopReason'), maxLength: 200 }}
            run={(key, reason) => take(api.seal.POST('/seals/{sealCode}/stop', { params: params(key), body: { kind, reason } }))}
          >
            <div className="hub-field"><Choice shown label={w('stopKind')} any={term('stopKind', 'loss')} value={kind === 'loss' ? '' : kind} options={stopKinds.filter((each) => each !== 'loss').map((each) => [each, term('stopKind', each)])} change={(to) => setKind(stopKinds.find((each) => each === to) ?? 'loss')} /></div>
          </ConfirmAct>
          <ConfirmAct
            label={w(other === 'keeper' ? 'toKeeper' : 'toDeputy')} title={w('dutyTitle')} note={w('dutyNote')} button={{ size: 'small' }}
            run={(key) => take(api.seal.POST('/seals/{sealCode}/duty', { params: params(key), body: { onDuty: other } }))}
          />
        </>
      ) : (
        <ConfirmAct
          label={w('resume')} title={w('resumeTitle')} button={{ size: 'small' }} reason={{ label: w('resumeReason'), maxLength: 200 }}
          run={(key, reason) => take(api.seal.POST('/seals/{sealCode}/resume', { params: params(key), body: { reason } }))}
        />
      )}
    </p>
  );
}

/** The first moment of a day in China. */
const dayBegins = (day: string): string => `${day}T00:00:00+08:00`;

function Ledger({ seals }: { seals: readonly Seal[] }): ReactNode {
  const w = useWords(sealsTexts);
  const term = useTerms();
  const [address] = useSearchParams();
  const given = useListFilter({ sealCode: seals.map((seal) => seal.sealCode) });
  const caseNumber = /^[0-9A-Z]{1,50}$/.exec(address.get('case') ?? '')?.[0];
  const filter = {
    order: 'newest' as const, ...(given.sealCode === undefined ? {} : { sealCode: given.sealCode }), ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(given.from === undefined ? {} : { from: dayBegins(given.from) }),
    // The service leaves the last moment out, people count the last day in.
    ...(given.to === undefined ? {} : { to: dayBegins(dayPlus(given.to, 1)) }),
  };
  const { query, paging } = useCursorPages(['seal', 'ledger'], filter, 50, (page, signal) => take(api.seal.GET('/ledger', { params: { query: page }, signal })));
  const columns: readonly Column<Line>[] = [
    { key: 'number', title: w('number'), width: '158px', cell: (line) => <a className="hub-number" href={documentAddress('seal', `/ledger/${line.ledgerNumber}/signature`)} download={`${line.ledgerNumber}.ses`} title={w('signature')}>{line.ledgerNumber}</a> },
    { key: 'document', title: w('document'), cell: (line) => <><span>{line.document.name}</span><div className="hub-soft">{line.item.name}</div></> },
    { key: 'purpose', title: w('purpose'), width: '84px', minor: true, cell: (line) => term('sealPurpose', line.purpose) },
    { key: 'step', title: w('step'), minor: true, cell: (line) => <><span>{line.step.name}</span><div className="hub-soft">{w('people', { reviewed: line.step.reviewedBy, decided: line.step.decidedBy })}</div></> },
    { key: 'keeper', title: w('usedBy'), width: '112px', roomy: true, cell: (line) => line.keeper.account },
    { key: 'usedAt', title: w('usedAt'), width: '108px', cell: (line) => <Moment iso={line.usedAt} /> },
    { key: 'case', title: w('case'), width: '64px', cell: (line) => <Link to={`/staff/cases/${line.caseNumber}`}>{w('case')}</Link> },
  ];
  return (
    <section className="hub-stack" aria-label={w('ledger')}>
      <h2>{w('ledger')}</h2>
      <ListFilters choices={[{ key: 'sealCode', label: w('ledgerOf'), options: seals.map((seal) => [seal.sealCode, seal.sealName]) }]} period={w('period')} />
      <Reading query={query} empty={{ when: (page) => page.lines.length === 0, title: w('empty') }}>
        {(page) => <DataTable label={w('ledger')} columns={columns} rows={page.lines} rowKey={(line) => line.ledgerNumber} paging={paging} busy={query.isFetching} />}
      </Reading>
    </section>
  );
}
