/** Bills whose entered slip waits for the bank's file; most have none, and the index stays empty. */
import type { Migration } from '../../../infra/database.ts';

export const counterEntries: Migration = {
  name: '0013-counter-entries',
  async up(database) {
    await database.raw('ALTER TABLE bills ADD COLUMN counter_entry VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL, ADD KEY by_counter_entry (counter_entry)');
  },
};
