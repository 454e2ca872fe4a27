/**
 * In which characters an office wrote a text file: a mark at its beginning says so, else it is UTF-8 when all of it is, else the set
 * of Chinese office programs, GB 18030 with GBK and GB 2312 in it. A file with a few spoilt bytes stays what it is.
 */
import { piecesOf, type ByteSource } from './byte-source.ts';

export type CharacterSet = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** What stands for bytes no character belongs to. */
export const noCharacter = '\uFFFD';

/** Finds the set by reading the whole file once. */
export async function characterSetOf(source: ByteSource): Promise<CharacterSet> {
  const mark = await source.read(0, 3);
  if (mark[0] === 0xff && mark[1] === 0xfe) return 'utf-16le';
  if (mark[0] === 0xfe && mark[1] === 0xff) return 'utf-16be';
  if (mark[0] === 0xef && mark[1] === 0xbb && mark[2] === 0xbf) return 'utf-8';
  // Chinese of the other set breaks the rules of UTF-8 at nearly every character; a spoilt byte breaks them once.
  const decoder = new TextDecoder('utf-8');
  let spoilt = 0;
  let beyondAscii = 0;
  const count = (text: string): void => {
    spoilt += text.split(noCharacter).length - 1;
    for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) beyondAscii += 1;
  };
  for await (const piece of piecesOf(source)) count(decoder.decode(piece, { stream: true }));
  count(decoder.decode());
  return spoilt === 0 || spoilt * 10 < beyondAscii ? 'utf-8' : 'gb18030';
}
