/**
 * All cases one may see, by filters kept in the address, paged by cursor however many there are. Promise: a scanned
 * number with one answer opens its case; the page shown can be taken away as a spreadsheet.
 */
import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { Button, Checkbox, Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useTerms, useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { addressOf, caseFilterOf, changed, type CaseFilter } from '../../parts/case-filter.ts';
import { useCasePages, type CaseLine } from '../../parts/case-pages.ts';
import { caseAddress, CaseTable } from '../../parts/case-table.tsx';
import { Choice } from '../../parts/choice.tsx';
import { momentText } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { SaveTable } from '../../parts/save-table.tsx';
import type { SheetColumn } from '../../parts/spreadsheet.ts';
import { caseTableTexts } from '../../texts/case-table.ts';
import { casesTexts } from '../../texts/cases.ts';
import { terms } from '../../texts/terms.ts';
import './cases.css';

const pageLength = 50;
const lesser = ['mine', 'window', 'receivedFrom', 'receivedTo', 'decidedFrom', 'decidedTo', 'onTime', 'order', 'attention'] as const;

export default function CasesPage(): ReactNode {
  const w = useWords(casesTexts);
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const filter = caseFilterOf(address);
  const [chosen, choose] = useRememberedChoice('cases');
  const { query, paging } = useCasePages(filter, pageLength);
  const show = (to: CaseFilter): void => setAddress(addressOf(to));
  // Who scanned a number wants the case, not a list of one.
  const only = query.isPlaceholderData || !address.has('scanned') ? undefined : query.data?.cases;
  const single = only?.length === 1 ? only[0]?.caseNumber : undefined;
  useEffect(() => {
    if (single !== undefined) void navigate(caseAddress(single), { replace: true });
  }, [single, navigate]);
  return (
    <>
      <PageHead title={w('title')}>{query.data && query.data.cases.length > 0 && <Export lines={query.data.cases} />}</PageHead>
      <div className="hub-stack">
        <Filters filter={filter} show={show} />
        <Reading query={query} rows={10} empty={{ when: (page) => page.cases.length === 0, title: w('empty'), note: w('emptyNote') }}>
          {(page) => <CaseTable label={w('list')} wide lines={page.cases} chosen={chosen} choose={choose} paging={paging} busy={query.isFetching} />}
        </Reading>
      </div>
    </>
  );
}

function Filters({ filter, show }: { filter: CaseFilter; show: (to: CaseFilter) => void }): ReactNode {
  const w = useWords(casesTexts);
  const term = useTerms();
  const [text, setText] = useState(filter.q ?? '');
  const [place, setPlace] = useState(filter.window ?? '');
  useEffect(() => setText(filter.q ?? ''), [filter.q]);
  useEffect(() => setPlace(filter.window ?? ''), [filter.window]);
  const [more, setMore] = useState(() => lesser.some((key) => filter[key] !== undefined));
  const set = (change: CaseFilter): void => show(changed({ ...filter, q: text.trim() || undefined, window: place.trim() || undefined }, change));
  const options = (kind: 'caseState' | 'form' | 'waitingFor'): (readonly [string, string])[] => Object.keys(terms[kind]).map((key) => [key, term(kind, key)]);
  const mine = { any: w('mineAny'), received: w('mineReceived'), accepted: w('mineAccepted'), reviewed: w('mineReviewed'), decided: w('mineDecided') };
  return (
    <form role="search" aria-label={w('filters')} className="hub-card hub-filters" onSubmit={(event) => { event.preventDefault(); set({}); }}>
      <Input size="small" className="hub-filters-q" value={text} allowClear prefix={<SearchOutlined aria-hidden />} aria-label={w('q')} placeholder={w('qPlaceholder')} onChange={(event) => setText(event.target.value)} />
      <Choice shown label={w('state')} any={w('any')} value={filter.state?.includes(',') ? '' : filter.state ?? ''} options={options('caseState')} change={(state) => set({ state })} />
      <Choice shown label={w('waitingFor')} any={w('any')} value={filter.waitingFor?.includes(',') ? '' : filter.waitingFor ?? ''} options={options('waitingFor')} change={(waitingFor) => set({ waitingFor })} />
      <Choice shown label={w('form')} any={w('any')} value={filter.form ?? ''} options={options('form')} change={(form) => show(caseFilterOf(withText(filter, 'form', form)))} />
      <Choice shown label={w('light')} any={w('any')} value={filter.light ?? ''} options={(['red', 'yellow', 'green'] as const).map((light) => [light, term('light', light)])} change={(light) => show(caseFilterOf(withText(filter, 'light', light)))} />
      <Checkbox checked={filter.open === true} onChange={(event) => set({ open: event.target.checked || undefined })}>{w('open')}</Checkbox>
      {more && (
        <>
          <Choice shown label={w('mine')} any={w('any')} value={filter.mine ?? ''} options={Object.entries(mine)} change={(value) => show(caseFilterOf(withText(filter, 'mine', value)))} />
          <label className="hub-choice"><span>{w('window')}</span><input className="hub-cases-window" value={place} maxLength={40} onChange={(event) => setPlace(event.target.value)} onBlur={() => { if (place.trim() !== (filter.window ?? '')) set({}); }} /></label>
          <fieldset className="hub-choice">
            <legend className="hub-unseen">{w('period')}</legend>
            <span aria-hidden>{w('period')}</span>
            <input type="date" aria-label={w('from')} value={filter.receivedFrom ?? ''} max={filter.receivedTo ?? today()} onChange={(event) => set({ receivedFrom: event.target.value || undefined })} />
            <input type="date" aria-label={w('to')} value={filter.receivedTo ?? ''} min={filter.receivedFrom} max={dayPlus(today(), 1)} onChange={(event) => set({ receivedTo: event.target.value || undefined })} />
          </fieldset>
          <fieldset className="hub-choice">
            <legend className="hub-unseen">{w('decided')}</legend>
            <span aria-hidden>{w('decided')}</span>
            <input type="date" aria-label={`${w('decided')} ${w('from')}`} value={filter.decidedFrom ?? ''} max={filter.decidedTo ?? today()} onChange={(event) => set({ decidedFrom: event.target.value || undefined })} />
            <input type="date" aria-label={`${w('decided')} ${w('to')}`} value={filter.decidedTo ?? ''} min={filter.decidedFrom} max={today()} onChange={(event) => set({ decidedTo: event.target.value || undefined })} />
          </fieldset>
          <Choice shown label={w('onTime')} any={w('any')} value={filter.onTime === undefined ? '' : String(filter.onTime)} options={[['true', w('onTimeYes')], ['false', w('onTimeNo')]]} change={(onTime) => show(caseFilterOf(withText(filter, 'onTime', onTime)))} />
          <Choice shown label={w('order')} any={w('orderReceived')} value={filter.order === 'due' ? 'due' : ''} options={[['due', w('orderDue')]]} change={(order) => show(caseFilterOf(withText(filter, 'order', order)))} />
          <Checkbox checked={filter.attention === true} onChange={(event) => set({ attention: event.target.checked || undefined })}>{w('attention')}</Checkbox>
        </>
      )}
      <span className="hub-cases-acts">
        <Button size="small" type="link" aria-expanded={more} onClick={() => setMore(!more)}>{more ? w('less') : w('more')}</Button>
        <Button size="small" disabled={Object.keys(filter).length === 0} onClick={() => { setText(''); setPlace(''); show({}); }}>{w('clear')}</Button>
        <Button size="small" type="primary" htmlType="submit">{w('find')}</Button>
      </span>
    </form>
  );
}

/** The address with one word of it changed, to be read back with the same care as a typed one. */
function withText(filter: CaseFilter, key: keyof CaseFilter, value: string): URLSearchParams {
  const address = addressOf(filter);
  if (value) address.set(key, value);
  else address.delete(key);
  return address;
}

function Export({ lines }: { lines: readonly CaseLine[] }): ReactNode {
  const w = useWords(casesTexts);
  const head = useWords(caseTableTexts);
  const term = useTerms();
  const columns: SheetColumn<CaseLine>[] = [
    { title: head('receiptNumber'), value: (line) => line.receiptNumber, width: 18 },
    { title: head('caseNumber'), value: (line) => line.caseNumber, width: 48 },
    { title: head('item'), value: (line) => line.item, width: 40 },
    { title: head('form'), value: (line) => term('form', line.form), width: 14 },
    { title: head('project'), value: (line) => line.projectName, width: 36 },
    { title: head('applicant'), value: (line) => line.applicant, width: 30 },
    { title: head('state'), value: (line) => term('caseState', line.state), width: 16 },
    { title: head('waiting'), value: (line) => term('waitingFor', line.waitingFor), width: 16 },
    { title: head('due'), value: (line) => line.due, width: 12 },
    { title: head('light'), value: (line) => (line.light ? term('light', line.light) : ''), width: 10 },
    { title: head('receivedAt'), value: (line) => momentText(line.receivedAt), width: 18 },
    { title: head('receivedBy'), value: (line) => line.receivedBy.name, width: 14 },
    { title: head('window'), value: (line) => line.window, width: 10 },
  ];
  return <SaveTable label={w('export')} name={w('exportName')} sheet={w('title')} columns={columns} rows={lines} />;
}
