import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter } from './civil-day.ts';
import { published } from './sample-records.ts';
import { contentOf, noHistory, publish, spanOn, spansOf, withdraw, type History, type Published } from './timeline.ts';

const at = '2026-05-01T01:00:00.000Z';
function done(history: History, change: Omit<Parameters<typeof publish>[1], 'at'>): Published {
  const result = publish(history, { ...change, at });
  if ('kind' in result) throw new Error(result.en);
  return result;
}

describe('what applied to an item on a day', () => {
  const first = done(noHistory, { after: published(1, '2025-01-01'), effectiveOn: '2026-05-01', changeSetId: 'A' });
  it('is what the province had published before the zone first kept it, and nothing before that', () => {
    expect(first).toMatchObject({ version: 1, edition: 1, from: '2025-01-01' });
    expect(spanOn(first, '2024-12-31')).toBeUndefined();
    expect(spanOn(first, '2026-05-01')).toMatchObject({ version: 1, state: 'in-use', from: '2025-01-01', to: null });
  });
  it('changes on the day a change set takes effect and not before; a later day that the source names is kept', () => {
    const second = done(first, { after: published(2, '2026-01-01', { name: '改名' }), effectiveOn: '2026-05-01', changeSetId: 'B' });
    expect(spanOn(second, '2026-04-30')).toMatchObject({ version: 1, to: '2026-04-30' });
    expect(spanOn(second, '2026-05-01')).toMatchObject({ version: 2 });
    expect(done(second, { after: published(3, '2027-01-01'), effectiveOn: '2026-06-01', changeSetId: 'C' }).from).toBe('2027-01-01');
  });
  it('is an edition of the version when the zone publishes other words within it, and no edition when only its condition changes', () => {
    const edited = done(first, { after: published(1, '2025-01-01', { telephone: '0730-8000000' }), effectiveOn: '2026-05-02', changeSetId: 'B' });
    expect(edited).toMatchObject({ version: 1, edition: 2 });
    const stopped = done(edited, { after: published(1, '2025-01-01', { telephone: '0730-8000000', state: 'suspended' }), effectiveOn: '2026-05-03', changeSetId: 'C' });
    expect(stopped).toMatchObject({ version: 1, edition: 2 });
    expect(spansOf(stopped).map(({ edition, state, from }) => [edition, state, from])).toEqual([[1, 'in-use', '2025-01-01'], [2, 'in-use', '2026-05-02'], [2, 'suspended', '2026-05-03']]);
  });
  it('is cancelled after the last day the source named, and from the day a list no longer has it', () => {
    const ending = done(noHistory, { after: published(1, '2025-01-01', { cancelledOn: '2026-12-31' }), effectiveOn: '2026-05-01', changeSetId: 'A' });
    expect(spanOn(ending, '2026-12-31')).toMatchObject({ state: 'in-use' });
    expect(spanOn(ending, '2027-01-01')).toMatchObject({ state: 'cancelled' });
    expect(spanOn(done(first, { after: null, effectiveOn: '2026-06-01', changeSetId: 'B' }), '2026-06-01')).toMatchObject({ state: 'cancelled' });
    expect(publish(noHistory, { after: null, effectiveOn: '2026-06-01', changeSetId: 'B', at })).toMatchObject({ kind: 'refused' });
  });
  it('is the former content again after an undoing, as an edition of its own; past days keep their answer', () => {
    const second = done(first, { after: published(2, '2026-01-01', { name: '改名' }), effectiveOn: '2026-05-01', changeSetId: 'B' });
    const back = withdraw(second, 'B', '2026-05-10', at);
    expect(back).toMatchObject({ version: 1, edition: 2, from: '2026-05-10' });
    expect(back && spanOn(back, '2026-05-09')).toMatchObject({ version: 2 });
    expect(back && spanOn(back, '2026-05-10')).toMatchObject({ version: 1, edition: 2 });
    expect(withdraw(second, 'nobody', '2026-05-10', at)).toBeUndefined();
    const none = withdraw(first, 'A', '2026-05-10', at);
    expect(none && spanOn(none, '2026-05-10')).toMatchObject({ state: 'cancelled' });
  });
  it('undone before the day it was to begin never begins', () => {
    const planned = done(first, { after: published(2, '2027-01-01'), effectiveOn: '2026-05-01', changeSetId: 'B' });
    const back = withdraw(planned, 'B', '2026-06-01', at);
    for (const day of ['2026-06-01', '2027-01-01', '2028-01-01']) expect(back && contentOf(spanOn(back, day)?.item ?? published(9, null))).toBe(contentOf(published(1, '2025-01-01')));
  });

  it('is exactly one answer for every day, whatever is published, suspended, cancelled and undone in whatever order; and past days never change', () => {
    const dayOf = (n: number): string => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
    const day = fc.integer({ min: 0, max: 900 });
    const act = fc.oneof(
      { weight: 5, arbitrary: fc.record({ what: fc.constant('publish' as const), version: fc.integer({ min: 1, max: 4 }), words: fc.integer({ min: 0, max: 3 }), from: fc.option(day), last: fc.option(day), state: fc.constantFrom('in-use' as const, 'suspended' as const, 'cancelled' as const) }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('remove' as const) }) },
      { weight: 2, arbitrary: fc.record({ what: fc.constant('undo' as const), which: fc.nat({ max: 15 }) }) },
    );
    fc.assert(fc.property(fc.array(fc.tuple(act, fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 16 }), day, (acts, asked) => {
      let history: History = noHistory;
      let today = 0;
      const sets: string[] = [];
      for (const [one, later] of acts) {
        today += later;
        const before = history;
        if (one.what === 'undo') {
          const set = sets[one.which % Math.max(1, sets.length)];
          history = (set === undefined ? undefined : withdraw(history, set, dayOf(today), at)) ?? history;
        } else {
          const id = `S${String(sets.length)}`;
          const last = one.what === 'publish' && one.last !== null ? dayOf(one.last) : null;
          const after = one.what === 'remove' ? null : published(one.version, one.from === null ? null : dayOf(one.from), { name: `事项${String(one.words)}`, state: one.state, cancelledOn: last });
          const result = publish(history, { after, effectiveOn: dayOf(today), changeSetId: id, at });
          if (!('kind' in result)) { history = result; sets.push(id); }
        }
        // What has applied on a past day is what it was, except that a first load tells of the days before.
        if (before.timeline.length > 1 && today > 0) {
          for (const past of [today - 1, today - 30, asked].filter((n) => n >= 0 && n < today)) {
            const [was, is] = [spanOn(before, dayOf(past)), spanOn(history, dayOf(past))];
            if (was) expect([is?.version, is?.edition, is?.state]).toEqual([was.version, was.edition, was.state]);
          }
        }
        // A number is given once, and what it names is what it named.
        const numbers = history.publications.map(({ version, edition }) => `${String(version)}.${String(edition)}`);
        expect(new Set(numbers).size).toBe(numbers.length);
        for (const [index, publication] of before.publications.entries()) expect(history.publications[index]).toEqual(publication);
      }
      const spans = spansOf(history);
      spans.forEach((span, index) => {
        const next = spans[index + 1];
        expect(span.to === null || span.from <= span.to).toBe(true);
        expect(span.to).toBe(next ? span.to : null);
        if (next) expect(dayAfter(span.to ?? '')).toBe(next.from);
      });
      const begins = spans[0]?.from;
      for (const n of [asked, 0, 450, 2000]) {
        const found = spans.filter((span) => span.from <= dayOf(n) && (span.to === null || dayOf(n) <= span.to));
        expect(found).toHaveLength(begins !== undefined && begins <= dayOf(n) ? 1 : 0);
        expect(spanOn(history, dayOf(n))).toEqual(found[0]);
      }
    }), { numRuns: 300 });
  });
});
