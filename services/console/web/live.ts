/**
 * What happens elsewhere shows up here: `/live` tells that something changed, and what a page has read about it is read
 * again. Promise: after a break everything is read again, since nobody knows what was missed.
 *
 * Keys of readings: `[service, what, {caseNumber?, …}]`. An event reads again what is about its case, from any service,
 * and the lists (readings without a case number) of its service and of intake, which moves cases on what others tell.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/**
 * Lists are read again at most so often, however much happens; a case is read a second time then, because the service that
 * holds it hears of an event no sooner than this page.
 */
const listsEveryMs = 2_000;

interface Change { readonly service: string; readonly event: string; readonly caseNumber: string | null }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function changeOf(data: string): Change | undefined {
  try {
    const told: unknown = JSON.parse(data);
    if (!isRecord(told) || typeof told.service !== 'string') return undefined;
    return { service: told.service, event: typeof told.event === 'string' ? told.event : '', caseNumber: typeof told.caseNumber === 'string' ? told.caseNumber : null };
  } catch {
    return undefined;
  }
}

const caseOf = (key: QueryKey): string | undefined => {
  for (const part of key) if (isRecord(part) && typeof part.caseNumber === 'string') return part.caseNumber;
  return undefined;
};

/** Whether the live connection stands; null until it was tried. */
export function useLive(client: QueryClient, signedIn: boolean): boolean | null {
  const [live, setLive] = useState<boolean | null>(null);
  useEffect(() => {
    if (!signedIn) return undefined;
    const services = new Set<string>();
    const cases = new Set<string>();
    /** Services of which something changed that we are not told the case of. */
    const nameless = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const source = new EventSource('/live');
    source.addEventListener('open', () => {
      setLive(true);
      // At the first time as well: what changed between a page's readings and this moment was told to nobody.
      void client.invalidateQueries();
    });
    source.addEventListener('error', () => setLive(false));
    source.addEventListener('changed', (event) => {
      const change = changeOf(String(event.data));
      if (!change) return;
      const { service, caseNumber } = change;
      services.add(service);
      if (caseNumber === null) nameless.add(service);
      else {
        cases.add(caseNumber);
        services.add('intake');
        void client.invalidateQueries({ predicate: (query) => caseOf(query.queryKey) === caseNumber });
      }
      timer ??= setTimeout(() => {
        timer = undefined;
        const [changed, told, whole] = [new Set(services), new Set(cases), new Set(nameless)];
        services.clear();
        cases.clear();
        nameless.clear();
        void client.invalidateQueries({
          predicate: ({ queryKey }) => {
            const about = caseOf(queryKey);
            if (about !== undefined && told.has(about)) return true;
            const service = String(queryKey[0]);
            return about === undefined ? changed.has(service) : whole.has(service);
          },
        });
      }, listsEveryMs);
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, signedIn]);
  return live;
}
