/** What the seal service takes and states on the bus. Digests are lower-case hex. */
import { z } from 'zod';

const caseNumber = z.string().min(1).max(50);
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** The four forms in which an item is delegated to the zone: 直接赋权, 委托行使, 服务前移, 审批直报. */
export const DelegationForm = z.enum(['direct', 'entrusted', 'forward', 'direct-report']);
export type DelegationForm = z.infer<typeof DelegationForm>;

/** A document known by its digests; the bytes stay with the service that made it. */
export const DocumentDigest = z.object({
  name: z.string().min(1), mediaType: z.string(), sha256: Digest, sm3: Digest, bytes: z.number().int().nonnegative(),
});
export type DocumentDigest = z.infer<typeof DocumentDigest>;

export const UseSeal = z.object({
  caseNumber,
  /** One use per key, ever. */
  useKey: z.string().min(1).max(64),
  sealCode: z.string().min(1),
  purpose: z.enum(['decision', 'opinion', 'certificate']),
  document: DocumentDigest,
  item: z.object({ code: z.string(), name: z.string() }),
  delegation: z.object({ documentNumber: z.string(), form: DelegationForm, validFrom: z.iso.date(), validTo: z.iso.date(),
    /** Credit code of the department that gave the power: its officers may see the use, whoever owns the item. */
    department: z.string().optional() }),
  /** The approved step that permits the impression. Names are account names of staff, not of applicants. */
  step: z.object({ name: z.string(), decidedBy: z.string(), reviewedBy: z.string(), approvedAt: z.iso.datetime({ offset: true }),
    /** When the case was accepted: what was accepted in time is finished under the delegation, but for an entrustment. */
    acceptedAt: z.iso.datetime({ offset: true }).optional(),
    /** Who confirmed for the department 会签, and whose officer that was; where the department's seal follows by standing authorisation there is nobody. */
    countersigned: z.object({ countersignedBy: z.string(), department: z.string(), countersignedAt: z.iso.datetime({ offset: true }) }).optional() }),
});
export type UseSeal = z.infer<typeof UseSeal>;

export const SealUsed = z.object({
  caseNumber, useKey: z.string(), ledgerNumber: z.string(), sealCode: z.string(), sealName: z.string(),
  documentSha256: Digest, usedAt: z.iso.datetime({ offset: true }), signatureSha256: Digest,
});
export const SealRefused = z.object({ caseNumber, useKey: z.string(), sealCode: z.string(), reason: z.string(), zh: z.string(), en: z.string() });

export const commands = { 'commands.seal.use-seal': UseSeal };
export const events = { 'events.seal.seal-used': SealUsed, 'events.seal.seal-refused': SealRefused };
