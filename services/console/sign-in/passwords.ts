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
const lockMs = 15 * 60_000;
/** Wrong tries are forgotten after this long without another. */
const forgetMs = 60 * 60_000;
export const leastLength = 12;

export type Tried = { kind: 'right'; mustChange: boolean } | { kind: 'wrong' } | { kind: 'locked'; until: Date };

export interface Passwords {
  /** Tries a password. `subject` undefined: nobody has this login. */
  tryOut(login: string, subject: string | undefined, password: string): Promise<Tried>;
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
    async tryOut(login, subject, password) {
      const key = keyOf(login);
      const now = clock.now();
      const [failed] = await rowsOf<{ failures: number; last_at: Date; locked_until: Date | null }>(database, 'SELECT failures, last_at, locked_until FROM failed_sign_ins WHERE login_hash = ?', [key]);
      if (failed?.locked_until && failed.locked_until > now) return { kind: 'locked', until: failed.locked_until };
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
        if (failed) await database('failed_sign_ins').where({ login_hash: key }).delete();
        return { kind: 'right', mustChange: row ? row.must_change === 1 : first?.mustChange ?? true };
      }
      const failures = failed && now.getTime() - failed.last_at.getTime() < forgetMs ? failed.failures + 1 : 1;
      const until = failures >= wrongTries ? new Date(now.getTime() + lockMs) : null;
      // Counted in the database, by one statement: two copies of the service must not grant ten tries.
      await database.raw(
        `INSERT INTO failed_sign_ins (login_hash, failures, last_at, locked_until) VALUES (?, 1, ?, ?)
         ON DUPLICATE KEY UPDATE failures = IF(last_at < ?, 1, failures + 1), last_at = VALUES(last_at), locked_until = IF(failures >= ?, ?, NULL)`,
        [key, now, until, new Date(now.getTime() - forgetMs), wrongTries, new Date(now.getTime() + lockMs)]);
      return until ? { kind: 'locked', until } : { kind: 'wrong' };
    },
    async set(subject, login, password, mustChange) {
      await store(subject, password, mustChange);
      await database('failed_sign_ins').where({ login_hash: keyOf(login) }).delete();
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

const keyOf = (login: string): string => createHash('sha256').update(login.trim().toLowerCase()).digest('hex');
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
