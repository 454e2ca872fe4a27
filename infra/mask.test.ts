import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskBody, maskText } from './mask.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const digits = (length: number): fc.Arbitrary<string> => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
const citizenNumber = fc.tuple(fc.integer({ min: 110_000, max: 659_000 }), fc.date({ min: new Date('1930-01-01'), max: new Date('2012-01-01'), noInvalidDate: true }), digits(3)).map(([division, born, order]) => {
  const body = `${String(division)}${born.toISOString().slice(0, 10).replaceAll('-', '')}${order}`;
  return `${body}${'10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11] ?? ''}`;
});
const mobile = fc.tuple(fc.integer({ min: 130, max: 199 }), digits(8)).map(([head, rest]) => `${String(head)}${rest}`);

describe('what people read of a talk', () => {
  it('shows no citizen number and no mobile, in whatever it is wrapped', () => {
    fc.assert(fc.property(citizenNumber, mobile, (number, phone) => {
      const bodies = [
        JSON.stringify({ a: { list: [number, { deep: phone }] }, text: `证件${number}，电话${phone}。` }), `{"cut":"off","x":"${number}","y":"${phone}`,
        `<Body><a>${number}</a><b kept="${phone}"/><c><![CDATA[${phone}]]></c></Body>`, `a=${number}&b=${phone}&c=x`, `证件 ${number} 电话 ${phone}`, JSON.stringify({ inner: JSON.stringify({ number, phone }) }),
      ];
      for (const body of bodies) {
        const shown = maskBody(body);
        expect(shown).not.toContain(number);
        expect(shown).not.toContain(phone);
      }
    }));
  });
  it('finds a citizen number between the digits of a frame of fixed length', () => {
    fc.assert(fc.property(digits(7), citizenNumber, digits(9), (before, number, after) => {
      expect(maskBody(`0133Q001${before}${number}${after}`)).not.toContain(number.slice(6, 14) + number.slice(14));
    }));
  });
  it('leaves pay codes, case numbers and credit codes alone', () => {
    for (const kept of ['43060326300000000017', '11533900990002020N353011701400001202611220001', '91430603MA4Q1A2B3C', '2026-11-22T03:00:00.000Z']) {
      expect(maskText(kept)).toBe(kept);
      expect(maskBody(JSON.stringify({ payCode: kept }))).toBe(JSON.stringify({ payCode: kept }));
    }
  });
  it('masks names by the field they stand in and leaves those of bodies, items and files', () => {
    const shown = maskBody(JSON.stringify({
      applicant: { name: '张三丰', creditCode: '91430603MA4Q1A2B3C', kind: 'person' }, contactName: '李四', legalRepresentative: '欧阳小明', handledBy: '王五', department: { name: '示例市水务局' }, item: { name: '取水许可' }, document: { name: '决定书.pdf' },
      opinion: '张三丰的材料齐全', contact: { address: '示例市示例区示例路8号302室', telephone: '0730-8888888' }, queryPassword: '123456', amountInFen: 8_000,
    }));
    for (const hidden of ['张三丰', '李四', '欧阳小明', '王五', '302室', '8888888', '123456', '材料齐全']) expect(shown).not.toContain(hidden);
    for (const kept of ['示例市水务局', '取水许可', '决定书.pdf', '91430603MA4Q1A2B3C', '"kind":"person"', '8000']) expect(shown).toContain(kept);
  });
  it('masks names in XML, forms, labelled words and padded fields', () => {
    expect(maskBody('<Req><applicant_name>张三丰</applicant_name><dept_name>示例局</dept_name><payerName><![CDATA[李小四]]></payerName></Req>')).toBe('<Req><applicant_name>张*丰</applicant_name><dept_name>示例局</dept_name><payerName><![CDATA[李*四]]></payerName></Req>');
    expect(maskBody(`contactName=${encodeURIComponent('张三丰')}&mobile=13800001234&item=${encodeURIComponent('许可')}`)).toBe(`contactName=张*丰&mobile=138****1234&item=${encodeURIComponent('许可')}`);
    expect(maskBody('姓名：张三丰，已受理')).toBe('姓名：张*丰，已受理');
    expect(maskBody('0133|张三丰|430603  李四      00018000')).toBe('0133|张*丰|430603  李*      00018000');
  });
  it('hides mail addresses, landlines and bank cards too', () => {
    expect(maskText('zhang.san@example.cn 0730-8123456 6222021234567890123 138-1234-5678')).toBe('z***@example.cn 0730-*****56 6222********0123 138-****-5678');
  });
});
