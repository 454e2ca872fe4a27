/** An application through everything that may happen to it, in every order: always in exactly one state, the platform told the truth last. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { illegalMove, type Output } from '../../infra/machine.ts';
import { accepts, decide, type ApplicationMessage, type ApplicationRecord } from './application.ts';
import { provinceApplication } from './port.ts';
import { applicationStates } from './states.ts';

const task = '11370800MB285591843370115056000';
const application = provinceApplication.parse({
  id: 'SB-1', item: { catalogCode: '370115056000', taskCode: task, handlingCode: null, name: '建设工程规划许可证核发' }, projectName: '示例厂房一期',
  applicant: { kind: 'company', name: '示例科技有限公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43' }, contact: { name: '王示例', mobile: '13800000000' },
  appliedAt: '2026-11-20T09:00:00+08:00',
});
const clerk = { subject: 'clerk-a', name: '李窗口', roles: ['window-clerk'] };
const now = new Date('2026-11-20T02:00:00Z');
const arrive = (more: Partial<typeof application> = {}): ReturnType<typeof decide> => decide(undefined, { type: 'poll.application-found', id: 'm', data: { platform: 'portal', application: { ...application, ...more } } }, { now });
const nextOf = (decision: ReturnType<typeof decide>): ApplicationRecord => (decision.kind === 'accept' ? decision.next : expect.fail(decision.kind));
const callsOf = (decision: ReturnType<typeof decide>): string[] => (decision.kind === 'accept' ? decision.outputs.map((output: Output) => ('name' in output ? output.name : output.type)) : []);

describe('an application that came in', () => {
  it('is tried under its own code at once, and the platform is told nothing before that is known', () => {
    const decision = arrive();
    expect(nextOf(decision)).toMatchObject({ status: 'quarantined', taking: true, submittedAt: '2026-11-20T01:00:00.000Z', reason: { code: 'being-taken' } });
    expect(callsOf(decision)).toEqual(['take-application']);
  });
  it.each([
    ['names no item code', { item: { ...application.item, taskCode: null } }, 'unknown-item'],
    ['has a code of another system', { item: { ...application.item, taskCode: 'XK0010100Y' } }, 'unknown-item'],
    ['comes from a person with the code of an organisation', { applicant: { ...application.applicant, kind: 'person' as const } }, 'applicant-document'],
    ['comes from an organisation with the document of a person', { applicant: { ...application.applicant, documentType: '111' } }, 'applicant-document'],
    ['has nobody to be told', { contact: null }, 'contact-missing'],
  ])('waits for people with its clock when it %s', (_what, more, code) => {
    const decision = arrive(more);
    expect(nextOf(decision)).toMatchObject({ status: 'quarantined', taking: false, reason: { code }, answering: true });
    expect(callsOf(decision)).toEqual(['tell-platform', 'ask-notice-clock']);
  });
  it('is tried for a natural person too: whether the item takes persons is intake\'s word', () => {
    expect(callsOf(arrive({ applicant: { ...application.applicant, kind: 'person', documentType: '111', documentNumber: '11010519491231002X' } }))).toEqual(['take-application']);
  });
  it('counts from our own time when the portal\'s clock runs ahead', () => {
    expect(nextOf(arrive({ appliedAt: '2027-01-01T00:00:00+08:00' })).submittedAt).toBe(now.toISOString());
  });
  it('is failed and answered when it cannot be read', () => {
    const decision = decide(undefined, { type: 'poll.row-unreadable', id: 'm', data: { platform: 'portal', applicationId: 'SB-9', field: 'applicant.name', zh: '为空', en: 'empty' } }, { now });
    expect(nextOf(decision)).toMatchObject({ status: 'failed', reason: { code: 'unreadable', field: 'applicant.name' } });
    expect(callsOf(decision)).toEqual(['tell-platform']);
  });
  it('says so when the five working days have passed and it is still no case', () => {
    const waiting = nextOf(arrive({ contact: null }));
    const dated = decide(waiting, { type: 'outcome.ask-notice-clock', id: 'c', data: { callId: 'c', request: { receivedOn: '2026-11-20' }, outcome: { kind: 'done', value: { due: '2026-11-27' } } } }, { now });
    expect(dated).toMatchObject({ outputs: [{ kind: 'reminder', name: 'notice-overdue', dueAt: new Date('2026-11-27T16:00:00Z') }] });
    const late = decide(nextOf(dated), { type: 'reminder.notice-overdue', id: 'r', data: {} }, { now: new Date('2026-11-27T16:00:00Z') });
    expect(nextOf(late)).toMatchObject({ overdueAt: '2026-11-27T16:00:00.000Z' });
  });
  it('asks again the next day where the calendar does not reach, and invents no day', () => {
    const undated = decide(nextOf(arrive({ contact: null })), { type: 'outcome.ask-notice-clock', id: 'c', data: { callId: 'c', request: { receivedOn: '2026-12-30' }, outcome: { kind: 'done', value: { due: null } } } }, { now });
    expect(nextOf(undated).noticeDue).toBeNull();
    expect(callsOf(undated)).toEqual(['notice-clock']);
  });
});

describe('what may happen to it, in every order', () => {
  it('keeps it in one state, never makes two cases, and leaves the platform with the last word true', () => {
    const step = fc.constantFrom('assign', 'assign-without', 'give-back', 'outcome', 'outcome', 'again', 'overdue');
    const result = fc.constantFrom('case', 'files', 'refused', 'in-doubt');
    fc.assert(fc.property(fc.array(fc.tuple(step, result), { maxLength: 30 }), fc.boolean(), (steps, known) => {
      let record: ApplicationRecord | undefined;
      const pending: { name: string; data: never }[] = [];
      let told: string | null = null;
      let cases = 0;
      let n = 0;
      const take = (message: Omit<ApplicationMessage, 'id'>): void => {
        const decision = decide(record, { ...message, id: `m${String(n += 1)}` } as ApplicationMessage, { now });
        if (decision.kind !== 'accept') return;
        expect(illegalMove({ name: 'applications', states: applicationStates }, record?.status, decision.next.status)).toBeNull();
        record = decision.next;
        expect((record.status === 'started') === (record.caseNumber !== null) && (record.status === 'started') === (record.reason === null)).toBe(true);
        for (const output of decision.outputs) if (output.kind === 'call') pending.push({ name: output.name, data: output.data as never });
        expect(pending.filter(({ name }) => name === 'tell-platform').length).toBeLessThanOrEqual(1);
        expect(pending.filter(({ name }) => name === 'take-application').length).toBeLessThanOrEqual(1);
      };
      const settle = (how: string): void => {
        const call = pending.shift();
        if (!call) return;
        const outcome = (value: unknown): object => ({ callId: 'c', request: call.data, outcome: value });
        if (call.name === 'tell-platform') { told = (call.data as { kind: string }).kind; take({ type: 'outcome.tell-platform', data: outcome({ kind: 'done', value: {} }) as never }); }
        if (call.name === 'ask-notice-clock') take({ type: 'outcome.ask-notice-clock', data: outcome({ kind: 'done', value: { due: '2026-11-27' } }) as never });
        if (call.name !== 'take-application') return;
        if (how === 'case') cases += 1;
        take({ type: 'outcome.take-application', data: outcome(how === 'case' ? { kind: 'done', value: { kind: 'case', caseNumber: `C${String(cases)}`, receiptNumber: 'R', files: [] } }
          : how === 'files' ? { kind: 'done', value: { kind: 'files-refused', files: [] } } : how === 'refused' ? { kind: 'refused', reason: 'unknown-item', detail: '' } : { kind: 'in-doubt', detail: '' }) as never });
      };
      const found: Omit<ApplicationMessage, 'id'> = { type: 'poll.application-found', data: { platform: 'portal', application: known ? application : { ...application, contact: null } } };
      take(found);
      for (const [what, how] of steps) {
        if (what === 'outcome') settle(how);
        if (what === 'again') take(found);
        if (what === 'overdue') take({ type: 'reminder.notice-overdue', data: {} });
        if (what === 'give-back') take({ type: 'http.give-back', data: { reason: '不属本区办理' }, actor: clerk });
        if (what.startsWith('assign')) take({ type: 'http.assign-item', data: { itemCode: task, withoutFiles: what !== 'assign', contact: { name: '王示例', mobile: '13800000000' } }, actor: clerk });
      }
      while (pending.length > 0) settle('refused');
      expect(cases).toBeLessThanOrEqual(1);
      expect(told).toBe(record?.status);
    }));
  });
  it('takes every message it says it takes', () => { expect(Object.keys(accepts)).toHaveLength(9); });
});
