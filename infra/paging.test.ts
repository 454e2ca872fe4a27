import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anywhere, beginningOf, daysAsked, pageOf, pagingOf } from './paging.ts';

describe('a page', () => {
  it('ends where its cursor goes on, and the last one has none', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 30 }), (limit, count) => {
      const all = Array.from({ length: count }, (_each, at) => ({ at: new Date(at * 1_000).toISOString(), id: `行${String(at)}` }));
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const paging = pagingOf({ limit, ...(cursor ? { cursor } : {}) });
        if ('reason' in paging) throw new Error(paging.reason);
        const { after } = paging;
        const begin = after === null ? 0 : all.findIndex((row) => row.id === after.id) + 1;
        const page = pageOf(all.slice(begin, begin + limit + 1), limit, (row) => row);
        seen.push(...page.rows.map((row) => row.id));
        cursor = page.next;
      }
      expect(seen).toEqual(all.map((row) => row.id));
    }));
  });
  it('is refused when its cursor is none of ours', () => {
    for (const cursor of ['', 'x', 'bm90IGpzb24', Buffer.from('["a"]').toString('base64url'), ...['[1,2]', '["x","a"]', '["+275760-09-13T00:00:00.000Z","a"]', '["2026-02-30T00:00:00Z","a"]'].map((keys) => Buffer.from(keys).toString('base64url'))]) {
      expect(pagingOf({ cursor }), cursor).toMatchObject({ reason: 'invalid-request', field: 'query.cursor' });
    }
  });
});

describe('a span of days', () => {
  it('begins and ends at midnight in China, both days counted', () => {
    expect(daysAsked({ from: '2026-11-22', to: '2026-11-22' })).toEqual({ from: new Date('2026-11-21T16:00:00Z'), until: new Date('2026-11-22T16:00:00Z') });
    expect(daysAsked({})).toEqual({});
  });
  it('knows which days there are', () => {
    expect(beginningOf('2026-02-30')).toBeNull();
    expect(daysAsked({ to: '2026-13-01' })).toMatchObject({ reason: 'invalid-request', field: 'query.to' });
  });
});

describe('a text to be found', () => {
  it('finds its own signs, not those of the pattern', () => { expect(anywhere('50%_\\')).toBe(String.raw`%50\%\_\\%`); });
});
