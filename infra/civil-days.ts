/** Civil days written yyyy-MM-dd, counted on the calendar alone: no clock, no zone. */

const dayMs = 86_400_000;
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The day so many days after another; before it where `days` is below zero. */
export const daysAfter = (day: string, days: number): string => new Date(midnight(day) + days * dayMs).toISOString().slice(0, 10);

/** How many days lie between two; below zero when the second is the earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((midnight(to) - midnight(from)) / dayMs);
