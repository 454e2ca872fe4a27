/**
 * A button whose act wants a second thought, and a reason where the rule asks for one. Promise: the dialog stays until
 * the act succeeded or was given up; a lost answer is tried again under the same key.
 */
import { Button, Input, Modal, type ButtonProps } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { useAct } from '../act.ts';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface ConfirmActProps<Result> {
  /** On the button and the dialog's confirmation. */
  label: string;
  title: string;
  /** What will happen. */
  note?: ReactNode;
  /** Asks for a reason under this name; undefined asks for none. */
  reason?: { label: string; placeholder?: string; required?: boolean; maxLength?: number };
  /** Further fields of the act, above the reason. */
  children?: ReactNode;
  /** `reason` is trimmed, empty when none was asked for. */
  run(key: string, reason: string): Promise<Result>;
  done?(result: Result): void;
  button?: Omit<ButtonProps, 'onClick' | 'children'>;
  danger?: boolean;
  width?: number;
}

export function ConfirmAct<Result>({ label, title, note, reason, children, run, done, button, danger = false, width = 480 }: ConfirmActProps<Result>): ReactNode {
  const w = useWords(frameTexts);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useId();
  const close = (): void => {
    setOpen(false);
    act.reset();
  };
  const act = useAct((key, given: string) => run(key, given), {
    done: (result) => {
      setText('');
      close();
      done?.(result);
    },
  });
  const perform = (): void => {
    const given = text.trim();
    if (reason && reason.required !== false && !given) setMissing(true);
    else void act.perform(given);
  };
  return (
    <>
      <Button danger={danger} {...button} onClick={() => setOpen(true)}>{label}</Button>
      <Modal
        open={open} title={title} width={width} destroyOnHidden mask={{ closable: false }} onCancel={close}
        okText={label} cancelText={w('cancel')} okButtonProps={{ danger, loading: act.busy }} cancelButtonProps={{ disabled: act.busy }} onOk={perform}
      >
        {note !== undefined && <div className="hub-act-note">{note}</div>}
        {children}
        {reason && (
          <div className="hub-field">
            <label htmlFor={field}>{reason.label}{reason.required !== false && <span className="hub-required" aria-hidden> *</span>}</label>
            <Input.TextArea
              id={field} value={text} rows={3} maxLength={reason.maxLength ?? 500} showCount autoFocus placeholder={reason.placeholder}
              status={missing ? 'error' : ''} aria-invalid={missing} aria-describedby={missing ? `${field}-missing` : undefined} aria-required={reason.required !== false}
              onChange={(event) => { setText(event.target.value); setMissing(false); }}
              onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) perform(); }}
            />
            {missing && <p id={`${field}-missing`} className="hub-field-fault" role="alert">{w('reasonMissing')}</p>}
          </div>
        )}
        {act.error && <ProblemAlert error={act.error} retry={perform} busy={act.busy} />}
      </Modal>
    </>
  );
}
