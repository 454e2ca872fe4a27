/** The killer on real processes of the system: everyone falls, everyone is up again, and the seed decides the order. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createProcesses, type Processes } from '../processes.ts';
import { diceOf } from './dice.ts';
import { startKiller } from './killer.ts';

const opened: { processes: Processes; directory: string }[] = [];
afterEach(async () => {
  for (const { processes, directory } of opened.splice(0)) {
    await processes.stopAll();
    rmSync(directory, { recursive: true, force: true });
  }
});

async function sleepers(kinds: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'zh-'));
  const processes = createProcesses({ runDirectory: directory });
  opened.push({ processes, directory });
  return Promise.all(kinds.map(async (kind) => ({ kind, running: await processes.start({ name: kind, command: '/bin/sleep', args: ['600'] }) })));
}

const orderOf = (said: readonly string[]): string[] => said.flatMap((line) => /kill -9 (\w+)/.exec(line)?.[1] ?? []);

async function run(seed: number, kills: number): Promise<{ order: string[]; counts: Record<string, number>; alive: boolean[]; starts: number }> {
  const victims = await sleepers(['one', 'two', 'three']);
  const said: string[] = [];
  const killer = startKiller({ victims, dice: diceOf(seed), kills, progress: () => 1, downForMs: 20, say: (line) => { said.push(line); } });
  await expect.poll(() => orderOf(said).length, { timeout: 20_000 }).toBe(kills);
  await killer.stop();
  return { order: orderOf(said), counts: killer.counts(), alive: victims.map(({ running }) => running.pid !== undefined), starts: victims.reduce((sum, { running }) => sum + running.starts, 0) };
}

describe('the killer', () => {
  it('lets every kind fall before any falls twice, and leaves everything up', async () => {
    const { order, counts, alive, starts } = await run(1, 4);
    expect(new Set(order.slice(0, 3))).toEqual(new Set(['one', 'two', 'three']));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(alive).toEqual([true, true, true]);
    expect(starts).toBe(3 + 4);
  });

  it('kills in the same order for the same seed', async () => {
    const [first, second] = [await run(7, 3), await run(7, 3)];
    expect(second.order).toEqual(first.order);
  });

  it('kills some while they are starting, and still leaves them up', async () => {
    const victims = await sleepers(['one', 'two']);
    const said: string[] = [];
    const killer = startKiller({ victims, dice: diceOf(3), kills: 2, progress: () => 1, downForMs: 20, stumbles: 1, say: (line) => { said.push(line); } });
    await expect.poll(() => orderOf(said).length, { timeout: 20_000 }).toBe(4);
    await killer.stop();
    expect(killer.counts()).toEqual({ one: 2, two: 2 });
    expect(victims.map(({ running }) => [running.pid !== undefined, running.starts])).toEqual([[true, 3], [true, 3]]);
  });

  it('starts again what ended by itself, and says so', async () => {
    const victims = await sleepers(['one']);
    const killer = startKiller({ victims, dice: diceOf(1), kills: 0, progress: () => 0, say: () => undefined });
    victims[0]?.running.signal('SIGTERM');
    await expect.poll(() => [killer.fell()['one'], victims[0]?.running.starts, victims[0]?.running.pid !== undefined], { timeout: 20_000 }).toEqual([1, 2, true]);
    await killer.stop();
  });
});
