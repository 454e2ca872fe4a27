/**
 * The language of the screen: Chinese unless this browser chose English. Promise: every text of a page comes through
 * `useWords` from its file under texts/, so that no sentence exists in one language only; antd and dates follow.
 */
import dayjs from 'dayjs';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { terms, type TermKind } from './texts/terms.ts';

export type Language = 'zh' | 'en';
/** A text in both languages, Chinese first. */
export type Both = readonly [zh: string, en: string];
export type Texts = Readonly<Record<string, Both>>;
/** Fills `{name}` in a text. */
export type Fill = Readonly<Record<string, string | number>>;

const rememberedAs = 'hub-language';
const remembered = (): Language => {
  try {
    return localStorage.getItem(rememberedAs) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
};

interface Speaking {
  readonly language: Language;
  change(to: Language): void;
}
const LanguageContext = createContext<Speaking>({ language: 'zh', change: () => undefined });

export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(remembered);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    if (language === 'en') dayjs.locale('en');
    else void import('dayjs/locale/zh-cn').then(() => dayjs.locale('zh-cn'));
  }, [language]);
  const change = useCallback((to: Language) => {
    try {
      localStorage.setItem(rememberedAs, to);
    } catch {
      // A browser that keeps nothing forgets the choice with the page.
    }
    setLanguage(to);
  }, []);
  return <LanguageContext value={useMemo(() => ({ language, change }), [language, change])}>{children}</LanguageContext>;
}

export const useLanguage = (): Speaking => useContext(LanguageContext);

export function said(both: Both, language: Language, fill: Fill = {}): string {
  return both[language === 'zh' ? 0 : 1].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

/** `const w = useWords(texts); w('title', {count: 3})`. */
export function useWords<T extends Texts>(texts: T): (key: keyof T & string, fill?: Fill) => string {
  const { language } = useLanguage();
  return useCallback((key, fill) => said(texts[key] ?? [key, key], language, fill), [texts, language]);
}

/** `const term = useTerms(); term('caseState', 'received')`; a value nobody has named yet stands for itself. */
export function useTerms(): (kind: TermKind, value: string | null | undefined) => string {
  const { language } = useLanguage();
  return useCallback((kind, value) => {
    const named: Texts = terms[kind];
    return value === null || value === undefined ? '' : said(named[value] ?? [value, value], language);
  }, [language]);
}

/** Picks from what a service says in both languages. */
export function useBoth(): (both: { readonly zh: string; readonly en: string }) => string {
  const { language } = useLanguage();
  return useCallback((both) => both[language], [language]);
}
