/** What the platform told us is no record of what the platform holds: a day is closed by its own daily file. */
import type { Migration } from '../../../infra/database.ts';

export const ownRecord: Migration = {
  name: '0004-own-record',
  async up(database) { await database.raw('DROP TABLE fiscal_records'); },
};
