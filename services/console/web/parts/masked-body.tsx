/**
 * What was sent or answered, masked by the service before it came here: JSON indented, XML broken into lines, frames of
 * the wire as they are. Promise: shown as text, never as markup.
 */
import { Button } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';
import { readable } from './readable-body.ts';

export function MaskedBody({ body, label, lines = 16 }: { body: string | null; label?: string; lines?: number }): ReactNode {
  const w = useWords(frameTexts);
  const [wrap, setWrap] = useState(true);
  const [copied, setCopied] = useState(false);
  const shown = useMemo(() => (body === null ? '' : readable(body)), [body]);
  if (!shown) return <p className="hub-soft">{w('bodyEmpty')}</p>;
  return (
    <figure className="hub-body">
      <figcaption>
        <span>{label}</span>
        <span className="hub-soft">{w('bodyMasked')}</span>
        <Button size="small" type="text" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>{w('bodyWrap')}</Button>
        <Button size="small" type="text" onClick={() => void navigator.clipboard.writeText(shown).then(() => setCopied(true))}>{copied ? w('bodyCopied') : w('bodyCopy')}</Button>
      </figcaption>
      <pre className={wrap ? 'hub-wrap' : undefined} style={{ maxHeight: `${lines * 1.5}em` }} tabIndex={0}>{shown}</pre>
    </figure>
  );
}
