import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProfileError } from '../../mapping/profile.ts';
import { parseProfile } from './profile.ts';

const shipped = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const sample = shipped('sample-soap-province.json');
const tenEvents = shipped('ten-events.json');
/** A profile with values set at paths; undefined takes one away. */
function changed(profile: unknown, edits: readonly (readonly [readonly (string | number)[], unknown])[]): unknown {
  const set = (value: unknown, [head = '', ...rest]: readonly (string | number)[], to: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one: unknown, at) => (at === head ? rest.length === 0 ? to : set(one, rest, to) : one));
    const copy = { ...z.record(z.string(), z.unknown()).parse(value ?? {}) };
    copy[head] = rest.length === 0 ? to : set(copy[head], rest, to);
    if (copy[head] === undefined) delete copy[head];
    return copy;
  };
  return edits.reduce((whole, [path, to]) => set(whole, path, to), profile);
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

describe('a profile of XML over SOAP', () => {
  it('is accepted as shipped, plain and in ten events', () => {
    expect(problemsOf(sample)).toEqual([]);
    expect(problemsOf(tenEvents)).toEqual([]);
  });
  it('with an unknown code, word, field or reason is refused, each named', () => {
    expect(problemsOf(changed(sample, [
      [['codeLists', 'special-kind', 'codes', '5', 'word'], 'pause'], [['codeLists', 'handling-type', 'codes', '2'], undefined], [['messages', 1, 'elements', 'HJMC', 'from'], 'stepNam'],
      [['messages', 4, 'elements', 'BJJG', 'list'], 'no-such-list'], [['failures', '431', 'reason'], 'gone-fishing'],
    ]))).toEqual(expect.arrayContaining([
      'codeLists.special-kind.5: pause is no word of this list', 'codeLists.special-kind: no code stands for suspension', 'codeLists.handling-type: no code stands for promised',
      'messages.1 (sbBl).HJMC: a process step has no field stepNam', 'messages.4 (sbBj).BJJG: there is no code list no-such-list', 'failures.431: gone-fishing is not a registered refusal reason',
    ]));
  });
  it('tells errors of structure and of meaning together', () => {
    const problems = problemsOf(changed(sample, [[['pageSize'], 0], [['envelope', 'prefix'], 'xml'], [['surprise'], 1], [['messages', 0, 'elements', 'SJBB'], undefined], [['messages', 0, 'elements', 'SQRMC', 'value'], 'x']]));
    expect(problems).toEqual(expect.arrayContaining([
      expect.stringMatching(/^pageSize/), expect.stringMatching(/^envelope\.prefix/), expect.stringContaining('surprise'), 'messages.0 (sbSl): no element is taken from revision', 'messages.0 (sbSl).SQRMC: exactly one of from, value, made is needed',
    ]));
  });
  it('declares its rows, its documents and its events', () => {
    expect(problemsOf(changed(sample, [[['lists', 'CLLB'], undefined], [['messages', 5, 'rows', 'item'], 'MX']]))).toEqual(expect.arrayContaining(['messages.5.rows: CLLB is not declared in lists']));
    expect(problemsOf(changed(sample, [[['lists', 'CLLB'], 'MX']]))).toEqual(['messages.5.rows: lists calls a row of it MX']);
    expect(problemsOf(changed(sample, [[['messages', 5, 'rows'], undefined]]))).toEqual(['messages.5 (sbCl).rows: rows need elements taken from each, and such elements need rows']);
    expect(problemsOf(changed(sample, [[['envelope', 'payload'], 'text']]))).toEqual(expect.arrayContaining(['messages.0.root: a document needs its root']));
    expect(problemsOf(changed(tenEvents, [[['messages', 0, 'part'], undefined], [['messages', 2, 'counted'], false], [['messages', 4, 'when', 0, 'isNot', 0], 'pause'], [['messages', 5, 'when', 1, 'field'], 'endsAt'], [['messages', 3, 'root'], 'acceptOB']]))).toEqual(expect.arrayContaining([
      'messages.0 (applicationOB).part: a step of several messages needs an element that says which this is', 'messages: no message of accept is counted', 'messages.4 (blockOB).when.specialKind: pause is no word of this field',
      'messages.5 (resumeOB).when: a special step has no field endsAt', 'messages.3 (acceptOB).told: two messages are told by one name', 'messages.3: the same call twice: putObject acceptOB',
    ]));
  });
  it('says of every kind of step whether it is carried', () => {
    expect(problemsOf(changed(tenEvents, [[['withoutSteps'], ['report', 'material', 'process']]]))).toEqual(expect.arrayContaining(['messages: evaluation has neither a message nor a place in withoutSteps', 'withoutSteps: process has a message all the same']));
    expect(problemsOf(changed(sample, [[['items'], undefined]]))).toEqual(expect.arrayContaining(['items: items needs to know how items are read', 'items: item needs to know how items are read']));
  });
});
