/** Lines are found by what they are known by: an index by pay code beside it cost a million lines more than their loading, and nothing needs it. */
import type { Migration } from '../../../infra/database.ts';

export const linesByKey: Migration = {
  name: '0023-lines-by-key',
  async up(database) { await database.raw('ALTER TABLE statement_lines DROP KEY by_pay_code'); },
};
