/**
 * What became of the intake: number, password, date, and the receipt as it will be printed. Promise: printing, the next
 * intake and what went wrong on the way are one key away; the receipt is the service's word, so a reprint says the same.
 */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../language.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { usePageKeys } from '../../parts/page-keys.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { PrintActs, ReceiptPreview, useReceipt } from '../../parts/receipt-panel.tsx';
import { useSheetSize } from '../../parts/receipt-sheet.tsx';
import { intakeTexts } from '../../texts/intake.ts';
import type { Done } from './intake-desk.ts';

/** `counting`: the item is charged by registered standards, and the fee is counted before the acceptance. */
export function IntakeResult({ done, next, counting }: { done: Done; next(): void; counting: boolean }): ReactNode {
  const w = useWords(intakeTexts);
  const { caseNumber } = done;
  const receipt = useReceipt(caseNumber);
  const [size, setSize] = useSheetSize();
  usePageKeys((event) => {
    if (!event.altKey || event.ctrlKey || event.code !== 'KeyN') return;
    event.preventDefault();
    next();
  });
  const title = w(done.refused ? 'resultNotFollowed' : done.then === 'accept' ? 'resultAccepted' : done.then === 'notice' ? 'resultNoticed' : 'resultReceived');
  return (
    <div className="hub-intake-result">
      <PageHead title={w('title')}>
        <Button onClick={next}>{w('next')} <KeyCap of="Alt N" /></Button>
      </PageHead>
      <div className="hub-result-columns">
        <section className="hub-card hub-result-said" aria-label={title}>
          <p className={`hub-result-title ${done.refused ? 'hub-result-halted' : ''}`} role="status">{!done.refused && <CheckCircleFilled aria-hidden />} {title}{done.seconds !== undefined && <span className="hub-soft">{w('seconds', { seconds: done.seconds })}</span>}</p>
          {done.refused && <><ProblemAlert error={done.refused} /><p className="hub-soft">{w('resultNotFollowedNote')}</p></>}
          {counting && done.then === 'none' && !done.refused && <Alert type="info" showIcon title={w('countFirst')} action={<Link to={`/staff/cases/${caseNumber}`}>{w('countAndAccept')}</Link>} />}
          {done.asFirstSent && <Alert type="warning" showIcon title={w('asFirstSent')} />}
          <dl className="hub-result-facts">
            <div><dt>{w('receiptNumber')}</dt><dd className="hub-number hub-result-number">{done.receiptNumber}</dd></div>
            {receipt.data && (
              <>
                <div><dt>{w('queryPassword')}</dt><dd className="hub-number hub-result-number">{receipt.data.queryPassword}</dd></div>
                {receipt.data.acceptedAt !== null
                  ? <div><dt>{w('promised')}</dt><dd className="hub-number hub-result-date">{receipt.data.due.promised ?? receipt.data.due.calendarMissing}</dd></div>
                  : receipt.data.noticeDue !== null && done.then !== 'notice' && <div><dt>{w('noticeDue')}</dt><dd className="hub-number hub-result-date">{receipt.data.noticeDue}</dd></div>}
              </>
            )}
          </dl>
          <div className="hub-stack">
            <PrintActs ready={receipt.data !== undefined} size={size} setSize={setSize} />
            <Button block onClick={next}>{w('next')} <KeyCap of="Alt N" /></Button>
            <p className="hub-row"><Link to={`/staff/cases/${caseNumber}`}>{w('toCase')}</Link>{done.then === 'notice' && <Link to={`/staff/supplement?case=${caseNumber}`}>{w('toSupplement')}</Link>}</p>
          </div>
        </section>
        <ReceiptPreview receipt={receipt} size={size} noticed={done.noticed} />
      </div>
    </div>
  );
}
