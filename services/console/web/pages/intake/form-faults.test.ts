import { describe, expect, it } from 'vitest';
import { citizenNumberCheckCharacter, composeCreditCode } from '../../../../../contracts/identifiers.ts';
import { emptyValues, isWorthKeeping, readDraft, type FormValues, type IntakeDraft } from './draft.ts';
import { bodyOf, faultsOf, faultsOfProblem, firstFault } from './form-faults.ts';

const code = composeCreditCode('91533902', 'MA6K1234') ?? '';
const citizen = `53010219900307123${citizenNumberCheckCharacter('53010219900307123')}`;
const whole: FormValues = { documentType: '', documentNumber: '', creditCode: code, applicantName: '云岭示例科技有限公司', contactName: '王建国', citizenNumber: citizen, mobile: '13870001234', projectName: '二号厂房' };

describe('a form before it is sent', () => {
  it('may go when everything is there, the citizen number may stay away', () => {
    expect(faultsOf(whole)).toEqual({});
    expect(faultsOf({ ...whole, citizenNumber: '' })).toEqual({});
  });
  it('names every gap and the cursor goes to the first of the page', () => {
    const faults = faultsOf({ ...emptyValues, creditCode: code, mobile: '138' });
    expect(Object.keys(faults).toSorted()).toEqual(['applicantName', 'contactName', 'mobile', 'projectName']);
    expect(firstFault(faults)).toBe('applicantName');
    expect(faults.mobile?.zh).toBe('还差 8 位（共 11 位）');
  });
  it('of a natural person wants the document instead of a credit code, and checks the number where the document carries the citizen number', () => {
    const person: FormValues = { ...whole, creditCode: '', documentType: '111', documentNumber: citizen.toLowerCase(), applicantName: '王建国' };
    expect(faultsOf(person)).toEqual({});
    expect(Object.keys(faultsOf({ ...person, documentNumber: citizen.slice(0, 17), applicantName: '' }))).toEqual(['documentNumber', 'applicantName']);
    expect(faultsOf({ ...person, documentType: '414', documentNumber: 'E12345678' })).toEqual({});
    expect(bodyOf('1'.repeat(33), { ...person, documentType: '414', documentNumber: 'e1234 5678' }, []).applicant).toEqual({ name: '王建国', creditCode: null, person: { documentType: '414', documentNumber: 'E12345678' } });
  });
  it('is sent tidied', () => {
    expect(bodyOf('1'.repeat(33), { ...whole, creditCode: ` ${code.toLowerCase()} `, citizenNumber: '', mobile: '138 7000 1234' }, [{ material: '申请表', sha256: 'a' }])).toEqual({
      answers: {},
      itemCode: '1'.repeat(33), projectName: '二号厂房', applicant: { name: '云岭示例科技有限公司', creditCode: code, person: null },
      contact: { name: '王建国', citizenNumber: null, mobile: '13870001234' }, materials: [{ name: '申请表', sha256: 'a' }],
    });
  });
});

describe('a refusal of the service', () => {
  it('stands beside the field it is about, from rules and from validators', () => {
    expect(faultsOfProblem({ field: 'contact.citizenNumber', faults: [], zh: '号码错误', en: 'wrong number', detail: { zh: '校验码', en: 'check' } }))
      .toEqual({ citizenNumber: { zh: '号码错误（校验码）', en: 'wrong number (check)' } });
    expect(faultsOfProblem({ field: undefined, zh: '', en: '', detail: undefined, faults: [{ field: '/body/contact/mobile', zh: '格式', en: 'format' }, { field: '/body/materials/0/name', zh: '名', en: 'name' }] }))
      .toEqual({ mobile: { zh: '格式', en: 'format' }, materials: { zh: '名', en: 'name' } });
  });
  it('about nothing on the page is left to be said above it', () => {
    expect(faultsOfProblem({ field: undefined, faults: [], zh: '没有权限', en: 'not allowed', detail: undefined })).toEqual({});
  });
});

describe('a draft', () => {
  const draft: IntakeDraft = { version: 1, savedAt: '2026-11-22T06:32:00.000Z', itemCode: null, itemName: '', values: whole, answers: {}, papers: [], sent: null, registered: null };
  it('comes back as it was kept', () => {
    expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
    const { documentType: _type, documentNumber: _number, ...former } = whole;
    expect(readDraft({ ...draft, values: former })).toEqual(draft);
  });
  it('of an unknown shape or with nothing in it is none', () => {
    expect(readDraft({ ...draft, version: 2 })).toBeUndefined();
    expect(readDraft({ ...draft, values: {} })).toBeUndefined();
    expect(readDraft(null)).toBeUndefined();
    expect(readDraft({ ...draft, values: { ...emptyValues, mobile: '  ' } })).toBeUndefined();
    expect(isWorthKeeping({ ...draft, values: emptyValues, papers: [{ material: '申请表', fileName: 'a.pdf', sha256: 'a', kind: 'pdf', bytes: 1 }] })).toBe(true);
  });
});
