/** Keys a whole page listens to. `press` may close over whatever the page shows: the newest is called. */
import { useEffect, useRef } from 'react';

export function usePageKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => latest.current(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
