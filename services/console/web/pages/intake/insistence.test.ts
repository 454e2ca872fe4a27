import { describe, expect, it } from 'vitest';
import { Problem, Unreachable } from '../../problem.ts';
import { insist } from './insistence.ts';

const problem = (status: number): Problem => new Problem({ status, reason: 'r', zh: '', en: '' });
const answers = <T>(...list: (T | Error)[]) => () => {
  const next = list.shift();
  return next instanceof Error ? Promise.reject(next) : Promise.resolve(next as T);
};

describe('asking until somebody answers', () => {
  it('goes through outages of every kind, waiting longer each time', async () => {
    const paused: number[] = [];
    const ask = answers<string>(new Unreachable('down'), problem(503), problem(429), problem(502), new Unreachable('x'), '收件');
    expect(await insist(ask, { pause: (ms) => { paused.push(ms); return Promise.resolve(); }, waiting: () => undefined })).toBe('收件');
    expect(paused).toEqual([1_000, 2_000, 3_000, 5_000, 5_000]);
  });
  it('ends with a refusal at once', async () => {
    await expect(insist(answers<string>(problem(409), 'never'), { pause: () => Promise.resolve(), waiting: () => undefined })).rejects.toMatchObject({ status: 409 });
  });
  it('ends when the person gives up', async () => {
    await expect(insist(answers<string>(problem(503), 'never'), { pause: () => Promise.reject(new Error('given up')), waiting: () => undefined })).rejects.toThrow('given up');
  });
});
