/**
 * A step that a province wants as one record with rows inside (a list of materials), written with the same columns as a step in several
 * rows: columns that take `each.…` stand in the inner rows, all others in the record.
 */
import type { Outcome } from '../../../infra/outcome.ts';
import type { ProvinceStep, StepKind } from '../port.ts';
import type { Columns, Mapping } from './profile.ts';
import { readStepRows, writeStepRows } from './rows.ts';

type Row = Readonly<Record<string, string>>;
export type NestedStep = { readonly record: Row; readonly rows: readonly Row[]; readonly masked: string };

const isInner = (columns: Columns, name: string): boolean => columns[name]?.from?.startsWith('each.') ?? false;
const part = (row: Row, wanted: (name: string) => boolean): Row => Object.fromEntries(Object.entries(row).filter(([name]) => wanted(name)));

/** The record of a step and its inner rows, of which most steps have none. */
export function writeNested(step: ProvinceStep, columns: Columns, mapping: Mapping, now: Date): Outcome<NestedStep> & { kind: 'done' | 'refused' } {
  const written = writeStepRows(step, { ...mapping, steps: { [step.kind]: columns } }, now);
  if (written.kind === 'refused') return written;
  const [first] = written.value;
  if (!first) return { kind: 'refused', reason: 'field-missing', detail: `没有可上报的内容 nothing to hand up (${step.kind})` };
  const rows = Object.keys(columns).some((name) => isInner(columns, name)) ? written.value.map((row) => part(row.columns, (name) => isInner(columns, name))) : [];
  return { kind: 'done', value: { record: part(first.columns, (name) => !isInner(columns, name)), rows, masked: written.value.length === 1 ? first.masked : `[${written.value.map((row) => row.masked).join(',')}]` } };
}

/** The fields of a step as such a record tells them. */
export function readNested(kind: StepKind, record: Readonly<Record<string, string | null>>, rows: readonly Readonly<Record<string, string | null>>[], columns: Columns, mapping: Mapping): Record<string, string | null> {
  return readStepRows(kind, rows.length === 0 ? [record] : rows.map((row) => ({ ...record, ...row })), { ...mapping, steps: { [kind]: columns } });
}
