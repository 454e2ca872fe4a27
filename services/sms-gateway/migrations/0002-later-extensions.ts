// Digits of the rare texts that went out again: a table of its own, so that the many pay for no second index.
import type { Migration } from '../../../infra/database.ts';

/** Extension digits of second and later attempts. */
export const laterExtensions: Migration = {
  name: '0002-later-extensions',
  async up(database) {
    await database.raw(`CREATE TABLE later_extensions (
      extension VARCHAR(12) NOT NULL PRIMARY KEY, text_id VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, started_at DATETIME(3) NOT NULL)`);
  },
};
