import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextPermitted, readPermittedHours } from './permitted-hours.ts';

const day = { from: 8 * 60, to: 21 * 60 };
const china = (stamp: string) => new Date(`${stamp}+08:00`);

describe('permitted hours', () => {
  test('let a text go at once within them', () => {
    expect(nextPermitted(china('2026-03-02T08:00:00'), day)).toEqual(china('2026-03-02T08:00:00'));
    expect(nextPermitted(china('2026-03-02T20:59:59'), day)).toEqual(china('2026-03-02T20:59:59'));
  });

  test('put it off to the next opening outside them, over midnight, month and year', () => {
    expect(nextPermitted(china('2026-03-02T03:00:00'), day)).toEqual(china('2026-03-02T08:00:00'));
    expect(nextPermitted(china('2026-12-31T21:00:00'), day)).toEqual(china('2027-01-01T08:00:00'));
  });

  test('never put a text back, and always end within them', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }), (now, from, length) => {
        const hours = { from, to: Math.min(from + length, 1440) };
        const at = nextPermitted(now, hours);
        expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(at.getTime() - now.getTime()).toBeLessThan(86_400_000);
        expect(nextPermitted(at, hours)).toEqual(at);
      }),
    );
  });

  test('are read from a setting, or refused', () => {
    expect(readPermittedHours('08:00-21:00')).toEqual(day);
    expect(readPermittedHours('00:00-24:00')).toEqual({ from: 0, to: 1440 });
    for (const wrong of ['', '8-21', '21:00-08:00', '08:60-09:00', '08:00-24:01']) expect(readPermittedHours(wrong)).toBeNull();
  });
});
