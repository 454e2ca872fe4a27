/** What the province still has to be told of this case, and what it has acknowledged. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useTerms, useWords } from '../../language.tsx';
import { readers } from '../../parts/case-readers.ts';
import type { Case } from '../../parts/case-reading.ts';
import { Moment } from '../../parts/moment.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';

export function ProvincePanel({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const may = useRoles();
  const { owed, acknowledged } = one.province;
  const next = Math.max(0, ...acknowledged.map((step) => step.sequence)) + 1;
  return (
    <div className="hub-stack">
      {may(...readers.caseLedger) && <p><Link to={`/staff/province/cases/${one.caseNumber}`}>{w('provinceBoth')}</Link></p>}
      <section className="hub-card" aria-labelledby="province-owed">
        <h2 id="province-owed">{w('provinceOwed')}</h2>
        <div className="hub-card-body">
          {owed.length === 0 ? <p className="hub-soft">{w('provinceOwedNone')}</p> : (
            <>
              <ol className="hub-plain-list">{owed.map((kind, index) => <li key={index} className="hub-row"><Tag tone="warn">{w('stepSequence', { sequence: next + index })}</Tag>{term('provinceStep', kind)}</li>)}</ol>
              <p className="hub-soft">{w('provinceOwedNote')}</p>
            </>
          )}
        </div>
      </section>
      <section className="hub-card" aria-labelledby="province-has">
        <h2 id="province-has">{w('provinceHas')}</h2>
        <div className="hub-card-body">
          {acknowledged.length === 0 ? <p className="hub-soft">{w('provinceHasNone')}</p>
            : <ol className="hub-plain-list">{acknowledged.map((step) => <li key={step.sequence} className="hub-row"><Tag tone="good">{w('stepSequence', { sequence: step.sequence })}</Tag>{term('provinceStep', step.kind)}<Moment iso={step.at} seconds /></li>)}</ol>}
        </div>
      </section>
    </div>
  );
}
