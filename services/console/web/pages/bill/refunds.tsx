/** Giving money back from a paid bill: asked for by one person, approved by another on the amount both see, handed to the bank, told by it. */
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { components } from '../../../../../contracts/fees/api.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { BankWord } from '../../parts/bank-word.tsx';
import { readers } from '../../parts/case-readers.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Money, yuanOf } from '../../parts/money.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { typedFen, yuanToType } from '../../parts/typed-number.ts';
import { useRoles, useSession } from '../../session.tsx';
import { moneyTexts } from '../../texts/money.ts';

type Bill = components['schemas']['Bill'];
type Refund = components['schemas']['Refund'];

export function Refunds({ bill }: { bill: Bill }): ReactNode {
  const w = useWords(moneyTexts);
  const may = useRoles();
  const [asking, ask] = useState(false);
  const given = bill.refunds.filter(({ state }) => state === 'refunded').reduce((sum, { amountInFen }) => sum + amountInFen, 0);
  return (
    <section className="hub-card" aria-label={w('refunds')}>
      <h2>{w('refunds')}</h2>
      <div className="hub-card-body">
        <p>{w('refundsOf', { refunded: yuanOf(given), left: yuanOf(bill.refundableInFen) })}</p>
        {bill.refunds.map((refund) => <One key={refund.number} bill={bill} refund={refund} />)}
        {may('cashier') && bill.refundableInFen > 0 && <Button onClick={() => { ask(true); }}>{w('ask')}</Button>}
        {asking && <Ask bill={bill} close={() => { ask(false); }} />}
      </div>
    </section>
  );
}

function One({ bill, refund }: { bill: Bill; refund: Refund }): ReactNode {
  const w = useWords(moneyTexts);
  const may = useRoles();
  const { person } = useSession();
  const at = { path: { payCode: bill.payCode, refundNumber: refund.number } };
  const header = (key: string): { header: { 'Idempotency-Key': string } } => ({ header: { 'Idempotency-Key': key } });
  const bank = bill.payment?.bank ?? '';
  const amount = yuanOf(refund.amountInFen);
  return (
    <div className="hub-refund">
      <dl className="hub-facts">
        <div><dt>{w('amount')}</dt><dd><Money fen={refund.amountInFen} /> <StateTag kind="refundState" value={refund.state} /></dd></div>
        <div><dt>{w('reason')}</dt><dd>{refund.reason}{refund.rejection !== null && `；${refund.rejection}`}</dd></div>
        <div><dt>{w('requested')}</dt><dd>{refund.requested.by} <Moment iso={refund.requested.at} /></dd></div>
        {refund.decided && <div><dt>{w('decided')}</dt><dd>{refund.decided.by} <Moment iso={refund.decided.at} /></dd></div>}
        {refund.result && <div><dt>{w('tellSerial')}</dt><dd>{refund.result.serial ?? '—'} {refund.result.note} <Moment iso={refund.result.at} /></dd></div>}
      </dl>
      <div className="hub-act-row">
        {refund.state === 'requested' && may(...readers.refundApprovers) && (refund.requested.by === person.subject ? <p className="hub-soft">{w('needsOther')}</p> : (
          <>
            <ConfirmAct label={w('approve')} title={w('approveTitle', { amount })} button={{ type: 'primary' }} run={(key) => take(api.fees.POST('/bills/{payCode}/refunds/{refundNumber}/approvals', { params: { ...at, ...header(key) }, body: { amountInFen: refund.amountInFen } }))} />
            <ConfirmAct label={w('reject')} title={w('rejectTitle')} danger reason={{ label: w('reason'), maxLength: 200 }} run={(key, reason) => take(api.fees.POST('/bills/{payCode}/refunds/{refundNumber}/rejections', { params: { ...at, ...header(key) }, body: { reason } }))} />
          </>
        ))}
        {refund.state === 'approved' && may('cashier') && <ConfirmAct label={w('send')} title={w('sendTitle', { bank })} note={w('sendNote')} run={(key) => take(api.fees.POST('/bills/{payCode}/refunds/{refundNumber}/sendings', { params: { ...at, ...header(key) } }))} />}
        {refund.state === 'sent' && may('cashier') && <BankWord title={w('tell')} run={(key, told) => take(api.fees.POST('/bills/{payCode}/refunds/{refundNumber}/results', { params: { ...at, ...header(key) }, body: { bank, outcome: told.done ? 'refunded' : 'failed', serial: told.done ? told.serial : null, note: told.note } }))} />}
      </div>
    </div>
  );
}

function Ask({ bill, close }: { bill: Bill; close(): void }): ReactNode {
  const w = useWords(moneyTexts);
  const [amount, setAmount] = useState(yuanToType(bill.refundableInFen));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const fen = typedFen(amount);
  const wrong = fen === undefined || fen <= 0 || fen > bill.refundableInFen;
  const act = useAct((key, _: undefined) => take(api.fees.POST('/bills/{payCode}/refunds', { params: { path: { payCode: bill.payCode }, header: { 'Idempotency-Key': key } }, body: { amountInFen: fen ?? 0, reason: reason.trim(), refundableInFen: bill.refundableInFen } })), { done: close });
  return (
    <FormDialog title={w('ask')} label={w('ask')} note={w('askNote')} busy={act.busy} error={act.error} close={close} submit={() => { setTried(true); if (!wrong && reason.trim().length >= 2) void act.perform(undefined); }}>
      <Field label={w('askAmount')} required fault={tried && wrong ? w('askAmountFault') : undefined}>{(box) => <Input {...box} value={amount} inputMode="decimal" maxLength={16} onChange={(event) => { setAmount(event.target.value); }} />}</Field>
      <Field label={w('askReason')} required fault={tried && reason.trim().length < 2 ? w('required') : undefined}>{(box) => <Input.TextArea {...box} rows={2} maxLength={200} value={reason} onChange={(event) => { setReason(event.target.value); }} />}</Field>
    </FormDialog>
  );
}
