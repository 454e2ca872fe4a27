import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRefusalReason, REFUSALS, refusal } from './refusals.ts';

const entries = Object.entries(REFUSALS);
const source = readFileSync(new URL('refusals.ts', import.meta.url), 'utf8');

describe('the registry of refusal reasons', () => {
  it('names every reason once, in kebab-case, in alphabetical order', () => {
    const written = [...source.matchAll(/^ {2}'?([a-z0-9-]+)'?: \{$/gm)].map((match) => match[1] ?? '');
    expect(written).toEqual(entries.map(([reason]) => reason));
    expect(written).toEqual([...new Set(written)].toSorted());
    for (const reason of written) expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(entries)('%s says no in Chinese and in English with a 4xx status', (_reason, entry) => {
    expect(entry.status).toBeGreaterThanOrEqual(400);
    expect(entry.status).toBeLessThan(500);
    expect(entry.zh).toMatch(/\p{Script=Han}{4,}/u);
    expect(entry.en).toMatch(/^[A-Z][\x20-\x7e]{15,}$/);
    expect(entry.zh + entry.en).not.toMatch(/[。.]$|\s$/);
  });

  it('gives each reason a sentence of its own', () => {
    expect(new Set(entries.map(([, entry]) => entry.zh)).size).toBe(entries.length);
    expect(new Set(entries.map(([, entry]) => entry.en)).size).toBe(entries.length);
  });
});

describe('a refusal', () => {
  it('carries reason, status, both sentences and the offending field', () => {
    expect(refusal('unknown-item', { field: 'itemCode' })).toEqual({
      reason: 'unknown-item',
      status: 422,
      zh: '没有这个事项，请核对事项编码',
      en: 'There is no such item; check its code',
      field: 'itemCode',
    });
  });

  it('appends what is particular in both languages', () => {
    expect(refusal('calendar-unknown', { detail: '2027' }).zh).toMatch(/：2027$/);
    expect(refusal('file-too-large', { detail: { zh: '上限 20 MB', en: 'limit 20 MB' } }).en).toMatch(/: limit 20 MB$/);
  });

  it('leaves the field out when no field is at fault', () => {
    expect(refusal('wrong-role')).not.toHaveProperty('field');
  });

  it('does not take a stranger’s word for a reason of ours', () => {
    expect(isRefusalReason('wrong-role')).toBe(true);
    expect(isRefusalReason('toString')).toBe(false);
  });
});
