/** The one door to the time in the browser: everything else is told what time it is. */

/** The moment, by this computer's clock. Never decide by it what a service decides: show and compare only. */
export const now = (): Date => new Date();

/** The day in China, `YYYY-MM-DD`, wherever this computer thinks it is. */
export const today = (): string => chinaDay(now());

/** So many days after a day, or before it. */
export const dayPlus = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** The day in China of a moment. */
export const chinaDay = (moment: Date): string => new Date(moment.getTime() + 8 * 3600_000).toISOString().slice(0, 10);
