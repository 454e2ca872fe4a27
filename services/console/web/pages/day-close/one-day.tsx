/** One day of one bank in four steps: its statements, the totals, the lines that differ, and the closing. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Money } from '../../parts/money.tsx';
import { Reading } from '../../parts/reading.tsx';
import { SaveTable } from '../../parts/save-table.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { dayCloseTexts } from '../../texts/day-close.ts';
import { DifferenceCard, titleOf } from './difference-card.tsx';

type DayClose = components['schemas']['DayClose'];
/** What two people signed is booked behind the page: asked about until it is done or came back. */
const bookedEveryMs = 2_000;
const verdicts = ['theirs-only', 'ours-only', 'amount', 'state', 'duplicate', 'date', 'pay-code', 'unconfirmed', 'confirmed-alone'] as const;

export function OneDay({ source, day }: { source: string; day: string }): ReactNode {
  const w = useWords(dayCloseTexts);
  const [cursor, setCursor] = useState<string | undefined>(undefined);
  const query = useQuery({
    queryKey: ['fees', 'day-close', { source, day, cursor }], queryFn: ({ signal }) => take(api.fees.GET('/day-closes/{source}/{day}', { params: { path: { source, day }, query: cursor === undefined ? {} : { cursor } }, signal })),
    refetchInterval: ({ state: { data, error } }) => (error || data?.differences.some(({ standing }) => standing === 'applying') ? bookedEveryMs : false),
  });
  return (
    <>
      <p><Link to="/staff/day-close">← {w('back')}</Link></p>
      <Reading query={query} rows={10}>
        {(found) => (
          <>
            <h2 className="hub-number">{day} · {source === 'fiscal' ? w('fiscal') : source} <StateTag kind="dayCloseState" value={found.state} /></h2>
            <Statements found={found} />
            {found.theirs && <Sums found={found} theirs={found.theirs} />}
            {found.theirs && <Lines found={found} cursor={cursor} go={setCursor} />}
            <Closing found={found} />
          </>
        )}
      </Reading>
    </>
  );
}

function Statements({ found }: { found: DayClose }): ReactNode {
  const w = useWords(dayCloseTexts);
  return (
    <section className="hub-card" aria-label={w('step1')}>
      <h2>{w('step1')}</h2>
      {found.files.length === 0 ? <div className="hub-card-body"><p className="hub-soft">{w('noFiles')}</p></div> : (
        <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('step1')}>
          <table className="hub-table">
            <colgroup><col style={{ width: '36%' }} /><col /><col /><col /><col /><col /></colgroup>
            <thead><tr><th scope="col" className="hub-align-left">{w('file')}</th><th scope="col" className="hub-align-left">{w('party')}</th><th scope="col" className="hub-align-right">{w('lines')}</th><th scope="col" className="hub-align-right">{w('amount')}</th><th scope="col" className="hub-align-left">{w('state')}</th><th scope="col" className="hub-align-left">{w('received')}</th></tr></thead>
            <tbody>{found.files.map((file) => (
              <tr key={`${file.source}/${file.fileId}/${String(file.revision)}`}>
                <td>{file.name}{file.revision > 1 && <span className="hub-soft"> {w('revision', { n: file.revision })}</span>}</td><td>{file.source === 'fiscal' ? w('recordOf') : file.source}</td><td className="hub-align-right hub-number">{file.lines}</td><td className="hub-align-right"><Money fen={file.amountInFen} /></td>
                <td><StateTag kind="statementState" value={file.state} /></td><td><Moment iso={file.receivedAt} /></td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Sums({ found, theirs }: { found: DayClose; theirs: NonNullable<DayClose['theirs']> }): ReactNode {
  const w = useWords(dayCloseTexts);
  const term = useTerms();
  const differing = verdicts.filter((verdict) => found.counts[verdict] > 0);
  const books = [
    { title: w('ours'), sum: found.ours }, { title: found.source === 'fiscal' ? w('record') : w('bank'), sum: theirs }, ...(found.threeWay ? [{ title: w('record'), sum: found.fiscal }] : []),
  ];
  return (
    <section className="hub-card" aria-label={w('step2')}>
      <h2>{w('step2')}</h2>
      <div className="hub-card-body hub-stack">
        <table className="hub-table">
          <colgroup><col style={{ width: '34%' }} /><col /><col /><col /></colgroup>
          <thead><tr><th scope="col" className="hub-align-left">{w('book')}</th><th scope="col" className="hub-align-right">{w('lines')}</th><th scope="col" className="hub-align-right">{w('amount')}</th><th scope="col" className="hub-align-right">{w('difference')}</th></tr></thead>
          <tbody>{books.map(({ title, sum }, at) => (
            <tr key={title}>
              <th scope="row" className="hub-align-left">{title}</th><td className="hub-align-right hub-number">{sum ? sum.count : w('noRecord')}</td><td className="hub-align-right">{sum ? <Money fen={sum.amountInFen} /> : '—'}</td>
              <td className="hub-align-right">{at === 0 || !sum ? '' : <Money fen={sum.amountInFen - found.ours.amountInFen} />}</td>
            </tr>
          ))}</tbody>
        </table>
        {!found.threeWay && found.source !== 'fiscal' && <p className="hub-soft">{w('twoWay')}</p>}
        <Alert type={differing.length === 0 ? 'success' : 'warning'} showIcon role="status" title={[w('matched', { n: found.counts.matched }), ...differing.map((verdict) => w('counted', { verdict: term('verdict', verdict), n: found.counts[verdict] }))].join(' · ')} />
      </div>
    </section>
  );
}

function Lines({ found, cursor, go }: { found: DayClose; cursor: string | undefined; go(cursor: string | undefined): void }): ReactNode {
  const w = useWords(dayCloseTexts);
  const term = useTerms();
  return (
    <section aria-label={w('step3')} className="hub-stack">
      <div className="hub-card">
        <h2>{w('step3')} {found.differences.length > 0 && <SaveTable label={w('save')} name={`day-close-${found.source}-${found.day}`} sheet={w('title')} rows={found.differences} columns={[
          { title: w('key'), value: (one) => titleOf(one), width: 24 }, { title: w('verdict'), value: (one) => term('verdict', one.verdict) }, { title: w('payCode'), value: (one) => one.payCode, width: 24 }, { title: w('ours'), value: (one) => (one.oursInFen === null ? null : one.oursInFen / 100) },
          { title: w('bank'), value: (one) => (one.theirsInFen === null ? null : one.theirsInFen / 100) }, { title: w('record'), value: (one) => (one.fiscalInFen === null ? null : one.fiscalInFen / 100) }, { title: w('apart'), value: (one) => one.differs.map((book) => term('book', book)).join('、') }, { title: w('state'), value: (one) => term('standing', one.standing) }, { title: w('reason'), value: (one) => one.task?.resolution?.note ?? null, width: 40 },
        ]} />}</h2>
        {(found.differences.length === 0 || found.waiting > 0) && <div className="hub-card-body"><p className="hub-soft">{found.waiting > 0 ? w('waitingNote', { n: found.waiting }) : w('allAgree')}</p></div>}
      </div>
      {found.differences.map((one) => <DifferenceCard key={one.id} of={found} one={one} />)}
      {(found.next !== null || cursor !== undefined) && (
        <div className="hub-act-row">
          {cursor !== undefined && <Button onClick={() => { go(undefined); }}>{w('first')}</Button>}
          {found.next !== null && <Button onClick={() => { go(found.next ?? undefined); }}>{w('more')}</Button>}
        </div>
      )}
      {found.gone.length > 0 && <p className="hub-soft">{w('gone', { n: found.gone.length })}</p>}
    </section>
  );
}

function Closing({ found }: { found: DayClose }): ReactNode {
  const w = useWords(dayCloseTexts);
  const may = useRoles();
  const { source, day, closed, state, basis } = found;
  const why = found.theirs === null ? w('whyNoFile') : found.threeWay && found.fiscal === null ? w('whyNoRecord') : found.waiting > 0 ? w('whyWaiting') : found.open > 0 ? w('whyOpen') : undefined;
  return (
    <section className="hub-card" aria-label={w('step4')}>
      <h2>{w('step4')}</h2>
      <div className="hub-card-body hub-stack">
        {closed && <p>{w('closed', { name: closed.by, at: momentText(closed.at), ours: closed.ours.count, theirs: closed.theirs.count, fiscal: closed.fiscal ? w('closedRecord', { n: closed.fiscal.count }) : '', differences: closed.differences })}</p>}
        {state === 'changed-since' && <Alert type="warning" showIcon title={w('changed')} />}
        {state !== 'closed' && why !== undefined && <p className="hub-soft">{w('notYet', { why })}</p>}
        {state !== 'closed' && why === undefined && !may('cashier', 'supervisor') && <p className="hub-soft">{w('mayNot')}</p>}
        {found.mayClose && (
          <div className="hub-act-row">
            <ConfirmAct label={w('close')} title={w('closeTitle', { day })} note={w('closeNote')} button={{ type: 'primary' }} run={(key) => take(api.fees.POST('/day-closes/{source}/{day}/closings', { params: { path: { source, day }, header: { 'Idempotency-Key': key } }, body: { basis } }))} />
          </div>
        )}
      </div>
    </section>
  );
}
