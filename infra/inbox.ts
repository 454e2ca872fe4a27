/**
 * The one way anything changes a record: one transaction in which the message's id is noted, the record is locked and
 * decided upon, and the outputs are written down. A known id gives the earlier answer. Messages that wait at the same
 * time share a commit; when one of a group is bad, each is run alone so that it spoils nothing for the others.
 */
import type { Envelope, ServiceName } from '../contracts/envelope.ts';
import { isRefusalReason, refusal, type Refusal } from '../contracts/refusals.ts';
import { derivedId } from './chance.ts';
import { callStatements, claimNow, finishCalls, type CallRow } from './calls.ts';
import { elapsedMs, type Clock } from './clock.ts';
import { isDisconnected, isDuplicate, isTransient, rowsIn, runTogether, type Database, type Statement, type Transaction } from './database.ts';
import { illegalMove, type AnyMachine, type MachineRecord, type Message, type Output } from './machine.ts';
import { outboxStatements, type Owed } from './outbox.ts';
import { journalStatements } from './journal.ts';
import { lineStatements } from './lines.ts';
import { documentOf, loadedRecords, loadStatement, recordStatements, remember, type RecordChange, type RecordMemory } from './records.ts';
import { reminderStatements } from './reminders.ts';
import type { Serials } from './serials.ts';

/** A message on its way to a record. */
export interface Arrival {
  machine: AnyMachine;
  message: Message;
  recordId: string;
  /** Digest of an HTTP request's content: the same key with another content is refused. */
  requestHash?: string;
  /** The call this message is the outcome of; finished in the same transaction. */
  call?: { id: string; claimedBy: string; outcome: string; detail: string };
  /** The reminder this message is. */
  reminderId?: string;
  /** It came with all that its sender had: waiting for more brings nothing. */
  inCompany?: boolean;
}

export type Settlement =
  | { kind: 'settled'; decision: 'accepted' | 'ignored'; reply: unknown; reason: string; known: boolean }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'waiting'; reason: string }
  /** This id was used before with another content. */
  | { kind: 'key-reused' }
  /** The call had been taken from us meanwhile; its outcome was told by somebody else. */
  | { kind: 'claim-lost' };

export interface Committed { owed: Owed[]; calls: CallRow[] }

export interface Inbox {
  /** Resolves after the commit. Rejects on a defect or when the database cannot be reached. */
  submit(arrival: Arrival): Promise<Settlement>;
  /** Arrivals not settled yet. */
  depth(): number;
  stop(): Promise<void>;
}

interface Waiting { arrival: Arrival; resolve(settlement: Settlement): void; reject(error: unknown): void }
interface KnownRow { id: string; result: string; reason: string | null; request_hash: string | null; reply: unknown }

const batchLimit = 96;
/** One at a time: what arrives meanwhile forms the next group by itself. */
const concurrentBatches = 1;
/** From this many arrivals within a window on, a commit is worth waiting a moment for company. */
const busyArrivals = 4;
const busyWindowMs = 40;
/** Somebody sits at the window and waits for an answer; nobody waits for what comes from the bus. */
const linger = { answered: { ms: 15, enough: 16 }, unattended: { ms: 45, enough: 48 } } as const;

/** A bug of ours or a broken promise of a sender: retried a few times, then parked. */
export class Defect extends Error { override name = 'Defect'; }
class ClaimLost extends Error { override name = 'ClaimLost'; }

export function openInbox(options: {
  service: ServiceName; database: Database; clock: Clock; serials: Serials; instance: string;
  roomForCalls(machine: AnyMachine, name: string): boolean;
  onCommit(committed: Committed): void;
}): Inbox {
  const { service, database, clock, serials, instance } = options;
  const queue: Waiting[] = [];
  const memories = new Map<AnyMachine, RecordMemory>();
  let running = 0;
  let arrivals = 0;
  let windowStart = 0;
  let soon: NodeJS.Immediate | undefined;
  let lingering: NodeJS.Timeout | undefined;
  let lingerIsShort = false;
  let idle: (() => void)[] = [];

  /** Whether so much arrives that waiting a moment saves more than it costs. */
  function busy(): boolean {
    const now = elapsedMs();
    if (now - windowStart > busyWindowMs) { windowStart = now; arrivals = Math.floor(arrivals / 2); }
    return arrivals >= busyArrivals;
  }

  function pump(): void {
    soon = undefined;
    const someoneWaits = queue.some((w) => w.arrival.message.actor !== undefined);
    const inCompany = queue.some((w) => w.arrival.inCompany === true);
    const { ms, enough } = someoneWaits ? linger.answered : linger.unattended;
    if (lingering !== undefined) {
      // The first who waits for an answer shortens the wait of all.
      if (!inCompany && queue.length < enough && (lingerIsShort || !someoneWaits)) return;
      clearTimeout(lingering);
      lingering = undefined;
    }
    if (!inCompany && queue.length > 0 && queue.length < enough && running < concurrentBatches && busy()) {
      lingerIsShort = someoneWaits;
      lingering = setTimeout(() => { lingering = undefined; drain(); }, ms);
      return;
    }
    drain();
  }

  function drain(): void {
    while (queue.length > 0 && running < concurrentBatches) {
      const batch = queue.splice(0, batchLimit);
      running += 1;
      void settle(batch).finally(() => {
        running -= 1;
        pump();
        if (running === 0 && queue.length === 0) { for (const resume of idle) resume(); idle = []; }
      });
    }
  }

  function memoryOf(m: AnyMachine): RecordMemory {
    const memory = memories.get(m) ?? new Map();
    memories.set(m, memory);
    return memory;
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { settlements, committed, changed } = await database.transaction((tx) => decideBatch(tx, batch.map((w) => w.arrival)));
        for (const { machine, changes, now } of changed) remember(memoryOf(machine), changes, now);
        options.onCommit(committed);
        batch.forEach((w, i) => { w.resolve(settlements[i] ?? { kind: 'waiting', reason: 'lost in the group' }); });
        return;
      } catch (error) {
        if (batch.length === 1 && error instanceof ClaimLost) { batch[0]?.resolve({ kind: 'claim-lost' }); return; }
        const again = isTransient(error) || (batch.length === 1 && isDuplicate(error));
        if (again && attempt < 8) continue;
        if (batch.length > 1 && !isDisconnected(error)) {
          for (const one of batch) await settle([one]);
          return;
        }
        for (const w of batch) w.reject(error);
        return;
      }
    }
  }

  async function decideBatch(tx: Transaction, arrivals: readonly Arrival[]): Promise<{ settlements: Settlement[]; committed: Committed; changed: { machine: AnyMachine; changes: RecordChange[]; now: Date }[] }> {
    const now = clock.now();
    const ids = arrivals.map((a) => a.message.id);
    const machines = [...new Set(arrivals.map((a) => a.machine))].sort((a, b) => (a.name < b.name ? -1 : 1));
    const wantedOf = machines.map((m) => ({ m, wanted: [...new Set(arrivals.filter((a) => a.machine === m).map((a) => a.recordId))].sort() }));
    const [knownRows, ...rowsOfRecords] = await runTogether(tx, [
      { sql: `SELECT id, result, reason, request_hash, reply FROM inbox WHERE id IN (${ids.map(() => '?').join(',')})`, bindings: ids },
      ...wantedOf.map(({ m, wanted }) => loadStatement(m, wanted, memoryOf(m))),
    ]);
    const known = new Map(rowsIn<KnownRow>(knownRows).map((row) => [row.id, row]));

    const records = new Map<AnyMachine, Map<string, { before: MachineRecord | undefined; record: MachineRecord | undefined; version: number; isNew: boolean; changed: boolean; lasting: string | undefined }>>();
    for (const [at, { m, wanted }] of wantedOf.entries()) {
      const loaded = await loadedRecords(tx, m, rowsOfRecords[at], memoryOf(m));
      records.set(m, new Map(wanted.map((id) => {
        const found = loaded.get(id);
        return [id, { before: found?.record, record: found?.record, version: found?.version ?? 0, isNew: found === undefined, changed: false, lasting: found?.lasting }];
      })));
    }

    const groups = new Map(machines.map((m) => [m, arrivals.filter((a) => a.machine === m).map((a) => a.message)]));
    const settlements: Settlement[] = [];
    const inboxRows: (string | Date | null)[][] = [];
    const envelopes: Envelope[] = [];
    const envelopeRecords: string[] = [];
    const calls: CallRow[] = [];
    const reminders: { id: string; machine: string; name: string; recordId: string; data: unknown; dueAt: Date }[] = [];
    const finished: NonNullable<Arrival['call']>[] = [];
    const reminded: string[] = [];

    for (const arrival of arrivals) {
      const { machine: m, message, recordId } = arrival;
      const earlier = known.get(message.id);
      if (earlier) {
        const other = arrival.requestHash !== undefined && earlier.request_hash !== null && earlier.request_hash !== arrival.requestHash;
        // A no stays a no: who asks again after a crash must not take it for done.
        const no = earlier.result === 'refused' && earlier.reason !== null && isRefusalReason(earlier.reason) ? refusal(earlier.reason) : null;
        settlements.push(other ? { kind: 'key-reused' } : no ? { kind: 'refused', refusal: no } : {
          kind: 'settled', decision: earlier.result === 'accepted' ? 'accepted' : 'ignored', reply: documentOf(earlier.reply), reason: earlier.reason ?? '', known: true,
        });
        if (arrival.reminderId) reminded.push(arrival.reminderId);
        continue;
      }
      const slot = records.get(m)?.get(recordId);
      if (!slot) throw new Defect(`no slot for ${m.name} ${recordId}`);
      const facts = await m.gather(message, slot.record, { transaction: tx, now, serials, group: groups.get(m) ?? [message] });
      const decision = m.decide(slot.record, message, { ...facts, now });
      const note = (result: string, reason: string | null, reply: unknown): void => {
        inboxRows.push([message.id, message.type, recordId, now, result, reason?.slice(0, 250) ?? null, message.actor?.subject ?? null, arrival.requestHash ?? null, JSON.stringify(reply ?? null)]);
        known.set(message.id, { id: message.id, result, reason, request_hash: arrival.requestHash ?? null, reply });
        if (arrival.call) finished.push(arrival.call);
        if (arrival.reminderId) reminded.push(arrival.reminderId);
      };
      switch (decision.kind) {
        case 'wait':
          settlements.push({ kind: 'waiting', reason: decision.reason });
          break;
        case 'refuse':
          // Somebody who asked is told and nothing has happened; a message nobody waits for is noted with the reason.
          if (!message.actor) note('refused', decision.refusal.reason, null);
          settlements.push({ kind: 'refused', refusal: decision.refusal });
          break;
        case 'ignore':
          note('ignored', decision.reason, decision.reply);
          settlements.push({ kind: 'settled', decision: 'ignored', reply: decision.reply ?? null, reason: decision.reason, known: false });
          break;
        case 'accept': {
          const wrong = illegalMove(m, slot.record?.status, decision.next.status);
          if (wrong) throw new Defect(wrong);
          // A record that could not be read again would stop its case for ever: better the message fails, and tells.
          const fit = m.record.safeParse(decision.next);
          if (!fit.success) throw new Defect(`machine ${m.name} decided a record that breaks its own schema: ${fit.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ')}`);
          // What the schema made of it is what a later load will see.
          slot.record = fit.data as MachineRecord;
          slot.changed = true;
          note('accepted', null, decision.reply);
          collect(m, recordId, message.id, decision.outputs, now);
          settlements.push({ kind: 'settled', decision: 'accepted', reply: decision.reply ?? null, reason: '', known: false });
          break;
        }
      }
    }

    function collect(m: AnyMachine, recordId: string, cause: string, outputs: readonly Output[], at: Date): void {
      outputs.forEach((output, index) => {
        const id = derivedId(`${service}/${m.name}/${recordId}`, cause, index);
        if (output.kind === 'call') {
          const definition = m.calls[output.name];
          if (!definition) throw new Defect(`machine ${m.name} knows no call "${output.name}"`);
          const row: CallRow = { id, machine: m.name, name: output.name, recordId, data: output.data, dueAt: output.dueAt ?? at, attempts: 0, claimedUntil: null };
          calls.push(row.dueAt <= at && options.roomForCalls(m, output.name) ? claimNow(row, definition, at) : row);
        } else if (output.kind === 'reminder') {
          reminders.push({ id, machine: m.name, name: output.name, recordId, data: output.data, dueAt: output.dueAt });
        } else {
          envelopes.push({ specversion: '1.0', id, source: `/${service}`, type: output.type, subject: output.subject, time: at.toISOString(), datacontenttype: 'application/json', data: output.data });
          envelopeRecords.push(recordId);
        }
      });
    }

    // Whether the calls were still ours is known before anything is written for them.
    if (finished.length > 0 && await finishCalls(tx, finished, now) !== finished.length) throw new ClaimLost('a call was taken over by another copy');
    const changed: { machine: AnyMachine; changes: RecordChange[]; now: Date }[] = [];
    const statements: Statement[] = [];
    if (inboxRows.length > 0) {
      statements.push({ sql: `INSERT INTO inbox (id, type, record_id, received_at, result, reason, actor, request_hash, reply) VALUES ${inboxRows.map(() => '(?,?,?,?,?,?,?,?,?)').join(',')}`, bindings: inboxRows.flat() });
    }
    for (const [m, slots] of records) {
      const changes: RecordChange[] = [];
      for (const [id, slot] of slots) if (slot.changed && slot.record) changes.push({ id, before: slot.before, record: slot.record, version: slot.version + 1, isNew: slot.isNew, lasting: slot.lasting });
      statements.push(...recordStatements(m, changes, now), ...lineStatements(m, changes), ...journalStatements(m, changes, now));
      changed.push({ machine: m, changes, now });
    }
    const { owed, statements: outgoing } = outboxStatements(envelopeRecords, envelopes, now);
    statements.push(...outgoing, ...callStatements(calls, instance, now), ...reminderStatements(reminders));
    if (reminded.length > 0) statements.push({ sql: `UPDATE reminders SET done_at = ? WHERE id IN (${reminded.map(() => '?').join(',')})`, bindings: [now, ...reminded] });
    await runTogether(tx, statements);
    return { settlements, committed: { owed, calls: calls.filter((row) => row.claimedUntil !== null) }, changed };
  }

  return {
    submit: (arrival) => new Promise((resolve, reject) => {
      arrivals += 1;
      queue.push({ arrival, resolve, reject });
      // All that one turn of the event loop brings goes into one group.
      soon ??= setImmediate(pump);
    }),
    depth: () => queue.length + running,
    async stop() { if (running > 0 || queue.length > 0) await new Promise<void>((resolve) => { idle.push(resolve); }); },
  };
}
