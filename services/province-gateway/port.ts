/**
 * What the hub asks of a province, whatever its system speaks. An adapter in `adapters/<system>/` implements
 * `Province`; nobody outside the adapter ever sees the province's own column names, codes or date formats.
 * Expected bad answers are outcomes, never exceptions: an adapter throws only when it is itself broken.
 */
import { z } from 'zod';
import type { Outcome } from '../../infra/outcome.ts';

const text = (longest: number) => z.string().min(1).max(longest);
const optionalText = (longest: number) => text(longest).nullable().default(null);
/** A moment with its offset, e.g. 2026-11-20T09:00:00+08:00. */
const moment = z.iso.datetime({ offset: true });
const day = z.iso.date();

const body = z.object({ name: text(200), code: text(18) });

/** The five kinds of step, in the order a province accepts them (accept first; a result closes the case there). */
export const STEP_KINDS = ['accept', 'process', 'special', 'report', 'result'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Which of our words stand behind a province's code lists; a profile must give a code for each word it is asked for. */
export const WORDS = {
  'apply-source': ['window', 'online', 'mobile', 'post', 'other'],
  'applicant-kind': ['person', 'company', 'institution', 'social-organisation', 'government-body', 'other'],
  'handling-type': ['immediate', 'promised', 'joint', 'reported', 'other'],
  'process-action': ['passed', 'returned', 'other'],
  'special-kind': ['extension', 'supplement', 'hearing', 'publicity', 'verification', 'suspension', 'other'],
  'result-kind': ['granted', 'refused', 'not-accepted', 'withdrawn', 'terminated', 'reported-up', 'void'],
  'yes-no': ['yes', 'no'],
  'limit-unit': ['working-day', 'calendar-day', 'month', 'year'],
  'item-state': ['in-use', 'suspended', 'cancelled'],
  'result-type': ['certificate', 'approval-document', 'other', 'none'],
} as const;
export type WordList = keyof typeof WORDS;

const stepBase = {
  caseNumber: text(50),
  /** Position of the step in its case, from 1; (caseNumber, sequence) is the key under which the province knows it. */
  sequence: z.number().int().min(1).max(9999),
};

const acceptStep = z.object({
  ...stepBase,
  kind: z.literal('accept'),
  item: z.object({
    /** 基本编码, 12 characters. */
    catalogCode: text(12),
    /** 实施编码, 31 characters. */
    taskCode: text(31),
    /** 业务办理项编码, 33 characters, where the item has one. */
    handlingCode: optionalText(33),
    name: text(1000),
    /** The version in force when the case was accepted: the case is judged by it to its end. */
    version: z.number().int().min(1),
  }),
  /** 办理摘要, e.g. “关于某公司的建筑工程施工许可”. */
  summary: text(1000),
  applySource: z.enum(WORDS['apply-source']),
  applicant: z.object({
    kind: z.enum(WORDS['applicant-kind']),
    name: text(200),
    /** GA/T 2000.156 three digits for persons; `credit-code` for a body with a 统一社会信用代码. */
    documentType: z.union([z.literal('credit-code'), z.string().regex(/^\d{3}$/)]),
    documentNumber: text(50),
    legalRepresentative: optionalText(100),
  }),
  contact: z.object({ name: text(100), mobile: optionalText(20) }).nullable().default(null),
  address: optionalText(1000),
  appliedAt: moment,
  acceptedAt: moment,
  /** 受理文书编号. */
  acceptanceNumber: optionalText(50),
  /** The promised day of decision (承诺办结时间); null for items done on the spot. */
  promisedOn: day.nullable().default(null),
  handlingType: z.enum(WORDS['handling-type']),
  organisation: body,
  handledBy: optionalText(100),
});

const processStep = z.object({
  ...stepBase,
  kind: z.literal('process'),
  /** 环节名称, e.g. 审查, 决定. */
  stepName: text(200),
  action: z.enum(WORDS['process-action']),
  startedAt: moment,
  /** Equal to `startedAt` when the step has no length of its own (GB/T 39046-2020 table 7). */
  endedAt: moment,
  handledBy: text(100),
  opinion: text(1000),
  remark: optionalText(500),
});

const specialStep = z.object({
  ...stepBase,
  kind: z.literal('special'),
  specialKind: z.enum(WORDS['special-kind']),
  name: text(200),
  startedAt: moment,
  /** 启动理由或依据; 行政许可法 art. 45 wants the time needed told in writing. */
  reason: text(2000),
  endedAt: moment,
  result: optionalText(2000),
  explanation: optionalText(2000),
  handledBy: text(100),
});

const reportStep = z.object({
  ...stepBase,
  kind: z.literal('report'),
  /** The higher authority that will decide (审批直报). */
  authority: body,
  reportedAt: moment,
  /** The zone's pre-examination opinion, 行政许可法 art. 43: within 20 working days of acceptance. */
  opinion: text(2000),
  handledBy: text(100),
});

const resultStep = z.object({
  ...stepBase,
  kind: z.literal('result'),
  result: z.enum(WORDS['result-kind']),
  decidedAt: moment,
  /** The reason; required by the province for everything but a grant. */
  explanation: optionalText(2000),
  certificate: z
    .object({ name: text(256), number: text(128), validTo: day.nullable().default(null) })
    .nullable()
    .default(null),
  /** 是否快递寄送结果. */
  posted: z.boolean(),
  handledBy: text(100),
});

/** One step of a case as the province shall know it; parsed at the gateway's door. */
export const provinceStep = z.discriminatedUnion('kind', [acceptStep, processStep, specialStep, reportStep, resultStep]);
export type ProvinceStep = z.infer<typeof provinceStep>;

/** The schema of each kind, so that a profile can be checked against the fields that really exist. */
export const STEP_SCHEMAS = {
  accept: acceptStep,
  process: processStep,
  special: specialStep,
  report: reportStep,
  result: resultStep,
} as const;

/** Fields of a step that tell of a person or are free text: masked wherever an exchange is kept or logged. */
export const PERSONAL_FIELDS: ReadonlySet<string> = new Set([
  'summary', 'applicant.name', 'applicant.documentNumber', 'applicant.legalRepresentative', 'contact.name', 'contact.mobile', 'address',
  'handledBy', 'opinion', 'remark', 'reason', 'explanation',
]);

/** A code of somebody's list; never keep a bare number, rival lists use the same digits for different things. */
export const codedValue = z.object({ list: z.string(), code: z.string(), meaning: z.string().nullable() });
export type CodedValue = z.infer<typeof codedValue>;

/** Months and years are counted out by the adapter (1 month = 30, 1 year = 365 calendar days, as provinces do). */
export const limit = z.object({ amount: z.number().int().min(1), unit: z.enum(['working-day', 'calendar-day']) });

export const provinceMaterial = z.object({
  name: z.string().min(1),
  required: z.boolean(),
  form: z.string().nullable(),
  copies: z.number().int().min(0).nullable(),
  source: z.string().nullable(),
  acceptanceStandard: z.string().nullable(),
});

export const provinceCharge = z.object({
  name: z.string().min(1),
  /** The published standard in words, as it hangs on the wall. */
  standard: z.string().min(1),
  /** Fen for one unit, when the standard can be counted. */
  unitAmountInFen: z.number().int().min(0).nullable(),
  unit: z.string().nullable(),
  basis: z.string().nullable(),
  reliefAllowed: z.boolean(),
});

/** One version of one item as the province publishes it. Codes are not judged here: the catalogue does that. */
export const provinceItem = z.object({
  catalogCode: z.string(),
  taskCode: z.string(),
  handlingCode: z.string().nullable(),
  name: z.string().min(1),
  version: z.number().int().min(1),
  state: z.enum(WORDS['item-state']),
  effectiveOn: day.nullable(),
  cancelledOn: day.nullable(),
  type: codedValue,
  department: z.object({ name: z.string().min(1), code: z.string().min(1), nature: codedValue }),
  exerciseLevel: codedValue,
  powerSource: codedValue,
  legalBasis: z.string().min(1),
  statutoryLimit: limit,
  promisedLimit: limit,
  handlingType: codedValue,
  /** Our word for the handling type, when the profile's list has one for the code. */
  handlingWord: z.enum(WORDS['handling-type']),
  servedKinds: z.array(codedValue),
  conditions: z.string().nullable(),
  address: z.string().nullable(),
  openingHours: z.string().nullable(),
  telephone: z.string().nullable(),
  visits: z.number().int().min(0).nullable(),
  materials: z.array(provinceMaterial),
  charges: z.array(provinceCharge),
  result: z.object({ type: z.enum(WORDS['result-type']), name: z.string().nullable() }),
});
export type ProvinceItem = z.infer<typeof provinceItem>;

/** A row that could not be understood; told by name, so that a catalogue officer can ask the province to mend it. */
export const unreadableRow = z.object({ row: z.number().int(), code: z.string().nullable(), field: z.string(), zh: z.string(), en: z.string() });

export const itemPage = z.object({
  items: z.array(provinceItem),
  unreadable: z.array(unreadableRow),
  /** Hand this back to get what follows; keep it after the last page to get only later changes. */
  cursor: z.string(),
  more: z.boolean(),
});
export type ItemPage = z.infer<typeof itemPage>;

/** A step the province certainly has. */
export type Acknowledgement = {
  /** The province's own number for what it stored. */
  readonly receipt: string;
  /** True when the province had the step already: pushing again changed nothing. */
  readonly alreadyThere: boolean;
};

export const upstreamDecision = z.object({
  /** The province's own number of the decision; each is stated once. */
  decisionId: z.string().min(1),
  caseNumber: z.string().min(1),
  decision: z.enum(['granted', 'refused']),
  documentNumber: z.string().min(1),
  authority: z.string().min(1),
  decidedAt: moment,
  note: z.string(),
});
export type UpstreamDecision = z.infer<typeof upstreamDecision>;

export type DecisionPage = { readonly decisions: readonly UpstreamDecision[]; readonly cursor: string; readonly more: boolean };

/** One talk with the province, fit to be kept: no personal data in it. */
export type Exchange = {
  readonly operation: string;
  /** Empty when the talk was not about a case. */
  readonly caseNumber: string;
  readonly request: string;
  readonly answer: string;
  readonly outcome: Outcome['kind'];
  readonly tookMs: number;
};

/** A province's platform. Every call ends within the adapter's time limit. */
export type Province = {
  /** Name of the profile in use, for people. */
  readonly name: string;
  /** Items changed since the cursor (null: from the beginning). Reading only: never in doubt. */
  listItems(cursor: string | null): Promise<Outcome<ItemPage>>;
  /** Hands over one step. Repeating an acknowledged step is harmless; repeating one in doubt is not asked of anybody. */
  pushStep(step: ProvinceStep): Promise<Outcome<Acknowledgement>>;
  /** Whether the province has this step; `refused` with reason `not-found` means it certainly has not. */
  inquireStep(caseNumber: string, sequence: number): Promise<Outcome<Acknowledgement>>;
  /** What higher authorities decided since the cursor (null: from the beginning). Reading only: never in doubt. */
  upstreamDecisions(cursor: string | null): Promise<Outcome<DecisionPage>>;
  /** Frees connections. */
  close(): void;
};
