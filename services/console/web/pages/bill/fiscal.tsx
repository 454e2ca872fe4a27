/**
 * A bill and the fiscal platform 财政平台: how far the money is, the receipt with what proves it, and what a cashier may do when it does not come.
 * Promise: a bank's yes is never shown as a receipt; a receipt is shown and printed as the platform made it.
 */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { DocumentFrame } from '../../parts/document-frame.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Money } from '../../parts/money.tsx';
import { PrintDocument } from '../../parts/print-document.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { fiscalTexts } from '../../texts/fiscal.ts';

type Bill = components['schemas']['Bill'];

const steps = ['issued', 'paid', 'confirmed', 'receipted'] as const;
/** How many steps a state has behind it; what is under way or was taken back stands at the beginning. */
const rank: Readonly<Record<string, number>> = { paid: 1, confirmed: 2, receipted: 3 };

/** How far a bill is, as one line: issued, paid at the bank, confirmed by the fiscal platform, receipted. Nothing for one that ended otherwise. */
export function BillJourney({ bill }: { bill: Bill }): ReactNode {
  const w = useWords(fiscalTexts);
  const reached = rank[bill.state] ?? 0;
  if (bill.state === 'void') return null;
  // Where no platform is connected, a payment is the end of it.
  const shown = bill.fiscal === null ? steps.slice(0, 2) : steps;
  const at = { issued: bill.issuedAt, paid: bill.payment?.settledAt, confirmed: bill.confirmation?.at, receipted: bill.receipt?.issuedAt };
  return (
    <ol className="hub-bill-journey" aria-label={w('journey')}>
      {shown.map((step, index) => (
        <li key={step} className={index <= reached ? 'hub-bill-step hub-bill-step-done' : 'hub-bill-step'} aria-current={index === reached ? 'step' : undefined}>
          <b>{w(`step-${step}`)}</b>
          <span>{index <= reached && at[step] !== undefined ? <Moment iso={at[step]} /> : index === reached + 1 ? w(`wait-${step}`) : ''}</span>
        </li>
      ))}
    </ol>
  );
}

/** Notice, confirmation and receipt; nothing where no platform is connected. */
export function FiscalPart({ bill }: { bill: Bill }): ReactNode {
  const w = useWords(fiscalTexts);
  const may = useRoles();
  const [seen, see] = useState(false);
  const { fiscal, confirmation, receipt } = bill;
  if (!fiscal && !confirmation && !receipt) return null;
  const { language } = useLanguage();
  const document = `/fiscal/receipts/${bill.payCode}/document`;
  return (
    <section className="hub-card" aria-label={w('fiscal')}>
      <h2>{w('fiscal')}</h2>
      <div className="hub-card-body hub-stack" aria-live="polite">
        <dl className="hub-facts">
          {fiscal && <div><dt>{w('notice')}</dt><dd><StateTag kind="fiscalNotice" value={fiscal.notice} /></dd></div>}
          <div><dt>{w('confirmed')}</dt><dd>{confirmation ? <span className="hub-number">{confirmation.confirmedOn} {confirmation.confirmedAt}</span> : <span className="hub-soft">{w('notConfirmed')}</span>}</dd></div>
          {confirmation && <div><dt>{w('fiscalSerial')}</dt><dd className="hub-bill-serial">{confirmation.serial}</dd></div>}
          {receipt ? (
            <>
              <div><dt>{w('receiptCode')}</dt><dd className="hub-number">{receipt.code}</dd></div>
              <div><dt>{w('receiptNumber')}</dt><dd className="hub-number">{receipt.number}</dd></div>
              <div><dt>{w('checkCode')}</dt><dd className="hub-number">{receipt.checkCode}</dd></div>
              <div><dt>{w('issuedAt')}</dt><dd><Moment iso={receipt.issuedAt} seconds /></dd></div>
              <div><dt>{w('check')}</dt><dd><a href={`/receipts?code=${receipt.code}&number=${receipt.number}&checkCode=${receipt.checkCode}`} target="_blank" rel="noopener">{w('checkIt')}</a></dd></div>
            </>
          ) : <div><dt>{w('receipt')}</dt><dd>{fiscal && fiscal.receipt !== 'none' ? <StateTag kind="fiscalReceipt" value={fiscal.receipt} /> : <span className="hub-soft">{w('noReceipt')}</span>}</dd></div>}
        </dl>
        {fiscal?.why != null && <p>{w('why', { what: fiscal.why })}</p>}
        {fiscal?.remedy != null && <p role="alert">{fiscal.remedy[language]}</p>}
        {receipt && may('cashier', 'window-clerk', 'auditor') && (
          <div className="hub-act-row">
            <Button onClick={() => { see(!seen); }} aria-expanded={seen}>{w(seen ? 'hide' : 'show')}</Button>
            <PrintDocument service="bank-gateway" path={document} label={w('print')} />
          </div>
        )}
        {receipt && seen && <DocumentFrame service="bank-gateway" path={document} name={w('document')} fileName={`${receipt.code}-${receipt.number}.pdf`} height={460} />}
        {bill.state === 'confirmed' && fiscal && (fiscal.receipt === 'refused' || fiscal.receipt === 'in-doubt') && may('cashier') && <AskAgain payCode={bill.payCode} />}
        {bill.surplus.length > 0 && (
          <div>
            <h3>{w('surplus')}</h3>
            <p className="hub-soft">{w('surplusNote')}</p>
            <ul>{bill.surplus.map((one) => <li key={`${one.bank} ${one.serial}`}><Money fen={one.amountInFen} /> · {one.bank} · <span className="hub-number">{one.serial}</span> · {one.workDate}</li>)}</ul>
          </div>
        )}
      </div>
    </section>
  );
}

/** A receipt that did not come: which numbers may be burnt, who has looked into them, and another try. */
function AskAgain({ payCode }: { payCode: string }): ReactNode {
  const w = useWords(fiscalTexts);
  const query = useQuery({ queryKey: ['bank-gateway', 'receipt', { payCode }], queryFn: ({ signal }) => take(api.bankGateway.GET('/fiscal/receipts/{payCode}', { params: { path: { payCode } }, signal })) });
  return (
    <Reading query={query} rows={2}>{({ burnt }) => {
      const open = burnt.filter(({ released }) => !released).length;
      return (
        <>
          {burnt.length > 0 && (
            <div>
              <h3>{w('burnt')}</h3>
              <p className="hub-soft">{w('burntNote')}</p>
              <ul>{burnt.map((one) => <li key={one.messageId}><Moment iso={one.askedAt} seconds /> · <span className="hub-number">{one.messageId}</span>{one.released ? ` · ${w('released', { by: one.released.by, note: one.released.note })}` : ''}</li>)}</ul>
            </div>
          )}
          <div className="hub-act-row">
            {open > 0 && (
              <ConfirmAct
                label={w('release')} title={w('releaseTitle')} note={w('releaseNote')} reason={{ label: w('releaseReason'), maxLength: 200 }}
                run={(key, note) => take(api.bankGateway.POST('/fiscal/receipts/{payCode}/releases', { params: { path: { payCode }, header: { 'Idempotency-Key': key } }, body: { note } }))} done={() => { void query.refetch(); }}
              />
            )}
            <ConfirmAct
              label={w('again')} title={w('againTitle')} note={w('againNote')} button={{ type: 'primary' }}
              run={(key) => take(api.fees.POST('/bills/{payCode}/receipts', { params: { path: { payCode }, header: { 'Idempotency-Key': key } } }))}
            />
          </div>
        </>
      );
    }}</Reading>
  );
}
