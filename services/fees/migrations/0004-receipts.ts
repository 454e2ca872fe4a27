/** What a receipt is looked up by: its code and number, which the fiscal platform gives once. */
import type { Migration } from '../../../infra/database.ts';

export const receipts: Migration = {
  name: '0004-receipts',
  async up(database) {
    await database.raw('ALTER TABLE bills ADD COLUMN receipt_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL, ADD UNIQUE KEY one_receipt (receipt_key)');
  },
};
