import { describe, expect, it } from 'vitest';
import { blankTyped, freshReliefCode, standardOf, typedOf, type Standard, type Typed } from './typed-standard.ts';

const filled: Typed = {
  ...blankTyped('2026-11-23'), code: 'yl-01', name: '占用费', words: '每平方米 2 元', basis: '示例价费〔2026〕1号', revenueCode: '103001', revenueName: '收入', unitCode: '430603101', unitName: '示例局',
  kind: 'per-unit', unit: '平方米', unitAmount: '2.05',
};
const made = (typed: Typed, follows = false): Standard => { const got = standardOf(typed, follows); if (!('standard' in got)) throw new Error(JSON.stringify(got.faults)); return got.standard; };
const faults = (typed: Typed, follows = false): unknown => { const got = standardOf(typed, follows); return 'faults' in got ? got.faults : {}; };

describe('a standard as it is typed', () => {
  it('counts yuan over into fen and rates into parts of a million, exactly', () => {
    expect(made(filled)).toMatchObject({ code: 'YL-01', rule: { unitAmountInFen: 205 }, validTo: null, reason: null });
    expect(made({ ...filled, kind: 'fixed', amount: '80' }).rule).toEqual({ kind: 'fixed', amountInFen: 8_000 });
    expect(made({ ...filled, kind: 'percentage', of: '造价', tiers: [{ upTo: '1000.5', value: '0.15' }, { upTo: '', value: '100' }], atMost: '1000' }).rule).toEqual({ kind: 'percentage', of: '造价', tiers: [{ upTo: '1000.5', perMillion: 1_500 }, { upTo: null, perMillion: 1_000_000 }], atLeastInFen: null, atMostInFen: 100_000 });
    // A number that binary fractions cannot hold.
    expect(made({ ...filled, kind: 'fixed', amount: '1.10' }).rule).toMatchObject({ amountInFen: 110 });
  });
  it('names each field that is missing or wrong, and none of another kind', () => {
    expect(faults({ ...filled, basis: ' ', unitAmount: '1.234' })).toEqual({ basis: 'needed', unitAmount: 'wrongMoney' });
    expect(faults({ ...filled, code: '费' })).toEqual({ code: 'wrongCode' });
    expect(faults({ ...filled, kind: 'tiers', tiers: [{ upTo: '0', value: '1' }, { upTo: '', value: '' }] })).toEqual({ 'tier0.upTo': 'wrongMeasure', 'tier1.value': 'needed' });
    expect(faults({ ...filled, late: true, latePerDay: '101', lateBasis: '' })).toEqual({ latePerDay: 'wrongPercent', lateBasis: 'needed' });
    expect(faults({ ...filled, reliefs: [{ code: 'a', name: '半', basis: '文', effect: 'part', value: '100' }] })).toEqual({ 'relief0.value': 'wrongPercent' });
  });
  it('gives a reason where it follows another version', () => {
    expect(faults(filled, true)).toEqual({ reason: 'needed' });
    expect(made({ ...filled, reason: '调价' }, true)).toMatchObject({ reason: '调价' });
  });
  it('laid into the form again is the same standard, of whatever kind', () => {
    const reliefs: Standard['reliefs'] = [{ code: 'a', name: '半', basis: '文', effect: { kind: 'part', stillPerMillion: 333_333 } }, { code: 'b', name: '免', basis: '文', effect: { kind: 'exempt' } }, { code: 'c', name: '减', basis: '文', effect: { kind: 'less', amountInFen: 1_050 } }];
    const rules: Standard['rule'][] = [
      { kind: 'fixed', amountInFen: 1 }, { kind: 'per-unit', unit: '件', unitAmountInFen: 999, wholeUnits: false }, { kind: 'range', unit: '件', lowestInFen: 10, highestInFen: 20, wholeUnits: true },
      { kind: 'tiers', unit: '件', wholeUnits: true, mode: 'whole', tiers: [{ upTo: '2.5', unitAmountInFen: 100 }, { upTo: null, unitAmountInFen: 50 }] },
      { kind: 'percentage', of: '造价', tiers: [{ upTo: null, perMillion: 1 }], atLeastInFen: 5, atMostInFen: null },
    ];
    for (const rule of rules) {
      const standard: Standard = { ...made(filled), rule, reliefs, lateFee: { perDayPerMillion: 500, atMostPerMillion: 1_000_000, basis: '条例' }, validFrom: '2026-12-01' };
      expect(made(typedOf(standard, '2026-12-01'))).toEqual(standard);
    }
    expect(freshReliefCode([{ code: 'relief-2', name: '', basis: '', effect: 'part', value: '' }])).toBe('relief-3');
  });
});
