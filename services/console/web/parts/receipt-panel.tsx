/**
 * The receipt of a case, ready to be printed: read from the service each time, so that a reprint says what is so now.
 * Promise: the print button takes the focus once there is something to print; the sheet beside it is what comes out.
 */
import PrinterOutlined from '@ant-design/icons/PrinterOutlined';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { api, take } from '../api.ts';
import { useWords } from '../language.tsx';
import { receiptPanelTexts } from '../texts/receipt-panel.ts';
import { KeyCap } from './key-cap.tsx';
import { Reading } from './reading.tsx';
import { PrintedSheet, ReceiptSheet, type ReceiptContent, type SheetSize } from './receipt-sheet.tsx';

export function useReceipt(caseNumber: string): UseQueryResult<ReceiptContent, Error> {
  return useQuery({
    queryKey: ['intake', 'receipt', { caseNumber }],
    queryFn: ({ signal }): Promise<ReceiptContent> => take(api.intake.GET('/cases/{caseNumber}/receipt', { params: { path: { caseNumber } }, signal })),
  });
}

/** Prints, and says on which paper. */
export function PrintActs({ ready, size, setSize }: { ready: boolean; size: SheetSize; setSize(size: SheetSize): void }): ReactNode {
  const w = useWords(receiptPanelTexts);
  const act = useRef<HTMLButtonElement>(null);
  useEffect(() => { if (ready) act.current?.focus(); }, [ready]);
  return (
    <>
      <Button ref={act} type="primary" size="large" block icon={<PrinterOutlined aria-hidden />} disabled={!ready} onClick={() => print()}>{w('print')} <KeyCap of="Enter" /></Button>
      <div className="hub-row" role="group" aria-label={w('paper')}>
        <span className="hub-soft">{w('paper')}</span>
        <Radio.Group size="small" optionType="button" value={size} options={[{ value: 'a5', label: 'A5' }, { value: 'a4', label: 'A4' }]} onChange={(event) => setSize(event.target.value === 'a4' ? 'a4' : 'a5')} />
      </div>
    </>
  );
}

/** The sheet as it will come out, and the same for the printer. */
export function ReceiptPreview({ receipt, size, noticed }: { receipt: UseQueryResult<ReceiptContent, Error>; size: SheetSize; noticed?: readonly string[] | undefined }): ReactNode {
  const w = useWords(receiptPanelTexts);
  return (
    <Reading query={receipt} rows={8}>
      {(data) => (
        <>
          <div className="hub-sheet-view" tabIndex={0} role="region" aria-label={w('sheet')}><ReceiptSheet receipt={data} size={size} noticed={noticed} /></div>
          <PrintedSheet receipt={data} size={size} noticed={noticed} />
        </>
      )}
    </Reading>
  );
}
