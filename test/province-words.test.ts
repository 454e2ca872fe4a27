/** The screens name every field that is told to the province, and every word of its lists, in both languages. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { provinceFields, provinceFieldWords } from '../services/console/web/texts/province-fields.ts';
import { STEP_SCHEMAS, WORDS } from '../services/province-gateway/port.ts';

/** Steer the hand-over, told to nobody. */
const untold = new Set(['kind', 'caseNumber', 'sequence', 'revision', 'route', 'plannedEnd']);
type Schema = { properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[] };
function pathsOf(schema: Schema, path: string): string[] {
  const inner = schema.anyOf?.find((one) => one.properties ?? one.items) ?? schema;
  if (inner.properties) return Object.entries(inner.properties).flatMap(([name, below]) => (path === '' && untold.has(name) ? [] : pathsOf(below, path === '' ? name : `${path}.${name}`)));
  return inner.items?.properties ? pathsOf(inner.items, path) : [path];
}

it('names every field of every step', () => {
  const paths = Object.values(STEP_SCHEMAS).flatMap((schema) => pathsOf(z.toJSONSchema(schema, { io: 'output' }) as Schema, ''));
  expect(paths.length).toBeGreaterThan(60);
  expect([...new Set(paths)].filter((path) => !Object.hasOwn(provinceFields, path))).toEqual([]);
  expect(Object.keys(provinceFields).filter((path) => !paths.includes(path))).toEqual([]);
});
it('has a word for every word of the lists', () => {
  const lists = { 'applySource': 'apply-source', 'applicant.kind': 'applicant-kind', 'handlingType': 'handling-type', 'action': 'process-action', 'specialKind': 'special-kind', 'result': 'result-kind', 'collection.method': 'collection-method', 'materials.form': 'material-form', 'satisfaction': 'satisfaction', 'channel': 'rating-channel' } as const;
  for (const [field, list] of Object.entries(lists)) expect(Object.keys(provinceFieldWords[field as keyof typeof lists]).toSorted(), field).toEqual([...WORDS[list]].toSorted());
});
