/** When a platform sleeps: the weekly windows of its profile and those people announced. Pure; times are Chinese civil time. */
import type { DeliveryRules } from './delivery-rules.ts';

/** A pause people announced, e.g. 省级平台升级停机. */
export interface AnnouncedWindow { readonly from: Date; readonly to: Date; readonly zh: string; readonly en: string }
export interface Pause { readonly from: Date; readonly to: Date; readonly zh: string; readonly en: string }

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Every window that begins in the days around a moment, in order of its beginning. */
function windowsAround(rules: Pick<DeliveryRules, 'maintenance'>, announced: readonly AnnouncedWindow[], now: Date, daysAhead: number): Pause[] {
  const today = Math.floor((now.getTime() + CHINA_OFFSET_MS) / DAY_MS);
  const weekly = rules.maintenance.flatMap((window) => {
    const from = minutesOf(window.from);
    const lasts = (minutesOf(window.to) - from + 1440) % 1440;
    return Array.from({ length: daysAhead + 2 }, (_, at) => today - 1 + at)
      // 1970-01-01 was a Thursday, the fourth day of the week.
      .filter((day) => window.days.includes((((day + 3) % 7) + 7) % 7 + 1))
      .map((day) => {
        const start = day * DAY_MS - CHINA_OFFSET_MS + from * 60_000;
        return { from: new Date(start), to: new Date(start + lasts * 60_000), zh: window.zh, en: window.en };
      });
  });
  return [...weekly, ...announced].toSorted((a, b) => a.from.getTime() - b.from.getTime());
}

/** The pause under way; of several the one that ends last, since traffic goes on only after it. */
export function pauseAt(rules: Pick<DeliveryRules, 'maintenance'>, announced: readonly AnnouncedWindow[], now: Date): Pause | null {
  const during = windowsAround(rules, announced, now, 0).filter((window) => window.from <= now && now < window.to);
  return during.toSorted((a, b) => b.to.getTime() - a.to.getTime())[0] ?? null;
}

/** The next pauses that have not begun, within a week. */
export function pausesAhead(rules: Pick<DeliveryRules, 'maintenance'>, announced: readonly AnnouncedWindow[], now: Date): Pause[] {
  return windowsAround(rules, announced, now, 7).filter((window) => window.from > now).slice(0, 10);
}
