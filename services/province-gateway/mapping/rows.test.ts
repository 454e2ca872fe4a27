import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { provinceStep, type ProvinceStep, type StepGiven } from '../port.ts';
import type { Mapping } from './profile.ts';
import { fieldsOf, readStep, rowKeyOf, unwritableIn, writeStep, writeStepRows } from './rows.ts';

const at = '2026-11-20T09:00:00+08:00';
const now = new Date('2026-11-22T01:02:03Z');
const told = (step: StepGiven): ProvinceStep => provinceStep.parse(step);
const code = (meaning: string, word: string) => ({ meaning, word });
const mapping: Mapping = {
  name: 'a-province', momentFormat: 'yyyyMMddHHmmss', dayFormat: 'yyyyMMdd', withoutSteps: ['accept', 'special', 'report'],
  codeLists: {
    'process-action': { list: '示例', codes: { P: code('通过', 'passed'), T: code('退回', 'returned'), Q: code('其他', 'other'), Z: code('其他（旧）', 'other') } },
    'result-kind': { list: '示例', codes: { '0': code('准予', 'granted'), '1': code('不予', 'refused') } },
    'yes-no': { list: '示例', codes: { '1': code('是', 'yes'), '2': code('否', 'no') } },
  },
  steps: {
    process: {
      NO: { from: 'caseNumber', required: true }, SN: { from: 'sequence', as: 'integer', required: true }, ACT: { from: 'action', list: 'process-action', required: true },
      T0: { from: 'startedAt', as: 'moment', required: true }, WHO: { from: 'handledBy', required: true, longest: 4 }, OPINION: { from: 'opinion', longestBytes: 8, required: false },
      REMARK: { from: 'remark', whenEmpty: '无', required: false }, KEY: { made: 'row-id', required: true }, DAY: { made: 'batch', required: true }, SRC: { value: '199', required: true },
    },
    result: {
      NO: { from: 'caseNumber', required: true }, SN: { from: 'sequence', required: true }, R: { from: 'result', list: 'result-kind', required: true },
      POST: { from: 'posted', list: 'yes-no', required: true }, CERT: { from: 'certificate.number', required: false }, TILL: { from: 'certificate.validTo', as: 'day', required: false },
    },
  },
};
const process = (edits: Partial<Extract<StepGiven, { kind: 'process' }>> = {}): ProvinceStep => told({
  kind: 'process', caseNumber: 'C1', sequence: 2, stepName: '审查', action: 'other', startedAt: at, endedAt: at, handledBy: '王五', opinion: '同意', remark: null, ...edits,
});

describe('a step as a row', () => {
  it('is written in the columns, codes and formats of the profile, the same key each time', () => {
    const row = writeStep(process(), mapping, now);
    expect(row).toMatchObject({ kind: 'done', value: { columns: {
      NO: 'C1', SN: '2', ACT: 'Q', T0: '20261120090000', WHO: '王五', OPINION: '同意', REMARK: '无', KEY: rowKeyOf('C1', 2), DAY: '20261122', SRC: '199',
    } } });
    expect(row.kind === 'done' && row.value.masked).not.toMatch(/王五|同意/);
  });
  it('is refused where it does not fit, in characters or in bytes of the province’s set', () => {
    expect(writeStep(process({ handledBy: '欧阳司马光' }), mapping, now)).toMatchObject({ kind: 'refused', reason: 'text-too-long' });
    expect(writeStep(process({ opinion: '同意受理' }), mapping, now)).toMatchObject({ kind: 'refused', reason: 'text-too-long' });
    expect(writeStep(process({ opinion: '同意受理' }), { ...mapping, charset: 'gbk' }, now)).toMatchObject({ kind: 'done' });
  });
  it('is refused where it has a character the province’s set has not, unless the profile says what stands for it', () => {
    expect(unwritableIn('王𠮷éA1', 'gbk')).toEqual(['𠮷']);
    expect(unwritableIn('王𠮷', 'gb18030')).toEqual([]);
    expect(writeStep(process({ handledBy: '王𠮷' }), { ...mapping, charset: 'gbk' }, now)).toMatchObject({ kind: 'refused', reason: 'text-not-in-charset' });
    expect(writeStep(process({ handledBy: '王𠮷' }), { ...mapping, charset: 'gbk', unwritable: '〓' }, now)).toMatchObject({ kind: 'done', value: { columns: { WHO: '王〓' } } });
  });
  it('is refused when the profile has no columns for its kind', () => {
    const report = told({ kind: 'report', caseNumber: 'C1', sequence: 3, authority: { name: '省局', code: '1' }, reportedAt: at, opinion: '同意', handledBy: '王五' });
    expect(writeStep(report, mapping, now)).toMatchObject({ kind: 'refused', reason: 'not-supported' });
  });
});

describe('a row as the fields of a step', () => {
  it('tells what was written, by our names', () => {
    expect(fieldsOf(process(), mapping, now)).toEqual({ caseNumber: 'C1', sequence: '2', action: 'other', startedAt: at, handledBy: '王五', opinion: '同意', remark: null });
    expect(fieldsOf(told({ kind: 'result', caseNumber: 'C1', sequence: 3, result: 'granted', decidedAt: at, explanation: null, certificate: { name: 'x', number: 'Z1', validTo: '2030-01-31' }, posted: false, handledBy: 'a' }), mapping, now))
      .toEqual({ caseNumber: 'C1', sequence: '3', result: 'granted', posted: 'no', 'certificate.number': 'Z1', 'certificate.validTo': '2030-01-31' });
  });
  it('reads two codes for one word alike, and shows what it cannot read as it stands', () => {
    expect(readStep('process', { ACT: 'Z', T0: '20261120090000', WHO: null }, mapping)).toEqual({ action: 'other', startedAt: at, handledBy: null });
    expect(readStep('process', { ACT: '7', T0: 'gestern' }, mapping)).toEqual({ action: '7', startedAt: 'gestern' });
  });
  it('is the same after any number of journeys', () => {
    fc.assert(fc.property(fc.constantFrom('passed' as const, 'returned' as const, 'other' as const), fc.string({ minLength: 1, maxLength: 2 }), fc.integer({ min: 1, max: 9999 }), (action, opinion, sequence) => {
      const step = process({ action, opinion, sequence });
      const row = writeStep(step, mapping, now);
      if (row.kind !== 'done') throw new Error(row.detail);
      expect(readStep('process', row.value.columns, mapping)).toMatchObject({ action, opinion, sequence: String(sequence) });
    }));
  });
});

describe('a step in several rows', () => {
  const list = { 'material-form': { list: '示例', codes: { '1': code('纸质', 'paper'), '2': code('电子', 'electronic') } } };
  const several: Mapping = {
    ...mapping, codeLists: list, withoutSteps: [], batchSeconds: 60, rowForEachRevision: true,
    steps: { material: { KEY: { made: 'row-id', required: true }, NO: { from: 'caseNumber', required: true }, AT: { from: 'each.position', required: true }, NAME: { from: 'each.name', required: true }, HOW: { from: 'each.form', list: 'material-form', required: true }, BATCH: { made: 'batch', required: true }, WHO: { from: 'handledBy', required: true } } },
  };
  const materials = told({ kind: 'material', caseNumber: 'C1', sequence: 5, revision: 2, receivedAt: at, handledBy: '王五', materials: [{ name: '申请表', form: 'paper' }, { name: '平面图', form: 'electronic' }] });
  it('has one for each material, each with a key of its own that never changes', () => {
    const rows = writeStepRows(materials, several, now);
    const key = rowKeyOf('C1', 5, { revision: 2 });
    expect(rows).toMatchObject({ kind: 'done', value: [
      { columns: { KEY: key, AT: '1', NAME: '申请表', HOW: '1', BATCH: '20261122090200N2' } }, { columns: { KEY: `${key}-1`, AT: '2', NAME: '平面图', HOW: '2' } },
    ] });
    expect(rowKeyOf('C1', 5)).not.toBe(key);
  });
  it('is read back as one', () => {
    expect(fieldsOf(materials, several, now)).toEqual({ caseNumber: 'C1', 'materials.0.name': '申请表', 'materials.0.form': 'paper', 'materials.1.name': '平面图', 'materials.1.form': 'electronic', handledBy: '王五' });
  });
});
