/**
 * What the hub asks of a province, whatever its system speaks. An adapter in `adapters/<system>/` implements
 * `Province`; nobody outside the adapter ever sees the province's own column names, codes or date formats.
 * Expected bad answers are outcomes, never exceptions: an adapter throws only when it is itself broken.
 */
import { z } from 'zod';
import type { Outcome } from '../../infra/outcome.ts';
import type { DeliveryRules } from './delivery-rules.ts';

const text = (longest: number) => z.string().min(1).max(longest);
const optionalText = (longest: number) => text(longest).nullable().default(null);
/** A moment with its offset, e.g. 2026-11-20T09:00:00+08:00. */
const moment = z.iso.datetime({ offset: true });
const day = z.iso.date();

const body = z.object({ name: text(200), code: text(18) });

/** The kinds of step, in the order a province accepts them: accept first, a result closes the case there, materials and the rating follow it. */
export const STEP_KINDS = ['accept', 'process', 'special', 'report', 'result', 'material', 'evaluation'] as const;
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
  /** How a material was handed in (收取方式). */
  'material-form': ['paper', 'electronic', 'verified', 'other'],
  /** 满意度, best first. GB/T 39046 A.8 counts 1 to 5 from the best, the 好差评 interface from the worst: only the profile knows a number. */
  'satisfaction': ['very-satisfied', 'satisfied', 'fairly-satisfied', 'dissatisfied', 'very-dissatisfied'],
  /** 领取方式: fetched at the window, or sent by post. */
  'collection-method': ['window', 'post'],
  /** 评价渠道. */
  'rating-channel': ['web', 'mobile', 'qr-code', 'hall-tablet', 'hall-terminal', 'telephone', 'text-message'],
} as const;
export type WordList = keyof typeof WORDS;

const stepBase = {
  caseNumber: text(50),
  /** Position of the step in its case, from 1; (caseNumber, sequence) is the key under which the province knows it. */
  sequence: z.number().int().min(1).max(9999),
  /** 1 the first time the step is told; a later one corrects the step the province has (ea_jc DATAVER). */
  revision: z.number().int().min(1).max(99).default(1),
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
  /** Which way the item came to the zone and whose power it is: chooses the platform, is not told to it. */
  route: z.object({ form: z.enum(['direct', 'entrusted', 'forward', 'direct-report']), department: text(18) }).nullable().default(null),
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
  /** Null while it lasts. An adapter sees null only where its profile's `delivery.openSpecial` is `open`. */
  endedAt: moment.nullable().default(null),
  /** When it should end, told in writing to the applicant; what a province with a NOT NULL end is given first, and corrected later. */
  plannedEnd: moment.nullable().default(null),
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
  /** 领取登记: who took what was decided, how and when; null where nothing was handed over. */
  collection: z.object({ recipient: text(100), method: z.enum(WORDS['collection-method']), at: moment }).nullable().default(null),
  handledBy: text(100),
});

/** All materials of the case in one step: a province with a row for each is given as many rows, in this order. */
const materialStep = z.object({
  ...stepBase,
  kind: z.literal('material'),
  materials: z.array(z.object({
    name: text(200),
    form: z.enum(WORDS['material-form']),
    copies: z.number().int().min(0).max(99_999).default(1),
    /** Name of the file as kept, where there is one. */
    attachment: optionalText(200),
  })).min(1).max(200),
  receivedAt: moment,
  handledBy: text(100),
});

/** What the applicant said, never anything else: a case nobody rated has no such step. */
const evaluationStep = z.object({
  ...stepBase,
  kind: z.literal('evaluation'),
  satisfaction: z.enum(WORDS.satisfaction),
  channel: z.enum(WORDS['rating-channel']),
  /** 评价次数: 1 the first rating of the case. */
  times: z.number().int().min(1).max(99).default(1),
  /** Codes of the national list of details (510, 207 …). */
  details: z.array(z.string().regex(/^\d{3}$/)).max(20).default([]),
  words: optionalText(1000),
  ratedBy: optionalText(100),
  ratedAt: moment,
});

/** One step of a case as the province shall know it; parsed at the gateway's door. */
export const provinceStep = z.discriminatedUnion('kind', [acceptStep, processStep, specialStep, reportStep, resultStep, materialStep, evaluationStep]);
export type ProvinceStep = z.infer<typeof provinceStep>;
/** A step as it is handed in, with what may be left out left out. */
export type StepGiven = z.input<typeof provinceStep>;

/** The schema of each kind, so that a profile can be checked against the fields that really exist. */
export const STEP_SCHEMAS = {
  accept: acceptStep,
  process: processStep,
  special: specialStep,
  report: reportStep,
  result: resultStep,
  material: materialStep,
  evaluation: evaluationStep,
} as const;

/** Fields of a step that tell of a person or are free text: masked wherever an exchange is kept or logged. */
export const PERSONAL_FIELDS: ReadonlySet<string> = new Set([
  'summary', 'applicant.name', 'applicant.documentNumber', 'applicant.legalRepresentative', 'contact.name', 'contact.mobile', 'address',
  'handledBy', 'collection.recipient', 'opinion', 'remark', 'reason', 'explanation', 'words', 'ratedBy',
]);

/** Fields that steer the hand-over and are told to nobody. */
const UNTOLD = new Set(['kind', 'caseNumber', 'sequence', 'revision', 'route', 'plannedEnd']);
const CHINA_OFFSET_MS = 8 * 3_600_000;
/** A moment as the ledger writes it: Chinese civil time, to the second. */
export const ledgerMoment = (iso: string): string => `${new Date(Date.parse(iso) + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
const MOMENTS: ReadonlySet<string> = new Set(['appliedAt', 'acceptedAt', 'startedAt', 'endedAt', 'reportedAt', 'decidedAt', 'receivedAt', 'ratedAt', 'collection.at']);

/**
 * A step as text, path by path, e.g. `applicant.name`, `materials.0.name`: for people and for the record of where each field came from. Moments
 * in Chinese civil time to the second, true/false, codes joined by commas, null where there is nothing.
 */
export function fieldsOf(step: ProvinceStep): Record<string, string | null> {
  const fields: Record<string, string | null> = {};
  const walk = (value: unknown, path: string): void => {
    if (value === null || value === undefined) fields[path] = null;
    else if (typeof value === 'boolean') fields[path] = String(value);
    else if (Array.isArray(value)) {
      if (value.every((one) => typeof one === 'string')) fields[path] = value.length === 0 ? null : value.join(',');
      else value.forEach((one, at) => { walk(one, `${path}.${String(at)}`); });
    } else if (typeof value === 'object') for (const [name, below] of Object.entries(value)) walk(below, path === '' ? name : `${path}.${name}`);
    else {
      const text = String(value as string | number);
      fields[path] = MOMENTS.has(path) ? ledgerMoment(text) : text;
    }
  };
  for (const [name, value] of Object.entries(step)) if (!UNTOLD.has(name)) walk(value, name);
  return fields;
}

/** A code of somebody's list; never keep a bare number, rival lists use the same digits for different things. */
export const codedValue = z.object({ list: z.string(), code: z.string(), meaning: z.string().nullable() });
export type CodedValue = z.infer<typeof codedValue>;

/** Months and years are counted out by the adapter (1 month = 30, 1 year = 365 calendar days, as provinces do). */
export const limit = z.object({ amount: z.number().int().min(1), unit: z.enum(['working-day', 'calendar-day']) });

const note = (longest: number) => z.string().max(longest).nullable().default(null);

export const provinceMaterial = z.object({
  name: z.string().min(1),
  required: z.boolean(),
  form: z.string().nullable(),
  copies: z.number().int().min(0).nullable(),
  source: z.string().nullable(),
  acceptanceStandard: z.string().nullable(),
  /** 材料类型, 页面规格, 来源说明, 依据, 填报须知, 空白表, 样表. */
  kind: note(100), pageFormat: note(100), sourceNote: note(1000), basis: note(2000), fillingNote: note(2000), blankForm: note(500), sample: note(500),
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
  reliefNote: note(1000),
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
  result: z.object({ type: z.enum(WORDS['result-type']), name: z.string().nullable(), sample: note(500), validity: note(500) }),
  /** What a 实施清单 says besides; empty where the province does not tell it. */
  legalGrounds: z.array(z.object({ law: text(300), article: note(100), words: note(5000) })).max(100).default([]),
  entrustedBody: note(200), jointDepartments: z.array(z.object({ name: text(200), code: z.string().max(18).nullable() })).max(50).default([]),
  statutoryLimitNote: note(1000), promisedLimitNote: note(1000), handlingForms: z.array(codedValue).max(20).default([]), handlingFlow: note(5000), specialProcedures: note(2000), quantityLimit: note(1000),
  handlingArea: note(200), intermediaryServices: note(1000), supervision: note(1000), onlineAddress: note(500), visitsNote: note(1000),
  questions: z.array(z.object({ question: text(1000), answer: text(5000) })).max(100).default([]),
  /** The province's own mark of this version's content, the same as in `publishedDigests`; null where it gives none. */
  digest: z.string().nullable().default(null),
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
  /** The row lies where the province fetches it and was not read yet (前置库): it is asked about until it is acknowledged or rejected. */
  readonly awaiting?: boolean;
};

/** A step as the province has it. Only paths the platform carries are in `fields`, in the words of `expectedFields`. */
export type RecordedStep = {
  readonly caseNumber: string;
  readonly sequence: number;
  readonly kind: StepKind;
  readonly revision: number;
  readonly recordedAt: string;
  readonly fields: Readonly<Record<string, string | null>>;
};
export type RecordedPage = { readonly steps: readonly RecordedStep[]; readonly cursor: string; readonly more: boolean };

/** An application of the province's portal (申报). Codes are not judged here; whoever starts the case does. */
export const provinceApplication = z.object({
  /** The province's own number of it. */
  id: text(100),
  item: z.object({ catalogCode: z.string().nullable(), taskCode: z.string().nullable(), handlingCode: z.string().nullable(), name: text(1000) }),
  projectName: text(1000),
  applicant: z.object({
    kind: z.enum(WORDS['applicant-kind']), name: text(200), documentType: z.union([z.literal('credit-code'), z.string().regex(/^\d{3}$/)]),
    documentNumber: text(50), legalRepresentative: optionalText(100),
  }),
  contact: z.object({ name: text(100), mobile: optionalText(20), citizenNumber: optionalText(18) }).nullable().default(null),
  address: optionalText(1000),
  appliedAt: moment,
  /** The filled form as the portal sent it: name of the field → what was filled. */
  form: z.record(z.string(), z.string()).default({}),
  files: z.array(z.object({ fileId: text(200), name: text(200), material: optionalText(200), mediaType: z.string(), bytes: z.number().int().min(0) })).default([]),
});
export type ProvinceApplication = z.infer<typeof provinceApplication>;
/** `unreadable`: rows that could not be understood, by their number there; each is answered `failed`, none is dropped. */
export type ApplicationPage = {
  readonly applications: readonly ProvinceApplication[];
  readonly unreadable: readonly { readonly id: string; readonly field: string; readonly zh: string; readonly en: string }[];
  readonly cursor: string;
  readonly more: boolean;
};
export type ApplicationAnswer =
  /** The portal shows receipt number and query password to the applicant, as the window prints them on the receipt. */
  | { readonly kind: 'started'; readonly caseNumber: string; readonly receiptNumber: string; readonly queryPassword: string }
  | { readonly kind: 'quarantined' | 'failed'; readonly reason: string };
export type ApplicationFile = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };

/** What the province publishes now, by code: its mark of the content tells whether anything must be fetched. `code`: the handling item's, else the item's. */
export type DigestPage = {
  readonly digests: readonly { readonly code: string; readonly version: number; readonly digest: string }[];
  readonly cursor: string;
  readonly more: boolean;
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

/**
 * A province's platform. Every call ends within the adapter's time limit. What a platform cannot do at all is answered
 * `refused('not-supported')`, and its profile says so; nobody guesses on its behalf.
 */
export type Province = {
  /** Name of the profile in use, for people. */
  readonly name: string;
  /** How this platform wants to be served: the profile's `delivery`. */
  readonly delivery: DeliveryRules;
  /** How long a call may take at most; half a minute when it does not say. */
  readonly timeLimitMs?: number;
  /** The kinds of step this platform takes; the others are owed to nobody there. */
  readonly carries: ReadonlySet<StepKind>;
  /** Items changed since the cursor (null: from the beginning). Reading only: never in doubt. */
  listItems(cursor: string | null): Promise<Outcome<ItemPage>>;
  /** What is published now, by mark of content, for a full check. Reading only. */
  publishedDigests(cursor: string | null): Promise<Outcome<DigestPage>>;
  /** One item as published now, by the code of `publishedDigests`; `not-found` when there is none. Reading only. */
  publishedItem(code: string): Promise<Outcome<ProvinceItem>>;
  /**
   * Hands over one step. Repeating an acknowledged step is harmless; repeating one in doubt is not asked of anybody. A step with a
   * higher revision corrects what the province has under the same (case, sequence).
   */
  pushStep(step: ProvinceStep): Promise<Outcome<Acknowledgement>>;
  /** Whether the province has this step in this revision; `refused` with reason `not-found` means it certainly has not. */
  inquireStep(caseNumber: string, sequence: number, revision?: number): Promise<Outcome<Acknowledgement>>;
  /** Our step as this platform would tell it: written in its columns and read back, so that what a column cannot hold is no difference. */
  expectedFields(step: ProvinceStep): Readonly<Record<string, string | null>>;
  /** All the province has of a case, also what we never sent; a step recorded twice stands here twice. Reading only. */
  recordedSteps(caseNumber: string): Promise<Outcome<readonly RecordedStep[]>>;
  /** How many steps of each kind the province recorded on a day (Chinese civil time). Reading only. */
  countsOn(day: string): Promise<Outcome<Readonly<Record<StepKind, number>>>>;
  /** Which steps it recorded on a day. Reading only. */
  recordedOn(day: string, cursor: string | null): Promise<Outcome<RecordedPage>>;
  /** What higher authorities decided since the cursor (null: from the beginning). Reading only: never in doubt. */
  upstreamDecisions(cursor: string | null): Promise<Outcome<DecisionPage>>;
  /** Applications of the province's portal since the cursor. Reading only. */
  applications(cursor: string | null): Promise<Outcome<ApplicationPage>>;
  /** One file of an application, whole. Reading only. */
  applicationFile(id: string, fileId: string): Promise<Outcome<ApplicationFile>>;
  /** Tells the portal what became of an application; saying the same again is harmless. */
  answerApplication(id: string, answer: ApplicationAnswer): Promise<Outcome<Acknowledgement>>;
  /** Frees connections. */
  close(): void;
};
