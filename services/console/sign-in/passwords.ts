/**
 * Passwords of the embedded provider: kept as scrypt hashes, compared in constant time, locked after repeated mistakes. An
 * unknown login costs the same time and gets the same answer as a wrong password, so nobody learns who works here.
 */
import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import { freshSecret } from '../../../infra/chance.ts';
import type { Clock } from '../../../infra/clock.ts';
import { rowsOf, type Database } from '../../../infra/database.ts';

/** 2^15 × 8 × 3 (OWASP password storage, one of its equivalent settings): 32 MB for a fifth of a second. */
const cost = { N: 32_768, r: 8, p: 3 } as const;
const wrongTries = 5;
/** Wrong tries from all addresses together: the page stands on the open net, and a stranger must not lock the hall out so cheaply. */
const wrongTriesOfAll = 50;
const lockMs = 15 * 60_000;
/** Wrong tries are forgotten after this long without another. */
const forgetMs = 60 * 60_000;
export const leastLength = 12;

export type Tried = { kind: 'right'; mustChange: boolean } | { kind: 'wrong' } | { kind: 'locked'; until: Date };

export interface Passwords {
  /** Tries a password from an address. `subject` undefined: nobody has this login. */
  tryOut(login: string, subject: string | undefined, password: string, address: string): Promise<Tried>;
  /** Sets a password and forgets wrong tries. */
  set(subject: string, login: string, password: string, mustChange: boolean): Promise<void>;
  /** A password a person can type, shown once. */
  fresh(): string;
}

/** `initial`: passwords that hold until a person has one of its own; from the bootstrap file. */
export function openPasswords(options: { database: Database; clock: Clock; initial: ReadonlyMap<string, { password: string; mustChange: boolean }> }): Passwords {
  const { database, clock, initial } = options;
  let decoy: Promise<string> | undefined;
  return {
    async tryOut(login, subject, password, address) {
      const key = digest(login.trim().toLowerCase());
      const [here, anywhere] = [digest(address), digest('')];
      const now = clock.now();
      const failed = await rowsOf<{ locked_until: Date | null }>(database, 'SELECT locked_until FROM failed_sign_ins WHERE login_hash = ? AND address_hash IN (?, ?)', [key, here, anywhere]);
      const locked = failed.find((one) => one.locked_until !== null && one.locked_until > now)?.locked_until;
      if (locked) return { kind: 'locked', until: locked };
      const [row] = subject === undefined ? [] : await rowsOf<{ hash: string; must_change: number }>(database, 'SELECT hash, must_change FROM passwords WHERE subject = ?', [subject]);
      const first = subject === undefined ? undefined : initial.get(subject);
      let right: boolean;
      if (row) right = await matches(password, row.hash);
      else {
        // The same work whether there is such a person or not.
        await matches(password, await (decoy ??= hashOf(freshSecret())));
        right = first !== undefined && equal(password, first.password);
        if (right && subject !== undefined) await store(subject, password, first?.mustChange ?? true);
      }
      if (right) {
        if (failed.length > 0) await database('failed_sign_ins').where({ login_hash: key, address_hash: here }).delete();
        return { kind: 'right', mustChange: row ? row.must_change === 1 : first?.mustChange ?? true };
      }
      const until = new Date(now.getTime() + lockMs);
      for (const [from, most] of [[here, wrongTries], [anywhere, wrongTriesOfAll]] as const) {
        // Counted in the database, by one statement: two copies of the service must not grant ten tries.
        await database.raw(
          `INSERT INTO failed_sign_ins (login_hash, address_hash, failures, last_at, locked_until) VALUES (?, ?, 1, ?, NULL)
           ON DUPLICATE KEY UPDATE failures = IF(last_at < ?, 1, failures + 1), last_at = VALUES(last_at), locked_until = IF(failures >= ?, ?, NULL)`,
          [key, from, now, new Date(now.getTime() - forgetMs), most, until]);
      }
      const after = await rowsOf<{ locked_until: Date | null }>(database, 'SELECT locked_until FROM failed_sign_ins WHERE login_hash = ? AND address_hash IN (?, ?) AND locked_until > ?', [key, here, anywhere, now]);
      return after.length > 0 ? { kind: 'locked', until } : { kind: 'wrong' };
    },
    async set(subject, login, password, mustChange) {
      await store(subject, password, mustChange);
      await database('failed_sign_ins').where({ login_hash: digest(login.trim().toLowerCase()) }).delete();
    },
    fresh: () => typeable(),
  };

  async function store(subject: string, password: string, mustChange: boolean): Promise<void> {
    await database.raw('REPLACE INTO passwords (subject, hash, must_change, changed_at) VALUES (?, ?, ?, ?)', [subject, await hashOf(password), mustChange ? 1 : 0, clock.now()]);
  }
}

/** Why a password is not good enough; undefined when it is. */
export function weakness(password: string, login: string): 'short' | 'holds-login' | undefined {
  if ([...password].length < leastLength) return 'short';
  return password.toLowerCase().includes(login.toLowerCase()) ? 'holds-login' : undefined;
}

/** Sixteen letters and digits without those that look alike: some 78 bits. */
function typeable(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < 16) for (const byte of Buffer.from(freshSecret(24), 'base64url')) if (byte < limit && text.length < 16) text += alphabet.charAt(byte % alphabet.length);
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
function equal(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
function derive(password: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => { if (error) reject(error); else resolve(key); });
  });
}
/** `scrypt$N$r$p$salt$key`, base64url. */
export async function hashOf(password: string): Promise<string> {
  const salt = Buffer.from(freshSecret(16), 'base64url');
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), (await derive(password, salt, cost)).toString('base64url')].join('$');
}
export async function matches(password: string, hash: string): Promise<boolean> {
  const [kind, N, r, p, salt = '', key = ''] = hash.split('$');
  if (kind !== 'scrypt') return false;
  const expected = Buffer.from(key, 'base64url');
  const found = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === found.length && timingSafeEqual(expected, found);
}
