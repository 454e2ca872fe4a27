/** The progress of a case: the form that asks for receipt number and query password, and what the applicant then sees. */
import type { ReactNode } from 'react';
import { Facts, HallFacts, Note, Page, Telephone, Zh, type Frame } from './layout.tsx';
import { civilDay, standingOf, toneOf, type Progress } from './progress.ts';
import { inGroups } from './typed-number.ts';
import { addressIn, dayIn, momentIn, wordsIn, type TextKey, type Words } from './words.ts';

/** What is wrong with what was typed, for the field it belongs to. */
export interface FieldErrors { receiptNumber?: string; queryPassword?: string }
export type Trouble = 'notTogether' | 'numberRests' | 'queryOver' | 'noticeNeedsQuery';
const troubleKind = { notTogether: 'bad', numberRests: 'warn', queryOver: 'info', noticeNeedsQuery: 'info' } as const;
const troubleAdvice = { notTogether: 'notTogetherAdvice', numberRests: 'numberRestsAdvice', queryOver: 'queryOverAdvice', noticeNeedsQuery: 'noticeNeedsQueryAdvice' } as const satisfies Record<Trouble, TextKey>;

export function ProgressForm({ frame, receiptNumber, errors, trouble }: { frame: Frame; receiptNumber: string; errors: FieldErrors; trouble?: Trouble }): ReactNode {
  const w = wordsIn(frame.language);
  const wrong = ([['receiptNumber', errors.receiptNumber], ['queryPassword', errors.queryPassword]] as const).filter(([, says]) => says !== undefined);
  return (
    <Page frame={frame} title={`${wrong.length > 0 || trouble === 'notTogether' ? w('errorPrefix') : ''}${w('progressTitle')}`} section="progress">
      <h1>{w('progressTitle')}</h1>
      <p className="lead">{w('progressLead')}</p>
      {trouble === undefined ? null : <div role="alert"><Note kind={troubleKind[trouble]} title={w(trouble)}><p>{w(troubleAdvice[trouble])}</p></Note></div>}
      {wrong.length === 0 ? null : (
        <div role="alert">
          <Note kind="bad" title={w('errorsTitle')}><ul>{wrong.map(([field, says]) => <li key={field}><a href={`#${field}`}>{says}</a></li>)}</ul></Note>
        </div>
      )}
      <form className="card" action={addressIn(frame.language, '/progress')} method="post" autoComplete="off" noValidate>
        <Field name="receiptNumber" label={w('receiptNumber')} hint={w('receiptHint')} value={receiptNumber} error={errors.receiptNumber} digits={15} />
        <Field name="queryPassword" label={w('queryPassword')} hint={w('passwordHint')} value="" error={errors.queryPassword} digits={6} secret />
        <div className="actions"><button type="submit">{w('query')}</button></div>
        <p className="soft">{w('privateComputer')}</p>
      </form>
      <section>
        <h2>{w('lostReceipt')}</h2>
        <p>{w('lostReceiptAdvice')}</p>
      </section>
    </Page>
  );
}

function Field({ name, label, hint, value, error, digits, secret = false }: { name: string; label: string; hint: string; value: string; error: string | undefined; digits: number; secret?: boolean }): ReactNode {
  return (
    <div className={error === undefined ? 'field' : 'field field-wrong'}>
      <label htmlFor={name}>{label}</label>
      <p className="hint" id={`${name}-hint`}>{hint}</p>
      {error === undefined ? null : <p className="wrong" id={`${name}-error`}>{error}</p>}
      {/* Longer than the number: spaces and hyphens pasted along with it, or the whole address out of the QR code. */}
      <input id={name} name={name} className={secret ? 'digits digits-short' : 'digits'} type="text" inputMode="numeric" autoComplete="off" autoCorrect="off" spellCheck={false} maxLength={digits === 15 ? 200 : 20}
        defaultValue={value} required aria-invalid={error === undefined ? undefined : true} aria-describedby={error === undefined ? `${name}-hint` : `${name}-hint ${name}-error`} />
    </div>
  );
}

const todo = { supplementing: 'do-supplementing', suspended: 'do-suspended', ready: 'do-ready', closed: 'do-closed', 'not-accepted': 'do-not-accepted', withdrawn: 'do-withdrawn' } as const satisfies Partial<Record<Progress['state'], TextKey>>;
/** No clock runs yet, or it stands: the page says so instead of leaving the day out. */
const clockRests: ReadonlySet<Progress['state']> = new Set(['received', 'supplementing', 'suspended']);
const lightKind = { green: 'good', yellow: 'warn', red: 'bad' } as const;
const toneKind = { wanted: 'warn', running: 'info', done: 'good', ended: 'bad' } as const;

export function ProgressPage({ frame, receiptNumber, progress, today }: { frame: Frame; receiptNumber: string; progress: Progress; today: string }): ReactNode {
  const { language } = frame;
  const w = wordsIn(language);
  const { state, due, light, bill } = progress;
  const standing = standingOf(bill, today);
  const both = (words: { zh: string; en: string }): string => (language === 'zh' ? words.zh : words.en);
  const running = toneOf(state) === 'running' || toneOf(state) === 'wanted';
  return (
    <Page frame={frame} title={w('progressTitle')} section="progress">
      <div className="case-head">
        <h1><Zh language={language}>{progress.item}</Zh></h1>
        <p className="code">{w('receiptNumber')} <Groups digits={receiptNumber} /></p>
      </div>
      <div className={`standing standing-${toneOf(state)}`}>
        <Note kind={state === 'ready' ? 'good' : toneKind[toneOf(state)]} title={w(`state-${state}`)}><p>{w(`means-${state}`)}</p></Note>
      </div>
      <section className="card next">
        <h2>{w('nextForYou')}</h2>
        <NextForYou w={w} progress={progress} standing={standing} />
        {standing === 'to-pay' || standing === 'expired' ? <p className="actions"><a className="button" href={addressIn(language, '/notice')}>{w('seeNotice')}</a></p> : null}
        {progress.mayRate ? <p className="actions"><a className={progress.ratings === 0 ? 'button' : 'button button-plain'} href={addressIn(language, '/progress/rating')}>{w(progress.ratings === 0 ? 'rateNow' : 'rateOnceMore')}</a></p> : null}
        {state === 'ready' ? <HallFacts frame={frame} w={w} /> : null}
      </section>
      <section>
        <Facts rows={[
          running ? [w('withWhom'), both(progress.waitingFor)] : null,
          due === null && !clockRests.has(state) ? null : [w('promisedDay'), due === null ? w('noPromisedDay') : <span key="v">{dayIn(language, civilDay(due))} {light ? <span className={`light light-${lightKind[light]}`}>{w(`light-${light}`)}</span> : null}</span>],
          [w('received'), momentIn(language, new Date(progress.receivedAt))],
          [w('decidedBy'), <Zh key="v" language={language}>{progress.department}</Zh>],
          [w('form'), w(`form-${progress.form}`)],
          standing === 'paid' ? [w('fee'), <span key="v">{w('paid')} <a className="whole" href={addressIn(language, '/notice')}>{w('seeNotice')}</a></span>] : null,
          progress.certificateNumber === null ? null : [w('certificateNumber'), <span key="v"><span className="number">{progress.certificateNumber}</span> <a className="whole" href={addressIn(language, `/check/${encodeURIComponent(progress.certificateNumber)}`)}>{w('checkIt')}</a></span>],
        ]} />
        {light === 'red' && running ? <p className="late">{w('overdueAdvice')} <Telephone number={frame.hall.phone} /></p> : null}
      </section>
      <section>
        <h2>{w('timeline')} <small>{w('newestFirst')}</small></h2>
        <ol className="timeline" reversed>
          {progress.steps.toReversed().map((step) => <li key={`${step.at} ${step.zh}`}><b>{both(step)}</b><time dateTime={step.at}>{momentIn(language, new Date(step.at))}</time></li>)}
        </ol>
      </section>
      <div className="actions screen-only">
        <a className="button button-plain" href={addressIn(language, '/progress')}>{w('refresh')}</a>
        <EndQuery frame={frame} w={w} />
      </div>
      <p className="soft screen-only">{w('privateComputer')}</p>
    </Page>
  );
}

function NextForYou({ w, progress, standing }: { w: Words; progress: Progress; standing: ReturnType<typeof standingOf> }): ReactNode {
  const { state } = progress;
  if (state === 'awaiting-payment') return <p>{w(standing === 'to-pay' ? 'do-awaiting-payment' : standing === 'expired' ? 'expiredAdvice' : standing === 'paid' ? 'paidAdvice' : 'do-awaiting-bill')}</p>;
  if (state === 'closed' && progress.ratings > 0) return <p>{w('rateThanks')}</p>;
  const key = state in todo ? todo[state as keyof typeof todo] : undefined;
  return <p>{w(key ?? 'nothingToDo')}</p>;
}

/** The button that forgets the query on this device. */
export function EndQuery({ frame, w }: { frame: Frame; w: Words }): ReactNode {
  return <form action={addressIn(frame.language, '/progress/end')} method="post"><button type="submit" className="button-plain">{w('endQuery')}</button></form>;
}

/** Digits in groups that are only spaced by the style sheet: copied or read aloud they are one number. */
export function Groups({ digits }: { digits: string }): ReactNode {
  return <span className="number groups">{inGroups(digits).map((group, index) => <span key={`${index} ${group}`}>{group}</span>)}</span>;
}
