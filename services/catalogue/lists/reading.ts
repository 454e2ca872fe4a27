/**
 * Reads a handed-in list from its first row to its last: every row becomes what an item shall be, or is kept by name with column and
 * reason. Nothing is proposed before the last row has been read, and reading again gives the same.
 */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Clock } from '../../../infra/clock.ts';
import type { Database } from '../../../infra/database.ts';
import { piecesOf, type ByteSource } from '../spreadsheet/byte-source.ts';
import { FileRefused, type TableRow } from '../spreadsheet/table-row.ts';
import { publishedBases } from './published-base.ts';
import type { ListRecord, ReadOutcome } from './department-list.ts';
import { readItemIndex, type ItemIndex } from './item-index.ts';
import { columnNames, rowsBelowHeads, type ColumnName, type Head } from './list-columns.ts';
import { statementsOf, type RowProblem, type Statement } from './list-row.ts';
import { clearRows, noteProgress, writeRows, type RowStory, type StoredRow } from './list-store.ts';
import { statedItem } from './stated-item.ts';

const batchSize = 250;
/** What is kept of a row that was not taken. */
const keptCells = 60;
const keptCharacters = 200;

/** What a good row holds until it is proposed. */
export const RowContent = z.object({ item: z.unknown(), stated: z.array(z.string()), form: z.string().nullable() });

/** Rows handed in by another system: one JSON object a line, with our own names of columns. */
async function* rowsOfSystem(source: ByteSource, heard: { head(head: Head): void }): AsyncGenerator<{ row: TableRow; head: Head }> {
  // No rows of their own for materials, no numbers and remarks: a system says one item a line.
  const names = (Object.keys(columnNames) as ColumnName[]).filter((name) => !/^material.|^serial$|^remark$/.test(name) || name === 'materials');
  const head: Head = { sheet: '', columns: new Map(names.map((name, at) => [name, { at, head: name, unit: '' }])), unknown: [], cells: names };
  heard.head(head);
  let number = 0;
  for await (const line of createInterface({ input: Readable.from(piecesOf(source)), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const values = z.record(z.string(), z.string()).parse(JSON.parse(line));
    yield { row: { sheet: '', number, cells: names.map((name) => values[name] ?? '') }, head };
  }
}

export async function readList(list: ListRecord, source: ByteSource, { database, clock }: { database: Database; clock: Clock }): Promise<ReadOutcome> {
  const { department } = list;
  await clearRows(database, list.id);
  const index = await readItemIndex(database);
  const counts = { rows: 0, items: 0, good: 0, broken: 0, notOurs: 0, removed: 0 };
  const heads: Head[] = [];
  const skippedSheets: string[] = [];
  const heard = { head: (head: Head): void => { heads.push(head); }, headless: (sheet: string): void => { skippedSheets.push(sheet); } };
  /** Item → where the list has spoken of it first. */
  const spoken = new Map<string, string>();
  let unknowable = 0;
  let number = 0;

  async function take(batch: readonly { statement: Statement; cells: readonly string[] }[]): Promise<void> {
    const judged = batch.map((one) => ({ ...one, ...judge(one.statement, index, department) }));
    const bases = await publishedBases(database, judged.flatMap((one) => (one.code === null ? [] : [one.code])), clock);
    const rows = judged.map(({ statement, cells, code, problems, nearest, notOurs }): StoredRow => {
      const place = placeOf(statement);
      const story = (all: readonly RowProblem[]): RowStory => ({
        sheet: statement.sheet, row: statement.row, lastRow: statement.lastRow, code: statement.code, name: statement.name.slice(0, 300), cells: cells.slice(0, keptCells).map((cell) => cell.slice(0, keptCharacters)),
        problems: all.map(({ column, value, zh, en }) => ({ column, value, zh, en })), nearest: nearest.map((one) => ({ code: one.code, name: one.name, department: one.department, zh: one.zh, en: one.en })),
      });
      number += 1;
      if (notOurs) { counts.notOurs += 1; return { number, standing: 'not-ours', code: null, place, content: null, story: story(problems) }; }
      const broken = (all: readonly RowProblem[]): StoredRow => {
        counts.broken += 1;
        if (code === null) unknowable += 1; else spoken.set(code, spoken.get(code) ?? place);
        return { number, standing: 'broken', code, place, content: null, story: story(all) };
      };
      if (problems.length > 0 || code === null) return broken(problems);
      const before = spoken.get(code);
      const whole = { sheet: statement.sheet, row: statement.row, column: '', value: '' };
      if (before !== undefined) return broken([{ ...whole, zh: `与${before}写的是同一事项`, en: `the same item as ${before}` }]);
      const made = statedItem(statement, code, bases.get(code) ?? null, department);
      if ('missing' in made) return broken([{ ...whole, ...made.missing, ...(made.promised ? { column: statement.promisedColumn } : {}) }]);
      spoken.set(code, place);
      counts.good += 1;
      return { number, standing: 'good', code, place, content: JSON.stringify({ item: made.item, stated: made.stated, form: statement.form } satisfies z.input<typeof RowContent>), story: null };
    });
    await writeRows(database, list.id, rows);
    counts.items += batch.length;
    await noteProgress(database, list.id, { read: counts.rows }, clock.now());
  }

  try {
    const { tableRows } = await import('../spreadsheet/table-file.ts');
    const below = list.file.kind === 'rows' ? rowsOfSystem(source, heard) : rowsBelowHeads(tableRows(source), heard);
    let cells: readonly string[] = [];
    const counted = async function* (): AsyncGenerator<{ row: TableRow; head: Head }> {
      for await (const each of below) { counts.rows += 1; yield each; }
    };
    let batch: { statement: Statement; cells: readonly string[] }[] = [];
    for await (const { statement, rows } of statementsOf(counted())) {
      ({ cells } = rows[0] ?? { cells: [] });
      batch.push({ statement, cells: statement.problems.length > 0 || cells.length <= keptCells ? cells : cells.slice(0, keptCells) });
      if (batch.length >= batchSize) { await take(batch); batch = []; }
    }
    if (batch.length > 0) await take(batch);
    if (heads.length === 0) throw new FileRefused('table-header-missing');
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    await clearRows(database, list.id);
    const { reason, zh, en } = error.refusal;
    return { kind: 'refused', reason, zh, en };
  }

  // A row nobody could tell the item of may be any item: then none counts as gone.
  const removalsWithheld = list.complete && unknowable > 0;
  if (list.complete && !removalsWithheld) {
    const gone = index.ofDepartment(department.creditCode).filter((code) => !spoken.has(code));
    for (let at = 0; at < gone.length; at += batchSize) {
      await writeRows(database, list.id, gone.slice(at, at + batchSize).map((code): StoredRow => ({ number: (number += 1), standing: 'good', code, place: '清单未列 not listed', content: null, story: null })));
    }
    counts.removed = gone.length;
  }
  const sheets = heads.map((head) => ({ name: head.sheet, heads: head.cells.slice(0, keptCells).map((cell) => cell.slice(0, 60)), known: [...head.columns.keys()], unknown: head.unknown.slice(0, keptCells) })).slice(0, 100);
  return { kind: 'read', counts, sheets, skippedSheets: skippedSheets.slice(0, 100), removalsWithheld };
}

/** Where a row stands, as people say it. */
export function placeOf({ sheet, row, lastRow }: Pick<Statement, 'sheet' | 'row' | 'lastRow'>): string {
  const rows = lastRow > row ? `第 ${String(row)}–${String(lastRow)} 行` : `第 ${String(row)} 行`;
  return sheet === '' ? rows : `${sheet.slice(0, 60)} ${rows}`;
}

interface Judged { code: string | null; problems: readonly RowProblem[]; nearest: readonly { code: string; name: string; department: string; zh: string; en: string }[]; notOurs: boolean }
/** Which item a row means. */
function judge(statement: Statement, index: ItemIndex, department: ListRecord['department']): Judged {
  const nothing: Judged = { code: null, problems: statement.problems, nearest: [], notOurs: false };
  const { sheet, row, code, name } = statement;
  if (code === '' && name === '') return nothing;
  const wrong = (zh: string, en: string): RowProblem => ({ sheet, row, column: '', value: code === '' ? name.slice(0, 120) : code, zh, en });
  const given = statement.fields.departmentCode ?? (code.length > 12 ? code.slice(0, 18) : department.creditCode);
  if (given !== department.creditCode) return { ...nothing, problems: [...statement.problems, wrong('不是本清单部门的事项', 'it is no item of the department this list is of')] };
  const found = index.find(statement, department.creditCode);
  switch (found.kind) {
    case 'found':
      if (!found.item.code.startsWith(department.creditCode)) return { ...nothing, problems: [...statement.problems, wrong('该事项属于其他部门', 'the item belongs to another department')] };
      // 行政许可法第八十二条 speaks of licences only.
      return { ...nothing, code: found.item.code, problems: found.item.code.slice(21, 23) === '01' ? statement.problems : [...statement.problems, ...statement.unitless] };
    case 'several':
      return { ...nothing, problems: [...statement.problems, wrong('有几个事项都符合，请写明业务办理项编码', 'several items fit; give the code of the handling item')], nearest: found.items.map((item) => ({ ...item, zh: '都符合', en: 'fits too' })) };
    case 'unknown':
      // With a sound code of its own and a name nobody here bears it is one of the department's other powers, no mistake.
      if (statement.problems.length === 0 && code.length > 12 && !found.sameName) return { ...nothing, problems: [wrong('未赋权本园区，未采纳', 'not delegated to this zone, passed over')], nearest: found.nearest, notOurs: true };
      return { ...nothing, problems: [...statement.problems, code === '' ? wrong('没有叫这个名称的事项', 'no item has this name') : wrong('没有这个编码的事项，名称却相符，请核对编码', 'no item has this code, yet one has the name; check the code')], nearest: found.nearest };
  }
}
