/** The materials of an item, row by row. */
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { useWords } from '../../language.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { changeSetTexts } from '../../texts/change-sets.ts';

type Material = components['schemas']['Item']['materials'][number];
const blank: Material = { name: '', required: true, form: null, copies: 1, source: null, acceptanceStandard: null, kind: null, pageFormat: null, sourceNote: null, basis: null, fillingNote: null, blankForm: null, sample: null };

export function Materials({ materials, tried, change }: { materials: readonly Material[]; tried: boolean; change(materials: Material[]): void }): ReactNode {
  const w = useWords(changeSetTexts);
  const set = (at: number, part: Partial<Material>): void => change(materials.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <>
      {materials.map((one, index) => (
        <div key={index} className="hub-edit-row" role="group" aria-label={w('rowOf', { what: w('groupMaterials'), row: index + 1 })}>
          <Field label={w('material')} required fault={tried && one.name.trim() === '' ? w('unfilled') : undefined}>{(tied) => <Input {...tied} value={one.name} maxLength={200} onChange={(event) => set(index, { name: event.target.value })} />}</Field>
          <Field label={w('copies')}>{(tied) => <Input {...tied} type="number" min={1} value={one.copies ?? ''} onChange={(event) => set(index, { copies: event.target.value === '' ? null : Math.max(1, Math.trunc(Number(event.target.value)) || 1) })} />}</Field>
          <Field label={w('standard')}>{(tied) => <Input {...tied} value={one.acceptanceStandard ?? ''} maxLength={1000} onChange={(event) => set(index, { acceptanceStandard: event.target.value === '' ? null : event.target.value })} />}</Field>
          <label className="hub-tick"><input type="checkbox" checked={one.required} onChange={(event) => set(index, { required: event.target.checked })} />{w('required')}</label>
          <Button aria-label={`${w('removeRow')} ${one.name}`} onClick={() => change(materials.filter((_, at) => at !== index))}>{w('removeRow')}</Button>
        </div>
      ))}
      <Button onClick={() => change([...materials, blank])}>{w('addMaterial')}</Button>
    </>
  );
}
