import { describe, expect, it } from 'vitest';
import { differencesBetween, newContents } from './differences.ts';
import { published } from './sample-records.ts';

const paper = (name: string, more = {}): { name: string; required: boolean; form: string | null; copies: number | null; source: null; acceptanceStandard: null } =>
  ({ name, required: true, form: null, copies: 1, source: null, acceptanceStandard: null, ...more });

describe('what an item says otherwise than before', () => {
  const one = published(1, '2025-01-01', { materials: [paper('申请表'), paper('章程')] });
  it('is, for an item nobody has published before, what must be known to judge it', () => {
    const told = newContents({ ...one, charges: [] });
    expect(told.map(({ field }) => field)).toEqual(expect.arrayContaining(['statutoryLimit', 'promisedLimit', 'materials', 'charges', 'legalBasis']));
    expect(told.every(({ before, burden }) => before === null && burden === 'none')).toBe(true);
    expect(told.find(({ field }) => field === 'materials')?.after).toContain('申请表');
    expect(told.find(({ field }) => field === 'charges')?.after).toBe('不收费');
  });
  it('is nothing when nothing differs, and only the version when the province counts on', () => {
    expect(differencesBetween(one, one)).toEqual([]);
    expect(differencesBetween(one, { ...one, version: 2, effectiveOn: '2026-01-01' })).toMatchObject([{ field: 'version', before: '1', after: '2' }]);
  });
  it('names materials gained, lost and changed, each for itself and with its weight on the applicant', () => {
    const other = published(1, '2025-01-01', { materials: [paper('申请表', { copies: 2 }), paper('承诺书')] });
    expect(differencesBetween(one, other)).toMatchObject([
      { field: 'materials', change: 'changed', what: '申请表', before: '必要；1 份', after: '必要；2 份', burden: 'heavier' },
      { field: 'materials', change: 'lost', what: '章程', after: null, burden: 'lighter' },
      { field: 'materials', change: 'gained', what: '承诺书', before: null, burden: 'heavier' },
    ]);
  });
  it('knows a longer limit from a shorter one, across units, and a higher fee', () => {
    const limits = (amount: number, unit: 'working-day' | 'calendar-day'): ReturnType<typeof differencesBetween> => differencesBetween(one, { ...one, promisedLimit: { amount, unit } });
    expect(limits(3, 'working-day')).toMatchObject([{ field: 'promisedLimit', before: '5 个工作日', after: '3 个工作日', burden: 'lighter' }]);
    expect(limits(8, 'calendar-day')).toMatchObject([{ burden: 'heavier' }]);
    expect(limits(7, 'calendar-day')).toMatchObject([{ burden: 'none' }]);
    const charged = (unitAmountInFen: number): typeof one => published(1, '2025-01-01', { materials: one.materials, charges: [{ name: '占用费', standard: '每平方米', unitAmountInFen, unit: '平方米', basis: null, reliefAllowed: true }] });
    expect(differencesBetween(one, charged(50))).toMatchObject([{ field: 'charges', change: 'gained', what: '占用费', burden: 'heavier' }]);
    expect(differencesBetween(charged(50), charged(40))).toMatchObject([{ change: 'changed', after: expect.stringContaining('0.40 元/平方米'), burden: 'lighter' }]);
  });
  it('tells of the source of the power, the legal basis, joint departments and the form at the window', () => {
    const other = published(1, '2025-01-01', {
      materials: one.materials, legalBasis: '城乡规划法第四十条', jointDepartments: [{ name: '消防救援支队', code: null }], powerSource: { list: 'a', code: '2', meaning: '上级下放' },
      formFields: [{ key: 'area', labelZh: '建筑面积', labelEn: 'Floor area', kind: 'number', unit: '平方米', required: true }],
    });
    expect(differencesBetween(one, other).map((each) => [each.field, each.change, each.what])).toEqual([
      ['jointDepartments', 'gained', null], ['powerSource', 'changed', null], ['legalBasis', 'changed', null], ['formFields', 'gained', '建筑面积'],
    ]);
  });
  it('is a suspension where only the state differs', () => {
    expect(differencesBetween(one, { ...one, state: 'suspended' })).toMatchObject([{ field: 'state', before: '在用', after: '暂停', burden: 'heavier' }]);
  });
});
