/** How near the end of a delegation document is, as a light. */
import type { Light } from './clock.tsx';

/** A renewed document takes a department's whole round of consent and publication: a quarter to begin, a month to hurry. */
export function lightOf(daysLeft: number | null): Light | null {
  if (daysLeft === null) return null;
  return daysLeft <= 30 ? 'red' : daysLeft <= 90 ? 'yellow' : 'green';
}
