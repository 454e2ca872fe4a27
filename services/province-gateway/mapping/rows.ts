/**
 * A step as a row of the province's columns, and a row back as the step's fields. The same step always makes the same row (but for when it was
 * sent), a value that does not fit is refused here and never cut off there, and what cannot be read back is shown as it stands.
 */
import type { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import type { Outcome } from '../../../infra/outcome.ts';
import { PERSONAL_FIELDS, type ProvinceStep, type StepKind } from '../port.ts';
import { readDay, readMoment, writeDay, writeMoment } from './formats.ts';
import type { Charset, CodeList, Column, Columns, Mapping } from './profile.ts';

/** A row ready to be sent, and the same with personal data masked for keeping. */
export type WrittenRow = { readonly columns: Readonly<Record<string, string>>; readonly masked: string };

type Written<Value> = Outcome<Value> & { kind: 'done' | 'refused' };

/** The one row of a step. Refused `not-supported` when the profile has no columns for its kind. */
export function writeStep(step: ProvinceStep, mapping: Mapping, now: Date): Written<WrittenRow> {
  const rows = writeStepRows(step, mapping, now);
  if (rows.kind === 'refused') return rows;
  const [row, more] = rows.value;
  if (!row || more) throw new Error(`profile ${mapping.name}: a ${step.kind} step is written in several rows, and this dialect sends one`);
  return { kind: 'done', value: row };
}

/** The rows of a step: one, or one for each element where columns take `each.…` (a row for each material). */
export function writeStepRows(step: ProvinceStep, mapping: Mapping, now: Date): Written<readonly WrittenRow[]> {
  const columns = mapping.steps[step.kind];
  if (!columns) return { kind: 'refused', reason: 'not-supported', detail: `该省级平台不接收此类步骤 this province takes no ${step.kind} step` };
  if (!inEach(columns)) {
    const row = writeRow(step, columns, mapping, now, { position: 0, of: 1 });
    return row.kind === 'refused' ? row : { kind: 'done', value: [row.value] };
  }
  const rows: WrittenRow[] = [];
  const elements = elementsOf(step);
  for (const [position, each] of elements.entries()) {
    const row = writeRow({ ...step, each: { ...each, position: position + 1 } }, columns, mapping, now, { position, of: elements.length });
    if (row.kind === 'refused') return row;
    rows.push(row.value);
  }
  return { kind: 'done', value: rows };
}

/** Whether a step in these columns is written in as many rows as it has elements. */
export const inEach = (columns: Columns): boolean => Object.values(columns).some((one) => one.from?.startsWith('each.'));
const elementsOf = (step: ProvinceStep): readonly object[] => (step.kind === 'material' ? step.materials : []);

/** Which of how many rows of a step. */
type Place = { readonly position: number; readonly of: number };
type Values = { readonly caseNumber: string; readonly sequence: number; readonly revision: number } & Readonly<Record<string, unknown>>;
function writeRow(step: Values, columns: Columns, mapping: Mapping, now: Date, place: Place): Written<WrittenRow> {
  const row: Record<string, string> = {};
  const masked: Record<string, string> = {};
  for (const [name, column] of Object.entries(columns)) {
    let written = writeColumn(step, column, mapping, now, place) || (column.whenEmpty ?? '');
    const field = column.from ?? name;
    if (written === '' && column.required) return refusal('field-missing', `省级平台要求填写 the province requires: ${field} (${name})`);
    if (mapping.charset !== undefined && mapping.charset !== 'utf-8') {
      const missing = unwritableIn(written, mapping.charset);
      if (missing.length > 0 && mapping.unwritable === undefined) {
        return refusal('text-not-in-charset', `${field} 含有省级平台字符集（${mapping.charset}）没有的字 has a character that ${mapping.charset} does not have (${name})`);
      }
      for (const character of missing) written = written.replaceAll(character, mapping.unwritable ?? '');
    }
    if (column.longest !== undefined && Array.from(written).length > column.longest) {
      return refusal('text-too-long', `${field} 最长 at most ${String(column.longest)} 字符 characters (${name})`);
    }
    if (column.longestBytes !== undefined && encodeIn(written, mapping.charset ?? 'utf-8').length > column.longestBytes) {
      return refusal('text-too-long', `${field} 最长 at most ${String(column.longestBytes)} 字节 bytes (${name})`);
    }
    row[name] = written;
    masked[name] = written !== '' && column.from !== undefined && PERSONAL_FIELDS.has(column.from) ? '***' : written;
  }
  return { kind: 'done', value: { columns: row, masked: JSON.stringify(masked) } };
}
const refusal = (reason: string, detail: string): { kind: 'refused'; reason: string; detail: string } => ({ kind: 'refused', reason, detail });

/** The text in the bytes of this set. */
export const encodeIn = (text: string, charset: Charset): Buffer => iconv.encode(text, charset === 'utf8mb3' ? 'utf-8' : charset);

/** Characters of the text that this set does not have; a rare 生僻字 in a name is the usual one. */
export function unwritableIn(text: string, charset: Charset): string[] {
  if (charset === 'utf8mb3') return [...new Set(text)].filter((character) => character.length > 1);
  if (charset !== 'gbk') return [];
  return [...new Set(text)].filter((character) => character > '\u007f' && iconv.decode(iconv.encode(character, charset), charset) !== character);
}

/** The value at a path of the step; undefined where an optional part is missing. */
export function valueAt(step: object, path: string): unknown {
  let at: unknown = step;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([key]) => key === name)?.[1];
  }
  return at;
}

/**
 * The key of a step's row: the same step always has the same one, so a repeat is recognised even by a province that looks at nothing else.
 * `revision` counts only where a province keeps each revision in a row of its own; `position` is that of an element, from 0.
 */
export function rowKeyOf(caseNumber: string, sequence: number, { revision = 1, position = 0 }: { revision?: number; position?: number } = {}): string {
  const name = `${caseNumber}/${String(sequence)}${revision > 1 ? `/v${String(revision)}` : ''}`;
  const key = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return position === 0 ? key : `${key}-${String(position)}`;
}

/**
 * What a batch number tells beside its time, the only column of a row that is ours to fill: how many rows the step has (a province may lose one of
 * them), and where it counts no versions, which revision they are.
 */
export const batchMark = (rows: number, revision: number): string => `${rows > 1 ? `N${String(rows)}` : ''}${revision > 1 ? `V${String(revision)}` : ''}`;
/** How many rows the step has, by its batch number. */
export const rowsIn = (batch: string): number => Number(/N(\d{1,3})(?:V\d{1,2})?$/.exec(batch)?.[1] ?? '1');
/** The revision a batch number tells of. */
export const revisionIn = (batch: string): number => Number(/V(\d{1,2})$/.exec(batch)?.[1] ?? '1');

/** The number of the batch a moment falls into: its day, or the beginning of a window of so many seconds. */
export function batchAt(now: Date, seconds: number | undefined): string {
  if (seconds === undefined) return writeMoment(now.toISOString(), 'yyyyMMddHHmmss').slice(0, 8);
  return writeMoment(new Date(now.getTime() - (now.getTime() % (seconds * 1000))).toISOString(), 'yyyyMMddHHmmss');
}

const DAY_MS = 86_400_000;
/** Calendar days from one moment's day to another day, both in Chinese civil time. */
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${writeMoment(from, 'yyyy-MM-dd HH:mm:ss').slice(0, 10)}T00:00:00Z`)) / DAY_MS);

function writeColumn(step: Values, column: Column, mapping: Mapping, now: Date, { position, of }: Place): string {
  if (column.value !== undefined) return column.value;
  if (column.made === 'sent-at') return writeMoment(now.toISOString(), mapping.momentFormat);
  if (column.made === 'batch') return `${batchAt(now, mapping.batchSeconds)}${mapping.batchSeconds === undefined ? '' : batchMark(of, mapping.rowForEachRevision ? 1 : step.revision)}`;
  if (column.made === 'row-id') return rowKeyOf(step.caseNumber, step.sequence, { position, revision: mapping.rowForEachRevision ? step.revision : 1 });
  if (column.made === 'promised-days') {
    const [accepted, promised] = [valueAt(step, 'acceptedAt'), valueAt(step, 'promisedOn')];
    return typeof accepted === 'string' && typeof promised === 'string' ? String(daysBetween(accepted, promised)) : '';
  }
  const value = valueAt(step, column.from ?? '');
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(',');
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new Error(`profile ${mapping.name}: ${String(column.from)} is no single value`);
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  if (column.list !== undefined) {
    const code = codeOf(mapping.codeLists[column.list], text);
    if (code === undefined) throw new Error(`profile ${mapping.name}: code list ${column.list} has no code for ${text}, though it was checked`);
    return code;
  }
  if (column.as === 'moment') return writeMoment(text, mapping.momentFormat);
  if (column.as === 'day') return writeDay(text, mapping.dayFormat);
  return column.replace?.[text] ?? text;
}

const codesByWord = new WeakMap<CodeList, ReadonlyMap<string, string>>();
function codeOf(list: CodeList | undefined, word: string): string | undefined {
  if (!list) return undefined;
  let codes = codesByWord.get(list);
  // Turned round once: of two codes for one word the first is written, both are read.
  if (!codes) codesByWord.set(list, codes = new Map(Object.entries(list.codes).flatMap(([code, { word: first, also = [] }]) => [...(first === undefined ? [] : [first]), ...also].map((said) => [said, code] as const)).toReversed()));
  return codes.get(word);
}

/**
 * The fields of a step as its row tells them, by our names; null where the column is empty. A code or moment that cannot be read stands as the
 * province wrote it: set beside ours it differs, and that is what somebody must see.
 */
export function readStep(kind: StepKind, row: Readonly<Record<string, string | null>>, mapping: Mapping): Record<string, string | null> {
  return readRow(row, mapping.steps[kind] ?? {}, mapping);
}

/** The same of a step in several rows: fields of the elements by their position. */
export function readStepRows(kind: StepKind, rows: readonly Readonly<Record<string, string | null>>[], mapping: Mapping): Record<string, string | null> {
  const columns = mapping.steps[kind] ?? {};
  if (!inEach(columns)) return rows[0] ? readRow(rows[0], columns, mapping) : {};
  const fields: Record<string, string | null> = {};
  rows.forEach((row, position) => {
    for (const [path, value] of Object.entries(readRow(row, columns, mapping))) {
      if (path === 'each.position') continue;
      fields[path.startsWith('each.') ? `materials.${String(position)}.${path.slice('each.'.length)}` : path] = value;
    }
  });
  return fields;
}

/** The fields behind any columns; columns that are not filled from a field tell nothing. */
export function readRow(row: Readonly<Record<string, string | null>>, columns: Columns, mapping: Pick<Mapping, 'codeLists' | 'momentFormat' | 'dayFormat'>): Record<string, string | null> {
  const fields: Record<string, string | null> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (column.from === undefined || !Object.hasOwn(row, name)) continue;
    const written = row[name] ?? '';
    fields[column.from] = written === '' || written === column.whenEmpty ? null : readColumn(written, column, mapping);
  }
  return fields;
}

function readColumn(written: string, column: Column, mapping: Pick<Mapping, 'codeLists' | 'momentFormat' | 'dayFormat'>): string {
  if (column.list !== undefined) return mapping.codeLists[column.list]?.codes[written.trim()]?.word ?? written;
  if (column.as === 'moment') return readMoment(written.replace(/\.\d+$/, ''), mapping.momentFormat) ?? written;
  if (column.as === 'day') return readDay(written, mapping.dayFormat) ?? written;
  return Object.entries(column.replace ?? {}).find(([, to]) => to === written)?.[0] ?? written;
}

/** The fields of a step as a province that took it must tell them: written and read back, so that what a column cannot hold makes no difference. */
export function fieldsOf(step: ProvinceStep, mapping: Mapping, now: Date): Record<string, string | null> {
  const rows = writeStepRows(step, mapping, now);
  return rows.kind === 'done' ? readStepRows(step.kind, rows.value.map((row) => row.columns), mapping) : {};
}
