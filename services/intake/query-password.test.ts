import { describe, expect, it } from 'vitest';
import { openGuessGuard, passwordFits, queryPasswordOf } from './query-password.ts';

const receipt = '202611220000014';

describe('the query password', () => {
  it('is six digits that fit their own receipt and secret only', () => {
    const password = queryPasswordOf('one-secret-of-the-service', receipt);
    expect(password).toMatch(/^\d{6}$/);
    expect(passwordFits('one-secret-of-the-service', receipt, password)).toBe(true);
    expect(passwordFits('another-secret-of-another', receipt, password)).toBe(false);
    expect(passwordFits('one-secret-of-the-service', '202611220000022', password)).toBe(false);
  });

  it('rests after five wrong tries and may be tried again after a quarter of an hour', () => {
    const guard = openGuessGuard();
    for (let i = 0; i < 5; i += 1) { expect(guard.mayTry(receipt, 0)).toBe(true); guard.wrong(receipt, 0); }
    expect(guard.mayTry(receipt, 60_000)).toBe(false);
    expect(guard.mayTry(receipt, 16 * 60_000)).toBe(true);
  });

  it('still rests when somebody tries a hundred thousand other numbers: filling the memory wiped out all tries at once', () => {
    const guard = openGuessGuard();
    for (let i = 0; i < 50_000; i += 1) guard.wrong(String(i), 0);
    for (let i = 0; i < 5; i += 1) guard.wrong(receipt, 0);
    for (let i = 50_000; i < 100_001; i += 1) guard.wrong(String(i), 0);
    expect(guard.mayTry(receipt, 0)).toBe(false);
  });
});
