/** Change sets and their entries, and the columns of items by which both are found. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const word = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const catalogue0003: Migration = {
  name: '0003-change-sets',
  async up(database) {
    await createRecordTable(database, 'change_sets', { source: [word(60), '$.source'], arrival_key: [word(250), '$.arrivalKey'], proposed_at: ['CHAR(24)', '$.proposedAt'] });
    await database.raw(`CREATE TABLE change_set_entries (
      change_set_id ${word(40)} NOT NULL, number INT UNSIGNED NOT NULL, code ${word(33)} NOT NULL, version INT UNSIGNED NOT NULL, source ${word(60)} NOT NULL,
      kind ${word(12)} NOT NULL, status ${word(12)} NOT NULL, name VARCHAR(190) NOT NULL, after_digest CHAR(64) CHARACTER SET ascii NOT NULL, publishings INT UNSIGNED NOT NULL,
      heavier INT UNSIGNED NOT NULL, document LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, result TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL, publishing INT UNSIGNED NULL, settled_at DATETIME(3) NULL,
      PRIMARY KEY (change_set_id, number), UNIQUE KEY by_item (change_set_id, code, version), KEY by_code (code, status), KEY by_status (change_set_id, status, number))`);
    await database.raw(`ALTER TABLE items ADD COLUMN publishings INT UNSIGNED GENERATED ALWAYS AS (JSON_EXTRACT(document, '$.publishings')) STORED`);
    await database.raw(`ALTER TABLE items ADD COLUMN listed_department ${word(200)} GENERATED ALWAYS AS (JSON_UNQUOTE(JSON_EXTRACT(document, '$.listedDepartment'))) STORED`);
  },
};
