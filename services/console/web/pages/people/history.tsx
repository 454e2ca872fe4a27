/** Who changed what when, with what was before and after; the newest first, older ones on demand. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { peopleTexts } from '../../texts/people.ts';
import { terms } from '../../texts/terms.ts';
import { changesOf, type FieldName } from './changes.ts';
import { useDepartments, type HistoryLine, type Register } from './register.ts';

const fieldWords = {
  login: 'login', name: 'name', active: 'active', rights: 'rights', role: 'role', department: 'department', window: 'window', holders: 'holders',
  subject: 'person', from: 'from', to: 'to', reason: 'reason',
} as const satisfies Record<FieldName, keyof typeof peopleTexts>;

interface HistoryProps { register: Register; kind?: HistoryLine['kind']; id?: string; limit?: number; label: string; open?(line: HistoryLine): void }

export function History({ register, kind, id, limit = 30, label, open }: HistoryProps): ReactNode {
  const w = useWords(peopleTexts);
  const about = { limit, ...(kind === undefined ? {} : { kind }), ...(id === undefined ? {} : { id }) };
  const query = useInfiniteQuery({
    queryKey: ['console', 'history', about],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) => take(api.console.GET('/history', { params: { query: { ...about, ...(pageParam === 0 ? {} : { before: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.before ?? undefined,
  });
  if (!query.data) return query.error ? <ProblemAlert error={query.error} retry={() => void query.refetch()} busy={query.isFetching} /> : <Loading rows={4} />;
  const lines = query.data.pages.flatMap((page) => page.history);
  if (lines.length === 0) return <EmptyState title={w('historyNone')} />;
  return (
    <div className="hub-stack">
      {query.error && <ProblemAlert error={query.error} retry={() => void query.refetch()} busy={query.isFetching} />}
      <Timeline
        label={label} entries={lines.map((line) => ({
          key: String(line.position), at: line.at, tone: line.after === null && line.before !== null ? 'bad' as const : line.before === null && line.after !== null ? 'good' as const : 'active' as const,
          title: <>{w(whatOf(line))}{id === undefined && <> {open ? <Button type="link" size="small" className="hub-inline-link" onClick={() => open(line)}>{nameIn(register, line)}</Button> : nameIn(register, line)}</>}</>,
          by: byWhom(line, w), more: <Changes line={line} register={register} />,
        }))}
      />
      {query.hasNextPage && <div><Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{w('historyMore')}</Button></div>}
    </div>
  );
}

type Words = ReturnType<typeof useWords<typeof peopleTexts>>;
const whatOf = (line: HistoryLine): `what-${HistoryLine['what']}` => `what-${line.what}`;
const byWhom = (line: HistoryLine, w: Words): string => (line.what === 'begin' ? w('bySystem') : w('by', { name: line.byName, subject: line.by }));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What the line is about, as people call it. */
function nameIn(register: Register, line: HistoryLine): string {
  const kept = line.after ?? line.before;
  if (line.kind === 'absence') return register.nameOf(text(kept?.['subject']));
  return text(kept?.['name']) || (line.kind === 'person' ? register.nameOf(line.id) : register.posts.find((post) => post.code === line.id)?.name ?? line.id);
}

function Changes({ line, register }: { line: HistoryLine; register: Register }): ReactNode {
  const w = useWords(peopleTexts);
  const changes = changesOf(line.kind, line.before, line.after);
  if (changes.length === 0) return null;
  // What is wholly new or wholly gone has one side only.
  const sides = (['before', 'after'] as const).filter((side) => line[side] !== null);
  const fold = line.before === null && line.what !== 'add-absence';
  const table = (
    <table className="hub-changes">
      <thead><tr><th scope="col">{w('field')}</th>{sides.map((side) => <th key={side} scope="col">{w(side)}</th>)}</tr></thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}><th scope="row">{w(fieldWords[change.field])}</th>{sides.map((side) => <td key={side}><Value field={change.field} value={change[side]} register={register} /></td>)}</tr>
        ))}
      </tbody>
    </table>
  );
  return fold ? <details className="hub-bodies"><summary>{w('details')}</summary>{table}</details> : table;
}

/** One value of the register as people read it. */
export function Value({ field, value, register }: { field: FieldName; value: unknown; register: Register }): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  const departments = useDepartments();
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="hub-soft">{w('nothing')}</span>;
    return <ul>{value.filter(isRecord).map((line) => <li key={JSON.stringify(line)}>{field === 'rights' ? right(line) : holder(line)}</li>)}</ul>;
  }
  if (typeof value === 'boolean') return w(value ? 'yes' : 'no');
  const given = text(value);
  if (given === '') return <span className="hub-soft">{w('nothing')}</span>;
  if (field === 'role') return given in terms.role ? term('role', given) : given;
  if (field === 'subject') return register.nameOf(given);
  if (field === 'department') return departments.data?.find(([code]) => code === given)?.[1] ?? given;
  return given;

  function right(line: Record<string, unknown>): ReactNode {
    return <>{w('rightHeld', { right: term('role', text(line['right'])), until: text(line['until']) })}<div className="hub-soft">{w('rightBasis', { basis: text(line['basis']) })}</div></>;
  }
  function holder(line: Record<string, unknown>): ReactNode {
    return <>{w('as', { letter: text(line['letter']) })} {register.nameOf(text(line['subject']))} <span className="hub-number hub-soft">{text(line['from'])} – {text(line['to']) || w('openEnd')}</span></>;
  }
}
