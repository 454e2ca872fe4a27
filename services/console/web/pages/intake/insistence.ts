/**
 * Asks again until somebody answers. Promise: only what did not work is asked again (no answer, 5xx, too many), a refusal
 * ends it at once; since the same question carries the same key, asking again never does a thing twice.
 */
import { Problem, Unreachable } from '../../problem.ts';

export interface Patience {
  /** Waits; rejects when the person gave up. */
  pause(ms: number): Promise<void>;
  /** Told before each pause: what went wrong and how often by now. */
  waiting(error: Problem | Unreachable, tries: number): void;
}

/** Pauses between tries; the last one holds from then on. */
const pausesMs = [1_000, 2_000, 3_000, 5_000];

export async function insist<T>(ask: () => Promise<T>, patience: Patience): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const passing = error instanceof Unreachable || (error instanceof Problem && error.passing);
      if (!passing) throw error;
      patience.waiting(error, tries);
      await patience.pause(pausesMs[Math.min(tries, pausesMs.length) - 1] ?? 5_000);
    }
  }
}
