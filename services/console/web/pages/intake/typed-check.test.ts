import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citizenNumberCheckCharacter, composeCreditCode } from '../../../../../contracts/identifiers.ts';
import { checkCitizenNumber, checkCreditCode, checkMobile, mobileOf } from './typed-check.ts';

const code = composeCreditCode('91533902', 'MA6K1234') ?? '';
const citizen = `53010219900307123${citizenNumberCheckCharacter('53010219900307123')}`;

describe('a credit code while it is typed', () => {
  it('is counted until it is whole and then right, however it is spaced and cased', () => {
    expect(checkCreditCode('')).toEqual({ kind: 'empty' });
    expect(checkCreditCode(code.slice(0, 9))).toEqual({ kind: 'typing', typed: 9, of: 18 });
    expect(checkCreditCode(code)).toEqual({ kind: 'right' });
    expect(checkCreditCode(`${code.slice(0, 8)} ${code.slice(8).toLowerCase()}`)).toEqual({ kind: 'right' });
  });
  it('names the first sign that is none, at once, and what it may have been', () => {
    expect(checkCreditCode('9153O')).toMatchObject({ kind: 'wrong', place: 5, said: { zh: '第 5 位“O”不是信用代码字符，是否应为“0”' } });
    expect(checkCreditCode('91张')).toMatchObject({ kind: 'wrong', place: 3 });
  });
  it('says where to look when the check characters do not fit', () => {
    const slip = (at: number): string => `${code.slice(0, at - 1)}${code[at - 1] === '1' ? '2' : '1'}${code.slice(at)}`;
    expect(checkCreditCode(slip(3))).toMatchObject({ kind: 'wrong', place: 18, said: { en: expect.stringContaining('1 to 8') } });
    expect(checkCreditCode(slip(12))).toMatchObject({ kind: 'wrong', place: 17, said: { en: expect.stringContaining('9 to 17') } });
    expect(checkCreditCode(`${code}1`)).toMatchObject({ kind: 'wrong', place: 19 });
  });
  it('never calls a code right when one character of it was mistyped', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 17 }), fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), (at, sign) => {
      fc.pre(code[at] !== sign);
      expect(checkCreditCode(code.slice(0, at) + sign + code.slice(at + 1)).kind).toBe('wrong');
    }));
  });
});

describe('a citizen number while it is typed', () => {
  it('is right with its check character and wrong with another, which is named', () => {
    expect(checkCitizenNumber(citizen)).toEqual({ kind: 'right' });
    expect(checkCitizenNumber(citizen.slice(0, 17))).toMatchObject({ kind: 'typing', typed: 17 });
    expect(checkCitizenNumber(`${citizen.slice(0, 16)}9${citizen[17]}`)).toMatchObject({ kind: 'wrong', place: 18 });
  });
  it('names a letter by its place and a day that does not exist', () => {
    expect(checkCitizenNumber('5301o')).toMatchObject({ kind: 'wrong', place: 5 });
    expect(checkCitizenNumber('530102199002301237')).toMatchObject({ kind: 'wrong', said: { zh: expect.stringContaining('出生日期') } });
  });
});

describe('a mobile number while it is typed', () => {
  it('may carry spaces and the country’s prefix', () => {
    expect(checkMobile('138 7000 1234')).toEqual({ kind: 'right' });
    expect(mobileOf('+86 138-7000-1234')).toBe('13870001234');
  });
  it('is told at the second digit when it begins wrong', () => {
    expect(checkMobile('1')).toMatchObject({ kind: 'typing' });
    expect(checkMobile('12')).toMatchObject({ kind: 'wrong', place: 2 });
    expect(checkMobile('138700012345')).toMatchObject({ kind: 'wrong', place: 12 });
  });
});
