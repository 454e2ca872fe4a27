/**
 * Where each field of an outgoing form came from: the case, the item, a licence, or somebody's typing. A field nobody spoke for counts as
 * typed, so the share still typed by hand is never flattered. Thousands of steps share a few patterns, so a step names its pattern by a number.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../../infra/database.ts';
import { documentOf } from '../../infra/records.ts';
import { fieldsOf, type ProvinceStep } from './port.ts';

export const SOURCES = ['case', 'item', 'licence', 'typed'] as const;
export type Source = (typeof SOURCES)[number];
export const provenanceGiven = z.record(z.string(), z.enum(SOURCES));
const pattern = z.array(z.tuple([z.string(), z.enum(SOURCES), z.number()]));
/** Field (lists without their positions), where it came from, how many of it. */
export type Pattern = z.infer<typeof pattern>;

/** The pattern of one step: only fields that say something. */
export function patternOf(step: ProvinceStep, given: Readonly<Record<string, Source>>): Pattern {
  const counted = new Map<string, { source: Source; n: number }>();
  for (const [path, value] of Object.entries(fieldsOf(step))) {
    if (value === null) continue;
    const field = path.replaceAll(/\.\d+(?=\.|$)/g, '');
    const known = counted.get(field);
    if (known) known.n += 1;
    else counted.set(field, { source: given[path] ?? spokenFor(field, given) ?? given['*'] ?? 'typed', n: 1 });
  }
  return [...counted].map(([field, { source, n }]) => [field, source, n]);
}

/** What is said of a field or of what it belongs to: `applicant` speaks for `applicant.name`. */
function spokenFor(field: string, given: Readonly<Record<string, Source>>): Source | undefined {
  for (let path = field; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const said = given[path];
    if (said !== undefined) return said;
  }
  return undefined;
}

export interface Patterns { numberOf(kind: string, pattern: Pattern): Promise<number>; byNumber(numbers: readonly number[]): Promise<Map<number, { kind: string; pattern: Pattern }>> }

export function openPatterns(database: Database): Patterns {
  const known = new Map<string, number>();
  return {
    async numberOf(kind, found) {
      const text = JSON.stringify(found);
      const key = `${kind}${text}`;
      let number = known.get(key);
      if (number !== undefined) return number;
      const digest = createHash('sha256').update(key).digest('hex');
      await database.raw('INSERT IGNORE INTO provenance_patterns (digest, kind, fields) VALUES (?,?,?)', [digest, kind, text]);
      const row: { number: number } | undefined = await database('provenance_patterns').where({ digest }).first('number');
      if (!row) throw new Error('a provenance pattern was written and is not there');
      ({ number } = row);
      if (known.size < 5_000) known.set(key, number);
      return number;
    },
    async byNumber(numbers) {
      const rows: { number: number; kind: string; fields: unknown }[] = numbers.length === 0 ? [] : await database('provenance_patterns').whereIn('number', [...new Set(numbers)]).select('number', 'kind', 'fields');
      return new Map(rows.map((row) => [row.number, { kind: row.kind, pattern: pattern.parse(documentOf(row.fields)) }]));
    },
  };
}

export interface ShareRow { readonly platform: string; readonly kind: string; readonly field: string; readonly source: Source; readonly fields: number }
/** The share typed by hand, over steps counted by pattern. */
export function shareOf(counted: readonly { platform: string; pattern: number; steps: number }[], patterns: ReadonlyMap<number, { kind: string; pattern: Pattern }>): {
  steps: number; fields: number; typed: number; share: number; bySource: Record<Source, number>; rows: ShareRow[];
} {
  const rows = new Map<string, ShareRow>();
  const bySource: Record<Source, number> = { case: 0, item: 0, licence: 0, typed: 0 };
  let steps = 0;
  for (const one of counted) {
    steps += one.steps;
    const known = patterns.get(one.pattern);
    for (const [field, source, n] of known?.pattern ?? []) {
      bySource[source] += n * one.steps;
      const key = `${one.platform} ${known?.kind ?? ''} ${field} ${source}`;
      rows.set(key, { platform: one.platform, kind: known?.kind ?? '', field, source, fields: (rows.get(key)?.fields ?? 0) + n * one.steps });
    }
  }
  const fields = Object.values(bySource).reduce((sum, n) => sum + n, 0);
  return { steps, fields, typed: bySource.typed, share: fields === 0 ? 0 : bySource.typed / fields, bySource, rows: [...rows.values()].toSorted((a, b) => (a.platform + a.kind + a.field < b.platform + b.kind + b.field ? -1 : 1)) };
}
