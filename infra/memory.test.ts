/** Holds V8 to what memory.ts relies on: a young generation that stays small until it is let grow, in the Node that runs here. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const program = `
const v8 = require('node:v8');
v8.setFlagsFromString('--semi-space-growth-factor=1');
const kept = [];
const work = () => { for (let i = 0; i < 400_000; i += 1) kept[i % 60_000] = { i, text: 'case ' + i }; };
const young = () => v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20;
work();
const waiting = young();
v8.setFlagsFromString('--semi-space-growth-factor=2');
work();
console.log(JSON.stringify({ waiting, working: young() }));
`;

describe('the young generation', () => {
  it('stays as it starts while its growth factor is 1, and grows once it is 2', () => {
    const { waiting, working } = JSON.parse(execFileSync(process.execPath, ['--max-semi-space-size=8', '-e', program], { encoding: 'utf8' })) as { waiting: number; working: number };
    expect(waiting).toBeLessThanOrEqual(2);
    expect(working).toBeGreaterThan(2);
  });
});
