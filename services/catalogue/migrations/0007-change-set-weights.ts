/** A list of change sets counts the entries of each: by this key alone, however large they are. */
import type { Migration } from '../../../infra/database.ts';

export const catalogue0007: Migration = {
  name: '0007-change-set-weights',
  async up(database) {
    await database.raw('ALTER TABLE change_set_entries ADD KEY by_weight (change_set_id, kind, status, heavier)');
  },
};
