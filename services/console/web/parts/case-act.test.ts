import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Action } from './case-reading.ts';
import type * as Acts from './case-act.ts';

// The clients take the page's own address; there is no page here.
let acts: typeof Acts;
beforeEach(async () => {
  vi.stubGlobal('location', { origin: 'http://hub.test' });
  acts = await import('./case-act.ts');
});
afterEach(() => vi.unstubAllGlobals());

const action = (operation: Action['operation'], possible = true, choice: Action['choice'] = null): Action => ({ operation, choice, possible, reason: null });

describe('the acts on a case', () => {
  it('come in the order a person wants them, whatever order they are told in', () => {
    const told = [action('withdrawCase'), action('acceptCase', true, 'refuse'), action('askSupplement'), action('acceptCase', true, 'accept')];
    expect(acts.offered(told).map((one) => one.name)).toEqual(['accept', 'supplement', 'not-accept', 'withdraw']);
  });
  it('open with the one that moves the case on, never with a way out of it', () => {
    expect(acts.mainAct(acts.offered([action('withdrawCase'), action('startSpecialProcedure'), action('reviewCase')]))).toBe('review');
    expect(acts.mainAct(acts.offered([action('withdrawCase'), action('acceptCase', false, 'accept')]))).toBeUndefined();
  });
  it('ask for a reason before somebody is refused', () => {
    for (const name of ['not-accept', 'review', 'decide', 'withdraw'] as const) {
      const refusing = acts.formOf(name, { form: 'direct' }).verdicts.find((verdict) => verdict.key === 'd');
      expect(refusing?.lacks?.({ ...acts.blank, note: '  ' })).toMatchObject({ field: 'note' });
      expect(refusing?.lacks?.({ ...acts.blank, note: '不符合规划' })).toBeUndefined();
    }
  });
  it('let an agreement pass without a word', () => {
    expect(acts.formOf('review', { form: 'direct' }).verdicts[0]?.lacks?.(acts.blank)).toBeUndefined();
  });
  it('give an opinion, and set no validity, where a higher authority decides', () => {
    expect(acts.formOf('decide', { form: 'direct-report' })).toMatchObject({ title: 'actOpinion', fields: ['note'] });
    expect(acts.formOf('decide', { form: 'forward' })).toMatchObject({ title: 'actDecide', fields: ['note', 'validTo'] });
  });
  it('accept a case counted by standards only with the sum that was shown, and tell what the clerk added', () => {
    const terms = [{ name: '占用费', standardCode: 'YL-01', measure: { from: 'form' as const, field: 'area' }, reliefAllowed: true, known: '12', unit: null }, { name: '查验费', standardCode: 'YL-02', measure: { from: 'clerk' as const }, reliefAllowed: false, known: null, unit: null }];
    expect(acts.givenFees(terms, {})).toBeNull();
    expect(acts.givenFees(terms, { 查验费: { ...acts.nothingTyped, measure: '0' } })).toBeNull();
    const counted = { 查验费: { ...acts.nothingTyped, measure: ' 3 ' } };
    expect(acts.givenFees(terms, counted)).toEqual([{ name: '查验费', measure: '3', relief: null }]);
    // A relief without its document is none.
    expect(acts.givenFees(terms, { ...counted, 占用费: { ...acts.nothingTyped, relief: 'half' } })).toBeNull();
    expect(acts.givenFees(terms, { ...counted, 占用费: { measure: '', relief: 'half', document: '文1' } })).toEqual([{ name: '占用费', measure: null, relief: { code: 'half', documentNumber: '文1' } }, { name: '查验费', measure: '3', relief: null }]);
    const [accept] = acts.formOf('accept', { form: 'direct', feeTerms: terms }).verdicts;
    expect(accept?.lacks?.(acts.blank)).toMatchObject({ field: 'fee' });
    expect(accept?.lacks?.({ ...acts.blank, seenInFen: 0 })).toBeUndefined();
    expect(acts.formOf('accept', { form: 'direct' }).fields).toEqual([]);
  });
  it('tell everything missing in one notice, each thing once', () => {
    expect(acts.missingOf({ ...acts.blank, missing: ['申请表', '图纸'], note: '图纸\n\n  法人签字页 ' })).toEqual(['申请表', '图纸', '法人签字页']);
  });
  it('know what was required and not handed in', () => {
    expect(acts.lackingMaterials({ item: { materials: [{ name: '申请表', required: true }, { name: '图纸', required: true }, { name: '照片', required: false }] }, materials: [{ name: '申请表' }] })).toEqual(['图纸']);
  });
});
