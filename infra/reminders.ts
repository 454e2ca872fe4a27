/** What should happen at a time, or be noticed when it did not: rows that come back to their record as messages. */
import type { Clock } from './clock.ts';
import type { Database, Transaction } from './database.ts';
import type { Inbox } from './inbox.ts';
import type { Log } from './log.ts';
import type { AnyMachine } from './machine.ts';
import { documentOf } from './records.ts';
import { schedule, type Scheduled } from './schedule.ts';

export interface ReminderRow { id: string; machine: string; name: string; recordId: string; data: unknown; dueAt: Date }

export async function writeReminders(tx: Transaction, rows: readonly ReminderRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx('reminders').insert(rows.map((row) => ({ id: row.id, machine: row.machine, name: row.name, record_id: row.recordId, data: JSON.stringify(row.data ?? null), due_at: row.dueAt })));
}

/** Delivers reminders whose time has come. Two copies may deliver the same one: the inbox takes it once. */
export function openReminders(options: { database: Database; machines: readonly AnyMachine[]; inbox: Inbox; clock: Clock; log: Log }): Scheduled {
  const { database, machines, inbox, clock, log } = options;
  return schedule('reminders', 1_000, log, async () => {
    const rows: { id: string; machine: string; name: string; record_id: string; data: unknown }[] = await database('reminders')
      .whereNull('done_at').andWhere('due_at', '<=', clock.now()).orderBy('due_at').limit(200).select('id', 'machine', 'name', 'record_id', 'data');
    await Promise.all(rows.map(async (row) => {
      const machine = machines.find((m) => m.name === row.machine);
      const type = `reminder.${row.name}`;
      const intake = machine?.accepts[type];
      if (!machine || !intake) { log.error({ machine: row.machine, reminder: row.name }, 'no machine takes this reminder'); return; }
      await inbox.submit({ machine, recordId: row.record_id, message: { id: row.id, type, data: intake.schema.parse(documentOf(row.data)) }, reminderId: row.id });
    }));
  });
}
