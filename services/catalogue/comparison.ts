/**
 * What an arrival says of one item against what the zone has published of it: nothing new, a change to be approved, or something that may
 * not be taken, with the reason. Pure.
 */
import type { BothLanguages } from '../../contracts/refusals.ts';
import { differencesBetween, type Difference } from './differences.ts';
import { publishedProblem, type PublishedItem } from './published-item.ts';
import type { Day } from './civil-day.ts';
import { contentOf, spanOn, spansOf, wordsOf, type History } from './timeline.ts';

/** Where lists come from: the province, the zone itself, or a department by its credit code. */
export type Source = 'province' | 'zone' | `department:${string}`;

export const entryKinds = ['added', 'changed', 'removed', 'state'] as const;
export type EntryKind = (typeof entryKinds)[number];

export type Compared =
  | { readonly kind: EntryKind; readonly before: PublishedItem | null; readonly beforeEdition: number | null; readonly after: PublishedItem | null; readonly differences: Difference[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly field: string } & BothLanguages;

/** First day of a version; a version without one applied before anybody kept count. */
const firstDay = (item: PublishedItem): Day => item.effectiveOn ?? '0001-01-01';
const refused = (field: string, zh: string, en: string): Compared => ({ kind: 'refused', field, zh, en });

/** Compares; `after` null means that the source lists the item no longer. */
export function compare(history: History, given: PublishedItem | null, source: Source, today: Day): Compared {
  if (given === null) {
    const before = spanOn(history, today) ?? spansOf(history).at(-1);
    if (!before || before.state === 'cancelled') return { kind: 'unchanged' };
    const gone: Difference = { field: 'state', zh: '事项状态', en: 'state', change: 'changed', what: null, before: { 'in-use': '在用', suspended: '暂停' }[before.state], after: '取消', burden: 'heavier' };
    return { kind: 'removed', before: before.item, beforeEdition: before.edition, after: null, differences: [gone] };
  }
  const problem = publishedProblem(given);
  if (problem) return { kind: 'refused', ...problem };
  const day = given.effectiveOn !== null && given.effectiveOn > today ? given.effectiveOn : today;
  const base = spanOn(history, day) ?? spansOf(history).at(-1);
  if (source === 'province') {
    const told = ofProvince(history, given);
    if (told) return told;
  }
  if (!base) return { kind: 'added', before: null, beforeEdition: null, after: given, differences: [] };
  // A version is the province's to give: what others say differently is an edition of the version that applies.
  const after: PublishedItem = source === 'province' ? given : { ...given, version: base.version, effectiveOn: base.item.effectiveOn };
  const same = wordsOf(base.item) === wordsOf(after) && base.version === after.version;
  if (same && base.said === after.state && base.item.cancelledOn === after.cancelledOn) return { kind: 'unchanged' };
  const before = { ...base.item, state: base.said };
  return { kind: same ? 'state' : 'changed', before, beforeEdition: base.edition, after, differences: differencesBetween(before, after) };
}

/** What the province itself may not do, and what it has said before; undefined when it says something new that may be taken. */
function ofProvince(history: History, given: PublishedItem): Compared | undefined {
  const known = history.publications.filter((one) => one.version === given.version);
  if (known.length > 0) {
    const same = known.filter((one) => contentOf(one.item) === contentOf(given));
    if (same.length === 0) return refused('version', `版本 ${String(given.version)} 已发布，内容不得改动，应发布新版本`, `version ${String(given.version)} is published and may not change; publish a new one`);
    const applied = spansOf(history).findLast((span) => span.version === given.version);
    const last = history.timeline.findLast((segment) => segment.version === given.version);
    // It says again what it has said: what the zone has made of it since stays.
    if (!applied || !last || (last.state === given.state && last.lastDay === given.cancelledOn) || spansOf(history).at(-1)?.version !== given.version) return { kind: 'unchanged' };
    const before = { ...applied.item, state: last.state, cancelledOn: last.lastDay };
    // Only its condition is the province's news; the zone's own edition of it goes on.
    const after = { ...applied.item, state: given.state, cancelledOn: given.cancelledOn };
    return { kind: 'state', before, beforeEdition: applied.edition, after, differences: differencesBetween(before, after) };
  }
  const earlier = history.publications.reduce<PublishedItem | undefined>((latest, one) => (latest === undefined || one.version > latest.version ? one.item : latest), undefined);
  if (!earlier) return undefined;
  if (given.version < earlier.version) return refused('version', `已有更新的版本 ${String(earlier.version)}`, `a newer version ${String(earlier.version)} is known`);
  if (firstDay(given) <= firstDay(earlier)) {
    return refused('effectiveOn', `版本 ${String(given.version)} 的生效日期不晚于版本 ${String(earlier.version)}`, `version ${String(given.version)} does not take effect after version ${String(earlier.version)}`);
  }
  // Some provinces write the last day in force, others the first day out of it: one day together is neither's mistake.
  const lastDay = history.timeline.findLast((segment) => segment.version === earlier.version)?.lastDay ?? null;
  if (lastDay !== null && lastDay > firstDay(given)) return refused('effectiveOn', `版本 ${String(earlier.version)} 与版本 ${String(given.version)} 的有效期重叠`, `versions ${String(earlier.version)} and ${String(given.version)} overlap`);
  return undefined;
}
