/**
 * Text and bytes of a bank's character set. Promises: a byte that is none of the set, or a character that it lacks (𠮷, emoji, €, …), is
 * refused by name; never a '?' in place of somebody's name. GB 18030 has every character; GBK has not.
 */
import iconv from 'iconv-lite';
import { read, unreadable, type Reading } from './reading.ts';

export const charsets = ['GBK', 'GB18030', 'UTF-8'] as const;
export type Charset = (typeof charsets)[number];

/**
 * iconv-lite never fails by itself: it puts U+FFFD for a broken pair and invents private-use characters for codes GBK leaves
 * empty, both of which would pass for a name.
 */
const wrong: Readonly<Record<Charset, RegExp>> = { GBK: /[\u0080\u20AC\uE000-\uF8FF\uFFFD]/u, GB18030: /\uFFFD/u, 'UTF-8': /\uFFFD/u };

export function decodeText(bytes: Buffer, charset: Charset): Reading<string> {
  const text = iconv.decode(bytes, charset, { stripBOM: false });
  return wrong[charset].test(text) ? unreadable(`报文不是合法的 ${charset} 编码`, `The body is not valid ${charset}`) : read(text);
}

export function encodeText(text: string, charset: Charset): Reading<Buffer> {
  const bytes = iconv.encode(text, charset);
  const back = decodeText(bytes, charset);
  if (!back.ok || back.value !== text) return unreadable(`内容含有 ${charset} 字符集以外的字，银行接口无法表示`, `The text has a character outside ${charset}, which the bank interface cannot carry`);
  return read(bytes);
}
