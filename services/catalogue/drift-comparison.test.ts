import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, DriftRecord, driftStandings } from './drift.ts';
import { driftsOf, ownerOf, sides } from './drift-comparison.ts';
import { published } from './sample-records.ts';
import { driftStates } from './states.ts';

const item = published(1, null);
const longer = published(1, null, { promisedLimit: { amount: 9, unit: 'working-day' } });

describe('what three sources say of one power', () => {
  it('differs in what people read, not in the width of letters or spaces', () => {
    expect(driftsOf({ province: item, department: { item, stated: null, form: null }, zone: item, form: 'direct' })).toEqual([]);
    expect(driftsOf({ province: published(1, null, { legalBasis: '建筑法 第七条' }), department: undefined, zone: item, form: 'direct' })).toEqual([]);
    expect(driftsOf({ province: longer, department: undefined, zone: item, form: 'direct' })).toMatchObject([{ field: 'promisedLimit', sayings: { province: '9 个工作日', zone: '5 个工作日' }, owner: 'zone' }]);
  });
  it('differs in nothing a list does not speak of', () => {
    const other = { ...longer, name: '别名' };
    expect(driftsOf({ province: item, department: { item: other, stated: ['name'], form: null }, zone: item, form: 'direct' }).map((one) => [one.field, one.owner])).toEqual([['name', 'department']]);
  });
  it('differs in being listed at all, in that alone of who does not list it', () => {
    expect(driftsOf({ province: item, department: null, zone: item, form: 'direct' })).toMatchObject([{ field: 'listed', sayings: { department: null }, owner: 'department' }]);
    expect(driftsOf({ province: item, department: undefined, zone: null, form: 'direct' })).toMatchObject([{ field: 'listed', owner: 'zone' }]);
  });
  it('differs in the form of delegation a department gives it', () => {
    expect(driftsOf({ province: undefined, department: { item, stated: null, form: 'entrusted' }, zone: item, form: 'direct' })).toMatchObject([{ field: 'form', sayings: { department: 'entrusted', zone: 'direct' } }]);
  });
  it('is to be mended by whoever stands alone, else by whose power it is', () => {
    expect(ownerOf({ province: 'a', department: 'a', zone: 'b' })).toBe('zone');
    expect(ownerOf({ province: 'a', department: 'b', zone: 'a' })).toBe('department');
    expect(ownerOf({ province: 'b', department: 'a', zone: 'a' })).toBe('department');
    expect(ownerOf({ province: 'a', department: 'b', zone: 'c' })).toBe('department');
    expect(ownerOf({ province: 'a', zone: 'b' })).toBe('zone');
    expect(ownerOf({ province: 'a', department: 'b' })).toBe('department');
  });
});

describe('a difference', () => {
  const zonePost = { side: 'zone', creditCode: null, name: '本园区', post: '事项管理岗' } as const;
  const at = { now: new Date('2026-11-20T09:00:00+08:00') };
  const differs = (record: DriftRecord | undefined, zone: string): ReturnType<typeof decide> => decide(record, { type: 'comparison.differs', id: 'm', data: { id: 'x~name', code: 'x', name: '事项', department: null, field: 'name', zh: '事项名称', en: 'name', sayings: { province: '甲', zone }, owner: zonePost } }, at);
  const nextOf = (decision: ReturnType<typeof decide>): DriftRecord => { if (decision.kind !== 'accept') throw new Error(decision.kind); return decision.next; };
  const stand = (record: DriftRecord, standing: 'open' | 'explained' | 'being-mended', note: string | null): ReturnType<typeof decide> => decide(record, { type: 'http.set-drift-standing', id: 'm', data: { id: 'x~name', standing, note, until: null, by: 'officer' } }, at);
  it('explained stays so while the same is said, and is open again once something else is', () => {
    const explained = nextOf(stand(nextOf(differs(undefined, '乙')), 'explained', '省级平台下月更新'));
    expect(differs(explained, '乙').kind).toBe('ignore');
    expect(nextOf(differs(explained, '丙'))).toMatchObject({ status: 'open', note: null });
  });
  it('needs words when it is explained or being mended', () => {
    expect(stand(nextOf(differs(undefined, '乙')), 'explained', ' ')).toMatchObject({ kind: 'refuse', refusal: { field: 'note' } });
  });
  it('given to somebody stays with them through later comparisons', () => {
    const given = nextOf(decide(nextOf(differs(undefined, '乙')), { type: 'http.assign-drift', id: 'm', data: { id: 'x~name', owner: { side: 'department', creditCode: 'D', name: '住建局', post: '审批岗' }, note: null, by: 'officer' } }, at));
    expect(nextOf(differs(given, '丙')).owner.side).toBe('department');
  });
  it('whatever happens in whatever order: moves are legal, history only grows, it is closed exactly while all agree', () => {
    const acts = fc.array(fc.oneof(fc.constantFrom('agrees', '甲乙', '甲丙').map((what) => ({ what })), fc.constantFrom(...driftStandings).map((standing) => ({ standing }))), { maxLength: 20 });
    fc.assert(fc.property(acts, (list) => {
      let record: DriftRecord | undefined;
      let agree = true;
      for (const act of list) {
        let decision: ReturnType<typeof decide>;
        if ('what' in act) {
          agree = act.what === 'agrees';
          decision = agree ? decide(record, { type: 'comparison.agrees', id: 'm', data: { id: 'x~name' } }, at) : differs(record, act.what);
        } else if (record && act.standing !== 'closed') decision = stand(record, act.standing, '原因');
        else continue;
        if (decision.kind !== 'accept') continue;
        const allowed: readonly string[] = driftStates[record?.status ?? 'none'];
        expect(decision.next.status === record?.status || allowed.includes(decision.next.status)).toBe(true);
        expect(decision.next.history.slice(0, record?.history.length ?? 0)).toEqual(record?.history ?? []);
        record = DriftRecord.parse(decision.next);
        expect(record.status === 'closed').toBe(agree);
      }
    }));
  });
  it('has three sides', () => { expect(sides).toEqual(['province', 'department', 'zone']); });
});
