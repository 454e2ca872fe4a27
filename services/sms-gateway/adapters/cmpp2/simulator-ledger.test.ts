import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Ledger } from './simulator-ledger.ts';
import type { AcceptedSubmit } from './simulator-ledger.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

let serial = 0;
const submit = (extension: string, more: Partial<AcceptedSubmit> = {}): AcceptedSubmit => {
  serial += 1;
  return {
    kind: 'accepted', id: serial.toString(16), from: `1069${extension}`, extension, mobile: '13800000000', part: 1, total: 1, words: '已受理', stat: 'DELIVRD', at: '2603021200', willReport: true, ...more,
  };
};

describe('the ledger', () => {
  test('sees the same words under other digits, and the same digits twice, as duplicates', () => {
    const ledger = new Ledger(undefined);
    ledger.accept(submit('01'));
    expect(ledger.totals()).toMatchObject({ onPhones: 1, duplicates: 0 });
    ledger.accept(submit('02'));
    expect(ledger.totals()).toMatchObject({ texts: 2, onPhones: 1, duplicates: 1 });
    ledger.accept(submit('02'));
    expect(ledger.totals()).toMatchObject({ texts: 2, onPhones: 1, duplicates: 2, submits: 3 });
    ledger.accept(submit('03', { words: '已缴费' }));
    expect(ledger.totals()).toMatchObject({ onPhones: 2, duplicates: 2 });
  });

  test('counts a text of several parts when all are there, and a failed one never', () => {
    const ledger = new Ledger(undefined);
    ledger.accept(submit('01', { part: 2, total: 2, words: '乙' }));
    expect(ledger.totals()).toMatchObject({ onPhones: 0, incomplete: 1 });
    ledger.accept(submit('01', { part: 1, total: 2, words: '甲' }));
    expect(ledger.totals()).toMatchObject({ onPhones: 1, incomplete: 0, duplicates: 0 });
    expect(ledger.texts()).toMatchObject([{ words: '甲乙', taken: [1, 1], onPhone: true }]);
    ledger.accept(submit('02', { stat: 'UNDELIV', words: '丙' }));
    expect(ledger.totals()).toMatchObject({ onPhones: 1 });
  });

  test('read again after a kill is the same, a half-written line apart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    folders.push(folder);
    const file = join(folder, 'ledger.jsonl');
    const before = new Ledger(file);
    const first = submit('01');
    before.accept(first);
    before.accept(submit('02', { words: '另一条' }));
    before.reported(first.id);
    before.close();
    appendFileSync(file, '{"kind":"accepted","id":"ff","ext');
    const after = new Ledger(file);
    expect(after.totals()).toEqual(before.totals());
    expect(after.texts()).toEqual(before.texts());
    expect(after.owed().map((one) => one.extension)).toEqual(['02']);
    after.accept(submit('03', { words: '第三条' }));
    after.close();
    expect(new Ledger(file).totals().texts).toBe(3);
  });
});
