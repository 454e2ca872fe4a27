/**
 * How a call to the outside ends. Never thrown: a port returns one of these, so that nobody forgets the fourth.
 */
export type Outcome<T = unknown> =
  | { kind: 'done'; value: T }
  /** The other side said no, and will say no again. */
  | { kind: 'refused'; reason: string; detail: string }
  /** It surely did not happen: may be tried again as it is. */
  | { kind: 'unavailable'; detail: string; retryAfterMs?: number }
  /** It may have happened: must be asked about, never repeated blindly. */
  | { kind: 'in-doubt'; detail: string };

export const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });
export const refused = (reason: string, detail: string): Outcome<never> => ({ kind: 'refused', reason, detail });
export const unavailable = (detail: string, retryAfterMs?: number): Outcome<never> =>
  ({ kind: 'unavailable', detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
export const inDoubt = (detail: string): Outcome<never> => ({ kind: 'in-doubt', detail });
