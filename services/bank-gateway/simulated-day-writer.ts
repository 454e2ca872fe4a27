/**
 * Writes the daily files of a simulated party into a folder: each day anew under its own name once its books have rested a while. Promise: a file
 * is whole when it is there under its name; a day that did not change is not touched. For simulators alone.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../infra/clock.ts';
import type { WrittenFile } from './simulated-day.ts';

export interface DayWriter {
  put(file: Pick<WrittenFile, 'name' | 'bytes'>): void;
  stop(): void;
}

/** `days` gives the files as the books stand now; `afterQuietMs` 0 for never by itself. */
export function openDayWriter(folder: string, afterQuietMs: number, days: () => readonly WrittenFile[]): DayWriter {
  mkdirSync(folder, { recursive: true });
  function put({ name, bytes }: Pick<WrittenFile, 'name' | 'bytes'>): void {
    writeFileSync(join(folder, `${name}.tmp`), bytes);
    renameSync(join(folder, `${name}.tmp`), join(folder, name));
  }
  let seen = '';
  let seenAt = 0;
  let written = '';
  function look(): void {
    const files = days();
    const now = files.map(({ name, bytes }) => `${name} ${bytes.toString('base64')}`).join('\n');
    const at = systemClock.now().getTime();
    if (now !== seen) { seen = now; seenAt = at; }
    // What somebody wrote wrongly on purpose stays until the books move again.
    if (now === written || at - seenAt < afterQuietMs) return;
    written = now;
    for (const file of files) {
      const path = join(folder, file.name);
      if (!existsSync(path) || !readFileSync(path).equals(file.bytes)) put(file);
    }
  }
  const timer = afterQuietMs === 0 ? undefined : setInterval(look, Math.min(1_000, afterQuietMs));
  return { put, stop() { clearInterval(timer); } };
}
