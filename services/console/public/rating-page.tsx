/** Where the applicant rates the service, without a script: the level first, then what may be ticked at it and free words. */
import type { ReactNode } from 'react';
import { Note, Page, Zh, type Frame } from './layout.tsx';
import { DETAILS, isBad, LEVELS, starsOf, type Level } from './rating.ts';
import { addressIn, wordsIn } from './words.ts';

const longest = 1000;

export function RatingPage({ frame, item, again, chosen }: { frame: Frame; item: string; again: boolean; chosen?: { level: Level; details: readonly string[]; words: string; unexplained: boolean } }): ReactNode {
  const { language } = frame;
  const w = wordsIn(language);
  const unexplained = chosen?.unexplained === true;
  return (
    <Page frame={frame} title={`${unexplained ? w('errorPrefix') : ''}${w('rateTitle')}`} section="progress">
      <div className="case-head"><h1>{w('rateTitle')}</h1><p><Zh language={language}>{item}</Zh></p></div>
      {again ? <Note kind="info" title={w('rateAgain')} /> : null}
      {unexplained ? <div role="alert"><Note kind="bad" title={w('errorsTitle')}><ul><li><a href="#words">{w('rateUnexplained')}</a></li></ul></Note></div> : null}
      {chosen === undefined ? (
        <nav className="card" aria-labelledby="levels">
          <h2 id="levels">{w('rateHow')}</h2>
          <ul className="levels">
            {LEVELS.map((level) => <li key={level}><a className="button button-plain" href={addressIn(language, '/progress/rating', { level })}><Stars count={starsOf(level)} /> {w(`level-${level}`)}</a></li>)}
          </ul>
        </nav>
      ) : (
        <form className="card" action={addressIn(language, '/progress/rating')} method="post" autoComplete="off" noValidate>
          <input type="hidden" name="level" value={chosen.level} />
          <p className="chosen-level"><Stars count={starsOf(chosen.level)} /> <b>{w(`level-${chosen.level}`)}</b> <a className="whole" href={addressIn(language, '/progress/rating')}>{w('rateChange')}</a></p>
          <fieldset className="choices">
            <legend>{w('rateDetails')}</legend>
            {DETAILS[chosen.level].map(([code, zh, en]) => (
              <label key={code}><input type="checkbox" name="details" value={code} defaultChecked={chosen.details.includes(code)} /> {language === 'zh' ? zh : en}</label>
            ))}
          </fieldset>
          <div className={unexplained ? 'field field-wrong' : 'field'}>
            <label htmlFor="words">{w('rateWords')}</label>
            <p className="hint" id="words-hint">{w(isBad(chosen.level) ? 'rateBadHint' : 'rateWordsHint')}</p>
            {unexplained ? <p className="wrong" id="words-error">{w('rateUnexplained')}</p> : null}
            <textarea id="words" name="words" rows={4} maxLength={longest} defaultValue={chosen.words} aria-invalid={unexplained ? true : undefined} aria-describedby={unexplained ? 'words-hint words-error' : 'words-hint'} />
          </div>
          <div className="actions"><button type="submit">{w('rateSubmit')}</button></div>
        </form>
      )}
      <p className="soft">{w('ratePromise')}</p>
      <p className="actions"><a className="button button-plain" href={addressIn(language, '/progress')}>{w('rateBack')}</a></p>
    </Page>
  );
}

/** Five stars, so many of them full; the words beside them say the same. */
function Stars({ count }: { count: number }): ReactNode {
  return <span className="stars" aria-hidden="true">{'★'.repeat(count)}<span>{'★'.repeat(5 - count)}</span></span>;
}
