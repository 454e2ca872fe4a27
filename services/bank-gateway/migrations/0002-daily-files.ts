/** What was seen of daily files, version by version, and how each folder they come from last answered. */
import type { Migration } from '../../../infra/database.ts';

const code = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
const words = 'VARCHAR(700) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

export const dailyFiles: Migration = {
  name: '0002-daily-files',
  async up(database) {
    // A file that changes gets a new row: what was read of the one before stays on record.
    await database.raw(`CREATE TABLE daily_files (
      position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, feed ${code(40)} NOT NULL, name ${code(200)} NOT NULL, day ${code(10)} NOT NULL,
      bytes BIGINT UNSIGNED NOT NULL, changed ${code(40)} NOT NULL, state ${code(12)} NOT NULL, seen_at DATETIME(3) NOT NULL, unchanged_since DATETIME(3) NOT NULL,
      read_at DATETIME(3) NULL, delivered_at DATETIME(3) NULL, sha256 ${code(64)} NULL, line_count INT UNSIGNED NULL, payments_in_fen BIGINT UNSIGNED NULL, returned_in_fen BIGINT UNSIGNED NULL,
      reason ${code(20)} NULL, line INT UNSIGNED NULL, byte INT UNSIGNED NULL, zh ${words} NULL, en ${words} NULL, repeats BIGINT UNSIGNED NULL,
      KEY by_name (feed, name, position), KEY by_day (feed, day), KEY by_digest (feed, sha256), KEY by_state (state, position))`);
    await database.raw(`CREATE TABLE daily_feeds (
      feed ${code(40)} NOT NULL PRIMARY KEY, since DATETIME(3) NOT NULL, looked_at DATETIME(3) NULL, answered_at DATETIME(3) NULL, trouble ${code(300)} NULL, to_mend TINYINT NOT NULL DEFAULT 0, trouble_since DATETIME(3) NULL)`);
    await database.raw(`CREATE TABLE daily_file_items (
      file BIGINT UNSIGNED NOT NULL, line INT UNSIGNED NOT NULL, pay_code ${code(42)} NOT NULL, serial ${code(64)} NULL, amount_in_fen BIGINT UNSIGNED NULL, reason ${code(200)} NOT NULL, PRIMARY KEY (file, line), KEY by_pay_code (pay_code))`);
  },
};
