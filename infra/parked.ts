/**
 * Parked messages: broken, or breaking us, kept with their whole story until a person puts them back. The table is the truth.
 * Where a message moves money, a seal or paper, one person proposes and another puts back. Who did what, and what came of
 * it, is kept for ever; what people read of a message is masked.
 */
import { z } from 'zod';
import { refusal, type Refusal } from '../contracts/refusals.ts';
import { safeError } from './log.ts';
import type { Clock } from './clock.ts';
import type { Database, Transaction } from './database.ts';
import type { Inbox, Settlement } from './inbox.ts';
import type { Actor, AnyMachine, Intake } from './machine.ts';
import { maskBody } from './mask.ts';
import { pageOf, type Paging } from './paging.ts';
import { documentOf } from './records.ts';
import type { Publisher } from './outbox.ts';

export type ParkedAct = 'parked' | 'proposed' | 'put-back' | 'failed-again';
/** One line of a message's story. `by` is an account; empty when the hub itself parked it. */
export interface StoryLine { at: string; act: ParkedAct; by: string; note: string; result: string }
export interface ParkedMessage {
  id: string; type: string; recordId: string; caseNumber: string; reason: string; deliveries: number; parkedAt: string; firstFailedAt: string; lastFailedAt: string;
  state: 'waiting' | 'proposed' | 'put-back'; twoPersons: boolean; proposal: { by: string; at: string; note: string } | null; preview: string; putBackAt: string | null; putBackBy: string | null;
}
/** Everything a person must know before putting a message back. */
export interface ParkedStory extends ParkedMessage {
  payload: string;
  stack: string;
  history: StoryLine[];
  /** What putting it back would meet now. */
  target: { machine: string | null; recordId: string; recordState: string | null; recordVersion: number | null; knownToInbox: boolean; readable: boolean };
}

interface Row {
  id: string; type: string; record_id: string; envelope: unknown; reason: string; stack: string | null; deliveries: number; parked_at: Date; last_failed_at: Date | null; put_back_at: Date | null; put_back_by: string | null;
  proposed_at: Date | null; proposed_by: string | null; proposal_note: string | null;
}
interface StoryRow { at: Date; act: ParkedAct; by_whom: string; note: string; result: string }

export interface Parking { id: string; type: string; recordId: string; envelope: unknown; error: unknown; deliveries: number }
export interface Parked {
  park(parking: Parking): Promise<void>;
  /** Last parked first; `waiting` leaves out what has been put back. */
  list(waitingOnly: boolean, paging: Paging): Promise<{ parked: ParkedMessage[]; next: string | null }>;
  story(id: string): Promise<ParkedStory | undefined>;
  /** One person's wish that a message be put back; another may then do it. */
  propose(id: string, actor: Actor, note: string): Promise<ParkedStory | Refusal>;
  /** Gives a message to its record again, as it is. A string is why it failed again. */
  putBack(id: string, actor: Actor, note: string): Promise<{ result: string } | Refusal | { failed: string }>;
}

const iso = (at: Date): string => new Date(at).toISOString();
const previewLength = 300;
const payloadLength = 20_000;

/** Why it broke, on one line: of a broken contract the fields and rules, never what was in them. */
function reasonOf(error: unknown, story: object): string {
  if (error instanceof z.ZodError) return `不符合约定 breaks its contract: ${error.issues.map((issue) => `${issue.path.map(String).join('.') || '-'} ${issue.code}`).join(', ')}`.slice(0, 490);
  return `${'kind' in story ? String(story.kind) : 'error'}: ${'message' in story ? String(story.message) : ''}`.replaceAll(/\s+/g, ' ').slice(0, 490);
}

/** Only what programmers need of an error: no more than a few lines, no values. */
function shortened(stack: string | null): string {
  if (stack === null) return '';
  return maskBody(stack).slice(0, 1_500);
}

const Subject = z.object({ subject: z.string() });
const OfCase = z.object({ data: z.object({ caseNumber: z.string() }) });
const OfCall = z.object({ data: z.object({ request: z.object({ caseNumber: z.string() }) }) });
/** The case a message is about, as far as it says so; a message from the bus carries it as its subject. */
function caseNumberIn(row: Row, envelope: unknown): string {
  const found = OfCase.safeParse(envelope).data?.data.caseNumber ?? OfCall.safeParse(envelope).data?.data.request.caseNumber ?? Subject.safeParse(envelope).data?.subject;
  return (found ?? row.record_id).slice(0, 96);
}

const textOf = (envelope: unknown): string => maskBody(typeof envelope === 'string' ? envelope : JSON.stringify(envelope ?? null));

export function openParked(options: {
  service: string; database: Database; clock: Clock; publisher: Publisher; machines: readonly AnyMachine[]; inbox: () => Inbox;
  /** Whether putting back takes two persons: where money, a seal or paper follows. */
  twoPersons: boolean;
}): Parked {
  const { service, database, clock, publisher, machines, twoPersons } = options;

  function shown(row: Row): ParkedMessage {
    const envelope = documentOfParked(row.envelope);
    const standing = row.put_back_at === null && row.proposed_at !== null;
    return {
      id: row.id, type: row.type, recordId: row.record_id, caseNumber: caseNumberIn(row, envelope), reason: maskBody(row.reason), deliveries: Number(row.deliveries), parkedAt: iso(row.parked_at),
      firstFailedAt: iso(row.parked_at), lastFailedAt: iso(row.last_failed_at ?? row.parked_at), state: row.put_back_at ? 'put-back' : standing ? 'proposed' : 'waiting', twoPersons,
      proposal: standing && row.proposed_at ? { by: row.proposed_by ?? '', at: iso(row.proposed_at), note: row.proposal_note ?? '' } : null,
      preview: textOf(envelope).slice(0, previewLength), putBackAt: row.put_back_at ? iso(row.put_back_at) : null, putBackBy: row.put_back_by,
    };
  }
  const rowOf = (id: string): Promise<Row | undefined> => database<Row>('parked').where({ id }).first();
  const note = (id: string, act: ParkedAct, by: string, words: string, result: string): Promise<unknown> => noteIn(database, id, act, by, words, result);
  const noteIn = (where: Database | Transaction, id: string, act: ParkedAct, by: string, words: string, result: string): Promise<unknown> =>
    where('parked_history').insert({ message_id: id, at: clock.now(), act, by_whom: by.slice(0, 96), note: words.slice(0, 500), result: result.slice(0, 500) });

  /** Where a message would go, when it can be read at all. */
  function addressOf(row: Row): { machine: AnyMachine; intake: Intake; data: unknown; recordId: string } | { machine: AnyMachine | null; recordId: string } {
    const machine = machines.find((m) => m.accepts[row.type]);
    const intake = machine?.accepts[row.type];
    const envelope = documentOfParked(row.envelope);
    if (!machine || !intake || typeof envelope !== 'object' || envelope === null || !('data' in envelope)) return { machine: machine ?? null, recordId: row.record_id };
    const parsed = intake.schema.safeParse(envelope.data);
    if (!parsed.success) return { machine, recordId: row.record_id };
    return { machine, intake, data: parsed.data, recordId: /^(?:outcome|reminder)\./.test(row.type) ? row.record_id : intake.key(parsed.data) };
  }

  async function storyOf(row: Row): Promise<ParkedStory> {
    const address = addressOf(row);
    const [history, known, record] = await Promise.all([
      database<StoryRow>('parked_history').where('message_id', row.id).orderBy('position').limit(200).select<StoryRow[]>('at', 'act', 'by_whom', 'note', 'result'),
      database('inbox').where({ id: row.id }).first<{ id: string } | undefined>('id'),
      address.machine ? database(address.machine.name).where({ id: address.recordId }).first<{ status: string; version: number } | undefined>('status', 'version') : Promise.resolve(undefined),
    ]);
    return {
      ...shown(row), payload: textOf(documentOfParked(row.envelope)).slice(0, payloadLength), stack: shortened(row.stack),
      history: history.map((line) => ({ at: iso(line.at), act: line.act, by: line.by_whom, note: maskBody(line.note), result: maskBody(line.result) })),
      target: {
        machine: address.machine?.name ?? null, recordId: address.recordId, recordState: record?.status ?? null, recordVersion: record ? Number(record.version) : null,
        knownToInbox: known !== undefined, readable: 'data' in address,
      },
    };
  }

  return {
    async park({ id, type, recordId, envelope, error, deliveries }) {
      const story = safeError(error);
      const reason = reasonOf(error, story);
      const now = clock.now();
      // Parked anew after it was put back: whatever was proposed before was about another failure.
      await database.transaction(async (tx) => {
        await tx.raw('INSERT INTO parked (id, type, record_id, envelope, reason, stack, deliveries, parked_at, last_failed_at) VALUES (?,?,?,?,?,?,?,?,?) ON DUPLICATE KEY UPDATE envelope = VALUES(envelope), reason = VALUES(reason), stack = VALUES(stack), deliveries = VALUES(deliveries), last_failed_at = VALUES(last_failed_at), put_back_at = NULL, proposed_at = NULL',
          [id, type, recordId, JSON.stringify(envelope), reason, JSON.stringify(story), deliveries, now, now]);
        await noteIn(tx, id, 'parked', '', '', reason);
      });
      // The stream is for those who watch; a watcher missing is no reason to keep the message.
      await publisher.publish(`parked.${service}`, id, JSON.stringify({ specversion: '1.0', id, source: `/${service}`, type: `parked.${service}`, subject: recordId, time: now.toISOString(), datacontenttype: 'application/json', data: { parkedType: type, reason, deliveries } })).catch(() => undefined);
    },
    async list(waitingOnly, { after, limit }) {
      const query = database<Row>('parked').orderBy([{ column: 'parked_at', order: 'desc' }, { column: 'id', order: 'desc' }]).limit(limit + 1);
      if (waitingOnly) void query.whereNull('put_back_at');
      if (after) {
        const at = new Date(after.at);
        void query.where('parked_at', '<=', at).andWhere((one) => { void one.where('parked_at', '<', at).orWhere('id', '<', after.id); });
      }
      const rows: Row[] = await query.select();
      const page = pageOf(rows, limit, (row) => ({ at: iso(row.parked_at), id: row.id }));
      return { parked: page.rows.map(shown), next: page.next };
    },
    async story(id) {
      const row = await rowOf(id);
      return row && storyOf(row);
    },
    async propose(id, actor, words) {
      const row = await rowOf(id);
      if (!row) return refusal('not-found', { field: 'messageId' });
      if (row.put_back_at) return refusal('wrong-state', { detail: { zh: '该消息已放回', en: 'the message has been put back already' } });
      if (row.proposed_at && row.proposed_by !== actor.subject) return refusal('wrong-state', { detail: { zh: '已有他人提出放回，请核对后直接放回', en: 'somebody else has proposed it; look at it and put it back' } });
      await database('parked').where({ id }).whereNull('put_back_at').update({ proposed_at: clock.now(), proposed_by: actor.subject, proposal_note: words.slice(0, 500) });
      await note(id, 'proposed', actor.subject, words, '');
      const after = await rowOf(id);
      return after ? storyOf(after) : refusal('not-found', { field: 'messageId' });
    },
    async putBack(id, actor, words) {
      const row = await rowOf(id);
      if (!row) return refusal('not-found', { field: 'messageId' });
      if (row.put_back_at) return refusal('wrong-state', { detail: { zh: '该消息已放回', en: 'the message has been put back already' } });
      if (twoPersons && row.proposed_at === null) return refusal('second-person-needed', { detail: { zh: '请先由一名集成运维说明理由、提出放回，再由另一名集成运维放回', en: 'one integrator proposes it with a reason, another puts it back' } });
      if (twoPersons && row.proposed_by === actor.subject) return refusal('second-person-needed', { detail: { zh: '放回由您提出，请另一名集成运维核对后放回', en: 'you proposed it; another integrator looks at it and puts it back' } });
      const address = addressOf(row);
      const failed = async (why: string): Promise<{ failed: string }> => {
        await database('parked').where({ id }).update({ last_failed_at: clock.now() });
        await note(id, 'failed-again', actor.subject, words, why);
        return { failed: why };
      };
      if (!('data' in address)) return failed(address.machine ? '内容不符合该类消息的约定，须更正来源后重发 its contents break the contract of its type; mend the sender and send anew' : '没有记录收此类消息 nothing takes messages of this type');
      let result: string;
      try {
        const settlement = await options.inbox().submit({ machine: address.machine, recordId: address.recordId, message: { id: row.id, type: row.type, data: address.data } });
        if (settlement.kind === 'waiting') return await failed(`仍然过早 still too early: ${settlement.reason}`);
        result = resultOf(settlement);
      } catch (error) {
        return failed(reasonOf(error, safeError(error)).slice(0, 400));
      }
      await database('parked').where({ id }).update({ put_back_at: clock.now(), put_back_by: actor.subject });
      await note(id, 'put-back', actor.subject, words, result);
      return { result };
    },
  };
}

/** An envelope that never was JSON is kept as its text. */
function documentOfParked(value: unknown): unknown {
  try { return documentOf(value); } catch { return value; }
}

function resultOf(settlement: Settlement): string {
  switch (settlement.kind) {
    case 'settled': return settlement.known ? 'known already' : settlement.decision === 'accepted' ? 'accepted' : `ignored: ${settlement.reason}`;
    case 'refused': return `refused: ${settlement.refusal.reason}`;
    default: return settlement.kind;
  }
}
