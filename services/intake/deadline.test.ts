import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNotices } from './calendar/notices.ts';
import { DEADLINE_DEFAULTS, dueDate, LAW, lightOf, workingDaysBetween, type DueDate, type Limit, type Pause } from './deadline.ts';
import { addDays, isWorked, workingCalendar } from './working-days.ts';

const calendar = workingCalendar(readNotices());
const promise = (amount: number, unit: Limit['unit'] = 'working-day'): Limit =>
  ({ name: { zh: '承诺办结', en: 'promised limit' }, amount, unit, basis: { zh: '办事指南', en: 'the service guide' } });
const review = (from: string, to: string | null): Pause => ({ from, to, reason: { zh: '专家评审', en: 'expert review' } });
const on = (due: DueDate): string => (due.kind === 'due' ? due.on : due.kind);

describe('a limit in working days', () => {
  it.each([
    ['2026-09-24', 5, '2026-10-09'], ['2026-02-13', 5, '2026-02-27'], ['2026-04-30', 20, '2026-06-01'],
    ['2025-09-26', 10, '2025-10-16'], ['2024-02-08', 20, '2024-03-13'],
  ])('that starts on %s and lasts %i days ends on %s', (from, days, due) => {
    expect(on(dueDate(calendar, from, promise(days)))).toBe(due);
  });

  it('explains itself day by day', () => {
    const due = dueDate(calendar, '2026-09-24', LAW.supplementNotice);
    expect(due.kind === 'due' && due.lines.map(({ kind, from, to, counted }) => `${from}..${to.slice(8)} ${kind} ${counted}`)).toEqual([
      '2026-09-24..24 start 0', '2026-09-25..25 holiday 0', '2026-09-26..27 weekend 0', '2026-09-28..30 counted 3',
      '2026-10-01..02 holiday 3', '2026-10-03..04 weekend 3', '2026-10-05..07 holiday 3', '2026-10-08..09 counted 5', '2026-10-09..09 due 5',
    ]);
    expect(due.kind === 'due' && due.lines[0]?.zh).toContain('行政许可法第三十二条');
    expect(due.kind === 'due' && due.lines[0]?.en).toContain('art. 32');
  });

  it('counts a make-up Saturday and says so', () => {
    const due = dueDate(calendar, '2026-10-08', promise(2));
    expect(due).toMatchObject({ kind: 'due', on: '2026-10-10' });
    expect(due.kind === 'due' && due.lines.find((line) => line.kind === 'make-up')?.zh).toBe('调休上班，计入');
  });

  it('that would end in a year whose notice is not loaded is refused, never guessed', () => {
    expect(dueDate(calendar, '2026-12-29', promise(2))).toMatchObject({ kind: 'due', on: '2026-12-31' });
    expect(dueDate(calendar, '2026-12-29', promise(3))).toMatchObject({ kind: 'refused', refusal: { reason: 'calendar-unknown', zh: expect.stringContaining('2027') } });
  });

  it('must be a whole number of days', () => {
    for (const amount of [0, -1, 2.5, Number.NaN]) expect(() => dueDate(calendar, '2026-03-02', promise(amount))).toThrow(RangeError);
  });
});

describe('a limit in calendar days', () => {
  it('runs through holidays, and moves on when its last day is one', () => {
    expect(on(dueDate(calendar, '2026-03-02', promise(10, 'calendar-day')))).toBe('2026-03-12');
    const due = dueDate(calendar, '2026-09-24', promise(7, 'calendar-day'));
    expect(on(due)).toBe('2026-10-08');
    expect(due.kind === 'due' && due.lines.some((line) => line.kind === 'moved' && line.zh.includes('民法典第二百零三条'))).toBe(true);
  });
});

describe('a special procedure', () => {
  it('stops the clock from its first day until the day it ends', () => {
    expect(on(dueDate(calendar, '2026-03-02', promise(5)))).toBe('2026-03-09');
    expect(on(dueDate(calendar, '2026-03-02', promise(5), [review('2026-03-04', '2026-03-06')]))).toBe('2026-03-11');
  });

  it('leaves its last day out too where the settings say so, and the explanation tells which', () => {
    const due = dueDate(calendar, '2026-03-02', promise(5), [review('2026-03-04', '2026-03-06')], { ...DEADLINE_DEFAULTS, pauseLastDayLeftOut: true });
    expect(on(due)).toBe('2026-03-12');
    expect(due.kind === 'due' && due.lines.find((line) => line.kind === 'paused')?.zh).toContain('止日不计');
  });

  it('that has not ended leaves no date, only the count so far', () => {
    expect(dueDate(calendar, '2026-03-02', promise(5), [review('2026-03-05', null)]))
      .toMatchObject({ kind: 'standing', since: '2026-03-05', counted: 2 });
  });

  it('that runs over into one without end leaves no date either', () => {
    expect(dueDate(calendar, '2026-03-02', promise(5), [review('2026-03-04', '2026-03-10'), review('2026-03-08', null)]))
      .toMatchObject({ kind: 'standing', since: '2026-03-04', counted: 1 });
  });

  it('that begins after the limit has run out changes nothing', () => {
    expect(on(dueDate(calendar, '2026-03-02', promise(5), [review('2026-03-10', null)]))).toBe('2026-03-09');
  });

  it('that ended on the day it began takes no time', () => {
    expect(on(dueDate(calendar, '2026-03-02', promise(5), [review('2026-03-04', '2026-03-04')]))).toBe('2026-03-09');
  });
});

describe('whatever the dates', () => {
  const start = fc.integer({ min: 0, max: 700 }).map((days) => addDays('2024-01-01', days));
  const amount = fc.integer({ min: 1, max: 60 });
  const pauses = fc.array(fc.tuple(fc.integer({ min: -10, max: 60 }), fc.integer({ min: 0, max: 20 })), { maxLength: 4 });
  const laid = (from: string, list: [number, number][]): Pause[] =>
    list.map(([after, length]) => review(addDays(from, after), addDays(from, after + length)));

  it('exactly the promised number of working days lie between start and due date, pauses left out once', () => {
    fc.assert(fc.property(start, amount, pauses, (from, days, list) => {
      const stops = laid(from, list);
      const due = on(dueDate(calendar, from, promise(days), stops));
      let worked = 0;
      for (let day = addDays(from, 1); day <= due; day = addDays(day, 1)) {
        const kind = calendar.kindOf(day);
        if (typeof kind === 'string' && isWorked(kind) && !stops.some((stop) => day >= stop.from && stop.to !== null && day < stop.to)) worked += 1;
      }
      const last = calendar.kindOf(due);
      return worked === days && typeof last === 'string' && isWorked(last);
    }));
  });

  it('a longer limit or one more pause never ends earlier', () => {
    fc.assert(fc.property(start, amount, pauses, (from, days, list) => {
      const plain = on(dueDate(calendar, from, promise(days)));
      return on(dueDate(calendar, from, promise(days + 1))) > plain && on(dueDate(calendar, from, promise(days), laid(from, list))) >= plain;
    }));
  });

  it('two limits one after the other end where their sum ends', () => {
    fc.assert(fc.property(start, amount, amount, (from, one, two) =>
      on(dueDate(calendar, on(dueDate(calendar, from, promise(one))), promise(two))) === on(dueDate(calendar, from, promise(one + two)))));
  });

  it('the lines follow each other, count upwards and end with the whole limit', () => {
    fc.assert(fc.property(start, amount, pauses, fc.constantFrom<Limit['unit']>('working-day', 'calendar-day'), (from, days, list, unit) => {
      const due = dueDate(calendar, from, promise(days, unit), laid(from, list));
      if (due.kind !== 'due') return false;
      return due.lines.every((line, index) => {
        const before = due.lines[index - 1];
        return !before || (line.counted >= before.counted && (line.kind === 'due' ? line.from === before.to : line.from === addDays(before.to, 1)));
      }) && due.lines.at(-1)?.counted === days;
    }));
  });
});

describe('the light of a due date', () => {
  const due = dueDate(calendar, '2026-03-02', promise(5)); // 2026-03-09, a Monday

  it('is green, yellow when one working day is left, red when past', () => {
    expect(['2026-03-03', '2026-03-05', '2026-03-06', '2026-03-08', '2026-03-09', '2026-03-10'].map((today) => lightOf(calendar, due, today)))
      .toEqual(['green', 'green', 'yellow', 'yellow', 'yellow', 'red']);
  });

  it('follows the thresholds of the place', () => {
    const settings = { ...DEADLINE_DEFAULTS, yellowDaysLeft: 3, redDaysPast: 2 };
    expect(['2026-03-03', '2026-03-04', '2026-03-11', '2026-03-12'].map((today) => lightOf(calendar, due, today, settings)))
      .toEqual(['green', 'yellow', 'yellow', 'red']);
  });

  it('is red on a Saturday past a Friday', () => {
    const friday = dueDate(calendar, '2026-03-02', promise(4));
    expect([on(friday), lightOf(calendar, friday, '2026-03-07')]).toEqual(['2026-03-06', 'red']);
  });

  it('stands while the clock stands, and is refused where the calendar does not reach', () => {
    expect(lightOf(calendar, dueDate(calendar, '2026-03-02', promise(5), [review('2026-03-03', null)]), '2026-03-04')).toBe('standing');
    expect(lightOf(calendar, due, '2027-01-05')).toMatchObject({ reason: 'calendar-unknown' });
    expect(lightOf(calendar, dueDate(calendar, '2026-12-31', promise(1)), '2026-12-31')).toMatchObject({ reason: 'calendar-unknown' });
  });

  it('counts the working days left, and those past as negative', () => {
    expect(workingDaysBetween(calendar, '2026-09-24', '2026-10-09')).toBe(5);
    expect(workingDaysBetween(calendar, '2026-10-09', '2026-09-24')).toBe(-5);
    expect(workingDaysBetween(calendar, '2026-10-09', '2026-10-09')).toBe(0);
  });
});
