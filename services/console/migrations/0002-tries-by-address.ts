/** Wrong tries are counted for each address as well, so that a stranger cannot lock the hall's people out. */
import type { Migration } from '../../../infra/database.ts';

export const console0002: Migration = {
  name: '0002-tries-by-address',
  async up(database) {
    // Nothing in it is worth keeping: counts of an hour at most.
    await database.raw('DROP TABLE IF EXISTS failed_sign_ins');
    await database.raw(`CREATE TABLE failed_sign_ins (
      login_hash CHAR(64) NOT NULL, address_hash CHAR(64) NOT NULL, failures INT UNSIGNED NOT NULL, last_at DATETIME(3) NOT NULL, locked_until DATETIME(3) NULL,
      PRIMARY KEY (login_hash, address_hash), KEY by_time (last_at))`);
  },
};
