/**
 * The tables every service has beside its own: inbox, outbox, calls, reminders, serials, exchanges, parked.
 */
import type { Migration } from './database.ts';

const id = 'VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';
const key = 'VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';
const word = 'VARCHAR(96) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';

export const machinerySchema: readonly Migration[] = [
  {
    name: '0000-machinery',
    async up(database) {
      // What was received and what came of it. The id is the guard against doing anything twice.
      await database.raw(`CREATE TABLE inbox (
        id ${id} PRIMARY KEY, type ${word}, record_id ${key}, received_at DATETIME(3) NOT NULL,
        result VARCHAR(12) NOT NULL, reason VARCHAR(255) NULL, actor VARCHAR(96) NULL,
        request_hash CHAR(64) NULL, reply LONGTEXT NULL, KEY by_record (record_id, received_at))`);
      // What must leave. A row without published_at is still owed.
      await database.raw(`CREATE TABLE outbox (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, id ${id}, type ${word}, record_id ${key},
        envelope LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, created_at DATETIME(3) NOT NULL, published_at DATETIME(3) NULL,
        UNIQUE KEY by_id (id), KEY owed (published_at, position), KEY by_record (record_id, position))`);
      // What must be asked of the outside. Claimed before it is made; claimed and not done after its time means: in doubt.
      await database.raw(`CREATE TABLE calls (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, id ${id}, machine ${word}, name ${word}, record_id ${key},
        data LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, created_at DATETIME(3) NOT NULL, due_at DATETIME(3) NOT NULL, attempts INT UNSIGNED NOT NULL DEFAULT 0,
        claimed_by ${word} DEFAULT '', claimed_until DATETIME(3) NULL, done_at DATETIME(3) NULL, outcome VARCHAR(12) NULL,
        detail VARCHAR(255) NULL, UNIQUE KEY by_id (id), KEY owed (done_at, due_at), KEY by_record (record_id, position))`);
      await database.raw(`CREATE TABLE reminders (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, id ${id}, machine ${word}, name ${word}, record_id ${key},
        data LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, due_at DATETIME(3) NOT NULL, done_at DATETIME(3) NULL,
        UNIQUE KEY by_id (id), KEY owed (done_at, due_at))`);
      await database.raw(`CREATE TABLE serials (series ${word} PRIMARY KEY, given BIGINT UNSIGNED NOT NULL)`);
      // Each talk with an outside system, personal data masked.
      await database.raw(`CREATE TABLE exchanges (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, at DATETIME(3) NOT NULL, target ${word}, operation ${word},
        case_number ${word} DEFAULT '', request TEXT NOT NULL, answer TEXT NOT NULL, outcome VARCHAR(12) NOT NULL, took_ms INT UNSIGNED NOT NULL,
        KEY by_time (at), KEY by_case (case_number, position))`);
      // Messages that are broken or that broke us, with their story, until a person puts them back.
      await database.raw(`CREATE TABLE parked (
        id ${id} PRIMARY KEY, type ${word}, record_id ${key}, envelope LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, reason VARCHAR(500) NOT NULL, stack TEXT NULL,
        deliveries INT UNSIGNED NOT NULL, parked_at DATETIME(3) NOT NULL, put_back_at DATETIME(3) NULL, put_back_by VARCHAR(96) NULL)`);
    },
  },
  {
    name: '0000-stories',
    async up(database) {
      // Who wished a parked message back; and everything that ever happened to one.
      await database.raw('ALTER TABLE parked ADD COLUMN last_failed_at DATETIME(3) NULL, ADD COLUMN proposed_at DATETIME(3) NULL, ADD COLUMN proposed_by VARCHAR(96) NULL, ADD COLUMN proposal_note VARCHAR(500) NULL, ADD KEY by_time (parked_at, id)');
      await database.raw(`CREATE TABLE parked_history (
        position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, message_id ${id}, at DATETIME(3) NOT NULL, act VARCHAR(12) NOT NULL,
        by_whom VARCHAR(96) NOT NULL, note VARCHAR(500) CHARACTER SET utf8mb4 NOT NULL, result VARCHAR(500) CHARACTER SET utf8mb4 NOT NULL, KEY by_message (message_id, position))`);
      await database.raw("ALTER TABLE exchanges ADD COLUMN direction VARCHAR(3) NOT NULL DEFAULT 'out'");
    },
  },
];
