// Kills processes with -9 at moments nobody chose and starts them again, as a careless operator with a good orchestrator
// would. Promise: the order of victims depends on the dice alone; every kind falls once before any falls twice; when
// `stop` resolves everything is up again; what ended without our doing is started again too, and counted apart.
import { setTimeout as delay } from 'node:timers/promises';
import { elapsedMs } from '../../infra/clock.ts';
import type { Running } from '../processes.ts';
import type { Dice } from './dice.ts';

/** One that may be killed. */
export interface Victim {
  kind: string;
  running: Running;
}

/** How to kill. */
export interface KillerOptions {
  victims: readonly Victim[];
  dice: Dice;
  /** How many kills altogether. */
  kills: number;
  /** How far the work is, from 0 to 1: kills are spread over all of it. */
  progress: () => number;
  /** Longest time a victim stays down, ms. */
  downForMs?: number;
  /** Share of the restarts that are killed while still starting, from 0 to 1; none unless told. These count beside `kills`. */
  stumbles?: number;
  /** Told each time a victim is up again. */
  onBack?: (kind: string) => void;
  /** Everything is being stopped: nothing is killed or started any more. */
  signal?: AbortSignal;
  say: (line: string) => void;
}

/** A killer at work. */
export interface Killer {
  /** How many of the kills asked for are done. */
  done: () => number;
  /** Kills so far, by kind. */
  counts(): Record<string, number>;
  /** Processes that ended though nobody killed them, by kind. */
  fell(): Record<string, number>;
  /** Milliseconds of the monotonic clock at the last kill; undefined before the first. */
  lastKillMs(): number | undefined;
  /** Kills one now, beside those the dice choose, and brings it back; false when it is down already or all is over. */
  strike(kind: string): boolean;
  /** No more kills; resolves when everything is up again, rejects when something cannot be started. */
  stop(): Promise<void>;
}

/** At most so many are down at once. */
const downAtOnce = 3;
const startWithinMs = 120_000;

/** Starts killing. */
export function startKiller(options: KillerOptions): Killer {
  const { victims, dice, kills, progress, say } = options;
  const downForMs = options.downForMs ?? 1_500;
  const counts: Record<string, number> = {};
  const fell: Record<string, number> = {};
  const down = new Map<string, Promise<void>>();
  const failures: Error[] = [];
  let lastKillMs: number | undefined;
  let stopped = false;
  let done = 0;
  const isInterrupted = (): boolean => options.signal?.aborted === true;

  /** Starts it until it stays up: a service that starts while its database is down ends again, and that is no fault. */
  async function bringBack(victim: Victim): Promise<void> {
    const until = elapsedMs() + startWithinMs;
    while (!isInterrupted()) {
      try {
        await victim.running.startAgain();
        options.onBack?.(victim.kind);
        return;
      } catch (error) {
        if (elapsedMs() > until) throw error instanceof Error ? error : new Error(String(error));
        await delay(300);
      }
    }
  }

  function takeDown(victim: Victim, because: 'killed' | 'fell'): void {
    const downMs = because === 'killed' ? dice.next() * downForMs : 100;
    const doesStumble = because === 'killed' && dice.next() < (options.stumbles ?? 0);
    const stumbleMs = dice.next() * 1_500;
    const work = (async () => {
      if (because === 'killed') await victim.running.kill();
      await delay(downMs);
      if (doesStumble && !isInterrupted()) {
        const starting = victim.running.startAgain().catch(() => undefined);
        await delay(stumbleMs);
        await victim.running.kill();
        await starting;
        counts[victim.kind] = (counts[victim.kind] ?? 0) + 1;
        lastKillMs = elapsedMs();
        say(`kill -9 ${victim.kind}（启动中 while starting）`);
      }
      await bringBack(victim);
    })()
      .catch((error: unknown) => { failures.push(error instanceof Error ? error : new Error(String(error))); })
      .finally(() => { down.delete(victim.kind); });
    down.set(victim.kind, work);
  }

  function watch(victim: Victim): void {
    void victim.running.ended().then((code) => {
      if (!stopped && !isInterrupted() && !down.has(victim.kind)) {
        fell[victim.kind] = (fell[victim.kind] ?? 0) + 1;
        say(`${victim.kind} 自行退出 ended by itself (${code}): ${victim.running.logFile}`);
        takeDown(victim, 'fell');
      }
      if ((!stopped || down.size > 0) && !isInterrupted()) watch(victim);
      return undefined;
    });
  }

  async function kill(): Promise<void> {
    let order: Victim[] = [];
    for (; done < kills; done += 1) {
      const at = ((done + dice.next()) / kills) * 0.97;
      const pause = dice.next() * 300;
      while (!stopped && !isInterrupted() && progress() < at) await delay(20);
      await delay(pause);
      while (!stopped && down.size >= downAtOnce) await delay(20);
      if (order.length === 0) order = dice.shuffle(victims);
      const victim = order.shift();
      if (victim === undefined) return;
      // Its turn comes when it is up: the choice stays that of the dice.
      while (!stopped && (down.has(victim.kind) || victim.running.pid === undefined)) await delay(20);
      if (stopped || isInterrupted()) return;
      counts[victim.kind] = (counts[victim.kind] ?? 0) + 1;
      lastKillMs = elapsedMs();
      say(`kill -9 ${victim.kind} (${done + 1}/${kills}, ${Math.round(progress() * 100)}%)`);
      takeDown(victim, 'killed');
    }
  }

  for (const victim of victims) watch(victim);
  const killing = kill();
  return {
    done: () => done,
    counts: () => ({ ...counts }),
    fell: () => ({ ...fell }),
    lastKillMs: () => lastKillMs,
    strike(kind) {
      const victim = victims.find((one) => one.kind === kind);
      if (!victim || stopped || isInterrupted() || down.has(kind) || victim.running.pid === undefined) return false;
      counts[kind] = (counts[kind] ?? 0) + 1;
      lastKillMs = elapsedMs();
      say(`kill -9 ${kind}（指定时刻 at a chosen moment）`);
      takeDown(victim, 'killed');
      return true;
    },
    async stop() {
      stopped = true;
      await killing;
      while (down.size > 0) await Promise.all(down.values());
      const [failure] = failures;
      if (failure) throw failure;
    },
  };
}
