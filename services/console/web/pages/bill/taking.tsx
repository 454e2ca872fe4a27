/**
 * Taking a payment at the window: an order at the channel with its QR, a POS or cash slip entered, and either taken back. Promise: what is
 * under way is shown as under way; nothing entered here is called paid before the bank or the channel has said so.
 */
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { components } from '../../../../../contracts/fees/api.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { today } from '../../now.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Money } from '../../parts/money.tsx';
import { PrintDocument } from '../../parts/print-document.tsx';
import { useQrPicture } from '../../parts/qr-picture.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { takingTexts } from '../../texts/taking.ts';

type Bill = components['schemas']['Bill'];

const underWay = new Set(['paying', 'in-doubt', 'reversing', 'reversal-unconfirmed']);

export function Taking({ bill }: { bill: Bill }): ReactNode {
  const w = useWords(takingTexts);
  const may = useRoles();
  const [entering, enter] = useState(false);
  const order = bill.orders.at(-1);
  const cashier = may('cashier');
  const open = bill.refusesPayment === null && !underWay.has(bill.state);
  const params = (key: string): { params: { path: { payCode: string }; header: { 'Idempotency-Key': string } } } => ({ params: { path: { payCode: bill.payCode }, header: { 'Idempotency-Key': key } } });
  const reversal = reversalOf(bill);
  const acts = cashier && (open || underWay.has(bill.state) || (bill.payment !== null && bill.receipt === null));
  if (!acts && bill.orders.length === 0 && bill.counterEntries.length === 0) return null;
  return (
    <section className="hub-card" aria-label={w('title')}>
      <h2>{w('title')}</h2>
      <div className="hub-card-body hub-stack" aria-live="polite">
        {order?.state === 'open' && order.payUrl !== null && <Scan url={order.payUrl} expiresAt={order.expiresAt} amountInFen={order.amountInFen} />}
        {bill.orders.length > 0 && (
          <ul className="hub-bill-taken" aria-label={w('orders')}>
            {bill.orders.map((one) => <li key={one.number}><StateTag kind="orderState" value={one.state} /> <Money fen={one.amountInFen} /> · <span className="hub-bill-serial">{one.channelOrder ?? one.number}</span> · <Moment iso={one.opened.at} />{one.why === null ? '' : ` · ${one.why}`}
              {one.takenBack.map((back) => <div key={back.number} className="hub-soft">{w('takenBack')} <StateTag kind="takenBackState" value={back.state} /> <span className="hub-bill-serial">{back.number}</span> · <Moment iso={back.asked.at} /> · {back.reason}{back.why === null || back.why === '' ? '' : ` · ${back.why}`}</div>)}
            </li>)}
          </ul>
        )}
        {bill.counterEntries.length > 0 && (
          <ul className="hub-bill-taken" aria-label={w('entries')}>
            {bill.counterEntries.map((one) => <li key={`${one.bank} ${one.terminal} ${one.receiptNumber} ${one.entered.at}`}><StateTag kind="counterEntryState" value={one.state} /> {w(one.kind)} <Money fen={one.amountInFen} /> · {one.bank} {one.terminal} <span className="hub-number">{one.receiptNumber}</span> · {one.collectedOn}{one.why === null ? '' : ` · ${one.why}`}</li>)}
          </ul>
        )}
        {acts && (
          <div className="hub-act-row">
            {open && <ConfirmAct label={w('order')} title={w('orderTitle')} note={w('orderNote')} button={{ type: 'primary' }} run={(key) => take(api.fees.POST('/bills/{payCode}/orders', { ...params(key), body: { offline: true } }))} />}
            {open && <Button onClick={() => { enter(true); }}>{w('enter')}</Button>}
            {underWay.has(bill.state) && bill.payment === null && <ConfirmAct label={w('takeBack')} title={w('takeBackTitle')} note={w('takeBackNote')} danger reason={{ label: w('takeBackReason'), maxLength: 200 }} run={(key, reason) => take(api.fees.POST('/bills/{payCode}/reversals', { ...params(key), body: { reason } }))} />}
            {reversal === 'now' && <ConfirmAct label={w('reverse')} title={w('reverseTitle')} note={w('reverseNote')} danger reason={{ label: w('reverseReason'), maxLength: 200 }} run={(key, reason) => take(api.fees.POST('/bills/{payCode}/reversals', { ...params(key), body: { reason } }))} />}
            {bill.payment && !bill.receipt && <PrintDocument service="fees" path={`/bills/${bill.payCode}/receipt`} label={w('slip')} />}
          </div>
        )}
        {cashier && (reversal === 'noReverseDay' || reversal === 'noReverseConfirmed') && <p className="hub-soft">{w(reversal)}</p>}
        {entering && <Slip bill={bill} close={() => { enter(false); }} />}
      </div>
    </section>
  );
}

/** Whether a payment through the channel may go back today, or why not; null where that is no question. Whether the day is reconciled, fees alone knows and says. */
function reversalOf({ payment, orders, state, refunds }: Bill): 'now' | 'noReverseDay' | 'noReverseConfirmed' | null {
  if (!payment || !orders.some(({ channelOrder }) => channelOrder === payment.serial) || refunds.length > 0 || underWay.has(state)) return null;
  const isToday = payment.workDate === today();
  if (state !== 'paid') return isToday ? 'noReverseConfirmed' : null;
  return isToday ? 'now' : 'noReverseDay';
}

/** What the payer scans with a telephone. */
function Scan({ url, expiresAt, amountInFen }: { url: string; expiresAt: string; amountInFen: number }): ReactNode {
  const w = useWords(takingTexts);
  const picture = useQrPicture(url);
  return (
    <figure className="hub-bill-scan">
      {picture === undefined ? <span className="hub-bill-qr" /> : <img className="hub-bill-qr" src={picture} alt={w('scan')} />}
      <figcaption><b className="hub-bill-scan-sum"><Money fen={amountInFen} /></b>{w('scan')} · {w('until')} <Moment iso={expiresAt} /></figcaption>
    </figure>
  );
}

const code = /^[0-9A-Za-z_-]{1,24}$/;
const bankCode = /^[A-Z0-9]{2,20}$/;

/** A POS or cash slip. The amount is what the bill owes: another would be refused. */
function Slip({ bill, close }: { bill: Bill; close(): void }): ReactNode {
  const w = useWords(takingTexts);
  const [kind, setKind] = useState<'pos' | 'cash'>('pos');
  const [terminal, setTerminal] = useState('');
  const [receiptNumber, setReceiptNumber] = useState('');
  const [bank, setBank] = useState('');
  const [collectedOn, setCollectedOn] = useState('');
  const [tried, setTried] = useState(false);
  const wrong = { terminal: !code.test(terminal), receiptNumber: !code.test(receiptNumber), bank: !bankCode.test(bank), collectedOn: !/^\d{4}-\d{2}-\d{2}$/.test(collectedOn) };
  const act = useAct((key, _: undefined) => take(api.fees.POST('/bills/{payCode}/counter-entries', {
    params: { path: { payCode: bill.payCode }, header: { 'Idempotency-Key': key } }, body: { kind, terminal, receiptNumber, bank, amountInFen: bill.owedInFen, collectedOn },
  })), { done: close });
  const submit = (): void => {
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) void act.perform(undefined);
  };
  return (
    <FormDialog title={w('enter')} label={w('enterIt')} note={<>{w('enterNote')} <strong><Money fen={bill.owedInFen} /></strong></>} busy={act.busy} error={act.error} close={close} submit={submit}>
      <Field label={w('kind')} required>{(box) => <select {...box} className="hub-box" value={kind} onChange={(event) => { setKind(event.target.value === 'cash' ? 'cash' : 'pos'); }}><option value="pos">{w('pos')}</option><option value="cash">{w('cash')}</option></select>}</Field>
      <Field label={w('bank')} required note={w('bankNote')} fault={tried && wrong.bank ? w('bankFault') : undefined}>{(box) => <Input {...box} value={bank} maxLength={20} onChange={(event) => { setBank(event.target.value.trim().toUpperCase()); }} />}</Field>
      <Field label={w(kind === 'pos' ? 'terminal' : 'counter')} required fault={tried && wrong.terminal ? w('codeFault') : undefined}>{(box) => <Input {...box} value={terminal} maxLength={24} onChange={(event) => { setTerminal(event.target.value.trim()); }} />}</Field>
      <Field label={w('slipNumber')} required fault={tried && wrong.receiptNumber ? w('codeFault') : undefined}>{(box) => <Input {...box} value={receiptNumber} maxLength={24} onChange={(event) => { setReceiptNumber(event.target.value.trim()); }} />}</Field>
      <Field label={w('collectedOn')} required fault={tried && wrong.collectedOn ? w('dayFault') : undefined}>{(box) => <Input {...box} type="date" value={collectedOn} onChange={(event) => { setCollectedOn(event.target.value); }} />}</Field>
    </FormDialog>
  );
}
