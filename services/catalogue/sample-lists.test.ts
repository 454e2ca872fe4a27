import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { tidy } from './lists/cell-words.ts';
import { rowsBelowHeads } from './lists/list-columns.ts';
import { statementsOf, type Statement } from './lists/list-row.ts';
import { asTable, sampleLists } from './sample-lists.ts';
import { heldBytes } from './spreadsheet/byte-source.ts';
import { rowsInPlace, workbookOf } from './spreadsheet/sample-workbook.ts';
import { tableRows } from './spreadsheet/table-file.ts';

async function read(bytes: Buffer): Promise<Statement[]> {
  const found: Statement[] = [];
  for await (const { statement } of statementsOf(rowsBelowHeads(tableRows(heldBytes(bytes)), { head: () => undefined, headless: () => undefined }))) found.push(statement);
  return found;
}

describe('the sample lists', () => {
  const lists = sampleLists();
  it('have the sizes zones publish', () => {
    expect(lists.map((list) => list.rows.length)).toEqual([550, 45, 51, 51, 51, 51, 51, 51, 51, 172]);
    const forms = new Map<string, number>();
    for (const row of lists.at(-1)?.rows ?? []) forms.set(row['form'] ?? '', (forms.get(row['form'] ?? '') ?? 0) + 1);
    expect([...forms]).toEqual([['直接赋权', 23], ['委托行使', 21], ['服务前移', 115], ['审批直报', 13]]);
  });
  it.each(lists.map((list) => [list.title, list] as const))('%s is understood in every row, as a workbook and as GBK text, and names no item twice', async (_title, list) => {
    const table = asTable(list);
    const asBook = await read(workbookOf({ sheets: [{ inside: `<sheetData>${rowsInPlace(table)}</sheetData>` }] }));
    const asText = await read(iconv.encode(table.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n'), 'gb18030'));
    for (const found of [asBook, asText]) {
      expect(found).toHaveLength(list.rows.length);
      expect(found.flatMap((statement) => statement.problems)).toEqual([]);
      expect(found.map(({ code, name }) => [code, name])).toEqual(list.rows.map((row) => [row['handlingCode'], tidy(row['name'] ?? '')]));
      expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
    }
  });
});
