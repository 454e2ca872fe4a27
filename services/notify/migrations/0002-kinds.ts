// What people look texts up by when they know no case: their kind, and the time they were asked for.
import type { Migration } from '../../../infra/database.ts';

/** Kind and time of a notice as columns. */
export const kinds: Migration = {
  name: '0002-kinds',
  async up(database) {
    await database.raw('ALTER TABLE notices ADD COLUMN kind VARCHAR(20) NULL, ADD KEY by_time (created_at, id)');
    await database.raw("UPDATE notices SET kind = JSON_UNQUOTE(JSON_EXTRACT(document, '$.kind'))");
  },
};
