/**
 * Whether a fiscal receipt 财政电子票据 is genuine: code, number and check code typed from the paper, and an answer nobody can mistake. A wrong
 * check code is answered like a number nobody knows, so that numbers cannot be found out by trying.
 */
import type { ReactNode } from 'react';
import type { AnswerOf } from '../../../infra/http-client.ts';
import type { paths } from '../../../contracts/fees/api.ts';
import { yuan } from './amount.ts';
import { Facts, Mark, Note, Page, Telephone, Zh, type Frame } from './layout.tsx';
import { addressIn, momentIn, wordsIn } from './words.ts';

/** The three that prove a receipt, as they were typed. */
export interface ReceiptAsked { readonly code: string; readonly number: string; readonly checkCode: string }
export type ReceiptErrors = { readonly [K in keyof ReceiptAsked]?: string };
export type CheckedReceipt = NonNullable<AnswerOf<paths['/receipts/check']['get']>>['receipt'];

const fields = [['code', 'receiptCode', 'receiptCodeHint'], ['number', 'receiptNo', 'receiptNoHint'], ['checkCode', 'receiptCheckCode', 'receiptCheckCodeHint']] as const;

export function ReceiptForm({ frame, asked, errors }: { frame: Frame; asked: ReceiptAsked; errors: ReceiptErrors }): ReactNode {
  const w = wordsIn(frame.language);
  const wrong = fields.flatMap(([name]) => (errors[name] === undefined ? [] : [[name, errors[name]] as const]));
  return (
    <Page frame={frame} title={`${wrong.length > 0 ? w('errorPrefix') : ''}${w('receiptTitle')}`} section="check">
      <h1>{w('receiptTitle')}</h1>
      <p className="lead">{w('receiptLead')}</p>
      {wrong.length === 0 ? null : <div role="alert"><Note kind="bad" title={w('errorsTitle')}><ul>{wrong.map(([name, says]) => <li key={name}><a href={`#${name}`}>{says}</a></li>)}</ul></Note></div>}
      <Fields frame={frame} asked={asked} errors={errors} />
      <p className="soft">{w('addressHint', { host: frame.hall.host })}</p>
      <p><a href={addressIn(frame.language, '/check')}>{w('toCertificateCheck')}</a></p>
    </Page>
  );
}

function Fields({ frame, asked, errors }: { frame: Frame; asked: ReceiptAsked; errors: ReceiptErrors }): ReactNode {
  const w = wordsIn(frame.language);
  return (
    <form className="card" action="/receipts" method="get" autoComplete="off" noValidate>
      {frame.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      {fields.map(([name, label, hint]) => {
        const error = errors[name];
        return (
          <div key={name} className={error === undefined ? 'field' : 'field field-wrong'}>
            <label htmlFor={name}>{w(label)}</label>
            <p className="hint" id={`${name}-hint`}>{w(hint)}</p>
            {error === undefined ? null : <p className="wrong" id={`${name}-error`}>{error}</p>}
            <input id={name} name={name} type="text" className={name === 'number' ? 'digits' : 'digits digits-short'} inputMode={name === 'checkCode' ? 'text' : 'numeric'} defaultValue={asked[name]} maxLength={60} required
              autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} aria-invalid={error === undefined ? undefined : true} aria-describedby={error === undefined ? `${name}-hint` : `${name}-hint ${name}-error`} />
          </div>
        );
      })}
      <div className="actions"><button type="submit">{w('receiptButton')}</button></div>
    </form>
  );
}

export function ReceiptPage({ frame, asked, receipt, checkedAt }: { frame: Frame; asked: ReceiptAsked; receipt: CheckedReceipt; checkedAt: Date }): ReactNode {
  const { language, hall } = frame;
  const w = wordsIn(language);
  const money = (fen: number): ReactNode => <span key="v" className="number">{w('yuanAmount', { amount: yuan(fen) })}</span>;
  const given = receipt !== null && receipt.refundedInFen > 0;
  const verdict = receipt === null ? 'unknown' : given ? 'expired' : 'genuine';
  const heading = receipt === null ? w('receiptUnknown') : given ? w('receiptRefunded') : w('receiptGenuine');
  return (
    <Page frame={frame} title={heading} section="check">
      <p className="crumb">{w('receiptTitle')}</p>
      <section className={`verdict verdict-${verdict}`}>
        <Mark kind={({ unknown: 'unknown', expired: 'warn', genuine: 'good' } as const)[verdict]} large />
        <h1>{heading}</h1>
        <p>{receipt === null ? w('receiptUnknownSays') : given ? w('receiptRefundedSays') : w('receiptGenuineSays')}</p>
      </section>
      {receipt === null ? (
        <>
          <Facts rows={fields.map(([name, label]) => [w(label), <span key="v" className="number">{asked[name]}</span>])} />
          <section>
            <h2>{w('ifUnknown')}</h2>
            <ol className="steps"><li>{w('receiptUnknownStep1')}</li><li>{w('receiptUnknownStep2')}</li><li>{w('receiptUnknownStep3')} <Telephone number={hall.phone} /></li></ol>
          </section>
        </>
      ) : (
        <Facts rows={[
          [w('receiptCode'), <span key="v" className="number">{receipt.code}</span>],
          [w('receiptNo'), <span key="v" className="number">{receipt.number}</span>],
          [w('receiptPayer'), <Zh key="v" language={language}>{receipt.payerName}</Zh>],
          [w('receiptFor'), <Zh key="v" language={language}>{receipt.item}</Zh>],
          [w('receiptAmount'), money(receipt.amountInFen)],
          given ? [w('receiptRefundedAmount'), money(receipt.refundedInFen)] : null,
          [w('receiptIssued'), momentIn(language, new Date(receipt.issuedAt))],
        ]} />
      )}
      <p className="soft">{w('checkedAt')}{language === 'zh' ? '：' : ': '}{momentIn(language, checkedAt)}</p>
      <p className="soft">{w('addressHint', { host: hall.host })}</p>
      {receipt === null ? <Fields frame={frame} asked={asked} errors={{}} /> : <p className="actions screen-only"><a className="button button-plain" href={addressIn(language, '/receipts')}>{w('receiptAnother')}</a></p>}
    </Page>
  );
}
