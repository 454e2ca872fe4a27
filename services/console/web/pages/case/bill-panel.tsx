/** What is to be paid and why, with the pay code for the bank; turns to paid while it is looked at. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useBoth, useWords } from '../../language.tsx';
import { readers } from '../../parts/case-readers.ts';
import { useBills, type Bill, type Case } from '../../parts/case-reading.ts';
import { CountedFee, Reckoning } from '../../parts/counted-fee.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Money, yuanOf } from '../../parts/money.tsx';
import { useQrPicture } from '../../parts/qr-picture.ts';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';

export function BillPanel({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const may = useRoles();
  const bills = useBills(one.caseNumber);
  const counted = one.fee && <FeeOfCase one={one} fee={one.fee} />;
  if (!may(...readers.bills)) return one.bill ? <div className="hub-stack"><FromTheCase bill={one.bill} />{counted}</div> : counted ?? <EmptyState title={w('noBill')} note={w('noBillNote')} />;
  return (
    <div className="hub-stack">
    {counted}
    {!(one.fee && !one.bill?.payCode) && <Reading query={bills} empty={{ when: (all) => all.length === 0, title: w('noBill'), note: w('noBillNote') }}>
      {(all) => <div className="hub-stack">{all.map((bill) => <OneBill key={bill.payCode} bill={bill} />)}<p className="hub-soft">{w('revenue')}</p></div>}
    </Reading>}
    </div>
  );
}

/** What was counted when the case was accepted; before there is a bill, and where everything is exempt, it is all there is. */
function FeeOfCase({ one, fee }: { one: Case; fee: NonNullable<Case['fee']> }): ReactNode {
  const w = useWords(caseTexts);
  if (one.bill?.payCode) return null;
  return (
    <section className="hub-card" aria-label={w('feeCounted')}>
      <h2>{w('feeCounted')}</h2>
      <div className="hub-card-body">
        <CountedFee fee={fee} />
        <p className="hub-soft">{w('feeCountedBy', { name: fee.by.name, moment: momentText(fee.countedAt) })}</p>
        {one.bill?.state === 'exempt' && <p>{w('feeExemptNote')}</p>}
      </div>
    </section>
  );
}

function OneBill({ bill }: { bill: Bill }): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  const may = useRoles();
  const open = bill.state === 'issued' || bill.state === 'reversed';
  return (
    <article className="hub-card" aria-label={`${w('payCode')} ${bill.payCode}`}>
      <div className="hub-bill">
        {open && bill.refusesPayment === null && <QrCode payCode={bill.payCode} />}
        <div className="hub-stack">
          <p className="hub-row"><StateTag kind="billState" value={bill.state} />{open && bill.refusesPayment !== null && <strong className="hub-field-fault">{w(`refuses-${bill.refusesPayment}`)}</strong>}</p>
          <p><span className="hub-soft">{w('amount')}</span> <strong className="hub-amount"><Money fen={bill.amountInFen} /></strong></p>
          <p><span className="hub-soft">{w('payCode')}</span> <span className="hub-code hub-pay-code">{grouped(bill.payCode)}</span></p>
          {bill.payment
            ? <p><span className="hub-soft">{w('paidAt')}</span> <Moment iso={bill.payment.settledAt} seconds /> · {w('toldSerial', { bank: bill.payment.bank, serial: bill.payment.serial })}</p>
            : open && <><p className="hub-soft">{w('dueBy', { moment: momentText(bill.dueBy) })}</p><p className="hub-soft" role="status"><span className="hub-waiting-dot" aria-hidden />{w('payLive')}</p></>}
        </div>
      </div>
      <div className="hub-table-scroll" tabIndex={0} role="region" aria-label={w('chargeName')}>
        <table className="hub-plain-table">
          <thead><tr><th scope="col">{w('chargeName')}</th><th scope="col">{w('chargeStandard')}</th><th scope="col">{w('chargeCount')}</th><th scope="col" className="hub-align-right">{w('chargeAmount')}</th></tr></thead>
          <tbody>
            {bill.charges.map((charge, index) => (
              <tr key={index}><td>{charge.name}</td><td>{charge.standard}</td><td>{charge.assessed ? <Reckoning assessed={charge.assessed} /> : both(charge.explained)}</td><td className="hub-align-right hub-number">{yuanOf(charge.amountInFen)}</td></tr>
            ))}
          </tbody>
          <tfoot><tr><th scope="row" colSpan={3} className="hub-align-right">{w('total')}</th><td className="hub-align-right hub-number"><strong>{yuanOf(bill.amountInFen)}</strong></td></tr></tfoot>
        </table>
      </div>
      {bill.reversals.length > 0 && (
        <div className="hub-card-body">
          <h3 className="hub-small-head">{w('reversals')}</h3>
          <ul className="hub-plain-list">{bill.reversals.map((one) => <li key={`${one.bank} ${one.serial}`}><Moment iso={one.reversedAt} /> · <Money fen={one.amountInFen} /> · {w('toldSerial', { bank: one.bank, serial: one.serial })}</li>)}</ul>
        </div>
      )}
      {bill.voided && <p className="hub-card-body"><span className="hub-soft">{w('voided')}</span> {bill.voided.by} · <Moment iso={bill.voided.at} /> · {bill.voided.reason}</p>}
      {open && (
        <div className="hub-card-body hub-row">
          <p className="hub-soft">{w('payHow')}</p>
          {may(...readers.voidBill) && (
            <ConfirmAct
              label={w('voidBill')} title={w('voidBill')} note={w('voidBillNote')} danger reason={{ label: w('lookWhy'), maxLength: 200 }}
              run={(key, reason) => take(api.fees.POST('/bills/{payCode}/voidings', { params: { path: { payCode: bill.payCode }, header: { 'Idempotency-Key': key } }, body: { reason } }))}
            />
          )}
        </div>
      )}
    </article>
  );
}

function FromTheCase({ bill }: { bill: NonNullable<Case['bill']> }): ReactNode {
  const w = useWords(caseTexts);
  return (
    <div className="hub-stack">
      <article className="hub-card"><div className="hub-bill">
        {bill.state === 'issued' && bill.payCode && <QrCode payCode={bill.payCode} />}
        <div className="hub-stack">
          <p><StateTag kind="billState" value={bill.state} /></p>
          <p><span className="hub-soft">{w('amount')}</span> <strong className="hub-amount"><Money fen={bill.amountInFen} /></strong></p>
          {bill.payCode && <p><span className="hub-soft">{w('payCode')}</span> <span className="hub-code hub-pay-code">{grouped(bill.payCode)}</span></p>}
          {bill.paidAt && <p><span className="hub-soft">{w('paidAt')}</span> <Moment iso={bill.paidAt} seconds /></p>}
        </div>
      </div></article>
      <Alert type="info" showIcon title={w('billsClosed')} />
    </div>
  );
}

const grouped = (payCode: string): string => payCode.replaceAll(/(\d{4})(?=\d)/g, '$1 ');

/** What the bank's reader takes is the bare code. */
function QrCode({ payCode }: { payCode: string }): ReactNode {
  const w = useWords(caseTexts);
  const picture = useQrPicture(payCode);
  return picture !== undefined ? <img className="hub-qr" src={picture} width="148" height="148" alt={w('qrLabel', { code: payCode })} /> : <span className="hub-qr" aria-hidden />;
}
