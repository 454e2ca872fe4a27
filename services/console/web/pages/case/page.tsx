/**
 * One case, whole: where it is and with whom, everything that happened to it in all services and outside, its papers,
 * money, texts, and what the reader may do with it now. Promise: what is typed here survives whatever happens to the case.
 */
import CopyOutlined from '@ant-design/icons/CopyOutlined';
import ReloadOutlined from '@ant-design/icons/ReloadOutlined';
import { Alert, App, Button, Tabs } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useBoth, useTerms, useWords } from '../../language.tsx';
import { CaseActs } from '../../parts/case-acts.tsx';
import { mainAct, offered } from '../../parts/case-act.ts';
import { CaseClocks } from '../../parts/case-clocks.tsx';
import { CaseDocuments } from '../../parts/case-documents.tsx';
import { CaseFacts } from '../../parts/case-facts.tsx';
import { readers } from '../../parts/case-readers.ts';
import { useCase, type Case } from '../../parts/case-reading.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { momentText } from '../../parts/moment.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { Problem } from '../../problem.ts';
import { useRoles } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';
import { frameTexts } from '../../texts/frame.ts';
import { BillPanel } from './bill-panel.tsx';
import { JourneyBar } from './journey-bar.tsx';
import { LooksPanel } from './looks-panel.tsx';
import { PersonalData } from './personal-data.tsx';
import { ProvincePanel } from './province-panel.tsx';
import { TextsPanel } from './texts-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

export default function CasePage(): ReactNode {
  const w = useWords(caseTexts);
  const f = useWords(frameTexts);
  const { caseNumber = '' } = useParams();
  const query = useCase(caseNumber);
  useEffect(() => {
    document.title = `${w('titleOf', { number: caseNumber })} · ${f('title')}`;
  }, [caseNumber, w, f]);
  const { data, error } = query;
  if (data) {
    return (
      <>
        {error && <ProblemAlert error={error} retry={() => void query.refetch()} busy={query.isFetching} />}
        <WholeCase one={data} refresh={() => void query.refetch()} refreshing={query.isFetching} />
      </>
    );
  }
  if (error instanceof Problem && error.status === 404) {
    return <><h1 className="hub-unseen">{w('title')}</h1><EmptyState title={w('unknownTitle')} note={w('unknownNote', { number: caseNumber })} action={<Link to="/staff/cases">{w('toCases')}</Link>} /></>;
  }
  if (error instanceof Problem && error.status === 403) return <><h1 className="hub-unseen">{w('title')}</h1><EmptyState title={w('refusedTitle')} /></>;
  return <><h1 className="hub-unseen">{w('titleOf', { number: caseNumber })}</h1>{error ? <ProblemAlert error={error} retry={() => void query.refetch()} busy={query.isFetching} /> : <Loading rows={10} />}</>;
}

function WholeCase({ one, refresh, refreshing }: { one: Case; refresh: () => void; refreshing: boolean }): ReactNode {
  const w = useWords(caseTexts);
  const may = useRoles();
  const [search, setSearch] = useSearchParams();
  // Whoever came to act wants the papers, everybody else the story; it never turns under the reader's eyes.
  const [first] = useState(() => (actsOnPapers(one) ? 'documents' : 'timeline'));
  const wanted = search.get('tab') ?? first;
  const tabs = [
    { key: 'timeline', label: w('tabTimeline'), children: <TimelinePanel one={one} /> },
    { key: 'documents', label: w('tabDocuments'), children: <CaseDocuments one={one} /> },
    { key: 'bill', label: <>{w('tabBill')}{one.bill && one.bill.state === 'issued' && <span className="hub-tab-dot" aria-hidden />}</>, children: <BillPanel one={one} /> },
    { key: 'texts', label: w('tabTexts'), children: <TextsPanel caseNumber={one.caseNumber} /> },
    { key: 'province', label: <>{w('tabProvince')}{one.province.owed.length > 0 && <span className="hub-tab-dot" aria-hidden />}</>, children: <ProvincePanel one={one} /> },
    ...(may(...readers.looks) ? [{ key: 'looks', label: w('tabLooks'), children: <LooksPanel caseNumber={one.caseNumber} /> }] : []),
  ];
  const tab = tabs.some((each) => each.key === wanted) ? wanted : 'timeline';
  return (
    <div className="hub-stack">
      <Head one={one} refresh={refresh} refreshing={refreshing} />
      <Attention one={one} />
      <div className="hub-case-columns">
        <div className="hub-card hub-case-main">
          <Tabs activeKey={tab} destroyOnHidden items={tabs} onChange={(key) => setSearch((before) => { before.set('tab', key); return before; }, { replace: true })} />
        </div>
        <div className="hub-stack hub-case-side">
          <CaseActs one={one} />
          <section className="hub-card" aria-labelledby="case-contact"><h2 id="case-contact">{w('contactName')}</h2><div className="hub-card-body hub-stack"><PersonalData one={one} /></div></section>
          <section className="hub-card" aria-labelledby="case-facts"><h2 id="case-facts">{w('facts')}</h2><div className="hub-card-body"><CaseFacts one={one} /></div></section>
        </div>
      </div>
    </div>
  );
}

function actsOnPapers(one: Case): boolean {
  const act = mainAct(offered(one.actions));
  return act === 'accept' || act === 'review' || act === 'decide' || act === 'supplement';
}

function Head({ one, refresh, refreshing }: { one: Case; refresh: () => void; refreshing: boolean }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const { message } = App.useApp();
  const copy = (): void => void navigator.clipboard.writeText(one.caseNumber).then(() => message.success(w('copied')), () => undefined);
  return (
    <header className="hub-card hub-case-head">
      <div className="hub-case-title">
        <div className="hub-case-name">
          <div className="hub-row"><h1>{one.item.name}</h1><StateTag kind="caseState" value={one.state} /><Tag tone="outside">{term('form', one.form)}</Tag></div>
          <p className="hub-row"><span>{one.applicant.name}</span><span className="hub-soft">{one.projectName}</span></p>
        </div>
        <div className="hub-case-numbers">
          <p><span className="hub-code">{one.caseNumber}</span> <Button size="small" type="text" icon={<CopyOutlined />} aria-label={w('copy')} title={w('copy')} onClick={copy} /><Button size="small" type="text" icon={<ReloadOutlined spin={refreshing} />} aria-label={w('refresh')} title={w('refresh')} onClick={refresh} /></p>
          <p className="hub-soft">{w('receipt')} <span className="hub-code">{one.receiptNumber}</span></p>
        </div>
      </div>
      <JourneyBar one={one} />
      <CaseClocks clocks={one.clocks} />
      {one.due.calendarMissing !== null && <p className="hub-field-fault">{one.due.calendarMissing}</p>}
    </header>
  );
}

function Attention({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  const { attention } = one;
  if (!attention) return null;
  const mine = one.actions.some((action) => action.operation === 'resolveAttention' && action.possible);
  return (
    <Alert
      type="error" showIcon role="alert" title={<strong>{w('attentionTitle')}{w('colon')}{both(attention)}</strong>}
      description={<>{w('attentionSince', { moment: momentText(attention.at) })} {mine ? w('attentionMine') : w('attentionOthers')}</>}
    />
  );
}
