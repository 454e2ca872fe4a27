/**
 * What an administrator does about a person: add, change, disable, password, sign out, the right to see personal data.
 * Promise: a password is shown once and kept nowhere; what somebody else changed meanwhile is never overwritten unseen.
 */
import CopyOutlined from '@ant-design/icons/CopyOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { Alert, Button, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { peopleTexts } from '../../texts/people.ts';
import { isStale, Meanwhile } from './meanwhile.tsx';
import { guard, type Person } from './register.ts';

const subjectForm = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const loginForm = /^[a-z0-9][a-z0-9._@-]{1,62}$/;

export function NewPerson({ done }: { done(person: Person): void }): ReactNode {
  const w = useWords(peopleTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>{w('newPerson')}</Button>
      {open && <PersonForm close={() => setOpen(false)} done={(person) => { setOpen(false); done(person); }} />}
    </>
  );
}

export function ChangePerson({ person }: { person: Person }): ReactNode {
  const w = useWords(peopleTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{w('changePerson')}</Button>
      {open && <PersonForm person={person} close={() => setOpen(false)} done={() => setOpen(false)} />}
    </>
  );
}

function PersonForm({ person, close, done }: { person?: Person; close(): void; done(person: Person): void }): ReactNode {
  const w = useWords(peopleTexts);
  const [seen, setSeen] = useState(person);
  const [name, setName] = useState(person?.name ?? '');
  const [login, setLogin] = useState(person?.login ?? '');
  // Follows the login until it is typed itself.
  const [typedSubject, setSubject] = useState<string | undefined>(person?.subject);
  const [tried, setTried] = useState(false);
  const subject = typedSubject ?? login.replaceAll('@', '.');
  const act = useAct((_key, given: { subject: string; login: string; name: string; active: boolean; version: number }) => take(api.console.PUT('/people/{subject}', {
    params: { path: { subject: given.subject }, header: guard(given.version) }, body: { login: given.login, name: given.name, active: given.active },
  })), { done });
  const faults = {
    name: name.trim() === '' ? w('unfilled') : undefined,
    login: login === '' ? w('unfilled') : loginForm.test(login) ? undefined : w('formatWrong'),
    subject: subject === '' ? w('unfilled') : subjectForm.test(subject) ? undefined : w('formatWrong'),
  };
  const submit = (): void => {
    setTried(true);
    if (!Object.values(faults).some((fault) => fault !== undefined)) void act.perform({ subject, login, name: name.trim(), active: seen?.active ?? true, version: seen?.version ?? 0 });
  };
  const again = (): void => {
    setSeen(person);
    setName(person?.name ?? '');
    setLogin(person?.login ?? '');
    act.reset();
  };
  return (
    <FormDialog
      title={person ? w('changePersonTitle', { name: person.name }) : w('newPerson')} label={w('save')} note={person ? undefined : w('newPersonNote')} busy={act.busy} error={act.error} submit={submit} close={close}
      refused={person && isStale(act.error) ? <Meanwhile take={again}><p>{person.name} · {person.login} · {w(person.active ? 'stateActive' : 'stateDisabled')}</p></Meanwhile> : undefined}
    >
      <Field label={w('name')} required fault={tried ? faults.name : undefined}>{(box) => <Input {...box} value={name} maxLength={60} autoFocus autoComplete="off" onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={w('login')} required note={w('loginNote')} fault={tried ? faults.login : undefined}>{(box) => <Input {...box} value={login} maxLength={63} autoComplete="off" spellCheck={false} onChange={(event) => setLogin(event.target.value.trim().toLowerCase())} />}</Field>
      {!person && <Field label={w('subject')} required note={w('subjectNote')} fault={tried ? faults.subject : undefined}>{(box) => <Input {...box} value={subject} maxLength={63} autoComplete="off" spellCheck={false} onChange={(event) => setSubject(event.target.value.trim().toLowerCase())} />}</Field>}
    </FormDialog>
  );
}

export function DisablePerson({ person }: { person: Person }): ReactNode {
  const w = useWords(peopleTexts);
  const active = !person.active;
  return (
    <ConfirmAct
      label={w(active ? 'enable' : 'disable')} title={w(active ? 'enableTitle' : 'disableTitle', { name: person.name })} note={w(active ? 'enableNote' : 'disableNote')} danger={!active} button={{ size: 'small' }}
      run={() => take(api.console.PUT('/people/{subject}', { params: { path: { subject: person.subject }, header: guard(person.version) }, body: { login: person.login, name: person.name, active } }))}
    />
  );
}

export function SignOut({ person }: { person: Person }): ReactNode {
  const w = useWords(peopleTexts);
  return (
    <ConfirmAct
      label={w('signOut')} title={w('signOutTitle', { name: person.name })} note={w('signOutNote')} button={{ size: 'small' }}
      run={() => take(api.console.DELETE('/people/{subject}/sessions', { params: { path: { subject: person.subject } } }))}
    />
  );
}

export function ResetPassword({ person, primary = false }: { person: Person; primary?: boolean }): ReactNode {
  const w = useWords(peopleTexts);
  const [password, setPassword] = useState<string | undefined>(undefined);
  const [copied, setCopied] = useState(false);
  const forget = (): void => {
    setPassword(undefined);
    setCopied(false);
  };
  return (
    <>
      <ConfirmAct
        label={w('passwordSet')} title={w('passwordTitle', { name: person.name })} note={w('passwordNote')} button={{ size: 'small', type: primary ? 'primary' : 'default' }}
        run={async () => {
          const made = await take(api.console.PUT('/people/{subject}/password', { params: { path: { subject: person.subject } } }));
          setPassword(made.password);
        }}
      />
      <Modal
        open={password !== undefined} title={w('passwordShown', { name: person.name })} width={460} closable={false} keyboard={false} mask={{ closable: false }} destroyOnHidden
        footer={<Button type="primary" onClick={forget}>{w('passwordClose')}</Button>}
      >
        <div className="hub-stack">
          <p className="hub-soft">{w('passwordLogin', { login: person.login })}</p>
          <p className="hub-row"><output className="hub-password">{password}</output>
            <Button icon={<CopyOutlined />} autoFocus onClick={() => void navigator.clipboard.writeText(password ?? '').then(() => setCopied(true), () => undefined)}>{copied ? w('passwordCopied') : w('passwordCopy')}</Button></p>
          <Alert type="warning" showIcon title={w('passwordWarning')} />
        </div>
      </Modal>
    </>
  );
}

/** The right to see personal data plain: given with a basis and an end, taken back at once. */
export function GiveRight({ person, today }: { person: Person; today: string }): ReactNode {
  const w = useWords(peopleTexts);
  const [open, setOpen] = useState(false);
  const held = person.rights.length > 0;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{w(held ? 'changeRight' : 'giveRight')}</Button>
      {held && (
        <ConfirmAct
          label={w('takeRight')} title={w('takeRightTitle', { name: person.name })} danger button={{ size: 'small' }}
          run={() => take(api.console.DELETE('/people/{subject}/rights/personal-data-reader', { params: { path: { subject: person.subject }, header: guard(person.version) } }))}
        />
      )}
      {open && <RightForm person={person} today={today} close={() => setOpen(false)} />}
    </>
  );
}

function RightForm({ person, today, close }: { person: Person; today: string; close(): void }): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  const [seen, setSeen] = useState(person);
  const [basis, setBasis] = useState(person.rights[0]?.basis ?? '');
  const [until, setUntil] = useState(person.rights[0]?.until ?? '');
  const [tried, setTried] = useState(false);
  const act = useAct((_key, given: { basis: string; until: string; version: number }) => take(api.console.PUT('/people/{subject}/rights/personal-data-reader', {
    params: { path: { subject: person.subject }, header: guard(given.version) }, body: { basis: given.basis, until: given.until },
  })), { done: close });
  const faults = { basis: basis.trim().length < 4 ? w('unfilled') : undefined, until: until === '' ? w('unfilled') : undefined };
  const submit = (): void => {
    setTried(true);
    if (!faults.basis && !faults.until) void act.perform({ basis: basis.trim(), until, version: seen.version });
  };
  const again = (): void => {
    setSeen(person);
    setBasis(person.rights[0]?.basis ?? '');
    setUntil(person.rights[0]?.until ?? '');
    act.reset();
  };
  return (
    <FormDialog
      title={w('giveRightTitle', { name: person.name })} label={w('save')} note={w('giveRightNote')} busy={act.busy} error={act.error} submit={submit} close={close}
      refused={isStale(act.error) ? <Meanwhile take={again}><p>{person.rights.map((right) => w('rightHeld', { right: term('role', right.right), until: right.until })).join('') || w('rightsNone')}</p></Meanwhile> : undefined}
    >
      <Field label={w('basis')} required fault={tried ? faults.basis : undefined}>{(box) => <Input.TextArea {...box} value={basis} rows={2} maxLength={300} autoFocus onChange={(event) => setBasis(event.target.value)} />}</Field>
      <Field label={w('until')} required fault={tried ? faults.until : undefined}>{(box) => <input {...box} type="date" className="hub-box" value={until} min={today} onChange={(event) => setUntil(event.target.value)} />}</Field>
    </FormDialog>
  );
}
