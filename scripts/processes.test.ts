import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from './instances/ports.ts';
import { createProcesses, type Processes } from './processes.ts';

let runDirectory: string;
let processes: Processes;

beforeEach(() => {
  runDirectory = mkdtempSync(join(tmpdir(), 'hub-processes-'));
  processes = createProcesses({ runDirectory });
});

afterEach(async () => {
  await processes.stopAll();
  rmSync(runDirectory, { recursive: true, force: true });
});

const listens = (port: number): string[] => [
  '-e',
  `require('http').createServer((q, s) => s.end('ok')).listen(${port}, '127.0.0.1'); console.log('listening')`,
];
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('processes', () => {
  it('hand over a process only when it is ready, with its log and pid on disk', async () => {
    const port = await freePort();
    const running = await processes.start({ name: 'web', command: process.execPath, args: listens(port), ready: `http://127.0.0.1:${port}/` });
    expect(readFileSync(join(runDirectory, 'pids', 'web.pid'), 'utf8').trim()).toBe(String(running.pid));
    expect(readFileSync(running.logFile, 'utf8')).toContain('listening');
    expect(running.residentBytes()).toBeGreaterThan(1e6);
  });

  it('pass on nothing of the caller’s environment', async () => {
    const running = await processes.start({
      name: 'env',
      command: process.execPath,
      args: ['-e', 'console.log(JSON.stringify(process.env))'],
      env: { ONLY: 'this' },
    });
    await vi.waitFor(() => expect(readFileSync(running.logFile, 'utf8')).toContain('"ONLY":"this"'), 5000);
    expect(readFileSync(running.logFile, 'utf8')).not.toContain('HOME');
  });

  it('show the end of the log when a process ends instead of becoming ready', async () => {
    const port = await freePort();
    const start = processes.start({
      name: 'bad',
      command: process.execPath,
      args: ['-e', 'console.error("port taken"); process.exit(3)'],
      ready: `http://127.0.0.1:${port}/`,
    });
    await expect(start).rejects.toThrow(/bad: .*ended while starting[\s\S]*port taken/);
  });

  it('bring back a killed process under another pid when asked to keep it running', async () => {
    const port = await freePort();
    const running = await processes.start({
      name: 'phoenix',
      command: process.execPath,
      args: listens(port),
      ready: `http://127.0.0.1:${port}/`,
      restart: 'always',
    });
    const first = running.pid;
    await running.kill();
    await running.startAgain();
    expect(running.pid).not.toBe(first);
    expect(running.starts).toBe(2);
  });

  it('leave a killed process down until it is started again by hand', async () => {
    const port = await freePort();
    const running = await processes.start({ name: 'manual', command: process.execPath, args: listens(port), ready: `http://127.0.0.1:${port}/` });
    await running.kill();
    expect(running.pid).toBeUndefined();
    await running.startAgain();
    expect(running.pid).toBeGreaterThan(0);
  });

  it('kill one that will not go politely', async () => {
    const running = await processes.start({
      name: 'stubborn',
      command: process.execPath,
      args: ['-e', 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)'],
      stopWithinMs: 200,
    });
    await vi.waitFor(() => expect(readFileSync(running.logFile, 'utf8')).toContain('up'), 5000);
    const pid = running.pid ?? 0;
    await processes.stopAll();
    expect(alive(pid)).toBe(false);
    expect(existsSync(join(runDirectory, 'pids', 'stubborn.pid'))).toBe(false);
  });

  it('do not outlive a parent that is killed with -9', async () => {
    const parentFile = join(runDirectory, 'parent.mts');
    const module = fileURLToPath(new URL('./processes.ts', import.meta.url));
    writeFileSync(
      parentFile,
      `import { createProcesses } from ${JSON.stringify(module)}
       const processes = createProcesses({ runDirectory: ${JSON.stringify(runDirectory)} })
       processes.start({ name: 'orphan', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] })
         .then((running) => process.stdout.write(running.pid + '\\n'))`,
    );
    const tsx = fileURLToPath(new URL('../node_modules/tsx/dist/cli.mjs', import.meta.url));
    const parent = spawn(process.execPath, ['--import', tsx.replace('cli.mjs', 'esm/index.mjs'), parentFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => parent.stdout.on('data', (chunk: Buffer) => resolve(Number(chunk.toString()))));
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(alive(pid)).toBe(false), 5000);
  });
});

describe('a free port', () => {
  it('is below the range the system hands out itself, and not taken', async () => {
    const port = await freePort();
    expect(port).toBeGreaterThan(1024);
    expect(port).toBeLessThan(32768);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const other = await freePort(port);
    expect(other).not.toBe(port);
    await new Promise((resolve) => server.close(resolve));
  });
});
