import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UseSeal } from '../../contracts/seal/messages.ts';
import { illegalMove } from '../../infra/machine.ts';
import type { Decision, Message } from '../../infra/machine.ts';
import { decideImpression, decideSeal, objectionTo } from './decide.ts';
import type { Stamped } from './decide.ts';
import { MakeSeal, Seal } from './seal.ts';
import type { Impression } from './seal.ts';
import { impressionStates, sealStates } from './states.ts';

const now = new Date('2026-11-20T02:00:00Z');
const digest = 'ab'.repeat(32);

const asked = MakeSeal.parse({
  sealCode: 'ZONE-01', sealName: '示例经济开发区管理委员会行政审批服务专用章', owner: { name: '示例经济开发区管理委员会', creditCode: '115339029900030159' },
  design: { arcText: '示例经济开发区管理委员会', lineText: '行政审批服务专用章' },
  grants: [{ forms: ['direct', 'entrusted'], purposes: ['decision', 'certificate'], itemPrefixes: ['11533900'] }, { forms: ['direct-report'], purposes: ['opinion'], delegationDocuments: ['直报1号'] }],
  keeper: 'keeper-a', deputy: 'keeper-b', standingAuthorisation: { documentNumber: '印授1号', validFrom: '2026-01-01', validTo: '2026-12-31' },
  validFrom: '2026-01-01', validTo: '2028-12-31',
});
const seal: Seal = Seal.parse({ ...asked, status: 'in-use', onDuty: 'keeper', madeAt: '2026-01-01T00:00:00.000Z', madeBy: 'integrator', sealSha256: digest, stops: [] });

const use: UseSeal = {
  caseNumber: 'C1', useKey: 'C1/decision/ZONE-01', sealCode: 'ZONE-01', purpose: 'decision',
  document: { name: '决定书.pdf', mediaType: 'application/pdf', sha256: digest, sm3: digest, bytes: 1000 },
  item: { code: '11533900990002020N353011702000001', name: '建筑工程施工许可' },
  delegation: { documentNumber: '授1号', form: 'direct', validFrom: '2026-01-01', validTo: '2026-11-20' },
  step: { name: 'decide', decidedBy: 'approver-a', reviewedBy: 'reviewer-a', approvedAt: '2026-11-20T01:59:00Z' },
};
const stamped: Stamped = { ledgerNumber: 'ZONE-01-000001', sequence: 1, usedAt: now.toISOString(), signatureValue: 'AA==', signatureSha256: digest };
const command = (data: UseSeal): Message<'commands.seal.use-seal', UseSeal> => ({ type: 'commands.seal.use-seal', id: 'm1', data });

const reasonFor = (change: Partial<UseSeal>, of: Seal | undefined = seal, at = now): string | undefined => objectionTo({ ...use, ...change }, of, at)?.reason;
const accepted = <R>(decision: Decision<R>): R => {
  if (decision.kind !== 'accept') throw new Error(`not accepted: ${decision.kind}`);
  return decision.next;
};

describe('a seal is used', () => {
  it('for an approved step inside its grant, and the line says everything the ledger must say', () => {
    const decision = decideImpression(undefined, command(use), { seal, stamped, now });
    expect(accepted(decision)).toMatchObject({
      status: 'used', ledgerNumber: 'ZONE-01-000001', sealName: seal.sealName, caseNumber: 'C1', document: { sha256: digest, sm3: digest },
      step: { reviewedBy: 'reviewer-a', decidedBy: 'approver-a' }, keeper: { account: 'keeper-a', post: 'keeper', authorisation: '印授1号' }, usedAt: now.toISOString(),
    });
    expect(decision).toMatchObject({ outputs: [{ type: 'events.seal.seal-used', data: { useKey: use.useKey, ledgerNumber: 'ZONE-01-000001', signatureSha256: digest } }] });
  });

  it('for the department only as one of its own officers confirmed, who neither decided nor reviewed', () => {
    const countersigned = { countersignedBy: 'officer-a', department: seal.owner.creditCode, countersignedAt: '2026-11-20T01:59:30Z' };
    const by = (change: Partial<typeof countersigned>): string | undefined => reasonFor({ step: { ...use.step, countersigned: { ...countersigned, ...change } } });
    expect(by({})).toBeUndefined();
    expect(by({ department: '11533900990002020N' })).toBe('wrong-department');
    expect(by({ countersignedBy: 'approver-a' })).toBe('same-person');
  });

  it('in the deputy’s name while the deputy is on duty', () => {
    expect(accepted(decideImpression(undefined, command(use), { seal: { ...seal, onDuty: 'deputy' }, stamped, now }))).toMatchObject({ keeper: { account: 'keeper-b', post: 'deputy' } });
  });

  it('once for each key: the same asked again changes nothing, another document under the key is refused aloud', () => {
    const made = accepted(decideImpression(undefined, command(use), { seal, stamped, now }));
    expect(decideImpression(made, command(use), { seal: undefined, stamped: null, now }).kind).toBe('ignore');
    const other = decideImpression(made, command({ ...use, document: { ...use.document, sha256: 'cd'.repeat(32) } }), { seal: undefined, stamped: null, now });
    expect(other).toMatchObject({ kind: 'accept', next: made, outputs: [{ type: 'events.seal.seal-refused', data: { reason: 'idempotency-key-reused' } }] });
  });

  it('after a refusal, when what stood in the way is gone', () => {
    const refused = accepted(decideImpression(undefined, command(use), { seal: { ...seal, status: 'stopped' }, stamped: null, now }));
    expect(refused.status).toBe('refused');
    expect(accepted(decideImpression(refused, command(use), { seal, stamped, now })).status).toBe('used');
  });
});

describe('a seal is refused', () => {
  it.each<[string, Partial<UseSeal>, Seal | undefined, string]>([
    ['that nobody knows', {}, undefined, 'unknown-seal'],
    ['that is stopped', {}, { ...seal, status: 'stopped' }, 'seal-stopped'],
    ['that is cancelled', {}, { ...seal, status: 'cancelled' }, 'seal-stopped'],
    ['before its first day', {}, { ...seal, validFrom: '2026-11-21' }, 'seal-expired'],
    ['after its last day', {}, { ...seal, validTo: '2026-11-19' }, 'seal-expired'],
    ['before the delegation begins', { delegation: { ...use.delegation, validFrom: '2026-11-21' } }, seal, 'delegation-not-yet-valid'],
    ['after the delegation has ended', { delegation: { ...use.delegation, validTo: '2026-11-19' } }, seal, 'delegation-expired'],
    ['without a delegation document', { delegation: { ...use.delegation, documentNumber: ' ' } }, seal, 'delegation-not-covering'],
    ['for a form it is not granted for', { delegation: { ...use.delegation, form: 'forward' } }, seal, 'seal-outside-grant'],
    ['for a purpose it is not granted for', { purpose: 'opinion' }, seal, 'seal-outside-grant'],
    ['for an item of another department', { item: { code: '22', name: 'x' } }, seal, 'seal-outside-grant'],
    ['for another document of delegation than the granted', { purpose: 'opinion', delegation: { ...use.delegation, form: 'direct-report' } }, seal, 'seal-outside-grant'],
    ['for a step nobody has decided', { step: { ...use.step, decidedBy: '' } }, seal, 'step-not-approved'],
    ['for a step nobody has reviewed', { step: { ...use.step, reviewedBy: ' ' } }, seal, 'step-not-approved'],
    ['for an approval that lies in the future', { step: { ...use.step, approvedAt: '2026-11-20T03:00:00Z' } }, seal, 'step-not-approved'],
    ['when one person reviewed and decided', { step: { ...use.step, reviewedBy: 'approver-a' } }, seal, 'same-person'],
    ['on a document without content', { document: { ...use.document, bytes: 0 } }, seal, 'empty-file'],
    ['on a document whose digest is that of nothing', { document: { ...use.document, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' } }, seal, 'empty-file'],
    ['when the standing authorisation has lapsed', {}, { ...seal, standingAuthorisation: { ...seal.standingAuthorisation, validTo: '2026-11-19' } }, 'keeper-not-authorised'],
  ])('%s', (_why, change, of, reason) => {
    expect(objectionTo({ ...use, ...change }, of, now)?.reason).toBe(reason);
    const decision = decideImpression(undefined, command({ ...use, ...change }), { seal: of, stamped: null, now });
    expect(decision).toMatchObject({ kind: 'accept', next: { status: 'refused', reason }, outputs: [{ type: 'events.seal.seal-refused', data: { reason, useKey: use.useKey } }] });
    const [output] = decision.kind === 'accept' ? decision.outputs : [];
    expect(output).toMatchObject({ data: { zh: expect.stringMatching(/[一-鿿]/), en: expect.stringMatching(/[a-z]/) } });
  });

  it('looks at the day of the act, a day in China: what was decided on the last day is sealed after midnight', () => {
    const lastDay = { ...use.delegation, validTo: '2026-11-20' };
    const decidedAt = (approvedAt: string, acceptedAt?: string) => ({ delegation: lastDay, step: { ...use.step, approvedAt, ...(acceptedAt ? { acceptedAt } : {}) } });
    const later = new Date('2026-11-23T02:00:00Z');
    const lasting: Seal = { ...seal, validTo: '2030-12-31', standingAuthorisation: { ...seal.standingAuthorisation, validTo: '2030-12-31' } };
    expect(reasonFor(decidedAt('2026-11-20T15:59:59Z'), lasting, later)).toBeUndefined();
    expect(reasonFor(decidedAt('2026-11-20T16:00:00Z'), lasting, later)).toBe('delegation-expired');
  });

  it('finishes what was accepted in time under a grant, but not under an entrustment', () => {
    const lasting: Seal = { ...seal, validTo: '2030-12-31', standingAuthorisation: { ...seal.standingAuthorisation, validTo: '2030-12-31' } };
    const step = { ...use.step, acceptedAt: '2026-11-20T02:00:00Z', approvedAt: '2026-11-23T01:00:00Z' };
    const under = (form: UseSeal['delegation']['form']) => reasonFor({ delegation: { ...use.delegation, validTo: '2026-11-20', form }, step }, lasting, new Date('2026-11-23T02:00:00Z'));
    expect(under('direct')).toBeUndefined();
    expect(under('entrusted')).toBe('delegation-expired');
  });
});

describe('a seal on record', () => {
  const by = (subject: string) => ({ actor: { subject, name: '', roles: ['seal-keeper'] } });
  const stop = (of: Seal, kind: 'loss' | 'cancellation' = 'loss') => decideSeal(of, { type: 'http.stop-seal', id: 's', data: { sealCode: 'ZONE-01', kind, reason: '挂失' }, ...by('somebody') }, { made: null, glyphMissing: null, now });
  const resume = (of: Seal, subject: string) => decideSeal(of, { type: 'http.resume-seal', id: 'r', data: { sealCode: 'ZONE-01', reason: '找回' }, ...by(subject) }, { made: null, glyphMissing: null, now });

  it('is stopped by any keeper at once, and resumed only by its own keeper or deputy', () => {
    const stopped = accepted(stop(seal));
    expect(stopped).toMatchObject({ status: 'stopped', stops: [{ kind: 'loss', by: 'somebody', resumed: null }] });
    expect(resume(stopped, 'somebody')).toMatchObject({ kind: 'refuse', refusal: { reason: 'keeper-not-authorised' } });
    expect(accepted(resume(stopped, 'keeper-b'))).toMatchObject({ status: 'in-use', stops: [{ resumed: { by: 'keeper-b' } }] });
    expect(stop(stopped)).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state' } });
  });

  it('never comes back from cancellation', () => {
    const cancelled = accepted(stop(seal, 'cancellation'));
    expect(cancelled.status).toBe('cancelled');
    expect(resume(cancelled, 'keeper-a').kind).toBe('refuse');
    expect(stop(cancelled).kind).toBe('refuse');
  });

  it('is made once, with two different keepers, and not for a time that is over', () => {
    const make = (of: Seal | undefined, data: MakeSeal) => decideSeal(of, { type: 'http.make-seal', id: 'k', data, ...by('integrator') }, { made: { sealSha256: digest }, glyphMissing: null, now });
    expect(accepted(make(undefined, asked))).toMatchObject({ status: 'in-use', onDuty: 'keeper', madeBy: 'integrator', sealSha256: digest });
    expect(make(seal, asked)).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state' } });
    expect(make(undefined, { ...asked, deputy: asked.keeper })).toMatchObject({ kind: 'refuse', refusal: { reason: 'same-person' } });
    expect(make(undefined, { ...asked, validTo: '2026-11-19' })).toMatchObject({ kind: 'refuse', refusal: { reason: 'seal-expired' } });
  });

  it('goes only where its table allows, whatever is asked in whatever order', () => {
    const commands = fc.array(fc.oneof(
      fc.record({ type: fc.constant('stop' as const), kind: fc.constantFrom('loss' as const, 'cancellation' as const) }),
      fc.record({ type: fc.constant('resume' as const), subject: fc.constantFrom('keeper-a', 'x') }),
    ), { maxLength: 12 });
    fc.assert(fc.property(commands, (list) => {
      let current = seal;
      for (const one of list) {
        const decision = one.type === 'stop' ? stop(current, one.kind) : resume(current, one.subject);
        if (decision.kind !== 'accept') continue;
        expect(illegalMove({ name: 'seals', states: sealStates }, current.status, decision.next.status)).toBeNull();
        current = decision.next;
      }
    }));
  });

  it('and so does a use', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), (lives) => {
      let current: Impression | undefined;
      for (const live of lives) {
        const decision = decideImpression(current, command(use), { seal: live ? seal : { ...seal, status: 'stopped' }, stamped: live ? stamped : null, now });
        if (decision.kind !== 'accept') continue;
        expect(illegalMove({ name: 'impressions', states: impressionStates }, current?.status, decision.next.status)).toBeNull();
        current = decision.next;
      }
      expect(current?.status).toBe(lives.includes(true) ? 'used' : 'refused');
    }));
  });
});
