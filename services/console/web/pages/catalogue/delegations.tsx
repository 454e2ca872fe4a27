/** The register of delegation documents: what each gives, how long still, and registering or amending one. */
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useTerms, useWords } from '../../language.tsx';
import { useDelegations, type Delegation } from '../../parts/catalogue-reading.ts';
import { Choice } from '../../parts/choice.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { lightOf } from '../../parts/delegation-light.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';
import { terms } from '../../texts/terms.ts';
import { DelegationForm } from './delegation-form.tsx';

export function RegisterDelegation(): ReactNode {
  const w = useWords(catalogueTexts);
  const [open, setOpen] = useState(false);
  const known = useDelegations();
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>{w('register')}</Button>
      {open && <DelegationForm like={known.data?.[0]} close={() => setOpen(false)} />}
    </>
  );
}

export function Delegations({ changes }: { changes: boolean }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const query = useDelegations();
  const [address, setAddress] = useSearchParams();
  const [words, setWords] = useState('');
  const [form, setForm] = useState('');
  const [standing, setStanding] = useState('');
  const [soon, setSoon] = useState('');
  const one = address.get('one') ?? undefined;
  const choose = (number: string | undefined): void => setAddress({ tab: 'delegations', ...(number === undefined ? {} : { one: number }) }, { replace: true });
  const wanted = (each: Delegation): boolean => (form === '' || each.form === form) && (standing === '' || each.standing === standing)
    && (soon === '' || (soon === 'ended' ? each.daysLeft === null : lightOf(each.daysLeft) === 'red' || lightOf(each.daysLeft) === 'yellow'))
    && [each.documentNumber, each.department.name, ...each.itemCodes].some((text) => text.toLowerCase().includes(words.trim().toLowerCase()));
  const columns: readonly Column<Delegation>[] = [
    { key: 'number', title: w('documentNumber'), cell: (each) => <><span>{each.documentNumber}</span><div className="hub-soft">{each.department.name}</div></> },
    { key: 'form', title: w('form'), width: '88px', cell: (each) => <Tag tone="outside">{term('form', each.form)}</Tag> },
    { key: 'items', title: w('itemCount'), width: '68px', align: 'right', minor: one !== undefined, cell: (each) => <span className="hub-number">{each.itemCodes.length}</span> },
    ...(one === undefined ? [{ key: 'validity', title: w('validity'), width: '196px', cell: (each: Delegation) => <span className="hub-number">{each.validFrom} – {each.validTo}</span> }] : []),
    { key: 'left', title: w('daysLeft'), width: '96px', cell: (each) => <DaysLeft daysLeft={each.daysLeft} /> },
    { key: 'standing', title: w('standing'), width: '76px', cell: (each) => <StateTag kind="delegationState" value={each.standing} tone={each.standing === 'suspended' ? 'warn' : each.daysLeft === null && each.standing === 'in-force' ? 'calm' : undefined} /> },
  ];
  return (
    <Reading query={query} rows={8} empty={{ when: (all) => all.length === 0, title: w('delegationNone'), note: w('delegationNoneNote') }}>
      {(all) => {
        const rows = all.filter(wanted);
        const chosen = all.find((each) => each.documentNumber === one);
        return (
          <div className={chosen ? 'hub-split' : ''}>
            <div className="hub-stack">
              <div className="hub-card hub-filters">
                <Input size="small" className="hub-filters-q" value={words} allowClear prefix={<SearchOutlined aria-hidden />} aria-label={w('findDelegation')} placeholder={w('findDelegation')} onChange={(event) => setWords(event.target.value)} />
                <Choice shown label={w('form')} any={w('any')} value={form} options={Object.keys(terms.form).map((each) => [each, term('form', each)])} change={setForm} />
                <Choice shown label={w('standing')} any={w('any')} value={standing} options={Object.keys(terms.delegationState).map((each) => [each, term('delegationState', each)])} change={setStanding} />
                <Choice shown label={w('daysLeft')} any={w('any')} value={soon} options={[['soon', w('soon')], ['ended', w('ended')]]} change={setSoon} />
                <span className="hub-soft">{w('soonNote')}</span>
              </div>
              {rows.length === 0 ? <div className="hub-card"><EmptyState title={w('delegationNone')} /></div>
                : <DataTable label={w('delegations')} globalKeys columns={columns} rows={rows} rowKey={(each) => each.documentNumber} chosen={one} choose={choose} open={(each) => choose(each.documentNumber)} mark={(each) => { const light = lightOf(each.daysLeft); return light === 'green' || light === null ? undefined : light; }} />}
            </div>
            {chosen && <DelegationPane key={chosen.documentNumber} one={chosen} changes={changes} close={() => choose(undefined)} />}
          </div>
        );
      }}
    </Reading>
  );
}

function DaysLeft({ daysLeft }: { daysLeft: number | null }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  if (daysLeft === null) return <span className="hub-soft">{w('ended')}</span>;
  const light = lightOf(daysLeft) ?? 'green';
  return <span className={`hub-clock hub-light-${light}`}><span className="hub-clock-light" aria-hidden /><span className="hub-number">{daysLeft === 0 ? w('lastDay') : w('days', { days: daysLeft })}</span><span className="hub-unseen">{light === 'green' ? '' : term('light', light)}</span></span>;
}

function DelegationPane({ one, changes, close }: { one: Delegation; changes: boolean; close(): void }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const [amending, setAmending] = useState(false);
  const ended = one.standing === 'terminated' || one.standing === 'taken-back';
  return (
    <section className="hub-card hub-pane" aria-labelledby="document-number">
      <header><h2 id="document-number" className="hub-row">{one.documentNumber} <StateTag kind="delegationState" value={one.standing} /></h2><Button type="text" size="small" icon={<CloseOutlined />} aria-label={w('close')} onClick={close} /></header>
      <div className="hub-card-body hub-stack">
        <dl className="hub-pairs hub-pairs-wide">
          <div><dt>{w('kind')}</dt><dd>{term('delegationKind', one.kind)} · {term('form', one.form)}</dd></div>
          <div><dt>{w('granting')}</dt><dd>{one.department.name}<div className="hub-soft hub-code">{one.department.creditCode} · {one.department.sealCode}</div></dd></div>
          {one.upstreamAuthority && <div><dt>{w('upstream')}</dt><dd>{one.upstreamAuthority.name}<div className="hub-soft hub-code">{one.upstreamAuthority.creditCode}</div></dd></div>}
          <div><dt>{w('zone')}</dt><dd>{one.zone.name}<div className="hub-soft hub-code">{one.zone.creditCode} · {one.zone.divisionCode} · {one.zoneSealCode}</div></dd></div>
          {one.subParks.length > 0 && <div><dt>{w('subParks')}</dt><dd>{one.subParks.join('、')}</dd></div>}
          <div><dt>{w('validity')}</dt><dd><span className="hub-number">{one.validFrom} – {one.validTo}</span> <DaysLeft daysLeft={one.daysLeft} /></dd></div>
          <div><dt>{w('signedOn')}</dt><dd className="hub-number">{one.signedOn}</dd></div>
          <div><dt>{w('trialEndsOn')}</dt><dd className="hub-number">{one.trialEndsOn}</dd></div>
          {one.endedOn !== null && <div><dt>{w('endedOn')}</dt><dd className="hub-number">{one.endedOn}</dd></div>}
          <div><dt>{w('posts')}</dt><dd>{one.posts.a}<br />{one.posts.b}</dd></div>
        </dl>
        {changes && !ended && <p className="hub-row"><Button size="small" onClick={() => setAmending(true)}>{w('amend')}</Button></p>}
        <p className="hub-soft">{w(one.itemsTold ? 'itemsTold' : 'itemsNotTold')}</p>
        <div>
          <h3 className="hub-small-head">{w('itemCodes')} · {w('countOf', { count: one.itemCodes.length })}</h3>
          <ul className="hub-plain-list">{one.itemCodes.map((code) => <li key={code}><Link className="hub-code" to={`/staff/catalogue/${code}`}>{code}</Link></li>)}</ul>
        </div>
      </div>
      {amending && <DelegationForm amends={one} close={() => setAmending(false)} />}
    </section>
  );
}
