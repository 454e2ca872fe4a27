import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyDamagedError, KeyMissingError, SecretChangedError, WrongMasterSecretError, openKeyStore, readMasterSecret } from './key-store.ts';
import type { KeyShelf, SecretMark, WrappedKey } from './key-store.ts';
import { verify } from './sm2.ts';

const cost = 16;
const secret = '一个足够长的主密钥 2026 abcdef';

function shelfInMemory(): KeyShelf<never> & { keys: Map<string, WrappedKey>; mark: SecretMark | undefined } {
  const shelf = {
    keys: new Map<string, WrappedKey>(),
    mark: undefined as SecretMark | undefined,
    readMark: () => Promise.resolve(shelf.mark),
    offerMark: (mark: SecretMark) => Promise.resolve((shelf.mark ??= mark)),
    find: (keyId: string) => Promise.resolve(shelf.keys.get(keyId)),
    put: (key: WrappedKey) => Promise.resolve(void shelf.keys.set(key.keyId, key)),
    replaceAll: (mark: SecretMark, rewrap: (key: WrappedKey) => WrappedKey) => {
      for (const [id, key] of shelf.keys) shelf.keys.set(id, rewrap(key));
      shelf.mark = mark;
      return Promise.resolve(shelf.keys.size);
    },
  };
  return shelf;
}

const message = Buffer.from('决定书');

describe('the key store', () => {
  it('signs with a key that was made before it was closed', async () => {
    const shelf = shelfInMemory();
    const made = await (await openKeyStore({ shelf, masterSecret: secret, cost })).create('seal-1');
    const opened = await (await openKeyStore({ shelf, masterSecret: secret, cost })).signer('seal-1');
    expect(opened.publicKey).toEqual(made.publicKey);
    expect(verify(made.publicKey, message, opened.sign(message))).toBe(true);
  });

  it('says in both languages that the secret is wrong', async () => {
    const shelf = shelfInMemory();
    await openKeyStore({ shelf, masterSecret: secret, cost });
    const wrong = openKeyStore({ shelf, masterSecret: `${secret}x`, cost });
    await expect(wrong).rejects.toThrow(WrongMasterSecretError);
    await expect(wrong).rejects.toThrow(/主密钥不正确.*master secret/);
  });

  it('shows a private key to nobody: not stored, not printed, not as JSON', async () => {
    const shelf = shelfInMemory();
    const signer = await (await openKeyStore({ shelf, masterSecret: secret, cost })).create('seal-1');
    const shown = inspect(signer, { depth: 9, showHidden: true }) + JSON.stringify(signer) + Object.keys(signer).join();
    expect(shown).not.toMatch(/private/i);
    expect(shown).toContain(signer.publicKey.toString('hex').slice(0, 16));
    expect(Buffer.from(shelf.keys.get('seal-1')?.wrapped ?? '', 'base64')).toHaveLength(16 + 48 + 32);
  });

  it('wraps under the new secret and forgets the old one', async () => {
    const shelf = shelfInMemory();
    const old = await openKeyStore({ shelf, masterSecret: secret, cost });
    const made = [await old.create('seal-1'), await old.create('seal-2')];
    const before = new Map(shelf.keys);
    const next = 'another secret, long enough';
    await openKeyStore({ shelf, masterSecret: next, previousSecret: secret, cost });
    expect(shelf.keys.get('seal-1')?.wrapped).not.toBe(before.get('seal-1')?.wrapped);
    await expect(openKeyStore({ shelf, masterSecret: secret, cost })).rejects.toThrow(WrongMasterSecretError);
    await expect(old.signer('seal-1')).rejects.toThrow(SecretChangedError);
    // and a second start with both settings still in place is an ordinary one
    const again = await openKeyStore({ shelf, masterSecret: next, previousSecret: secret, cost });
    expect((await again.signer('seal-2')).publicKey).toEqual(made[1]?.publicKey);
  });

  it('refuses a row in which any byte was changed, and one that was moved to another id', async () => {
    const shelf = shelfInMemory();
    const store = await openKeyStore({ shelf, masterSecret: secret, cost });
    await store.create('seal-1');
    const row = shelf.keys.get('seal-1') ?? { keyId: '', publicKey: '', wrapped: '' };
    await fc.assert(fc.asyncProperty(fc.nat({ max: 95 }), fc.integer({ min: 1, max: 255 }), async (index, difference) => {
      const bytes = Buffer.from(row.wrapped, 'base64');
      bytes[index] = (bytes[index] ?? 0) ^ difference;
      shelf.keys.set('seal-1', { ...row, wrapped: bytes.toString('base64') });
      await expect(store.signer('seal-1')).rejects.toThrow(KeyDamagedError);
    }), { numRuns: 60 });
    shelf.keys.set('seal-2', { ...row, keyId: 'seal-2' });
    await expect(store.signer('seal-2')).rejects.toThrow(KeyDamagedError);
    await expect(store.signer('seal-3')).rejects.toThrow(KeyMissingError);
  });

  it('takes no short secret, and no line end as part of one', () => {
    expect(() => readMasterSecret('too short\n')).toThrow('主密钥太短');
    expect(readMasterSecret(`${secret}\r\n`)).toBe(secret);
  });
});
