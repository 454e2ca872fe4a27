import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { applicationSections, readApplications } from './applications.ts';

const section = z.strictObject(applicationSections('upper')).parse({
  columns: {
    id: 'NO', taskCode: 'TASK', itemName: 'ITEM', projectName: 'TITLE', applicantKind: 'KIND', applicantName: 'WHO', documentType: 'DOC', documentNumber: 'DOCNO',
    contactName: 'CALL', contactMobile: 'TEL', appliedAt: 'T',
  },
  documentTypes: { '001': 'credit-code', '10': '111' }, form: { json: 'FORM' }, files: { rows: 'FILES', fileId: 'ID', name: 'NAME', bytes: 'SIZE' },
});
const mapping = { momentFormat: 'yyyyMMddHHmmss', codeLists: { 'applicant-kind': { list: '示例', codes: { P: { meaning: '自然人', word: 'person' }, C: { meaning: '企业法人', word: 'company' } } } } } as const;
const row = {
  NO: 'SB1', TASK: 'T1', ITEM: '排污许可', TITLE: '关于示例公司的申请', KIND: 'C', WHO: '示例公司', DOC: '001', DOCNO: '91350100M000100Y43', CALL: '李四', TEL: '13800138000', T: '20261120090000',
  FORM: '{"废水排放量":"12"}', FILES: [{ ID: 'F1', NAME: '执照.pdf', SIZE: '1200' }],
};

describe('rows of a portal as applications', () => {
  it('tell who asks for what, with form and files', () => {
    expect(readApplications([row], section, mapping)).toEqual({ unreadable: [], applications: [{
      id: 'SB1', item: { catalogCode: null, taskCode: 'T1', handlingCode: null, name: '排污许可' }, projectName: '关于示例公司的申请',
      applicant: { kind: 'company', name: '示例公司', documentType: 'credit-code', documentNumber: '91350100M000100Y43', legalRepresentative: null },
      contact: { name: '李四', mobile: '13800138000', citizenNumber: null }, address: null, appliedAt: '2026-11-20T09:00:00+08:00', form: { 废水排放量: '12' },
      files: [{ fileId: 'F1', name: '执照.pdf', material: null, mediaType: 'application/octet-stream', bytes: 1200 }],
    }] });
  });
  it.each([
    ['an unknown kind of applicant', { KIND: 'X' }, 'applicant.kind'], ['a time no calendar has', { T: '20260230090000' }, 'appliedAt'], ['a document nobody knows', { DOC: '7' }, 'applicant.documentType'],
    ['a form that breaks off', { FORM: '{"a"' }, 'form'], ['a file without its size', { FILES: [{ ID: 'F1', NAME: 'a', SIZE: '' }] }, 'files.bytes'], ['files that are no rows', { FILES: 'F1' }, 'files'], ['nobody’s name', { WHO: '' }, 'applicant.name'],
  ])('are named with the field when they cannot be understood: %s', (_what, edit, field) => {
    expect(readApplications([{ ...row, ...edit }], section, mapping)).toMatchObject({ applications: [], unreadable: [{ id: 'SB1', field }] });
  });
  it('without a number are told of all the same, each time by the same one', () => {
    const told = readApplications([{ ...row, NO: '' }, 'not a row'], section, mapping).unreadable;
    expect(told.map((one) => one.id)).toEqual([expect.stringMatching(/^unnumbered-/), expect.stringMatching(/^unnumbered-/)]);
    expect(new Set(told.map((one) => one.id)).size).toBe(2);
    expect(readApplications([{ ...row, NO: '' }], section, mapping).unreadable[0]?.id).toBe(told[0]?.id);
  });
});
