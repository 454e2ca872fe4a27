/** The first page: what the hall does and the three ways on. */
import type { ReactNode } from 'react';
import { Page, type Frame, type Section } from './layout.tsx';
import { addressIn, wordsIn } from './words.ts';

const icons: Readonly<Record<Section, string>> = {
  items: 'M12 6h18l8 8v28H12zm17 1v8h8M17 22h16M17 28h16M17 34h10',
  progress: 'M24 6a18 18 0 1 0 18 18M24 13v12l8 5M34 6l8 2-3 8',
  check: 'M24 5 40 11v12c0 10-7 16-16 20C15 39 8 33 8 23V11zM16 24l6 6 11-12',
};
const doors = [['items', 'itemsDoor'], ['progress', 'progressDoor'], ['check', 'checkDoor']] as const;

export function HomePage({ frame }: { frame: Frame }): ReactNode {
  const w = wordsIn(frame.language);
  return (
    <Page frame={frame} title={w('home')}>
      <div className="welcome">
        <h1>{w('homeTitle')}</h1>
        <p className="lead">{w('homeLead')}</p>
      </div>
      <ul className="doors">
        {doors.map(([section, says]) => (
          <li key={section}>
            <a className="door" href={addressIn(frame.language, `/${section}`)}>
              <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false"><path d={icons[section]} /></svg>
              <span className="door-words"><b>{w(section)}</b><span>{w(says)}</span></span>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}
