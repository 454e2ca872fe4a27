/** One case on both sides of the two ledgers: each step as we told it and as the province has it, what differs, and where each field came from. */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { api, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { OurSide, TheirSide } from '../../parts/ledger-sides.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import type { LedgerStepWhole } from '../../parts/province-reading.ts';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { fieldName, fieldValue } from '../../texts/province-fields.ts';
import { provinceTexts } from '../../texts/province.ts';
import './case-ledger.css';

export default function CaseLedgerPage(): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const { language } = useLanguage();
  const { caseNumber = '' } = useParams();
  const query = useQuery({
    queryKey: ['province-gateway', 'case-ledger', { caseNumber }],
    queryFn: ({ signal }) => take(api.provinceGateway.GET('/ledger/cases/{caseNumber}', { params: { path: { caseNumber } }, signal })),
  });
  return (
    <>
      <PageHead title={w('caseTitle', { number: caseNumber })} note={query.data?.platform}><Link to={`/staff/cases/${caseNumber}`}>{w('toCase')}</Link></PageHead>
      <Reading query={query} rows={8} empty={{ when: (found) => found.steps.length === 0, title: w('caseEmpty') }}>
        {(found) => (
          <div className="hub-stack">
            {found.divergences.filter((one) => one.state === 'open' || one.state === 'healing').map((one) => (
              <Alert
                key={one.number} type="error" showIcon
                title={<>{w('stepOf', { sequence: one.sequence, kind: term('provinceStep', one.kind) })}：{term('divergenceNature', one.nature)}{one.field && <> · {fieldName(one.field, language)}</>} <StateTag kind="divergenceState" value={one.state} /></>}
                description={<>{one.field && <>{w('ours')} {one.ours === null ? w('nothing') : fieldValue(one.field, one.ours, language)} · {w('theirs')} {one.theirs === null ? w('nothing') : fieldValue(one.field, one.theirs, language)} · </>}{w('winner')} {term('ledgerWinner', one.winner)}</>}
              />
            ))}
            <ol className="hub-stack" aria-label={w('both')}>{found.steps.map((step) => <li key={step.sequence}><Step step={step} /></li>)}</ol>
          </div>
        )}
      </Reading>
    </>
  );
}

function Step({ step }: { step: LedgerStepWhole }): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const { language } = useLanguage();
  const name = w('stepOf', { sequence: step.sequence, kind: term('provinceStep', step.kind) });
  return (
    <article className="hub-card" aria-label={name}>
      <h2>{name}</h2>
      <div className="hub-card-body hub-stack">
        <dl className="hub-sides"><div><dt>{w('oursNow')}</dt><dd><OurSide step={step} /></dd></div><div><dt>{w('theirsNow')}</dt><dd><TheirSide step={step} /></dd></div></dl>
        <details className="hub-bodies"><summary>{w('fields')}</summary>
          <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={`${name} ${w('fields')}`}>
            <table className="hub-plain-table">
              <thead><tr><th scope="col">{w('field')}</th><th scope="col">{w('value')}</th><th scope="col">{w('source')}</th></tr></thead>
              <tbody>{step.fields.map((one) => <tr key={one.field}><td title={one.field}>{fieldName(one.field, language)}</td><td className="hub-wrap">{fieldValue(one.field, one.value, language)}</td><td><Tag tone={one.source === 'typed' ? 'warn' : 'calm'}>{term('fieldSource', one.source)}</Tag></td></tr>)}</tbody>
            </table>
          </div>
        </details>
      </div>
    </article>
  );
}
