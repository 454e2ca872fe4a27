import { describe, expect, it } from 'vitest';
import type { ItemRecord } from './item.ts';
import { openTables, publishedHead, publishedRow, separatedCell, workbookCell } from './published-list.ts';
import { rowsBelowHeads } from './lists/list-columns.ts';
import { statementsOf } from './lists/list-row.ts';
import type { TableRow } from './spreadsheet/table-row.ts';
import { body, delegation, published } from './sample-records.ts';
import { noHistory, publish } from './timeline.ts';

const item = published(1, '2025-01-01');
const history = publish(noHistory, { after: item, effectiveOn: '2025-01-01', changeSetId: 'BG1', at: '2025-01-01T00:00:00.000Z' });
if ('kind' in history) throw new Error(history.en);
const record: ItemRecord = {
  status: 'offered', code: `${body}353011700100001`, ...history, publishings: 1, delegations: [delegation('授〔2026〕1号', '2026-01-01', '2028-12-31', { subParks: ['东区产业园'] })], amendments: {}, offeredDigest: null, tellings: 0, withdrawnFor: null,
  reviewOn: null, listedName: null, listedDepartment: null, form: 'direct',
};

describe('the table of what the zone may handle', () => {
  it('says of each item form, department, document, place, materials, limits, fee and basis', () => {
    const row = publishedRow(record, '2026-06-01') ?? [];
    const cell = (name: (typeof publishedHead)[number]): string | undefined => row[publishedHead.indexOf(name) - 1];
    expect(row).toHaveLength(publishedHead.length - 1);
    expect(cell('事项名称')).toBe(item.name);
    expect(cell('赋权形式')).toBe('直接赋权');
    expect(cell('赋权文书')).toBe('授〔2026〕1号');
    expect(cell('适用范围')).toBe('东区产业园');
    expect(cell('申请材料')).toContain(`1. ${item.materials[0]?.name ?? '-'}`);
    expect(cell('承诺办结时限')).toBe(`${String(item.promisedLimit.amount)} 个工作日`);
    expect(cell('设定依据')).toBe(item.legalBasis);
  });
  it('filled in again as a department’s list means the same charges', async () => {
    const blank = { unit: null, basis: null, reliefAllowed: false, reliefNote: null };
    const charges = [
      { ...blank, name: '占用费', standard: '每平方米每天 2.00 元，按下限', unitAmountInFen: null, standardCode: 'YL-01', measure: { from: 'form' as const, field: 'area' } },
      { ...blank, name: '工本费', standard: '示例价费〔2025〕1号', unitAmountInFen: 500, unit: '件' },
      { ...blank, name: '查验费', standard: '每件 80 元', unitAmountInFen: null, standardCode: 'YL-02' }, { ...blank, name: '检测费', standard: '按点', unitAmountInFen: null, standardCode: 'YL-03', measure: { from: 'clerk' as const } },
    ];
    const charged = publish(noHistory, { after: published(1, '2025-01-01', { charges, formFields: [{ key: 'area', labelZh: '面积', labelEn: 'Area', kind: 'number', required: true }] }), effectiveOn: '2025-01-01', changeSetId: 'BG1', at: '2025-01-01T00:00:00.000Z' });
    if ('kind' in charged) throw new Error(charged.en);
    const row = publishedRow({ ...record, ...charged }, '2026-06-01') ?? [];
    async function* table(): AsyncGenerator<TableRow> {
      yield* await Promise.resolve([[...publishedHead], ['1', ...row]].map((cells, at) => ({ sheet: '', number: at + 1, cells })));
    }
    const read: unknown[] = [];
    for await (const { statement } of statementsOf(rowsBelowHeads(table(), { head: () => undefined, headless: () => undefined }))) read.push(statement.fields.charges, statement.problems.filter(({ column }) => /收费|数量/.test(column)));
    expect(read).toEqual([charges.map(({ reliefAllowed: _allowed, reliefNote: _note, ...one }) => one), []]);
  });
  it('leaves out what no document delegates on the day', () => {
    expect(publishedRow(record, '2029-01-01')).toBeUndefined();
  });
  it('gives a spreadsheet nothing to calculate', () => {
    expect(separatedCell('=HYPERLINK("http://a")')).toBe('"\'=HYPERLINK(""http://a"")"');
    expect(separatedCell('\n=1+1')).toBe('"\'\n=1+1"');
    expect(separatedCell('＝1+1')).toBe('"\'＝1+1"');
    expect(separatedCell('二级"甲"')).toBe('"二级""甲"""');
  });
  it('opens in a spreadsheet however long a legal basis is', () => {
    expect(workbookCell('依'.repeat(40_000))).toHaveLength(32_767);
    expect(workbookCell('依据')).toBe('依据');
  });
  it('is made once for all who ask at the same time, one table after another, and for no endless row of them', async () => {
    const tables = openTables();
    let atOnce = 0;
    let most = 0;
    let made = 0;
    const make = async (): Promise<Buffer> => {
      most = Math.max(most, atOnce += 1);
      made += 1;
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      atOnce -= 1;
      return Buffer.from('t');
    };
    await Promise.all(Array.from({ length: 50 }, () => tables('same', make) ?? Promise.resolve()));
    expect(made).toBe(1);
    const others = Array.from({ length: 50 }, (_one, at) => tables(`other ${String(at)}`, make));
    await Promise.all(others.map((one) => one ?? Promise.resolve()));
    expect([made, most, others.filter((one) => one === undefined).length]).toEqual([9, 1, 42]);
    // One that failed is made again.
    await expect(tables('broken', () => Promise.reject(new Error('no database')))).rejects.toThrow();
    expect(await tables('broken', make)).toEqual(Buffer.from('t'));
  });
});
