/** The case 办件 as intake keeps it: one record from receipt to archive, pinned to the item version in force at its acceptance. */
import { z } from 'zod';
import { OfferedItem } from '../../contracts/catalogue/messages.ts';
import { CaseFee } from './case-fee.ts';
import { caseStates, type CaseStatus } from './states.ts';

const moment = z.iso.datetime({ offset: true });
const day = z.iso.date();
const statuses = Object.keys(caseStates).filter((state): state is CaseStatus => state !== 'none');

export const Applicant = z.object({
  name: z.string().trim().min(1).max(100), creditCode: z.string().nullable(),
  person: z.object({ documentType: z.string(), documentNumber: z.string() }).nullable().default(null),
});

export const FiledMaterial = z.object({ name: z.string(), sha256: z.string(), kind: z.enum(['pdf', 'jpeg', 'png', 'ofd']) });

/** A step the province must know; waits in the case until the one before it has been acknowledged. */
export const OwedStep = z.object({
  sequence: z.number().int().positive(), kind: z.enum(['accept', 'process', 'special', 'report', 'result', 'material', 'evaluation']),
  /** Above 1: corrects the step the province has under the same number. */
  revision: z.number().int().positive().default(1), content: z.record(z.string(), z.unknown()) });
export type OwedStep = z.infer<typeof OwedStep>;

/** 满意度, best first, in our words: the numbers of rival lists run in opposite directions and stay in the provinces' profiles. */
export const SATISFACTION = ['very-satisfied', 'satisfied', 'fairly-satisfied', 'dissatisfied', 'very-dissatisfied'] as const;
/** 评价渠道. */
export const CHANNELS = ['web', 'mobile', 'qr-code', 'hall-tablet', 'hall-terminal', 'telephone', 'text-message'] as const;

const Impression = z.object({ ledgerNumber: z.string(), sealCode: z.string(), sealName: z.string(), documentSha256: z.string() });
export const Sealing = z.object({
  purpose: z.enum(['opinion', 'decision', 'certificate']),
  /** Codes of the seals not used yet, in order; the first one has been asked for. */
  waiting: z.array(z.string()),
  used: z.array(Impression),
  /** Which time the document is sealed; more than once only after the department returned it. */
  round: z.number().int().positive().default(1),
  /** Impressions on what was returned: they stay in the ledger, and count for nothing. */
  void: z.array(Impression).default([]),
});

/** What the department may return a document for 退回: the zone's seal, the document itself, or the zone's power over it; never its substance. */
export const ReturnGround = z.enum(['seal', 'document', 'authority']);
/** One time the department's officer was asked 会签, and the answer. */
const CountersignAsked = z.object({
  purpose: z.enum(['opinion', 'decision']), documentSha256: z.string(), askedAt: moment, due: day.nullable(),
  answer: z.object({ kind: z.enum(['confirmed', 'returned']), ground: ReturnGround.nullable(), reason: z.string(), by: z.string(), at: moment }).nullable(),
});

const Letter = z.object({ name: z.string(), mediaType: z.string(), sha256: z.string(), sm3: z.string(), bytes: z.number().int(), text: z.string() });

export const CaseRecord = z.object({
  caseNumber: z.string(),
  receiptNumber: z.string(),
  status: z.enum(statuses as [CaseStatus, ...CaseStatus[]]),
  item: OfferedItem,
  projectName: z.string(),
  /** An organisation by its credit code, or a natural person by a document (GA/T 2000.156). */
  applicant: Applicant,
  contact: z.object({ name: z.string(), citizenNumber: z.string().nullable(), mobile: z.string() }),
  materials: z.array(FiledMaterial),
  /** Answers to the item's own form, by key. */
  answers: z.record(z.string(), z.string()).default({}),
  /** Where the application came in: null at the window, else which application of which platform it was. */
  origin: z.object({ platform: z.string(), applicationId: z.string(), appliedAt: moment }).nullable().default(null),
  receivedAt: moment,
  receivedBy: z.string(),
  /** The window of receipt, as the clerk's token told it. */
  window: z.string().nullable().default(null),
  /** Names of the staff who acted, by account, as their tokens told them. */
  people: z.record(z.string(), z.string()).default({}),
  /** Until when the window must have said what is missing, or accepted; null where the calendar does not reach. */
  noticeDue: day.nullable().default(null),
  supplement: z.object({ missing: z.array(z.string()), noticeAt: moment, suppliedAt: moment.nullable() }).nullable(),
  acceptedAt: moment.nullable(),
  acceptedBy: z.string().nullable(),
  /** Nothing was said within five working days: accepted from the day of receipt (行政许可法 art. 32). */
  deemedAccepted: z.boolean(),
  /** Due days; null while none can be computed, and then `calendarMissing` says which year's notice is missing. */
  due: z.object({ statutory: day.nullable(), promised: day.nullable(), calendarMissing: z.string().nullable() }),
  pauses: z.array(z.object({
    kind: z.string(), reason: z.string(), from: day, startedAt: moment, to: day.nullable(), endedAt: moment.nullable(),
    /** Under which number the province is told of it; when it should end, as the applicant was told. */
    sequence: z.number().int().nullable().default(null), until: day.nullable().default(null) })),
  review: z.object({ by: z.string(), at: moment, opinion: z.enum(['agree', 'disagree']), note: z.string() }).nullable(),
  /** Under 审批直报 the zone's opinion first; `upstream` brings the decision. */
  decision: z.object({ result: z.enum(['granted', 'refused']), by: z.string(), at: moment, note: z.string(), documentNumber: z.string(), validTo: day.nullable() }).nullable(),
  /** Days of the statutory limit's unit from acceptance to the final decision, special procedures left out. */
  workedDays: z.number().int().nonnegative().nullable().default(null),
  /** Until when what was decided must be handed over. */
  deliveryDue: day.nullable().default(null),
  upstream: z.object({ result: z.enum(['granted', 'refused']), documentNumber: z.string(), authority: z.string(), at: moment, note: z.string() }).nullable(),
  letter: Letter.nullable(),
  /** What registered standards make of it, counted at acceptance; left out where the item has no such charge. */
  fee: CaseFee.optional(),
  bill: z.object({ billKey: z.string(), payCode: z.string().nullable(), amountInFen: z.number().int(), state: z.enum(['asked', 'issued', 'paid', 'exempt', 'refused']), paidAt: moment.nullable(), bankSerial: z.string().nullable().default(null), dueBy: moment.nullable().default(null) }).nullable(),
  sealings: z.array(Sealing),
  countersigns: z.array(CountersignAsked).default([]),
  certificate: z.object({
    number: z.string(), licenceId: z.string(), document: z.object({ name: z.string(), mediaType: z.string(), sha256: z.string(), sm3: z.string(), bytes: z.number().int() }), issuedAt: moment.nullable(),
  }).nullable(),
  delivery: z.object({ at: moment, by: z.string(), recipient: z.string(), method: z.enum(['window', 'post']) }).nullable(),
  end: z.object({ at: moment, by: z.string(), reason: z.string() }).nullable(),
  province: z.object({ last: z.number().int(), owed: z.array(OwedStep), asked: z.boolean(), doubt: z.number().int().nullable().default(null),
    /** Handed over to the gateway, which tells the province when it can and says so. */
    held: z.array(OwedStep).default([]), acknowledged: z.array(z.object({ sequence: z.number().int(), kind: z.string(), at: moment })) }),
  /** 好差评: what the applicant said of the service, first and second time; nobody else's words ever. */
  ratings: z.array(z.object({ satisfaction: z.enum(SATISFACTION), channel: z.enum(CHANNELS), details: z.array(z.string()), words: z.string(), at: moment, by: z.string() })).default([]),
  /** What needs a person: the reason in both languages. Nothing moves on its own until it is dealt with. */
  attention: z.object({ reason: z.string(), zh: z.string(), en: z.string(), at: moment }).nullable(),
  steps: z.array(z.object({ at: moment, service: z.string(), what: z.string(), by: z.string() })),
});
export type CaseRecord = z.infer<typeof CaseRecord>;
export type LetterDocument = z.infer<typeof Letter>;
