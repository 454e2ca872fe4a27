/**
 * The XML inside a frame: `Root/Head{src,des,dataType,msgId,msgRef,workDate}`, `Body/Object/Record`, `Signs`.
 * Promises: a document is refused rather than repaired; no DOCTYPE, no entity but the five of XML;
 * every value stays text (a pay code of 20 digits would lose its end as a number).
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { decodeGbk, encodeGbk, read, unreadable } from './wire.ts';
import type { Reading } from './wire.ts';

/** The fields of one Record; a field that was sent empty is an empty string. */
export type RecordFields = Readonly<Record<string, string>>;

/** One message: who, what, when by the sender's books, and its records. */
export interface Message {
  readonly src: string;
  readonly des: string;
  readonly dataType: string;
  readonly msgId: string;
  /** The msgId of the message this one answers; empty in an ask. */
  readonly msgRef: string;
  /** The sender's work date as sent, yyyyMMdd or yyyy-MM-dd; empty when not sent. */
  readonly workDate: string;
  readonly records: readonly RecordFields[];
}

const text = z.string().optional().default('');
const fields = z.record(z.string(), z.string());
const Document = z.object({
  Root: z.object({
    Head: z.object({ src: text, des: text, dataType: z.string(), msgId: text, msgRef: text, workDate: text }),
    Body: z.object({
      // An empty <Object/> reads as an empty string.
      Object: z.union([z.object({ Record: z.array(z.union([fields, z.literal('').transform(() => ({}))])) }), z.literal('').transform(() => ({ Record: [] }))]),
    }),
  }),
});

const parser = new XMLParser({
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  trimValues: true,
  isArray: (name) => name === 'Record',
});

/** The message in a frame's body. A body that does not end where the frame ends makes the length untrustworthy. */
export function readDocument(body: Buffer): Reading<Message> {
  const decoded = decodeGbk(body);
  const tail = body.toString('latin1').trimEnd();
  if (!tail.endsWith('</Root>')) {
    // The classic of these front-ends: the length counted in characters, so Chinese text cuts the end off.
    return unreadable('报文未在声明的长度处结束（长度应按字节计）', 'The document does not end where the length says (lengths count bytes)', 'lost');
  }
  if (!decoded.ok) return decoded;
  const xml = decoded.value;
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return unreadable('报文不得含有 DOCTYPE 或实体定义', 'The document must not have a DOCTYPE or define entities');
  // The parser leaves an entity it does not know as it stands; a value that changed its meaning on the way is none.
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(xml)) return unreadable('报文含有未约定的实体引用', 'The document refers to an entity that is not agreed');
  const encoding = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']/.exec(xml)?.[1];
  if (encoding !== undefined && !/^gb(?:k|2312)$/i.test(encoding)) {
    return unreadable('报文声明的编码不是 GBK', 'The document declares an encoding other than GBK');
  }
  const valid = XMLValidator.validate(xml);
  if (valid !== true) return unreadable('报文不是合法的 XML', 'The body is not well-formed XML');
  let tree: unknown;
  try {
    tree = parser.parse(xml);
  } catch {
    return unreadable('报文不是可读的 XML', 'The XML cannot be read');
  }
  const document = Document.safeParse(tree);
  if (!document.success) {
    const where = document.error.issues[0]?.path.join('/') ?? '';
    return unreadable(`报文结构与接口规范不符：${where}`, `The document breaks the specification at ${where}`);
  }
  const { Head, Body } = document.data.Root;
  return read({ ...Head, records: Body.Object.Record });
}

/** The message as GBK bytes, or a fault when a value cannot be written in GBK or in XML 1.0. */
export function writeDocument(message: Message): Reading<Buffer> {
  const parts = ['<?xml version="1.0" encoding="GBK"?><Root><Head>'];
  for (const name of ['src', 'des', 'dataType', 'msgId', 'msgRef', 'workDate'] as const) parts.push(element(name, message[name]));
  parts.push('</Head><Body><Object>');
  for (const record of message.records) {
    parts.push('<Record>');
    for (const [name, value] of Object.entries(record)) parts.push(element(name, value));
    parts.push('</Record>');
  }
  parts.push('</Object></Body><Signs><Sign></Sign><Stamp></Stamp></Signs></Root>');
  const xml = parts.join('');
  // XML 1.0 §2.2 has no place for other control characters, not even as references.
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml)) return unreadable('内容含有控制字符', 'The text has a control character');
  return encodeGbk(xml);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function element(name: string, value: string): string {
  return `<${name}>${value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)}</${name}>`;
}
