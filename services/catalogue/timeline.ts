/**
 * What applied to an item on a day. Publications and conditions are written one behind the other and never taken out; from them every
 * day has exactly one answer: nothing yet, or one publication in one condition. Pure.
 */
import type { BothLanguages } from '../../contracts/refusals.ts';
import { dayAfter, dayBefore, type Day } from './civil-day.ts';
import { PublishedItem, type ItemCondition, type Publication, type Segment } from './published-item.ts';

export interface History { readonly publications: Publication[]; readonly timeline: Segment[] }
export const noHistory: History = { publications: [], timeline: [] };

/** One publication in one condition and the days on which it applied; `to` null: until further notice. */
export interface Span { readonly item: PublishedItem; readonly version: number; readonly edition: number; /** What the source said; `state` is cancelled also after the last day it named. */ readonly said: ItemCondition; readonly state: ItemCondition; readonly from: Day; readonly to: Day | null; readonly changeSetId: string }

const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

/** All that applied, in the order of days, without gap or overlap from the first day on. */
export function spansOf(history: History): Span[] {
  const inOrder = history.timeline.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return inOrder.flatMap((segment, index): Span[] => {
    const next = inOrder[index + 1];
    // Of two that begin on one day the one written later holds: toSorted keeps the order in which they were written.
    if (next?.from === segment.from) return [];
    const publication = publicationOf(history, segment);
    if (!publication) return [];
    const to = next ? dayBefore(next.from) : null;
    const { version, edition, changeSetId, from, lastDay } = segment;
    const span = (state: ItemCondition, begins: Day, ends: Day | null): Span =>
      ({ item: { ...publication.item, state, cancelledOn: lastDay }, version, edition, said: segment.state, state, from: begins, to: ends, changeSetId });
    if (segment.state === 'cancelled' || lastDay === null || (to !== null && to <= lastDay)) return [span(segment.state, from, to)];
    if (lastDay < from) return [span('cancelled', from, to)];
    return [span(segment.state, from, lastDay), span('cancelled', dayAfter(lastDay), to)];
  });
}

/** What applied on a day; undefined before the first day. */
export const spanOn = (history: History, on: Day): Span | undefined => spansOf(history).find((span) => span.from <= on && (span.to === null || on <= span.to));

/** Content as published, by its number. */
export const publicationOf = (history: History, { version, edition }: Pick<Publication, 'version' | 'edition'>): Publication | undefined =>
  history.publications.find((one) => one.version === version && one.edition === edition);

/** What a published version is, whether in use or not; its condition and last day may change without it. */
export const contentOf = (item: PublishedItem): string => JSON.stringify({ ...PublishedItem.parse(item), state: null, cancelledOn: null });
/** The same without what tells one version from the next: whether a source says anything else than what applies. */
export const wordsOf = (item: PublishedItem): string => JSON.stringify({ ...PublishedItem.parse(item), state: null, cancelledOn: null, effectiveOn: null, version: null });

export interface Change {
  /** What it shall be; null: it is no longer an item of this list. */
  readonly after: PublishedItem | null;
  /** The day on which the change set takes effect. */
  readonly effectiveOn: Day;
  readonly changeSetId: string;
  readonly at: string;
}

export interface Published extends History { readonly version: number; readonly edition: number; readonly from: Day }

/** From which day on a change holds: never before the day its change set takes effect, but what an item was before the zone kept it, it was. */
function beginningOf(history: History, after: PublishedItem, { effectiveOn, changeSetId }: Change): Day {
  const firstLoad = history.timeline.every((segment) => segment.changeSetId === changeSetId);
  if (after.effectiveOn === null) return effectiveOn;
  return firstLoad ? after.effectiveOn : laterOf(effectiveOn, after.effectiveOn);
}

/** Publishes a change; the same content in another condition is no new edition. */
export function publish(history: History, change: Change): Published | ({ readonly kind: 'refused' } & BothLanguages) {
  const { after, effectiveOn, changeSetId, at } = change;
  if (after === null) {
    const before = spanOn(history, effectiveOn) ?? spansOf(history).at(-1);
    if (!before) return { kind: 'refused', zh: '该事项从未发布，无可取消', en: 'the item was never published; there is nothing to cancel' };
    const from = laterOf(effectiveOn, before.from);
    return withSegment(history, { from, version: before.version, edition: before.edition, state: 'cancelled', lastDay: null, changeSetId, at });
  }
  const from = beginningOf(history, after, change);
  const before = spanOn(history, from);
  const rest = { state: after.state, lastDay: after.cancelledOn, changeSetId, at };
  if (before?.version === after.version && contentOf(before.item) === contentOf(after)) return withSegment(history, { from, version: before.version, edition: before.edition, ...rest });
  const edition = nextEdition(history, after.version);
  return withSegment({ ...history, publications: [...history.publications, { version: after.version, edition, item: after, changeSetId, at }] }, { from, version: after.version, edition, ...rest });
}

const nextEdition = (history: History, version: number): number => history.publications.reduce((most, one) => (one.version === version && one.edition > most ? one.edition : most), 0) + 1;
const withSegment = (history: History, segment: Segment): Published => ({ publications: history.publications, timeline: [...history.timeline, segment], version: segment.version, edition: segment.edition, from: segment.from });

/**
 * Undoes what one change set published: from `on` on, what would apply without it is published again. Days that are past keep
 * their answer. Undefined when the set published nothing here.
 */
export function withdraw(history: History, changeSetId: string, on: Day, at: string): Published | undefined {
  const own = history.timeline.filter((segment) => segment.changeSetId === changeSetId);
  const without: History = { publications: history.publications, timeline: history.timeline.filter((segment) => segment.changeSetId !== changeSetId) };
  let result: Published | undefined;
  // What was to begin later is undone on its own day: until then something else may apply.
  const days = new Map(own.map((segment) => [laterOf(on, segment.from), segment]));
  for (const [from, segment] of [...days].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const known: History = result ?? history;
    const rest = { from, changeSetId: undone(changeSetId), at };
    const former = spanOn(without, from);
    // What it first brought is cancelled: there was nothing before it.
    if (!former) { result = withSegment(known, { ...rest, version: segment.version, edition: segment.edition, state: 'cancelled', lastDay: null }); continue; }
    const condition = { state: former.state, lastDay: former.state === 'cancelled' ? null : former.item.cancelledOn };
    const now = spanOn(known, from);
    if (now?.version === former.version && contentOf(now.item) === contentOf(former.item)) { result = withSegment(known, { ...rest, version: now.version, edition: now.edition, ...condition }); continue; }
    const edition = nextEdition(known, former.version);
    const again: Publication = { version: former.version, edition, item: former.item, changeSetId: undone(changeSetId), at };
    result = withSegment({ ...known, publications: [...known.publications, again] }, { ...rest, version: former.version, edition, ...condition });
  }
  return result;
}
/** Under which name the undoing of a change set stands in a timeline. */
export const undone = (changeSetId: string): string => `${changeSetId}-undone`;
