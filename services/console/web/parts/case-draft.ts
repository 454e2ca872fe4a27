/**
 * What a person has typed into an act and not sent. Promise: it outlives a reload, a crash of the page and a change of
 * the case; it stays in this tab, belongs to this person, and is gone once the act was done.
 */
import { useCallback, useState } from 'react';
import { useSession } from '../session.tsx';
import { blank, returnGrounds, type Values } from './case-act.ts';

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function kept(place: string): Values | undefined {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null');
    if (!isRecord(found)) return undefined;
    // Only what is of the expected kind: another build may have kept it.
    const text = (name: string): string => (typeof found[name] === 'string' ? found[name] : '');
    const { missing, supplies } = found;
    return {
      ...blank, note: text('note'), validTo: text('validTo'), recipient: text('recipient'), method: found.method === 'post' ? 'post' : 'window',
      answers: isRecord(found.answers) ? Object.fromEntries(Object.entries(found.answers).map(([key, value]) => [key, String(value)])) : {},
      fees: isRecord(found.fees) ? Object.fromEntries(Object.entries(found.fees).flatMap(([name, fee]) => (isRecord(fee) ? [[name, { measure: textIn(fee.measure), relief: textIn(fee.relief), document: textIn(fee.document) }]] : []))) : {},
      ground: returnGrounds.find((ground) => ground === found.ground) ?? '', corrected: text('corrected'),
      missing: Array.isArray(missing) ? missing.filter((one): one is string => typeof one === 'string') : [],
      supplies: Array.isArray(supplies) ? supplies.filter(isRecord).map((one) => ({ name: String(one.name), sha256: String(one.sha256), fileName: String(one.fileName) })) : [],
    };
  } catch {
    return undefined;
  }
}

/** The values of one act on one case; `restored` while they came back from an earlier time. */
export function useDraft(caseNumber: string, act: string, begin: () => Partial<Values>): { values: Values; change(part: Partial<Values>): void; forget(): void; restored: boolean } {
  const { person } = useSession();
  const place = `hub-draft/${person.subject}/${caseNumber}/${act}`;
  const [state, setState] = useState(() => {
    const found = kept(place);
    return { values: found ?? { ...blank, ...begin() }, restored: found !== undefined };
  });
  const change = useCallback((part: Partial<Values>) => setState((before) => {
    const values = { ...before.values, ...part };
    try {
      sessionStorage.setItem(place, JSON.stringify(values));
    } catch {
      // A browser that keeps nothing keeps it as long as the page is open.
    }
    return { values, restored: false };
  }), [place]);
  const forget = useCallback(() => {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // Nothing was kept.
    }
    setState({ values: blank, restored: false });
  }, [place]);
  return { ...state, change, forget };
}
