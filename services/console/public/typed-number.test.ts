import { describe, expect, it } from 'vitest';
import { inGroups, typedDigits, typedReference } from './typed-number.ts';

describe('a number as people give it', () => {
  it.each([
    ['202611230000014', '202611230000014'], [' 2026 1123 0000 014 ', '202611230000014'], ['２０２６１１２３００００１４４', '2026112300001 44'.replace(' ', '')],
    ['20261123-0000014', '202611230000014'], ['https://zone.example/progress?receipt=202611230000014&lang=en', '202611230000014'], ['https://zone.example/progress#?receipt=202611230000014', '202611230000014'],
  ])('takes the receipt number out of %s', (typed, number) => { expect(typedDigits(typed)).toBe(number); });

  it.each([
    ['5339022026000001', '5339022026000001'], ['编号：5339022026000001', '5339022026000001'], ['https://zone.example/check/1.2.156.3005.2.11A?x=1', '1.2.156.3005.2.11A'], [' 1.2.156.3005.2.11a ', '1.2.156.3005.2.11A'],
  ])('takes the certificate’s reference out of %s', (typed, reference) => { expect(typedReference(typed)).toBe(reference); });

  it('groups a pay code by four', () => {
    expect(inGroups('53390226300000000001')).toEqual(['5339', '0226', '3000', '0000', '0001']);
    expect(inGroups('')).toEqual([]);
  });
});
