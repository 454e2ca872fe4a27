/**
 * The fields of the form, checked while they are typed: how far an identifier is, that it is right, or which character is
 * wrong. Promise: Enter goes on to the next field, the words of a fault stand below it and are read out.
 */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import { Button, Input, Segmented } from 'antd';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { useBoth, useWords } from '../../language.tsx';
import { intakeTexts } from '../../texts/intake.ts';
import { isPerson, type FieldName, type FormValues } from './draft.ts';
import { applicantFields, checkOf, contactFields, fieldOrder, hasCitizenNumber } from './form-faults.ts';
import type { Said } from './typed-check.ts';

interface FormFieldsProps {
  values: FormValues;
  /** To be shown now. */
  faults: Readonly<Partial<Record<FieldName, Said>>>;
  disabled: boolean;
  /** Whether natural persons may apply for the item. */
  servesPersons: boolean;
  change(fields: Partial<FormValues>): void;
  left(field: FieldName): void;
  /** Enter in a field; tells whether the page took it and moved the cursor itself. */
  entered(field: FieldName): boolean;
  /** Enter in the last field. */
  end(): void;
  /** Below the applicant: a warning about other cases. */
  aside?: ReactNode;
}

interface Group { readonly name: 'applicant' | 'contact' | 'project'; readonly title: 'applicant' | 'person' | 'contact' | 'project'; readonly hint?: 'scanLicence' | 'scanCard'; readonly fields: readonly FieldName[] }
const groupsOf = (values: FormValues): readonly Group[] => [
  { name: 'applicant', ...(isPerson(values) ? { title: 'person', hint: 'scanCard' } : { title: 'applicant', hint: 'scanLicence' }), fields: applicantFields(values) },
  { name: 'contact', title: 'contact', ...(isPerson(values) ? {} : { hint: 'scanCard' }), fields: contactFields },
  { name: 'project', title: 'project', fields: ['projectName'] },
];
/** Documents people bring to a window, by their codes in GA/T 2000.156; 990 is any other. */
const documentTypes = ['111', '112', '113', '414', '516', '511', '553', '990'] as const;
/** Room for what a scanner types into whatever field it meets; too long is a fault that is said. */
const longest = 600;

export const fieldId = (field: FieldName): string => `intake-${field}`;
export const focusField = (field: FieldName): void => document.getElementById(fieldId(field))?.focus();

export function FormFields({ values, faults, disabled, servesPersons, change, left, entered, end, aside }: FormFieldsProps): ReactNode {
  const w = useWords(intakeTexts);
  const id = useId();
  const enter = (field: FieldName) => (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (entered(field)) return;
    const order = fieldOrder(values);
    const next = order[order.indexOf(field) + 1];
    if (next) focusField(next);
    else end();
  };
  return (
    <section className="hub-card hub-intake-form">
      {groupsOf(values).map((group) => (
        <div key={group.name} role="group" aria-labelledby={`${id}-${group.name}`}>
          <h2 id={`${id}-${group.name}`} className={group.name === 'project' ? 'hub-unseen' : ''}>{w(group.title)}{group.hint && <span className="hub-soft">{w(group.hint)}</span>}</h2>
          {group.name === 'applicant' && servesPersons && (
            <div className="hub-intake-kind">
              <Segmented
                aria-label={w('applicantKind')} disabled={disabled} value={isPerson(values) ? 'person' : 'organisation'} options={[{ value: 'organisation', label: w('organisation') }, { value: 'person', label: w('naturalPerson') }]}
                onChange={(kind) => change(kind === 'person' ? { documentType: documentTypes[0], creditCode: '' } : { documentType: '', documentNumber: '' })}
              />
            </div>
          )}
          {group.name === 'contact' && isPerson(values) && values.contactName.trim() === '' && values.applicantName.trim() !== '' && (
            <div className="hub-intake-kind">
              <Button size="small" disabled={disabled} onClick={() => { change(oneself(values)); focusField('mobile'); }}>{w('comesOneself')}</Button>
            </div>
          )}
          {group.fields.map((field) => (
            field === 'documentType'
              ? <DocumentType key={field} value={values.documentType} fault={faults.documentType} disabled={disabled} change={(documentType) => change({ documentType })} press={enter(field)} />
              : <Field key={field} field={field} values={values} fault={faults[field]} disabled={disabled} change={(value) => change({ [field]: value })} left={() => left(field)} press={enter(field)} />
          ))}
          {group.name === 'applicant' && aside}
        </div>
      ))}
    </section>
  );
}

/** Who comes in person is the contact, too. */
const oneself = ({ applicantName, documentType, documentNumber }: FormValues): Partial<FormValues> =>
  ({ contactName: applicantName, citizenNumber: hasCitizenNumber(documentType) ? documentNumber : '' });

function DocumentType({ value, fault, disabled, change, press }: { value: string; fault: Said | undefined; disabled: boolean; change(value: string): void; press(event: KeyboardEvent): void }): ReactNode {
  const w = useWords(intakeTexts);
  const both = useBoth();
  const id = fieldId('documentType');
  return (
    <div className="hub-intake-field">
      <label htmlFor={id}>{w('documentType')}<span className="hub-required" aria-hidden> *</span></label>
      <div>
        <select id={id} className="hub-box" value={value} disabled={disabled} aria-invalid={fault !== undefined} aria-describedby={fault ? `${id}-fault` : undefined} onChange={(event) => change(event.target.value)} onKeyDown={press}>
          {documentTypes.map((code) => <option key={code} value={code}>{w(`document${code}`)}</option>)}
        </select>
        {fault && <p id={`${id}-fault`} className="hub-field-fault" role="alert">{both(fault)}</p>}
      </div>
    </div>
  );
}

function Field({ field, values, fault, disabled, change, left, press }: { field: Exclude<FieldName, 'documentType'>; values: FormValues; fault: Said | undefined; disabled: boolean; change(value: string): void; left(): void; press(event: KeyboardEvent): void }): ReactNode {
  const w = useWords(intakeTexts);
  const both = useBoth();
  const value = values[field];
  const check = checkOf(field, values);
  const checked = check?.(value);
  // What is wrong already is said while typing; what is only unfinished when the field is left.
  const said = checked?.kind === 'wrong' ? checked.said : checked?.kind === 'right' ? undefined : fault;
  const optional = field === 'citizenNumber';
  const id = fieldId(field);
  return (
    <div className="hub-intake-field">
      <label htmlFor={id}>{w(field === 'applicantName' && isPerson(values) ? 'personName' : field)}{optional ? <span className="hub-soft"> {w('optional')}</span> : <span className="hub-required" aria-hidden> *</span>}</label>
      <div>
        <Input
          id={id} value={value} disabled={disabled} maxLength={longest} autoComplete="off" spellCheck={false} status={said ? 'error' : ''} className={check || field === 'documentNumber' ? 'hub-code-input' : ''}
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
