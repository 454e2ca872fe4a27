import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CaseRecord } from './case.ts';
import { decisionLetter } from './decision-letter.ts';
import { sampleItem } from './sample-item.ts';

const decided = (note: string, result: 'granted' | 'refused' = 'granted'): CaseRecord => ({
  caseNumber: 'C1', receiptNumber: '202611220000014', status: 'reviewed', item: sampleItem, projectName: '示例厂房', applicant: { name: '示例公司', creditCode: '91350100M000100Y43', person: null },
  contact: { name: '示例', citizenNumber: null, mobile: '13800000000' }, materials: [], origin: null, receivedAt: '2026-11-20T02:00:00Z', receivedBy: 'a', window: null, people: {}, noticeDue: null, workedDays: null, deliveryDue: null, supplement: null, acceptedAt: '2026-11-20T02:00:00Z',
  acceptedBy: 'a', deemedAccepted: false, due: { statutory: null, promised: null, calendarMissing: null }, pauses: [], review: null,
  decision: { result, by: 'b', at: '2026-11-23T02:00:00Z', note, documentNumber: '示例许决〔2026〕1号', validTo: null }, upstream: null, letter: null, bill: null, sealings: [], countersigns: [], answers: {},
  certificate: null, delivery: null, end: null, province: { last: 0, owed: [], asked: false, doubt: null, held: [], acknowledged: [] }, ratings: [], attention: null, steps: [],
});

describe('the decision letter', () => {
  it('gives what the decider added as a sentence of its own, ended once, and nothing when nothing was added', () => {
    expect(decisionLetter(decided('材料齐全'), 'decision').text).toContain('决定准予行政许可。审批意见：材料齐全。\n');
    expect(decisionLetter(decided('材料齐全。'), 'decision').text).toContain('审批意见：材料齐全。\n');
    expect(decisionLetter(decided(''), 'decision').text).toContain('决定准予行政许可。\n');
  });
  it('tells the remedies when it refuses, and carries the digests of its own bytes', () => {
    const letter = decisionLetter(decided('不符合规划', 'refused'), 'decision');
    expect(letter.text).toMatch(/行政复议.*行政诉讼/);
    expect(letter.sha256).toBe(createHash('sha256').update(letter.text).digest('hex'));
    expect(letter.bytes).toBe(Buffer.byteLength(letter.text));
  });
});
