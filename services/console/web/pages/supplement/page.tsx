/**
 * 补交材料: finds the case by its receipt, takes the papers that were told to be missing, and accepts it at once where that
 * is wished. Promise: what was told stands on top; whether it is possible the service says; nothing is handed in twice.
 */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useBoth, useWords } from '../../language.tsx';
import { CorrectedAnswers } from '../../parts/corrected-answers.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePageKeys } from '../../parts/page-keys.ts';
import { PaperPreview, PaperRows, type PaperRow } from '../../parts/paper-rows.tsx';
import { usePapers, type KeptPaper } from '../../parts/papers.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Reading } from '../../parts/reading.tsx';
import { PrintActs, ReceiptPreview, useReceipt } from '../../parts/receipt-panel.tsx';
import { useSheetSize } from '../../parts/receipt-sheet.tsx';
import { ScanInput } from '../../parts/scan-input.tsx';
import type { Scanned } from '../../parts/scanned.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { supplementTexts } from '../../texts/supplement.ts';
import { rowsOf, stillMissing, stillUnanswered, type SuppliedCase } from './supplied-rows.ts';

export default function SupplementPage(): ReactNode {
  const w = useWords(supplementTexts);
  const [address, setAddress] = useSearchParams();
  const caseNumber = address.get('case');
  const [done, setDone] = useState<{ caseNumber: string; accepted: boolean; refused: Error | undefined } | undefined>(undefined);
  const again = (): void => {
    setDone(undefined);
    setAddress({});
  };
  if (done) return <Supplied {...done} next={again} />;
  return (
    <div className="hub-supplement">
      <PageHead title={w('title')}>{caseNumber !== null && <Button onClick={again}>{w('other')}</Button>}</PageHead>
      {caseNumber === null ? <Finder found={(number) => setAddress({ case: number })} /> : <Supply key={caseNumber} caseNumber={caseNumber} done={(accepted, refused) => setDone({ caseNumber, accepted, refused })} />}
    </div>
  );
}

function Finder({ found }: { found(caseNumber: string): void }): ReactNode {
  const w = useWords(supplementTexts);
  const [receipt, setReceipt] = useState<string | undefined>(undefined);
  const [strange, setStrange] = useState<string | undefined>(undefined);
  const query = useQuery({
    queryKey: ['intake', 'by-receipt', { receipt }], enabled: receipt !== undefined,
    queryFn: ({ signal }) => take(api.intake.GET('/cases', { params: { query: { q: receipt ?? '', limit: 2 } }, signal })),
  });
  const number = query.data?.cases.find((line) => line.receiptNumber === receipt)?.caseNumber;
  const latest = useRef(found);
  latest.current = found;
  useEffect(() => { if (number !== undefined) latest.current(number); }, [number]);
  const taken = (what: Scanned): void => {
    setStrange(undefined);
    setReceipt(undefined);
    if (what.kind === 'case') found(what.caseNumber);
    else if (what.kind === 'receipt') setReceipt(what.receiptNumber);
    else setStrange(what.kind === 'words' ? what.words : '');
  };
  return (
    <section className="hub-card hub-supplement-find" aria-label={w('find')}>
      <ScanInput found={taken} label={w('find')} placeholder={w('find')} autoFocus size="large" />
      <p className="hub-soft">{w('findNote')}</p>
      {strange !== undefined && <Alert type="warning" showIcon role="alert" title={w('notANumber', { typed: strange })} />}
      {query.data && number === undefined && <Alert type="warning" showIcon role="alert" title={w('unknown', { number: receipt ?? '' })} />}
      {query.error && <ProblemAlert error={query.error} retry={() => void query.refetch()} busy={query.isFetching} />}
    </section>
  );
}

function Supply({ caseNumber, done }: { caseNumber: string; done(accepted: boolean, refused: Error | undefined): void }): ReactNode {
  const query = useQuery({ queryKey: ['intake', 'case', { caseNumber }], queryFn: ({ signal }) => take(api.intake.GET('/cases/{caseNumber}', { params: { path: { caseNumber } }, signal })) });
  return <Reading query={query} rows={8}>{(found) => <SupplyForm found={found} done={done} />}</Reading>;
}

function SupplyForm({ found, done }: { found: SuppliedCase; done(accepted: boolean, refused: Error | undefined): void }): ReactNode {
  const w = useWords(supplementTexts);
  const both = useBoth();
  const { caseNumber } = found;
  const told = useMemo(() => rowsOf(found), [found]);
  const rows = told.map((row): PaperRow => ({ name: row.name, required: row.told, ...(row.there > 0 ? { note: w('there', { count: row.there }) } : row.told ? { note: w('told') } : {}) }));
  const papers = usePapers(rows);
  const [shown, setShown] = useState<number | undefined>(undefined);
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<string | undefined>(undefined);
  const chooser = useRef<HTMLInputElement>(null);
  const supply = useAct((key, kept: readonly KeptPaper[]) => take(api.intake.POST('/cases/{caseNumber}/supplements', {
    params: { path: { caseNumber }, header: { 'Idempotency-Key': key } }, body: { materials: kept.map(({ material, sha256 }) => ({ name: material, sha256 })), answers: Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, value.trim()])) },
  })));
  const accept = useAct((key, _input: undefined) => take(api.intake.POST('/cases/{caseNumber}/acceptance', {
    params: { path: { caseNumber }, header: { 'Idempotency-Key': key } }, body: { decision: 'accept', reason: '' },
  })));
  // What was said of the papers before is not so any more.
  useEffect(() => setFault(undefined), [papers.kept, answers]);
  const lacking = stillMissing(found, papers.kept);
  const open = stillUnanswered(found, answers);
  const wish = useRef(false);
  const busy = supply.busy || accept.busy || supply.result !== undefined;

  const go = async (andAccept: boolean): Promise<void> => {
    wish.current = andAccept;
    if ((papers.kept.length === 0 && Object.keys(answers).length === 0) || papers.busy) {
      setFault(w('noneGiven'));
      document.querySelector<HTMLElement>('[data-paper-row]')?.focus();
      return;
    }
    if (andAccept && lacking.length > 0) {
      setFault(w('stillMissing', { count: lacking.length }));
      document.querySelector<HTMLElement>(`[data-paper-row="${CSS.escape(lacking[0] ?? '')}"]`)?.focus();
      return;
    }
    if (andAccept && open.length > 0) { setFault(w('stillUnanswered', { names: open.join('、') })); return; }
    setFault(undefined);
    if (!supply.result && !await supply.perform(papers.kept)) return;
    if (!andAccept) done(false, undefined);
  };
  // The second act waits for the first, and can be tried again by itself.
  const supplied = supply.result !== undefined;
  useEffect(() => { if (supplied && wish.current) void accept.perform(undefined); }, [supplied]);
  useEffect(() => { if (accept.result) done(true, undefined); }, [accept.result]);

  const act = found.actions.find((each) => each.operation === 'supplyMaterials');
  const possible = supplied || (act?.possible ?? false);
  usePageKeys((event) => {
    if (busy || !possible || event.altKey || event.shiftKey || event.isComposing) return;
    const acts: Readonly<Record<string, () => void>> = { F4: () => chooser.current?.click(), F8: () => void go(false), ...(event.ctrlKey || event.metaKey ? { Enter: () => void go(true) } : {}) };
    const wanted = acts[event.key];
    if (!wanted) return;
    event.preventDefault();
    wanted();
  });
  useEffect(() => { if (possible) document.querySelector<HTMLElement>('[data-paper-row]')?.focus(); }, [possible]);

  return (
    <div className="hub-stack">
      <section className="hub-card hub-item-strip">
        <div>
          <p className="hub-item-name"><strong>{found.item.name}</strong> <StateTag kind="caseState" value={found.state} /></p>
          <p className="hub-item-facts hub-soft"><span>{found.applicant.name}</span><span>{found.projectName}</span><span>{w('receiptNumber')} <span className="hub-number">{found.receiptNumber}</span></span>{found.supplement && <span>{w('noticeAt')} <Moment iso={found.supplement.noticeAt} /></span>}</p>
        </div>
        <Link to={`/staff/cases/${caseNumber}`}>{w('toCase')}</Link>
      </section>
      {!possible && <Alert type="info" showIcon title={w('notNow')} description={act?.reason ? both(act.reason) : undefined} />}
      {possible && (
        <>
          <div className={shown === undefined ? '' : 'hub-intake-columns'}>
            <PaperRows rows={rows} papers={papers} chooser={chooser} disabled={busy} fault={fault} lacking={new Set(fault === undefined ? [] : lacking)} shown={shown} show={setShown} />
            <PaperPreview papers={papers} shown={shown} show={setShown} height={340} />
          </div>
          {found.item.formFields.length > 0 && <section className="hub-card"><div className="hub-card-body"><CorrectedAnswers of={found} given={answers} change={setAnswers} disabled={busy} /></div></section>}
          {supply.error && <ProblemAlert error={supply.error} retry={() => void go(wish.current)} busy={supply.busy} />}
          {accept.error && <ProblemAlert error={accept.error} retry={() => void accept.perform(undefined)} busy={accept.busy} />}
          <footer className="hub-intake-acts">
            {supplied && accept.error ? <Button onClick={() => done(false, accept.error)}>{w('done')}</Button> : (
              <>
                <Button disabled={busy} onClick={() => void go(false)}>{w('supply')} <KeyCap of="F8" /></Button>
                <Button type="primary" loading={busy} onClick={() => void go(true)}>{w('supplyAndAccept')} <KeyCap of="Ctrl Enter" /></Button>
              </>
            )}
          </footer>
        </>
      )}
    </div>
  );
}

function Supplied({ caseNumber, accepted, refused, next }: { caseNumber: string; accepted: boolean; refused: Error | undefined; next(): void }): ReactNode {
  const w = useWords(supplementTexts);
  const receipt = useReceipt(caseNumber);
  const [size, setSize] = useSheetSize();
  usePageKeys((event) => {
    if (!event.altKey || event.ctrlKey || event.code !== 'KeyN') return;
    event.preventDefault();
    next();
  });
  const title = w(refused ? 'doneNotAccepted' : accepted ? 'doneAccepted' : 'done');
  return (
    <>
      <PageHead title={w('title')}><Button onClick={next}>{w('next')} <KeyCap of="Alt N" /></Button></PageHead>
      <div className="hub-result-columns">
        <section className="hub-card hub-result-said" aria-label={title}>
          <p className={`hub-result-title ${refused ? 'hub-result-halted' : ''}`} role="status">{!refused && <CheckCircleFilled aria-hidden />} {title}</p>
          {refused && <ProblemAlert error={refused} />}
          <dl className="hub-result-facts">
            <div><dt>{w('receiptNumber')}</dt><dd className="hub-number hub-result-number">{receipt.data?.receiptNumber}</dd></div>
            {receipt.data?.acceptedAt && <div><dt>{w('promised')}</dt><dd className="hub-number hub-result-date">{receipt.data.due.promised ?? receipt.data.due.calendarMissing}</dd></div>}
          </dl>
          <div className="hub-stack">
            <PrintActs ready={receipt.data !== undefined} size={size} setSize={setSize} />
            <Button block onClick={next}>{w('next')} <KeyCap of="Alt N" /></Button>
            <p><Link to={`/staff/cases/${caseNumber}`}>{w('toCase')}</Link></p>
          </div>
        </section>
        <ReceiptPreview receipt={receipt} size={size} />
      </div>
    </>
  );
}
