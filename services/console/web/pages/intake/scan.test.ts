import { describe, expect, it } from 'vitest';
import { citizenNumberCheckCharacter, composeCreditCode } from '../../../../../contracts/identifiers.ts';
import { openBurstReader, readScan } from './scan.ts';

const code = composeCreditCode('91533902', 'MA6K1234') ?? '';
const citizen = `53292319851104001${citizenNumberCheckCharacter('53292319851104001')}`;

describe('an identity card read by a machine', () => {
  it.each([
    ['by commas', `阿依古丽·买买提,女,维吾尔,19851104,云南省大理州祥云县祥城镇1号,${citizen},祥云县公安局,20150101-20350101`, '阿依古丽·买买提'],
    ['by bars', `王建国|男|汉|1985-11-04|云南省…|${citizen}|祥云县公安局|长期`, '王建国'],
    ['by lines', `王建国\n男\n汉\n${citizen}\n`, '王建国'],
    ['by tabs', `王建国\t男\t汉\t${citizen}`, '王建国'],
    ['with labels', `姓名：欧阳 性别：男 民族：汉 公民身份号码：${citizen}`, '欧阳'],
    ['with labels run together', `姓名欧阳建国性别男民族汉身份号码:${citizen}`, '欧阳建国'],
  ])('gives name and number, parted %s', (_how, text, name) => {
    expect(readScan(text)).toEqual({ kind: 'card', name, citizenNumber: citizen });
  });
  it('gives the number alone where no name is in front', () => {
    expect(readScan(citizen.toLowerCase())).toEqual({ kind: 'card', name: null, citizenNumber: citizen });
  });
  it('is not believed when the check character is wrong', () => {
    expect(readScan(`王建国,男,${citizen.slice(0, 17)}${citizen.endsWith('1') ? '2' : '1'}`)).toBeUndefined();
  });
});

describe('a business licence scanned', () => {
  it.each([
    ['bare', code, null],
    ['as the address of the public register', `https://www.gsxt.gov.cn/index.html?uniscid=${code}&entname=1`, null],
    ['inside an encoded address', `http://www.example.gov.cn/%7B%22code%22%3A%22${code}%22%7D`, null],
    ['as text', `统一社会信用代码：${code};企业名称：云岭示例科技有限公司;登记机关：云岭市市场监督管理局`, '云岭示例科技有限公司'],
  ])('%s gives the credit code', (_how, text, name) => {
    expect(readScan(text)).toEqual({ kind: 'licence', creditCode: code, name });
  });
  it('is not found inside a longer number', () => {
    expect(readScan(`${code}0`)).toBeUndefined();
    expect(readScan('你好')).toBeUndefined();
  });
});

describe('the reader of bursts', () => {
  it('understands what came fast, as one', () => {
    const reader = openBurstReader();
    const begun = [...code].map((sign, index) => reader.typed(sign, 1000 + index * 5).begins);
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(reader.ended(1100)).toEqual({ kind: 'licence', creditCode: code, name: null });
    expect(reader.ended(1101)).toBeUndefined();
  });
  it('leaves alone what a person types', () => {
    const reader = openBurstReader();
    [...code].forEach((sign, index) => reader.typed(sign, 1000 + index * 120));
    expect(reader.ended(5000)).toBeUndefined();
  });
  it('forgets on composition', () => {
    const reader = openBurstReader();
    reader.typed(code, 1000);
    reader.forget();
    expect(reader.ended(1010)).toBeUndefined();
  });
});
