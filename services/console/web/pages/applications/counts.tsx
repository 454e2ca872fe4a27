/** The count of what came in, platform by platform: rows seen, and each in exactly one state; on demand compared with what the platform itself has. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { paths } from '../../../../../contracts/province-gateway/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { Reading } from '../../parts/reading.tsx';
import { applicationsTexts } from '../../texts/applications.ts';

type Counted = paths['/application-counts']['get']['responses'][200]['content']['application/json']['platforms'][number];

export function ApplicationCounts(): ReactNode {
  const w = useWords(applicationsTexts);
  const [compare, setCompare] = useState(false);
  const query = useQuery({
    queryKey: ['province-gateway', 'application-counts', { compare }],
    queryFn: ({ signal }) => take(api.provinceGateway.GET('/application-counts', { params: { query: { compare } }, signal })),
    placeholderData: keepPreviousData, refetchInterval: compare ? false : 10_000,
  });
  return (
    <section className="hub-card" aria-label={w('counts')}>
      <header><h2>{w('counts')}</h2><Button size="small" loading={compare && query.isFetching} onClick={() => { if (compare) void query.refetch(); else setCompare(true); }}>{w('compare')}</Button></header>
      <div className="hub-card-body hub-stack">
        <Reading query={query} rows={2}>{({ platforms }) => <>{platforms.map((one) => <Platform key={one.platform} one={one} />)}</>}</Reading>
      </div>
    </section>
  );
}

/** What a platform without a portal answers; no outage. */
const noPortal = 'not-supported';

function Platform({ one }: { one: Counted }): ReactNode {
  const w = useWords(applicationsTexts);
  if (one.failure === noPortal && one.rows === 0) return <p><strong className="hub-plain-strong">{one.platform}</strong> <span className="hub-soft">{w('noPortal')}</span></p>;
  const figures = [['cameIn', one.rows], ['viewQuarantined', one.quarantined], ['viewStarted', one.started], ['viewFailed', one.failed], ['overdue', one.overdue], ['untold', one.untold]] as const;
  const strays = [...one.stateless, ...one.rowless];
  return (
    <div className="hub-counted">
      <div className="hub-counted-line">
        <strong className="hub-plain-strong">{one.platform}</strong>
        <dl className="hub-figures">{figures.map(([what, count]) => <div key={what} className={what === 'overdue' && count > 0 ? 'hub-figure-bad' : ''}><dt>{w(what)}</dt><dd>{count}</dd></div>)}</dl>
      </div>
      <p className={one.whole ? 'hub-soft' : 'hub-field-fault'}>
        {strays.length > 0 ? w('notWhole', { ids: strays.slice(0, 10).join('、') }) : w('whole', { rows: one.rows })}
        {one.theirs !== null && one.missing.length === 0 && one.failure === null && <>{' · '}{w('compared', { theirs: one.theirs })}</>}
      </p>
      {one.missing.length > 0 && <Alert type="error" showIcon title={w('comparedMissing', { ids: one.missing.slice(0, 10).join('、') })} />}
      {one.failure !== null && one.failure !== noPortal && <Alert type="warning" showIcon title={w('pollFailed', { why: one.failure })} />}
    </div>
  );
}
