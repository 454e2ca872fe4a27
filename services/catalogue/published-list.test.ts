import { describe, expect, it } from 'vitest';
import type { ItemRecord } from './item.ts';
import { openTables, publishedHead, publishedRow, separatedCell, workbookCell } from './published-list.ts';
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
