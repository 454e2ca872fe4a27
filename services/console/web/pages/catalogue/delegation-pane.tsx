/** One document of the register: what it says, its signed papers, what has become of it, and what may be done with it. */
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { today } from '../../now.ts';
import type { Delegation } from '../../parts/catalogue-reading.ts';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';
import { DelegationForm } from './delegation-form.tsx';
import { DelegationPapers } from './delegation-papers.tsx';

type Line = components['schemas']['DelegationLine'];

export function DaysLeft({ of: { daysLeft, light } }: { of: Pick<Delegation, 'daysLeft' | 'light'> }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  if (daysLeft === null || light === null) return <span className="hub-soft">{w('ended')}</span>;
  return <span className={`hub-clock hub-light-${light}`}><span className="hub-clock-light" aria-hidden /><span className="hub-number">{daysLeft === 0 ? w('lastDay') : w('days', { days: daysLeft })}</span><span className="hub-unseen">{light === 'green' ? '' : term('light', light)}</span></span>;
}

export function DelegationPane({ one, changes, close }: { one: Delegation; changes: boolean; close(): void }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const [amending, setAmending] = useState(false);
  const ended = one.standing === 'terminated' || one.standing === 'taken-back';
  const onTrial = !ended && one.daysLeft !== null && one.trialEndsOn >= today();
  return (
    <section className="hub-card hub-pane" aria-labelledby="document-number">
      <header><h2 id="document-number" className="hub-row">{one.documentNumber} <StateTag kind="delegationState" value={one.standing} />{onTrial && <Tag tone="outside">{w('onTrial')}</Tag>}</h2><Button type="text" size="small" icon={<CloseOutlined />} aria-label={w('close')} onClick={close} /></header>
      <div className="hub-card-body hub-stack">
        {one.upcoming && <p className="hub-upcoming" role="note">{w('upcoming', { day: one.upcoming.on, what: term('delegationState', one.upcoming.standing) })}</p>}
        <dl className="hub-pairs hub-pairs-wide">
          <div><dt>{w('kind')}</dt><dd>{term('delegationKind', one.kind)} · {term('form', one.form)}</dd></div>
          <div><dt>{w('granting')}</dt><dd>{one.department.name}<div className="hub-soft hub-code">{one.department.creditCode} · {one.department.sealCode}</div></dd></div>
          {one.upstreamAuthority && <div><dt>{w('upstream')}</dt><dd>{one.upstreamAuthority.name}<div className="hub-soft hub-code">{one.upstreamAuthority.creditCode}</div></dd></div>}
          <div><dt>{w('zone')}</dt><dd>{one.zone.name}<div className="hub-soft hub-code">{one.zone.creditCode} · {one.zone.divisionCode} · {one.zoneSealCode}</div></dd></div>
          {(one.form === 'entrusted' || one.form === 'direct-report') && <div><dt>{w('countersign')}</dt><dd>{term('countersign', one.countersign)}</dd></div>}
          <div><dt>{w('subParks')}</dt><dd>{one.subParks.length === 0 ? w('wholeZone') : one.subParks.join('、')}</dd></div>
          <div><dt>{w('validity')}</dt><dd><span className="hub-number">{one.validFrom} – {one.validTo}</span> <DaysLeft of={one} /></dd></div>
          <div><dt>{w('signedOn')}</dt><dd className="hub-number">{one.signedOn}</dd></div>
          <div><dt>{w('handOverOn')}</dt><dd><span className="hub-number">{one.handOverOn ?? one.validFrom}</span><div className="hub-soft">{w('handOverNote')}</div></dd></div>
          <div><dt>{w('trialEndsOn')}</dt><dd className="hub-number">{one.trialEndsOn}</dd></div>
          {one.suspensions.length > 0 && <div><dt>{w('suspensions')}</dt><dd>{one.suspensions.map(({ from, to }) => <div key={from} className="hub-number">{w('suspensionOf', { from, to })}</div>)}</dd></div>}
          {one.endedOn !== null && <div><dt>{w('endedOn')}</dt><dd className="hub-number">{one.endedOn}</dd></div>}
          <div><dt>{w('posts')}</dt><dd>{one.posts.a}<br />{one.posts.b}</dd></div>
        </dl>
        {changes && !ended && <p className="hub-row"><Button size="small" onClick={() => setAmending(true)}>{w('amend')}</Button></p>}
        <DelegationPapers one={one} changes={changes} />
        <p className="hub-soft">{w(one.itemsTold ? 'itemsTold' : 'itemsNotTold')}</p>
        <History documentNumber={one.documentNumber} amendments={one.amendments} files={one.files.length} />
        <details className="hub-bodies" open={one.itemCodes.length <= 6}>
          <summary>{w('itemCodes')} · {w('countOf', { count: one.itemCodes.length })}</summary>
          <ul className="hub-plain-list">{one.itemCodes.map((code) => <li key={code}><Link className="hub-code" to={`/staff/catalogue/${code}`}>{code}</Link></li>)}</ul>
        </details>
      </div>
      {amending && <DelegationForm amends={one} close={() => setAmending(false)} />}
    </section>
  );
}

/** What has become of the document, newest first. */
function History({ documentNumber, amendments, files }: { documentNumber: string; amendments: number; files: number }): ReactNode {
  const w = useWords(catalogueTexts);
  const query = useQuery({
    queryKey: ['catalogue', 'delegation-history', { documentNumber, amendments, files }],
    queryFn: ({ signal }) => take(api.catalogue.GET('/delegations/{documentNumber}/history', { params: { path: { documentNumber } }, signal })),
  });
  return (
    <section aria-label={w('history')}>
      <h3 className="hub-small-head">{w('history')}</h3>
      <Reading query={query} rows={3}>
        {({ lines }) => (
          <Timeline
            label={w('history')}
            entries={lines.map((line, index) => ({
              key: String(index), at: line.at, title: w(line.what), by: line.by ?? w('byItsDay'), tone: toneOf[line.what],
              ...(line.reason === null ? {} : { note: line.reason }), more: <Changes line={line} />,
            }))}
          />
        )}
      </Reading>
    </section>
  );
}
const toneOf = { registered: 'good', amended: 'calm', 'form-changed': 'outside', 'standing-changed': 'warn', 'file-added': 'calm' } as const;

function Changes({ line }: { line: Line }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  if (line.changes.length === 0) return null;
  const read = (field: string, value: string | null): string => {
    if (value === null) return w('nothing');
    if (field === 'form' && isForm(value)) return term('form', value);
    if (field === 'standing' && isStanding(value)) return term('delegationState', value);
    if (field === 'countersign' && (value === 'standing' || value === 'officer')) return term('countersign', value);
    return value;
  };
  return (
    <ul className="hub-plain-list hub-amended">
      {line.changes.map((change) => (
        <li key={change.field}>
          <span className="hub-soft">{w(isField(change.field) ? fieldWords[change.field] : 'changeField')}</span>{' '}
          {change.field === 'file' ? <span>{(change.after ?? '').replace(/ [0-9a-f]{64}$/, '')}</span>
            : change.field === 'itemCodes' ? <>{change.added.map((code) => <ins key={code} className="hub-code">＋{code}</ins>)}{change.removed.map((code) => <del key={code} className="hub-code">{code}</del>)}</>
              : <><del>{read(change.field, change.before)}</del> → <ins>{read(change.field, change.after)}</ins></>}
        </li>
      ))}
    </ul>
  );
}
const fieldWords = {
  kind: 'kind', form: 'form', standing: 'standing', department: 'granting', upstreamAuthority: 'upstream', zone: 'zone', subParks: 'subParks', zoneSealCode: 'zoneSealCode', countersign: 'countersign', signedOn: 'signedOn',
  validFrom: 'validFrom', validTo: 'validUntil', trialEndsOn: 'trialEndsOn', handOverOn: 'handOverOn', endedOn: 'endedOn', 'posts.a': 'postA', 'posts.b': 'postB', itemCodes: 'itemCodes', file: 'signedPaper',
} as const;
const isField = (field: string): field is keyof typeof fieldWords => Object.hasOwn(fieldWords, field);
const isForm = (value: string): value is Delegation['form'] => ['direct', 'entrusted', 'forward', 'direct-report'].includes(value);
const isStanding = (value: string): value is Delegation['standing'] => ['in-force', 'suspended', 'terminated', 'taken-back'].includes(value);
