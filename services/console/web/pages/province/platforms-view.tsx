/** How each platform stands, when it sleeps, what waits for it; and the record of every outage as evidence. */
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { api, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { usePlatforms, type Outage, type Platform } from '../../parts/province-reading.ts';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { provinceTexts } from '../../texts/province.ts';

export function PlatformsView(): ReactNode {
  const w = useWords(provinceTexts);
  const query = usePlatforms();
  return (
    <>
      <h2 className="hub-unseen">{w('platforms')}</h2>
      <Reading query={query} rows={8}>{(platforms) => <ul className="hub-platforms">{platforms.map((one) => <li key={one.name}><PlatformCard one={one} /></li>)}</ul>}</Reading>
      <Outages />
    </>
  );
}

function PlatformCard({ one }: { one: Platform }): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const steps = Object.entries(one.steps).filter(([state, count]) => count > 0 || state === 'acknowledged');
  const takes = one.takes === null ? [w('takesRest')] : [...one.takes.forms.map((form) => term('form', form)), ...one.takes.departments, ...one.takes.items];
  return (
    <article className="hub-card" aria-label={one.name}>
      <header><h3>{one.name}</h3><StateTag kind="platformState" value={one.state} /></header>
      <div className="hub-card-body hub-stack">
        <dl className="hub-pairs hub-platform-facts">
          {one.since !== null && one.state !== 'open' && <div><dt>{w('since')}</dt><dd><Moment iso={one.since} />{one.detail !== '' && <div className="hub-soft">{one.detail}</div>}</dd></div>}
          {one.heldUntil !== null && <div><dt>{w('until')}</dt><dd><Moment iso={one.heldUntil} /></dd></div>}
          <div><dt>{w('steps')}</dt><dd className="hub-row">{steps.map(([state, count]) => <Tag key={state} tone={state === 'acknowledged' ? 'good' : state === 'refused' ? 'bad' : 'warn'}>{`${term('outgoingState', state)} ${count}`}</Tag>)}</dd></div>
          <div><dt>{w('viewDivergences')}</dt><dd>{one.divergences > 0 ? <Link className="hub-light-red" to={`?view=divergences&platform=${one.name}`}>{w('divergencesOpen', { count: one.divergences })}</Link> : <span className="hub-soft">{w('divergencesNone')}</span>}</dd></div>
          <div><dt>{w('takes')}</dt><dd>{takes.join('、')}{one.catalogue && <span className="hub-soft"> · {w('catalogueFrom')}</span>}</dd></div>
          <div><dt>{w('carries')}</dt><dd>{one.carries.map((kind) => term('provinceStep', kind)).join('、')}</dd></div>
          <div><dt>{w('drain')}</dt><dd className="hub-number">{w('perSecond', { rate: one.drainPerSecond })}</dd></div>
          <div><dt>{w('dialect')}</dt><dd><span className="hub-code">{one.dialect}</span> <span className="hub-soft">{one.profile}</span></dd></div>
          <div><dt>{w('target')}</dt><dd className="hub-code">{one.target}</dd></div>
          <div><dt>{w('lastAnswered')}</dt><dd>{one.lastAnsweredAt === null ? <span className="hub-soft">{w('never')}</span> : <Moment iso={one.lastAnsweredAt} seconds />}</dd></div>
          <div><dt>{w('lastFailure')}</dt><dd>{one.lastFailure === null ? <span className="hub-soft">{w('never')}</span> : <><Moment iso={one.lastFailure.at} seconds /> <StateTag kind="outcome" value={one.lastFailure.kind} /><div className="hub-soft hub-wrap">{one.lastFailure.detail}</div></>}</dd></div>
        </dl>
        <Pauses one={one} />
      </div>
    </article>
  );
}

function Pauses({ one }: { one: Platform }): ReactNode {
  const w = useWords(provinceTexts);
  const { language } = useLanguage();
  const mends = useRoles()('integrator');
  return (
    <section aria-label={w('pausesAhead')}>
      <h4 className="hub-small-head">{w('pausesAhead')}</h4>
      {one.pausesAhead.length === 0 ? <p className="hub-soft">{w('pausesNone')}</p> : (
        <ul className="hub-pauses">{one.pausesAhead.slice(0, 5).map((pause) => (
          <li key={`${pause.from} ${pause.number ?? ''}`}>
            <span><span className="hub-number">{w('pauseTo', { from: momentText(pause.from), to: momentText(pause.to) })}</span> {pause[language]} <span className="hub-soft">{w(pause.number === null ? 'pauseWeekly' : 'pauseAnnounced')}</span></span>
            {mends && pause.number !== null && <EndPause platform={one.name} number={pause.number} />}
          </li>
        ))}</ul>
      )}
      {mends && <Announce platform={one.name} />}
    </section>
  );
}

function EndPause({ platform, number }: { platform: string; number: number }): ReactNode {
  const w = useWords(provinceTexts);
  return <ConfirmAct label={w('endPause')} title={w('endPauseTitle')} button={{ size: 'small' }} run={() => take(api.provinceGateway.POST('/platforms/{platform}/pauses/{number}/end', { params: { path: { platform, number } } }))} />;
}

/** A moment typed in China's time, as the service wants it; undefined while it is none. */
const momentOf = (typed: string): string | undefined => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed) ? `${typed}:00+08:00` : undefined);

function Announce({ platform }: { platform: string }): ReactNode {
  const w = useWords(provinceTexts);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [told, setTold] = useState(false);
  return (
    <ConfirmAct
      label={w('announce')} title={w('announceTitle', { platform })} note={w('announceNote')} button={{ size: 'small' }} reason={{ label: w('why'), maxLength: 200 }}
      run={(_key, zh) => {
        const span = { from: momentOf(from), to: momentOf(to) };
        if (span.from === undefined || span.to === undefined || span.to <= span.from) { setTold(true); return Promise.reject(new Error(w('timeMissing'))); }
        return take(api.provinceGateway.POST('/platforms/{platform}/pauses', { params: { path: { platform } }, body: { from: span.from, to: span.to, zh } }));
      }}
      done={() => { setFrom(''); setTo(''); setTold(false); }}
    >
      <Field label={w('from')} required {...(told ? { fault: w('timeMissing') } : {})}>{(box) => <Input {...box} type="datetime-local" value={from} onChange={(event) => { setFrom(event.target.value); setTold(false); }} />}</Field>
      <Field label={w('to')} required>{(box) => <Input {...box} type="datetime-local" value={to} onChange={(event) => { setTo(event.target.value); setTold(false); }} />}</Field>
    </ConfirmAct>
  );
}

function Outages(): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const query = useQuery({ queryKey: ['province-gateway', 'outages'], queryFn: async ({ signal }) => (await take(api.provinceGateway.GET('/outages', { signal }))).outages });
  const columns: readonly Column<Outage>[] = [
    { key: 'platform', title: w('platform'), width: '140px', cell: (one) => one.platform },
    { key: 'cause', title: w('cause'), width: '92px', cell: (one) => <Tag tone={one.cause === 'maintenance' ? 'calm' : 'bad'}>{term('outageCause', one.cause)}</Tag> },
    { key: 'began', title: w('began'), width: '116px', cell: (one) => <Moment iso={one.beganAt} /> },
    { key: 'ended', title: w('ended'), width: '116px', cell: (one) => (one.endedAt === null ? <span className="hub-light-red">{w('lasting')}</span> : <Moment iso={one.endedAt} />) },
    { key: 'held', title: w('held'), width: '132px', cell: (one) => <span className="hub-number">{w('heldOf', { steps: one.heldSteps, cases: one.heldCases })}</span> },
    { key: 'detail', title: w('detail'), cell: (one) => <span className="hub-wrap">{one.detail}</span> },
  ];
  return (
    <section className="hub-card" aria-labelledby="province-outages">
      <h2 id="province-outages">{w('outages')} <span className="hub-soft hub-plain-weight">{w('outagesNoteText')}</span></h2>
      <div className="hub-card-body"><Reading query={query} rows={3} empty={{ when: (all) => all.length === 0, title: w('outagesNone') }}>{(all) => <DataTable label={w('outages')} columns={columns} rows={all} rowKey={(one) => String(one.number)} />}</Reading></div>
    </section>
  );
}
