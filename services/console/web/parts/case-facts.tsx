/** Who did what on a case so far and with what words: the facts a reviewer or approver builds on. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useBoth, useLanguage, useTerms, useWords } from '../language.tsx';
import { useRoles } from '../session.tsx';
import { caseTexts } from '../texts/case.ts';
import { applicationAddress } from './application-reading.ts';
import { readers } from './case-readers.ts';
import type { Case } from './case-reading.ts';
import { Moment, momentText } from './moment.tsx';
import { StateTag, Tag } from './state-tag.tsx';

export function CaseFacts({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  const { language } = useLanguage();
  const term = useTerms();
  const may = useRoles();
  const who = (person: { name: string } | null): string => person?.name ?? '';
  return (
    <dl className="hub-pairs">
      <div><dt>{w('department')}</dt><dd>{one.item.department}</dd></div>
      <div><dt>{w('item')}</dt><dd><span className="hub-code">{one.item.code}</span> {w('version', { version: one.item.version })}</dd></div>
      <div><dt>{w(one.applicant.person ? 'personNumber' : 'creditCode')}</dt><dd className="hub-code">{one.applicant.person?.documentNumber ?? one.applicant.creditCode}</dd></div>
      {one.answers.map((answer) => <div key={answer.key}><dt>{language === 'zh' ? answer.labelZh : answer.labelEn}</dt><dd className="hub-wrap">{answer.text}</dd></div>)}
      <div><dt>{w('receivedBy')}</dt><dd>{who(one.receivedBy)} <Moment iso={one.receivedAt} />{one.window && ` · ${one.window}`}</dd></div>
      {one.origin && <div><dt>{w('origin')}</dt><dd>{may(...readers.applications) ? <Link to={applicationAddress(one.origin)}>{w('originOnline', { id: one.origin.applicationId })}</Link> : w('originOnline', { id: one.origin.applicationId })}</dd></div>}
      {one.supplement && <div><dt>{w('actSupplement')}</dt><dd><ul className="hub-plain-list">{one.supplement.missing.map((name) => <li key={name}>{name}</li>)}</ul><Moment iso={one.supplement.noticeAt} /></dd></div>}
      {one.acceptedAt && <div><dt>{w('acceptedBy')}</dt><dd>{one.deemedAccepted ? w('deemed') : who(one.acceptedBy)} <Moment iso={one.acceptedAt} /></dd></div>}
      {one.pauses.map((pause) => <div key={pause.startedAt}><dt>{both(pause.name)}</dt><dd><span className="hub-wrap">{pause.reason}</span> <span className="hub-soft">{pause.from} – {pause.to ?? '…'}</span></dd></div>)}
      {one.review && <div><dt>{w('reviewedBy')}</dt><dd><Tag tone={one.review.opinion === 'agree' ? 'good' : 'bad'}>{term('opinion', one.review.opinion)}</Tag> {who(one.review.by)} <Moment iso={one.review.at} />{one.review.note && <span className="hub-quote hub-wrap">{one.review.note}</span>}</dd></div>}
      {one.decision && (
        <div>
          <dt>{one.form === 'direct-report' ? w('opinionBy') : w('decidedBy')}</dt>
          <dd>
            <Tag tone={one.decision.result === 'granted' ? 'good' : 'bad'}>{term('decision', one.decision.result)}</Tag> {who(one.decision.by)} <Moment iso={one.decision.at} />
            <div className="hub-soft">{one.decision.documentNumber}{one.decision.validTo && ` · ${w('validTo')} ${one.decision.validTo}`}</div>
            {one.decision.note && <span className="hub-quote hub-wrap">{one.decision.note}</span>}
          </dd>
        </div>
      )}
      {one.countersigns.map((asked) => (
        <div key={asked.askedAt}>
          <dt>{w('countersigned')}</dt>
          <dd>
            {asked.answer === null ? <span className="hub-soft">{w('countersignAsked', { moment: momentText(asked.askedAt), due: asked.due ?? w('nothing') })}</span> : (
              <>
                <StateTag kind="countersigned" value={asked.answer.kind} /> {who(asked.answer.by)} <Moment iso={asked.answer.at} />
                {asked.answer.ground && <span className="hub-quote hub-wrap">{term('returnGround', asked.answer.ground)}{w('colon')}{asked.answer.reason}</span>}
              </>
            )}
          </dd>
        </div>
      ))}
      {one.upstream && <div><dt>{w('upstream')}</dt><dd><Tag tone={one.upstream.result === 'granted' ? 'good' : 'bad'}>{term('decision', one.upstream.result)}</Tag> {one.upstream.authority} <Moment iso={one.upstream.at} /><div className="hub-soft">{one.upstream.documentNumber}</div>{one.upstream.note && <span className="hub-quote hub-wrap">{one.upstream.note}</span>}</dd></div>}
      {one.delivery && <div><dt>{w('delivery')}</dt><dd>{one.delivery.recipient} · {term('deliveryMethod', one.delivery.method)} <Moment iso={one.delivery.at} /> · {who(one.delivery.by)}</dd></div>}
      {one.end && <div><dt>{w('end')}</dt><dd>{who(one.end.by)} <Moment iso={one.end.at} /><span className="hub-quote hub-wrap">{one.end.reason}</span></dd></div>}
    </dl>
  );
}
