/**
 * What every dialect's profile has in common: code lists and the columns of each step, as data, and the checks that hold them against
 * the fields and words that really exist. A dialect spreads `mappingSections` into its own profile and adds its own checks; every error is named
 * at once, so that one round of mending is enough. Nothing here knows how a province is reached.
 */
import { z } from 'zod';
import { deliveryRules, usualDelivery } from '../delivery-rules.ts';
import { STEP_KINDS, STEP_SCHEMAS, WORDS, type StepKind, type WordList } from '../port.ts';
import { DAY_FORMATS, MOMENT_FORMATS } from './formats.ts';

/** How a province writes the names of its columns; the case rule is part of the profile (§ all keys lower-case, or all upper-case). */
export const CASE_RULES = { lower: /^[a-z][a-z0-9_]*$/, upper: /^[A-Z][A-Z0-9_]*$/, any: /^[A-Za-z][A-Za-z0-9_]*$/ } as const;
export type CaseRule = keyof typeof CASE_RULES;
const caseWords: Readonly<Record<CaseRule, string>> = {
  lower: '列名须全小写 column names are lower-case', upper: '列名须全大写 column names are upper-case', any: '列名须为字母、数字、下划线 column names are letters, digits and _',
};
/** A name as this case rule allows it. */
export const columnNameOf = (rule: CaseRule): z.ZodString => z.string().regex(CASE_RULES[rule], caseWords[rule]);

/** One column of a row: where its value comes from and how it is written. */
export const column = z.strictObject({
  /** Where the value comes from: a path in the step such as `applicant.name`. */
  from: z.string().optional(),
  /** A constant instead. */
  value: z.string().optional(),
  /** A value made by the exchange itself: key of the row, number of the batch, moment of sending, calendar days promised. */
  made: z.enum(['row-id', 'batch', 'sent-at', 'promised-days']).optional(),
  /** How the value is written. Text when left out. */
  as: z.enum(['text', 'moment', 'day', 'integer']).optional(),
  /** Code list through which our word becomes the province's code. */
  list: z.string().optional(),
  /** Single values written otherwise; the rest goes unchanged. */
  replace: z.record(z.string(), z.string()).optional(),
  /** Written where the step says nothing, for columns the province wants filled all the same. Nothing is read back from it. */
  whenEmpty: z.string().min(1).optional(),
  required: z.boolean().default(false),
  /** Characters the column holds; a longer value is refused here, not cut off there. */
  longest: z.number().int().min(1).optional(),
  /** Bytes it holds in the province's character set, where the province counts so (a 汉字 is two in GBK, three in UTF-8). */
  longestBytes: z.number().int().min(1).optional(),
});
export type Column = z.infer<typeof column>;
export type Columns = Readonly<Record<string, Column>>;

/** One of the rival lists of codes, with our word beside each code that has one. */
export const codeList = z.strictObject({
  /** Which of the rival lists this is, e.g. `GB/T 39046-2020 A.6`. */
  list: z.string().min(1),
  /** `word`: ours, written and read with this code; `also`: words the province does not tell apart, written with it and read as `word`. */
  codes: z.record(z.string().min(1), z.strictObject({ meaning: z.string().min(1), word: z.string().optional(), also: z.array(z.string()).optional() })),
});
export type CodeList = z.infer<typeof codeList>;

/** Character sets of old systems; `utf-8` when a profile says nothing. `utf8mb3` is what old databases call utf8: no character beyond U+FFFF. */
export const CHARSETS = ['utf-8', 'utf8mb3', 'gbk', 'gb18030'] as const;
export type Charset = (typeof CHARSETS)[number];

/** The parts every profile has. `rule` is how the province writes its columns' names. */
export function mappingSections(rule: CaseRule) {
  const columns = z.record(columnNameOf(rule), column);
  return {
    momentFormat: z.enum(MOMENT_FORMATS),
    dayFormat: z.enum(DAY_FORMATS),
    codeLists: z.record(z.string(), codeList),
    /** Columns of each kind of step; a kind the province does not take stands in `withoutSteps` instead. */
    steps: z.partialRecord(z.enum(STEP_KINDS), columns),
    withoutSteps: z.array(z.enum(STEP_KINDS)).default([]),
    /** How the platform wants to be served. */
    delivery: deliveryRules.default(usualDelivery),
  };
}
export type Mapping = Omit<z.infer<z.ZodObject<ReturnType<typeof mappingSections>>>, 'delivery'> & {
  readonly name: string;
  readonly charset?: Charset | undefined;
  /** What becomes of a character the province's set does not have; `refuse` when left out, else what is written in its place. */
  readonly unwritable?: string | undefined;
  /** Rows written within so many seconds share a batch number; a day when left out. */
  readonly batchSeconds?: number | undefined;
  /** True where a later revision is a row of its own beside the earlier one. */
  readonly rowForEachRevision?: boolean | undefined;
};

/** One thing that is wrong with a profile, with its place. */
export type ProfileProblem = { readonly path: string; readonly zh: string; readonly en: string };

/** Thrown when the gateway is started with a profile that cannot work; lists every problem. */
export class ProfileError extends Error {
  readonly problems: readonly ProfileProblem[];
  constructor(source: string, problems: readonly ProfileProblem[]) {
    super(`省级平台配置有误 wrong province profile ${source}:\n${problems.map((one) => `  ${one.path}: ${one.zh} ${one.en}`).join('\n')}`);
    this.name = 'ProfileError';
    this.problems = problems;
  }
}

/**
 * Reads a profile of a dialect: `shape` is the whole, `parts` the same with every section optional. `meaning` is given every section that did
 * parse, so that errors of structure and of meaning are told together. Throws `ProfileError` naming all of them.
 */
export function readProfile<Profile extends object>(
  { shape, parts }: { shape: z.ZodType<Profile>; parts: z.ZodType<Partial<Profile>> }, raw: unknown, source: string, meaning: (parsed: Partial<Profile>) => ProfileProblem[],
): Profile {
  const whole = shape.safeParse(raw);
  if (whole.success) {
    const problems = meaning(whole.data);
    if (problems.length > 0) throw new ProfileError(source, problems);
    return whole.data;
  }
  const structure = whole.error.issues.map((issue) => ({ path: issue.path.join('.') || '(root)', zh: '不符合配置格式：', en: issue.message }));
  const wrong = new Set(whole.error.issues.map((issue) => String(issue.path[0] ?? '')));
  const loose = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!loose.success) throw new ProfileError(source, structure);
  const rest = parts.safeParse(Object.fromEntries(Object.entries(loose.data).filter(([name]) => !wrong.has(name))));
  throw new ProfileError(source, [...structure, ...(rest.success ? meaning(rest.data) : [])]);
}

const isWordList = (name: string): name is WordList => Object.hasOwn(WORDS, name);

/** What does not make sense in the columns and code lists of a profile; `listsNeeded` are those it reads with besides. */
export function mappingProblems(
  profile: Partial<Pick<Mapping, 'codeLists' | 'steps' | 'withoutSteps'>>, listsNeeded: readonly { readonly list: string; readonly zh: string; readonly en: string }[] = [],
  /** True where a row's own key tells which step it is, so that no column need carry the sequence. */
  keyedByRow = false,
): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  const wanted = new Map<string, string>();
  for (const kind of STEP_KINDS) {
    const columns = profile.steps?.[kind];
    const path = `steps.${kind}`;
    if (columns === undefined) {
      if (profile.steps && !profile.withoutSteps?.includes(kind)) problems.push({ path, zh: '既无列，也未列入 withoutSteps', en: 'has neither columns nor a place in withoutSteps' });
      continue;
    }
    if (profile.withoutSteps?.includes(kind)) problems.push({ path, zh: '有列，却又列入 withoutSteps', en: 'has columns and stands in withoutSteps' });
    problems.push(...columnProblems(path, columns, stepPaths(kind), `a ${kind} step`));
    for (const [name, one] of Object.entries(columns)) if (one.list !== undefined) wanted.set(one.list, `${path}.${name}`);
    for (const key of ['caseNumber', 'sequence']) {
      if (key === 'sequence' && keyedByRow && Object.values(columns).some((one) => one.made === 'row-id')) continue;
      if (!Object.values(columns).some((one) => one.from === key)) problems.push({ path, zh: `没有一列取自 ${key}`, en: `no column is taken from ${key}` });
    }
  }
  return profile.codeLists ? [...problems, ...listProblems(profile.codeLists, wanted, listsNeeded)] : problems;
}

/** What is wrong with single columns, whatever they are filled from. */
export function columnProblems(path: string, columns: Columns, fields: ReadonlySet<string>, of: string): ProfileProblem[] {
  return Object.entries(columns).flatMap(([name, one]) => {
    const at = `${path}.${name}`;
    const found: ProfileProblem[] = [];
    if ([one.from, one.value, one.made].filter((given) => given !== undefined).length !== 1) {
      found.push({ path: at, zh: '须且只能有 from、value、made 之一', en: 'exactly one of from, value, made is needed' });
    }
    if (one.from !== undefined && !fields.has(one.from)) found.push({ path: at, zh: `步骤中没有字段 ${one.from}`, en: `${of} has no field ${one.from}` });
    return found;
  });
}

function listProblems(
  lists: Mapping['codeLists'], wanted: ReadonlyMap<string, string>, needed: readonly { readonly list: string; readonly zh: string; readonly en: string }[],
): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  for (const [list, path] of wanted) {
    const known = lists[list];
    if (!known) {
      problems.push({ path, zh: `没有代码表 ${list}`, en: `there is no code list ${list}` });
      continue;
    }
    if (!isWordList(list)) {
      problems.push({ path, zh: `${list} 不是系统已知的词表`, en: `${list} is no list of words the hub knows` });
      continue;
    }
    const given = new Set(Object.values(known.codes).flatMap((one) => [one.word, ...one.also ?? []]));
    for (const word of WORDS[list]) {
      if (!given.has(word)) problems.push({ path: `codeLists.${list}`, zh: `缺少 ${word} 的代码`, en: `no code stands for ${word}` });
    }
  }
  for (const { list, zh, en } of needed) if (!lists[list]) problems.push({ path: `codeLists.${list}`, zh, en });
  for (const [name, list] of Object.entries(lists)) {
    const words: readonly string[] = isWordList(name) ? WORDS[name] : [];
    for (const [code, { word: first, also = [] }] of Object.entries(list.codes)) for (const word of [...(first === undefined ? [] : [first]), ...also]) {
      if (!words.includes(word)) problems.push({ path: `codeLists.${name}.${code}`, zh: `未知的词 ${word}`, en: `${word} is no word of this list` });
    }
  }
  return problems;
}

/** Every path a column of this kind of step may take its value from. */
export const stepPaths = (kind: StepKind): Set<string> => pathsOf(STEP_SCHEMAS[kind]);

/** Every path below a schema at which a single value stands. */
export function pathsOf(schema: z.ZodType): Set<string> {
  const paths = new Set<string>();
  const walk = (at: z.ZodType, prefix: string): void => {
    let inner: unknown = at;
    while (inner instanceof z.ZodNullable || inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap();
    if (inner instanceof z.ZodArray && inner.element instanceof z.ZodObject) {
      paths.add('each.position');
      walk(inner.element, 'each');
    } else if (inner instanceof z.ZodObject) {
      const shape: Record<string, z.ZodType> = inner.shape;
      for (const [name, below] of Object.entries(shape)) walk(below, prefix === '' ? name : `${prefix}.${name}`);
    } else {
      paths.add(prefix);
    }
  };
  walk(schema, '');
  return paths;
}
