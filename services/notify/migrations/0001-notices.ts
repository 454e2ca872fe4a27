// Notices, listed by the case they belong to.
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

/** Tables of notify. */
export const notices: Migration = {
  name: '0001-notices',
  async up(database) {
    await createRecordTable(database, 'notices', {}, { case_number: 'VARCHAR(50)' });
  },
};
