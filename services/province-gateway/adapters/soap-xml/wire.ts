/**
 * The wire of XML over SOAP as provinces deploy it: an envelope in GBK with a UsernameToken, either elements below the operation or a
 * whole document as text inside one; answers are HTTP 200 with a flat code. This file knows bytes, markup and charsets, no step and no item.
 *
 * What comes back is not trusted: no DOCTYPE (so no entity of anybody's making, internal or external), no more depth, elements or bytes than
 * agreed, no other charset than agreed, nothing that is not well formed to its last byte. All of it is `unreadable`, never half an answer.
 */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { SaxesParser } from 'saxes';

export const SOAP_NAMESPACES = { '1.1': 'http://schemas.xmlsoap.org/soap/envelope/', '1.2': 'http://www.w3.org/2003/05/soap-envelope' } as const;
export type SoapVersion = keyof typeof SOAP_NAMESPACES;
const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-';
/** Character sets a document may be in. */
export const WIRE_CHARSETS = ['utf-8', 'gbk', 'gb18030'] as const;
export type Charset = (typeof WIRE_CHARSETS)[number];
/** How a charset is called in declarations and headers. */
const LABELS: Readonly<Record<Charset, string>> = { 'utf-8': 'UTF-8', gbk: 'GBK', gb18030: 'GB18030' };
/** Old systems declare the older name of a set they have long outgrown; each is contained in the one agreed. */
const CONTAINED: Readonly<Record<Charset, readonly string[]>> = { 'utf-8': ['utf-8', 'utf8'], gbk: ['gbk', 'gb2312', 'cp936'], gb18030: ['gb18030', 'gbk', 'gb2312', 'cp936'] };

/** How a province wraps what is said: the profile's `envelope`. */
export type Envelope = {
  readonly soap: SoapVersion; readonly namespace: string; readonly prefix: string; readonly payload: 'elements' | 'text'; readonly argument: string; readonly result: string;
};
/** Values of elements, rows of elements, or nothing. */
export type Written = string | { readonly [name: string]: Written } | readonly { readonly item: string; readonly row: Written }[];
/** Asked as a user with a digest of nonce, moment and password. */
export type Token = { readonly user: string; readonly password: string; readonly nonce: string; readonly created: string };

/** XML 1.0 §2.2: everything but these is no character at all (most control characters, half a surrogate pair). */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** Characters of a text that cannot be written in XML, not even as a reference. */
export const unwritableInXml = (text: string): string[] => (NOT_IN_XML.test(text) ? [...new Set(text)].filter((character) => NOT_IN_XML.test(character)) : []);

/** Line ends as every reader of XML makes them (XML 1.0 §2.11): a text written with others would not come back as it was. */
export const xmlLines = (text: string): string => text.replaceAll(/\r\n?/g, '\n');
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const isRows = (value: Written): value is readonly { readonly item: string; readonly row: Written }[] => Array.isArray(value);

export function markup(name: string, value: Written): string {
  if (typeof value === 'string') return value === '' ? `<${name}/>` : `<${name}>${escaped(value)}</${name}>`;
  if (isRows(value)) return `<${name}>${value.map(({ item, row }) => markup(item, row)).join('')}</${name}>`;
  return `<${name}>${Object.entries(value).map(([below, inner]) => markup(below, inner)).join('')}</${name}>`;
}

/** OASIS UsernameToken Profile 1.0, 3.1: Base64(SHA-1(nonce + created + password)). SHA-1 is the profile's; the nonce makes each digest another. */
export function passwordDigest(nonce: string, created: string, password: string): string {
  return createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created, 'utf8').update(password, 'utf8').digest('base64');
}

/** A call as bytes. Nothing in it may be missing from the charset: whoever fills the fields has refused that before. */
export function writeCall(envelope: Envelope, charset: Charset, operation: string, root: string, fields: Written, token: Token): Buffer {
  const label = LABELS[charset];
  const declaration = `<?xml version="1.0" encoding="${label}"?>`;
  const { prefix, argument } = envelope;
  const inner = envelope.payload === 'text' ? markup(argument, `${declaration}${markup(root, fields)}`) : markup(argument, fields);
  const security = `<wsse:Security xmlns:wsse="${OASIS}wssecurity-secext-1.0.xsd" xmlns:wsu="${OASIS}wssecurity-utility-1.0.xsd" soapenv:mustUnderstand="${envelope.soap === '1.1' ? '1' : 'true'}">`
    + `<wsse:UsernameToken><wsse:Username>${escaped(token.user)}</wsse:Username>`
    + `<wsse:Password Type="${OASIS}username-token-profile-1.0#PasswordDigest">${passwordDigest(token.nonce, token.created, token.password)}</wsse:Password>`
    + `<wsse:Nonce EncodingType="${OASIS}soap-message-security-1.0#Base64Binary">${token.nonce}</wsse:Nonce><wsu:Created>${token.created}</wsu:Created></wsse:UsernameToken></wsse:Security>`;
  return iconv.encode(
    `${declaration}\n<soapenv:Envelope xmlns:soapenv="${SOAP_NAMESPACES[envelope.soap]}" xmlns:${prefix}="${escaped(envelope.namespace)}"><soapenv:Header>${security}</soapenv:Header>`
    + `<soapenv:Body><${prefix}:${operation}>${inner}</${prefix}:${operation}></soapenv:Body></soapenv:Envelope>`, charset,
  );
}

/** Headers of a call; SOAP 1.2 carries the action in the content type, 1.1 in a header of its own (WS-I BP 1.1 R1109: quoted). */
export function callHeaders(envelope: Envelope, charset: Charset, action: string): Record<string, string> {
  return envelope.soap === '1.2'
    ? { 'content-type': `application/soap+xml; charset=${LABELS[charset]}; action="${action}"`, accept: 'application/soap+xml' }
    : { 'content-type': `text/xml; charset=${LABELS[charset]}`, soapaction: `"${action}"`, accept: 'text/xml' };
}

/** An element as read: text, or elements by name; of a name that stands more than once, all. Prefixes are left off. */
export type Node = { readonly name: string; readonly text: string; readonly children: readonly Node[] };

/** Beyond these a document is no answer but an attack or a mistake: real ones have five levels and some thousand elements. */
const DEEPEST = 40;
const MOST_ELEMENTS = 300_000;
const MOST_ATTRIBUTES = 10_000;
/** Characters read before others get a turn: a long answer must not hold up those who wait for short ones. */
const AT_ONCE = 256 * 1024;

/** Raised and caught within one reading. */
class UnreadableMarkup extends Error {}

/** What the bytes of an answer mean: a readable answer, a fault, or the reason why nothing can be concluded. */
export type Answer =
  | { readonly kind: 'answer'; readonly fields: Node }
  | { readonly kind: 'fault'; readonly code: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads an answer strictly. HTTP 500 is the status of a SOAP fault (SOAP 1.1 §6.2) and is one only if such stands in it. */
export async function readAnswer(status: number, contentType: string, bytes: Uint8Array, envelope: Envelope, charset: Charset, operation: string): Promise<Answer> {
  if (status !== 200 && status !== 500) return { kind: 'unreadable', why: `HTTP ${String(status)}` };
  if (/html/i.test(contentType)) return { kind: 'unreadable', why: status === 500 ? 'HTTP 500' : 'an HTML page instead of XML' };
  try {
    const root = await readDocument(decode(bytes, charset, contentType), charset, SOAP_NAMESPACES[envelope.soap]);
    const body = root.name === 'Envelope' ? only(root, 'Body') : undefined;
    const [said] = body?.children ?? [];
    if (!said || body?.children.length !== 1) throw new UnreadableMarkup('XML without one answer in an envelope');
    if (said.name === 'Fault') return { kind: 'fault', code: faultCode(said) };
    if (status === 500) throw new UnreadableMarkup('HTTP 500');
    const result = said.name === `${operation}Response` ? only(said, envelope.result) : undefined;
    if (!result) throw new UnreadableMarkup('an envelope without the agreed answer');
    return { kind: 'answer', fields: envelope.payload === 'text' ? await readDocument(result.text, charset) : result };
  } catch (error) {
    if (error instanceof UnreadableMarkup) return { kind: 'unreadable', why: status === 500 ? 'HTTP 500' : error.message };
    throw error;
  }
}

/** faultcode of 1.1 (`soap:Server`) or Code/Value of 1.2 (`soap:Receiver`), without its prefix; a sub-code with a dot stays. */
function faultCode(fault: Node): string {
  const said = only(fault, 'faultcode')?.text ?? only(only(fault, 'Code'), 'Value')?.text ?? '';
  return /^(?:[\w.-]+:)?([A-Za-z][\w.-]{0,60})$/.exec(said.trim())?.[1] ?? 'unknown';
}

/** The one child of this name; undefined when there is none or more than one. */
export function only(node: Node | undefined, name: string): Node | undefined {
  const found = node?.children.filter((one) => one.name === name) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

/** Bytes as text in the agreed charset: a label that says otherwise, bytes that are not in it, and UTF-8 under its name are refused. */
function decode(bytes: Uint8Array, charset: Charset, contentType: string): string {
  const label = /charset\s*=\s*"?([\w.:-]+)"?/i.exec(contentType)?.[1];
  if (label !== undefined && !CONTAINED[charset].includes(label.toLowerCase())) throw new UnreadableMarkup(`the charset is called ${label}, ${LABELS[charset]} was agreed`);
  let text: string;
  try {
    text = new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableMarkup(`bytes that are not ${LABELS[charset]}`);
  }
  if (charset !== 'utf-8' && isUtf8(bytes)) throw new UnreadableMarkup(`UTF-8 where ${LABELS[charset]} was agreed`);
  return text;
}

/**
 * Chinese in UTF-8 can often be decoded as GBK, into nonsense. Three bytes each that make sense as UTF-8 from end to end are no accident in a
 * document of any length; two-byte sequences are (一 is D2 BB), so they prove nothing.
 */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    return /[\u0800-\uffff]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

type Building = { name: string; text: string; children: Building[] };

/**
 * A whole document, read as a stream by a strict reader: it stops at the first thing that is wrong. Its own declaration must agree with the
 * charset, and its root with the namespace where one is asked for.
 */
export async function readDocument(given: string, charset: Charset, namespace?: string): Promise<Node> {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Building[] = [];
  let root: Building | undefined;
  let elements = 0;
  let attributes = 0;
  parser.on('error', (error) => { throw new UnreadableMarkup(`XML that is not well formed (${error.message.slice(0, 80)})`); });
  parser.on('doctype', () => { throw new UnreadableMarkup('a DOCTYPE, which no answer needs'); });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !CONTAINED[charset].includes(encoding.toLowerCase())) throw new UnreadableMarkup(`a document that declares ${encoding.slice(0, 40)}, ${LABELS[charset]} was agreed`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MOST_ATTRIBUTES) throw new UnreadableMarkup(`more than ${String(MOST_ATTRIBUTES)} attributes`);
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= DEEPEST) throw new UnreadableMarkup(`XML nested deeper than ${String(DEEPEST)}`);
    if (elements > MOST_ELEMENTS) throw new UnreadableMarkup(`more than ${String(MOST_ELEMENTS)} elements`);
    const element: Building = { name: tag.local, text: '', children: [] };
    if (root === undefined) {
      if (namespace !== undefined && tag.uri !== namespace) throw new UnreadableMarkup('another kind of envelope');
      root = element;
    }
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const add = (text: string): void => { const last = open.at(-1); if (last) last.text += text; };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (!closed || closed.children.length === 0) return;
    // Line breaks between elements are the writer's layout, not content.
    if (closed.text.trim() !== '') throw new UnreadableMarkup('text between elements');
    closed.text = '';
  });
  for (let at = given.startsWith('\ufeff') ? 1 : 0; at < given.length; at += AT_ONCE) {
    parser.write(given.slice(at, at + AT_ONCE));
    if (at + AT_ONCE < given.length) await breathe();
  }
  parser.close();
  if (!root) throw new UnreadableMarkup('no XML');
  return root;
}

/** An element as plain data: rows where the profile knows a list of that name, else a record of elements, else text. A name twice is no record. */
export function dataOf(node: Node, lists: Readonly<Record<string, string>>): unknown {
  const item = lists[node.name];
  if (item !== undefined) return node.children.some((one) => one.name !== item) ? null : node.children.map((one) => dataOf(one, lists));
  if (node.children.length === 0) return node.text;
  const record = new Map<string, unknown>();
  for (const child of node.children) {
    if (record.has(child.name)) return null;
    record.set(child.name, dataOf(child, lists));
  }
  return Object.fromEntries(record);
}
