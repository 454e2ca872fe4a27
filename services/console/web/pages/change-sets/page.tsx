/** Change sets 变更单 of the catalogue, those that wait for an officer first to be found. Promise: nothing is published that is not listed here. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { changeSetTexts } from '../../texts/change-sets.ts';
import { terms } from '../../texts/terms.ts';

type ChangeSet = components['schemas']['ChangeSet'];
const states = Object.keys(terms.changeSetState).filter((state) => state !== 'collecting') as Exclude<keyof typeof terms.changeSetState, 'collecting'>[];
const sources = Object.keys(terms.listSource) as (keyof typeof terms.listSource)[];

export default function ChangeSetsPage(): ReactNode {
  const w = useWords(changeSetTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const filter = useListFilter({ state: states, source: sources });
  const [chosen, choose] = useRememberedChoice('change-sets');
  const { query, paging } = useCursorPages(['catalogue', 'change-sets'], filter, 20, ({ q: _q, from: _from, to: _to, ...page }, signal) => take(api.catalogue.GET('/change-sets', { params: { query: page }, signal })));
  const columns: readonly Column<ChangeSet>[] = [
    { key: 'what', title: w('what'), cell: (one) => <>{one.title}<div className="hub-soft hub-code">{one.id}</div></> },
    { key: 'source', title: w('source'), width: '150px', minor: true, cell: (one) => sourceWords(one.source, term, w) },
    { key: 'counts', title: w('whatChanges'), width: '220px', cell: (one) => <Counts counts={one.counts} heavier={one.heavier} /> },
    { key: 'proposed', title: w('proposedBy'), width: '128px', minor: true, cell: (one) => <><Moment iso={one.proposedAt} /><div className="hub-soft">{one.proposedBy.name}</div></> },
    { key: 'effective', title: w('effective'), width: '110px', roomy: true, cell: (one) => <span className="hub-number">{one.effectiveOn}</span> },
    { key: 'state', title: w('state'), width: '96px', cell: (one) => <StateTag kind="changeSetState" value={one.state} /> },
  ];
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        <ListFilters choices={[
          { key: 'state', label: w('state'), options: states.map((each) => [each, term('changeSetState', each)]) },
          { key: 'source', label: w('source'), options: sources.map((each) => [each, term('listSource', each)]) },
        ]} />
        <Reading query={query} rows={8} empty={{ when: (page) => page.changeSets.length === 0, title: w('none'), note: w('noneNote') }}>
          {(page) => (
            <DataTable
              label={w('list')} globalKeys columns={columns} rows={page.changeSets} rowKey={(one) => one.id} chosen={chosen} choose={choose} open={(one) => void navigate(`/staff/change-sets/${one.id}`)}
              paging={paging} busy={query.isFetching} mark={(one) => (one.actions.includes('approve') ? 'yellow' : undefined)}
            />
          )}
        </Reading>
      </div>
    </>
  );
}

/** A source in words. */
function sourceWords(source: string, term: ReturnType<typeof useTerms>, w: (key: 'department') => string): string {
  return source.startsWith('department:') ? w('department') : term('listSource', source);
}

function Counts({ counts, heavier }: { counts: ChangeSet['counts']; heavier: number }): ReactNode {
  const w = useWords(changeSetTexts);
  const parts = [counts.added && w('added', { count: counts.added }), counts.changed && w('changed', { count: counts.changed }), counts.removed && w('removed', { count: counts.removed }), counts.state && w('stateOnly', { count: counts.state })].filter((part) => part !== 0);
  return <>{parts.join(' · ')}{counts.refused > 0 && <div className="hub-soft">{w('refusedCount', { count: counts.refused })}</div>}{heavier > 0 && <div><Tag tone="bad">{w('heavierOf', { count: heavier })}</Tag></div>}</>;
}
