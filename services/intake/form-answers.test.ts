import { describe, expect, it } from 'vitest';
import type { FormField } from '../../contracts/catalogue/messages.ts';
import { isRefusal, printedAnswers, shownAnswers, takenAnswers, unanswered } from './form-answers.ts';

const fields: FormField[] = [
  { key: 'area', labelZh: '占用面积', labelEn: 'Area', kind: 'number', unit: '平方米', required: true },
  { key: 'purpose', labelZh: '类别', labelEn: 'Kind', kind: 'choice', options: ['施工', '管线'], required: true },
  { key: 'startsOn', labelZh: '开始日期', labelEn: 'First day', kind: 'date', required: false },
  { key: 'phone', labelZh: '现场电话', labelEn: 'Phone', kind: 'mobile', required: false },
  { key: 'short', labelZh: '简述', labelEn: 'In short', kind: 'text', required: false, longest: 4 },
  { key: 'treated', labelZh: '有预处理', labelEn: 'Treated', kind: 'yes-no', required: false },
];

describe('answers to an item’s form', () => {
  it('are taken tidy, empty ones left out', () => {
    expect(takenAnswers(fields, { area: ' 12.5 ', purpose: '施工', startsOn: '2026-12-01', phone: '' })).toEqual({ area: '12.5', purpose: '施工', startsOn: '2026-12-01' });
    expect(unanswered(fields, { area: '1' }).map((field) => field.key)).toEqual(['purpose']);
  });
  it.each([['area', '十二'], ['purpose', '别的'], ['startsOn', '2026-02-30'], ['phone', '123'], ['short', '一二三四五'], ['treated', '是']])('are refused at their field: %s = %s', (key, value) => {
    expect(takenAnswers(fields, { [key]: value })).toMatchObject({ reason: 'answer-wrong', field: `answers.${key}` });
  });
  it('are refused where nobody asked', () => {
    const taken = takenAnswers(fields, { status: 'x' });
    expect(isRefusal(taken)).toBe(true);
    expect(taken).toMatchObject({ reason: 'answer-unasked', field: 'answers.status' });
  });
  it('are read with unit and words, what names a person masked, and printed without it', () => {
    const answers = { area: '12', treated: 'yes', phone: '13900001234' };
    expect(shownAnswers(fields, answers).map((each) => each.text)).toEqual(['12平方米', expect.stringMatching(/^139\*+/), '是']);
    expect(shownAnswers(fields, answers, true).find((each) => each.personal)?.value).toBe('13900001234');
    expect(printedAnswers(fields, answers)).toEqual([{ label: '占用面积', value: '12平方米' }, { label: '有预处理', value: '是' }]);
  });
});
