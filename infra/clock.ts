/** The one clock. Everything that needs the time is given one, so that tests move it instead of waiting. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands until it is moved. */
export interface ManualClock extends Clock {
  set(to: Date): void;
  advance(ms: number): void;
}
export function manualClock(start: Date): ManualClock {
  let at = start.getTime();
  return { now: () => new Date(at), set: (to) => { at = to.getTime(); }, advance: (ms) => { at += ms; } };
}

/** A system clock shifted by a fixed span: a whole running hub can live on another day. */
export function shiftedClock(offsetMs: number): Clock {
  return { now: () => new Date(Date.now() + offsetMs) };
}

/** Monotonic milliseconds for measuring spans; says nothing about the date. */
export const elapsedMs = (): number => performance.now();

/** The civil date in China (UTC+8, no daylight saving) as YYYY-MM-DD. */
export function chinaDate(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
