import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProfileError } from '../../mapping/profile.ts';
import { dialect } from './adapter.ts';
import { systemClock } from '../../../../infra/clock.ts';
import { parseProfile } from './profile.ts';

const shipped = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
/** A shipped profile with values set at dotted paths; undefined takes one away. */
function changed(name: string, edits: Record<string, unknown>): unknown {
  const set = (value: unknown, [head = '', ...rest]: readonly string[], to: unknown): unknown => {
    const copy = { ...z.record(z.string(), z.unknown()).parse(value ?? {}) };
    copy[head] = rest.length === 0 ? to : set(copy[head], rest, to);
    if (copy[head] === undefined) delete copy[head];
    return copy;
  };
  return Object.entries(edits).reduce((profile, [path, to]) => set(profile, path.split('.'), to), shipped(name));
}
function problemsOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return error.problems.map((one) => `${one.path}: ${one.en}`);
  }
}

describe('a profile of an exchange database', () => {
  it.each(['national', 'shandong'])('is accepted as shipped: %s', (name) => {
    expect(problemsOf(() => parseProfile(shipped(name)))).toEqual([]);
  });
  it('names every error at once: lists, words, columns, tables, flags, reasons', () => {
    const wrong = changed('national', {
      'steps.accept.apply_type.list': 'no-such-list', 'codeLists.result-kind.codes.0': undefined, 'steps.process.Process_Name': { from: 'stepName' }, 'steps.result.project_no': undefined,
      'steps.special.row_guid': { from: 'caseNumber' }, 'tables.report.toldBy': undefined, 'tables.material': undefined, 'flag.failed.1': { zh: '无', en: 'none' }, 'steps.material.is_sync.value': '1',
      failures: [{ outcome: 'refused', reason: 'gone-fishing' }, { flag: '7', outcome: 'again' }], batchSeconds: undefined, 'items.columns.name': null,
    });
    const problems = problemsOf(() => parseProfile(wrong));
    for (const expected of [
      'steps.accept.apply_type: there is no code list no-such-list', 'codeLists.result-kind: no code stands for granted', 'steps.process.Process_Name: column Process_Name breaks the case rule (lower)',
      'steps.result: no column is taken from caseNumber', 'steps.special: the key column row_guid must be made: row-id', 'tables.process,report: share table up_pro_process and need toldBy to be told apart',
      'tables.material: this kind of step has columns and no table', 'flag: a flag means two things', 'failures.0: gone-fishing is not a registered refusal reason',
      'failures.1: there is no failed flag 7', 'batchSeconds: without a version column the batch number tells the version: batchSeconds is needed',
    ]) expect(problems).toContain(expected);
    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(/^items\.columns\.name/)]));
  });
  it('wants a version column where corrections are rows of their own', () => {
    expect(problemsOf(() => parseProfile(changed('shandong', { 'row.revision': null })))).toContain('row.revision: corrections in rows of their own need a version column');
    expect(problemsOf(() => parseProfile(changed('shandong', { 'steps.result.DATAVER': { value: '1' } })))).toContain('steps.result.DATAVER: must be taken from revision');
    expect(problemsOf(() => parseProfile(changed('shandong', { 'steps.result.doneresult': { value: '1' } })))).toContain('steps.result.doneresult: column doneresult breaks the case rule (upper)');
  });
  it('is not opened with an address or account that cannot work, and all of it is said together', () => {
    const given = { name: 'far', profileSource: 'far.json', clock: systemClock, onExchange: () => undefined };
    expect(problemsOf(() => dialect.open({ ...given, address: 'http://example.org', credentials: {}, profile: changed('national', { pageSize: 0 }) }))).toEqual([
      expect.stringMatching(/^pageSize/), 'address: must be mysql://host:port/schema without an account', 'credentials.user: the account of the exchange database is missing', 'credentials.password: the password of the exchange database is missing',
    ]);
  });
});
