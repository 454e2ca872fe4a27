/** What waits for the person who sits here, with its clocks; the first page of the day. */
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { workbenchTexts } from '../../texts/workbench.ts';

export default function WorkbenchPage(): ReactNode {
  const w = useWords(workbenchTexts);
  return (
    <>
      <PageHead title={w('title')} />
      <EmptyState title={w('empty')} />
    </>
  );
}
