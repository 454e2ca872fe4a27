/**
 * A dialog that asks for several things: labelled fields, Enter submits, what was refused stands below. Promise: it stays
 * until the act succeeded or was given up, and what was typed stays with it.
 */
import { Modal } from 'antd';
import { useId, type ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { Problem } from '../problem.ts';
import { frameTexts } from '../texts/frame.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface FormDialogProps {
  title: string;
  /** On the button that does it. */
  label: string;
  note?: ReactNode;
  busy: boolean;
  error?: Error | undefined;
  /** Stands instead of the usual words for a refusal. */
  refused?: ReactNode;
  width?: number;
  submit(): void;
  close(): void;
  children: ReactNode;
}

export function FormDialog({ title, label, note, busy, error, refused, width = 520, submit, close, children }: FormDialogProps): ReactNode {
  const w = useWords(frameTexts);
  const form = useId();
  return (
    <Modal
      open title={title} width={width} mask={{ closable: false }} onCancel={close} okText={label} cancelText={w('cancel')}
      okButtonProps={{ htmlType: 'submit', form, loading: busy }} cancelButtonProps={{ disabled: busy }}
    >
      {note !== undefined && <div className="hub-act-note">{note}</div>}
      <form id={form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); showFault(event.currentTarget); }}>{children}</form>
      {refused ?? (error && <ProblemAlert error={error} retry={error instanceof Problem && !error.passing ? undefined : submit} busy={busy} />)}
    </Modal>
  );
}

/** A long form is taken to its first fault, once the faults stand there. */
function showFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const box = form.querySelector('[aria-invalid=true]');
    if (box instanceof HTMLElement) box.focus();
  });
}

interface FieldProps {
  label: string;
  required?: boolean;
  /** What is expected, below the box. */
  note?: string;
  fault?: string | undefined;
  /** Gets what ties the box to its label, note and fault. */
  children(box: { id: string; 'aria-invalid': boolean; 'aria-required': boolean; 'aria-describedby': string | undefined }): ReactNode;
}

/** One labelled box of a form, with what is wrong with it below. */
export function Field({ label, required = false, note, fault, children }: FieldProps): ReactNode {
  const id = useId();
  const told = fault ?? note;
  return (
    <div className="hub-field">
      <label htmlFor={id}>{label}{required && <span className="hub-required" aria-hidden> *</span>}</label>
      {children({ id, 'aria-invalid': fault !== undefined, 'aria-required': required, 'aria-describedby': told === undefined ? undefined : `${id}-told` })}
      {told !== undefined && <p id={`${id}-told`} className={fault === undefined ? 'hub-field-note' : 'hub-field-fault'} role={fault === undefined ? undefined : 'alert'}>{told}</p>}
    </div>
  );
}
