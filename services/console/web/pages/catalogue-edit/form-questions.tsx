/** The zone's own form for the window, question by question. */
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { changeSetTexts } from '../../texts/change-sets.ts';
import { terms } from '../../texts/terms.ts';

type Question = components['schemas']['FormField'];
const kinds = Object.keys(terms.formFieldKind) as Question['kind'][];
const blank: Question = { key: '', labelZh: '', labelEn: '', kind: 'text', required: false };

/** Options only where one of them is chosen. */
function ofKind({ options, ...rest }: Question, kind: Question['kind']): Question {
  return kind === 'choice' ? { ...rest, kind, options: options ?? [''] } : { ...rest, kind };
}

export function FormQuestions({ questions, tried, change }: { questions: readonly Question[]; tried: boolean; change(questions: Question[]): void }): ReactNode {
  const w = useWords(changeSetTexts);
  const term = useTerms();
  const set = (at: number, one: Question): void => change(questions.map((each, index) => (index === at ? one : each)));
  const missing = (text: string): string | undefined => (tried && text.trim() === '' ? w('unfilled') : undefined);
  return (
    <>
      {questions.length === 0 && <p className="hub-soft">{w('noFields')}</p>}
      {questions.map((one, index) => (
        <div key={index} className="hub-edit-row hub-edit-question" role="group" aria-label={w('rowOf', { what: w('groupForm'), row: index + 1 })}>
          <Field label={w('fieldLabel')} required fault={missing(one.labelZh)}>{(tied) => <Input {...tied} value={one.labelZh} maxLength={60} onChange={(event) => set(index, { ...one, labelZh: event.target.value })} />}</Field>
          <Field label={w('fieldLabelEn')} required fault={missing(one.labelEn)}>{(tied) => <Input {...tied} value={one.labelEn} maxLength={120} onChange={(event) => set(index, { ...one, labelEn: event.target.value })} />}</Field>
          <Field label={w('fieldKey')} required note={w('fieldKeyNote')} fault={missing(one.key)}>{(tied) => <Input {...tied} className="hub-code" value={one.key} maxLength={40} spellCheck={false} onChange={(event) => set(index, { ...one, key: event.target.value.replaceAll(/[^A-Za-z0-9]/g, '') })} />}</Field>
          <Field label={w('fieldKind')}>{(tied) => <select {...tied} className="hub-box" value={one.kind} onChange={(event) => { const kind = kinds.find((each) => each === event.target.value); if (kind) set(index, ofKind(one, kind)); }}>{kinds.map((each) => <option key={each} value={each}>{term('formFieldKind', each)}</option>)}</select>}</Field>
          <label className="hub-tick"><input type="checkbox" checked={one.required} onChange={(event) => set(index, { ...one, required: event.target.checked })} />{w('required')}</label>
          <Button aria-label={`${w('removeRow')} ${one.labelZh}`} onClick={() => change(questions.filter((_, at) => at !== index))}>{w('removeRow')}</Button>
          {one.kind === 'choice' && <Field label={w('fieldOptions')} required fault={missing((one.options ?? []).join(''))}>{(tied) => <Input.TextArea {...tied} rows={3} value={(one.options ?? []).join('\n')} onChange={(event) => set(index, { ...one, options: event.target.value.split('\n').slice(0, 50) })} />}</Field>}
        </div>
      ))}
      <Button onClick={() => change([...questions, blank])}>{w('addField')}</Button>
    </>
  );
}
