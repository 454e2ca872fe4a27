import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dayAfter } from './civil-day.ts';
import { DelegationDocument, DelegationStanding, delegationStandings, documentRefusal } from './delegation.ts';
import { delegationOn, withWords } from './item.ts';
import { decide, DelegationRecord, stoodOn, TellItems, type RegisterFacts } from './register.ts';
import { delegationStates } from './states.ts';
import { body, delegation, published, zone } from './sample-records.ts';

const code = published(1, null).handlingCode ?? '';
const { endedOn: _none, endReason: _neither, appliesFrom: _nor, supersededOn: _this, ...basis } = delegation('云岭授〔2025〕1号', '2026-01-01', '2028-12-31');
const document: DelegationDocument = { ...basis, itemCodes: [code] };
const facts: RegisterFacts & { now: Date } = { zoneCreditCode: zone, expiryAhead: { soonDays: 90, urgentDays: 30 }, others: [], now: new Date('2026-05-01T09:00:00+08:00') };
const register = (record: DelegationRecord | undefined, changed: Partial<DelegationDocument> = {}, more: Partial<RegisterFacts> = {}): ReturnType<typeof decide> =>
  decide(record, { type: 'http.register-delegation', id: 'm', data: { document: { ...document, ...changed }, by: 'officer', standingFrom: null, reason: null } }, { ...facts, ...more });
function recordOf(decision: ReturnType<typeof decide>): DelegationRecord {
  if (decision.kind !== 'accept') throw new Error(decision.kind);
  return decision.next;
}

describe('a document of delegation', () => {
  it('is registered and every item it names is told', () => {
    expect(register(undefined)).toMatchObject({ kind: 'accept', next: { status: 'in-force', endedOn: null }, outputs: [{ kind: 'call', name: 'tell-items', data: { delegated: [code], released: [], amendment: 1 } }, { kind: 'event', type: 'events.catalogue.delegation-changed', data: { what: 'registered' } }, { name: 'expiring' }, { name: 'expiring' }] });
  });
  it('in the same words changes nothing', () => {
    expect(register(recordOf(register(undefined))).kind).toBe('ignore');
  });
  it('amended without an item takes that item back', () => {
    const other = `${body}353011700200001`;
    const record = recordOf(register(undefined, { itemCodes: [code, other] }));
    expect(register(record)).toMatchObject({ kind: 'accept', outputs: expect.arrayContaining([expect.objectContaining({ kind: 'call', data: expect.objectContaining({ delegated: [code], released: [other], amendment: 2 }) })]) });
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
    ['an officer who countersigns where the department seals nothing on sight', { countersign: 'officer' }, 'countersign'],
    ['direct report without a higher authority', { form: 'direct-report' }, 'upstreamAuthority'],
  ];
  it.each(wrong)('is refused with %s, naming the field in both languages', (_what, changed, field) => {
    const decision = register(undefined, changed);
    expect(decision).toMatchObject({ kind: 'refuse', refusal: { field } });
    expect(decision.kind === 'refuse' && decision.refusal.zh).toMatch(/[一-龥]/);
  });
});

describe('the life of a document', () => {
  const at = (day: string): { now: Date } => ({ now: new Date(`${day}T09:00:00+08:00`) });
  const order = (record: DelegationRecord | undefined, day: string, changed: Partial<DelegationDocument>, more: { standingFrom?: string; reason?: string; others?: DelegationRecord[] } = {}): ReturnType<typeof decide> =>
    decide(record, { type: 'http.register-delegation', id: 'm', data: { document: { ...document, ...changed }, by: 'officer', standingFrom: more.standingFrom ?? null, reason: more.reason ?? null } }, { ...facts, others: more.others ?? [], ...at(day) });
  it('tells each amendment with who, when, why and what; what is put right the same day stands from the first', () => {
    const first = recordOf(order(undefined, '2026-05-01', {}));
    const put = order(first, '2026-05-01', { posts: { a: '综合窗口', b: '审核岗' } });
    expect(told(put).appliesFrom).toBeNull();
    const later = order(recordOf(put), '2026-06-01', { posts: { a: '综合窗口', b: '审核岗' }, validTo: '2029-12-31', itemCodes: [code, `${body}353011700200001`] }, { reason: '续期并增补一项' });
    expect(told(later).appliesFrom).toBe('2026-06-01');
    expect(recordOf(later).history.map(({ amendment, what }) => [amendment, what])).toEqual([[1, 'registered'], [2, 'amended'], [3, 'amended']]);
    expect(recordOf(later).history.at(-1)).toMatchObject({ by: 'officer', reason: '续期并增补一项', changes: [{ field: 'validTo', before: '2028-12-31', after: '2029-12-31' }, { field: 'itemCodes', before: '1', after: '2', added: [`${body}353011700200001`], removed: [] }] });
  });
  it('keeps the days of a suspension that is over', () => {
    const suspended = recordOf(order(recordOf(order(undefined, '2026-01-01', {})), '2026-03-01', { standing: 'suspended' }));
    const back = recordOf(order(suspended, '2026-04-01', {}));
    expect(back).toMatchObject({ status: 'in-force', endedOn: null, suspensions: [{ from: '2026-03-01', to: '2026-04-01' }] });
    expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => stoodOn(back, day))).toEqual([true, false, false, true]);
  });
  it('may be ordered to end on a later day, stands until then and ends by itself; the order may be taken back before', () => {
    const ordered = order(recordOf(order(undefined, '2026-05-01', {})), '2026-05-02', { standing: 'taken-back' }, { standingFrom: '2026-06-01' });
    expect(ordered).toMatchObject({ kind: 'accept', reply: { standing: 'in-force', endedOn: null, upcoming: { standing: 'taken-back', on: '2026-06-01' } }, outputs: expect.arrayContaining([expect.objectContaining({ kind: 'reminder', name: 'ending', dueAt: new Date('2026-06-01T00:00:05+08:00') })]) });
    const record = recordOf(ordered);
    expect([stoodOn(record, '2026-05-31'), stoodOn(record, '2026-06-01')]).toEqual([true, false]);
    const ending = (one: DelegationRecord, day: string): ReturnType<typeof decide> => decide(one, { type: 'reminder.ending', id: 'r', data: {} }, { ...facts, ...at(day) });
    expect(ending(record, '2026-05-31').kind).toBe('ignore');
    expect(recordOf(ending(record, '2026-06-01'))).toMatchObject({ status: 'taken-back', history: [{}, {}, { by: null, what: 'standing-changed' }] });
    const revoked = recordOf(order(record, '2026-05-20', {}));
    expect(revoked).toMatchObject({ status: 'in-force', endedOn: null });
    expect(ending(revoked, '2026-06-01').kind).toBe('ignore');
  });
  it('never ends in the past: cases were accepted meanwhile', () => {
    expect(order(recordOf(order(undefined, '2026-05-01', {})), '2026-05-02', { standing: 'taken-back' }, { standingFrom: '2026-05-01' })).toMatchObject({ kind: 'refuse', refusal: { field: 'standingFrom' } });
  });
  it('changes its form when its trial ends and not before, nor by way of another document', () => {
    const onTrial = recordOf(order(undefined, '2026-01-01', { trialEndsOn: '2026-06-30' }));
    const entrusted = { form: 'entrusted', kind: '委托书', trialEndsOn: '2026-06-30' } as const;
    expect(order(onTrial, '2026-06-29', entrusted)).toMatchObject({ kind: 'refuse', refusal: { field: 'form' } });
    expect(recordOf(order(onTrial, '2026-06-30', entrusted)).history.at(-1)).toMatchObject({ what: 'form-changed', changes: [{ field: 'kind' }, { field: 'form', before: 'direct', after: 'entrusted' }] });
    const ended = { ...onTrial, standing: 'taken-back', status: 'taken-back', endedOn: '2026-03-01' } as const;
    const other = { ...entrusted, documentNumber: '云岭委〔2026〕9号', validFrom: '2026-03-01', signedOn: '2026-03-01', trialEndsOn: '2026-08-31' };
    expect(order(undefined, '2026-03-01', other, { others: [ended] })).toMatchObject({ kind: 'refuse', refusal: { field: 'form' } });
    expect(order(undefined, '2026-07-01', { ...other, validFrom: '2026-07-01', trialEndsOn: '2026-12-31' }, { others: [ended] }).kind).toBe('accept');
  });
  it('is told to near its end once for each threshold, and again when its end has moved', () => {
    const nearing = (one: DelegationRecord, day: string): ReturnType<typeof decide> => decide(one, { type: 'reminder.expiring', id: 'r', data: {} }, { ...facts, ...at(day) });
    const first = order(undefined, '2026-05-01', {});
    expect(first.kind === 'accept' && first.outputs.flatMap((one) => (one.kind === 'reminder' ? [one.dueAt.toISOString()] : []))).toEqual(['2028-10-02T00:30:00.000Z', '2028-12-01T00:30:00.000Z']);
    const record = recordOf(first);
    expect(nearing(record, '2028-10-01').kind).toBe('ignore');
    const soon = nearing(record, '2028-10-02');
    expect(soon).toMatchObject({ outputs: [{ type: 'events.catalogue.delegation-expiring', data: { daysLeft: 90, itemCount: 1 } }] });
    expect(nearing(recordOf(soon), '2028-10-03').kind).toBe('ignore');
    expect(nearing(recordOf(soon), '2028-12-01')).toMatchObject({ kind: 'accept', outputs: [{ data: { daysLeft: 30 } }] });
    const moved = recordOf(order(recordOf(soon), '2028-11-01', { validTo: '2029-12-31' }));
    expect(nearing(moved, '2028-12-01').kind).toBe('ignore');
    expect(nearing(moved, '2029-10-02').kind).toBe('accept');
    expect(nearing({ ...record, status: 'taken-back' }, '2028-12-01').kind).toBe('ignore');
  });
  it('hands over within its days, and may follow the day another one was taken back', () => {
    expect(order(undefined, '2026-01-01', { handOverOn: '2025-12-31' })).toMatchObject({ kind: 'refuse', refusal: { field: 'handOverOn' } });
    const handed = recordOf(order(undefined, '2026-01-01', { handOverOn: '2026-02-01' }));
    expect([stoodOn(handed, '2026-01-31'), stoodOn(handed, '2026-02-01')]).toEqual([false, true]);
    const ended = { ...handed, documentNumber: '云岭授〔2024〕1号', standing: 'taken-back', status: 'taken-back', endedOn: '2026-05-01' } as const;
    expect(order(undefined, '2026-05-01', { validFrom: '2026-04-30' }, { others: [ended] })).toMatchObject({ kind: 'refuse', refusal: { field: 'itemCodes.0' } });
    expect(order(undefined, '2026-05-01', { validFrom: '2026-05-01' }, { others: [ended] }).kind).toBe('accept');
  });
  it('keeps each signed paper once', () => {
    const file = { sha256: 'a'.repeat(64), name: '授权书.pdf', kind: 'pdf', bytes: 9, addedBy: 'officer' } as const;
    const add = (record: DelegationRecord | undefined): ReturnType<typeof decide> => decide(record, { type: 'http.add-delegation-file', id: 'f', data: { documentNumber: document.documentNumber, file } }, { ...facts, ...at('2026-05-01') });
    expect(add(undefined)).toMatchObject({ kind: 'refuse', refusal: { reason: 'not-found' } });
    const kept = recordOf(add(recordOf(order(undefined, '2026-05-01', {}))));
    expect(kept).toMatchObject({ files: [{ sha256: file.sha256, amendment: 1 }], history: [{}, { what: 'file-added' }] });
    expect(add(kept).kind).toBe('ignore');
  });

  it('whatever is ordered in whatever order: moves are legal, history only grows, and any past day tells what held on it', () => {
    const start = '2026-01-01';
    const acts = fc.array(fc.record({ days: fc.integer({ min: 0, max: 40 }), standing: fc.constantFrom(...delegationStandings), ahead: fc.option(fc.integer({ min: 0, max: 60 })), validTo: fc.constantFrom('2028-12-31', '2029-12-31') }), { maxLength: 12 });
    fc.assert(fc.property(acts, (list) => {
      let today = start;
      let record = recordOf(order(undefined, today, {}));
      let items = withWords([], { ...told(order(undefined, today, {})) });
      const held = new Map<string, boolean>();
      const pass = (until: string): void => {
        for (; today < until; today = dayAfter(today)) {
          const by = decide(record, { type: 'reminder.ending', id: 'r', data: {} }, { ...facts, ...at(today) });
          if (by.kind === 'accept') record = move(record, by);
          held.set(today, stoodOn(record, today));
        }
      };
      const move = (from: DelegationRecord, decision: ReturnType<typeof decide>): DelegationRecord => {
        const next = recordOf(decision);
        const allowed: readonly string[] = delegationStates[from.status];
        expect(next.status === from.status || allowed.includes(next.status)).toBe(true);
        expect(next.history.slice(0, from.history.length)).toEqual(from.history);
        return next;
      };
      for (const { days, standing, ahead, validTo } of list) {
        pass(plus(today, days));
        const due = decide(record, { type: 'reminder.ending', id: 'r', data: {} }, { ...facts, ...at(today) });
        if (due.kind === 'accept') record = move(record, due);
        const decision = order(record, today, { standing, validTo }, standing === 'in-force' || ahead === null ? {} : { standingFrom: plus(today, ahead) });
        if (decision.kind !== 'accept') continue;
        record = move(record, decision);
        items = withWords(items, told(decision));
      }
      pass(plus(today, 90));
      for (const [day, stood] of held) {
        expect([day, stoodOn(record, day)]).toEqual([day, stood]);
        expect([day, delegationOn(items, day) !== undefined]).toEqual([day, stood]);
      }
    }), { numRuns: 80 });
  });
});
const plus = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
/** What the items are told by a decision. */
function told(decision: ReturnType<typeof decide>): TellItems['delegation'] {
  const call = decision.kind === 'accept' ? decision.outputs.find((one) => one.kind === 'call') : undefined;
  return TellItems.parse(call?.kind === 'call' ? call.data : undefined).delegation;
}

describe('the sample register', () => {
  const sample = z.object({ zone: z.object({ creditCode: z.string() }), demo: z.array(z.object({ form: z.string(), withFee: z.string(), withoutFee: z.string() })), delegations: z.array(DelegationDocument.extend({ standing: DelegationStanding.default('in-force') })) })
    .parse(JSON.parse(readFileSync(new URL('sample/delegations.json', import.meta.url), 'utf8')));
  it('keeps every rule, and no two documents stand for one item at once', () => {
    const records: DelegationRecord[] = [];
    for (const one of sample.delegations) {
      expect(documentRefusal(one, sample.zone.creditCode)).toBeUndefined();
      const others = records.filter((record) => record.itemCodes.some((each) => one.itemCodes.includes(each)));
      records.push(recordOf(decide(undefined, { type: 'http.register-delegation', id: 'm', data: { document: one, by: 'officer', standingFrom: null, reason: null } }, { ...facts, zoneCreditCode: sample.zone.creditCode, others })));
    }
  });
  it('covers about sixty items in all four forms, with one expired document', () => {
    const items = (form: string): number => sample.delegations.filter((one) => one.form === form).reduce((sum, one) => sum + one.itemCodes.length, 0);
    expect(['direct', 'entrusted', 'forward', 'direct-report'].map(items)).toEqual([22, 14, 15, 10]);
    expect(sample.delegations.filter((one) => one.validTo < '2026-01-01')).toHaveLength(1);
    expect(sample.demo.map((one) => one.form)).toEqual(['direct', 'entrusted', 'forward', 'direct-report']);
  });
});
