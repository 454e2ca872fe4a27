import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { macAlgorithms, macLength, macOf, sameMac, secretProblem } from './mac.ts';

describe('a message authentication code', () => {
  it('is what the standards’ own examples say', () => {
    const text = Buffer.from('Now is the time for all ');
    expect(macOf('x9.9', text, '0123456789abcdef')).toBe('70a30640cc76dd8b');
    expect(macOf('x9.19', text, '0123456789abcdeffedcba9876543210')).toBe('a1c72e74ea3fa9b6');
  });
  it.each(['md5', 'sha256', 'sm3'] as const)('%s is what openssl computes', (algorithm) => {
    const bytes = Buffer.from('报文体20260105ZH01', 'utf8');
    const judged = execFileSync('openssl', ['dgst', `-${algorithm}`], { input: bytes, encoding: 'utf8' });
    expect(macOf(algorithm, bytes, '')).toBe(/([0-9a-f]+)\s*$/.exec(judged)?.[1]);
  });
  it('hmac is what openssl computes', () => {
    const judged = execFileSync('openssl', ['dgst', '-sha256', '-hmac', 'a secret'], { input: 'body', encoding: 'utf8' });
    expect(macOf('hmac-sha256', Buffer.from('body'), 'a secret')).toBe(/([0-9a-f]+)\s*$/.exec(judged)?.[1]);
  });
  it('has the length its frame keeps for it, and is compared without regard to case', () => {
    for (const algorithm of macAlgorithms) expect(macOf(algorithm, Buffer.from('x'), algorithm === 'x9.19' ? '0'.repeat(32) : '0'.repeat(16))).toHaveLength(macLength[algorithm]);
    expect(sameMac('abCD', 'ABcd')).toBe(true);
    expect(sameMac('abcd', 'abce')).toBe(false);
    expect(sameMac('abcd', 'abcde')).toBe(false);
  });
  it('says what is wrong with a key before the first frame', () => {
    expect([secretProblem('x9.9', '00'), secretProblem('x9.19', '0'.repeat(32)), secretProblem('hmac-sha256', undefined), secretProblem('md5', undefined)].map((problem) => problem === null)).toEqual([false, true, false, true]);
  });
});
