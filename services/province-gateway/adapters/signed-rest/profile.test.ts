import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProfile, ProfileError } from './profile.ts';

const sample = (): Record<string, any> => JSON.parse(readFileSync(new URL('sample-province.json', import.meta.url), 'utf8')); // eslint-disable-line typescript/no-explicit-any
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
    expect(problemsOf(sample())).toEqual([]);
  });
  it('names every error at once, structure and meaning alike', () => {
    const wrong = sample();
    delete wrong.interfaces.accept.sid;
    wrong.pageSize = 0;
    wrong.steps.accept.APPLYER = { from: 'applicant.name' };
    wrong.steps.result.result_type.list = 'no-such-list';
    wrong.steps.process.process_name.from = 'stepNam';
    delete wrong.codeLists['handling-type'].codes['2'];
    wrong.codeLists['special-kind'].codes['5'].word = 'pause';
    wrong.failures['res-404'].reason = 'gone-fishing';
    const problems = problemsOf(wrong);
    expect(problems).toEqual(expect.arrayContaining([
      expect.stringMatching(/^interfaces\.accept\.sid/), expect.stringMatching(/^pageSize/), expect.stringMatching(/^steps\.accept/),
      'codeLists.special-kind.5: pause is no word of this list', 'failures.res-404: gone-fishing is not a registered refusal reason',
    ]));
    delete wrong.steps.accept.APPLYER;
    expect(problemsOf(wrong)).toEqual(expect.arrayContaining([
      expect.stringMatching(/^interfaces\.accept\.sid/), 'steps.result.result_type: there is no code list no-such-list',
      'steps.process.process_name: a process step has no field stepNam', 'codeLists.handling-type: no code stands for promised',
      'codeLists.special-kind: no code stands for suspension',
    ]));
  });
  it('does not guess what a column holds', () => {
    const wrong = sample();
    wrong.steps.accept.task_name = { from: 'item.name', value: 'x' };
    delete wrong.steps.report.sn;
    wrong.surprise = 1;
    expect(problemsOf(wrong)).toEqual(expect.arrayContaining([
      'steps.accept.task_name: exactly one of from, value, made is needed', 'steps.report: no column is taken from sequence', expect.stringContaining('surprise'),
    ]));
  });
});
