import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';

const found = {
  decisionId: 'JD1', caseNumber: '115339009900020137353011500100020261122' + '0001', decision: 'granted' as const, documentNumber: '云岭审批〔2026〕1号',
  authority: '云岭省林业和草原局', decidedAt: '2026-11-22T09:00:00+08:00', note: '准予许可',
};

describe('a decision from above', () => {
  it('is stated when it is found', () => {
    const decision = decide(undefined, { type: 'poll.decision-found', id: 'm', data: found });
    const { decisionId: _ours, ...told } = found;
    expect(decision).toMatchObject({ kind: 'accept', next: { status: 'stated' }, outputs: [{ kind: 'event', type: 'events.province-gateway.upstream-decided', subject: found.caseNumber, data: told }] });
  });
  it('is not stated again, however often the province offers it', () => {
    expect(decide({ status: 'stated', decision: found }, { type: 'poll.decision-found', id: 'n', data: found }).kind).toBe('ignore');
  });
});
