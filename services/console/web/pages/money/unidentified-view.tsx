/** Money no bill took: one person says what to do with it, another agrees, the bank tells how a return ended. */
import { Button, Input, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { BankWord } from '../../parts/bank-word.tsx';
import { readers } from '../../parts/case-readers.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Money, yuanOf } from '../../parts/money.tsx';
import { Reading } from '../../parts/reading.tsx';
import { isPayCode, typedPayCode } from '../../../../../contracts/typed-pay-code.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { moneyTexts } from '../../texts/money.ts';


type Found = components['schemas']['UnidentifiedMoney'];
const states = ['found', 'proposed', 'placing', 'returning', 'claimed', 'returned'] as const satisfies readonly Found['state'][];

export function UnidentifiedView(): ReactNode {
  const w = useWords(moneyTexts);
  const term = useTerms();
  const { state } = useListFilter({ state: states });
  const { query, paging } = useCursorPages(['fees', 'unidentified-money'], state === undefined ? {} : { state }, 50, (page, signal) => take(api.fees.GET('/unidentified-money', { params: { query: page }, signal })), { underWay: ({ money }) => money.some((one) => one.state === 'placing') });
  return (
    <>
      <ListFilters choices={[{ key: 'state', label: w('state'), options: states.map((each) => [each, term('moneyState', each)]) }]} />
      <Reading query={query} rows={6} empty={{ when: ({ money }) => money.length === 0, title: w('moneyNone'), note: w('moneyNote') }}>
        {({ money }) => (
          <>
            {money.map((one) => <Card key={one.id} one={one} />)}
            {(paging.next ?? paging.previous) && <div className="hub-paging"><Button size="small" disabled={!paging.previous} onClick={() => paging.previous?.()}>←</Button><Button size="small" disabled={!paging.next} onClick={() => paging.next?.()}>→</Button></div>}
          </>
        )}
      </Reading>
    </>
  );
}

function Card({ one }: { one: Found }): ReactNode {
  const w = useWords(moneyTexts);
  const term = useTerms();
  return (
    <section className="hub-card" aria-label={`${one.bank} ${one.serial}`}>
      <h2><span className="hub-number">{one.bank} {one.serial}</span> <StateTag kind="moneyState" value={one.state} /></h2>
      <div className="hub-card-body hub-stack">
        <dl className="hub-facts">
          <div><dt>{w('amount')}</dt><dd><Money fen={one.amountInFen} /></dd></div>
          <div><dt>{w('why')}</dt><dd>{term('unplacedReason', one.why)}</dd></div>
          <div><dt>{w('workDate')}</dt><dd className="hub-number">{one.workDate}</dd></div>
          <div><dt>{w('found')}</dt><dd><Moment iso={one.foundAt} /></dd></div>
          {one.payCode !== '' && <div><dt>{w('code')}</dt><dd>{isPayCode(one.payCode) ? <Link to={`/staff/bills/${one.payCode}`}>{one.payCode}</Link> : one.payCode}</dd></div>}
        </dl>
        {one.setBack !== null && <p className="hub-soft">{w('setBack', { reason: one.setBack })}</p>}
        {one.proposal && <p><Proposed proposal={one.proposal} /></p>}
        <Acts one={one} />
      </div>
    </section>
  );
}

function Proposed({ proposal: { what, proposed: { by } } }: { proposal: NonNullable<Found['proposal']> }): ReactNode {
  const w = useWords(moneyTexts);
  return what.kind === 'claim' ? w('proposalClaim', { by, payCode: what.payCode ?? '', reason: what.reason }) : w('proposalReturn', { by, reason: what.reason });
}

function Acts({ one }: { one: Found }): ReactNode {
  const w = useWords(moneyTexts);
  const may = useRoles();
  const { person } = useSession();
  const [proposing, propose] = useState(false);
  const at = { path: { moneyId: one.id } };
  const amount = yuanOf(one.amountInFen);
  if (one.state === 'found' && may('cashier')) return <>{proposing && <Propose one={one} close={() => { propose(false); }} />}<Button onClick={() => { propose(true); }}>{w('propose')}</Button></>;
  if (one.state === 'proposed' && may(...readers.refundApprovers)) {
    if (one.proposal?.proposed.by === person.subject) return <p className="hub-soft">{w('needsOther')}</p>;
    return (
      <div className="hub-act-row">
        <ConfirmAct label={w('agree')} title={w('agreeTitle', { amount })} note={one.proposal && <Proposed proposal={one.proposal} />} button={{ type: 'primary' }} run={(key) => take(api.fees.POST('/unidentified-money/{moneyId}/approvals', { params: { ...at, header: { 'Idempotency-Key': key } }, body: { amountInFen: one.amountInFen } }))} />
        <ConfirmAct label={w('disagree')} title={w('disagreeTitle')} danger reason={{ label: w('reason'), maxLength: 200 }} run={(key, reason) => take(api.fees.POST('/unidentified-money/{moneyId}/rejections', { params: { ...at, header: { 'Idempotency-Key': key } }, body: { reason } }))} />
      </div>
    );
  }
  if (one.state === 'returning' && may('cashier')) {
    return <BankWord title={w('toldReturn')} run={(key, told) => take(api.fees.POST('/unidentified-money/{moneyId}/returns', { params: { ...at, header: { 'Idempotency-Key': key } }, body: { outcome: told.done ? 'returned' : 'failed', serial: told.serial === '' ? 'none' : told.serial, note: told.note } }))} />;
  }
  return null;
}

function Propose({ one, close }: { one: Found; close(): void }): ReactNode {
  const w = useWords(moneyTexts);
  const [kind, setKind] = useState<'claim' | 'return'>('claim');
  const [payCode, setPayCode] = useState(isPayCode(one.payCode) ? one.payCode : '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct((key, _: undefined) => take(api.fees.POST('/unidentified-money/{moneyId}/proposals', { params: { path: { moneyId: one.id }, header: { 'Idempotency-Key': key } }, body: { kind, payCode: kind === 'claim' ? payCode : null, reason: reason.trim() } })), { done: close });
  const wrongCode = kind === 'claim' && !isPayCode(payCode);
  const wrongReason = reason.trim().length < 2;
  return (
    <FormDialog title={w('propose')} label={w('propose')} busy={act.busy} error={act.error} close={close} submit={() => { setTried(true); if (!wrongCode && !wrongReason) void act.perform(undefined); }}>
      <Field label={w('kind')} required>{(box) => <Radio.Group id={box.id} value={kind} onChange={(event) => { setKind(event.target.value === 'return' ? 'return' : 'claim'); }} options={[{ value: 'claim', label: w('claim') }, { value: 'return', label: w('giveBack') }]} />}</Field>
      {kind === 'claim' && <Field label={w('claimCode')} required fault={tried && wrongCode ? w('claimCodeFault') : undefined}>{(box) => <Input {...box} value={payCode} maxLength={60} autoComplete="off" spellCheck={false} onChange={(event) => { setPayCode(typedPayCode(event.target.value)); }} />}</Field>}
      <Field label={w('reason')} required fault={tried && wrongReason ? w('required') : undefined}>{(box) => <Input.TextArea {...box} rows={2} maxLength={200} value={reason} onChange={(event) => { setReason(event.target.value); }} />}</Field>
    </FormDialog>
  );
}
