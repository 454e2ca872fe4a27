/**
 * The province's platforms 省级平台: how each stands and when it sleeps, where the two ledgers differ and how that is mended, daily counts
 * of both sides, and what is still typed by hand. Promise: what a service decides is asked and shown; nothing is judged here.
 */
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useView, Views } from '../../parts/views.tsx';
import { provinceTexts } from '../../texts/province.ts';
import { CountsView } from './counts-view.tsx';
import { DivergencesView } from './divergences-view.tsx';
import { LedgerView } from './ledger-view.tsx';
import { PlatformsView } from './platforms-view.tsx';
import { ProvenanceView } from './provenance-view.tsx';
import './province.css';

export default function ProvincePage(): ReactNode {
  const w = useWords(provinceTexts);
  const view = useView(['platforms', 'divergences', 'ledger', 'counts', 'provenance']);
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        <Views label={w('views')} shown={view} views={[['platforms', w('viewPlatforms')], ['divergences', w('viewDivergences')], ['ledger', w('viewLedger')], ['counts', w('viewCounts')], ['provenance', w('viewProvenance')]]} />
        {view === 'divergences' ? <DivergencesView /> : view === 'ledger' ? <LedgerView /> : view === 'counts' ? <CountsView /> : view === 'provenance' ? <ProvenanceView /> : <PlatformsView />}
      </div>
    </>
  );
}
