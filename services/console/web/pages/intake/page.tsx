/**
 * 窗口收件: finds the item, takes applicant, contact and papers, registers the case and accepts it, gives the notice or only
 * receives it; then the receipt. Promise: every step by keyboard, nothing typed is lost, nothing is registered twice.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { api, take } from '../../api.ts';
import { drafts } from '../../drafts.ts';
import { useBoth, useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { momentText } from '../../parts/moment.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePageKeys } from '../../parts/page-keys.ts';
import { PaperPreview, PaperRows } from '../../parts/paper-rows.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { intakeTexts } from '../../texts/intake.ts';
import { answerFault, answerFaultsOf, unansweredOf, type AnswerFaults } from './answer-check.ts';
import { AnswerFields, focusAnswer } from './answer-fields.tsx';
import { isPerson, readDraft, type FieldName, type FormValues, type IntakeDraft } from './draft.ts';
import { faultOf, faultsOf, fieldOrder, firstFault, type Faults } from './form-faults.ts';
import { focusField, FormFields } from './form-fields.tsx';
import { draftKey, formFaults, useIntakeDesk, type Desk, type Intent } from './intake-desk.ts';
import { ItemFacts, ItemPicker } from './item-picker.tsx';
import { MissingNotice } from './missing-notice.tsx';
import type { OfferedItem } from './offered-item.ts';
import { OpenCases } from './open-cases.tsx';
import { IntakeResult } from './result.tsx';
import { readScan, type Scanned } from './scan.ts';
import { useScanner } from './scanner.ts';
import { saying, type Said } from './typed-check.ts';
import { readRecent, recentKey, withRecent } from './recent-items.ts';

export default function IntakePage(): ReactNode {
  const w = useWords(intakeTexts);
  const items = useQuery({ queryKey: ['intake', 'items'], queryFn: ({ signal }) => take(api.intake.GET('/items', { signal })), refetchInterval: 60_000 });
  // Read once, when the page is opened: what is read again later must never put an offer over the work that is going on.
  const [found, setFound] = useState<{ draft: IntakeDraft | undefined; kept: boolean } | undefined>(undefined);
  const draft = useQuery({
    queryKey: ['console', 'draft', draftKey], enabled: found === undefined, gcTime: 0, staleTime: 0, structuralSharing: false,
    queryFn: async () => {
      const kept = await drafts.read(draftKey);
      return { draft: readDraft(kept), kept: kept !== undefined };
    },
  });
  useEffect(() => {
    if (draft.data) setFound((before) => before ?? draft.data);
  }, [draft.data]);
  if (items.data === undefined || found === undefined) {
    const failed = [items, draft].find((query) => query.error !== null);
    return (
      <>
        <PageHead title={w('title')} />
        {failed?.error ? <ProblemAlert error={failed.error} retry={() => void failed.refetch()} busy={failed.isFetching} /> : <Loading rows={8} />}
      </>
    );
  }
  return <Intake offered={items.data.items} stale={items.error !== null} found={found.draft} kept={found.kept} />;
}

function Intake({ offered, stale, found, kept }: { offered: readonly OfferedItem[]; stale: boolean; found: IntakeDraft | undefined; kept: boolean }): ReactNode {
  const w = useWords(intakeTexts);
  const [offer, setOffer] = useState<IntakeDraft | undefined>(found);
  const desk = useIntakeDesk(kept);
  const root = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const { message } = App.useApp();
  const recent = useRecent();

  const choose = (item: OfferedItem): void => {
    desk.choose(item);
    setTyped('');
    recent.used(item.code);
  };
  useItemOfAddress(offered, offer === undefined && desk.item === undefined ? choose : undefined);
  const begin = (): void => {
    desk.clear();
    setTyped('');
    setOffer(undefined);
  };
  const goOn = (draft: IntakeDraft): void => {
    setOffer(undefined);
    desk.goOn(draft, offered.find((item) => item.code === draft.itemCode));
  };

  useScanner(root, () => ({ values: desk.values, typed }), (scanned, before, ended) => {
    if (desk.stage.kind !== 'filling' || offer) return;
    setTyped(before.typed);
    const filled = withScanned(before.values, scanned);
    desk.change(filled);
    const told: Said = scanned.kind === 'licence' ? saying('scannedLicence') : scanned.name === null ? saying('scannedCardNoName') : saying('scannedCard', { name: scanned.name });
    void message.open({ key: 'scanned', type: 'success', content: <Told said={told} /> });
    if (ended && desk.item) focusAfter(scanned, { ...before.values, ...filled });
  });

  if (desk.stage.kind === 'done') return <IntakeResult done={desk.stage.done} next={begin} counting={desk.item?.feeTerms !== undefined} />;
  return (
    <div className="hub-intake" ref={root}>
      <PageHead title={w('title')} note={<Keeping desk={desk} />}>
        {desk.item !== undefined && <Discard disabled={desk.stage.kind === 'sending'} discard={begin} />}
      </PageHead>
      {stale && desk.stage.kind === 'filling' && <div className="hub-banner-inline hub-tone-warn" role="status">{w('itemsStale')}</div>}
      {offer ? <DraftOffer draft={offer} goOn={() => goOn(offer)} drop={begin} />
        : desk.item ? <IntakeForm key={desk.item.code} desk={desk} item={desk.item} offered={offered} />
          : desk.stage.kind === 'sending' ? <Waiting desk={desk} />
            : offered.length === 0 ? <EmptyState title={w('noItems')} note={w('noItemsNote')} />
              : <ItemPicker items={offered} recent={recent.codes} typed={typed} type={setTyped} pick={choose} fault={undefined} />}
    </div>
  );
}

function withScanned(before: FormValues, scanned: Scanned): Partial<FormValues> {
  if (scanned.kind === 'licence') return { ...before, creditCode: scanned.creditCode, ...(scanned.name === null ? {} : { applicantName: scanned.name }) };
  const contact = { citizenNumber: scanned.citizenNumber, ...(scanned.name === null ? {} : { contactName: scanned.name }) };
  // The first card of a natural person is the applicant's own; a second one is whoever came instead.
  if (!isPerson(before) || before.documentNumber.trim() !== '') return { ...before, ...contact };
  const alone = before.contactName.trim() === '' && before.citizenNumber.trim() === '';
  return { ...before, documentType: '111', documentNumber: scanned.citizenNumber, ...(scanned.name === null ? {} : { applicantName: scanned.name }), ...(alone ? contact : {}) };
}

/** The cursor goes on to what is still empty, from the group that was scanned. */
function focusAfter(scanned: Scanned, values: FormValues): void {
  const order = fieldOrder(values);
  const from = scanned.kind === 'card' && !isPerson(values) ? order.indexOf('contactName') : 0;
  const empty = order.find((field, index) => index >= from && values[field].trim() === '');
  if (empty) focusField(empty);
}

function Told({ said }: { said: Said }): ReactNode {
  return useBoth()(said);
}

function Keeping({ desk }: { desk: Desk }): ReactNode {
  const w = useWords(intakeTexts);
  const { keeping } = desk;
  return (
    <span role="status" className={keeping === 'failing' ? 'hub-field-fault' : ''}>
      {keeping === 'failing' ? w('draftFailing') : keeping === 'saving' || keeping === 'unsaved' ? w('draftSaving') : keeping === 'saved' ? w('draftSaved') : w('note')}
    </span>
  );
}

function Discard({ disabled, discard }: { disabled: boolean; discard: () => void }): ReactNode {
  const w = useWords(intakeTexts);
  const { modal } = App.useApp();
  return (
    <Button disabled={disabled} onClick={() => void modal.confirm({ title: w('discardTitle'), content: w('discardNote'), okText: w('discard'), okButtonProps: { danger: true }, onOk: discard })}>{w('discard')}</Button>
  );
}

function DraftOffer({ draft, goOn, drop }: { draft: IntakeDraft; goOn(): void; drop(): void }): ReactNode {
  const w = useWords(intakeTexts);
  return (
    <section className="hub-card hub-draft-offer" aria-labelledby="draft-offer">
      <h2 id="draft-offer">{w('draftTitle')}</h2>
      <div className="hub-card-body">
        <p>{w('draftNote', { at: momentText(draft.savedAt), item: draft.itemName || w('draftNoItem') })}</p>
        <p className="hub-soft">{[draft.values.applicantName, draft.values.projectName, draft.papers.length > 0 ? w('draftPapers', { count: draft.papers.length }) : ''].filter((part) => part !== '').join(' · ')}</p>
        {(draft.sent ?? draft.registered) && <p className="hub-field-fault">{w('goingOn')}</p>}
        <div className="hub-row">
          <Button type="primary" size="large" autoFocus onClick={goOn}>{w('draftGoOn')} <KeyCap of="Enter" /></Button>
          {!draft.sent && !draft.registered && <Button size="large" onClick={drop}>{w('draftDrop')}</Button>}
        </div>
      </div>
    </section>
  );
}

const noticeKey = 'F9';

function IntakeForm({ desk, item, offered }: { desk: Desk; item: OfferedItem; offered: readonly OfferedItem[] }): ReactNode {
  const w = useWords(intakeTexts);
  const both = useBoth();
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const [answersLeft, setAnswersLeft] = useState<ReadonlySet<string>>(new Set());
  /** Everything must be answered: acceptance was tried. */
  const [whole, setWhole] = useState(false);
  const [lacking, setLacking] = useState<ReadonlySet<string>>(new Set());
  const [papersFault, setPapersFault] = useState<Said | undefined>(undefined);
  const [noticing, setNoticing] = useState<readonly string[] | undefined>(undefined);
  /** What is to be sent as soon as the last paper has arrived. */
  const [waiting, setWaiting] = useState<Intent | undefined>(undefined);
  const [shown, setShown] = useState<number | undefined>(undefined);
  const chooser = useRef<HTMLInputElement>(null);
  const { values, answers, papers, stage } = desk;
  const busy = stage.kind === 'sending';
  const gone = !offered.some((each) => each.code === item.code);

  useEffect(() => { focusField(fieldOrder(values).find((field) => values[field].trim() === '') ?? 'applicantName'); }, []);

  const missing = useMemo(() => item.materials.filter((material) => material.required && !papers.kept.some((paper) => paper.material === material.name)).map((material) => material.name), [item, papers.kept]);
  useEffect(() => {
    if (missing.length === 0) { setLacking(new Set()); setPapersFault(undefined); }
  }, [missing]);

  const attempt = useCallback((intent: Intent): void => {
    const found = faultsOf(values);
    setLeft(new Set(fieldOrder(values)));
    const first = firstFault(found);
    setPapersFault(undefined);
    if (first !== undefined && first !== 'item' && first !== 'materials') {
      setWaiting(undefined);
      focusField(first);
      return;
    }
    setAnswersLeft(new Set(item.formFields.map((field) => field.key)));
    setWhole(intent.kind === 'accept');
    const wrong = answerFaultsOf(item.formFields, answers, intent.kind === 'accept');
    const firstAnswer = item.formFields.find((field) => wrong[field.key]);
    if (firstAnswer) {
      setWaiting(undefined);
      focusAnswer(firstAnswer.key);
      return;
    }
    const loose = papers.list.find((paper) => paper.material === null);
    const failed = papers.list.find((paper) => paper.state.kind === 'failed');
    if (loose || failed) {
      setWaiting(undefined);
      setPapersFault(saying(loose ? 'papersLoose' : 'papersFailed'));
      return;
    }
    if (papers.busy) {
      setWaiting(intent);
      setPapersFault(saying('papersTravelling'));
      return;
    }
    setWaiting(undefined);
    if (intent.kind === 'accept' && missing.length > 0) {
      setLacking(new Set(missing));
      setPapersFault(saying('papersLacking', { count: missing.length }));
      document.querySelector<HTMLElement>(`[data-paper-row="${CSS.escape(missing[0] ?? '')}"]`)?.focus();
      return;
    }
    desk.send(intent);
  }, [values, answers, item, papers, missing, desk]);

  useEffect(() => {
    if (waiting && !papers.busy) attempt(waiting);
  }, [waiting, papers.busy, attempt]);

  const openNotice = (): void => {
    const first = firstFault(faultsOf(values));
    if (first) attempt({ kind: 'none' });
    else setNoticing([...missing, ...unansweredOf(item.formFields, answers)]);
  };
  /** What a slow machine typed into one field is still what a machine typed: nobody's name holds a whole card. */
  const absorb = (field: FieldName): { scanned: Scanned; values: FormValues } | undefined => {
    const scanned = field !== 'projectName' && values[field].trim().length > 18 ? readScan(values[field]) : undefined;
    if (!scanned) return undefined;
    const filled = withScanned({ ...values, [field]: '' }, scanned);
    desk.change(filled);
    return { scanned, values: { ...values, [field]: '', ...filled } };
  };
  usePageKeys((event) => {
    if (busy || noticing !== undefined || event.isComposing) return;
    const acts: Readonly<Record<string, () => void>> = {
      F2: () => desk.choose(undefined), F4: () => chooser.current?.click(), F8: () => attempt({ kind: 'none' }), [noticeKey]: openNotice,
      ...(event.ctrlKey || event.metaKey ? { Enter: () => attempt({ kind: 'accept' }) } : {}),
    };
    const act = acts[event.key];
    if (!act || event.altKey || event.shiftKey) return;
    event.preventDefault();
    act();
  });

  const served = formFaults(desk.faults);
  const fieldFaults: Partial<Record<FieldName, Said>> = {};
  for (const field of fieldOrder(values)) {
    const fault = served[field] ?? (left.has(field) ? faultOf(field, values) : undefined);
    if (fault) fieldFaults[field] = fault;
  }
  const answerFaults: Record<string, Said> = {};
  for (const field of item.formFields) {
    const fault = desk.answerFaults[field.key] ?? (answersLeft.has(field.key) ? answerFault(field, answers[field.key] ?? '', whole) : undefined);
    if (fault) answerFaults[field.key] = fault;
  }
  const toPapers = (): void => (document.querySelector<HTMLElement>(`[data-paper-row="${CSS.escape(missing[0] ?? '')}"]`) ?? document.getElementById('intake-accept'))?.focus();
  useFocusOnRefusal(desk.faults, desk.answerFaults);
  const itemFault = desk.faults.item ? both(desk.faults.item) : gone ? w('itemGone') : undefined;
  const papersSaid = desk.faults.materials ?? papersFault;

  return (
    <>
      <section className="hub-card hub-item-strip" aria-label={w('findItem')}>
        <div>
          <p className="hub-item-name"><strong>{item.name}</strong></p>
          <ItemFacts item={item} papers={false} />
          {itemFault !== undefined && <p className="hub-field-fault" role="alert">{itemFault}</p>}
        </div>
        <Button id="intake-change-item" disabled={busy} onClick={() => desk.choose(undefined)}>{w('changeItem')} <KeyCap of="F2" /></Button>
      </section>
      {desk.refused && <ProblemAlert error={desk.refused} />}
      <div className="hub-intake-columns">
        <div className="hub-stack hub-intake-forms">
          <FormFields
            values={values} faults={fieldFaults} disabled={busy} servesPersons={item.servesPersons}
            change={(fields) => desk.change(fields)}
            left={(field) => {
              absorb(field);
              if (values[field].trim() !== '') setLeft((before) => new Set([...before, field]));
            }}
            entered={(field) => {
              const read = absorb(field);
              if (read) focusAfter(read.scanned, read.values);
              return read !== undefined;
            }}
            end={() => { const [first] = item.formFields; if (first) focusAnswer(first.key); else toPapers(); }}
            // People share names; organisations of one name are one.
            aside={isPerson(values) ? null : <OpenCases itemCode={item.code} applicant={values.applicantName} />}
          />
          <AnswerFields
            fields={item.formFields} answers={answers} faults={answerFaults} disabled={busy} change={desk.answer} end={toPapers}
            left={(key) => { if (answers[key]?.trim()) setAnswersLeft((before) => new Set([...before, key])); }}
          />
        </div>
        <div className="hub-stack">
          <PaperRows rows={item.materials} papers={papers} chooser={chooser} disabled={busy} fault={papersSaid && both(papersSaid)} lacking={lacking} shown={shown} show={setShown} />
          <PaperPreview papers={papers} shown={shown} show={setShown} height={300} />
        </div>
      </div>
      <footer className="hub-intake-acts">
        {busy ? <Waiting desk={desk} /> : (
          <>
            <span className="hub-soft hub-intake-keys" role="status">{waiting ? w('papersTravelling') : ''}</span>
            <Button onClick={() => attempt({ kind: 'none' })}>{w('receive')} <KeyCap of="F8" /></Button>
            <Button onClick={openNotice}>{w('notice')} <KeyCap of="F9" /></Button>
            <Button id="intake-accept" type="primary" loading={waiting !== undefined} onClick={() => attempt({ kind: 'accept' })}>{w(item.feeTerms ? 'acceptWithFee' : 'accept')} <KeyCap of="Ctrl Enter" /></Button>
          </>
        )}
      </footer>
      {noticing !== undefined && <MissingNotice missing={noticing} close={() => setNoticing(undefined)} send={(list) => { setNoticing(undefined); attempt({ kind: 'notice', missing: list }); }} />}
    </>
  );
}

/** What is under way, and when nobody answers, that nothing is lost. */
function Waiting({ desk }: { desk: Desk }): ReactNode {
  const w = useWords(intakeTexts);
  const { stage } = desk;
  if (stage.kind !== 'sending') return null;
  const doing = { receive: 'receiving', accept: 'accepting', notice: 'noticing' } as const;
  if (!stage.trouble) return <p className="hub-intake-doing" role="status">{w(doing[stage.doing])}</p>;
  return (
    <div className="hub-intake-trouble hub-tone-warn" role="alert">
      <div><strong>{w('waitingTitle')}</strong><p>{w('waitingNote', { tries: stage.trouble.tries })}</p></div>
      <span className="hub-row">
        {stage.doing === 'receive' && desk.item !== undefined && <Button onClick={desk.stopWaiting}>{w('waitingStop')}</Button>}
        <Button type="primary" onClick={desk.hurry}>{w('tryNow')}</Button>
      </span>
    </div>
  );
}

/** When a service refused: the cursor goes to the first field it found wrong. */
function useFocusOnRefusal(faults: Faults, answers: AnswerFaults): void {
  useEffect(() => {
    const [first] = Object.keys(answers);
    if (first !== undefined) focusAnswer(first);
  }, [answers]);
  const before = useRef<Faults>({});
  useEffect(() => {
    const first = firstFault(faults);
    const fresh = first !== undefined && Object.keys(before.current).length === 0;
    before.current = faults;
    if (!fresh) return;
    if (first === 'item') document.getElementById('intake-change-item')?.focus();
    else if (first !== 'materials') focusField(first);
  }, [faults]);
}

/** An address may bring the item along: `/staff/intake?item=…`. */
function useItemOfAddress(offered: readonly OfferedItem[], choose: ((item: OfferedItem) => void) | undefined): void {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('item');
  useEffect(() => {
    const item = offered.find((each) => each.code === wanted);
    if (!item || !choose) return;
    choose(item);
    setSearch({}, { replace: true });
  }, [wanted]);
}

/** The items this clerk took last, kept with the person and not with the computer. */
function useRecent(): { codes: readonly string[]; used(code: string): void } {
  const client = useQueryClient();
  const queryKey = ['console', 'draft', recentKey];
  const query = useQuery({ queryKey, queryFn: async () => readRecent(await drafts.read(recentKey)), staleTime: Infinity, refetchOnWindowFocus: false });
  const codes = query.data ?? [];
  return {
    codes,
    used(code) {
      const next = withRecent(codes, code);
      client.setQueryData(queryKey, next);
      // A comfort: when it fails nothing is lost but the order of a list.
      void drafts.keep(recentKey, { codes: next }).catch(() => undefined);
    },
  };
}
