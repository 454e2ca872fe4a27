/**
 * One standard of charges with its versions, what waits for a second officer, and who did what when. Promise: a published version is only
 * read here; it is superseded or withdrawn by proposals that another officer approves.
 */
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { today } from '../../now.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StandardFacts, validityOf } from '../../parts/standard-rule.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { standardsTexts } from '../../texts/standards.ts';

type Kept = components['schemas']['KeptStandard'];

export default function StandardPage(): ReactNode {
  const w = useWords(standardsTexts);
  const { standardCode = '' } = useParams();
  const query = useQuery({ queryKey: ['fees', 'register'], queryFn: ({ signal }) => take(api.fees.GET('/standard-register', { signal })) });
  const found = query.data?.standards.find(({ code }) => code === standardCode);
  return (
    <>
      <PageHead title={w('oneTitle', { code: standardCode })} note={found && <StateTag kind="standardState" value={found.state} />}>{found && <Acts one={found} />}</PageHead>
      <Reading query={query} rows={8}>{() => (found ? <Whole one={found} /> : <EmptyState title={w('unknown')} action={<Link to="/staff/standards">{w('title')}</Link>} />)}</Reading>
    </>
  );
}

function Acts({ one }: { one: Kept }): ReactNode {
  const w = useWords(standardsTexts);
  const may = useRoles();
  const navigate = useNavigate();
  const [from, setFrom] = useState(today());
  if (!may('catalogue-officer') || one.proposal || one.state !== 'published') return null;
  return (
    <>
      <Button onClick={() => void navigate(`/staff/standards/draft?of=${one.code}`)}>{w('supersede')}</Button>
      <ConfirmAct
        label={w('withdraw')} title={w('withdraw')} note={w('withdrawNote')} danger reason={{ label: w('reason'), maxLength: 200 }}
        run={(key, reason) => take(api.fees.POST('/standards/{standardCode}/withdrawals', { params: { path: { standardCode: one.code }, header: { 'Idempotency-Key': key } }, body: { from, reason } }))}
      >
        <Field label={w('withdrawFrom')} required>{(tied) => <Input {...tied} type="date" min={today()} value={from} onChange={(event) => { setFrom(event.target.value); }} />}</Field>
      </ConfirmAct>
    </>
  );
}

function Whole({ one }: { one: Kept }): ReactNode {
  const w = useWords(standardsTexts);
  const on = today();
  const nameOf = (by: string): string => one.history.find((line) => line.by === by)?.name ?? by;
  const inForce = one.withdrawn && one.withdrawn.from <= on ? undefined : one.versions.findLast(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on <= validTo));
  return (
    <div className="hub-stack">
      {one.proposal && <Proposal one={one} proposal={one.proposal} nameOf={nameOf} />}
      {one.withdrawn && <p className="hub-banner-inline hub-tone-warn">{w('withdrawnFrom', { from: one.withdrawn.from, reason: one.withdrawn.reason })}</p>}
      {one.versions.length > 0 && !inForce && <p className="hub-banner-inline hub-tone-warn">{w('notInForce')}</p>}
      {one.versions.toReversed().map((version) => (
        <section key={version.validFrom} className="hub-card" aria-label={`${version.name} ${validityOf(w, version)}`}>
          <h2>{version.name} {version === inForce && <Tag tone="good">{w('inForce')}</Tag>}</h2>
          <div className="hub-card-body">
            <StandardFacts standard={version} />
            <p className="hub-soft">{w('publishedBy', { moment: momentText(version.published.at), name: nameOf(version.published.by) })}</p>
            {version.reason && <p className="hub-soft">{w('reasonOf', { reason: version.reason })}</p>}
          </div>
        </section>
      ))}
      {one.versions.length > 0 && <p className="hub-soft">{w('versionsNote')}</p>}
      <section className="hub-card" aria-label={w('history')}>
        <h2>{w('history')}</h2>
        <ul className="hub-card-body hub-plain-list">
          {one.history.toReversed().map((line) => (
            <li key={`${line.at} ${line.act}`}><Moment iso={line.at} /> · {line.name} · {w(`${line.act}${line.kind === 'publish' ? 'Publish' : 'Withdraw'}`, { from: line.from })}{line.note ? ` · ${line.note}` : ''}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Proposal({ one, proposal, nameOf }: { one: Kept; proposal: NonNullable<Kept['proposal']>; nameOf(by: string): string }): ReactNode {
  const w = useWords(standardsTexts);
  const may = useRoles();
  const { person } = useSession();
  const { number, proposed, what } = proposal;
  const own = proposed.by === person.subject;
  const decide = (decision: 'approve' | 'reject') => (key: string, note: string) => take(api.fees.POST('/standards/{standardCode}/verdicts', { params: { path: { standardCode: one.code }, header: { 'Idempotency-Key': key } }, body: { number, decision, note } }));
  return (
    <section className="hub-card" aria-label={w('proposal')}>
      <h2>{w('proposal')}</h2>
      <div className="hub-card-body hub-stack">
        <p><strong>{what.kind === 'publish' ? w('toPublish', { when: `${what.standard.name} ${validityOf(w, what.standard)}` }) : w('toWithdraw', { from: what.from, reason: what.reason })}</strong></p>
        <p className="hub-soft">{w('proposedBy', { name: nameOf(proposed.by), moment: momentText(proposed.at) })}</p>
        {what.kind === 'publish' && <><StandardFacts standard={what.standard} />{what.standard.reason && <p className="hub-soft">{w('reasonOf', { reason: what.standard.reason })}</p>}</>}
        {may('catalogue-officer') && (
          <div className="hub-row">
            {own ? <span className="hub-soft">{w('ownProposal')}</span> : <ConfirmAct label={w('approve')} title={w('approveTitle')} note={w('approveNote')} button={{ type: 'primary' }} run={decide('approve')} />}
            <ConfirmAct label={w(own ? 'takeBack' : 'reject')} title={w('rejectTitle')} danger reason={{ label: w('reason'), maxLength: 200 }} run={decide('reject')} />
          </div>
        )}
      </div>
    </section>
  );
}
