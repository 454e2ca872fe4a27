/**
 * The profile of a province that speaks XML over SOAP: envelope, charset, element names, code lists, flat codes and the messages each step is
 * told in (one, or several events), as data. Validated when loaded, with every error named at once: a gateway with a wrong profile does not start.
 */
import { z } from 'zod';
import { isRefusalReason } from '../../../../contracts/refusals.ts';
import { applicationSections, APPLICATION_LISTS_NEEDED } from '../../mapping/applications.ts';
import { columnsOf, itemListsNeeded, itemSections } from '../../mapping/items.ts';
import { column, mappingProblems, mappingSections, readProfile, stepPaths, type Mapping, type ProfileProblem } from '../../mapping/profile.ts';
import { STEP_KINDS, STEP_SCHEMAS, type StepKind } from '../../port.ts';
import { SOAP_NAMESPACES, WIRE_CHARSETS } from './wire.ts';

const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, '须为元素名 must be the name of an element');
const call = z.strictObject({
  operation: name,
  /** The document's root, where the payload is a document of its own; such a call has no other name there. */
  root: name.optional(),
});

const condition = z.strictObject({
  /** A path in the step such as `endedAt`. */
  field: z.string().min(1),
  given: z.boolean().optional(),
  is: z.array(z.string()).min(1).optional(),
  isNot: z.array(z.string()).min(1).optional(),
});
export type Condition = z.infer<typeof condition>;

const message = call.extend({
  step: z.enum(STEP_KINDS),
  /** How the province calls such a record when it tells what it has; the root, or else the operation, when left out. */
  told: z.string().min(1).optional(),
  /** Of several messages for one step the one it is counted by there. */
  counted: z.boolean().default(true),
  /** All of these must hold, or this message is not part of the step. */
  when: z.array(condition).default([]),
  elements: z.record(name, column),
  /** Where rows for the elements taken from `each.…` stand, and how a row is called. */
  rows: z.strictObject({ element: name, item: name }).optional(),
  /** Element for “2/3”: which of the step's messages this is. Needed where a step may have several. */
  part: name.optional(),
});
export type Message = z.infer<typeof message>;

const failure = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('refused'), reason: z.string() }),
  z.strictObject({ outcome: z.literal('unavailable') }),
  z.strictObject({ outcome: z.literal('in-doubt') }),
  /** The nonce was taken for a replay: nothing happened, call again with a fresh one. */
  z.strictObject({ outcome: z.literal('again') }),
]);
export type Failure = z.infer<typeof failure>;

const page = columnsOf('any', ['rows', 'cursor', 'more']);
const { steps: _steps, ...mapped } = mappingSections('any');
const sections = {
  about: z.string().optional(),
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  dialect: z.literal('soap-xml'),
  charset: z.enum(WIRE_CHARSETS),
  /** Written for a character the charset has not; when left out, such a text is refused by name. */
  unwritable: z.string().length(1).optional(),
  callTimeoutMs: z.number().int().min(100).max(120_000),
  pageSize: z.number().int().min(1).max(1000),
  /** A longer answer is not read. */
  largestAnswerBytes: z.number().int().min(10_000).max(64 * 1024 * 1024).default(32 * 1024 * 1024),
  ...mapped,
  envelope: z.strictObject({
    soap: z.enum(Object.keys(SOAP_NAMESPACES) as ['1.1', '1.2']),
    namespace: z.string().min(1),
    prefix: z.string().regex(/^(?!xml)[a-z][a-z0-9]{0,9}$/i),
    /** Below the address. */
    path: z.string().startsWith('/'),
    /** Elements below the argument, or a whole document as its text. */
    payload: z.enum(['elements', 'text']),
    argument: name,
    result: name,
    /** SOAPAction; `{operation}` stands for the operation's name. */
    action: z.string().default(''),
  }),
  answer: z.strictObject({ code: name, data: name, success: z.array(z.string().min(1)).min(1) }),
  /** Every element that holds rows, and how a row is called: one row must not look different from two. */
  lists: z.record(name, name),
  messages: z.array(message).min(1),
  acknowledgement: columnsOf('any', ['receipt', 'repeated']),
  /** How what the province has is told: what kind of record, and when it took it. */
  recorded: columnsOf('any', ['rows', 'kind', 'recordedAt', 'receipt']),
  /** Questions without effect; one that is left out is answered `not-supported`. */
  questions: z.strictObject({
    /** All records of a step or of a case. */
    inquiry: call.extend(columnsOf('any', ['caseNumber', 'sequence']).shape),
    recorded: call.extend(columnsOf('any', ['caseNumber']).shape).optional(),
    counts: call.extend(columnsOf('any', ['day', 'rows', 'kind', 'number']).shape).optional(),
    recordedOn: call.extend({ ...columnsOf('any', ['day', 'cursor', 'pageSize']).shape, answer: page }).optional(),
    items: call.extend({ ...columnsOf('any', ['cursor', 'pageSize']).shape, answer: page }).optional(),
    item: call.extend({ ...columnsOf('any', ['code']).shape, answer: columnsOf('any', ['rows']) }).optional(),
    digests: call.extend({ ...columnsOf('any', ['cursor', 'pageSize']).shape, answer: page, columns: columnsOf('any', ['code', 'version', 'digest']) }).optional(),
    decisions: call.extend({
      ...columnsOf('any', ['cursor', 'pageSize']).shape, answer: page,
      columns: columnsOf('any', ['decisionId', 'caseNumber', 'decision', 'documentNumber', 'authority', 'decidedAt', 'note']), granted: z.string().min(1), refused: z.string().min(1),
    }).optional(),
    applications: call.extend({ ...columnsOf('any', ['cursor', 'pageSize']).shape, answer: page, ...applicationSections('any') }).optional(),
    applicationFile: call.extend({ ...columnsOf('any', ['application', 'file']).shape, answer: columnsOf('any', ['name', 'mediaType', 'content']) }).optional(),
    applicationAnswer: call.extend({
      ...columnsOf('any', ['application', 'verdict', 'caseNumber', 'receiptNumber', 'queryPassword', 'reason']).shape, verdicts: z.strictObject({ started: z.string().min(1), quarantined: z.string().min(1), failed: z.string().min(1) }),
    }).optional(),
  }),
  /** How items are read; needed where `questions` ask for any. */
  items: z.strictObject(itemSections('any')).optional(),
  /** By flat code, or `fault:Server` for a SOAP fault; a line may end in `*`. Codes without a line are refusals that a person must look at, faults leave doubt. */
  failures: z.record(z.string().regex(/^[\w:.-]{1,60}\*?$/), failure),
};
const shapes = { shape: z.strictObject(sections), parts: z.object(sections).partial() };
export type Profile = z.infer<typeof shapes.shape>;

/** Reads a profile. Throws `ProfileError` naming everything that is wrong, structure and meaning alike. */
export function parseProfile(raw: unknown, source = 'profile'): Profile {
  return readProfile(shapes, raw, source, (parsed) => unique([
    ...messageProblems(parsed), ...callProblems(parsed), ...listProblems(parsed),
    ...Object.entries(parsed.failures ?? {}).flatMap(([code, one]) => (one.outcome !== 'refused' || isRefusalReason(one.reason) ? []
      : [{ path: `failures.${code}`, zh: `未登记的拒绝原因 ${one.reason}`, en: `${one.reason} is not a registered refusal reason` }])),
  ]));
}
const unique = (problems: readonly ProfileProblem[]): ProfileProblem[] => [...new Map(problems.map((one) => [`${one.path} ${one.en}`, one])).values()];

/** How the province calls a message's record. */
export const toldAs = (one: Message): string => one.told ?? one.root ?? one.operation;
/** What the mapping needs to know, whatever the message. */
export const mappingOf = (profile: Profile): Mapping => ({
  name: profile.name, charset: profile.charset, unwritable: profile.unwritable, momentFormat: profile.momentFormat, dayFormat: profile.dayFormat, codeLists: profile.codeLists,
  steps: {}, withoutSteps: [],
});

function messageProblems(profile: Partial<Profile>): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  const { messages, codeLists, questions } = profile;
  const listsNeeded = [...(profile.items ? itemListsNeeded(profile.items.columns) : []), ...(questions?.applications ? APPLICATION_LISTS_NEEDED : [])];
  // Without messages the code lists are held against the words all the same.
  if (!messages) return mappingProblems({ codeLists, withoutSteps: [...STEP_KINDS] }, listsNeeded);
  for (const kind of STEP_KINDS) {
    const ours = messages.filter((one) => one.step === kind);
    const without = profile.withoutSteps?.includes(kind) ?? false;
    if (ours.length === 0 && !without && profile.withoutSteps) problems.push({ path: 'messages', zh: `${kind} 既无报文，也未列入 withoutSteps`, en: `${kind} has neither a message nor a place in withoutSteps` });
    if (ours.length > 0 && without) problems.push({ path: 'withoutSteps', zh: `${kind} 有报文，却又列入`, en: `${kind} has a message all the same` });
    if (ours.length > 0 && !ours.some((one) => one.counted)) problems.push({ path: 'messages', zh: `${kind} 没有计数的报文`, en: `no message of ${kind} is counted` });
  }
  for (const [position, one] of messages.entries()) {
    const path = `messages.${String(position)} (${toldAs(one)})`;
    const paths = stepPaths(one.step);
    const found = mappingProblems({ codeLists, steps: { [one.step]: one.elements }, withoutSteps: STEP_KINDS.filter((kind) => kind !== one.step) }, listsNeeded);
    problems.push(...found.map((each) => ({ ...each, path: each.path.replace(/^steps\.[a-z]+/, path) })));
    if (!Object.values(one.elements).some((each) => each.from === 'revision')) problems.push({ path, zh: '没有元素取自 revision', en: 'no element is taken from revision' });
    const inner = Object.values(one.elements).some((each) => each.from?.startsWith('each.'));
    if (inner !== (one.rows !== undefined)) problems.push({ path: `${path}.rows`, zh: '行与取自 each 的元素须同时有或同时无', en: 'rows need elements taken from each, and such elements need rows' });
    if (messages.filter((each) => toldAs(each) === toldAs(one)).length > 1) problems.push({ path: `${path}.told`, zh: '称呼重复', en: 'two messages are told by one name' });
    if (messages.filter((each) => each.step === one.step).length > 1 && one.part === undefined) problems.push({ path: `${path}.part`, zh: '同一步骤有多个报文，须有标明第几个的元素', en: 'a step of several messages needs an element that says which this is' });
    for (const each of one.when) {
      if (!paths.has(each.field)) { problems.push({ path: `${path}.when`, zh: `步骤中没有字段 ${each.field}`, en: `a ${one.step} step has no field ${each.field}` }); continue; }
      const words = wordsAt(one.step, each.field);
      for (const word of [...(each.is ?? []), ...(each.isNot ?? [])]) {
        if (words && !words.includes(word)) problems.push({ path: `${path}.when.${each.field}`, zh: `未知的词 ${word}`, en: `${word} is no word of this field` });
      }
      if ([each.given, each.is, each.isNot].every((given) => given === undefined)) problems.push({ path: `${path}.when.${each.field}`, zh: '须有 given、is、isNot 之一', en: 'one of given, is, isNot is needed' });
    }
  }
  return problems;
}

/** The words a field may hold, where it is one of a list. */
function wordsAt(kind: StepKind, path: string): readonly string[] | null {
  let schema: unknown = STEP_SCHEMAS[kind];
  for (const step of path.split('.')) {
    while (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) schema = schema.unwrap();
    schema = schema instanceof z.ZodObject ? (schema.shape as Record<string, unknown>)[step] : undefined;
  }
  return schema instanceof z.ZodEnum ? schema.options.map(String) : null;
}

function callProblems(profile: Partial<Profile>): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  const calls: [string, { operation: string; root?: string | undefined }][] = [
    ...(profile.messages ?? []).map((one, position): [string, Message] => [`messages.${String(position)}`, one]), ...Object.entries(profile.questions ?? {}).map(([question, one]): [string, typeof one] => [`questions.${question}`, one]),
  ];
  const text = profile.envelope?.payload === 'text';
  const seen = new Set<string>();
  for (const [path, one] of calls) {
    if (profile.envelope && text !== (one.root !== undefined)) problems.push({ path: `${path}.root`, zh: text ? '报文为完整文档时须有根元素' : '报文为元素时没有根元素', en: text ? 'a document needs its root' : 'elements have no root' });
    const key = `${one.operation} ${one.root ?? ''}`;
    if (seen.has(key)) problems.push({ path, zh: `与另一接口相同：${key}`, en: `the same call twice: ${key}` });
    seen.add(key);
  }
  if (profile.questions && profile.items === undefined) {
    for (const question of ['items', 'item'] as const) if (profile.questions[question]) problems.push({ path: 'items', zh: `${question} 需要事项的读法`, en: `${question} needs to know how items are read` });
  }
  return problems;
}

/** Rows that are not declared as a list would be read as a record when there is one of them. */
function listProblems(profile: Partial<Profile>): ProfileProblem[] {
  const { lists } = profile;
  if (!lists) return [];
  const needed: [string, string | null | undefined][] = [
    ['recorded.rows', profile.recorded?.rows], ['items.materials.rows', profile.items?.materials.rows], ['items.charges.rows', profile.items?.charges.rows],
    ['items.grounds.rows', profile.items?.grounds?.rows], ['items.questions.rows', profile.items?.questions?.rows],
    ...(profile.messages ?? []).map((one, position): [string, string | undefined] => [`messages.${String(position)}.rows`, one.rows?.element]),
    ['questions.applications.files.rows', profile.questions?.applications?.files?.rows], ['questions.counts.rows', profile.questions?.counts?.rows],
    ...(['recordedOn', 'items', 'item', 'digests', 'decisions', 'applications'] as const).map((question): [string, string | undefined] => [`questions.${question}.answer.rows`, profile.questions?.[question]?.answer.rows]),
  ];
  const form = profile.questions?.applications?.form;
  if (form && 'rows' in form) needed.push(['questions.applications.form.rows', form.rows]);
  const missing = needed.flatMap(([path, element]) => (element && lists[element] === undefined ? [{ path, zh: `${element} 未列入 lists`, en: `${element} is not declared in lists` }] : []));
  const misnamed = (profile.messages ?? []).flatMap((one, position) => (one.rows && lists[one.rows.element] !== undefined && lists[one.rows.element] !== one.rows.item
    ? [{ path: `messages.${String(position)}.rows`, zh: `lists 中的行名为 ${lists[one.rows.element] ?? ''}`, en: `lists calls a row of it ${lists[one.rows.element] ?? ''}` }] : []));
  return [...missing, ...misnamed];
}
