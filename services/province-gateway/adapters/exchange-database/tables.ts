/**
 * Whether the province's tables are what the profile says: each missing table and column by name, columns that must be filled and are not,
 * columns too short for what the profile lets through, and a unique index that recognises a repeat. Asked of the database itself before the
 * first row is written, and again after the database was away: provinces change their tables without a word.
 */
import type { Profile } from './profile.ts';
import { STEP_KINDS } from '../../port.ts';
import type { ProfileProblem } from '../../mapping/profile.ts';
import type { ExchangeDatabase, Reply } from './database.ts';

type Found = { readonly name: string; readonly nullable: boolean; readonly filled: boolean; readonly longest: number | null };
type FoundTable = { readonly columns: ReadonlyMap<string, Found>; readonly unique: readonly (readonly string[])[] };

/** Every table the profile names, with the columns it reads or writes there. */
function wantedOf(profile: Profile): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  const want = (table: string, columns: readonly (string | null | undefined)[]): void => {
    const known = wanted.get(table) ?? new Set<string>();
    for (const one of columns) if (typeof one === 'string') known.add(one);
    wanted.set(table, known);
  };
  const { errors, row, flag, items, decisions, applications } = profile;
  for (const kind of STEP_KINDS) {
    const place = profile.tables[kind];
    if (!place) continue;
    want(place.table, [...Object.keys(profile.steps[kind] ?? {}), row.key, row.recordedAt, flag.column]);
    if (place.errors !== null && errors) want(place.errors, [errors.key, errors.remark, errors.at]);
  }
  if (items) {
    const nested = new Set(['rows']);
    const namesIn = (part: Readonly<Record<string, string | null>>): (string | null)[] => Object.entries(part).flatMap(([field, column]) => (nested.has(field) ? [] : [column]));
    want(items.table, [items.key, items.changedAt, items.removed?.column, ...(items.joined.length === 0 ? Object.values(items.columns) : []), items.columns.taskCode, items.columns.version]);
    for (const one of items.joined) want(one.table, one.on);
    if (items.materialRows) want(items.materialRows.table, [...items.materialRows.on, items.materialRows.order, ...namesIn(items.materials)]);
    if (items.chargeRows) want(items.chargeRows.table, [...items.chargeRows.on, items.chargeRows.order, ...namesIn(items.charges)]);
    if (items.groundRows && items.grounds) want(items.groundRows.table, [...items.groundRows.on, items.groundRows.order, ...namesIn(items.grounds)]);
    if (items.questionRows && items.questions) want(items.questionRows.table, [...items.questionRows.on, items.questionRows.order, ...namesIn(items.questions)]);
  }
  if (decisions) want(decisions.table, [decisions.key, decisions.at, ...Object.values(decisions.columns)]);
  if (applications) {
    const { files, fileRows, form, formRows } = applications;
    want(applications.table, [applications.key, applications.at, applications.flag.column, applications.caseNumber, applications.reason, applications.receiptNumber, applications.queryPassword, ...Object.values(applications.columns)]);
    if (form !== null && 'json' in form) want(applications.table, [form.json]);
    if (form !== null && 'columns' in form) want(applications.table, form.columns);
    if (files && fileRows) want(fileRows.table, [...fileRows.on, fileRows.content, files.fileId, files.name, files.mediaType, files.material]);
    if (form !== null && 'rows' in form && formRows) want(formRows.table, [...formRows.on, form.name, form.value]);
  }
  return wanted;
}

/** What does not fit; empty when all does. */
export async function tableProblems(database: ExchangeDatabase, profile: Profile): Promise<Reply<ProfileProblem[]>> {
  const wanted = wantedOf(profile);
  const found = new Map<string, FoundTable>();
  for (const table of wanted.keys()) {
    const seen = await look(database, table);
    if (seen.kind !== 'done') return seen;
    found.set(table, seen.value);
  }
  const problems: ProfileProblem[] = [];
  for (const [table, columns] of wanted) {
    const seen = found.get(table);
    if (!seen || seen.columns.size === 0) {
      problems.push({ path: table, zh: '前置库中没有此表，或账号无权查看', en: 'there is no such table in the exchange database, or the account may not see it' });
      continue;
    }
    for (const column of columns) if (!seen.columns.has(column.toLowerCase())) problems.push({ path: `${table}.${column}`, zh: '表中没有此列', en: 'the table has no such column' });
  }
  for (const kind of STEP_KINDS) {
    const [place, columns] = [profile.tables[kind], profile.steps[kind]];
    const seen = place && found.get(place.table);
    if (!place || !columns || !seen || seen.columns.size === 0) continue;
    const ours = new Map(Object.entries(columns).map(([name, column]) => [name.toLowerCase(), column]));
    for (const [name, one] of seen.columns) {
      const path = `${place.table}.${one.name}`;
      const column = ours.get(name);
      if (!column && !one.nullable && !one.filled) problems.push({ path, zh: `此列必填，配置（${kind}）没有填写`, en: `the column must be filled and the profile (${kind}) does not` });
      if (column && !one.nullable && !one.filled && !column.required && column.value === undefined && column.whenEmpty === undefined) problems.push({ path, zh: `此列必填，配置（${kind}）须写 required 或 whenEmpty`, en: `the column must be filled: the profile (${kind}) needs required or whenEmpty` });
      if (column?.longest !== undefined && one.longest !== null && column.longest > one.longest) problems.push({ path, zh: `此列只容 ${String(one.longest)} 字符，配置（${kind}）允许 ${String(column.longest)}`, en: `the column holds ${String(one.longest)} characters, the profile (${kind}) lets ${String(column.longest)} through` });
    }
    // What is the same each time a step is told: a unique index made of these recognises a repeat.
    const same = new Set([...ours].filter(([, column]) => column.made === 'row-id' || column.value !== undefined || ['caseNumber', 'sequence', 'revision', 'each.position'].includes(column.from ?? '')).map(([name]) => name));
    if (!seen.unique.some((index) => index.every((name) => same.has(name)) && index.some((name) => ours.get(name)?.made === 'row-id' || ours.get(name)?.from === 'caseNumber'))) {
      problems.push({ path: place.table, zh: `没有能识别重复的唯一索引（${profile.row.key}）`, en: `no unique index recognises a repeat (${profile.row.key})` });
    }
  }
  return { kind: 'done', value: [...new Map(problems.map((one) => [`${one.path} ${one.en}`, one])).values()] };
}

async function look(database: ExchangeDatabase, table: string): Promise<Reply<FoundTable>> {
  const [schema, name] = table.includes('.') ? table.split('.') : [null, table];
  const inSchema = schema === null ? 'table_schema = DATABASE()' : 'table_schema = ?';
  const values = schema === null ? [name] : [schema, name];
  const columns = await database.rows(
    `SELECT column_name AS c, is_nullable AS n, column_default AS d, extra AS e, character_maximum_length AS l FROM information_schema.columns WHERE ${inSchema} AND table_name = ?`, values,
  );
  if (columns.kind !== 'done') return columns;
  const indexes = await database.rows(
    `SELECT index_name AS i, column_name AS c FROM information_schema.statistics WHERE ${inSchema} AND table_name = ? AND non_unique = 0 ORDER BY index_name, seq_in_index`, values,
  );
  if (indexes.kind !== 'done') return indexes;
  const unique = new Map<string, string[]>();
  for (const one of indexes.value) {
    const index = String(one['i'] ?? '');
    unique.set(index, [...(unique.get(index) ?? []), String(one['c'] ?? '').toLowerCase()]);
  }
  return { kind: 'done', value: {
    columns: new Map(columns.value.map((one) => {
      const column = String(one['c'] ?? '');
      return [column.toLowerCase(), {
        name: column, nullable: String(one['n']) === 'YES', filled: one['d'] !== null || /auto_increment|default_generated|generated/i.test(String(one['e'] ?? '')),
        // Long texts (mediumtext) tell their length in bytes; nothing of ours comes near it.
        longest: one['l'] === null || one['l'] === undefined || Number(String(one['l'])) > 65_535 ? null : Number(String(one['l'])),
      }];
    })),
    unique: [...unique.values()],
  } };
}
