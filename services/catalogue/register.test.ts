import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DelegationDocument, DelegationStanding, documentRefusal } from './delegation.ts';
import { decide, DelegationRecord, type RegisterFacts } from './register.ts';
import { body, delegation, published, zone } from './sample-records.ts';

const code = published(1, null).handlingCode ?? '';
const { endedOn: _none, endReason: _neither, ...basis } = delegation('云岭授〔2025〕1号', '2026-01-01', '2028-12-31');
const document: DelegationDocument = { ...basis, itemCodes: [code] };
const facts: RegisterFacts & { now: Date } = { zoneCreditCode: zone, others: [], now: new Date('2026-05-01T09:00:00+08:00') };
const register = (record: DelegationRecord | undefined, changed: Partial<DelegationDocument> = {}, more: Partial<RegisterFacts> = {}): ReturnType<typeof decide> =>
  decide(record, { type: 'http.register-delegation', id: 'm', data: { document: { ...document, ...changed }, by: 'officer' } }, { ...facts, ...more });
function recordOf(decision: ReturnType<typeof decide>): DelegationRecord {
  if (decision.kind !== 'accept') throw new Error(decision.kind);
  return decision.next;
}

describe('a document of delegation', () => {
  it('is registered and every item it names is told', () => {
    expect(register(undefined)).toMatchObject({ kind: 'accept', next: { status: 'in-force', endedOn: null }, outputs: [{ kind: 'call', name: 'tell-items', data: { delegated: [code], released: [], amendment: 1 } }] });
  });
  it('in the same words changes nothing', () => {
    expect(register(recordOf(register(undefined))).kind).toBe('ignore');
  });
  it('amended without an item takes that item back', () => {
    const other = `${body}353011700200001`;
    const record = recordOf(register(undefined, { itemCodes: [code, other] }));
    expect(register(record)).toMatchObject({ kind: 'accept', outputs: [{ data: { delegated: [code], released: [other], amendment: 2 } }] });
  });
  it('taken back stays so; the day is kept', () => {
    const ended = recordOf(register(recordOf(register(undefined)), { standing: 'taken-back' }));
    expect(ended).toMatchObject({ status: 'taken-back', endedOn: '2026-05-01' });
    expect(register(ended, { standing: 'in-force' })).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state', field: 'standing' } });
  });
  it('may not name an item that another document delegates for the same days', () => {
    const other = { ...recordOf(register(undefined)), documentNumber: '云岭委〔2027〕1号', validFrom: '2028-12-31', validTo: '2030-12-31' };
    expect(register(undefined, {}, { others: [other] })).toMatchObject({ kind: 'refuse', refusal: { field: 'itemCodes.0' } });
    expect(register(undefined, {}, { others: [{ ...other, validFrom: '2029-01-01' }] }).kind).toBe('accept');
    expect(register(undefined, {}, { others: [{ ...other, standing: 'taken-back' }] }).kind).toBe('accept');
  });
  const wrong: [string, Partial<DelegationDocument>, string][] = [
    ['a mistyped department', { department: { ...document.department, creditCode: `${body.slice(0, 17)}${body.endsWith('A') ? 'B' : 'A'}` } }, 'department.creditCode'],
    ['another zone', { zone: { ...document.zone, creditCode: body } }, 'zone.creditCode'],
    ['a code of twelve digits', { itemCodes: ['530117001000'] }, 'itemCodes.0'],
    ['an item named twice', { itemCodes: [code, code] }, 'itemCodes.1'],
    ['an end before the beginning', { validTo: '2025-12-31' }, 'validTo'],
    ['a trial beyond the end', { trialEndsOn: '2029-06-30' }, 'trialEndsOn'],
    ['a signature after it takes effect', { signedOn: '2026-02-01' }, 'signedOn'],
    ['one post as A and B', { posts: { a: '岗', b: '岗' } }, 'posts.b'],
    ['委托书 for a direct grant', { kind: '委托书' }, 'kind'],
    ['direct report without a higher authority', { form: 'direct-report' }, 'upstreamAuthority'],
  ];
  it.each(wrong)('is refused with %s, naming the field in both languages', (_what, changed, field) => {
    const decision = register(undefined, changed);
    expect(decision).toMatchObject({ kind: 'refuse', refusal: { field } });
    expect(decision.kind === 'refuse' && decision.refusal.zh).toMatch(/[一-龥]/);
  });
});

describe('the sample register', () => {
  const sample = z.object({ zone: z.object({ creditCode: z.string() }), demo: z.array(z.object({ form: z.string(), withFee: z.string(), withoutFee: z.string() })), delegations: z.array(DelegationDocument.extend({ standing: DelegationStanding.default('in-force') })) })
    .parse(JSON.parse(readFileSync(new URL('sample/delegations.json', import.meta.url), 'utf8')));
  it('keeps every rule, and no two documents stand for one item at once', () => {
    const records: DelegationRecord[] = [];
    for (const one of sample.delegations) {
      expect(documentRefusal(one, sample.zone.creditCode)).toBeUndefined();
      const others = records.filter((record) => record.itemCodes.some((each) => one.itemCodes.includes(each)));
      records.push(recordOf(decide(undefined, { type: 'http.register-delegation', id: 'm', data: { document: one, by: 'officer' } }, { ...facts, zoneCreditCode: sample.zone.creditCode, others })));
    }
  });
  it('covers about sixty items in all four forms, with one expired document', () => {
    const items = (form: string): number => sample.delegations.filter((one) => one.form === form).reduce((sum, one) => sum + one.itemCodes.length, 0);
    expect(['direct', 'entrusted', 'forward', 'direct-report'].map(items)).toEqual([22, 14, 15, 10]);
    expect(sample.delegations.filter((one) => one.validTo < '2026-01-01')).toHaveLength(1);
    expect(sample.demo.map((one) => one.form)).toEqual(['direct', 'entrusted', 'forward', 'direct-report']);
  });
});
