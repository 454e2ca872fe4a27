import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter } from './civil-day.ts';
import { learn, nextReview, spansOf, standingOn, versionOn, type PublishedItem } from './item.ts';
import { body, delegation, published } from './sample-records.ts';

describe('versions of an item', () => {
  it('never change once published; only whether they are in use and their last day may', () => {
    const known = [published(1, '2025-01-01')];
    expect(learn(known, published(1, '2025-01-01')).kind).toBe('unchanged');
    expect(learn(known, published(1, '2025-01-01', { name: '改名' }))).toMatchObject({ kind: 'refused', field: 'version' });
    expect(learn(known, published(1, '2025-01-01', { state: 'suspended' })).kind).toBe('changed-standing');
    expect(learn(known, published(1, '2025-01-01', { cancelledOn: '2026-02-28' })).kind).toBe('changed-standing');
  });
  it('follow one another: the next begins later and does not overlap', () => {
    const known = [published(1, '2025-01-01', { cancelledOn: '2026-03-31' })];
    expect(learn(known, published(2, '2024-12-31'))).toMatchObject({ kind: 'refused', field: 'effectiveOn' });
    expect(learn(known, published(2, '2026-03-01'))).toMatchObject({ kind: 'refused', field: 'effectiveOn' });
    expect(learn(known, published(2, '2026-03-31')).kind).toBe('new-version');
    expect(learn(known, published(2, '2026-04-01')).kind).toBe('new-version');
  });
  it('are refused with codes that do not fit together', () => {
    expect(learn([], published(1, null, { catalogCode: '530117002000' }))).toMatchObject({ kind: 'refused', field: 'taskCode' });
    expect(learn([], published(1, null, { catalogCode: '53011700100' }))).toMatchObject({ kind: 'refused', field: 'catalogCode' });
    expect(learn([], published(1, null, { handlingCode: `${body}353011700200001` }))).toMatchObject({ kind: 'refused', field: 'handlingCode' });
    expect(learn([], published(1, null, { charges: [{ name: '费', standard: '面议', unitAmountInFen: null, unit: null, basis: null, reliefAllowed: false }] }))).toMatchObject({ kind: 'refused', field: 'charges.0.unitAmountInFen' });
  });
  it('what applied on a day is one version, whatever was published in whatever order', () => {
    const days = fc.integer({ min: 0, max: 3000 }).map((n) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
    const arrivals = fc.array(fc.record({ version: fc.integer({ min: 1, max: 6 }), from: days, length: fc.option(fc.integer({ min: 0, max: 800 })) }), { maxLength: 12 });
    fc.assert(fc.property(arrivals, days, (list, on) => {
      let known: readonly PublishedItem[] = [];
      for (const { version, from, length } of list) {
        const cancelledOn = length === null ? null : new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10);
        const learned = learn(known, published(version, from, { cancelledOn }));
        if (learned.kind === 'new-version' || learned.kind === 'changed-standing') known = learned.versions;
      }
      const spans = spansOf(known);
      const inForce = spans.filter((span) => (span.from ?? '') <= on && (span.to === null || on <= span.to));
      expect(inForce.length).toBeLessThanOrEqual(1);
      expect(versionOn(known, on)).toEqual(inForce[0]);
      expect(spans.map((span) => span.item.version)).toEqual(spans.map((span) => span.item.version).toSorted((a, b) => a - b));
    }));
  });
});

describe('what is offered on a day', () => {
  const record = { code: `${body}353011700100001`, versions: [published(1, '2025-01-01'), published(2, '2026-03-01', { promisedLimit: { amount: 3, unit: 'working-day' } })], delegations: [delegation('授〔2025〕1号', '2026-01-01', '2028-12-31')] };
  it('is the version in force under the document in force', () => {
    expect(standingOn(record, '2026-02-28')).toMatchObject({ kind: 'known', withdrawn: null, offer: { version: 1 } });
    expect(standingOn(record, '2026-03-01')).toMatchObject({ kind: 'known', withdrawn: null, offer: { version: 2, promisedLimit: { amount: 3 }, result: { kind: 'licence' } } });
  });
  it('awaits the province, or a document', () => {
    expect(standingOn({ ...record, versions: [] }, '2026-05-01')).toEqual({ kind: 'awaiting' });
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
    expect(standingOn({ ...record, versions: [published(1, null, { state: 'suspended' })] }, '2026-06-01')).toMatchObject({ withdrawn: 'suspended' });
    expect(standingOn({ ...record, versions: [published(1, null, { state: 'cancelled' })] }, '2026-06-01')).toMatchObject({ withdrawn: 'terminated' });
  });
  it('says on which day it must be looked at again', () => {
    expect(nextReview(record, '2026-01-15')).toBe('2026-03-01');
    expect(nextReview(record, '2026-03-01')).toBe('2029-01-01');
    expect(nextReview(record, '2029-01-01')).toBeNull();
    expect(dayAfter('2028-02-28')).toBe('2028-02-29');
  });
});
