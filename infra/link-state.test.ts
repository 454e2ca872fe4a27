import { describe, expect, it } from 'vitest';
import { failureWords, hostOf, linkSummary, stateOf } from './link-state.ts';

describe('the state of a link', () => {
  it('is up while the last talk was answered, down while it was not, waiting before any', () => {
    expect(stateOf(null, null)).toBe('waiting');
    expect(stateOf('2026-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z')).toBe('up');
    expect(stateOf('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z')).toBe('down');
    expect(stateOf(null, '2026-01-02T00:00:00.000Z')).toBe('down');
  });
  it('names the other side by host and port and gives away no password', () => {
    expect(hostOf('https://user:secret@gateway.example/api?key=1')).toBe('gateway.example:443');
    expect(hostOf('http://127.0.0.1:8080/x')).toBe('127.0.0.1:8080');
    expect(hostOf('not an address')).toBe('');
  });
  it('says what a failure means to the one who asked, and to the one who was asked', async () => {
    expect(failureWords('in-doubt', 'cut', 'out').zh).toContain('先查询');
    expect(failureWords('unavailable', 'ECONNREFUSED', 'out').en).toContain('nothing happened');
    const summary = { lastSuccessAt: null, lastFailure: { at: '2026-01-02T00:00:00.000Z', outcome: 'in-doubt' as const, operation: '2402', detail: 'cut' }, lastHour: { done: 0, refused: 0, unavailable: 0, inDoubt: 1 } };
    const told = await linkSummary({ summary: () => Promise.resolve(summary) }, () => Promise.resolve({ messagesOwed: 1, callsOwed: 2, remindersLate: 0, circuits: {} }), 'in');
    expect(told).toMatchObject({ queued: 3, lastFailure: { kind: 'in-doubt', zh: expect.stringContaining('再次询问') as string } });
  });
});
