/** All cases one may see: found by filters, paged by cursor. */
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { casesTexts } from '../../texts/cases.ts';

export default function CasesPage(): ReactNode {
  const w = useWords(casesTexts);
  return (
    <>
      <PageHead title={w('title')} />
      <EmptyState title={w('empty')} />
    </>
  );
}
