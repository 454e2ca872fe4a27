/** Which row of a list was chosen, kept while the tab lives: who comes back from a case finds the place again. */
import { useCallback, useState } from 'react';

export function useRememberedChoice(list: string): [string | undefined, (key: string | undefined) => void] {
  const name = `hub-chosen-${list}`;
  const [chosen, setChosen] = useState<string | undefined>(() => {
    try {
      return sessionStorage.getItem(name) ?? undefined;
    } catch {
      return undefined;
    }
  });
  const choose = useCallback((key: string | undefined) => {
    setChosen(key);
    try {
      if (key === undefined) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, key);
    } catch {
      // Forgotten with the page.
    }
  }, [name]);
  return [chosen, choose];
}
