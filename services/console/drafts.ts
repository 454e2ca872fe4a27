/**
 * Drafts of what somebody is typing: kept for their owner alone, sealed because they hold personal data, and forgotten after
 * a week. Nothing depends on them; they only save typing when power or session is lost.
 */
import type { Clock } from '../../infra/clock.ts';
import { rowsOf, type Database } from '../../infra/database.ts';
import type { Secrets } from '../../infra/secrets.ts';

/** The largest draft, in bytes of JSON. */
export const largestDraft = 256 * 1024;
/** As many as one person keeps: far more than anybody types at once, too few to fill a disk. */
export const mostDrafts = 60;
const livesMs = 7 * 86_400_000;

export interface Drafts {
  list(subject: string): Promise<{ key: string; savedAt: Date }[]>;
  read(subject: string, key: string): Promise<{ savedAt: Date; content: Record<string, unknown> } | undefined>;
  /** Keeps a draft in place of the one before, or says why not. */
  save(subject: string, key: string, content: object): Promise<Date | 'too-large' | 'too-many'>;
  drop(subject: string, key: string): Promise<void>;
  sweep(): Promise<void>;
}

export function openDrafts(database: Database, clock: Clock, secrets: Secrets): Drafts {
  /** Sealed for this owner and key: a row moved to another owner opens for nobody. */
  const purpose = (subject: string, key: string): string => `draft/${subject}/${key}`;
  const oldest = (): Date => new Date(clock.now().getTime() - livesMs);
  return {
    async list(subject) {
      const rows = await rowsOf<{ draft_key: string; saved_at: Date }>(database, 'SELECT draft_key, saved_at FROM drafts WHERE subject = ? AND saved_at > ? ORDER BY saved_at DESC LIMIT 200', [subject, oldest()]);
      return rows.map((row) => ({ key: row.draft_key, savedAt: row.saved_at }));
    },
    async read(subject, key) {
      const [row] = await rowsOf<{ sealed: string; saved_at: Date }>(database, 'SELECT sealed, saved_at FROM drafts WHERE subject = ? AND draft_key = ? AND saved_at > ?', [subject, key, oldest()]);
      const text = row && secrets.open('drafts', row.sealed);
      if (!row || text === undefined) return undefined;
      const { about, content }: { about: string; content: Record<string, unknown> } = JSON.parse(text);
      return about === purpose(subject, key) ? { savedAt: row.saved_at, content } : undefined;
    },
    async save(subject, key, content) {
      if (Buffer.byteLength(JSON.stringify(content)) > largestDraft) return 'too-large';
      const others = await rowsOf<{ n: number }>(database, 'SELECT COUNT(*) AS n FROM drafts WHERE subject = ? AND draft_key <> ? AND saved_at > ?', [subject, key, oldest()]);
      if (Number(others[0]?.n ?? 0) >= mostDrafts) return 'too-many';
      const savedAt = clock.now();
      await database.raw('REPLACE INTO drafts (subject, draft_key, sealed, saved_at) VALUES (?, ?, ?, ?)', [subject, key, secrets.seal('drafts', JSON.stringify({ about: purpose(subject, key), content })), savedAt]);
      return savedAt;
    },
    async drop(subject, key) { await database('drafts').where({ subject, draft_key: key }).delete(); },
    async sweep() { await database('drafts').where('saved_at', '<=', oldest()).delete(); },
  };
}
