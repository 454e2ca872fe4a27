import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  AmountInFen, BasicCode, caseNumberProblem, CaseNumber, chineseAmount, CitizenNumber, citizenNumberCheckCharacter,
  citizenNumberProblem, composeCaseNumber, composeCreditCode, composeLicenceId, composeReceiptNumber,
  CreditCode, creditCodeCheckCharacter, creditCodeProblem, DivisionCode, divisionCodeProblem,
  fenOfYuanText, HandlingCode, ImplementationCode, isCitizenNumber, isCreditCode, isDate8, ItemCode, itemCodeParts,
  itemCodeProblem, LicenceId, licenceIdProblem, licenceParts, Mobile, organisationCheckCharacter, PayCode,
  QueryPassword, ReceiptNumber, receiptNumberProblem, Sha256, Sm3, yuanText,
} from './identifiers.ts';

const CREDIT_SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('');

/** The text with the character at a random place replaced by another one of the alphabet. */
function oneChanged(text: fc.Arbitrary<string>, alphabet: string[], from = 0): fc.Arbitrary<[string, string]> {
  return fc.tuple(text, fc.nat(), fc.nat()).map(([good, at, by]) => {
    const place = from + (at % (good.length - from));
    const others = alphabet.filter((symbol) => symbol !== good[place]);
    return [good, good.slice(0, place) + (others[by % others.length] ?? '') + good.slice(place + 1)];
  });
}

const division6 = fc.constantFrom('430603', '140404', '411103', '110105', '440524');
const creditCode = fc
  .tuple(fc.constantFrom('11', '91', '52', 'Y1'), division6, fc.string({ unit: fc.constantFrom(...CREDIT_SYMBOLS), minLength: 8, maxLength: 8 }))
  .map(([kind, division, body]) => composeCreditCode(kind + division, body) ?? '');
const date8 = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const citizenNumber = fc.tuple(division6, date8, fc.integer({ min: 0, max: 999 })).map(([division, born, order]) => {
  const body = division + born + String(order).padStart(3, '0');
  return body + (citizenNumberCheckCharacter(body) ?? '');
});

describe('a unified social credit code (GB 32100)', () => {
  it.each(['91350100M000100Y43', '91512081MA62K0260E', '11100000000013338W', '12441500196720244T', '11370800MB28559184'])(
    'accepts the real code %s', (code) => expect(creditCodeProblem(code)).toBeUndefined());

  it('refuses the standard’s own example with its check character misprinted as Z', () => {
    expect(creditCodeProblem('91350100M000100Y4Z')).toBeDefined();
    expect(creditCodeCheckCharacter('91350100M000100Y4')).toBe('3');
  });

  it('computes the inner organisation check (GB 11714)', () => {
    expect(organisationCheckCharacter('00001333')).toBe('8');
    expect(organisationCheckCharacter('19672024')).toBe('4');
  });

  it('refuses a code whose outer check is right and whose inner one is wrong', () => {
    const body17 = '91350100M000100Y5';
    expect(creditCodeProblem(body17 + creditCodeCheckCharacter(body17))?.en).toMatch(/inner organisation/);
  });

  it('does not ask the inner check of an individual trader', () => {
    const body17 = '92350100M000100Y5';
    expect(isCreditCode(body17 + creditCodeCheckCharacter(body17))).toBe(true);
  });

  it.each(['', '91350100M000100Y4', '91350100m000100Y43', '91350100I000100Y43', ' 91350100M000100Y43'])(
    'refuses the malformed %j', (code) => expect(isCreditCode(code)).toBe(false));

  it('always notices one changed character', () => {
    fc.assert(fc.property(oneChanged(creditCode, CREDIT_SYMBOLS), ([good, bad]) => isCreditCode(good) && !isCreditCode(bad)));
  });

  it('always notices two neighbours changed over', () => {
    fc.assert(fc.property(creditCode, fc.nat(16), (good, at) => {
      const [a, b] = [good[at], good[at + 1]];
      fc.pre(a !== b);
      return !isCreditCode(good.slice(0, at) + b + a + good.slice(at + 2));
    }));
  });
});

describe('a citizen number (GB 11643)', () => {
  it.each(['11010519491231002X', '440524188001010014'])('accepts the standard’s example %s', (number) =>
    expect(citizenNumberProblem(number)).toBeUndefined());

  it('takes a lower-case x and keeps a capital one', () => {
    expect(isCitizenNumber('11010519491231002x')).toBe(true);
    expect(CitizenNumber.parse('11010519491231002x')).toBe('11010519491231002X');
  });

  it('refuses an unknown region and a day that never was, whatever the check character', () => {
    for (const body of ['99010519491231002', '11010519490229002', '11010519491331002']) {
      expect(isCitizenNumber(body + citizenNumberCheckCharacter(body))).toBe(false);
    }
  });

  it('always notices one changed digit', () => {
    fc.assert(fc.property(oneChanged(citizenNumber, '0123456789'.split('')), ([good, bad]) => isCitizenNumber(good) && !isCitizenNumber(bad)));
  });
});

describe('a division code (GB/T 2260)', () => {
  it.each(['430603', '430600', '430000', '140100', '140404', '140423', '411103'])('accepts %s', (code) =>
    expect(divisionCodeProblem(code)).toBeUndefined());
  it.each(['130171', '430671', '4306', '993000', '430003', '43060a'])('refuses %s', (code) =>
    expect(divisionCodeProblem(code)).toBeDefined());
});

describe('an item code', () => {
  it.each(['370115056000', '000117112000', '442199806003', '11370800MB285591843370117002011',
    '12441500196720244T3442199806003', '11370800MB28559184337011505600001'])('accepts the real code %s', (code) =>
    expect(itemCodeProblem(code)).toBeUndefined());

  it('tells its parts', () => {
    expect(itemCodeParts('11370800MB28559184337011505600001')).toEqual({
      basic: '370115056000', region: '37', itemType: '01', ministry: '15', mainItem: '056', subItem: '000',
      implementation: '11370800MB285591843370115056000', organisation: '11370800MB28559184', level: '3',
      handling: '11370800MB28559184337011505600001',
    });
    expect(itemCodeParts('370115056000')).not.toHaveProperty('implementation');
  });

  it('refuses a wrong length, region, level or implementing body', () => {
    for (const code of ['37011505600', '990115056000', '11370800MB285591848370117002011', '11370800MB285591853370117002011']) {
      expect(itemCodeProblem(code)).toBeDefined();
    }
  });

  it('keeps the three lengths apart where one is asked for', () => {
    expect(BasicCode.safeParse('370115056000').success).toBe(true);
    expect(ImplementationCode.safeParse('370115056000').success).toBe(false);
    expect(ImplementationCode.safeParse('11370800MB285591843370117002011').success).toBe(true);
    expect(HandlingCode.safeParse('11370800MB28559184337011505600001').success).toBe(true);
    expect(ItemCode.safeParse('11370800MB2855918433701150560000').success).toBe(false);
  });
});

describe('a case number', () => {
  it('accepts the Guangdong example and composes the same', () => {
    expect(caseNumberProblem('12441500196720244T3442199806003202206230068')).toBeUndefined();
    expect(composeCaseNumber('12441500196720244T3442199806003', '20220623', 68)).toBe('12441500196720244T3442199806003202206230068');
  });

  it('grows to six digits of serial and no further', () => {
    expect(composeCaseNumber('12441500196720244T3442199806003', '20220623', 999_999)).toHaveLength(45);
    for (const serial of [0, -1, 1.5, 1_000_000]) {
      expect(() => composeCaseNumber('12441500196720244T3442199806003', '20220623', serial)).toThrow(RangeError);
    }
    expect(() => composeCaseNumber('12441500196720244T3442199806003', '20220231', 1)).toThrow(RangeError);
  });

  it('never gives one number to two cases, and stays within the fifty characters of GB/T 39046', () => {
    const serial = fc.integer({ min: 1, max: 999_999 });
    fc.assert(fc.property(date8, serial, date8, serial, (date, one, other, two) => {
      const [a, b] = [composeCaseNumber('12441500196720244T3442199806003', date, one), composeCaseNumber('12441500196720244T3442199806003', other, two)];
      return a.length <= 50 && CaseNumber.safeParse(a).success && (a === b) === (date === other && one === two);
    }));
  });
});

describe('a receipt number and its query password', () => {
  it('notices one changed digit always', () => {
    const receipt = fc.tuple(date8, fc.integer({ min: 1, max: 999_999 })).map(([date, serial]) => composeReceiptNumber(date, serial));
    fc.assert(fc.property(oneChanged(receipt, '0123456789'.split('')), ([good, bad]) =>
      ReceiptNumber.safeParse(good).success && receiptNumberProblem(bad) !== undefined));
  });

  it('refuses to be composed from nonsense', () => {
    expect(() => composeReceiptNumber('20260230', 1)).toThrow(RangeError);
    expect(() => composeReceiptNumber('20260228', 1_000_000)).toThrow(RangeError);
  });

  it('the password is six digits', () => {
    expect(QueryPassword.safeParse('012345').success).toBe(true);
    expect(QueryPassword.safeParse('12345').success).toBe(false);
  });
});

describe('a pay code', () => {
  it('is what any province may write: digits or capitals, as long as interfaces have room for', () => {
    for (const code of ['43060326300000000042', 'FS4306261122000ABC', '4'.repeat(30), '4'.repeat(42)]) expect(PayCode.safeParse(code).success, code).toBe(true);
    for (const code of ['4306032', '4'.repeat(43), 'fs4306261122', '43060326-3000000042', '']) expect(PayCode.safeParse(code).success, code).toBe(false);
  });
});

describe('a licence identifier (GB/T 36904)', () => {
  const real = [
    '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
    '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S',
    '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F',
    '1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3',
    '1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9',
    '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
  ];

  it.each(real)('accepts the real identifier %s', (id) => expect(licenceIdProblem(id)).toBeUndefined());

  it('refuses a made-up check character', () => {
    expect(licenceIdProblem('1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.M')).toBeDefined();
  });

  it('composes what it reads', () => {
    for (const id of real) {
      const parts = licenceParts(id);
      if (!parts) throw new Error(`not read: ${id}`);
      expect(composeLicenceId(parts)).toBe(id);
    }
    expect(composeLicenceId({ typeCode: 'X', issuer: 'Y', serial: '1', version: 1 })).toBeNull();
    expect(composeLicenceId({ typeCode: '11100000000013338W011', issuer: '11430000006122244L', serial: '1', version: 0 })).toBeNull();
  });

  it('always notices one changed character', () => {
    const id = fc.tuple(creditCode, creditCode, fc.stringMatching(/^[0-9A-Z]{1,20}$/), fc.integer({ min: 1, max: 999 }))
      .map(([definer, issuer, serial, version]) => composeLicenceId({ typeCode: `${definer}011`, issuer, serial, version }) ?? '');
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
    fc.assert(fc.property(oneChanged(id, alphabet, '1.2.156.3005.2.'.length), ([good, bad]) =>
      LicenceId.safeParse(good).success && !LicenceId.safeParse(bad).success));
  });
});

describe('an amount in fen', () => {
  it('is written as yuan with two decimals and read back', () => {
    expect(yuanText(1234)).toBe('12.34');
    expect(yuanText(5)).toBe('0.05');
    expect(fenOfYuanText('12.3')).toBe(1230);
    fc.assert(fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (fen) => fenOfYuanText(yuanText(fen)) === fen));
  });

  it('refuses what is not an amount of whole fen', () => {
    for (const text of ['', '-1', '1.234', '01', '1,000', '1e3', '１２', '.5', '1.', '99999999999999']) expect(fenOfYuanText(text)).toBeUndefined();
    for (const amount of [-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) expect(AmountInFen.safeParse(amount).success).toBe(false);
    expect(() => yuanText(0.1)).toThrow();
  });

  it.each([
    [0, '零元整'], [5, '伍分'], [50, '伍角'], [140_950, '壹仟肆佰零玖元伍角'], [600_714, '陆仟零柒元壹角肆分'],
    [32_504, '叁佰贰拾伍元零肆分'], [1_640_902, '壹万陆仟肆佰零玖元零贰分'], [168_032, '壹仟陆佰捌拾元叁角贰分'],
    [10_700_053, '壹拾万柒仟元伍角叁分'], [1_000_000, '壹万元整'], [100_100_000, '壹佰万壹仟元整'],
    [1_000_000_000_000, '壹佰亿元整'], [100_000_001_000_000, '壹万亿零壹万元整'], [1_000_010, '壹万元壹角'],
  ])('%i fen are %s in capital figures', (fen, text) => expect(chineseAmount(fen)).toBe(text));

  it('in capital figures can be read back by hand, whatever the amount', () => {
    fc.assert(fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (fen) => fenOfCapitals(chineseAmount(fen)) === fen && !/零零|零[万亿]/.test(chineseAmount(fen))));
  });
});

/** A second reading of capital figures, written apart from the writer it checks. */
function fenOfCapitals(text: string): number {
  const [yuan = '', small = ''] = text.includes('元') ? text.split('元') : ['', text];
  const digit = (symbol: string | undefined): number => '零壹贰叁肆伍陆柒捌玖'.indexOf(symbol ?? '零');
  const below = (part: string): number => [...part.matchAll(/([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)/g)]
    .reduce((sum, [, figure, unit]) => sum + digit(figure) * ({ 仟: 1000, 佰: 100, 拾: 10 }[unit ?? ''] ?? 1), 0);
  const tenThousands = (part: string): number => {
    const at = part.indexOf('万');
    return at < 0 ? below(part) : below(part.slice(0, at)) * 10_000 + below(part.slice(at + 1));
  };
  const at = yuan.lastIndexOf('亿');
  const whole = at < 0 ? tenThousands(yuan) : tenThousands(yuan.slice(0, at)) * 100_000_000 + tenThousands(yuan.slice(at + 1));
  const jiao = /(.)角/.exec(small)?.[1];
  const rest = /(.)分/.exec(small)?.[1];
  return whole * 100 + digit(jiao) * 10 + digit(rest);
}

describe('the smaller shapes', () => {
  it('a mobile number has eleven digits', () => {
    expect(Mobile.safeParse('13800000000').success).toBe(true);
    for (const text of ['12800000000', '1380000000', '+8613800000000']) expect(Mobile.safeParse(text).success).toBe(false);
  });

  it('a digest is lower-case hexadecimal', () => {
    expect(Sha256.safeParse('a'.repeat(64)).success).toBe(true);
    expect(Sm3.safeParse('A'.repeat(64)).success).toBe(false);
  });

  it('a date is a day of the calendar', () => {
    expect(isDate8('20240229')).toBe(true);
    expect(isDate8('19000229')).toBe(false);
    expect(isDate8('20261301')).toBe(false);
  });

  it('a schema names the broken rule in both languages and reaches JSON Schema with its pattern', () => {
    const message = CreditCode.safeParse('91350100M000100Y44').error?.issues[0]?.message;
    expect(message).toMatch(/校验位不符.* \/ .*check character/);
    expect(z.toJSONSchema(CreditCode)).toMatchObject({ type: 'string', pattern: expect.stringContaining('{18}') });
    expect(z.toJSONSchema(CitizenNumber)).toMatchObject({ type: 'string', pattern: expect.any(String) });
    expect(DivisionCode.safeParse('430603').success).toBe(true);
  });
});
