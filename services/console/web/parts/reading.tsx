/** One reading through its four states: being read, failed, empty, there. What was read before stays while it fails. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { EmptyState } from './empty-state.tsx';
import { Loading } from './loading.tsx';
import { ProblemAlert } from './problem-alert.tsx';

interface ReadingProps<T> {
  query: UseQueryResult<T, Error>;
  children: (data: T) => ReactNode;
  /** Says when there is nothing, and what stands there then. */
  empty?: { when: (data: T) => boolean; title: string; note?: string; action?: ReactNode };
  rows?: number;
}

export function Reading<T>({ query, children, empty, rows }: ReadingProps<T>): ReactNode {
  const retry = (): void => void query.refetch();
  if (query.data === undefined) {
    if (query.error) return <ProblemAlert error={query.error} retry={retry} busy={query.isFetching} />;
    return <Loading {...(rows === undefined ? {} : { rows })} />;
  }
  return (
    <>
      {query.error && <ProblemAlert error={query.error} retry={retry} busy={query.isFetching} />}
      {empty?.when(query.data)
        ? <EmptyState title={empty.title} {...(empty.note === undefined ? {} : { note: empty.note })} action={empty.action} />
        : children(query.data)}
    </>
  );
}
