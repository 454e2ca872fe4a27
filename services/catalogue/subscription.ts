/**
 * Decides about one subscription 订阅: who is told of published changes, where, of what, and how each telling is signed. The secret
 * lies here sealed and is never shown again; how far the subscriber has heard is kept beside, where it changes often.
 */
import { z } from 'zod';
import { accept, ignore, refuse, takes, type Decision, type MessagesOf } from '../../infra/machine.ts';
import { refusal } from '../../contracts/refusals.ts';
import { changeKinds } from './change-feed.ts';

const day = z.iso.datetime();
export const subscriptionStandings = ['active', 'paused', 'ended'] as const;

export const SubscriptionWords = z.object({
  name: z.string().min(1).max(100),
  url: z.string().min(1).max(500),
  /** Credit codes of the bodies whose items it wants to hear of; none: of all. */
  departments: z.array(z.string()).max(50),
  /** Which kinds of change; none: all. */
  kinds: z.array(z.enum(changeKinds)),
  /** Whom to call when it does not answer: an office, never a person. */
  contact: z.string().max(200),
});
export type SubscriptionWords = z.infer<typeof SubscriptionWords>;

export const SubscriptionRecord = SubscriptionWords.extend({
  status: z.enum(subscriptionStandings), id: z.string(),
  /** The position after which it is told: it hears of nothing older. */
  from: z.number().int(),
  sealedSecret: z.string(),
  /** The secret before this one still signs as well until then, so that the other side has time. */
  earlier: z.object({ sealedSecret: z.string(), until: day }).nullable(),
  createdAt: day, createdBy: z.string(),
  history: z.array(z.object({ at: day, by: z.string(), what: z.enum(['created', 'changed', 'secret-renewed', 'paused', 'resumed', 'ended']), reason: z.string().nullable() })),
});
export type SubscriptionRecord = z.infer<typeof SubscriptionRecord>;

/** So long both secrets sign after a renewal. */
export const overlapMs = 24 * 3_600_000;

export const accepts = {
  'http.create-subscription': takes(z.object({ id: z.string(), words: SubscriptionWords, from: z.number().int(), sealedSecret: z.string(), by: z.string() }), (data) => data.id),
  'http.change-subscription': takes(z.object({ id: z.string(), words: SubscriptionWords, by: z.string() }), (data) => data.id),
  'http.renew-subscription-secret': takes(z.object({ id: z.string(), sealedSecret: z.string(), by: z.string() }), (data) => data.id),
  'http.set-subscription-standing': takes(z.object({ id: z.string(), standing: z.enum(subscriptionStandings), reason: z.string().nullable(), by: z.string() }), (data) => data.id),
};

export function decide(record: SubscriptionRecord | undefined, message: MessagesOf<typeof accepts>, { now }: { now: Date }): Decision<SubscriptionRecord> {
  const at = now.toISOString();
  const { by } = message.data;
  const line = (what: SubscriptionRecord['history'][number]['what'], reason: string | null = null): SubscriptionRecord['history'] => [...(record?.history ?? []), { at, by, what, reason }];
  if (message.type === 'http.create-subscription') {
    if (record) return ignore('made before');
    const { id, words, from, sealedSecret } = message.data;
    return accept({ ...words, status: 'active', id, from, sealedSecret, earlier: null, createdAt: at, createdBy: by, history: line('created') });
  }
  if (!record) return refuse(refusal('not-found'));
  if (record.status === 'ended') return refuse(refusal('wrong-state', { detail: { zh: '该订阅已终止', en: 'the subscription has ended' } }));
  switch (message.type) {
    case 'http.change-subscription': {
      const { words } = message.data;
      return JSON.stringify(SubscriptionWords.parse(record)) === JSON.stringify(words) ? ignore('the same words') : accept({ ...record, ...words, history: line('changed') });
    }
    case 'http.renew-subscription-secret':
      return accept({ ...record, sealedSecret: message.data.sealedSecret, earlier: { sealedSecret: record.sealedSecret, until: new Date(now.getTime() + overlapMs).toISOString() }, history: line('secret-renewed') });
    case 'http.set-subscription-standing': {
      const { standing, reason } = message.data;
      if (standing === record.status) return ignore('it stands so already');
      return accept({ ...record, status: standing, history: line(standing === 'active' ? 'resumed' : standing, reason) });
    }
  }
}
