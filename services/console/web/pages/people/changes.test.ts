/** What a change of the register changed. */
import { describe, expect, it } from 'vitest';
import { changesOf } from './changes.ts';

const a = { letter: 'A', subject: 'li', from: '2026-01-01', to: null };
const b = { letter: 'B', subject: 'wang', from: '2026-01-01', to: null };

describe('the changes of a change', () => {
  it('are the fields that differ', () => {
    expect(changesOf('person', { subject: 'li', login: 'li', name: '李', active: true, rights: [], version: 1 }, { subject: 'li', login: 'li', name: '李四', active: true, rights: [], version: 2 }))
      .toEqual([{ field: 'name', before: '李', after: '李四' }]);
  });
  it('are all that is told when it is new', () => {
    expect(changesOf('absence', null, { id: 'x', subject: 'li', from: '2026-11-01', to: '2026-11-02', reason: '', version: 1 }).map(({ field }) => field)).toEqual(['subject', 'from', 'to']);
  });
  it('leave out the lines of a list that stayed', () => {
    const ended = { ...b, to: '2026-11-30' };
    expect(changesOf('post', { holders: [a, b] }, { holders: [a, ended] })).toEqual([{ field: 'holders', before: [b], after: [ended] }]);
  });
  it('are everything that was when it is gone', () => {
    expect(changesOf('absence', { subject: 'li', from: '2026-11-01', to: '2026-11-02', reason: '年休假' }, null)).toContainEqual({ field: 'reason', before: '年休假', after: undefined });
  });
});
