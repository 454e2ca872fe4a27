import { describe, expect, it } from 'vitest';
import { createSessions } from './session.ts';

const accounts = [
  { bank: 'BANKA', userCode: 'user-a', password: 'word-a' },
  { bank: 'BANKB', userCode: 'user-b', password: 'word-b' },
];
const morning = new Date('2026-01-05T01:00:00Z');
const later = (seconds: number): Date => new Date(morning.getTime() + seconds * 1000);

describe('an accredit code', () => {
  const sessions = createSessions(accounts, 'key', 3600);

  it('is given for the right user and password only', () => {
    expect(sessions.login('user-a', 'word-a', morning)?.bank).toBe('BANKA');
    expect(sessions.login('user-a', 'word-b', morning)).toBe(null);
    expect(sessions.login('user-x', 'word-a', morning)).toBe(null);
    expect(sessions.login('user-a', '', morning)).toBe(null);
  });

  it('names its bank until it runs out', () => {
    const code = sessions.login('user-b', 'word-b', morning)?.accreditCode ?? '';
    expect(sessions.bankOf(code, later(3599))).toBe('BANKB');
    expect(sessions.bankOf(code, later(3600))).toBe(null);
  });

  it('is worth nothing when altered, made up, or prolonged', () => {
    const code = sessions.login('user-a', 'word-a', morning)?.accreditCode ?? '';
    for (const wrong of ['', 'x'.repeat(40), `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`, `ffffffff${code.slice(8)}`, code.toUpperCase() === code ? '' : code.toUpperCase()]) {
      expect(sessions.bankOf(wrong, morning), wrong).toBe(null);
    }
  });

  it('holds in another copy of the gateway, and ends with the password or the key', () => {
    const code = sessions.login('user-a', 'word-a', morning)?.accreditCode ?? '';
    expect(createSessions(accounts, 'key', 3600).bankOf(code, morning)).toBe('BANKA');
    expect(createSessions(accounts, 'other', 3600).bankOf(code, morning)).toBe(null);
    expect(createSessions([{ bank: 'BANKA', userCode: 'user-a', password: 'changed' }], 'key', 3600).bankOf(code, morning)).toBe(null);
  });
});
