// DER (X.690) for the seal structures: a writer, and a reader that takes only the one canonical form. Leniency would
// let a signed structure be changed without its signature noticing, so a second spelling of a length, an integer, a
// boolean or a time is an error here, and so is anything after the end.

/** The bytes are not the DER that was expected; the message says what and where, for a log or a check's result. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** One element: `content` without header, `raw` with it (what signatures cover). */
export type DerNode = { readonly tag: number; readonly content: Buffer; readonly raw: Buffer };

export const tags = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, utf8: 0x0c, printable: 0x13,
  ia5: 0x16, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31,
} as const;

/** The tag of `[n] EXPLICIT` or of a constructed `[n] IMPLICIT` element. */
export const contextTag = (number: number): number => 0xa0 | number;

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** Any element by its tag byte. */
export function element(tag: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(length), ...parts]);
}

export const sequence = (...parts: Uint8Array[]): Buffer => element(tags.sequence, ...parts);
export const set = (...parts: Uint8Array[]): Buffer => element(tags.set, ...parts);
export const octetString = (bytes: Uint8Array): Buffer => element(tags.octetString, bytes);
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer => element(tags.bitString, Buffer.from([unusedBits]), bytes);
export const utf8String = (text: string): Buffer => element(tags.utf8, Buffer.from(text, 'utf8'));
export const boolean = (value: boolean): Buffer => element(tags.boolean, Buffer.from([value ? 0xff : 0x00]));
export const explicit = (number: number, inner: Uint8Array): Buffer => element(contextTag(number), inner);

/** An INTEGER of any size; `bytes` are read as an unsigned number. */
export function integer(value: bigint | number | Uint8Array): Buffer {
  let hex = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value.toString(16);
  if (hex.startsWith('-')) throw new DerError('负整数不在印章结构中 a negative integer has no place in these structures');
  if (hex.length % 2 === 1) hex = `0${hex}`;
  let bytes = Buffer.from(hex, 'hex');
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  bytes = bytes.subarray(start);
  const first = bytes[0] ?? 0;
  return element(tags.integer, first >= 0x80 || bytes.length === 0 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const arcs = dotted.split('.').map(Number);
  const [first, second, ...rest] = arcs;
  if (first === undefined || second === undefined || arcs.some((arc) => !Number.isSafeInteger(arc) || arc < 0)) throw new DerError(`OID 无效 not an OID: ${dotted}`);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const group = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) group.unshift((left % 128) | 0x80);
    bytes.push(...group);
  }
  return element(tags.oid, Buffer.from(bytes));
}

const ia5Pattern = /^[\x20-\x7e]*$/;
const printablePattern = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** An IA5String; anything beyond visible ASCII is refused, because readers disagree about it. */
export function ia5String(text: string): Buffer {
  if (!ia5Pattern.test(text)) throw new DerError('IA5String 只能为可见 ASCII IA5String takes visible ASCII only');
  return element(tags.ia5, Buffer.from(text, 'latin1'));
}

/** A PrintableString. */
export function printableString(text: string): Buffer {
  if (!printablePattern.test(text)) throw new DerError('PrintableString 含非法字符 PrintableString holds a character it may not');
  return element(tags.printable, Buffer.from(text, 'latin1'));
}

const digitsOf = (at: Date): string => {
  if (Number.isNaN(at.getTime())) throw new DerError('时间无效 not a time');
  return at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
};

/** GeneralizedTime in UTC with whole seconds (fractions are cut off). */
export const generalizedTime = (at: Date): Buffer => element(tags.generalizedTime, Buffer.from(`${digitsOf(at)}Z`, 'latin1'));

/** X.509 Time: UTCTime up to 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
export const certificateTime = (at: Date): Buffer =>
  at.getUTCFullYear() < 2050 ? element(tags.utcTime, Buffer.from(`${digitsOf(at).slice(2)}Z`, 'latin1')) : generalizedTime(at);

function readAt(bytes: Buffer, offset: number): { node: DerNode; next: number } {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new DerError(`数据不完整 the data end at byte ${offset}`);
  if ((tag & 0x1f) === 0x1f) throw new DerError(`标签过大 a tag of several bytes at byte ${offset}`);
  let length = first;
  let start = offset + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError(`长度格式不允许 a length of indefinite or excessive form at byte ${offset}`);
    length = 0;
    for (let index = 0; index < count; index += 1) {
      const byte = bytes[start + index];
      if (byte === undefined) throw new DerError(`数据不完整 the data end at byte ${start + index}`);
      length = length * 256 + byte;
    }
    start += count;
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError(`长度未用最短形式 a length not in its shortest form at byte ${offset}`);
  }
  const next = start + length;
  if (next > bytes.length) throw new DerError(`数据不完整 element at byte ${offset} reaches beyond the end`);
  return { node: { tag, content: bytes.subarray(start, next), raw: bytes.subarray(offset, next) }, next };
}

/** The one element the bytes hold; anything after it is an error. Throws DerError. */
export function readDer(bytes: Uint8Array): DerNode {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { node, next } = readAt(buffer, 0);
  if (next !== buffer.length) throw new DerError(`结尾有多余数据 ${buffer.length - next} bytes after the end`);
  return node;
}

/** Checks the tag and hands the node back. Throws DerError naming `what`. */
export function expectTag(node: DerNode | undefined, tag: number, what: string): DerNode {
  if (node === undefined) throw new DerError(`缺少 ${what} ${what} is missing`);
  if (node.tag !== tag) throw new DerError(`${what} 类型不符 ${what} has tag 0x${node.tag.toString(16)}, not 0x${tag.toString(16)}`);
  return node;
}

/** The elements inside a SEQUENCE, SET or `[n]`. Throws DerError. */
export function childrenOf(node: DerNode, tag: number, what: string): DerNode[] {
  expectTag(node, tag, what);
  const children: DerNode[] = [];
  for (let offset = 0; offset < node.content.length; ) {
    const { node: child, next } = readAt(node.content, offset);
    children.push(child);
    offset = next;
  }
  return children;
}

/** A non-negative INTEGER. Throws DerError. */
export function integerOf(node: DerNode | undefined, what: string): bigint {
  const { content } = expectTag(node, tags.integer, what);
  const [first, second] = content;
  if (first === undefined) throw new DerError(`${what} 为空 ${what} is empty`);
  if (first >= 0x80) throw new DerError(`${what} 为负 ${what} is negative`);
  if (first === 0 && second !== undefined && second < 0x80) throw new DerError(`${what} 未用最短形式 ${what} is not in its shortest form`);
  return BigInt(`0x${content.toString('hex')}`);
}

/** A small INTEGER as a number. Throws DerError. */
export function smallIntegerOf(node: DerNode | undefined, what: string): number {
  const value = integerOf(node, what);
  if (value > 1_000_000n) throw new DerError(`${what} 超出范围 ${what} is out of range`);
  return Number(value);
}

/** The dotted form of an OBJECT IDENTIFIER. Throws DerError. */
export function objectIdentifierOf(node: DerNode | undefined, what: string): string {
  const { content } = expectTag(node, tags.oid, what);
  const arcs: number[] = [];
  let arc = 0;
  let fresh = true;
  for (const byte of content) {
    if (fresh && byte === 0x80) throw new DerError(`${what} 未用最短形式 ${what} is not in its shortest form`);
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new DerError(`${what} 超出范围 ${what} is out of range`);
    fresh = byte < 0x80;
    if (fresh) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [head, ...rest] = arcs;
  if (head === undefined || !fresh) throw new DerError(`${what} 不完整 ${what} is incomplete`);
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...rest].join('.');
}

/** The bytes of a BIT STRING that has no unused bits. Throws DerError. */
export function bitsOf(node: DerNode | undefined, what: string): Buffer {
  const { content } = expectTag(node, tags.bitString, what);
  if (content[0] !== 0) throw new DerError(`${what} 含不足一字节的位 ${what} is not a whole number of bytes`);
  return content.subarray(1);
}

export const octetsOf = (node: DerNode | undefined, what: string): Buffer => expectTag(node, tags.octetString, what).content;

/** A DER BOOLEAN. Throws DerError. */
export function booleanOf(node: DerNode | undefined, what: string): boolean {
  const { content } = expectTag(node, tags.boolean, what);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new DerError(`${what} 不是布尔值 ${what} is not a boolean`);
  return content[0] === 0xff;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a UTF8String, IA5String or PrintableString with that tag. Throws DerError. */
export function textOf(node: DerNode | undefined, tag: number, what: string): string {
  const { content } = expectTag(node, tag, what);
  let text: string;
  try {
    text = strictUtf8.decode(content);
  } catch {
    throw new DerError(`${what} 不是有效文字 ${what} is not valid text`);
  }
  if (tag === tags.ia5 && !ia5Pattern.test(text)) throw new DerError(`${what} 含非 ASCII 字符 ${what} is not ASCII`);
  if (tag === tags.printable && !printablePattern.test(text)) throw new DerError(`${what} 含非法字符 ${what} holds a character it may not`);
  return text;
}

/** A UTCTime or GeneralizedTime that ends in Z. Throws DerError. */
export function timeOf(node: DerNode | undefined, what: string): Date {
  if (node === undefined) throw new DerError(`缺少 ${what} ${what} is missing`);
  const text = node.content.toString('latin1');
  let digits = text;
  if (node.tag === tags.utcTime) digits = `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`;
  else expectTag(node, tags.generalizedTime, what);
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(digits);
  if (!match) throw new DerError(`${what} 时间格式不符 ${what} is not a UTC time to the second`);
  const [, year, month, day, hour, minute, second] = match;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  if (Number.isNaN(at.getTime()) || digitsOf(at) !== digits.slice(0, 14)) throw new DerError(`${what} 不是真实时间 ${what} is not a real time`);
  return at;
}
