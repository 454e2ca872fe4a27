/** Whether a certificate is genuine: the form, and an answer nobody can mistake, with the least that comparing needs. */
import type { ReactNode } from 'react';
import type { components } from '../../../contracts/certificates/api.ts';
import { Facts, Mark, Note, Page, Telephone, Zh, type Frame } from './layout.tsx';
import { addressIn, dayIn, momentIn, wordsIn } from './words.ts';

export type Verification = components['schemas']['Verification'];

export function CheckForm({ frame, reference, error }: { frame: Frame; reference: string; error?: string }): ReactNode {
  const w = wordsIn(frame.language);
  return (
    <Page frame={frame} title={`${error === undefined ? '' : w('errorPrefix')}${w('checkTitle')}`} section="check">
      <h1>{w('checkTitle')}</h1>
      <p className="lead">{w('checkLead')}</p>
      {error === undefined ? null : <div role="alert"><Note kind="bad" title={w('errorsTitle')}><ul><li><a href="#reference">{error}</a></li></ul></Note></div>}
      <ReferenceForm frame={frame} reference={reference} error={error} />
      <p className="soft">{w('addressHint', { host: frame.hall.host })}</p>
      <p><a href={addressIn(frame.language, '/receipts')}>{w('toReceiptCheck')}</a></p>
    </Page>
  );
}

function ReferenceForm({ frame, reference, error }: { frame: Frame; reference: string; error?: string | undefined }): ReactNode {
  const w = wordsIn(frame.language);
  return (
    <form className="card" action="/check" method="get" noValidate>
      {frame.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <div className={error === undefined ? 'field' : 'field field-wrong'}>
        <label htmlFor="reference">{w('reference')}</label>
        <p className="hint" id="reference-hint">{w('referenceHint')}</p>
        {error === undefined ? null : <p className="wrong" id="reference-error">{error}</p>}
        <input id="reference" name="reference" type="text" className="digits" defaultValue={reference} maxLength={300} required autoComplete="off" autoCapitalize="characters" autoCorrect="off" spellCheck={false}
          aria-invalid={error === undefined ? undefined : true} aria-describedby={error === undefined ? 'reference-hint' : 'reference-hint reference-error'} />
      </div>
      <div className="actions"><button type="submit">{w('checkButton')}</button></div>
    </form>
  );
}

const marks = { genuine: 'good', expired: 'warn', superseded: 'warn', revoked: 'bad', unknown: 'unknown' } as const;

export function CheckPage({ frame, asked, verification }: { frame: Frame; asked: string; verification: Verification }): ReactNode {
  const { language, hall } = frame;
  const w = wordsIn(language);
  const result = verification.result === 'genuine' && verification.expired === true ? 'expired' : verification.result;
  const { validFrom, validTo } = verification;
  const zh = (words: string): ReactNode => <Zh language={language}>{words}</Zh>;
  return (
    <Page frame={frame} title={w(`result-${result}`)} section="check">
      <p className="crumb">{w('checkTitle')}</p>
      <section className={`verdict verdict-${result}`}>
        <Mark kind={marks[result]} large />
        <h1>{w(`result-${result}`)}</h1>
        <p>{w(`says-${result}`)}</p>
      </section>
      {result === 'unknown' ? (
        <>
          <Facts rows={[[w('youAsked'), <span key="v" className="number">{asked}</span>]]} />
          <section>
            <h2>{w('ifUnknown')}</h2>
            <ol className="steps"><li>{w('unknownStep1')}</li><li>{w('unknownStep2')}</li><li>{w('unknownStep3')} <Telephone number={hall.phone} /></li></ol>
          </section>
        </>
      ) : (
        <Facts rows={[
          verification.title === undefined ? null : [w('certificateTitle'), zh(verification.title)],
          verification.number === undefined ? null : [w('certificateNumber'), <span key="v" className="number">{verification.number}</span>],
          verification.holder === undefined ? null : [w('holder'), <span key="v">{zh(verification.holder)} <span className="soft">{w('holderMasked')}</span></span>],
          verification.issuer === undefined ? null : [w('issuer'), zh(verification.issuer)],
          validFrom === undefined ? null : [w('term'), validTo == null ? w('termForGood', { from: dayIn(language, validFrom) }) : w('termFromTo', { from: dayIn(language, validFrom), to: dayIn(language, validTo) })],
          verification.licenceId === undefined ? null : [w('licenceId'), <span key="v" className="number number-long">{verification.licenceId}</span>],
        ]} />
      )}
      <p className="soft">{w('checkedAt')}{language === 'zh' ? '：' : ': '}{momentIn(language, new Date(verification.checkedAt))}</p>
      <p className="soft">{w('addressHint', { host: hall.host })}</p>
      {result === 'unknown' ? <ReferenceForm frame={frame} reference={asked} /> : <p className="actions screen-only"><a className="button button-plain" href={addressIn(language, '/check')}>{w('checkAnother')}</a></p>}
    </Page>
  );
}
