/** What a screen is told that may be done, held against what the rules then do, on every case a random walk leads to. */
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { projectFile } from '../../infra/project-file.ts';
import { actionsOf, type CaseAction } from './actions.ts';
import { readNotices } from './calendar/notices.ts';
import { caseLine, noDue } from './case-line.ts';
import type { CaseRecord } from './case.ts';
import { clocksOf, lightOn, yellowUntil } from './clocks.ts';
import { decide, type CaseMessage, type Facts } from './decide.ts';
import { daysUsed, lightOf } from './deadline.ts';
import { sampleItem } from './sample-item.ts';
import { publicStep, stepInEnglish } from './step-words.ts';
import { dueNow, turnOf } from './turns.ts';
import { addDays, workingCalendar } from './working-days.ts';

const calendar = workingCalendar(readNotices());
const department = sampleItem.delegation.department.creditCode;
const people = {
  clerk: { subject: 'clerk', name: '李窗口', roles: ['window-clerk'], window: '3' },
  reviewer: { subject: 'reviewer', name: '赵审核', roles: ['reviewer'] },
  both: { subject: 'reviewer', name: '赵审核', roles: ['reviewer', 'approver'] },
  approver: { subject: 'approver', name: '钱审批', roles: ['approver'] },
  officer: { subject: 'officer', name: '孙专办', roles: ['department-officer'], department },
  stranger: { subject: 'stranger', name: '周专办', roles: ['department-officer'], department: 'ANOTHER' },
  supervisor: { subject: 'supervisor', name: '吴监察', roles: ['supervisor'] },
} as const;
type Who = keyof typeof people;

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Operation = z.object({ operationId: z.string(), 'x-roles': z.array(z.string()) });
const opens = new Map(Object.values(Document.parse(parse(readFileSync(projectFile('contracts', 'intake', 'openapi.yaml'), 'utf8'))).paths)
  .flatMap((item) => Object.values(item)).flatMap((operation) => { const found = Operation.safeParse(operation); return found.success ? [[found.data.operationId, found.data['x-roles']] as const] : []; }));
const rolesFor = (who: Who) => (operation: string): string[] => people[who].roles.filter((role) => opens.get(operation)?.includes(role));

const digest = '1'.repeat(64);
const facts = (now: Date, form: 'direct' | 'entrusted' = 'direct'): Facts => ({ now, calendar, item: { ...sampleItem, charges: form === 'entrusted' ? [] : sampleItem.charges, delegation: { ...sampleItem.delegation, form, countersign: form === 'entrusted' ? 'officer' : 'standing' } }, files: new Map([[digest, 'pdf']]), documentNumber: '示例许决〔2026〕1号' });
const register = (materials: boolean, now: Date, form: 'direct' | 'entrusted' = 'direct'): CaseRecord => {
  const decision = decide(undefined, {
    type: 'http.register', id: 'r', actor: people.clerk,
    data: {
      itemCode: sampleItem.code, projectName: '示例', applicant: { name: '示例公司', creditCode: '91350100M000100Y43', person: null }, contact: { name: '示例', citizenNumber: null, mobile: '13800000000' },
      materials: materials ? sampleItem.materials.map(({ name }) => ({ name, sha256: digest })) : [], numbers: { caseNumber: 'CASE1', receiptNumber: '202611230000011' }, answers: {}, origin: null,
    },
  }, facts(now, form));
  if (decision.kind !== 'accept') throw new Error('not registered');
  return decision.next;
};
/** What a person would really type, other than what the dry run stands in for. */
const typedBy: Record<string, CaseMessage['data']> = {
  'askSupplement': { missing: ['建设工程规划许可证'] }, 'supplyMaterials': { materials: sampleItem.materials.map(({ name }) => ({ name, sha256: digest })), answers: {} },
  'acceptCase accept': { decision: 'accept', reason: '' }, 'acceptCase refuse': { decision: 'refuse', reason: '不属于本机关职权' }, 'reviewCase': { opinion: 'disagree', note: '图纸不符' },
  'decideCase': { decision: 'refused', note: '不符合规划', validTo: null }, 'startSpecialProcedure': { kind: 'expert-review', reason: '依法' }, 'endSpecialProcedure': { result: '已评审' },
  'deliverResult': { recipient: '示例', method: 'post' }, 'presentAgain': { correction: '已更正', note: null }, 'withdrawCase': { reason: '不办了' }, 'resolveAttention': { note: '已核' },
};
const typeOf: Record<string, string> = {
  askSupplement: 'http.ask-supplement', supplyMaterials: 'http.supply', acceptCase: 'http.accept', reviewCase: 'http.review', decideCase: 'http.decide', startSpecialProcedure: 'http.suspend',
  endSpecialProcedure: 'http.resume', countersignCase: 'http.countersign', presentAgain: 'http.present-again', deliverResult: 'http.deliver', withdrawCase: 'http.withdraw', resolveAttention: 'http.resolve-attention',
};
/** Whoever countersigns has seen the document that waits; every second time it is returned. */
const seen = (record: CaseRecord): CaseMessage['data'] => ({
  answer: record.countersigns.length % 2 === 1 ? 'return' : 'confirm', documentSha256: record.countersigns.at(-1)?.documentSha256 ?? '', ground: 'seal', reason: '园区印章模糊',
});
const messageOf = (record: CaseRecord, action: CaseAction, who: Who): CaseMessage => ({
  id: 'm', type: typeOf[action.operation], data: action.operation === 'countersignCase' ? seen(record) : typedBy[action.choice === null ? action.operation : `${action.operation} ${action.choice}`], actor: { ...people[who], roles: rolesFor(who)(action.operation) },
} as CaseMessage);

/** The zone's seal follows at once, so that a walk of people's acts reaches the department. */
function sealed(record: CaseRecord, now: Date): CaseRecord {
  const sealing = record.sealings.at(-1);
  if (record.status !== 'decision-sealing' || sealing?.used.length !== 0 || sealing.waiting[0] !== 'ZONE') return record;
  const useKey = `${record.caseNumber}:decision:${sealing.round > 1 ? `r${sealing.round}:` : ''}1`;
  const used = decide(record, { type: 'events.seal.seal-used', id: 's', data: { caseNumber: record.caseNumber, useKey, ledgerNumber: `L${sealing.round}`, sealCode: 'ZONE', sealName: '园区', documentSha256: digest, usedAt: now.toISOString(), signatureSha256: digest } }, facts(now));
  return used.kind === 'accept' ? used.next : record;
}

/** An entrusted case that waits for the department: a walk from the window rarely comes so far. */
function atTheDepartment(now: Date): CaseRecord {
  let record = register(true, now, 'entrusted');
  for (const [who, operation, choice] of [['clerk', 'acceptCase', 'accept'], ['reviewer', 'reviewCase', null], ['approver', 'decideCase', null]] as const) {
    const decision = decide(record, messageOf(record, { operation, choice, possible: true, reason: null }, who), facts(now, 'entrusted'));
    if (decision.kind === 'accept') record = sealed(decision.next, now);
  }
  return record;
}

describe('what a screen is told that may be done', () => {
  it('is what the rules then do, for everybody, on every way a case may go', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.boolean(), fc.constantFrom('direct' as const, 'entrusted' as const), fc.array(fc.tuple(fc.constantFrom<Who>('clerk', 'reviewer', 'both', 'approver', 'officer', 'stranger', 'supervisor'), fc.nat()), { minLength: 1, maxLength: 25 }), (materials, form, walk) => {
      let now = new Date('2026-11-23T02:00:00Z');
      let record = form === 'entrusted' && materials ? atTheDepartment(now) : register(materials, now, form);
      for (const [who, pick] of walk) {
        now = new Date(now.getTime() + 3_600_000);
        const told = actionsOf(record, people[who], rolesFor(who), { now, calendar });
        for (const action of told) {
          expect(action.reason === null).toBe(action.possible);
          const mine = rolesFor(who)(action.operation).length > 0;
          if (!mine) { expect(action.reason?.reason).toBe('wrong-role'); continue; }
          const then = decide(record, messageOf(record, action, who), facts(now, form));
          expect(then.kind === 'accept', `${action.operation} by ${who} at ${record.status}: told ${action.reason?.reason ?? 'possible'}, then ${then.kind}`).toBe(action.possible);
          if (then.kind === 'refuse') expect(then.refusal.reason).toBe(action.reason?.reason);
        }
        // Whatever the posts open is spoken of, so that a screen can say why not.
        for (const operation of Object.keys(typeOf)) if (rolesFor(who)(operation).length > 0) expect(told.some((action) => action.operation === operation)).toBe(true);
        const possible = told.filter((action) => action.possible);
        const chosen = possible[pick % Math.max(1, possible.length)];
        if (!chosen) continue;
        const next = decide(record, messageOf(record, chosen, who), facts(now, form));
        if (next.kind === 'accept') record = sealed(next.next, now);
        reached.add(record.status);
        expect(record.people[people[who].subject]).toBe(people[who].name);
        expect(record.steps.map((step) => stepInEnglish(step.what)).filter((words) => /^\p{Script=Han}/u.test(words))).toEqual([]);
        // The list says what the case page says.
        const clocks = clocksOf(record, calendar, '2026-11-23');
        const due = dueNow(record);
        if (due !== null) expect(clocks.filter((clock) => clock.stoppedOn === null).map((clock) => clock.due)).toContain(due);
        expect(caseLine(record)).toMatchObject({ waiting_for: turnOf(record), due: due ?? noDue, hall_window: '3', received_by_name: '李窗口' });
      }
    }), { numRuns: 300 });
    expect([...reached]).toEqual(expect.arrayContaining(['suspended', 'countersigning', 'countersign-returned', 'withdrawn']));
  });

  it('tells the reviewer who is approver too that one person does not do both, and a stranger nothing', () => {
    const now = new Date('2026-11-23T02:00:00Z');
    let record = register(true, now);
    for (const [who, operation, choice] of [['clerk', 'acceptCase', 'accept'], ['reviewer', 'reviewCase', null]] as const) {
      const decision = decide(record, messageOf(record, { operation, choice, possible: true, reason: null }, who), facts(now));
      if (decision.kind === 'accept') record = decision.next;
    }
    const reasonFor = (who: Who): string | undefined => actionsOf(record, people[who], rolesFor(who), { now, calendar }).find((action) => action.operation === 'decideCase')?.reason?.reason;
    expect(reasonFor('both')).toBe('same-person');
    expect(reasonFor('approver')).toBeUndefined();
    expect(reasonFor('clerk')).toBe('wrong-role');
    expect(reasonFor('stranger')).toBe('unknown-case');
  });
});

describe('lights', () => {
  it('of a list are those of the rules, on every pair of days the calendar knows', () => {
    const day = fc.integer({ min: 0, max: 364 }).map((n) => addDays('2026-01-01', n));
    fc.assert(fc.property(day, day, (due, today) => {
      expect(lightOn(due, today, yellowUntil(calendar, today))).toBe(lightOf(calendar, { kind: 'due', on: due, lines: [] }, today));
    }), { numRuns: 2_000 });
  });
  it('are red past the due day though the calendar ends before today', () => {
    expect(lightOn('2026-12-30', '2031-01-05', yellowUntil(calendar, '2031-01-05'))).toBe('red');
    expect(lightOn(null, '2026-11-23', '2026-11-24')).toBeNull();
  });
});

describe('the line of a case', () => {
  it('holds as much of long names as its columns do: it stopped the case', () => {
    const record = register(true, new Date('2026-11-23T02:00:00Z'));
    const long = caseLine({ ...record, window: '窗'.repeat(60), people: { clerk: '名'.repeat(300) }, item: { ...record.item, name: '事'.repeat(300) } });
    expect(long).toMatchObject({ hall_window: '窗'.repeat(40), received_by_name: '名'.repeat(100), item_name: '事'.repeat(200) });
    expect(caseLine({ ...record, window: null })).toMatchObject({ hall_window: null });
  });
});

describe('the days a decision took', () => {
  it('leave out the first day, days off and special procedures', () => {
    expect(daysUsed(calendar, '2026-11-23', '2026-11-30', 'working-day')).toBe(5);
    expect(daysUsed(calendar, '2026-11-23', '2026-11-30', 'calendar-day')).toBe(7);
    expect(daysUsed(calendar, '2026-11-23', '2026-11-23', 'working-day')).toBe(0);
    expect(daysUsed(calendar, '2026-11-23', '2026-11-30', 'working-day', [{ from: '2026-11-24', to: '2026-11-26', reason: { zh: '听证', en: 'hearing' } }])).toBe(3);
    expect(daysUsed(calendar, '2026-12-30', '2031-01-05', 'working-day')).toMatchObject({ reason: 'calendar-unknown' });
  });
});

describe('the words of a step', () => {
  it('keep from the public what went wrong inside and what was noted about it', () => {
    expect(publicStep('事项已处理：与银行核对无误')).toBeUndefined();
    expect(publicStep('省级平台拒收')).toBeUndefined();
    expect(publicStep('从未见过的一步')).toBeUndefined();
    expect(publicStep('特别程序开始：专家评审')).toEqual({ zh: '特别程序开始：专家评审', en: 'special procedure begun: expert review' });
    expect(stepInEnglish('从未见过的一步')).toBe('从未见过的一步');
  });
});
