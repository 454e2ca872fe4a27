/**
 * The desk of a department's officer: what waits for the decision, what waits for the seal on sight 会签, each with how many,
 * and the book of the department's seals.
 */
import { Badge, Tabs } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { api, take } from '../../api.ts';
import { colours } from '../../colours.ts';
import { useWords } from '../../language.tsx';
import { CaseQueue } from '../../parts/case-queue.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useSession } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';
import { SealBook } from './seal-book.tsx';

export default function DepartmentPage(): ReactNode {
  const w = useWords(caseTexts);
  const { department } = useSession();
  const [search, setSearch] = useSearchParams();
  const waiting = useQuery({ queryKey: ['intake', 'workbench', 'counts'], queryFn: async ({ signal }) => (await take(api.intake.GET('/workbench', { params: { query: { limit: 1 } }, signal }))).counts });
  const count = (turn: string): number => waiting.data?.find((each) => each.waitingFor === turn)?.total ?? 0;
  const asked = search.get('tab');
  // Nobody chose: the officer is shown where work lies.
  const tab = asked === 'book' || asked === 'countersign' || asked === 'cases' ? asked : search.get('case') === null && count('department-officer') === 0 && count('countersign') > 0 ? 'countersign' : 'cases';
  const label = (name: string, turn: string): ReactNode => <span className="hub-row">{name}<Badge count={count(turn)} color={colours.primary} overflowCount={999} size="small" /></span>;
  return (
    <>
      <PageHead title={w('departmentTitle')} />
      {department === null ? <EmptyState title={w('noDepartment')} note={w('noDepartmentNote')} /> : (
        <Tabs
          activeKey={tab} destroyOnHidden onChange={(key) => setSearch({ tab: key }, { replace: true })}
          items={[
            { key: 'cases', label: label(w('departmentCases'), 'department-officer'), children: <CaseQueue waitingFor="department-officer" /> },
            { key: 'countersign', label: label(w('departmentCountersigns'), 'countersign'), children: <CaseQueue waitingFor="countersign" /> },
            { key: 'book', label: w('departmentBook'), children: <SealBook department={department} /> },
          ]}
        />
      )}
    </>
  );
}
