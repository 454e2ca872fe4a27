import { describe, expect, it } from 'vitest';
import { answerFaultsOf, answerFaultsOfProblem, answersSent, unansweredOf, type AnswerField } from './answer-check.ts';

const fields: AnswerField[] = [
  { key: 'area', labelZh: '占用面积', labelEn: 'Area', kind: 'number', unit: '平方米', required: true },
  { key: 'use', labelZh: '用途', labelEn: 'Use', kind: 'choice', options: ['施工', '管线'], required: true },
  { key: 'builder', labelZh: '施工单位', labelEn: 'Builder', kind: 'credit-code', required: false },
  { key: 'phone', labelZh: '现场电话', labelEn: 'Phone on site', kind: 'mobile', required: false },
  { key: 'about', labelZh: '说明', labelEn: 'About', kind: 'text', required: false, longest: 4 },
];

describe('the answers to an item’s form', () => {
  it('are missing only when everything must be there', () => {
    expect(Object.keys(answerFaultsOf(fields, { area: ' ' }, false))).toEqual([]);
    expect(Object.keys(answerFaultsOf(fields, { area: ' ' }, true))).toEqual(['area', 'use']);
    expect(unansweredOf(fields, { area: '12' })).toEqual(['用途']);
  });
  it('are told wrong where they surely are', () => {
    expect(Object.keys(answerFaultsOf(fields, { area: '十二', builder: '91', phone: '239', about: '一二三四五' }, false))).toEqual(['area', 'builder', 'phone', 'about']);
  });
  it('are sent tidy, of this item only', () => {
    expect(answersSent(fields, { area: ' 12.5 ', phone: '139 0000 0000', use: '', other: 'x' })).toEqual({ area: '12.5', phone: '13900000000' });
  });
  it('know a day however it is typed, and one there is not', () => {
    const day: AnswerField = { key: 'day', labelZh: '日期', labelEn: 'Day', kind: 'date', required: true };
    for (const typed of ['20261201', '2026-12-1', '2026.12.01', '2026年12月1日']) expect(answersSent([day], { day: typed })).toEqual({ day: '2026-12-01' });
    expect(Object.keys(answerFaultsOf([day], { day: '20260230' }, true))).toEqual(['day']);
    expect(answerFaultsOf([day], { day: '20261201' }, true)).toEqual({});
  });
  it('take what a service refused to its place', () => {
    const said = { zh: '应为数字', en: 'a number' };
    expect(answerFaultsOfProblem({ field: 'answers.area', zh: '', en: '', detail: said })).toEqual({ area: said });
    expect(answerFaultsOfProblem({ field: 'contact.mobile', zh: '', en: '' })).toEqual({});
  });
});
