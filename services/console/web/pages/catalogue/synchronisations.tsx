/** Synchronisations with the province: the one under way as it goes, the earlier ones with what they took and what not, and why. */
import SyncOutlined from '@ant-design/icons/SyncOutlined';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useBoth, useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';

type Synchronisation = components['schemas']['Synchronisation'];

export function StartSynchronisation(): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const [mode, setMode] = useState<Synchronisation['mode']>('changes');
  return (
    <ConfirmAct
      label={w('start')} title={w('startTitle')} note={w('startNote')} button={{ type: 'primary', icon: <SyncOutlined /> }}
      run={(key) => take(api.catalogue.POST('/synchronisations', { params: { header: { 'Idempotency-Key': key } }, body: { mode } }))}
    >
      <fieldset className="hub-modes"><legend>{w('mode')}</legend>
        {(['changes', 'full'] as const).map((each) => <label key={each} className="hub-tick"><input type="radio" name="mode" checked={mode === each} onChange={() => setMode(each)} />{term('synchronisationMode', each)}</label>)}
      </fieldset>
    </ConfirmAct>
  );
}

/** While one runs it is asked about every second; otherwise only when something happened. */
const askEveryMs = 1_000;

export function Synchronisations(): ReactNode {
  const w = useWords(catalogueTexts);
  const query = useQuery({
    queryKey: ['catalogue', 'synchronisations'],
    queryFn: async ({ signal }) => (await take(api.catalogue.GET('/synchronisations', { signal }))).synchronisations,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') ? askEveryMs : false),
  });
  return (
    <Reading query={query} rows={6} empty={{ when: (all) => all.length === 0, title: w('syncNone'), note: w('syncNoneNote') }}>
      {(all) => <><h2 className="hub-unseen">{w('synchronisations')}</h2><ol className="hub-stack" aria-label={w('synchronisations')}>{all.map((one) => <li key={one.id}><One one={one} /></li>)}</ol></>}
    </Reading>
  );
}

function One({ one }: { one: Synchronisation }): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const both = useBoth();
  const { counts } = one;
  const seconds = one.finishedAt === null ? undefined : Math.round((Date.parse(one.finishedAt) - Date.parse(one.startedAt)) / 1000);
  const figures = [['seen', counts.seen], ['newVersions', counts.newVersions], ['changedCount', counts.changed], ['unchangedCount', counts.unchanged], ['notDelegated', counts.notDelegated], ['refused', counts.refused]] as const;
  return (
    <article className="hub-card hub-sync">
      <header className="hub-row"><StateTag kind="synchronisationState" value={one.state} /><strong className="hub-plain-strong"><Moment iso={one.startedAt} seconds /></strong>
        <span className="hub-soft">{term('synchronisationMode', one.mode)}{seconds !== undefined && <> · {w('took')} {seconds < 120 ? w('seconds', { seconds }) : w('minutes', { minutes: Math.round(seconds / 60) })}</>}</span></header>
      {one.state === 'running' && <p className="hub-sync-now" role="status"><span className="hub-waiting-dot" aria-hidden />{w('running', { pages: one.pages, seen: counts.seen })}</p>}
      {one.failure !== null && <Alert type="error" showIcon title={w('failure')} description={one.failure} />}
      <dl className="hub-figures">{figures.map(([what, count]) => <div key={what} className={count > 0 && what === 'refused' ? 'hub-figure-bad' : ''}><dt>{w(what)}</dt><dd>{count}</dd></div>)}</dl>
      {one.changeSetId !== null && <p><Link to={`/staff/change-sets/${one.changeSetId}`}>{w('toChangeSet')} <span className="hub-code">{one.changeSetId}</span></Link></p>}
      {one.notTaken.length > 0 && (
        <details className="hub-bodies"><summary>{w('notTaken')}</summary>
          <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('notTaken')}>
            <table className="hub-plain-table">
              <thead><tr><th scope="col">{w('code')}</th><th scope="col">{w('version')}</th><th scope="col">{w('why')}</th></tr></thead>
              <tbody>{one.notTaken.map((line, index) => <tr key={index}><td className="hub-code">{line.code}</td><td className="hub-number">{line.version}</td><td>{both(line)}<div className="hub-soft hub-code">{line.field}</div></td></tr>)}</tbody>
            </table>
          </div>
        </details>
      )}
      {one.state === 'finished' && counts.newVersions + counts.changed + counts.refused === 0 && <p className="hub-soft">{w('noDifference')}</p>}
    </article>
  );
}
