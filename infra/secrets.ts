/**
 * What a service keeps from others: one secret file, from which a key for each purpose is derived. The first line seals;
 * further lines, the older secrets, still open what they sealed, so that a secret can be changed without losing anything.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { freshSecret } from './chance.ts';

export interface Secrets {
  /** Text only this service can read again, bound to its purpose. */
  seal(purpose: string, text: string): string;
  /** The text, or undefined when it was not sealed by us for this purpose. */
  open(purpose: string, sealed: string): string | undefined;
  /** A proof that only this service can make. */
  proof(purpose: string, text: string): string;
  /** A derived key as text, newest first. */
  keys(purpose: string): string[];
}

/** Reads the secret file. Throws when it holds less than 32 characters in its first line. */
export function readSecrets(file: string): Secrets {
  const lines = readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if ((lines[0] ?? '').length < 32) throw new Error('secret file 密钥文件: 首行至少 32 个字符 the first line needs at least 32 characters');
  return openSecrets(lines);
}

/** Every service has its own secret; another salt would only close what is sealed already. */
const salt = 'zone-hub/console';

/** The same for secrets at hand. */
export function openSecrets(secrets: readonly string[]): Secrets {
  const derived = new Map<string, Buffer[]>();
  const keysOf = (purpose: string): Buffer[] => {
    const known = derived.get(purpose) ?? secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, salt, purpose, 32)));
    derived.set(purpose, known);
    return known;
  };
  const newest = (purpose: string): Buffer => {
    const [key] = keysOf(purpose);
    if (!key) throw new Error('no secret');
    return key;
  };
  return {
    seal(purpose, text) {
      const nonce = Buffer.from(freshSecret(12), 'base64url');
      const cipher = createCipheriv('aes-256-gcm', newest(purpose), nonce);
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < 28) return undefined;
      for (const key of keysOf(purpose)) {
        try {
          const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
          decipher.setAuthTag(bytes.subarray(-16));
          return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
        } catch { /* Sealed under an older secret, or not by us. */ }
      }
      return undefined;
    },
    proof: (purpose, text) => createHmac('sha256', newest(purpose)).update(text).digest('base64url'),
    keys: (purpose) => keysOf(purpose).map((key) => key.toString('base64url')),
  };
}
