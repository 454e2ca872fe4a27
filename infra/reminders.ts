/** What should happen at a time, or be noticed when it did not: rows that come back to their record as messages. */
import type { Clock } from './clock.ts';
import { isDisconnected, type Database, type Statement } from './database.ts';
import type { Inbox } from './inbox.ts';
import type { Log } from './log.ts';
import type { AnyMachine } from './machine.ts';
import type { Parked } from './parked.ts';
import { documentOf } from './records.ts';
import { schedule, type Scheduled } from './schedule.ts';

export interface ReminderRow { id: string; machine: string; name: string; recordId: string; data: unknown; dueAt: Date }

export function reminderStatements(rows: readonly ReminderRow[]): Statement[] {
  if (rows.length === 0) return [];
  return [{
    sql: `INSERT INTO reminders (id, machine, name, record_id, data, due_at) VALUES ${rows.map(() => '(?,?,?,?,?,?)').join(',')}`,
    bindings: rows.flatMap((row) => [row.id, row.machine, row.name, row.recordId, JSON.stringify(row.data ?? null), row.dueAt]),
  }];
}

interface DueRow { id: string; machine: string; name: string; record_id: string; data: unknown }
const parkAfterFailures = 5;

/** Delivers reminders whose time has come. Two copies may deliver the same one: the inbox takes it once. */
export function openReminders(options: { database: Database; machines: readonly AnyMachine[]; inbox: Inbox; clock: Clock; log: Log; park: Parked['park'] }): Scheduled {
  const { database, machines, inbox, clock, log, park } = options;
  const failures = new Map<string, number>();
  return schedule('reminders', 1_000, log, async () => {
    const rows: DueRow[] = await database('reminders')
      .whereNull('done_at').andWhere('due_at', '<=', clock.now()).orderBy('due_at').limit(200).select('id', 'machine', 'name', 'record_id', 'data');
    await Promise.all(rows.map(async (row) => {
      try { await deliver(row); failures.delete(row.id); } catch (error) {
        if (isDisconnected(error)) return;
        const count = (failures.get(row.id) ?? 0) + 1;
        failures.set(row.id, count);
        log.error({ error, reminder: row.name, failures: count }, 'reminder could not be taken');
        if (count < parkAfterFailures) return;
        await park({ id: row.id, type: `reminder.${row.name}`, recordId: row.record_id, envelope: { data: documentOf(row.data) }, error, deliveries: count });
        await database('reminders').where({ id: row.id }).update({ done_at: clock.now() });
      }
    }));
  });

  async function deliver(row: DueRow): Promise<void> {
    const machine = machines.find((m) => m.name === row.machine);
    const type = `reminder.${row.name}`;
    const intake = machine?.accepts[type];
    if (!machine || !intake) throw new Error(`no machine takes ${row.machine} ${type}`);
    await inbox.submit({ machine, recordId: row.record_id, message: { id: row.id, type, data: intake.schema.parse(documentOf(row.data)) }, reminderId: row.id });
  }
}
