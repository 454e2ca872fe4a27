/** The head of a page: its one h1, what it is about, and its acts. */
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useWords } from '../language.tsx';
import { frameTexts } from '../texts/frame.ts';

export function PageHead({ title, note, children }: { title: string; note?: ReactNode; children?: ReactNode }): ReactNode {
  const w = useWords(frameTexts);
  useEffect(() => {
    document.title = `${title} · ${w('title')}`;
  }, [title, w]);
  return (
    <header className="hub-page-head">
      <div>
        <h1>{title}</h1>
        {note !== undefined && <div className="hub-soft">{note}</div>}
      </div>
      {children !== undefined && <div className="hub-page-acts">{children}</div>}
    </header>
  );
}
