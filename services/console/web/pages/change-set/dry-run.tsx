/** Which open cases a change set concerns: how many go on untouched, and which somebody has to look at. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { Reading } from '../../parts/reading.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { changeSetTexts } from '../../texts/change-sets.ts';

type DryRunResult = components['schemas']['DryRun'];

const useDryRun = (changeSetId: string, revision: number): UseQueryResult<DryRunResult, Error> => useQuery({
  queryKey: ['catalogue', 'dry-run', { changeSetId, revision }],
  queryFn: ({ signal }) => take(api.catalogue.GET('/change-sets/{changeSetId}/dry-run', { params: { path: { changeSetId } }, signal })),
});

export function DryRun({ changeSetId, revision }: { changeSetId: string; revision: number }): ReactNode {
  const query = useDryRun(changeSetId, revision);
  return <Reading query={query} rows={2}>{(found) => <Found found={found} />}</Reading>;
}

function Found({ found }: { found: DryRunResult }): ReactNode {
  const w = useWords(changeSetTexts);
  if (found.open === 0) return <>{w('dryRunNone')}</>;
  const lines = [['pinned', found.pinned], ['affected', found.affected], ['losing', found.losing], ['lacking', found.lacking], ['stopped', found.stopped]] as const;
  return (
    <>
      <p><strong>{w('dryRunOf', { open: found.open })}</strong></p>
      <ul className="hub-glance-lines">{lines.filter(([, count]) => count > 0).map(([what, count]) => <li key={what}>{what === 'pinned' || what === 'affected' ? w(what, { count }) : <Tag tone="warn">{w(what, { count })}</Tag>}</li>)}</ul>
    </>
  );
}

/** The cases by name; nothing where there are none. */
export function ConcernedCases({ changeSetId, revision }: { changeSetId: string; revision: number }): ReactNode {
  const w = useWords(changeSetTexts);
  const term = useTerms();
  const { data: found } = useDryRun(changeSetId, revision);
  if (!found || found.cases.length === 0) return null;
  return (
    <section className="hub-card hub-card-body" aria-label={w('whichCases')}>
      <details className="hub-bodies"><summary>{w('listed')}</summary>
        {found.more && <p className="hub-soft">{w('listedFirst')}</p>}
        <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('listed')}>
          <table className="hub-plain-table">
            <thead><tr><th scope="col">{w('caseNumber')}</th><th scope="col">{w('state')}</th><th scope="col">{w('pinnedTo')}</th><th scope="col">{w('consequence')}</th></tr></thead>
            <tbody>{found.cases.map((one) => (
              <tr key={one.caseNumber}><td><Link to={`/staff/cases/${one.caseNumber}`} className="hub-code">{one.caseNumber}</Link><div className="hub-soft">{one.itemName}</div></td>
                <td>{term('caseState', one.state)}</td><td>{w('edition', { version: one.version, edition: one.edition })}</td><td><Consequence one={one} /></td></tr>
            ))}</tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Consequence({ one }: { one: DryRunResult['cases'][number] }): ReactNode {
  const w = useWords(changeSetTexts);
  if (one.pinned) return <span className="hub-soft">{w('untouched')}</span>;
  const names = (list: readonly string[]): { names: string } => ({ names: list.join('、') });
  return (
    <>
      {one.stopped && <div><Tag tone="bad">{w('stops')}</Tag></div>}
      {one.loses.length > 0 && <div>{w('loses', names(one.loses))}</div>}
      {one.lacks.length > 0 && <div>{w('lacks', names(one.lacks))}</div>}
      {!one.stopped && one.loses.length + one.lacks.length === 0 && <span className="hub-soft">{w('asReceived')}</span>}
    </>
  );
}
