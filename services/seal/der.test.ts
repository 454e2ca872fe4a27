import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DerError, certificateTime, childrenOf, generalizedTime, ia5String, integer, integerOf, objectIdentifier, objectIdentifierOf, octetString, octetsOf, readDer, sequence, tags, timeOf, utf8String, textOf } from './der.ts';

describe('DER', () => {
  it('gives back every integer, identifier, text and byte string it wrote', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n }), fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat({ max: 1e9 }), { maxLength: 8 }), (number, text, bytes, arcs) => {
      const oid = ['1', '2', ...arcs].join('.');
      const parts = childrenOf(readDer(sequence(integer(number), utf8String(text), octetString(bytes), objectIdentifier(oid))), tags.sequence, 'test');
      expect(integerOf(parts[0], 'n')).toBe(number);
      expect(textOf(parts[1], tags.utf8, 't')).toBe(text);
      expect(octetsOf(parts[2], 'b').equals(Buffer.from(bytes))).toBe(true);
      expect(objectIdentifierOf(parts[3], 'o')).toBe(oid);
    }));
  });

  it('keeps times to the second, and writes years from 2050 in four digits', () => {
    const at = new Date('2026-11-21T08:09:10Z');
    expect(timeOf(readDer(generalizedTime(at)), 't')).toEqual(at);
    expect(readDer(certificateTime(at)).tag).toBe(tags.utcTime);
    expect(timeOf(readDer(certificateTime(at)), 't')).toEqual(at);
    expect(readDer(certificateTime(new Date('2050-01-01T00:00:00Z'))).tag).toBe(tags.generalizedTime);
  });

  it.each([
    ['3003020105ff', 'something after the end'],
    ['30800201050000', 'an indefinite length'],
    ['3081030201 05', 'a length not in its shortest form'],
    ['300302020005', 'an inner element that is too long'],
    ['30', 'only a tag'],
  ])('refuses %s: %s', (hex) => {
    expect(() => childrenOf(readDer(Buffer.from(hex.replace(' ', ''), 'hex')), tags.sequence, 'test')).toThrow(DerError);
  });

  it('refuses integers with needless zeros and negative ones, impossible dates and Chinese in an IA5String', () => {
    expect(() => integerOf(readDer(Buffer.from('02020005', 'hex')), 'n')).toThrow(DerError);
    expect(() => integerOf(readDer(Buffer.from('0201ff', 'hex')), 'n')).toThrow(DerError);
    expect(() => timeOf(readDer(Buffer.concat([Buffer.from([0x18, 15]), Buffer.from('20260230000000Z')])), 't')).toThrow(DerError);
    expect(() => ia5String('印章')).toThrow(DerError);
  });
});
