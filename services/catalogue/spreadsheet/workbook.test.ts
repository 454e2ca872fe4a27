import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { heldBytes } from './byte-source.ts';
import { partsOf, rowsInPlace, workbookOf, zipped, type SampleBook } from './sample-workbook.ts';
import { tableRows } from './table-file.ts';
import type { TableRow } from './table-row.ts';
import { dayOfSerial } from './workbook.ts';

async function read(bytes: Buffer): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of tableRows(heldBytes(bytes))) rows.push(row);
  return rows;
}
const cellsOf = async (book: SampleBook): Promise<(readonly string[])[]> => (await read(workbookOf(book))).map((row) => row.cells);
const refused = (reason: string) => ({ refusal: { reason } });

describe('a workbook of an office', () => {
  it('is read as another program wrote it', async () => {
    const cell = fc.string({ unit: fc.constantFrom('事', '（', '𠮷', 'A', '１', '&', '<', '"', "'", ' ', '\n', '0', '.'), maxLength: 12 });
    await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 12 }), async (table) => {
      const written = await writeWorkbook([['名称', '编码', '时限', '备注'], ...table].map((row) => row.map((value) => ({ value, type: String })))).toBuffer();
      const rows = await read(Buffer.from(written));
      const trimmed = (cells: readonly string[]): string[] => { const kept = [...cells]; while (kept.length > 0 && kept.at(-1) === '') kept.pop(); return kept; };
      expect(rows.map((row) => trimmed(row.cells))).toEqual([['名称', '编码', '时限', '备注'], ...table].map(trimmed).filter((row) => row.length > 0));
    }), { numRuns: 60 });
  });
  it('is read as Gnumeric wrote it: shared texts, dates by their format, formulas with what they gave', async () => {
    const rows = await read(readFileSync(new URL('sample-gnumeric.xlsx', import.meta.url)));
    expect(rows.map((row) => row.cells)).toEqual([
      ['序号', '事项名称', '承诺时限', '生效日期', '合计'],
      ['1', '建筑工程施工许可证核发', '5个工作日', '2026-11-22', '8'],
      ['2', '取水许可, 审批', '１０工作日', '2025-01-31', '10'],
    ]);
  });
  it('gives a merged value to each of its cells, downwards and sideways', async () => {
    const inside = `<sheetData>${rowsInPlace([['园区赋权事项清单', '', ''], ['部门', '名称', '时限'], ['住建局', '甲', '5'], ['', '乙', '6'], ['', '丙', '7'], ['水务局', '丁', '']])}</sheetData><mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A5"/></mergeCells>`;
    expect(await cellsOf({ sheets: [{ inside }] })).toEqual([['园区赋权事项清单', '园区赋权事项清单', '园区赋权事项清单'], ['部门', '名称', '时限'], ['住建局', '甲', '5'], ['住建局', '乙', '6'], ['住建局', '丙', '7'], ['水务局', '丁', '']]);
  });
  it('reads shared and rich texts without their reading aids, and what a formula gave', async () => {
    const shared = '<si><t>普通</t></si><si><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space="preserve"> 细</t></r><rPh sb="0" eb="1"><t>cu</t></rPh></si>';
    const inside = `<sheetData><row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="D3" t="str"><f>A1&amp;B1</f><v>结果_x000D_</v></c><c r="E3"><f>1+1</f><v>2</v></c><c r="F3" t="e"><f>A0</f><v>#REF!</v></c><c r="G3" t="b"><v>1</v></c><c r="H3"><f>NOW()</f></c></row></sheetData>`;
    expect(await read(workbookOf({ sheets: [{ inside }], shared }))).toEqual([{ sheet: 'Sheet1', number: 3, cells: ['普通', '粗 细', '', '结果\r', '2', '#REF!', '是', '#EMPTY!'] }]);
  });
  it('knows dates by their number format in either date system, and numbers as they are shown', async () => {
    const styles = '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="31"/></cellXfs>';
    const inside = '<sheetData><row><c s="1"><v>46348</v></c><c s="2"><v>46348.75</v></c><c s="3"><v>46348</v></c><c s="4"><v>46348</v></c><c><v>3.70115056000E11</v></c><c><v>0.30000000000000004</v></c></row></sheetData>';
    expect(await cellsOf({ sheets: [{ inside }], styles })).toEqual([['2026-11-22', '2026-11-22', '46348', '2026-11-22', '370115056000', '0.3']]);
    expect((await cellsOf({ sheets: [{ inside }], styles, from1904: true }))[0]?.[0]).toBe('2030-11-23');
    // Days both programs agree on, and the day that never was.
    expect([1, 59, 61, 45658].map((serial) => dayOfSerial(serial, false))).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '2025-01-01']);
    expect(dayOfSerial(0, true)).toBe(null);
  });
  it('passes over hidden sheets and rows that hold nothing, and reads all visible ones', async () => {
    const empty = '<row r="900000"><c r="A900000" s="3"/></row>';
    const sheets = [{ name: '停用', state: 'hidden', inside: `<sheetData>${rowsInPlace([['旧']])}</sheetData>` }, { name: '一县', inside: `<sheetData>${rowsInPlace([['甲']], 4)}${empty}</sheetData>` }, { name: '二县', inside: `<sheetData>${rowsInPlace([['乙']])}</sheetData>` }];
    expect(await read(workbookOf({ sheets }))).toEqual([{ sheet: '一县', number: 4, cells: ['甲'] }, { sheet: '二县', number: 1, cells: ['乙'] }]);
  });
  it('with a hundred thousand rows needs little memory', async () => {
    const rows = Array.from({ length: 100_000 }, (_unused, at) => [`1153390099000202${String(at)}`, `示例事项${String(at)}`, '5个工作日', '住房和城乡建设局', '申请表；图纸']);
    const bytes = workbookOf({ sheets: [{ inside: `<sheetData>${rowsInPlace(rows)}</sheetData>` }] });
    rows.length = 0;
    const before = process.memoryUsage().arrayBuffers;
    let count = 0;
    let most = 0;
    for await (const row of tableRows(heldBytes(bytes))) { count += row.cells.length; if (count % 5_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before); }
    expect(count).toBe(500_000);
    expect(most).toBeLessThan(40 * 1024 * 1024);
  });
});

describe('a file that means harm', () => {
  const good = { sheets: [{ inside: `<sheetData>${rowsInPlace([['甲', '乙']])}</sheetData>` }] };
  const replaced = (name: string, change: (text: string) => string | Buffer): Buffer => zipped(partsOf(good).map((part) => (part.name === name ? { ...part, data: change(String(part.data)) } : part)));
  const sheet = 'xl/worksheets/sheet1.xml';

  it('is refused when it unpacks without end, and when it lies about that', async () => {
    const zeros = Buffer.alloc(60 * 1024 * 1024, ' ');
    await expect(read(replaced(sheet, (text) => text.replace('<sheetData>', `<sheetData>${zeros.toString()}`)))).rejects.toMatchObject(refused('archive-too-large'));
    const lying = zipped(partsOf(good).map((part) => (part.name === sheet ? { ...part, data: Buffer.concat([Buffer.from('<worksheet>'), zeros]), declared: 2_000 } : part)));
    await expect(read(lying)).rejects.toMatchObject(refused('archive-too-large'));
    await expect(read(zipped([...partsOf(good), ...Array.from({ length: 2_100 }, (_unused, at) => ({ name: `xl/media/${String(at)}.png`, data: 'x' }))]))).rejects.toMatchObject(refused('archive-too-large'));
  });
  it('is refused when its XML declares entities, its own or outside ones', async () => {
    const laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>';
    const outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    for (const declared of [laughs, outside]) {
      for (const name of [sheet, 'xl/workbook.xml', '_rels/.rels']) {
        await expect(read(replaced(name, (text) => text.replace('?>', `?>${declared}`))), name).rejects.toMatchObject(refused('xml-declaration-forbidden'));
      }
    }
    await expect(read(replaced(sheet, (text) => text.replace('甲', '&undeclared;')))).rejects.toMatchObject(refused('file-damaged'));
  });
  it('is refused when it nests or goes on without end', async () => {
    await expect(read(replaced(sheet, (text) => text.replace('<sheetData>', '<a>'.repeat(5_000))))).rejects.toMatchObject(refused('file-damaged'));
    // Random letters: no bomb by its ratio, yet one attribute of several megabytes.
    const noise = Buffer.alloc(3_000_000, Buffer.from(deflateRawSync(Buffer.alloc(30_000, 'x')).toString('hex')));
    await expect(read(replaced(sheet, (text) => text.replace('<sheetData>', `<sheetData a="${noise.toString()}`)))).rejects.toMatchObject(refused('file-damaged'));
  });
  it('is refused with macros, a password, an old format, and when it is something else', async () => {
    await expect(read(zipped([...partsOf(good), { name: 'xl/vbaProject.bin', data: 'x' }]))).rejects.toMatchObject(refused('macros-forbidden'));
    await expect(read(zipped(partsOf(good).map((part) => ({ ...part, encrypted: true }))))).rejects.toMatchObject(refused('unsupported-table'));
    await expect(read(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toMatchObject(refused('unsupported-table'));
    await expect(read(Buffer.from('<html><table></table></html>'))).rejects.toMatchObject(refused('unsupported-table'));
    await expect(read(zipped([{ name: 'a.txt', data: 'x' }]))).rejects.toMatchObject(refused('unsupported-table'));
    await expect(read(Buffer.alloc(0))).rejects.toMatchObject(refused('empty-file'));
  });
  it('is refused in words whatever is broken in it, and never reaches a defect', async () => {
    const whole = workbookOf(good);
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), fc.option(fc.nat(whole.length - 1)), async (changes, cut) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      const outcome = await read(cut === null ? bytes : bytes.subarray(0, cut)).then(() => 'read', (error: unknown) => (error instanceof Error ? error.name : 'thrown'));
      expect(['read', 'FileRefused']).toContain(outcome);
    }), { numRuns: 400 });
  });
});
