/** Bills whose payment is being taken back through the channel; most are not, and the index stays small. */
import type { Migration } from '../../../infra/database.ts';

export const takingBackColumn: Migration = {
  name: '0021-taking-back',
  async up(database) {
    await database.raw('ALTER TABLE bills ADD COLUMN taking_back VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL, ADD KEY by_taking_back (taking_back)');
  },
};
