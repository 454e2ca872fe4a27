import { describe, expect, it } from 'vitest';
import { dayAfter } from './civil-day.ts';
import { nextReview, standingOn } from './item.ts';
import { publishedProblem, type PublishedItem } from './published-item.ts';
import { body, delegation, published } from './sample-records.ts';
import { noHistory, publish, type History } from './timeline.ts';

/** Published one after the other, each on the day it names. */
function historyOf(...items: PublishedItem[]): History {
  return items.reduce<History>((history, after, index) => {
    const published = publish(history, { after, effectiveOn: after.effectiveOn ?? '2025-01-01', changeSetId: String(index), at: '2026-01-01T00:00:00.000Z' });
    return 'kind' in published ? history : published;
  }, noHistory);
}

describe('what is offered on a day', () => {
  const record = { code: `${body}353011700100001`, ...historyOf(published(1, '2025-01-01'), published(2, '2026-03-01', { promisedLimit: { amount: 3, unit: 'working-day' } })), delegations: [delegation('授〔2025〕1号', '2026-01-01', '2028-12-31')] };
  it('is the version in force under the document in force', () => {
    expect(standingOn(record, '2026-02-28')).toMatchObject({ kind: 'known', withdrawn: null, offer: { version: 1 } });
    expect(standingOn(record, '2026-03-01')).toMatchObject({ kind: 'known', withdrawn: null, offer: { version: 2, promisedLimit: { amount: 3 }, result: { kind: 'licence' } } });
  });
  it('awaits the province, or a document', () => {
    expect(standingOn({ ...record, ...noHistory }, '2026-05-01')).toEqual({ kind: 'awaiting' });
    expect(standingOn({ ...record, delegations: [] }, '2026-05-01')).toEqual({ kind: 'awaiting' });
  });
  it('ends with the document, is told ahead of it, and passes to the next document in another form', () => {
    expect(standingOn(record, '2029-01-01')).toMatchObject({ withdrawn: 'delegation-ended' });
    expect(standingOn(record, '2025-12-31')).toMatchObject({ withdrawn: null, offer: { delegation: { validFrom: '2026-01-01' } } });
    const renewed = { ...record, delegations: [...record.delegations, delegation('委〔2028〕1号', '2029-01-01', '2031-12-31', { form: 'entrusted', kind: '委托书' })] };
    expect(standingOn(renewed, '2028-12-31')).toMatchObject({ offer: { delegation: { form: 'direct' } } });
    expect(standingOn(renewed, '2029-01-01')).toMatchObject({ withdrawn: null, offer: { delegation: { form: 'entrusted', documentNumber: '委〔2028〕1号' } } });
  });
  it('stops when the document is suspended or taken back, and when the province stops the item', () => {
    const ended = (endReason: 'suspended' | 'taken-back'): typeof record => ({ ...record, delegations: [delegation('授〔2025〕1号', '2026-01-01', '2028-12-31', { standing: endReason, endReason, endedOn: '2026-06-01' })] });
    expect(standingOn(ended('suspended'), '2026-06-01')).toMatchObject({ withdrawn: 'suspended', offer: { delegation: { validTo: '2028-12-31' } } });
    expect(standingOn(ended('taken-back'), '2026-06-01')).toMatchObject({ withdrawn: 'taken-back', offer: { delegation: { validTo: '2026-05-31' } } });
    expect(standingOn({ ...record, ...historyOf(published(1, null, { state: 'suspended' })) }, '2026-06-01')).toMatchObject({ withdrawn: 'suspended' });
    expect(standingOn({ ...record, ...historyOf(published(1, null, { state: 'cancelled' })) }, '2026-06-01')).toMatchObject({ withdrawn: 'terminated' });
  });
  it('asks where the project lies when the document is limited to sub-parks, and nothing when it is for the whole zone', () => {
    expect(standingOn(record, '2026-03-01')).toMatchObject({ offer: { formFields: [] } });
    const limited = { ...record, delegations: [delegation('授〔2025〕1号', '2026-01-01', '2028-12-31', { subParks: ['东区产业园', '空港片区'] })] };
    expect(standingOn(limited, '2026-03-01')).toMatchObject({ offer: { formFields: [{ key: 'locatedSubPark', kind: 'choice', required: true, options: ['东区产业园', '空港片区'] }] } });
    expect(publishedProblem(published(1, null, { formFields: [{ key: 'locatedSubPark', labelZh: '位置', labelEn: 'Place', kind: 'text', required: false }] }))).toMatchObject({ field: 'formFields.0.key' });
  });
  it('has its charges by registered standards beside those with an amount of their own, and none at all where there are none', () => {
    const charge = { name: '占用费', standard: '每平方米 2 元', unitAmountInFen: null, unit: null, basis: null, reliefAllowed: true, reliefNote: null, standardCode: 'YL-01', measure: { from: 'form' as const, field: 'area' } };
    const area = { key: 'area', labelZh: '面积', labelEn: 'Area', kind: 'number' as const, required: true };
    const charged = published(1, '2025-01-01', { charges: [charge, { name: '工本费', standard: '5 元', unitAmountInFen: 500, unit: null, basis: null, reliefAllowed: false, reliefNote: null }], formFields: [area] });
    expect(publishedProblem(charged)).toBeUndefined();
    expect(standingOn({ ...record, ...historyOf(charged) }, '2026-03-01')).toMatchObject({ offer: {
      charges: [{ name: '工本费', amountInFen: 500 }], feeTerms: [{ name: '占用费', standardCode: 'YL-01', measure: { from: 'form', field: 'area' }, reliefAllowed: true }],
    } });
    const standing = standingOn(record, '2026-03-01');
    expect('offer' in standing && 'feeTerms' in standing.offer).toBe(false);
    // A quantity nobody has to answer is no quantity; and an amount beside a standard would be a second truth.
    expect(publishedProblem(published(1, null, { charges: [charge], formFields: [{ ...area, required: false }] }))).toMatchObject({ field: 'charges.0.measure' });
    expect(publishedProblem(published(1, null, { charges: [{ ...charge, unitAmountInFen: 200 }], formFields: [area] }))).toMatchObject({ field: 'charges.0.standardCode' });
    expect(publishedProblem(published(1, null, { charges: [{ ...charge, measure: { from: 'constant', value: '0' } }] }))).toMatchObject({ field: 'charges.0.measure' });
  });
  it('says on which day it must be looked at again', () => {
    expect(nextReview(record, '2026-01-15')).toBe('2026-03-01');
    expect(nextReview(record, '2026-03-01')).toBe('2029-01-01');
    expect(nextReview(record, '2029-01-01')).toBeNull();
    expect(dayAfter('2028-02-28')).toBe('2028-02-29');
  });
});
