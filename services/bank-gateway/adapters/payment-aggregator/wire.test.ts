import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestText, openFrom, sealFor } from './aggregator-envelope.ts';
import { aesKeyOf, open, seal, signedText, type Fields } from './wire.ts';

const pair = (): ReturnType<typeof generateKeyPairSync> => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [hub, bank] = [pair(), pair()];
const ours = { own: hub.privateKey, peer: bank.publicKey };
const text = fc.string({ unit: fc.constantFrom(...'abcXYZ019 中文韡𠮷&=|<>"\\'.match(/./gu) ?? []), minLength: 0, maxLength: 12 });
const fieldName = fc.stringMatching(/^[A-Za-z][A-Za-z_]{0,9}$/).filter((name) => !['SIGN_INF', 'constructor', 'toString', 'valueOf'].includes(name));

describe('the envelope of the aggregator', () => {
  it('makes the AES key as SHA1PRNG of Java does', () => {
    expect(aesKeyOf('0123456789abcdef0123456789abcdef').toString('hex')).toBe('2d703e10a32f30251a2370355793e786');
  });
  it('takes off a padding that this Node refuses to', () => {
    // The trap itself: should a later Node take it off again, or differently, this says so.
    const sealed = publicEncrypt({ key: hub.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from('k'.repeat(32)));
    expect(() => privateDecrypt({ key: hub.privateKey, padding: constants.RSA_PKCS1_PADDING }, sealed)).toThrow(/RSA_PKCS1_PADDING/);
    expect(open(sealFor(hub.publicKey, bank.privateKey, { A: '1' }), ours, [])).toEqual({ A: '1' });
  });
  it('reads what the other side says, and is read by it, whatever is said', () => {
    fc.assert(fc.property(fc.dictionary(fieldName, text, { maxKeys: 6, noNullPrototype: true }), fc.array(text, { maxLength: 12 }), (said, rows) => {
      const fields = { ...said, LIST1: rows.map((value, at) => ({ SN: String(at + 1), Value: value })) };
      expect(openFrom(hub.publicKey, bank.privateKey, seal(fields, ours, 'ZONE'))).toMatchObject(fields);
      expect(open(sealFor(hub.publicKey, bank.privateKey, fields), ours, [])).toEqual(fields);
    }), { numRuns: 25 });
  });
  it('signs the fields that say something, by name, rows by SN in place of their list', () => {
    const fields: Fields = { B: '2', A: '1', Empty: '', FEEGRP: [{ SN: '10', Amt: '3' }, { SN: '2', Amt: '', Code: 'x' }], Z: '9' };
    expect(signedText(fields, ['Z'], 'number')).toBe('A=1&B=2&Code=x&SN=2&Amt=3&SN=10');
    expect(signedText(fields, ['Z'], 'text')).toBe('A=1&B=2&Amt=3&SN=10&Code=x&SN=2');
    expect(digestText({ B: '2', A: '1', Empty: '', FEEGRP: [{ SN: '10', Amt: '3' }, { SN: '2', Amt: '', Code: 'x' }] })).toBe('A=1&B=2&Code=x&SN=2&Amt=3&SN=10');
  });
  it('is nothing to us when its signature, its key, its content or its sender is wrong', () => {
    const message = { Cmdty_Ordr_No: 'B1', TAmt: '80.05' };
    const right = sealFor(hub.publicKey, bank.privateKey, message);
    const envelope = JSON.parse(right) as Record<string, string>;
    const swapped = { ...envelope, Bsn_Data: `${(envelope['Bsn_Data'] ?? '').slice(0, -8)}AAAAAAA=` };
    for (const wrong of [
      sealFor(hub.publicKey, bank.privateKey, message, { spoil: 'signature' }), sealFor(hub.publicKey, bank.privateKey, message, { spoil: 'key' }), sealFor(hub.publicKey, hub.privateKey, message),
      sealFor(bank.publicKey, bank.privateKey, message), JSON.stringify(swapped), JSON.stringify({ ...envelope, Tprt_Parm: 'zz' }), JSON.stringify({ ...envelope, Tprt_Parm: '00' }), '{}', 'no json', '',
    ]) expect(open(wrong, ours, [])).toBe(null);
    expect(open(right, ours, [])).toEqual(message);
  });
  it('leaves out of a signature only the names that are said to stand outside', () => {
    const sealed = sealFor(hub.publicKey, bank.privateKey, { Svc_Rsp_St: '00', A: '1' }, { unsigned: ['Svc_Rsp_St'] });
    expect(open(sealed, ours, ['Svc_Rsp_St'])).toEqual({ Svc_Rsp_St: '00', A: '1' });
    expect(open(sealed, ours, [])).toBe(null);
  });
});
