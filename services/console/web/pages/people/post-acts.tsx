/** What an administrator does about a post: make it, change it, close it, say who holds it as A and as B from when to when. */
import DeleteOutlined from '@ant-design/icons/DeleteOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { peopleTexts } from '../../texts/people.ts';
import { Value } from './history.tsx';
import { isStale, Meanwhile } from './meanwhile.tsx';
import { guard, useDepartments, type Holder, type Post, type PostRole, type Register } from './register.ts';

/** In the order work goes through the hall. */
export const postRoles: readonly PostRole[] = ['window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'cashier', 'print-clerk', 'catalogue-officer', 'supervisor', 'integrator', 'auditor', 'administrator'];
const codeForm = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function NewPost({ done }: { done(post: Post): void }): ReactNode {
  const w = useWords(peopleTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>{w('newPost')}</Button>
      {open && <PostForm close={() => setOpen(false)} done={(post) => { setOpen(false); done(post); }} />}
    </>
  );
}

export function ChangePost({ post }: { post: Post }): ReactNode {
  const w = useWords(peopleTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{w('changePost')}</Button>
      {open && <PostForm post={post} close={() => setOpen(false)} done={() => setOpen(false)} />}
    </>
  );
}

interface Typed { code: string; name: string; role: PostRole | ''; department: string; window: string }
const typedOf = (post?: Post): Typed => ({ code: post?.code ?? '', name: post?.name ?? '', role: post?.role ?? '', department: post?.department ?? '', window: post?.window ?? '' });

function PostForm({ post, close, done }: { post?: Post; close(): void; done(post: Post): void }): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  const departments = useDepartments();
  const [seen, setSeen] = useState(post);
  const [typed, setTyped] = useState(() => typedOf(post));
  const [tried, setTried] = useState(false);
  const act = useAct((_key, { code, version, ...body }: { code: string; version: number; name: string; role: PostRole; department: string | null; window: string | null; active: boolean }) => take(api.console.PUT('/posts/{code}', {
    params: { path: { code }, header: guard(version) }, body,
  })), { done });
  const set = (change: Partial<Typed>): void => setTyped((before) => ({ ...before, ...change }));
  const officer = typed.role === 'department-officer';
  const faults = {
    name: typed.name.trim() === '' ? w('unfilled') : undefined,
    code: typed.code === '' ? w('unfilled') : codeForm.test(typed.code) ? undefined : w('formatWrong'),
    role: typed.role === '' ? w('unfilled') : undefined,
    department: officer && typed.department === '' ? w('unfilled') : undefined,
  };
  const submit = (): void => {
    setTried(true);
    if (typed.role === '' || Object.values(faults).some((fault) => fault !== undefined)) return;
    void act.perform({ code: typed.code, version: seen?.version ?? 0, name: typed.name.trim(), role: typed.role, department: officer ? typed.department : null, window: typed.window.trim() || null, active: seen?.active ?? true });
  };
  const again = (): void => {
    setSeen(post);
    setTyped(typedOf(post));
    act.reset();
  };
  const listed = departments.data ?? [];
  // What holds this post now is offered even while the catalogue is away or names it no longer.
  const offered = typed.department === '' || listed.some(([code]) => code === typed.department) ? listed : [...listed, [typed.department, typed.department] as const];
  return (
    <FormDialog
      title={post ? w('changePostTitle', { name: post.name }) : w('newPost')} label={w('save')} note={post ? undefined : w('newPostNote')} busy={act.busy} error={act.error} submit={submit} close={close}
      refused={post && isStale(act.error) ? <Meanwhile take={again}><p>{post.name} · {term('role', post.role)} · {post.window ?? ''} {w(post.active ? 'open' : 'closed')}</p></Meanwhile> : undefined}
    >
      <Field label={w('postName')} required fault={tried ? faults.name : undefined}>{(box) => <Input {...box} value={typed.name} maxLength={60} autoFocus onChange={(event) => set({ name: event.target.value })} />}</Field>
      {!post && <Field label={w('code')} required note={w('codeNote')} fault={tried ? faults.code : undefined}>{(box) => <Input {...box} value={typed.code} maxLength={63} autoComplete="off" spellCheck={false} onChange={(event) => set({ code: event.target.value.trim().toLowerCase() })} />}</Field>}
      <Field label={w('role')} required fault={tried ? faults.role : undefined}>
        {(box) => (
          <select {...box} className="hub-box" value={typed.role} onChange={(event) => set({ role: postRoles.find((role) => role === event.target.value) ?? '' })}>
            <option value="">{w('roleAny')}</option>
            {postRoles.map((role) => <option key={role} value={role}>{term('role', role)}</option>)}
          </select>
        )}
      </Field>
      {officer && (
        <Field label={w('department')} required note={w('departmentNote')} fault={tried ? faults.department : undefined}>
          {(box) => (
            <select {...box} className="hub-box" value={typed.department} onChange={(event) => set({ department: event.target.value })}>
              <option value="">{w('departmentAny')}</option>
              {offered.map(([code, name]) => <option key={code} value={code}>{name} · {code}</option>)}
            </select>
          )}
        </Field>
      )}
      {officer && departments.error && <ProblemAlert error={departments.error} retry={() => void departments.refetch()} busy={departments.isFetching} />}
      <Field label={w('window')} note={w('windowNote')}>{(box) => <Input {...box} value={typed.window} maxLength={40} onChange={(event) => set({ window: event.target.value })} />}</Field>
    </FormDialog>
  );
}

export function ClosePost({ post }: { post: Post }): ReactNode {
  const w = useWords(peopleTexts);
  const { code, name, role, department, window, version } = post;
  const active = !post.active;
  return (
    <ConfirmAct
      label={w(active ? 'openAgain' : 'closePost')} title={w(active ? 'openAgainTitle' : 'closePostTitle', { name })} note={active ? undefined : w('closePostNote')} danger={!active} button={{ size: 'small' }}
      run={() => take(api.console.PUT('/posts/{code}', { params: { path: { code }, header: guard(version) }, body: { name, role, department, window, active } }))}
    />
  );
}

export function ChangeHolders({ post, register, primary = false }: { post: Post; register: Register; primary?: boolean }): ReactNode {
  const w = useWords(peopleTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" type={primary ? 'primary' : 'default'} onClick={() => setOpen(true)}>{w('changeHolders')}</Button>
      {open && <HoldersForm post={post} register={register} close={() => setOpen(false)} />}
    </>
  );
}

type Line = Holder & { readonly key: number };

function HoldersForm({ post, register, close }: { post: Post; register: Register; close(): void }): ReactNode {
  const w = useWords(peopleTexts);
  const numbered = (holders: readonly Holder[]): Line[] => holders.map((holder, key) => ({ ...holder, key }));
  const blank = (lines: readonly Line[]): Line => ({ key: Math.max(-1, ...lines.map((line) => line.key)) + 1, letter: lines.some((line) => line.letter === 'A' && line.to === null) ? 'B' : 'A', subject: '', from: register.today, to: null });
  const [version, setVersion] = useState(post.version);
  const [lines, setLines] = useState(() => (post.holders.length > 0 ? numbered(post.holders) : [blank([])]));
  const [tried, setTried] = useState(false);
  const act = useAct((_key, given: { version: number; holders: Holder[] }) => take(api.console.PUT('/posts/{code}/holders', {
    params: { path: { code: post.code }, header: guard(given.version) }, body: { holders: given.holders },
  })), { done: close });
  const set = (key: number, change: Partial<Holder>): void => setLines((before) => before.map((line) => (line.key === key ? { ...line, ...change } : line)));
  const faultOf = (line: Line): string | undefined => (line.subject === '' || line.from === '' ? w('unfilled') : line.to !== null && line.to < line.from ? w('daysWrong') : undefined);
  const submit = (): void => {
    setTried(true);
    if (!lines.some((line) => faultOf(line) !== undefined)) void act.perform({ version, holders: lines.map(({ key: _key, ...holder }) => holder) });
  };
  const again = (): void => {
    setVersion(post.version);
    setLines(numbered(post.holders));
    act.reset();
  };
  return (
    <FormDialog
      title={w('changeHoldersTitle', { name: post.name })} label={w('save')} note={w('changeHoldersNote')} width={720} busy={act.busy} error={act.error} submit={submit} close={close}
      refused={isStale(act.error) ? <Meanwhile take={again}><Value field="holders" value={post.holders} register={register} /></Meanwhile> : undefined}
    >
      <ul className="hub-holder-lines">
        {lines.map((line, index) => {
          const fault = tried ? faultOf(line) : undefined;
          const label = (what: 'letter' | 'holder' | 'from' | 'to' | 'removeHolder'): string => `${w('holderNumber', { number: index + 1 })} ${w(what)}`;
          return (
            <li key={line.key}>
              <select className="hub-box" aria-label={label('letter')} value={line.letter} onChange={(event) => set(line.key, { letter: event.target.value === 'B' ? 'B' : 'A' })}>
                <option value="A">{w('holderA')}</option><option value="B">{w('holderB')}</option>
              </select>
              <select className="hub-box" aria-label={label('holder')} aria-invalid={fault !== undefined && line.subject === ''} value={line.subject} onChange={(event) => set(line.key, { subject: event.target.value })}>
                <option value="">{w('personAny')}</option>
                {register.people.filter((person) => person.active || person.subject === line.subject).map((person) => <option key={person.subject} value={person.subject}>{person.name} · {person.login}</option>)}
              </select>
              <label className="hub-choice"><span className="hub-soft">{w('from')}</span><input type="date" className="hub-box" aria-label={label('from')} value={line.from} onChange={(event) => set(line.key, { from: event.target.value })} /></label>
              <label className="hub-choice"><span className="hub-soft">{w('to')}</span><input type="date" className="hub-box" aria-label={label('to')} value={line.to ?? ''} min={line.from} onChange={(event) => set(line.key, { to: event.target.value || null })} /></label>
              <Button type="text" icon={<DeleteOutlined />} aria-label={label('removeHolder')} title={w('removeHolder')} onClick={() => setLines((before) => before.filter((each) => each.key !== line.key))} />
              {fault !== undefined && <p className="hub-field-fault" role="alert">{fault}</p>}
            </li>
          );
        })}
      </ul>
      <Button size="small" icon={<PlusOutlined />} disabled={lines.length >= 60} onClick={() => setLines((before) => [...before, blank(before)])}>{w('addHolder')}</Button>
    </FormDialog>
  );
}
