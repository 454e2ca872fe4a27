/** The desk of a department's officer: cases that wait for the officer's decision, and the book of the department's seals. */
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
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
  const tab = search.get('tab') === 'book' ? 'book' : 'cases';
  return (
    <>
      <PageHead title={w('departmentTitle')} />
      {department === null ? <EmptyState title={w('noDepartment')} note={w('noDepartmentNote')} /> : (
        <Tabs
          activeKey={tab} destroyOnHidden onChange={(key) => setSearch({ tab: key }, { replace: true })}
          items={[
            { key: 'cases', label: w('departmentCases'), children: <CaseQueue waitingFor="department-officer" /> },
            { key: 'book', label: w('departmentBook'), children: <SealBook department={department} /> },
          ]}
        />
      )}
    </>
  );
}
