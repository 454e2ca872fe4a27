import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { dayOf, fenOfYuan, readConfirm, readReconcile, yuanOfFen } from './asks.ts';
import { readDocument, writeDocument } from './document.ts';
import type { Message } from './document.ts';

const gbkText = fc.string({ unit: fc.constantFrom('a', '9', ' ', '<', '>', '&', '"', "'", '中', '环', '审', '（', '）', '·', '？'), maxLength: 12 }).map((text) => text.trim());
const messages: fc.Arbitrary<Message> = fc.record({
  src: gbkText, des: gbkText, dataType: fc.stringMatching(/^\d{4}$/), msgId: gbkText, msgRef: gbkText, workDate: fc.constantFrom('', '20260105', '2026-01-05'),
  records: fc.array(fc.dictionary(fc.constantFrom('bill_no', 'payer', 'chargemoney'), gbkText, { noNullPrototype: true }), { maxLength: 4 }),
});

const head = '<Head><src>B</src><des>Z</des><dataType>2401</dataType><msgId>1</msgId><msgRef/><workDate>20260105</workDate></Head>';
const wrap = (inside: string, before = '<?xml version="1.0" encoding="GBK"?>'): Buffer => iconv.encode(`${before}<Root>${inside}</Root>`, 'gbk');
const plain = `${head}<Body><Object><Record><bill_no>43060326300000000001</bill_no></Record></Object></Body><Signs><Sign/><Stamp/></Signs>`;

describe('a document', () => {
  it('reads back as it was written', () => {
    fc.assert(fc.property(messages, (message) => {
      const bytes = writeDocument(message);
      if (!bytes.ok) throw new Error(bytes.fault.en);
      expect(readDocument(bytes.value)).toEqual({ ok: true, value: message });
    }));
  });

  it('keeps the twenty digits of a pay code', () => {
    const message = readDocument(wrap(plain));
    expect(message.ok && message.value.records).toEqual([{ bill_no: '43060326300000000001' }]);
  });

  it('is read with line feeds around it, without Signs, and with or without its declaration', () => {
    expect(readDocument(wrap(`\n ${plain}\n`, '\n')).ok).toBe(true);
    expect(readDocument(wrap(`\n ${plain}\n`, '')).ok).toBe(true);
    expect(readDocument(Buffer.concat([wrap(plain), Buffer.from('\r\n')])).ok).toBe(true);
    expect(readDocument(wrap(`${head}<Body><Object><Record/></Object></Body>`)).ok).toBe(true);
  });

  it.each([
    ['a document type', `<!DOCTYPE Root [<!ENTITY a "b">]><Root>${plain}</Root>`],
    ['an encoding that is not GBK', `<?xml version="1.0" encoding="UTF-8"?><Root>${plain}</Root>`],
    ['an unclosed element', `<Root>${plain.replace('</bill_no>', '')}</Root>`],
    ['an unknown entity', `<Root>${plain.replace('43060326', '&secret;')}</Root>`],
    ['a character reference', `<Root>${plain.replace('43060326', '&#60;')}</Root>`],
    ['no body', `<Root>${head}</Root>`],
    ['a record inside a record', `<Root>${plain.replace('<bill_no>', '<bill_no><x>1</x>')}</Root>`],
    ['a field twice', `<Root>${plain.replace('<Record>', '<Record><bill_no>1</bill_no>')}</Root>`],
    ['another root', `<Rooter>${plain}</Rooter></Root>`],
    ['nothing but the end', '</Root>'],
  ])('is refused with %s', (_what, xml) => {
    const message = readDocument(iconv.encode(xml, 'gbk'));
    expect(message.ok).toBe(false);
  });

  it('is a sign of a wrong length when it stops before its end', () => {
    const whole = wrap(plain);
    const message = readDocument(whole.subarray(0, whole.length - 3));
    expect(message.ok === false && message.fault.framing).toBe('lost');
  });

  it('is never more than refused, on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readDocument(Buffer.from(bytes));
      readDocument(Buffer.concat([Buffer.from('<Root>'), Buffer.from(bytes), Buffer.from('</Root>')]));
    }));
  });

  it('is not written with control characters or characters outside GBK', () => {
    const message: Message = { src: 'Z', des: 'B', dataType: '1401', msgId: '1', msgRef: '', workDate: '20260105', records: [{ payer: '𠮷野公司' }] };
    expect(writeDocument(message).ok).toBe(false);
    expect(writeDocument({ ...message, records: [{ payer: 'a\u0001b' }] }).ok).toBe(false);
  });
});

describe('money on the wire', () => {
  it('goes from fen to yuan and back without loss', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (fen) => {
      expect(fenOfYuan(yuanOfFen(fen))).toBe(fen);
    }));
    expect([yuanOfFen(0), yuanOfFen(5), yuanOfFen(8000), yuanOfFen(115)]).toEqual(['0.00', '0.05', '80.00', '1.15']);
  });

  it('is refused in any other form', () => {
    for (const yuan of ['', '80', '80.0', '80.000', '-1.00', '1e3', ' 1.00', '1,000.00', '.50', '99999999999999.00', '1.0０']) expect(fenOfYuan(yuan), yuan).toBe(null);
    expect(() => yuanOfFen(-1)).toThrow(RangeError);
    expect(() => yuanOfFen(0.5)).toThrow(RangeError);
  });
});

describe('dates on the wire', () => {
  it('come in two forms and must exist', () => {
    expect([dayOf('20260105'), dayOf('2026-01-05')]).toEqual(['2026-01-05', '2026-01-05']);
    for (const sent of ['', '2026-0105', '202601-05', '20260229', '20261301', '2026/01/05', '260105']) expect(dayOf(sent), sent).toBe(null);
  });
});

describe('an ask', () => {
  const confirm = { chr_id: '', bill_no: '43060326300000000001', bill_money: '80.00', bank_indate: '20260105', business_id: 'B1' };

  it('names the field that is missing or malformed', () => {
    const { business_id: _left, ...without } = confirm;
    for (const [record, field] of [[without, 'business_id'], [{ ...confirm, bill_money: '80' }, 'bill_money'], [{ ...confirm, bank_indate: '5/1' }, 'bank_indate']] as const) {
      const ask = readConfirm(record);
      expect(ask.ok === false && ask.fault.zh).toContain(field);
    }
  });

  it('may leave the receipt date out, and carry fields nobody asked for', () => {
    expect(readConfirm({ ...confirm, bank_indate: '', extra: '1' })).toMatchObject({ ok: true, value: { bank_indate: null, bill_money: 8000 } });
  });

  it('for totals needs both dates and the amount', () => {
    expect(readReconcile({ begin_date: '20260105', end_date: '2026-01-06', bankmoney: '0.00' })).toMatchObject({ ok: true, value: { end_date: '2026-01-06', bankmoney: 0 } });
    expect(readReconcile({ begin_date: '20260105', end_date: '20260105' }).ok).toBe(false);
  });
});
