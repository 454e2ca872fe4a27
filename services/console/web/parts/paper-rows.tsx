/**
 * One row per material: what is required, what was handed in and how far it is, with a place to drop files on every row
 * and on the page as a whole. Promise: everything by keyboard as well; a file never disappears without a word.
 */
import CheckCircleFilled from '@ant-design/icons/CheckCircleFilled';
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import EyeOutlined from '@ant-design/icons/EyeOutlined';
import FileAddOutlined from '@ant-design/icons/FileAddOutlined';
import FileImageOutlined from '@ant-design/icons/FileImageOutlined';
import FilePdfOutlined from '@ant-design/icons/FilePdfOutlined';
import FileTextOutlined from '@ant-design/icons/FileTextOutlined';
import ReloadOutlined from '@ant-design/icons/ReloadOutlined';
import StopOutlined from '@ant-design/icons/StopOutlined';
import { Button } from 'antd';
import { useEffect, useId, useRef, useState, type DragEvent, type ReactNode, type RefObject } from 'react';
import { useBoth, useWords } from '../language.tsx';
import { Problem } from '../problem.ts';
import { papersTexts } from '../texts/papers.ts';
import { DocumentFrame } from './document-frame.tsx';
import { KeyCap } from './key-cap.tsx';
import type { Paper, Papers } from './papers.ts';

export interface PaperRow { readonly name: string; readonly required: boolean; /** Said below the name. */ readonly note?: string }

interface PaperRowsProps {
  rows: readonly PaperRow[];
  papers: Papers;
  /** Opens the box for several files; the page's key presses it. */
  chooser: RefObject<HTMLInputElement | null>;
  disabled?: boolean;
  fault?: string | undefined;
  /** Rows that are pointed at as missing. */
  lacking?: ReadonlySet<string>;
  /** The paper shown beside. */
  shown: number | undefined;
  show(id: number | undefined): void;
  /** Beside the title. */
  extra?: ReactNode;
}

const accepted = '.pdf,.ofd,.jpg,.jpeg,.png';

export function PaperRows({ rows, papers, chooser, disabled = false, fault, lacking, shown, show, extra }: PaperRowsProps): ReactNode {
  const w = useWords(papersTexts);
  const over = useDropAnywhere(disabled, (files) => papers.add(files, null));
  const loose = papers.list.filter((paper) => paper.material === null);
  const required = rows.filter((row) => row.required);
  const have = required.filter((row) => papers.list.some((paper) => paper.material === row.name && paper.state.kind === 'kept')).length;
  const id = useId();
  return (
    <section className={`hub-card hub-papers ${over ? 'hub-papers-over' : ''}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{w('title')} <span className={`hub-tag ${have === required.length ? 'hub-tone-good' : 'hub-tone-warn'}`}>{w('count', { have, required: required.length })}</span></h2>
        <span className="hub-row">
          {extra}
          <Button size="small" icon={<FileAddOutlined />} disabled={disabled} onClick={() => chooser.current?.click()} title={w('chooseAllNote')}>{w('chooseAll')} <KeyCap of="F4" /></Button>
          <FileBox box={chooser} label={w('chooseAll')} multiple taken={(files) => papers.add(files, null)} />
        </span>
      </header>
      {over && <p className="hub-papers-banner" role="status">{w('dropAnywhere')}</p>}
      {fault !== undefined && <p className="hub-papers-fault hub-field-fault" role="alert">{fault}</p>}
      {rows.length === 0 && <p className="hub-papers-hint hub-soft">{w('none')}</p>}
      <ul>
        {rows.map((row, index) => (
          <Row
            key={row.name} row={row} number={index + 1} disabled={disabled} lacking={lacking?.has(row.name) ?? false} shown={shown} show={show}
            papers={papers} own={papers.list.filter((paper) => paper.material === row.name)}
          />
        ))}
      </ul>
      {loose.length > 0 && (
        <div className="hub-papers-loose" role="group" aria-label={w('loose')}>
          <p>{w('loose')}</p>
          {loose.map((paper) => (
            <div key={paper.id}>
              <label className="hub-one-line" htmlFor={`${id}-${paper.id}`}>{w('looseRow', { file: paper.fileName })}</label>
              <select id={`${id}-${paper.id}`} value="" disabled={disabled} onChange={(event) => papers.place(paper.id, event.target.value)}>
                <option value="" disabled>{w('looseChoose')}</option>
                {rows.map((row) => <option key={row.name} value={row.name}>{row.name}</option>)}
              </select>
              <Button size="small" type="text" icon={<CloseOutlined />} aria-label={w('oneName', { action: w('remove'), file: paper.fileName })} onClick={() => papers.remove(paper.id)} />
            </div>
          ))}
        </div>
      )}
      {rows.length > 0 && papers.list.length === 0 && <p className="hub-papers-hint hub-soft">{w('hint')}</p>}
    </section>
  );
}

interface RowProps { row: PaperRow; number: number; own: readonly Paper[]; papers: Papers; disabled: boolean; lacking: boolean; shown: number | undefined; show(id: number | undefined): void }

function Row({ row, number, own, papers, disabled, lacking, shown, show }: RowProps): ReactNode {
  const w = useWords(papersTexts);
  const box = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const filled = own.some((paper) => paper.state.kind === 'kept');
  const drop = (event: DragEvent): void => {
    setOver(false);
    if (disabled || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    // Told here: the page's own drop must not take it again.
    event.nativeEvent.stopImmediatePropagation();
    event.stopPropagation();
    const [first, ...rest] = event.dataTransfer.files;
    if (first) papers.add([first], row.name);
    if (rest.length > 0) papers.add(rest, null);
    endOfDrag();
  };
  return (
    <li
      className={`hub-paper-row ${over ? 'hub-paper-over' : ''} ${lacking && !filled ? 'hub-paper-lacking' : ''}`}
      onDragOver={(event) => { if (!disabled) { event.preventDefault(); setOver(true); } }} onDragLeave={() => setOver(false)} onDrop={drop}
    >
      <span className="hub-paper-number hub-number" aria-hidden>{filled ? <CheckCircleFilled className="hub-paper-done" /> : number}</span>
      <div className="hub-paper-what">
        <p><span title={row.name}>{row.name}</span>{row.required && <span className="hub-required" title={w('required')}> *<span className="hub-unseen">{w('required')}</span></span>}</p>
        {row.note !== undefined && <p className="hub-soft">{row.note}</p>}
        {own.map((paper) => <OnePaper key={paper.id} paper={paper} papers={papers} disabled={disabled} shown={shown === paper.id} show={show} />)}
      </div>
      <Button
        size="small" {...(own.length > 0 ? { type: 'text' as const } : {})} disabled={disabled} data-paper-row={row.name} aria-label={w(own.length > 0 ? 'moreFor' : 'chooseFor', { name: row.name })}
        onClick={() => box.current?.click()}
      >
        {w(own.length > 0 ? 'more' : 'choose')}
      </Button>
      <FileBox box={box} label={w('chooseFor', { name: row.name })} taken={(files) => papers.add(files, row.name)} multiple />
    </li>
  );
}

function OnePaper({ paper, papers, disabled, shown, show }: { paper: Paper; papers: Papers; disabled: boolean; shown: boolean; show(id: number | undefined): void }): ReactNode {
  const w = useWords(papersTexts);
  const both = useBoth();
  const { state } = paper;
  const named = (action: string): string => w('oneName', { action, file: paper.fileName });
  const percent = state.kind === 'sending' ? Math.round(state.share * 100) : 0;
  return (
    <div className="hub-paper" aria-busy={state.kind === 'sending'}>
      {state.kind === 'kept' && (state.file === 'pdf' ? <FilePdfOutlined aria-hidden /> : state.file === 'ofd' ? <FileTextOutlined aria-hidden /> : <FileImageOutlined aria-hidden />)}
      <span className="hub-one-line hub-paper-file" title={paper.fileName}>{paper.fileName}</span>
      {state.kind === 'waiting' && <span className="hub-soft">{w('waiting')}</span>}
      {state.kind === 'sending' && (
        <span className="hub-paper-progress">
          <progress max={1} value={state.share} aria-label={named(w('sending', { percent }))} />
          <span className="hub-number hub-soft" aria-hidden>{percent}%</span>
        </span>
      )}
      {state.kind === 'kept' && <span className="hub-soft hub-number">{sizeOf(paper.bytes)}<span className="hub-unseen" role="status">{w('kept')}</span></span>}
      {state.kind === 'kept' && <Button size="small" type="text" icon={<EyeOutlined />} aria-pressed={shown} aria-label={named(w('show'))} title={w('show')} onClick={() => show(shown ? undefined : paper.id)} />}
      {(state.kind === 'waiting' || state.kind === 'sending') && <Button size="small" type="text" icon={<StopOutlined />} aria-label={named(w('stop'))} title={w('stop')} onClick={() => papers.stop(paper.id)} />}
      {state.kind === 'failed' && state.again && <Button size="small" type="text" icon={<ReloadOutlined />} aria-label={named(w('again'))} title={w('again')} onClick={() => papers.again(paper.id)} />}
      {state.kind !== 'sending' && <Button size="small" type="text" icon={<CloseOutlined />} disabled={disabled} aria-label={named(w('remove'))} title={w('remove')} onClick={() => { if (shown) show(undefined); papers.remove(paper.id); }} />}
      {state.kind === 'failed' && (
        <p className="hub-field-fault" role="alert">
          {state.error instanceof Problem ? both(state.error.detail ? { zh: `${state.error.zh}（${state.error.detail.zh}）`, en: `${state.error.en} (${state.error.detail.en})` } : state.error)
            : state.error.name === 'AbortError' ? w('stopped') : w('noAnswer')}
        </p>
      )}
    </div>
  );
}

/** What is being looked at, beside the rows. */
export function PaperPreview({ papers, shown, show, height }: { papers: Papers; shown: number | undefined; show(id: number | undefined): void; height: number | string }): ReactNode {
  const w = useWords(papersTexts);
  const paper = papers.list.find((each) => each.id === shown);
  const place = useRef<HTMLDivElement>(null);
  // Asked for far up on a small screen, it would open out of sight.
  useEffect(() => { if (shown !== undefined) place.current?.scrollIntoView({ block: 'nearest' }); }, [shown]);
  if (!paper || paper.state.kind !== 'kept') return null;
  return (
    <div className="hub-paper-preview" ref={place} style={{ minHeight: height }}>
      <Button className="hub-paper-preview-close" size="small" type="text" icon={<CloseOutlined />} aria-label={w('previewClose')} title={w('previewClose')} onClick={() => show(undefined)} />
      <DocumentFrame service="intake" path={`/materials/${paper.state.sha256}`} name={paper.material ?? paper.fileName} fileName={paper.fileName} height={height} />
    </div>
  );
}

function FileBox({ box, label, multiple = false, taken }: { box: RefObject<HTMLInputElement | null>; label: string; multiple?: boolean; taken(files: File[]): void }): ReactNode {
  return (
    <input
      ref={box} type="file" className="hub-unseen" tabIndex={-1} aria-hidden aria-label={label} multiple={multiple} accept={accepted}
      onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        // Choosing the same file again is a choice, too.
        event.target.value = '';
        if (files.length > 0) taken(files);
      }}
    />
  );
}

const sizeOf = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

const endedDrags = new Set<() => void>();
const endOfDrag = (): void => { for (const ended of endedDrags) ended(); };

/** Files dropped anywhere; without this the browser would leave the page and open the file. Tells whether one hangs over the page. */
function useDropAnywhere(disabled: boolean, taken: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef({ disabled, taken });
  latest.current = { disabled, taken };
  useEffect(() => {
    const carries = (event: globalThis.DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const hang = (event: globalThis.DragEvent): void => {
      if (!carries(event)) return;
      event.preventDefault();
      if (!latest.current.disabled) setOver(true);
    };
    const leave = (event: globalThis.DragEvent): void => { if (event.relatedTarget === null) setOver(false); };
    const drop = (event: globalThis.DragEvent): void => {
      setOver(false);
      if (!carries(event) || event.defaultPrevented) return;
      event.preventDefault();
      if (!latest.current.disabled) latest.current.taken([...(event.dataTransfer?.files ?? [])]);
    };
    const ended = (): void => setOver(false);
    endedDrags.add(ended);
    addEventListener('dragover', hang);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      endedDrags.delete(ended);
      removeEventListener('dragover', hang);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
