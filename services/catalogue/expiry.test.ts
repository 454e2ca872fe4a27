import { describe, expect, it } from 'vitest';
import { lastOfMonths } from './civil-day.ts';
import { usualTrialEnd } from './delegation.ts';
import { daysLeftOf, ExpiryAheadSetting, lightOf } from './expiry.ts';

describe('the end of a document ahead', () => {
  it('is shown by the thresholds of the zone, inclusive on both days', () => {
    const ahead = ExpiryAheadSetting.parse('60,7');
    expect([61, 60, 8, 7, 0].map((days) => lightOf(days, ahead))).toEqual(['green', 'yellow', 'yellow', 'red', 'red']);
    expect(lightOf(null, ahead)).toBeNull();
    expect(ExpiryAheadSetting.parse(undefined)).toEqual({ soonDays: 90, urgentDays: 30 });
  });
  it('has thresholds that can be read, the nearer one last', () => {
    for (const wrong of ['30,90', '90', '-1,0', 'soon']) expect(ExpiryAheadSetting.safeParse(wrong).success).toBe(false);
  });
  it('counts to the last day itself, and not at all once it has ended', () => {
    expect(daysLeftOf({ standing: 'in-force', validTo: '2026-11-22' }, '2026-11-22')).toBe(0);
    expect(daysLeftOf({ standing: 'suspended', validTo: '2026-12-22' }, '2026-11-22')).toBe(30);
    expect(daysLeftOf({ standing: 'in-force', validTo: '2026-11-21' }, '2026-11-22')).toBeNull();
    expect(daysLeftOf({ standing: 'taken-back', validTo: '2027-11-21' }, '2026-11-22')).toBeNull();
  });
});

describe('a trial of six months', () => {
  it('ends the day before the same date, in a shorter month on its last day, never after the document', () => {
    expect(lastOfMonths('2026-01-01', 6)).toBe('2026-06-30');
    expect(lastOfMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(lastOfMonths('2026-07-15', 6)).toBe('2027-01-14');
    expect(usualTrialEnd('2026-01-01', '2026-03-31')).toBe('2026-03-31');
  });
});
