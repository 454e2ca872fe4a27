import { describe, expect, it } from 'vitest';
import { DelegationForm } from '../../contracts/seal/messages.ts';
import { decidingRefusal, delegationRefusal, ROUTES, sealCodes, type Deciding, type Delegation } from './route.ts';

function delegated(form: DelegationForm): Delegation {
  return {
    form, documentNumber: '示例委〔2026〕1号',
    zone: { name: '示例园区管委会', creditCode: '11430603000000000A', divisionCode: '430603' },
    department: { name: '示例市住建局', creditCode: '11430600000000000B', sealCode: 'DEPARTMENT' },
    upstreamAuthority: form === 'direct-report' ? { name: '示例省住建厅', creditCode: '11430000000000000C' } : null,
    zoneSealCode: 'ZONE', countersign: 'standing', validFrom: '2026-01-01', validTo: '2026-12-31',
  };
}
const approver: Deciding = { by: 'approver-a', roles: ['approver'], reviewedBy: 'reviewer-a', on: '2026-06-01' };
const officer: Deciding = { by: 'officer-a', roles: ['department-officer'], department: '11430600000000000B', reviewedBy: 'reviewer-a', on: '2026-06-01' };

describe('the seals of a route', () => {
  it.each([
    ['direct', [], ['ZONE'], ['ZONE']],
    ['entrusted', [], ['ZONE', 'DEPARTMENT'], ['ZONE', 'DEPARTMENT']],
    ['forward', [], ['DEPARTMENT'], ['DEPARTMENT']],
    ['direct-report', ['ZONE', 'DEPARTMENT'], [], ['DEPARTMENT']],
  ] as const)('under %s stand on opinion, decision and certificate in this order', (form, opinion, decision, certificate) => {
    expect(sealCodes(delegated(form), 'opinion')).toEqual(opinion);
    expect(sealCodes(delegated(form), 'decision')).toEqual(decision);
    expect(sealCodes(delegated(form), 'certificate')).toEqual(certificate);
  });

  it('never leave a certificate without a seal, whatever the form', () => {
    for (const form of DelegationForm.options) expect(sealCodes(delegated(form), 'certificate')).not.toEqual([]);
  });
});

describe('what follows', () => {
  it('only a direct report goes up, after a pre-examination of twenty working days', () => {
    expect(DelegationForm.options.filter((form) => ROUTES[form].reportedUp)).toEqual(['direct-report']);
    expect(ROUTES['direct-report'].preExamination).toMatchObject({ amount: 20, unit: 'working-day' });
    expect(DelegationForm.options.filter((form) => ROUTES[form].preExamination)).toEqual(['direct-report']);
  });

  it('what the zone decides itself is filed monthly with the department', () => {
    expect(DelegationForm.options.filter((form) => ROUTES[form].filedMonthly)).toEqual(['direct', 'entrusted']);
  });

  it('a table row says its own form', () => {
    for (const form of DelegationForm.options) expect(ROUTES[form].form).toBe(form);
  });
});

describe('deciding a case', () => {
  it('belongs to the approver, but to the department officer where the service was moved forward', () => {
    for (const form of ['direct', 'entrusted', 'direct-report'] as const) {
      expect(decidingRefusal(delegated(form), approver)).toBeUndefined();
      expect(decidingRefusal(delegated(form), officer)?.reason).toBe('wrong-role');
    }
    expect(decidingRefusal(delegated('forward'), officer)).toBeUndefined();
    expect(decidingRefusal(delegated('forward'), approver)?.reason).toBe('wrong-role');
  });

  it('is not for an officer of another department', () => {
    expect(decidingRefusal(delegated('forward'), { ...officer, department: '11430600000000000C' })?.reason).toBe('wrong-department');
    expect(decidingRefusal(delegated('forward'), { ...officer, department: undefined })?.reason).toBe('wrong-department');
  });

  it('is never for the one who reviewed it', () => {
    for (const form of DelegationForm.options) {
      const deciding = ROUTES[form].decider === 'approver' ? approver : officer;
      expect(decidingRefusal(delegated(form), { ...deciding, reviewedBy: deciding.by })?.reason).toBe('same-person');
    }
  });

  it('ends with the entrustment, but what was directly granted and accepted in time is still decided', () => {
    const late = { ...approver, on: '2027-01-01' };
    expect(decidingRefusal(delegated('entrusted'), late)?.reason).toBe('delegation-expired');
    expect(decidingRefusal(delegated('direct'), late)).toBeUndefined();
  });
});

describe('the validity of a delegation', () => {
  it('includes its first and its last day', () => {
    const reasons = ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => delegationRefusal(delegated('direct'), day)?.reason);
    expect(reasons).toEqual(['delegation-not-yet-valid', undefined, undefined, 'delegation-expired']);
  });
});
