/**
 * The aggregator's side of the envelope, from its own reading of the specification: the generator of Java seeded with the key's text, blocks of
 * PKCS#1 taken off by hand, the digest signed over fields in the order of their names. It shares no code with the hub's side, so
 * that a misreading shows.
 */
import { constants, createCipheriv, createDecipheriv, createHash, createSign, createVerify, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto';
import { freshId } from '../../../../infra/chance.ts';

export type Message = Record<string, string | Record<string, string>[]>;

/** Java's SHA1PRNG: the state is the digest of the seed, each output the digest of the state, which then moves on by the output. */
function sha1Prng(seed: Buffer, wanted: number): Buffer {
  let state = createHash('sha1').update(seed).digest();
  const out: Buffer[] = [];
  for (let have = 0; have < wanted; have += 20) {
    const next = createHash('sha1').update(state).digest();
    out.push(next);
    let carry = 1;
    state = Buffer.from(state.map((byte, at) => {
      const sum = ((byte << 24) >> 24) + (((next[at] ?? 0) << 24) >> 24) + carry;
      carry = sum >> 8;
      return sum & 0xff;
    }));
  }
  return Buffer.concat(out).subarray(0, wanted);
}

/** The text that is signed. */
export function digestText(message: Message): string {
  const text: string[] = [];
  for (const name of Object.keys(message).sort()) {
    const value = message[name];
    if (name === 'SIGN_INF' || value === undefined || value === '') continue;
    if (typeof value === 'string') { text.push(`${name}=${value}`); continue; }
    for (const row of value.toSorted((a, b) => Number(a['SN']) - Number(b['SN']))) {
      for (const column of Object.keys(row).sort()) if (row[column]) text.push(`${column}=${row[column]}`);
    }
  }
  return text.join('&');
}

/** Seals a message for the hub. `unsigned` are left out of the signature; `spoil` breaks it, as a forger's would be. */
export function sealFor(hub: KeyObject, own: KeyObject, message: Message, options: { unsigned?: readonly string[]; spoil?: 'signature' | 'key' } = {}): string {
  const signed = Object.fromEntries(Object.entries(message).filter(([name]) => !options.unsigned?.includes(name)));
  const signature = createSign('RSA-SHA256').update(digestText(signed) + (options.spoil === 'signature' ? ' ' : ''), 'utf8').sign(own, 'base64');
  const keyText = freshId().replaceAll('-', '').toUpperCase();
  const cipher = createCipheriv('aes-128-ecb', sha1Prng(Buffer.from(keyText, 'utf8'), 16), null);
  const data = cipher.update(JSON.stringify({ ...message, SIGN_INF: signature }), 'utf8', 'base64') + cipher.final('base64');
  const key = publicEncrypt({ key: hub, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(keyText, 'utf8'));
  if (options.spoil === 'key') key[key.length - 1] = (key[key.length - 1] ?? 0) ^ 1;
  return JSON.stringify({ Tprt_Mode: '1', Tprt_Parm: key.toString('hex'), IttParty_Sys_Id: 'AGG', Bsn_Data: data });
}

/** Opens what the hub has sealed. Throws when it is not readable or not signed by it. */
export function openFrom(hub: KeyObject, own: KeyObject, text: string): Message {
  const envelope = JSON.parse(text) as { Tprt_Mode?: string; Tprt_Parm?: string; Bsn_Data?: string };
  if (envelope.Tprt_Mode !== '1' || !/^[0-9a-f]+$/.test(envelope.Tprt_Parm ?? '')) throw new Error('Tprt_Parm must be lower-case hex');
  const block = privateDecrypt({ key: own, padding: constants.RSA_NO_PADDING }, Buffer.from(envelope.Tprt_Parm ?? '', 'hex'));
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Error('padding');
  const keyText = block.subarray(end + 1).toString('utf8');
  if (!/^[0-9a-f]{32}$/.test(keyText)) throw new Error('the key must be 32 hex characters');
  const decipher = createDecipheriv('aes-128-ecb', sha1Prng(Buffer.from(keyText, 'utf8'), 16), null);
  const message = JSON.parse(decipher.update(envelope.Bsn_Data ?? '', 'base64', 'utf8') + decipher.final('utf8')) as Message;
  const signature = message['SIGN_INF'];
  if (typeof signature !== 'string' || !createVerify('RSA-SHA256').update(digestText(message), 'utf8').verify(hub, signature, 'base64')) throw new Error('signature');
  return message;
}
