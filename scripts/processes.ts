// Starts, watches and ends everything a command runs. Promise: whatever was started here is ended when the command
// succeeds, fails, is interrupted, loses its terminal, crashes or is itself killed with -9 (guard.sh watches a pipe that
// only we hold open); and no process that was not started here is ever signalled: only pids of our own living children.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, fstatSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';

/** One process to run. */
export interface Launch {
  /** Kebab-case, unique within one command: names the log and pid file. */
  name: string;
  /** Absolute path of the program. */
  command: string;
  args: string[];
  /** The whole environment of the process: nothing is inherited, so nothing leaks in from the caller's shell. */
  env?: Record<string, string>;
  cwd?: string;
  /** Ready when this answers 200 (string), or when the function resolves to true. */
  ready?: string | (() => Promise<boolean>);
  /** How long to become ready, in milliseconds; 20 000 unless told. */
  readyWithinMs?: number;
  /** How long SIGTERM may take before SIGKILL, in milliseconds; 8 000 unless told. */
  stopWithinMs?: number;
  /** Higher waves end first: servers 0, counterparts 1, services 2. */
  wave?: number;
  /** `always` starts it again after any unasked end, after 250 ms: what an orchestrator would do. `never` unless told. */
  restart?: 'never' | 'always';
}

/** A process under watch; the same object stays valid over restarts. */
export interface Running {
  readonly name: string;
  /** Pid of the program itself; undefined while it is down. */
  readonly pid: number | undefined;
  /** How often it has been started. */
  readonly starts: number;
  readonly logFile: string;
  /** Sends a signal if it is alive; false when there was nobody to signal. */
  signal(signal: NodeJS.Signals): boolean;
  /** Ends it and waits; no restart follows. */
  stop(): Promise<void>;
  /** `kill -9`, waits until it is gone; a restart follows only under policy `always`. */
  kill(): Promise<void>;
  /** Starts it again on the same launch after it ended, and waits until it is ready. */
  startAgain(): Promise<void>;
  /** Resolves when it next ends, with its exit code (128 + signal number when killed). */
  ended(): Promise<number>;
  /** Resident memory in bytes as the system counts it; 0 while it is down or where /proc does not exist. */
  residentBytes(): number;
}

/** All processes of one command. */
export interface Processes {
  /** Starts one and resolves when it is ready; rejects with the end of its log when it is not. */
  start(launch: Launch): Promise<Running>;
  /** Those started so far, in order. */
  readonly all: readonly Running[];
  /** True from the moment on at which everything is being ended. */
  readonly stopping: boolean;
  /** Ends everything, higher waves first; safe to call twice. */
  stopAll(): Promise<void>;
}

const guardPath = fileURLToPath(new URL('./guard.sh', import.meta.url));

/** `runDirectory` is `.run/` or a temporary stand-in; logs go to `log/`, pids to `pids/` below it. */
export function createProcesses(options: { runDirectory: string }): Processes {
  const logDirectory = join(options.runDirectory, 'log');
  const pidDirectory = join(options.runDirectory, 'pids');
  mkdirSync(logDirectory, { recursive: true });
  mkdirSync(pidDirectory, { recursive: true });
  // Left behind by a command that was killed with -9; its processes ended with it.
  for (const file of readdirSync(pidDirectory))
    if (!isAlive(Number(readFileSync(join(pidDirectory, file), 'latin1')))) rmSync(join(pidDirectory, file), { force: true });
  const watched: { running: Running; wave: number }[] = [];
  let stopping: Promise<void> | undefined;
  let closing = false;

  async function start(launch: Launch): Promise<Running> {
    if (closing) throw new Error(`正在停止，不再启动 stopping, nothing new is started: ${launch.name}`);
    if (watched.some((each) => each.running.name === launch.name)) {
      throw new Error(`进程名重复 a process of this name was started already: ${launch.name}`);
    }
    const running = watchProcess(launch, {
      logFile: join(logDirectory, `${launch.name}.log`),
      pidFile: join(pidDirectory, `${launch.name}.pid`),
      closing: () => closing,
    });
    watched.push({ running, wave: launch.wave ?? 0 });
    await running.startAgain();
    return running;
  }

  async function stopWaves(): Promise<void> {
    closing = true;
    const waves = [...new Set(watched.map((each) => each.wave))].toSorted((a, b) => b - a);
    for (const wave of waves) {
      await Promise.all(watched.filter((each) => each.wave === wave).map((each) => each.running.stop()));
    }
  }

  return {
    start,
    get all() {
      return watched.map((each) => each.running);
    },
    get stopping() {
      return closing;
    },
    stopAll() {
      stopping ??= stopWaves();
      return stopping;
    },
  };
}

interface Life {
  guard: ChildProcess;
  pid: number;
  ended: Promise<number>;
  over: boolean;
}

function watchProcess(launch: Launch, place: { logFile: string; pidFile: string; closing: () => boolean }): Running {
  let life: Life | undefined;
  let starts = 0;
  let wanted = false;
  const nextEnd: ((code: number) => void)[] = [];

  async function launchOnce(): Promise<void> {
    const log = openSync(place.logFile, 'a', 0o600);
    // A session of its own: Ctrl-C in the terminal reaches only us, and we end the rest in the right order.
    const guard = spawn('/bin/sh', [guardPath, launch.command, ...launch.args], {
      cwd: launch.cwd,
      env: launch.env ?? {},
      detached: true,
      stdio: ['pipe', log, log, 'pipe'],
    });
    closeSync(log);
    starts += 1;
    const ended = new Promise<number>((resolve) => {
      guard.once('error', () => resolve(127));
      guard.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 137)));
    });
    const pid = await Promise.race([readPid(guard), ended.then(() => undefined)]);
    if (pid === undefined) throw new Error(`无法启动 could not start ${launch.name}: ${launch.command}`);
    const mine: Life = { guard, pid, ended, over: false };
    life = mine;
    writeFileSync(place.pidFile, `${pid}\n`);
    void ended.then((code) => {
      mine.over = true;
      if (life === mine) {
        life = undefined;
        rmSync(place.pidFile, { force: true });
      }
      for (const resolve of nextEnd.splice(0)) resolve(code);
      if (wanted && launch.restart === 'always' && !place.closing()) void restartSoon();
      return undefined;
    });
  }

  async function restartSoon(): Promise<void> {
    await delay(250);
    if (!wanted || place.closing() || life !== undefined) return;
    try {
      await launchOnce();
    } catch {
      // The program vanished from disk or the machine is out of processes; the next try may do better.
      if (wanted && !place.closing()) void restartSoon();
    }
  }

  async function untilReady(): Promise<void> {
    const limit = performance.now() + (launch.readyWithinMs ?? 20_000);
    for (;;) {
      const current = life;
      if (launch.ready === undefined && current !== undefined) return;
      if (current === undefined && launch.restart !== 'always') throw new Error(complaint('启动后即退出 ended while starting'));
      if (current !== undefined && (await isReady(launch.ready))) return;
      if (performance.now() > limit) throw new Error(complaint('未在限时内就绪 not ready in time'));
      await delay(25);
    }
  }

  function complaint(what: string): string {
    return `${launch.name}: ${what}; 日志末尾 end of ${place.logFile}:\n${tail(place.logFile, 2000)}`;
  }

  function signal(name: NodeJS.Signals): boolean {
    if (life === undefined || life.over) return false;
    try {
      return process.kill(life.pid, name);
    } catch {
      return false;
    }
  }

  return {
    name: launch.name,
    logFile: place.logFile,
    get pid() {
      return life?.pid;
    },
    get starts() {
      return starts;
    },
    signal,
    async stop() {
      wanted = false;
      const current = life;
      if (current === undefined) return;
      signal('SIGTERM');
      const patience = new AbortController();
      const late = delay(launch.stopWithinMs ?? 8000, 'late', { signal: patience.signal }).catch(() => 'cancelled');
      const first = await Promise.race([current.ended.then(() => 'ended'), late]);
      patience.abort();
      if (first === 'late') signal('SIGKILL');
      await current.ended;
    },
    async kill() {
      const current = life;
      if (current === undefined) return;
      signal('SIGKILL');
      await current.ended;
    },
    async startAgain() {
      wanted = true;
      if (life === undefined) await launchOnce();
      await untilReady();
    },
    ended() {
      return new Promise((resolve) => nextEnd.push(resolve));
    },
    residentBytes() {
      return life === undefined ? 0 : residentBytesOf(life.pid);
    },
  };
}

async function readPid(guard: ChildProcess): Promise<number | undefined> {
  const pipe = guard.stdio[3];
  if (pipe === null || pipe === undefined || !('on' in pipe)) return undefined;
  return new Promise((resolve) => {
    let text = '';
    pipe.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.includes('\n')) resolve(Number.parseInt(text, 10));
    });
    pipe.on('error', () => resolve(undefined));
  });
}

async function isReady(ready: Launch['ready']): Promise<boolean> {
  if (ready === undefined) return true;
  if (typeof ready === 'string') return answers(ready);
  try {
    return await ready();
  } catch {
    return false;
  }
}

/** True when a GET of `url` answers 200 within a second. */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(url, { timeout: 1000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

function isAlive(pid: number): boolean {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function residentBytesOf(pid: number): number {
  try {
    const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line?.[1] === undefined ? 0 : Number(line[1]) * 1024;
  } catch {
    return 0;
  }
}

/** The last `bytes` of a file as text; empty when there is none. */
export function tail(path: string, bytes: number): string {
  if (!existsSync(path)) return '';
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const length = Math.min(size, bytes);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, size - length);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Runs a command's body and ends everything afterwards, however it ends: its return value is the exit code, an error is
 * printed by `complain` and gives 1, a signal gives 128 + its number. A second signal no longer waits for good manners.
 */
export async function runThenStop(
  processes: Processes,
  body: (interrupted: AbortSignal) => Promise<number>,
  complain: (line: string) => void,
): Promise<never> {
  const interruption = new AbortController();
  const leave = async (code: number): Promise<never> => {
    await processes.stopAll();
    process.exit(code);
  };
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) {
        for (const running of processes.all) running.signal('SIGKILL');
        process.exit(128 + signalNumbers[signal]);
      }
      interruption.abort();
      complain(`收到 ${signal}，正在停止全部进程 stopping everything`);
      void leave(128 + signalNumbers[signal]);
    });
  }
  const crash = (error: unknown): void => {
    complain(`意外错误 unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void leave(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  let code = 1;
  try {
    code = await body(interruption.signal);
  } catch (error) {
    if (interruption.signal.aborted) return new Promise(() => undefined);
    complain(error instanceof Error ? error.message : String(error));
  }
  if (interruption.signal.aborted) return new Promise(() => undefined);
  return leave(code);
}
