import { describe, expect, it } from 'vitest';
import { published } from './sample-records.ts';
import { changesBetween } from './version-changes.ts';

describe('what a version changed', () => {
  it('is told field by field as people read it, and nothing when nothing differs', () => {
    const one = published(1, '2025-01-01');
    expect(changesBetween(one, published(2, '2026-01-01'))).toEqual([]);
    const other = published(2, '2026-01-01', { promisedLimit: { amount: 3, unit: 'working-day' }, telephone: '0730-8000000', materials: [{ name: '申请表', required: true, form: null, copies: 2, source: null, acceptanceStandard: null }] });
    expect(changesBetween({ ...one, telephone: null }, other)).toMatchObject([
      { field: 'promisedLimit', zh: '承诺办结时限', after: '3 个工作日' }, { field: 'materials', after: '申请表 2 份' }, { field: 'telephone', before: null, after: '0730-8000000' },
    ]);
  });
});
