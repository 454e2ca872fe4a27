/** Items, the register of documents, and synchronisations; with the columns people ask by. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const word = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

export const catalogue0001: Migration = {
  name: '0001-catalogue',
  async up(database) {
    await createRecordTable(database, 'items', { listed_name: [word(190), '$.listedName'], form: [word(20), '$.form'] });
    await createRecordTable(database, 'delegations', { form: [word(20), '$.form'] });
    await createRecordTable(database, 'synchronisations', { started_at: ['CHAR(24)', '$.startedAt'] });
    // One row, locked while a document or a synchronisation is decided: each must know of all the others.
    await database.raw('CREATE TABLE register_lock (one TINYINT UNSIGNED NOT NULL PRIMARY KEY)');
    await database('register_lock').insert({ one: 1 });
  },
};
