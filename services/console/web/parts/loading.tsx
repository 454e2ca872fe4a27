/** The place of something that is being read; appears after a moment, so that fast answers do not flicker. */
import type { ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';

export function Loading({ rows = 4, label }: { rows?: number; label?: string }): ReactNode {
  const w = useWords(frameTexts);
  return (
    <div className="hub-loading" role="status" aria-live="polite">
      <span className="hub-unseen">{label ?? w('loading')}</span>
      {Array.from({ length: rows }, (_, row) => <span key={row} className="hub-loading-bar" aria-hidden />)}
    </div>
  );
}
