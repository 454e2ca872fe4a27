/**
 * The receipt on paper, A5 or A4: what was received, what is missing, by when, and where to ask. Promise: looks on the
 * screen as it is printed; the printer gets nothing of the page around it; reprinted it says the same.
 */
import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { said, type Both, type Fill } from '../language.tsx';
import { now } from '../now.ts';
import { receiptTexts } from '../texts/receipt.ts';
import { terms } from '../texts/terms.ts';
import { momentText } from './moment.tsx';
import { useQrPicture } from './qr-picture.ts';

interface Limit { readonly amount: number; readonly unit: 'working-day' | 'calendar-day' }
/** What is printed: the answer of `GET /cases/{caseNumber}/receipt`. */
export interface ReceiptContent {
  readonly caseNumber: string;
  readonly receiptNumber: string;
  readonly queryPassword: string;
  readonly item: { readonly code: string; readonly name: string };
  readonly form: string;
  readonly zone: string;
  readonly department: string;
  readonly projectName: string;
  readonly applicant: { readonly name: string; readonly creditCode: string | null; readonly person: { readonly documentNumber: string } | null };
  readonly contact: { readonly name: string; readonly mobile: string };
  readonly materials: readonly { readonly name: string; readonly kind: string }[];
  readonly answers: readonly { readonly labelZh: string; readonly text: string }[];
  readonly missing: readonly string[];
  readonly receivedAt: string;
  readonly receivedBy: { readonly name: string };
  readonly window: string | null;
  readonly noticeDue: string | null;
  readonly acceptedAt: string | null;
  readonly due: { readonly statutory: string | null; readonly promised: string | null; readonly calendarMissing: string | null };
  readonly promisedLimit: Limit;
}
export type SheetSize = 'a5' | 'a4';

/** Both languages in one line of paper. */
function Words({ of, fill = {} }: { of: Both; fill?: Fill }): ReactNode {
  return <>{said(of, 'zh', fill)} <span className="hub-sheet-en" lang="en">{said(of, 'en', fill)}</span></>;
}
const t = receiptTexts;
const forms: Readonly<Record<string, Both>> = terms.form;

/** `noticed`: what the applicant was told is missing, where a notice was given. */
export function ReceiptSheet({ receipt, size, noticed }: { receipt: ReceiptContent; size: SheetSize; noticed?: readonly string[] | undefined }): ReactNode {
  // The sheet is Chinese first whatever the screen speaks.
  const form = forms[receipt.form];
  const address = `${location.origin}/progress`;
  const code = useQrPicture(`${address}?receipt=${receipt.receiptNumber}`, 0);
  const title = receipt.acceptedAt !== null ? t.accepted : noticed ? t.noticed : t.received;
  const limit = receipt.promisedLimit;
  const papers = gathered(receipt.materials);
  return (
    <article className={`hub-sheet hub-sheet-${size}`} lang="zh-CN" aria-label={said(title, 'zh')}>
      <header>
        <div>
          <p className="hub-sheet-zone">{receipt.zone}</p>
          <h2>{title[0]}</h2>
          <p className="hub-sheet-en" lang="en">{title[1]}</p>
        </div>
        <figure>{code !== undefined ? <img src={code} alt={said(t.qr, 'zh')} width={96} height={96} /> : <span className="hub-sheet-qr" />}</figure>
      </header>
      <dl className="hub-sheet-keys">
        <div><dt><Words of={t.receiptNumber} /></dt><dd className="hub-number">{receipt.receiptNumber}</dd></div>
        <div><dt><Words of={t.queryPassword} /></dt><dd className="hub-number">{receipt.queryPassword}</dd></div>
      </dl>
      <dl className="hub-sheet-facts">
        <div className="hub-sheet-wide"><dt><Words of={t.item} /></dt><dd>{receipt.item.name}</dd></div>
        <div className="hub-sheet-wide"><dt><Words of={t.department} /></dt><dd>{receipt.department} · {form?.[0] ?? receipt.form}</dd></div>
        <div className="hub-sheet-wide"><dt><Words of={t.applicant} /></dt><dd>{receipt.applicant.name}<br /><span className="hub-number">{receipt.applicant.creditCode ?? receipt.applicant.person?.documentNumber}</span></dd></div>
        <div className="hub-sheet-wide"><dt><Words of={t.project} /></dt><dd>{receipt.projectName}</dd></div>
        {receipt.answers.length > 0 && <div className="hub-sheet-wide"><dt><Words of={t.answers} /></dt><dd>{receipt.answers.map((answer) => `${answer.labelZh} ${answer.text}`).join('；')}</dd></div>}
        <div><dt><Words of={t.contact} /></dt><dd>{receipt.contact.name} <span className="hub-number">{receipt.contact.mobile}</span></dd></div>
        <div><dt><Words of={t.receivedBy} /></dt><dd>{receipt.receivedBy.name}{receipt.window !== null && ` · ${receipt.window}`}</dd></div>
        <div className={receipt.acceptedAt === null && noticed ? 'hub-sheet-wide' : ''}><dt><Words of={t.receivedAt} /></dt><dd className="hub-number">{momentText(receipt.receivedAt)}</dd></div>
        {receipt.acceptedAt !== null
          ? <div><dt><Words of={t.acceptedAt} /></dt><dd className="hub-number">{momentText(receipt.acceptedAt)}</dd></div>
          : !noticed && <div><dt><Words of={t.noticeDue} /></dt><dd className="hub-number">{receipt.noticeDue ?? receipt.due.calendarMissing ?? ''}</dd></div>}
        {receipt.acceptedAt !== null && (
          <>
            <div><dt><Words of={t.promised} /></dt><dd className="hub-sheet-strong">{receipt.due.promised ?? receipt.due.calendarMissing ?? ''} {said(t.promisedLimit, 'zh', { limit: said(limit.unit === 'working-day' ? t.workingDays : t.calendarDays, 'zh', { amount: limit.amount }) })}</dd></div>
            <div><dt><Words of={t.statutory} /></dt><dd className="hub-number">{receipt.due.statutory ?? ''}</dd></div>
          </>
        )}
        <div className="hub-sheet-wide"><dt><Words of={t.caseNumber} /></dt><dd className="hub-sheet-small">{receipt.caseNumber}</dd></div>
      </dl>
      <section>
        <h3>{papers.length > 0 ? <Words of={t.given} fill={{ count: receipt.materials.length }} /> : <Words of={t.givenNone} />}</h3>
        <ol className="hub-sheet-papers">{papers.map(({ name, kinds }) => <li key={name}>{name} <span className="hub-sheet-en">{kinds}</span></li>)}</ol>
      </section>
      <section>
        {noticed ? (
          <>
            <h3><Words of={t.noticeList} /></h3>
            <ol className="hub-sheet-papers">{noticed.map((name) => <li key={name}>{name}</li>)}</ol>
          </>
        ) : receipt.missing.length > 0 ? (
          <>
            <h3><Words of={t.lacking} /></h3>
            <ol className="hub-sheet-papers">{receipt.missing.map((name) => <li key={name}>{name}</li>)}</ol>
          </>
        ) : <p><Words of={t.lackingNone} /></p>}
        {receipt.acceptedAt === null && !noticed && receipt.noticeDue !== null && <p className="hub-sheet-small"><Words of={t.noticeDueNote} /></p>}
      </section>
      <p className="hub-sheet-ask"><Words of={t.progress} /><br /><span className="hub-sheet-address">{address}</span></p>
      <footer>
        <p className="hub-sheet-sign"><Words of={t.signedBy} /></p>
        <div className="hub-sheet-seal">
          <p>{said(t.sealOf, 'zh', { zone: receipt.zone })}</p>
          <p className="hub-sheet-en">{said(t.seal, 'zh')} {said(t.seal, 'en')}</p>
          <p className="hub-number">{momentText(receipt.acceptedAt ?? receipt.receivedAt).slice(0, 10)}</p>
        </div>
      </footer>
      <p className="hub-sheet-en hub-sheet-printed"><Words of={t.printed} fill={{ at: momentText(now().toISOString()) }} /></p>
    </article>
  );
}

/** Several files of one material stand in one line. */
function gathered(materials: ReceiptContent['materials']): { name: string; kinds: string }[] {
  const found = new Map<string, string[]>();
  for (const { name, kind } of materials) found.set(name, [...(found.get(name) ?? []), kind.toUpperCase()]);
  return [...found].map(([name, kinds]) => ({ name, kinds: kinds.length > 1 ? `${kinds[0] ?? ''} × ${kinds.length}` : (kinds[0] ?? '') }));
}

/** The same sheet where the printer finds it: alone, outside the page. Rendered while mounted, printed by `window.print()`. */
export function PrintedSheet(props: { receipt: ReceiptContent; size: SheetSize; noticed?: readonly string[] | undefined }): ReactNode {
  useEffect(() => {
    document.documentElement.classList.add('hub-prints-sheet');
    return () => document.documentElement.classList.remove('hub-prints-sheet');
  }, []);
  return createPortal(<div className="hub-printed" aria-hidden><ReceiptSheet {...props} /></div>, document.body);
}

const sizeAs = 'hub-sheet-size';
/** The size this window's printer takes; kept with the browser, as printers are. */
export function useSheetSize(): [SheetSize, (size: SheetSize) => void] {
  const [size, setSize] = useState<SheetSize>(() => {
    try {
      return localStorage.getItem(sizeAs) === 'a4' ? 'a4' : 'a5';
    } catch {
      return 'a5';
    }
  });
  return [size, (to) => {
    try {
      localStorage.setItem(sizeAs, to);
    } catch {
      // Forgotten with the page.
    }
    setSize(to);
  }];
}
