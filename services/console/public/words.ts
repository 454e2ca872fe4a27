/**
 * The two languages of the public pages. Chinese stands at the plain address, English at the same address with `lang=en`:
 * no cookie is needed to remember it, every link carries it on, and a page can be sent to somebody in the language it has.
 */
import { texts } from './texts.ts';

export type Language = 'zh' | 'en';
export type TextKey = keyof typeof texts;
/** Gives a text in the language of the page; `{name}` in it is filled from `values`. */
export type Words = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

export const languageTag: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

export function wordsIn(language: Language): Words {
  const column = language === 'zh' ? 0 : 1;
  return (key, values = {}) => texts[key][column].replace(/\{(\w+)\}/g, (_place, name: string) => String(values[name] ?? ''));
}

/** The language an address asks for; Chinese unless it says English. */
export const languageOf = (asked: unknown): Language => (asked === 'en' ? 'en' : 'zh');

/** An address within the public pages, with its query and its language. Empty values are left out. */
export function addressIn(language: Language, path: string, query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') parameters.set(name, String(value));
  if (language === 'en') parameters.set('lang', 'en');
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** `2026-11-23` → `2026年11月23日` or `23 November 2026`. Takes a civil date in China. */
export function dayIn(language: Language, day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  if (language === 'zh') return `${year}年${month}月${date}日`;
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  return `${date} ${months[(month ?? 1) - 1] ?? ''} ${year}`;
}

/** A moment on the hall's clock (UTC+8), to the minute. */
export function momentIn(language: Language, at: Date): string {
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  return `${dayIn(language, local.slice(0, 10))} ${local.slice(11, 16)}`;
}
