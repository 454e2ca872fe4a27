/** The ledger, the register of standards, and money nobody could place. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const code = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const ledger: Migration = {
  name: '0003-ledger',
  async up(database) {
    // Only ever added to: the key is the record and the place in what it has written.
    await database.raw(`CREATE TABLE ledger_entries (
      record_id ${code(96)} NOT NULL, place INT UNSIGNED NOT NULL, written_at DATETIME(3) NOT NULL, posting INT UNSIGNED NOT NULL, occasion ${code(20)} NOT NULL,
      account ${code(20)} NOT NULL, debit_in_fen BIGINT UNSIGNED NOT NULL, credit_in_fen BIGINT UNSIGNED NOT NULL, pay_code ${code(42)} NULL, bank ${code(20)} NULL,
      work_date ${code(10)} NULL, revenue_item ${code(30)} NULL, collecting_unit ${code(50)} NULL,
      PRIMARY KEY (record_id, place), KEY by_time (written_at, record_id, place), KEY by_account (account, written_at), KEY by_pay_code (pay_code))`);
    await createRecordTable(database, 'fee_standards');
    await createRecordTable(database, 'unidentified_money', {}, { bank: code(20), work_date: code(10), amount_in_fen: 'BIGINT' });
    await database.raw('ALTER TABLE unidentified_money ADD KEY by_time (created_at, id)');
    await database.raw('ALTER TABLE bills ADD COLUMN amount_in_fen BIGINT NULL, ADD COLUMN refund_state VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL, ADD KEY by_refund_state (refund_state, created_at)');
    await database.raw("UPDATE bills SET amount_in_fen = JSON_VALUE(document, '$.amountInFen')");
  },
};
