/** A file an office handed in as a table: by what is in it, never by its name, it is a workbook or a text; anything else is refused. */
import type { ByteSource } from './byte-source.ts';
import { separatedRows } from './separated-values.ts';
import { FileRefused, type TableRow } from './table-row.ts';
import { workbookRows } from './workbook.ts';

export type TableKind = 'xlsx' | 'csv';

/** What the file is. Throws FileRefused. */
export async function tableKindOf(source: ByteSource): Promise<TableKind> {
  if (source.size === 0) throw new FileRefused('empty-file');
  const head = await source.read(0, 8);
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return 'xlsx';
  if (head.subarray(0, 4).equals(Buffer.from('d0cf11e0', 'hex'))) throw new FileRefused('unsupported-table', { zh: '是旧格式 .xls 或加了密码的文件，请另存为不加密的 .xlsx', en: 'it is an old .xls or has a password; save it as .xlsx without one' });
  const words = head.toString('latin1');
  if (/^\s*<|^%PDF|^MZ|^Rar!|^7z/.test(words) || words.startsWith('\u001F\u008B') || words.startsWith('\u007FELF')) throw new FileRefused('unsupported-table');
  return 'csv';
}

/** Its rows in order. Throws FileRefused, while reading too. */
export async function* tableRows(source: ByteSource): AsyncGenerator<TableRow> {
  yield* (await tableKindOf(source)) === 'xlsx' ? workbookRows(source) : separatedRows(source);
}
