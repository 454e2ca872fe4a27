/**
 * A file's bytes as lines of text, read in pieces. Promises: what is in hand is one piece and one line, whatever the file's size;
 * lines are cut before characters are decoded only at bytes no character contains, fields only after; a byte that is no character, or
 * half of one, is named by line and byte, never replaced by a sign.
 */
import { FileProblem } from './file-problem.ts';

export type Charset = 'gbk' | 'gb18030' | 'utf-8';

/** Some lines; the first is number `first`, counted from 1. `open` says that the last of them has no end behind it. */
export interface Lines { readonly first: number; readonly texts: readonly string[]; readonly open: boolean }

/** A line longer than this is no line. */
const longestLine = 65_536;

/** The lines of what comes, in order. NUL bytes at the end of the file are left out. */
export async function* linesOf(pieces: AsyncIterable<Buffer>, { end, charset }: { readonly end: string; readonly charset: Charset }): AsyncGenerator<Lines> {
  const mark = Buffer.from(end, 'latin1');
  const decoder = new TextDecoder(charset === 'utf-8' ? 'utf-8' : 'gb18030', { fatal: true, ignoreBOM: false });
  let rest: Buffer = Buffer.alloc(0);
  let next = 1;
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const last = bytes.lastIndexOf(mark);
    if (last === -1) {
      if (bytes.length > longestLine) throw new FileProblem('fields', { zh: `一行超过 ${String(longestLine)} 字节`, en: `a line of more than ${String(longestLine)} bytes` }, { line: next });
      rest = bytes;
      continue;
    }
    const texts = textsOf(bytes.subarray(0, last), mark, end, decoder, charset, next);
    yield { first: next, texts, open: false };
    next += texts.length;
    // A copy: a part of the piece would keep the whole of it.
    rest = Buffer.from(bytes.subarray(last + mark.length));
  }
  let length = rest.length;
  while (length > 0 && rest[length - 1] === 0) length -= 1;
  if (length > 0) yield { first: next, texts: textsOf(rest.subarray(0, length), mark, end, decoder, charset, next, true), open: true };
}

function textsOf(bytes: Buffer, mark: Buffer, end: string, decoder: { decode(bytes: Buffer): string }, charset: Charset, first: number, isLast = false): string[] {
  try { return decoder.decode(bytes).split(end); } catch {
    // Line by line, to say which.
    let line = first;
    for (let from = 0; from <= bytes.length; line += 1) {
      const found = bytes.indexOf(mark, from);
      const to = found === -1 ? bytes.length : found;
      const bad = wrongByteOf(bytes.subarray(from, to), charset);
      if (bad !== null) {
        const half = isLast && found === -1 && bad.cut;
        throw new FileProblem('character', bad.cut
          ? { zh: '汉字被截断，只有半个字符', en: 'a character is cut in the middle' }
          : { zh: `不是 ${charset} 编码的字符`, en: `no character of ${charset}` }, { line, byte: bad.at + 1 }, half);
      }
      from = to + mark.length;
    }
    throw new FileProblem('character', { zh: `不是 ${charset} 编码`, en: `not ${charset}` }, { line: first });
  }
}

/** The first byte that begins no whole character; `cut` when the bytes end, or the next character begins, in the middle of one. */
export function wrongByteOf(bytes: Buffer, charset: Charset): { at: number; cut: boolean } | null {
  return charset === 'utf-8' ? wrongUtf8(bytes) : wrongGb(bytes);
}

/** GBK is GB 18030 without its four-byte characters; those are read in both, as every decoder does. */
function wrongGb(bytes: Buffer): { at: number; cut: boolean } | null {
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) { at += 1; continue; }
    const second = bytes[at + 1];
    if (first === 0x80 || first === 0xff) return { at, cut: false };
    if (second === undefined) return { at, cut: true };
    if (second >= 0x40 && second <= 0xfe && second !== 0x7f) { at += 2; continue; }
    if (second >= 0x30 && second <= 0x39) {
      const [third, fourth] = [bytes[at + 2], bytes[at + 3]];
      if (third === undefined || (fourth === undefined && third >= 0x81 && third <= 0xfe)) return { at, cut: true };
      if (third >= 0x81 && third <= 0xfe && fourth !== undefined && fourth >= 0x30 && fourth <= 0x39) { at += 4; continue; }
    }
    return { at, cut: true };
  }
  return null;
}

function wrongUtf8(bytes: Buffer): { at: number; cut: boolean } | null {
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const width = first < 0x80 ? 1 : first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    if (width === 0) return { at, cut: false };
    const followed = bytes.subarray(at + 1, at + width).every((byte) => (byte & 0xc0) === 0x80);
    if (!followed || at + width > bytes.length) return { at, cut: true };
    at += width;
  }
  return null;
}
