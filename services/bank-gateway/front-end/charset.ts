/**
 * Text and bytes of a bank's character set. Promises: a byte that is none of the set, or a character that it lacks (𠮷, emoji, €, …), is
 * refused by name; never a '?' in place of somebody's name. GB 18030 has every character; GBK has not.
 */
import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { read, unreadable, type Reading } from './reading.ts';

export const charsets = ['GBK', 'GB18030', 'UTF-8'] as const;
export type Charset = (typeof charsets)[number];

const ascii = /^[\0-\x7F]*$/;
/**
 * iconv-lite never fails by itself: it puts U+FFFD for a broken pair and invents private-use characters for codes GBK leaves
 * empty, both of which would pass for a name.
 */
const wrong: Readonly<Record<Charset, RegExp>> = { GBK: /[\u0080\u20AC\uE000-\uF8FF\uFFFD]/u, GB18030: /\uFFFD/u, 'UTF-8': /\uFFFD/u };

/**
 * What becomes of a character a bank's set lacks: the whole answer is refused by name; or a sign the bank agreed on stands in its place; or its code
 * does (`[U+4DAE]`). Never a '?': nobody can tell that from what somebody typed.
 */
export const Unwritable = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('refuse') }),
  z.strictObject({ by: z.literal('sign'), sign: z.string().refine((sign) => [...sign].length === 1 && !/[?？\s]/u.test(sign), '须为一个字符，且不得为问号或空白 one character, no question mark and no blank') }),
  z.strictObject({ by: z.literal('code') }),
]);
export type Unwritable = z.infer<typeof Unwritable>;

export function decodeText(bytes: Buffer, charset: Charset): Reading<string> {
  // ASCII is the same in all of them, and most frames hold nothing else.
  if (isAscii(bytes)) return read(bytes.toString('latin1'));
  const text = iconv.decode(bytes, charset, { stripBOM: false });
  return wrong[charset].test(text) ? unreadable(`报文不是合法的 ${charset} 编码`, `The body is not valid ${charset}`) : read(text);
}

export function encodeText(text: string, charset: Charset, rule: Unwritable = { by: 'refuse' }): Reading<Buffer> {
  if (ascii.test(text)) return read(Buffer.from(text, 'latin1'));
  const bytes = iconv.encode(text, charset);
  const back = decodeText(bytes, charset);
  const isWhole = back.ok && back.value === text;
  if (!isWhole && rule.by !== 'refuse') return encodeText([...text].map((sign) => (encodeText(sign, charset).ok ? sign : rule.by === 'sign' ? rule.sign : codeOf(sign))).join(''), charset);
  if (!isWhole) return unreadable(`内容含有 ${charset} 字符集以外的字，银行接口无法表示`, `The text has a character outside ${charset}, which the bank interface cannot carry`);
  return read(bytes);
}

const codeOf = (sign: string): string => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
