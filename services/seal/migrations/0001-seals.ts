// Seals, their files, the keys (wrapped) and the ledger. The ledger line is the record of the use itself: that the line
// and the use cannot exist without each other is not a rule to be kept but the same row.

import { createRecordTable } from '../../../infra/records.ts';
import type { Migration } from '../../../infra/database.ts';

const word = (length: number): string => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL`;

export const seals0001: Migration = {
  name: '0001-seals',
  async up(database) {
    await createRecordTable(database, 'seals');
    await createRecordTable(database, 'impressions', {}, { case_number: 'VARCHAR(50)', seal_code: 'VARCHAR(32)', ledger_number: 'VARCHAR(48)', used_at: 'CHAR(24)', sequence: 'INT UNSIGNED' });
    // The last guard, should everything before it be wrong: a ledger position is taken once. Refused uses have none (NULL).
    await database.raw('ALTER TABLE impressions ADD UNIQUE KEY one_line (seal_code, sequence), ADD UNIQUE KEY one_number (ledger_number), DROP KEY by_seal_code, DROP KEY by_sequence, DROP KEY by_ledger_number');
    // One row for each seal's ledger, locked while positions are taken.
    await database.raw(`CREATE TABLE ledgers (seal_code ${word(32)} PRIMARY KEY)`);
    await database.raw(`CREATE TABLE seal_files (
      seal_code ${word(32)} PRIMARY KEY, key_id ${word(96)}, seal MEDIUMBLOB NOT NULL, certificate BLOB NOT NULL, outlines MEDIUMTEXT NOT NULL)`);
    await database.raw(`CREATE TABLE authorities (role ${word(12)} PRIMARY KEY, key_id ${word(96)}, certificate BLOB NOT NULL)`);
    await database.raw(`CREATE TABLE held_keys (key_id ${word(96)} PRIMARY KEY, public_key CHAR(130) NOT NULL, wrapped ${word(400)})`);
    await database.raw(`CREATE TABLE secret_marks (
      position TINYINT UNSIGNED NOT NULL PRIMARY KEY, salt ${word(64)}, cost INT UNSIGNED NOT NULL, code ${word(64)})`);
  },
};
