/**
 * What stands inside a frame: XML records under a head, or fields between separators. Promises: a body is refused rather than repaired; no
 * DOCTYPE, no entity but the five of XML; every value stays text (a pay code of 20 digits would lose its end as a number); bytes are
 * decoded before they are split, for the second byte of a GBK character may look like a separator.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { decodeText, encodeText, type Charset, type Unwritable } from './charset.ts';
import { readPlainXml } from './plain-xml.ts';
import { read, unreadable, type Reading } from './reading.ts';

const element = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/);
export const BodySpec = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('xml'), root: element,
    /** Element under the root that holds the head. */
    head: element,
    /** Elements from the root down to the records, and the records' own name. */
    path: z.array(element).max(5), record: element,
    /** Fixed XML after the records' part, such as empty signatures. */
    tail: z.string().max(500).default(''),
  }),
  z.strictObject({
    format: z.literal('delimited'), separator: z.string().regex(/^[ -~]$/),
    /** A refusal's words are filled up with spaces to this many bytes, where front-ends expect so. */
    wordsBytes: z.number().int().min(0).max(500).default(0),
  }),
]);
export type BodySpec = z.infer<typeof BodySpec>;

export type RecordFields = Readonly<Record<string, string>>;
/** What a body says: its head (XML only), its records, and for a delimited body its fields in order. */
export interface Body { readonly head: RecordFields; readonly records: readonly RecordFields[]; readonly fields: readonly string[] }

export function readBody(spec: BodySpec, charset: Charset, bytes: Buffer): Reading<Body> {
  return spec.format === 'xml' ? readXml(spec, charset, bytes) : readDelimited(spec, charset, bytes);
}

function readDelimited(spec: Extract<BodySpec, { format: 'delimited' }>, charset: Charset, bytes: Buffer): Reading<Body> {
  const text = decodeText(bytes, charset);
  if (!text.ok) return text;
  return read({ head: {}, records: [], fields: text.value === '' ? [] : text.value.replace(/\r?\n$/, '').split(spec.separator) });
}

const fields = z.record(z.string(), z.string());
// Made once: a schema or a parser made anew for every frame would cost more than reading the frame.
const recordList = z.array(z.union([fields, z.literal('').transform(() => ({}))]));
const parsers = new Map<string, XMLParser>();
function parserFor(record: string): XMLParser {
  const known = parsers.get(record) ?? new XMLParser({ parseTagValue: false, parseAttributeValue: false, ignoreAttributes: true, ignoreDeclaration: true, trimValues: true, isArray: (name) => name === record });
  parsers.set(record, known);
  return known;
}
type XmlSpec = Extract<BodySpec, { format: 'xml' }>;

function readXml(spec: XmlSpec, charset: Charset, bytes: Buffer): Reading<Body> {
  const decoded = decodeText(bytes, charset);
  if (!(decoded.ok ? decoded.value : bytes.toString('latin1')).trimEnd().endsWith(`</${spec.root}>`)) {
    // The classic of these front-ends: the length counted in characters, so Chinese text cuts the end off.
    return unreadable('报文未在声明的长度处结束（长度应按字节计）', 'The document does not end where the length says (lengths count bytes)', 'lost');
  }
  if (!decoded.ok) return decoded;
  const xml = decoded.value;
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return unreadable('报文不得含有 DOCTYPE 或实体定义', 'The document must not have a DOCTYPE or define entities');
  // The parser leaves an entity it does not know as it stands; a value that changed its meaning on the way is none.
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(xml)) return unreadable('报文含有未约定的实体引用', 'The document refers to an entity that is not agreed');
  const encoding = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']/.exec(xml)?.[1]?.toUpperCase();
  // GBK contains GB 2312; what says the smaller set and means the larger is common.
  if (encoding !== undefined && encoding !== charset && !(charset === 'GBK' && encoding === 'GB2312')) return unreadable(`报文声明的编码不是 ${charset}`, 'The document declares another encoding');
  let tree: unknown = readPlainXml(xml, spec.record);
  if (tree === null) {
    if (XMLValidator.validate(xml) !== true) return unreadable('报文不是合法的 XML', 'The body is not well-formed XML');
    try {
      tree = parserFor(spec.record).parse(xml);
    } catch {
      return unreadable('报文不是可读的 XML', 'The XML cannot be read');
    }
  }
  const at = (where: string): Reading<never> => unreadable(`报文结构与接口规范不符：${where}`, `The document breaks the specification at ${where}`);
  const root = child(tree, spec.root);
  const head = fields.safeParse(emptyAsNothing(child(root, spec.head)));
  if (!head.success) return at(`${spec.root}/${spec.head}/${head.error.issues[0]?.path.join('/') ?? ''}`);
  const holder = spec.path.reduce<unknown>((node, name) => emptyAsNothing(child(node, name)), root);
  if (typeof holder !== 'object' || holder === null) return at([spec.root, ...spec.path].join('/'));
  const records = recordList.safeParse(child(holder, spec.record) ?? []);
  if (!records.success) return at(`${[spec.root, ...spec.path, spec.record].join('/')}/${records.error.issues[0]?.path.join('/') ?? ''}`);
  return read({ head: head.data, records: records.data, fields: [] });
}

function child(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Object.entries(node).find(([key]) => key === name)?.[1] : undefined;
}
/** An empty element reads as an empty string. */
const emptyAsNothing = (node: unknown): unknown => (node === '' ? {} : node);

/** A body as bytes, or a fault when a value cannot be written in the character set, in XML 1.0, or between separators. */
export function writeBody(spec: BodySpec, charset: Charset, body: { head: RecordFields; records: readonly RecordFields[] } | { words: string } | { fields: readonly string[] }, unwritable?: Unwritable): Reading<Buffer> {
  if (spec.format === 'delimited') {
    if ('words' in body) return filledUp(encodeText(body.words, charset, unwritable), spec.wordsBytes);
    const written = 'fields' in body ? body.fields : [];
    if (written.some((text) => text.includes(spec.separator) || /[\r\n\0]/.test(text))) return unreadable('内容含有分隔符或控制字符', 'A value holds the separator or a control character');
    return encodeText(written.join(spec.separator), charset, unwritable);
  }
  if (!('records' in body)) throw new Error('an XML body is written from a head and records');
  const xml = `<?xml version="1.0" encoding="${charset}"?>${wrapped(spec.root, wrapped(spec.head, elements(body.head)) + spec.path.reduceRight((inner, name) => wrapped(name, inner), body.records.map((record) => wrapped(spec.record, elements(record))).join('')) + spec.tail)}`;
  // XML 1.0 §2.2 has no place for other control characters, not even as references.
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml)) return unreadable('内容含有控制字符', 'The text has a control character');
  return encodeText(xml, charset, unwritable);
}

const filledUp = (bytes: Reading<Buffer>, size: number): Reading<Buffer> => (bytes.ok && bytes.value.length < size ? read(Buffer.concat([bytes.value, Buffer.alloc(size - bytes.value.length, 0x20)])) : bytes);
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const wrapped = (name: string, inner: string): string => `<${name}>${inner}</${name}>`;
const elements = (record: RecordFields): string => Object.entries(record).map(([name, value]) => wrapped(name, value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign))).join('');
