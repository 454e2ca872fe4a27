/**
 * What became of the intake: number, password, date, and the receipt as it will be printed. Promise: printing, the next
 * intake and what went wrong on the way are one key away; the receipt is the service's word, so a reprint says the same.
 */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import PrinterOutlined from '@ant-design/icons/PrinterOutlined';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Radio } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'react-router';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { KeyCap } from '../../parts/key-cap.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Reading } from '../../parts/reading.tsx';
import { PrintedSheet, ReceiptSheet, useSheetSize } from '../../parts/receipt-sheet.tsx';
import { intakeTexts } from '../../texts/intake.ts';
import type { Done } from './intake-desk.ts';

export function IntakeResult({ done, next }: { done: Done; next(): void }): ReactNode {
  const w = useWords(intakeTexts);
  const { caseNumber } = done;
  const receipt = useQuery({ queryKey: ['intake', 'receipt', { caseNumber }], queryFn: ({ signal }) => take(api.intake.GET('/cases/{caseNumber}/receipt', { params: { path: { caseNumber } }, signal })) });
  const [size, setSize] = useSheetSize();
  const act = useRef<HTMLButtonElement>(null);
  const there = receipt.data !== undefined;
  useEffect(() => { if (there) act.current?.focus(); }, [there]);
  const latest = useRef(next);
  latest.current = next;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.code !== 'KeyN') return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
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
            <Button ref={act} type="primary" size="large" block icon={<PrinterOutlined aria-hidden />} disabled={!there} onClick={() => print()}>{w('print')} <KeyCap of="Enter" /></Button>
            <div className="hub-row" role="group" aria-label={w('paper')}>
              <span className="hub-soft">{w('paper')}</span>
              <Radio.Group size="small" optionType="button" value={size} options={[{ value: 'a5', label: 'A5' }, { value: 'a4', label: 'A4' }]} onChange={(event) => setSize(event.target.value === 'a4' ? 'a4' : 'a5')} />
            </div>
            <Button block onClick={next}>{w('next')} <KeyCap of="Alt N" /></Button>
            <p className="hub-row"><Link to={`/staff/cases/${caseNumber}`}>{w('toCase')}</Link></p>
          </div>
        </section>
        <Reading query={receipt} rows={8}>
          {(data) => (
            <>
              <div className="hub-result-sheet" tabIndex={0} role="region" aria-label={w('sheet')}><ReceiptSheet receipt={data} size={size} noticed={done.noticed} /></div>
              <PrintedSheet receipt={data} size={size} noticed={done.noticed} />
            </>
          )}
        </Reading>
      </div>
    </div>
  );
}
