import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derOfPem, generateKeyPair, keyPairOfInfo, privateKeyPem, publicKeyOfInfo, publicKeyPem, sign, sm3, standardUserId, verify } from './sm2.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sm2-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('SM3', () => {
  it('gives the digest printed in GB/T 32905 appendix A', () => {
    expect(sm3(Buffer.from('abc')).toString('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  });
});

describe('SM2 signatures', () => {
  it('of ours are accepted by openssl with the standard user id', () => {
    const key = generateKeyPair();
    const message = Buffer.from('关于准予行政许可的决定');
    writeFileSync(join(folder, 'pub.pem'), publicKeyPem(key.publicKey));
    writeFileSync(join(folder, 'tbs.der'), message);
    writeFileSync(join(folder, 'sig.der'), sign(key, message));
    expect(openssl('dgst', '-sm3', '-verify', 'pub.pem', '-sigopt', `distid:${standardUserId}`, '-signature', 'sig.der', 'tbs.der')).toContain('Verified OK');
  });

  it('of openssl are accepted by us, made with the private key we wrote as PKCS#8', () => {
    const key = generateKeyPair();
    const message = Buffer.from('行政审批服务专用章');
    writeFileSync(join(folder, 'key.pem'), privateKeyPem(key));
    writeFileSync(join(folder, 'message'), message);
    openssl('dgst', '-sm3', '-sign', 'key.pem', '-sigopt', `distid:${standardUserId}`, '-out', 'theirs.der', 'message');
    const theirs = readFileSync(join(folder, 'theirs.der'));
    expect(verify(key.publicKey, message, theirs)).toBe(true);
    expect(verify(key.publicKey, message, theirs, 'somebody-else')).toBe(false);
  });

  it('differ each time, and all hold', () => {
    const key = generateKeyPair();
    const message = Buffer.from('x');
    const [one, two] = [sign(key, message), sign(key, message)];
    expect(one.equals(two)).toBe(false);
    expect(verify(key.publicKey, message, one) && verify(key.publicKey, message, two)).toBe(true);
  });

  it('are refused after any byte of message or signature changed', () => {
    const key = generateKeyPair();
    const message = Buffer.from('one page, one seal');
    const signature = sign(key, message);
    fc.assert(fc.property(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), (inMessage, position, difference) => {
      const [changedMessage, changedSignature] = [Buffer.from(message), Buffer.from(signature)];
      const target = inMessage ? changedMessage : changedSignature;
      const index = position % target.length;
      target[index] = (target[index] ?? 0) ^ difference;
      return !verify(key.publicKey, changedMessage, changedSignature);
    }), { numRuns: 150 });
  });

  it('are refused with r or s out of range, with rubbish, and with a key off the curve', () => {
    const key = generateKeyPair();
    const message = Buffer.from('x');
    expect(verify(key.publicKey, message, Buffer.from('3006020100020100', 'hex'))).toBe(false);
    expect(verify(key.publicKey, message, Buffer.from('rubbish'))).toBe(false);
    expect(verify(key.publicKey, message, Buffer.alloc(0))).toBe(false);
    const off = Buffer.from(key.publicKey);
    off[64] = (off[64] ?? 0) ^ 1;
    expect(verify(off, message, sign(key, message))).toBe(false);
  });
});

describe('SM2 keys', () => {
  it('survive PKCS#8 and SubjectPublicKeyInfo', () => {
    const key = generateKeyPair();
    expect(keyPairOfInfo(derOfPem(privateKeyPem(key), 'PRIVATE KEY'))).toEqual(key);
    expect(publicKeyOfInfo(derOfPem(publicKeyPem(key.publicKey), 'PUBLIC KEY'))).toEqual(key.publicKey);
  });

  it('are read from what openssl generates', () => {
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-pkeyopt', 'ec_param_enc:named_curve', '-out', 'theirs.pem');
    openssl('pkey', '-in', 'theirs.pem', '-pubout', '-out', 'theirs-pub.pem');
    const read = keyPairOfInfo(derOfPem(readFileSync(join(folder, 'theirs.pem'), 'utf8'), 'PRIVATE KEY'));
    expect(publicKeyPem(read.publicKey)).toBe(readFileSync(join(folder, 'theirs-pub.pem'), 'utf8'));
  });
});
