/** Amounts and quantities as they are typed at the window, with the habits of Chinese keyboards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedDecimal, typedFen, typedMeasure, yuanToType } from './typed-number.ts';

describe('a typed amount', () => {
  it('is read exactly, whatever keyboard wrote it', () => {
    expect(['320', '320.5', ' 320.50 ', '1,234,567.89', '１２．５', '12.', '0.29'].map(typedFen)).toEqual([32_000, 32_050, 32_050, 123_456_789, 1_250, 1_200, 29]);
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999_999_99 }), (fen) => { expect(typedFen(yuanToType(fen))).toBe(fen); }));
  });
  it('that is none is nothing, never a guess', () => {
    expect(['', '.5', '-1', '1e3', '1.234', '1,5', '12,34', '三百', '1 000', '123456789012'].map(typedFen)).toEqual(Array(10).fill(undefined));
    expect(typedDecimal('12.3456', 4)).toBe(123_456);
  });
});

describe('a typed quantity', () => {
  it('is above zero, with three decimals at most, as fees takes it', () => {
    expect(['12.5', '１２', '1,200', '0.001'].map(typedMeasure)).toEqual(['12.5', '12', '1200', '0.001']);
    expect(['', '0', '0.000', '1.2345', '-3', '12.'].map(typedMeasure)).toEqual(Array(6).fill(undefined));
  });
});
