// Everything a command leaves behind lies under `.run/`: data of the private instances, keys, logs, builds. Promise:
// only its owner can read it, and two commands never use one run directory at the same time.
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the tree: everything relative is relative to this. Works from source and from `.run/build`. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** `.run/` of this checkout. */
export const defaultRunDirectory = join(projectRoot, '.run');

function findRoot(from: string): string {
  let folder = from;
  while (!(existsSync(join(folder, 'package-lock.json')) && existsSync(join(folder, 'scripts')))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`找不到项目根目录 no project above ${from}`);
    folder = parent;
  }
  return folder;
}

/** Makes a directory only its owner may enter. */
export function privateDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  return path;
}

/** Writes a file only its owner may read, whole or not at all (a reader never sees half of it). */
export function writePrivate(path: string, content: string | Uint8Array): void {
  privateDirectory(dirname(path));
  const half = `${path}.${process.pid}.tmp`;
  writeFileSync(half, content, { mode: 0o600 });
  chmodSync(half, 0o600);
  renameSync(half, path);
}

/** The file's text, or undefined when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Claims the run directory for this process; the claim ends when released or when the process is gone. Throws with the
 * other's pid when somebody living holds it.
 */
export function claimRunDirectory(directory: string): { release(): void } {
  privateDirectory(directory);
  const path = resolve(directory, 'held-by.pid');
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      return {
        release() {
          if (readIfThere(path)?.trim() === String(process.pid)) rmSync(path, { force: true });
        },
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = Number(readIfThere(path)?.trim());
      if (Number.isInteger(holder) && holder > 0 && isAlive(holder)) {
        throw new Error(
          `${directory} 正被进程 ${holder} 使用，请先停止它 is in use by process ${holder}: stop that one first (Ctrl-C in its terminal)`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new Error(`无法占用 could not claim ${directory}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
