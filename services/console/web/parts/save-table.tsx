/** A button that saves what a table shows as a spreadsheet, and says when that did not work. */
import DownloadOutlined from '@ant-design/icons/DownloadOutlined';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { today } from '../now.ts';
import { frameTexts } from '../texts/frame.ts';
import { saveSpreadsheet, type SheetColumn } from './spreadsheet.ts';

interface SaveTableProps<Row> {
  label: string;
  /** Of the file; the day is added. */
  name: string;
  sheet: string;
  columns: readonly SheetColumn<Row>[];
  /** What the table shows; or how to read all that the filter finds, where the table shows a page of it. */
  rows: readonly Row[] | (() => Promise<readonly Row[]>);
}

export function SaveTable<Row>({ label, name, sheet, columns, rows }: SaveTableProps<Row>): ReactNode {
  const w = useWords(frameTexts);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => { alive.current = false; };
  }, []);
  const save = (): void => {
    const told = (to: 'idle' | 'failed') => (): void => { if (alive.current) setState(to); };
    setState('busy');
    Promise.resolve(typeof rows === 'function' ? rows() : rows).then((all) => saveSpreadsheet(`${name}-${today()}.xlsx`, sheet, columns, all)).then(told('idle'), told('failed'));
  };
  return (
    <>
      {state === 'failed' && <span className="hub-field-fault" role="alert">{w('exportFailed')}</span>}
      <Button icon={<DownloadOutlined />} loading={state === 'busy'} disabled={typeof rows !== 'function' && rows.length === 0} onClick={save}>{label}</Button>
    </>
  );
}
