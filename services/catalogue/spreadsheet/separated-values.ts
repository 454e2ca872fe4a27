/**
 * Rows of a text file with separated values (RFC 4180, and as offices write it: tabs or semicolons, line ends of any kind, quotes in
 * the middle of a field). A quote that never ends spoils its own row and no other: reading goes on at the next line.
 */
import { piecesOf, type ByteSource } from './byte-source.ts';
import { characterSetOf, noCharacter } from './character-set.ts';
import { tableLimits, tooManyRows, FileRefused, type TableRow } from './table-row.ts';

/** A quoted field may go over lines; beyond this nobody meant it to. */
const mostLinesInQuotes = 60;
const mostCharactersInRow = 200_000;

/** Which sign separates: the one that stands outside quotes in most of the first lines, and most often. */
function separatorOf(text: string): string {
  const lines = text.slice(0, 100_000).replaceAll(/"[^"]*"/g, '').split(/\r\n|\n|\r/, 20);
  const weight = (sign: string): number => lines.filter((line) => line.includes(sign)).length * 1e6 + lines.reduce((sum, line) => sum + line.split(sign).length - 1, 0);
  return [',', '\t', ';', '|'].reduce((best, sign) => (weight(sign) > weight(best) ? sign : best));
}

/** One row read from `text` at `from`; null when the text ends before the row does. `ended`: nothing follows the text. */
function rowAt(text: string, from: number, separator: string, ended: boolean): { cells: string[]; next: number; lines: number; open?: true } | null {
  const cells: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    let cell = '';
    let start = at;
    while (text[start] === ' ') start += 1;
    if (text[start] === '"') {
      at = start + 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        const part = text.slice(at, quote < 0 ? text.length : quote);
        lines += part.split('\n').length - 1;
        if (lines > mostLinesInQuotes || cell.length + part.length > mostCharactersInRow || (quote < 0 && ended)) return { cells, next: from, lines: 1, open: true };
        if (quote < 0) return null;
        cell += part;
        at = quote + 1;
        if (text[at] === '"') { cell += '"'; at += 1; continue; }
        break;
      }
      if (at >= text.length && !ended) return null;
    }
    // What stands outside quotes, or behind the closing one, goes to the next separator or line end.
    let end = at;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
    if (end - at > mostCharactersInRow) return { cells, next: from, lines: 1, open: true };
    if (end >= text.length && !ended) return null;
    cells.push((cell + text.slice(at, end)).slice(0, tableLimits.cellCharacters));
    if (end >= text.length) return { cells, next: text.length, lines };
    if (text[end] === separator) { at = end + 1; continue; }
    if (text[end] === '\r') {
      if (end + 1 >= text.length && !ended) return null;
      return { cells, next: text[end + 1] === '\n' ? end + 2 : end + 1, lines };
    }
    return { cells, next: end + 1, lines };
  }
}

/** Rows with the line they begin on, reading so many bytes at a time. Throws FileRefused. */
export async function* separatedRows(source: ByteSource, pieceBytes?: number): AsyncGenerator<TableRow> {
  const decoder = new TextDecoder(await characterSetOf(source));
  let separator: string | undefined;
  let text = '';
  let line = 1;
  let rows = 0;
  const take = function* (ended: boolean): Generator<TableRow> {
    let from = 0;
    while (from < text.length) {
      const row = rowAt(text, from, separator ?? ',', ended);
      if (!row) break;
      let broken: TableRow['broken'];
      let { cells } = row;
      if (row.open) {
        const ending = /\r\n|\n|\r/g;
        ending.lastIndex = from;
        const found = ending.exec(text);
        const next = found ? ending.lastIndex : text.length;
        if (!found && !ended && next - from <= 10 * mostCharactersInRow) break;
        if (next - from > 10 * mostCharactersInRow) throw new FileRefused('unsupported-table', { zh: '不是逐行的文本', en: 'it is no text in lines' });
        cells = text.slice(from, found ? found.index : text.length).split(separator ?? ',').slice(0, tableLimits.columns).map((cell) => cell.slice(0, 500));
        broken = { zh: '引号没有成对，本行无法分列', en: 'a quote is never closed; the row cannot be split' };
        from = next;
      } else from = row.next;
      const number = line;
      line += row.lines;
      if (cells.length > tableLimits.columns) cells = cells.slice(0, tableLimits.columns);
      if (cells.every((cell) => cell.trim() === '')) continue;
      if ((rows += 1) > tableLimits.rows) throw tooManyRows();
      if (!broken && cells.some((cell) => cell.includes(noCharacter))) broken = { zh: '有无法识别的字符，请核对文件的字符编码', en: 'it has bytes of no character; check the encoding of the file' };
      yield { sheet: '', number, cells, ...(broken ? { broken } : {}) };
    }
    text = text.slice(from);
  };
  for await (const piece of piecesOf(source, 0, source.size, pieceBytes)) {
    text += decoder.decode(piece, { stream: true });
    if (text.includes('\0')) throw new FileRefused('unsupported-table');
    separator ??= separatorOf(text);
    yield* take(false);
    // Neither line end nor separator for so long: no table, whatever it is.
    if (text.length > 10 * mostCharactersInRow) throw new FileRefused('unsupported-table', { zh: '不是逐行的文本', en: 'it is no text in lines' });
  }
  text += decoder.decode();
  yield* take(true);
}
