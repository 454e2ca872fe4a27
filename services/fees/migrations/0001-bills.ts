/** The table of bills, with the columns banks and people ask by; and what has been reconciled with which bank. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const code = (length: number): string => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const bills: Migration = {
  name: '0001-bills',
  async up(database) {
    await createRecordTable(database, 'bills', {}, { pay_code: code(20), case_number: code(50), paid_bank: code(20), paid_serial: code(64), paid_on: code(10), paid_in_fen: 'BIGINT' });
    // The rules see to both already; the database is the second pair of eyes.
    await database.raw('ALTER TABLE bills ADD UNIQUE KEY one_pay_code (pay_code), ADD UNIQUE KEY one_payment (paid_bank, paid_serial), ADD KEY bank_days (paid_bank, paid_on), DROP KEY by_pay_code, DROP KEY by_paid_bank, DROP KEY by_paid_serial, DROP KEY by_paid_in_fen');
    await database.raw(`CREATE TABLE reconciliations (
      id ${code(64)} NOT NULL PRIMARY KEY, bank ${code(20)} NOT NULL, from_day ${code(10)} NOT NULL, to_day ${code(10)} NOT NULL,
      payments INT UNSIGNED NOT NULL, amount_in_fen BIGINT NOT NULL, request_hash CHAR(64) NOT NULL, at DATETIME(3) NOT NULL, KEY by_bank (bank, at))`);
    await database.raw(`CREATE TABLE reconciled_payments (
      bank ${code(20)} NOT NULL, serial ${code(64)} NOT NULL, bill_key ${code(96)} NOT NULL, reconciliation ${code(64)} NOT NULL,
      PRIMARY KEY (bank, serial))`);
  },
};
