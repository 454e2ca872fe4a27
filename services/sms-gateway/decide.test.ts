import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { illegalMove } from '../../infra/machine.ts';
import type { Decision, Output } from '../../infra/machine.ts';
import { decide } from './decide.ts';
import type { Facts, TextMessage } from './decide.ts';
import { textStates } from './states.ts';
import type { Text } from './states.ts';

const hour = 3_600_000;
const start = new Date('2026-03-02T02:00:00.000Z');
const rules = { reportWaitMs: 72 * hour, resendTimes: 1, linkSettleMs: hour, stateSent: true };
const facts = (more: Partial<Facts> = {}): Facts => ({ now: start, extension: '00000001', partCount: 1, linkUpMs: 100 * hour, rules, ...more });
const asked = { textId: 't1', caseNumber: 'c1', mobile: '13800000000', text: '【园区政务】已受理' };

const send: TextMessage = { id: 'm', type: 'http.send-text', data: asked };
type SubmitOutcome = Extract<TextMessage, { type: 'outcome.submit' }>['data']['outcome'];
const outcome = (end: SubmitOutcome, part = 1, extension = '00000001'): TextMessage => ({
  id: 'o', type: 'outcome.submit', data: { callId: 'x', request: { ...asked, extension, part, attempt: 1 }, outcome: end },
});
const done = (carrierId: string, part = 1, extension = '00000001') => outcome({ kind: 'done', value: { carrierId } }, part, extension);
const doubt = (part = 1, extension = '00000001') => outcome({ kind: 'in-doubt', detail: 'connection-closed' }, part, extension);
const report = (carrierId: string, verdict: 'delivered' | 'failed' | 'pending' = 'delivered', extension = '00000001'): TextMessage => ({
  id: 'r', type: 'carrier.reported', data: { textId: 't1', extension, carrierId, verdict, code: verdict === 'delivered' ? 'DELIVRD' : verdict === 'failed' ? 'UNDELIV' : 'ACCEPTD', doneAt: null },
});
const due: TextMessage = { id: 'd', type: 'sweep.report-overdue', data: { textId: 't1' } };

/** Runs messages one after another; gives the text and everything that left. */
function story(...steps: (TextMessage | [TextMessage, Partial<Facts>])[]): { text: Text; left: string[] } {
  let text: Text | undefined;
  const left: string[] = [];
  for (const step of steps) {
    const [message, more] = Array.isArray(step) ? step : [step, {}];
    const decision: Decision<Text> = decide(text, message, facts(more));
    if (decision.kind !== 'accept') continue;
    expect(illegalMove({ name: 'texts', states: textStates }, text?.status, decision.next.status)).toBeNull();
    text = decision.next;
    left.push(...decision.outputs.map(short));
  }
  if (text === undefined) throw new Error('no text came about');
  return { text, left };
}

function short(output: Output): string {
  switch (output.kind) {
    case 'call': {
      const order = output.data as { extension: string; part: number };
      return `submit ${order.extension}/${order.part}`;
    }
    case 'reminder':
      return output.name;
    case 'event':
    case 'command':
      return `${output.type.split('.').at(-1)}${(output.data as { state?: string }).state ? ` ${(output.data as { state: string }).state}` : ''}`;
    default:
      return output;
  }
}

describe('a text', () => {
  test('goes out once, is stated as sent and as delivered', () => {
    const { text, left } = story(send, done('aa'), report('aa'));
    expect(text).toMatchObject({ status: 'delivered', code: 'DELIVRD', attempts: [{ extension: '00000001', parts: [{ state: 'delivered', carrierId: 'aa' }] }] });
    expect(left).toEqual(['submit 00000001/1', 'text-sent', 'text-reported delivered']);
  });

  test('asked for twice is the same text; with other words it is refused', () => {
    const { text } = story(send);
    expect(decide(text, send, facts())).toMatchObject({ kind: 'ignore', reply: { textId: 't1', parts: 1 } });
    expect(decide(text, { ...send, data: { ...asked, text: 'other' } }, facts())).toMatchObject({ kind: 'refuse', refusal: { reason: 'idempotency-key-reused' } });
  });

  test('with half a surrogate pair is refused before it goes anywhere', () => {
    expect(decide(undefined, { ...send, data: { ...asked, text: '\ud842' } }, facts())).toMatchObject({ kind: 'refuse', refusal: { field: 'text' } });
  });

  test('refused by the carrier has failed, with the carrier’s reason', () => {
    const { text, left } = story(send, outcome({ kind: 'refused', reason: 'receiver-wrong', detail: '13' }));
    expect(text).toMatchObject({ status: 'failed', code: 'receiver-wrong' });
    expect(left).toEqual(['submit 00000001/1', 'text-reported failed']);
  });

  test('reported before its answer is delivered, and the answer changes nothing', () => {
    const { text, left } = story(send, report('aa'), done('aa'));
    expect(text.status).toBe('delivered');
    expect(left).toEqual(['submit 00000001/1', 'text-sent', 'text-reported delivered']);
  });

  test('with a report that settles nothing waits on', () => {
    const { text, left } = story(send, done('aa'), report('aa', 'pending'));
    expect(text.status).toBe('submitted');
    expect(left.filter((what) => what.startsWith('text-reported'))).toEqual([]);
  });
});

describe('a text in doubt', () => {
  test('is found by its report, whatever the number in it', () => {
    const { text, left } = story(send, doubt(), report('zz'));
    expect(text).toMatchObject({ status: 'delivered', attempts: [{ parts: [{ carrierId: 'zz' }] }] });
    expect(left.filter((what) => what.startsWith('submit'))).toHaveLength(1);
  });

  test('whose report came before anyone knew of the doubt stays delivered', () => {
    expect(story(send, report('zz'), doubt()).text.status).toBe('delivered');
  });

  test('goes out again only after the carrier’s whole time for reports, under new digits, once', () => {
    const early = story(send, doubt(), [due, { now: new Date(start.getTime() + 71 * hour) }]);
    expect(early.text.status).toBe('in-doubt');
    const late = { now: new Date(start.getTime() + 73 * hour), extension: '00000002' };
    const again = story(send, doubt(), [due, late], done('bb', 1, '00000002'), report('bb', 'delivered', '00000002'));
    expect(again.text).toMatchObject({ status: 'delivered', attempts: [{ extension: '00000001' }, { extension: '00000002' }] });
    expect(again.left.filter((what) => what.startsWith('submit'))).toEqual(['submit 00000001/1', 'submit 00000002/1']);
    const given = story(send, doubt(), [due, late], [doubt(1, '00000002'), late], [due, { now: new Date(start.getTime() + 150 * hour) }]);
    expect(given.text.status).toBe('attention');
    expect(given.left.at(-1)).toBe('text-reported unknown');
  });

  test('does not go out again while the carrier cannot be heard', () => {
    const late = new Date(start.getTime() + 73 * hour);
    for (const linkUpMs of [null, hour / 2]) {
      const { text, left } = story(send, doubt(), [due, { now: late, linkUpMs }]);
      expect(text.status).toBe('in-doubt');
      expect(left).toEqual(['submit 00000001/1']);
    }
  });

  test('answered late is no longer in doubt', () => {
    const late = (end: Extract<TextMessage, { type: 'carrier.answered-late' }>['data']['outcome']): TextMessage => ({
      id: 'l', type: 'carrier.answered-late', data: { textId: 't1', extension: '00000001', part: 1, outcome: end },
    });
    expect(story(send, doubt(), late({ kind: 'done', value: { carrierId: 'aa' } })).text.status).toBe('submitted');
    expect(story(send, doubt(), late({ kind: 'refused', reason: 'receiver-wrong', detail: '' })).text.status).toBe('failed');
    const slowed = story(send, doubt(), late({ kind: 'unavailable', detail: 'flow-control' }));
    expect(slowed.text.status).toBe('waiting');
    expect(slowed.left.filter((what) => what.startsWith('submit'))).toEqual(['submit 00000001/1', 'submit 00000001/1']);
  });

  test('given up and reported after all is settled by that report', () => {
    const late = { now: new Date(start.getTime() + 73 * hour), extension: '00000002' };
    const { text } = story(send, doubt(), [due, late], report('aa'));
    expect(text.status).toBe('delivered');
  });
});

describe('a text the carrier took', () => {
  test('and never reported is stated as unknown, never sent again; a late report still counts', () => {
    const late = { now: new Date(start.getTime() + 73 * hour) };
    const { text, left } = story(send, done('aa'), [due, late]);
    expect(text.status).toBe('unreported');
    expect(left.filter((what) => what.startsWith('submit'))).toHaveLength(1);
    expect(left.at(-1)).toBe('text-reported unknown');
    expect(story(send, done('aa'), [due, late], report('aa')).text.status).toBe('delivered');
  });
});

describe('a text of three parts', () => {
  const long: [TextMessage, Partial<Facts>] = [send, { partCount: 3 }];

  test('is delivered when all its parts are', () => {
    const { text, left } = story(long, done('a', 1), done('b', 2), report('a'), done('c', 3), report('c'));
    expect(text.status).toBe('submitted');
    expect(left.filter((what) => what === 'text-sent')).toHaveLength(1);
    expect(story(long, done('a', 1), done('b', 2), done('c', 3), report('a'), report('b'), report('c')).text.status).toBe('delivered');
  });

  test('has failed when one part has', () => {
    const { text, left } = story(long, done('a', 1), outcome({ kind: 'refused', reason: 'text-too-long', detail: '6' }, 2), done('c', 3), report('c'));
    expect(text.status).toBe('failed');
    expect(left.filter((what) => what.startsWith('text-reported'))).toEqual(['text-reported failed']);
  });

  test('has each report laid to its part, also when reports overtake the answers', () => {
    const { text } = story(long, report('c'), done('a', 1), report('a'), done('c', 3), done('b', 2), report('b', 'failed'));
    expect(text.attempts[0]?.parts).toMatchObject([{ carrierId: 'a', state: 'delivered' }, { carrierId: 'b', state: 'failed' }, { carrierId: 'c', state: 'delivered' }]);
  });

  test('ends delivered in whatever order answers, doubts and reports come', () => {
    const ids = ['a', 'b', 'c'];
    const steps = fc.tuple(
      fc.subarray([0, 1, 2]),
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
    );
    fc.assert(
      fc.property(steps, ([lost, order]) => {
        // 0–2: the end of each SUBMIT (a lost answer is a doubt), 3–5: each report.
        const messages = order.map((n) => (n >= 3 ? report(ids[n - 3] ?? '') : lost.includes(n) ? doubt(n + 1) : done(ids[n] ?? '', n + 1)));
        const { text, left } = story(long, ...messages);
        expect(text.status).toBe('delivered');
        expect(new Set(text.attempts[0]?.parts.map((part) => part.carrierId))).toEqual(new Set(ids));
        expect(left.filter((what) => what.startsWith('submit'))).toHaveLength(3);
        expect(left.filter((what) => what.startsWith('text-reported'))).toEqual(['text-reported delivered']);
      }),
    );
  });
});
