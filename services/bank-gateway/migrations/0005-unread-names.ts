/** Names in a folder of daily files that no source reads, as the last look found them. */
import type { Migration } from '../../../infra/database.ts';

export const unreadNames: Migration = {
  name: '0005-unread-names',
  async up(database) {
    await database.raw('ALTER TABLE daily_feeds ADD COLUMN unread TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL');
  },
};
