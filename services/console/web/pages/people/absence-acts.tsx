/** Recording that somebody is away, that he is back early, or that it was a mistake. */
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { dayPlus } from '../../now.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { Problem } from '../../problem.ts';
import { peopleTexts } from '../../texts/people.ts';
import { spanOn, type Absence, type Register } from './register.ts';

export function AddAbsence({ register, subject, small = false }: { register: Register; subject?: string; small?: boolean }): ReactNode {
  const w = useWords(peopleTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...(small ? { size: 'small' as const } : { type: 'primary' as const, icon: <PlusOutlined /> })} onClick={() => setOpen(true)}>{w('addAbsence')}</Button>
      {open && <AbsenceForm register={register} subject={subject} close={() => setOpen(false)} />}
    </>
  );
}

function AbsenceForm({ register, subject: about, close }: { register: Register; subject: string | undefined; close(): void }): ReactNode {
  const w = useWords(peopleTexts);
  const [subject, setSubject] = useState(about ?? '');
  const [from, setFrom] = useState(register.today);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  // The key is the absence's identifier: told again after a lost answer, it is the same absence.
  const act = useAct((key, body: { subject: string; from: string; to: string; reason: string }) => take(api.console.PUT('/absences/{absenceId}', { params: { path: { absenceId: key } }, body })), { done: close });
  const faults = {
    subject: subject === '' ? w('unfilled') : undefined, from: from === '' ? w('unfilled') : undefined,
    to: to === '' ? w('unfilled') : to < from ? w('daysWrong') : undefined,
  };
  const submit = (): void => {
    setTried(true);
    if (!Object.values(faults).some((fault) => fault !== undefined)) void act.perform({ subject, from, to, reason: reason.trim() });
  };
  return (
    <FormDialog title={w('addAbsenceTitle')} label={w('save')} note={w('addAbsenceNote')} busy={act.busy} error={act.error} submit={submit} close={close}>
      <Field label={w('person')} required fault={tried ? faults.subject : undefined}>
        {(box) => (
          <select {...box} className="hub-box" value={subject} disabled={about !== undefined} onChange={(event) => setSubject(event.target.value)}>
            <option value="">{w('personAny')}</option>
            {register.people.filter((person) => person.active || person.subject === about).map((person) => <option key={person.subject} value={person.subject}>{person.name} · {person.login}</option>)}
          </select>
        )}
      </Field>
      <div className="hub-field-pair">
        <Field label={w('fromDay')} required fault={tried ? faults.from : undefined}>{(box) => <input {...box} type="date" className="hub-box" value={from} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <Field label={w('toDay')} required fault={tried ? faults.to : undefined}>{(box) => <input {...box} type="date" className="hub-box" value={to} min={from} onChange={(event) => setTo(event.target.value)} />}</Field>
      </div>
      <Field label={w('reason')} note={w('reasonNote')}>{(box) => <Input {...box} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />}</Field>
    </FormDialog>
  );
}

/** For one that runs: back early. For one to come: take it back. Nothing about one that is over. */
export function EndAbsence({ absence, register }: { absence: Absence; register: Register }): ReactNode {
  const w = useWords(peopleTexts);
  const name = register.nameOf(absence.subject);
  const at = spanOn(absence, register.today);
  if (at === 'over') return null;
  const drop = async (): Promise<void> => {
    try {
      await take(api.console.DELETE('/absences/{absenceId}', { params: { path: { absenceId: absence.id } } }));
    } catch (error) {
      // Already gone: the answer to an earlier try was lost, or somebody else took it back.
      if (!(error instanceof Problem && error.status === 404)) throw error;
    }
  };
  if (at === 'coming') return <ConfirmAct label={w('dropAbsence')} title={w('dropAbsenceTitle', { name })} note={w('dropAbsenceNote', { from: absence.from, to: absence.to })} danger button={{ size: 'small' }} run={drop} />;
  const to = dayPlus(register.today, -1);
  const began = to >= absence.from;
  return (
    <ConfirmAct
      label={w('endAbsence')} title={w('endAbsenceTitle', { name })} note={began ? w('endAbsenceNote', { from: absence.from, to }) : w('endAbsenceWhole')} button={{ size: 'small' }}
      run={async (key) => {
        // The shorter one first: should the second step fail, the person still counts as away, never as never away.
        if (began) await take(api.console.PUT('/absences/{absenceId}', { params: { path: { absenceId: key } }, body: { subject: absence.subject, from: absence.from, to, reason: absence.reason } }));
        await drop();
      }}
    />
  );
}
