/**
 * Supervision 效能监察: how the hall does within a period, by item, window, person and more, and who looked at personal data.
 * Promise: every figure can be read without a chart and leads to exactly the cases it counts; charts repeat what the table says.
 */
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useView, Views } from '../../parts/views.tsx';
import { supervisionTexts } from '../../texts/supervision.ts';
import { FiguresView } from './figures-view.tsx';
import { LooksView } from './looks-view.tsx';
import './supervision.css';

export default function SupervisionPage(): ReactNode {
  const w = useWords(supervisionTexts);
  const view = useView(['figures', 'looks']);
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        <Views label={w('views')} shown={view} views={[['figures', w('viewFigures')], ['looks', w('viewLooks')]]} />
        {view === 'looks' ? <LooksView /> : <FiguresView />}
      </div>
    </>
  );
}
