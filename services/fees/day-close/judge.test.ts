import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, keysOf, type Judged, type Ours, type Theirs } from './judge.ts';

const ours = (key: string, amountInFen: number, payCode = `P${key}`): Ours => ({ key, payCode, amountInFen });
const theirs = (key: string, amountInFen: number, more: Partial<Theirs> = {}): Theirs => ({ key, payCode: `P${key}`, amountInFen, kind: amountInFen < 0 ? 'reversal' : 'payment', revenueItem: '', line: 1, file: 1, ...more });

describe('one key', () => {
  it.each([
    ['the same on both sides', [ours('S', 5)], [theirs('S', 5)], 'matched'],
    ['held by the bank alone', [], [theirs('S', 5)], 'theirs-only'],
    ['known to us alone', [ours('S', 5)], [], 'ours-only'],
    ['another amount', [ours('S', 5)], [theirs('S', 6)], 'amount'],
    ['reversed by us alone', [ours('S', 5), ours('S', -5)], [theirs('S', 5)], 'state'],
    ['reversed by the bank alone', [ours('S', 5)], [theirs('S', 5), theirs('S', -5)], 'state'],
    ['reversed on both sides', [ours('S', 5), ours('S', -5)], [theirs('S', 5), theirs('S', -5)], 'matched'],
    ['reversed, and left out by the bank', [ours('S', 5), ours('S', -5)], [], 'matched'],
    ['told twice', [ours('S', 5)], [theirs('S', 5), theirs('S', 5, { line: 2 })], 'duplicate'],
    ['told twice, the second on our books as well', [ours('S', 5), ours('S', 5)], [theirs('S', 5), theirs('S', 5, { line: 2 })], 'matched'],
    ['split by revenue item', [ours('S', 5)], [theirs('S', 3, { revenueItem: 'A' }), theirs('S', 2, { revenueItem: 'B' })], 'matched'],
    ['for another bill', [ours('S', 5)], [theirs('S', 5, { payCode: 'other' })], 'pay-code'],
    ['without a pay code in the file', [ours('S', 5)], [theirs('S', 5, { payCode: '' })], 'matched'],
    ['given back', [ours('R', -5)], [theirs('R', -5, { kind: 'refund' })], 'matched'],
  ] as const)('%s', (_words, left, right, verdict) => { expect(judge(left[0]?.key ?? right[0]?.key ?? '', left, right).verdict).toBe(verdict); });
});

/** Sides as the database gives them: in the order of their keys, cut into pieces anywhere. */
async function* cut<T extends { key: string }>(rows: readonly T[], size: number): AsyncGenerator<T[]> {
  const sorted = [...rows].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (let at = 0; at < sorted.length; at += size) { await Promise.resolve(); yield sorted.slice(at, at + size); }
}
async function allJudged(left: readonly Ours[], right: readonly Theirs[], size: number): Promise<Judged[]> {
  const all: Judged[] = [];
  for await (const each of keysOf(cut(left, size), cut(right, size))) all.push(judge(each.key, each.ours, each.theirs));
  return all;
}

const key = fc.constantFrom(...'abcdefghijkl');
const someOurs = fc.array(fc.record({ key, payCode: fc.constantFrom('1', '2'), amountInFen: fc.integer({ min: -3, max: 5 }) }), { maxLength: 40 });
const someTheirs = fc.array(fc.record({ key, payCode: fc.constantFrom('1', '2', ''), amountInFen: fc.integer({ min: -3, max: 5 }), kind: fc.constantFrom('payment', 'reversal'), revenueItem: fc.constantFrom('', 'A'), line: fc.nat(50), file: fc.nat(3) }), { maxLength: 40 });

describe('a whole day', () => {
  it('gets one verdict for each key of either side, and no other', async () => {
    await fc.assert(fc.asyncProperty(someOurs, someTheirs, fc.integer({ min: 1, max: 7 }), async (left, right, size) => {
      const judged = await allJudged(left, right, size);
      expect(judged.map((one) => one.key)).toEqual([...new Set([...left, ...right].map((one) => one.key))].sort());
      // Nothing is lost or made: what remains on each side over all keys is what each side holds.
      expect(judged.reduce((sum, one) => sum + (one.oursInFen ?? 0), 0)).toBe(left.reduce((sum, one) => sum + one.amountInFen, 0));
      expect(judged.reduce((sum, one) => sum + (one.theirsInFen ?? 0), 0)).toBe(right.reduce((sum, one) => sum + one.amountInFen, 0));
      for (const one of judged) if (one.verdict === 'matched') expect(one.oursInFen ?? 0).toBe(one.theirsInFen ?? 0);
    }));
  });
  it('is judged the same in whatever order the lines came and however they were cut', async () => {
    await fc.assert(fc.asyncProperty(someOurs, someTheirs.chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length }))), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), async (left, [right, shuffled], one, other) => {
      expect(await allJudged([...left].reverse(), shuffled, other)).toEqual(await allJudged(left, right, one));
    }));
  });
  it('is not judged at all when a side is out of order', async () => {
    async function* wrong(): AsyncGenerator<Ours[]> { await Promise.resolve(); yield [ours('b', 1), ours('a', 1)]; }
    await expect((async () => { for await (const _each of keysOf(wrong(), cut<Theirs>([], 1))) { /* walked to its end */ } })()).rejects.toThrow(/order/);
  });
});
