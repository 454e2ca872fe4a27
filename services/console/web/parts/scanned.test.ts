import { describe, expect, it } from 'vitest';
import { scanned } from './scanned.ts';

describe('what a scanner typed', () => {
  it('is a case by its number, typed with blanks or full-width as well', () => {
    const caseNumber = '11533900990002020N3530117020000202611220001';
    expect(scanned(caseNumber)).toEqual({ kind: 'case', caseNumber });
    expect(scanned(' 11533900990002020N35301170 20000202611220001 ')).toEqual({ kind: 'case', caseNumber });
    expect(scanned(caseNumber.toLowerCase())).toEqual({ kind: 'case', caseNumber });
  });

  it('is a receipt by fifteen digits, printed or in an address', () => {
    expect(scanned('202611220000014')).toEqual({ kind: 'receipt', receiptNumber: '202611220000014' });
    expect(scanned('２０２６１１２２０００００１４')).toEqual({ kind: 'receipt', receiptNumber: '202611220000014' });
    expect(scanned('https://hall.example/progress?receipt=202611220000014')).toEqual({ kind: 'receipt', receiptNumber: '202611220000014' });
  });

  it('is a certificate by the address of its check or by its number', () => {
    expect(scanned('5339022026000001')).toEqual({ kind: 'certificate', reference: '5339022026000001' });
    expect(scanned('https://hall.example/check/5339022026000001')).toEqual({ kind: 'certificate', reference: '5339022026000001' });
  });

  it('is a pay code by twenty digits, an organisation by its credit code', () => {
    expect(scanned('53390226300000000001')).toEqual({ kind: 'pay-code', payCode: '53390226300000000001' });
    expect(scanned('91530100MA6K0XWB3T')).toEqual({ kind: 'credit-code', creditCode: '91530100MA6K0XWB3T' });
  });

  it('is a pay code by the form of the province, in letters too and however it is grouped', () => {
    const form = /^(?:YL[0-9]{10}[0-9A-Z]{6})$/u;
    expect(scanned('yl53 3926 0105 0000 1A', form)).toEqual({ kind: 'pay-code', payCode: 'YL533926010500001A' });
    expect(scanned('53390226300000000001', form)).toEqual({ kind: 'pay-code', payCode: '53390226300000000001' });
    expect(scanned('YL533926010500001A')).toEqual({ kind: 'credit-code', creditCode: 'YL533926010500001A' });
  });

  it('is a person by a card reader’s line, whatever separates its fields', () => {
    const person = { kind: 'citizen', name: '李秀英', citizenNumber: '53010219900307001X' };
    expect(scanned('李秀英,女,汉族,19900307,昆明市五华区,53010219900307001x')).toEqual(person);
    expect(scanned('李秀英\t女\t汉\t19900307\t53010219900307001X')).toEqual(person);
    expect(scanned('53010219900307001X')).toEqual({ ...person, name: undefined });
  });

  it('is words where nothing is recognised, never a wrong number', () => {
    expect(scanned(' 云岭建设 ')).toEqual({ kind: 'words', words: '云岭建设' });
    expect(scanned('20261122000001')).toEqual({ kind: 'words', words: '20261122000001' });
    expect(scanned('https://elsewhere.example/x')).toEqual({ kind: 'words', words: 'https://elsewhere.example/x' });
  });
});
