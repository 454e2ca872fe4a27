/**
 * Where a figure leads: the list of exactly the cases it counts. Promise: the words are those by which the service counts, so
 * figure and list agree; a group that no filter can name leads nowhere.
 */
import { addressOf, caseFilterOf, type CaseFilter } from '../../parts/case-filter.ts';

export const groupings = ['item', 'window', 'person', 'department', 'form', 'state', 'day'] as const;
export type Grouping = (typeof groupings)[number];
export type Counted = 'received' | 'onHand' | 'overdue' | 'closed' | 'onTime' | 'late';
/** A group, or all of it. */
export type Group = { readonly by: Grouping; readonly key: string } | undefined;

export function figureAddress(counted: Counted, { from, to }: { from: string; to: string }, group: Group): string | undefined {
  const within = group?.by === 'day' ? { from: group.key, to: group.key } : { from, to };
  const named = nameOf(group);
  if (named === undefined) return undefined;
  const decided = { decidedFrom: within.from, decidedTo: within.to };
  // By day, on hand are those that came in on that day; otherwise all that had come in by the end of the period.
  const since = group?.by === 'day' ? { receivedFrom: within.from } : {};
  const filters: Readonly<Record<Counted, CaseFilter>> = {
    received: { receivedFrom: within.from, receivedTo: within.to },
    onHand: { ...since, receivedTo: within.to, open: true, order: 'due' },
    overdue: { ...since, receivedTo: within.to, open: true, light: 'red', order: 'due' },
    closed: decided,
    onTime: { ...decided, onTime: true },
    late: { ...decided, onTime: false },
  };
  return `/staff/cases?${addressOf({ ...filters[counted], ...named }).toString()}`;
}

/** The filter that names a group; a group of cases that have none (a case without a window) has no name. */
function nameOf(group: Group): CaseFilter | undefined {
  if (!group || group.by === 'day') return {};
  const key = { item: 'itemCode', window: 'window', person: 'receivedBy', department: 'department', form: 'form', state: 'state' }[group.by];
  const filter = caseFilterOf(new URLSearchParams({ [key]: group.key }));
  return Object.keys(filter).length === 1 ? filter : undefined;
}
