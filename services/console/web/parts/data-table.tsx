/**
 * A table of rows that can be walked with the keyboard: j/k or arrows move, Enter opens, n/p turn the page. Promise: the
 * chosen row stays chosen by its key when rows are read again, so live changes never move the reader's place.
 */
import { Button } from 'antd';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';
import { typing } from './typing.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  cell(row: Row): ReactNode;
  /** CSS length; the columns without one share the rest. */
  readonly width?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Left out on narrow screens. */
  readonly minor?: boolean;
  /** Shown on wide screens only. */
  readonly roomy?: boolean;
}

/** Where the reader is among pages known by cursors only. */
export interface Paging {
  readonly page: number;
  readonly total?: number | undefined;
  /** Undefined where there is none. */
  readonly next?: (() => void) | undefined;
  readonly previous?: (() => void) | undefined;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
  open?(row: Row): void;
  /** Address of a row, so that it opens in a new tab as well. */
  chosen?: string | undefined;
  choose?(key: string | undefined): void;
  paging?: Paging;
  busy?: boolean;
  /** Marks a row at its left edge. */
  mark?(row: Row): 'red' | 'yellow' | undefined;
  /** Keys work wherever the focus is outside an input box; at most one table of a page. */
  globalKeys?: boolean;
}

export function DataTable<Row>({ label, columns, rows, rowKey, open, chosen, choose, paging, busy = false, mark, globalKeys = false }: DataTableProps<Row>): ReactNode {
  const w = useWords(frameTexts);
  const body = useRef<HTMLTableSectionElement>(null);
  const at = rows.findIndex((row) => rowKey(row) === chosen);
  // A row that somebody else dealt with leaves: the choice stays where it was, on the row that moved up.
  const before = useRef(-1);
  useEffect(() => {
    if (at >= 0) before.current = at;
    else if (chosen !== undefined && before.current >= 0 && rows.length > 0) {
      const row = rows[Math.min(before.current, rows.length - 1)];
      if (row) choose?.(rowKey(row));
    }
  }, [at, chosen, rows, choose, rowKey]);
  const go = (to: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    choose?.(rowKey(row));
    body.current?.rows[rows.indexOf(row)]?.scrollIntoView({ block: 'nearest' });
  };
  const press = (key: string): boolean => {
    switch (key) {
      case 'j': case 'ArrowDown': go(at + 1); return true;
      case 'k': case 'ArrowUp': go(at < 0 ? 0 : at - 1); return true;
      case 'Home': go(0); return true;
      case 'End': go(rows.length - 1); return true;
      case 'Enter': {
        const row = rows[at];
        if (!row || !open) return false;
        open(row);
        return true;
      }
      case 'n': paging?.next?.(); return paging?.next !== undefined;
      case 'p': paging?.previous?.(); return paging?.previous !== undefined;
      default: return false;
    }
  };
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    if (!globalKeys) return undefined;
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      // A button or link in focus takes its own Enter.
      if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a,button')) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [globalKeys]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (globalKeys || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a,button')) return;
    if (press(event.key)) event.preventDefault();
  };
  const onClick = (event: MouseEvent, row: Row): void => {
    choose?.(rowKey(row));
    if (event.target instanceof HTMLElement && event.target.closest('a,button,input,label')) return;
    if (getSelection()?.toString()) return;
    open?.(row);
  };
  return (
    <div className="hub-table-frame" aria-busy={busy}>
      <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={label} onKeyDown={onKeyDown}>
        <table className="hub-table">
          <colgroup>{columns.map((column) => <col key={column.key} className={placeClass(column)} style={column.width === undefined ? undefined : { width: column.width }} />)}</colgroup>
          <thead>
            <tr>{columns.map((column) => <th key={column.key} scope="col" className={cellClass(column)}>{column.title}</th>)}</tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row) => {
              const key = rowKey(row);
              const marked = mark?.(row);
              return (
                <tr key={key} data-key={key} aria-current={key === chosen ? 'true' : undefined} className={`${marked ? `hub-mark-${marked}` : ''} ${open ? 'hub-openable' : ''}`} onClick={(event) => onClick(event, row)}>
                  {columns.map((column) => <td key={column.key} className={cellClass(column)}>{column.cell(row)}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {paging && (
        <div className="hub-paging">
          <span className="hub-soft">{paging.total === undefined ? w('tableRows', { count: rows.length }) : w('tableTotal', { total: paging.total })}</span>
          <Button size="small" disabled={!paging.previous} onClick={() => paging.previous?.()}>{w('tableBack')}</Button>
          <span className="hub-number">{w('tablePage', { page: paging.page })}</span>
          <Button size="small" disabled={!paging.next} onClick={() => paging.next?.()}>{w('tableMore')}</Button>
        </div>
      )}
    </div>
  );
}

const placeClass = <Row,>(column: Column<Row>): string => `${column.minor ? ' hub-minor' : ''}${column.roomy ? ' hub-roomy' : ''}`;
const cellClass = <Row,>(column: Column<Row>): string => `hub-align-${column.align ?? 'left'}${placeClass(column)}`;
