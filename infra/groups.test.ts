/** Asks that go together: each gets its own answer, nobody waits for a slow group longer than the patience, and a failure stays in its group. */
import { describe, expect, it } from 'vitest';
import { inGroups } from './groups.ts';

/** Groups as they were asked, each answered when the test says so. */
function held(atMost = 10, patienceMs = 10_000, companyMs = 0, atOnce = 1): { ask: (question: string) => Promise<string>; groups: string[][]; answer(at: number, how?: (question: string) => string): void; fail(at: number): void } {
  const groups: string[][] = [];
  const ends: { resolve(answers: string[]): void; reject(error: Error): void }[] = [];
  return {
    groups, ask: inGroups({ atMost, atOnce, patienceMs, companyMs, ask: (questions: readonly string[]) => { groups.push([...questions]); return new Promise<string[]>((resolve, reject) => { ends.push({ resolve, reject }); }); } }),
    answer(at, how = (question) => `${question}!`) { ends[at]?.resolve((groups[at] ?? []).map(how)); },
    fail(at) { ends[at]?.reject(new Error('gone')); },
  };
}
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(() => { setImmediate(resolve); }); });

describe('asks in groups', () => {
  it('goes at once when nothing is under way, with all that came in the same turn', async () => {
    const { ask, groups, answer } = held();
    const [a, b] = [ask('a'), ask('b')];
    await turn();
    expect(groups).toEqual([['a', 'b']]);
    answer(0);
    expect(await Promise.all([a, b])).toEqual(['a!', 'b!']);
  });

  it('gathers the next group while one is under way', async () => {
    const { ask, groups, answer } = held();
    void ask('a');
    await turn();
    const next = ['b', 'c', 'd'].map(ask);
    await turn();
    expect(groups).toHaveLength(1);
    answer(0);
    while (groups.length < 2) await turn();
    expect(groups[1]).toEqual(['b', 'c', 'd']);
    answer(1);
    expect(await Promise.all(next)).toEqual(['b!', 'c!', 'd!']);
  });

  it('has a second group under way beside the first where two may be, and gathers the third', async () => {
    const { ask, groups, answer } = held(10, 10_000, 0, 2);
    const first = ask('a');
    await turn();
    const second = ask('b');
    await turn();
    const third = ['c', 'd'].map(ask);
    await turn();
    expect(groups).toEqual([['a'], ['b']]);
    answer(1);
    expect(await second).toBe('b!');
    while (groups.length < 3) await turn();
    expect(groups[2]).toEqual(['c', 'd']);
    answer(2);
    expect(await Promise.all(third)).toEqual(['c!', 'd!']);
    answer(0);
    expect(await first).toBe('a!');
  });

  it('waits for a slow group no longer than its patience', async () => {
    const { ask, groups, answer } = held(10, 5);
    const slow = ask('slow');
    await turn();
    const quick = ask('quick');
    while (groups.length < 2) await turn();
    answer(1);
    expect(await quick).toBe('quick!');
    answer(0);
    expect(await slow).toBe('slow!');
  });

  it('waits a moment for company where the last group had some, and not where it had none', async () => {
    const { ask, groups, answer } = held(10, 10_000, 5);
    const first = ['a', 'b'].map(ask);
    await turn();
    answer(0);
    await Promise.all(first);
    const next = [ask('c')];
    await turn();
    next.push(ask('d'));
    expect(groups).toHaveLength(1);
    while (groups.length < 2) await turn();
    answer(1);
    await Promise.all(next);
    const alone = ask('e');
    while (groups.length < 3) await turn();
    answer(2);
    await alone;
    void ask('f');
    await turn();
    expect(groups).toEqual([['a', 'b'], ['c', 'd'], ['e'], ['f']]);
  });

  it('sends a full group at once', async () => {
    const { ask, groups } = held(2);
    for (const one of ['a', 'b', 'c', 'd', 'e']) void ask(one);
    await turn();
    expect(groups).toEqual([['a', 'b'], ['c', 'd']]);
  });

  it('a group that fails, or is answered too little, fails its own and nobody else', async () => {
    const { ask, groups, fail, answer } = held(1);
    const [lost, kept] = [ask('lost'), ask('kept')];
    const lostly = expect(lost).rejects.toThrow('gone');
    fail(0);
    await lostly;
    answer(1);
    expect(await kept).toBe('kept!');
    const short = inGroups({ atMost: 2, atOnce: 1, patienceMs: 5, companyMs: 0, ask: () => Promise.resolve([1]) });
    expect((await Promise.allSettled([short('a'), short('b')])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(groups).toHaveLength(2);
  });
});
