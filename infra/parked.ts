/** Parked messages: broken, or breaking us, kept with their story until a person puts them back. The table is the truth. */
import { safeError } from './log.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Inbox } from './inbox.ts';
import type { AnyMachine } from './machine.ts';
import { documentOf } from './records.ts';
import type { Publisher } from './outbox.ts';

export interface ParkedMessage { id: string; type: string; recordId: string; reason: string; deliveries: number; parkedAt: string; putBackAt: string | null; putBackBy: string | null }
interface Row { id: string; type: string; record_id: string; envelope: unknown; reason: string; stack: string | null; deliveries: number; parked_at: Date; put_back_at: Date | null; put_back_by: string | null }

const shown = (row: Row): ParkedMessage => ({
  id: row.id, type: row.type, recordId: row.record_id, reason: row.reason, deliveries: Number(row.deliveries), parkedAt: new Date(row.parked_at).toISOString(),
  putBackAt: row.put_back_at ? new Date(row.put_back_at).toISOString() : null, putBackBy: row.put_back_by,
});

export interface Parking { id: string; type: string; recordId: string; envelope: unknown; error: unknown; deliveries: number }
export interface Parked {
  park(parking: Parking): Promise<void>;
  list(): Promise<ParkedMessage[]>;
  /** Gives a message to its record again, as it is. `unknown` when there is none, `failed` with the reason when it breaks again. */
  putBack(id: string, by: string): Promise<'put-back' | 'unknown' | 'already' | { failed: string }>;
}

export function openParked(options: { service: string; database: Database; clock: Clock; publisher: Publisher; machines: readonly AnyMachine[]; inbox: () => Inbox }): Parked {
  const { service, database, clock, publisher, machines } = options;
  return {
    async park({ id, type, recordId, envelope, error, deliveries }) {
      const story = safeError(error);
      const reason = `${'kind' in story ? String(story.kind) : 'error'}: ${'message' in story ? String(story.message) : ''}`.slice(0, 490);
      await database.raw('INSERT INTO parked (id, type, record_id, envelope, reason, stack, deliveries, parked_at) VALUES (?,?,?,?,?,?,?,?) ON DUPLICATE KEY UPDATE envelope = VALUES(envelope), reason = VALUES(reason), deliveries = VALUES(deliveries), put_back_at = NULL',
        [id, type, recordId, JSON.stringify(envelope), reason, JSON.stringify(story), deliveries, clock.now()]);
      // The stream is for those who watch; a watcher missing is no reason to keep the message.
      await publisher.publish(`parked.${service}`, id, JSON.stringify({ specversion: '1.0', id, source: `/${service}`, type: `parked.${service}`, subject: recordId, time: clock.now().toISOString(), datacontenttype: 'application/json', data: { parkedType: type, reason, deliveries } })).catch(() => undefined);
    },
    async list() {
      const rows: Row[] = await database<Row>('parked').orderBy('parked_at', 'desc').limit(500).select();
      return rows.map(shown);
    },
    async putBack(id, by) {
      const row = await database<Row>('parked').where({ id }).first();
      if (!row) return 'unknown';
      if (row.put_back_at) return 'already';
      const machine = machines.find((m) => m.accepts[row.type]);
      const intake = machine?.accepts[row.type];
      const envelope = documentOf(row.envelope);
      if (!machine || !intake || typeof envelope !== 'object' || envelope === null || !('data' in envelope)) return { failed: 'no machine takes this message' };
      try {
        const data: unknown = intake.schema.parse(envelope.data);
        const recordId = row.type.startsWith('outcome.') ? row.record_id : intake.key(data);
        const settlement = await options.inbox().submit({ machine, recordId, message: { id: row.id, type: row.type, data } });
        if (settlement.kind === 'waiting') return { failed: `still too early: ${settlement.reason}` };
      } catch (error) {
        return { failed: JSON.stringify(safeError(error)).slice(0, 400) };
      }
      await database('parked').where({ id }).update({ put_back_at: clock.now(), put_back_by: by });
      return 'put-back';
    },
  };
}
