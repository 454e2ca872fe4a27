// SM2 signatures (GB/T 32918.2) and SM3 (GB/T 32905) as the rest of China reads them: user id 1234567812345678 in Z
// (GM/T 0009), signatures in DER, keys as PKCS#8 and SubjectPublicKeyInfo that the openssl command takes.
// Danger: node:crypto signs SM2 with an EMPTY user id, which nobody else accepts; the curve is sm-crypto-v2's here and
// only the hash is Node's. Private keys are plain bytes in this file; who may hold them is key-store.ts's business.

import { createECDH, createHash, randomBytes } from 'node:crypto';
import { sm2 as curve } from 'sm-crypto-v2';
import {
  DerError, bitString, bitsOf, childrenOf, explicit, integer, integerOf, objectIdentifier, objectIdentifierOf, octetString,
  octetsOf, readDer, sequence, tags, contextTag, expectTag,
} from './der.ts';

/** The user id of GM/T 0009 that enters Z whenever nobody agreed on another one. */
export const standardUserId = '1234567812345678';

/** Object identifiers of GM/T 0006. */
export const oids = {
  ecPublicKey: '1.2.840.10045.2.1',
  sm2Curve: '1.2.156.10197.1.301',
  sm3: '1.2.156.10197.1.401',
  sm2WithSm3: '1.2.156.10197.1.501',
} as const;

/** A key pair: `privateKey` 32 bytes, `publicKey` the uncompressed point of 65 bytes. */
export type Sm2KeyPair = { readonly privateKey: Buffer; readonly publicKey: Buffer };

const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const paddedHex = (value: bigint): string => value.toString(16).padStart(64, '0');

/** The SM3 digest, 32 bytes. */
export const sm3 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A fresh key from the operating system's randomness; d lies in [1, n-2] as GB/T 32918.1 §6.1 asks. */
export function generateKeyPair(): Sm2KeyPair {
  for (;;) {
    const privateKey = randomBytes(32);
    const value = numberOf(privateKey);
    if (value >= 1n && value <= order - 2n) return { privateKey, publicKey: publicKeyOf(privateKey) };
  }
}

/** The public point of a private key. */
export const publicKeyOf = (privateKey: Uint8Array): Buffer =>
  Buffer.from(curve.getPublicKeyFromPrivateKey(Buffer.from(privateKey).toString('hex')), 'hex');

/** Is this an uncompressed point on the SM2 curve? */
export function isPublicKey(point: Uint8Array): boolean {
  if (point.length !== 65 || point[0] !== 0x04) return false;
  try {
    return curve.verifyPublicKey(Buffer.from(point).toString('hex'));
  } catch {
    return false;
  }
}

/** Z of GB/T 32918.2 §5.5: what binds user id, curve and key into every signature. Constant per key, so keep it. */
export const identityDigest = (publicKey: Uint8Array, userId: string = standardUserId): Buffer =>
  Buffer.from(curve.getZ(Buffer.from(publicKey).toString('hex'), userId));

/** The number that is signed: SM3(Z ‖ message). Takes Z ready made, so that a signer computes it once. */
export const messageDigest = (identity: Uint8Array, message: Uint8Array): Buffer => sm3(identity, message);

/** A fresh k and the x of k·G, for one signature. OpenSSL's generator takes half the time of the JavaScript one. */
function freshPoint(): { k: bigint; x1: bigint } {
  const ephemeral = createECDH('SM2');
  const point = ephemeral.generateKeys();
  return { k: numberOf(ephemeral.getPrivateKey()), x1: numberOf(point.subarray(1, 33)) };
}

/** Signs a digest made by `messageDigest`; fresh randomness every time. The result is DER of {r, s}. */
export function signDigest(privateKey: Uint8Array, digest: Uint8Array): Buffer {
  const raw = curve.doSignature(Uint8Array.from(digest), Buffer.from(privateKey).toString('hex'), { hash: false, der: false, pointPool: [freshPoint()] });
  return sequence(integer(BigInt(`0x${raw.slice(0, 64)}`)), integer(BigInt(`0x${raw.slice(64)}`)));
}

/** Signs a message with the standard user id. */
export const sign = (key: Sm2KeyPair, message: Uint8Array): Buffer =>
  signDigest(key.privateKey, messageDigest(identityDigest(key.publicKey), message));

/**
 * Does the DER signature belong to this message and key? Anything malformed is simply false.
 * Ranges are checked here (GB/T 32918.2 §7.1 B1, B2): the curve code below does not.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array, userId: string = standardUserId): boolean {
  if (!isPublicKey(publicKey)) return false;
  let r: bigint;
  let s: bigint;
  try {
    const parts = childrenOf(readDer(signature), tags.sequence, 'signature');
    if (parts.length !== 2) return false;
    r = integerOf(parts[0], 'r');
    s = integerOf(parts[1], 's');
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
  if (r < 1n || r >= order || s < 1n || s >= order || (r + s) % order === 0n) return false;
  const digest = messageDigest(identityDigest(publicKey, userId), message);
  try {
    return curve.doVerifySignature(Uint8Array.from(digest), paddedHex(r) + paddedHex(s), Buffer.from(publicKey).toString('hex'), { hash: false, der: false });
  } catch {
    return false; // the point at infinity and its kin: no signature
  }
}

const algorithm = sequence(objectIdentifier(oids.ecPublicKey), objectIdentifier(oids.sm2Curve));

/** SubjectPublicKeyInfo, DER. */
export const publicKeyInfo = (publicKey: Uint8Array): Buffer => sequence(algorithm, bitString(publicKey));

/** The point in a SubjectPublicKeyInfo. Throws DerError when it is not an SM2 key. */
export function publicKeyOfInfo(info: Uint8Array): Buffer {
  const [identifier, key, ...more] = childrenOf(readDer(info), tags.sequence, 'SubjectPublicKeyInfo');
  if (more.length > 0) throw new DerError('公钥信息有多余内容 SubjectPublicKeyInfo holds too much');
  const [type, parameters] = childrenOf(expectTag(identifier, tags.sequence, 'algorithm'), tags.sequence, 'algorithm');
  if (objectIdentifierOf(type, 'algorithm') !== oids.ecPublicKey || objectIdentifierOf(parameters, 'curve') !== oids.sm2Curve) {
    throw new DerError('不是 SM2 公钥 not an SM2 public key');
  }
  const point = bitsOf(key, 'public key');
  if (!isPublicKey(point)) throw new DerError('公钥不在 SM2 曲线上 the public key is not a point of the SM2 curve');
  return Buffer.from(point);
}

/** PKCS#8 PrivateKeyInfo, DER, with the public key inside (RFC 5915), as openssl writes it. */
export const privateKeyInfo = (key: Sm2KeyPair): Buffer =>
  sequence(integer(0), algorithm, octetString(sequence(integer(1), octetString(key.privateKey), explicit(1, bitString(key.publicKey)))));

/** The key pair in a PKCS#8 PrivateKeyInfo. Throws DerError when it is not one of SM2 or its halves disagree. */
export function keyPairOfInfo(info: Uint8Array): Sm2KeyPair {
  const [, identifier, inner] = childrenOf(readDer(info), tags.sequence, 'PrivateKeyInfo');
  const [type, parameters] = childrenOf(expectTag(identifier, tags.sequence, 'algorithm'), tags.sequence, 'algorithm');
  if (objectIdentifierOf(type, 'algorithm') !== oids.ecPublicKey || objectIdentifierOf(parameters, 'curve') !== oids.sm2Curve) {
    throw new DerError('不是 SM2 私钥 not an SM2 private key');
  }
  const parts = childrenOf(readDer(octetsOf(inner, 'private key')), tags.sequence, 'ECPrivateKey');
  const privateKey = Buffer.from(octetsOf(parts[1], 'private key'));
  const value = numberOf(privateKey);
  if (privateKey.length !== 32 || value < 1n || value > order - 2n) throw new DerError('SM2 私钥超出范围 the private key is out of range');
  const publicKey = publicKeyOf(privateKey);
  const stated = parts.find((part) => part.tag === contextTag(1));
  if (stated !== undefined && !bitsOf(readDer(stated.content), 'public key').equals(publicKey)) {
    throw new DerError('公私钥不匹配 the public key does not belong to the private key');
  }
  return { privateKey, publicKey };
}

/** Wraps DER as PEM with 64 characters a line. */
export function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The DER inside the first PEM block with that label. Throws DerError when there is none. */
export function derOfPem(text: string, label: string): Buffer {
  const match = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(text);
  if (match?.[1] === undefined) throw new DerError(`没有 ${label} no PEM block "${label}"`);
  return Buffer.from(match[1].replace(/\s/g, ''), 'base64');
}

export const publicKeyPem = (publicKey: Uint8Array): string => pem('PUBLIC KEY', publicKeyInfo(publicKey));
export const privateKeyPem = (key: Sm2KeyPair): string => pem('PRIVATE KEY', privateKeyInfo(key));
