/** How near the end of a document is: days left, and a light by the zone's own thresholds. Pure. */
import { z } from 'zod';
import { daysBetween, type Day } from './civil-day.ts';

/** From how many days before its end a document is shown yellow, and red. */
export interface ExpiryAhead { readonly soonDays: number; readonly urgentDays: number }

/**
 * The setting `90,30`. A renewed document takes a department's whole round of consent and publication: a quarter to begin, a
 * month to hurry.
 */
export const ExpiryAheadSetting = z.string().regex(/^\d{1,4},\d{1,4}$/, '形如 90,30 · like 90,30').default('90,30').transform((text): ExpiryAhead => {
  const [soonDays = 0, urgentDays = 0] = text.split(',').map(Number);
  return { soonDays, urgentDays };
}).refine(({ soonDays, urgentDays }) => soonDays >= urgentDays, '第一个数不得小于第二个 · the first may not be less than the second');

export type ExpiryLight = 'green' | 'yellow' | 'red';

/** Days until a document's last day, counted from a day; null once it gives power no more for good. */
export function daysLeftOf(document: { standing: string; validTo: Day; upcoming?: { standing: string; on: Day } | null }, on: Day): number | null {
  if (document.standing === 'terminated' || document.standing === 'taken-back' || document.validTo < on) return null;
  return daysBetween(on, document.validTo);
}

/** The light of so many days left; null for what has ended. */
export function lightOf(daysLeft: number | null, ahead: ExpiryAhead): ExpiryLight | null {
  if (daysLeft === null) return null;
  return daysLeft <= ahead.urgentDays ? 'red' : daysLeft <= ahead.soonDays ? 'yellow' : 'green';
}
