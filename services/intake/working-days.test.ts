import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWorkday } from 'chinese-days';
import { afterAll, describe, expect, it } from 'vitest';
import { readNotices } from './calendar/notices.ts';
import { addDays, isDay, isWorked, workingCalendar, YearNotice } from './working-days.ts';

const notices = readNotices();
const calendar = workingCalendar(notices);
const folder = mkdtempSync(join(tmpdir(), 'notices-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the working-day calendar', () => {
  it('ships with the notices of 2024 to 2026', () => {
    expect(calendar.years).toEqual([2024, 2025, 2026]);
    expect(notices.map((notice) => notice.workingDays)).toEqual([251, 248, 248]);
  });

  it('agrees with an independent calendar on every single day of those years', () => {
    const disagreed: string[] = [];
    for (let day = '2024-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      const kind = calendar.kindOf(day);
      if (typeof kind !== 'string' || isWorked(kind) !== isWorkday(day)) disagreed.push(day);
    }
    expect(disagreed).toEqual([]);
  });

  it('tells a make-up workday, a holiday, a weekend and an ordinary day apart', () => {
    expect(['2026-02-14', '2026-02-16', '2026-02-15', '2026-02-13'].map((day) => calendar.kindOf(day)))
      .toEqual(['make-up', 'holiday', 'weekend', 'working']);
  });

  it('refuses to say anything about a year whose notice is not loaded, even about its Sundays', () => {
    expect(calendar.kindOf('2027-01-03')).toMatchObject({ reason: 'calendar-unknown', zh: expect.stringContaining('2027') });
    expect(calendar.kindOf('2023-12-31')).toMatchObject({ reason: 'calendar-unknown' });
  });

  it('takes a date that is none for the defect it is', () => {
    expect(() => calendar.kindOf('2026-02-29')).toThrow(RangeError);
    expect(isDay('2024-02-29')).toBe(true);
  });

  it('lets an amended notice of a year replace the earlier one', () => {
    const amended = YearNotice.parse({ year: 2026, notice: '修订', weekdaysOff: [], weekendWorkdays: [], workingDays: 261 });
    expect(workingCalendar([...notices, amended]).kindOf('2026-01-01')).toBe('working');
  });
});

describe('a notice being loaded', () => {
  const good = { year: 2027, notice: '示例', weekdaysOff: ['01-01'], weekendWorkdays: ['01-03'], workingDays: 261 };

  it('must agree with its own count of working days', () => {
    expect(YearNotice.safeParse(good).success).toBe(true);
    expect(YearNotice.safeParse({ ...good, workingDays: 260 }).success).toBe(false);
  });

  it('may not list a weekend among the weekdays off, a weekday among the make-up days, or a day twice', () => {
    expect(YearNotice.safeParse({ ...good, weekdaysOff: ['01-02'] }).success).toBe(false);
    expect(YearNotice.safeParse({ ...good, weekendWorkdays: ['01-04'] }).success).toBe(false);
    expect(YearNotice.safeParse({ ...good, weekdaysOff: ['01-01', '01-01'] }).success).toBe(false);
    expect(YearNotice.safeParse({ ...good, weekdaysOff: ['02-30'] }).success).toBe(false);
  });

  it('stops the start when its file is wrong, and says which', () => {
    writeFileSync(join(folder, '2027.json'), JSON.stringify({ ...good, workingDays: 1 }));
    expect(() => readNotices(folder)).toThrow(/2027\.json.*261/);
    writeFileSync(join(folder, '2027.json'), JSON.stringify({ ...good, year: 2028, weekdaysOff: ['01-03'], weekendWorkdays: ['01-01'], workingDays: 260 }));
    expect(() => readNotices(folder)).toThrow(/2027\.json is of 2028/);
  });

  it('is a matter of adding one file', () => {
    writeFileSync(join(folder, '2027.json'), JSON.stringify(good));
    expect(workingCalendar(readNotices(folder)).kindOf('2027-01-03')).toBe('make-up');
  });
});
