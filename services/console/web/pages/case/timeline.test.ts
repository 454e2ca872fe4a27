import { describe, expect, it } from 'vitest';
import { countBySource, dayOf, mergeTimeline, type CaseParts } from './timeline.ts';

const at = (clock: string): string => `2026-11-20T${clock}.000Z`;
const step = (clock: string, what: string, service = 'intake', by = ''): CaseParts['steps'][number] => ({ at: at(clock), service, what, whatEn: what, by: { name: by } });
const talk = (clock: string, outcome = 'done', answer = '{}'): { at: string; target: string; operation: string; request: string; answer: string; outcome: string; tookMs: number } =>
  ({ at: at(clock), target: 'province', operation: 'accept', request: '{}', answer, outcome, tookMs: 12 });
const bill = { payCode: '53390226300000000001', amountInFen: 32_000, issuedAt: at('02:00:01'), payment: null, reversals: [], voided: null };

describe('the timeline of a case', () => {
  it('puts what all services tell in the order it happened, whatever order the answers came in', () => {
    const merged = mergeTimeline({
      steps: [step('01:00:00', '收件', 'intake', 'chen'), step('03:00:00', '决定：准予许可', 'intake', 'zhao')],
      acknowledged: [{ sequence: 1, kind: 'accept', at: at('01:30:00') }],
      bills: [{ ...bill, issuedAt: at('03:10:00') }],
      texts: [{ textKey: 'k:received', kind: 'received', state: 'delivered', words: '已收件', askedAt: at('01:00:01'), dueAt: null, reportedAt: at('01:00:09'), reason: null }],
      exchanges: { 'province-gateway': [talk('01:29:59')] },
    });
    expect(merged.map((entry) => `${entry.at.slice(11, 19)} ${entry.source} ${entry.kind}`)).toEqual([
      '01:00:00 intake step', '01:00:01 notify text-asked', '01:00:09 notify text-reported', '01:29:59 province-gateway exchange',
      '01:30:00 province-gateway acknowledged', '03:00:00 intake step', '03:10:00 fees bill-issued',
    ]);
  });

  it('tells once what a service did and the case heard of, with the moment of hearing', () => {
    const [issued, ...others] = mergeTimeline({ steps: [step('02:00:03', '缴款单已开具', 'fees')], acknowledged: [], bills: [bill] });
    expect(issued).toMatchObject({ kind: 'bill-issued', at: at('02:00:01'), heardAt: at('02:00:03') });
    expect(others).toEqual([]);
  });

  it('keeps the note of the case while the service itself does not answer', () => {
    expect(mergeTimeline({ steps: [step('02:00:03', '缴款单已开具', 'fees')], acknowledged: [] })).toMatchObject([{ kind: 'step', source: 'fees', zh: '缴款单已开具' }]);
  });

  it('tells of a payment, its reversal and the payment after it', () => {
    const merged = mergeTimeline({
      steps: [step('02:00:03', '缴款单已开具', 'fees'), step('02:10:01', '缴款到账', 'fees'), step('02:20:01', '缴款已冲正', 'fees'), step('02:30:01', '缴款到账', 'fees')],
      acknowledged: [],
      bills: [{ ...bill, payment: { bank: 'B', serial: '2', amountInFen: 32_000, settledAt: at('02:30:00') }, reversals: [{ bank: 'B', serial: '1', amountInFen: 32_000, settledAt: at('02:10:00'), reversedAt: at('02:20:00') }] }],
    });
    expect(merged.map((entry) => entry.kind)).toEqual(['bill-issued', 'payment', 'reversal', 'payment']);
    expect(merged.map((entry) => entry.heardAt?.slice(11, 19))).toEqual(['02:00:03', '02:10:01', '02:20:01', '02:30:01']);
  });

  it('leaves a note standing that speaks of something else than the records do', () => {
    const merged = mergeTimeline({ steps: [step('01:59:00', '开单被拒', 'fees'), step('02:00:03', '缴款单已开具', 'fees')], acknowledged: [], bills: [bill] });
    expect(merged.map((entry) => entry.kind)).toEqual(['step', 'bill-issued']);
  });

  it('says once that an outside system was away, how often and until when', () => {
    const merged = mergeTimeline({
      steps: [], acknowledged: [],
      exchanges: { 'province-gateway': [talk('03:00:20', 'done'), talk('03:00:10', 'unavailable', 'ECONNREFUSED'), talk('03:00:00', 'unavailable', 'ECONNREFUSED'), talk('03:00:15', 'unavailable', '503')] },
    });
    expect(merged).toMatchObject([
      { outcome: 'unavailable', answer: 'ECONNREFUSED', times: 2, until: at('03:00:10') }, { outcome: 'unavailable', answer: '503', times: 1 }, { outcome: 'done', times: 1 },
    ]);
  });

  it('never folds talks that may have happened: each stands for itself', () => {
    expect(mergeTimeline({ steps: [], acknowledged: [], exchanges: { 'bank-gateway': [talk('03:00:00', 'in-doubt'), talk('03:00:01', 'in-doubt')] } })).toHaveLength(2);
  });

  it('gives every entry a key of its own, the same at the next reading', () => {
    const parts: CaseParts = { steps: [step('01:00:00', '收件'), step('01:00:00', '受理')], acknowledged: [], exchanges: { 'sms-gateway': [talk('01:00:00'), talk('01:00:00')] } };
    const keys = mergeTimeline(parts).map((entry) => entry.key);
    expect(new Set(keys).size).toBe(4);
    expect(mergeTimeline({ ...parts, bills: [bill] }).map((entry) => entry.key)).toEqual(expect.arrayContaining(keys));
  });

  it('counts what each source tells', () => {
    expect(countBySource(mergeTimeline({ steps: [step('01:00:00', '收件')], acknowledged: [], bills: [bill] }))).toEqual(new Map([['intake', 1], ['fees', 1]]));
  });

  it('tells who voided a bill, and why', () => {
    expect(mergeTimeline({ steps: [], acknowledged: [], bills: [{ ...bill, voided: { by: 'wu', at: at('04:00:00'), reason: '重复开单' } }] }).at(-1)).toMatchObject({ kind: 'bill-void', by: 'wu', reason: '重复开单' });
  });

  it('takes the day from the clock of China', () => {
    expect(dayOf({ at: '2026-11-20T16:00:00.000Z' })).toBe('2026-11-21');
  });
});
