import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { illegalMove } from '../../infra/machine.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../infra/outcome.ts';
import { deliveryRules, usualDelivery, type DeliveryRules } from './delivery-rules.ts';
import { pauseAt, pausesAhead } from './maintenance.ts';
import { afterInquiry, afterLapse, afterPush, correct, sendAgain, take, toldNow, type Outgoing, type Taker } from './outgoing.ts';
import { provinceStep, STEP_KINDS, type Acknowledgement, type ProvinceStep } from './port.ts';
import { outgoingStates } from './states.ts';

const now = new Date('2026-11-23T02:00:00Z');
const at = '2026-11-20T09:00:00+08:00';
const process = (sequence: number, opinion = '同意', revision = 1): ProvinceStep => provinceStep.parse({ kind: 'process', caseNumber: 'C1', sequence, revision, stepName: '审查', action: 'passed', startedAt: at, endedAt: at, handledBy: '王五', opinion });
const taker = (over: Partial<Taker> = {}): Taker => ({ name: 'province', carries: new Set(STEP_KINDS), delivery: usualDelivery, open: true, ...over });
const digest = (step: ProvinceStep): string => JSON.stringify({ ...step, revision: 0 });
const row = (step: ProvinceStep, over: Partial<Outgoing> = {}): Outgoing => ({
  platform: 'province', caseNumber: step.caseNumber, sequence: step.sequence, kind: step.kind, revision: step.revision, given: step.revision, digest: digest(step), state: 'acknowledged', attempts: 1, refusals: 0, dueAt: now, receipt: 'HZ1', outcome: 'done', detail: '', ...over,
});
const ends: Outcome<Acknowledgement>[] = [done({ receipt: 'HZ1', alreadyThere: false }), done({ receipt: '', alreadyThere: false, awaiting: true }), refused('step-differs', 'res-409'), refused('not-found', ''), unavailable('ECONNREFUSED'), inDoubt('timeout')];

describe('a step that is handed over', () => {
  it('goes at once where nothing waits, and is held behind an earlier step, a pause and an outage', () => {
    expect(take(process(2), 'd', [row(process(1))], taker(), now)).toMatchObject({ kind: 'send', write: 'insert', row: { state: 'sending', attempts: 1 } });
    expect(take(process(2), 'd', [row(process(1), { state: 'doubtful' })], taker(), now)).toMatchObject({ kind: 'held', write: 'insert', row: { state: 'waiting' } });
    expect(take(process(2), 'd', [row(process(1), { state: 'refused' })], taker(), now)).toMatchObject({ kind: 'held' });
    expect(take(process(2), 'd', [], taker({ open: false }), now)).toMatchObject({ kind: 'held', row: { state: 'waiting', dueAt: now } });
  });
  it('is answered as the first time when it is repeated, and refused when it says something else under the same number', () => {
    const step = process(2);
    expect(take(step, digest(step), [row(step)], taker(), now)).toMatchObject({ kind: 'known', row: { receipt: 'HZ1' } });
    expect(take(step, digest(step), [row(step, { state: 'doubtful' })], taker(), now)).toMatchObject({ kind: 'held', write: null });
    expect(take(process(2, '不同意'), digest(process(2, '不同意')), [row(step)], taker(), now)).toMatchObject({ kind: 'refused', reason: 'step-differs' });
  });
  it('in a newer revision takes the place of one that never left, and corrects one that is there only where the platform takes corrections', () => {
    const newer = process(2, '更正', 2);
    expect(take(newer, digest(newer), [row(process(2), { state: 'waiting', attempts: 3 })], taker(), now)).toMatchObject({ kind: 'send', write: 'replace', row: { revision: 2, attempts: 1 } });
    expect(take(newer, digest(newer), [row(process(2))], taker(), now)).toMatchObject({ kind: 'refused', reason: 'not-supported' });
    const correcting = taker({ delivery: { ...usualDelivery, corrections: true } });
    expect(take(newer, digest(newer), [row(process(2))], correcting, now)).toMatchObject({ kind: 'send', write: 'replace', row: { revision: 2 } });
    // While it is not known whether the older one arrived, the newer may not overtake it.
    expect(take(newer, digest(newer), [row(process(2), { state: 'doubtful' })], correcting, now)).toMatchObject({ kind: 'later' });
    expect(take(process(2), digest(process(2)), [row(newer)], correcting, now)).toMatchObject({ kind: 'refused', reason: 'step-differs' });
  });
  it('goes again when it was refused and is handed over once more', () => {
    const step = process(2);
    expect(take(step, digest(step), [row(step, { state: 'refused' })], taker(), now)).toMatchObject({ kind: 'send', write: 'replace' });
    expect(take(process(2, '更正'), digest(process(2, '更正')), [row(step, { state: 'refused' })], taker(), now)).toMatchObject({ kind: 'send', write: 'replace' });
  });
  it('of a kind the platform does not take is owed to nobody', () => {
    expect(take(process(1), 'd', [], taker({ carries: new Set(['accept']) }), now)).toMatchObject({ kind: 'held', row: { state: 'not-carried' } });
  });
});

describe('an open 特别程序', () => {
  const open = provinceStep.parse({ kind: 'special', caseNumber: 'C1', sequence: 2, specialKind: 'hearing', name: '听证', startedAt: at, reason: '依申请', endedAt: null, plannedEnd: '2026-11-30T17:00:00+08:00', handledBy: '王五' });
  it('is told when it has ended, with its planned end, or as it is, by the platform’s rule', () => {
    expect(toldNow(open, { openSpecial: 'when-ended' })).toBeNull();
    expect(toldNow(open, { openSpecial: 'planned-end' })).toMatchObject({ endedAt: '2026-11-30T17:00:00+08:00' });
    expect(toldNow({ ...open, plannedEnd: null } as ProvinceStep, { openSpecial: 'planned-end' })).toBeNull();
    expect(toldNow(open, { openSpecial: 'open' })).toMatchObject({ endedAt: null });
  });
  it('waits without a time until its end replaces it', () => {
    const held = take(open, 'a', [], taker(), now);
    expect(held).toMatchObject({ kind: 'held', row: { state: 'waiting' } });
    const ended = { ...open, revision: 2, endedAt: '2026-11-25T10:00:00+08:00' } as ProvinceStep;
    expect(held.kind === 'held' && take(ended, 'b', [held.row], taker(), now)).toMatchObject({ kind: 'send', row: { revision: 2, dueAt: now } });
  });
  it('may be told before its end only where corrections are taken', () => {
    expect(deliveryRules.safeParse({ openSpecial: 'open' }).success).toBe(false);
    expect(deliveryRules.safeParse({ openSpecial: 'planned-end', corrections: true }).success).toBe(true);
  });
});

describe('a push or inquiry that has ended', () => {
  const rules: DeliveryRules = deliveryRules.parse({ againAfterMs: [100, 500], refusedAgain: { 'unknown-item': { times: 2, afterMs: 60_000 } } });
  const sending = row(process(1), { state: 'sending', receipt: '' });
  it('is tried again later and later when it surely did not happen, and asked about when it may have', () => {
    expect(afterPush(sending, unavailable(''), rules, now)).toMatchObject({ state: 'waiting', dueAt: new Date(now.getTime() + 100) });
    expect(afterPush({ ...sending, attempts: 7 }, unavailable(''), rules, now)).toMatchObject({ state: 'waiting', dueAt: new Date(now.getTime() + 500) });
    expect(afterPush(sending, inDoubt(''), rules, now)).toMatchObject({ state: 'doubtful', dueAt: new Date(now.getTime() + rules.inquireAfterMs) });
    expect(afterLapse(sending, now)).toMatchObject({ state: 'doubtful', dueAt: now });
  });
  it('is sent again after a refusal only where the profile says so, and so often', () => {
    const refusal = refused('unknown-item', 'catalog-001');
    const once = afterPush(sending, refusal, rules, now);
    expect(once).toMatchObject({ state: 'waiting', refusals: 1 });
    expect(afterPush({ ...once, state: 'sending', refusals: 2 }, refusal, rules, now)).toMatchObject({ state: 'refused', outcome: 'unknown-item' });
    expect(afterPush(sending, refused('step-differs', ''), rules, now)).toMatchObject({ state: 'refused' });
  });
  it('never goes again without a certain "not there" once it was in doubt, and makes only legal moves, whatever comes', () => {
    fc.assert(fc.property(fc.array(fc.nat(ends.length - 1), { minLength: 1, maxLength: 30 }), (choices) => {
      let one: Outgoing = { ...sending, attempts: 1 };
      let doubted = false;
      for (const choice of choices) {
        const end = ends[choice];
        if (!end) continue;
        const before = one;
        if (one.state === 'waiting') one = { ...one, state: 'sending', attempts: one.attempts + 1 };
        if (one.state === 'sending') {
          expect(doubted, 'pushed while in doubt').toBe(false);
          one = afterPush(one, end, rules, now);
          doubted = one.state === 'doubtful' || one.state === 'awaiting';
        } else if (one.state === 'doubtful' || one.state === 'awaiting') {
          one = afterInquiry(one, end, rules, now);
          if (end.kind === 'refused' && end.reason === 'not-found') doubted = false;
          if (one.state === 'acknowledged' || one.state === 'refused') doubted = false;
        } else one = one.state === 'acknowledged' ? (choice % 2 === 0 ? sendAgain(one, now) : correct(one, now)) : one;
        if (one.state === 'doubtful') doubted = true;
        if (before.state !== 'waiting') expect(illegalMove({ name: 'outgoing', states: outgoingStates }, before.state, one.state)).toBeNull();
      }
    }));
  });
});

describe('a pause of a platform', () => {
  // 2026-11-23 is a Monday; 02:00Z is 10:00 in China.
  const rules = deliveryRules.parse({ maintenance: [{ days: [1], from: '22:00', to: '06:00', zh: '每周维护', en: 'weekly maintenance' }] });
  it('lasts over midnight, in Chinese civil time, on its days only', () => {
    expect(pauseAt(rules, [], new Date('2026-11-23T13:59:59Z'))).toBeNull();
    expect(pauseAt(rules, [], new Date('2026-11-23T14:00:00Z'))).toMatchObject({ to: new Date('2026-11-23T22:00:00Z'), zh: '每周维护' });
    expect(pauseAt(rules, [], new Date('2026-11-23T21:59:59Z'))).not.toBeNull();
    expect(pauseAt(rules, [], new Date('2026-11-23T22:00:00Z'))).toBeNull();
    expect(pauseAt(rules, [], new Date('2026-11-24T15:00:00Z'))).toBeNull();
  });
  it('may be announced by people, and the one that ends last counts', () => {
    const announced = [{ from: new Date('2026-11-23T15:00:00Z'), to: new Date('2026-11-24T03:00:00Z'), zh: '升级', en: 'upgrade' }];
    expect(pauseAt(rules, announced, new Date('2026-11-23T16:00:00Z'))).toMatchObject({ zh: '升级' });
    expect(pausesAhead(rules, announced, now).map((one) => one.zh)).toEqual(['每周维护', '升级', '每周维护']);
  });
});
