/** What the catalogue states on the bus: which items this zone may handle, under which document, until when. */
import { z } from 'zod';
import { Charge } from '../fees/messages.ts';
import { DelegationForm } from '../seal/messages.ts';

export const TimeLimit = z.object({ amount: z.number().int().positive(), unit: z.enum(['working-day', 'calendar-day']) });

/**
 * One question of the zone's own form for an item 表单字段, asked at the window beside what every case is asked. `key` names the answer
 * in the case; `options` are the answers of a choice, in the order shown; `longest` is the most characters an answer may have.
 */
export const FormField = z.object({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  labelZh: z.string().min(1).max(60),
  labelEn: z.string().min(1).max(120),
  kind: z.enum(['text', 'long-text', 'number', 'date', 'choice', 'yes-no', 'credit-code', 'mobile']),
  unit: z.string().min(1).max(20).optional(),
  options: z.array(z.string().min(1).max(100)).min(1).max(50).optional(),
  required: z.boolean(),
  longest: z.number().int().min(1).max(5000).optional(),
  helpZh: z.string().min(1).max(300).optional(),
});
export type FormField = z.infer<typeof FormField>;

/**
 * Key of the question where the project lies 项目所在园区, which the catalogue puts first in the form of an item whose document is limited
 * to sub-parks; its choices are those sub-parks.
 */
export const subParkKey = 'locatedSubPark';

/**
 * How the department puts its seal on sight of the zone's 见章盖章: `standing`, its seal follows by a standing authorisation in the
 * document; `officer`, its officer looks at each document and the zone's seal and confirms. Only where both seals are placed.
 */
export const Countersign = z.enum(['standing', 'officer']);
export type Countersign = z.infer<typeof Countersign>;

/**
 * How a charge by a registered standard comes to its quantity 计费数量: always the same, an answer of the form (a required number), or told by
 * the clerk at acceptance.
 */
export const MeasureSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('constant'), value: z.string().regex(/^\d{1,12}(\.\d{1,3})?$/) }),
  z.object({ from: z.literal('form'), field: FormField.shape.key }),
  z.object({ from: z.literal('clerk') }),
]);
export type MeasureSource = z.infer<typeof MeasureSource>;

/** A charge counted by a registered standard 按标准计费; its amount is fees' to say. No `measure`: the standard is a fixed one. */
export const FeeTerm = z.object({ name: z.string().min(1).max(200), standardCode: z.string().regex(/^[0-9A-Z-]{3,30}$/), measure: MeasureSource.nullable(), reliefAllowed: z.boolean() });
export type FeeTerm = z.infer<typeof FeeTerm>;

/** The item as offered at the window: one immutable version and the delegation it rests on. */
export const OfferedItem = z.object({
  /** 33-character 业务办理项编码, or 31-character 实施编码 where the item has no sub-items. */
  code: z.string().min(31).max(33),
  implementationCode: z.string().length(31),
  basicCode: z.string().length(12),
  version: z.number().int().positive(),
  /** What the zone publishes anew within a version of the province, from 1; a case is pinned to both. */
  edition: z.number().int().positive().default(1),
  name: z.string().min(1),
  /** Kind of power, as (code list id, code): rival national lists exist, a bare number means nothing. */
  kind: z.object({ list: z.string(), code: z.string(), name: z.string() }),
  handling: z.object({ list: z.string(), code: z.string(), name: z.string() }),
  department: z.object({ name: z.string(), code: z.string() }),
  legalBasis: z.string(),
  statutoryLimit: TimeLimit,
  promisedLimit: TimeLimit,
  materials: z.array(z.object({ name: z.string(), required: z.boolean() })),
  charges: z.array(Charge),
  /** Charges beside those, counted by registered standards; left out where there are none. */
  feeTerms: z.array(FeeTerm).min(1).max(20).optional(),
  result: z.object({ kind: z.enum(['licence', 'document']), name: z.string() }),
  /** Those of the version; before them where the project lies, when the document is limited to sub-parks. */
  formFields: z.array(FormField).max(61).default([]),
  /** 服务自然人: whether natural persons may apply. */
  servesPersons: z.boolean().default(false),
  delegation: z.object({
    documentNumber: z.string(),
    form: DelegationForm,
    zone: z.object({ name: z.string(), creditCode: z.string(), divisionCode: z.string() }),
    department: z.object({ name: z.string(), creditCode: z.string(), sealCode: z.string() }),
    /** Only for 审批直报: the higher authority that decides. */
    upstreamAuthority: z.object({ name: z.string(), creditCode: z.string() }).nullable(),
    zoneSealCode: z.string(),
    countersign: Countersign.default('standing'),
    validFrom: z.iso.date(),
    validTo: z.iso.date(),
  }),
});
export type OfferedItem = z.infer<typeof OfferedItem>;

/**
 * Counts what has been told of one item, from 1. The bus keeps no order: who hears an earlier word after a later one passes it
 * over. 0: whoever told it does not count.
 */
const telling = z.number().int().nonnegative().default(0);

export const ItemOffered = z.object({ item: OfferedItem, telling });
export const ItemWithdrawn = z.object({ itemCode: z.string(), telling, reason: z.enum(['suspended', 'terminated', 'taken-back', 'delegation-ended']) });

/** Whom a change concerns: credit codes of the bodies that implement or delegate. */
const departments = z.array(z.string());

/** Something published of an item has changed 事项已变更; what it is now is asked of the catalogue. */
export const ItemChanged = z.object({
  itemCode: z.string(), name: z.string().nullable(),
  what: z.array(z.enum(['content', 'delegation', 'standing'])).min(1),
  state: z.enum(['awaiting', 'offered', 'withdrawn']), withdrawnFor: z.enum(['suspended', 'terminated', 'taken-back', 'delegation-ended']).nullable(),
  version: z.number().int().positive().nullable(), edition: z.number().int().positive().nullable(), form: DelegationForm.nullable(), documentNumber: z.string().nullable(), departments,
});
export type ItemChanged = z.infer<typeof ItemChanged>;

/** A document of delegation was registered, amended, suspended or ended 赋权文书已变更. */
export const DelegationChanged = z.object({
  documentNumber: z.string(), what: z.enum(['registered', 'amended', 'form-changed', 'standing-changed']), form: DelegationForm,
  standing: z.enum(['in-force', 'suspended', 'terminated', 'taken-back']), endedOn: z.iso.date().nullable(), validFrom: z.iso.date(), validTo: z.iso.date(), itemCount: z.number().int(), departments,
});

/** A document of delegation nears its end 赋权文书将到期: told once for each threshold the zone has set. */
export const DelegationExpiring = z.object({ documentNumber: z.string(), validTo: z.iso.date(), daysLeft: z.number().int().nonnegative(), itemCount: z.number().int(), departments });

export const commands = {};
export const events = {
  'events.catalogue.item-offered': ItemOffered, 'events.catalogue.item-withdrawn': ItemWithdrawn,
  'events.catalogue.item-changed': ItemChanged, 'events.catalogue.delegation-changed': DelegationChanged, 'events.catalogue.delegation-expiring': DelegationExpiring,
};
