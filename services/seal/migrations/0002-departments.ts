// Whose item a use was about, so that an officer's list of uses is found without reading all of them.

import type { Migration } from '../../../infra/database.ts';

export const departments0002: Migration = {
  name: '0002-departments',
  async up(database) {
    await database.raw('ALTER TABLE impressions ADD COLUMN department VARCHAR(18) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL');
    await database.raw("UPDATE impressions SET department = LEFT(JSON_UNQUOTE(JSON_EXTRACT(document, '$.item.code')), 18)");
  },
};
