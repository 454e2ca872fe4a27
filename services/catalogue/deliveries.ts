/**
 * Tells every subscriber what has changed since it last acknowledged: in order, one telling at a time, the same again until it is
 * heard. Any number of copies may do so: each telling is claimed before it is made, and a claim that lapses is taken over.
 */
import type { Clock } from '../../infra/clock.ts';
import { jitter } from '../../infra/chance.ts';
import { affectedBy, rowsOf, runChange, type Database } from '../../infra/database.ts';
import type { Log } from '../../infra/log.ts';
import { documentOf } from '../../infra/records.ts';
import { schedule, type Scheduled } from '../../infra/schedule.ts';
import type { Secrets } from '../../infra/secrets.ts';
import { changesAfter, endOfFeed, newestEvent, orderEvents, shownChange } from './change-feed.ts';
import { SubscriptionRecord } from './subscription.ts';
import { waitBefore, type Teller, type Told } from './webhook.ts';

/** What the secrets of subscriptions are sealed for. */
export const secretPurpose = 'subscription';
const changesAtOnce = 100;
/** Subscribers served at the same time: one that is slow keeps nobody else waiting. */
const servedAtOnce = 16;
/** Attempts kept of each subscription, for whoever looks into why one does not answer. */
const attemptsKept = 200;

/** How far a subscriber has heard. */
export interface Progress { acknowledgedTo: number;
  /** The last position of a telling that was not heard: until it is, the same is told again and nothing beyond. */
  pendingTo: number | null; attempts: number; dueAt: Date; failingSince: Date | null; acknowledgedAt: Date | null; outcome: string | null }
interface Row { subscription_id: string; acknowledged_to: number; attempts: number; due_at: Date; failing_since: Date | null; acknowledged_at: Date | null; outcome: string | null; pending_to: number | null }
const progressOf = (row: Row): Progress => ({
  acknowledgedTo: Number(row.acknowledged_to), pendingTo: row.pending_to === null ? null : Number(row.pending_to), attempts: Number(row.attempts), dueAt: new Date(row.due_at), failingSince: row.failing_since && new Date(row.failing_since),
  acknowledgedAt: row.acknowledged_at && new Date(row.acknowledged_at), outcome: row.outcome,
});

export async function progressOfAll(database: Database): Promise<Map<string, Progress>> {
  const rows = await rowsOf<Row>(database, 'SELECT subscription_id, acknowledged_to, attempts, due_at, failing_since, acknowledged_at, outcome, pending_to FROM subscription_progress', []);
  return new Map(rows.map((row) => [row.subscription_id, progressOf(row)]));
}

/** Makes the next telling due at once; false when nothing is known of the subscription yet. */
export async function tellNow(database: Database, id: string, now: Date): Promise<boolean> {
  return (await affectedBy(database, 'UPDATE subscription_progress SET due_at = ? WHERE subscription_id = ?', [now, id])) > 0;
}

export interface Attempt { at: Date; deliveryId: string; first: number; last: number; changes: number; acknowledged: boolean; status: number | null; tookMs: number; detail: string }
export async function attemptsOf(database: Database, id: string): Promise<Attempt[]> {
  const rows = await rowsOf<{ at: Date; delivery_id: string; first_position: number; last_position: number; changes: number; acknowledged: number; status: number | null; took_ms: number; detail: string }>(database,
    'SELECT at, delivery_id, first_position, last_position, changes, acknowledged, status, took_ms, detail FROM subscription_attempts WHERE subscription_id = ? ORDER BY id DESC LIMIT 50', [id]);
  return rows.map((row) => ({ at: new Date(row.at), deliveryId: row.delivery_id, first: Number(row.first_position), last: Number(row.last_position), changes: Number(row.changes), acknowledged: Number(row.acknowledged) === 1, status: row.status === null ? null : Number(row.status), tookMs: Number(row.took_ms), detail: row.detail }));
}

export function openDeliveries(options: { database: Database; clock: Clock; log: Log; secrets: Secrets | undefined; teller: Teller; instance: string; timeoutMs: number; everyMs: number }): Scheduled {
  const { database, clock, log, secrets, teller, instance, timeoutMs } = options;
  const now = (): Date => clock.now();
  let orderedTo = -1;
  let quietRounds = 0;

  async function claim(id: string): Promise<Progress | undefined> {
    const at = now();
    const claimed = await affectedBy(database,
      'UPDATE subscription_progress SET claimed_by = ?, claimed_until = ? WHERE subscription_id = ? AND due_at <= ? AND (claimed_until IS NULL OR claimed_until < ?)',
      [instance, new Date(at.getTime() + timeoutMs + 5_000), id, at, at]);
    if (claimed === 0) return undefined;
    const [row] = await rowsOf<Row>(database, 'SELECT subscription_id, acknowledged_to, attempts, due_at, failing_since, acknowledged_at, outcome, pending_to FROM subscription_progress WHERE subscription_id = ? AND claimed_by = ?', [id, instance]);
    return row && progressOf(row);
  }
  /** Writes what came of it and gives the claim back; only while it is still ours. */
  async function settle(id: string, set: Progress): Promise<boolean> {
    return (await affectedBy(database,
      'UPDATE subscription_progress SET acknowledged_to = ?, attempts = ?, due_at = ?, failing_since = ?, acknowledged_at = ?, outcome = ?, pending_to = ?, claimed_by = NULL, claimed_until = NULL WHERE subscription_id = ? AND claimed_by = ?',
      [set.acknowledgedTo, set.attempts, set.dueAt, set.failingSince, set.acknowledgedAt, set.outcome, set.pendingTo, id, instance])) > 0;
  }

  /** Tells one subscriber until it has heard all there is or does not hear. */
  async function serve(one: SubscriptionRecord): Promise<void> {
    for (;;) {
      const progress = await claim(one.id);
      if (!progress) return;
      const { changes, reached, more } = await changesAfter(database, progress.acknowledgedTo, one, changesAtOnce, progress.pendingTo ?? undefined);
      const [first] = changes;
      const last = changes.at(-1);
      if (!first || !last) {
        await settle(one.id, { ...progress, acknowledgedTo: reached, pendingTo: null, dueAt: now() });
        return;
      }
      const told = await tell(one, { first: first.position, last: last.position, changes: changes.map(shownChange), more });
      const at = now();
      await runChange(database, 'INSERT INTO subscription_attempts (subscription_id, delivery_id, at, first_position, last_position, changes, acknowledged, status, took_ms, detail) VALUES (?,?,?,?,?,?,?,?,?,?)',
        [one.id, deliveryId(one.id, first.position, last.position), at, first.position, last.position, changes.length, told.heard ? 1 : 0, told.status, told.tookMs, told.detail]);
      if (!told.heard) {
        const attempts = progress.attempts + 1;
        const outcome = told.status === null ? told.detail : `${String(told.status)} ${told.detail}`.trim();
        await settle(one.id, { ...progress, pendingTo: last.position, attempts, failingSince: progress.failingSince ?? at, dueAt: new Date(at.getTime() + jitter(waitBefore(attempts, told.retryAfterMs))), outcome: outcome.slice(0, 200) });
        if (attempts === 10) log.warn({ subscription: one.id, outcome }, 'a subscriber does not answer; it is told again until it does');
        await trim(one.id);
        return;
      }
      // What lay between and was not of interest has been looked at as well.
      const ours = await settle(one.id, { acknowledgedTo: Math.max(last.position, reached), pendingTo: null, attempts: 0, failingSince: null, acknowledgedAt: at, outcome: String(told.status), dueAt: at });
      if (!ours || (!more && progress.pendingTo === null)) return;
    }
  }

  async function tell(one: SubscriptionRecord, telling: { first: number; last: number; changes: ReturnType<typeof shownChange>[]; more: boolean }): Promise<Told> {
    const at = now();
    const sealed = [one.sealedSecret, ...(one.earlier !== null && Date.parse(one.earlier.until) > at.getTime() ? [one.earlier.sealedSecret] : [])];
    const opened = sealed.flatMap((each) => secrets?.open(secretPurpose, each) ?? []);
    if (opened.length === 0) return { heard: false, status: null, tookMs: 0, detail: 'the secret cannot be opened', retryAfterMs: null };
    const id = deliveryId(one.id, telling.first, telling.last);
    const body = JSON.stringify({ subscription: one.id, delivery: id, changes: telling.changes, cursor: String(telling.last), more: telling.more });
    return teller.tell({ subscriptionId: one.id, deliveryId: id, url: one.url, secrets: opened, body, at });
  }

  async function trim(id: string): Promise<void> {
    const [row] = await rowsOf<{ id: number }>(database, `SELECT id FROM subscription_attempts WHERE subscription_id = ? ORDER BY id DESC LIMIT 1 OFFSET ${String(attemptsKept)}`, [id]);
    if (row) await runChange(database, 'DELETE FROM subscription_attempts WHERE subscription_id = ? AND id <= ?', [id, Number(row.id)]);
  }

  /** A late commit shows no new place in the outbox: some rounds after the last one it is still looked for. */
  const roundsAfter = 30;
  async function order(): Promise<void> {
    const newest = await newestEvent(database);
    quietRounds = newest === orderedTo ? quietRounds + 1 : 0;
    if (quietRounds > roundsAfter) return;
    while (await orderEvents(database) > 0) { /* Until all stand in the feed. */ }
    orderedTo = newest;
  }

  const inHand = new Map<string, Promise<void>>();
  const rounds = schedule('deliveries', options.everyMs, log, async () => {
    await order();
    const rows = await rowsOf<{ document: unknown }>(database, "SELECT document FROM subscriptions WHERE status = 'active'", []);
    if (rows.length === 0) return;
    const active = rows.map((row) => SubscriptionRecord.parse(documentOf(row.document)));
    const [known, end] = await Promise.all([progressOfAll(database), endOfFeed(database)]);
    for (const one of active) {
      const progress = known.get(one.id);
      if (!progress) await runChange(database, 'INSERT IGNORE INTO subscription_progress (subscription_id, acknowledged_to, due_at) VALUES (?,?,?)', [one.id, one.from, now()]);
      if (inHand.has(one.id) || inHand.size >= servedAtOnce || (progress?.acknowledgedTo ?? one.from) >= end || (progress && progress.dueAt > now())) continue;
      inHand.set(one.id, serve(one)
        .catch((error: unknown) => { log.warn({ error, subscription: one.id }, 'a subscriber could not be served; it is tried again'); })
        .finally(() => { inHand.delete(one.id); }));
    }
  });
  return {
    wake: () => { rounds.wake(); },
    async stop() {
      await rounds.stop();
      await Promise.all(inHand.values());
    },
  };
}

/** The same changes told again have the same name. */
const deliveryId = (id: string, first: number, last: number): string => `${id}-${String(first)}-${String(last)}`;
