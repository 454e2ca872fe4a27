/** Who has seen the personal data of this case plain, when and why; for auditors and supervisors. */
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { Moment } from '../../parts/moment.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { caseTexts } from '../../texts/case.ts';

export function LooksPanel({ caseNumber }: { caseNumber: string }): ReactNode {
  const w = useWords(caseTexts);
  const looks = useInfiniteQuery({
    queryKey: ['intake', 'looks', { caseNumber }], initialPageParam: '', getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
    queryFn: ({ signal, pageParam }) => take(api.intake.GET('/cases/{caseNumber}/looks', { params: { path: { caseNumber }, query: pageParam ? { cursor: pageParam } : {} }, signal })),
  });
  if (looks.error && !looks.data) return <ProblemAlert error={looks.error} retry={() => void looks.refetch()} busy={looks.isFetching} />;
  if (!looks.data) return <Loading />;
  const all = looks.data.pages.flatMap((page) => page.looks);
  if (all.length === 0) return <EmptyState title={w('noLooks')} />;
  return (
    <div className="hub-stack">
      <table className="hub-plain-table">
        <thead><tr><th scope="col">{w('lookWhen')}</th><th scope="col">{w('lookWho')}</th><th scope="col">{w('lookWhy')}</th></tr></thead>
        <tbody>{all.map((look) => <tr key={`${look.at} ${look.by.subject}`}><td><Moment iso={look.at} seconds /></td><td>{look.by.name}</td><td className="hub-wrap">{look.reason}</td></tr>)}</tbody>
      </table>
      {looks.hasNextPage && <div><Button loading={looks.isFetchingNextPage} onClick={() => void looks.fetchNextPage()}>{w('more')}</Button></div>}
    </div>
  );
}
