/**
 * The fields of the form, checked while they are typed: how far an identifier is, that it is right, or which character is
 * wrong. Promise: Enter goes on to the next field, the words of a fault stand below it and are read out.
 */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import { Input } from 'antd';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { useBoth, useWords } from '../../language.tsx';
import { intakeTexts } from '../../texts/intake.ts';
import type { FieldName, FormValues } from './draft.ts';
import { checkCitizenNumber, checkCreditCode, checkMobile, type Checked, type Said } from './typed-check.ts';

interface FormFieldsProps {
  values: FormValues;
  /** To be shown now. */
  faults: Readonly<Partial<Record<FieldName, Said>>>;
  disabled: boolean;
  change(field: FieldName, value: string): void;
  left(field: FieldName): void;
  /** Enter in a field; tells whether the page took it and moved the cursor itself. */
  entered(field: FieldName): boolean;
  /** Enter in the last field. */
  end(): void;
  /** Below the applicant: a warning about other cases. */
  aside?: ReactNode;
}

const groups: readonly { readonly title: 'applicant' | 'contact' | 'project'; readonly hint?: 'scanLicence' | 'scanCard'; readonly fields: readonly FieldName[] }[] = [
  { title: 'applicant', hint: 'scanLicence', fields: ['creditCode', 'applicantName'] },
  { title: 'contact', hint: 'scanCard', fields: ['contactName', 'citizenNumber', 'mobile'] },
  { title: 'project', fields: ['projectName'] },
];
const order = groups.flatMap((group) => group.fields);
const checks: Readonly<Partial<Record<FieldName, (typed: string) => Checked>>> = { creditCode: checkCreditCode, citizenNumber: checkCitizenNumber, mobile: checkMobile };
/** Room for what a scanner types into whatever field it meets; too long is a fault that is said. */
const longest = 600;

export const fieldId = (field: FieldName): string => `intake-${field}`;
export const focusField = (field: FieldName): void => document.getElementById(fieldId(field))?.focus();

export function FormFields({ values, faults, disabled, change, left, entered, end, aside }: FormFieldsProps): ReactNode {
  const w = useWords(intakeTexts);
  const id = useId();
  const enter = (field: FieldName) => (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (entered(field)) return;
    const next = order[order.indexOf(field) + 1];
    if (next) focusField(next);
    else end();
  };
  return (
    <section className="hub-card hub-intake-form">
      {groups.map((group) => (
        <div key={group.title} role="group" aria-labelledby={`${id}-${group.title}`}>
          <h2 id={`${id}-${group.title}`} className={group.title === 'project' ? 'hub-unseen' : ''}>{w(group.title)}{group.hint && <span className="hub-soft">{w(group.hint)}</span>}</h2>
          {group.fields.map((field) => (
            <Field
              key={field} field={field} value={values[field]} fault={faults[field]} disabled={disabled} change={(value) => change(field, value)} left={() => left(field)} press={enter(field)}
            />
          ))}
          {group.title === 'applicant' && aside}
        </div>
      ))}
    </section>
  );
}

function Field({ field, value, fault, disabled, change, left, press }: { field: FieldName; value: string; fault: Said | undefined; disabled: boolean; change(value: string): void; left(): void; press(event: KeyboardEvent): void }): ReactNode {
  const w = useWords(intakeTexts);
  const both = useBoth();
  const checked = checks[field]?.(value);
  // What is wrong already is said while typing; what is only unfinished when the field is left.
  const said = checked?.kind === 'wrong' ? checked.said : checked?.kind === 'right' ? undefined : fault;
  const optional = field === 'citizenNumber';
  const id = fieldId(field);
  return (
    <div className="hub-intake-field">
      <label htmlFor={id}>{w(field)}{optional ? <span className="hub-soft"> {w('optional')}</span> : <span className="hub-required" aria-hidden> *</span>}</label>
      <div>
        <Input
          id={id} value={value} disabled={disabled} maxLength={longest} autoComplete="off" spellCheck={false} status={said ? 'error' : ''} className={checks[field] ? 'hub-code-input' : ''}
          inputMode={field === 'mobile' ? 'numeric' : 'text'} aria-required={!optional} aria-invalid={said !== undefined} aria-describedby={said ? `${id}-fault` : undefined}
          onChange={(event) => change(event.target.value)} onBlur={left} onKeyDown={press}
          suffix={checked?.kind === 'right' ? <><CheckCircleFilled className="hub-intake-right" aria-hidden /><span className="hub-unseen" role="status">{w('right')}</span></>
            : checked?.kind === 'typing' ? <span className="hub-soft hub-number" aria-hidden>{w('typedOf', { typed: checked.typed, of: checked.of })}</span> : <span />}
        />
        {said && <p id={`${id}-fault`} className="hub-field-fault" role="alert">{both(said)}</p>}
      </div>
    </div>
  );
}
