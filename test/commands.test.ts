/** Commands as other programs call them: what stands on stdout is the answer and nothing else. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectFile } from '../infra/project-file.ts';

const run = promisify(execFile);

describe('npm run', () => {
  it('prints no banner of its own before the output of a command', async () => {
    const { stdout } = await run('npm', ['run', 'generate', '--', '--check', '--json'], { cwd: projectFile(), maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => error as { stdout: string });
    expect(() => { JSON.parse(stdout); }).not.toThrow();
  });
  it.each(['bench', 'faults', 'simulate', 'replay', 'applications', 'province', 'ledger', 'rebuild-streams', 'generate'])('%s explains itself', async (command) => {
    const { stdout } = await run('npm', ['run', command, '--', '--help'], { cwd: projectFile() });
    expect(stdout).toMatch(/用法 usage/);
  });
});

describe('continuous integration', () => {
  it('runs what ./scripts/test runs', async () => {
    const { stdout } = await run(projectFile('.ci', 'run'), ['--help'], { cwd: projectFile() });
    expect(stdout).toContain('./scripts/test');
  });
});
