/** The feed of published changes, who is told of them, how far each has acknowledged, and what was tried. */
import type { Migration } from '../../../infra/database.ts';
import { createRecordTable } from '../../../infra/records.ts';

const word = (length: number): string => `VARCHAR(${String(length)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL`;

export const catalogue0004: Migration = {
  name: '0004-subscriptions',
  async up(database) {
    await database.raw(`CREATE TABLE changes (
      position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, event_id ${word(64)}, kind ${word(40)}, subject ${word(96)},
      at DATETIME(3) NOT NULL, data LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, UNIQUE KEY by_event (event_id), KEY by_subject (subject, position))`);
    // One row, locked while events are put in their order: the place in the outbox up to which that has been done.
    await database.raw('CREATE TABLE feed_place (one TINYINT UNSIGNED NOT NULL PRIMARY KEY, outbox_position BIGINT UNSIGNED NOT NULL)');
    await database.raw('INSERT IGNORE INTO feed_place (one, outbox_position) VALUES (1, 0)');
    await createRecordTable(database, 'subscriptions');
    await database.raw(`CREATE TABLE subscription_progress (
      subscription_id ${word(96)} PRIMARY KEY, acknowledged_to BIGINT UNSIGNED NOT NULL, attempts INT UNSIGNED NOT NULL DEFAULT 0, due_at DATETIME(3) NOT NULL,
      failing_since DATETIME(3) NULL, acknowledged_at DATETIME(3) NULL, outcome VARCHAR(200) NULL, pending_to BIGINT UNSIGNED NULL, claimed_until DATETIME(3) NULL, claimed_by VARCHAR(96) NULL)`);
    await database.raw(`CREATE TABLE subscription_attempts (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, subscription_id ${word(96)}, delivery_id ${word(120)}, at DATETIME(3) NOT NULL,
      first_position BIGINT UNSIGNED NOT NULL, last_position BIGINT UNSIGNED NOT NULL, changes INT UNSIGNED NOT NULL, acknowledged TINYINT NOT NULL,
      status SMALLINT UNSIGNED NULL, took_ms INT UNSIGNED NOT NULL, detail VARCHAR(200) NOT NULL, KEY by_subscription (subscription_id, id))`);
  },
};
