/** The HTTP of the feed and of subscriptions. What is published is public; who follows it is kept by catalogue officers and integrators. */
import { z } from 'zod';
import type { components } from '../../contracts/catalogue/api.ts';
import { creditCodeProblem } from '../../contracts/identifiers.ts';
import { refusal } from '../../contracts/refusals.ts';
import { freshId, freshSecret } from '../../infra/chance.ts';
import type { Database } from '../../infra/database.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { documentOf } from '../../infra/records.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import type { Secrets } from '../../infra/secrets.ts';
import { changesAfter, changesBehind, endOfFeed, shownChange } from './change-feed.ts';
import { attemptsOf, progressOfAll, secretPurpose, tellNow, type Progress } from './deliveries.ts';
import { addressRefusal, type SubscriberNetworks } from './subscriber-address.ts';
import { SubscriptionRecord, subscriptionStandings, SubscriptionWords } from './subscription.ts';

type Schemas = components['schemas'];

const FeedQuery = z.object({ after: z.string().regex(/^\d{1,18}$/).optional(), department: z.string().optional(), kind: z.string().optional(), limit: z.coerce.number().int().default(100) });
const Words = SubscriptionWords.extend({ departments: SubscriptionWords.shape.departments.default([]), kinds: SubscriptionWords.shape.kinds.default([]), contact: SubscriptionWords.shape.contact.default('') });
const Creation = Words.extend({ after: z.string().regex(/^\d{1,18}$/).nullable().default(null) });
const Standing = z.object({ standing: z.enum(subscriptionStandings), reason: z.string().nullable().default(null) });

/** Not heard for so long, a subscriber counts as dead: somebody has to call it. */
const deadAfterMs = 24 * 3_600_000;

export function subscriptionHandlers(context: Context<{ subscriberNetworks: SubscriberNetworks }>, machine: AnyMachine, secrets: Secrets | undefined, wake: () => void): Handlers {
  const { database, clock, settings } = context;
  const missing: Answer = { refusal: refusal('not-found') };
  const idOf = (asked: Asked): string => asked.params['subscriptionId'] ?? '';
  const shownOne = async (record: SubscriptionRecord): Promise<Schemas['Subscription']> => shown(record, (await progressOfAll(database)).get(record.id), await behind(record.id, record.from), clock.now());
  async function behind(id: string, from: number): Promise<number> {
    return changesBehind(database, (await progressOfAll(database)).get(id)?.acknowledgedTo ?? from);
  }
  const wrongIn = (words: SubscriptionWords): Answer | undefined => {
    const address = addressRefusal(words.url, settings.subscriberNetworks);
    if (address) return { refusal: address };
    const index = words.departments.findIndex((code) => creditCodeProblem(code) !== undefined);
    return index < 0 ? undefined : { refusal: refusal('invalid-credit-code', { field: `departments.${String(index)}` }) };
  };
  const order = (type: string, id: string, data: object, asked: Asked): ReturnType<typeof context.submit> =>
    context.submit(machine, type, id, { id, ...data, by: asked.actor.subject }, { messageId: asked.messageId ?? freshId(), requestHash: asked.requestHash, actor: asked.actor });
  /** The subscription as it is after an order. */
  async function after(settlement: Awaited<ReturnType<typeof order>>, id: string, more: { status: number; secret?: string | null }): Promise<Answer> {
    if (settlement.kind !== 'settled') return answerTo(settlement, () => ({ status: more.status }));
    const record = await subscriptionById(database, id);
    wake();
    if (!record) return missing;
    const subscription = await shownOne(record);
    return { status: more.status, body: more.secret === undefined ? subscription : { subscription, secret: more.secret } };
  }

  return {
    async listChanges(asked) {
      const { after: from, department, kind, limit } = FeedQuery.parse(asked.query);
      const { changes, reached, more } = await changesAfter(database, Number(from ?? 0), { departments: department === undefined ? [] : [department], kinds: kind === undefined ? [] : [kind] }, limit);
      return { status: 200, body: { changes: changes.map(shownChange), next: String(reached), more } };
    },

    async listSubscriptions() {
      const [all, progress, end] = await Promise.all([allSubscriptions(database), progressOfAll(database), endOfFeed(database)]);
      const subscriptions = await Promise.all(all.map(async (record) => {
        const heard = progress.get(record.id);
        const to = heard?.acknowledgedTo ?? record.from;
        return shown(record, heard, to >= end ? 0 : await changesBehind(database, to), clock.now());
      }));
      return { status: 200, body: { subscriptions } };
    },

    async showSubscription(asked) {
      const record = await subscriptionById(database, idOf(asked));
      if (!record) return missing;
      const attempts = await attemptsOf(database, record.id);
      return { status: 200, body: { subscription: await shownOne(record), history: record.history.toReversed(), attempts: attempts.map(shownAttempt) } };
    },

    async createSubscription(asked) {
      const body = Creation.safeParse(asked.body);
      if (!body.success) return { refusal: refusal('invalid-request', { field: body.error.issues[0]?.path.join('.') ?? '' }) };
      const { after: from, ...words } = body.data;
      const wrong = wrongIn(words);
      if (wrong) return wrong;
      if (!secrets) return { refusal: refusal('not-configured', { detail: { zh: '未配置 HUB_CATALOGUE_SECRET_FILE', en: 'HUB_CATALOGUE_SECRET_FILE is not set' } }) };
      // The key names the subscription, so that the same request twice makes one.
      const id = (asked.messageId ?? freshId()).slice(0, 16).replaceAll(/[^A-Za-z0-9]/g, '0');
      const secret = freshSecret(32);
      const settlement = await order('http.create-subscription', id, { words, from: from === null ? await endOfFeed(database) : Number(from), sealedSecret: secrets.seal(secretPurpose, secret) }, asked);
      // Asked again by the same key: the first answer carried the secret, and nobody can be shown it any more.
      const isNew = settlement.kind === 'settled' && !settlement.known && settlement.decision === 'accepted';
      return after(settlement, id, { status: 201, secret: isNew ? secret : null });
    },

    async changeSubscription(asked) {
      const body = Words.safeParse(asked.body);
      if (!body.success) return { refusal: refusal('invalid-request', { field: body.error.issues[0]?.path.join('.') ?? '' }) };
      return wrongIn(body.data) ?? after(await order('http.change-subscription', idOf(asked), { words: body.data }, { ...asked, messageId: freshId() }), idOf(asked), { status: 200 });
    },

    async renewSubscriptionSecret(asked) {
      if (!secrets) return { refusal: refusal('not-configured', { detail: { zh: '未配置 HUB_CATALOGUE_SECRET_FILE', en: 'HUB_CATALOGUE_SECRET_FILE is not set' } }) };
      const secret = freshSecret(32);
      const settlement = await order('http.renew-subscription-secret', idOf(asked), { sealedSecret: secrets.seal(secretPurpose, secret) }, asked);
      return after(settlement, idOf(asked), { status: 200, secret: settlement.kind === 'settled' && !settlement.known ? secret : null });
    },

    async setSubscriptionStanding(asked) {
      return after(await order('http.set-subscription-standing', idOf(asked), Standing.parse(asked.body), asked), idOf(asked), { status: 200 });
    },

    async tellSubscriptionNow(asked) {
      const record = await subscriptionById(database, idOf(asked));
      if (!record) return missing;
      if (record.status !== 'active') return { refusal: refusal('wrong-state', { detail: { zh: '该订阅已暂停或终止', en: 'the subscription is paused or has ended' } }) };
      await tellNow(database, record.id, clock.now());
      wake();
      return { status: 202, body: await shownOne(record) };
    },
  };
}

async function allSubscriptions(database: Database): Promise<SubscriptionRecord[]> {
  const rows: { document: unknown }[] = await database('subscriptions').orderBy('created_at', 'desc').limit(500).select('document');
  return rows.map((row) => SubscriptionRecord.parse(documentOf(row.document)));
}
async function subscriptionById(database: Database, id: string): Promise<SubscriptionRecord | undefined> {
  const row: { document: unknown } | undefined = await database('subscriptions').where({ id }).first('document');
  return row && SubscriptionRecord.parse(documentOf(row.document));
}

function shown(record: SubscriptionRecord, progress: Progress | undefined, behind: number, now: Date): Schemas['Subscription'] {
  const { id, name, url, departments, kinds, contact, status, createdAt, createdBy, earlier } = record;
  const failingSince = progress?.failingSince ?? null;
  const hearing = status !== 'active' ? 'silent' : failingSince === null ? (behind > 0 ? 'being-told' : 'heard') : now.getTime() - failingSince.getTime() >= deadAfterMs ? 'dead' : 'retrying';
  return {
    id, name, url, departments, kinds, contact, standing: status, hearing, createdAt, createdBy, behind,
    acknowledgedTo: String(progress?.acknowledgedTo ?? record.from), acknowledgedAt: progress?.acknowledgedAt?.toISOString() ?? null,
    attempts: progress?.attempts ?? 0, failingSince: failingSince?.toISOString() ?? null,
    nextAttemptAt: status === 'active' && failingSince !== null ? progress?.dueAt.toISOString() ?? null : null, lastOutcome: progress?.outcome ?? null,
    bothSecretsUntil: earlier !== null && Date.parse(earlier.until) > now.getTime() ? earlier.until : null,
  };
}

const shownAttempt = (one: Awaited<ReturnType<typeof attemptsOf>>[number]): Schemas['SubscriptionAttempt'] =>
  ({ at: one.at.toISOString(), delivery: one.deliveryId, first: String(one.first), last: String(one.last), changes: one.changes, acknowledged: one.acknowledged, status: one.status, tookMs: one.tookMs, detail: one.detail });
