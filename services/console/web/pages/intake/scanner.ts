/**
 * Lets scanners and card readers type anywhere on the page: what they typed is taken out of the field it fell into and
 * put where it belongs. What a person types is never touched.
 */
import { useEffect, useRef, type RefObject } from 'react';
import { now } from '../../now.ts';
import { burstEndMs, openBurstReader, type Scanned } from './scan.ts';

/** `before` is what `snapshot` said before the machine began to type; `ended` whether it pressed Enter or Tab at the end. */
export function useScanner<T>(place: RefObject<HTMLElement | null>, snapshot: () => T, found: (scanned: Scanned, before: T, ended: boolean) => void): void {
  const latest = useRef({ snapshot, found });
  latest.current = { snapshot, found };
  useEffect(() => {
    const reader = openBurstReader();
    let before: T | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const finish = (ended: boolean): boolean => {
      clearTimeout(timer);
      const scanned = reader.ended(now().getTime());
      if (!scanned || before === undefined) return false;
      latest.current.found(scanned, before, ended);
      return true;
    };
    const inside = (event: Event): boolean => event.target instanceof Node && (place.current?.contains(event.target) ?? false);
    const typed = (event: InputEvent): void => {
      if (!inside(event)) return;
      const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
      if (event.isComposing || text === '') {
        reader.forget();
        return;
      }
      if (reader.typed(text, event.timeStamp).begins) before = latest.current.snapshot();
      clearTimeout(timer);
      timer = setTimeout(() => finish(false), burstEndMs);
    };
    const pressed = (event: KeyboardEvent): void => {
      if ((event.key !== 'Enter' && event.key !== 'Tab') || event.ctrlKey || event.altKey || event.shiftKey || !inside(event)) return;
      if (!finish(true)) {
        // The next field is another matter.
        reader.forget();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener('beforeinput', typed, { capture: true });
    document.addEventListener('keydown', pressed, { capture: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('beforeinput', typed, { capture: true });
      document.removeEventListener('keydown', pressed, { capture: true });
    };
  }, [place]);
}
