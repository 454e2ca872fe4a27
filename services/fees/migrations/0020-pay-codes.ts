/**
 * Pay codes by province: the column takes the longest any form has, and every profile a zone has used is kept, so that no change of profile
 * loses a bill. Bills that were issued before have codes of 20 digits: division, year, 30, sequence.
 */
import type { Migration } from '../../../infra/database.ts';

const before = {
  name: 'division-year-30', title: '区划＋年度＋30＋流水号 · division, year, 30, sequence', source: '启用缴款码配置之前 · before profiles of pay codes', alphabet: 'digits', lengths: [20], pattern: '[0-9]{20}',
  parts: [{ is: 'division', width: 6 }, { is: 'year', width: 2 }, { is: 'fixed', text: '30' }, { is: 'sequence', width: 10, in: 'digits' }], check: { algorithm: 'none' },
};

export const payCodes: Migration = {
  name: '0020-pay-codes',
  async up(database) {
    await database.raw('ALTER TABLE bills MODIFY COLUMN pay_code VARCHAR(42) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL');
    await database.raw(`CREATE TABLE pay_code_profiles (
      digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      document TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL)`);
    await database.raw('INSERT INTO pay_code_profiles (digest, name, document) SELECT ?, ?, ? FROM DUAL WHERE EXISTS (SELECT 1 FROM bills)', ['0'.repeat(64), before.name, JSON.stringify(before)]);
  },
};
