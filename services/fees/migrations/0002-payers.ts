/** What people look bills up by: the payer's name, and the time they were issued. */
import type { Migration } from '../../../infra/database.ts';

export const payers: Migration = {
  name: '0002-payers',
  async up(database) {
    await database.raw('ALTER TABLE bills ADD COLUMN payer_name VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL, ADD KEY by_payer_name (payer_name), ADD KEY by_time (created_at, id)');
    await database.raw("UPDATE bills SET payer_name = LEFT(JSON_UNQUOTE(JSON_EXTRACT(document, '$.payer.name')), 190)");
  },
};
