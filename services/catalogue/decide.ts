/**
 * Decides about one item: a change set publishes something, a document came or went, a day has come. After each the standing is computed
 * anew, and the window is told only when it differs from what it was told last.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { chinaDate } from '../../infra/clock.ts';
import { accept, event, ignore, reminder, takes, type Decision, type MessagesOf, type Output } from '../../infra/machine.ts';
import type { Day } from './civil-day.ts';
import { ItemDelegation, nextReview, standingOn, withWords, type ItemRecord } from './item.ts';
import { PublishedItem } from './published-item.ts';
import { publish, withdraw, type Published } from './timeline.ts';

export const accepts = {
  /** An approved change set takes effect for this item. `publishings`: how often it had been published when it was compared. */
  'changes.publish': takes(z.object({ code: z.string(), changeSetId: z.string(), publishings: z.number().int(), effectiveOn: z.iso.date(), after: PublishedItem.nullable() }), (data) => data.code),
  /** What a change set has published is undone from a day on. */
  'changes.undo': takes(z.object({ code: z.string(), changeSetId: z.string(), on: z.iso.date() }), (data) => data.code),
  /** A document on the register covers the item, in these words. */
  'register.item-delegated': takes(z.object({ code: z.string(), amendment: z.number().int(), delegation: ItemDelegation }), (data) => data.code),
  /** A document no longer names the item: it was listed by mistake. */
  'register.item-released': takes(z.object({ code: z.string(), amendment: z.number().int(), documentNumber: z.string() }), (data) => data.code),
  /** A day has come on which something begins or ends by itself. */
  'reminder.review': takes(z.object({}), () => ''),
};
export type ItemMessage = MessagesOf<typeof accepts>;

/** What a change set is told about one of its entries. */
export const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('published'), version: z.number().int(), edition: z.number().int(), from: z.iso.date(), publishing: z.number().int() }),
  z.object({ kind: z.literal('not-taken'), field: z.string(), zh: z.string(), en: z.string() }),
]);
export type Told = z.infer<typeof Told>;
const notTaken = (field: string, zh: string, en: string): Decision<ItemRecord> => ignore('not taken', { kind: 'not-taken', field, zh, en } satisfies Told);

const fresh = (code: string): ItemRecord => ({ status: 'awaiting', code, publications: [], timeline: [], publishings: 0, delegations: [], amendments: {}, offeredDigest: null, tellings: 0, withdrawnFor: null, reviewOn: null, listedName: null, listedDepartment: null, form: null });

export function decide(record: ItemRecord | undefined, message: ItemMessage, { now }: { now: Date }): Decision<ItemRecord> {
  const today = chinaDate(now);
  switch (message.type) {
    case 'changes.publish': {
      const { changeSetId, publishings, effectiveOn, after } = message.data;
      // The register says what the zone may handle; what nobody delegates any more is none of its business.
      if (!record) return notTaken('code', '该事项未赋权本园区', 'the item is not delegated to this zone');
      const others = record.timeline.filter((segment) => segment.changeSetId !== changeSetId).length;
      if (others !== publishings) return notTaken('code', '批准之后该事项已由另一变更单变更', 'another change set has changed the item since this one was approved');
      const published = publish(record, { after, effectiveOn, changeSetId, at: now.toISOString() });
      return 'kind' in published ? notTaken('code', published.zh, published.en) : changed(record, published, today);
    }
    case 'changes.undo': {
      const { changeSetId, on } = message.data;
      const withdrawn = record && withdraw(record, changeSetId, on, now.toISOString());
      return record && withdrawn ? changed(record, withdrawn, today) : notTaken('code', '该变更单未变更此事项', 'the change set has published nothing of this item');
    }
    case 'register.item-delegated': {
      const { code, amendment, delegation } = message.data;
      const before = record ?? fresh(code);
      if (isLate(before, delegation.documentNumber, amendment)) return ignore('a later amendment is known');
      return settled({ ...before, delegations: withWords(before.delegations, delegation), amendments: { ...before.amendments, [delegation.documentNumber]: amendment } }, today);
    }
    case 'register.item-released': {
      if (!record) return ignore('the item is not known');
      const { amendment, documentNumber } = message.data;
      if (isLate(record, documentNumber, amendment)) return ignore('a later amendment is known');
      const delegations = record.delegations.map((one) => (one.documentNumber === documentNumber && one.supersededOn === null && (one.endedOn === null || one.endedOn > today) ? { ...one, endedOn: today, endReason: 'taken-back' as const } : one));
      return settled({ ...record, delegations, amendments: { ...record.amendments, [documentNumber]: amendment } }, today);
    }
    case 'reminder.review':
      return record ? settled(record, today) : ignore('the item is not known');
  }
}

function changed(record: ItemRecord, { publications, timeline, version, edition, from }: Published, today: Day): Decision<ItemRecord> {
  const publishings = timeline.length;
  return settled({ ...record, publications, timeline, publishings }, today, { kind: 'published', version, edition, from, publishing: publishings } satisfies Told);
}

/** Two amendments may be told at once, in any order. */
const isLate = (record: ItemRecord, documentNumber: string, amendment: number): boolean => (record.amendments[documentNumber] ?? 0) > amendment;

/** Computes the standing and says what the window must be told. */
function settled(record: ItemRecord, today: Day, reply: unknown = null): Decision<ItemRecord> {
  const standing = standingOn(record, today);
  const reviewOn = nextReview(record, today);
  const outputs: Output[] = [];
  // Just after midnight in China, when the day has surely begun for everybody.
  if (reviewOn !== null && reviewOn !== record.reviewOn) outputs.push(reminder('review', new Date(Date.parse(`${reviewOn}T00:00:05+08:00`))));
  if (standing.kind === 'awaiting') return accept({ ...record, status: 'awaiting', reviewOn, form: record.delegations.at(-1)?.form ?? null }, outputs, reply);

  const digest = createHash('sha256').update(JSON.stringify(standing.offer)).digest('hex');
  // Also what may not be taken is told once in full, so that the window can say why it refuses.
  const changed = digest !== record.offeredDigest;
  const offeredAgain = standing.withdrawn === null && record.status !== 'offered';
  let { tellings } = record;
  if (changed || offeredAgain) outputs.push(event('events.catalogue.item-offered', { item: standing.offer, telling: (tellings += 1) }));
  if (standing.withdrawn !== null && (changed || standing.withdrawn !== record.withdrawnFor)) {
    outputs.push(event('events.catalogue.item-withdrawn', { itemCode: record.code, telling: (tellings += 1), reason: standing.withdrawn }));
  }
  const { name, department, delegation } = standing.offer;
  const next: ItemRecord = {
    ...record, status: standing.withdrawn === null ? 'offered' : 'withdrawn', offeredDigest: digest, tellings, withdrawnFor: standing.withdrawn, reviewOn,
    listedName: name.slice(0, 190), listedDepartment: department.name.slice(0, 190), form: delegation.form,
  };
  return accept(next, outputs, reply);
}
