/**
 * The province's side of XML over SOAP: reads what arrives with a reader of its own (fast-xml-parser), writes its answers as text. It shares
 * no code with the adapter, so that a misreading of the convention shows. Malformed documents, foreign charsets and wrong
 * passwords are answered as a province answers them: with a flat code in a 200 answer.
 */
import { Buffer } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import { z } from 'zod';

/** One element: its local name, its own text, its children in order. */
export type Element = { name: string; text: string; attributes: Record<string, string>; children: Element[] };

/** Thrown for anything a province does not read. */
export class Unreadable extends Error {}

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const DIGEST = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest';
const BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';
const ENVELOPES: Record<string, string> = { '1.1': 'http://schemas.xmlsoap.org/soap/envelope/', '1.2': 'http://www.w3.org/2003/05/soap-envelope' };

const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false, processEntities: false, cdataPropName: '#cdata', ignoreDeclaration: true,
});
const nodes = z.array(z.record(z.string(), z.unknown()));
const attributesOf = z.record(z.string(), z.string()).catch({});
const NAMES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: '\'' };
const plain = (text: string): string => text.replaceAll(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) =>
  (name === undefined ? String.fromCodePoint(Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16)) : NAMES[name] ?? whole));

/** A document as elements; namespaces must be declared, a DOCTYPE is not taken. */
export function readDocument(text: string): { root: Element; uriOf: Map<Element, string>; declared: string } {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Unreadable(valid.err.msg);
  if (/<!DOCTYPE/i.test(text)) throw new Unreadable('DOCTYPE');
  const uriOf = new Map<Element, string>();
  const build = (raw: Record<string, unknown>, inherited: Readonly<Record<string, string>>): Element => {
    const qualified = Object.keys(raw).find((name) => name !== ':@') ?? '';
    const attributes = attributesOf.parse(raw[':@']);
    const spaces = { ...inherited, ...Object.fromEntries(Object.entries(attributes).flatMap(([name, uri]) => (name === 'xmlns' ? [['', uri]] : name.startsWith('xmlns:') ? [[name.slice(6), uri]] : []))) };
    const [prefix, local] = qualified.includes(':') ? qualified.split(':') : ['', qualified];
    const uri = spaces[prefix ?? ''];
    if (uri === undefined) throw new Unreadable(`undeclared prefix ${prefix ?? ''}`);
    const element: Element = { name: local ?? '', text: '', attributes, children: [] };
    uriOf.set(element, uri);
    for (const below of nodes.parse(raw[qualified])) {
      if (typeof below['#text'] === 'string') element.text += plain(below['#text']);
      else if ('#cdata' in below) element.text += nodes.parse(below['#cdata']).map((one) => (typeof one['#text'] === 'string' ? one['#text'] : '')).join('');
      else element.children.push(build(below, spaces));
    }
    return element;
  };
  const [raw, second] = nodes.parse(parser.parse(text)).filter((one) => !('#text' in one));
  if (!raw || second) throw new Unreadable('one root is wanted');
  return { root: build(raw, { '': '' }), uriOf, declared: /^<\?xml\s[^>]*?encoding="([\w-]+)"/.exec(text)?.[1] ?? '' };
}

export const childOf = (element: Element | undefined, name: string): Element | undefined => element?.children.find((one) => one.name === name);
export const textOf = (element: Element | undefined, name: string): string => (childOf(element, name)?.text ?? '').trim();

/** The bytes as text, when they are what the headers and the document itself say and what was agreed. */
export function decode(bytes: Buffer, contentType: string, charset: string): string {
  const said = /charset="?([\w-]+)"?/i.exec(contentType)?.[1] ?? '';
  if (said.toLowerCase() !== charset.toLowerCase()) throw new Unreadable(`charset ${said}`);
  try { return new TextDecoder(charset.toLowerCase(), { fatal: true }).decode(bytes); } catch { throw new Unreadable(`bytes that are not ${charset}`); }
}
export const encode = (text: string, charset: string): Buffer => iconv.encode(text, charset);

/** Who calls and what for. The body must hold one element of the province's namespace. */
export type Call = {
  operation: string; argument: Element;
  user: string; nonce: string; created: string; digest: string;
};

export function readCall(text: string, soap: string, namespace: string, charset: string): Call {
  const { root, uriOf, declared } = readDocument(text);
  if (declared !== '' && declared.toLowerCase() !== charset.toLowerCase()) throw new Unreadable(`declared ${declared}`);
  if (root.name !== 'Envelope' || uriOf.get(root) !== ENVELOPES[soap]) throw new Unreadable('no envelope');
  const asked = childOf(root, 'Body')?.children ?? [];
  const [operation] = asked;
  if (!operation || asked.length !== 1 || uriOf.get(operation) !== namespace) throw new Unreadable('no operation');
  const [argument] = operation.children;
  if (!argument || operation.children.length !== 1) throw new Unreadable('one argument is wanted');
  const security = childOf(childOf(root, 'Header'), 'Security');
  const token = childOf(security, 'UsernameToken');
  const password = childOf(token, 'Password');
  const created = childOf(token, 'Created');
  const nonce = childOf(token, 'Nonce');
  const proper = security && uriOf.get(security) === WSSE && created && uriOf.get(created) === WSU && password?.attributes['Type'] === DIGEST && nonce?.attributes['EncodingType'] === BASE64;
  return {
    operation: operation.name, argument, user: proper ? textOf(token, 'Username') : '',
    nonce: nonce?.text.trim() ?? '', created: created?.text.trim() ?? '', digest: password?.text.trim() ?? '',
  };
}

/** OASIS UsernameToken Profile 1.0, 3.1: Base64(SHA-1(nonce + created + password)), the nonce as bytes. */
export function isDigestOf(call: Call, password: string): boolean {
  const expected = createHash('sha1').update(Buffer.from(call.nonce, 'base64')).update(call.created, 'utf8').update(password, 'utf8').digest();
  const given = Buffer.from(call.digest, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What may be written: text, nothing, a record, or records of one name. */
export type Writable = string | number | null | { [name: string]: Writable } | { item: string; rows: readonly Writable[] };

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const isRows = (value: object): value is { item: string; rows: readonly Writable[] } => 'item' in value && 'rows' in value;

export function write(name: string, value: Writable): string {
  if (value === null) return `<${name}/>`;
  if (typeof value !== 'object') return `<${name}>${escape(String(value))}</${name}>`;
  if (isRows(value)) return `<${name}>${value.rows.map((row) => write(value.item, row)).join('')}</${name}>`;
  return `<${name}>${Object.entries(value).map(([inner, below]) => write(inner, below)).join('')}</${name}>`;
}

/** The answer's envelope; `payload` is markup already. */
export function envelope(soap: string, namespace: string, charset: string, operation: string, result: string, payload: string, style: 'elements' | 'text', root: string): string {
  const document = style === 'text' ? escape(`<?xml version="1.0" encoding="${charset}"?><${root}>${payload}</${root}>`) : payload;
  return `<?xml version="1.0" encoding="${charset}"?>\n<soap:Envelope xmlns:soap="${ENVELOPES[soap] ?? ''}"><soap:Body><m:${operation}Response xmlns:m="${namespace}">`
    + `<${result}>${document}</${result}></m:${operation}Response></soap:Body></soap:Envelope>`;
}

/** A SOAP fault, as frameworks write it when the code behind them throws. */
export function faultEnvelope(soap: string, charset: string, code: string, said: string): string {
  const body = soap === '1.2'
    ? `<soap:Fault><soap:Code><soap:Value>soap:${code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="zh">${escape(said)}</soap:Text></soap:Reason></soap:Fault>`
    : `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${escape(said)}</faultstring></soap:Fault>`;
  return `<?xml version="1.0" encoding="${charset}"?>\n<soap:Envelope xmlns:soap="${ENVELOPES[soap] ?? ''}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}
