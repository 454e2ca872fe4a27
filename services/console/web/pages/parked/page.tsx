/**
 * One parked message 搁置消息: its story, what putting it back would meet now, and the way back. Promise: what will happen is read
 * before it is done; where money, a seal or paper follows, whoever proposed never puts back, and both see the same page.
 */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { components } from '../../../../../contracts/operations/api.ts';
import { operationsOf, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import type { Tone } from '../../look.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { MaskedBody } from '../../parts/masked-body.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { outsideTexts } from '../../texts/outside.ts';
import type { TermKind } from '../../texts/terms.ts';
import './parked.css';

type Story = components['schemas']['ParkedStory'];
type StoryLine = Story['history'][number];

export default function ParkedPage(): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const { service = '', messageId = '' } = useParams();
  const query = useQuery({
    queryKey: [service, 'parked-story', { messageId }], refetchInterval: 10_000,
    queryFn: ({ signal }) => take(operationsOf(service).GET('/operations/parked/{messageId}', { params: { path: { messageId } }, signal })),
  });
  const [result, setResult] = useState<string | undefined>(undefined);
  return (
    <>
      <PageHead title={w('story')} note={<span className="hub-row"><span>{term('service', service)}</span>{query.data && <StateTag kind="parkedState" value={query.data.state} />}<Link to="/staff/outside?view=parked">{w('back')}</Link></span>}>
        {query.data && query.data.state !== 'put-back' && <Acts service={service} story={query.data} done={setResult} />}
      </PageHead>
      <div className="hub-stack">
        {result !== undefined && <Outcome result={result} />}
        <Reading query={query} rows={8}>{(story) => <StorySheet story={story} />}</Reading>
      </div>
    </>
  );
}

function Acts({ service, story, done }: { service: string; story: Story; done: (result: string) => void }): ReactNode {
  const w = useWords(outsideTexts);
  const may = useRoles();
  const { person } = useSession();
  const messageId = story.id;
  if (!may('integrator')) return null;
  const mine = story.proposal?.by === person.subject;
  const operations = operationsOf(service);
  const reading = <Preview story={story} />;
  return (
    <>
      {story.twoPersons && (story.proposal === null || mine) && (
        <ConfirmAct
          label={w(mine ? 'proposeAgain' : 'propose')} title={w('proposeTitle')} note={w('proposeNote')} reason={{ label: w('proposeReason'), maxLength: 400 }} width={620} button={{ type: mine ? 'default' : 'primary' }}
          run={(_key, note) => take(operations.POST('/operations/parked/{messageId}/proposals', { params: { path: { messageId } }, body: { note } }))}
        >
          {reading}
        </ConfirmAct>
      )}
      {(!story.twoPersons || (story.proposal !== null && !mine)) && (
        <ConfirmAct
          label={w('putBack')} title={w('putBackTitle')} note={w('putBackNote')} reason={{ label: w('putBackReason'), required: false, maxLength: 400 }} width={620} button={{ type: 'primary' }}
          run={(_key, note) => take(operations.POST('/operations/parked/{messageId}/put-back', { params: { path: { messageId } }, body: { note } }))}
          done={(answer) => done(answer.result)}
        >
          {story.proposal && <p>{w('proposedBy', { by: story.proposal.by, at: momentText(story.proposal.at), note: story.proposal.note })}</p>}
          {reading}
        </ConfirmAct>
      )}
    </>
  );
}

/** What came of putting back, in words; the service says the reason of its rules by name. */
function Outcome({ result }: { result: string }): ReactNode {
  const said = useResult();
  return <Alert type={result === 'accepted' ? 'success' : result.startsWith('refused') ? 'warning' : 'info'} showIcon role="status" title={said(result)} />;
}

function useResult(): (result: string) => string {
  const w = useWords(outsideTexts);
  return (result) => {
    if (result === 'accepted') return w('resultAccepted');
    if (result === 'known already') return w('resultKnown');
    const [, kind, why] = /^(ignored|refused): (.*)$/s.exec(result) ?? [];
    if (kind === 'ignored') return w('resultIgnored', { why: why ?? '' });
    return kind === 'refused' ? w('resultRefused', { why: why ?? '' }) : result;
  };
}

/** What the states of a record are called. */
const statesOf: Readonly<Record<string, TermKind>> = { cases: 'caseState', bills: 'billState', certificates: 'certificateState', seals: 'sealState', notices: 'noticeState', texts: 'smsState', items: 'itemState' };

/** What putting it back would meet now. */
function Preview({ story }: { story: Story }): ReactNode {
  const w = useWords(outsideTexts);
  const term = useTerms();
  const { machine: kind, recordId, recordState, recordVersion, knownToInbox, readable } = story.target;
  const machine = kind === null ? null : term('recordKind', kind);
  const states = kind === null ? undefined : statesOf[kind];
  const bad = machine === null || !readable;
  return (
    <ul className={`hub-parked-preview ${bad ? 'hub-tone-bad' : knownToInbox ? 'hub-tone-warn' : 'hub-tone-active'}`} aria-label={w('preview')}>
      <li>{machine === null ? w('previewNobody') : readable ? w('previewRead') : w('previewUnread')}</li>
      {machine !== null && (readable || recordState !== null) && <li>{recordState === null ? w('previewNew', { machine, record: recordId }) : w('previewRecord', { machine, record: recordId, state: states ? term(states, recordState) : recordState, version: recordVersion ?? 0 })}</li>}
      {knownToInbox && <li>{w('previewKnown')}</li>}
      {story.twoPersons && <li>{w('previewTwo')}</li>}
    </ul>
  );
}

function StorySheet({ story }: { story: Story }): ReactNode {
  const w = useWords(outsideTexts);
  const may = useRoles();
  const { person } = useSession();
  return (
    <>
      {story.state === 'put-back' && story.putBackAt !== null && <p className="hub-soft">{w('putBackDone', { by: story.putBackBy ?? '', at: momentText(story.putBackAt) })}</p>}
      {story.state === 'proposed' && story.proposal && (
        <Alert type="warning" showIcon role="status" title={w('proposedBy', { by: story.proposal.by, at: momentText(story.proposal.at), note: story.proposal.note })} description={story.proposal.by === person.subject ? w('proposedByMe') : may('integrator') ? undefined : w('readOnly')} />
      )}
      <section className="hub-card" aria-label={w('reason')}>
        <h2>{w('reason')}</h2>
        <div className="hub-card-body hub-stack">
          <p className="hub-wrap hub-code">{story.reason}</p>
          <dl className="hub-facts">
            <div><dt>{w('type')}</dt><dd className="hub-code">{story.type}</dd></div>
            <div><dt>{w('case')}</dt><dd>{/^[0-9A-Z]{30,50}$/.test(story.caseNumber) ? <Link to={`/staff/cases/${story.caseNumber}`}>{story.caseNumber}</Link> : story.caseNumber}</dd></div>
            <div><dt>{w('record')}</dt><dd>{story.recordId}</dd></div>
            <div><dt>{w('firstFailed')}</dt><dd><Moment iso={story.firstFailedAt} seconds /></dd></div>
            <div><dt>{w('lastFailed')}</dt><dd><Moment iso={story.lastFailedAt} seconds /></dd></div>
            <div><dt>{w('deliveries')}</dt><dd className="hub-number">{story.deliveries}</dd></div>
            <div><dt>{w('messageId')}</dt><dd className="hub-code">{story.id}</dd></div>
          </dl>
        </div>
      </section>
      {story.state !== 'put-back' && (
        <section className="hub-card" aria-label={w('preview')}>
          <h2>{w('preview')}</h2>
          <div className="hub-card-body"><Preview story={story} /></div>
        </section>
      )}
      <section className="hub-card" aria-label={w('history')}>
        <h2>{w('history')}</h2>
        <div className="hub-card-body"><History lines={story.history} /></div>
      </section>
      <MaskedBody body={story.payload} label={w('payload')} lines={20} />
      {story.stack !== '' && <MaskedBody body={story.stack} label={w('stack')} lines={8} />}
    </>
  );
}

const told = { parked: 'historyParked', proposed: 'historyProposed', 'put-back': 'historyPutBack', 'failed-again': 'historyFailedAgain' } as const satisfies Record<StoryLine['act'], keyof typeof outsideTexts>;
const toneOf = { parked: 'bad', proposed: 'warn', 'put-back': 'good', 'failed-again': 'bad' } as const satisfies Record<StoryLine['act'], Tone>;

function History({ lines }: { lines: readonly StoryLine[] }): ReactNode {
  const w = useWords(outsideTexts);
  const said = useResult();
  return (
    <Timeline
      label={w('history')}
      entries={lines.map((line, index) => ({
        key: `${index} ${line.at}`, at: line.at, tone: toneOf[line.act], title: w(told[line.act]), by: line.by === '' ? w('byHub') : line.by,
        note: <>{line.note !== '' && <div>{line.note}</div>}{line.result !== '' && <div className="hub-wrap">{line.act === 'put-back' ? said(line.result) : <span className="hub-code">{line.result}</span>}</div>}</>,
      }))}
    />
  );
}
