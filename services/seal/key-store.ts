// Private keys: held, never shown. Each lies wrapped with SM4-CBC and HMAC-SM3 (encrypt, then authenticate) under a key
// that scrypt derives from the master secret; this file is the only one that unwraps, and what it hands out can sign and
// nothing else. There is no default secret, a wrong one is told at start, and changing it rewraps every key at once.

import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import { generateKeyPair, identityDigest, messageDigest, publicKeyOf, signDigest } from './sm2.ts';

/** What the secret is checked against: salt, cost of scrypt, and a code only the right secret gives. Base64. */
export type SecretMark = { readonly salt: string; readonly cost: number; readonly code: string };

/** A wrapped key: public point as hex, the rest opaque base64. */
export type WrappedKey = { readonly keyId: string; readonly publicKey: string; readonly wrapped: string };

/** Where marks and wrapped keys lie. `T` is a transaction of the caller's, so that a key and its seal appear together. */
export type KeyShelf<T> = {
  readMark(): Promise<SecretMark | undefined>;
  /** Keeps the first mark ever offered and gives back the one kept. */
  offerMark(mark: SecretMark): Promise<SecretMark>;
  find(keyId: string, transaction?: T): Promise<WrappedKey | undefined>;
  put(key: WrappedKey, transaction?: T): Promise<void>;
  /** Replaces the mark and every key in one step; `rewrap` runs inside it. Other copies of the service wait meanwhile. */
  replaceAll(mark: SecretMark, rewrap: (key: WrappedKey) => WrappedKey): Promise<number>;
};

/** Can sign, and tell its public key; nothing else can be had from it. */
export type Signer = { readonly publicKey: Buffer; sign(bytes: Uint8Array): Buffer };

/** The master secret does not open this key store. Says what to do, in both languages. */
export class WrongMasterSecretError extends Error {
  override readonly name = 'WrongMasterSecretError';
  constructor() {
    super('印章密钥库无法打开：主密钥不正确，请核对主密钥文件后重新启动 · the key store does not open: the master secret is not the one it was closed with; check the secret’s file and start again');
  }
}

/** Another copy of the service changed the master secret while this one was running. */
export class SecretChangedError extends Error {
  override readonly name = 'SecretChangedError';
  constructor() {
    super('主密钥已由另一实例更换，请以新的主密钥重新启动本实例 · another copy of the service changed the master secret; start this one again with the new secret');
  }
}

/** A row of the key store is not what this service wrote. */
export class KeyDamagedError extends Error {
  override readonly name = 'KeyDamagedError';
  constructor(keyId: string) {
    super(`印章密钥 ${keyId} 已被改动或损坏，不得使用，请从备份恢复 · key ${keyId} was altered or damaged; do not use it, restore it from the backup`);
  }
}

/** No such key. */
export class KeyMissingError extends Error {
  override readonly name = 'KeyMissingError';
  constructor(keyId: string) {
    super(`印章密钥 ${keyId} 不存在 · there is no key ${keyId}`);
  }
}

/** scrypt's N: 2¹⁵ with r = 8 takes 32 MB and about a tenth of a second, once at start. */
export const standardCost = 32_768;
const domain = Buffer.from('zone-hub seal key v1');

type Keys = { readonly encryption: Buffer; readonly authentication: Buffer };

/** The secret as its file holds it: at least 16 characters, line ends at the end do not count. */
export function readMasterSecret(text: string): string {
  const secret = text.replace(/[\r\n]+$/, '');
  if (secret.length < 16) throw new Error('主密钥太短：至少 16 个字符 · the master secret is too short: 16 characters at least');
  return secret;
}

async function deriveKeys(secret: string, salt: Buffer, cost: number): Promise<Keys> {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    scrypt(secret.normalize('NFC'), salt, 48, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }, (error, key) => (error ? reject(error) : resolve(key)));
  });
  return { encryption: bytes.subarray(0, 16), authentication: bytes.subarray(16) };
}

const markCode = (keys: Keys): string => createHmac('sm3', keys.authentication).update(domain).update('mark').digest('base64');
const sameText = (one: string, two: string): boolean => one.length === two.length && timingSafeEqual(Buffer.from(one), Buffer.from(two));

function authenticate(keys: Keys, keyId: string, publicKey: Uint8Array, sealed: Uint8Array): Buffer {
  const id = Buffer.from(keyId, 'utf8');
  return createHmac('sm3', keys.authentication).update(domain).update(Buffer.from([id.length])).update(id).update(publicKey).update(sealed).digest();
}

function wrap(keys: Keys, keyId: string, publicKey: Buffer, privateKey: Uint8Array): WrappedKey {
  const iv = randomBytes(16);
  const cipher = createCipheriv('sm4-cbc', keys.encryption, iv);
  const sealed = Buffer.concat([iv, cipher.update(privateKey), cipher.final()]);
  return { keyId, publicKey: publicKey.toString('hex'), wrapped: Buffer.concat([sealed, authenticate(keys, keyId, publicKey, sealed)]).toString('base64') };
}

function unwrap(keys: Keys, key: WrappedKey): Buffer {
  const all = Buffer.from(key.wrapped, 'base64');
  const publicKey = Buffer.from(key.publicKey, 'hex');
  const [sealed, code] = [all.subarray(0, -32), all.subarray(-32)];
  if (all.length < 64 || !timingSafeEqual(code, authenticate(keys, key.keyId, publicKey, sealed))) throw new KeyDamagedError(key.keyId);
  const decipher = createDecipheriv('sm4-cbc', keys.encryption, sealed.subarray(0, 16));
  const privateKey = Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]);
  if (!publicKeyOf(privateKey).equals(publicKey)) throw new KeyDamagedError(key.keyId);
  return privateKey;
}

/** Signs with a key nobody sees: the bytes sit in a private field and printing shows the public half only. */
class HeldKey implements Signer {
  readonly publicKey: Buffer;
  readonly #privateKey: Buffer;
  readonly #identity: Buffer;
  constructor(privateKey: Buffer, publicKey: Buffer) {
    this.publicKey = publicKey;
    this.#privateKey = privateKey;
    this.#identity = identityDigest(publicKey);
  }
  sign(bytes: Uint8Array): Buffer {
    return signDigest(this.#privateKey, messageDigest(this.#identity, bytes));
  }
  toJSON(): { publicKey: string } {
    return { publicKey: this.publicKey.toString('hex') };
  }
  [inspect.custom](): string {
    return `HeldKey ${this.publicKey.toString('hex').slice(0, 16)}…`;
  }
}

/** The open key store. */
export type KeyStore<T> = {
  /** Makes a key under a new id and stores it wrapped, inside the caller's transaction if one is given. */
  create(keyId: string, transaction?: T): Promise<Signer>;
  /** The signer with that id. Throws KeyMissingError, KeyDamagedError, SecretChangedError. */
  signer(keyId: string, transaction?: T): Promise<Signer>;
};

/**
 * Opens the store, or closes a new one with this secret. With `previousSecret` and a store still closed with that, every
 * key is rewrapped to `masterSecret` in one step; a store that has been rewrapped already opens as usual.
 * Throws WrongMasterSecretError.
 */
export async function openKeyStore<T>(options: { shelf: KeyShelf<T>; masterSecret: string; previousSecret?: string; cost?: number }): Promise<KeyStore<T>> {
  const { shelf, masterSecret, previousSecret, cost = standardCost } = options;
  const freshMark = async (): Promise<{ mark: SecretMark; keys: Keys }> => {
    const salt = randomBytes(16);
    const keys = await deriveKeys(masterSecret, salt, cost);
    return { keys, mark: { salt: salt.toString('base64'), cost, code: markCode(keys) } };
  };
  const keysIfRight = async (secret: string, mark: SecretMark): Promise<Keys | null> => {
    const keys = await deriveKeys(secret, Buffer.from(mark.salt, 'base64'), mark.cost);
    return sameText(markCode(keys), mark.code) ? keys : null;
  };

  let mark = await shelf.readMark();
  let keys: Keys | null = null;
  if (!mark) {
    const fresh = await freshMark();
    mark = await shelf.offerMark(fresh.mark);
    // Another copy may have been first; then its mark counts.
    if (mark.code === fresh.mark.code) keys = fresh.keys;
  }
  keys ??= await keysIfRight(masterSecret, mark);
  if (keys === null && previousSecret !== undefined) {
    const old = await keysIfRight(previousSecret, mark);
    if (old !== null) {
      const fresh = await freshMark();
      try {
        await shelf.replaceAll(fresh.mark, (key) => wrap(fresh.keys, key.keyId, Buffer.from(key.publicKey, 'hex'), unwrap(old, key)));
        keys = fresh.keys;
      } catch (error) {
        // Another copy that started together with this one may have rewrapped them a moment earlier.
        const present = await shelf.readMark();
        keys = present ? await keysIfRight(masterSecret, present) : null;
        if (keys === null) throw error;
      }
    }
  }
  if (keys === null) throw new WrongMasterSecretError();
  const open = keys;
  const code = markCode(open);
  const held = new Map<string, Signer>();

  return {
    async create(keyId, transaction) {
      const pair = generateKeyPair();
      await shelf.put(wrap(open, keyId, pair.publicKey, pair.privateKey), transaction);
      // Not kept in memory: the caller's transaction may still be rolled back.
      return new HeldKey(pair.privateKey, pair.publicKey);
    },
    async signer(keyId, transaction) {
      const known = held.get(keyId);
      if (known) return known;
      const found = await shelf.find(keyId, transaction);
      if (!found) throw new KeyMissingError(keyId);
      let privateKey: Buffer;
      try {
        privateKey = unwrap(open, found);
      } catch (error) {
        // Damage and a changed secret look alike from one row; the mark tells them apart.
        if ((await shelf.readMark())?.code !== code) throw new SecretChangedError();
        throw error;
      }
      const signer = new HeldKey(privateKey, Buffer.from(found.publicKey, 'hex'));
      held.set(keyId, signer);
      return signer;
    },
  };
}
