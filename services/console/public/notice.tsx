/** The pay notice of a case: what to pay, until when, where, and the code the bank asks for. Prints on A4. */
import type { ReactNode } from 'react';
import { capitalAmount, yuan } from './amount.ts';
import { Facts, Note, Page, Zh, type Frame } from './layout.tsx';
import { civilDay, standingOf, type Progress } from './progress.ts';
import { EndQuery, Groups } from './progress-pages.tsx';
import { addressIn, dayIn, wordsIn } from './words.ts';

/** A QR code as rows of light and dark. */
export interface QrCode { size: number; isDark(row: number, column: number): boolean }

export function NoticePage({ frame, progress, receiptNumber, today, qrCode }: { frame: Frame; progress: Progress; receiptNumber: string; today: string; qrCode: QrCode | undefined }): ReactNode {
  const { language } = frame;
  const w = wordsIn(language);
  const { bill } = progress;
  const standing = standingOf(bill, today);
  return (
    <Page frame={frame} title={w('noticeTitle')} section="progress">
      <p className="crumb"><a href={addressIn(language, '/progress')}>{w('backToProgress')}</a></p>
      <h1>{w('noticeTitle')}</h1>
      {standing === 'none' ? <Note kind="info" title={w('noBill')}><p>{w('noBillAdvice')}</p></Note> : null}
      {standing === 'paid' ? <Note kind="good" title={w('paid')}><p>{w('paidAdvice')}</p></Note> : null}
      {standing === 'expired' ? <Note kind="bad" title={w('expired')}><p>{w('expiredAdvice')}</p></Note> : null}
      {!bill ? null : (
        <section className={`card notice notice-${standing}`}>
          <p className="soft">{w('noticeLead')}</p>
          <div className="notice-body">
            <div>
              <p className="paycode-name">{w('payCode')}</p>
              <p className="paycode"><Groups digits={bill.payCode} /></p>
              <p className="hint">{w('payCodeHint', { count: bill.payCode.length })}</p>
              <Facts rows={[
                [w(standing === 'paid' ? 'amountPaid' : 'amountDue'), <strong key="v" className="sum">{w('yuanSign', { amount: yuan(bill.amountInFen) })}</strong>],
                [w('inCapitals'), <Zh key="v" language={language}>{capitalAmount(bill.amountInFen)}</Zh>],
                standing === 'paid' ? null : [w('dueBy'), bill.dueBy === null ? w('noDueBy') : dayIn(language, civilDay(bill.dueBy))],
                [w('itemName'), <Zh key="v" language={language}>{progress.item}</Zh>],
                [w('receiptNumber'), <Groups key="v" digits={receiptNumber} />],
              ]} />
            </div>
            {standing === 'to-pay' && qrCode ? (
              <figure className="qr">
                <Qr code={qrCode} title={w('payCodeQr', { code: bill.payCode })} />
                <figcaption>{w('qrHint')}</figcaption>
              </figure>
            ) : null}
          </div>
        </section>
      )}
      {standing !== 'to-pay' ? null : (
        <section>
          <h2>{w('wherePay')}</h2>
          <ol className="steps"><li>{w('payAtHall')}</li><li>{w('payElsewhere')}</li></ol>
          <p className="warning">{w('payWarning')}</p>
        </section>
      )}
      <div className="actions screen-only"><a className="button button-plain" href={addressIn(language, '/notice')}>{w('refresh')}</a><EndQuery frame={frame} w={w} /></div>
      {standing === 'none' ? null : <p className="soft screen-only">{w('print')}</p>}
    </Page>
  );
}

function Qr({ code, title }: { code: QrCode; title: string }): ReactNode {
  // Four modules of quiet around it, as ISO/IEC 18004 wants.
  const quiet = 4;
  let path = '';
  for (let row = 0; row < code.size; row += 1) for (let column = 0; column < code.size; column += 1) if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
  const side = code.size + 2 * quiet;
  return <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={title} shapeRendering="crispEdges"><path fill="#fff" d={`M0 0h${side}v${side}H0z`} /><path fill="#000" d={path} /></svg>;
}
