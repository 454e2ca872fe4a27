/**
 * The two-step variant of the national convention: a first call, signed with the application's own key, is answered with a secret for the
 * calls that follow, enciphered with AES-128 under a key made from the same application key. Until it ends or the province no longer
 * knows it, calls are signed with that secret; several callers wait for one and the same first call.
 */
import { createDecipheriv, createHash } from 'node:crypto';

/**
 * Java's `SHA1PRNG` seeded once gives, as its first 16 bytes, SHA-1 of SHA-1 of the seed: what provinces' Java code makes a key of by
 * `KeyGenerator.getInstance("AES")`. No way to make a key, but theirs.
 */
export function keyOf(appKey: string): Buffer {
  const sha1 = (bytes: Buffer): Buffer => createHash('sha1').update(bytes).digest();
  return sha1(sha1(Buffer.from(appKey, 'utf8'))).subarray(0, 16);
}

/** The secret in the clear; null when it was not enciphered under this key. Java's `Cipher.getInstance("AES")` means ECB with PKCS #5 padding. */
export function openSecret(enciphered: string, appKey: string, encoding: 'base64' | 'hex'): string | null {
  const bytes = Buffer.from(enciphered, encoding);
  if (bytes.length === 0 || bytes.length % 16 !== 0) return null;
  try {
    const decipher = createDecipheriv('aes-128-ecb', keyOf(appKey), null);
    const secret = Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8');
    // A wrong key passes the padding once in some 250 times: a secret is printable.
    return /^[\x21-\x7e]{8,200}$/.test(secret) ? secret : null;
  } catch {
    return null;
  }
}

/** A secret that is fetched when there is none, kept for a while, and dropped when the province does not know it any more. */
export function secretKeeper(settings: { lifetimeMs: number; now: () => number; fetch: () => Promise<string | null> }): { take(): Promise<string | null>; drop(secret: string): void } {
  let kept: { secret: string; until: number } | null = null;
  let asking: Promise<string | null> | null = null;
  return {
    take() {
      if (kept && settings.now() < kept.until) return Promise.resolve(kept.secret);
      asking ??= settings.fetch().then((secret) => {
        kept = secret === null ? null : { secret, until: settings.now() + settings.lifetimeMs };
        return secret;
      }).finally(() => { asking = null; });
      return asking;
    },
    // Only the one that was refused: another caller may have fetched a new one meanwhile.
    drop(secret) { if (kept?.secret === secret) kept = null; },
  };
}
