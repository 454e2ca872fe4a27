/** What banks and the fiscal authority say they hold, line by line; and the ledger in the order a day is compared in. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const code = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
const ascii = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET ascii COLLATE ascii_bin`;

/** The bank's own number of each move, and the ledger in the order of a bank's day: what a day is compared by is read from this index alone. */
export const bankMoves: Migration = {
  name: '0011-bank-moves',
  async up(database) {
    await database.raw(`ALTER TABLE ledger_entries ADD COLUMN serial ${code(64)} NULL,
      ADD KEY by_work_date (work_date, account, bank, serial, occasion, pay_code, debit_in_fen, credit_in_fen)`);
  },
};

export const statements: Migration = {
  name: '0010-statements',
  async up(database) {
    // Every delivery that said something new stays: what a revision changed can be shown line by line.
    await database.raw(`CREATE TABLE statement_files (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, source ${ascii(20)} NOT NULL, day ${ascii(10)} NOT NULL, file_id ${ascii(100)} NOT NULL, revision INT UNSIGNED NOT NULL,
      name ${code(200)} NOT NULL, sha256 ${ascii(64)} NOT NULL, line_count INT UNSIGNED NOT NULL, amount_in_fen BIGINT NOT NULL, content ${ascii(40)} NOT NULL, has_serials TINYINT NOT NULL,
      delivered_by ${code(96)} NOT NULL, received_at DATETIME(3) NOT NULL, UNIQUE KEY one_revision (source, day, file_id, revision), KEY by_day (day, source))`);
    // Lines lie in the order they are compared in; the file's own order says nothing.
    await database.raw(`CREATE TABLE statement_lines (
      file BIGINT UNSIGNED NOT NULL, matched_by ${ascii(64)} NOT NULL, line INT UNSIGNED NOT NULL, kind ENUM('payment', 'refund', 'reversal') NOT NULL, pay_code ${ascii(42)} NOT NULL,
      serial ${ascii(64)} NOT NULL, amount_in_fen BIGINT UNSIGNED NOT NULL, work_date ${ascii(10)} NOT NULL, collected_on ${ascii(10)} NOT NULL, collecting_unit ${code(50)} NOT NULL,
      revenue_item ${code(42)} NOT NULL, payer_name ${code(200)} NOT NULL, PRIMARY KEY (file, matched_by, line))`);
  },
};

/** Differences that somebody has taken up, and days that were closed. Neither says what a day holds: that is counted from lines each time. */
export const dayClose: Migration = {
  name: '0012-day-close',
  async up(database) {
    // By bank and its serial first: the lines of a bank's day come in the order of their serials.
    await database.raw('ALTER TABLE ledger_entries ADD KEY by_bank_day (work_date, bank, serial, account, occasion, pay_code, debit_in_fen, credit_in_fen)');
    await database.raw('ALTER TABLE ledger_entries DROP KEY by_work_date');
    await createRecordTable(database, 'difference_tasks', {}, { source: ascii(20), day: ascii(10) });
    await database.raw(`CREATE TABLE day_closings (
      source ${ascii(20)} NOT NULL, day ${ascii(10)} NOT NULL, number INT UNSIGNED NOT NULL, basis ${ascii(64)} NOT NULL, our_count INT UNSIGNED NOT NULL, our_fen BIGINT NOT NULL, their_count INT UNSIGNED NOT NULL,
      their_fen BIGINT NOT NULL, differences INT UNSIGNED NOT NULL, closed_by ${code(96)} NOT NULL, closed_at DATETIME(3) NOT NULL, PRIMARY KEY (source, day, number), KEY by_day (day))`);
  },
};
