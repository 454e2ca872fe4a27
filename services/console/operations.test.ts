import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openOperations, plainPath } from './operations.ts';
import { addressed, headersFor, notAnswered } from './proxy.ts';
import { cookieOf, safeReturn } from './sign-in/cookies.ts';

describe('an address below /api', () => {
  it('is believed only when no reader could take it for another', () => {
    for (const path of ['/cases', '/cases/11533900990002020N3530117020000202611220001', '/items/%E5%9B%AD', '/a/b.c~d']) expect(plainPath(path), path).toBe(path);
    for (const path of ['', '/', '/a/', '//a', '/a//b', '/./a', '/a/..', '/a/../b', '/%2e%2e/a', '/a%2Fb', '/a%5cb', '/a\\b', '/a%00', '/a%', '/a%2', '/a b', '/a%252fb', '/a#b', '/园']) expect(plainPath(path), path).toBeUndefined();
  });
  it('never leads above its service, whatever is written', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('..', '.', '%2e', '%2E%2e', '/', '//', 'a', '%2f', '\\', '%5C', '?', ';', '%'), { maxLength: 12 }), (parts) => {
      const found = addressed(`/intake/${parts.join('')}`);
      if (!found) return;
      expect(new URL(found.path, 'http://service.invalid').pathname).toBe(found.path);
      expect(decodeURIComponent(found.path)).not.toMatch(/\.\.\/|\\/);
    }));
  });
  it('has the methods of its service’s own document that are open to people', async () => {
    const operations = openOperations();
    expect([...await operations.methodsOf('intake', '/cases')].toSorted()).toEqual(['GET', 'POST']);
    expect([...await operations.methodsOf('fees', '/bills/53390226300000000001/payments')]).toEqual([]);
    expect([...await operations.methodsOf('fees', '/operations/work')]).toEqual(['GET']);
    expect([...await operations.methodsOf('intake', '/health')]).toEqual([]);
  });
});

describe('what goes on to a service', () => {
  it('is a few headers, never cookies, tokens or addresses of the browser', () => {
    expect(headersFor({ cookie: 'a', authorization: 'Bearer b', host: 'h', origin: 'o', referer: 'r', 'x-forwarded-for': '1', 'x-forwarded-host': 'h', 'x-real-ip': '1', 'x-hub-csrf': 'c', 'x-http-method-override': 'DELETE', 'x-original-url': '/', te: 'trailers', upgrade: 'x', 'proxy-authorization': 'p', 'idempotency-key': 'k', 'content-type': 'application/json', 'x-file-name': 'f' }, 't', true))
      .toEqual({ authorization: 'Bearer t', 'idempotency-key': 'k', 'content-type': 'application/json', 'x-file-name': 'f' });
  });
  it('has a length or a frame with a body, and neither without', () => {
    expect(headersFor({ 'content-length': '5', 'content-type': 'text/plain' }, 't', false)).toEqual({ authorization: 'Bearer t' });
    expect(headersFor({ 'content-length': '5' }, 't', true)).toEqual({ authorization: 'Bearer t', 'content-length': '5' });
    for (const given of [{ 'transfer-encoding': 'chunked' }, { 'content-length': '5', connection: 'content-length' }]) expect(headersFor(given, 't', true)).toEqual({ authorization: 'Bearer t', 'transfer-encoding': 'chunked' });
  });
  it('is called unknown, not failed, once a change may have arrived', () => {
    expect(notAnswered('seal', 'ECONNREFUSED', true)).toMatchObject({ status: 503, detail: expect.stringContaining('用印') });
    expect(notAnswered('seal', 'ECONNRESET', true)).toMatchObject({ status: 504, reason: 'in-doubt' });
    expect(notAnswered('seal', 'ETIMEDOUT', false)).toMatchObject({ status: 503, reason: 'not-available' });
  });
});

describe('the way back after signing in', () => {
  it('is always a page of our own', () => {
    expect(safeReturn('/staff/cases?a=1#b', '/staff/')).toBe('/staff/cases?a=1#b');
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('/', '\\', '..', '.', 'evil.example', ':', 'https:', '@', '%2f', '%5c', '\t', '\n', 'a', '?', '#'), { maxLength: 10 }).map((parts) => parts.join('')), fc.webUrl()), (asked) => {
      const back = safeReturn(asked, '/staff/');
      expect(new URL(back, 'https://hall.example').origin).toBe('https://hall.example');
      expect(back).toMatch(/^\/(?![/\\])/);
      expect(back).not.toMatch(/[\r\n]/);
    }), { numRuns: 2_000 });
  });
});

describe('a cookie', () => {
  it('is believed when it is there exactly once', () => {
    const of = (cookie: string): string | undefined => cookieOf({ headers: { cookie } }, '__Host-hub');
    expect(of('a=1; __Host-hub=abc; b=2')).toBe('abc');
    expect(of('x__Host-hub=abc')).toBeUndefined();
    expect(of('__Host-hub=abc; __Host-hub=def')).toBeUndefined();
    expect(of('')).toBeUndefined();
  });
});
