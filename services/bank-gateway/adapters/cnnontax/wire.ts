/**
 * CNNONTAX frames: `length 8 (left-justified, counts bytes and itself) | CNNONTAX | version 3 | message 4 | XML | MAC 64`. Promises: what we
 * send is exactly that; what comes in may count characters instead of bytes, bring a line feed, come in any pieces, and write its MAC in
 * either case, as deployed peers do; a frame whose MAC is wrong is never read.
 */
import { createHash } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { decodeText, encodeText, type Charset } from '../../front-end/charset.ts';
import { sameMac } from '../../front-end/mac.ts';
import { read, unreadable, type Reading } from '../../front-end/reading.ts';

const HEAD = 23;
const MAC = 64;
const END = /<\/CFX>[\r\n\t ]*[0-9A-Fa-f]{64}/;

/** What two sides must agree on to read each other. */
export interface Dialect { readonly charset: Charset; readonly application: string; readonly version: string; readonly macLetters: 'lower' | 'upper'; readonly voucherForm: 'base64' | 'bare'; readonly voucherType: string; readonly token: string }
/** A message without its wrapping. `fields`: the elements of its voucher, in order; a value may be elements again, already written. */
export interface Message { readonly code: string; readonly source: string; readonly target: string; readonly messageId: string; readonly ref: string; readonly workDate: string }
export interface Outgoing extends Message { readonly division: string; readonly year: string; readonly voucherNumber: string; readonly voucher: string }
export interface Incoming extends Message { readonly voucher: Readonly<Record<string, string>>; /** What was odd and could be borne, for the operator. */ readonly odd: readonly string[] }

/** Gathers the bytes of one frame, however they come. */
export interface Gathering {
  /** The whole frame, a fault, or null while more is needed. */
  push(chunk: Buffer): Reading<Buffer> | null;
  /** The peer sends no more: what is held is a frame or not. */
  end(): Reading<Buffer>;
}

/** Never more than `bytesMax` are held. */
export function gather(bytesMax: number): Gathering {
  let room = Buffer.allocUnsafe(4_096);
  let size = 0;
  const malformed = (zh: string, en: string): Reading<never> => unreadable(zh, en, 'lost');
  function look(last: boolean): Reading<Buffer> | null {
    let start = 0;
    while (start < size && (room[start] === 0x0d || room[start] === 0x0a)) start += 1;
    const bytes = room.subarray(start, size);
    if (bytes.length < 8) return last ? malformed('报文不完整', 'The frame is incomplete') : null;
    const announced = Number(/^[0 ]*(\d+) *$/.exec(bytes.toString('latin1', 0, 8))?.[1] ?? Number.NaN);
    if (Number.isNaN(announced) || announced < HEAD + MAC) return malformed('报文长度不是数字或过短', 'The length is no number, or too short');
    if (announced > bytesMax) return malformed(`报文超过 ${String(bytesMax)} 字节`, `The frame exceeds ${String(bytesMax)} bytes`);
    // Where it really ends: the end tag and the digits behind it cannot stand inside base64 or inside a Chinese character.
    const end = bytes.length >= announced || last ? END.exec(bytes.toString('latin1')) : null;
    if (end) return read(Buffer.from(bytes.subarray(0, end.index + end[0].length)));
    // Counted in characters, the bytes are at most four times as many (GB 18030); more never belong to it.
    if (last || bytes.length > announced * 4 || bytes.length > bytesMax) return malformed('报文未以 </CFX> 和校验码结束', 'The frame does not end with </CFX> and a MAC');
    return null;
  }
  return {
    push(chunk) {
      if (size + chunk.length > room.length) {
        // Doubling keeps a byte-by-byte sender cheap.
        const larger = Buffer.allocUnsafe(Math.max(size + chunk.length, room.length * 2));
        room.copy(larger, 0, 0, size);
        room = larger;
      }
      size += chunk.copy(room, size);
      return look(false);
    },
    end: () => look(true) ?? malformed('报文不完整', 'The frame is incomplete'),
  };
}

const macOf = (token: string, xml: Buffer): string => createHash('sha256').update(token, 'latin1').update(xml).digest('hex');

/** The MACs a peer may have made: over the bytes as they came, without `standalone`, without a line feed at the end. */
function macHolds(token: string, xml: Buffer, theirs: string): boolean {
  const text = xml.toString('latin1');
  const plain = text.replace(/ standalone\s*=\s*["'](?:yes|no)["']/, '');
  return [text, text.trimEnd(), plain, plain.trimEnd()].some((shape) => sameMac(macOf(token, Buffer.from(shape, 'latin1')), theirs));
}

const text = z.record(z.string(), z.unknown());
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** An element with text. */
export const element = (name: string, value: string): string => `<${name}>${value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)}</${name}>`;

/** A frame of ours; a fault when a character cannot be written. */
export function encodeMessage(dialect: Dialect, message: Outgoing): Reading<Buffer> {
  const inner = `<Voucher>${message.voucher}</Voucher>`;
  // XML 1.0 §2.2 has no place for other control characters, not even as references.
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(inner)) return unreadable('内容含有控制字符', 'The text has a control character');
  const voucher = encodeText(inner, dialect.charset);
  if (!voucher.ok) return voucher;
  const carried = dialect.voucherForm === 'base64' ? voucher.value.toString('base64') : inner;
  const { code, source, target, messageId, ref, workDate, division, year, voucherNumber } = message;
  const head = [['APP', dialect.application], ['VER', dialect.version], ['SRC', source], ['DES', target], ['MsgNo', code], ['MsgID', messageId], ['MsgRef', ref], ['WorkDate', workDate], ['Reserve', '']] as const;
  const xml = encodeText(`<?xml version="1.0" encoding="${dialect.charset}"?><CFX><HEAD>${head.map(([name, value]) => element(name, value)).join('')}</HEAD><MSG><MOF><VoucherCount>1</VoucherCount>`
    + `<VoucherBody AdmDivCode="${division}" StYear="${year}" VtCode="${dialect.voucherType}" VoucherNo="${voucherNumber}"><Voucher>${carried}</Voucher></VoucherBody></MOF></MSG></CFX>`, dialect.charset);
  if (!xml.ok) return xml;
  const mac = macOf(dialect.token, xml.value);
  const total = HEAD + xml.value.length + MAC;
  if (total > 99_999_999) return unreadable('报文过长', 'The frame is too long');
  return read(Buffer.concat([
    Buffer.from(`${String(total).padEnd(8)}${dialect.application.padEnd(8)}${dialect.version}${code}`, 'latin1'), xml.value, Buffer.from(dialect.macLetters === 'upper' ? mac.toUpperCase() : mac, 'latin1'),
  ]));
}

/** A frame of theirs: first proven by its MAC, then read. */
export function decodeMessage(dialect: Dialect, frame: Buffer): Reading<Incoming> {
  const header = frame.toString('latin1', 0, HEAD);
  const announced = Number(header.slice(0, 8).trim());
  if (header.slice(8, 16).trim() !== dialect.application) return unreadable('报文标识不符', 'The frame is of another application');
  const xml = frame.subarray(HEAD, frame.length - MAC);
  if (!macHolds(dialect.token, xml, frame.toString('latin1', frame.length - MAC))) return unreadable('报文校验码不符', 'The MAC is wrong', 'kept', 'mac');
  const odd: string[] = [];
  const decoded = decodeText(xml, dialect.charset);
  if (!decoded.ok) return decoded;
  // A byte or two more: the line feed behind it was counted.
  if (announced !== frame.length && announced !== frame.length + 1 && announced !== frame.length + 2) {
    if (announced !== HEAD + MAC + [...decoded.value].length) return unreadable('报文长度与内容不符', 'The length fits neither the bytes nor the characters');
    odd.push('length-in-characters');
  }
  const tree = treeOf(decoded.value);
  if (!tree.ok) return tree;
  const root = child(tree.value, 'CFX');
  const head = Object.fromEntries(Object.entries(text.safeParse(child(root, 'HEAD')).data ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']));
  const carried = child(child(child(child(root, 'MSG'), 'MOF'), 'VoucherBody'), 'Voucher');
  const voucher = voucherOf(dialect, carried);
  if (!voucher.ok) return voucher;
  const inFrame = header.slice(19, 23);
  if (head['MsgNo'] !== inFrame) return unreadable('报文头与正文的报文号不一致', 'Header and body name different messages');
  return read({
    code: inFrame, source: head['SRC'] ?? '', target: head['DES'] ?? '', messageId: head['MsgID'] ?? '', ref: head['MsgRef'] ?? '', workDate: head['WorkDate'] ?? '', voucher: voucher.value, odd,
  });
}

/** The voucher's elements: behind base64, or bare. What is nested stays XML for whoever asks for it. */
function voucherOf(dialect: Dialect, carried: unknown): Reading<Record<string, string>> {
  let inside: unknown = carried;
  if (typeof carried === 'string') {
    const packed = carried.replaceAll(/\s/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return unreadable('凭证内容不是 base64', 'The voucher is not base64');
    const decoded = decodeText(Buffer.from(packed, 'base64'), dialect.charset);
    if (!decoded.ok) return decoded;
    const tree = treeOf(decoded.value);
    if (!tree.ok) return tree;
    inside = child(tree.value, 'Voucher');
  } else if (child(carried, 'Voucher') !== undefined) inside = child(carried, 'Voucher');
  const fields = text.safeParse(inside === '' ? {} : inside);
  if (!fields.success) return unreadable('凭证结构与接口规范不符', 'The voucher breaks the specification');
  return read(Object.fromEntries(Object.entries(fields.data).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : ''])));
}

function treeOf(xml: string): Reading<unknown> {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return unreadable('报文不得含有 DOCTYPE 或实体定义', 'The document must not have a DOCTYPE or define entities');
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(xml)) return unreadable('报文含有未约定的实体引用', 'The document refers to an entity that is not agreed');
  if (XMLValidator.validate(xml) !== true) return unreadable('报文不是合法的 XML', 'The body is not well-formed XML');
  try {
    return read(new XMLParser({ parseTagValue: false, ignoreAttributes: true, ignoreDeclaration: true, trimValues: true }).parse(xml));
  } catch { return unreadable('报文不是可读的 XML', 'The XML cannot be read'); }
}

function child(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Object.entries(node).find(([key]) => key === name)?.[1] : undefined;
}
