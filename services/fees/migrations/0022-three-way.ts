/** Lines of statements by their pay code, which is what bank, fiscal platform and our books have in common; and what a closed day came to at the platform. */
import type { Migration } from '../../../infra/database.ts';

export const threeWay: Migration = {
  name: '0022-three-way',
  async up(database) {
    await database.raw('ALTER TABLE statement_lines ADD KEY by_pay_code (pay_code)');
    await database.raw('ALTER TABLE day_closings ADD COLUMN fiscal_count INT UNSIGNED NULL, ADD COLUMN fiscal_fen BIGINT NULL');
  },
};
