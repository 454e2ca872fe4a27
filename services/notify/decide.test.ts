import { describe, expect, test } from 'vitest';
import type { Decision } from '../../infra/machine.ts';
import { illegalMove } from '../../infra/machine.ts';
import { decide } from './decide.ts';
import type { Facts, NoticeMessage } from './decide.ts';
import { noticeStates } from './states.ts';
import type { Notice } from './states.ts';

const noon = new Date('2026-03-02T12:00:00+08:00');
const night = new Date('2026-03-02T23:30:00+08:00');
const facts = (now = noon): Facts => ({ now, rules: { sign: '临港园区', hours: { from: 480, to: 1260 }, legalNoticesAnyHour: true } });

const asked = { caseNumber: 'CASE20260302000012', textKey: 'k1', kind: 'accepted' as const, mobile: '13800000000', variables: { item: '施工许可' } };
const send: NoticeMessage = { id: 'm1', type: 'commands.notify.send-text', data: asked };
const ended = (outcome: Extract<NoticeMessage, { type: 'outcome.hand-over' }>['data']['outcome']): NoticeMessage => ({
  id: 'm2', type: 'outcome.hand-over', data: { callId: 'c', request: { textKey: 'k1', mobile: '', text: '', caseNumber: '' }, outcome },
});
const report = (state: 'delivered' | 'failed' | 'unknown'): NoticeMessage => ({
  id: 'm3', type: 'events.sms-gateway.text-reported', data: { textId: 'k1', state, code: 'DELIVRD', reportedAt: '2026-03-02T04:00:05.000Z' },
});
const opening: NoticeMessage = { id: 'm4', type: 'reminder.permitted-hours', data: {} };

function story(...steps: (NoticeMessage | [NoticeMessage, Date])[]): { notice: Notice; left: string[]; last: Decision<Notice> } {
  let notice: Notice | undefined;
  let last: Decision<Notice> | undefined;
  const left: string[] = [];
  for (const step of steps) {
    const [message, now] = Array.isArray(step) ? step : [step, noon];
    last = decide(notice, message, facts(now));
    if (last.kind !== 'accept') continue;
    expect(illegalMove({ name: 'notices', states: noticeStates }, notice?.status, last.next.status)).toBeNull();
    notice = last.next;
    for (const output of last.outputs) left.push(output.kind === 'event' ? `reported ${(output.data as { state: string }).state}` : output.kind);
  }
  if (notice === undefined || last === undefined) throw new Error('no notice came about');
  return { notice, left, last };
}

describe('a notice', () => {
  test('asked for by day is handed over at once and ends in the gateway’s report', () => {
    const { notice, left } = story(send, ended({ kind: 'done', value: {} }), report('delivered'));
    expect(notice).toMatchObject({ status: 'delivered', words: '【临港园区】您的办件20260302000012“施工许可”已受理。', reportedAt: '2026-03-02T04:00:05.000Z', reason: null });
    expect(left).toEqual(['call', 'reported delivered']);
  });

  test('asked for a second time under the same key is not sent again', () => {
    const { last, left } = story(send, { ...send, id: 'other' });
    expect(last.kind).toBe('ignore');
    expect(left).toEqual(['call']);
  });

  test('asked for at night waits for the morning, once', () => {
    const { notice, left } = story([send, night], opening, opening);
    expect(notice).toMatchObject({ status: 'handing-over', dueAt: '2026-03-03T00:00:00.000Z' });
    expect(left).toEqual(['reminder', 'call']);
  });

  test('that the law wants told goes out at night too', () => {
    expect(story([{ ...send, data: { ...asked, kind: 'supplement' } }, night]).left).toEqual(['call']);
  });

  test('reported before the gateway’s answer was in is settled all the same', () => {
    const { notice, left } = story(send, report('delivered'), ended({ kind: 'done', value: {} }));
    expect(notice.status).toBe('delivered');
    expect(left).toEqual(['call', 'reported delivered']);
  });

  test('refused by the gateway has failed and says so', () => {
    const { notice, left } = story(send, ended({ kind: 'refused', reason: 'invalid-mobile', detail: '' }));
    expect(notice).toMatchObject({ status: 'failed', reason: 'invalid-mobile' });
    expect(left).toEqual(['call', 'reported failed']);
  });

  test('given up as unknown is settled by a late report, and never unsettled again', () => {
    const { notice, left } = story(send, ended({ kind: 'done', value: {} }), report('unknown'), report('delivered'), report('failed'), report('unknown'));
    expect(notice.status).toBe('delivered');
    expect(left).toEqual(['call', 'reported unknown', 'reported delivered']);
  });

  test('of somebody else’s text is none of ours', () => {
    expect(decide(undefined, report('delivered'), facts()).kind).toBe('ignore');
  });
});
