import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextKind } from '../../contracts/notify/messages.ts';
import { render, textProblem } from './templates.ts';

const kinds = TextKind.options;
const usual = { item: '建筑工程施工许可证核发', receiptNumber: '20260302000012' };

describe('a text', () => {
  test('names the item and the number, and the password only to the phone', () => {
    const rendered = render('received', { ...usual, queryPassword: '482913' }, '临港园区');
    expect(rendered?.words).toBe('【临港园区】您申请的“建筑工程施工许可证核发”已收件，编号20260302000012，查询密码482913。');
    expect(rendered?.shown).toBe('【临港园区】您申请的“建筑工程施工许可证核发”已收件，编号20260302000012，查询密码******。');
  });

  test('leaves out what it was not told', () => {
    expect(render('received', usual, '临港园区')?.words).toBe('【临港园区】您申请的“建筑工程施工许可证核发”已收件，编号20260302000012。');
    expect(render('fee-due', { ...usual, amount: '80.00', payCode: '43060326300000000017' }, '临港园区')?.words)
      .toBe('【临港园区】您的办件20260302000012应缴费80.00元，缴款码43060326300000000017。');
    expect(render('ready', usual, '临港园区')?.words).toBe('【临港园区】您的办件20260302000012的办理结果已备好，请凭有效证件到园区政务服务大厅领取。');
    expect(render('ready', { ...usual, certificate: '施工许可证', place: '综合窗口' }, '临港园区')?.words).toBe('【临港园区】您的办件20260302000012的施工许可证已备好，请凭有效证件到综合窗口领取。');
  });

  test('of every kind, with usual variables, travels as one part', () => {
    for (const kind of kinds) {
      const words = render(kind, { ...usual, due: '2026-03-20', amount: '1200.00', certificate: '建筑工程施工许可证' }, '临港园区')?.words ?? '';
      expect(words.length, kind).toBeLessThanOrEqual(70);
      expect(words, kind).not.toMatch(/[[\]{}|]/);
    }
  });

  test('shortens a very long item name rather than costing a second part', () => {
    expect(render('accepted', { ...usual, item: '新'.repeat(60) }, '临港园区')?.words).toContain(`${'新'.repeat(19)}…`);
  });

  test('keeps the rules of the channel whatever its variables hold', () => {
    const anything = fc.dictionary(
      fc.constantFrom('item', 'receiptNumber', 'queryPassword', 'due', 'missing', 'reason', 'amount', 'payCode', 'place', 'documentNumber', 'certificate'),
      fc.string({ unit: 'binary', maxLength: 700 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anything, (kind, variables) => {
        const rendered = render(kind, variables, '临港园区');
        expect(rendered).not.toBeNull();
        expect(textProblem(rendered?.words ?? '')).toBeNull();
        expect(rendered?.words.match(/【/g)).toHaveLength(1);
      }),
    );
  });
});

describe('the rules of the channel', () => {
  test('ask for one sign in front, 500 characters at most, and characters a phone can show', () => {
    expect(textProblem('您的办件已受理')).toBe('sign');
    expect(textProblem(`【园区】${'办'.repeat(500)}`)).toBe('too-long');
    expect(textProblem('【园区】a\u0007b')).toBe('characters');
    expect(textProblem('【园区】\ud842')).toBe('characters');
    expect(textProblem('【园区】𠮷')).toBeNull();
  });
});
