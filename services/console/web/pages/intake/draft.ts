/**
 * The intake as it stands on the clerk's desk, in the shape in which it is kept on the server against loss of power or
 * session. Promise: what cannot be read as a draft (an older shape, somebody's mistake) is no draft, never half of one.
 */
import { z } from 'zod';

const FileKind = z.enum(['pdf', 'jpeg', 'png', 'ofd']);
/** A paper the service has taken and knows by its digest. */
export const KeptPaper = z.object({ material: z.string(), fileName: z.string(), sha256: z.string(), kind: FileKind, bytes: z.number() });
export type KeptPaper = z.infer<typeof KeptPaper>;

export const FormValues = z.object({
  /** GA/T 2000.156 of a natural person's document; empty for an organisation. */
  documentType: z.string().default(''), documentNumber: z.string().default(''),
  creditCode: z.string(), applicantName: z.string(), contactName: z.string(), citizenNumber: z.string(), mobile: z.string(), projectName: z.string(),
});
export type FormValues = z.infer<typeof FormValues>;
export type FieldName = keyof FormValues;
export const isPerson = ({ documentType }: Pick<FormValues, 'documentType'>): boolean => documentType !== '';
export const emptyValues: FormValues = { documentType: '', documentNumber: '', creditCode: '', applicantName: '', contactName: '', citizenNumber: '', mobile: '', projectName: '' };

/** What is to follow the registration: nothing, the acceptance, or the notice of what is missing. */
export const FollowUp = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('accept'), key: z.string() }),
  z.object({ kind: z.literal('notice'), key: z.string(), missing: z.array(z.string()) }),
]);
export type FollowUp = z.infer<typeof FollowUp>;

/** A registration as it is sent: with the same key and body it is the same one, however often. */
export const Registration = z.object({
  key: z.string(),
  body: z.object({
    itemCode: z.string(), projectName: z.string(),
    applicant: z.object({ name: z.string(), creditCode: z.string().nullable(), person: z.object({ documentType: z.string(), documentNumber: z.string() }).nullable().default(null) }),
    contact: z.object({ name: z.string(), citizenNumber: z.string().nullable(), mobile: z.string() }),
    materials: z.array(z.object({ name: z.string(), sha256: z.string() })),
    answers: z.record(z.string(), z.string()).default({}),
  }),
  then: FollowUp,
});
export type Registration = z.infer<typeof Registration>;

export const IntakeDraft = z.object({
  version: z.literal(1),
  savedAt: z.string(),
  itemCode: z.string().nullable(),
  /** For the offer to go on, before the items are read. */
  itemName: z.string(),
  values: FormValues,
  /** To the item's own form, by key. */
  answers: z.record(z.string(), z.string()).default({}),
  papers: z.array(KeptPaper),
  /** Sent, and not known to have been answered. */
  sent: Registration.nullable(),
  /** Registered; what follows is not known to have happened. */
  registered: z.object({ caseNumber: z.string(), receiptNumber: z.string(), then: FollowUp }).nullable(),
});
export type IntakeDraft = z.infer<typeof IntakeDraft>;

/** Reads what was kept; undefined when there is nothing worth going on with. */
export function readDraft(kept: unknown): IntakeDraft | undefined {
  const read = IntakeDraft.safeParse(kept);
  return read.success && isWorthKeeping(read.data) ? read.data : undefined;
}

/** An item alone is found again in a second; anything typed, handed in or sent is worth keeping. */
export function isWorthKeeping(draft: Pick<IntakeDraft, 'values' | 'answers' | 'papers' | 'sent' | 'registered'>): boolean {
  return draft.sent !== null || draft.registered !== null || draft.papers.length > 0 || [...Object.values(draft.values), ...Object.values(draft.answers)].some((value) => value.trim() !== '');
}
