/**
 * Keeps the newest draft on the server while the form changes. Promise: a change is on its way within half a second, at
 * most one save is under way, the last state always gets there, and a save that fails is tried again until it succeeds.
 */

export type KeepingState = 'nothing' | 'unsaved' | 'saving' | 'saved' | 'failing';
export interface DraftKeeper<T> {
  /** Takes what is to be kept; null when nothing is. */
  change(draft: T | null): void;
  /** Saves at once what is not saved; resolves when it lies on the server, rejects when that failed. */
  flush(): Promise<void>;
  /** Stops; nothing is saved any more. */
  close(): void;
}

interface Doors<T> {
  put(draft: T): Promise<void>;
  remove(): Promise<void>;
  /** Calls back later; returns how to call it off. */
  after(ms: number, then: () => void): () => void;
  told(state: KeepingState): void;
}

/** Long enough for a word, short enough that a power cut costs no more than it. */
export const keepAfterMs = 500;
const againAfterMs = 3_000;

/** `known` says whether a draft lies on the server now, which removing must then remove. */
export function openDraftKeeper<T>(doors: Doors<T>, known: boolean): DraftKeeper<T> {
  let wanted: T | null = null;
  let changed = false;
  let onServer = known;
  let running: Promise<void> | undefined;
  let callOff: (() => void) | undefined;
  let closed = false;

  const later = (ms: number): void => {
    callOff?.();
    callOff = doors.after(ms, () => void save().catch(() => undefined));
  };
  function save(): Promise<void> {
    callOff?.();
    callOff = undefined;
    if (running) return running.then(save, save);
    if (!changed || closed) return Promise.resolve();
    changed = false;
    const draft = wanted;
    if (draft === null && !onServer) {
      doors.told('nothing');
      return Promise.resolve();
    }
    doors.told('saving');
    running = (draft === null ? doors.remove() : doors.put(draft)).then(() => {
      onServer = draft !== null;
      doors.told(changed ? 'unsaved' : draft === null ? 'nothing' : 'saved');
    }, (error: unknown) => {
      changed = true;
      doors.told('failing');
      if (!closed) later(againAfterMs);
      throw error;
    }).finally(() => { running = undefined; });
    return running;
  }
  return {
    change(draft) {
      if (closed) return;
      wanted = draft;
      changed = true;
      if (draft !== null) doors.told('unsaved');
      later(draft === null ? 0 : keepAfterMs);
    },
    flush: save,
    close() {
      closed = true;
      callOff?.();
    },
  };
}
