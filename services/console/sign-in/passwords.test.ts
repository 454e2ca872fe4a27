import { describe, expect, it } from 'vitest';
import { hashOf, matches, weakness } from './passwords.ts';

describe('a password', () => {
  it('is recognised by its hash and never stands in it', async () => {
    const hash = await hashOf('口令 with words');
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(await matches('口令 with words', hash)).toBe(true);
    expect(await matches('口令 with word', hash)).toBe(false);
    expect(await hashOf('口令 with words')).not.toBe(hash);
    expect(await matches('x', 'plain$x')).toBe(false);
  });
  it('is long enough and does not hold the login', () => {
    expect(weakness('short', 'anna')).toBe('short');
    expect(weakness('my-name-is-Anna', 'anna')).toBe('holds-login');
    expect(weakness('四海之内皆兄弟也何患乎无', 'anna')).toBeUndefined();
  });
});
