/** Pages for what can go wrong: nothing here, not available, too often, from elsewhere, broken. Each says what to do next. */
import type { ReactNode } from 'react';
import { Note, Page, Telephone, type Frame } from './layout.tsx';
import { addressIn, wordsIn } from './words.ts';

export type Part = 'intake' | 'catalogue' | 'certificates' | 'fees';
export type Trouble =
  | { kind: 'notFound' } | { kind: 'noSuchItem' } | { kind: 'broken' } | { kind: 'crossSite' }
  | { kind: 'unavailable'; part: Part }
  | { kind: 'tooOften'; seconds: number };

export function TroublePage({ frame, trouble }: { frame: Frame; trouble: Trouble }): ReactNode {
  const w = wordsIn(frame.language);
  const title = trouble.kind === 'unavailable' ? w('unavailableTitle', { part: w(`part-${trouble.part}`) }) : w(`${trouble.kind}Title`);
  const advice = trouble.kind === 'tooOften' ? w('tooOftenAdvice', { seconds: trouble.seconds }) : w(`${trouble.kind}Advice`);
  const again = trouble.kind === 'unavailable' || trouble.kind === 'broken' || trouble.kind === 'tooOften';
  return (
    <Page frame={frame} title={title}>
      <Note kind={trouble.kind === 'notFound' || trouble.kind === 'noSuchItem' ? 'info' : trouble.kind === 'broken' ? 'bad' : 'warn'} title={title} level={1}><p>{advice}</p></Note>
      <p className="actions">
        {again ? <a className="button" href={addressIn(frame.language, frame.here.path, frame.here.query)}>{w('tryAgain')}</a> : null}
        {trouble.kind === 'noSuchItem' ? <a className="button" href={addressIn(frame.language, '/items')}>{w('items')}</a> : null}
        {trouble.kind === 'crossSite' ? <a className="button" href={addressIn(frame.language, '/progress')}>{w('progress')}</a> : null}
        <a className="button button-plain" href={addressIn(frame.language, '/')}>{w('toHome')}</a>
      </p>
      <section>
        <h2>{w('callUs')}</h2>
        <p><Telephone number={frame.hall.phone} /></p>
      </section>
    </Page>
  );
}
