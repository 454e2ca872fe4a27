/** What a person may do with an application that waits: pick the item it is for among the nearest or by search, or give it back. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useBoth, useTerms, useWords } from '../../language.tsx';
import type { Application } from '../../parts/application-reading.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { momentText } from '../../parts/moment.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { applicationsTexts } from '../../texts/applications.ts';

interface Item { code: string; name: string; form: 'direct' | 'entrusted' | 'forward' | 'direct-report'; department: string | null }

export function Acts({ one }: { one: Application }): ReactNode {
  const w = useWords(applicationsTexts);
  const both = useBoth();
  const may = useRoles();
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const found = useQuery({
    queryKey: ['catalogue', 'items', { asked }], enabled: asked.length >= 2, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.catalogue.GET('/items', { params: { query: { q: asked, state: 'offered', limit: 8 } }, signal })),
  });
  const searched = asked.length >= 2 ? (found.data?.items ?? []).flatMap((item) => (item.name === null ? [] : [{ ...item, name: item.name }])) : [];
  return (
    <section className="hub-card" aria-labelledby="application-suggestions">
      <h2 id="application-suggestions">{w('suggestions')}</h2>
      <div className="hub-card-body hub-stack">
        {one.suggestions === null ? <p className="hub-soft">{w('suggestionsOut')}</p> : one.suggestions.length === 0 ? <p className="hub-soft">{w('suggestionsNone')}</p> : (
          <ul className="hub-nearest">{one.suggestions.map((item, index) => (
            <li key={item.code}><ItemWords item={item}><p className="hub-soft">{w('score', { score: item.score })} · {item.reasons.map(both).join('；')}</p></ItemWords><Assign one={one} item={item} first={index === 0} /></li>
          ))}</ul>
        )}
        <div>
          <Input value={words} allowClear maxLength={60} placeholder={w('search')} aria-label={w('search')} onChange={(event) => setWords(event.target.value)} />
          {asked.length >= 2 && found.data && searched.length === 0 && <p className="hub-soft" role="status">{w('searchNone')}</p>}
          {searched.length > 0 && <ul className="hub-nearest" aria-label={w('search')}>{searched.map((item) => <li key={item.code}><ItemWords item={item} /><Assign one={one} item={item} /></li>)}</ul>}
        </div>
        {may('window-clerk') && (
          <div className="hub-apply-back">
            <ConfirmAct
              label={w('giveBack')} title={w('giveBackTitle')} note={w('giveBackNote')} danger button={{ disabled: one.taking }} reason={{ label: w('giveBackReason') }}
              run={(key, reason) => take(api.provinceGateway.POST('/applications/{platform}/{applicationId}/return', { params: { path: { platform: one.platform, applicationId: one.applicationId }, header: { 'Idempotency-Key': key } }, body: { reason } }))}
            />
          </div>
        )}
      </div>
    </section>
  );
}

function ItemWords({ item, children }: { item: Item; children?: ReactNode }): ReactNode {
  const term = useTerms();
  return <div className="hub-nearest-words"><p>{item.name} <Tag tone="outside">{term('form', item.form)}</Tag></p><p className="hub-soft">{item.department} <span className="hub-code">{item.code}</span></p>{children}</div>;
}

/** Makes it a case of this item. The dialog asks for what intake would else refuse: a contact where there is none, and whether to begin without bad files. */
function Assign({ one, item, first = false }: { one: Application; item: Item; /** The nearest of all stands out. */ first?: boolean }): ReactNode {
  const w = useWords(applicationsTexts);
  const [withoutFiles, setWithoutFiles] = useState(false);
  const [name, setName] = useState('');
  const [mobile, setMobile] = useState('');
  const asksContact = one.reason?.code === 'contact-missing';
  const hasBadFiles = one.files.some((file) => file.problem !== null);
  if (one.taking) return <Button size="small" disabled loading={one.itemCode === item.code}>{w('choose')}</Button>;
  return (
    <ConfirmAct
      label={w('choose')} title={w('assignTitle', { item: item.name })} note={w('assignNote', { at: momentText(one.submittedAt) })} button={{ size: 'small', type: first ? 'primary' : 'default' }}
      run={(key) => take(api.provinceGateway.POST('/applications/{platform}/{applicationId}/item', {
        params: { path: { platform: one.platform, applicationId: one.applicationId }, header: { 'Idempotency-Key': key } },
        body: { itemCode: item.code, withoutFiles, contact: asksContact && name.trim() ? { name: name.trim(), mobile: mobile.trim() } : null },
      }))}
    >
      {hasBadFiles && <label className="hub-tick"><input type="checkbox" checked={withoutFiles} onChange={(event) => setWithoutFiles(event.target.checked)} />{w('withoutFiles')}</label>}
      {asksContact && (
        <>
          <p className="hub-act-note">{w('contactNote')}</p>
          <Field label={w('contactName')} required>{(box) => <Input {...box} value={name} maxLength={50} onChange={(event) => setName(event.target.value)} />}</Field>
          <Field label={w('contactMobile')} required>{(box) => <Input {...box} value={mobile} maxLength={11} inputMode="numeric" onChange={(event) => setMobile(event.target.value)} />}</Field>
        </>
      )}
    </ConfirmAct>
  );
}
