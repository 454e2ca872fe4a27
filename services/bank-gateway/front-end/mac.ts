/**
 * Message authentication codes banks agree on, by name. All are compared in constant time and without regard to the case of hex
 * letters, which differs between the two sides of deployed systems. DES stands alone in OpenSSL 3's legacy provider, so single DES is
 * done as triple DES under one key thrice, which is the same.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const macAlgorithms = ['md5', 'sha256', 'sm3', 'hmac-sha256', 'x9.9', 'x9.19'] as const;
export type MacAlgorithm = (typeof macAlgorithms)[number];

/** Hex digits an algorithm gives. */
export const macLength: Readonly<Record<MacAlgorithm, number>> = { md5: 32, sha256: 64, sm3: 64, 'hmac-sha256': 64, 'x9.9': 16, 'x9.19': 16 };
/** What a secret must be: any text for a hash over it or a keyed hash, hex keys for DES (8 bytes; 16 for X9.19). */
export function secretProblem(algorithm: MacAlgorithm, secret: string | undefined): string | null {
  if (algorithm === 'x9.9') return /^[0-9a-f]{16}$/i.test(secret ?? '') ? null : 'X9.9 需要 16 位十六进制密钥 needs a key of 16 hex digits';
  if (algorithm === 'x9.19') return /^[0-9a-f]{32}$/i.test(secret ?? '') ? null : 'X9.19 需要 32 位十六进制密钥 needs a key of 32 hex digits';
  if (algorithm === 'hmac-sha256') return (secret ?? '').length >= 8 ? null : 'HMAC 需要至少 8 个字符的密钥 needs a secret of at least 8 characters';
  return null;
}

/** The code over bytes, hex in lower case. A hash takes its secret as part of the bytes; only keyed algorithms use `secret`. */
export function macOf(algorithm: MacAlgorithm, bytes: Buffer, secret: string): string {
  switch (algorithm) {
    case 'md5':
    case 'sha256':
    case 'sm3':
      return createHash(algorithm).update(bytes).digest('hex');
    case 'hmac-sha256': return createHmac('sha256', secret).update(bytes).digest('hex');
    case 'x9.9': return chained(bytes, Buffer.from(secret, 'hex')).toString('hex');
    case 'x9.19': {
      const key = Buffer.from(secret, 'hex');
      const [first, second] = [key.subarray(0, 8), key.subarray(8)];
      return des('encrypt', des('decrypt', chained(bytes, first), second), first).toString('hex');
    }
  }
}

/** Equal or not, in a time that does not tell where they differ. */
export function sameMac(ours: string, theirs: string): boolean {
  const [one, other] = [Buffer.from(ours.toLowerCase(), 'latin1'), Buffer.from(theirs.toLowerCase(), 'latin1')];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** ANSI X9.9: the last block of DES in CBC mode over the bytes, filled up with zeros. */
function chained(bytes: Buffer, key: Buffer): Buffer {
  const filled = Buffer.alloc(Math.max(8, Math.ceil(bytes.length / 8) * 8));
  bytes.copy(filled);
  const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), Buffer.alloc(8)).setAutoPadding(false);
  return Buffer.concat([cipher.update(filled), cipher.final()]).subarray(-8);
}

function des(way: 'encrypt' | 'decrypt', block: Buffer, key: Buffer): Buffer {
  const thrice = Buffer.concat([key, key, key]);
  const cipher = (way === 'encrypt' ? createCipheriv('des-ede3', thrice, null) : createDecipheriv('des-ede3', thrice, null)).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}
