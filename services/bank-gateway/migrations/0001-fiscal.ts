/** What the gateway must remember of a fiscal platform: receipts under way (a number cannot be asked for twice), burnt numbers, and what was confirmed. */
import type { Migration } from '../../../infra/database.ts';

const code = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const fiscal: Migration = {
  name: '0001-fiscal',
  async up(database) {
    await database.raw(`CREATE TABLE fiscal_receipts (
      pay_code ${code(42)} NOT NULL PRIMARY KEY, state ${code(12)} NOT NULL, code ${code(8)} NULL, number ${code(20)} NULL, check_code ${code(6)} NULL, issued_at DATETIME(3) NULL,
      message_id ${code(64)} NULL, asked_at DATETIME(3) NULL, claim ${code(40)} NULL, claimed_until DATETIME(3) NULL, UNIQUE KEY one_number (code, number))`);
    await database.raw(`CREATE TABLE fiscal_burnt_numbers (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, pay_code ${code(42)} NOT NULL, message_id ${code(64)} NOT NULL, asked_at DATETIME(3) NOT NULL, detail VARCHAR(300) NOT NULL,
      released_by ${code(100)} NULL, released_at DATETIME(3) NULL, released_note VARCHAR(300) NULL, UNIQUE KEY one_ask (message_id), KEY by_pay_code (pay_code))`);
    await database.raw(`CREATE TABLE fiscal_records (
      line BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, day ${code(10)} NOT NULL, pay_code ${code(42)} NOT NULL, serial ${code(64)} NOT NULL, amount_in_fen BIGINT NOT NULL,
      UNIQUE KEY one_serial (pay_code, serial), KEY by_day (day, line))`);
  },
};
