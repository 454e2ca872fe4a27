/** What each source says now of each item, and the lists departments hand in: their files, and their rows with what is wrong. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const word = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
const long = 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

export const catalogue0005: Migration = {
  name: '0005-arrivals',
  async up(database) {
    // `digest` is ours over `content`; `upstream_digest` the source's own mark. `stated`: fields a list really spoke of; null: all of them.
    await database.raw(`CREATE TABLE source_items (
      source ${word(60)} NOT NULL, code ${word(33)} NOT NULL, version INT UNSIGNED NOT NULL, digest CHAR(64) CHARACTER SET ascii NOT NULL, content ${long} NOT NULL,
      name VARCHAR(190) NOT NULL, state VARCHAR(12) NOT NULL, form VARCHAR(20) NULL, stated TEXT NULL, upstream_digest ${word(160)} NULL, arrival ${word(64)} NOT NULL,
      seen_at DATETIME(3) NOT NULL, changed_at DATETIME(3) NOT NULL, PRIMARY KEY (source, code), KEY by_code (code), KEY by_arrival (arrival, code))`);
    await createRecordTable(database, 'department_lists', { department_code: [word(18), '$.department.creditCode'], handed_in_at: ['CHAR(24)', '$.handedInAt'] });
    await database.raw(`CREATE TABLE list_files (
      list_id ${word(64)} NOT NULL, part INT UNSIGNED NOT NULL, bytes MEDIUMBLOB NOT NULL, PRIMARY KEY (list_id, part))`);
    // `standing`: good, broken, not-ours (of no item of this zone).
    await database.raw(`CREATE TABLE list_rows (
      list_id ${word(64)} NOT NULL, number INT UNSIGNED NOT NULL, standing VARCHAR(10) NOT NULL, code ${word(33)} NULL, place ${word(160)} NOT NULL,
      content ${long} NULL, story ${long} NULL, PRIMARY KEY (list_id, number), KEY by_standing (list_id, standing, number), KEY by_item (list_id, code))`);
    await database.raw(`CREATE TABLE list_progress (list_id ${word(64)} NOT NULL PRIMARY KEY, rows_read INT UNSIGNED NOT NULL, rows_proposed INT UNSIGNED NOT NULL, at DATETIME(3) NOT NULL)`);
  },
};
