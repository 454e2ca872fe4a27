/**
 * The zone's own edit of an item: what applies today, changed and proposed as a change set. Promise: nothing is published from here; a second
 * officer approves it, and an edit of content that somebody has published anew meanwhile is refused with what was typed still there.
 */
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Reading } from '../../parts/reading.tsx';
import { changeSetTexts } from '../../texts/change-sets.ts';
import { terms } from '../../texts/terms.ts';
import { Charges, isWhole } from './charges.tsx';
import { FormQuestions } from './form-questions.tsx';
import { Materials } from './materials.tsx';
import './catalogue-edit.css';

type Item = components['schemas']['Item'];
type ItemOnDay = components['schemas']['ItemOnDay'];
type Limit = components['schemas']['Limit'];
type WrittenField = 'conditions' | 'handlingFlow' | 'specialProcedures' | 'supervision' | 'address' | 'openingHours' | 'telephone';
const conditions = Object.keys(terms.provinceItemState) as Item['state'][];
const units = ['working-day', 'calendar-day'] as const;

export default function CatalogueEditPage(): ReactNode {
  const w = useWords(changeSetTexts);
  const { itemCode = '' } = useParams();
  // Read once: what somebody else publishes meanwhile must not change what is being typed.
  const query = useQuery({
    queryKey: ['item-to-edit', { itemCode }], staleTime: Infinity, gcTime: 0, refetchOnMount: 'always', refetchOnWindowFocus: false,
    queryFn: ({ signal }) => take(api.catalogue.GET('/items/{itemCode}', { params: { path: { itemCode } }, signal })),
  });
  const name = query.data?.item?.name ?? itemCode;
  return (
    <>
      <PageHead title={w('editTitle', { name })} note={<Link to={`/staff/catalogue/${itemCode}`} className="hub-code">{itemCode}</Link>} />
      <Reading query={query} rows={10}>
        {(found) => (found.item === null || found.edition === null ? <EmptyState title={w('nothingToEdit')} action={<Link to={`/staff/catalogue/${itemCode}`}>{w('showItem')}</Link>} /> : <Edit item={found.item} edition={found.edition} found={found} />)}
      </Reading>
    </>
  );
}

/** A line left empty is no option. */
const withoutBlanks = (one: Item['formFields'][number]): Item['formFields'][number] => (one.options === undefined ? one : { ...one, options: one.options.map((each) => each.trim()).filter((each) => each !== '') });

function Edit({ item, edition, found }: { item: Item; edition: number; found: ItemOnDay }): ReactNode {
  const w = useWords(changeSetTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(item);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct((key, given: { item: Item; reason: string }) => take(api.catalogue.POST('/items/{itemCode}/edits', {
    params: { path: { itemCode: found.code }, header: { 'Idempotency-Key': key } }, body: { version: item.version, edition, item: given.item, reason: given.reason },
  })), { done: ({ id }) => void navigate(`/staff/change-sets/${id}`) });
  const set = (change: Partial<Item>): void => setTyped((before) => ({ ...before, ...change }));
  const missing = (text: string): string | undefined => (tried && text.trim() === '' ? w('unfilled') : undefined);
  const submit = (): void => {
    setTried(true);
    const filled = typed.name.trim() !== '' && reason.trim() !== '' && typed.materials.every((one) => one.name.trim() !== '') && typed.charges.every(isWhole) && typed.formFields.every((one) => (one.options ?? ['-']).join('').trim() !== '' && one.key !== '' && one.labelZh.trim() !== '' && one.labelEn.trim() !== '');
    if (filled) void act.perform({ item: { ...typed, formFields: typed.formFields.map(withoutBlanks) }, reason: reason.trim() });
  };
  const written = (field: WrittenField, rows = 1): ReactNode => (
    <Field label={w(field)}>
      {(tied) => (rows > 1 ? <Input.TextArea {...tied} rows={rows} value={typed[field] ?? ''} onChange={(event) => set({ [field]: event.target.value === '' ? null : event.target.value })} />
        : <Input {...tied} value={typed[field] ?? ''} maxLength={500} onChange={(event) => set({ [field]: event.target.value === '' ? null : event.target.value })} />)}
    </Field>
  );
  const limit = (field: 'statutoryLimit' | 'promisedLimit', label: string): ReactNode => {
    const value: Limit = typed[field];
    return (
      <>
        <Field label={`${label} ${w('days')}`} required>{(tied) => <Input {...tied} type="number" min={1} value={value.amount} onChange={(event) => set({ [field]: { ...value, amount: Math.max(1, Math.trunc(Number(event.target.value)) || 1) } })} />}</Field>
        <Field label={`${label} ${w('unit')}`}>{(tied) => <select {...tied} className="hub-box" value={value.unit} onChange={(event) => { const unit = units.find((each) => each === event.target.value); if (unit) set({ [field]: { ...value, unit } }); }}>{units.map((each) => <option key={each} value={each}>{term('unit', each)}</option>)}</select>}</Field>
      </>
    );
  };
  return (
    <form className="hub-card hub-card-body hub-edit" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <p className="hub-act-note">{w('editNote', { edition: w('edition', { version: item.version, edition }) })}</p>
      <Field label={w('name')} required fault={missing(typed.name)}>{(tied) => <Input {...tied} value={typed.name} maxLength={1000} onChange={(event) => set({ name: event.target.value })} />}</Field>
      <fieldset className="hub-group"><legend>{w('groupState')}</legend>
        <div className="hub-group-fields">
          <Field label={w('state')}>{(tied) => <select {...tied} className="hub-box" value={typed.state} onChange={(event) => { const state = conditions.find((each) => each === event.target.value); if (state) set({ state }); }}>{conditions.map((each) => <option key={each} value={each}>{term('provinceItemState', each)}</option>)}</select>}</Field>
          <Field label={w('lastDay')} note={w('lastDayNote')}>{(tied) => <input {...tied} type="date" className="hub-box" value={typed.cancelledOn ?? ''} onChange={(event) => set({ cancelledOn: event.target.value === '' ? null : event.target.value })} />}</Field>
        </div>
      </fieldset>
      <fieldset className="hub-group"><legend>{w('groupLimits')}</legend><div className="hub-group-fields">{limit('statutoryLimit', w('statutory'))}{limit('promisedLimit', w('promised'))}</div></fieldset>
      <fieldset className="hub-group"><legend>{w('groupMaterials')}</legend><Materials materials={typed.materials} tried={tried} change={(materials) => set({ materials })} /></fieldset>
      <fieldset className="hub-group"><legend>{w('groupCharges')}</legend><Charges charges={typed.charges} questions={typed.formFields} tried={tried} change={(charges) => set({ charges })} /></fieldset>
      <fieldset className="hub-group"><legend>{w('groupForm')}</legend><FormQuestions questions={typed.formFields} tried={tried} change={(formFields) => set({ formFields })} /></fieldset>
      <fieldset className="hub-group"><legend>{w('groupGuide')}</legend>
        {written('conditions', 3)}
        <Field label={w('legalBasis')}>{(tied) => <Input.TextArea {...tied} rows={3} value={typed.legalBasis} onChange={(event) => set({ legalBasis: event.target.value })} />}</Field>
        {written('handlingFlow', 2)}{written('specialProcedures', 2)}
        <div className="hub-group-fields">{written('address')}{written('openingHours')}{written('telephone')}{written('supervision')}</div>
      </fieldset>
      <Field label={w('editReason')} required note={w('editReasonNote')} fault={missing(reason)}>{(tied) => <Input {...tied} value={reason} maxLength={150} onChange={(event) => setReason(event.target.value)} />}</Field>
      {act.error && <ProblemAlert error={act.error} retry={submit} busy={act.busy} />}
      <div className="hub-page-acts"><Button type="primary" htmlType="submit" loading={act.busy}>{w('save')}</Button></div>
    </form>
  );
}
