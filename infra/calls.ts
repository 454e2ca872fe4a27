/**
 * Calls to the outside. A call is claimed, and the claim committed, before it is made; its outcome re-enters as a
 * message of the same record in the transaction that marks the call done. A claim that lapsed without an outcome means
 * that somebody died in the middle: a repeatable call is made again, any other is in doubt and must be asked about.
 */
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhenResult, CircuitState, type CircuitBreakerPolicy } from 'cockatiel';
import { jitter } from './chance.ts';
import { elapsedMs, type Clock } from './clock.ts';
import { affectedBy, isDisconnected, isTransient, type Database, type Statement, type Transaction } from './database.ts';
import type { Inbox } from './inbox.ts';
import { safeError, type Log } from './log.ts';
import type { AnyMachine, Call } from './machine.ts';
import type { Outcome } from './outcome.ts';
import { documentOf } from './records.ts';
import { schedule, type Scheduled } from './schedule.ts';

export interface CallRow {
  id: string; machine: string; name: string; recordId: string; data: unknown; dueAt: Date; attempts: number; claimedUntil: Date | null;
}

/** Added to a call's own time limit before its claim lapses: time to write the outcome down. */
const claimMarginMs = 3_000;
const concurrentPerTarget = 48;
const openCircuitMs = 3_000;

/** Marks a call as taken by the copy that decided it, in the deciding transaction: no second transaction is needed. */
export const claimNow = (row: CallRow, call: Call, now: Date): CallRow =>
  ({ ...row, attempts: row.attempts + 1, claimedUntil: new Date(now.getTime() + claimOf(call) + claimMarginMs) });
/** How long a claim must last that nobody renews. */
const claimOf = (call: Call): number => (call.repeatable ? call.claimMs ?? call.timeoutMs : call.timeoutMs);

export function callStatements(rows: readonly CallRow[], instance: string, now: Date): Statement[] {
  if (rows.length === 0) return [];
  return [{
    sql: `INSERT INTO calls (id, machine, name, record_id, data, created_at, due_at, attempts, claimed_by, claimed_until) VALUES ${rows.map(() => '(?,?,?,?,?,?,?,?,?,?)').join(',')}`,
    bindings: rows.flatMap((row) => [row.id, row.machine, row.name, row.recordId, JSON.stringify(row.data ?? null), now, row.dueAt, row.attempts, row.claimedUntil ? instance : '', row.claimedUntil]),
  }];
}

/** Marks calls as done where we still hold the claim; returns how many. */
export async function finishCalls(tx: Transaction, calls: readonly { id: string; claimedBy: string; outcome: string; detail: string }[], now: Date): Promise<number> {
  let count = 0;
  const groups = new Map<string, typeof calls[number][]>();
  for (const c of calls) {
    // Details differ only for calls that went wrong; the many that went well share one statement.
    const key = JSON.stringify([c.claimedBy, c.outcome, c.detail]);
    groups.set(key, [...(groups.get(key) ?? []), c]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    count += await affectedBy(tx,
      `UPDATE calls SET done_at = ?, outcome = ?, detail = ? WHERE id IN (${group.map(() => '?').join(',')}) AND claimed_by = ? AND done_at IS NULL`,
      [now, first.outcome, first.detail.slice(0, 250), ...group.map((c) => c.id), first.claimedBy],
    );
  }
  return count;
}

export interface Calls {
  /** Whether another call may be started at once. */
  room(machine: AnyMachine, name: string): boolean;
  /** Makes calls whose claim has just committed. */
  committed(rows: readonly CallRow[]): void;
  wake(): void;
  /** State of each target's circuit. */
  circuits(): Record<string, 'closed' | 'open' | 'half-open'>;
  stop(): Promise<void>;
}

interface StoredCall { id: string; machine: string; name: string; record_id: string; data: unknown; attempts: number; claimed_until: Date | null }

export function openCalls(options: {
  database: Database; machines: readonly AnyMachine[]; clock: Clock; log: Log; instance: string; inbox: () => Inbox;
  /** Whether the copy of this name has ended for certain; without it a claim is waited for until it lapses. */
  isDead?: (instance: string) => Promise<boolean>;
  park(entry: { id: string; type: string; recordId: string; envelope: unknown; error: unknown; deliveries: number }): Promise<void>;
}): Calls {
  const { database, machines, clock, log, instance } = options;
  const breakers = new Map<string, CircuitBreakerPolicy>();
  const openedAtMs = new Map<string, number>();
  const running = new Map<string, number>();
  const hands = new Set<Promise<void>>();
  /** Calls this copy is making or telling of. Only a dead maker's call is in doubt; ours is merely slow, whatever its claim says. */
  const inHand = new Set<string>();
  let stopped = false;

  const definitionOf = (row: { machine: string; name: string }): { machine: AnyMachine; call: Call } | undefined => {
    const machine = machines.find((m) => m.name === row.machine);
    const call = machine?.calls[row.name];
    return machine && call ? { machine, call } : undefined;
  };
  function breakerOf(target: string): CircuitBreakerPolicy {
    let breaker = breakers.get(target);
    if (!breaker) {
      breaker = circuitBreaker(handleWhenResult((result) => (result as Outcome).kind === 'unavailable'), { halfOpenAfter: openCircuitMs, breaker: new ConsecutiveBreaker(8) });
      breaker.onBreak(() => { openedAtMs.set(target, elapsedMs()); log.warn({ target }, 'circuit opened: the target does not answer, calls wait'); });
      breaker.onReset(() => { log.info({ target }, 'circuit closed: the target answers again'); });
      breakers.set(target, breaker);
    }
    return breaker;
  }
  /** How many more calls the target may be given now. An open circuit only turns half-open when a call tries it: after its rest one may. */
  function roomAt(target: string): number {
    if (stopped) return 0;
    const busy = running.get(target) ?? 0;
    if (breakerOf(target).state === CircuitState.Closed) return concurrentPerTarget - busy;
    return busy === 0 && elapsedMs() - (openedAtMs.get(target) ?? 0) >= openCircuitMs ? 1 : 0;
  }

  function start(row: CallRow): void {
    const found = definitionOf(row);
    if (!found || stopped) return;
    const { target } = found.call;
    // Somebody may hold us up between claim and call (a stalled commit, a stopped process). Without enough of the claim left,
    // another copy could take the call for lost while we make it: leave it to lapse.
    if (row.claimedUntil !== null && clock.now().getTime() + claimOf(found.call) > row.claimedUntil.getTime()) return;
    running.set(target, (running.get(target) ?? 0) + 1);
    inHand.add(row.id);
    const hand = make(row, found.machine, found.call)
      .catch((error: unknown) => { log.error({ error, call: row.name }, 'call not brought to its end; its claim will lapse'); })
      .finally(() => {
        running.set(target, (running.get(target) ?? 1) - 1);
        inHand.delete(row.id);
        hands.delete(hand);
        if (owedSome) loop.wake();
      });
    hands.add(hand);
  }

  async function perform(row: CallRow, call: Call): Promise<Outcome> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => { resolve({ kind: 'in-doubt', detail: `no answer within ${call.timeoutMs} ms` }); }, call.timeoutMs);
    });
    const made = call.perform(row.data, { id: row.id, attempt: row.attempts, key: row.recordId })
      // A port must not throw; when it does, the call may have left already.
      .catch((error: unknown): Outcome => ({ kind: 'in-doubt', detail: `defect in port: ${JSON.stringify(safeError(error)).slice(0, 200)}` }));
    const renewing = claimOf(call) === call.timeoutMs ? undefined : setInterval(() => {
      if (stopped) return;
      // A renewal that fails is made up for by the next; a claim that lapses meanwhile is taken over, and the call is repeatable.
      database('calls').where({ id: row.id, claimed_by: instance }).whereNull('done_at').update({ claimed_until: new Date(clock.now().getTime() + claimOf(call) + claimMarginMs) })
        .then(() => undefined, (error: unknown) => { log.warn({ error, call: row.name }, 'claim not renewed'); });
    }, claimOf(call) / 3);
    try { return await Promise.race([made, late]); } finally { clearTimeout(timer); clearInterval(renewing); }
  }

  async function make(row: CallRow, machine: AnyMachine, call: Call): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await breakerOf(call.target).execute(() => perform(row, call));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      outcome = { kind: 'unavailable', detail: 'circuit open', retryAfterMs: openCircuitMs };
    }
    if (outcome.kind === 'unavailable' || (outcome.kind === 'in-doubt' && call.repeatable)) {
      const waitMs = outcome.kind === 'unavailable' && outcome.retryAfterMs !== undefined ? outcome.retryAfterMs : jitter(Math.min(60_000, 250 * 2 ** Math.min(row.attempts, 10)));
      const { kind, detail } = outcome;
      await persist(() => database('calls').where({ id: row.id, claimed_by: instance }).whereNull('done_at')
        .update({ claimed_by: '', claimed_until: null, due_at: new Date(clock.now().getTime() + waitMs), outcome: kind, detail: detail.slice(0, 250) }));
      owedSome = true;
      return;
    }
    await tell(row, machine, outcome);
  }

  /** Does it as soon as the database is there: what is known must not become unknown because a database was away. */
  async function persist(work: () => PromiseLike<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try { await work(); return; } catch (error) {
        if (stopped || !(isDisconnected(error) || isTransient(error))) throw error;
        await new Promise((resolve) => { setTimeout(resolve, Math.min(1_000, 50 * attempt)); });
      }
    }
  }

  /** Brings an outcome into the record. The database may be away for a while: the outcome is not lost while we live. */
  async function tell(row: CallRow, machine: AnyMachine, outcome: Outcome): Promise<void> {
    const type = `outcome.${row.name}`;
    const intake = machine.accepts[type];
    const message = { id: `${row.id}.${row.attempts}`, type, data: { callId: row.id, request: row.data, outcome } };
    const detail = outcome.kind === 'done' ? '' : outcome.detail;
    const startedMs = elapsedMs();
    for (let attempt = 1, failures = 0; ; attempt += 1) {
      try {
        if (!intake) throw new Error(`machine ${machine.name} does not take ${type}`);
        const data: unknown = intake.schema.parse(message.data);
        const settlement = await options.inbox().submit({ machine, recordId: row.recordId, message: { ...message, data }, call: { id: row.id, claimedBy: instance, outcome: outcome.kind, detail } });
        if (settlement.kind !== 'waiting') return;
        if (elapsedMs() - startedMs > claimMarginMs) return;
      } catch (error) {
        if (stopped) return;
        if (!isDisconnected(error)) failures += 1;
        if (failures >= 5) {
          await persist(() => options.park({ id: message.id, type, recordId: row.recordId, envelope: message, error, deliveries: attempt }));
          await persist(() => database('calls').where({ id: row.id }).update({ done_at: clock.now(), outcome: 'parked' }));
          return;
        }
        log.warn({ error, call: row.name, attempt }, 'outcome not taken yet');
      }
      await new Promise((resolve) => { setTimeout(resolve, Math.min(1_000, 100 * attempt)); });
    }
  }

  // Nobody waits for the claims of a process that is known to have ended: they lapse now.
  const ofTheDead = options.isDead === undefined ? undefined : schedule('calls of the dead', 2_000, log, async () => {
    const claims = await database('calls').whereNull('done_at').whereNotNull('claimed_until').whereNot({ claimed_by: instance }).andWhere('claimed_until', '>=', clock.now()).distinct('claimed_by') as { claimed_by: string }[];
    await Promise.all(claims.map(async ({ claimed_by: other }) => {
      if (other === '' || !(await options.isDead?.(other))) return;
      const freed = await database('calls').where({ claimed_by: other }).whereNull('done_at').andWhere('claimed_until', '>=', clock.now()).update({ claimed_until: new Date(clock.now().getTime() - 1) });
      log.info({ instance: other, calls: freed }, 'calls of a copy that died are taken up');
      loop.wake();
    }));
  });
  ofTheDead?.wake();
  let owedSome = true;
  const loop: Scheduled = schedule('calls', 500, log, async () => {
    const now = clock.now();
    const lapsed: StoredCall[] = [];
    // Calls to targets that take no more stay out of the window, or two hundred of them would hide all others.
    const takers = machines.flatMap((m) => Object.entries(m.calls).map(([name, call]) => ({ machine: m.name, name, full: roomAt(call.target) <= 0 })));
    const open = takers.filter((taker) => !taker.full);
    const rows = await database.transaction(async (tx) => {
      const due: StoredCall[] = await tx('calls').whereNull('done_at').andWhere('due_at', '<=', now)
        .andWhere((q) => {
          void q.where('claimed_until', '<', now);
          if (open.length > 0) void q.orWhere((unclaimed) => { void unclaimed.whereNull('claimed_until').whereIn(['machine', 'name'], open.map((taker) => [taker.machine, taker.name])); });
        })
        .orderBy('position').limit(200).forUpdate().skipLocked().select('id', 'machine', 'name', 'record_id', 'data', 'attempts', 'claimed_until');
      const mine: CallRow[] = [];
      const starting = new Map<string, number>();
      for (const row of due) {
        if (inHand.has(row.id)) continue;
        const found = definitionOf(row);
        if (!found) { log.error({ machine: row.machine, call: row.name }, 'no machine knows this call'); continue; }
        const { target } = found.call;
        const lost = row.claimed_until !== null && !found.call.repeatable;
        if (!lost && (starting.get(target) ?? 0) >= roomAt(target)) continue;
        const claimed = claimNow({ id: row.id, machine: row.machine, name: row.name, recordId: row.record_id, data: documentOf(row.data), dueAt: now, attempts: Number(row.attempts), claimedUntil: null }, found.call, now);
        if (lost) lapsed.push(row);
        else starting.set(target, (starting.get(target) ?? 0) + 1);
        mine.push(claimed);
      }
      for (const row of mine) await tx('calls').where({ id: row.id }).update({ claimed_by: instance, claimed_until: row.claimedUntil, attempts: row.attempts });
      owedSome = due.length === 200;
      return mine;
    });
    for (const row of rows) {
      if (lapsed.some((l) => l.id === row.id)) {
        const found = definitionOf(row);
        inHand.add(row.id);
        const hand = found ? tell(row, found.machine, { kind: 'in-doubt', detail: 'the process that made this call died before it knew the answer' }) : Promise.resolve();
        const kept = hand.catch((error: unknown) => { log.error({ error, call: row.name }, 'lapsed call not told'); }).finally(() => { hands.delete(kept); inHand.delete(row.id); });
        hands.add(kept);
      } else start(row);
    }
  });

  return {
    room: (machine, name) => { const c = machine.calls[name]; return c !== undefined && breakerOf(c.target).state === CircuitState.Closed && roomAt(c.target) > 0; },
    committed: (rows) => { for (const row of rows) start(row); },
    wake: () => { loop.wake(); },
    circuits: () => Object.fromEntries([...breakers].map(([target, b]) => [target, b.state === CircuitState.Open ? 'open' : b.state === CircuitState.HalfOpen ? 'half-open' : 'closed'] as const)),
    async stop() { await ofTheDead?.stop(); await loop.stop(); const until = elapsedMs() + 5_000; while (hands.size > 0 && elapsedMs() < until) await Promise.race([...hands, new Promise((resolve) => { setTimeout(resolve, 200); })]); stopped = true; },
  };
}
