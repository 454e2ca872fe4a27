/**
 * Everything that leaves a service for the bus lies here first, written in the transaction that decided it.
 * After the commit it is published at once; a sweep finds what was owed when somebody died. Publishing twice does no
 * harm: the message id is the same, so the stream drops the second and the receiver's inbox would too.
 */
import type { Envelope } from '../contracts/envelope.ts';
import { elapsedMs, type Clock } from './clock.ts';
import type { Database, Statement } from './database.ts';
import type { Log } from './log.ts';
import { documentOf } from './records.ts';
import { schedule, type Scheduled } from './schedule.ts';

export interface Owed { id: string; type: string; envelope: string }

/** Messages as they are owed, and what writes them into the outbox within the deciding transaction. */
export function outboxStatements(recordIds: readonly string[], envelopes: readonly Envelope[], now: Date): { owed: Owed[]; statements: Statement[] } {
  if (envelopes.length === 0) return { owed: [], statements: [] };
  const owed = envelopes.map((envelope) => ({ id: envelope.id, type: envelope.type, envelope: JSON.stringify(envelope) }));
  return { owed, statements: [{
    sql: `INSERT INTO outbox (id, type, record_id, envelope, created_at) VALUES ${owed.map(() => '(?,?,?,?,?)').join(',')}`,
    bindings: owed.flatMap((row, i) => [row.id, row.type, recordIds[i] ?? '', row.envelope, now]),
  }] };
}

export interface Publisher { publish(subject: string, id: string, payload: string): Promise<void> }

export interface Outbox {
  /** Takes over rows whose transaction has just committed. */
  committed(rows: readonly Owed[]): void;
  /** Publishes everything again that is still owed, however old. */
  sweep(): Promise<number>;
  /** Owes everything again that was written since then: for when a stream was lost. Receivers drop what they know. Returns how many. */
  republish(since: Date): Promise<number>;
  /** Rows taken over and not yet marked. */
  pending(): number;
  stop(): Promise<void>;
}

interface OwedRow { id: string; type: string; envelope: unknown }
/** A row this old and still owed was somebody's who died; younger ones are in their owner's hands. */
const orphanAgeMs = 3_000;
const inFlightLimit = 512;

export function openOutbox(options: { database: Database; publisher: Publisher; clock: Clock; log: Log }): Outbox {
  const { database, publisher, clock, log } = options;
  const queue: Owed[] = [];
  const inHand = new Set<string>();
  const published: string[] = [];
  let inFlight = 0;
  let marking: Promise<void> | undefined;
  let stopped = false;

  function committed(rows: readonly Owed[]): void {
    for (const row of rows) {
      if (inHand.has(row.id)) continue;
      inHand.add(row.id);
      queue.push(row);
    }
    pump();
  }

  function pump(): void {
    while (!stopped && inFlight < inFlightLimit) {
      const row = queue.shift();
      if (!row) return;
      inFlight += 1;
      publisher.publish(row.type, row.id, row.envelope).then(
        () => { published.push(row.id); mark(); },
        (error: unknown) => { inHand.delete(row.id); log.warn({ type: row.type, error }, 'message not published yet; it stays in the outbox'); },
      ).finally(() => { inFlight -= 1; pump(); });
    }
  }

  function mark(): void {
    marking ??= markSoon().finally(() => { marking = undefined; if (published.length > 0 && !stopped) mark(); });
  }
  async function markSoon(): Promise<void> {
    // Marking can wait: what was published and not marked is published again and dropped as known.
    await new Promise((resolve) => { setTimeout(resolve, stopped ? 0 : 80); });
    const ids = published.splice(0, 1_000);
    if (ids.length === 0) return;
    try {
      await database.raw(`UPDATE outbox SET published_at = ? WHERE id IN (${ids.map(() => '?').join(',')})`, [clock.now(), ...ids]);
    } catch (error) {
      log.warn({ error }, 'published messages not marked; they will be published again, and dropped as known');
    }
    for (const id of ids) inHand.delete(id);
  }

  async function sweep(olderThanMs = 0): Promise<number> {
    const rows: OwedRow[] = await database('outbox').whereNull('published_at')
      .andWhere('created_at', '<=', new Date(clock.now().getTime() - olderThanMs)).orderBy('position').limit(1_000).select('id', 'type', 'envelope');
    const orphans = rows.filter((row) => !inHand.has(row.id))
      .map((row) => ({ id: row.id, type: row.type, envelope: JSON.stringify(documentOf(row.envelope)) }));
    committed(orphans);
    return orphans.length;
  }

  const sweeping: Scheduled = schedule('outbox sweep', 1_000, log, async () => { await sweep(orphanAgeMs); });
  return {
    committed, sweep: () => sweep(),
    async republish(since) {
      // What was published just before is still waiting to be marked: marked after this update, it would count as published again
      // though the stream that took it is gone. Twice, for the group being written and the one that came behind it.
      for (let group = 0; group < 2; group += 1) await marking;
      const owed = await database('outbox').where('created_at', '>=', since).update({ published_at: null });
      sweeping.wake();
      return owed;
    },
    pending: () => inHand.size,
    async stop() {
      await sweeping.stop();
      const until = elapsedMs() + 2_000;
      while (inHand.size > 0 && elapsedMs() < until) await new Promise((resolve) => { setTimeout(resolve, 10); });
      stopped = true;
      await marking;
    },
  };
}
