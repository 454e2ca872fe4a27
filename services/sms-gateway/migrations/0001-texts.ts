// Texts, found again by the extension digits of their first attempt; what came from the carrier and belongs to no text.
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

/** Tables of the SMS gateway. */
export const texts: Migration = {
  name: '0001-texts',
  async up(database) {
    await createRecordTable(database, 'texts', {}, { first_extension: 'VARCHAR(12)' });
    // Reports under digits we do not know, kept so that nothing the carrier said is lost.
    await database.raw(`CREATE TABLE stray_reports (
      position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, carrier_id VARCHAR(64) NOT NULL, extension VARCHAR(21) NOT NULL,
      code VARCHAR(20) NOT NULL, received_at DATETIME(3) NOT NULL)`);
    // Texts from phones: kept, not yet acted upon.
    await database.raw(`CREATE TABLE replies (
      carrier_id VARCHAR(64) NOT NULL, mobile VARCHAR(21) NOT NULL, extension VARCHAR(21) NOT NULL,
      words VARCHAR(500) CHARACTER SET utf8mb4 NOT NULL, received_at DATETIME(3) NOT NULL, PRIMARY KEY (carrier_id, mobile))`);
  },
};
