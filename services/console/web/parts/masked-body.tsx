/**
 * What was sent or answered, masked by the service before it came here: JSON indented, XML broken into lines, frames of
 * the wire as they are. Promise: shown as text, never as markup.
 */
import { Button } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';

/** Lines and indentation; a text of neither kind stays as it is. */
export function readable(body: string): string {
  const text = body.trim();
  if (/^[[{]/.test(text)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return body;
    }
  }
  return text.startsWith('<') ? xmlLines(text) : body;
}

function xmlLines(text: string): string {
  let depth = 0;
  return text.replaceAll(/>\s*</g, '>\n<').split('\n').map((line) => {
    if (line.startsWith('</')) depth = Math.max(0, depth - 1);
    const shown = '  '.repeat(depth) + line;
    if (/^<[^!?/]/.test(line) && !line.endsWith('/>') && !/<\/[^>]+>$/.test(line)) depth += 1;
    return shown;
  }).join('\n');
}

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
