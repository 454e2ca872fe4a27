/** A button that prints a PDF with the browser's own dialog, without leaving the page. */
import PrinterOutlined from '@ant-design/icons/PrinterOutlined';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { takeBytes } from '../api.ts';
import { useWords } from '../language.tsx';
import { caseTexts } from '../texts/case.ts';
import { ProblemAlert } from './problem-alert.tsx';

export function PrintDocument({ service, path, label }: { service: string; path: string; /** What the button says, where “print” alone would not tell what. */ label?: string }): ReactNode {
  const w = useWords(caseTexts);
  const [address, setAddress] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | undefined>(undefined);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => () => { if (address) URL.revokeObjectURL(address); }, [address]);
  async function print(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      setAddress(URL.createObjectURL(await takeBytes(service, path)));
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <div><Button icon={<PrinterOutlined />} loading={busy} onClick={() => void print()}>{label ?? w('print')}</Button></div>
      {error && <ProblemAlert error={error} retry={() => void print()} />}
      {address && <iframe ref={frame} className="hub-unseen" title={w('print')} src={address} aria-hidden tabIndex={-1} onLoad={() => frame.current?.contentWindow?.print()} />}
    </>
  );
}
