/** What people look certificates up by: the holder's name, the department, and the time they were ordered. */
import type { Migration } from '../../../infra/database.ts';

export const holders: Migration = {
  name: '0002-holders',
  async up(database) {
    await database.raw('ALTER TABLE certificates ADD COLUMN holder_name VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL, ADD COLUMN department VARCHAR(18) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL, ADD KEY by_department (department, created_at), ADD KEY by_holder_name (holder_name), ADD KEY by_time (created_at, id)');
    await database.raw("UPDATE certificates SET holder_name = LEFT(JSON_UNQUOTE(JSON_EXTRACT(document, '$.order.holder.name')), 190), department = LEFT(case_number, 18)");
  },
};
