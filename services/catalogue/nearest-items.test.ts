/** What is suggested for an item the zone does not know, and what is not. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { nearestItems } from './nearest-items.ts';

const body = '11533900MB1234567X';
const other = '11530000015100004X';
const items = [
  { code: `${body}3530117020000`, name: '占用、挖掘城市道路审批' },
  { code: `${body}353011701900001`, name: '工程建设涉及城市绿地、树木审批' },
  { code: `${other}2000116012000`, name: '辐射安全许可证核发' },
  { code: `${body}3530115056000`, name: '建设工程规划许可证核发' },
  { code: `${body}3530115057001`, name: '临时建设工程规划许可证核发' },
];
const first = (wanted: { code?: string; name: string }): string | undefined => nearestItems(wanted, items, 3)[0]?.name;

describe('the nearest items', () => {
  it('finds the same power of another body by its basic code, whatever it is called', () => {
    const [best] = nearestItems({ code: `${other}2530115056000`, name: '某某审批' }, items, 3);
    expect(best).toMatchObject({ name: '建设工程规划许可证核发', reasons: [{ zh: expect.stringContaining('基本编码相同') as string }] });
  });
  it('puts the very code first, before what is called the same', () => {
    expect(nearestItems({ code: items[3]?.code ?? '', name: '临时建设工程规划许可证核发' }, items, 2)).toMatchObject([{ code: items[3]?.code, reasons: [{ zh: '编码相同' }, {}] }, { code: items[4]?.code }]);
  });
  it('finds the provincial entry of a national code', () => {
    expect(first({ code: '000116012000', name: '许可' })).toBe('辐射安全许可证核发');
    expect(first({ code: '530116012000', name: '许可' })).toBe('辐射安全许可证核发');
  });
  it('finds by name alone: full width, spaces and the words all names share do not count', () => {
    expect(first({ name: '占用挖掘　城市道路　许可' })).toBe('占用、挖掘城市道路审批');
    expect(nearestItems({ name: '占用、挖掘城市道路许可' }, items, 1)[0]).toMatchObject({ reasons: [{ zh: '名称相同' }] });
    expect(first({ name: '工程建设涉及绿地树木' })).toBe('工程建设涉及城市绿地、树木审批');
  });
  it('puts the exact name before the longer one', () => {
    expect(nearestItems({ name: '建设工程规划许可证' }, items, 5).map(({ name }) => name)).toEqual(['建设工程规划许可证核发', '临时建设工程规划许可证核发']);
  });
  it('suggests nothing where nothing is alike', () => {
    expect(nearestItems({ name: '出版物零售单位设立' }, items, 5)).toEqual([]);
    expect(nearestItems({ code: 'not a code', name: '' }, items, 5)).toEqual([]);
  });
  it('never gives more than asked, worse before better, or a score beyond a hundred', () => {
    fc.assert(fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 5 }), (code, name, limit) => {
      const found = nearestItems({ code, name }, items, limit);
      expect(found.length).toBeLessThanOrEqual(limit);
      expect(found.every(({ score }, at) => score <= 100 && score >= 0 && score <= (found[at - 1]?.score ?? 100))).toBe(true);
    }));
  });
});
