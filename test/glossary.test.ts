/**
 * Holds contracts/GLOSSARY.md to the contracts, both ways: every domain word that the contracts and the machines use is
 * explained there, and nothing is explained there that nobody uses.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as identifiers from '../contracts/identifiers.ts';
import { commands, events } from '../contracts/messages.ts';
import { serviceNames } from '../contracts/envelope.ts';
import { roles } from '../infra/identity.ts';
import { projectFile } from '../infra/project-file.ts';

interface Line { readonly english: string; readonly chinese: readonly string[]; readonly type: string; readonly meaning: string }

const types = ['document', 'form', 'identifier', 'message', 'money', 'person', 'rule', 'state', 'step', 'thing', 'time'];
/** Fields and values that mean what they mean everywhere: no word of this domain. */
const plain = new Set([
  'amount', 'bytes', 'code', 'end', 'kind', 'label', 'list', 'media type', 'name', 'note', 'number', 'reason', 'required', 'state', 'summary', 'title', 'unit',
  'value', 'zh', 'en', 'none',
]);
/** Han characters in comments that are names of places and laws, or samples. */
const properNames = /^(?:台湾|香港|澳门|江苏|中文|统计用|支付结算办法|附一|行政许可法|壹仟肆佰零玖元伍角|人民币|整|零|分)$/;

/** `payCode`, `pay-code` and `PayCode` are the words `pay code`. */
const words = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[-_]/g, ' ').toLowerCase();

function linesOf(markdown: string): Line[] {
  return markdown.split('\n').filter((line) => /^\|[^-]/.test(line)).slice(1).map((line) => {
    const [, english = '', chinese = '', type = '', meaning = ''] = line.split('|').map((cell) => cell.trim());
    return { english, chinese: chinese.split(/[、/]/).map((term) => term.replace(/（.*）/, '').trim()), type, meaning };
  });
}

/** What the page gets wrong as a page. */
function faults(lines: readonly Line[]): string[] {
  const found: string[] = [];
  const english = lines.map((line) => line.english);
  lines.forEach((line, index) => {
    const before = english[index - 1];
    if (before !== undefined && before >= line.english) found.push(`${line.english} does not follow ${before}`);
    if (!/^[a-z][a-z0-9 ]*$/.test(line.english)) found.push(`${line.english} is not lower-case words`);
    if (line.chinese.some((term) => !/\p{Script=Han}{2}/u.test(term))) found.push(`${line.english} lacks its Chinese term`);
    if (!types.includes(line.type)) found.push(`${line.english} has no such type: ${line.type}`);
    if (!/^[A-Z0-9].{5,}\.$/.test(line.meaning)) found.push(`${line.english} is not explained in a sentence`);
  });
  return found;
}

/** Names of fields and enumerated values of a JSON schema, in words. */
function wordsOf(schema: unknown, into = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return into;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && typeof value === 'object' && value !== null) for (const field of Object.keys(value)) into.add(words(field));
    if (key === 'enum' && Array.isArray(value)) for (const one of value) if (typeof one === 'string') into.add(words(one));
    if (key === 'const' && typeof value === 'string') into.add(words(value));
    wordsOf(value, into);
  }
  return into;
}
function missing(used: Iterable<string>, lines: readonly Line[]): string[] {
  const known = new Set(lines.map((line) => line.english));
  return [...used].filter((word) => !plain.has(word) && !known.has(word)).toSorted();
}

/** Runs of Han characters in the comments of a source. */
function chineseInComments(source: string): string[] {
  const comments = source.match(/\/\*[^]*?\*\/|(?<!:)\/\/[^\n]*/g) ?? [];
  return comments.flatMap((comment) => comment.match(/\p{Script=Han}{2,}/gu) ?? []);
}
function missingChinese(source: string, lines: readonly Line[]): string[] {
  const known = new Set(lines.flatMap((line) => [...line.chinese, ...(`${line.chinese.join(' ')} ${line.meaning}`.match(/\p{Script=Han}{2,}/gu) ?? [])]));
  return chineseInComments(source).filter((term) => !known.has(term) && !properNames.test(term) && !/^行政许可法第|^民法典第/.test(term));
}

const page = linesOf(readFileSync(projectFile('contracts', 'GLOSSARY.md'), 'utf8'));
const sources = ['contracts', 'infra', 'services', 'scripts'].flatMap((room) =>
  readdirSync(projectFile(room), { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(?:ts|yaml|json)$/.test(file) && !/\.test\.ts$|asyncapi\.yaml$|\/api\.ts$/.test(file)));

describe('the glossary', () => {
  it('is a sorted table of words, each once, with Chinese term, type and meaning', () => {
    expect(page.length).toBeGreaterThan(100);
    expect(faults(page)).toEqual([]);
  });

  it('would notice a line out of order, without Chinese, of no type, or without meaning', () => {
    const good: Line = { english: 'bill', chinese: ['缴款单'], type: 'money', meaning: 'What is to be paid.' };
    expect(faults([good])).toEqual([]);
    for (const bad of [{ english: 'Bill' }, { chinese: ['bill'] }, { type: 'stuff' }, { meaning: 'x' }]) expect(faults([{ ...good, ...bad }])).toHaveLength(1);
    expect(faults([good, { ...good, english: 'amount' }])).toHaveLength(1);
    expect(faults([good, good])).toHaveLength(1);
  });

  it('explains every field and every enumerated value of every message on the bus', () => {
    const used = Object.values({ ...commands, ...events }).flatMap((schema) => [...wordsOf(z.toJSONSchema(schema))]);
    expect(missing(new Set(used), page)).toEqual([]);
    expect(missing(wordsOf(z.toJSONSchema(z.object({ sealColour: z.enum(['crimson-red']) }))), page)).toEqual(['crimson red', 'seal colour']);
  });

  it('explains every message, service and role', () => {
    const messages = [...Object.keys(commands), ...Object.keys(events)].map((type) => words(type.split('.')[2] ?? ''));
    expect(missing(new Set(messages), page)).toEqual([]);
    expect(missing([...serviceNames, ...roles].map(words), page)).toEqual([]);
  });

  it('explains every identifier the contracts define', () => {
    const schemas = Object.entries(identifiers).filter(([, value]) => value instanceof z.ZodType).map(([name]) => words(name));
    expect(schemas.length).toBeGreaterThan(10);
    expect(missing(schemas, page)).toEqual([]);
  });

  it('explains every state of every machine', async () => {
    const states = new Set<string>();
    for (const service of readdirSync(projectFile('services'))) {
      const file = projectFile('services', service, 'states.ts');
      if (!existsSync(file)) continue;
      const module: Record<string, unknown> = await import(pathToFileURL(file).href);
      for (const value of Object.values(module)) {
        const table = z.record(z.string(), z.array(z.string())).safeParse(value);
        if (table.success) for (const state of Object.keys(table.data)) states.add(words(state));
      }
    }
    expect(states.size).toBeGreaterThan(10);
    expect(missing(states, page)).toEqual([]);
  });

  it('has every Chinese term that stands beside an English one in the contracts', () => {
    const contracts = sources.filter((file) => /^contracts\/.*\.ts$/.test(file));
    expect(contracts.flatMap((file) => missingChinese(readFileSync(projectFile(file), 'utf8'), page).map((term) => `${file}: ${term}`))).toEqual([]);
    expect(missingChinese('/** The colour 印泥颜色 of a seal. */', page)).toEqual(['印泥颜色']);
  });

  it('explains nothing that nobody uses', () => {
    const text = sources.map((file) => readFileSync(projectFile(file), 'utf8')).join('\n');
    const spoken = words(text);
    const unused = (lines: readonly Line[]): string[] => lines.filter((line) => !line.chinese.some((term) => text.includes(term)) && !spoken.includes(line.english)).map((line) => line.english);
    expect(unused(page)).toEqual([]);
    expect(unused([{ english: 'zzz nobody says', chinese: ['无人说的词'], type: 'thing', meaning: 'Nothing.' }])).toEqual(['zzz nobody says']);
  });
});
