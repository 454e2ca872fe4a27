import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProfileError } from '../../mapping/profile.ts';
import { parseProfile } from './profile.ts';

const shipped: unknown = JSON.parse(readFileSync(new URL('sample-province.json', import.meta.url), 'utf8'));
/** The shipped profile with values set at dotted paths; undefined takes one away. */
function changed(edits: Record<string, unknown>): unknown {
  const set = (value: unknown, [head = '', ...rest]: readonly string[], to: unknown): unknown => {
    const copy = { ...z.record(z.string(), z.unknown()).parse(value ?? {}) };
    copy[head] = rest.length === 0 ? to : set(copy[head], rest, to);
    if (copy[head] === undefined) delete copy[head];
    return copy;
  };
  return Object.entries(edits).reduce((profile, [path, to]) => set(profile, path.split('.'), to), shipped);
}
function problemsOf(raw: unknown): string[] {
  try {
    parseProfile(raw);
    return [];
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return error.problems.map((one) => `${one.path}: ${one.en}`);
  }
}

describe('a province profile', () => {
  it('is accepted as shipped', () => {
    expect(problemsOf(shipped)).toEqual([]);
  });
  const edits = {
    'interfaces.accept.sid': undefined, pageSize: 0, 'steps.result.result_type.list': 'no-such-list', 'steps.process.process_name.from': 'stepNam',
    'codeLists.handling-type.codes.2': undefined, 'codeLists.special-kind.codes.5.word': 'pause', 'failures.res-404.reason': 'gone-fishing',
  };
  it('names every error at once, structure and meaning alike', () => {
    expect(problemsOf(changed(edits))).toEqual(expect.arrayContaining([
      expect.stringMatching(/^interfaces\.accept\.sid/), expect.stringMatching(/^pageSize/), 'steps.result.result_type: there is no code list no-such-list',
      'steps.process.process_name: a process step has no field stepNam', 'codeLists.handling-type: no code stands for promised',
      'codeLists.special-kind: no code stands for suspension', 'codeLists.special-kind.5: pause is no word of this list', 'failures.res-404: gone-fishing is not a registered refusal reason',
    ]));
  });
  it('keeps to lower-case columns', () => {
    expect(problemsOf(changed({ 'steps.accept.APPLYER': { from: 'applicant.name' } }))).toEqual([expect.stringMatching(/^steps\.accept/)]);
  });
  it('does not guess what a column holds', () => {
    expect(problemsOf(changed({ 'steps.accept.task_name': { from: 'item.name', value: 'x' }, 'steps.report.sn': undefined, surprise: 1 }))).toEqual(expect.arrayContaining([
      'steps.accept.task_name: exactly one of from, value, made is needed', 'steps.report: no column is taken from sequence', expect.stringContaining('surprise'),
    ]));
  });
});
