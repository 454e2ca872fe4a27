import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter, isLicenceId, licenceId } from './licence-id.ts';

describe('证照标识 (GB/T 36904-2018)', () => {
  it.each([
    '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
    '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S',
    '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F',
    '1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3',
    '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
  ])('accepts the published identifier %s', (identifier) => {
    expect(isLicenceId(identifier)).toBe(true);
  });

  it('agrees with the published check character when the issuer part is a division code', () => {
    expect(checkCharacter('11100000MB03271699022340100000000016001')).toBe('9');
  });

  it('refuses an identifier made with A counted as 11', () => {
    expect(isLicenceId('1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.M')).toBe(false);
  });

  it('finds any single wrong character', () => {
    const character = fc.constantFrom(...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'));
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 2, maxLength: 60 }), fc.nat(), character, (text, place, other) => {
        const at = place % text.length;
        const check = checkCharacter(text);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        if (changed !== text) expect(checkCharacter(changed)).not.toBe(check);
      }),
    );
  });

  it('builds an identifier that it accepts, and none from a part that does not fit', () => {
    const parts = { typeCode: '11100000000013338W011', issuerCode: '11430000006122244L', serial: '20230000403', version: 1 };
    expect(licenceId(parts)).toBe('1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U');
    expect(licenceId({ ...parts, version: 2 })).toMatch(/\.002\.S$/);
    expect(licenceId({ ...parts, version: 1000 })).toBeNull();
    expect(licenceId({ ...parts, issuerCode: '1143' })).toBeNull();
    expect(licenceId({ ...parts, serial: '云2026' })).toBeNull();
  });
});
