/** Answers to the item's own form, corrected while papers are taken in: what stands is shown in the field, and left empty it stays as it is. */
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage, useWords } from '../language.tsx';
import { caseTexts } from '../texts/case.ts';
import type { Case } from './case-reading.ts';

type Answers = Readonly<Record<string, string>>;

export function CorrectedAnswers({ of, given, change, disabled = false }: { of: Pick<Case, 'item' | 'answers'>; given: Answers; change(given: Record<string, string>): void; disabled?: boolean }): ReactNode {
  const w = useWords(caseTexts);
  const { language } = useLanguage();
  if (of.item.formFields.length === 0) return null;
  const stands = (key: string): string => of.answers.find((each) => each.key === key)?.text ?? '';
  return (
    <fieldset className="hub-field" disabled={disabled}>
      <legend>{w('fieldAnswers')}</legend>
      {of.item.formFields.map((field) => (
        <label key={field.key} className="hub-answer">
          <span>{language === 'zh' ? field.labelZh : field.labelEn}{field.unit ? `（${field.unit}）` : ''}</span>
          {field.kind === 'choice' || field.kind === 'yes-no' ? (
            <select className="hub-box" value={given[field.key] ?? ''} onChange={(event) => change(answered(given, field.key, event.target.value))}>
              <option value="">{stands(field.key)}</option>
              {field.kind === 'yes-no' ? <><option value="yes">{w('answerYes')}</option><option value="no">{w('answerNo')}</option></> : (field.options ?? []).map((option) => <option key={option} value={option}>{option}</option>)}
            </select>
          ) : <Input value={given[field.key] ?? ''} placeholder={stands(field.key)} disabled={disabled} onChange={(event) => change(answered(given, field.key, event.target.value))} />}
        </label>
      ))}
    </fieldset>
  );
}

/** Left empty, an answer stays as it is. */
function answered(before: Answers, key: string, value: string): Record<string, string> {
  const { [key]: _earlier, ...rest } = before;
  return value === '' ? rest : { ...rest, [key]: value };
}
