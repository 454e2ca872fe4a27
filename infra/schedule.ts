/** Something done again and again, never twice at once, that survives its own failures. */
import type { Log } from './log.ts';

export interface Scheduled {
  /** Runs it now instead of at its time; runs once more when it is already running. */
  wake(): void;
  /** Ends after the run under way. */
  stop(): Promise<void>;
}

export function schedule(name: string, everyMs: number, log: Log, work: () => Promise<void>): Scheduled {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  function run(): void {
    if (stopped) return;
    if (running) { again = true; return; }
    clearTimeout(timer);
    again = false;
    running = work().catch((error: unknown) => { log.warn({ error, work: name }, 'background work failed and will run again'); })
      .finally(() => {
        running = undefined;
        if (stopped) return;
        if (again) run();
        else timer = setTimeout(run, everyMs);
      });
  }
  timer = setTimeout(run, everyMs);
  return {
    wake: run,
    async stop() { stopped = true; clearTimeout(timer); await running; },
  };
}
