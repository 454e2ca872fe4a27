/** Each use of the department's seals: on what, for which case, decided by whom, by which keeper under which authority. */
import { Alert, Button } from 'antd';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, documentAddress, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import type { LedgerLine } from '../../parts/case-reading.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { caseTexts } from '../../texts/case.ts';

const pageSize = 50;

export function SealBook({ department }: { department: string }): ReactNode {
  const w = useWords(caseTexts);
  const seals = useQuery({
    queryKey: ['seal', 'seals'],
    queryFn: async ({ signal }) => (await take(api.seal.GET('/seals', { signal }))).seals,
    select: (all) => all.filter((seal) => seal.owner.creditCode === department),
  });
  return (
    <Reading query={seals} empty={{ when: (own) => own.length === 0, title: w('bookNoSeal') }}>
      {(own) => (
        <div className="hub-stack">
          <Alert type="info" showIcon title={w('bookNote')} />
          {own.map((seal) => (
            <section key={seal.sealCode} className="hub-card" aria-label={seal.sealName}>
              <header>
                <span className="hub-row"><img src={`${documentAddress('seal', `/seals/${encodeURIComponent(seal.sealCode)}/picture`)}?format=svg`} alt="" width="48" height="48" /><h2>{seal.sealName}</h2></span>
                <StateTag kind="sealState" value={seal.status} />
              </header>
              <Uses sealCode={seal.sealCode} />
            </section>
          ))}
        </div>
      )}
    </Reading>
  );
}

function Uses({ sealCode }: { sealCode: string }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const uses = useInfiniteQuery({
    queryKey: ['seal', 'ledger', sealCode], initialPageParam: 0,
    getNextPageParam: (last: LedgerLine[], all) => (last.length < pageSize ? undefined : all.flat().length),
    queryFn: async ({ signal, pageParam }) => (await take(api.seal.GET('/ledger', { params: { query: { sealCode, limit: pageSize, offset: pageParam } }, signal }))).lines,
  });
  if (uses.error && !uses.data) return <ProblemAlert error={uses.error} retry={() => void uses.refetch()} busy={uses.isFetching} />;
  if (!uses.data) return <Loading />;
  const lines = uses.data.pages.flat();
  if (lines.length === 0) return <EmptyState title={w('bookEmpty')} />;
  const columns: Column<LedgerLine>[] = [
    { key: 'number', title: w('bookNumber'), width: '150px', cell: (line) => <span className="hub-code">{line.ledgerNumber}</span> },
    { key: 'when', title: w('bookWhen'), width: '110px', cell: (line) => <Moment iso={line.usedAt} /> },
    { key: 'document', title: w('bookDocument'), cell: (line) => <><span className="hub-one-line" title={line.document.name}>{line.document.name}</span><span className="hub-soft">{term('sealPurpose', line.purpose)} · {term('form', line.delegation.form)}</span></> },
    { key: 'case', title: w('bookCase'), cell: (line) => <Link to={`/staff/cases/${line.caseNumber}`} className="hub-one-line" title={line.caseNumber}>{line.item.name}</Link> },
    { key: 'people', title: w('bookPeople'), width: '130px', minor: true, cell: (line) => <><span className="hub-one-line" title={`${line.step.decidedBy} / ${line.step.reviewedBy}`}>{line.step.decidedBy} / {line.step.reviewedBy}</span>{line.step.countersigned && <span className="hub-soft hub-one-line">{w('bookCountersigned', { by: line.step.countersigned.countersignedBy })}</span>}</> },
    { key: 'keeper', title: w('bookKeeper'), width: '120px', minor: true, cell: (line) => <><span className="hub-one-line">{line.keeper.account}</span><span className="hub-soft">{term('keeper', line.keeper.post)}</span></> },
  ];
  return (
    <>
      <DataTable label={w('departmentBook')} columns={columns} rows={lines} rowKey={(line) => line.ledgerNumber} />
      {uses.hasNextPage && <div className="hub-card-body"><Button loading={uses.isFetchingNextPage} onClick={() => void uses.fetchNextPage()}>{w('more')}</Button></div>}
    </>
  );
}
