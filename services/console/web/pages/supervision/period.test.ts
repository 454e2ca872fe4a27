import { describe, expect, it } from 'vitest';
import { daysOf, periodOf } from './period.ts';

const of = (text: string, today = '2026-11-22'): string => {
  const { name, from, to } = periodOf(new URLSearchParams(text), today);
  return `${name} ${from} ${to}`;
};

describe('a period', () => {
  it('is the month so far unless another is named', () => {
    expect(of('')).toBe('month 2026-11-01 2026-11-22');
    expect(of('period=today')).toBe('today 2026-11-22 2026-11-22');
    expect(of('period=quarter')).toBe('quarter 2026-10-01 2026-11-22');
    expect(of('period=quarter', '2026-02-03')).toBe('quarter 2026-01-01 2026-02-03');
  });
  it('of a week begins on Monday, on Sundays too', () => {
    expect(of('period=week')).toBe('week 2026-11-16 2026-11-22');
    expect(of('period=week', '2026-11-23')).toBe('week 2026-11-23 2026-11-23');
  });
  it('of one’s own stands when it is one', () => {
    expect(of('from=2026-10-03&to=2026-10-05')).toBe('own 2026-10-03 2026-10-05');
    expect(of('from=2026-10-05&to=2026-10-03')).toBe('month 2026-11-01 2026-11-22');
  });
  it('has all its days, the newest of a very long one', () => {
    expect(daysOf({ from: '2026-10-30', to: '2026-11-02' })).toEqual(['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02']);
    expect(daysOf({ from: '2020-01-01', to: '2026-11-02' }, 2)).toEqual(['2026-11-01', '2026-11-02']);
  });
});
