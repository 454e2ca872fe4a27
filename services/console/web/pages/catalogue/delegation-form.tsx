/** A delegation document typed from its paper, or amended; the number is its key and cannot change. */
import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import type { Delegation } from '../../parts/catalogue-reading.ts';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { catalogueTexts, delegationKinds } from '../../texts/catalogue.ts';
import { terms } from '../../texts/terms.ts';
import { faultsOf, itemCodesOf, sealsOnSight, sentOf, typedFrom, type TypedDelegation, type TypedField } from './typed-delegation.ts';

const forms = Object.keys(terms.form) as TypedDelegation['form'][];
const countersigns = Object.keys(terms.countersign) as TypedDelegation['countersign'][];
const standings = Object.keys(terms.delegationState) as TypedDelegation['standing'][];

export function DelegationForm({ amends, like, close }: { amends?: Delegation; like?: Delegation | undefined; close(): void }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const [typed, setTyped] = useState(() => typedFrom({ amends, like }));
  const [tried, setTried] = useState(false);
  const act = useAct((_key, given: TypedDelegation) => take(api.catalogue.PUT('/delegations/{documentNumber}', { params: { path: { documentNumber: given.documentNumber.trim() } }, body: sentOf(given) })), { done: close });
  const faults = faultsOf(typed);
  const set = (change: Partial<TypedDelegation>): void => setTyped((before) => ({ ...before, ...change }));
  const submit = (): void => {
    setTried(true);
    if (Object.keys(faults).length === 0) void act.perform(typed);
  };
  const faultIn = (field: TypedField): string | undefined => {
    const fault = tried ? faults[field] : undefined;
    return fault && w(fault.word, { ...fault });
  };
  const box = (field: TypedField, label: string, more: { note?: string; maxLength?: number; disabled?: boolean; code?: boolean } = {}): ReactNode => (
    <Field label={label} required fault={faultIn(field)} {...(more.note === undefined ? {} : { note: more.note })}>
      {(tied) => <Input {...tied} value={typed[field]} maxLength={more.maxLength ?? 100} disabled={more.disabled ?? false} autoComplete="off" {...(more.code ? { className: 'hub-code', spellCheck: false } : {})} onChange={(event) => set({ [field]: event.target.value })} />}
    </Field>
  );
  const day = (field: TypedField, label: string, optional?: string): ReactNode => <Field label={label} required={optional === undefined} fault={faultIn(field)} {...(optional === undefined ? {} : { note: optional })}>{(tied) => <input {...tied} type="date" className="hub-box" value={typed[field]} onChange={(event) => set({ [field]: event.target.value })} />}</Field>;
  const list = <T extends string>(label: string, value: T, options: readonly T[], title: (each: T) => string, change: (to: T) => void): ReactNode => (
    <Field label={label} required>
      {(tied) => <select {...tied} className="hub-box" value={value} onChange={(event) => { const to = options.find((each) => each === event.target.value); if (to) change(to); }}>{options.map((each) => <option key={each} value={each}>{title(each)}</option>)}</select>}
    </Field>
  );
  return (
    <FormDialog title={amends ? w('amendTitle', { number: amends.documentNumber }) : w('register')} label={amends ? w('amend') : w('save')} note={w(amends ? 'amendNote' : 'registerNote')} width={820} busy={act.busy} error={act.error} submit={submit} close={close}>
      <fieldset className="hub-group"><legend>{w('groupPaper')}</legend>
        <div className="hub-group-fields">{box('documentNumber', w('documentNumber'), { maxLength: 60, disabled: amends !== undefined })}
          {list(w('kind'), typed.kind, delegationKinds, (each) => term('delegationKind', each), (kind) => set({ kind }))}
          {list(w('form'), typed.form, forms, (each) => term('form', each), (form) => set({ form }))}</div>
      </fieldset>
      <fieldset className="hub-group"><legend>{w('groupDepartment')}</legend>
        <div className="hub-group-fields">{box('departmentName', w('name'))}{box('departmentCode', w('creditCode'), { maxLength: 18, code: true })}{box('departmentSeal', w('sealCode'), { maxLength: 40, code: true })}
          {typed.form === 'direct-report' && <>{box('upstreamName', w('upstream'))}{box('upstreamCode', `${w('upstream')} ${w('creditCode')}`, { maxLength: 18, code: true })}</>}
          {sealsOnSight(typed.form) && list(w('countersign'), typed.countersign, countersigns, (each) => term('countersign', each), (countersign) => set({ countersign }))}
          {box('postA', w('postA'), { note: w('postNote') })}{box('postB', w('postB'), { note: w('postNote') })}</div>
      </fieldset>
      <fieldset className="hub-group"><legend>{w('groupZone')}</legend>
        <div className="hub-group-fields">{box('zoneName', w('name'))}{box('zoneCode', w('creditCode'), { maxLength: 18, code: true })}{box('division', w('division'), { maxLength: 6, code: true })}{box('zoneSeal', w('zoneSealCode'), { maxLength: 40, code: true })}</div>
        <Field label={w('subParks')} note={w('subParksNote')}>{(tied) => <Input.TextArea {...tied} value={typed.subParks} rows={2} onChange={(event) => set({ subParks: event.target.value })} />}</Field>
      </fieldset>
      <fieldset className="hub-group"><legend>{w('groupDays')}</legend>
        <div className="hub-group-fields">{day('signedOn', w('signedOn'))}{day('validFrom', w('validFrom'))}{day('validTo', w('validUntil'))}{day('trialEndsOn', w('trialEndsOn'), w('trialUsual'))}{day('handOverOn', w('handOverOn'), w('handOverNote'))}
          {list(w('standing'), typed.standing, standings, (each) => term('delegationState', each), (standing) => set({ standing }))}
          {typed.standing !== 'in-force' && day('standingFrom', w('standingFrom'), w('standingFromNote'))}</div>
        {amends && <Field label={w('amendReason')} note={w('amendReasonNote')}>{(tied) => <Input {...tied} value={typed.reason} maxLength={500} autoComplete="off" onChange={(event) => set({ reason: event.target.value })} />}</Field>}
      </fieldset>
      <fieldset className="hub-group"><legend>{w('groupItems')}</legend>
        <Field label={w('itemCodes')} required note={w('itemCodesNote', { count: itemCodesOf(typed).length })} fault={faultIn('itemCodes')}>
          {(tied) => <Input.TextArea {...tied} className="hub-code" value={typed.itemCodes} rows={6} spellCheck={false} onChange={(event) => set({ itemCodes: event.target.value })} />}
        </Field>
      </fieldset>
    </FormDialog>
  );
}
