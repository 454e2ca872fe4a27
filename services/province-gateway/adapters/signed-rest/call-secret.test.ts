import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { keyOf, openSecret, secretKeeper } from './call-secret.ts';

const openssl = (args: readonly string[], input: Buffer | string): Buffer => execFileSync('openssl', args, { input });

describe('the key a province’s Java makes of the application key', () => {
  it('is SHA-1 of SHA-1, cut to 16 bytes: a digest that OpenSSL and MariaDB make as well', () => {
    // MariaDB's PASSWORD('123456') is the same twofold digest, printed in its manual.
    expect(keyOf('123456').toString('hex').toUpperCase()).toBe('6BB4837EB74329105EE4568DDA7DC67E');
    const twice = openssl(['dgst', '-sha1', '-binary'], openssl(['dgst', '-sha1', '-binary'], '省厅发的-key-01'));
    expect(keyOf('省厅发的-key-01').toString('hex')).toBe(twice.subarray(0, 16).toString('hex'));
  });
  it('opens what OpenSSL enciphered under it, in either encoding', () => {
    const enciphered = openssl(['enc', '-aes-128-ecb', '-K', keyOf('an-app-key').toString('hex')], 'the-secret-of-today-0001');
    expect(openSecret(enciphered.toString('base64'), 'an-app-key', 'base64')).toBe('the-secret-of-today-0001');
    expect(openSecret(enciphered.toString('hex'), 'an-app-key', 'hex')).toBe('the-secret-of-today-0001');
  });
  it('opens nothing else: another key, half a text, none', () => {
    const enciphered = openssl(['enc', '-aes-128-ecb', '-K', keyOf('an-app-key').toString('hex')], 'the-secret-of-today-0001').toString('base64');
    for (let number = 0; number < 300; number += 1) expect(openSecret(enciphered, `another-${String(number)}`, 'base64')).toBeNull();
    expect(openSecret(enciphered.slice(0, 20), 'an-app-key', 'base64')).toBeNull();
    expect(openSecret('', 'an-app-key', 'base64')).toBeNull();
  });
});

describe('the secret of the calls', () => {
  it('is fetched once for all who wait, kept until it ends, and dropped only by who was refused with it', async () => {
    let now = 0;
    let fetched = 0;
    const keeper = secretKeeper({ lifetimeMs: 1000, now: () => now, fetch: () => { fetched += 1; return Promise.resolve(fetched === 3 ? null : `secret-${String(fetched)}`); } });
    expect(await Promise.all([keeper.take(), keeper.take()])).toEqual(['secret-1', 'secret-1']);
    keeper.drop('some-older-one');
    expect(await keeper.take()).toBe('secret-1');
    keeper.drop('secret-1');
    expect(await keeper.take()).toBe('secret-2');
    now = 1001;
    expect(await keeper.take()).toBeNull();
    expect(await keeper.take()).toBe('secret-4');
  });
});
