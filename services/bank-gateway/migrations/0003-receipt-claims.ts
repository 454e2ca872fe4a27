/** Whose claim stands on a receipt under way: that of a run which has died is free at once. */
import type { Migration } from '../../../infra/database.ts';

export const receiptClaims: Migration = {
  name: '0003-receipt-claims',
  async up(database) {
    await database.raw('ALTER TABLE fiscal_receipts ADD COLUMN claimed_by VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL');
  },
};
