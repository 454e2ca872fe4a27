/** The register of delegation documents: what each gives, how long still, whose signed paper is missing; and registering one. */
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useTerms, useWords } from '../../language.tsx';
import { useDelegations, useRegister, type Delegation } from '../../parts/catalogue-reading.ts';
import { Choice } from '../../parts/choice.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';
import { terms } from '../../texts/terms.ts';
import { DelegationForm } from './delegation-form.tsx';
import { DaysLeft, DelegationPane } from './delegation-pane.tsx';

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
  const query = useRegister();
  const [address, setAddress] = useSearchParams();
  const [words, setWords] = useState('');
  const [form, setForm] = useState('');
  const [standing, setStanding] = useState('');
  const [soon, setSoon] = useState('');
  const one = address.get('one') ?? undefined;
  const choose = (number: string | undefined): void => setAddress({ tab: 'delegations', ...(number === undefined ? {} : { one: number }) }, { replace: true });
  const wanted = (each: Delegation): boolean => (form === '' || each.form === form) && (standing === '' || each.standing === standing)
    && (soon === '' || (soon === 'ended' ? each.daysLeft === null : soon === 'unsigned' ? each.files.length === 0 && each.daysLeft !== null : each.light === 'red' || each.light === 'yellow'))
    && [each.documentNumber, each.department.name, ...each.itemCodes].some((text) => text.toLowerCase().includes(words.trim().toLowerCase()));
  const columns: readonly Column<Delegation>[] = [
    { key: 'number', title: w('documentNumber'), cell: (each) => <><span>{each.documentNumber}</span>{each.files.length === 0 && each.daysLeft !== null && <> <Tag tone="warn">{w('unsigned')}</Tag></>}<div className="hub-soft">{each.department.name}</div></> },
    { key: 'form', title: w('form'), width: '88px', cell: (each) => <Tag tone="outside">{term('form', each.form)}</Tag> },
    { key: 'items', title: w('itemCount'), width: '68px', align: 'right', minor: one !== undefined, cell: (each) => <span className="hub-number">{each.itemCodes.length}</span> },
    ...(one === undefined ? [{ key: 'validity', title: w('validity'), width: '196px', cell: (each: Delegation) => <span className="hub-number">{each.validFrom} – {each.validTo}</span> }] : []),
    { key: 'left', title: w('daysLeft'), width: '96px', cell: (each) => <DaysLeft of={each} /> },
    { key: 'standing', title: w('standing'), width: '76px', cell: (each) => <StateTag kind="delegationState" value={each.standing} tone={each.standing === 'suspended' ? 'warn' : each.daysLeft === null && each.standing === 'in-force' ? 'calm' : undefined} /> },
  ];
  return (
    <Reading query={query} rows={8} empty={{ when: ({ delegations }) => delegations.length === 0, title: w('delegationNone'), note: w('delegationNoneNote') }}>
      {({ delegations: all, expiryAhead }) => {
        const rows = all.filter(wanted);
        const chosen = all.find((each) => each.documentNumber === one);
        return (
          <div className={chosen ? 'hub-split' : ''}>
            <div className="hub-stack">
              <div className="hub-card hub-filters">
                <Input size="small" className="hub-filters-q" value={words} allowClear prefix={<SearchOutlined aria-hidden />} aria-label={w('findDelegation')} placeholder={w('findDelegation')} onChange={(event) => setWords(event.target.value)} />
                <Choice shown label={w('form')} any={w('any')} value={form} options={Object.keys(terms.form).map((each) => [each, term('form', each)])} change={setForm} />
                <Choice shown label={w('standing')} any={w('any')} value={standing} options={Object.keys(terms.delegationState).map((each) => [each, term('delegationState', each)])} change={setStanding} />
                <Choice shown label={w('attend')} any={w('any')} value={soon} options={[['soon', w('soon')], ['ended', w('ended')], ['unsigned', w('unsigned')]]} change={setSoon} />
                <span className="hub-soft">{w('soonNote', { soon: expiryAhead.soonDays, urgent: expiryAhead.urgentDays })}</span>
              </div>
              {rows.length === 0 ? <div className="hub-card"><EmptyState title={w('delegationNone')} /></div>
                : <DataTable label={w('delegations')} globalKeys columns={columns} rows={rows} rowKey={(each) => each.documentNumber} chosen={one} choose={choose} open={(each) => choose(each.documentNumber)} mark={(each) => (each.light === 'green' || each.light === null ? undefined : each.light)} />}
            </div>
            {chosen && <DelegationPane key={chosen.documentNumber} one={chosen} changes={changes} close={() => choose(undefined)} />}
          </div>
        );
      }}
    </Reading>
  );
}
