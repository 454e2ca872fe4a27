/**
 * Who is told of published changes: departments and outside systems, how far each has heard, what was tried. Promise: one that does not
 * answer is seen at once, and a secret is shown once and never again.
 */
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { useRoles } from '../../session.tsx';
import { subscriptionTexts } from '../../texts/subscriptions.ts';
import { NewSubscription } from './new-subscription.tsx';
import { SecretOnce } from './secret-once.tsx';
import './subscriptions.css';

type Subscription = components['schemas']['Subscription'];
/** Deliveries go on by themselves; so often the page looks. */
const askEveryMs = 5_000;

export default function SubscriptionsPage(): ReactNode {
  const w = useWords(subscriptionTexts);
  const may = useRoles();
  const keeps = may('catalogue-officer', 'integrator');
  const [chosen, choose] = useRememberedChoice('subscriptions');
  const [adding, setAdding] = useState(false);
  const [given, setGiven] = useState<{ name: string; secret: string | null } | undefined>(undefined);
  const query = useQuery({ queryKey: ['catalogue', 'subscriptions'], queryFn: async ({ signal }) => (await take(api.catalogue.GET('/subscriptions', { signal }))).subscriptions, refetchInterval: askEveryMs });
  const dead = (query.data ?? []).filter((one) => one.hearing === 'dead').length;
  const open = (query.data ?? []).some((one) => one.id === chosen);
  const columns: readonly Column<Subscription>[] = [
    { key: 'name', title: w('name'), cell: (one) => <>{one.name}<div className="hub-soft hub-code hub-wrap">{one.url}</div></> },
    ...(open ? [] : [{ key: 'wants', title: w('wants'), width: '230px', cell: (one: Subscription) => <Wants one={one} /> }]),
    { key: 'heard', title: w('heardAt'), width: '130px', cell: (one) => (one.acknowledgedAt === null ? <span className="hub-soft">{w('never')}</span> : <Moment iso={one.acknowledgedAt} />) },
    { key: 'behind', title: w('behind'), width: '84px', cell: (one) => <span className="hub-number">{w('behindCount', { count: one.behind })}</span> },
    { key: 'standing', title: w('standing'), width: '116px', cell: (one) => <State one={one} /> },
  ];
  return (
    <>
      <PageHead title={w('title')}>{keeps && <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{w('add')}</Button>}</PageHead>
      <div className="hub-stack">
        <p className="hub-soft">{w('lead')}</p>
        {dead > 0 && <Alert type="error" showIcon title={w('deadTitle', { count: dead })} />}
        <Reading query={query} rows={6} empty={{ when: (all) => all.length === 0, title: w('none'), note: w('noneNote') }}>
          {(all) => {
            const one = all.find((each) => each.id === chosen);
            return (
              <div className={one ? 'hub-split' : ''}>
                <DataTable label={w('list')} globalKeys columns={columns} rows={all} rowKey={(each) => each.id} chosen={chosen} choose={choose} open={(each) => choose(each.id)} busy={false} mark={(each) => (each.hearing === 'dead' ? 'red' : each.hearing === 'retrying' ? 'yellow' : undefined)} />
                {one && <SubscriptionPane key={one.id} one={one} keeps={keeps} close={() => choose(undefined)} given={(secret) => setGiven({ name: one.name, secret })} />}
              </div>
            );
          }}
        </Reading>
      </div>
      {adding && <NewSubscription close={() => setAdding(false)} done={({ subscription, secret }) => { setAdding(false); choose(subscription.id); setGiven({ name: subscription.name, secret }); }} />}
      {given && <SecretOnce {...given} close={() => setGiven(undefined)} />}
    </>
  );
}

/** Whether it hears, and what was ordered where that says more. */
function State({ one }: { one: Subscription }): ReactNode {
  return one.standing === 'active' ? <StateTag kind="subscriptionHearing" value={one.hearing} /> : <StateTag kind="subscriptionState" value={one.standing} />;
}

function Wants({ one }: { one: Subscription }): ReactNode {
  const w = useWords(subscriptionTexts);
  const term = useTerms();
  return <>{one.kinds.length === 0 ? w('allKinds') : one.kinds.map((kind) => term('feedKind', kind)).join('、')}<div className="hub-soft">{one.departments.length === 0 ? w('allDepartments') : w('departmentsCount', { count: one.departments.length })}</div></>;
}

function SubscriptionPane({ one, keeps, close, given }: { one: Subscription; keeps: boolean; close(): void; given(secret: string | null): void }): ReactNode {
  const w = useWords(subscriptionTexts);
  const query = useQuery({
    queryKey: ['catalogue', 'subscription', { id: one.id }], refetchInterval: askEveryMs,
    queryFn: ({ signal }) => take(api.catalogue.GET('/subscriptions/{subscriptionId}', { params: { path: { subscriptionId: one.id } }, signal })),
  });
  return (
    <section className="hub-card hub-pane" aria-labelledby="subscription-name">
      <header><h2 id="subscription-name" className="hub-row">{one.name} <State one={one} /></h2><Button type="text" size="small" icon={<CloseOutlined />} aria-label={w('close')} onClick={close} /></header>
      <div className="hub-card-body hub-stack">
        <dl className="hub-pairs hub-pairs-wide">
          <div><dt>{w('url')}</dt><dd className="hub-code hub-wrap">{one.url}</dd></div>
          <div><dt>{w('wants')}</dt><dd><Wants one={one} />{one.departments.map((code) => <div key={code} className="hub-code">{code}</div>)}</dd></div>
          {one.contact !== '' && <div><dt>{w('contact')}</dt><dd>{one.contact}</dd></div>}
          <div><dt>{w('behind')}</dt><dd className="hub-number">{w('behindCount', { count: one.behind })}</dd></div>
          {one.failingSince !== null && <div><dt>{w('failingSince')}</dt><dd><Moment iso={one.failingSince} /></dd></div>}
          {one.failingSince !== null && one.lastOutcome !== null && <div><dt>{w('lastOutcome')}</dt><dd className="hub-wrap">{one.lastOutcome}</dd></div>}
          {one.nextAttemptAt !== null && <div><dt>{w('nextAttempt')}</dt><dd><Moment iso={one.nextAttemptAt} seconds /></dd></div>}
          {one.bothSecretsUntil !== null && <div><dt>{w('both')}</dt><dd><Moment iso={one.bothSecretsUntil} /></dd></div>}
        </dl>
        {keeps && one.standing !== 'ended' && <Acts one={one} given={given} />}
        <Reading query={query} rows={4}>
          {({ attempts, history }) => (
            <>
              <h3>{w('attempts')}</h3>
              {attempts.length === 0 ? <p className="hub-soft">{w('attemptsNone')}</p> : (
                <ol className="hub-deliveries" aria-label={w('attempts')}>
                  {attempts.slice(0, 20).map((each, index) => (
                    <li key={`${each.delivery} ${String(index)}`}>
                      <Moment iso={each.at} seconds /> <StateTag kind="deliveryState" value={each.acknowledged ? 'acknowledged' : 'failed'} />
                      <span>{each.first === each.last ? w('attemptOne', { first: each.first }) : w('attempt', { first: each.first, last: each.last, changes: each.changes })}</span>
                      <span className="hub-soft hub-wrap">{w('took', { status: each.status ?? w('noAnswer'), took: each.tookMs })}{!each.acknowledged && each.detail !== '' && ` · ${each.detail}`}</span>
                    </li>
                  ))}
                </ol>
              )}
              <h3>{w('history')}</h3>
              <Timeline label={w('history')} entries={history.map((line, index) => ({ key: String(index), at: line.at, title: w(line.what), by: line.by, ...(line.reason === null ? {} : { note: line.reason }) }))} />
            </>
          )}
        </Reading>
      </div>
    </section>
  );
}

function Acts({ one, given }: { one: Subscription; given(secret: string | null): void }): ReactNode {
  const w = useWords(subscriptionTexts);
  const { name } = one;
  const small = { size: 'small' } as const;
  const params = (key: string): { path: { subscriptionId: string }; header: { 'Idempotency-Key': string } } => ({ path: { subscriptionId: one.id }, header: { 'Idempotency-Key': key } });
  const stand = (standing: Subscription['standing'], key: string, reason: string): Promise<Subscription> =>
    take(api.catalogue.POST('/subscriptions/{subscriptionId}/standing', { params: params(key), body: { standing, reason: reason === '' ? null : reason } }));
  return (
    <p className="hub-row">
      {one.standing === 'active' && one.failingSince !== null && <ConfirmAct label={w('tell')} title={w('tellTitle')} note={w('tellNote')} button={{ ...small, type: 'primary' }} run={(key) => take(api.catalogue.POST('/subscriptions/{subscriptionId}/telling', { params: params(key) }))} />}
      {one.standing === 'paused'
        ? <ConfirmAct label={w('resume')} title={w('resumeTitle', { name })} note={w('resumeNote')} button={{ ...small, type: 'primary' }} run={(key) => stand('active', key, '')} />
        : <ConfirmAct label={w('pause')} title={w('pauseTitle', { name })} note={w('pauseNote')} reason={{ label: w('reason'), maxLength: 500 }} button={small} run={(key, reason) => stand('paused', key, reason)} />}
      <ConfirmAct label={w('renew')} title={w('renewTitle', { name })} note={w('renewNote')} button={small} run={(key) => take(api.catalogue.POST('/subscriptions/{subscriptionId}/secret', { params: params(key) }))} done={(answer) => given(answer.secret)} />
      <ConfirmAct label={w('end')} title={w('endTitle', { name })} note={w('endNote')} danger reason={{ label: w('reason'), maxLength: 500 }} button={small} run={(key, reason) => stand('ended', key, reason)} />
    </p>
  );
}
