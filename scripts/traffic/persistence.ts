// Asks until it is answered, as a window does after an outage: the same request with the same key, again and again, for as
// long as patience lasts. Promise: a refusal is an answer and ends it; no answer, "unavailable" and "in doubt" do not.
import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from '../../infra/outcome.ts';

/** How long somebody keeps asking. */
export interface Patience {
  /** Milliseconds until they give up. */
  withinMs: number;
  /** Ends the asking at once. */
  signal?: AbortSignal;
  /** Told each time nothing definite came back. */
  onRepeat?: (what: string, why: string) => void;
}

/** The other side said no. */
export class Refused extends Error {
  override name = 'Refused';
  readonly what: string;
  readonly reason: string;
  constructor(what: string, reason: string, detail: string) {
    super(`${what}: 被拒 refused: ${reason} ${detail}`);
    this.what = what;
    this.reason = reason;
  }
}

/** Patience ran out. */
export class Unanswered extends Error {
  override name = 'Unanswered';
}

/** Resolves with the answer. Throws Refused or Unanswered. */
export async function untilAnswered<T>(what: string, call: () => Promise<Outcome<T>>, patience: Patience): Promise<T> {
  const until = performance.now() + patience.withinMs;
  for (let pauseMs = 60; ; pauseMs = Math.min(pauseMs * 1.6, 1_000)) {
    const outcome = await call();
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.kind === 'refused') throw new Refused(what, outcome.reason, outcome.detail);
    patience.onRepeat?.(what, outcome.detail);
    if (patience.signal?.aborted === true) throw new Unanswered(`${what}: 已中断 interrupted`);
    if (performance.now() > until) {
      throw new Unanswered(`${what}: ${Math.round(patience.withinMs / 1_000)} 秒内没有答复 not answered in time (${outcome.kind}: ${outcome.detail})`);
    }
    await delay(pauseMs);
  }
}
