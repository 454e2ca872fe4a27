/** Differences between what province, departments and zone say of the same powers, and the comparisons that found them. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const word = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const catalogue0006: Migration = {
  name: '0006-drift',
  async up(database) {
    await createRecordTable(database, 'drifts', { code: [word(33), '$.code'], department: [word(18), '$.department'], owner_side: [word(12), '$.owner.side'], field: [word(30), '$.field'], found_at: ['CHAR(24)', '$.foundAt'] });
    await createRecordTable(database, 'drift_runs', { started_at: ['CHAR(24)', '$.startedAt'] });
  },
};
