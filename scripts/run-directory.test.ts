import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimRunDirectory, readIfThere, writePrivate } from './run-directory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-run-directory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a run directory', () => {
  it('is held by one command at a time, and named with who holds it', () => {
    const first = claimRunDirectory(folder);
    expect(() => claimRunDirectory(folder)).toThrow(String(process.pid));
    first.release();
    claimRunDirectory(folder).release();
  });

  it('is taken over from a command that is gone', () => {
    // Above the largest pid there can be.
    writeFileSync(join(folder, 'held-by.pid'), '4194305\n');
    claimRunDirectory(folder).release();
  });

  it('is nobody else’s to enter, nor are the files in it to read', () => {
    claimRunDirectory(folder).release();
    writePrivate(join(folder, 'secrets', 'one'), 'secret');
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'secrets')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'secrets', 'one')).mode & 0o077).toBe(0);
    expect(readFileSync(join(folder, 'secrets', 'one'), 'utf8')).toBe('secret');
  });

  it('says of a file that is not there that it is not there', () => {
    expect(readIfThere(join(folder, 'nothing'))).toBeUndefined();
  });
});
