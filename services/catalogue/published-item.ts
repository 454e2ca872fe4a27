/**
 * An item as a list publishes it: all that the window, the applicant and the law want to know of it, and the rules every publication
 * must keep. Once published it never changes.
 */
import { z } from 'zod';
import { FeeTerm, FormField, MeasureSource, subParkKey } from '../../contracts/catalogue/messages.ts';
import type { BothLanguages } from '../../contracts/refusals.ts';
import { basicCodeProblem, handlingCodeProblem, implementationCodeProblem } from './codes.ts';

const day = z.iso.date();
const Coded = z.object({ list: z.string(), code: z.string(), meaning: z.string().nullable() });
const Limit = z.object({ amount: z.number().int().min(1), unit: z.enum(['working-day', 'calendar-day']) });

/** Whether an item is exercised 事项状态: 在用, 暂停, 取消. */
export const itemConditions = ['in-use', 'suspended', 'cancelled'] as const;
export const ItemCondition = z.enum(itemConditions);
export type ItemCondition = z.infer<typeof ItemCondition>;

const text = z.string().nullable().default(null);
const NamedBody = z.object({ name: z.string().min(1), code: z.string().nullable() });

/** One version as it was published, with all a 实施清单 says of an item (fields after GB/T 39046 表4 and the deployed lists). */
export const PublishedItem = z.object({
  catalogCode: z.string(), taskCode: z.string(), handlingCode: z.string().nullable(), name: z.string().min(1), version: z.number().int().min(1),
  state: ItemCondition, effectiveOn: day.nullable(), cancelledOn: day.nullable(), type: Coded,
  department: z.object({ name: z.string().min(1), code: z.string(), nature: Coded }), exerciseLevel: Coded, powerSource: Coded, legalBasis: z.string(),
  /** The legal basis article by article 设定依据, where a source gives it so. */
  legalGrounds: z.array(z.object({ law: z.string().min(1), article: z.string().nullable(), words: z.string().nullable() })).default([]),
  /** Who acts on commission 委托部门, and who takes part 联办机构. */
  entrustedBody: text, jointDepartments: z.array(NamedBody).default([]),
  statutoryLimit: Limit, statutoryLimitNote: text, promisedLimit: Limit, promisedLimitNote: text, handlingType: Coded,
  handlingWord: z.enum(['immediate', 'promised', 'joint', 'reported', 'other']),
  /** 办理形式: at the window, online, by post. */
  handlingForms: z.array(Coded).default([]), servedKinds: z.array(Coded), conditions: z.string().nullable(),
  /** 办理流程, 特别程序, 数量限制, 通办范围, 中介服务. */
  handlingFlow: text, specialProcedures: text, quantityLimit: text, handlingArea: text, intermediaryServices: text,
  address: z.string().nullable(), openingHours: z.string().nullable(), telephone: z.string().nullable(), supervision: text, onlineAddress: text,
  visits: z.number().int().nullable(), visitsNote: text,
  materials: z.array(z.object({
    name: z.string().min(1), required: z.boolean(), form: z.string().nullable(), copies: z.number().int().nullable(), source: z.string().nullable(), acceptanceStandard: z.string().nullable(),
    /** 材料类型, 页面规格, 来源说明, 依据, 填报须知, 空白表, 样表. */
    kind: text, pageFormat: text, sourceNote: text, basis: text, fillingNote: text, blankForm: text, sample: text,
  })),
  charges: z.array(z.object({
    name: z.string().min(1), standard: z.string().min(1), unitAmountInFen: z.number().int().min(0).nullable(), unit: z.string().nullable(), basis: z.string().nullable(), reliefAllowed: z.boolean(),
    reliefNote: text,
    /** The registered standard that counts it, and what it counts; then no amount stands here. */
    standardCode: FeeTerm.shape.standardCode.optional(), measure: MeasureSource.optional(),
  })),
  /** 审批结果: its sample 样本 and for how long it is good. */
  result: z.object({ type: z.enum(['certificate', 'approval-document', 'other', 'none']), name: z.string().nullable(), sample: text, validity: text }),
  questions: z.array(z.object({ question: z.string().min(1), answer: z.string().min(1) })).default([]),
  /** The zone's own form for the window; no other source has one. */
  formFields: z.array(FormField).default([]),
});
export type PublishedItem = z.infer<typeof PublishedItem>;
/** As a source may say it: what it does not know is left out. */
export type PublishedItemGiven = z.input<typeof PublishedItem>;

/** Content as it was published once, never changed since. `version` is the province's; within it what is published anew is an edition. */
export const Publication = z.object({ version: z.number().int(), edition: z.number().int(), item: PublishedItem, changeSetId: z.string(), at: z.iso.datetime() });
export type Publication = z.infer<typeof Publication>;

/** From a day on one publication applies in one condition, until the next begins. Nothing is ever taken out. */
export const Segment = z.object({
  from: day, version: z.number().int(), edition: z.number().int(), state: ItemCondition,
  /** Last day on which it is exercised, as the source said 取消日期; afterwards it counts as cancelled. */
  lastDay: day.nullable(), changeSetId: z.string(), at: z.iso.datetime(),
});
export type Segment = z.infer<typeof Segment>;

export const codeOf = (item: Pick<PublishedItem, 'handlingCode' | 'taskCode'>): string => item.handlingCode ?? item.taskCode;

/** The first rule a published version breaks, with its field; undefined when it may be taken. */
export function publishedProblem(item: PublishedItem): ({ field: string } & BothLanguages) | undefined {
  const problems: [field: string, problem: BothLanguages | undefined][] = [
    ['catalogCode', basicCodeProblem(item.catalogCode)],
    ['taskCode', implementationCodeProblem(item.taskCode)],
    ['handlingCode', item.handlingCode === null ? undefined : handlingCodeProblem(item.handlingCode)],
  ];
  for (const [field, problem] of problems) if (problem) return { field, ...problem };
  if (item.taskCode.slice(19) !== item.catalogCode) return { field: 'taskCode', zh: '实施编码后 12 位与基本编码不一致', en: 'the implementation code does not end in the basic code' };
  if (item.taskCode.slice(0, 18) !== item.department.code) return { field: 'department.code', zh: '实施编码前 18 位与实施主体不一致', en: 'the implementation code does not begin with the code of the body' };
  if (item.handlingCode !== null && item.handlingCode.slice(0, 31) !== item.taskCode) return { field: 'handlingCode', zh: '业务办理项编码与实施编码不一致', en: 'the handling code does not begin with the implementation code' };
  if (item.effectiveOn !== null && item.cancelledOn !== null && item.cancelledOn < item.effectiveOn) return { field: 'cancelledOn', zh: '取消日期早于生效日期', en: 'it is cancelled before it takes effect' };
  // A fee that cannot be counted cannot be asked for, and leaving it out would ask for too little.
  const uncounted = item.charges.findIndex((charge) => charge.standardCode === undefined && (charge.unitAmountInFen === null || charge.unitAmountInFen === 0));
  if (uncounted >= 0) return { field: `charges.${String(uncounted)}.unitAmountInFen`, zh: '收费标准没有可计算的单价', en: 'the charge has no unit amount to count with' };
  const twofold = item.charges.findIndex((charge) => (charge.standardCode === undefined ? charge.measure !== undefined : charge.unitAmountInFen !== null));
  if (twofold >= 0) return { field: `charges.${String(twofold)}.standardCode`, zh: '按收费标准计费的不填单价，未按标准计费的不填计费数量', en: 'a charge has either an amount of its own, or a standard and what it counts' };
  const unmeasured = item.charges.findIndex(({ measure }) => (measure?.from === 'form' && !item.formFields.some(({ key, kind, required }) => key === measure.field && kind === 'number' && required)) || (measure?.from === 'constant' && Number(measure.value) === 0));
  if (unmeasured >= 0) return { field: `charges.${String(unmeasured)}.measure`, zh: '计费数量须取自窗口表单中必填的数字，或为大于零的数', en: 'the quantity is a required number of the form, or a number above nothing' };
  const repeated = item.formFields.findIndex((one, index) => item.formFields.findIndex((other) => other.key === one.key) < index);
  if (repeated >= 0) return { field: `formFields.${String(repeated)}.key`, zh: '窗口表单的字段名重复', en: 'two questions of the form have the same key' };
  const reserved = item.formFields.findIndex((one) => one.key === subParkKey);
  if (reserved >= 0) return { field: `formFields.${String(reserved)}.key`, zh: '该字段名由系统用于询问项目所在园区', en: 'the hub itself asks where the project lies under this key' };
  const choiceless = item.formFields.findIndex((one) => (one.kind === 'choice') !== (one.options !== undefined));
  if (choiceless >= 0) return { field: `formFields.${String(choiceless)}.options`, zh: '单选须有选项，其他类型不得有选项', en: 'a choice has options and no other kind has' };
  return undefined;
}
