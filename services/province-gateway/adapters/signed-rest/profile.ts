/**
 * The profile of a province: everything in which two provinces of this dialect differ (paths, sids, code lists, columns, formats,
 * failure codes), as data. Validated when loaded, with every error named at once: a gateway with a wrong profile does not start.
 */
import { z } from 'zod';
import { isRefusalReason } from '../../../../contracts/refusals.ts';
import { STEP_KINDS, STEP_SCHEMAS, WORDS, type StepKind, type WordList } from '../../port.ts';
import { DAY_FORMATS, MOMENT_FORMATS } from './wire.ts';

const columnName = z.string().regex(/^[a-z][a-z0-9_]*$/, '列名须全小写 column names are lower-case');

const face = z.strictObject({
  /** Below /sysapi/, as issued by the province. */
  path: z.string().regex(/^[a-z0-9][a-z0-9/_-]*$/i),
  /** One id per interface, issued by the province. */
  sid: z.string().min(1),
});

const column = z.strictObject({
  /** Where the value comes from: a path in the step such as `applicant.name`. */
  from: z.string().optional(),
  /** A constant instead. */
  value: z.string().optional(),
  /** A value made by the exchange itself: key of the row, day of the batch, moment of sending. */
  made: z.enum(['row-id', 'batch', 'sent-at']).optional(),
  /** How the value is written. Text when left out. */
  as: z.enum(['text', 'moment', 'day', 'integer']).optional(),
  /** Code list through which our word becomes the province's code. */
  list: z.string().optional(),
  /** Single values written otherwise; the rest goes unchanged. */
  replace: z.record(z.string(), z.string()).optional(),
  required: z.boolean().default(false),
  /** Characters the column holds; a longer value is refused here, not cut off there. */
  longest: z.number().int().min(1).optional(),
});
export type Column = z.infer<typeof column>;

const codeList = z.strictObject({
  /** Which of the rival lists this is, e.g. `GB/T 39046-2020 A.6`. */
  list: z.string().min(1),
  codes: z.record(z.string().min(1), z.strictObject({ meaning: z.string().min(1), word: z.string().optional() })),
});
export type CodeList = z.infer<typeof codeList>;

const failure = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('refused'), reason: z.string() }),
  z.strictObject({ outcome: z.literal('unavailable') }),
  z.strictObject({ outcome: z.literal('in-doubt') }),
  /** The timestamp was taken for a replay: nothing happened, call again with a fresh one. */
  z.strictObject({ outcome: z.literal('again') }),
]);
export type Failure = z.infer<typeof failure>;

/** Fields of an item that a province must be able to tell us, and where they may be absent. */
const ITEM_FIELDS = {
  catalogCode: {}, taskCode: {}, handlingCode: {}, name: {}, version: {}, state: { list: 'item-state' }, effectiveOn: {}, cancelledOn: {},
  type: { list: 'item-type' }, departmentName: {}, departmentCode: {}, departmentNature: { list: 'body-nature' },
  exerciseLevel: { list: 'exercise-level' }, powerSource: { list: 'power-source' }, legalBasis: {},
  statutoryAmount: {}, statutoryUnit: { list: 'limit-unit' }, promisedAmount: {}, promisedUnit: { list: 'limit-unit' },
  handlingType: { list: 'handling-type' }, servedKinds: { list: 'served-kind' }, conditions: {}, address: {}, openingHours: {}, telephone: {},
  visits: {}, resultType: { list: 'result-type' }, resultName: {},
} as const;
export type ItemField = keyof typeof ITEM_FIELDS;
/** The code list each coded item field is read with. */
export const ITEM_LISTS: Partial<Record<ItemField, string>> = Object.fromEntries(
  Object.entries(ITEM_FIELDS).flatMap(([name, about]) => ('list' in about ? [[name, about.list]] : [])),
);

const columnsOf = <Name extends string>(names: readonly [Name, ...Name[]]) => z.strictObject(
  Object.fromEntries(names.map((name) => [name, columnName])) as Record<Name, typeof columnName>,
);

const sections = {
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  dialect: z.literal('signed-rest'),
  callTimeoutMs: z.number().int().min(100).max(120_000),
  pageSize: z.number().int().min(1).max(1000),
  momentFormat: z.enum(MOMENT_FORMATS),
  dayFormat: z.enum(DAY_FORMATS),
  interfaces: z.strictObject({ items: face, accept: face, process: face, special: face, report: face, result: face, inquiry: face, decisions: face }),
  codeLists: z.record(z.string(), codeList),
  steps: z.strictObject(Object.fromEntries(STEP_KINDS.map((kind) => [kind, z.record(columnName, column)])) as Record<StepKind, z.ZodRecord<typeof columnName, typeof column>>),
  acknowledgement: columnsOf(['receipt', 'repeated']),
  inquiry: columnsOf(['caseNumber', 'sequence', 'found', 'receipt']),
  items: z.strictObject({
    request: columnsOf(['cursor', 'pageSize']),
    answer: columnsOf(['rows', 'cursor', 'more']),
    columns: columnsOf(Object.keys(ITEM_FIELDS) as [ItemField, ...ItemField[]]),
    materials: columnsOf(['rows', 'name', 'required', 'form', 'copies', 'source', 'acceptanceStandard']),
    charges: columnsOf(['rows', 'name', 'standard', 'unitAmountYuan', 'unit', 'basis', 'reliefAllowed']),
    /** Joins several codes in one column (服务对象). */
    separator: z.string().min(1),
  }),
  decisions: z.strictObject({
    request: columnsOf(['cursor', 'pageSize']),
    answer: columnsOf(['rows', 'cursor', 'more']),
    columns: columnsOf(['decisionId', 'caseNumber', 'decision', 'documentNumber', 'authority', 'decidedAt', 'note']),
    granted: z.string().min(1),
    refused: z.string().min(1),
  }),
  /** By domain code; a code may end in `*`. Codes without a line are refusals that a person must look at. */
  failures: z.record(z.string().regex(/^[a-z]+-(?:\d{3}|\*)$/), failure),
};
const profileShape = z.strictObject({ about: z.string().optional(), ...sections });
export type Profile = z.infer<typeof profileShape>;

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

/** Reads a profile. Throws `ProfileError` naming everything that is wrong, structure and meaning alike. */
export function parseProfile(raw: unknown, source = 'profile'): Profile {
  const whole = profileShape.safeParse(raw);
  if (whole.success) {
    const problems = problemsOfMeaning(whole.data);
    if (problems.length > 0) throw new ProfileError(source, problems);
    return whole.data;
  }
  const structure = whole.error.issues.map((issue) => ({
    path: issue.path.join('.') || '(root)',
    zh: '不符合配置格式：',
    en: issue.message,
  }));
  // What did parse is checked for meaning too, so that one round of mending is enough.
  const rest = partly(raw);
  throw new ProfileError(source, [...structure, ...(rest ? problemsOfMeaning(rest) : [])]);
}

type Checkable = Partial<Pick<Profile, 'codeLists' | 'steps' | 'failures'>>;

function partly(raw: unknown): Checkable | null {
  const loose = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!loose.success) return null;
  const codeLists = sections.codeLists.safeParse(loose.data.codeLists);
  const steps = sections.steps.safeParse(loose.data.steps);
  const failures = sections.failures.safeParse(loose.data.failures);
  return { codeLists: codeLists.data, steps: steps.data, failures: failures.data };
}

function problemsOfMeaning(profile: Checkable): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  const lists = profile.codeLists;
  const wanted = new Map<string, string>();
  for (const kind of STEP_KINDS) {
    for (const [name, one] of Object.entries(profile.steps?.[kind] ?? {})) {
      const path = `steps.${kind}.${name}`;
      const sources = [one.from, one.value, one.made].filter((given) => given !== undefined);
      if (sources.length !== 1) problems.push({ path, zh: '须且只能有 from、value、made 之一', en: 'exactly one of from, value, made is needed' });
      if (one.from !== undefined && !stepPaths(kind).has(one.from)) {
        problems.push({ path, zh: `步骤中没有字段 ${one.from}`, en: `a ${kind} step has no field ${one.from}` });
      }
      if (one.list !== undefined) wanted.set(one.list, path);
    }
    if (profile.steps && !Object.values(profile.steps[kind]).some((one) => one.from === 'caseNumber')) {
      problems.push({ path: `steps.${kind}`, zh: '没有一列取自 caseNumber', en: 'no column is taken from caseNumber' });
    }
    if (profile.steps && !Object.values(profile.steps[kind]).some((one) => one.from === 'sequence')) {
      problems.push({ path: `steps.${kind}`, zh: '没有一列取自 sequence', en: 'no column is taken from sequence' });
    }
  }
  if (lists) {
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
      const given = new Set(Object.values(known.codes).map((one) => one.word));
      for (const word of WORDS[list]) {
        if (!given.has(word)) problems.push({ path: `codeLists.${list}`, zh: `缺少 ${word} 的代码`, en: `no code stands for ${word}` });
      }
    }
    for (const list of new Set(Object.values(ITEM_LISTS))) {
      if (!lists[list]) problems.push({ path: `codeLists.${list}`, zh: '事项需要此代码表', en: 'items need this code list' });
    }
    for (const [name, list] of Object.entries(lists)) {
      for (const [code, { word }] of Object.entries(list.codes)) {
        if (word === undefined) continue;
        const words: readonly string[] = isWordList(name) ? WORDS[name] : [];
        if (!words.includes(word)) problems.push({ path: `codeLists.${name}.${code}`, zh: `未知的词 ${word}`, en: `${word} is no word of this list` });
      }
    }
  }
  for (const [code, one] of Object.entries(profile.failures ?? {})) {
    if (one.outcome === 'refused' && !isRefusalReason(one.reason)) {
      problems.push({ path: `failures.${code}`, zh: `未登记的拒绝原因 ${one.reason}`, en: `${one.reason} is not a registered refusal reason` });
    }
  }
  return problems;
}

const isWordList = (name: string): name is WordList => Object.hasOwn(WORDS, name);

/** Every path a column of this kind of step may take its value from. */
function stepPaths(kind: StepKind): Set<string> {
  const paths = new Set<string>();
  const walk = (schema: z.ZodType, prefix: string): void => {
    let inner: unknown = schema;
    while (inner instanceof z.ZodNullable || inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap();
    if (inner instanceof z.ZodObject) {
      const shape: Record<string, z.ZodType> = inner.shape;
      for (const [name, below] of Object.entries(shape)) walk(below, prefix === '' ? name : `${prefix}.${name}`);
    } else {
      paths.add(prefix);
    }
  };
  walk(STEP_SCHEMAS[kind], '');
  return paths;
}
