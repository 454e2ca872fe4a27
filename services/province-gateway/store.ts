/** Where the poll of upstream decisions stands. The cursor moves only after everything before it has been committed. */
import type { Database, Migration } from '../../infra/database.ts';
import { createRecordTable } from '../../infra/records.ts';
import { applicationMigrations } from './application-store.ts';

export const migrations: readonly Migration[] = [
  {
    name: '0001-upstream-decisions',
    async up(database) {
      await createRecordTable(database, 'upstream_decisions', { case_number: ['VARCHAR(50)', '$.decision.caseNumber'] });
      await database.raw('CREATE TABLE poll_cursors (poll VARCHAR(40) NOT NULL PRIMARY KEY, position VARCHAR(200) NOT NULL, moved_at DATETIME(3) NOT NULL)');
    },
  },
  ...applicationMigrations,
];

/** The cursor of a poll; null before the first page. */
export async function readCursor(database: Database, poll: string): Promise<string | null> {
  const row: { position: string } | undefined = await database('poll_cursors').where({ poll }).first('position');
  return row?.position ?? null;
}

/** Two copies may poll at once: whichever writes last, at worst a page is read again and nothing stated twice. */
export async function writeCursor(database: Database, poll: string, position: string, now: Date): Promise<void> {
  await database('poll_cursors').insert({ poll, position, moved_at: now }).onConflict('poll').merge();
}
