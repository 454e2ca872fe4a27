/**
 * A standard of charges, or its next version, as an officer proposes it: a form for each kind, and beside it an example counted by fees as it
 * is typed. Promise: nothing is published from here; what is refused stays typed.
 */
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { Field } from '../../parts/form-dialog.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Reading } from '../../parts/reading.tsx';
import { standardsTexts } from '../../texts/standards.ts';
import { Example } from './example.tsx';
import { blankTyped, effects, freshReliefCode, kinds, standardOf, typedOf, type Typed, type TypedRelief } from './typed-standard.ts';
import './standard-draft.css';

export default function StandardDraftPage(): ReactNode {
  const w = useWords(standardsTexts);
  const [search] = useSearchParams();
  const of = search.get('of');
  // Read once: what somebody else does meanwhile must not change what is being typed.
  const query = useQuery({ queryKey: ['standard-to-supersede', of], enabled: of !== null, staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, queryFn: ({ signal }) => take(api.fees.GET('/standards/{standardCode}', { params: { path: { standardCode: of ?? '' } }, signal })) });
  return (
    <>
      <PageHead title={of === null ? w('draftTitle') : w('supersedeTitle', { code: of })} />
      {of === null ? <Draft begin={blankTyped(today())} follows={false} /> : (
        <Reading query={query} rows={10}>{({ versions }) => { const last = versions.at(-1); return <Draft begin={last ? typedOf(last, dayPlus(today(), 1)) : blankTyped(today())} follows={last !== undefined} />; }}</Reading>
      )}
    </>
  );
}

type TextField = { [K in keyof Typed]: Typed[K] extends string ? K : never }[keyof Typed];

function Draft({ begin, follows }: { begin: Typed; follows: boolean }): ReactNode {
  const w = useWords(standardsTexts);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [typed, setTyped] = useState(begin);
  const [tried, setTried] = useState(false);
  const made = useMemo(() => standardOf(typed, follows), [typed, follows]);
  const counted = useDeferredValue(made);
  const act = useAct((_key, standard: Extract<typeof made, { standard: unknown }>['standard']) => take(api.fees.PUT('/standards/{standardCode}', { params: { path: { standardCode: standard.code } }, body: standard })), {
    done: ({ code }) => { void message.success(w('proposed')); void navigate(`/staff/standards/${code}`); },
  });
  const set = (part: Partial<Typed>): void => { setTyped((before) => ({ ...before, ...part })); };
  const fault = (field: string): string | undefined => { const wrong = tried && 'faults' in made ? made.faults[field] : undefined; return wrong === undefined ? undefined : w(wrong); };
  const submit = (): void => { setTried(true); if ('standard' in made) void act.perform(made.standard); };
  const text = (field: TextField, more: { note?: string; rows?: number; longest?: number; optional?: boolean; disabled?: boolean } = {}): ReactNode => (
    <Field label={w(field)} required={more.optional !== true} {...(more.note === undefined ? {} : { note: more.note })} fault={fault(field)}>
      {(tied) => (more.rows === undefined
        ? <Input {...tied} value={typed[field]} maxLength={more.longest ?? 100} disabled={more.disabled ?? false} onChange={(event) => { set({ [field]: event.target.value }); }} />
        : <Input.TextArea {...tied} rows={more.rows} value={typed[field]} maxLength={more.longest ?? 500} onChange={(event) => { set({ [field]: event.target.value }); }} />)}
    </Field>
  );
  const day = (field: 'validFrom' | 'validTo'): ReactNode => (
    <Field label={w(field)} required={field === 'validFrom'} fault={fault(field)}>{(tied) => <Input {...tied} type="date" value={typed[field]} {...(follows && field === 'validFrom' ? { min: today() } : {})} onChange={(event) => { set({ [field]: event.target.value }); }} />}</Field>
  );
  const whole = <label className="hub-tick"><input type="checkbox" checked={typed.wholeUnits} onChange={(event) => { set({ wholeUnits: event.target.checked }); }} />{w('wholeUnits')}</label>;
  return (
    <div className="hub-draft">
      <form className="hub-card hub-card-body hub-edit" noValidate aria-label={w('draftTitle')} onSubmit={(event) => { event.preventDefault(); submit(); toFirstFault(event.currentTarget); }}>
        <p className="hub-act-note">{w('draftNote')}</p>
        <fieldset className="hub-group"><legend>{w('groupWhat')}</legend>
          <div className="hub-group-fields">{text('code', { note: w('codeNote'), longest: 30, disabled: follows })}{text('name')}</div>
          {text('words', { rows: 2 })}{text('basis', { note: w('basisNote'), longest: 300 })}
        </fieldset>
        <fieldset className="hub-group"><legend>{w('groupMoney')}</legend>
          <div className="hub-group-fields">{text('revenueCode', { longest: 30 })}{text('revenueName')}{text('unitCode', { longest: 30 })}{text('unitName')}</div>
        </fieldset>
        <fieldset className="hub-group"><legend>{w('groupRule')}</legend>
          <Field label={w('kind')} required>{(tied) => <select {...tied} className="hub-box" value={typed.kind} onChange={(event) => { const kind = kinds.find((each) => each === event.target.value); if (kind) set({ kind }); }}>{kinds.map((each) => <option key={each} value={each}>{w(`kind-${each}`)}</option>)}</select>}</Field>
          {typed.kind === 'fixed' && text('amount')}
          {typed.kind === 'per-unit' && <><div className="hub-group-fields">{text('unit', { note: w('unitNote'), longest: 20 })}{text('unitAmount')}</div>{whole}</>}
          {typed.kind === 'range' && <><div className="hub-group-fields">{text('unit', { note: w('unitNote'), longest: 20 })}{text('lowest')}{text('highest')}</div>{whole}</>}
          {typed.kind === 'tiers' && <><div className="hub-group-fields">{text('unit', { note: w('unitNote'), longest: 20 })}<Field label={w('mode')}>{(tied) => <select {...tied} className="hub-box" value={typed.mode} onChange={(event) => { set({ mode: event.target.value === 'whole' ? 'whole' : 'each-part' }); }}><option value="each-part">{w('mode-each-part')}</option><option value="whole">{w('mode-whole')}</option></select>}</Field></div><Tiers typed={typed} set={set} fault={fault} value={w('unitAmount')} least={2} />{whole}</>}
          {typed.kind === 'percentage' && <>{text('of', { note: w('ofNote'), longest: 40 })}<Tiers typed={typed} set={set} fault={fault} value={w('rate')} least={1} /><div className="hub-group-fields">{text('atLeast', { optional: true })}{text('atMost', { optional: true })}</div></>}
        </fieldset>
        <fieldset className="hub-group"><legend>{w('groupReliefs')}</legend><Reliefs reliefs={typed.reliefs} fault={fault} change={(reliefs) => { set({ reliefs }); }} /></fieldset>
        <fieldset className="hub-group"><legend>{w('groupLate')}</legend>
          <label className="hub-tick"><input type="checkbox" checked={typed.late} onChange={(event) => { set({ late: event.target.checked }); }} />{w('withLate')}</label>
          {typed.late && <div className="hub-group-fields">{text('latePerDay')}{text('lateAtMost')}{text('lateBasis', { longest: 200 })}</div>}
        </fieldset>
        <fieldset className="hub-group"><legend>{w('groupValidity')}</legend>
          <div className="hub-group-fields">{day('validFrom')}{day('validTo')}</div>
          {follows && text('reason', { note: w('reasonNote'), longest: 200 })}
        </fieldset>
        {act.error && <ProblemAlert error={act.error} retry={submit} busy={act.busy} />}
        <div className="hub-page-acts"><Button type="primary" htmlType="submit" loading={act.busy}>{w('propose')}</Button></div>
      </form>
      <Example standard={'standard' in counted ? counted.standard : undefined} />
    </div>
  );
}

/** A long form is taken to its first fault, once the faults stand there. */
function toFirstFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const box = form.querySelector('[aria-invalid=true]');
    if (box instanceof HTMLElement) box.focus();
  });
}

interface TiersProps { typed: Typed; set(part: Partial<Typed>): void; fault(field: string): string | undefined; value: string; least: number }

function Tiers({ typed, set, fault, value, least }: TiersProps): ReactNode {
  const w = useWords(standardsTexts);
  const { tiers } = typed;
  const change = (at: number, part: Partial<Typed['tiers'][number]>): void => { set({ tiers: tiers.map((tier, index) => (index === at ? { ...tier, ...part } : tier)) }); };
  return (
    <>
      {tiers.map((tier, at) => (
        <div key={String(at)} className="hub-edit-row hub-tier" role="group" aria-label={w('tier', { n: at + 1 })}>
          {at === tiers.length - 1 ? <div className="hub-field"><span className="hub-label">{w('upTo')}</span><p>{w('upToLast')}</p></div>
            : <Field label={w('upTo')} required fault={fault(`tier${String(at)}.upTo`)}>{(tied) => <Input {...tied} inputMode="decimal" value={tier.upTo} maxLength={16} onChange={(event) => { change(at, { upTo: event.target.value }); }} />}</Field>}
          <Field label={value} required fault={fault(`tier${String(at)}.value`)}>{(tied) => <Input {...tied} inputMode="decimal" value={tier.value} maxLength={16} onChange={(event) => { change(at, { value: event.target.value }); }} />}</Field>
          {tiers.length > least && <Button aria-label={`${w('dropTier')} ${String(at + 1)}`} onClick={() => { set({ tiers: tiers.filter((_, index) => index !== at) }); }}>{w('dropTier')}</Button>}
        </div>
      ))}
      {tiers.length < 20 && <Button onClick={() => { set({ tiers: [...tiers, { upTo: '', value: '' }] }); }}>{w('addTier')}</Button>}
    </>
  );
}

function Reliefs({ reliefs, fault, change }: { reliefs: readonly TypedRelief[]; fault(field: string): string | undefined; change(reliefs: readonly TypedRelief[]): void }): ReactNode {
  const w = useWords(standardsTexts);
  const set = (at: number, part: Partial<TypedRelief>): void => { change(reliefs.map((relief, index) => (index === at ? { ...relief, ...part } : relief))); };
  return (
    <>
      {reliefs.map((relief, at) => (
        <div key={relief.code} className="hub-edit-row hub-relief" role="group" aria-label={w('relief', { n: at + 1 })}>
          <Field label={w('reliefName')} required fault={fault(`relief${String(at)}.name`)}>{(tied) => <Input {...tied} value={relief.name} maxLength={100} onChange={(event) => { set(at, { name: event.target.value }); }} />}</Field>
          <Field label={w('reliefBasis')} required fault={fault(`relief${String(at)}.basis`)}>{(tied) => <Input {...tied} value={relief.basis} maxLength={200} onChange={(event) => { set(at, { basis: event.target.value }); }} />}</Field>
          <Field label={w('reliefEffect')}>{(tied) => <select {...tied} className="hub-box" value={relief.effect} onChange={(event) => { const effect = effects.find((each) => each === event.target.value); if (effect) set(at, { effect }); }}>{effects.map((each) => <option key={each} value={each}>{w(`effect-${each}`)}</option>)}</select>}</Field>
          {relief.effect !== 'exempt' && <Field label={w(relief.effect === 'part' ? 'stillPercent' : 'less')} required fault={fault(`relief${String(at)}.value`)}>{(tied) => <Input {...tied} inputMode="decimal" value={relief.value} maxLength={16} onChange={(event) => { set(at, { value: event.target.value }); }} />}</Field>}
          <Button aria-label={`${w('dropRelief')} ${String(at + 1)}`} onClick={() => { change(reliefs.filter((_, index) => index !== at)); }}>{w('dropRelief')}</Button>
        </div>
      ))}
      {reliefs.length < 20 && <Button onClick={() => { change([...reliefs, { code: freshReliefCode(reliefs), name: '', basis: '', effect: 'part', value: '50' }]); }}>{w('addRelief')}</Button>}
    </>
  );
}
