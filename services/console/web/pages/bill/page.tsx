/**
 * One bill 缴款单: what is to be paid and why so much, the pay code to be scanned at the bank's window, and what the bank has
 * told. Promise: the page turns to paid by itself; the notice that is printed is the one fees draws, as the applicant gets it.
 */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useWords } from '../../language.tsx';
import { Reckoning } from '../../parts/counted-fee.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Money } from '../../parts/money.tsx';
import { readers } from '../../parts/case-readers.ts';
import { PrintDocument } from '../../parts/print-document.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useQrPicture } from '../../parts/qr-picture.ts';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { billsTexts } from '../../texts/bills.ts';
import { moneyTexts } from '../../texts/money.ts';
import { fiscalTexts } from '../../texts/fiscal.ts';
import { BillJourney, FiscalPart } from './fiscal.tsx';
import { Refunds } from './refunds.tsx';
import { Taking } from './taking.tsx';
import './bill.css';

type Bill = components['schemas']['Bill'];

const askedEveryMs = 3_000;
/** Whether something more is to come by itself. */
const awaited = ({ state, fiscal }: Bill): boolean => !['void', 'receipted'].includes(state) && (fiscal !== null || !['paid', 'confirmed'].includes(state));

export default function BillPage(): ReactNode {
  const w = useWords(billsTexts);
  const { payCode = '' } = useParams();
  const query = useQuery({
    queryKey: ['fees', 'bill', { payCode }], queryFn: ({ signal }): Promise<Bill> => take(api.fees.GET('/bills/{payCode}', { params: { path: { payCode } }, signal })),
    // What a bank or the platform says of a bill that belongs to no case is told to nobody else: asked for while it is awaited.
    refetchInterval: ({ state: { data } }) => (data && awaited(data) ? askedEveryMs : false),
  });
  return (
    <>
      <PageHead title={w('bill', { payCode })} note={query.data && <StateTag kind="billState" value={query.data.state} />}>
        {query.data && <Acts bill={query.data} />}
      </PageHead>
      <Reading query={query} rows={8}>{(bill) => <BillSheet bill={bill} />}</Reading>
    </>
  );
}

function Acts({ bill }: { bill: Bill }): ReactNode {
  const w = useWords(billsTexts);
  const may = useRoles();
  return (
    <>
      {may('cashier') && bill.state === 'issued' && (
        <ConfirmAct
          label={w('void')} title={w('voidTitle')} note={w('voidNote')} danger reason={{ label: w('voidReason'), maxLength: 200 }}
          run={(key, reason) => take(api.fees.POST('/bills/{payCode}/voidings', { params: { path: { payCode: bill.payCode }, header: { 'Idempotency-Key': key } }, body: { reason } }))}
        />
      )}
      {may(...readers.notice) && <PrintDocument service="fees" path={`/bills/${bill.payCode}/notice`} label={w('print')} />}
    </>
  );
}

function BillSheet({ bill }: { bill: Bill }): ReactNode {
  const w = useWords(billsTexts);
  const m = useWords(moneyTexts);
  const f = useWords(fiscalTexts);
  const { language } = useLanguage();
  return (
    <div className="hub-stack">
      <BillJourney bill={bill} />
      <section className="hub-card hub-bill-top" aria-label={w('notice')}>
        <h2>{w('notice')}</h2>
        <div className="hub-card-body hub-bill-body">
          <dl className="hub-facts">
            <div><dt>{w('payCode')}</dt><dd className="hub-bill-code">{bill.payCode.replaceAll(/(.{4})(?=.)/g, '$1 ')}</dd></div>
            <div><dt>{w('amount')}</dt><dd className="hub-bill-amount"><Money fen={bill.amountInFen} /></dd></div>
            <div><dt>{w('payer')}</dt><dd>{bill.payer.name}</dd></div>
            <div><dt>{w('dueBy')}</dt><dd><Moment iso={bill.dueBy} /></dd></div>
            <div><dt>{w('item')}</dt><dd>{bill.item.name}</dd></div>
            <div><dt>{w('department')}</dt><dd>{bill.department.name}</dd></div>
            <div><dt>{w('issuedAt')}</dt><dd><Moment iso={bill.issuedAt} /></dd></div>
            {bill.owedInFen !== bill.amountInFen && bill.state !== 'void' && <div><dt>{m('owed')}</dt><dd><Money fen={bill.owedInFen} /></dd></div>}
            {bill.projectCode !== null && <div><dt>{m('project')}</dt><dd className="hub-number">{bill.projectCode}</dd></div>}
            {bill.caseNumber !== '' && <div><dt>{w('caseNumber')}</dt><dd><Link to={`/staff/cases/${bill.caseNumber}`}>{w('openCase')}</Link></dd></div>}
          </dl>
          {bill.refusesPayment === null && <QrCode text={bill.payCode} label={w('qr')} caption={w('qrCaption')} />}
          {bill.refusesPayment === null && bill.fiscal?.payUrl != null && <QrCode text={bill.fiscal.payUrl} label={f('payByPlatform')} caption={f('payByPlatform')} />}
        </div>
      </section>
      <section className="hub-card" aria-label={w('charges')}>
        <h2>{w('charges')}</h2>
        <div className="hub-table-scroll">
          <table className="hub-table hub-bill-charges">
            <thead><tr><th scope="col" className="hub-align-left">{w('chargeName')}</th><th scope="col" className="hub-align-left">{w('standard')}</th><th scope="col" className="hub-align-left">{w('reckoning')}</th><th scope="col" className="hub-align-right">{w('amount')}</th></tr></thead>
            <tbody>
              {bill.charges.map((charge) => (
                <tr key={`${charge.name} ${charge.standard}`}>
                  <td>{charge.name}</td><td>{charge.standard}</td>
                  <td>{charge.assessed ? <Reckoning assessed={charge.assessed} /> : language === 'zh' ? charge.explained.zh : charge.explained.en}</td><td className="hub-align-right"><Money fen={charge.amountInFen} /></td>
                </tr>
              ))}
              {bill.lateFees.map((line) => <tr key={line.zh}><td>{m('lateFee')}</td><td /><td>{language === 'zh' ? line.zh : line.en}</td><td className="hub-align-right"><Money fen={line.amountInFen} /></td></tr>)}
            </tbody>
            <tfoot><tr><th scope="row" colSpan={3} className="hub-align-right">{w('total')}</th><td className="hub-align-right"><strong><Money fen={bill.owedInFen} /></strong></td></tr></tfoot>
          </table>
        </div>
      </section>
      <section className="hub-card" aria-label={w('payment')}>
        <h2>{w('payment')}</h2>
        <div className="hub-card-body" aria-live="polite">
          {bill.payment ? <Payment payment={bill.payment} /> : bill.voided ? <p>{w('voided', { by: bill.voided.by, reason: bill.voided.reason })} · <Moment iso={bill.voided.at} /></p> : <p className="hub-soft">{w('notPaid')}</p>}
          {bill.reversals.length > 0 && <h3>{w('reversed')}</h3>}
          {bill.reversals.map((one) => <Payment key={`${one.bank} ${one.serial}`} payment={one} reversedAt={one.reversedAt} />)}
        </div>
      </section>
      <Taking bill={bill} />
      <FiscalPart bill={bill} />
      {bill.payment && <Refunds bill={bill} />}
    </div>
  );
}

function Payment({ payment, reversedAt }: { payment: Omit<components['schemas']['Payment'], 'toldBy'>; reversedAt?: string }): ReactNode {
  const w = useWords(billsTexts);
  return (
    <dl className="hub-facts">
      <div><dt>{w('amount')}</dt><dd><Money fen={payment.amountInFen} /></dd></div>
      <div><dt>{w('bank')}</dt><dd>{payment.bank}</dd></div>
      <div><dt>{w('serial')}</dt><dd>{payment.serial}</dd></div>
      <div><dt>{w('workDate')}</dt><dd className="hub-number">{payment.workDate}</dd></div>
      <div><dt>{w('collectedOn')}</dt><dd className="hub-number">{payment.collectedOn}</dd></div>
      <div><dt>{w('paidAt')}</dt><dd><Moment iso={payment.settledAt} seconds /></dd></div>
      {reversedAt !== undefined && <div><dt>{w('reversedAt')}</dt><dd><Moment iso={reversedAt} seconds /></dd></div>}
    </dl>
  );
}

/** The pay code for a scanner. */
function QrCode({ text, label, caption }: { text: string; label: string; caption: string }): ReactNode {
  const picture = useQrPicture(text);
  return (
    <figure className="hub-bill-figure">
      {picture === undefined ? <span className="hub-bill-qr" /> : <img className="hub-bill-qr" src={picture} alt={label} />}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
