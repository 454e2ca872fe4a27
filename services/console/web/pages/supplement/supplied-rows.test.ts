import { describe, expect, it } from 'vitest';
import { rowsOf, stillMissing } from './supplied-rows.ts';

const item = { code: '', name: '', version: 1, department: '', statutoryLimit: { amount: 1, unit: 'working-day' as const }, promisedLimit: { amount: 1, unit: 'working-day' as const }, formFields: [], materials: [{ name: '申请表', required: true }, { name: '营业执照', required: true }, { name: '委托书', required: false }] };
const materials = [{ name: '营业执照', sha256: 'a', kind: 'pdf' as const }, { name: '营业执照', sha256: 'b', kind: 'jpeg' as const }];

describe('the rows of a supplement', () => {
  it('begin with what was told, also what the item does not name, and say what is there already', () => {
    expect(rowsOf({ item, materials, supplement: { missing: ['申请表', '法人签字', '申请表'], noticeAt: '', suppliedAt: null } })).toEqual([
      { name: '申请表', told: true, there: 0 }, { name: '法人签字', told: true, there: 0 }, { name: '营业执照', told: false, there: 2 }, { name: '委托书', told: false, there: 0 },
    ]);
  });
  it('tell what acceptance would still miss', () => {
    expect(stillMissing({ item, materials }, [])).toEqual(['申请表']);
    expect(stillMissing({ item, materials }, [{ material: '申请表' }])).toEqual([]);
  });
});
