/** Refunds 退付, unidentified money 不明款 and what the books add up to and whether they hold. */
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { readers } from '../../parts/case-readers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { useView, Views } from '../../parts/views.tsx';
import { useRoles } from '../../session.tsx';
import { moneyTexts } from '../../texts/money.ts';
import { RefundsView } from './refunds-view.tsx';
import { SumsView } from './sums-view.tsx';
import { UnidentifiedView } from './unidentified-view.tsx';

export default function MoneyPage(): ReactNode {
  const w = useWords(moneyTexts);
  const may = useRoles();
  const sums = may(...readers.statements);
  const view = useView(['refunds', 'unidentified', 'sums']);
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        <Views label={w('views')} shown={view} views={[['refunds', w('viewRefunds')], ['unidentified', w('viewMoney')], ...(sums ? [['sums', w('viewSums')] as const] : [])]} />
        {view === 'unidentified' ? <UnidentifiedView /> : view === 'sums' && sums ? <SumsView /> : <RefundsView />}
      </div>
    </>
  );
}
