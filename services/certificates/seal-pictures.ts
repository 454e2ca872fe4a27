/*
 * The pictures of seals as the seal service hands them out, each turned into a drawing once and kept. A picture is asked for
 * again after ten minutes, so that a seal drawn anew reaches the page without a restart.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { paths } from '../../contracts/seal/api.ts';
import { elapsedMs } from '../../infra/clock.ts';
import type { Client } from '../../infra/http-client.ts';
import { done, refused } from '../../infra/outcome.ts';
import type { Outcome } from '../../infra/outcome.ts';
import { drawingOf } from './drawing.ts';
import type { Drawing } from './drawing.ts';

const KEPT_MS = 600_000;
const KEPT_SEALS = 500;

const Picture = z.object({
  widthMm: z.number().positive().max(60), heightMm: z.number().positive().max(60),
  paths: z.array(z.object({ d: z.string(), fill: z.string() })).min(1),
});

export interface SealPicture {
  readonly drawing: Drawing;
  /** Of the picture as handed out; noted with the certificate. */
  readonly sha256: string;
}

export interface SealPictures {
  /** The picture of a seal; refused `unknown-seal` when there is no such seal or its picture cannot be read. */
  pictureOf(sealCode: string): Promise<Outcome<SealPicture>>;
}

export function openSealPictures(client: Client<paths>): SealPictures {
  const kept = new Map<string, { picture: SealPicture; untilMs: number }>();
  const asking = new Map<string, Promise<Outcome<SealPicture>>>();

  async function ask(sealCode: string): Promise<Outcome<SealPicture>> {
    const answer = await client.call('get', '/seals/{sealCode}/picture', { path: { sealCode } });
    if (answer.kind !== 'done') return answer.kind === 'refused' ? refused(answer.reason, sealCode) : answer;
    const picture = Picture.safeParse(answer.value);
    const drawing = picture.success ? drawingOf(picture.data) : null;
    if (!picture.success || !drawing) return refused('unknown-seal', `${sealCode} (picture unreadable)`);
    const made = { drawing, sha256: createHash('sha256').update(JSON.stringify(picture.data)).digest('hex') };
    if (kept.size >= KEPT_SEALS) kept.clear();
    kept.set(sealCode, { picture: made, untilMs: elapsedMs() + KEPT_MS });
    return done(made);
  }

  return {
    pictureOf(sealCode) {
      const known = kept.get(sealCode);
      if (known && known.untilMs > elapsedMs()) return Promise.resolve(done(known.picture));
      // A burst of certificates asks once.
      const running = asking.get(sealCode) ?? ask(sealCode).finally(() => asking.delete(sealCode));
      asking.set(sealCode, running);
      return running;
    },
  };
}
