import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_FORMATS, MOMENT_FORMATS, readDay, readMoment, writeDay, writeMoment } from './formats.ts';

describe('dates', () => {
  it('are written in Chinese civil time, whatever the offset they came with', () => {
    expect(writeMoment('2026-11-21T16:30:05Z', 'yyyy-MM-dd HH:mm:ss')).toBe('2026-11-22 00:30:05');
    expect(writeMoment('2026-11-22T00:30:05.250+08:00', 'yyyyMMddHHmmss')).toBe('20261122003005');
    expect(writeDay('2026-11-22', 'yyyyMMdd')).toBe('20261122');
  });
  it('are read back only when they exist', () => {
    expect(readMoment('2026-11-22 00:30:05', 'yyyy-MM-dd HH:mm:ss')).toBe('2026-11-22T00:30:05+08:00');
    expect(readMoment('2026-02-30 00:00:00', 'yyyy-MM-dd HH:mm:ss')).toBeNull();
    expect(readDay('20260229', 'yyyyMMdd')).toBeNull();
    expect(readDay('2028-02-29 00:00:00', 'yyyy-MM-dd')).toBe('2028-02-29');
  });
  it.each(MOMENT_FORMATS)('come back from %s as they went, to the second', (format) => {
    fc.assert(fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (moment) => {
      const written = writeMoment(moment.toISOString(), format);
      expect(Date.parse(readMoment(written, format) ?? '')).toBe(Math.floor(moment.getTime() / 1000) * 1000);
      for (const other of MOMENT_FORMATS.filter((one) => one !== format)) expect(readMoment(written, other)).toBeNull();
    }));
  });
  it.each(DAY_FORMATS)('days come back from %s', (format) => {
    expect(readDay(writeDay('2028-02-29', format), format)).toBe('2028-02-29');
    expect(readDay(writeDay('2027-02-29', format), format)).toBeNull();
  });
});
