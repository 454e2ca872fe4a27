import { describe, expect, it } from 'vitest';
import type { Decision } from '../../infra/machine.ts';
import { decide, type ItemMessage } from './decide.ts';
import type { ItemRecord } from './item.ts';
import { delegation, published } from './sample-records.ts';

const code = published(1, null).handlingCode ?? '';
const at = (day: string): { now: Date } => ({ now: new Date(`${day}T09:00:00+08:00`) });
const delegated = (amendment = 1, more = {}): ItemMessage => ({ type: 'register.item-delegated', id: 'm', data: { code, amendment, delegation: delegation('授〔2025〕1号', '2026-01-01', '2028-12-31', more) } });
const seen = (version: number, from: string | null, more = {}, publishings = 0): ItemMessage =>
  ({ type: 'changes.publish', id: 'm', data: { code, changeSetId: `S${String(version)}`, publishings, effectiveOn: from ?? '2026-05-01', after: published(version, from, more) } });

/** Runs messages one after another; gives the record and the types of everything that left. */
function run(day: string, start: ItemRecord | undefined, ...messages: ItemMessage[]): { record: ItemRecord | undefined; left: string[] } {
  let record = start;
  const left: string[] = [];
  for (const message of messages) {
    const decision: Decision<ItemRecord> = decide(record, message, at(day));
    if (decision.kind !== 'accept') continue;
    record = decision.next;
    for (const output of decision.outputs) left.push(output.kind === 'reminder' ? `reminder ${output.dueAt.toISOString()}` : output.kind === 'call' ? output.name : output.type);
  }
  return { record, left };
}
const offered = 'events.catalogue.item-offered';
const withdrawn = 'events.catalogue.item-withdrawn';

describe('an item of the zone', () => {
  it('is none of ours without a document', () => {
    expect(decide(undefined, seen(1, null), at('2026-05-01'))).toMatchObject({ kind: 'ignore', reply: { kind: 'not-taken', field: 'code' } });
  });
  it('is offered once document and version are there, and not again in the same words', () => {
    const { record, left } = run('2026-05-01', undefined, delegated(), seen(1, '2025-01-01'));
    expect(record).toMatchObject({ status: 'offered', form: 'direct' });
    expect(left.filter((what) => what === offered)).toHaveLength(1);
    expect(run('2026-05-01', record, delegated(2), seen(1, '2025-01-01', {}, 1)).left).toEqual([]);
  });
  it('is offered anew when a version comes, on the day it takes effect', () => {
    const { record } = run('2026-05-01', undefined, delegated(), seen(1, '2025-01-01'));
    const scheduled = run('2026-05-01', record, seen(2, '2026-07-01', { promisedLimit: { amount: 2, unit: 'working-day' } }, 1));
    expect(scheduled.left).toEqual(['reminder 2026-06-30T16:00:05.000Z']);
    expect(run('2026-06-30', scheduled.record, { type: 'reminder.review', id: 'r', data: {} }).left).toEqual([]);
    expect(run('2026-07-01', scheduled.record, { type: 'reminder.review', id: 'r', data: {} }).left).toEqual(['reminder 2028-12-31T16:00:05.000Z', offered]);
  });
  it('is withdrawn with its reason when the document ends, and once', () => {
    const { record } = run('2026-05-01', undefined, delegated(), seen(1, '2025-01-01'));
    const ended = run('2029-01-01', record, { type: 'reminder.review', id: 'r', data: {} });
    expect(ended.record).toMatchObject({ status: 'withdrawn', withdrawnFor: 'delegation-ended' });
    expect(ended.left).toEqual([withdrawn]);
    expect(run('2029-01-02', ended.record, { type: 'reminder.review', id: 'r', data: {} }).left).toEqual([]);
  });
  it('whose document has expired before it was known is told in full and withdrawn at once', () => {
    const { record, left } = run('2030-05-01', undefined, delegated(), seen(1, '2025-01-01'));
    expect(left).toEqual([offered, withdrawn]);
    expect(record?.status).toBe('withdrawn');
  });
  it('counts what it tells, so that nobody takes an earlier word for the last', () => {
    const tellings = (start: ItemRecord | undefined, day: string, message: ItemMessage): unknown[] => {
      const decision = decide(start, message, at(day));
      return decision.kind === 'accept' ? decision.outputs.flatMap((output) => (output.kind === 'event' ? [output.data] : [])) : [];
    };
    const { record } = run('2030-05-01', undefined, delegated());
    expect(tellings(record, '2030-05-01', seen(1, '2025-01-01'))).toMatchObject([{ telling: 1 }, { telling: 2, reason: 'delegation-ended' }]);
    const told = run('2030-05-01', record, seen(1, '2025-01-01')).record;
    expect(tellings(told, '2030-05-01', delegated(2, { validTo: '2031-12-31' }))).toMatchObject([{ telling: 3 }]);
  });
  it('comes back when a suspension ends', () => {
    const { record } = run('2026-05-01', undefined, delegated(), seen(1, '2025-01-01'));
    const stopped = run('2026-06-01', record, delegated(2, { standing: 'suspended', endReason: 'suspended', endedOn: '2026-06-01' }));
    expect(stopped.left).toEqual([withdrawn]);
    expect(run('2026-08-01', stopped.record, delegated(3)).left).toEqual([offered]);
  });
  it('is taken back when an amended document no longer names it', () => {
    const { record } = run('2026-05-01', undefined, delegated(), seen(1, '2025-01-01'));
    const released = run('2026-06-01', record, { type: 'register.item-released', id: 'm', data: { code, amendment: 2, documentNumber: '授〔2025〕1号' } });
    expect(released.record).toMatchObject({ status: 'withdrawn', withdrawnFor: 'taken-back' });
    expect(released.left).toContain(withdrawn);
  });
  it('passes over an amendment that comes late', () => {
    const { record } = run('2026-05-01', undefined, delegated(3), seen(1, '2025-01-01'));
    expect(decide(record, delegated(2, { form: 'forward' }), at('2026-05-01'))).toMatchObject({ kind: 'ignore' });
  });
  it('tells a change set what became of its entry, and takes none that was compared with other content', () => {
    const { record } = run('2026-05-01', undefined, delegated());
    expect(decide(record, seen(1, null), at('2026-05-01'))).toMatchObject({ kind: 'accept', reply: { kind: 'published', version: 1, edition: 1, from: '2026-05-01' } });
    const known = run('2026-05-01', record, seen(1, '2025-01-01')).record;
    expect(decide(known, seen(2, '2026-05-01'), at('2026-05-01'))).toMatchObject({ kind: 'ignore', reply: { kind: 'not-taken' } });
  });
  it('goes back to what it was when a change set is undone, and tells it as news', () => {
    const { record } = run('2026-05-01', undefined, delegated(), seen(1, '2025-01-01'), seen(2, '2026-05-01', { name: '改名' }, 1));
    const back = decide(record, { type: 'changes.undo', id: 'm', data: { code, changeSetId: 'S2', on: '2026-05-03' } }, at('2026-05-03'));
    expect(back).toMatchObject({ kind: 'accept', reply: { kind: 'published', version: 1, edition: 2 }, outputs: [{ type: offered, data: { item: { version: 1, edition: 2 } } }] });
  });
});
