/** The signed papers behind the documents of delegation: one copy of each, by its digest. */
import type { Migration } from '../../../infra/database.ts';

export const catalogue0002: Migration = {
  name: '0002-delegation-files',
  async up(database) {
    await database.raw(`CREATE TABLE delegation_files (
      sha256 CHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, media_type VARCHAR(40) NOT NULL,
      size INT UNSIGNED NOT NULL, content LONGBLOB NOT NULL, stored_at DATETIME(3) NOT NULL)`);
  },
};
