// A text on its way to a phone, and the only moves it may make. A text in doubt may be with the phone already: it goes
// back to `waiting` only when the carrier's time for reports has passed without one.
import { z } from 'zod';

/** All legal moves of a text. */
export const textStates = {
  none: ['waiting'],
  waiting: ['submitted', 'in-doubt', 'delivered', 'failed'],
  submitted: ['delivered', 'failed', 'unreported'],
  'in-doubt': ['waiting', 'submitted', 'delivered', 'failed', 'attention'],
  // Reports come late as well: they settle what had been given up.
  unreported: ['delivered', 'failed'],
  attention: ['waiting', 'submitted', 'delivered', 'failed'],
  // An earlier attempt, long given up, may turn out to have arrived.
  failed: ['delivered'],
  delivered: [],
} as const;

/** One part of one attempt. `taken` by the carrier; `in-doubt` written to the wire and not answered. */
export const Part = z.object({
  state: z.enum(['waiting', 'in-doubt', 'taken', 'delivered', 'failed']),
  /** The carrier's number of this part; null until an answer or a report brought it. */
  carrierId: z.string().nullable(),
  /** The carrier's last word about it. */
  code: z.string().nullable(),
});
/** One part of one attempt. */
export type Part = z.infer<typeof Part>;

/** One going out, under extension digits of its own by which its reports are known. */
export const Attempt = z.object({ extension: z.string(), startedAt: z.iso.datetime(), parts: z.array(Part).min(1) });
/** One going out. */
export type Attempt = z.infer<typeof Attempt>;

/** A text as it is kept. */
export const Text = z.object({
  status: z.enum(['waiting', 'submitted', 'in-doubt', 'unreported', 'attention', 'delivered', 'failed']),
  textId: z.string(),
  caseNumber: z.string(),
  mobile: z.string(),
  text: z.string(),
  attempts: z.array(Attempt).min(1),
  code: z.string().nullable(),
  sentAt: z.iso.datetime().nullable(),
  reportedAt: z.iso.datetime().nullable(),
  /** Since when the present state holds: the carrier's time for reports runs from here. */
  since: z.iso.datetime(),
});
/** A text as it is kept. */
export type Text = z.infer<typeof Text>;
