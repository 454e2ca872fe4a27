/**
 * Decides about one item: a version was seen, a document came or went, a day has come. After each the standing is computed
 * anew, and the window is told only when it differs from what it was told last.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { chinaDate } from '../../infra/clock.ts';
import { accept, event, ignore, reminder, takes, type Decision, type MessagesOf, type Output } from '../../infra/machine.ts';
import { ItemDelegation, learn, nextReview, PublishedItem, standingOn, withWords, type Day, type ItemRecord, type Learned } from './item.ts';

export const accepts = {
  /** A synchronisation has seen a version in the province. */
  'sync.version-seen': takes(z.object({ code: z.string(), item: PublishedItem }), (data) => data.code),
  /** A document on the register covers the item, in these words. */
  'register.item-delegated': takes(z.object({ code: z.string(), amendment: z.number().int(), delegation: ItemDelegation }), (data) => data.code),
  /** A document no longer names the item: it was listed by mistake. */
  'register.item-released': takes(z.object({ code: z.string(), amendment: z.number().int(), documentNumber: z.string() }), (data) => data.code),
  /** A day has come on which something begins or ends by itself. */
  'reminder.review': takes(z.object({}), () => ''),
};
export type ItemMessage = MessagesOf<typeof accepts>;

/** What a synchronisation is told about a version it brought. */
export const Seen = z.object({ kind: z.enum(['new-version', 'changed-standing', 'unchanged', 'refused', 'not-delegated']), field: z.string().optional(), zh: z.string().optional(), en: z.string().optional() });
export type Seen = z.infer<typeof Seen>;
const seen = (learned: Learned): Seen => (learned.kind === 'refused' ? { kind: 'refused', field: learned.field, zh: learned.zh, en: learned.en } : { kind: learned.kind });

const fresh = (code: string): ItemRecord => ({ status: 'awaiting', code, versions: [], delegations: [], amendments: {}, offeredDigest: null, tellings: 0, withdrawnFor: null, reviewOn: null, listedName: null, form: null });

export function decide(record: ItemRecord | undefined, message: ItemMessage, { now }: { now: Date }): Decision<ItemRecord> {
  const today = chinaDate(now);
  switch (message.type) {
    case 'sync.version-seen': {
      // The register says what the zone may handle; the province's other items are none of its business.
      if (!record) return ignore('not delegated to this zone', { kind: 'not-delegated' } satisfies Seen);
      const learned = learn(record.versions, message.data.item);
      if (learned.kind === 'refused' || learned.kind === 'unchanged') return ignore(learned.kind, seen(learned));
      return settled({ ...record, versions: learned.versions }, today, seen(learned));
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
  const { name, delegation } = standing.offer;
  const next: ItemRecord = {
    ...record, status: standing.withdrawn === null ? 'offered' : 'withdrawn', offeredDigest: digest, tellings, withdrawnFor: standing.withdrawn, reviewOn,
    listedName: name.slice(0, 190), form: delegation.form,
  };
  return accept(next, outputs, reply);
}
