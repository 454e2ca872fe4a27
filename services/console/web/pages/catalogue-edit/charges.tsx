/** The charges of an item: each with an amount of its own, or counted by a registered standard whose quantity comes from somewhere known. */
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { useWords } from '../../language.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { useStandards } from '../../parts/standard-reading.tsx';
import { typedFen, yuanToType } from '../../parts/typed-number.ts';
import { changeSetTexts } from '../../texts/change-sets.ts';

type Item = components['schemas']['Item'];
type Charge = Item['charges'][number];
const blank: Charge = { name: '', standard: '', unitAmountInFen: null, unit: null, basis: null, reliefAllowed: false, reliefNote: null };

/** Whether one may be proposed: named, and with an amount or a standard. */
export const isWhole = ({ name, standard, standardCode, unitAmountInFen }: Charge): boolean => name.trim() !== '' && standard.trim() !== '' && (standardCode !== undefined || (unitAmountInFen ?? 0) > 0);

export function Charges({ charges, questions, tried, change }: { charges: readonly Charge[]; questions: Item['formFields']; tried: boolean; change(charges: Charge[]): void }): ReactNode {
  const w = useWords(changeSetTexts);
  const { inForce, read, trouble } = useStandards();
  const set = (at: number, one: Charge): void => { change(charges.map((each, index) => (index === at ? one : each))); };
  const missing = (text: string): string | undefined => (tried && text.trim() === '' ? w('unfilled') : undefined);
  const numbers = questions.filter(({ kind, required }) => kind === 'number' && required);
  return (
    <>
      {trouble}
      {charges.map((one, index) => {
        const { standardCode, measure, ...plain } = one;
        const standard = inForce.find(({ code }) => code === standardCode);
        const counts = standardCode !== undefined && standard?.rule.kind !== 'fixed';
        const byStandard = (code: string): void => {
          const chosen = inForce.find((each) => each.code === code);
          if (code === '') set(index, { ...plain, unitAmountInFen: null });
          else set(index, { ...plain, unitAmountInFen: null, unit: null, standardCode: code, name: plain.name || (chosen?.name ?? ''), standard: chosen?.words ?? plain.standard, basis: chosen?.basis ?? plain.basis, ...(chosen && chosen.rule.kind !== 'fixed' ? { measure: measure ?? { from: 'clerk' } } : {}) });
        };
        return (
          <div key={index} className="hub-edit-row hub-edit-charge" role="group" aria-label={w('rowOf', { what: w('groupCharges'), row: index + 1 })}>
            <Field label={w('chargeName')} required fault={missing(one.name)}>{(tied) => <Input {...tied} value={one.name} maxLength={200} onChange={(event) => { set(index, { ...one, name: event.target.value }); }} />}</Field>
            <Field label={w('chargeBy')}>
              {(tied) => (
                <select {...tied} className="hub-box" value={standardCode ?? ''} onChange={(event) => { byStandard(event.target.value); }}>
                  <option value="">{w('chargeOwn')}</option>
                  {standardCode !== undefined && !standard && <option value={standardCode}>{read ? w('chargeGone', { code: standardCode }) : standardCode}</option>}
                  {inForce.map(({ code, name }) => <option key={code} value={code}>{code} {name}</option>)}
                </select>
              )}
            </Field>
            {standardCode === undefined && <Field label={w('chargeAmount')} required fault={tried && (one.unitAmountInFen ?? 0) === 0 ? w('unfilled') : undefined}>{(tied) => <Input {...tied} key={`${String(index)} ${String(charges.length)}`} inputMode="decimal" defaultValue={one.unitAmountInFen === null ? '' : yuanToType(one.unitAmountInFen)} onChange={(event) => { set(index, { ...plain, unitAmountInFen: typedFen(event.target.value) ?? null }); }} />}</Field>}
            {counts && (
              <Field label={w('chargeMeasure')}>
                {(tied) => (
                  <select {...tied} className="hub-box" value={measure?.from === 'form' ? `form ${measure.field}` : measure?.from ?? 'clerk'} onChange={(event) => { const { value } = event.target; set(index, { ...one, measure: value === 'constant' ? { from: 'constant', value: '1' } : value.startsWith('form ') ? { from: 'form', field: value.slice(5) } : { from: 'clerk' } }); }}>
                    <option value="clerk">{w('measureClerk')}</option>
                    <option value="constant">{w('measureConstant')}</option>
                    {numbers.map(({ key, labelZh }) => <option key={key} value={`form ${key}`}>{w('measureForm', { field: labelZh })}</option>)}
                    {measure?.from === 'form' && !numbers.some(({ key }) => key === measure.field) && <option value={`form ${measure.field}`}>{w('measureForm', { field: measure.field })}</option>}
                  </select>
                )}
              </Field>
            )}
            {counts && measure?.from === 'constant' && <Field label={w('measureValue')} required>{(tied) => <Input {...tied} inputMode="decimal" maxLength={16} value={measure.value} onChange={(event) => { set(index, { ...one, measure: { from: 'constant', value: event.target.value } }); }} />}</Field>}
            {standardCode === undefined && <Field label={w('chargeStandard')} required fault={missing(one.standard)}>{(tied) => <Input {...tied} value={one.standard} maxLength={256} onChange={(event) => { set(index, { ...one, standard: event.target.value }); }} />}</Field>}
            <label className="hub-tick"><input type="checkbox" checked={one.reliefAllowed} onChange={(event) => { set(index, { ...one, reliefAllowed: event.target.checked }); }} />{w('chargeRelief')}</label>
            <Button aria-label={`${w('removeRow')} ${one.name}`} onClick={() => { change(charges.filter((_, at) => at !== index)); }}>{w('removeRow')}</Button>
          </div>
        );
      })}
      <Button onClick={() => { change([...charges, blank]); }}>{w('addCharge')}</Button>
    </>
  );
}
