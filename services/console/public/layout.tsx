/**
 * The frame of every public page: head, masthead with language and sections, main part, foot with hours and telephone.
 * Nothing in it runs in the browser; everything a person wrote is text that React escapes.
 */
import type { ReactNode } from 'react';
import type { Hall } from './settings.ts';
import { addressIn, languageTag, wordsIn, type Language, type Words } from './words.ts';

/** What a page is drawn from, whatever it shows. */
export interface Frame {
  language: Language;
  /** Path and query of this page, for the link to the other language; without what must not be sent again. */
  here: { path: string; query?: Readonly<Record<string, string | number | undefined>> };
  hall: Hall;
  /** Address of the style sheet. */
  styleSheet: string;
}
export type Section = 'items' | 'progress' | 'check';

/** Chinese words within a page of either language, so that a screen reader speaks them rightly. */
export function Zh({ language, children }: { language: Language; children: ReactNode }): ReactNode {
  return language === 'zh' ? children : <span lang="zh-CN">{children}</span>;
}

const sections: readonly Section[] = ['items', 'progress', 'check'];

export function Page({ frame, title, section, children }: { frame: Frame; title: string; section?: Section; children: ReactNode }): ReactNode {
  const { language, hall, here } = frame;
  const w = wordsIn(language);
  const other: Language = language === 'zh' ? 'en' : 'zh';
  return (
    <html lang={languageTag[language]}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="theme-color" content="#0d3a73" />
        <title>{w('pageTitle', { page: title, zone: hall.name })}</title>
        <link rel="stylesheet" href={frame.styleSheet} />
        <link rel="icon" href="/public/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a className="skip" href="#main">{w('skip')}</a>
        <header className="masthead">
          <div className="width masthead-line">
            <a className="brand" href={addressIn(language, '/')}>
              <Gate />
              <span className="brand-name"><b>{hall.name}</b><span>{w('hall')}</span></span>
            </a>
            <a className="language" href={addressIn(other, here.path, here.query)} lang={languageTag[other]} hrefLang={languageTag[other]}>{w('otherLanguage')}</a>
          </div>
          <nav aria-label={w('menu')} className="sections">
            <ul className="width">
              {sections.map((name) => (
                <li key={name}><a href={addressIn(language, `/${name}`)} aria-current={section === name ? 'page' : undefined}>{w(name)}</a></li>
              ))}
            </ul>
          </nav>
        </header>
        <main id="main" className="width" tabIndex={-1}>{children}</main>
        <footer className="foot">
          <div className="width">
            <HallFacts frame={frame} w={w} />
            <p className="foot-small">{w('noTracking')}</p>
            <p className="foot-small"><a href="/staff/">{w('staffSignIn')}</a></p>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** Hours, telephone and address of the hall. */
export function HallFacts({ frame, w }: { frame: Frame; w: Words }): ReactNode {
  const { hall } = frame;
  return (
    <dl className="hall">
      <div><dt>{w('hours')}</dt><dd>{hall.hours}</dd></div>
      <div><dt>{w('phone')}</dt><dd><Telephone number={hall.phone} /></dd></div>
      {hall.address === '' ? null : <div><dt>{w('address')}</dt><dd><Zh language={frame.language}>{hall.address}</Zh></dd></div>}
    </dl>
  );
}

export function Telephone({ number }: { number: string }): ReactNode {
  return <a className="telephone" href={`tel:${number.replace(/[^\d+]/g, '')}`}>{number}</a>;
}

/** A note with a heading that says its kind in words and a mark beside them: colour is never alone. */
export function Note({ kind, title, children, id, level = 2 }: { kind: 'info' | 'good' | 'warn' | 'bad'; title: string; children?: ReactNode; id?: string; level?: 1 | 2 }): ReactNode {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <section className={`note note-${kind}`} id={id}>
      <Mark kind={kind} />
      <div><Heading>{title}</Heading>{children}</div>
    </section>
  );
}

export function Mark({ kind, large = false }: { kind: 'info' | 'good' | 'warn' | 'bad' | 'unknown'; large?: boolean }): ReactNode {
  return (
    <svg className={large ? 'mark mark-large' : 'mark'} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      {kind === 'warn' ? <path className="mark-ground" d="M24 3 46 43H2z" /> : kind === 'bad' ? <path className="mark-ground" d="M15 3h18l12 12v18L33 45H15L3 33V15z" /> : <circle className="mark-ground" cx="24" cy="24" r="22" />}
      {kind === 'good' ? <path className="mark-line" d="m13 25 8 8 15-17" />
        : kind === 'bad' ? <path className="mark-line" d="m16 16 16 16m0-16L16 32" />
          : kind === 'warn' ? <path className="mark-line" d="M24 17v12m0 6v1" />
            : kind === 'unknown' ? <path className="mark-line" d="M18 18.500a6 6 0 1 1 8.500 5.500c-1.700.8-2.500 2-2.500 4v1m0 6v1" />
              : <path className="mark-line" d="M24 22v13m0-21v1" />}
    </svg>
  );
}

/** The mark of these pages: a gate with one window. */
export function Gate(): ReactNode {
  return (
    <svg className="gate" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <path d="M4 13 20 4l16 9v3H4z" /><path d="M7 18h5v14H7zm21 0h5v14h-5zM4 33h32v3H4z" /><path d="M15 18h10v14H15z" className="gate-window" />
    </svg>
  );
}

/** Rows of name and value. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode] | null)[] }): ReactNode {
  return <dl className="facts">{rows.map((row) => (row === null ? null : <div key={row[0]}><dt>{row[0]}</dt><dd>{row[1]}</dd></div>))}</dl>;
}
