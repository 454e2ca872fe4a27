/**
 * What this person may do on a case now, each act with its form. Promise: only what intake says is possible can be
 * sent; what is not possible stands there with the reason; nothing typed is lost when the case changes, the answer is
 * lost, or somebody else was faster, and then the screen says who and what.
 */
import { Alert, App, Button, Input, Modal, Radio, Select } from 'antd';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useAct } from '../act.ts';
import { useBoth, useLanguage, useTerms, useWords } from '../language.tsx';
import { Problem } from '../problem.ts';
import { useSession } from '../session.tsx';
import { caseTexts } from '../texts/case.ts';
import { formOf, mainAct, offered, returnGrounds, specialKinds, type ActForm, type ActName, type OfferedAct, type Values, type Verdict } from './case-act.ts';
import { useDraft } from './case-draft.ts';
import type { Case } from './case-reading.ts';
import { FeeField } from './fee-field.tsx';
import { Money } from './money.tsx';
import { CorrectedAnswers } from './corrected-answers.tsx';
import { MaterialUpload } from './material-upload.tsx';
import { momentText } from './moment.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { typing } from './typing.ts';

export function CaseActs({ one, done }: { one: Case; done?: (act: ActName) => void }): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  const acts = offered(one.actions);
  const [chosen, setChosen] = useState<ActName | undefined>(undefined);
  // The open form stays open while somebody types, whatever happens to the case meanwhile.
  const [held, setHeld] = useState<ActName | undefined>(undefined);
  const shown = chosen ?? held ?? mainAct(acts);
  const possible = acts.filter((act) => act.action.possible);
  // Of a case that has ended nothing is possible for one reason, which its state says; and whoever has something to do
  // need not read what other posts do.
  const impossible = one.waitingFor === 'nobody' ? [] : acts.filter((act) => !act.action.possible && (possible.length === 0 || act.action.reason?.reason !== 'wrong-role'));
  useKey(possible.length > 1, (key) => {
    const act = possible[Number(key) - 1];
    if (!act) return false;
    setChosen(act.name);
    return true;
  });
  return (
    <section className="hub-card hub-acts" aria-labelledby="case-acts">
      <header><h2 id="case-acts">{w('acts')}</h2></header>
      <div className="hub-card-body hub-stack">
        {possible.length === 0 && shown === undefined && (
          <p className="hub-soft">{w('actsNone')}{one.waitingFor !== 'nobody' && ` · ${w('actsNoneWaiting', { whom: w(`waiting-${one.waitingFor}`) })}`}</p>
        )}
        {possible.length > 1 && (
          <div className="hub-act-choice" role="group" aria-label={w('acts')}>
            {possible.map((act, index) => (
              <Button key={act.name} size="small" type={act.name === shown ? 'primary' : 'default'} ghost={act.name === shown} aria-pressed={act.name === shown} onClick={() => setChosen(act.name)}>
                <kbd aria-hidden>{index + 1}</kbd>{w(formOf(act.name, one).title)}
              </Button>
            ))}
          </div>
        )}
        {shown !== undefined && (
          <OneAct
            key={`${one.caseNumber} ${shown}`} one={one} act={acts.find((act) => act.name === shown)} form={formOf(shown, one)}
            touched={() => setHeld(shown)}
            done={() => { setHeld(undefined); setChosen(undefined); done?.(shown); }}
            fold={() => { setHeld(undefined); setChosen(undefined); }}
          />
        )}
        {impossible.length > 0 && (
          <div>
            <h3 className="hub-small-head">{w('actsNotNow')}</h3>
            <ul className="hub-impossible">
              {byReason(impossible).map(([reason, kept]) => (
                <li key={reason}>
                  <span className="hub-act-choice">{kept.map((act) => <Button key={act.name} size="small" disabled>{w(formOf(act.name, one).title)}</Button>)}</span>
                  <span className="hub-soft">{kept[0]?.action.reason ? both(kept[0].action.reason) : ''}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}

/** What cannot be done for one and the same reason stands together, the reason once. */
function byReason(acts: readonly OfferedAct[]): [string, OfferedAct[]][] {
  const groups = new Map<string, OfferedAct[]>();
  for (const act of acts) {
    const reason = act.action.reason?.zh ?? '';
    groups.set(reason, [...groups.get(reason) ?? [], act]);
  }
  return [...groups];
}

interface OneActProps { one: Case; act: OfferedAct | undefined; form: ActForm; touched(): void; done(): void; fold(): void }

function OneAct({ one, act, form, touched, done, fold }: OneActProps): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  const { message } = App.useApp();
  const draft = useDraft(one.caseNumber, form.name, () => ({ missing: form.name === 'supplement' ? one.lacking : [], corrected: form.name === 'present-again' ? one.decision?.note ?? '' : '' }));
  // The sum is counted anew whenever the form is opened: only what was typed is kept.
  const [seenInFen, setSeen] = useState<number | null>(null);
  const values = { ...draft.values, seenInFen };
  const [lacking, setLacking] = useState<ReturnType<NonNullable<Verdict['lacks']>>>(undefined);
  const [asked, setAsked] = useState<Verdict | undefined>(undefined);
  const possible = act?.action.possible === true;
  const perform = useAct(async (key, input: { verdict: Verdict['label']; values: Values }) => {
    const verdict = form.verdicts.find((each) => each.label === input.verdict);
    await verdict?.send(one.caseNumber, input.values, key);
    return input.verdict;
  }, {
    done: (label) => {
      setAsked(undefined);
      draft.forget();
      void message.success(w('done', { act: w(label) }));
      done();
    },
  });
  const change = (part: Partial<Values>): void => {
    setLacking(undefined);
    touched();
    draft.change(part);
  };
  const ask = (verdict: Verdict): void => {
    const lacks = verdict.lacks?.(values);
    setLacking(lacks);
    if (lacks) document.getElementById(`act-${lacks.field}`)?.focus();
    else {
      perform.reset();
      setAsked(verdict);
    }
  };
  const send = (verdict: Verdict): void => void perform.perform({ verdict: verdict.label, values });
  // Refused: the dialog closes, the form keeps everything, the reason stands above it.
  const refused = perform.error instanceof Problem && !perform.error.passing;
  useEffect(() => { if (refused) setAsked(undefined); }, [refused]);
  useKey(possible && asked === undefined, (key) => {
    const verdict = form.verdicts.find((each) => each.key === key);
    if (!verdict) return false;
    ask(verdict);
    return true;
  });
  const [first] = form.verdicts;
  return (
    <form className="hub-act" aria-label={w(form.title)} onSubmit={(event) => event.preventDefault()}>
      <Meanwhile
        one={one} error={perform.error} typed={values.note !== '' || values.supplies.length > 0}
        impossible={possible ? undefined : act?.action.reason ? both(act.action.reason) : w('tookTooLong')} fold={fold}
      />
      {form.says && <p className="hub-soft">{w(form.says)}</p>}
      {draft.restored && <p className="hub-soft" role="status">{w('draftKept')}</p>}
      {form.fields.map((field) => (
        <Field key={field} name={field} one={one} form={form} values={values} change={change} counted={setSeen} fault={lacking?.field === field ? w(lacking.says) : undefined} send={() => { if (first && possible) ask(first); }} />
      ))}
      <div className="hub-act-buttons">
        {form.verdicts.map((verdict) => (
          <Button key={verdict.label} type={verdict.danger ? 'default' : 'primary'} danger={verdict.danger ?? false} disabled={!possible || (form.fields.includes('fee') && seenInFen === null)} onClick={() => ask(verdict)}>
            {w(verdict.label)}<kbd aria-hidden>{verdict.key}</kbd>
          </Button>
        ))}
      </div>
      <Modal
        open={asked !== undefined} width={460} title={asked ? w('confirmTitle', { act: w(asked.label) }) : ''} mask={{ closable: false }} destroyOnHidden
        okText={asked ? w(asked.label) : ''} cancelText={w('confirmBack')} okButtonProps={{ danger: asked?.danger ?? false, loading: perform.busy, autoFocus: true }} cancelButtonProps={{ disabled: perform.busy }}
        onOk={() => { if (asked) send(asked); }} onCancel={() => setAsked(undefined)}
      >
        <Summary one={one} form={form} values={values} verdict={asked} />
        {perform.error && <ProblemAlert error={perform.error} retry={() => { if (asked) send(asked); }} busy={perform.busy} />}
      </Modal>
    </form>
  );
}

/** What is about to be sent, in full, before it cannot be undone. */
function Summary({ one, form, values, verdict }: { one: Case; form: ActForm; values: Values; verdict: Verdict | undefined }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const rows: [string, ReactNode][] = [[w('item'), one.item.name], [w('applicant'), one.applicant.name], [w('project'), one.projectName]];
  if (form.fields.includes('kind')) rows.push([w('fieldKind'), term('specialProcedure', values.kind)]);
  if (form.fields.includes('missing')) rows.push([w('fieldMissing'), <ul key="missing" className="hub-plain-list">{[...values.missing, ...values.note.split('\n').filter((line) => line.trim())].map((line) => <li key={line}>{line}</li>)}</ul>]);
  else if (form.name === 'countersign' && verdict?.danger !== true) rows.push([w('papers'), one.letter?.name.replace(/\.txt$/, '') ?? '']);
  else if (form.fields.includes('note')) rows.push([w(form.noteLabel), <span key="note" className="hub-wrap">{values.note.trim() || w('nothing')}</span>]);
  if (form.fields.includes('ground') && verdict?.danger === true && values.ground !== '') rows.push([w('fieldGround'), term('returnGround', values.ground)]);
  if (form.fields.includes('corrected')) rows.push([w('fieldCorrectedNote'), <span key="corrected" className="hub-wrap">{values.corrected.trim() || w('nothing')}</span>]);
  if (form.fields.includes('validTo') && verdict?.danger !== true) rows.push([w('fieldValidTo'), values.validTo || w('fieldValidToHint')]);
  if (form.fields.includes('recipient')) rows.push([w('fieldRecipient'), `${values.recipient.trim()} · ${term('deliveryMethod', values.method)}`]);
  if (form.fields.includes('fee') && values.seenInFen !== null) rows.push([w('feeTotal'), <strong key="fee"><Money fen={values.seenInFen} /></strong>]);
  if (form.fields.includes('supplies')) rows.push([w('fieldSupplies'), values.supplies.map((each) => each.name).join('、')]);
  return (
    <>
      <dl className="hub-summary">{rows.map(([name, what]) => <div key={name}><dt>{name}</dt><dd>{what}</dd></div>)}</dl>
      <p className="hub-soft">{w('confirmFinal')}</p>
    </>
  );
}

interface MeanwhileProps { one: Case; error: Error | undefined; typed: boolean; impossible: string | undefined; fold(): void }

/** Who acted while this form was open: told by the refusal itself, or seen in the steps that came in since. */
function Meanwhile({ one, error, typed, impossible, fold }: MeanwhileProps): ReactNode {
  const w = useWords(caseTexts);
  const { language } = useLanguage();
  const { person } = useSession();
  const opened = useRef(one.steps.length);
  const fresh = one.steps.slice(opened.current).filter((step) => step.by.subject !== person.subject && step.by.subject !== '');
  const refusal = error instanceof Problem && !error.passing ? error : undefined;
  const told = refusal?.meanwhile;
  const lines = fresh.length > 0
    ? fresh.map((step) => w('meanwhileBy', { name: step.by.name, moment: momentText(step.at), what: language === 'zh' ? step.what : step.whatEn }))
    : told ? [w(told.name ? 'meanwhileBy' : 'meanwhileSystem', { name: told.name, moment: momentText(told.at), what: told[language] })] : [];
  const away = impossible === undefined ? undefined : <Button size="small" onClick={fold}>{w('closeAct')}</Button>;
  if (lines.length > 0) {
    return (
      <Alert
        type="warning" showIcon role="alert" title={w('meanwhileTitle')} action={away}
        description={<>{lines.map((line) => <div key={line}>{line}</div>)}{impossible !== undefined && <div>{w('meanwhileNotNow')}</div>}{typed && <div>{w('noteKept')}</div>}</>}
      />
    );
  }
  if (refusal) return <ProblemAlert error={refusal} />;
  return impossible === undefined ? null : <Alert type="warning" showIcon title={impossible} action={away} />;
}

interface FieldProps { name: ActForm['fields'][number]; one: Case; form: ActForm; values: Values; change(part: Partial<Values>): void; counted(seenInFen: number | null): void; fault: string | undefined; send(): void }

function Field({ name, one, form, values, change, counted, fault, send }: FieldProps): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const id = `act-${name}`;
  const described = fault === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` };
  const below = fault !== undefined && <p id={`${id}-fault`} className="hub-field-fault" role="alert">{fault}</p>;
  const label = useId();
  switch (name) {
    case 'note': return (
      <div className="hub-field">
        <label htmlFor={id}>{w(form.noteLabel)}</label>
        <Input.TextArea
          id={id} value={values.note} rows={4} maxLength={form.noteMax} status={fault === undefined ? '' : 'error'} {...described}
          onChange={(event) => change({ note: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        {below}
      </div>
    );
    case 'fee': return <><FeeField one={one} typed={values.fees} change={(fees) => change({ fees })} counted={counted} id={id} />{below}</>;
    case 'answers': return <CorrectedAnswers of={one} given={values.answers} change={(answers) => change({ answers })} />;
    case 'corrected': return (
      <div className="hub-field">
        <label htmlFor={id}>{w('fieldCorrectedNote')}</label>
        <Input.TextArea id={id} value={values.corrected} rows={3} maxLength={1000} onChange={(event) => change({ corrected: event.target.value })} />
      </div>
    );
    case 'ground': return (
      <div className="hub-field" role="radiogroup" aria-labelledby={label}>
        <span id={label} className="hub-label">{w('fieldGround')}</span>
        <Radio.Group id={id} value={values.ground} onChange={(event) => change({ ground: returnGrounds.find((ground) => ground === event.target.value) ?? '' })} options={returnGrounds.map((ground) => ({ value: ground, label: term('returnGround', ground) }))} />
        {below}
      </div>
    );
    case 'validTo': return (
      <div className="hub-field">
        <label htmlFor={id}>{w('fieldValidTo')} <span className="hub-soft">{w('fieldValidToHint')}</span></label>
        <Input id={id} type="date" value={values.validTo} onChange={(event) => change({ validTo: event.target.value })} />
      </div>
    );
    case 'kind': return (
      <div className="hub-field">
        <label htmlFor={id}>{w('fieldKind')}</label>
        <Select id={id} className="hub-whole" value={values.kind} onChange={(kind) => change({ kind })} options={specialKinds.map((kind) => ({ value: kind, label: term('specialProcedure', kind) }))} />
      </div>
    );
    case 'recipient': return (
      <>
        <div className="hub-field">
          <label htmlFor={id}>{w('fieldRecipient')}</label>
          <Input
            id={id} value={values.recipient} maxLength={50} autoComplete="off" status={fault === undefined ? '' : 'error'} {...described}
            onChange={(event) => change({ recipient: event.target.value })} onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing) send(); }}
          />
          {below}
        </div>
        <div className="hub-field" role="radiogroup" aria-labelledby={label}>
          <span id={label} className="hub-label">{w('fieldMethod')}</span>
          <Radio.Group value={values.method} onChange={(event) => change({ method: event.target.value === 'post' ? 'post' : 'window' })} options={(['window', 'post'] as const).map((method) => ({ value: method, label: term('deliveryMethod', method) }))} />
        </div>
      </>
    );
    case 'missing': return (
      <fieldset className="hub-field" id={id} tabIndex={-1}>
        <legend>{w('fieldMissing')}</legend>
        {[...new Set([...one.item.materials.map((material) => material.name), ...one.lacking])].map((asked) => (
          <label key={asked} className="hub-tick">
            <input type="checkbox" checked={values.missing.includes(asked)} onChange={(event) => change({ missing: event.target.checked ? [...values.missing, asked] : values.missing.filter((each) => each !== asked) })} />
            <span>{asked}</span>
          </label>
        ))}
        {below}
      </fieldset>
    );
    case 'supplies': return (
      <fieldset className="hub-field" id={id} tabIndex={-1}>
        <legend>{w('fieldSupplies')}</legend>
        {suppliable(one).map((material) => (
          <MaterialUpload
            key={material} name={material} given={values.supplies.find((each) => each.name === material)?.fileName}
            taken={(sha256, fileName) => change({ supplies: [...values.supplies.filter((each) => each.name !== material), { name: material, sha256, fileName }] })}
          />
        ))}
        {below}
      </fieldset>
    );
    default: {
      const never: never = name;
      return never;
    }
  }
}

/** What was asked for first, then what the item knows besides. */
const suppliable = (one: Case): string[] => [...new Set([...(one.supplement?.missing ?? []).filter((name) => !one.item.formFields.some((field) => field.labelZh === name)), ...one.item.materials.map((material) => material.name)])];

/** One letter or digit, outside input boxes and dialogs. */
function useKey(active: boolean, press: (key: string) => boolean): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    if (!active) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [active]);
}

