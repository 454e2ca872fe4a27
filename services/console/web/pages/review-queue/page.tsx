/** What waits for review and for a decision, worked through without going back to a list. */
import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../language.tsx';
import { CaseQueue } from '../../parts/case-queue.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useRoles } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';

export default function ReviewQueuePage(): ReactNode {
  const w = useWords(caseTexts);
  const may = useRoles();
  const [search, setSearch] = useSearchParams();
  const turns = (['reviewer', 'approver'] as const).filter((role) => may(role));
  const turn = turns.find((role) => role === search.get('turn')) ?? turns[0] ?? 'reviewer';
  const title = turn === 'reviewer' ? 'queueReview' : 'queueApprove';
  return (
    <>
      <PageHead title={w(title)}>
        {turns.length > 1 && <Segmented value={turn} options={turns.map((role) => ({ value: role, label: w(role === 'reviewer' ? 'queueReview' : 'queueApprove') }))} onChange={(to) => setSearch({ turn: to }, { replace: true })} />}
      </PageHead>
      <CaseQueue key={turn} waitingFor={turn} />
    </>
  );
}
