/** The table of certificates, with what people ask by, and the documents, each stored once under its SHA-256. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const code = (length: number): string => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const certificates: Migration = {
  name: '0001-certificates',
  async up(database) {
    await createRecordTable(database, 'certificates', {}, { case_number: code(50), number: code(40), licence_id: code(120) });
    // Numbers come from serials and are not given twice; should that ever fail, the second certificate must not be stored.
    await database.raw('ALTER TABLE certificates ADD UNIQUE KEY one_number (number), DROP KEY by_number');
    await database.raw(`CREATE TABLE documents (
      sha256 CHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
      media_type ${code(60)} NOT NULL, bytes INT UNSIGNED NOT NULL, content MEDIUMBLOB NOT NULL, stored_at DATETIME(3) NOT NULL)`);
  },
};
