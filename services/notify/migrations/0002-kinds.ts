// What people look texts up by when they know no case: their kind, their department, and the time they were asked for.
import type { Migration } from '../../../infra/database.ts';

/** Kind, department and time of a notice as columns. */
export const kinds: Migration = {
  name: '0002-kinds',
  async up(database) {
    await database.raw('ALTER TABLE notices ADD COLUMN kind VARCHAR(20) NULL, ADD COLUMN department VARCHAR(18) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL, ADD KEY by_time (created_at, id), ADD KEY by_kind (kind, created_at), ADD KEY by_department (department, created_at)');
    await database.raw("UPDATE notices SET kind = JSON_UNQUOTE(JSON_EXTRACT(document, '$.kind')), department = LEFT(case_number, 18)");
  },
};
