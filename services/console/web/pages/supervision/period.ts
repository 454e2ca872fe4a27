/** Periods a supervisor counts over: today, this week, month or quarter so far, or two days of one's own choice. Days are China's. */
import { dayPlus } from '../../now.ts';

export const periods = ['today', 'week', 'month', 'quarter', 'own'] as const;
export type PeriodName = (typeof periods)[number];
export interface Period { readonly name: PeriodName; readonly from: string; readonly to: string }

const day = /^\d{4}-\d{2}-\d{2}$/;

/** What the address says; a month so far unless it says otherwise, and never a period that ends before it begins. */
export function periodOf(address: URLSearchParams, today: string): Period {
  const from = address.get('from') ?? '';
  const to = address.get('to') ?? '';
  if (day.test(from) && day.test(to) && from <= to) return { name: 'own', from, to };
  const name = periods.find((one) => one === address.get('period')) ?? 'month';
  return { name, from: beginOf(name, today), to: today };
}

function beginOf(name: PeriodName, today: string): string {
  switch (name) {
    case 'today': return today;
    case 'week': {
      // A week begins on Monday.
      const since = (new Date(Date.parse(today)).getUTCDay() + 6) % 7;
      return dayPlus(today, -since);
    }
    case 'quarter': return `${today.slice(0, 5)}${String(Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    default: return `${today.slice(0, 8)}01`;
  }
}

/** Every day of a period, oldest first; no more than fit a chart. */
export function daysOf({ from, to }: Pick<Period, 'from' | 'to'>, most = 400): string[] {
  const count = Math.min(most, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
  return Array.from({ length: count }, (_, index) => dayPlus(to, index - count + 1));
}
