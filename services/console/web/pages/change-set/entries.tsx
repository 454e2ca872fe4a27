/** The entries of a change set, fifty at a time, each with its differences side by side. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useBoth, useTerms, useWords } from '../../language.tsx';
import { Differences } from '../../parts/differences.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Loading } from '../../parts/loading.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { changeSetTexts } from '../../texts/change-sets.ts';
import { terms } from '../../texts/terms.ts';

type ChangeSet = components['schemas']['ChangeSet'];
type Entry = components['schemas']['ChangeSetEntry'];
const kinds = Object.keys(terms.changeKind) as (keyof typeof terms.changeKind)[];
const burdens = ['heavier'] as const;
const pageSize = 50;

export function Entries({ one }: { one: ChangeSet }): ReactNode {
  const w = useWords(changeSetTexts);
  const term = useTerms();
  const { kind, burden, q } = useListFilter({ kind: kinds, burden: burdens });
  const filter = { ...(kind === undefined ? {} : { kind }), ...(burden === undefined ? {} : { burden }), ...(q === undefined ? {} : { q }) };
  const query = useInfiniteQuery({
    queryKey: ['catalogue', 'change-set-entries', { changeSetId: one.id, revision: one.revision, ...filter }],
    queryFn: ({ pageParam, signal }) => take(api.catalogue.GET('/change-sets/{changeSetId}/entries', { params: { path: { changeSetId: one.id }, query: { ...filter, after: pageParam, limit: pageSize } }, signal })),
    initialPageParam: 0, getNextPageParam: (page) => page.next, placeholderData: keepPreviousData,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section className="hub-stack" aria-label={w('entries')}>
      <ListFilters words={w('findEntry')} choices={[{ key: 'kind', label: w('kind'), options: kinds.map((each) => [each, term('changeKind', each)]) }, { key: 'burden', label: w('forWhom'), options: [['heavier', w('heavier')]] }]} />
      {query.error && <ProblemAlert error={query.error} retry={() => void query.refetch()} busy={query.isFetching} />}
      {query.isPending ? <Loading rows={8} /> : entries.length === 0 ? <EmptyState title={w('entriesNone')} note={w('entriesNoneNote')} /> : (
        <ol className="hub-stack hub-entries">{entries.map((entry) => <li key={entry.number}><One entry={entry} state={one.state} /></li>)}</ol>
      )}
      {query.hasNextPage && <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>{w('more')}</Button>}
    </section>
  );
}

function One({ entry, state }: { entry: Entry; state: ChangeSet['state'] }): ReactNode {
  const w = useWords(changeSetTexts);
  const both = useBoth();
  const { number, name, code, kind, status, before, differences, refused, row, result } = entry;
  const trouble = refused ?? result?.trouble ?? null;
  const waits = state === 'proposed' || state === 'approved';
  return (
    <article className="hub-card hub-entry" aria-labelledby={`entry-${String(number)}`}>
      <header>
        <h2 id={`entry-${String(number)}`} className="hub-row"><StateTag kind="changeKind" value={kind} />{name}</h2>
        <span className="hub-row">{before && <span className="hub-soft">{w('edition', { version: before.version, edition: before.edition })}</span>}{status !== 'proposed' && status !== 'refused' && <StateTag kind="changeEntryStatus" value={status} />}</span>
      </header>
      <p className="hub-entry-code"><Link to={`/staff/catalogue/${code}`} className="hub-code">{code}</Link>{row !== null && <span className="hub-soft">{w('row', { row })}</span>}</p>
      {trouble && <p className="hub-card-body hub-entry-trouble">{both(trouble)} <span className="hub-soft hub-code">{trouble.field}</span></p>}
      {differences.length > 0 && <Differences differences={differences} label={`${name} ${w('entries')}`} beforeTitle={w(waits ? 'before' : 'beforeDone')} afterTitle={w('after')} />}
      {(kind === 'added' || result?.edition) && (
        <p className="hub-entry-note hub-soft">{kind === 'added' && w('newItem')}{kind === 'added' && result?.edition && ' · '}{result?.version && result.edition && w('published', { version: result.version, edition: result.edition, from: result.from ?? '' })}</p>
      )}
    </article>
  );
}
