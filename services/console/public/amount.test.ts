import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalAmount, yuan } from './amount.ts';

describe('an amount on a pay notice', () => {
  it.each([
    [0, '0.00', '人民币零元整'], [5, '0.05', '人民币伍分'], [50, '0.50', '人民币伍角整'], [100, '1.00', '人民币壹元整'],
    [32_000, '320.00', '人民币叁佰贰拾元整'], [10_101, '101.01', '人民币壹佰零壹元零壹分'], [1_000_000, '10,000.00', '人民币壹万元整'],
    // The rule's own examples (of the two spellings it allows for 107,000.53, the shorter one).
    [140_950, '1,409.50', '人民币壹仟肆佰零玖元伍角整'], [600_714, '6,007.14', '人民币陆仟零柒元壹角肆分'],
    [10_700_053, '107,000.53', '人民币壹拾万柒仟元伍角叁分'], [1_640_902, '16,409.02', '人民币壹万陆仟肆佰零玖元零贰分'], [32_504, '325.04', '人民币叁佰贰拾伍元零肆分'],
    [10_000_000_000, '100,000,000.00', '人民币壹亿元整'], [10_000_000_100, '100,000,001.00', '人民币壹亿零壹元整'], [1_001_000_000, '10,010,000.00', '人民币壹仟零壹万元整'],
  ])('reads %i fen as %s and %s', (fen, figures, capitals) => {
    expect(yuan(fen)).toBe(figures);
    expect(capitalAmount(fen)).toBe(capitals);
  });

  it('never says two zeros together and ends as the rule wants', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_999_999_999_99 }), (fen) => {
      const words = capitalAmount(fen);
      expect(words).not.toContain('零零');
      expect(words).toMatch(/^人民币.*(?:元整|角整|分)$/);
    }));
  });
});
