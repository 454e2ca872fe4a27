import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { heldBytes } from './byte-source.ts';
import { characterSetOf } from './character-set.ts';
import { separatedRows } from './separated-values.ts';
import type { TableRow } from './table-row.ts';

async function read(bytes: Buffer, pieceBytes?: number): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of separatedRows(heldBytes(bytes), pieceBytes)) rows.push(row);
  return rows;
}
const words = (text: string): Buffer => Buffer.from(text, 'utf8');
/** A field as RFC 4180 writes it. */
const quoted = (cell: string): string => (/[",\t;|\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

describe('a text file of an office', () => {
  it('is read as it was written, in any set, at any length of what is read at once', async () => {
    const cell = fc.array(fc.constantFrom('事', '项', '（', 'A', '1', '"', ',', '\n', '\r\n', ' ', '。', ';'), { maxLength: 6 }).map((signs) => signs.join(''));
    const tables = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    await fc.assert(fc.asyncProperty(tables, fc.constantFrom('utf8', 'utf8-marked', 'gb18030', 'utf16le'), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 40 }), async (table, set, ending, piece) => {
      const full = [['编码,名称', '事项名称', '承诺时限'], ...table];
      const text = full.map((row) => row.map(quoted).join(',')).join(ending);
      const bytes = set === 'utf8' ? words(text) : set === 'utf8-marked' ? words(`\uFEFF${text}`) : iconv.encode(text, set, { addBOM: set === 'utf16le' });
      const rows = await read(bytes, piece);
      expect(rows.map((row) => row.cells)).toEqual(full.filter((row) => row.some((one) => one.trim() !== '')));
      expect(rows.every((row) => row.broken === undefined)).toBe(true);
    }), { numRuns: 300 });
  });
  it('tells GBK from UTF-8 without a mark', async () => {
    const text = '事项名称,承诺时限\n建筑工程施工许可证核发,5个工作日\n';
    expect(await characterSetOf(heldBytes(iconv.encode(text, 'gbk')))).toBe('gb18030');
    expect(await characterSetOf(heldBytes(words(text)))).toBe('utf-8');
    expect(await characterSetOf(heldBytes(words(`${text}${'取水许可,3\n'.repeat(200)}`).fill(0xff, 40, 41)))).toBe('utf-8');
  });
  it('names the row with letters of no character, and reads the others', async () => {
    const bytes = Buffer.concat([iconv.encode('名称,时限\n取水许可,', 'gbk'), Buffer.from([0xff, 0x31]), iconv.encode('\n排污许可,5\n', 'gbk')]);
    expect(await read(bytes)).toMatchObject([{ number: 1 }, { number: 2, broken: { zh: expect.stringContaining('字符') } }, { number: 3, cells: ['排污许可', '5'] }]);
  });
  it('loses no other row to a quote that never ends', async () => {
    const lines = ['名称,时限', '取水许可,"5', ...Array.from({ length: 200 }, (_unused, at) => `事项${String(at)},5`)];
    const rows = await read(words(lines.join('\n')));
    expect(rows).toHaveLength(lines.length);
    expect(rows[1]).toMatchObject({ number: 2, broken: { zh: expect.stringContaining('引号') } });
    expect(rows.at(-1)).toMatchObject({ number: 202, cells: ['事项199', '5'] });
  });
  it('counts lines as the office does, also after a field over two of them', async () => {
    expect((await read(words('名称,材料\n甲,"申请表\n图纸"\n\n乙,申请表\n'))).map((row) => row.number)).toEqual([1, 2, 5]);
  });
  it('takes tabs and semicolons', async () => {
    expect((await read(words('名称\t时限\n甲, 乙\t5')))[1]?.cells).toEqual(['甲, 乙', '5']);
    expect((await read(words('名称;时限\n甲;5')))[1]?.cells).toEqual(['甲', '5']);
  });
  it('is refused when it is no table', async () => {
    await expect(read(Buffer.alloc(5_000_000, 'x'))).rejects.toMatchObject({ refusal: { reason: 'unsupported-table' } });
    await expect(read(Buffer.from([65, 0, 66, 0]))).rejects.toMatchObject({ refusal: { reason: 'unsupported-table' } });
    await expect(read(Buffer.from(`"${'a'.repeat(6_000_000)}`))).rejects.toMatchObject({ refusal: { reason: 'unsupported-table' } });
  });
});
