/**
 * The pure heart of every service: what a decision is, which moves are legal, and how outputs are written down.
 * A machine decides from its record, one message and gathered facts; it never waits, never asks the time, never throws
 * for something the rules foresee.
 */
import type { z } from 'zod';
import { commands, events, type CommandData, type CommandType, type EventData, type EventType } from '../contracts/messages.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Outcome } from './outcome.ts';
import type { Transaction } from './database.ts';
import type { Serials } from './serials.ts';

/** Who acts: a person or service that the bearer token names. */
export interface Actor {
  subject: string;
  roles: readonly string[];
  name: string;
  /** Department code for department officers. */
  department?: string;
  /** The window 窗口 a clerk sits at, as the hall numbers it. */
  window?: string;
}

/** What a decision leaves behind; carried out only after its transaction has committed. */
export type Output =
  | { kind: 'command' | 'event'; type: string; subject: string; data: unknown }
  | { kind: 'call'; name: string; data: unknown; dueAt?: Date }
  | { kind: 'reminder'; name: string; dueAt: Date; data: unknown };

/** A fact, told to whoever listens. */
export function event<K extends EventType>(type: K, data: EventData<K>): Output {
  return { kind: 'event', type, subject: subjectOf(data), data: events[type].parse(data) };
}
/** An order to another service. */
export function command<K extends CommandType>(type: K, data: CommandData<K>): Output {
  return { kind: 'command', type, subject: subjectOf(data), data: commands[type].parse(data) };
}
/** A call to the outside; its outcome comes back to this record as message `outcome.<name>`. */
export const call = (name: string, data: unknown, dueAt?: Date): Output => ({ kind: 'call', name, data, ...(dueAt ? { dueAt } : {}) });
/** Comes back to this record as message `reminder.<name>` when its time has come. */
export const reminder = (name: string, dueAt: Date, data: unknown = {}): Output => ({ kind: 'reminder', name, dueAt, data });

function subjectOf(data: object): string {
  return 'caseNumber' in data && typeof data.caseNumber === 'string' ? data.caseNumber : '';
}

/** Every record has a state from its machine's table. */
export interface MachineRecord { status: string }

export type Decision<R> =
  | { kind: 'accept'; next: R; outputs: readonly Output[]; reply?: unknown }
  /** Nothing to do, and that is right: the reason is kept. */
  | { kind: 'ignore'; reason: string; reply?: unknown }
  /** Too early: something else must arrive first. The message comes again. */
  | { kind: 'wait'; reason: string }
  /** The rules say no. */
  | { kind: 'refuse'; refusal: Refusal };

export const accept = <R>(next: R, outputs: readonly Output[] = [], reply?: unknown): Decision<R> => ({ kind: 'accept', next, outputs, reply });
export const ignore = (reason: string, reply?: unknown): Decision<never> => ({ kind: 'ignore', reason, reply });
export const wait = (reason: string): Decision<never> => ({ kind: 'wait', reason });
export const refuse = (refusal: Refusal): Decision<never> => ({ kind: 'refuse', refusal });

/** All legal moves: from each state (and from `none`, before the record exists) to those it may go to. Staying is always legal. */
export type Transitions = Readonly<Record<string, readonly string[]>>;

/** A message as `decide` sees it. */
export interface Message<T extends string = string, D = unknown> {
  type: T;
  id: string;
  data: D;
  /** Present on messages that came over HTTP. */
  actor?: Actor;
}

/** How a machine takes one type of message: the schema its data must satisfy, and which record it is about. */
export interface Intake<S extends z.ZodType = z.ZodType> {
  schema: S;
  key(data: z.infer<S>): string;
}
export const takes = <S extends z.ZodType>(schema: S, key: (data: z.infer<S>) => string): Intake<S> => ({ schema, key });

/** The union of all messages an accepts-table describes. */
export type MessagesOf<A> = { [K in keyof A & string]: A[K] extends Intake<infer S> ? Message<K, z.infer<S>> : never }[keyof A & string];

export interface CallContext { id: string; attempt: number; key: string }
/** Carries out a call. `repeatable`: the other side knows the call by its id, so after a crash it is simply made again. */
export interface Call {
  repeatable: boolean;
  /** Name of the outside target; one circuit breaker and one limit for each. */
  target: string;
  /** How long an answer may take; afterwards the claim lapses. */
  timeoutMs: number;
  /**
   * For a repeatable call that works long: its claim lapses so soon and is renewed while it is made, so that another takes it over shortly
   * after a crash instead of when its answer would have been late.
   */
  claimMs?: number;
  perform(data: unknown, context: CallContext): Promise<Outcome>;
}

export interface Gathering {
  transaction: Transaction; now: Date; serials: Serials;
  /** All messages of this machine that are decided in the same transaction, this one among them: what many need can be asked once. */
  group: readonly Message[];
}

/** One kind of record and how it lives. `name` is also its table. */
export interface Machine<R extends MachineRecord = MachineRecord, A extends Record<string, Intake> = Record<string, Intake>, F = object> {
  name: string;
  states: Transitions;
  accepts: A;
  /** The record as stored; parsed when it is loaded. */
  record: z.ZodType<R>;
  /** Reads and allocations the decision needs, inside its transaction. Must have no other effects. */
  gather?(message: MessagesOf<A>, record: R | undefined, gathering: Gathering): Promise<F>;
  decide(record: R | undefined, message: MessagesOf<A>, facts: F & { now: Date }): Decision<R>;
  calls?: Record<string, Call>;
  /** Columns written beside the record, for queries; the same names each time. */
  columns?(record: R): Record<string, string | number | null>;
  /** Large parts that hardly ever change: kept in a column of their own and written only when the decision gave them anew. */
  lasting?: readonly (keyof R & string)[];
  /** A narrow row beside the record, in a table of its own: for lists and counts over all records. Written only when it changes. */
  line?: Line<R>;
  /** Rows that are only ever added: the record lists all it has caused, and those not yet written join its transaction. */
  journal?: Journal<R>;
}

/** The row a record has in its list: a pure function of the record, the same names each time. */
export interface Line<R> { table: string; of(record: R): LineRow }
export type LineRow = Record<string, string | number | null>;

/** What a record has written into a book that is never changed: all its rows in order, each time; earlier ones stay as they were. */
export interface Journal<R> { table: string; of(record: R): readonly LineRow[] }

/** A machine whose types have been checked and are of no further interest to the machinery. */
export interface AnyMachine {
  name: string;
  states: Transitions;
  accepts: Record<string, Intake>;
  record: z.ZodType;
  gather(message: Message, record: MachineRecord | undefined, gathering: Gathering): Promise<object>;
  decide(record: MachineRecord | undefined, message: Message, facts: { now: Date }): Decision<MachineRecord>;
  calls: Record<string, Call>;
  columns(record: MachineRecord): Record<string, string | number | null>;
  lasting: readonly string[];
  line: Line<MachineRecord> | undefined;
  journal: Journal<MachineRecord> | undefined;
}

/** Forgets a machine's types at the one place where that is safe: data was parsed by the same machine's schemas. */
export function machine<R extends MachineRecord, A extends Record<string, Intake>, F extends object>(m: Machine<R, A, F>): AnyMachine {
  type Any = AnyMachine;
  return {
    name: m.name, states: m.states, accepts: m.accepts, record: m.record, calls: m.calls ?? {},
    gather: (m.gather ? m.gather.bind(m) : async () => ({})) as Any['gather'],
    decide: m.decide.bind(m) as unknown as Any['decide'],
    lasting: m.lasting ?? [],
    line: m.line as Any['line'],
    journal: m.journal as Any['journal'],
    columns: (m.columns ? m.columns.bind(m) : () => ({})) as Any['columns'],
  };
}

/** Null when the move is in the table; otherwise what is wrong, for the programmer. */
export function illegalMove(m: Pick<AnyMachine, 'name' | 'states'>, from: string | undefined, to: string): string | null {
  const start = from ?? 'none';
  if (start === to) return null;
  const row = m.states[start];
  if (!row) return `machine ${m.name} has no state "${start}"`;
  return row.includes(to) ? null : `machine ${m.name} may not go from "${start}" to "${to}"`;
}

/** The states diagram of a machine as Mermaid text, for the README. */
export function diagramOf(states: Transitions): string {
  const lines = ['stateDiagram-v2'];
  for (const [from, targets] of Object.entries(states)) {
    for (const to of targets) lines.push(`  ${from === 'none' ? '[*]' : from.replaceAll('-', '_')} --> ${to.replaceAll('-', '_')}`);
    if (targets.length === 0) lines.push(`  ${from.replaceAll('-', '_')} --> [*]`);
  }
  return lines.join('\n');
}
