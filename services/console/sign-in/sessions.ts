/**
 * Sessions of signed-in people. The browser holds a random id in a cookie no script can read; the database holds its digest
 * only. A session ends after a while without use, at its last hour whatever happens, at logout, and with the person.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { freshSecret } from '../../../infra/chance.ts';
import type { Clock } from '../../../infra/clock.ts';
import { affectedBy, rowsOf, type Database } from '../../../infra/database.ts';
import type { Secrets } from '../../../infra/secrets.ts';

export interface Session { idHash: string; subject: string; expiresAt: Date; csrf: string; idToken: string | undefined }

export interface Sessions {
  /** Starts a session and gives what the cookie holds. */
  start(subject: string, idToken: string): Promise<{ cookie: string; endsAt: Date }>;
  /** The live session behind a cookie; `use` counts as using it (a live connection that merely stands does not). */
  find(cookie: string | undefined, use?: boolean): Promise<Session | null>;
  end(cookie: string | undefined): Promise<void>;
  endAll(subject: string): Promise<void>;
  sweep(): Promise<void>;
}

/** Looking at the clock each minute is enough: nobody notices a session that lives a minute longer. */
const noteEveryMs = 60_000;
interface Row { subject: string; seen_at: Date; ends_at: Date; id_token: string | null }

export function openSessions(options: { database: Database; clock: Clock; secrets: Secrets; idleMs: number; longestMs: number }): Sessions {
  const { database, clock, secrets, idleMs, longestMs } = options;
  return {
    async start(subject, idToken) {
      const cookie = freshSecret(32);
      const now = clock.now();
      const endsAt = new Date(now.getTime() + longestMs);
      await database('sessions').insert({ id_hash: digest(cookie), subject, started_at: now, seen_at: now, ends_at: endsAt, id_token: secrets.seal('id-token', idToken) });
      return { cookie, endsAt };
    },
    async find(cookie, use = true) {
      if (cookie === undefined || !/^[\w-]{43}$/.test(cookie)) return null;
      const idHash = digest(cookie);
      const [row] = await rowsOf<Row>(database, 'SELECT subject, seen_at, ends_at, id_token FROM sessions WHERE id_hash = ?', [idHash]);
      const now = clock.now().getTime();
      if (!row || row.ends_at.getTime() <= now || row.seen_at.getTime() + idleMs <= now) return null;
      if (use && now - row.seen_at.getTime() > noteEveryMs) await affectedBy(database, 'UPDATE sessions SET seen_at = ? WHERE id_hash = ?', [new Date(now), idHash]);
      const seenMs = use ? now : row.seen_at.getTime();
      return {
        idHash, subject: row.subject, expiresAt: new Date(Math.min(row.ends_at.getTime(), seenMs + idleMs)), csrf: secrets.proof('csrf', cookie),
        idToken: row.id_token === null ? undefined : secrets.open('id-token', row.id_token),
      };
    },
    async end(cookie) { if (cookie !== undefined) await database('sessions').where({ id_hash: digest(cookie) }).delete(); },
    async endAll(subject) { await database('sessions').where({ subject }).delete(); },
    async sweep() {
      const now = clock.now();
      await database('sessions').where('ends_at', '<=', now).orWhere('seen_at', '<=', new Date(now.getTime() - idleMs)).delete();
    },
  };
}

const digest = (cookie: string): string => createHash('sha256').update(cookie).digest('hex');

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
