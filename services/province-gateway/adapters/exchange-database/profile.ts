/**
 * The profile of a province reached through an exchange database (前置库): its tables and columns, what the flags mean, how corrections are
 * written, which error means what, and how its own tables (items, decisions, applications) are read. Validated when loaded, with every error
 * named at once; whether the tables are really there is checked against the database before the first row is written (`tables.ts`).
 */
import { z } from 'zod';
import { isRefusalReason } from '../../../../contracts/refusals.ts';
import { APPLICATION_LISTS_NEEDED, applicationSections } from '../../mapping/applications.ts';
import { itemListsNeeded, itemSections } from '../../mapping/items.ts';
import { CASE_RULES, CHARSETS, columnNameOf, mappingProblems, mappingSections, readProfile, type ProfileProblem } from '../../mapping/profile.ts';
import { inEach } from '../../mapping/rows.ts';
import { STEP_KINDS, type StepKind } from '../../port.ts';

const name = columnNameOf('any');
/** A table, with its schema where the account sees several. */
const table = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?$/, '表名有误 not a name of a table');

const rule = z.strictObject({
  /** Only rows with this flag, of this kind, whose error remark contains this. */
  flag: z.string().optional(),
  kind: z.enum(STEP_KINDS).optional(),
  says: z.string().min(1).optional(),
  /** `again`: the province threw it out without looking at it (a broken batch), it is to be written again. */
  outcome: z.enum(['refused', 'again']),
  reason: z.string().optional(),
});
export type FailureRule = z.infer<typeof rule>;

/** Rows that belong to another row: which table, and which columns both share. */
const beside = z.strictObject({ table, on: z.array(name).min(1), order: name.nullable().default(null) });

const items = z.strictObject({
  table,
  /** Unique in the table; with `changedAt` it orders the list. */
  key: name,
  changedAt: name,
  /** A row with this operation takes the item away. */
  removed: z.strictObject({ column: name, code: z.string().min(1) }).nullable().default(null),
  /** Tables with one row for each item (扩展信息). */
  joined: z.array(beside).default([]),
  materialRows: beside.nullable().default(null),
  chargeRows: beside.nullable().default(null),
  groundRows: beside.nullable().default(null),
  questionRows: beside.nullable().default(null),
  ...itemSections('any'),
});
export type ItemTables = z.infer<typeof items>;

const decisions = z.strictObject({
  table, key: name, at: name,
  columns: z.strictObject({ decisionId: name, caseNumber: name, decision: name, documentNumber: name, authority: name, decidedAt: name, note: name.nullable() }),
  granted: z.array(z.string().min(1)).min(1),
  refused: z.array(z.string().min(1)).min(1),
});
export type DecisionTable = z.infer<typeof decisions>;

const applications = z.strictObject({
  table, key: name, at: name,
  flag: z.strictObject({ column: name, waiting: z.string().min(1), started: z.string().min(1), quarantined: z.string().min(1), failed: z.string().min(1) }),
  /** Where our case number and our reason are told; null where the province has no room for them. */
  caseNumber: name.nullable(),
  reason: name.nullable(),
  /** Where the applicant's receipt number and the password to ask with are told. */
  receiptNumber: name.nullable().default(null),
  queryPassword: name.nullable().default(null),
  /** Where the files lie, and which column holds their bytes; `files.bytes` is not a column here: they are measured. */
  fileRows: z.strictObject({ table, on: z.array(name).min(1), content: name }).nullable(),
  formRows: z.strictObject({ table, on: z.array(name).min(1) }).nullable().default(null),
  ...applicationSections('any'),
});
export type ApplicationTables = z.infer<typeof applications>;

const sections = {
  about: z.string().optional(),
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  dialect: z.literal('exchange-database'),
  callTimeoutMs: z.number().int().min(100).max(120_000),
  pageSize: z.number().int().min(1).max(1000),
  /** Connections kept; exchange databases allow few. */
  connections: z.number().int().min(1).max(32).default(8),
  charset: z.enum(CHARSETS),
  unwritable: z.string().min(1).max(2).optional(),
  caseRule: z.enum(['lower', 'upper', 'any']),
  ...mappingSections('any'),
  batchSeconds: z.number().int().min(1).max(86_400).optional(),
  /** A correction changes the row and waits again, or is a row of its own with the next version. */
  corrections: z.enum(['same-row', 'new-row']),
  /** Where each kind of step is written. `toldBy`: the constant column that tells it from another kind in the same table. */
  tables: z.partialRecord(z.enum(STEP_KINDS), z.strictObject({ table, errors: table.nullable().default(null), toldBy: name.optional() })),
  row: z.strictObject({
    /** The column of the row's own key (`made: row-id`). */
    key: name,
    /** The column that counts corrections, where there is one. */
    revision: name.nullable(),
    /** 同步类型: what is written the first time, and when a row is changed or offered again. */
    operation: z.strictObject({ column: name, first: z.string().min(1), again: z.string().min(1) }).nullable(),
    /** When the province took the row, or when it came to lie there: what is counted by day. */
    recordedAt: name,
    /** Columns that say nothing about the step: two rows that differ only there are the same. */
    ofTheSending: z.array(name),
  }),
  flag: z.strictObject({ column: name, waiting: z.string().min(1), taken: z.string().min(1), failed: z.record(z.string().min(1), z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })) }),
  /** How an error table names the row and says what was wrong; null where there is none. */
  errors: z.strictObject({ key: name, remark: name, at: name }).nullable(),
  /** First that fits counts; what fits none is refused `upstream-refused`, for a person to look at. */
  failures: z.array(rule),
  /** Rows younger than this are left for the next look: within one second their order is not settled. */
  settleSeconds: z.number().int().min(1).max(600).default(2),
  items: items.nullable(),
  decisions: decisions.nullable(),
  applications: applications.nullable(),
};
const shapes = { shape: z.strictObject(sections), parts: z.object(sections).partial() };
export type Profile = z.infer<typeof shapes.shape> & { readonly rowForEachRevision: boolean };

/** Reads a profile. Throws `ProfileError` naming everything that is wrong, structure and meaning alike. */
export function parseProfile(raw: unknown, source = 'profile'): Profile {
  const profile = readProfile(shapes, raw, source, problemsOf);
  return { ...profile, rowForEachRevision: profile.corrections === 'new-row' };
}

type Parts = Partial<z.infer<typeof shapes.shape>>;
function problemsOf(profile: Parts): ProfileProblem[] {
  return [
    ...mappingProblems(profile, [...(profile.items ? itemListsNeeded(profile.items.columns) : []), ...(profile.applications ? APPLICATION_LISTS_NEEDED : [])], true),
    ...caseProblems(profile), ...tableProblems(profile), ...failureProblems(profile), ...applicationProblems(profile),
  ];
}

/** Every column the profile names, with its place. */
function namedColumns(profile: Parts): { path: string; column: string }[] {
  const found: { path: string; column: string }[] = [];
  const add = (path: string, given: string | null | undefined): void => { if (typeof given === 'string') found.push({ path, column: given }); };
  for (const kind of STEP_KINDS) for (const one of Object.keys(profile.steps?.[kind] ?? {})) add(`steps.${kind}.${one}`, one);
  add('row.key', profile.row?.key);
  add('row.revision', profile.row?.revision);
  add('row.operation.column', profile.row?.operation?.column);
  add('row.recordedAt', profile.row?.recordedAt);
  add('flag.column', profile.flag?.column);
  for (const [field, one] of Object.entries(profile.applications?.columns ?? {})) add(`applications.columns.${field}`, one);
  return found;
}

function caseProblems(profile: Parts): ProfileProblem[] {
  const { caseRule } = profile;
  if (caseRule === undefined) return [];
  return namedColumns(profile).filter((one) => !CASE_RULES[caseRule].test(one.column))
    .map(({ path, column: written }) => ({ path, zh: `列名 ${written} 不符合 caseRule（${caseRule}）`, en: `column ${written} breaks the case rule (${caseRule})` }));
}

function tableProblems(profile: Parts): ProfileProblem[] {
  const { steps, tables, row, flag } = profile;
  if (!steps || !tables) return [];
  const problems: ProfileProblem[] = [];
  const kindsOf = new Map<string, StepKind[]>();
  for (const kind of STEP_KINDS) {
    const [columns, place] = [steps[kind], tables[kind]];
    const path = `tables.${kind}`;
    if (!columns !== !place) problems.push(columns ? { path, zh: '此类步骤有列而没有表', en: 'this kind of step has columns and no table' } : { path, zh: '此类步骤有表而没有列', en: 'this kind of step has a table and no columns' });
    if (!columns || !place) continue;
    kindsOf.set(place.table, [...(kindsOf.get(place.table) ?? []), kind]);
    if (place.toldBy !== undefined && columns[place.toldBy]?.value === undefined) problems.push({ path: `${path}.toldBy`, zh: `${place.toldBy} 不是此类步骤的常量列`, en: `${place.toldBy} is no constant column of this kind` });
    if (row) {
      if (columns[row.key]?.made !== 'row-id') problems.push({ path: `steps.${kind}`, zh: `主键列 ${row.key} 须由 row-id 生成`, en: `the key column ${row.key} must be made: row-id` });
      for (const [at, needed] of [['revision', row.revision], ['operation', row.operation?.column]] as const) {
        if (needed && !columns[needed]) problems.push({ path: `row.${at}`, zh: `${kind} 没有列 ${needed}`, en: `${kind} has no column ${needed}` });
      }
      if (row.revision && columns[row.revision] && columns[row.revision]?.from !== 'revision') problems.push({ path: `steps.${kind}.${row.revision}`, zh: '须取自 revision', en: 'must be taken from revision' });
    }
    if (flag && columns[flag.column]?.value !== flag.waiting) problems.push({ path: `steps.${kind}`, zh: `标志列 ${flag.column} 须为常量 ${flag.waiting}`, en: `the flag column ${flag.column} must be the constant ${flag.waiting}` });
  }
  for (const [where, kinds] of kindsOf) {
    const silent = kinds.filter((kind) => tables[kind]?.toldBy === undefined);
    if (silent.length > 1) problems.push({ path: `tables.${silent.join(',')}`, zh: `同在表 ${where}，须有 toldBy 区分`, en: `share table ${where} and need toldBy to be told apart` });
  }
  for (const kind of STEP_KINDS) {
    const columns = steps[kind];
    if (columns && inEach(columns) && (profile.batchSeconds === undefined || !Object.values(columns).some((one) => one.made === 'batch'))) {
      problems.push({ path: `steps.${kind}`, zh: '此类步骤分多行，须有批次列与 batchSeconds 以辨认行数', en: 'a step in several rows needs a batch column and batchSeconds, which tell how many' });
    }
  }
  if (profile.corrections === 'same-row' && profile.delivery?.corrections && row && !row.revision) {
    if (profile.batchSeconds === undefined) problems.push({ path: 'batchSeconds', zh: '无版本列时由批次号辨认版本，须写 batchSeconds', en: 'without a version column the batch number tells the version: batchSeconds is needed' });
    for (const kind of STEP_KINDS) {
      if (steps[kind] && !Object.values(steps[kind]).some((one) => one.made === 'batch')) problems.push({ path: `steps.${kind}`, zh: '更正改写原行，须有版本列或批次列以辨认版本', en: 'corrections change the row: a version or batch column must tell which it holds' });
    }
  }
  if (profile.corrections === 'new-row' && row && !row.revision) problems.push({ path: 'row.revision', zh: '更正另写一行，须有版本列', en: 'corrections in rows of their own need a version column' });
  if (flag && (flag.waiting === flag.taken || Object.hasOwn(flag.failed, flag.waiting) || Object.hasOwn(flag.failed, flag.taken))) problems.push({ path: 'flag', zh: '标志值重复', en: 'a flag means two things' });
  return problems;
}

function failureProblems(profile: Parts): ProfileProblem[] {
  return (profile.failures ?? []).flatMap((one, at) => {
    const path = `failures.${String(at)}`;
    const found: ProfileProblem[] = [];
    if (one.outcome === 'refused' && (one.reason === undefined || !isRefusalReason(one.reason))) found.push({ path, zh: `未登记的拒绝原因 ${one.reason ?? ''}`, en: `${one.reason ?? 'nothing'} is not a registered refusal reason` });
    if (one.flag !== undefined && profile.flag && !Object.hasOwn(profile.flag.failed, one.flag)) found.push({ path, zh: `没有标志 ${one.flag}`, en: `there is no failed flag ${one.flag}` });
    if (one.says !== undefined && profile.errors === null) found.push({ path, zh: '没有错误表，无从得知说明', en: 'without an error table there is no remark to look at' });
    return found;
  });
}

function applicationProblems({ applications: given }: Parts): ProfileProblem[] {
  if (!given) return [];
  const problems: ProfileProblem[] = [];
  if (!given.files !== !given.fileRows) problems.push({ path: 'applications.fileRows', zh: 'files 与 fileRows 须同时给出', en: 'files and fileRows are given together' });
  const inRows = given.form !== null && 'rows' in given.form;
  if (inRows !== (given.formRows !== null)) problems.push({ path: 'applications.formRows', zh: 'form.rows 与 formRows 须同时给出', en: 'form.rows and formRows are given together' });
  return problems;
}
