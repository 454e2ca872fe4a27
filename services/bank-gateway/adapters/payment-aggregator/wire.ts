/**
 * How the aggregator's envelopes are made and opened. A fresh key travels under the other side's RSA key, the business under that key, and a
 * signature over the business inside it. Promises: what cannot be opened or whose signature is wrong comes back as null, without
 * telling which; nothing is ever read from it.
 *
 * Two things of the deployed peers are kept as they are: the AES key is not the bytes sent but what Java's SHA1PRNG makes of the text
 * (twice SHA-1), and the RSA padding is that of PKCS#1 v1.5, which Node 20 refuses to take off (CVE-2023-46809): it is opened without
 * padding and taken off here, going on with a key of chance when it is wrong, so that nobody learns from the answer what was wrong.
 */
import { constants, createCipheriv, createDecipheriv, createHash, privateDecrypt, publicEncrypt, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { freshId } from '../../../../infra/chance.ts';

/** One business message: texts, and lists of rows of texts. */
export type Fields = Readonly<Record<string, string | readonly Row[]>>;
export type Row = Readonly<Record<string, string>>;

export interface Keys {
  /** Ours: opens what is sealed for us, signs what we say. */
  readonly own: KeyObject;
  /** The channel's: seals for it, checks what it has signed. */
  readonly peer: KeyObject;
}

const Envelope = z.object({ Tprt_Parm: z.string().regex(/^(?:[0-9a-fA-F]{2})+$/).max(8_192), Bsn_Data: z.string().min(1).max(8 * 1024 * 1024) });
const written = z.union([z.string(), z.number().transform(String), z.null().transform(() => '')]);
const Business = z.record(z.string(), z.union([written, z.array(z.record(z.string(), written))]));

/** Java: KeyGenerator.init(128, SecureRandom "SHA1PRNG" seeded with the text). Its first bytes are the SHA-1 of the SHA-1 of the seed. */
export function aesKeyOf(keyText: string): Buffer {
  const once = createHash('sha1').update(keyText, 'utf8').digest();
  return createHash('sha1').update(once).digest().subarray(0, 16);
}

/** The envelope of a message, signed and sealed. */
export function seal(fields: Fields, keys: Keys, systemId: string): string {
  const keyText = freshId().replaceAll('-', '');
  const signed = { ...fields, SIGN_INF: sign('sha256', Buffer.from(signedText(fields, [], 'number'), 'utf8'), keys.own).toString('base64') };
  const cipher = createCipheriv('aes-128-ecb', aesKeyOf(keyText), null);
  const body = Buffer.concat([cipher.update(JSON.stringify(signed), 'utf8'), cipher.final()]).toString('base64');
  // One block holds the 32 characters under any key of 43 bytes and more.
  const key = publicEncrypt({ key: keys.peer, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(keyText, 'latin1')).toString('hex');
  return JSON.stringify({ Tprt_Mode: '1', Tprt_Parm: key, IttParty_Sys_Id: systemId, Bsn_Data: body });
}

/** The message in an envelope; null when it cannot be opened or its signature is wrong. `unsigned` are the names the signature leaves out. */
export function open(text: string, keys: Keys, unsigned: readonly string[]): Fields | null {
  try {
    const envelope = Envelope.parse(JSON.parse(text));
    const decipher = createDecipheriv('aes-128-ecb', aesKeyOf(keyTextOf(Buffer.from(envelope.Tprt_Parm, 'hex'), keys.own)), null);
    const plain = Buffer.concat([decipher.update(Buffer.from(envelope.Bsn_Data, 'base64')), decipher.final()]).toString('utf8');
    const fields = Business.parse(JSON.parse(plain));
    const { SIGN_INF: signature, ...said } = fields;
    if (typeof signature !== 'string' || signature === '') return null;
    const bytes = Buffer.from(signature, 'base64');
    // "Sorted by SN" is read by some as numbers and by others as texts; both are the channel's own words, only their order differs.
    const readings = new Set([signedText(said, unsigned, 'number'), signedText(said, unsigned, 'text')]);
    return [...readings].some((reading) => verify('sha256', Buffer.from(reading, 'utf8'), keys.peer, bytes)) ? said : null;
  } catch { return null; }
}

/** What is signed: the fields that say something, by name, joined by `&`; in place of a list its rows by SN, each by name. */
export function signedText(fields: Fields, unsigned: readonly string[], order: 'number' | 'text'): string {
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);
  const pairs = (row: Row): string => Object.entries(row).filter(([, value]) => value !== '').sort(byName).map(([name, value]) => `${name}=${value}&`).join('');
  const bySn = (a: Row, b: Row): number => {
    const [one, other] = [a['SN'] ?? '', b['SN'] ?? ''];
    return order === 'number' ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0;
  };
  return Object.entries(fields).filter(([name, value]) => name !== 'SIGN_INF' && value.length > 0 && !unsigned.includes(name)).sort(byName)
    .map(([name, value]) => (typeof value === 'string' ? `${name}=${value}&` : [...value].sort(bySn).map(pairs).join('')))
    .join('').replace(/&$/, '');
}

/** The text of the AES key. Never throws and takes as long for a wrong padding as for a right one. */
function keyTextOf(sealed: Buffer, own: KeyObject): string {
  const size = (own.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const instead = freshId().replaceAll('-', '');
  if (size === 0 || sealed.length === 0 || sealed.length % size !== 0) return instead;
  const parts: string[] = [];
  let wrong = 0;
  for (let at = 0; at < sealed.length; at += size) {
    let block: Buffer;
    try { block = privateDecrypt({ key: own, padding: constants.RSA_NO_PADDING }, sealed.subarray(at, at + size)); } catch { return instead; }
    // 00 02, at least eight bytes that are not 00, 00, the message.
    let end = 0;
    for (let place = size - 1; place >= 2; place -= 1) if (block[place] === 0) end = place;
    wrong |= (block[0] ?? 1) | ((block[1] ?? 0) ^ 2) | (end < 10 ? 1 : 0);
    parts.push(block.subarray(end + 1).toString('latin1'));
  }
  const text = parts.join('');
  return wrong === 0 ? text : instead;
}
