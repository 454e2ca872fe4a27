// Many cases at once: the traffic of a busy day, for fault runs, measurements and demonstrations. Promise: every
// application is walked to its end or its reason, at most `concurrency` at a time, in the order given.
import type { Application } from './applications.ts';
import { milestonesOf, walkCase, type WalkOptions, type Walked } from './case-walk.ts';
import type { Hall } from './hall.ts';

/** How the traffic is driven. */
export interface TrafficOptions extends Omit<WalkOptions, 'onMilestone'> {
  applications: readonly Application[];
  /** Cases under way at once. */
  concurrency: number;
  onWalked?: (walked: Walked, ended: number) => void;
}

/** Traffic under way. */
export interface Traffic {
  /** Milestones reached, from 0 to 1. */
  progress: () => number;
  /** How many walks have ended. */
  ended(): number;
  /** Resolves when all have, in the order of the applications. */
  finished: Promise<Walked[]>;
}

/** Starts driving. */
export function startTraffic(hall: Hall, options: TrafficOptions): Traffic {
  const { applications, concurrency, onWalked, ...walking } = options;
  const total = applications.reduce((sum, application) => sum + milestonesOf(application), 0);
  const results: (Walked | undefined)[] = applications.map(() => undefined);
  let reached = 0;
  let ended = 0;
  let next = 0;

  async function lane(): Promise<void> {
    for (;;) {
      const index = next;
      next += 1;
      const application = applications[index];
      if (application === undefined) return;
      let mine = 0;
      const walked = await walkCase(hall, application, { ...walking, onMilestone: () => { mine += 1; reached += 1; } });
      // A walk that ended early owes its milestones to nobody.
      reached += Math.max(0, milestonesOf(application) - mine);
      results[index] = walked;
      ended += 1;
      onWalked?.(walked, ended);
    }
  }

  return {
    progress: () => (total === 0 ? 1 : reached / total),
    ended: () => ended,
    finished: Promise.all(Array.from({ length: Math.max(1, concurrency) }, lane)).then(() => results.filter((walked) => walked !== undefined)),
  };
}
