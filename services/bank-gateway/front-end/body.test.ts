import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Unwritable } from './charset.ts';
import { BodySpec, readBody, writeBody, type Body } from './body.ts';
import type { Reading } from './reading.ts';
import { dayOf, fenOf, yuanOfFen } from './values.ts';

type Message = Pick<Body, 'head' | 'records'>;
const spec = BodySpec.parse({ format: 'xml', root: 'Root', head: 'Head', path: ['Body', 'Object'], record: 'Record', tail: '<Signs><Sign></Sign><Stamp></Stamp></Signs>' });
const readDocument = (bytes: Buffer): Reading<Body> => readBody(spec, 'GBK', bytes);
const writeDocument = (message: Message): Reading<Buffer> => writeBody(spec, 'GBK', message);

const gbkText = fc.string({ unit: fc.constantFrom('a', '9', ' ', '<', '>', '&', '"', "'", '中', '环', '审', '（', '）', '·', '？'), maxLength: 12 }).map((text) => text.trim());
const messages: fc.Arbitrary<Message> = fc.record({
  head: fc.record({ src: gbkText, des: gbkText, dataType: fc.stringMatching(/^\d{4}$/), msgId: gbkText, msgRef: gbkText, workDate: fc.constantFrom('', '20260105', '2026-01-05') }),
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
      expect(readDocument(bytes.value)).toEqual({ ok: true, value: { ...message, fields: [] } });
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
    const message: Message = { head: { src: 'Z', dataType: '1401' }, records: [{ payer: '𠮷野公司' }] };
    expect(writeDocument(message).ok).toBe(false);
    expect(writeDocument({ ...message, records: [{ payer: 'a\u0001b' }] }).ok).toBe(false);
  });

  it('carries a name with rare characters where the bank takes GB 18030', () => {
    const message: Message = { head: { Code: 'Q01' }, records: [{ Payer: '𠮷野㐂堂公司' }] };
    const bytes = writeBody(spec, 'GB18030', message);
    if (!bytes.ok) throw new Error(bytes.fault.en);
    expect(readBody(spec, 'GB18030', bytes.value)).toMatchObject({ ok: true, value: { records: message.records } });
    expect(execFileSync('iconv', ['-f', 'GB18030', '-t', 'UTF-8'], { input: bytes.value, encoding: 'utf8' })).toContain('𠮷野㐂堂公司');
  });
});

describe('a body between separators', () => {
  const delimited = BodySpec.parse({ format: 'delimited', separator: '|', wordsBytes: 34 });
  it('is decoded before it is split: the second byte of a character may be the separator', () => {
    // 倈 is 82 7C in GBK, and 7C is the separator.
    const bytes = writeBody(delimited, 'GBK', { fields: ['2026', '倈公司', '80.00'] });
    expect(bytes.ok && bytes.value.filter((byte) => byte === 0x7c)).toHaveLength(3);
    expect(bytes.ok && readBody(delimited, 'GBK', bytes.value)).toMatchObject({ ok: true, value: { fields: ['2026', '倈公司', '80.00'] } });
  });
  it('whose value the set lacks is refused, or has what the bank agreed on in its place, and nothing else changes', () => {
    const fields = ['2026', '䶮𬱖€?', '80.00'];
    const said = (rule?: Unwritable): string | null => { const bytes = writeBody(delimited, 'GBK', { fields }, rule); return bytes.ok ? iconv.decode(bytes.value, 'gbk') : null; };
    expect([said(), said({ by: 'refuse' }), said({ by: 'sign', sign: '■' }), said({ by: 'code' })]).toEqual([null, null, '2026|䶮■■?|80.00', '2026|䶮[U+2CC56][U+20AC]?|80.00']);
  });
  it('is not written with a separator inside a value', () => { expect(writeBody(delimited, 'GBK', { fields: ['a|b'] }).ok).toBe(false); });
  it('fills words up to the bytes a front-end expects, a Chinese character counting two', () => {
    const bytes = writeBody(delimited, 'GBK', { words: '缴款码不存在' });
    expect(bytes.ok && [bytes.value.length, iconv.decode(bytes.value, 'gbk')]).toEqual([34, `缴款码不存在${' '.repeat(22)}`]);
  });
});

describe('money on the wire', () => {
  it('goes from fen to yuan and back without loss', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (fen) => {
      expect(fenOf(yuanOfFen(fen), 'yuan')).toBe(fen);
    }));
    expect([yuanOfFen(0), yuanOfFen(5), yuanOfFen(8000), yuanOfFen(115)]).toEqual(['0.00', '0.05', '80.00', '1.15']);
  });

  it('is refused in any other form', () => {
    for (const yuan of ['', '80', '80.0', '80.000', '-1.00', '1e3', ' 1.00', '1,000.00', '.50', '99999999999999.00', '1.0０']) expect(fenOf(yuan, 'yuan'), yuan).toBe(null);
    expect([fenOf('80', 'yuan-loose'), fenOf('80.0', 'yuan-loose'), fenOf('80.05', 'yuan-loose'), fenOf('80.005', 'yuan-loose'), fenOf('000000000008005', 'fen')]).toEqual([8_000, 8_000, 8_005, null, 8_005]);
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
