/** How the register lies in the database: read whole and remembered until its revision moves; changed under one lock. */
import { z } from 'zod';
import { chinaDate, type Clock } from '../../infra/clock.ts';
import { rowsOf, type Database, type Transaction } from '../../infra/database.ts';
import type { Actor } from '../../infra/machine.ts';
import { applied, decideChange, type Change, type Decided, type Entry, type Expected } from './administration.ts';
import { Absence, emptyRegister, Person, Post, type Register } from './register.ts';

/** One line of the history: who changed what, when, from what to what. */
export interface HistoryLine { position: number; at: Date; by: string; byName: string; kind: string; id: string; what: string; before: unknown; after: unknown }

export interface RegisterStore {
  /** The register as of now: at most one question to the database when nothing has changed. */
  read(): Promise<Register>;
  change(change: Change, expected: Expected, actor: Actor): Promise<Decided>;
  /** Enters what a new hub begins with; does nothing when anybody is on record. */
  begin(entries: readonly Entry[]): Promise<boolean>;
  /** Something about a person that is not in the register itself, such as a new password. */
  note(what: string, subject: string, actor: Actor): Promise<void>;
  history(filter: { kind?: string; id?: string; before?: number; limit: number }): Promise<HistoryLine[]>;
}

export function openRegister(database: Database, clock: Clock): RegisterStore {
  let known: { revision: number; register: Register } | undefined;

  const load = async (on: Database | Transaction): Promise<Register> => {
    const rows = await rowsOf<{ kind: string; id: string; document: string }>(on, 'SELECT kind, id, document FROM register_entries', []);
    const of = <T>(kind: string, schema: z.ZodType<T>): Map<string, T> =>
      new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, schema.parse(JSON.parse(row.document))]));
    return { people: of('person', Person), posts: of('post', Post), absences: of('absence', Absence) };
  };
  const locked = async (tx: Transaction): Promise<void> => { await rowsOf(tx, 'SELECT revision FROM register_revision WHERE id = 1 FOR UPDATE', []); };
  const write = async (tx: Transaction, { kind, id, before, after }: Entry, what: string, actor: Pick<Actor, 'subject' | 'name'>): Promise<void> => {
    if (after === null) await tx('register_entries').where({ kind, id }).delete();
    else await tx.raw('REPLACE INTO register_entries (kind, id, document) VALUES (?, ?, ?)', [kind, id, JSON.stringify(after)]);
    await tx('register_history').insert({
      at: clock.now(), actor: actor.subject, actor_name: actor.name, kind, id, what, old_document: before === null ? null : JSON.stringify(before), new_document: after === null ? null : JSON.stringify(after),
    });
  };
  const moved = async (tx: Transaction): Promise<void> => { await tx.raw('UPDATE register_revision SET revision = revision + 1 WHERE id = 1'); };

  return {
    async read() {
      const [row] = await rowsOf<{ revision: number }>(database, 'SELECT revision FROM register_revision WHERE id = 1', []);
      const revision = Number(row?.revision ?? 0);
      if (known?.revision !== revision) known = { revision, register: await load(database) };
      return known.register;
    },
    change: (change, expected, actor) => database.transaction(async (tx) => {
      await locked(tx);
      const decided = decideChange(await load(tx), change, expected, actor.subject, chinaDate(clock.now()));
      if (decided.kind === 'accepted' && decided.entry.before !== decided.entry.after) {
        await write(tx, decided.entry, change.kind, actor);
        // Who may no longer sign in is signed out in the same breath.
        if (decided.entry.kind === 'person' && change.kind === 'put-person' && !change.active) await tx('sessions').where({ subject: change.subject }).delete();
        await moved(tx);
      }
      return decided;
    }),
    begin: (entries) => database.transaction(async (tx) => {
      await locked(tx);
      const [row] = await rowsOf<{ n: number }>(tx, 'SELECT COUNT(*) AS n FROM register_entries', []);
      if (Number(row?.n ?? 0) > 0) return false;
      for (const entry of entries) await write(tx, entry, 'begin', { subject: 'system', name: '' });
      await moved(tx);
      return true;
    }),
    async note(what, subject, actor) {
      await database('register_history').insert({ at: clock.now(), actor: actor.subject, actor_name: actor.name, kind: 'person', id: subject, what, old_document: null, new_document: null });
    },
    async history({ kind, id, before, limit }) {
      interface Row { position: number; at: Date; actor: string; actor_name: string; kind: string; id: string; what: string; old_document: string | null; new_document: string | null }
      const query = database('register_history').orderBy('position', 'desc').limit(limit);
      if (kind !== undefined) void query.where({ kind });
      if (id !== undefined) void query.where({ id });
      if (before !== undefined) void query.where('position', '<', before);
      const rows: Row[] = await query;
      const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
      return rows.map((row) => ({ position: Number(row.position), at: row.at, by: row.actor, byName: row.actor_name, kind: row.kind, id: row.id, what: row.what, before: parsed(row.old_document), after: parsed(row.new_document) }));
    },
  };
}

/** The register a list of entries would make, for checking it before anything is written. */
export const registerOf = (entries: readonly Entry[]): Register => entries.reduce(applied, emptyRegister);
