/** Tables of the console: the register with its history, passwords, sessions, the provider's records, drafts. */
import type { Migration } from '../../../infra/database.ts';

const word = (length: number): string => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
const text = 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

export const console0001: Migration = {
  name: '0001-console',
  async up(database) {
    // One line that every change locks: changes are few, and rules span the whole register.
    await database.raw('CREATE TABLE register_revision (id TINYINT NOT NULL PRIMARY KEY, revision BIGINT UNSIGNED NOT NULL)');
    await database.raw('INSERT IGNORE INTO register_revision (id, revision) VALUES (1, 0)');
    await database.raw(`CREATE TABLE register_entries (
      kind ${word(12)} NOT NULL, id ${word(64)} NOT NULL, document ${text} NOT NULL, PRIMARY KEY (kind, id))`);
    await database.raw(`CREATE TABLE register_history (
      position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, at DATETIME(3) NOT NULL, actor ${word(96)} NOT NULL, actor_name ${word(96)} NOT NULL,
      kind ${word(12)} NOT NULL, id ${word(64)} NOT NULL, what ${word(40)} NOT NULL, old_document ${text} NULL, new_document ${text} NULL, KEY by_thing (kind, id, position))`);
    await database.raw(`CREATE TABLE passwords (subject ${word(64)} NOT NULL PRIMARY KEY, hash ${word(300)} NOT NULL, must_change TINYINT NOT NULL, changed_at DATETIME(3) NOT NULL)`);
    await database.raw(`CREATE TABLE failed_sign_ins (login_hash CHAR(64) NOT NULL PRIMARY KEY, failures INT UNSIGNED NOT NULL, last_at DATETIME(3) NOT NULL, locked_until DATETIME(3) NULL)`);
    await database.raw(`CREATE TABLE sessions (
      id_hash CHAR(64) NOT NULL PRIMARY KEY, subject ${word(64)} NOT NULL, started_at DATETIME(3) NOT NULL, seen_at DATETIME(3) NOT NULL, ends_at DATETIME(3) NOT NULL,
      id_token ${text} NULL, KEY by_subject (subject), KEY by_end (ends_at))`);
    await database.raw(`CREATE TABLE provider_records (
      id_hash CHAR(64) NOT NULL PRIMARY KEY, model ${word(40)} NOT NULL, payload ${text} NOT NULL, uid ${word(64)} NULL, grant_id ${word(64)} NULL, account ${word(64)} NULL,
      consumed_at DATETIME(3) NULL, expires_at DATETIME(3) NULL, KEY by_uid (model, uid), KEY by_grant (grant_id), KEY by_account (account), KEY by_expiry (expires_at))`);
    await database.raw(`CREATE TABLE provider_keys (id ${word(40)} NOT NULL PRIMARY KEY, sealed ${text} NOT NULL, made_at DATETIME(3) NOT NULL)`);
    await database.raw(`CREATE TABLE drafts (
      subject ${word(64)} NOT NULL, draft_key ${word(80)} NOT NULL, sealed ${text} NOT NULL, saved_at DATETIME(3) NOT NULL, PRIMARY KEY (subject, draft_key), KEY by_time (saved_at))`);
  },
};
