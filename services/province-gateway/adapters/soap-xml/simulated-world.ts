/**
 * What a simulated province is like: its operations, element names, codes and rules, from a file of its own. Nothing here is read
 * by the adapter, whose profile must say the same in its own words.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z_][\w.-]*$/);
const place = z.strictObject({ operation: name, root: name.optional() });
const names = <Name extends string>(...of: Name[]) => z.strictObject(Object.fromEntries(of.map((one) => [one, name])) as Record<Name, typeof name>);

const record = place.extend({
  /** The word its ledger counts it under. */
  counts: z.string(),
  /** The first of a case. */
  opens: z.boolean().default(false),
  /** Nothing but `late` records after it. */
  closes: z.boolean().default(false),
  late: z.boolean().default(false),
  /** One of these roots or operations must be there before. */
  after: z.array(z.string()).default([]),
  /** Decided by somebody above. */
  reports: z.boolean().default(false),
  required: z.array(name).default([]),
  codes: z.record(name, z.array(z.string())).default({}),
  longest: z.record(name, z.number()).default({}),
  /** Element with rows → name of a row and what a row must have. */
  lists: z.record(name, z.strictObject({ item: name, required: z.array(name).default([]) })).default({}),
  /** Needed when another element has one of these values. */
  requiredWhen: z.array(z.strictObject({ element: name, is: z.array(z.string()), required: z.array(name) })).default([]),
});
export type RecordKind = z.infer<typeof record>;

export const worldShape = z.strictObject({
  about: z.string().optional(),
  name: z.string(),
  charset: z.enum(['GBK', 'GB18030', 'UTF-8']),
  soap: z.enum(['1.1', '1.2']),
  namespace: z.string(),
  style: z.enum(['elements', 'text']),
  path: z.string().startsWith('/'),
  result: name,
  answerRoot: name,
  /** How it writes moments, in Chinese civil time. */
  moments: z.enum(['yyyyMMddHHmmss', 'yyyy-MM-dd HH:mm:ss']).default('yyyyMMddHHmmss'),
  /** One record a step, or several of different kinds under the same step number. */
  keyedBy: z.enum(['step', 'step-and-kind']).default('step'),
  elements: names('caseNumber', 'step', 'version', 'itemCode', 'itemVersion', 'authority', 'opinion', 'sentAt', 'receipt', 'recordedAt', 'kind'),
  answer: names('code', 'message', 'data', 'receipt', 'repeated', 'rows', 'row', 'cursor', 'more', 'found'),
  codes: z.strictObject(Object.fromEntries(([
    'ok', 'failed', 'unauthorised', 'stale', 'replayed', 'malformed', 'missing', 'unknownOperation', 'unknownItem', 'unknownVersion', 'unknownCase', 'differs', 'outOfOrder', 'closed', 'badCursor',
  ] as const).map((one) => [one, z.string()])) as Record<'ok' | 'failed' | 'unauthorised' | 'stale' | 'replayed' | 'malformed' | 'missing' | 'unknownOperation' | 'unknownItem' | 'unknownVersion' | 'unknownCase' | 'differs' | 'outOfOrder' | 'closed' | 'badCursor', z.ZodString>),
  records: z.array(record),
  queries: z.strictObject({
    inquiry: place, recorded: place, counts: place, recordedOn: place, items: place, item: place, digests: place, decisions: place,
    applications: place, applicationFile: place, applicationAnswer: place,
  }).partial(),
  /** Elements of a question. */
  ask: names('caseNumber', 'step', 'day', 'cursor', 'pageSize', 'code', 'application', 'file', 'verdict', 'started', 'reason'),
  count: names('kind', 'number'),
  decision: names('id', 'caseNumber', 'verdict', 'document', 'authority', 'decidedAt', 'note'),
  verdicts: z.strictObject({ granted: z.string(), refused: z.string() }),
  digest: names('code', 'version', 'digest'),
  file: names('name', 'mediaType', 'content'),
  applicationElements: z.strictObject({ id: name, form: name.optional(), formRow: name.optional(), files: name, file: name, fileId: name, fileName: name, mediaType: name, size: name, material: name }),
  answers: z.strictObject({ started: z.string(), others: z.array(z.string()) }),
  /** Rows of a list in another province's columns, taken over under the names of this one. */
  items: z.strictObject({ file: z.string(), columns: z.record(name, z.string()), lists: z.record(name, z.strictObject({ item: name, from: z.string(), columns: z.record(name, z.string()) })), code: name, handling: name, version: name, digest: name }),
});
export type World = z.infer<typeof worldShape>;

/** A province by its file; the item rows it names are read beside it. */
export function openWorld(file: URL): { world: World; items: Record<string, unknown>[] } {
  const world = worldShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { world, items: itemsOf(world, new URL(world.items.file, file)) };
}

const rowsFile = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
const plain = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Item rows as this province publishes them. */
function itemsOf(world: World, file: URL): Record<string, unknown>[] {
  return rowsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).rows.map((row) => itemOf(world, row));
}
export function itemOf(world: World, row: Record<string, unknown>): Record<string, unknown> {
  const { columns, lists } = world.items;
  const rename = (names_: Record<string, string>, from: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(names_).map(([element, column]) => [element, plain(from[column])]));
  return {
    ...rename(columns, row),
    ...Object.fromEntries(Object.entries(lists).map(([element, list]) => [element, {
      item: list.item, rows: z.array(z.record(z.string(), z.unknown())).catch([]).parse(row[list.from]).map((below) => rename(list.columns, below)),
    }])),
  };
}
