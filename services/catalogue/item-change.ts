/**
 * Says on the bus, and so to everybody who follows, that something published of an item has changed. One narrow event for each
 * decision that changed anything; what exactly is asked of the catalogue, which keeps every version.
 */
import { chinaDate } from '../../infra/clock.ts';
import { event, type Decision } from '../../infra/machine.ts';
import { standingOn, standingWords, type ItemRecord } from './item.ts';

/** What of it changed: its published content, its documents of delegation, or whether cases may be taken. */
export type WhatChanged = 'content' | 'delegation' | 'standing';

/** Adds the event to a decision that changes what is published. */
export function tellingChange(before: ItemRecord | undefined, decision: Decision<ItemRecord>, now: Date): Decision<ItemRecord> {
  if (decision.kind !== 'accept') return decision;
  const { next } = decision;
  const what = changedBetween(before, next);
  if (what.length === 0) return decision;
  const standing = standingOn(next, chinaDate(now));
  const offer = standing.kind === 'known' ? standing.offer : undefined;
  const told = event('events.catalogue.item-changed', {
    itemCode: next.code, name: offer?.name ?? null, what, state: next.status, withdrawnFor: next.withdrawnFor,
    version: offer?.version ?? null, edition: offer?.edition ?? null, form: offer?.delegation.form ?? null, documentNumber: offer?.delegation.documentNumber ?? null,
    departments: departmentsOf(next),
  });
  return { ...decision, outputs: [...decision.outputs, told] };
}

/** Whom it concerns: the body that implements it, which its code begins with, and those that delegate it. */
const departmentsOf = (record: ItemRecord): string[] => [...new Set([record.code.slice(0, 18), ...standingWords(record.delegations).map((one) => one.department.creditCode)])];

/** What of an item people outside see differently after a decision. */
export function changedBetween(before: ItemRecord | undefined, next: ItemRecord): WhatChanged[] {
  const differs = (read: (record: ItemRecord) => unknown): boolean => JSON.stringify(before && read(before)) !== JSON.stringify(read(next));
  const what: WhatChanged[] = [];
  // An item nobody has published yet has no content to speak of.
  if (differs((record) => (record.timeline.length === 0 ? undefined : record.timeline))) what.push('content');
  if (differs((record) => record.delegations)) what.push('delegation');
  if (differs((record) => [record.status, record.withdrawnFor])) what.push('standing');
  return what;
}
