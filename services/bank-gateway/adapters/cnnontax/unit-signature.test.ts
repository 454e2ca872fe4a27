import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isSignedBy } from './simulated-signature.ts';
import { openUnitSigner, type SignatureForm } from './unit-signature.ts';

const form: SignatureForm = { over: 'xml', shape: 'der', written: 'base64', userId: '1234567812345678', keyInfo: 'spki', time: 'digits' };
let folder: string;
const inside = (name: string): string => join(folder, name);
const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const keysFile = (units: object): string => { writeFileSync(inside('units.json'), JSON.stringify({ units })); return inside('units.json'); };
const xml = Buffer.from('<EInvoice>示例</EInvoice>');
const part = (info: string | null, name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(info ?? '')?.[1] ?? '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unit-signature-'));
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-pkeyopt', 'ec_param_enc:named_curve', '-out', 'sm2.pem');
  openssl('pkey', '-in', 'sm2.pem', '-pubout', '-out', 'sm2-public.pem');
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'p256.pem');
  writeFileSync(inside('message'), xml);
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

it('the platform that is practised against proves what openssl signs, and nothing else', () => {
  openssl('dgst', '-sm3', '-sign', 'sm2.pem', '-sigopt', 'distid:1234567812345678', '-out', 'theirs.der', 'message');
  const [key, theirs] = [readFileSync(inside('sm2-public.pem'), 'latin1'), readFileSync(inside('theirs.der'))];
  expect(isSignedBy(key, '1234567812345678', xml, theirs)).toBe(true);
  expect(isSignedBy(key, 'another user', xml, theirs)).toBe(false);
  expect(isSignedBy(key, '1234567812345678', Buffer.from('another text'), theirs)).toBe(false);
  theirs[theirs.length - 1] = (theirs.at(-1) ?? 0) ^ 1;
  expect(isSignedBy(key, '1234567812345678', xml, theirs)).toBe(false);
});

it('a site’s own order of bytes is written: the base64 text signed, r and s side by side, in hex, the key by its name', () => {
  const signer = openUnitSigner({ ...form, over: 'base64', shape: 'r-s', written: 'hex', keyInfo: 'name', time: 'spaced' }, keysFile({ 430603101: { privateKeyFile: 'sm2.pem', name: '证书 0001' } }));
  const info = signer.sign('430603101', { xml, base64: xml.toString('base64') }, ['20260105', '09:30:00']);
  expect([part(info, 'Format'), part(info, 'Algorithm'), part(info, 'Time'), part(info, 'Key_Info')]).toEqual(['DETACH', 'SM2', '2026-01-05 09:30:00', '证书 0001']);
  const value = part(info, 'Value');
  expect(value).toMatch(/^[0-9a-f]{128}$/);
  const number = (hex: string): string => { const bare = hex.replace(/^(?:00)+/, ''); const whole = /^[89a-f]/.test(bare) ? `00${bare}` : bare; return `02${(whole.length / 2).toString(16).padStart(2, '0')}${whole}`; };
  const both = number(value.slice(0, 64)) + number(value.slice(64));
  expect(isSignedBy(readFileSync(inside('sm2-public.pem'), 'latin1'), form.userId, Buffer.from(xml.toString('base64')), Buffer.from(`30${(both.length / 2).toString(16)}${both}`, 'hex'))).toBe(true);
  expect(signer.sign('430603102', { xml, base64: '' }, ['20260105', '09:30:00'])).toBeNull();
});

it('every key that cannot be used is named at the start, with what is wrong with it', () => {
  expect(() => openUnitSigner(form, undefined)).toThrow(/unitKeysFile/);
  expect(() => openUnitSigner(form, inside('nowhere.json'))).toThrow(/nowhere\.json/);
  expect(() => openUnitSigner(form, keysFile({}))).toThrow(/没有任何单位的密钥/);
  const wrong = keysFile({ 430603101: { privateKeyFile: 'missing.pem' }, 430603102: { privateKeyFile: 'p256.pem' }, 430603103: { privateKeyFile: 'sm2-public.pem' }, 430603104: { privateKeyFile: 'sm2.pem' } });
  expect(() => openUnitSigner(form, wrong)).toThrow(/430603101.*missing[^]*430603102.*不是 SM2 私钥[^]*430603103.*PKCS#8/);
  expect(() => openUnitSigner({ ...form, keyInfo: 'name' }, wrong)).toThrow(/430603104\.name/);
});
