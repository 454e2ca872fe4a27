import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, lateFeeOf, standardProblem, type Assessed, type Rule, type Standard, type Wanted } from './standard.ts';

const standard = (rule: Rule, more: Partial<Standard> = {}): Standard => ({
  code: 'YL-001', name: '示例占道费', words: '示例标准', basis: '示例文件〔2025〕1号', revenueItem: { code: '103044001', name: '示例收入' },
  collectingUnit: { code: '430603101', name: '示例局' }, rule, reliefs: [], lateFee: null, validFrom: '2026-01-01', validTo: null, reason: null, ...more,
});
const wanted = (measure: string | null, relief: Wanted['relief'] = null): Wanted => ({ standardCode: 'YL-001', measure, relief });
function amount(rule: Rule, measure: string | null): Assessed {
  const assessed = assess(standard(rule), wanted(measure));
  if ('reason' in assessed) throw new Error(assessed.reason);
  return assessed;
}
const area: Rule = { kind: 'per-unit', unit: '平方米', unitAmountInFen: 150, wholeUnits: false };

describe('the amount of a charge', () => {
  it('is what a fixed standard says', () => { expect(amount({ kind: 'fixed', amountInFen: 8_000 }, null)).toEqual({ amountInFen: 8_000, lines: [{ zh: '定额 80.00 元', en: 'fixed CNY 80.00', amountInFen: 8_000 }] }); });
  it('counts by unit, exactly, and drops fractions of a fen', () => {
    expect(amount(area, '12.5')).toEqual({ amountInFen: 1_875, lines: [{ zh: '1.50 元/平方米 × 12.5 平方米 ＝ 18.75 元', en: 'CNY 1.50 × 12.5 平方米 = CNY 18.75', amountInFen: 1_875 }] });
    expect(amount({ ...area, unitAmountInFen: 333 }, '0.001').amountInFen).toBe(0);
    expect(amount({ ...area, wholeUnits: true }, '12.001').amountInFen).toBe(1_950);
  });
  it('takes the lowest of a range and says so', () => {
    const { amountInFen, lines } = amount({ kind: 'range', unit: '次', lowestInFen: 5_000, highestInFen: 20_000, wholeUnits: true }, '2');
    expect(amountInFen).toBe(10_000);
    expect(lines[0]?.zh).toBe('标准 50.00—200.00 元，按下限：50.00 元/次 × 2 次 ＝ 100.00 元');
  });
  it('counts tiers part by part, or all by the tier it falls into', () => {
    const tiers: Rule = { kind: 'tiers', unit: '平方米', wholeUnits: false, mode: 'each-part', tiers: [{ upTo: '100', unitAmountInFen: 100 }, { upTo: '500', unitAmountInFen: 80 }, { upTo: null, unitAmountInFen: 50 }] };
    expect(amount(tiers, '600').lines.map((line) => line.amountInFen)).toEqual([10_000, 32_000, 5_000]);
    expect(amount({ ...tiers, mode: 'whole' }, '500').amountInFen).toBe(40_000);
    expect(amount({ ...tiers, mode: 'whole' }, '500.001').amountInFen).toBe(25_000);
  });
  it('takes a percentage part by part, not below the least nor above the most', () => {
    const rate: Rule = { kind: 'percentage', of: '工程造价', tiers: [{ upTo: '1000000', perMillion: 10_000 }, { upTo: null, perMillion: 5_000 }], atLeastInFen: 100_000, atMostInFen: 2_000_000 };
    expect(amount(rate, '3000000').lines.map((line) => line.zh)).toEqual(['工程造价 1000000 元 × 1% ＝ 10000.00 元', '工程造价 2000000 元 × 0.5% ＝ 10000.00 元']);
    expect(amount(rate, '3000000').amountInFen).toBe(2_000_000);
    expect(amount(rate, '90000').amountInFen).toBe(100_000);
    expect(amount(rate, '9000000').amountInFen).toBe(2_000_000);
  });
  it('gives relief only where the standard has it, and never below nothing', () => {
    const reliefs: Standard['reliefs'] = [
      { code: 'small', name: '小微企业免征', basis: '财税〔2014〕122号', effect: { kind: 'exempt' } },
      { code: 'half', name: '减半征收', basis: '示例〔2026〕2号', effect: { kind: 'part', stillPerMillion: 500_000 } },
      { code: 'less', name: '定额减免', basis: '示例〔2026〕3号', effect: { kind: 'less', amountInFen: 5_000 } },
    ];
    const given = (code: string): unknown => { const assessed = assess(standard(area, { reliefs }), wanted('10.01', { code, documentNumber: '证明〔2026〕5号' })); return 'reason' in assessed ? assessed.reason : assessed.amountInFen; };
    expect([given('small'), given('half'), given('less'), given('other')]).toEqual([0, 750, 0, 'amount-outside-standard']);
  });
  it('is refused without a quantity, with one where none counts, and beyond what can be written', () => {
    expect([assess(standard(area), wanted(null)), assess(standard(area), wanted('0.000')), assess(standard({ kind: 'fixed', amountInFen: 1 }), wanted('1')), assess(standard({ ...area, unitAmountInFen: 99_999_999_999_999 }), wanted('999999999999'))])
      .toMatchObject([{ reason: 'amount-outside-standard' }, { reason: 'amount-outside-standard' }, { reason: 'amount-outside-standard' }, { reason: 'amount-outside-standard' }]);
  });
  it('grows by the day when paid late, up to the cap', () => {
    const late = standard(area, { lateFee: { perDayPerMillion: 500, atMostPerMillion: 1_000_000, basis: '示例条例第十条' } });
    expect(lateFeeOf(late, 100_000, 0)).toBeNull();
    expect(lateFeeOf(late, 100_000, 10)).toMatchObject({ amountInFen: 500, zh: '滞纳金 1000.00 元 × 0.05% × 10 天 ＝ 5.00 元（示例条例第十条）' });
    expect(lateFeeOf(late, 100_000, 3_000)?.amountInFen).toBe(100_000);
  });

  const tiersOf = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 5 }).map((steps) => {
    let top = 0;
    return [...steps.map((step) => ({ upTo: String(top += step) })), { upTo: null }];
  });
  const rules: fc.Arbitrary<Rule> = fc.oneof(
    fc.record({ kind: fc.constant('per-unit' as const), unit: fc.constant('件'), unitAmountInFen: fc.integer({ min: 1, max: 1_000_000 }), wholeUnits: fc.boolean() }),
    fc.tuple(tiersOf, fc.boolean(), fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 6, maxLength: 6 })).map(([tiers, wholeUnits, prices]) => ({
      kind: 'tiers' as const, unit: '件', wholeUnits, mode: 'each-part' as const, tiers: tiers.map((tier, at) => ({ ...tier, unitAmountInFen: prices[at] ?? 0 })),
    })),
    fc.tuple(tiersOf, fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 6, maxLength: 6 })).map(([tiers, rates]) => ({
      kind: 'percentage' as const, of: '金额', tiers: tiers.map((tier, at) => ({ ...tier, perMillion: rates[at] ?? 1 })), atLeastInFen: 1_000, atMostInFen: 900_000,
    })),
  );
  const measures = fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 999 })).map(([whole, part]) => `${String(whole)}.${String(part).padStart(3, '0')}`);
  it('is always the sum of its lines, whole fen, never negative, and never less for more', () => {
    fc.assert(fc.property(rules, measures, measures, (rule, one, other) => {
      expect(standardProblem(standard(rule))).toBeNull();
      const [less, more] = Number(one) <= Number(other) ? [one, other] : [other, one];
      const [a, b] = [amount(rule, less), amount(rule, more)];
      for (const { amountInFen, lines } of [a, b]) {
        expect(amountInFen).toBe(lines.reduce((sum, line) => sum + line.amountInFen, 0));
        expect(Number.isSafeInteger(amountInFen) && amountInFen >= 0).toBe(true);
      }
      // Each tier drops less than one fen of its own.
      expect(a.amountInFen).toBeLessThanOrEqual(b.amountInFen + 6);
    }));
  });
});

describe('a standard', () => {
  it('is not published when its tiers do not rise or its range is upside down', () => {
    const tiers = (...tops: (string | null)[]): Rule => ({ kind: 'tiers', unit: '件', wholeUnits: true, mode: 'each-part', tiers: tops.map((upTo) => ({ upTo, unitAmountInFen: 1 })) });
    const field = (rule: Rule): string | undefined => standardProblem(standard(rule))?.field;
    expect([field(tiers('10', '5', null)), field(tiers('10', '20')), field(tiers(null, null)), field(tiers('10', null)), field({ kind: 'range', unit: '次', lowestInFen: 2, highestInFen: 1, wholeUnits: true })])
      .toEqual(['rule.tiers.1.upTo', 'rule.tiers.1.upTo', 'rule.tiers.0.upTo', undefined, 'rule.lowestInFen']);
  });
});
