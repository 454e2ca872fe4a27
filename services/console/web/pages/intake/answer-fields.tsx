/**
 * The item's own form, drawn from its definition: each question with the control that fits it. Promise: Enter goes on to the next
 * question and from the last one to the papers; the words of a fault stand below it and are read out.
 */
import { Input } from 'antd';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { useBoth, useLanguage, useWords } from '../../language.tsx';
import { intakeTexts } from '../../texts/intake.ts';
import { answerFault, dayTyped, type AnswerField, type AnswerFaults, type Answers } from './answer-check.ts';

interface AnswerFieldsProps {
  fields: readonly AnswerField[];
  answers: Answers;
  faults: AnswerFaults;
  disabled: boolean;
  change(key: string, value: string): void;
  left(key: string): void;
  /** Enter in the last question. */
  end(): void;
}

const longest: Readonly<Record<AnswerField['kind'], number>> = { 'text': 200, 'long-text': 2000, 'number': 20, 'date': 14, 'choice': 100, 'yes-no': 3, 'credit-code': 30, 'mobile': 20 };
export const answerId = (key: string): string => `intake-answer-${key}`;
export const focusAnswer = (key: string): void => document.getElementById(answerId(key))?.focus();

export function AnswerFields({ fields, answers, faults, disabled, change, left, end }: AnswerFieldsProps): ReactNode {
  const w = useWords(intakeTexts);
  const id = useId();
  if (fields.length === 0) return null;
  const enter = (index: number) => (event: KeyboardEvent): void => {
    const long = fields[index]?.kind === 'long-text';
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey || (long && event.shiftKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const next = fields[index + 1];
    if (next) focusAnswer(next.key);
    else end();
  };
  return (
    <section className="hub-card hub-intake-form hub-answer-fields" aria-labelledby={id}>
      <h2 id={id}>{w('answers')}<span className="hub-soft">{w('answersNote')}</span></h2>
      {fields.map((field, index) => (
        <Answer key={field.key} field={field} value={answers[field.key] ?? ''} fault={faults[field.key]} disabled={disabled} change={(value) => change(field.key, value)} left={() => left(field.key)} press={enter(index)} />
      ))}
    </section>
  );
}

interface AnswerProps { field: AnswerField; value: string; fault: AnswerFaults[string] | undefined; disabled: boolean; change(value: string): void; left(): void; press(event: KeyboardEvent): void }

function Answer({ field, value, fault, disabled, change, left, press }: AnswerProps): ReactNode {
  const w = useWords(intakeTexts);
  const both = useBoth();
  const { language } = useLanguage();
  const id = answerId(field.key);
  const said = fault ?? (value.trim() === '' ? undefined : wrongWhileTyped(field, value));
  const told = said !== undefined || field.helpZh !== undefined;
  const tied = { id, disabled, 'aria-required': field.required, 'aria-invalid': said !== undefined, 'aria-describedby': told ? `${id}-told` : undefined, onBlur: () => { if (field.kind === 'date' && dayTyped(value) !== value) change(dayTyped(value)); left(); }, onKeyDown: press };
  const status = said ? 'error' : '';
  return (
    <div className="hub-intake-field">
      <label htmlFor={id}>{language === 'zh' ? field.labelZh : field.labelEn}{field.required ? <span className="hub-required" aria-hidden> *</span> : <span className="hub-soft"> {w('optional')}</span>}</label>
      <div>
        {field.kind === 'choice' || field.kind === 'yes-no' ? (
          <select {...tied} className="hub-box" value={value} onChange={(event) => change(event.target.value)}>
            <option value="">{w('answerChoose')}</option>
            {field.kind === 'yes-no' ? <><option value="yes">{w('answerYes')}</option><option value="no">{w('answerNo')}</option></>
              : (field.options ?? []).map((option) => <option key={option} value={option}>{option}</option>)}
          </select>
        ) : field.kind === 'long-text' ? <Input.TextArea {...tied} value={value} rows={2} maxLength={field.longest ?? longest[field.kind]} status={status} onChange={(event) => change(event.target.value)} />
          : (
              <Input
                {...tied} value={value} maxLength={field.longest ?? longest[field.kind]} autoComplete="off" spellCheck={false} status={status} className={field.kind === 'credit-code' ? 'hub-code-input' : ''}
                placeholder={field.kind === 'date' ? w('answerDayHint') : ''}
                inputMode={field.kind === 'number' ? 'decimal' : field.kind === 'mobile' ? 'numeric' : 'text'} suffix={field.unit ?? <span />} onChange={(event) => change(event.target.value)}
              />
            )}
        {said ? <p id={`${id}-told`} className="hub-field-fault" role="alert">{both(said)}</p> : field.helpZh !== undefined && <p id={`${id}-told`} className="hub-field-note" lang="zh-CN">{field.helpZh}</p>}
      </div>
    </div>
  );
}

/** What is wrong already is said while typing; what is only unfinished when the question is left. */
function wrongWhileTyped(field: AnswerField, value: string): AnswerFaults[string] | undefined {
  return field.kind === 'number' ? answerFault(field, value, false) : undefined;
}
