/**
 * Whether the console answers. Promise: once lost, it is asked for every few seconds until it is back, and whoever
 * watches is told both times; no page has to care.
 */
import { Unreachable } from './problem.ts';
import { signIn } from './sign-in.ts';

const askEveryMs = 4_000;
let reachable = true;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();
const tell = (): void => {
  for (const watcher of watchers) watcher();
};

async function ask(): Promise<void> {
  timer = undefined;
  try {
    await signIn.ask();
    connection.back();
  } catch (error) {
    if (error instanceof Unreachable || !reachable) timer ??= setTimeout(() => void ask(), askEveryMs);
  }
}

export const connection = {
  reachable: (): boolean => reachable,
  watch(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  lost(): void {
    timer ??= setTimeout(() => void ask(), askEveryMs);
    if (!reachable) return;
    reachable = false;
    tell();
  },
  back(): void {
    if (reachable) return;
    reachable = true;
    clearTimeout(timer);
    timer = undefined;
    tell();
  },
};
