/**
 * Outside systems 外部系统: how each gateway stands, what every service still owes, what was said with whom, and the messages that
 * were parked. Promise: a service that does not answer is told in its own place; everything else stays.
 */
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useView, Views } from '../../parts/views.tsx';
import { useRoles } from '../../session.tsx';
import { outsideTexts } from '../../texts/outside.ts';
import { ExchangesView } from './exchanges-view.tsx';
import { ParkedView } from './parked-view.tsx';
import { StateView } from './state-view.tsx';
import './outside.css';

export default function OutsidePage(): ReactNode {
  const w = useWords(outsideTexts);
  const mends = useRoles()('integrator', 'auditor');
  const view = useView(['state', 'exchanges', 'parked']);
  const shown = mends ? view : 'state';
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        {mends && <Views label={w('views')} shown={shown} views={[['state', w('viewState')], ['exchanges', w('viewExchanges')], ['parked', w('viewParked')]]} />}
        {shown === 'exchanges' ? <ExchangesView /> : shown === 'parked' ? <ParkedView /> : <StateView />}
      </div>
    </>
  );
}
