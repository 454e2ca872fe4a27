/** The form by which a subscriber is added. What is wrong with address or codes the service says, beside the field. */
import { Checkbox, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useBoth, useTerms, useWords } from '../../language.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { Problem } from '../../problem.ts';
import { subscriptionTexts } from '../../texts/subscriptions.ts';
import { terms } from '../../texts/terms.ts';

type Given = components['schemas']['SubscriptionWithSecret'];
type Kind = components['schemas']['ChangeKind'];
const kinds = Object.keys(terms.feedKind) as Kind[];

export function NewSubscription({ close, done }: { close(): void; done(given: Given): void }): ReactNode {
  const w = useWords(subscriptionTexts);
  const term = useTerms();
  const both = useBoth();
  const [typed, setTyped] = useState({ name: '', url: '', contact: '', departments: '', kinds: [] as Kind[], fromStart: false });
  const [asked, setAsked] = useState(false);
  const act = useAct((key, body: { name: string; url: string; contact: string; departments: string[]; kinds: Kind[]; after: string | null }) =>
    take(api.catalogue.POST('/subscriptions', { params: { header: { 'Idempotency-Key': key } }, body })), { done });
  const set = (more: Partial<typeof typed>): void => { setTyped({ ...typed, ...more }); act.reset(); };
  const missing = { name: typed.name.trim() === '', url: typed.url.trim() === '' };
  const refused = act.error instanceof Problem ? act.error : undefined;
  const faultOf = (field: 'name' | 'url' | 'departments'): string | undefined => {
    if (asked && field !== 'departments' && missing[field]) return w('needed');
    return refused?.field?.replace(/^\/?body\/?/, '').startsWith(field) ? both(refused.detail ?? refused) : undefined;
  };
  const submit = (): void => {
    setAsked(true);
    if (missing.name || missing.url) return;
    void act.perform({ name: typed.name.trim(), url: typed.url.trim(), contact: typed.contact.trim(), departments: typed.departments.split(/\s+/).filter((code) => code !== ''), kinds: typed.kinds, after: typed.fromStart ? '0' : null });
  };
  return (
    <FormDialog title={w('addTitle')} label={w('add')} note={w('addNote')} busy={act.busy} error={act.error} submit={submit} close={close}>
      <Field label={w('name')} required note={w('nameNote')} fault={faultOf('name')}>{(tied) => <Input {...tied} autoFocus value={typed.name} maxLength={100} onChange={(event) => set({ name: event.target.value })} />}</Field>
      <Field label={w('url')} required note={w('urlNote')} fault={faultOf('url')}>{(tied) => <Input {...tied} inputMode="url" className="hub-code-input" value={typed.url} maxLength={500} onChange={(event) => set({ url: event.target.value })} />}</Field>
      <Field label={w('contact')} note={w('contactNote')}>{(tied) => <Input {...tied} value={typed.contact} maxLength={200} onChange={(event) => set({ contact: event.target.value })} />}</Field>
      <fieldset className="hub-field hub-plain-set"><legend>{w('kinds')} <span className="hub-soft">{w('kindsNote')}</span></legend>
        <div className="hub-row">
          {kinds.map((kind) => <Checkbox key={kind} checked={typed.kinds.includes(kind)} onChange={(event) => set({ kinds: event.target.checked ? [...typed.kinds, kind] : typed.kinds.filter((each) => each !== kind) })}>{term('feedKind', kind)}</Checkbox>)}
        </div>
      </fieldset>
      <Field label={w('departments')} note={w('departmentsNote')} fault={faultOf('departments')}>{(tied) => <Input.TextArea {...tied} rows={2} className="hub-code-input" value={typed.departments} onChange={(event) => set({ departments: event.target.value })} />}</Field>
      <fieldset className="hub-field hub-plain-set"><legend>{w('from')}</legend>
        {([false, true] as const).map((fromStart) => <label key={String(fromStart)} className="hub-row"><input type="radio" name="subscription-from" checked={typed.fromStart === fromStart} onChange={() => set({ fromStart })} /> {w(fromStart ? 'fromStart' : 'fromNow')}</label>)}
      </fieldset>
    </FormDialog>
  );
}
